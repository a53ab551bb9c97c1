// The phone skin: a call that rings, is answered, goes on and is hung up; the talk stands below as a transcript.
import { counterpart, marginal, narration, prop, speaker } from "./chat.js";
import { button, fill, h } from "./dom.js";
import { initial } from "./exhibit.js";
import { icon } from "./icons.js";
import { choiceButton, meansOf, meansWord } from "./means.js";
import { nodeOf, said } from "./step.js";

const CALL = new Set(["answer", "hang_up", "dial"]);
const HANZI_A_SECOND = 4;

export const phone = { name: "phone", label: "通话记录", head, turn, reply, choices };

/** The screen of the phone: who it is, and how the call stands. */
function head(context) {
  const { name, note } = counterpart(context.spec);
  const status = h("p", { class: "sz-call__status", role: "status" });
  const who = h("p", { class: "sz-call__name" }, name);
  const face = h("span", { class: "sz-call__face", "aria-hidden": "true" }, initial(name));
  const node = h("div", { class: "sz-call" }, face, h("div", { class: "sz-call__who" }, who, note && h("p", { class: "sz-call__note" }, note)), status);
  const update = (view) => {
    const { ringing, text } = callStatus(context.spec, view);
    node.classList.toggle("sz-call--ringing", ringing && !showsCall(context.spec, view.state));
    if (status.textContent !== text) fill(status, text);
  };
  return { node, update };
}

/** Whether the call screen lies in the talk as an exhibit: then the head need not draw it once more. */
function showsCall(spec, state) {
  return said(nodeOf(spec, state), state).some((message) => message.exhibit && spec.exhibits[message.exhibit].kind === "call");
}

/** How the call stands: it rings, it runs for so long, it is over. Told from the events alone. */
export function callStatus(spec, { states, events, choices }) {
  const calls = events.map((event, index) => ({ index, means: meansAt(spec, event) })).filter(({ means }) => CALL.has(means));
  const last = calls[calls.length - 1];
  if (!last && choices.some((choice) => choice.means === "answer")) return { ringing: true, text: "来电，正在响铃" };
  if (last && last.means === "hang_up") return { ringing: false, text: "通话已结束" };
  const from = last ? last.index + 1 : 0;
  return { ringing: false, text: `${last && last.means === "dial" ? "你拨出的通话" : "通话中"} ${clock(spoken(spec, states, events, from))}` };
}

function meansAt(spec, event) {
  return (chosen(spec, event) || {}).means || "";
}

function chosen(spec, event) {
  return (spec.nodes[event.node].choices || []).find((choice) => choice.id === event.choice);
}

/** Seconds of talk since a state: as long as one takes to say what was said. */
function spoken(spec, states, events, from) {
  let letters = 0;
  states.forEach((state, index) => {
    if (index < from) return;
    for (const message of said(nodeOf(spec, state), state)) if (message.from !== "narrator") letters += Array.from(message.text || "").length;
    if (events[index]) letters += Array.from((chosen(spec, events[index]) || {}).text || "").length;
  });
  return Math.round(letters / HANZI_A_SECOND);
}

function clock(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}

/** Lines of a transcript: who, and what they say. */
function turn(context, list) {
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

function reply(context, choice, why) {
  const means = meansOf(choice);
  const sign = means && h("span", { class: "sz-chosen__means" }, icon(means), h("span", { class: "sz-hidden" }, `${meansWord(means)}：`));
  return [line("你的选择", "me", h("p", { class: "sz-said__text sz-said__text--chosen" }, sign, choice.text)), marginal(why)];
}

/** Where there is nothing but answering, hanging up and dialling, the keys are round, as on a phone. */
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
