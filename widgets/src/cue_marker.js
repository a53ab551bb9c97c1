// The cue marker: touch what gives it away, in somebody's words or on an exhibit.
import { bubble, speaker } from "./chat.js";
import { button, fill, focusQuietly, h, isSelection, showRange } from "./dom.js";
import { exercise, heading, makeNotice } from "./exercise.js";
import { exhibit } from "./exhibit.js";
import { hits } from "./hits.js";

const VERDICTS = { found: "找到了", missed: "漏掉了", extra: "不算破绽" };

export default exercise("marker", build);

function build(context) {
  const { spec, root, id } = context;
  const parts = spec.lines.reduce((all, line) => all.concat(line.parts), []);
  const known = new Set(parts.map((part) => part.id));
  const canCheck = context.practice && Object.keys(context.feedback).length > 0;
  const notice = makeNotice();
  const prompt = h("p", { class: "sz-prompt", id: id("prompt") }, spec.prompt);
  const label = spec.lines.every((line) => line.exhibit) ? "要看的东西" : "对话";
  const log = h("div", { class: "sz-log", role: "group", "aria-label": label, "aria-describedby": id("prompt") });
  const panel = h("div", { class: "sz-panel" });
  fill(root, heading(context), prompt, notice.node, h("div", { class: "sz-chat" }, log), panel, context.status);

  let marks = [];
  const keep = (next, checked) => {
    const done = canCheck ? checked : next.length > 0;
    context.save(next.length || checked ? { kind: "marks", marks: next, checked } : {}, done);
  };
  const toggle = (part) => {
    const chosen = marks.includes(part) ? marks.filter((mark) => mark !== part) : [...marks, part];
    keep(parts.map((one) => one.id).filter((one) => chosen.includes(one)), false);
  };
  const lines = drawLines(context, log, toggle);
  const check = () => {
    if (marks.length === 0) return context.announce((panel.querySelector(".sz-count").textContent = "先点一处你觉得不对劲的地方，再看结果。"));
    keep(marks, true);
    focusQuietly(panel.firstChild);
    showRange(panel, panel);
  };
  const retry = () => {
    keep([], false);
    context.announce("可以重新找了。");
    focusQuietly(log.querySelector("[role=button]"));
    showRange(log, log);
  };

  return (answer) => {
    const read = readMarks(answer, known);
    notice.show(read === null);
    marks = read ? read.marks : [];
    const checked = canCheck && read !== null && read.checked;
    lines.forEach((line) => line(marks, checked));
    if (checked) fill(panel, summary(context, parts, marks), button("quiet", "再找一遍", retry));
    else counter(panel, marks.length, canCheck && check);
  };
}

function readMarks(answer, known) {
  if (Object.keys(answer).length === 0) return { marks: [], checked: false };
  if (answer.kind !== "marks" || !isSelection(answer.marks, known)) return null;
  return { marks: answer.marks, checked: answer.checked === true };
}

/** Draws each line once; returns one function a line, which shows the marks and, after the check, the reasons. */
function drawLines(context, log, toggle) {
  let last = null;
  return context.spec.lines.map((line) => {
    const words = line.parts.map((part) => phrase(part, toggle));
    const notes = h("ul", { class: "sz-reasons", hidden: true });
    const shown = line.exhibit ? touchable(line, words) : h("p", { class: "sz-bubble sz-bubble--marks" }, words);
    const first = line.from !== last;
    last = line.from;
    const body = h("div", { class: "sz-line" }, shown, notes);
    log.appendChild(line.from ? bubble(speaker(context.spec, line.from), body, first) : body);
    return (marks, checked) => {
      line.parts.forEach((part, index) => showPhrase(words[index], marks.includes(part.id), checked, checked && verdict(context, part.id, marks)));
      const judged = checked ? line.parts.filter((part) => verdict(context, part.id, marks)) : [];
      notes.hidden = judged.length === 0;
      fill(notes, judged.map((part) => reason(context, part, verdict(context, part.id, marks))));
    };
  });
}

/** The exhibit of a line; where a part stands in a field, the phrase takes the place of its words. */
function touchable(line, words) {
  const draw = (text, key) => {
    const nodes = [];
    let rest = text;
    line.parts.forEach((part, index) => {
      const at = part.field === key ? rest.indexOf(part.text) : -1;
      if (at < 0) return;
      nodes.push(rest.slice(0, at), words[index]);
      rest = rest.slice(at + part.text.length);
    });
    return nodes.length ? [...nodes, rest].filter((node) => node !== "") : text;
  };
  return h("div", { class: "sz-touch" }, exhibit(line.exhibit, draw));
}

/** Inline, so that a sentence stays a sentence: a native button cannot wrap with the text around it. */
function phrase(part, toggle) {
  const press = () => {
    if (node.getAttribute("aria-disabled") !== "true") toggle(part.id);
  };
  const onKey = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    if (!event.repeat) press();
  };
  const node = h("span", { class: "sz-phrase", role: "button", tabindex: "0", "aria-pressed": "false", on: { click: press, keydown: onKey } }, part.text);
  return node;
}

function showPhrase(node, pressed, settled, judged) {
  node.setAttribute("aria-pressed", String(pressed));
  if (settled) node.setAttribute("aria-disabled", "true");
  else node.removeAttribute("aria-disabled");
  node.className = `sz-phrase${judged ? ` sz-phrase--${judged}` : ""}`;
}

function verdict(context, part, marks) {
  const cue = Boolean((context.feedback[part] || {}).cue);
  if (marks.includes(part)) return cue ? "found" : "extra";
  return cue ? "missed" : null;
}

function reason(context, part, kind) {
  const why = (context.feedback[part.id] || {}).why;
  return h(
    "li",
    { class: `sz-reason sz-reason--${kind}` },
    h("span", { class: "sz-reason__label" }, VERDICTS[kind]),
    h("span", { class: "sz-reason__quote" }, `“${part.text.replace(/[，。！？；：、,.!?;:]+$/u, "")}”`),
    why && h("p", { class: "sz-reason__why" }, why),
  );
}

function counter(panel, count, check) {
  const hint = count ? `已标出 ${count} 处，再点一下可以取消。` : "点一下你觉得不对劲的地方，再点一下取消。";
  const old = panel.querySelector(".sz-count");
  if (old) old.textContent = hint;
  else fill(panel, h("p", { class: "sz-count" }, hint), check && button("main", "看看结果", check));
}

function summary(context, parts, marks) {
  const cues = parts.filter((part) => (context.feedback[part.id] || {}).cue).map((part) => part.id);
  return h("p", { class: "sz-result", tabindex: "-1" }, h("strong", {}, hits(marks, cues, "破绽")), "理由写在旁边。");
}
