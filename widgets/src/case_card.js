// One case as a card: closed it says what it is, open it shows the picture, the facts and where they come from.
import { timeline } from "./case_timeline.js";
import { fill, h } from "./dom.js";

/** @returns {data, node, open()}; `onToggle(open)` is told when a person opens or closes it */
export function caseCard(data, id, onToggle) {
  const body = h("div", { class: "sz-case__body", id: `${id}-body`, hidden: true });
  const set = (open) => {
    if (open && !body.firstChild) fill(body, ...details(data));
    body.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
  };
  const press = () => {
    const open = body.hidden;
    set(open);
    onToggle(open);
  };
  const opener = h("button", { type: "button", class: "sz-case__open", "aria-expanded": "false", "aria-controls": body.id, on: { click: press } }, data.title);
  const head = h(
    "div",
    { class: "sz-case__head" },
    h("h3", { class: "sz-case__title", id: `${id}-title` }, opener),
    h("p", { class: "sz-case__line" }, [data.date && data.day, data.type, data.channel !== "unknown" && data.channel_label].filter(Boolean).join(" · ")),
    h("p", { class: "sz-case__marks" }, origin(data), h("span", { class: "sz-mark" }, data.kind_label), h("span", { class: lossTone(data) }, data.loss.text)),
  );
  const node = h("article", { class: "sz-case", "aria-labelledby": `${id}-title` }, head, body);
  return { data, node, open: () => set(true) };
}

function origin(data) {
  const ours = data.provenance === "constructed";
  return h("span", { class: `sz-mark sz-mark--${ours ? "ours" : "told"}` }, data.provenance_label);
}

function lossTone({ loss }) {
  if (loss.precision === "none") return "sz-sum sz-sum--kept";
  return loss.value ? "sz-sum sz-sum--gone" : "sz-sum";
}

function details(data) {
  return [
    timeline(data),
    h("dl", { class: "sz-facts" }, facts(data)),
    h("section", { class: "sz-steady" }, h("h4", { class: "sz-steady__title" }, "怎样做更稳"), h("p", {}, data.response.text), h("p", { class: "sz-small" }, `这句话：${data.response.label}`)),
    sources(data),
  ];
}

/** What is known, and calmly of each other thing that the document does not tell it. Sum and discovery stand in the picture. */
function facts(data) {
  const victim = data.victim || data.unknown["victim.occupation"];
  const rows = [
    ["时间", data.date && data.day, data.unknown.date],
    ["地点", data.place, data.unknown.place],
    ["对象", data.victim, victim],
    ["冒充", data.impersonated, data.unknown.impersonated],
    ["渠道", data.channel !== "unknown" && data.channel_label, data.unknown.channel],
    ["手法", data.playbook],
    ["分笔", data.payments, data.unknown.payments_cny],
    ["损失", null, data.unknown.loss_cny],
    ["结果", data.outcome_label],
    ["适合", data.roles.join("、")],
  ];
  return rows
    .filter(([, known, open]) => known || open)
    .map(([name, known, open]) => h("div", { class: "sz-fact" }, h("dt", {}, name), h("dd", known ? {} : { class: "sz-fact__open" }, known || open)));
}

function sources(data) {
  const notes = data.inferred.map((note) => h("p", {}, h("b", {}, "我们的推断："), note));
  const label = `${data.provenance_label}${data.sources.length ? " · 出处" : ""}${notes.length ? "，含我们的推断" : ""}`;
  if (data.sources.length === 0 && notes.length === 0) return h("p", { class: "sz-small" }, label);
  const cited = data.sources.map((source) => h("p", {}, source));
  return h("details", { class: "sz-source" }, h("summary", { class: "sz-fold" }, label), cited, notes);
}
