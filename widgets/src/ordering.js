// Putting things in order: two buttons beside each, up and down; nothing needs to be dragged.
import { makeSureness } from "./confidence.js";
import { button, fill, focusQuietly, h, showRange } from "./dom.js";
import { makeNotice } from "./exercise.js";
import { picture, stroke } from "./svg.js";

/** The build of a question of the type `ordering`; `frame` puts title, exhibit and the rest together. */
export function buildOrdering(context, frame) {
  const { spec, feedback, id } = context;
  const start = spec.options.map((option) => option.id);
  const canCheck = context.practice && Object.keys(feedback).length > 0;
  const notice = makeNotice();
  const list = h("ol", { class: "sz-order", "aria-labelledby": id("prompt") });
  const panel = h("div", { class: "sz-panel" });
  const sureness = makeSureness(context, () => keep(order, false));
  let order = start;

  const keep = (next, checked) => context.save({ kind: "order", order: next, ...sureness.given(), checked }, canCheck ? checked : true);
  const move = (one, by) => {
    const from = order.indexOf(one);
    const to = from + by;
    if (to < 0 || to >= order.length) return;
    const next = order.filter((other) => other !== one);
    next.splice(to, 0, one);
    keep(next, false);
    const { up, down } = rows.find((row) => row.id === one);
    focusQuietly((by < 0 && to > 0) || to === order.length - 1 ? up : down);
    context.announce(`现在排在第 ${to + 1}`);
  };
  const rows = spec.options.map((option) => drawRow(context, option, move));
  frame(context, notice, h("p", { class: "sz-prompt", id: id("prompt") }, spec.prompt), list, sureness.node, panel);

  const check = () => {
    keep(order, true);
    focusQuietly(panel.firstChild);
    showRange(list, panel);
  };
  const retry = () => {
    sureness.clear();
    context.save({}, false);
    context.announce("可以重新排了。");
    focusQuietly(rows[0].down);
    showRange(list, panel);
  };

  return (answer) => {
    const read = readOrder(answer, start);
    const checked = canCheck && read !== null && read.checked;
    order = read ? read.order : start;
    notice.show(read === null);
    sureness.show(read && read.confidence, checked);
    rows.forEach((row) => row.show(order.indexOf(row.id), order.length, checked));
    arrange(list, order.map((one) => rows.find((row) => row.id === one).node));
    if (checked) fill(panel, result(context, order, sureness), button("quiet", "再排一次", retry));
    else hint(panel, canCheck && check);
  };
}

function readOrder(answer, start) {
  if (Object.keys(answer).length === 0) return { order: start, checked: false };
  const whole = answer.kind === "order" && Array.isArray(answer.order) && [...answer.order].sort().join() === [...start].sort().join();
  return whole ? { order: answer.order, confidence: answer.confidence, checked: answer.checked === true } : null;
}

/** Puts the rows in their order and leaves alone what is in place: a row that is taken out would lose the focus. */
function arrange(list, nodes) {
  nodes.forEach((node, index) => {
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] || null);
  });
}

function drawRow(context, option, move) {
  const arrow = (by, word, d) =>
    h("button", { type: "button", class: "sz-order__move", "aria-label": `${word}：${option.text}`, on: { click: () => move(option.id, by) } }, picture("sz-order__sign", "0 0 24 24", stroke(d)));
  const up = arrow(-1, "上移", "M6 15l6-6 6 6");
  const down = arrow(1, "下移", "M6 9l6 6 6-6");
  const number = h("span", { class: "sz-order__number", "aria-hidden": "true" });
  const why = h("div", { class: "sz-order__why", hidden: true });
  const node = h("li", { class: "sz-order__row" }, h("div", { class: "sz-order__line" }, number, h("span", { class: "sz-order__text" }, option.text), h("span", { class: "sz-order__moves" }, up, down)), why);
  const show = (index, count, checked) => {
    const judged = context.feedback[option.id] || {};
    const right = judged.place === index + 1;
    number.textContent = String(index + 1);
    for (const [arm, end] of [[up, index === 0], [down, index === count - 1]]) {
      arm.hidden = checked;
      if (end) arm.setAttribute("aria-disabled", "true");
      else arm.removeAttribute("aria-disabled");
    }
    node.className = `sz-order__row${checked ? ` sz-order__row--${right ? "right" : "other"}` : ""}`;
    why.hidden = !checked;
    const label = right ? "位置对了" : `该排第 ${judged.place}`;
    fill(why, checked && h("span", { class: "sz-option__verdict" }, label), checked && h("span", {}, judged.why));
  };
  return { id: option.id, node, up, down, show };
}

function hint(panel, check) {
  if (panel.querySelector(".sz-count")) return;
  fill(panel, h("p", { class: "sz-count" }, "用右边的箭头上下移动。"), check && button("main", "看看结果", check));
}

function result({ spec, feedback }, order, sureness) {
  const right = order.filter((one, index) => (feedback[one] || {}).place === index + 1).length;
  const all = right === spec.options.length;
  const first = all ? "次序都对了。" : `${spec.options.length} 项里，${right} 项的位置对了。`;
  return h("p", { class: "sz-result", tabindex: "-1" }, h("strong", {}, first), "理由写在各项下面。", sureness.said(all));
}
