// The question card: one answer, several answers, an order, or a few sentences of one's own.
import { makeSureness } from "./confidence.js";
import { button, fill, focusQuietly, h, isSelection, showRange } from "./dom.js";
import { exercise, heading, makeNotice } from "./exercise.js";
import { exhibit } from "./exhibit.js";
import { buildOrdering } from "./ordering.js";

const WARN_AT = 20;

const BUILD = { text: buildText, ordering: buildOrdering };

export default exercise("card", (context) => (BUILD[context.spec.type] || buildChoice)(context, frame));

function frame(context, notice, ...rest) {
  const prop = context.spec.exhibit ? exhibit(context.spec.exhibit) : null;
  fill(context.root, heading(context), notice.node, prop, ...rest, context.status);
}

function buildChoice(context) {
  const { spec, feedback } = context;
  const known = new Set(spec.options.map((option) => option.id));
  const canCheck = context.practice && Object.keys(feedback).length > 0;
  const notice = makeNotice();
  const panel = h("div", { class: "sz-panel" });
  const sureness = makeSureness(context, () => keep(picked(), false));

  const keep = (chosen, checked) => {
    const done = canCheck ? checked : chosen.length > 0;
    context.save(chosen.length || checked || sureness.given() ? { kind: "choice", chosen, ...sureness.given(), checked } : {}, done);
  };
  const picked = () => options.filter((option) => option.input.checked).map((option) => option.id);
  const options = spec.options.map((option) => drawOption(context, option, () => keep(picked(), false)));
  const legend = h("legend", { class: "sz-prompt" }, spec.prompt, spec.type === "multiple" && h("span", { class: "sz-prompt__hint" }, "（可选多项）"));
  const fields = h("fieldset", { class: "sz-fields" }, legend, options.map((option) => option.node));
  frame(context, notice, fields, sureness.node, panel);

  const check = () => {
    if (picked().length === 0) return context.announce((panel.querySelector(".sz-count").textContent = "先选一项，再看结果。"));
    keep(picked(), true);
    focusQuietly(panel.firstChild);
    showRange(fields, panel);
  };
  const retry = () => {
    sureness.clear();
    keep([], false);
    context.announce("可以重新选了。");
    focusQuietly(options[0].input);
    showRange(fields, panel);
  };

  return (answer) => {
    const read = readChoice(answer, known, spec.type);
    const chosen = read ? read.chosen : [];
    const checked = canCheck && read !== null && read.checked;
    notice.show(read === null);
    sureness.show(read && read.confidence, checked);
    fields.classList.toggle("sz-fields--checked", checked);
    options.forEach((option) => option.show(chosen.includes(option.id), checked));
    if (checked) fill(panel, result(context, chosen, sureness), button("quiet", "再试一次", retry));
    else if (canCheck) uncheckedPanel(panel, check);
    else fill(panel);
  };
}

function readChoice(answer, known, type) {
  if (Object.keys(answer).length === 0) return { chosen: [], checked: false };
  if (answer.kind !== "choice" || !isSelection(answer.chosen, known)) return null;
  if (type === "single" && answer.chosen.length > 1) return null;
  return { chosen: answer.chosen, confidence: answer.confidence, checked: answer.checked === true };
}

function uncheckedPanel(panel, check) {
  const hint = panel.querySelector(".sz-count");
  if (hint) hint.textContent = "";
  else fill(panel, h("p", { class: "sz-count" }), button("main", "看看结果", check));
}

function drawOption(context, option, onChange) {
  const whyId = context.id(`why-${option.id}`);
  const type = context.spec.type === "multiple" ? "checkbox" : "radio";
  const input = h("input", { type, class: "sz-option__input", name: context.id("option"), value: option.id, on: { change: onChange } });
  const why = h("div", { class: "sz-option__why", id: whyId, hidden: true });
  const node = h("div", { class: "sz-option" }, h("label", { class: "sz-option__label" }, input, h("span", { class: "sz-option__text" }, option.text)), why);
  const show = (chosen, checked) => {
    const judged = context.feedback[option.id];
    const [tone, label] = checked && judged ? verdict(context.spec.type, chosen, judged.right) : ["", ""];
    input.checked = chosen;
    input.disabled = checked;
    node.className = `sz-option${chosen ? " sz-option--chosen" : ""}${tone ? ` sz-option--${tone}` : ""}`;
    why.hidden = !(checked && judged);
    if (why.hidden) input.removeAttribute("aria-describedby");
    else input.setAttribute("aria-describedby", whyId);
    fill(why, label && h("span", { class: "sz-option__verdict" }, label), !why.hidden && judged.why && h("span", {}, judged.why));
  };
  return { id: option.id, input, node, show };
}

function verdict(type, chosen, right) {
  if (chosen) return right ? ["right", "选对了"] : ["wrong", "再想想"];
  if (right) return ["also", type === "multiple" ? "这一项也要选" : "更合适的是这一项"];
  return ["plain", ""];
}

function result({ spec, feedback }, chosen, sureness) {
  const right = spec.options.filter((option) => (feedback[option.id] || {}).right).map((option) => option.id);
  const hit = chosen.filter((id) => right.includes(id)).length;
  const extra = chosen.length - hit;
  const all = hit === right.length && extra === 0;
  const partial = `该选的 ${right.length} 项里，你选中了 ${hit} 项${extra ? `，另有 ${extra} 项不必选` : ""}。`;
  const first = all ? (spec.type === "multiple" ? "该选的都选上了。" : "选对了。") : spec.type === "multiple" ? partial : "这一题值得再看一眼。";
  return h("p", { class: "sz-result", tabindex: "-1" }, h("strong", {}, first), "理由写在各项下面。", sureness.said(all));
}

function buildText(context) {
  const { spec, id } = context;
  const max = spec.max_chars || 300;
  const notice = makeNotice();
  const count = h("p", { class: "sz-count", id: id("count") });
  let composing = false;
  let warned = false;

  const showCount = () => {
    const left = max - area.value.length;
    count.textContent = left >= 0 ? `还可以写 ${left} 字` : `超出 ${-left} 字，请删短一些`;
    if (left <= WARN_AT && !warned) context.announce(count.textContent);
    warned = left <= WARN_AT;
  };
  const keep = () => {
    const text = area.value;
    context.save(text ? { kind: "text", text } : {}, text.trim() !== "");
  };
  // An input method sends half-typed pinyin: nothing is stored until the words stand.
  const on = {
    compositionstart: () => (composing = true),
    compositionend: () => {
      composing = false;
      keep();
    },
    input: () => (composing ? showCount() : keep()),
  };
  const area = h("textarea", { class: "sz-text", id: id("text"), rows: "6", maxlength: max, placeholder: spec.placeholder, "aria-describedby": id("count"), on });
  frame(context, notice, h("label", { class: "sz-prompt", for: id("text") }, spec.prompt), area, count);

  return (answer) => {
    const read = readText(answer);
    notice.show(read === null);
    if (!composing && area.value !== (read || "")) area.value = read || "";
    showCount();
  };
}

function readText(answer) {
  if (Object.keys(answer).length === 0) return "";
  return answer.kind === "text" && typeof answer.text === "string" ? answer.text : null;
}
