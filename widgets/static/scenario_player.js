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

// widgets/src/chat.js
function speaker(spec, from) {
  const member = (spec.cast || {})[from] || {};
  const side = from === "me" || member.side === "me" ? "me" : member.side === "other" ? "other" : "them";
  const name = member.name || (side === "me" ? "我" : "对方");
  return { name: side === "other" && member.note ? `${name}（${member.note}）` : name, side };
}
function castStrip(spec) {
  const others = Object.keys(spec.cast || {}).filter((id) => speaker(spec, id).side === "them" && id !== "narrator");
  if (others.length === 0) return null;
  const entry = (id) => {
    const { name, side } = speaker(spec, id);
    const note = spec.cast[id].note;
    const who = h("div", { class: "sz-cast__who" }, h("span", { class: "sz-cast__name" }, name), note && h("span", { class: "sz-cast__note" }, note));
    return h("li", { class: "sz-cast__one" }, avatar(name, side), who);
  };
  return h("ul", { class: "sz-cast", "aria-label": "对话里的人" }, others.map(entry));
}
function messages(spec, list) {
  let last = null;
  return list.map((message) => {
    const first = message.from !== last;
    last = message.from;
    return oneMessage(spec, message, first);
  });
}
function oneMessage(spec, message, first) {
  const prop = message.exhibit ? exhibit(spec.exhibits[message.exhibit]) : null;
  if (message.from === "narrator") {
    const body = prop || h("p", { class: "sz-narrator" }, message.text);
    return h("div", { class: "sz-msg sz-msg--narrator" }, h("span", { class: "sz-hidden" }, "旁白："), body);
  }
  return bubble(speaker(spec, message.from), prop || h("p", { class: "sz-bubble" }, message.text), first);
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

// widgets/src/step.js
var TRANSCRIPT_SCHEMA = "shizha.transcript/1";
var has = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
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
  return { node: to, seq: state.seq + 1, values };
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
function readEvents(item, spec, answer) {
  if (Object.keys(answer).length === 0) return [];
  const ours = answer.kind === "transcript" && answer.schema === TRANSCRIPT_SCHEMA && answer.item === item;
  if (!ours || answer.content_version !== spec.content_version || !Array.isArray(answer.events)) return null;
  try {
    replay(spec, answer.events);
    return answer.events;
  } catch (error) {
    return null;
  }
}

// widgets/src/scenario_player.js
var ENDINGS = {
  safe: ["ok", "守住了"],
  served: ["ok", "办妥了"],
  missed: ["wait", "真事被耽误了"],
  partial_loss: ["gone", "一部分钱没了"],
  loss: ["gone", "钱没了"]
};
var scenario_player_default = exercise("player", build);
function build(context) {
  const { spec, item, root, id } = context;
  const notice = makeNotice();
  const log = h("div", { class: "sz-log", role: "log", "aria-live": "polite", "aria-label": "对话" });
  const mood = h("div", { role: "status" });
  const dock = h("div", { class: "sz-dock" });
  const brief = spec.brief && h("p", { class: "sz-brief" }, spec.brief);
  fill(root, heading(context), brief, notice.node, h("div", { class: "sz-chat" }, castStrip(spec), log, mood, dock), context.status);
  const act = (events, told) => {
    context.save(events.length ? transcript(item, spec, events) : {}, isDone(spec, events));
    context.announce(told);
    const replies = log.querySelectorAll(".sz-reply");
    focusQuietly(dock.firstChild);
    showRange(replies.length && !told ? replies[replies.length - 1] : dock, dock);
  };
  const choose = (events, choice) => act(record(item, spec, events, choice, (/* @__PURE__ */ new Date()).toISOString()).events, "");
  return (answer) => {
    const read = readEvents(item, spec, answer);
    const events = read || [];
    const states = replay(spec, events);
    notice.show(read === null);
    reconcile(log, turns(context, events, states));
    const state = states[states.length - 1];
    const node = nodeOf(spec, state);
    const ask = node.ending ? endingCard(context, node.ending) : choiceGroup(id, offered(node, state), (choice) => choose(events, choice));
    fill(mood, moods(spec, state));
    fill(dock, ask, context.practice ? practiceTools(events, act) : assessedTools(events, act));
  };
}
function isDone(spec, events) {
  const states = replay(spec, events);
  return Boolean(nodeOf(spec, states[states.length - 1]).ending);
}
function turns(context, events, states) {
  const parts = [];
  states.forEach((state, index) => {
    const node = nodeOf(context.spec, state);
    const list = said(node, state);
    if (list.length > 0) parts.push({ key: `${index}:${state.node}`, draw: () => h("div", { class: "sz-turn" }, messages(context.spec, list)) });
    const event = events[index];
    if (event) parts.push({ key: `${index}:${state.node}:${event.choice}`, draw: () => reply(context, node, event) });
  });
  return parts;
}
function reconcile(log, parts) {
  let same = 0;
  while (same < parts.length && same < log.children.length && log.children[same].getAttribute("data-part") === parts[same].key) same += 1;
  while (log.children.length > same) log.lastChild.remove();
  for (const part of parts.slice(same)) {
    const node = part.draw();
    node.setAttribute("data-part", part.key);
    log.appendChild(node);
  }
}
function reply(context, node, event) {
  const chosen = node.choices.find((choice) => choice.id === event.choice);
  const why = (context.feedback[event.node] || {})[event.choice];
  const chosenBubble = bubble({ name: "你的选择", side: "me" }, h("p", { class: "sz-bubble sz-bubble--chosen" }, chosen.text), true);
  const note = why && h("div", { class: "sz-note" }, h("span", { class: "sz-note__label" }, "旁批"), h("p", { class: "sz-note__text" }, why));
  return h("div", { class: "sz-reply" }, chosenBubble, note);
}
function moods(spec, state) {
  const shown = Object.keys(spec.gauges || {}).filter((name) => spec.gauges[name].words);
  if (shown.length === 0) return null;
  const pairs = shown.map((name) => {
    const { label, words, low } = spec.gauges[name];
    return h("div", { class: "sz-mood" }, h("dt", {}, label), h("dd", {}, words[state.values[name] - low]));
  });
  return h("dl", { class: "sz-moods" }, pairs);
}
function choiceGroup(id, choices, choose) {
  return h(
    "div",
    { class: "sz-choices", role: "group", tabindex: "-1", "aria-labelledby": id("ask") },
    h("p", { class: "sz-choices__ask", id: id("ask") }, "你怎么做？"),
    choices.map((choice) => button("choice", choice.text, () => choose(choice.id)))
  );
}
function endingCard(context, ending) {
  const [tone, label] = context.practice && ENDINGS[ending.kind] || ["plain", "情景结束"];
  return h(
    "div",
    { class: `sz-ending sz-ending--${tone}`, role: "group", tabindex: "-1", "aria-labelledby": context.id("ending") },
    h("p", { class: "sz-ending__label" }, label),
    h("h4", { class: "sz-ending__title", id: context.id("ending") }, ending.title),
    h("p", { class: "sz-ending__text" }, ending.text)
  );
}
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
export {
  scenario_player_default as default
};
