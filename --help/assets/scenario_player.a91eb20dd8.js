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
function showLast(starts, dock) {
  if (typeof dock.scrollIntoView !== "function") return;
  const top = parseFloat(window.getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
  const room = window.innerHeight - top - 16;
  const bottom = dock.getBoundingClientRect().bottom;
  const first = starts.find((start2) => bottom - start2.getBoundingClientRect().top <= room);
  if (first) first.scrollIntoView({ block: "nearest" });
  if (first || starts.length === 0) dock.scrollIntoView({ block: dock.getBoundingClientRect().height <= room ? "nearest" : "start" });
  else starts[starts.length - 1].scrollIntoView({ block: "start" });
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
function placed(x, y, scale, children, turn4 = 0) {
  return s("g", { transform: `translate(${x} ${y}) rotate(${turn4}) scale(${scale})` }, children);
}

// widgets/src/ending.js
var ENDINGS = {
  safe: ["ok", "守住了"],
  served: ["ok", "办妥了"],
  missed: ["wait", "真事被耽误了"],
  partial_loss: ["gone", "一部分钱没了"],
  loss: ["gone", "钱没了"]
};
function endingCard(context, ending2, events) {
  const [tone, label2] = context.practice && ENDINGS[ending2.kind] || ["plain", "情景结束"];
  return h(
    "div",
    { class: `sz-ending sz-ending--${tone}`, role: "group", "aria-labelledby": context.id("ending") },
    h("p", { class: "sz-ending__label" }, label2),
    h("h4", { class: "sz-ending__title", id: context.id("ending") }, ending2.title),
    h("p", { class: "sz-ending__text" }, ending2.text),
    context.practice && money(context.spec, ending2),
    context.practice && journey(context.spec, events)
  );
}
function yuan(sum2) {
  return `${String(sum2).replace(/\B(?=(\d{3})+(?!\d))/g, ",")} 元`;
}
function money(spec, ending2) {
  const { stake } = spec;
  if (!(stake > 0) || !ENDINGS[ending2.kind]) return null;
  if (ending2.kind === "served" || ending2.kind === "missed") {
    return h("dl", { class: "sz-money" }, sum("这件事牵涉", yuan(stake), "plain"));
  }
  const lost = Math.min(stake, Math.max(0, ending2.lost || 0));
  return h("div", { class: "sz-money" }, bar(lost / stake), h("dl", { class: "sz-money__sums" }, lost < stake && sum("保住", yuan(stake - lost), "kept"), lost > 0 && sum("没了", yuan(lost), "gone")));
}
function sum(label2, text, tone) {
  return h("div", { class: `sz-money__sum sz-money__sum--${tone}` }, h("dt", {}, label2), h("dd", {}, text));
}
function bar(part) {
  const gone = Math.round(part * 200);
  const kept = s("rect", { x: 0, y: 0, width: 200 - gone, height: 8, class: "sz-pen sz-pen--kept" });
  const lost = s("rect", { x: 200 - gone, y: 0, width: gone, height: 8, class: "sz-pen sz-pen--gone" });
  return picture("sz-money__bar", "0 0 200 8", [kept, lost], { preserveAspectRatio: "none" });
}
function chosenOf(spec, events) {
  return events.map((event) => (spec.nodes[event.node].choices || []).find((choice) => choice.id === event.choice)).filter(Boolean);
}
var unique = (labels) => Array.from(new Set(labels.filter(Boolean)));
var collect = (choices2, name) => unique(choices2.reduce((all, choice) => all.concat(choice[name] || []), []));
function journey(spec, events) {
  const all = Object.keys(spec.nodes).reduce((list, id) => list.concat(spec.nodes[id].choices || []), []);
  const made = chosenOf(spec, events);
  const rows = [
    row("问过", collect(made, "asks"), collect(all, "asks").length > 0 && "五必问里的，没有问到", "plain"),
    row("做过", collect(made, "safety"), collect(all, "safety").length > 0 && "这一趟没有用上", "plain"),
    row("下回留意", collect(made, "harms"), false, "wait")
  ].filter(Boolean);
  if (rows.length === 0) return null;
  return h("div", { class: "sz-journey" }, h("p", { class: "sz-journey__title" }, "这一趟"), h("dl", { class: "sz-journey__rows" }, rows));
}
function row(label2, words, otherwise, tone) {
  if (words.length === 0 && !otherwise) return null;
  const list = words.length ? h("ul", { class: "sz-journey__words" }, words.map((word) => h("li", { class: `sz-journey__word sz-journey__word--${tone}` }, word))) : otherwise;
  return h("div", { class: "sz-journey__row" }, h("dt", {}, label2), h("dd", { class: words.length ? "" : "sz-journey__none" }, list));
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
  const prefix2 = `sz-${Math.random().toString(36).slice(2, 9)}`;
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
    id: (name) => `${prefix2}-${name}`,
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

// widgets/src/kept.js
var MOST = 3;
var LARGEST = 64 * 1024;
function keepRefused(kept, answer, refused) {
  const text = asText(answer);
  const size = text.length;
  const entry = size > 0 && bytes(text) <= LARGEST ? answer : { refused, size };
  return [entry, ...Array.isArray(kept) ? kept : []].slice(0, MOST);
}
function asText(answer) {
  try {
    return JSON.stringify(answer) || "";
  } catch (error) {
    return "";
  }
}
function bytes(text) {
  return text.length > LARGEST ? text.length : new TextEncoder().encode(text).length;
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

// widgets/src/means.js
var WORDS = {
  say: "说",
  ask: "问",
  look: "看",
  answer: "接听",
  hang_up: "挂断",
  dial: "拨电话",
  send: "回消息",
  fetch: "请人来",
  hold: "先缓办",
  do: "动手"
};
var SHORT = { dial: "电话", fetch: "请人", hold: "暂缓", do: "动手", send: "回复" };
function meansOf(choice) {
  if (choice.means === "say" && /？”?$/u.test(choice.text)) return "ask";
  return Object.prototype.hasOwnProperty.call(WORDS, choice.means || "") ? choice.means : "";
}
function meansWord(means) {
  return WORDS[means] || "";
}
function meansShort(means) {
  return SHORT[means] || WORDS[means] || "";
}
function prefix(means) {
  return means && h("span", { class: "sz-hidden" }, `${WORDS[means]}：`);
}
function choiceButton(choice, choose, withSign = true) {
  const means = meansOf(choice);
  const sign = withSign && means && h("span", { class: `sz-means sz-means--${means}` }, icon(means));
  const words = means ? [prefix(means), sign, h("span", { class: "sz-button__words" }, choice.text)] : choice.text;
  return button("choice", words, () => choose(choice.id), means ? { class: "sz-button sz-button--choice sz-button--signed" } : {});
}
function groupedChoices(choices2, choose) {
  const groups = /* @__PURE__ */ new Map();
  for (const choice of choices2) {
    const means = meansOf(choice);
    if (!groups.has(means)) groups.set(means, []);
    groups.get(means).push(choice);
  }
  if (groups.has("") && groups.size === 1) return choices2.map((choice) => choiceButton(choice, choose));
  return Array.from(groups, ([means, list]) => {
    const rail = h("span", { class: "sz-rail", "aria-hidden": "true" }, icon(means), h("span", { class: "sz-rail__word" }, meansShort(means)));
    return h("div", { class: "sz-actions" }, rail, h("div", { class: "sz-actions__keys" }, list.map((choice) => choiceButton(choice, choose, false))));
  });
}

// widgets/src/step.js
var TRANSCRIPT_SCHEMA = "shizha.transcript/1";
var has = (object, key2) => Object.prototype.hasOwnProperty.call(object, key2);
function start(spec) {
  const values = {};
  for (const name of Object.keys(spec.gauges || {})) values[name] = spec.gauges[name].start;
  return { node: spec.start, seq: 0, values };
}
function met(when, values) {
  return Object.keys(when || {}).every((name) => {
    const [least, most] = when[name];
    return (least === null || values[name] >= least) && (most === null || values[name] <= most);
  });
}
function said(node, state) {
  return (node.messages || []).filter((message) => met(message.when, state.values));
}
function noted(spec, state) {
  return (spec.notes || []).filter((note) => met(note.when, state.values)).map((note) => note.text);
}
function broken(spec, before, after) {
  return (spec.interruptions || []).find(({ id }) => !before.values[id] && after.values[id] === 1) || null;
}
function offered(node, state) {
  return (node.choices || []).filter((choice) => met(choice.when, state.values));
}
function moved(spec, effects, values) {
  const after = {};
  for (const name of Object.keys(values)) {
    const { low, high } = spec.gauges[name];
    after[name] = Math.max(low, Math.min(high, values[name] + ((effects || {})[name] || 0)));
  }
  return after;
}
function breakingIn(spec, node, values) {
  if (spec.nodes[node].ending) return null;
  const fits = ({ at }) => !at || at.length === 0 || at.includes(node);
  return (spec.interruptions || []).find((each) => !values[each.id] && fits(each) && met(each.when, values)) || null;
}
function nodeOf(spec, state) {
  if (!has(spec.nodes, state.node)) throw new Error(`unknown node '${state.node}'`);
  return spec.nodes[state.node];
}
function step(spec, state, choice) {
  const node = nodeOf(spec, state);
  if (node.ending) throw new Error(`the scenario has ended at '${state.node}'`);
  const taken = offered(node, state).find((each) => each.id === choice);
  if (!taken) throw new Error(`choice '${choice}' is not offered at '${state.node}'`);
  const values = moved(spec, taken.effects, state.values);
  const { to } = (taken.branches || []).find((branch) => met(branch.when, values)) || taken;
  if (!has(spec.nodes, to)) throw new Error(`unknown node '${to}'`);
  const came = breakingIn(spec, to, values);
  const arrived = came ? moved(spec, { ...came.effects, [came.id]: 1 }, values) : values;
  return { node: to, seq: state.seq + 1, values: arrived };
}
function replay(spec, events) {
  const states = [start(spec)];
  for (const event of events) {
    const state = states[states.length - 1];
    if (event.seq !== state.seq || event.node !== state.node) throw new Error(`event ${event.seq} does not follow`);
    states.push(step(spec, state, event.choice));
  }
  return states;
}
function record(item, spec, events, choice, at) {
  const states = replay(spec, events);
  const state = states[states.length - 1];
  step(spec, state, choice);
  return transcript(item, spec, [...events, { seq: state.seq, node: state.node, choice, at }]);
}
function transcript(item, spec, events) {
  if (events.length === 0) return {};
  return { kind: "transcript", schema: TRANSCRIPT_SCHEMA, item, content_version: spec.content_version, events };
}
var EVENTS_LIMIT = 200;
var SIZE_LIMIT = 64 * 1024;
var AT_LIMIT = 40;
var keys = (object, names) => Object.keys(object).sort().join() === names.join();
function isEvent(event) {
  if (!event || typeof event !== "object" || !keys(event, ["at", "choice", "node", "seq"])) return false;
  const { at, choice, node } = event;
  return typeof node === "string" && typeof choice === "string" && typeof at === "string" && at.length <= AT_LIMIT && !Number.isNaN(Date.parse(at));
}
var REFUSED2 = {
  damaged: "之前的作答记录读不出来了。",
  other: "题目更新过，之前的作答和现在的题目对不上。",
  impossible: "之前的作答里有走不通的一步。",
  long: "之前的作答记录太大，读不了。"
};
function readEvents(item, spec, answer) {
  if (Object.keys(answer).length === 0) return { events: [], refused: "" };
  const refuse = (why) => ({ events: [], refused: REFUSED2[why] });
  if (answer.kind !== "transcript" || answer.schema !== TRANSCRIPT_SCHEMA || !Array.isArray(answer.events)) return refuse("damaged");
  if (answer.events.length > EVENTS_LIMIT || JSON.stringify(answer).length > SIZE_LIMIT) return refuse("long");
  if (!keys(answer, ["content_version", "events", "item", "kind", "schema"]) || !answer.events.every(isEvent)) return refuse("damaged");
  if (answer.item !== item || answer.content_version !== spec.content_version) return refuse("other");
  try {
    replay(spec, answer.events);
    return { events: answer.events, refused: "" };
  } catch (error) {
    return refuse("impossible");
  }
}

// widgets/src/notes.js
var TIME = /^\d{1,2}:\d\d$/;
function shownGauges(spec) {
  return Object.keys(spec.gauges || {}).filter((name) => spec.gauges[name].words);
}
function moodGauge(spec) {
  return shownGauges(spec).find((name) => name === "mood" || /心情|情绪/u.test(spec.gauges[name].label || "")) || null;
}
function clockTime(spec, state) {
  const name = shownGauges(spec).find((one) => spec.gauges[one].words.every((word) => TIME.test(word)));
  return name ? gaugeWord(spec, state, name) : null;
}
function gaugeWord(spec, state, name) {
  const { words, low } = spec.gauges[name];
  return words[state.values[name] - low];
}
function gaugeStrip(spec) {
  const node = h("div", { class: "sz-strip", role: "status" });
  const names = shownGauges(spec);
  node.hidden = names.length === 0;
  let shown = "";
  const update = (state) => {
    const pairs = names.map((name) => [spec.gauges[name].label, gaugeWord(spec, state, name)]);
    if (JSON.stringify(pairs) === shown) return;
    shown = JSON.stringify(pairs);
    const entries = pairs.map(([label2, word]) => h("div", { class: "sz-mood" }, h("dt", {}, label2), h("dd", {}, word)));
    fill(node, pairs.length > 0 && h("dl", { class: "sz-moods" }, entries));
  };
  return { node, update };
}
function notePad({ spec, id }) {
  if ((spec.notes || []).length === 0) return { node: null, update: () => {
  } };
  const list = h("ul", { class: "sz-pad__list", id: id("notes") });
  const told = h("p", { class: "sz-hidden", role: "status" });
  const latest = h("span", { class: "sz-pad__latest", "aria-hidden": "true" });
  const counts = [h("span", { class: "sz-pad__count" }), h("span", { class: "sz-pad__count" })];
  const name = (count) => [icon("note"), h("span", { class: "sz-pad__name" }, "便签"), count];
  const flip = () => toggle.setAttribute("aria-expanded", String(node.classList.toggle("sz-pad--open")));
  const toggle = h("button", { type: "button", class: "sz-pad__toggle", "aria-expanded": "false", "aria-controls": id("notes"), on: { click: flip } }, name(counts[0]), latest);
  const node = h("div", { class: "sz-pad", role: "group", "aria-label": "便签：问到的、看到的" }, toggle, h("p", { class: "sz-pad__title" }, name(counts[1])), list, told);
  let before = null;
  const update = (state) => {
    const texts2 = noted(spec, state);
    for (const count of counts) count.textContent = texts2.length ? `${texts2.length} 条` : "还空着";
    latest.textContent = texts2[texts2.length - 1] || "";
    const fresh = before && texts2.filter((text) => !before.includes(text));
    if (fresh && fresh.length > 0) told.textContent = `便签上多了：${fresh.join("")}`;
    before = texts2;
    drawNotes(list, texts2);
  };
  return { node, update };
}
function drawNotes(list, texts2) {
  const empty = list.querySelector(".sz-pad__empty");
  if (empty) empty.remove();
  const old = Array.from(list.children);
  for (const line2 of old) if (!texts2.includes(line2.textContent)) line2.remove();
  texts2.forEach((text, index) => {
    const there = list.children[index];
    if (!there || there.textContent !== text) list.insertBefore(h("li", { class: "sz-pad__note" }, text), there || null);
  });
  if (texts2.length === 0) list.appendChild(h("li", { class: "sz-pad__empty" }, "问到的、看到的，会记在这里。"));
}

// widgets/src/exhibit.js
var PLAIN_AMOUNT = /^-?[\d,]+(\.\d+)?$/;
var has2 = (object, key2) => Object.prototype.hasOwnProperty.call(object, key2);
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
  const kind = has2(LAYOUTS, spec.kind || "") ? spec.kind : "notice";
  const parts = LAYOUTS[kind].map((part) => PARTS[part](spec, draw));
  return h("figure", { class: `sz-exhibit sz-exhibit--${kind}` }, parts);
}
var tag = () => h("span", { class: "sz-tag" }, "教学道具");
var title = (spec, draw) => h("span", { class: "sz-exhibit__title" }, draw(spec.title, "title"));
var face = (spec) => h("span", { class: "sz-exhibit__face", "aria-hidden": "true" }, initial(spec.title));
function initial(name) {
  const [letter2 = ""] = Array.from(name || "");
  return /[\d+*]/.test(letter2) ? icon("phone") : letter2;
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
  const drawn2 = (spec.buttons || []).map((text, index) => h("li", { class: name }, draw(text, `button:${index}`)));
  return drawn2.length > 0 && h("ul", { class: "sz-drawns", "aria-label": "画面上的按钮，只是图样，点不动" }, drawn2);
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
var chat = { name: "chat", label: "对话", head: (context) => ({ node: castStrip(context.spec) }), turn: (context, list) => messages(context.spec, list), reply };
function speaker(spec, from) {
  const member = (spec.cast || {})[from] || {};
  const side = from === "me" || member.side === "me" ? "me" : member.side === "other" ? "other" : "them";
  const name = member.name || (side === "me" ? "我" : "对方");
  return { name: side === "other" && member.note ? `${name}（${member.note}）` : name, side };
}
function counterparts(spec) {
  return Object.keys(spec.cast || {}).filter((id) => id !== "narrator" && speaker(spec, id).side === "them");
}
function counterpart(spec) {
  const [first] = counterparts(spec);
  return first ? { id: first, name: speaker(spec, first).name, note: spec.cast[first].note || "" } : { id: null, name: "对方", note: "" };
}
function castStrip(spec) {
  const others = counterparts(spec);
  if (others.length === 0) return null;
  const entry = (id) => {
    const { name, side } = speaker(spec, id);
    const note = spec.cast[id].note;
    const who = h("div", { class: "sz-cast__who" }, h("span", { class: "sz-cast__name" }, name), note && h("span", { class: "sz-cast__note" }, note));
    return h("li", { class: "sz-cast__one" }, avatar(name, side), who);
  };
  return h("ul", { class: "sz-cast", "aria-label": "对话里的人" }, others.map(entry));
}
function messages(spec, list, face2) {
  let last = null;
  return list.map((message) => {
    const first = message.from !== last;
    last = message.from;
    return oneMessage(spec, message, first, face2);
  });
}
function prop(spec, message) {
  return message.exhibit ? exhibit(spec.exhibits[message.exhibit]) : null;
}
function oneMessage(spec, message, first, face2) {
  const shown = prop(spec, message);
  if (message.from === "narrator") return narration(message, shown);
  const content = shown || h("p", { class: "sz-bubble" }, message.text);
  return bubble(speaker(spec, message.from), content, first, first && face2 ? face2(message.from) : null);
}
function narration(message, shown) {
  const body = shown || h("p", { class: "sz-narrator" }, message.text);
  return h("div", { class: "sz-msg sz-msg--narrator" }, h("span", { class: "sz-hidden" }, "旁白："), body);
}
function bubble({ name, side }, content, first, picture2) {
  return h(
    "div",
    { class: `sz-msg sz-msg--${side}${first ? "" : " sz-msg--more"}` },
    side !== "me" && (picture2 || avatar(name, side, !first)),
    h("div", { class: "sz-msg__body" }, h("p", { class: first ? "sz-msg__name" : "sz-hidden" }, name), content)
  );
}
function reply(context, choice, why) {
  const means = meansOf(choice);
  const sign = means && h("span", { class: "sz-chosen__means" }, icon(means), h("span", { class: "sz-hidden" }, `${meansWord(means)}：`));
  const words = h("p", { class: "sz-bubble sz-bubble--chosen" }, sign, choice.text);
  return [bubble({ name: "你的选择", side: "me" }, words, true), marginal(why)];
}
function marginal(why) {
  return why && h("div", { class: "sz-note" }, h("span", { class: "sz-note__label" }, "旁批"), h("p", { class: "sz-note__text" }, why));
}
function avatar(name, side, blank2) {
  return h("span", { class: `sz-avatar sz-avatar--${side}${blank2 ? " sz-avatar--blank" : ""}`, "aria-hidden": "true" }, blank2 ? "" : initial(name));
}

// widgets/src/faces.js
var FACES = [
  { brows: "M-20-17L-6-10M20-17L6-10", eyes: "M-17-3h9M8-3h9", mouth: "M-9 19Q0 11 9 19", more: "M-2-15v-4M2-15v-4" },
  { brows: "M-20-15L-6-11M20-15L6-11", mouth: "M-8 18Q0 13 8 18" },
  { brows: "M-19-11Q-13-15-6-17M19-11Q13-15 6-17", mouth: "M-7 17q3.5-3.5 7 0t7 0", more: "M27-20q4 6 0 8.5q-4-2.5 0-8.5" },
  { brows: "M-19-14Q-12-17-6-15M19-14Q12-17 6-15", mouth: "M-7 16Q0 18.5 7 16" },
  { brows: "M-19-15Q-12-20-6-16M19-15Q12-20 6-16", eyes: "M-17-3Q-12-8-7-3M7-3Q12-8 17-3", mouth: "M-9 14Q0 23 9 14" }
];
var HAIR = {
  short: ["M-30-4C-35-38-16-48 4-45 25-45 35-28 30-4 28-16 24-24 16-28 4-22-14-22-23-26-27-20-29-12-30-4z", "hair"],
  bob: ["M-31 20C-42-16-32-48 0-48 32-48 42-16 31 20 27 12 28-2 26-12 16-18 8-24 3-31-5-22-18-15-26-12-28-2-27 12-31 20z", "hair"],
  thin: ["M-30-6C-33-34-16-45 0-45 18-45 33-34 30-6M-28-22Q-20-34-8-37M28-22Q22-32 14-36", "ink"],
  bun: ["M-29-8C-32-38-14-46 0-46 14-46 32-38 29-8 24-24 12-31 0-31-12-31-24-24-29-8zM-10-46a10 10 0 1 1 20 0", "ink"]
};
function looks(member) {
  const text = `${(member || {}).name || ""}${(member || {}).note || ""}`;
  const old = /爷|奶|婆|老|七十|六十|退休/u.test(text);
  const woman = /女|姐|妈|姨|奶|婆|嫂|太太|小姐/u.test(text);
  return { hair: old ? woman ? "bun" : "thin" : woman ? "bob" : "short", glasses: old };
}
function moodLevel(spec, state, name) {
  if (!name) return 3;
  const { low, high } = spec.gauges[name];
  return high > low ? Math.round((state.values[name] - low) / (high - low) * 4) : 3;
}
function head(level, look) {
  const face2 = FACES[level] || FACES[3];
  const [hair, kind] = HAIR[look.hair];
  const eyes = face2.eyes ? stroke(face2.eyes) : [s("circle", { cx: -12, cy: -3, r: 2.3, class: "sz-pen sz-pen--dot" }), s("circle", { cx: 12, cy: -3, r: 2.3, class: "sz-pen sz-pen--dot" })];
  return [
    stroke("M-30-6c-4-1-6 2-5 7s4 7 7 6M30-6c4-1 6 2 5 7s-4 7-7 6", "skin"),
    stroke("M0-42C-22-42-31-26-30-4-29 20-14 34 0 34S29 20 30-4C31-26 22-42 0-42z", "skin"),
    stroke(hair, kind),
    stroke(face2.brows),
    eyes,
    look.glasses && stroke("M-21-3a9 8 0 1 0 18 0a9 8 0 1 0-18 0M3-3a9 8 0 1 0 18 0a9 8 0 1 0-18 0M-3-4q3-2 6 0", "soft"),
    stroke("M0 1q-3.5 6 1 7.5", "soft"),
    stroke(face2.mouth),
    face2.more && stroke(face2.more, "soft")
  ];
}
function shoulders(look) {
  const collar = look.hair === "bob" || look.hair === "bun" ? "M-15 44Q0 66 15 44" : "M-15 44L0 62 15 44M-15 44l-6 9 14 6M15 44l6 9-14 6";
  return [stroke("M-70 104C-68 64-40 54-14 46V28H14V46C40 54 68 64 70 104z", "coat"), stroke(collar, "soft"), stroke("M0 62V104", "soft")];
}
function smallFace(level, look) {
  return picture("sz-face", "-40 -52 80 96", placed(0, 0, 1, head(level, look)));
}

// widgets/src/scenes.js
var label = (x, y, text, size) => s("text", { x, y, "font-size": size, "text-anchor": "middle", class: "sz-pen__text" }, text);
function clock(x, y, time) {
  const [hours, minutes] = (time || "10:10").split(":").map(Number);
  const hand = (turn4, length) => placed(x, y, 1, stroke(`M0 0V-${length}`), turn4);
  const marks = [0, 90, 180, 270].map((turn4) => placed(x, y, 1, stroke("M0-18v3", "soft"), turn4));
  return [s("circle", { cx: x, cy: y, r: 21, class: "sz-pen sz-pen--paper" }), marks, hand(hours % 12 * 30 + minutes / 2, 10), hand(minutes * 6, 15)];
}
function numberBoard(x, y, note) {
  const number = (/\d+/.exec(note || "") || [])[0];
  const frame = stroke(`M${x - 34} ${y - 18}h68v36h-68zM${x - 20} ${y - 18}v-12M${x + 20} ${y - 18}v-12`, "paper");
  return [frame, number ? label(x, y + 7, number, 20) : stroke(`M${x - 20} ${y - 4}h40M${x - 20} ${y + 5}h26`, "soft")];
}
var plant = (x, y) => [
  stroke(`M${x - 12} ${y}h24l-4 22h-16z`, "paper"),
  stroke(`M${x} ${y}C${x - 2} ${y - 18} ${x - 14} ${y - 24} ${x - 20} ${y - 22}C${x - 18} ${y - 12} ${x - 8} ${y - 6} ${x} ${y}C${x - 2} ${y - 22} ${x + 4} ${y - 34} ${x + 8} ${y - 38}C${x + 12} ${y - 26} ${x + 6} ${y - 12} ${x} ${y}C${x + 6} ${y - 12} ${x + 16} ${y - 18} ${x + 22} ${y - 16}C${x + 18} ${y - 6} ${x + 8} ${y - 2} ${x} ${y}`, "leaf")
];
var chairs = (x, y) => [0, 36].map((step2) => stroke(`M${x + step2} ${y}v-24q0-5 5-5h16q5 0 5 5v24M${x + step2 - 2} ${y}h30M${x + step2 + 3} ${y}v16M${x + step2 + 23} ${y}v16`, "faint"));
function papers(count, x, y) {
  const turns2 = [-9, 5, -2];
  return turns2.slice(0, count).map((turn4, i) => placed(x + i * 15, y - i * 2, 1, stroke("M-17-13h34v26h-34zM-12-7h24M-12-1h24M-12 5h15", "paper"), turn4));
}
function counterScene({ level, look, note, time, papers: count }) {
  const lean = level === 0 ? 9 : 0;
  const room = [stroke("M14 174V12h372v162", "faint"), clock(72, 56, time), numberBoard(326, 58, note), chairs(308, 140), plant(48, 140)];
  const person = placed(200 + lean * 2, 80, 1, [shoulders(look), head(level, look)], lean);
  const glass = stroke("M104 12v158M296 12v158M112 34l22-18M112 50l40-34M262 160l24-20", "faint");
  const desk = stroke("M0 172h400v42h-400z", "desk");
  const tray = [stroke("M152 172h96l8 14h-112z", "paper"), stroke("M162 178h76", "soft")];
  const tools = [stroke("M344 196v-18h22v18zM349 178l-5-20M356 178v-24M361 178l6-16", "paper"), stroke("M28 196h34M34 196v-5h22v5M41 191v-9q-4-8 4-10q8 2 4 10v9", "paper")];
  return picture("sz-picture", "0 0 400 210", [room, person, glass, desk, tray, tools, papers(count, 96, 192)]);
}
var MACHINE = [
  ["M44 198V34q0-8 8-8h108q8 0 8 8v164z", "paper"],
  ["M44 50h124M56 62h68v46h-68z", "soft"],
  ["M64 74h36M64 84h48M64 94h26", "faint"],
  ["M136 66h22M136 66v10h22v-10M141 71h12", "soft"],
  ["M136 88h22v22h-22zM136 95h22M136 102h22M143 88v22M151 88v22", "soft"],
  ["M56 126h100M56 126l-5 16h110l-5-16M70 134h72", "soft"],
  ["M62 160h88v10h-88z", "soft"],
  ["M52 198v6M160 198v6", "ink"]
];
function lobbyScene({ level, look, time, papers: count }) {
  const machine = MACHINE.map(([d, kind]) => stroke(d, kind));
  const body = [
    stroke("M-9 30v7C-28 42-36 52-38 70L-42 128h14l5-40v62h20l3-46h0l3 46h20v-62l5 40h14L38 70C36 52 28 42 9 37v-7", "coat"),
    stroke("M-9 37Q0 48 9 37M0 48v52", "soft"),
    stroke("M-23 150h22M3 150h22", "ink")
  ];
  const person = placed(254, 52, 1, [placed(0, 0, 1, body), placed(0, 2, 0.74, head(level, look))], level === 0 ? 4 : 0);
  const room = [stroke("M14 204V12h372v192", "faint"), clock(344, 54, time)];
  const floor = [stroke("M0 204h400", "ink"), stroke("M196 208l-16 0M220 208h60M300 208h60", "soft")];
  return picture("sz-picture", "0 0 400 212", [room, plant(352, 182), machine, label(106, 43, "自助服务", 11), placed(106, 168, 0.8, papers(Math.min(1, count), 0, 0)), floor, person]);
}

// widgets/src/counter.js
var counter = { ...place(counterScene), name: "counter", label: "柜台前的对话", roomy: true };
function place(scene) {
  return { head: (context) => head2(context, scene), turn, reply, choices: groupedChoices };
}
function head2(context, scene) {
  const { spec } = context;
  const { id, name, note } = counterpart(spec);
  const look = looks((spec.cast || {})[id]);
  const mood = moodGauge(spec);
  const stage = h("div", { class: "sz-place__picture" });
  const caption2 = h("p", { class: "sz-place__who" }, h("span", { class: "sz-place__name" }, name), note && h("span", { class: "sz-place__note" }, note));
  let shown = "";
  const update = ({ state, states }) => {
    const view = { level: moodLevel(spec, state, mood), look, note, time: clockTime(spec, state), papers: exhibitsSo(spec, states) };
    if (JSON.stringify(view) === shown) return;
    shown = JSON.stringify(view);
    fill(stage, scene(view));
  };
  return { node: h("div", { class: "sz-place" }, stage, caption2), update };
}
function exhibitsSo(spec, states) {
  const seen = /* @__PURE__ */ new Set();
  for (const state of states) for (const message of said(nodeOf(spec, state), state)) if (message.exhibit) seen.add(message.exhibit);
  return Math.min(3, seen.size);
}
function turn(context, list, state) {
  const { spec } = context;
  const level = moodLevel(spec, state, moodGauge(spec));
  const look = (from) => looks((spec.cast || {})[from]);
  const face2 = (from) => speaker(spec, from).side === "them" ? h("span", { class: "sz-avatar sz-avatar--face", "aria-hidden": "true" }, smallFace(level, look(from))) : null;
  let before = null;
  return list.map((message) => {
    const first = message.from !== before;
    before = message.from;
    const shown = prop(spec, message);
    if (shown) return onDesk(spec, message, shown);
    if (message.from === "narrator") return narration(message, null);
    return first ? messages(spec, [message], face2)[0] : bubble(speaker(spec, message.from), h("p", { class: "sz-bubble" }, message.text), false);
  });
}
function onDesk(spec, message, shown) {
  const { name, side } = speaker(spec, message.from);
  const who = message.from === "narrator" ? "旁白：" : side === "me" ? "你看到的：" : `${name}递过来的：`;
  return h("div", { class: "sz-desk" }, h("span", { class: "sz-hidden" }, who), shown);
}

// widgets/src/email.js
var email = { name: "email", label: "往来邮件", head: head3, turn: turn2, reply: reply2 };
function head3(context) {
  const { name, note } = counterpart(context.spec);
  const who = h("p", { class: "sz-mailbar__who" }, h("span", { class: "sz-mailbar__name" }, name), note && h("span", { class: "sz-mailbar__note" }, note));
  return { node: h("div", { class: "sz-mailbar" }, h("span", { class: "sz-mailbar__box" }, icon("mail"), "收件箱"), who) };
}
function turn2(context, list) {
  const runs = [];
  for (const message of list) {
    const last = runs[runs.length - 1];
    if (last && message.from !== "narrator" && last.from === message.from) last.list.push(message);
    else runs.push({ from: message.from, list: [message] });
  }
  return runs.map(({ from, list: run }) => drawn(context, from, run));
}
function drawn(context, from, run) {
  const { spec } = context;
  if (from === "narrator") return narration(run[0], prop(spec, run[0]));
  const { side } = speaker(spec, from);
  return side === "them" ? letter(context, from, run) : messages(spec, run);
}
function letter(context, from, run) {
  const { spec } = context;
  const { name, side } = speaker(spec, from);
  const note = ((spec.cast || {})[from] || {}).note;
  const rows = [["发件人", note ? `${name}（${note}）` : name], ["收件人", "我"]];
  const headRows = rows.map(([label2, text]) => h("div", { class: "sz-sheet__row" }, h("dt", {}, label2), h("dd", {}, text)));
  const body = run.map((message) => prop(spec, message) || h("p", { class: "sz-sheet__text" }, message.text));
  return h("article", { class: `sz-sheet sz-sheet--${side}`, "aria-label": `${name}的邮件` }, h("dl", { class: "sz-sheet__head" }, headRows), h("div", { class: "sz-sheet__body" }, body));
}
function reply2(context, choice, why) {
  const means = meansOf(choice) || "reply";
  const said2 = meansWord(means) ? `你的选择 · ${meansWord(means)}` : "你的选择";
  const head6 = h("p", { class: "sz-mailreply__head" }, icon(means), said2);
  return [h("div", { class: "sz-mailreply" }, head6, h("p", { class: "sz-mailreply__text" }, choice.text)), marginal(why)];
}

// widgets/src/lobby.js
var lobby = { ...place(lobbyScene), name: "lobby", label: "大堂里的对话", roomy: true };

// widgets/src/phone.js
var CALL = /* @__PURE__ */ new Set(["answer", "hang_up", "dial"]);
var HANZI_A_SECOND = 4;
var phone = { name: "phone", label: "通话记录", head: head4, turn: turn3, reply: reply3, choices };
function head4(context) {
  const { name, note } = counterpart(context.spec);
  const status = h("p", { class: "sz-call__status", role: "status" });
  const who = h("p", { class: "sz-call__name" }, name);
  const face2 = h("span", { class: "sz-call__face", "aria-hidden": "true" }, initial(name));
  const node = h("div", { class: "sz-call" }, face2, h("div", { class: "sz-call__who" }, who, note && h("p", { class: "sz-call__note" }, note)), status);
  const update = (view) => {
    const { ringing, text } = callStatus(context.spec, view);
    node.classList.toggle("sz-call--ringing", ringing && !showsCall(context.spec, view.state));
    if (status.textContent !== text) fill(status, text);
  };
  return { node, update };
}
function showsCall(spec, state) {
  return said(nodeOf(spec, state), state).some((message) => message.exhibit && spec.exhibits[message.exhibit].kind === "call");
}
function callStatus(spec, { states, events, choices: choices2 }) {
  const calls = events.map((event, index) => ({ index, means: meansAt(spec, event) })).filter(({ means }) => CALL.has(means));
  const last = calls[calls.length - 1];
  if (!last && choices2.some((choice) => choice.means === "answer")) return { ringing: true, text: "来电，正在响铃" };
  if (last && last.means === "hang_up") return { ringing: false, text: "通话已结束" };
  const from = last ? last.index + 1 : 0;
  return { ringing: false, text: `${last && last.means === "dial" ? "你拨出的通话" : "通话中"} ${clock2(spoken(spec, states, events, from))}` };
}
function meansAt(spec, event) {
  return (chosen(spec, event) || {}).means || "";
}
function chosen(spec, event) {
  return (spec.nodes[event.node].choices || []).find((choice) => choice.id === event.choice);
}
function spoken(spec, states, events, from) {
  let letters = 0;
  states.forEach((state, index) => {
    if (index < from) return;
    for (const message of said(nodeOf(spec, state), state)) if (message.from !== "narrator") letters += Array.from(message.text || "").length;
    if (events[index]) letters += Array.from((chosen(spec, events[index]) || {}).text || "").length;
  });
  return Math.round(letters / HANZI_A_SECOND);
}
function clock2(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}
function turn3(context, list) {
  return list.map((message, index) => {
    const shown = prop(context.spec, message);
    if (message.from === "narrator") return narration(message, shown);
    const { name, side } = speaker(context.spec, message.from);
    const more = index > 0 && list[index - 1].from === message.from;
    return line(name, side, shown || h("p", { class: "sz-said__text" }, message.text), more);
  });
}
function line(name, side, content, more = false) {
  const who = h("p", { class: more ? "sz-hidden" : "sz-said__who" }, name);
  return h("div", { class: `sz-said sz-said--${side}${more ? " sz-said--more" : ""}` }, who, content);
}
function reply3(context, choice, why) {
  const means = meansOf(choice);
  const sign = means && h("span", { class: "sz-chosen__means" }, icon(means), h("span", { class: "sz-hidden" }, `${meansWord(means)}：`));
  return [line("你的选择", "me", h("p", { class: "sz-said__text sz-said__text--chosen" }, sign, choice.text)), marginal(why)];
}
function choices(list, choose) {
  const round = list.length <= 4 && list.every((choice) => CALL.has(choice.means));
  if (!round) return list.map((choice) => choiceButton(choice, choose));
  return h("div", { class: "sz-keys" }, list.map((choice) => key(choice, choose)));
}
function key(choice, choose) {
  const { means } = choice;
  const disc = h("span", { class: `sz-key__disc sz-key__disc--${means}` }, icon(means));
  const words = [h("span", { class: "sz-hidden" }, `${meansWord(means)}：`), disc, h("span", { class: "sz-key__text" }, choice.text)];
  return button("key", words, () => choose(choice.id));
}

// widgets/src/sms.js
var sms = { name: "sms", label: "短信记录", head: head5, turn: (context, list) => messages(context.spec, list, blank), reply };
var blank = () => h("span", { class: "sz-hidden" });
function head5(context) {
  const { name, note } = counterpart(context.spec);
  const who = h("div", { class: "sz-thread__who" }, h("p", { class: "sz-thread__name" }, name), note && h("p", { class: "sz-thread__note" }, note));
  const bar2 = h("div", { class: "sz-thread" }, h("span", { class: "sz-thread__back" }, icon("back")), who, h("span", { class: "sz-thread__back" }, icon("sms")));
  return { node: h("div", {}, bar2, h("p", { class: "sz-thread__day" }, "短信 · 今天")) };
}

// widgets/src/skins.js
var SKINS = new Map([chat, phone, sms, email, counter, lobby].map((skin) => [skin.name, skin]));
function skinOf(spec) {
  return SKINS.get(spec.skin) || chat;
}

// widgets/src/tools.js
function practiceTools(events, act) {
  if (events.length === 0) return null;
  return h(
    "div",
    { class: "sz-tools" },
    button("quiet", "退回一步", () => act(events.slice(0, -1), "已退回一步。")),
    button("quiet", "重新来过", () => act([], "已从头开始。"))
  );
}
function assessedTools(events, act) {
  if (events.length === 0) return null;
  const tools = h("div", { class: "sz-tools" });
  const again = button("quiet", "重新作答这一题", () => {
    const keep = button("quiet", "先不改", close);
    const clear = button("quiet", "清空重来", () => act([], "这一题已清空，从头作答。"));
    fill(tools, h("span", { class: "sz-tools__hint sz-tools__hint--ask" }, "这一题的选择会清空，从头再答？"), clear, keep);
    focusQuietly(keep);
    showRange(tools, tools);
  });
  const rest = () => fill(tools, h("span", { class: "sz-tools__hint" }, "还没交卷，可以改："), again);
  const close = () => {
    rest();
    focusQuietly(again);
  };
  tools.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !tools.contains(again)) close();
  });
  rest();
  return tools;
}

// widgets/src/turns.js
var VIA = { phone: "来电", sms: "短信", chat: "消息", person: "有人走来", heard: "你听见" };
function turns(context, skin, events, states) {
  const { spec } = context;
  const parts = [];
  states.forEach((state, index) => {
    const node = nodeOf(spec, state);
    const list = said(node, state);
    if (list.length > 0) parts.push({ key: `${index}:${state.node}`, texts: texts(list), draw: () => h("div", { class: "sz-turn" }, skin.turn(context, list, state)) });
    const cut = index > 0 ? broken(spec, states[index - 1], state) : null;
    if (cut) parts.push(interruption(context, skin, cut, state, index));
    const event = events[index];
    if (event) parts.push({ key: `${index}:${state.node}:${event.choice}`, texts: [], draw: () => answered(context, skin, node, event) });
  });
  return parts;
}
var texts = (list) => list.map((message) => message.text || "");
function interruption(context, skin, cut, state, index) {
  const list = said(cut, state);
  const via = Object.prototype.hasOwnProperty.call(VIA, cut.via) ? cut.via : "chat";
  const label2 = h("p", { class: "sz-break__label" }, icon(via), h("span", {}, VIA[via]));
  const draw = () => h("div", { class: `sz-turn sz-break sz-break--${via}` }, label2, skin.turn(context, list, state));
  return { key: `${index}:!${cut.id}`, texts: texts(list), draw };
}
function answered(context, skin, node, event) {
  const chosen2 = node.choices.find((choice) => choice.id === event.choice);
  const why = (context.feedback[event.node] || {})[event.choice];
  return h("div", { class: "sz-reply" }, skin.reply(context, chosen2, why));
}
function reconcile(log, parts) {
  let same = 0;
  while (same < parts.length && same < log.children.length && log.children[same].getAttribute("data-part") === parts[same].key) same += 1;
  while (log.children.length > same) log.lastChild.remove();
  const fresh = parts.slice(same);
  for (const part of fresh) {
    const node = part.draw();
    node.setAttribute("data-part", part.key);
    log.appendChild(node);
  }
  return fresh;
}

// widgets/src/voice.js
function localVoice(synthesis) {
  const voices = synthesis && synthesis.getVoices && synthesis.getVoices() || [];
  return voices.find((voice) => voice.localService === true && /^(zh|cmn)\b/i.test(voice.lang || "")) || null;
}
function readingAloud(onStart) {
  const synthesis = window.speechSynthesis;
  const node = h("button", { type: "button", class: "sz-button sz-button--quiet sz-aloud", "aria-pressed": "false", hidden: true, on: { click: flip } }, icon("sound"), "朗读");
  let on = false;
  const look = () => {
    node.hidden = localVoice(synthesis) === null;
  };
  const stop = () => synthesis && synthesis.cancel();
  const say = (texts2) => {
    if (!on) return;
    stop();
    const voice = localVoice(synthesis);
    if (voice) texts2.filter(Boolean).forEach((text) => synthesis.speak(utterance(text, voice)));
  };
  function flip() {
    on = !on;
    node.setAttribute("aria-pressed", String(on));
    if (on) onStart(say);
    else stop();
  }
  const leave = () => {
    if (synthesis && synthesis.removeEventListener) synthesis.removeEventListener("voiceschanged", look);
    if (on) stop();
  };
  if (synthesis && synthesis.addEventListener) synthesis.addEventListener("voiceschanged", look);
  look();
  return { node, say, stop: () => on && stop(), leave };
}
function utterance(text, voice) {
  const words = new window.SpeechSynthesisUtterance(text);
  words.voice = voice;
  words.lang = voice.lang;
  return words;
}

// widgets/src/scenario_player.js
var ROOMY = 760;
var scenario_player_default = exercise("player", build);
function build(context) {
  const { spec, item } = context;
  const skin = skinOf(spec);
  let latest = [];
  const parts = layOut(context, skin, () => latest);
  const { log, dock, notice, voice } = parts;
  let refusedAnswer = null;
  const act = (events, told) => {
    voice.stop();
    focusQuietly(dock);
    if (refusedAnswer && events.length > 0) context.keep(keepRefused(context.kept(), refusedAnswer.answer, refusedAnswer.refused));
    context.save(events.length ? transcript(item, spec, events) : {}, ending(spec, events) !== null);
    context.announce(told || endOf(spec, events));
    window.requestAnimationFrame(() => showLast(lastSaid(log, told), dock));
  };
  const choose = (events, choice) => act(record(item, spec, events, choice, (/* @__PURE__ */ new Date()).toISOString()).events, "");
  let drawn2 = false;
  return (answer) => {
    const { events, refused } = readEvents(item, spec, answer);
    refusedAnswer = refused ? { answer, refused } : null;
    notice.show(refused && `${refused}先从头开始，旧的记录还留在这台设备上。`);
    const states = replay(spec, events);
    const state = states[states.length - 1];
    const node = nodeOf(spec, state);
    const choices2 = offered(node, state);
    const history = turns(context, skin, events, states);
    const fresh = reconcile(log, history);
    latest = spoken2(history.slice(-1), node);
    parts.update({ state, states, events, node, choices: choices2 });
    const ask = node.ending ? endingCard(context, node.ending, events) : choiceGroup(context, skin, choices2, (choice) => choose(events, choice));
    fill(dock, ask, context.practice ? practiceTools(events, act) : assessedTools(events, act));
    if (drawn2) voice.say(spoken2(fresh, node));
    drawn2 = true;
  };
}
function layOut(context, skin, latest) {
  const { spec, root } = context;
  const notice = makeNotice();
  const log = h("div", { class: "sz-log", role: "log", "aria-live": "polite", "aria-label": skin.label });
  const dock = h("div", { class: "sz-dock", role: "group", tabindex: "-1", "aria-label": "你的选择" });
  const head6 = skin.head(context);
  const strip = gaugeStrip(spec);
  const pad = notePad(context);
  const voice = readingAloud((say) => say(latest()));
  const scene = h("div", { class: "sz-scene" }, head6.node, strip.node, pad.node);
  const stage = h("div", { class: `sz-chat sz-stage sz-stage--${skin.name}` }, scene, log, dock);
  const brief = spec.brief && h("p", { class: "sz-brief" }, spec.brief);
  fill(root, h("div", { class: "sz-titles" }, heading(context), voice.node), brief, notice.node, stage, context.status);
  if (skin.roomy) widen(context, stage);
  context.onRemove(voice.leave);
  const update = (view) => {
    if (head6.update) head6.update(view);
    strip.update(view.state);
    pad.update(view.state);
  };
  return { log, dock, notice, voice, update };
}
function widen(context, stage) {
  const { root } = context;
  root.classList.add("sz-roomy");
  const measure = () => stage.classList.toggle("sz-stage--wide", root.clientWidth >= ROOMY);
  if (typeof window.ResizeObserver === "function") {
    const observer = new window.ResizeObserver(measure);
    observer.observe(root);
    context.onRemove(() => observer.disconnect());
  } else {
    window.addEventListener("resize", measure);
    window.setTimeout(measure, 0);
    context.onRemove(() => window.removeEventListener("resize", measure));
  }
  measure();
}
function ending(spec, events) {
  const states = replay(spec, events);
  return nodeOf(spec, states[states.length - 1]).ending || null;
}
function endOf(spec, events) {
  const end = ending(spec, events);
  return end ? `${end.title}。${end.text}` : "";
}
function choiceGroup(context, skin, choices2, choose) {
  const drawn2 = skin.choices ? skin.choices(choices2, choose) : choices2.map((choice) => choiceButton(choice, choose));
  const ask = h("p", { class: "sz-choices__ask", id: context.id("ask") }, "你怎么做？");
  return h("div", { class: "sz-choices", role: "group", "aria-labelledby": context.id("ask") }, ask, drawn2);
}
function lastSaid(log, told) {
  const parts = Array.from(log.children);
  const from = told ? parts.length - 1 : parts.map((part) => part.classList.contains("sz-reply")).lastIndexOf(true);
  return parts.slice(Math.max(0, from)).slice(0, 2);
}
function spoken2(fresh, node) {
  const texts2 = fresh.reduce((all, part) => all.concat(part.texts), []);
  return node.ending ? [...texts2, node.ending.title, node.ending.text] : texts2;
}
export {
  scenario_player_default as default
};
