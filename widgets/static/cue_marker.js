// Built from widgets/src by tools/build_widgets.mjs. Change the source, then run: npm run build

// widgets/src/dom.js
function h(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "on") {
      for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
    } else if (value !== false && value !== null && value !== void 0) {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  add(node, children);
  return node;
}
function add(node, children) {
  for (const child of children) {
    if (Array.isArray(child)) add(node, child);
    else if (child instanceof Node) node.appendChild(child);
    else if (child !== null && child !== void 0 && child !== false) node.appendChild(document.createTextNode(String(child)));
  }
}
function fill(node, ...children) {
  node.textContent = "";
  add(node, children);
}
function button(kind, text, onClick, attributes) {
  return h("button", { type: "button", class: `sz-button sz-button--${kind}`, on: { click: onClick }, ...attributes }, text);
}
function focusQuietly(node) {
  node.focus({ preventScroll: true });
}
function showRange(first, last) {
  if (typeof last.scrollIntoView !== "function") return;
  const height = last.getBoundingClientRect().bottom - first.getBoundingClientRect().top;
  if (height <= window.innerHeight - 32) last.scrollIntoView({ block: "nearest" });
  else first.scrollIntoView({ block: "start" });
}
function isSelection(value, known) {
  return Array.isArray(value) && new Set(value).size === value.length && value.every((id) => typeof id === "string" && known.has(id));
}

// widgets/src/chat.js
function speaker(spec, from) {
  const member = (spec.cast || {})[from] || {};
  const side = from === "me" || member.side === "me" ? "me" : member.side === "other" ? "other" : "them";
  const name = member.name || (side === "me" ? "我" : "对方");
  return { name: side === "other" && member.note ? `${name}（${member.note}）` : name, side };
}
function bubble({ name, side }, content, first) {
  return h(
    "div",
    { class: `sz-msg sz-msg--${side}${first ? "" : " sz-msg--more"}` },
    side !== "me" && avatar(name, side, !first),
    h("div", { class: "sz-msg__body" }, h("p", { class: first ? "sz-msg__name" : "sz-hidden" }, name), content)
  );
}
function avatar(name, side, blank) {
  const letter = Array.from(name)[0] || "";
  return h("span", { class: `sz-avatar sz-avatar--${side}${blank ? " sz-avatar--blank" : ""}`, "aria-hidden": "true" }, blank ? "" : letter);
}

// widgets/src/exercise.js
var REFUSED = "之前的作答和现在的题目对不上，先从头开始；在你重新作答之前，旧记录不会改动。";
var BROKEN = "这道题没有读全，请刷新页面；还是不行，请告诉培训老师。";
function exercise(name, build2) {
  return {
    render({ model, el }) {
      const root = h("div", { class: `sz sz-${name}`, lang: "zh-CN", role: "group", "data-lm-suppress-shortcuts": "true" });
      el.appendChild(root);
      const view = makeView(model, root, build2);
      view.rebuild();
      model.on("change:answer", view.redraw);
      model.on("change:spec", view.rebuild);
      model.on("change:mode", view.rebuild);
      return () => {
        model.off("change:answer", view.redraw);
        model.off("change:spec", view.rebuild);
        model.off("change:mode", view.rebuild);
        root.remove();
      };
    }
  };
}
function makeView(model, root, build2) {
  let update = () => {
  };
  const redraw = () => guard(root, () => update(model.get("answer") || {}));
  const rebuild = () => {
    root.textContent = "";
    root.classList.remove("sz-broken");
    guard(root, () => {
      update = build2(makeContext(model, root, redraw));
      update(model.get("answer") || {});
    });
  };
  return { redraw, rebuild };
}
function guard(root, draw, { name = "题目", sentence = BROKEN } = {}) {
  try {
    draw();
  } catch (error) {
    root.textContent = "";
    root.removeAttribute("aria-labelledby");
    root.setAttribute("aria-label", name);
    root.classList.add("sz-broken");
    root.appendChild(h("p", { class: "sz-notice", role: "status" }, sentence));
    console.warn("shizha: a widget could not be drawn", error);
  }
}
function makeContext(model, root, redraw) {
  const prefix = `sz-${Math.random().toString(36).slice(2, 9)}`;
  const spec = model.get("spec");
  const practice = model.get("mode") === "practice";
  const status = h("p", { class: "sz-hidden", role: "status" });
  return {
    spec,
    practice,
    root,
    status,
    item: model.get("item"),
    // Only practice ever looks at feedback, whatever a spec may carry.
    feedback: practice && spec.feedback || {},
    id: (name) => `${prefix}-${name}`,
    announce: (text) => {
      status.textContent = text;
    },
    save: (answer, done) => {
      save(model, answer, done);
      redraw();
    }
  };
}
function save(model, answer, done) {
  model.set("done", done);
  model.set("answer", answer);
  try {
    model.save_changes();
  } catch (error) {
    console.warn("shizha: the answer stays on this page for now", error);
  }
}
function heading({ spec, root, id }) {
  root.setAttribute("aria-labelledby", id("title"));
  return h("h3", { class: "sz-title", id: id("title") }, spec.title);
}
function makeNotice() {
  const node = h("p", { class: "sz-notice", role: "status", hidden: true });
  const show = (refused) => {
    node.hidden = !refused;
    node.textContent = refused ? REFUSED : "";
  };
  return { node, show };
}

// widgets/src/cue_marker.js
var VERDICTS = { found: "找到了", missed: "漏掉了", extra: "不算破绽" };
var cue_marker_default = exercise("marker", build);
function build(context) {
  const { spec, root, id } = context;
  const parts = spec.lines.reduce((all, line) => all.concat(line.parts), []);
  const known = new Set(parts.map((part) => part.id));
  const canCheck = context.practice && Object.keys(context.feedback).length > 0;
  const notice = makeNotice();
  const prompt = h("p", { class: "sz-prompt", id: id("prompt") }, spec.prompt);
  const log = h("div", { class: "sz-log", role: "group", "aria-label": "对话", "aria-describedby": id("prompt") });
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
    if (marks.length === 0) return context.announce(panel.querySelector(".sz-count").textContent = "先点一处你觉得不对劲的话，再看结果。");
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
    if (checked) fill(panel, ...summary(context, parts, marks), button("quiet", "再找一遍", retry));
    else counter(panel, marks.length, canCheck && check);
  };
}
function readMarks(answer, known) {
  if (Object.keys(answer).length === 0) return { marks: [], checked: false };
  if (answer.kind !== "marks" || !isSelection(answer.marks, known)) return null;
  return { marks: answer.marks, checked: answer.checked === true };
}
function drawLines(context, log, toggle) {
  let last = null;
  return context.spec.lines.map((line) => {
    const words = line.parts.map((part) => phrase(part, toggle));
    const text = h("p", { class: "sz-bubble sz-bubble--marks" }, words);
    const notes = h("ul", { class: "sz-reasons", hidden: true });
    const first = line.from !== last;
    last = line.from;
    log.appendChild(bubble(speaker(context.spec, line.from), h("div", { class: "sz-line" }, text, notes), first));
    return (marks, checked) => {
      line.parts.forEach((part, index) => showPhrase(words[index], marks.includes(part.id), checked, checked && verdict(context, part.id, marks)));
      const judged = checked ? line.parts.filter((part) => verdict(context, part.id, marks)) : [];
      notes.hidden = judged.length === 0;
      fill(notes, judged.map((part) => reason(context, part, verdict(context, part.id, marks))));
    };
  });
}
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
    why && h("p", { class: "sz-reason__why" }, why)
  );
}
function counter(panel, count, check) {
  const hint = count ? `已标出 ${count} 处，再点一下可以取消。` : "点一下你觉得不对劲的话，再点一下取消。";
  const old = panel.querySelector(".sz-count");
  if (old) old.textContent = hint;
  else fill(panel, h("p", { class: "sz-count" }, hint), check && button("main", "看看结果", check));
}
function summary(context, parts, marks) {
  const kinds = parts.map((part) => verdict(context, part.id, marks));
  const found = kinds.filter((kind) => kind === "found").length;
  const missed = kinds.filter((kind) => kind === "missed").length;
  const extra = kinds.filter((kind) => kind === "extra").length;
  const first = missed ? `这里有 ${found + missed} 处破绽，你找到了 ${found} 处。` : `${found} 处破绽都找到了。`;
  const more = missed ? "漏掉的几处也标出来了。" : "";
  const rest = extra ? `另有 ${extra} 处不算破绽，理由写在对话里。` : "理由写在对话里。";
  return [h("p", { class: "sz-result", tabindex: "-1" }, h("strong", {}, first), `${more}${rest}`)];
}
export {
  cue_marker_default as default
};
