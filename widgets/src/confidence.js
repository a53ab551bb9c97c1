// How sure one is of an answer: three words to choose from, and after the check one calm sentence on whether it fits.
import { h } from "./dom.js";

const LEVELS = { low: "拿不准", middle: "差不多", high: "很有把握" };
const SAID = {
  low: ["你说拿不准，其实看得准，可以多信自己一点。", "你说拿不准，这个感觉是对的：拿不准的时候，先停一停再办。"],
  middle: ["心里大致有数，结果也对得上。", "心里大致有数，还差一点，看看哪一条没想到。"],
  high: ["很有把握，结果也对得上。", "很有把握，结果却不一样，这样的地方最值得记下来。"],
};

/** Draws nothing where the author does not ask for it. `given()` is what the answer keeps of it, or null. */
export function makeSureness(context, onChange) {
  if (!context.spec.confidence) return { node: null, given: () => null, clear() {}, show() {}, said: () => null };
  let level = null;
  const choose = (next) => () => {
    level = next;
    onChange();
  };
  const inputs = {};
  const one = ([id, word]) => {
    inputs[id] = h("input", { type: "radio", class: "sz-sure__input", name: context.id("sure"), value: id, on: { change: choose(id) } });
    return h("label", { class: "sz-sure__one" }, inputs[id], h("span", { class: "sz-sure__word" }, word));
  };
  const legend = h("legend", { class: "sz-sure__ask" }, "你有多大把握？", h("span", { class: "sz-prompt__hint" }, "（可以不选）"));
  const node = h("fieldset", { class: "sz-sure" }, legend, h("div", { class: "sz-sure__row" }, Object.entries(LEVELS).map(one)));
  return {
    node,
    given: () => (level ? { confidence: level } : null),
    clear() {
      level = null;
    },
    show(next, settled) {
      level = Object.keys(LEVELS).includes(next) ? next : null;
      for (const id of Object.keys(LEVELS)) {
        inputs[id].checked = id === level;
        inputs[id].disabled = settled;
      }
    },
    said: (right) => level && h("span", { class: "sz-sure__said" }, SAID[level][right ? 0 : 1]),
  };
}
