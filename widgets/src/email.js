// The e-mail skin: letters as sheets of paper, each under its own head; replies lie below.
import { counterpart, marginal, messages, narration, prop, speaker } from "./chat.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { meansOf, meansWord } from "./means.js";

export const email = { name: "email", label: "往来邮件", head, turn, reply };

function head(context) {
  const { name, note } = counterpart(context.spec);
  const who = h("p", { class: "sz-mailbar__who" }, h("span", { class: "sz-mailbar__name" }, name), note && h("span", { class: "sz-mailbar__note" }, note));
  return { node: h("div", { class: "sz-mailbar" }, h("span", { class: "sz-mailbar__box" }, icon("mail"), "收件箱"), who) };
}

/** A run of one sender is one letter: its head, its paragraphs, what is attached. */
function turn(context, list) {
  const runs = [];
  for (const message of list) {
    const last = runs[runs.length - 1];
    if (last && message.from !== "narrator" && last.from === message.from) last.list.push(message);
    else runs.push({ from: message.from, list: [message] });
  }
  return runs.map(({ from, list: run }) => drawn(context, from, run));
}

/** Only whom the mail is from writes letters; whoever is heard, or stands beside one, speaks. */
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
  const headRows = rows.map(([label, text]) => h("div", { class: "sz-sheet__row" }, h("dt", {}, label), h("dd", {}, text)));
  const body = run.map((message) => prop(spec, message) || h("p", { class: "sz-sheet__text" }, message.text));
  return h("article", { class: `sz-sheet sz-sheet--${side}`, "aria-label": `${name}的邮件` }, h("dl", { class: "sz-sheet__head" }, headRows), h("div", { class: "sz-sheet__body" }, body));
}

function reply(context, choice, why) {
  const means = meansOf(choice) || "reply";
  const said = meansWord(means) ? `你的选择 · ${meansWord(means)}` : "你的选择";
  const head = h("p", { class: "sz-mailreply__head" }, icon(means), said);
  return [h("div", { class: "sz-mailreply" }, head, h("p", { class: "sz-mailreply__text" }, choice.text)), marginal(why)];
}
