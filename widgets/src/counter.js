// The counter skin: a customer on the other side of the glass, whose face follows the mood; slips lie on the desk.
import { bubble, counterpart, messages, narration, prop, reply, speaker } from "./chat.js";
import { fill, h } from "./dom.js";
import { looks, moodLevel, smallFace } from "./faces.js";
import { groupedChoices } from "./means.js";
import { clockTime, moodGauge } from "./notes.js";
import { counterScene } from "./scenes.js";
import { nodeOf, said } from "./step.js";

export const counter = { ...place(counterScene), name: "counter", label: "柜台前的对话", roomy: true };

/** A skin with a drawn place at its head, and a customer in it. */
export function place(scene) {
  return { head: (context) => head(context, scene), turn, reply, choices: groupedChoices };
}

function head(context, scene) {
  const { spec } = context;
  const { id, name, note } = counterpart(spec);
  const look = looks((spec.cast || {})[id]);
  const mood = moodGauge(spec);
  const stage = h("div", { class: "sz-place__picture" });
  const caption = h("p", { class: "sz-place__who" }, h("span", { class: "sz-place__name" }, name), note && h("span", { class: "sz-place__note" }, note));
  let shown = "";
  const update = ({ state, states }) => {
    const view = { level: moodLevel(spec, state, mood), look, note, time: clockTime(spec, state), papers: exhibitsSo(spec, states) };
    if (JSON.stringify(view) === shown) return;
    shown = JSON.stringify(view);
    fill(stage, scene(view));
  };
  return { node: h("div", { class: "sz-place" }, stage, caption), update };
}

/** How many exhibits have come onto the desk so far; three are drawn at the most. */
function exhibitsSo(spec, states) {
  const seen = new Set();
  for (const state of states) for (const message of said(nodeOf(spec, state), state)) if (message.exhibit) seen.add(message.exhibit);
  return Math.min(3, seen.size);
}

/** What is said across the counter: beside the customer's words stands the face of that moment, exhibits lie on the desk. */
function turn(context, list, state) {
  const { spec } = context;
  const level = moodLevel(spec, state, moodGauge(spec));
  const look = (from) => looks((spec.cast || {})[from]);
  const face = (from) => (speaker(spec, from).side === "them" ? h("span", { class: "sz-avatar sz-avatar--face", "aria-hidden": "true" }, smallFace(level, look(from))) : null);
  let before = null;
  return list.map((message) => {
    const first = message.from !== before;
    before = message.from;
    const shown = prop(spec, message);
    if (shown) return onDesk(spec, message, shown);
    if (message.from === "narrator") return narration(message, null);
    return first ? messages(spec, [message], face)[0] : bubble(speaker(spec, message.from), h("p", { class: "sz-bubble" }, message.text), false);
  });
}

function onDesk(spec, message, shown) {
  const { name, side } = speaker(spec, message.from);
  const who = message.from === "narrator" ? "旁白：" : side === "me" ? "你看到的：" : `${name}递过来的：`;
  return h("div", { class: "sz-desk" }, h("span", { class: "sz-hidden" }, who), shown);
}
