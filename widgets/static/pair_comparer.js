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
        view.leave();
        root.remove();
      };
    }
  };
}
function makeView(model, root, build2) {
  const base = root.className;
  let update = () => {
  };
  let leaving = [];
  const leave = () => leaving.splice(0).forEach((end) => end());
  const redraw = () => guard(root, () => update(model.get("answer") || {}));
  const rebuild = () => {
    leave();
    root.textContent = "";
    root.className = base;
    guard(root, () => {
      update = build2(makeContext(model, root, redraw, leaving));
      update(model.get("answer") || {});
    });
  };
  return { redraw, rebuild, leave };
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
function makeContext(model, root, redraw, leaving) {
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
      if (model.get("answer") !== answer) redraw();
    },
    /** Older answers that could not be taken over; they are written with the next save. */
    kept: () => model.get("kept") || [],
    keep: (list) => model.set("kept", list),
    /** What is to be ended when the widget goes or is built anew. */
    onRemove: (end) => leaving.push(end)
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
    node.textContent = refused === true ? REFUSED : refused || "";
  };
  return { node, show };
}

// widgets/src/hits.js
var all = (count) => count > 1 ? "都" : "";
function hits(touched, wanted, word) {
  const right = touched.filter((id) => wanted.includes(id)).length;
  if (touched.length === 0) return `你一处也没有点；一共有 ${wanted.length} 处${word}。`;
  if (right === wanted.length && touched.length === right) return `你点了 ${right} 处，${all(right)}是${word}，一处不漏。`;
  const precise = right === touched.length ? `${all(right)}是${word}` : right ? `其中 ${right} 处是${word}` : `都不是${word}`;
  const found = right === wanted.length ? "都找到了" : right ? `找到 ${right} 处` : "这次没有找到";
  return `你点了 ${touched.length} 处，${precise}；一共 ${wanted.length} 处，${found}。`;
}

// widgets/src/pair_comparer.js
var SIDES = { a: "一", b: "二" };
var VERDICTS = { found: "找到了", missed: "漏掉了", extra: "你点了，可它分不出真假", rest: "分不出真假" };
var EMPTY = { genuine: null, marks: [], checked: false };
var pair_comparer_default = exercise("pair", build);
function build(context) {
  const { spec, feedback, root, id } = context;
  const known = new Set(spec.rows.map((row) => row.id));
  const canCheck = context.practice && Boolean(feedback.rows);
  const notice = makeNotice();
  const panel = h("div", { class: "sz-panel" });
  let now = EMPTY;
  const keep = (change) => {
    const next = { ...now, checked: false, ...change };
    const marks = spec.rows.map((row) => row.id).filter((one) => next.marks.includes(one));
    const begun = Boolean(next.genuine) || marks.length > 0;
    const done = canCheck ? next.checked : Boolean(next.genuine);
    context.save(begun ? { kind: "compare", genuine: next.genuine, marks, checked: next.checked } : {}, done);
  };
  const toggle = (row) => keep({ marks: now.marks.includes(row) ? now.marks.filter((one) => one !== row) : [...now.marks, row] });
  const rows = spec.rows.map((row) => drawRow(context, row, toggle));
  const sides = drawSides(context, (side) => keep({ genuine: side }));
  const table = h("div", { class: "sz-pair", role: "group", "aria-label": "一处一处对着看" }, heads(), h("ul", { class: "sz-pair__rows" }, rows.map((row) => row.node)));
  const played = context.practice ? "有几处你走的那一趟也许没碰到，照这里写的比。" : "";
  const ask = h("p", { class: "sz-pair__ask", id: id("rows") }, `点一下标出来，再点一下取消。${played}`);
  const all2 = h("div", {}, ask, table, sides.node, panel);
  const cover = coverOf(context, () => {
    cover.hidden = true;
    all2.hidden = false;
    focusQuietly(rows[0].face);
  });
  fill(root, heading(context), h("p", { class: "sz-prompt" }, spec.prompt), notice.node, cover, all2, context.status);
  all2.hidden = true;
  const check = () => {
    const missing = !now.genuine ? "先选哪一边是真的，再看结果。" : now.marks.length ? "" : "先点一处看得出来的地方，再看结果。";
    if (missing) return context.announce(panel.querySelector(".sz-count").textContent = missing);
    keep({ checked: true });
    focusQuietly(panel.firstChild);
    showRange(panel, panel);
  };
  const retry = () => {
    context.save({}, false);
    context.announce("可以重新看了。");
    focusQuietly(rows[0].face);
    showRange(ask, table);
  };
  return (answer) => {
    const read = readCompare(answer, known);
    notice.show(read === null);
    now = read || EMPTY;
    const checked = canCheck && now.checked;
    if (now.genuine || now.marks.length > 0 || !context.practice) [cover.hidden, all2.hidden] = [true, false];
    ask.hidden = checked;
    sides.show(now.genuine, checked);
    rows.forEach((row) => row.show(now.marks.includes(row.id), checked));
    if (checked) fill(panel, result(context, now), button("quiet", "再看一遍", retry));
    else hint(panel, now, canCheck && check);
  };
}
function coverOf(context, open) {
  return h("div", { class: "sz-cover" }, h("p", { class: "sz-cover__text" }, "这里会说到两段里的事。先走完两段，再打开。"), button("main", "两段都走完了，打开", open));
}
function readCompare(answer, known) {
  if (Object.keys(answer).length === 0) return EMPTY;
  const side = answer.genuine === null || answer.genuine === void 0 || Object.keys(SIDES).includes(answer.genuine);
  if (answer.kind !== "compare" || !side || !isSelection(answer.marks, known)) return null;
  return { genuine: answer.genuine || null, marks: answer.marks, checked: answer.checked === true };
}
function heads() {
  const head = (side) => h("span", { class: "sz-pair__head" }, h("span", { class: "sz-pair__side" }, SIDES[side]));
  return h("div", { class: "sz-pair__heads", "aria-hidden": "true" }, head("a"), head("b"));
}
function drawRow(context, row, toggle) {
  const cell = (side) => h("span", { class: "sz-pair__cell" }, h("span", { class: "sz-pair__side" }, SIDES[side]), h("span", { class: "sz-pair__text" }, row[side]));
  const press = () => {
    if (face.getAttribute("aria-disabled") !== "true") toggle(row.id);
  };
  const face = h(
    "button",
    { type: "button", class: "sz-pair__face", "aria-pressed": "false", on: { click: press } },
    h("span", { class: "sz-pair__what" }, row.what),
    h("span", { class: "sz-pair__cells" }, cell("a"), cell("b"))
  );
  const why = h("div", { class: "sz-pair__why", hidden: true });
  const node = h("li", { class: "sz-pair__row" }, face, why);
  const show = (marked, checked) => {
    const { tells, why: reason } = (context.feedback.rows || {})[row.id] || {};
    const kind = tells ? marked ? "found" : "missed" : marked ? "extra" : "rest";
    face.setAttribute("aria-pressed", String(marked));
    if (checked) face.setAttribute("aria-disabled", "true");
    else face.removeAttribute("aria-disabled");
    node.className = `sz-pair__row${checked ? ` sz-pair__row--${kind}` : ""}`;
    why.hidden = !checked;
    fill(why, checked && h("span", { class: "sz-option__verdict" }, VERDICTS[kind]), checked && h("span", {}, reason));
  };
  return { id: row.id, node, face, show };
}
function drawSides(context, choose) {
  const inputs = {};
  const labels = {};
  const one = (side) => {
    inputs[side] = h("input", { type: "radio", class: "sz-option__input", name: context.id("side"), value: side, on: { change: () => choose(side) } });
    labels[side] = h("label", { class: "sz-side" }, inputs[side], h("span", {}, `“${SIDES[side]}”是真的`));
    return labels[side];
  };
  const node = h("fieldset", { class: "sz-sides" }, h("legend", { class: "sz-sides__ask" }, "哪一边是正经事？"), h("div", { class: "sz-sides__row" }, one("a"), one("b")));
  const show = (chosen, checked) => {
    for (const side of Object.keys(SIDES)) {
      const right = context.feedback.genuine === side;
      inputs[side].checked = chosen === side;
      inputs[side].disabled = checked;
      const verdict = !checked ? "" : right ? " sz-side--right" : chosen === side ? " sz-side--wrong" : "";
      labels[side].className = `sz-side${chosen === side ? " sz-side--chosen" : ""}${verdict}`;
    }
  };
  return { node, show };
}
function hint(panel, { genuine, marks }, check) {
  const words = `${marks.length ? `已标出 ${marks.length} 处` : "还没有标"}，${genuine ? `选了“${SIDES[genuine]}”。` : "还没有选哪一边。"}`;
  const old = panel.querySelector(".sz-count");
  if (old) old.textContent = words;
  else fill(panel, h("p", { class: "sz-count" }, words), check && button("main", "看看结果", check));
}
function result({ spec, feedback }, { genuine, marks }) {
  const tell = spec.rows.map((row) => row.id).filter((one) => (feedback.rows[one] || {}).tells);
  const word = SIDES[feedback.genuine];
  const first = genuine === feedback.genuine ? `看对了，“${word}”是正经事。` : `正经事是“${word}”。`;
  return h("p", { class: "sz-result", tabindex: "-1" }, h("strong", {}, first), hits(marks, tell, "看得出真假的"), "理由写在每一处下面。");
}
export {
  pair_comparer_default as default
};
