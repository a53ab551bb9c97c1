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

// widgets/src/chat.js
function speaker(spec, from) {
  const member = (spec.cast || {})[from] || {};
  const side = from === "me" || member.side === "me" ? "me" : member.side === "other" ? "other" : "them";
  const name = member.name || (side === "me" ? "我" : "对方");
  return { name: side === "other" && member.note ? `${name}（${member.note}）` : name, side };
}
function bubble({ name, side }, content, first, picture2) {
  return h(
    "div",
    { class: `sz-msg sz-msg--${side}${first ? "" : " sz-msg--more"}` },
    side !== "me" && (picture2 || avatar(name, side, !first)),
    h("div", { class: "sz-msg__body" }, h("p", { class: first ? "sz-msg__name" : "sz-hidden" }, name), content)
  );
}
function avatar(name, side, blank) {
  return h("span", { class: `sz-avatar sz-avatar--${side}${blank ? " sz-avatar--blank" : ""}`, "aria-hidden": "true" }, blank ? "" : initial(name));
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

// widgets/src/cue_marker.js
var VERDICTS = { found: "找到了", missed: "漏掉了", extra: "不算破绽" };
var cue_marker_default = exercise("marker", build);
function build(context) {
  const { spec, root, id } = context;
  const parts = spec.lines.reduce((all2, line) => all2.concat(line.parts), []);
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
    if (marks.length === 0) return context.announce(panel.querySelector(".sz-count").textContent = "先点一处你觉得不对劲的地方，再看结果。");
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
  const hint = count ? `已标出 ${count} 处，再点一下可以取消。` : "点一下你觉得不对劲的地方，再点一下取消。";
  const old = panel.querySelector(".sz-count");
  if (old) old.textContent = hint;
  else fill(panel, h("p", { class: "sz-count" }, hint), check && button("main", "看看结果", check));
}
function summary(context, parts, marks) {
  const cues = parts.filter((part) => (context.feedback[part.id] || {}).cue).map((part) => part.id);
  return h("p", { class: "sz-result", tabindex: "-1" }, h("strong", {}, hits(marks, cues, "破绽")), "理由写在旁边。");
}
export {
  cue_marker_default as default
};
