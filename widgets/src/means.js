// By which means a choice is made: the word that a screen reader hears before it, its sign, and the round keys of a call.
import { button, h } from "./dom.js";
import { icon } from "./icons.js";

const WORDS = {
  say: "说",
  ask: "问",
  look: "看",
  answer: "接听",
  hang_up: "挂断",
  dial: "拨电话",
  send: "回消息",
  fetch: "请人来",
  hold: "先缓办",
  do: "动手",
};
const SHORT = { dial: "电话", fetch: "请人", hold: "暂缓", do: "动手", send: "回复" };

/** The means of a choice, or "" where it has none that we know; what is said as a question is a question. */
export function meansOf(choice) {
  if (choice.means === "say" && /？”?$/u.test(choice.text)) return "ask";
  return Object.prototype.hasOwnProperty.call(WORDS, choice.means || "") ? choice.means : "";
}

/** The word for a means, as it stands beside what was chosen. */
export function meansWord(means) {
  return WORDS[means] || "";
}

/** The two-letter word under a sign. */
export function meansShort(means) {
  return SHORT[means] || WORDS[means] || "";
}

/** What a screen reader hears before the words of a choice. */
function prefix(means) {
  return means && h("span", { class: "sz-hidden" }, `${WORDS[means]}：`);
}

/** A choice as one wide key; with a means it bears its sign. */
export function choiceButton(choice, choose, withSign = true) {
  const means = meansOf(choice);
  const sign = withSign && means && h("span", { class: `sz-means sz-means--${means}` }, icon(means));
  const words = means ? [prefix(means), sign, h("span", { class: "sz-button__words" }, choice.text)] : choice.text;
  return button("choice", words, () => choose(choice.id), means ? { class: "sz-button sz-button--choice sz-button--signed" } : {});
}

/** Choices in groups of one means each, in the order in which the means come up. */
export function groupedChoices(choices, choose) {
  const groups = new Map();
  for (const choice of choices) {
    const means = meansOf(choice);
    if (!groups.has(means)) groups.set(means, []);
    groups.get(means).push(choice);
  }
  if (groups.has("") && groups.size === 1) return choices.map((choice) => choiceButton(choice, choose));
  return Array.from(groups, ([means, list]) => {
    const rail = h("span", { class: "sz-rail", "aria-hidden": "true" }, icon(means), h("span", { class: "sz-rail__word" }, meansShort(means)));
    return h("div", { class: "sz-actions" }, rail, h("div", { class: "sz-actions__keys" }, list.map((choice) => choiceButton(choice, choose, false))));
  });
}
