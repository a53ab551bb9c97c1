// The picture of a case: a line from above to below, a dot for each moment, the money that left in red on the line.
import { h } from "./dom.js";

/** @param data a case of the library */
export function timeline(data) {
  const { stages } = data;
  const gone = stages.findIndex((stage) => stage.paid);
  const moments = stages.map((stage, number) => moment(stage, stages[number - 1], gone !== -1 && number >= gone));
  return h("figure", { class: "sz-way", "aria-label": name(data) }, h("ol", { class: "sz-way__line" }, moments, end(data, gone !== -1)));
}

/** What who cannot see it hears first. */
function name({ title, stages, loss }) {
  const paid = stages.filter((stage) => stage.paid).length;
  return `${title}，经过共${stages.length}步${paid ? `，付了${paid}次钱` : ""}，${loss.text}`;
}

/** A stage that goes on bears its name once. */
function moment(stage, before, gone) {
  const kinds = [stage.stop ? "stop" : stage.paid && "paid", gone && "gone"].filter(Boolean);
  return h(
    "li",
    { class: ["sz-way__one", ...kinds.map((kind) => `sz-way__one--${kind}`)].join(" ") },
    stage.name && !(before && before.name === stage.name) && h("p", { class: "sz-way__name" }, stage.name),
    h("p", { class: "sz-way__text" }, stage.text),
    stage.stop && h("p", { class: "sz-way__stop" }, h("b", {}, "这里可以停"), stage.stop),
    stage.paid && h("p", { class: "sz-way__paid" }, `付出 ${stage.paid}`),
  );
}

/** Where the line ends: stopped in time, noticed too late, or not told. */
function end({ outcome, noticed, loss, unknown }, gone) {
  const kept = outcome === "prevented";
  const label = kept ? "停在这里" : noticed ? "在这里发觉" : "怎样发觉";
  const tone = kept || noticed ? "noticed" : "open";
  return h(
    "li",
    { class: `sz-way__one sz-way__end sz-way__one--${tone}${gone ? " sz-way__one--gone" : ""}` },
    h("p", { class: "sz-way__name" }, label),
    h("p", { class: noticed ? "sz-way__text" : "sz-way__text sz-fact__open" }, noticed || unknown.noticed || "文件没有写"),
    h("p", { class: loss.precision === "none" ? "sz-sum sz-sum--kept" : loss.value ? "sz-sum sz-sum--gone" : "sz-sum" }, loss.text),
  );
}
