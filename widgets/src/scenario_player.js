// The scenario player: a chat that one walks through by choosing what to do.
import { bubble, castStrip, messages } from "./chat.js";
import { button, fill, focusQuietly, h, showRange } from "./dom.js";
import { exercise, heading, makeNotice } from "./exercise.js";
import { nodeOf, offered, readEvents, record, replay, said, transcript } from "./step.js";

const ENDINGS = {
  safe: ["ok", "守住了"],
  served: ["ok", "办妥了"],
  missed: ["wait", "真事被耽误了"],
  partial_loss: ["gone", "一部分钱没了"],
  loss: ["gone", "钱没了"],
};

export default exercise("player", build);

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
  const choose = (events, choice) => act(record(item, spec, events, choice, new Date().toISOString()).events, "");

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

/** The history as parts with keys: the messages of each node on the way, and the reply that led on. */
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

/** Keeps what is already there, so that a screen reader hears only what is new. */
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

/** What one can see of the others: a gauge that has words, such as a customer's mood. */
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
    choices.map((choice) => button("choice", choice.text, () => choose(choice.id))),
  );
}

function endingCard(context, ending) {
  const [tone, label] = (context.practice && ENDINGS[ending.kind]) || ["plain", "情景结束"];
  return h(
    "div",
    { class: `sz-ending sz-ending--${tone}`, role: "group", tabindex: "-1", "aria-labelledby": context.id("ending") },
    h("p", { class: "sz-ending__label" }, label),
    h("h4", { class: "sz-ending__title", id: context.id("ending") }, ending.title),
    h("p", { class: "sz-ending__text" }, ending.text),
  );
}

function practiceTools(events, act) {
  if (events.length === 0) return null;
  return h(
    "div",
    { class: "sz-tools" },
    button("quiet", "退回一步", () => act(events.slice(0, -1), "已退回一步。")),
    button("quiet", "重新来过", () => act([], "已从头开始。")),
  );
}

/** Starting anew throws a whole answer away, so it asks once, in place. */
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
