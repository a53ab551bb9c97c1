// What one can see beside the talk: gauges that have words, and the note pad that fills up.
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { noted } from "./step.js";

const TIME = /^\d{1,2}:\d\d$/;

/** The names of the gauges that the trainee sees. */
export function shownGauges(spec) {
  return Object.keys(spec.gauges || {}).filter((name) => spec.gauges[name].words);
}

/** The gauge that a face shows, by its name or by its label. */
export function moodGauge(spec) {
  return shownGauges(spec).find((name) => name === "mood" || /心情|情绪/u.test(spec.gauges[name].label || "")) || null;
}

/** The time on the wall, where a gauge tells it. */
export function clockTime(spec, state) {
  const name = shownGauges(spec).find((one) => spec.gauges[one].words.every((word) => TIME.test(word)));
  return name ? gaugeWord(spec, state, name) : null;
}

/** The word of a gauge in a state. */
export function gaugeWord(spec, state, name) {
  const { words, low } = spec.gauges[name];
  return words[state.values[name] - low];
}

/** The strip of shown gauges; `update` touches only what has changed, so that only this is read out. */
export function gaugeStrip(spec) {
  const node = h("div", { class: "sz-strip", role: "status" });
  const names = shownGauges(spec);
  node.hidden = names.length === 0;
  let shown = "";
  const update = (state) => {
    const pairs = names.map((name) => [spec.gauges[name].label, gaugeWord(spec, state, name)]);
    if (JSON.stringify(pairs) === shown) return;
    shown = JSON.stringify(pairs);
    const entries = pairs.map(([label, word]) => h("div", { class: "sz-mood" }, h("dt", {}, label), h("dd", {}, word)));
    fill(node, pairs.length > 0 && h("dl", { class: "sz-moods" }, entries));
  };
  return { node, update };
}

/** The note pad: each fact appears when it has been found out. On a narrow page it folds away, on a wide one it lies open. */
export function notePad({ spec, id }) {
  if ((spec.notes || []).length === 0) return { node: null, update: () => {} };
  const list = h("ul", { class: "sz-pad__list", id: id("notes") });
  const told = h("p", { class: "sz-hidden", role: "status" });
  const latest = h("span", { class: "sz-pad__latest", "aria-hidden": "true" });
  const counts = [h("span", { class: "sz-pad__count" }), h("span", { class: "sz-pad__count" })];
  const name = (count) => [icon("note"), h("span", { class: "sz-pad__name" }, "便签"), count];
  const flip = () => toggle.setAttribute("aria-expanded", String(node.classList.toggle("sz-pad--open")));
  const toggle = h("button", { type: "button", class: "sz-pad__toggle", "aria-expanded": "false", "aria-controls": id("notes"), on: { click: flip } }, name(counts[0]), latest);
  const node = h("div", { class: "sz-pad", role: "group", "aria-label": "便签：问到的、看到的" }, toggle, h("p", { class: "sz-pad__title" }, name(counts[1])), list, told);
  let before = null;
  const update = (state) => {
    const texts = noted(spec, state);
    for (const count of counts) count.textContent = texts.length ? `${texts.length} 条` : "还空着";
    latest.textContent = texts[texts.length - 1] || "";
    const fresh = before && texts.filter((text) => !before.includes(text));
    if (fresh && fresh.length > 0) told.textContent = `便签上多了：${fresh.join("")}`;
    before = texts;
    drawNotes(list, texts);
  };
  return { node, update };
}

/** Keeps the lines that are still there. */
function drawNotes(list, texts) {
  const empty = list.querySelector(".sz-pad__empty");
  if (empty) empty.remove();
  const old = Array.from(list.children);
  for (const line of old) if (!texts.includes(line.textContent)) line.remove();
  texts.forEach((text, index) => {
    const there = list.children[index];
    if (!there || there.textContent !== text) list.insertBefore(h("li", { class: "sz-pad__note" }, text), there || null);
  });
  if (texts.length === 0) list.appendChild(h("li", { class: "sz-pad__empty" }, "问到的、看到的，会记在这里。"));
}
