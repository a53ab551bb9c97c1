// The history as parts with keys: what was said on arrival, what broke in, the reply that led on.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { broken, nodeOf, said } from "./step.js";

const VIA = { phone: "来电", sms: "短信", chat: "消息", person: "有人走来", heard: "你听见" };

/** All parts so far; each knows its key, how to draw itself and what of it can be read aloud. */
export function turns(context, skin, events, states) {
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

const texts = (list) => list.map((message) => message.text || "");

/** Something breaks in: a line that says how, then what it brings. */
function interruption(context, skin, cut, state, index) {
  const list = said(cut, state);
  const via = Object.prototype.hasOwnProperty.call(VIA, cut.via) ? cut.via : "chat";
  const label = h("p", { class: "sz-break__label" }, icon(via), h("span", {}, VIA[via]));
  const draw = () => h("div", { class: `sz-turn sz-break sz-break--${via}` }, label, skin.turn(context, list, state));
  return { key: `${index}:!${cut.id}`, texts: texts(list), draw };
}

function answered(context, skin, node, event) {
  const chosen = node.choices.find((choice) => choice.id === event.choice);
  const why = (context.feedback[event.node] || {})[event.choice];
  return h("div", { class: "sz-reply" }, skin.reply(context, chosen, why));
}

/** Keeps what is already there, so that a screen reader hears only what is new; returns the new parts. */
export function reconcile(log, parts) {
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
