// The card to keep: a few lines to take along, and a button that makes a picture of them.
import { paint, toFile } from "./card_picture.js";
import { button, fill, h } from "./dom.js";
import { guard } from "./exercise.js";

const REVOKE_AFTER_MS = 60000;

export default {
  render({ model, el }) {
    const root = h("div", { class: "sz sz-keep", lang: "zh-CN" });
    el.appendChild(root);
    const draw = () => {
      root.textContent = "";
      guard(root, () => build(root, model.get("spec")), { name: "要点卡", sentence: "要点卡没有读全，请刷新页面再看。" });
    };
    draw();
    model.on("change:spec", draw);
    return () => {
      model.off("change:spec", draw);
      root.remove();
    };
  },
};

function build(root, spec) {
  const lines = spec.lines.map((line) => h("li", { class: "sz-keep__line" }, h("span", {}, line)));
  const card = h(
    "section",
    { class: "sz-keep__card", "aria-label": spec.title },
    h("h3", { class: "sz-keep__title" }, spec.title),
    h("ol", { class: "sz-keep__lines" }, lines),
    spec.more && h("p", { class: "sz-keep__more" }, spec.more),
    h("p", { class: "sz-keep__mark", "aria-hidden": "true" }, "识诈课堂"),
  );
  const told = h("p", { class: "sz-keep__told", role: "status" });
  const shown = h("div", {});
  const save = () => keepPicture(root, spec, told, shown);
  fill(root, card, h("div", { class: "sz-keep__foot" }, button("main", "存成图片", save), told), shown);
}

/** A picture where the browser can make one, else the printer's dialog with nothing but the card. */
function keepPicture(root, spec, told, shown) {
  const canvas = document.createElement("canvas");
  const print = () => {
    told.textContent = "这个浏览器存不了图片，改为打印；打印时也可以选“存为PDF”。";
    printCard(root);
  };
  try {
    if (!paint(canvas, spec, getComputedStyle(root))) return print();
    toFile(canvas, (blob) => (blob ? handOver(canvas, blob, spec, told, shown) : print()));
  } catch (error) {
    console.warn("shizha: no picture could be made", error);
    print();
  }
}

function handOver(canvas, blob, { title }, told, shown) {
  const url = URL.createObjectURL(blob);
  const link = h("a", { href: url, download: `识诈课堂-${title}.png`, hidden: true });
  document.body.appendChild(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS);
  told.textContent = "图片已存下。手机上没有找到的话，长按下面这张图保存。";
  fill(shown, h("img", { class: "sz-keep__picture", src: canvas.toDataURL("image/png"), alt: `要点卡图片：${title}` }));
}

/** While the dialog is open the page prints the card alone. */
function printCard(root) {
  const page = document.documentElement;
  const done = () => {
    page.classList.remove("sz-printing");
    root.classList.remove("sz-keep--printed");
    window.removeEventListener("afterprint", done);
  };
  page.classList.add("sz-printing");
  root.classList.add("sz-keep--printed");
  window.addEventListener("afterprint", done);
  window.print();
}
