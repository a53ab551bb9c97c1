// One's own answers as a file to keep or to hand in; as text to copy where the browser saves no file.
import { fill, h } from "./dom.js";
import { isEmpty } from "./model.js";

const NOTHING = "还没有作答，没有可以下载的。";
const NUMBER = /^[^+*/\\\s\u0000-\u001f]{1,64}$/;
const NO_NUMBER = "工号里不能有空格和 + * / \\ 这几个符号，改一下再下载。";

/** `answers.json` of a page, as the course's server would pack it. */
export function packPage(page, version, ids, answers, learner = "anonymous") {
  const given = ids.filter((id) => answers[id] && !isEmpty(answers[id].answer)).map((id) => [id, answers[id].answer]);
  return { schema: "shizha.answers/1", form: page, content_version: version, learner, items: Object.fromEntries(given) };
}

/** All pages in one file; those without an answer are left out. */
export function packAll(pages) {
  return { schema: "shizha.answers-all/1", pages: pages.filter((page) => !isEmpty(page.items)) };
}

/** @param place where it is offered; @param name of the file; @param pack(learner) gives what is in it, null where there is nothing */
export function offerTakeaway(place, name, pack, ...more) {
  const told = h("div", { role: "status" });
  const number = h("input", { id: "sz-number", type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false", maxlength: "64", "aria-describedby": "sz-number-hint" });
  const text = () => {
    const learner = number.value.trim() || "anonymous";
    const packed = NUMBER.test(learner) ? pack(learner) : null;
    const fault = NUMBER.test(learner) ? NOTHING : NO_NUMBER;
    fill(told, packed ? "" : h("p", { class: "notice notice--wait" }, fault));
    return packed ? JSON.stringify(packed, null, 1) : "";
  };
  const save = () => {
    const found = text();
    if (found) saveFile(name, found) || show(found);
  };
  const show = (found = text()) => {
    if (!found) return;
    const area = h("textarea", { class: "takeaway__text", readonly: true, rows: "8", "aria-label": `${name} 的内容`, spellcheck: "false" });
    area.value = found;
    fill(told, h("p", { class: "soft" }, `全选、复制，粘贴到一个文本文件里，存成 ${name}。`), area);
    area.focus();
    area.select();
  };
  const main = h("button", { type: "button", class: "button button--main", on: { click: save } }, "下载我的作答");
  const copy = h("button", { type: "button", class: "link-button", on: { click: () => show() } }, "下载不了？显示成文字");
  fill(place, h("h2", {}, "带走作答"), h("p", {}, "作答只在这台设备的浏览器里，不发往别处。要留着，或者要交给老师，就下载成文件。"), named(number), h("div", { class: "buttons" }, main, copy), told, ...more);
  place.hidden = false;
}

/** For whoever hands the file in: the number goes into the file and nowhere else. */
function named(number) {
  const hint = h("p", { class: "field__hint", id: "sz-number-hint" }, "只写进下载的文件，这台设备不记。不写就不记名。");
  return h("details", { class: "more" }, h("summary", {}, "要交给老师？写上工号"), h("div", { class: "field" }, h("label", { for: "sz-number" }, "工号"), number, hint));
}

/** Whether the browser could be asked to save the file. */
function saveFile(name, text) {
  if (!("download" in HTMLAnchorElement.prototype)) return false;
  try {
    const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    const link = h("a", { href, download: name, hidden: true });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(href), 60000);
    return true;
  } catch {
    return false;
  }
}
