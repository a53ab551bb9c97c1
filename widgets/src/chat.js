// The chat skin: bubbles with the sender's name, narrator lines in the middle, exhibits in the sender's place.
import { h } from "./dom.js";
import { exhibit, initial } from "./exhibit.js";
import { icon } from "./icons.js";
import { meansOf, meansWord } from "./means.js";

export const chat = { name: "chat", label: "对话", head: (context) => ({ node: castStrip(context.spec) }), turn: (context, list) => messages(context.spec, list), reply };

/** Who speaks: name, and the side of the screen; a third person's name says by which way they are heard. */
export function speaker(spec, from) {
  const member = (spec.cast || {})[from] || {};
  const side = from === "me" || member.side === "me" ? "me" : member.side === "other" ? "other" : "them";
  const name = member.name || (side === "me" ? "我" : "对方");
  return { name: side === "other" && member.note ? `${name}（${member.note}）` : name, side };
}

/** The people whom the scene is about. Who comes in later would give the end away. */
export function counterparts(spec) {
  return Object.keys(spec.cast || {}).filter((id) => id !== "narrator" && speaker(spec, id).side === "them");
}

/** The one whom the scene is about: name and what one is told of them. */
export function counterpart(spec) {
  const [first] = counterparts(spec);
  return first ? { id: first, name: speaker(spec, first).name, note: spec.cast[first].note || "" } : { id: null, name: "对方", note: "" };
}

/** The strip at the head of the chat: who writes to one, and what one knows of them. */
export function castStrip(spec) {
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

/** The messages of one node, in order; a run of one sender shows the name once. `face` may draw a sender's picture. */
export function messages(spec, list, face) {
  let last = null;
  return list.map((message) => {
    const first = message.from !== last;
    last = message.from;
    return oneMessage(spec, message, first, face);
  });
}

/** The exhibit of a message, or null where it only says something. */
export function prop(spec, message) {
  return message.exhibit ? exhibit(spec.exhibits[message.exhibit]) : null;
}

function oneMessage(spec, message, first, face) {
  const shown = prop(spec, message);
  if (message.from === "narrator") return narration(message, shown);
  const content = shown || h("p", { class: "sz-bubble" }, message.text);
  return bubble(speaker(spec, message.from), content, first, first && face ? face(message.from) : null);
}

/** A line of the narrator, or what he shows. */
export function narration(message, shown) {
  const body = shown || h("p", { class: "sz-narrator" }, message.text);
  return h("div", { class: "sz-msg sz-msg--narrator" }, h("span", { class: "sz-hidden" }, "旁白："), body);
}

/** A message of somebody around ready content. */
export function bubble({ name, side }, content, first, picture) {
  return h(
    "div",
    { class: `sz-msg sz-msg--${side}${first ? "" : " sz-msg--more"}` },
    side !== "me" && (picture || avatar(name, side, !first)),
    h("div", { class: "sz-msg__body" }, h("p", { class: first ? "sz-msg__name" : "sz-hidden" }, name), content),
  );
}

/** What the trainee chose, with its means, and the marginal note under it. */
export function reply(context, choice, why) {
  const means = meansOf(choice);
  const sign = means && h("span", { class: "sz-chosen__means" }, icon(means), h("span", { class: "sz-hidden" }, `${meansWord(means)}：`));
  const words = h("p", { class: "sz-bubble sz-bubble--chosen" }, sign, choice.text);
  return [bubble({ name: "你的选择", side: "me" }, words, true), marginal(why)];
}

/** The note in the margin: why, at the decision. */
export function marginal(why) {
  return why && h("div", { class: "sz-note" }, h("span", { class: "sz-note__label" }, "旁批"), h("p", { class: "sz-note__text" }, why));
}

function avatar(name, side, blank) {
  return h("span", { class: `sz-avatar sz-avatar--${side}${blank ? " sz-avatar--blank" : ""}`, "aria-hidden": "true" }, blank ? "" : initial(name));
}
