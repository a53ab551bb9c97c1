// How a scenario ends: what came of it, the money, and, in practice, what one did on the way.
import { h } from "./dom.js";
import { picture, s } from "./svg.js";

const ENDINGS = {
  safe: ["ok", "守住了"],
  served: ["ok", "办妥了"],
  missed: ["wait", "真事被耽误了"],
  partial_loss: ["gone", "一部分钱没了"],
  loss: ["gone", "钱没了"],
};

/** The card at the end; an assessed one tells nothing of right and wrong. */
export function endingCard(context, ending, events) {
  const [tone, label] = (context.practice && ENDINGS[ending.kind]) || ["plain", "情景结束"];
  return h(
    "div",
    { class: `sz-ending sz-ending--${tone}`, role: "group", "aria-labelledby": context.id("ending") },
    h("p", { class: "sz-ending__label" }, label),
    h("h4", { class: "sz-ending__title", id: context.id("ending") }, ending.title),
    h("p", { class: "sz-ending__text" }, ending.text),
    context.practice && money(context.spec, ending),
    context.practice && journey(context.spec, events),
  );
}

/** Yuan with its thousands parted. */
export function yuan(sum) {
  return `${String(sum).replace(/\B(?=(\d{3})+(?!\d))/g, ",")} 元`;
}

/** What became of the money, in words and as a bar of two parts; null where no stake is known. */
function money(spec, ending) {
  const { stake } = spec;
  if (!(stake > 0) || !ENDINGS[ending.kind]) return null;
  if (ending.kind === "served" || ending.kind === "missed") {
    return h("dl", { class: "sz-money" }, sum("这件事牵涉", yuan(stake), "plain"));
  }
  const lost = Math.min(stake, Math.max(0, ending.lost || 0));
  return h("div", { class: "sz-money" }, bar(lost / stake), h("dl", { class: "sz-money__sums" }, lost < stake && sum("保住", yuan(stake - lost), "kept"), lost > 0 && sum("没了", yuan(lost), "gone")));
}

function sum(label, text, tone) {
  return h("div", { class: `sz-money__sum sz-money__sum--${tone}` }, h("dt", {}, label), h("dd", {}, text));
}

function bar(part) {
  const gone = Math.round(part * 200);
  const kept = s("rect", { x: 0, y: 0, width: 200 - gone, height: 8, class: "sz-pen sz-pen--kept" });
  const lost = s("rect", { x: 200 - gone, y: 0, width: gone, height: 8, class: "sz-pen sz-pen--gone" });
  return picture("sz-money__bar", "0 0 200 8", [kept, lost], { preserveAspectRatio: "none" });
}

/** The choices that were made, in order. */
function chosenOf(spec, events) {
  return events.map((event) => (spec.nodes[event.node].choices || []).find((choice) => choice.id === event.choice)).filter(Boolean);
}

const unique = (labels) => Array.from(new Set(labels.filter(Boolean)));
const collect = (choices, name) => unique(choices.reduce((all, choice) => all.concat(choice[name] || []), []));

/** 这一趟: what was asked, what was done for safety, and what could be steadier. */
function journey(spec, events) {
  const all = Object.keys(spec.nodes).reduce((list, id) => list.concat(spec.nodes[id].choices || []), []);
  const made = chosenOf(spec, events);
  const rows = [
    row("问过", collect(made, "asks"), collect(all, "asks").length > 0 && "五必问里的，没有问到", "plain"),
    row("做过", collect(made, "safety"), collect(all, "safety").length > 0 && "这一趟没有用上", "plain"),
    row("下回留意", collect(made, "harms"), false, "wait"),
  ].filter(Boolean);
  if (rows.length === 0) return null;
  return h("div", { class: "sz-journey" }, h("p", { class: "sz-journey__title" }, "这一趟"), h("dl", { class: "sz-journey__rows" }, rows));
}

function row(label, words, otherwise, tone) {
  if (words.length === 0 && !otherwise) return null;
  const list = words.length ? h("ul", { class: "sz-journey__words" }, words.map((word) => h("li", { class: `sz-journey__word sz-journey__word--${tone}` }, word))) : otherwise;
  return h("div", { class: "sz-journey__row" }, h("dt", {}, label), h("dd", { class: words.length ? "" : "sz-journey__none" }, list));
}
