// The money timeline of a documented case: in which step could it have been stopped, and what was still safe then?
import { fill, focusQuietly, h, showRange } from "./dom.js";
import { exercise, heading, makeNotice } from "./exercise.js";
import { s } from "./svg.js";

export default exercise("route", build);

function build(context) {
  const { spec, feedback, root, id } = context;
  const canTell = context.practice && Boolean(feedback.stages);
  const notice = makeNotice();
  const end = h("div", { class: "sz-route__after" });
  const choose = (stage) => {
    context.save({ kind: "stage", stage }, true);
    const shown = root.querySelector(".sz-result");
    if (!shown) return;
    focusQuietly(shown);
    showRange(shown.closest("li"), shown.closest("li"));
  };
  const stages = spec.stages.map((stage, index) => drawStage(context, stage, index, choose));
  const list = h("ol", { class: "sz-route__line", "aria-labelledby": id("prompt") }, stages.map((stage) => stage.node));
  fill(root, heading(context), facts(spec), h("p", { class: "sz-prompt", id: id("prompt") }, spec.prompt), notice.node, list, end, context.status);

  return (answer) => {
    const read = readStage(answer, spec);
    notice.show(read === null);
    const chosen = read ? read.stage : null;
    const told = canTell && Boolean(chosen);
    stages.forEach((stage) => stage.show(chosen, told));
    fill(end, told && [advice(feedback.response), sources(spec)]);
  };
}

function readStage(answer, spec) {
  if (Object.keys(answer).length === 0) return { stage: null };
  const known = spec.stages.some((stage) => stage.id === answer.stage);
  return answer.kind === "stage" && known ? { stage: answer.stage } : null;
}

/** When, who, how much; and what is known of the single payments. */
function facts({ day, victim, loss, payments }) {
  const sum = h("span", { class: `sz-route__loss sz-route__loss--${loss.tone}` }, loss.text);
  return h(
    "div",
    { class: "sz-route__facts" },
    h("p", {}, [day, victim].filter(Boolean).join(" · ")),
    h("p", {}, sum, loss.tone !== "kept" && h("span", { class: "sz-route__each" }, `每次付了多少：${payments}`)),
  );
}

/** A step as a button; after the choice also what would have stopped it and the money that was still there. */
function drawStage(context, stage, index, choose) {
  const face = h(
    "button",
    { type: "button", class: "sz-route__face", "aria-pressed": "false", on: { click: () => choose(stage.id) } },
    h("span", { class: "sz-route__step" }, `第 ${index + 1} 步`, stage.name && h("span", { class: "sz-route__name" }, stage.name)),
    h("span", { class: "sz-route__text" }, stage.text),
    stage.paid && h("span", { class: "sz-route__paid" }, `付出 ${stage.paid}`),
  );
  const more = h("div", { class: "sz-route__more", hidden: true });
  const node = h("li", { class: "sz-route__one" }, face, more);
  const show = (chosen, told) => {
    const mine = chosen === stage.id;
    const judged = told ? context.feedback.stages[stage.id] : null;
    const tone = judged ? (judged.late ? " sz-route__one--late" : judged.stop ? " sz-route__one--stop" : "") : "";
    face.setAttribute("aria-pressed", String(mine));
    node.className = `sz-route__one${mine ? " sz-route__one--mine" : ""}${stage.paid ? " sz-route__one--paid" : ""}${tone}`;
    more.hidden = !judged;
    fill(more, judged && [mine && result(context, chosen), judged.stop && h("p", { class: "sz-route__stop" }, h("b", {}, "这里可以停"), judged.stop), money(judged.safe)]);
  };
  return { node, show };
}

/** The money at the beginning of a step: a bar where it is known, and always the words. */
function money({ text, share }) {
  const known = typeof share === "number";
  return h(
    "div",
    { class: "sz-purse" },
    h("span", { class: "sz-purse__label" }, "停在这一步之前，"),
    h("span", { class: `sz-purse__text${share === 0 ? " sz-purse__text--gone" : known ? " sz-purse__text--kept" : ""}` }, text),
    known && bar(share),
  );
}

function bar(share) {
  const part = (x, width, name) => width > 0 && s("rect", { x, y: 0, width, height: 6, class: name });
  const left = Math.round(share * 200);
  const drawn = [part(0, left, "sz-purse__kept"), part(left, 200 - left, "sz-purse__gone")];
  return s("svg", { class: "sz-purse__bar", viewBox: "0 0 200 6", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" }, drawn);
}

function result({ spec, feedback }, chosen) {
  const ids = spec.stages.map((stage) => stage.id);
  const mine = feedback.stages[chosen];
  const number = ids.indexOf(chosen) + 1;
  const first = ids.findIndex((one) => feedback.stages[one].stop) + 1;
  const { share } = mine.safe;
  const inTime = share === 1 ? "停在这里来得及" : typeof share === "number" ? "停在这里，剩下的还保得住" : "停在这里，后面的就拦住了";
  const strong = `你选了第 ${number} 步，${mine.late ? "再往前才停得住" : inTime}。`;
  const kept = !mine.late && typeof share === "number" && share > 0 ? `这时${mine.safe.text}。` : "";
  const earliest = first && first < number ? `最早在第 ${first} 步就有办法。` : "";
  const late = mine.late && share === 0 ? "钱已经出去的时候，最要紧的是马上打110。" : "";
  return h("p", { class: "sz-result", tabindex: "-1" }, h("strong", {}, strong), `${kept}${late}${earliest}别的几步也写明了，点一点可以换着看。`);
}

function advice({ text, label }) {
  return h("section", { class: "sz-advice" }, h("h4", { class: "sz-advice__title" }, "怎样做更稳"), h("p", {}, text), h("p", { class: "sz-advice__from" }, `这句话：${label}；“这里可以停”：教学构造`));
}

function sources({ provenance, sources: cited, inferred }) {
  const notes = inferred.map((note) => h("p", {}, h("b", {}, "我们的推断："), note));
  return h("details", { class: "sz-folded" }, h("summary", {}, `${provenance} · 出处${notes.length ? "，含我们的推断" : ""}`), cited.map((one) => h("p", {}, one)), notes);
}
