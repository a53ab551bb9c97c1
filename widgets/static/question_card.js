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

// widgets/src/exercise.js
var REFUSED = "之前的作答和现在的题目对不上，先从头开始；在你重新作答之前，旧记录不会改动。";
var BROKEN = "这道题没有读全，请刷新页面；还是不行，请告诉培训老师。";
function exercise(name, build) {
  return {
    render({ model, el }) {
      const root = h("div", { class: `sz sz-${name}`, lang: "zh-CN", role: "group", "data-lm-suppress-shortcuts": "true" });
      el.appendChild(root);
      const view = makeView(model, root, build);
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
function makeView(model, root, build) {
  let update = () => {
  };
  const redraw = () => guard(root, () => update(model.get("answer") || {}));
  const rebuild = () => {
    root.textContent = "";
    root.classList.remove("sz-broken");
    guard(root, () => {
      update = build(makeContext(model, root, redraw));
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

// widgets/src/exhibit.js
var KINDS = /* @__PURE__ */ new Set(["slip", "profile", "record", "voice", "link", "notice"]);
var PLAIN_AMOUNT = /^-?[\d,]+(\.\d+)?$/;
function exhibit(spec) {
  const kind = KINDS.has(spec.kind) ? spec.kind : "notice";
  const rows = (spec.rows || []).map(([name, value]) => h("div", { class: "sz-row" }, h("dt", {}, name), h("dd", {}, value)));
  return h(
    "figure",
    { class: `sz-exhibit sz-exhibit--${kind}` },
    h("figcaption", { class: "sz-exhibit__head" }, h("span", { class: "sz-exhibit__title" }, spec.title), h("span", { class: "sz-tag" }, "教学道具")),
    kind === "voice" && h("div", { class: "sz-wave", "aria-hidden": "true" }),
    spec.amount && h("p", { class: "sz-amount" }, PLAIN_AMOUNT.test(spec.amount) ? `¥ ${spec.amount}` : spec.amount),
    rows.length > 0 && h("dl", { class: "sz-rows" }, rows),
    spec.foot && h("p", { class: "sz-exhibit__foot" }, spec.foot)
  );
}

// widgets/src/question_card.js
var WARN_AT = 20;
var question_card_default = exercise("card", (context) => context.spec.type === "text" ? buildText(context) : buildChoice(context));
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
  const keep = (chosen, checked) => {
    const done = canCheck ? checked : chosen.length > 0;
    context.save(chosen.length || checked ? { kind: "choice", chosen, checked } : {}, done);
  };
  const picked = () => options.filter((option) => option.input.checked).map((option) => option.id);
  const options = spec.options.map((option) => drawOption(context, option, () => keep(picked(), false)));
  const legend = h("legend", { class: "sz-prompt" }, spec.prompt, spec.type === "multiple" && h("span", { class: "sz-prompt__hint" }, "（可选多项）"));
  const fields = h("fieldset", { class: "sz-fields" }, legend, options.map((option) => option.node));
  frame(context, notice, fields, panel);
  const check = () => {
    if (picked().length === 0) return context.announce(panel.querySelector(".sz-count").textContent = "先选一项，再看结果。");
    keep(picked(), true);
    focusQuietly(panel.firstChild);
    showRange(fields, panel);
  };
  const retry = () => {
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
    fields.classList.toggle("sz-fields--checked", checked);
    options.forEach((option) => option.show(chosen.includes(option.id), checked));
    if (checked) fill(panel, result(context, chosen), button("quiet", "再试一次", retry));
    else if (canCheck) uncheckedPanel(panel, check);
    else fill(panel);
  };
}
function readChoice(answer, known, type) {
  if (Object.keys(answer).length === 0) return { chosen: [], checked: false };
  if (answer.kind !== "choice" || !isSelection(answer.chosen, known)) return null;
  if (type === "single" && answer.chosen.length > 1) return null;
  return { chosen: answer.chosen, checked: answer.checked === true };
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
function result({ spec, feedback }, chosen) {
  const right = spec.options.filter((option) => (feedback[option.id] || {}).right).map((option) => option.id);
  const hit = chosen.filter((id) => right.includes(id)).length;
  const extra = chosen.length - hit;
  const all = hit === right.length && extra === 0;
  const partial = `该选的 ${right.length} 项里，你选中了 ${hit} 项${extra ? `，另有 ${extra} 项不必选` : ""}。`;
  const first = all ? spec.type === "multiple" ? "该选的都选上了。" : "选对了。" : spec.type === "multiple" ? partial : "这一题值得再看一眼。";
  return h("p", { class: "sz-result", tabindex: "-1" }, h("strong", {}, first), "理由写在各项下面。");
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
  const on = {
    compositionstart: () => composing = true,
    compositionend: () => {
      composing = false;
      keep();
    },
    input: () => composing ? showCount() : keep()
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
export {
  question_card_default as default
};
