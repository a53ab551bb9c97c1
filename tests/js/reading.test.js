// @vitest-environment jsdom
// Text size before the first paint, the list of places, and the page as paper.
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";

import { beforeEach, describe, expect, it } from "vitest";
import { mountReading } from "../../course/web/static/reading.js";

const EARLY = readFileSync("course/web/static/early.js", "utf8");
const root = document.documentElement;
let kept;
const storage = { getItem: (name) => kept[name] ?? null, setItem: (name, value) => void (kept[name] = value) };

/** What early.js makes of a browser: the class names of its root element. */
function early({ size = null, modules = true, newest = true, forbidden = false } = {}) {
  const element = { className: "", ...(newest && { replaceChildren() {} }) };
  const document = { documentElement: element, createElement: () => (modules ? { noModule: false } : {}) };
  const window = {
    get localStorage() {
      if (forbidden) throw new Error("forbidden");
      return { getItem: (name) => (name === "shizha:text-size" ? size : null) };
    },
  };
  runInNewContext(EARLY, { document, window });
  return element.className.split(" ").filter(Boolean);
}

beforeEach(() => {
  kept = {};
  root.className = "";
  document.body.innerHTML = `
    <details id="sz-contents"><summary>目录</summary><ol><li><a href="#one">一</a></li><li><a href="#two">二</a></li></ol></details>
    <main><h2 id="one">一</h2><h2 id="two">二</h2><details class="a"><summary>出处</summary></details><details class="b" open></details></main>
    <button data-text-size=""></button><button data-text-size="large"></button><button data-text-size="larger"></button><button id="sz-print"></button>`;
});

describe("before the first paint", () => {
  it.each([
    [{}, ["has-script"]],
    [{ size: "large" }, ["has-script", "is-text-large"]],
    [{ size: "larger" }, ["has-script", "is-text-larger"]],
    [{ size: "x is-old" }, ["has-script"]],
    [{ forbidden: true }, ["has-script"]],
    [{ modules: false, newest: false }, ["has-script", "is-old"]],
    [{ newest: false, size: "large" }, ["has-script", "is-text-large", "is-old"]],
  ])("%j", (browser, names) => {
    expect(early(browser)).toEqual(names);
  });
});

describe("text size", () => {
  const [standard, large, larger] = [0, 1, 2];
  const button = (index) => document.querySelectorAll("[data-text-size]")[index];
  const pressed = () => [...document.querySelectorAll("[aria-pressed=true]")].map((one) => one.dataset.textSize);

  it("is chosen, kept, and found again by the next page", () => {
    mountReading(storage);
    expect(pressed()).toEqual([""]);
    button(large).click();
    button(larger).click();
    expect([root.className, pressed()]).toEqual(["is-text-larger", ["larger"]]);
    expect(early({ size: kept["shizha:text-size"] })).toContain("is-text-larger");
    button(standard).click();
    expect(root.className).toBe("");
    expect(early({ size: kept["shizha:text-size"] })).toEqual(["has-script"]);
  });

  it("holds for the page where nothing can be kept", () => {
    mountReading(null);
    button(large).click();
    expect(root.className).toBe("is-text-large");
  });
});

describe("the list of places", () => {
  const list = () => document.getElementById("sz-contents");
  const open = () => {
    list().open = true;
    list().dispatchEvent(new Event("toggle"));
  };

  it("says where one is", () => {
    const tops = { one: -300, two: 500 };
    for (const id of ["one", "two"]) document.getElementById(id).getBoundingClientRect = () => ({ top: tops[id] });
    mountReading(storage);
    open();
    const here = () => [...list().querySelectorAll("[aria-current]")].map((link) => link.textContent);
    expect(here()).toEqual(["一"]);
    tops.two = 100;
    open();
    expect(here()).toEqual(["二"]);
  });

  it("closes after a choice, on Escape with the focus back, and when one clicks elsewhere", () => {
    mountReading(storage);
    open();
    list().querySelector("a").click();
    expect(list().open).toBe(false);
    open();
    list().querySelector("a").dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    expect([list().open, document.activeElement]).toEqual([false, list().querySelector("summary")]);
    open();
    document.querySelector("main").click();
    expect(list().open).toBe(false);
  });

  it("leaves the arrow keys to the browser", () => {
    mountReading(storage);
    for (const key of ["ArrowLeft", "ArrowRight"]) {
      const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
      list().querySelector("a").dispatchEvent(event);
      expect(event.defaultPrevented).toBe(false);
    }
  });
});

it("unfolds the sources on paper, and only there", () => {
  mountReading(storage);
  const open = () => ["a", "b"].map((name) => document.querySelector(`main .${name}`).open);
  window.dispatchEvent(new Event("beforeprint"));
  expect(open()).toEqual([true, true]);
  window.dispatchEvent(new Event("afterprint"));
  expect(open()).toEqual([false, true]);
});
