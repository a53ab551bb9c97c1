// The way to a case: a box for words, and native selects, which a phone keeps behind one button.
import { button, h } from "./dom.js";
import { matches } from "./library_search.js";

/** @param on {change(part of the state), clear()} */
export function filterForm(spec, prefix, on) {
  const search = searchBox(prefix, on);
  const selects = spec.filters.map((filter) => selectOf(spec, filter, `${prefix}-${filter.id}`));
  const panel = h("div", { class: "sz-find__panel", id: `${prefix}-panel` });
  const unfold = button("choice", "", () => fold(unfold.getAttribute("aria-expanded") === "true"), { "aria-expanded": "false", "aria-controls": `${prefix}-panel` });
  unfold.classList.add("sz-find__unfold");
  const fold = (closed) => {
    unfold.setAttribute("aria-expanded", String(!closed));
    panel.classList.toggle("sz-find__panel--open", !closed);
  };
  const clear = button("quiet", "清除条件", on.clear);
  const choose = () => on.change({ chosen: Object.fromEntries(selects.map((one) => [one.id, one.value()]).filter(([, value]) => value)) });
  selects.forEach((one) => one.node.addEventListener("change", choose));
  panel.append(...selects.map((one) => one.node));
  const submit = (event) => event.preventDefault();
  const node = h("form", { class: "sz-find", role: "search", "aria-label": "找案例", on: { submit } }, search.node, unfold, panel, clear);

  return {
    node,
    /** @param found how many cases are left: where there are none, the way out stands in their place */
    show(state, found) {
      const count = Object.keys(state.chosen).length;
      unfold.textContent = count ? `筛选（${count}）` : "筛选";
      clear.hidden = found === 0 || (count === 0 && state.query === "");
      search.show(state.query);
      selects.forEach((one) => one.show(state));
    },
  };
}

/** An input method sends half-typed pinyin: nothing is looked for until the words stand. */
function searchBox(prefix, on) {
  let composing = false;
  const look = () => composing || on.change({ query: box.value });
  const listeners = {
    compositionstart: () => (composing = true),
    compositionend: () => {
      composing = false;
      look();
    },
    input: look,
  };
  const box = h("input", { class: "sz-find__box", id: `${prefix}-words`, type: "search", autocomplete: "off", enterkeyhint: "search", placeholder: "比如：截图、会计、同事", on: listeners });
  const node = h("div", { class: "sz-find__words" }, h("label", { class: "sz-find__label", for: box.id }, "搜一搜"), box);
  const show = (query) => {
    if (!composing && box.value !== query) box.value = query;
  };
  return { node, show };
}

/** One filter; each option says how many cases it would leave, given all the others. */
function selectOf(spec, filter, id) {
  const choices = [{ value: "", label: "不限" }, ...filter.options];
  const options = choices.map(({ value, label }) => h("option", { value }, label));
  const select = h("select", { class: "sz-find__select", id }, options);
  const show = (state) => {
    const rest = spec.cases.filter((one) => matches(one, state, filter.id));
    const chosen = state.chosen[filter.id] || "";
    choices.forEach(({ value, label }, index) => {
      if (value === "") return;
      const left = rest.filter((one) => one.facets[filter.id].includes(value)).length;
      options[index].textContent = `${label}（${left}）`;
      options[index].disabled = left === 0 && value !== chosen;
    });
    select.value = chosen;
    node.classList.toggle("sz-find__one--chosen", chosen !== "");
  };
  const node = h("div", { class: "sz-find__one" }, h("label", { class: "sz-find__label", for: id }, filter.label), select);
  return { id: filter.id, node, value: () => select.value, show };
}
