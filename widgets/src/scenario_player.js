// The scenario player: a scene that one walks through by choosing what to do. The skin draws it, the step decides.
import { fill, focusQuietly, h, showLast } from "./dom.js";
import { endingCard } from "./ending.js";
import { exercise, heading, makeNotice } from "./exercise.js";
import { keepRefused } from "./kept.js";
import { choiceButton } from "./means.js";
import { gaugeStrip, notePad } from "./notes.js";
import { skinOf } from "./skins.js";
import { nodeOf, offered, readEvents, record, replay, transcript } from "./step.js";
import { assessedTools, practiceTools } from "./tools.js";
import { reconcile, turns } from "./turns.js";
import { readingAloud } from "./voice.js";

const ROOMY = 760;

export default exercise("player", build);

function build(context) {
  const { spec, item } = context;
  const skin = skinOf(spec);
  let latest = [];
  const parts = layOut(context, skin, () => latest);
  const { log, dock, notice, voice } = parts;
  let refusedAnswer = null;

  const act = (events, told) => {
    voice.stop();
    focusQuietly(dock); // first: afterwards, with what is new on the page, it would cost a layout
    if (refusedAnswer && events.length > 0) context.keep(keepRefused(context.kept(), refusedAnswer.answer, refusedAnswer.refused));
    context.save(events.length ? transcript(item, spec, events) : {}, ending(spec, events) !== null);
    context.announce(told || endOf(spec, events));
    window.requestAnimationFrame(() => showLast(lastSaid(log, told), dock));
  };
  const choose = (events, choice) => act(record(item, spec, events, choice, new Date().toISOString()).events, "");

  let drawn = false;
  return (answer) => {
    const { events, refused } = readEvents(item, spec, answer);
    refusedAnswer = refused ? { answer, refused } : null;
    notice.show(refused && `${refused}先从头开始，旧的记录还留在这台设备上。`);
    const states = replay(spec, events);
    const state = states[states.length - 1];
    const node = nodeOf(spec, state);
    const choices = offered(node, state);
    const history = turns(context, skin, events, states);
    const fresh = reconcile(log, history);
    latest = spoken(history.slice(-1), node);
    parts.update({ state, states, events, node, choices });
    const ask = node.ending ? endingCard(context, node.ending, events) : choiceGroup(context, skin, choices, (choice) => choose(events, choice));
    fill(dock, ask, context.practice ? practiceTools(events, act) : assessedTools(events, act));
    if (drawn) voice.say(spoken(fresh, node));
    drawn = true;
  };
}

/** Everything that stays: title, situation, the scene with what is seen beside it, the talk, and the dock for the choices. */
function layOut(context, skin, latest) {
  const { spec, root } = context;
  const notice = makeNotice();
  const log = h("div", { class: "sz-log", role: "log", "aria-live": "polite", "aria-label": skin.label });
  const dock = h("div", { class: "sz-dock", role: "group", tabindex: "-1", "aria-label": "你的选择" });
  const head = skin.head(context);
  const strip = gaugeStrip(spec);
  const pad = notePad(context);
  const voice = readingAloud((say) => say(latest()));
  const scene = h("div", { class: "sz-scene" }, head.node, strip.node, pad.node);
  const stage = h("div", { class: `sz-chat sz-stage sz-stage--${skin.name}` }, scene, log, dock);
  const brief = spec.brief && h("p", { class: "sz-brief" }, spec.brief);
  fill(root, h("div", { class: "sz-titles" }, heading(context), voice.node), brief, notice.node, stage, context.status);
  if (skin.roomy) widen(context, stage);
  context.onRemove(voice.leave);
  const update = (view) => {
    if (head.update) head.update(view);
    strip.update(view.state);
    pad.update(view.state);
  };
  return { log, dock, notice, voice, update };
}

/** Two columns where the place of the widget is wide enough: this asks its own width, not the window's. */
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

/** What a screen reader hears at the end, when there is nothing more to choose. */
function endOf(spec, events) {
  const end = ending(spec, events);
  return end ? `${end.title}。${end.text}` : "";
}

function choiceGroup(context, skin, choices, choose) {
  const drawn = skin.choices ? skin.choices(choices, choose) : choices.map((choice) => choiceButton(choice, choose));
  const ask = h("p", { class: "sz-choices__ask", id: context.id("ask") }, "你怎么做？");
  return h("div", { class: "sz-choices", role: "group", "aria-labelledby": context.id("ask") }, ask, drawn);
}

/** From where on the page should show the talk: best from one's own reply on, at the least from what came after it. */
function lastSaid(log, told) {
  const parts = Array.from(log.children);
  const from = told ? parts.length - 1 : parts.map((part) => part.classList.contains("sz-reply")).lastIndexOf(true);
  return parts.slice(Math.max(0, from)).slice(0, 2);
}

/** What is read aloud after a choice: the new messages, and the ending. */
function spoken(fresh, node) {
  const texts = fresh.reduce((all, part) => all.concat(part.texts), []);
  return node.ending ? [...texts, node.ending.title, node.ending.text] : texts;
}
