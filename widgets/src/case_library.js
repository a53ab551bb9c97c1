// The case library: cards that are found by filters and words. Nothing is answered, nothing leaves the browser.
import { caseCard } from "./case_card.js";
import { button, fill, focusQuietly, h, showRange } from "./dom.js";
import { guard } from "./exercise.js";
import { filterForm } from "./library_filters.js";
import { matches, openNotes } from "./library_search.js";

const BROKEN = { name: "案例库", sentence: "案例没有读全，请刷新页面；还是不行，请告诉培训老师。" };

export default {
  render({ model, el }) {
    const root = h("div", { class: "sz sz-library", lang: "zh-CN", role: "group", "aria-label": "案例库", "data-lm-suppress-shortcuts": "true" });
    el.appendChild(root);
    const draw = () => {
      root.textContent = "";
      root.classList.remove("sz-broken");
      guard(root, () => build(root, model.get("spec")), BROKEN);
    };
    draw();
    model.on("change:spec", draw);
    return () => {
      model.off("change:spec", draw);
      root.remove();
    };
  },
};

function build(root, spec) {
  if (spec.cases.length === 0) {
    fill(root, h("p", { class: "sz-notice" }, "案例还在审核，审好一个，这里就多一个。"));
    return;
  }
  const prefix = `sz-${Math.random().toString(36).slice(2, 9)}`;
  const notes = openNotes(spec);
  const named = spec.cases.find((one) => window.location.hash === `#${one.id}`);
  const state = named ? { query: "", chosen: {}, open: [named.id] } : notes.read();
  const cards = spec.cases.map((one) => caseCard(one, `${prefix}-${one.id}`, (open) => keepOpen(one.id, open)));
  const count = h("p", { class: "sz-found", role: "status", tabindex: "-1" });
  const list = h("div", { class: "sz-cases" });
  const nothing = h("div", { class: "sz-nothing", hidden: true }, h("p", {}, "没有这样的案例。少选一个条件，或换个词再找。"), button("main", "清除条件", () => clear()));

  const keepOpen = (id, open) => {
    state.open = open ? [...state.open, id] : state.open.filter((one) => one !== id);
    notes.write(state);
  };
  const show = () => {
    const found = cards.filter((card) => matches(card.data, state));
    cards.forEach((card) => (card.node.hidden = !found.includes(card)));
    nothing.hidden = found.length > 0;
    count.textContent = found.length === cards.length ? `共 ${cards.length} 个案例` : `共 ${cards.length} 个案例，符合的有 ${found.length} 个`;
    form.show(state, found.length);
    notes.write(state);
  };
  const clear = () => {
    Object.assign(state, { query: "", chosen: {} });
    show();
    focusQuietly(count);
  };
  const form = filterForm(spec, prefix, { change: (part) => (Object.assign(state, part), show()), clear });

  fill(list, cards.map((card) => card.node));
  fill(root, overview(spec.overview), form.node, count, nothing, list);
  cards.filter((card) => state.open.includes(card.data.id)).forEach((card) => card.open());
  show();
  if (named) reveal(cards.find((card) => card.data === named).node);
}

/** An address may name a case: its card is open and in sight. Then the name goes, so that a reload keeps what was asked for since. */
function reveal(node) {
  window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search);
  window.requestAnimationFrame(() => {
    showRange(node, node);
    focusQuietly(node.querySelector("button"));
  });
}

/** Bars only for what the numbers carry; folded on a phone, where the cases come first. */
function overview({ rows, note }) {
  if (rows.length === 0) return null;
  const most = Math.max(...rows.map((row) => row.count));
  const bars = rows.map((row) =>
    h(
      "li",
      { class: "sz-bar" },
      h("span", { class: "sz-bar__name" }, row.label),
      h("progress", { class: "sz-bar__line", max: most, value: row.count, "aria-hidden": "true" }),
      h("span", { class: "sz-bar__count" }, `${row.count} 个`),
    ),
  );
  const wide = typeof window.matchMedia === "function" && window.matchMedia("(min-width: 48rem)").matches;
  return h(
    "details",
    { class: "sz-overview", open: wide },
    h("summary", { class: "sz-fold" }, "各类型有几个案例"),
    h("ul", { class: "sz-bars" }, bars),
    h("p", { class: "sz-overview__note" }, note),
  );
}
