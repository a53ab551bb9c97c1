// What makes a page comfortable to read: the text size, the list of places in it, and the page as paper.
import { byId } from "./dom.js";

const SIZE_KEY = "shizha:text-size"; // early.js reads it before the first paint
const SIZES = ["large", "larger"];
const UPPER_PART = 0.4; // of the window: what begins there is what one reads

/** @param storage a Storage or null: then the size holds as long as the page */
export function mountReading(storage) {
  mountSizes(storage);
  mountContents();
  mountPaper();
}

function mountSizes(storage) {
  const buttons = [...document.querySelectorAll("[data-text-size]")];
  const root = document.documentElement;
  const current = () => SIZES.find((size) => root.classList.contains(`is-text-${size}`)) || "";
  const draw = () => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.textSize === current()));
  };
  const choose = (wanted) => {
    for (const size of SIZES) root.classList.toggle(`is-text-${size}`, size === wanted);
    draw();
    try {
      storage.setItem(SIZE_KEY, wanted);
    } catch {
      // full, forbidden or absent
    }
  };
  for (const button of buttons) button.addEventListener("click", () => choose(button.dataset.textSize));
  draw();
}

/** The browser opens and closes the list by itself; this says where one is, and puts the list away after use. */
function mountContents() {
  const list = byId("sz-contents");
  if (!list) return;
  const links = [...list.querySelectorAll("a")];
  const target = (link) => byId(decodeURIComponent(link.hash.slice(1)));
  const isAbove = (link) => Boolean(target(link)) && target(link).getBoundingClientRect().top <= window.innerHeight * UPPER_PART;
  const close = () => list.removeAttribute("open");
  list.addEventListener("toggle", () => {
    const here = list.open && links.filter(isAbove).pop();
    for (const link of links) {
      if (link === here) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
  });
  list.addEventListener("click", (event) => event.target.closest("a") && close());
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !list.open) return;
    close();
    list.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => list.contains(event.target) || close());
}

/** On paper nothing can be unfolded: the sources stand open there, and only there. */
function mountPaper() {
  let unfolded = [];
  window.addEventListener("beforeprint", () => {
    unfolded = unfolded.concat([...document.querySelectorAll("main details:not([open])")]);
    for (const details of unfolded) details.setAttribute("open", "");
  });
  window.addEventListener("afterprint", () => {
    for (const details of unfolded) details.removeAttribute("open");
    unfolded = [];
  });
  const button = byId("sz-print");
  if (button) button.addEventListener("click", () => window.print());
}
