// The pair comparer: which of the two is genuine, and what shows it.
import { button, fill, focusQuietly, h, isSelection, showRange } from "./dom.js";
import { exercise, heading, makeNotice } from "./exercise.js";
import { hits } from "./hits.js";

const SIDES = { a: "一", b: "二" };
const VERDICTS = { found: "找到了", missed: "漏掉了", extra: "你点了，可它分不出真假", rest: "分不出真假" };
const EMPTY = { genuine: null, marks: [], checked: false };

export default exercise("pair", build);

function build(context) {
  const { spec, feedback, root, id } = context;
  const known = new Set(spec.rows.map((row) => row.id));
  const canCheck = context.practice && Boolean(feedback.rows);
  const notice = makeNotice();
  const panel = h("div", { class: "sz-panel" });
  let now = EMPTY;

  const keep = (change) => {
    const next = { ...now, checked: false, ...change };
    const marks = spec.rows.map((row) => row.id).filter((one) => next.marks.includes(one));
    const begun = Boolean(next.genuine) || marks.length > 0;
    const done = canCheck ? next.checked : Boolean(next.genuine);
    context.save(begun ? { kind: "compare", genuine: next.genuine, marks, checked: next.checked } : {}, done);
  };
  const toggle = (row) => keep({ marks: now.marks.includes(row) ? now.marks.filter((one) => one !== row) : [...now.marks, row] });
  const rows = spec.rows.map((row) => drawRow(context, row, toggle));
  const sides = drawSides(context, (side) => keep({ genuine: side }));
  const table = h("div", { class: "sz-pair", role: "group", "aria-label": "一处一处对着看" }, heads(), h("ul", { class: "sz-pair__rows" }, rows.map((row) => row.node)));
  const played = context.practice ? "有几处你走的那一趟也许没碰到，照这里写的比。" : ""; // a form has no walk before
  const ask = h("p", { class: "sz-pair__ask", id: id("rows") }, `点一下标出来，再点一下取消。${played}`);
  const all = h("div", {}, ask, table, sides.node, panel);
  const cover = coverOf(context, () => {
    cover.hidden = true;
    all.hidden = false;
    focusQuietly(rows[0].face);
  });
  fill(root, heading(context), h("p", { class: "sz-prompt" }, spec.prompt), notice.node, cover, all, context.status);
  all.hidden = true;

  const check = () => {
    const missing = !now.genuine ? "先选哪一边是真的，再看结果。" : now.marks.length ? "" : "先点一处看得出来的地方，再看结果。";
    if (missing) return context.announce((panel.querySelector(".sz-count").textContent = missing));
    keep({ checked: true });
    focusQuietly(panel.firstChild);
    showRange(panel, panel);
  };
  const retry = () => {
    context.save({}, false);
    context.announce("可以重新看了。");
    focusQuietly(rows[0].face);
    showRange(ask, table);
  };

  return (answer) => {
    const read = readCompare(answer, known);
    notice.show(read === null);
    now = read || EMPTY;
    const checked = canCheck && now.checked;
    if (now.genuine || now.marks.length > 0 || !context.practice) [cover.hidden, all.hidden] = [true, false];
    ask.hidden = checked;
    sides.show(now.genuine, checked);
    rows.forEach((row) => row.show(now.marks.includes(row.id), checked));
    if (checked) fill(panel, result(context, now), button("quiet", "再看一遍", retry));
    else hint(panel, now, canCheck && check);
  };
}

/** What stands here until both were played: the rows would tell what they are about. */
function coverOf(context, open) {
  return h("div", { class: "sz-cover" }, h("p", { class: "sz-cover__text" }, "这里会说到两段里的事。先走完两段，再打开。"), button("main", "两段都走完了，打开", open));
}

function readCompare(answer, known) {
  if (Object.keys(answer).length === 0) return EMPTY;
  const side = answer.genuine === null || answer.genuine === undefined || Object.keys(SIDES).includes(answer.genuine);
  if (answer.kind !== "compare" || !side || !isSelection(answer.marks, known)) return null;
  return { genuine: answer.genuine || null, marks: answer.marks, checked: answer.checked === true };
}

/** The heads of the two columns, for who sees them beside each other. */
function heads() {
  const head = (side) => h("span", { class: "sz-pair__head" }, h("span", { class: "sz-pair__side" }, SIDES[side]));
  return h("div", { class: "sz-pair__heads", "aria-hidden": "true" }, head("a"), head("b"));
}

/** One thing to look at: a button with both sides on it, and, after the check, why it tells or does not. */
function drawRow(context, row, toggle) {
  const cell = (side) => h("span", { class: "sz-pair__cell" }, h("span", { class: "sz-pair__side" }, SIDES[side]), h("span", { class: "sz-pair__text" }, row[side]));
  const press = () => {
    if (face.getAttribute("aria-disabled") !== "true") toggle(row.id);
  };
  const face = h(
    "button",
    { type: "button", class: "sz-pair__face", "aria-pressed": "false", on: { click: press } },
    h("span", { class: "sz-pair__what" }, row.what),
    h("span", { class: "sz-pair__cells" }, cell("a"), cell("b")),
  );
  const why = h("div", { class: "sz-pair__why", hidden: true });
  const node = h("li", { class: "sz-pair__row" }, face, why);
  const show = (marked, checked) => {
    const { tells, why: reason } = (context.feedback.rows || {})[row.id] || {};
    const kind = tells ? (marked ? "found" : "missed") : marked ? "extra" : "rest";
    face.setAttribute("aria-pressed", String(marked));
    if (checked) face.setAttribute("aria-disabled", "true");
    else face.removeAttribute("aria-disabled");
    node.className = `sz-pair__row${checked ? ` sz-pair__row--${kind}` : ""}`;
    why.hidden = !checked;
    fill(why, checked && h("span", { class: "sz-option__verdict" }, VERDICTS[kind]), checked && h("span", {}, reason));
  };
  return { id: row.id, node, face, show };
}

/** Which of the two is genuine: two large radio buttons. */
function drawSides(context, choose) {
  const inputs = {};
  const labels = {};
  const one = (side) => {
    inputs[side] = h("input", { type: "radio", class: "sz-option__input", name: context.id("side"), value: side, on: { change: () => choose(side) } });
    labels[side] = h("label", { class: "sz-side" }, inputs[side], h("span", {}, `“${SIDES[side]}”是真的`));
    return labels[side];
  };
  const node = h("fieldset", { class: "sz-sides" }, h("legend", { class: "sz-sides__ask" }, "哪一边是正经事？"), h("div", { class: "sz-sides__row" }, one("a"), one("b")));
  const show = (chosen, checked) => {
    for (const side of Object.keys(SIDES)) {
      const right = context.feedback.genuine === side;
      inputs[side].checked = chosen === side;
      inputs[side].disabled = checked;
      const verdict = !checked ? "" : right ? " sz-side--right" : chosen === side ? " sz-side--wrong" : "";
      labels[side].className = `sz-side${chosen === side ? " sz-side--chosen" : ""}${verdict}`;
    }
  };
  return { node, show };
}

function hint(panel, { genuine, marks }, check) {
  const words = `${marks.length ? `已标出 ${marks.length} 处` : "还没有标"}，${genuine ? `选了“${SIDES[genuine]}”。` : "还没有选哪一边。"}`;
  const old = panel.querySelector(".sz-count");
  if (old) old.textContent = words;
  else fill(panel, h("p", { class: "sz-count" }, words), check && button("main", "看看结果", check));
}

function result({ spec, feedback }, { genuine, marks }) {
  const tell = spec.rows.map((row) => row.id).filter((one) => (feedback.rows[one] || {}).tells);
  const word = SIDES[feedback.genuine];
  const first = genuine === feedback.genuine ? `看对了，“${word}”是正经事。` : `正经事是“${word}”。`;
  return h("p", { class: "sz-result", tabindex: "-1" }, h("strong", {}, first), hits(marks, tell, "看得出真假的"), "理由写在每一处下面。");
}
