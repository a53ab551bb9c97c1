// Built from widgets/src by tools/build_widgets.mjs. Change the source, then run: npm run build

// widgets/src/dom.js
function h(tag2, attributes, ...children) {
  const node = document.createElement(tag2);
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

// widgets/src/confidence.js
var LEVELS = { low: "拿不准", middle: "差不多", high: "很有把握" };
var SAID = {
  low: ["你说拿不准，其实看得准，可以多信自己一点。", "你说拿不准，这个感觉是对的：拿不准的时候，先停一停再办。"],
  middle: ["心里大致有数，结果也对得上。", "心里大致有数，还差一点，看看哪一条没想到。"],
  high: ["很有把握，结果也对得上。", "很有把握，结果却不一样，这样的地方最值得记下来。"]
};
function makeSureness(context, onChange) {
  if (!context.spec.confidence) return { node: null, given: () => null, clear() {
  }, show() {
  }, said: () => null };
  let level = null;
  const choose = (next) => () => {
    level = next;
    onChange();
  };
  const inputs = {};
  const one = ([id, word]) => {
    inputs[id] = h("input", { type: "radio", class: "sz-sure__input", name: context.id("sure"), value: id, on: { change: choose(id) } });
    return h("label", { class: "sz-sure__one" }, inputs[id], h("span", { class: "sz-sure__word" }, word));
  };
  const legend = h("legend", { class: "sz-sure__ask" }, "你有多大把握？", h("span", { class: "sz-prompt__hint" }, "（可以不选）"));
  const node = h("fieldset", { class: "sz-sure" }, legend, h("div", { class: "sz-sure__row" }, Object.entries(LEVELS).map(one)));
  return {
    node,
    given: () => level ? { confidence: level } : null,
    clear() {
      level = null;
    },
    show(next, settled) {
      level = Object.keys(LEVELS).includes(next) ? next : null;
      for (const id of Object.keys(LEVELS)) {
        inputs[id].checked = id === level;
        inputs[id].disabled = settled;
      }
    },
    said: (right) => level && h("span", { class: "sz-sure__said" }, SAID[level][right ? 0 : 1])
  };
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
        view.leave();
        root.remove();
      };
    }
  };
}
function makeView(model, root, build) {
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
      update = build(makeContext(model, root, redraw, leaving));
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
function s(tag2, attributes, ...children) {
  const node = document.createElementNS(NAMESPACE, tag2);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== void 0 && value !== false) node.setAttribute(name, String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child instanceof Node) node.appendChild(child);
    else if (child !== null && child !== void 0 && child !== false) node.appendChild(document.createTextNode(String(child)));
  }
  return node;
}
function picture(name, viewBox, children, attributes) {
  return s("svg", { class: name, viewBox, "aria-hidden": "true", focusable: "false", ...attributes }, children);
}
function stroke(d, kind = "ink", attributes) {
  return s("path", { d, class: `sz-pen sz-pen--${kind}`, ...attributes });
}

// widgets/src/icons.js
var HANDSET = "M6.6 3.6h2.7l1.7 4.1-2 1.7a12.4 12.4 0 0 0 5.6 5.6l1.7-2 4.1 1.7v2.7a2.1 2.1 0 0 1-2.3 2.1C11 18.8 5.2 13 4.5 5.9a2.1 2.1 0 0 1 2.1-2.3z";
var SPEAKER = "M4 9.5h3.5l4.5-4v13l-4.5-4h-3.5zM15.5 9a4.5 4.5 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11";
var BUBBLE = "M4 5.5h16v10.5h-9l-4 3.5v-3.5h-3z";
var SIGNS = {
  say: `${BUBBLE}M8 9h8M8 12.4h5`,
  ask: `${BUBBLE}M10.2 9a1.9 1.9 0 1 1 2.6 1.8c-.5.2-.8.6-.8 1.2M12 14.1v.1`,
  look: "M2.5 12s3.5-6 9.5-6 9.5 6 9.5 6-3.5 6-9.5 6-9.5-6-9.5-6zM12 9.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6z",
  answer: HANDSET,
  hang_up: "M3 14.2c5-4.9 13-4.9 18 0l-2.1 2.7-3.8-1.5v-2.6a10.4 10.4 0 0 0-6.2 0v2.6l-3.8 1.5z",
  dial: `${HANDSET}M14.5 4h5.5v5.5M20 4l-5.6 5.6`,
  send: "M3.5 11.5l17-7.5-5.5 16.5-3.5-6.5zM20.5 4l-9 10",
  fetch: "M9.5 4a3.4 3.4 0 1 1 0 6.8 3.4 3.4 0 0 1 0-6.8zM3 20c.3-4 2.8-6.2 6.5-6.2S15.7 16 16 20M18.5 7.5v6M15.5 10.5h6",
  hold: "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM9.8 9v6M14.2 9v6",
  do: "M4.5 19.5l1-4.2 10.3-10.3a1.8 1.8 0 0 1 2.6 0l.6.6a1.8 1.8 0 0 1 0 2.6l-10.3 10.3zM13.5 7.3l3.2 3.2M13 19.5h7",
  phone: HANDSET,
  sms: "M6.5 3h11v18h-11zM10 6h4M9 10h6M9 13h4",
  chat: "M3.5 4.5h11.5v8h-6l-3 2.5v-2.5h-2.5zM17.5 9h3v8h-2v2.5l-3-2.5h-5",
  person: "M13 3.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM12.5 9.5l-1 5 3.5 2.5 1 4M11.5 14.5l-1.5 3-3 3M12.5 9.5l-3.5 1.5-1 3M13.5 10.5l2 2.5 2.5.5",
  heard: SPEAKER,
  note: "M5 4h14v11l-5 5h-9zM14 20v-5h5M8 8.5h8M8 12h5",
  sound: SPEAKER,
  link: "M10 14a4 4 0 0 1 0-5.7l2.3-2.3a4 4 0 0 1 5.7 5.7l-1.2 1.2M14 10a4 4 0 0 1 0 5.7l-2.3 2.3a4 4 0 0 1-5.7-5.7l1.2-1.2",
  play: "M8 5.5l11 6.5-11 6.5z",
  back: "M14.5 5l-7 7 7 7",
  mail: "M3.5 5.5h17v13h-17zM3.5 6.5l8.5 7 8.5-7",
  reply: "M9.5 5l-6 6 6 6M4 11h9c4 0 7 2.5 7.5 8",
  shield: "M12 3.5l7 2.5v5.5c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9v-5.5z"
};
function icon(name) {
  const d = Object.prototype.hasOwnProperty.call(SIGNS, name) ? SIGNS[name] : null;
  return d && picture(`sz-icon sz-icon--${name}`, "0 0 24 24", stroke(d, "sign"));
}

// widgets/src/exhibit.js
var PLAIN_AMOUNT = /^-?[\d,]+(\.\d+)?$/;
var has = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
var LAYOUTS = {
  slip: ["torn", "head", "amount", "rows", "body", "buttons", "foot", "tornBelow"],
  profile: ["card", "rows", "body", "amount", "buttons", "foot"],
  record: ["head", "amount", "rows", "body", "buttons", "foot"],
  voice: ["head", "wave", "body", "amount", "rows", "buttons", "foot"],
  link: ["linked", "body", "amount", "rows", "buttons", "foot"],
  notice: ["head", "body", "amount", "rows", "buttons", "foot", "corner"],
  sms: ["head", "said", "amount", "rows", "buttons", "foot"],
  call: ["caller", "rows", "body", "amount", "keys", "foot"],
  email: ["head", "rows", "body", "amount", "buttons", "foot"],
  app: ["bar", "body", "amount", "rows", "buttons", "foot"],
  form: ["head", "rows", "amount", "body", "buttons", "foot"],
  badge: ["lanyard", "portrait", "rows", "body", "amount", "buttons", "foot"]
};
function exhibit(spec, draw = (text) => text) {
  const kind = has(LAYOUTS, spec.kind || "") ? spec.kind : "notice";
  const parts = LAYOUTS[kind].map((part) => PARTS[part](spec, draw));
  return h("figure", { class: `sz-exhibit sz-exhibit--${kind}` }, parts);
}
var tag = () => h("span", { class: "sz-tag" }, "教学道具");
var title = (spec, draw) => h("span", { class: "sz-exhibit__title" }, draw(spec.title, "title"));
var face = (spec) => h("span", { class: "sz-exhibit__face", "aria-hidden": "true" }, initial(spec.title));
function initial(name) {
  const [letter = ""] = Array.from(name || "");
  return /[\d+*]/.test(letter) ? icon("phone") : letter;
}
function caption(name, ...children) {
  return h("figcaption", { class: `sz-exhibit__head${name ? ` sz-exhibit__head--${name}` : ""}` }, children);
}
var PARTS = {
  head: (spec, draw) => caption("", title(spec, draw), tag()),
  card: (spec, draw) => caption("card", face(spec), title(spec, draw), tag()),
  linked: (spec, draw) => caption("", h("span", { class: "sz-exhibit__sign" }, icon("link")), title(spec, draw), tag()),
  bar: (spec, draw) => caption("bar", h("span", { class: "sz-exhibit__sign" }, icon("back")), title(spec, draw), tag()),
  caller: (spec, draw) => caption("caller", tag(), face(spec), title(spec, draw)),
  portrait: (spec, draw) => caption("portrait", portrait(), title(spec, draw), tag()),
  amount: (spec, draw) => {
    if (!spec.amount) return null;
    const text = PLAIN_AMOUNT.test(spec.amount) ? `¥ ${spec.amount}` : spec.amount;
    return h("p", { class: "sz-amount" }, draw(text, "amount"));
  },
  body: (spec, draw) => spec.body && h("p", { class: "sz-exhibit__body" }, draw(spec.body, "body")),
  said: (spec, draw) => spec.body && h("p", { class: "sz-exhibit__body sz-exhibit__body--said" }, draw(spec.body, "body")),
  foot: (spec, draw) => spec.foot && h("p", { class: "sz-exhibit__foot" }, draw(spec.foot, "foot")),
  rows: (spec, draw) => {
    const rows = (spec.rows || []).map(
      ([name, value], index) => h("div", { class: "sz-row" }, h("dt", {}, name), h("dd", {}, draw(value, `row:${index}`)))
    );
    return rows.length > 0 && h("dl", { class: "sz-rows" }, rows);
  },
  buttons: (spec, draw) => drawnKeys(spec, draw, "sz-drawn"),
  keys: (spec, draw) => drawnKeys(spec, draw, "sz-drawn sz-drawn--round"),
  wave: (spec) => wave(spec.title),
  torn: () => torn("sz-torn"),
  tornBelow: () => torn("sz-torn sz-torn--below"),
  corner: () => picture("sz-corner", "0 0 20 20", stroke("M0 20V0l20 20z", "paper")),
  lanyard: () => picture("sz-lanyard", "0 0 80 22", stroke("M32 0l5 9M48 0l-5 9M34 9h12v7h-12z", "soft"))
};
function drawnKeys(spec, draw, name) {
  const drawn = (spec.buttons || []).map((text, index) => h("li", { class: name }, draw(text, `button:${index}`)));
  return drawn.length > 0 && h("ul", { class: "sz-drawns", "aria-label": "画面上的按钮，只是图样，点不动" }, drawn);
}
function torn(name) {
  let d = "M0 7";
  for (let x = 0; x <= 240; x += 6) d += `L${x} ${x / 6 % 2 ? 2 : 6}`;
  const paper = s("path", { d: `${d}V8H0z`, class: "sz-torn__paper" });
  return picture(name, "0 0 240 8", [paper, stroke(d, "edge")], { preserveAspectRatio: "none" });
}
function wave(text) {
  const bars = [];
  const letters = Array.from(text || " ");
  for (let i = 0; i < 32; i += 1) {
    const height = 4 + letters[i % letters.length].codePointAt(0) * (i + 7) % 17;
    bars.push(s("rect", { x: i * 6, y: 12 - height / 2, width: 2.5, height, rx: 1.2, class: "sz-pen sz-pen--bar" }));
  }
  return h("div", { class: "sz-wave", "aria-hidden": "true" }, h("span", { class: "sz-wave__play" }, icon("play")), picture("sz-wave__bars", "0 0 192 24", bars));
}
function portrait() {
  const shape = "M20 11a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM5 48c0-11 6-17 15-17s15 6 15 17";
  return picture("sz-portrait", "0 0 40 48", [stroke("M.5.5h39v47h-39z", "soft"), stroke(shape, "soft")]);
}

// widgets/src/ordering.js
function buildOrdering(context, frame2) {
  const { spec, feedback, id } = context;
  const start = spec.options.map((option) => option.id);
  const canCheck = context.practice && Object.keys(feedback).length > 0;
  const notice = makeNotice();
  const list = h("ol", { class: "sz-order", "aria-labelledby": id("prompt") });
  const panel = h("div", { class: "sz-panel" });
  const sureness = makeSureness(context, () => keep(order, false));
  let order = start;
  const keep = (next, checked) => context.save({ kind: "order", order: next, ...sureness.given(), checked }, canCheck ? checked : true);
  const move = (one, by) => {
    const from = order.indexOf(one);
    const to = from + by;
    if (to < 0 || to >= order.length) return;
    const next = order.filter((other) => other !== one);
    next.splice(to, 0, one);
    keep(next, false);
    const { up, down } = rows.find((row) => row.id === one);
    focusQuietly(by < 0 && to > 0 || to === order.length - 1 ? up : down);
    context.announce(`现在排在第 ${to + 1}`);
  };
  const rows = spec.options.map((option) => drawRow(context, option, move));
  frame2(context, notice, h("p", { class: "sz-prompt", id: id("prompt") }, spec.prompt), list, sureness.node, panel);
  const check = () => {
    keep(order, true);
    focusQuietly(panel.firstChild);
    showRange(list, panel);
  };
  const retry = () => {
    sureness.clear();
    context.save({}, false);
    context.announce("可以重新排了。");
    focusQuietly(rows[0].down);
    showRange(list, panel);
  };
  return (answer) => {
    const read = readOrder(answer, start);
    const checked = canCheck && read !== null && read.checked;
    order = read ? read.order : start;
    notice.show(read === null);
    sureness.show(read && read.confidence, checked);
    rows.forEach((row) => row.show(order.indexOf(row.id), order.length, checked));
    arrange(list, order.map((one) => rows.find((row) => row.id === one).node));
    if (checked) fill(panel, result(context, order, sureness), button("quiet", "再排一次", retry));
    else hint(panel, canCheck && check);
  };
}
function readOrder(answer, start) {
  if (Object.keys(answer).length === 0) return { order: start, checked: false };
  const whole = answer.kind === "order" && Array.isArray(answer.order) && [...answer.order].sort().join() === [...start].sort().join();
  return whole ? { order: answer.order, confidence: answer.confidence, checked: answer.checked === true } : null;
}
function arrange(list, nodes) {
  nodes.forEach((node, index) => {
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] || null);
  });
}
function drawRow(context, option, move) {
  const arrow = (by, word, d) => h("button", { type: "button", class: "sz-order__move", "aria-label": `${word}：${option.text}`, on: { click: () => move(option.id, by) } }, picture("sz-order__sign", "0 0 24 24", stroke(d)));
  const up = arrow(-1, "上移", "M6 15l6-6 6 6");
  const down = arrow(1, "下移", "M6 9l6 6 6-6");
  const number = h("span", { class: "sz-order__number", "aria-hidden": "true" });
  const why = h("div", { class: "sz-order__why", hidden: true });
  const node = h("li", { class: "sz-order__row" }, h("div", { class: "sz-order__line" }, number, h("span", { class: "sz-order__text" }, option.text), h("span", { class: "sz-order__moves" }, up, down)), why);
  const show = (index, count, checked) => {
    const judged = context.feedback[option.id] || {};
    const right = judged.place === index + 1;
    number.textContent = String(index + 1);
    for (const [arm, end] of [[up, index === 0], [down, index === count - 1]]) {
      arm.hidden = checked;
      if (end) arm.setAttribute("aria-disabled", "true");
      else arm.removeAttribute("aria-disabled");
    }
    node.className = `sz-order__row${checked ? ` sz-order__row--${right ? "right" : "other"}` : ""}`;
    why.hidden = !checked;
    const label = right ? "位置对了" : `该排第 ${judged.place}`;
    fill(why, checked && h("span", { class: "sz-option__verdict" }, label), checked && h("span", {}, judged.why));
  };
  return { id: option.id, node, up, down, show };
}
function hint(panel, check) {
  if (panel.querySelector(".sz-count")) return;
  fill(panel, h("p", { class: "sz-count" }, "用右边的箭头上下移动。"), check && button("main", "看看结果", check));
}
function result({ spec, feedback }, order, sureness) {
  const right = order.filter((one, index) => (feedback[one] || {}).place === index + 1).length;
  const all = right === spec.options.length;
  const first = all ? "次序都对了。" : `${spec.options.length} 项里，${right} 项的位置对了。`;
  return h("p", { class: "sz-result", tabindex: "-1" }, h("strong", {}, first), "理由写在各项下面。", sureness.said(all));
}

// widgets/src/question_card.js
var WARN_AT = 20;
var BUILD = { text: buildText, ordering: buildOrdering };
var question_card_default = exercise("card", (context) => (BUILD[context.spec.type] || buildChoice)(context, frame));
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
    if (picked().length === 0) return context.announce(panel.querySelector(".sz-count").textContent = "先选一项，再看结果。");
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
    if (checked) fill(panel, result2(context, chosen, sureness), button("quiet", "再试一次", retry));
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
  const hint2 = panel.querySelector(".sz-count");
  if (hint2) hint2.textContent = "";
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
function result2({ spec, feedback }, chosen, sureness) {
  const right = spec.options.filter((option) => (feedback[option.id] || {}).right).map((option) => option.id);
  const hit = chosen.filter((id) => right.includes(id)).length;
  const extra = chosen.length - hit;
  const all = hit === right.length && extra === 0;
  const partial = `该选的 ${right.length} 项里，你选中了 ${hit} 项${extra ? `，另有 ${extra} 项不必选` : ""}。`;
  const first = all ? spec.type === "multiple" ? "该选的都选上了。" : "选对了。" : spec.type === "multiple" ? partial : "这一题值得再看一眼。";
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
