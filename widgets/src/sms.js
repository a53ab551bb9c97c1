// The SMS skin: one thread on a phone, under the sender's name and the day.
import { counterpart, messages, reply } from "./chat.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";

export const sms = { name: "sms", label: "短信记录", head, turn: (context, list) => messages(context.spec, list, blank), reply };

const blank = () => h("span", { class: "sz-hidden" });

function head(context) {
  const { name, note } = counterpart(context.spec);
  const who = h("div", { class: "sz-thread__who" }, h("p", { class: "sz-thread__name" }, name), note && h("p", { class: "sz-thread__note" }, note));
  const bar = h("div", { class: "sz-thread" }, h("span", { class: "sz-thread__back" }, icon("back")), who, h("span", { class: "sz-thread__back" }, icon("sms")));
  return { node: h("div", {}, bar, h("p", { class: "sz-thread__day" }, "短信 · 今天")) };
}
