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

// widgets/src/first_minutes.js
var EMPTY = { steps: [], ended: false };
var first_minutes_default = exercise("drill", build);
function build(context) {
  const { spec, root, id } = context;
  const notice = makeNotice();
  const log = h("ol", { class: "sz-drill__log", "aria-label": "已经做的" });
  const clock = h("p", { class: "sz-drill__clock" });
  const dock = h("div", { class: "sz-dock" });
  const scene = h("div", { class: "sz-chat" }, clock, log, dock);
  const made = h("p", { class: "sz-drill__made" }, h("span", { class: "sz-tag" }, "教学构造"), h("span", {}, spec.constructed));
  fill(root, heading(context), h("p", { class: "sz-brief" }, spec.brief), notice.node, scene, made, context.status);
  const act = (next) => {
    context.save(next.steps.length ? { kind: "steps", steps: next.steps, ended: next.ended } : {}, isOver(context, next));
    const last = log.lastElementChild;
    context.announce(last ? `${clock.textContent}。${last.lastChild.textContent}` : "已从头开始。");
    focusQuietly(dock.firstChild);
    showRange(log.lastElementChild || dock, dock);
  };
  return (answer) => {
    const read = readSteps(answer, spec);
    notice.show(read === null);
    const now = read || EMPTY;
    const over = isOver(context, now);
    clock.textContent = over ? `到这里，过去了 ${elapsed(spec, now.steps)} 分钟` : now.steps.length ? `已过去 ${elapsed(spec, now.steps)} 分钟` : "刚发觉受骗";
    fill(log, now.steps.map((step, index) => drawStep(context, now.steps, index)));
    log.hidden = now.steps.length === 0;
    fill(dock, over ? lookBack(context, now, id) : choices(context, now, act, id), tools(context, now, over, act));
  };
}
function readSteps(answer, spec) {
  if (Object.keys(answer).length === 0) return EMPTY;
  const known = new Set(spec.actions.map((action) => action.id));
  if (answer.kind !== "steps" || !isSelection(answer.steps, known)) return null;
  return { steps: answer.steps, ended: answer.ended === true && answer.steps.length > 0 };
}
var find = (spec, id) => spec.actions.find((action) => action.id === id);
var elapsed = (spec, steps) => steps.reduce((sum, step) => sum + find(spec, step).minutes, 0);
function isOver({ spec, feedback }, { steps, ended }) {
  const matter = Object.keys(feedback.actions || {}).filter((one) => feedback.actions[one].place);
  const complete = matter.length > 0 && matter.every((one) => steps.includes(one));
  return ended || complete || elapsed(spec, steps) >= spec.span || steps.length === spec.actions.length;
}
function drawStep({ spec }, steps, index) {
  const action = find(spec, steps[index]);
  const before = steps.slice(0, index);
  const { text } = action.instead.find((one) => before.includes(one.after)) || { text: action.then };
  const from = elapsed(spec, before);
  return h(
    "li",
    { class: "sz-drill__step" },
    h("span", { class: "sz-drill__time" }, `${from}–${from + action.minutes} 分钟`),
    h("p", { class: "sz-drill__did" }, action.text),
    h("p", { class: "sz-drill__then" }, text)
  );
}
function choices({ spec }, { steps, ended }, act, id) {
  const left = spec.actions.filter((action) => !steps.includes(action.id));
  return h(
    "div",
    { class: "sz-choices", role: "group", tabindex: "-1", "aria-labelledby": id("ask") },
    h("p", { class: "sz-choices__ask", id: id("ask") }, steps.length ? "接下来做什么？" : "先做什么？"),
    left.map((action) => button("choice", action.text, () => act({ steps: [...steps, action.id], ended })))
  );
}
function tools(context, { steps }, over, act) {
  if (steps.length === 0) return null;
  const back = button("quiet", "退回一步", () => act({ steps: steps.slice(0, -1), ended: false }));
  const again = button("quiet", "重新来过", () => act(EMPTY));
  const stop = button("quiet", context.practice ? "就做到这里，回头看看" : "就做到这里", () => act({ steps, ended: true }));
  return h("div", { class: "sz-tools" }, back, over ? again : stop);
}
function lookBack(context, { steps }, id) {
  const { spec, feedback } = context;
  const head = (text) => h("h4", { class: "sz-ending__title", id: id("end") }, text);
  const attributes = { class: "sz-drill__end", role: "group", tabindex: "-1", "aria-labelledby": id("end") };
  if (!feedback.actions) return h("div", attributes, head("这几步已经记下"));
  const place = (action) => feedback.actions[action.id].place;
  const wanted = spec.actions.filter(place).sort((one, other) => place(one) - place(other));
  const aside = spec.actions.filter((action) => !place(action) && steps.includes(action.id));
  return h(
    "div",
    attributes,
    head(verdict(spec, wanted, steps)),
    h("p", { class: "sz-drill__sub" }, "推荐的先后，和你做的时间"),
    h("ol", { class: "sz-drill__order" }, wanted.map((action) => reviewed(context, action, steps))),
    aside.length > 0 && h("p", { class: "sz-drill__sub" }, "这几样可以先放下"),
    aside.length > 0 && h("ul", { class: "sz-drill__aside" }, aside.map((action) => reviewed(context, action, steps))),
    h("p", { class: "sz-drill__closing" }, feedback.closing),
    rests(spec.sources || [])
  );
}
function verdict(spec, wanted, steps) {
  const done = wanted.filter((action) => steps.includes(action.id)).length;
  const mine = steps.filter((step) => wanted.some((action) => action.id === step));
  const inOrder = mine.every((step, index) => step === wanted[index].id);
  if (done < wanted.length) return `${wanted.length} 件要紧的事，你做了 ${done} 件。`;
  return `${wanted.length} 件要紧的事都做了，用了 ${elapsed(spec, steps)} 分钟，${inOrder ? "先后也对。" : "先后还可以再顺一顺。"}`;
}
function reviewed({ spec, feedback }, action, steps) {
  const at = steps.indexOf(action.id);
  const when = at < 0 ? "这次没有做" : at === 0 ? "一开始就做了" : `过了 ${elapsed(spec, steps.slice(0, at))} 分钟做的`;
  return h(
    "li",
    { class: `sz-drill__item${at < 0 ? " sz-drill__item--left" : ""}` },
    h("p", { class: "sz-drill__did" }, action.text),
    h("p", { class: "sz-drill__when" }, when),
    h("p", { class: "sz-drill__why" }, feedback.actions[action.id].why)
  );
}
function rests(sources) {
  if (sources.length === 0) return null;
  const one = ({ name, text, label, cited }) => [h("p", {}, h("b", {}, `${name}（${label}）`), text ? `：${text}` : ""), cited.map((line) => h("p", { class: "sz-folded__cited" }, line))];
  return h("details", { class: "sz-folded" }, h("summary", {}, "先后次序的依据 · 出处"), sources.map(one));
}
export {
  first_minutes_default as default
};
