// The chat skin: bubbles with the sender's name, narrator lines in the middle, exhibits in the sender's place.
import { h } from "./dom.js";
import { exhibit } from "./exhibit.js";

/** Who speaks: name, and the side of the screen; a third person's name says by which way they are heard. */
export function speaker(spec, from) {
  const member = (spec.cast || {})[from] || {};
  const side = from === "me" || member.side === "me" ? "me" : member.side === "other" ? "other" : "them";
  const name = member.name || (side === "me" ? "我" : "对方");
  return { name: side === "other" && member.note ? `${name}（${member.note}）` : name, side };
}

/** The strip at the head of the chat: who writes to one, and what one knows of them. Who comes in later would give the end away. */
export function castStrip(spec) {
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

/** The messages of one node, in order; a run of one sender shows the name once. */
export function messages(spec, list) {
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

/** A message of somebody around ready content. */
export function bubble({ name, side }, content, first) {
  return h(
    "div",
    { class: `sz-msg sz-msg--${side}${first ? "" : " sz-msg--more"}` },
    side !== "me" && avatar(name, side, !first),
    h("div", { class: "sz-msg__body" }, h("p", { class: first ? "sz-msg__name" : "sz-hidden" }, name), content),
  );
}

function avatar(name, side, blank) {
  const letter = Array.from(name)[0] || "";
  return h("span", { class: `sz-avatar sz-avatar--${side}${blank ? " sz-avatar--blank" : ""}`, "aria-hidden": "true" }, blank ? "" : letter);
}
