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
function focusQuietly(node) {
  node.focus({ preventScroll: true });
}
function showRange(first, last) {
  if (typeof last.scrollIntoView !== "function") return;
  const height = last.getBoundingClientRect().bottom - first.getBoundingClientRect().top;
  if (height <= window.innerHeight - 32) last.scrollIntoView({ block: "nearest" });
  else first.scrollIntoView({ block: "start" });
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

// widgets/src/svg.js
var NAMESPACE = ["http:", "", "www.w3.org", "2000", "svg"].join("/");
function s(tag, attributes, ...children) {
  const node = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== void 0 && value !== false) node.setAttribute(name, String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child instanceof Node) node.appendChild(child);
    else if (child !== null && child !== void 0 && child !== false) node.appendChild(document.createTextNode(String(child)));
  }
  return node;
}

// widgets/src/money_timeline.js
var money_timeline_default = exercise("route", build);
function build(context) {
  const { spec, feedback, root, id } = context;
  const canTell = context.practice && Boolean(feedback.stages);
  const notice = makeNotice();
  const end = h("div", { class: "sz-route__after" });
  const choose = (stage) => {
    context.save({ kind: "stage", stage }, true);
    const shown = root.querySelector(".sz-result");
    if (!shown) return;
    focusQuietly(shown);
    showRange(shown.closest("li"), shown.closest("li"));
  };
  const stages = spec.stages.map((stage, index) => drawStage(context, stage, index, choose));
  const list = h("ol", { class: "sz-route__line", "aria-labelledby": id("prompt") }, stages.map((stage) => stage.node));
  fill(root, heading(context), facts(spec), h("p", { class: "sz-prompt", id: id("prompt") }, spec.prompt), notice.node, list, end, context.status);
  return (answer) => {
    const read = readStage(answer, spec);
    notice.show(read === null);
    const chosen = read ? read.stage : null;
    const told = canTell && Boolean(chosen);
    stages.forEach((stage) => stage.show(chosen, told));
    fill(end, told && [advice(feedback.response), sources(spec)]);
  };
}
function readStage(answer, spec) {
  if (Object.keys(answer).length === 0) return { stage: null };
  const known = spec.stages.some((stage) => stage.id === answer.stage);
  return answer.kind === "stage" && known ? { stage: answer.stage } : null;
}
function facts({ day, victim, loss, payments }) {
  const sum = h("span", { class: `sz-route__loss sz-route__loss--${loss.tone}` }, loss.text);
  return h(
    "div",
    { class: "sz-route__facts" },
    h("p", {}, [day, victim].filter(Boolean).join(" · ")),
    h("p", {}, sum, loss.tone !== "kept" && h("span", { class: "sz-route__each" }, `每次付了多少：${payments}`))
  );
}
function drawStage(context, stage, index, choose) {
  const face = h(
    "button",
    { type: "button", class: "sz-route__face", "aria-pressed": "false", on: { click: () => choose(stage.id) } },
    h("span", { class: "sz-route__step" }, `第 ${index + 1} 步`, stage.name && h("span", { class: "sz-route__name" }, stage.name)),
    h("span", { class: "sz-route__text" }, stage.text),
    stage.paid && h("span", { class: "sz-route__paid" }, `付出 ${stage.paid}`)
  );
  const more = h("div", { class: "sz-route__more", hidden: true });
  const node = h("li", { class: "sz-route__one" }, face, more);
  const show = (chosen, told) => {
    const mine = chosen === stage.id;
    const judged = told ? context.feedback.stages[stage.id] : null;
    const tone = judged ? judged.late ? " sz-route__one--late" : judged.stop ? " sz-route__one--stop" : "" : "";
    face.setAttribute("aria-pressed", String(mine));
    node.className = `sz-route__one${mine ? " sz-route__one--mine" : ""}${stage.paid ? " sz-route__one--paid" : ""}${tone}`;
    more.hidden = !judged;
    fill(more, judged && [mine && result(context, chosen), judged.stop && h("p", { class: "sz-route__stop" }, h("b", {}, "这里可以停"), judged.stop), money(judged.safe)]);
  };
  return { node, show };
}
function money({ text, share }) {
  const known = typeof share === "number";
  return h(
    "div",
    { class: "sz-purse" },
    h("span", { class: "sz-purse__label" }, "停在这一步之前，"),
    h("span", { class: `sz-purse__text${share === 0 ? " sz-purse__text--gone" : known ? " sz-purse__text--kept" : ""}` }, text),
    known && bar(share)
  );
}
function bar(share) {
  const part = (x, width, name) => width > 0 && s("rect", { x, y: 0, width, height: 6, class: name });
  const left = Math.round(share * 200);
  const drawn = [part(0, left, "sz-purse__kept"), part(left, 200 - left, "sz-purse__gone")];
  return s("svg", { class: "sz-purse__bar", viewBox: "0 0 200 6", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" }, drawn);
}
function result({ spec, feedback }, chosen) {
  const ids = spec.stages.map((stage) => stage.id);
  const mine = feedback.stages[chosen];
  const number = ids.indexOf(chosen) + 1;
  const first = ids.findIndex((one) => feedback.stages[one].stop) + 1;
  const { share } = mine.safe;
  const inTime = share === 1 ? "停在这里来得及" : typeof share === "number" ? "停在这里，剩下的还保得住" : "停在这里，后面的就拦住了";
  const strong = `你选了第 ${number} 步，${mine.late ? "再往前才停得住" : inTime}。`;
  const kept = !mine.late && typeof share === "number" && share > 0 ? `这时${mine.safe.text}。` : "";
  const earliest = first && first < number ? `最早在第 ${first} 步就有办法。` : "";
  const late = mine.late && share === 0 ? "钱已经出去的时候，最要紧的是马上打110。" : "";
  return h("p", { class: "sz-result", tabindex: "-1" }, h("strong", {}, strong), `${kept}${late}${earliest}别的几步也写明了，点一点可以换着看。`);
}
function advice({ text, label }) {
  return h("section", { class: "sz-advice" }, h("h4", { class: "sz-advice__title" }, "怎样做更稳"), h("p", {}, text), h("p", { class: "sz-advice__from" }, `这句话：${label}；“这里可以停”：教学构造`));
}
function sources({ provenance, sources: cited, inferred }) {
  const notes = inferred.map((note) => h("p", {}, h("b", {}, "我们的推断："), note));
  return h("details", { class: "sz-folded" }, h("summary", {}, `${provenance} · 出处${notes.length ? "，含我们的推断" : ""}`), cited.map((one) => h("p", {}, one)), notes);
}
export {
  money_timeline_default as default
};
