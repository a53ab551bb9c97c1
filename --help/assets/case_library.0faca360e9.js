// Built from widgets/src by tools/build_widgets.mjs. Change the source, then run: npm run build

// widgets/src/dom.js
function h(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name2, value] of Object.entries(attributes || {})) {
    if (name2 === "on") {
      for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
    } else if (value !== false && value !== null && value !== void 0) {
      node.setAttribute(name2, value === true ? "" : String(value));
    }
  }
  add(node, children);
  return node;
}
function add(node, children) {
  for (const child of children) {
    if (Array.isArray(child)) add(node, child);
    else if (child instanceof Node) node.appendChild(child);
    else if (child !== null && child !== void 0 && child !== false) node.appendChild(document.createTextNode(String(child)));
  }
}
function fill(node, ...children) {
  node.textContent = "";
  add(node, children);
}
function button(kind, text, onClick, attributes) {
  return h("button", { type: "button", class: `sz-button sz-button--${kind}`, on: { click: onClick }, ...attributes }, text);
}
function focusQuietly(node) {
  node.focus({ preventScroll: true });
}
function showRange(first, last) {
  if (typeof last.scrollIntoView !== "function") return;
  const height = last.getBoundingClientRect().bottom - first.getBoundingClientRect().top;
  if (height <= window.innerHeight - 32) last.scrollIntoView({ block: "nearest" });
  else first.scrollIntoView({ block: "start" });
}
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// widgets/src/case_timeline.js
function timeline(data) {
  const { stages } = data;
  const gone = stages.findIndex((stage) => stage.paid);
  const moments = stages.map((stage, number) => moment(stage, stages[number - 1], gone !== -1 && number >= gone));
  return h("figure", { class: "sz-way", "aria-label": name(data) }, h("ol", { class: "sz-way__line" }, moments, end(data, gone !== -1)));
}
function name({ title, stages, loss }) {
  const paid = stages.filter((stage) => stage.paid).length;
  return `${title}，经过共${stages.length}步${paid ? `，付了${paid}次钱` : ""}，${loss.text}`;
}
function moment(stage, before, gone) {
  const kinds = [stage.stop ? "stop" : stage.paid && "paid", gone && "gone"].filter(Boolean);
  return h(
    "li",
    { class: ["sz-way__one", ...kinds.map((kind) => `sz-way__one--${kind}`)].join(" ") },
    stage.name && !(before && before.name === stage.name) && h("p", { class: "sz-way__name" }, stage.name),
    h("p", { class: "sz-way__text" }, stage.text),
    stage.stop && h("p", { class: "sz-way__stop" }, h("b", {}, "这里可以停"), stage.stop),
    stage.paid && h("p", { class: "sz-way__paid" }, `付出 ${stage.paid}`)
  );
}
function end({ outcome, noticed, loss, unknown }, gone) {
  const kept = outcome === "prevented";
  const label = kept ? "停在这里" : noticed ? "在这里发觉" : "怎样发觉";
  const tone = kept || noticed ? "noticed" : "open";
  return h(
    "li",
    { class: `sz-way__one sz-way__end sz-way__one--${tone}${gone ? " sz-way__one--gone" : ""}` },
    h("p", { class: "sz-way__name" }, label),
    h("p", { class: noticed ? "sz-way__text" : "sz-way__text sz-fact__open" }, noticed || unknown.noticed || "文件没有写"),
    h("p", { class: loss.precision === "none" ? "sz-sum sz-sum--kept" : loss.value ? "sz-sum sz-sum--gone" : "sz-sum" }, loss.text)
  );
}

// widgets/src/case_card.js
function caseCard(data, id, onToggle) {
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
    h("p", { class: "sz-case__marks" }, origin(data), h("span", { class: "sz-mark" }, data.kind_label), h("span", { class: lossTone(data) }, data.loss.text))
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
    sources(data)
  ];
}
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
    ["适合", data.roles.join("、")]
  ];
  return rows.filter(([, known, open]) => known || open).map(([name2, known, open]) => h("div", { class: "sz-fact" }, h("dt", {}, name2), h("dd", known ? {} : { class: "sz-fact__open" }, known || open)));
}
function sources(data) {
  const notes = data.inferred.map((note) => h("p", {}, h("b", {}, "我们的推断："), note));
  const label = `${data.provenance_label}${data.sources.length ? " · 出处" : ""}${notes.length ? "，含我们的推断" : ""}`;
  if (data.sources.length === 0 && notes.length === 0) return h("p", { class: "sz-small" }, label);
  const cited = data.sources.map((source) => h("p", {}, source));
  return h("details", { class: "sz-source" }, h("summary", { class: "sz-fold" }, label), cited, notes);
}

// widgets/src/exercise.js
var BROKEN = "这道题没有读全，请刷新页面；还是不行，请告诉培训老师。";
function guard(root, draw, { name: name2 = "题目", sentence = BROKEN } = {}) {
  try {
    draw();
  } catch (error) {
    root.textContent = "";
    root.removeAttribute("aria-labelledby");
    root.setAttribute("aria-label", name2);
    root.classList.add("sz-broken");
    root.appendChild(h("p", { class: "sz-notice", role: "status" }, sentence));
    console.warn("shizha: a widget could not be drawn", error);
  }
}

// widgets/src/library_search.js
var KEY = "shizha:library";
var texts = /* @__PURE__ */ new WeakMap();
function matches(one, { query, chosen }, leftOut) {
  const fits = ([filter, value]) => filter === leftOut || !value || one.facets[filter].includes(value);
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return Object.entries(chosen).every(fits) && words.every((word) => haystack(one).includes(word));
}
function haystack(one) {
  if (!texts.has(one)) {
    const stages = one.stages.map((stage) => [stage.name, stage.text]);
    const said = [one.title, one.day, one.place, one.victim, one.impersonated, one.channel_label, one.playbook, one.type, one.noticed];
    texts.set(one, [said, one.roles, stages, one.response.text, one.loss.text, one.outcome_label].flat(3).filter(Boolean).join("\n").toLowerCase());
  }
  return texts.get(one);
}
function openNotes(spec) {
  const read = () => {
    try {
      return sound(JSON.parse(window.sessionStorage.getItem(KEY)), spec);
    } catch {
      return sound(null, spec);
    }
  };
  const write = (state) => {
    try {
      window.sessionStorage.setItem(KEY, JSON.stringify(state));
    } catch {
    }
  };
  return { read, write };
}
function sound(kept, spec) {
  const { query, chosen, open } = isObject(kept) ? kept : {};
  const offered = (filter, value) => filter.options.some((option) => option.value === value);
  const wanted = isObject(chosen) ? spec.filters.filter((filter) => offered(filter, chosen[filter.id])) : [];
  return {
    query: typeof query === "string" ? query : "",
    chosen: Object.fromEntries(wanted.map((filter) => [filter.id, chosen[filter.id]])),
    open: Array.isArray(open) ? spec.cases.map((one) => one.id).filter((id) => open.includes(id)) : []
  };
}

// widgets/src/library_filters.js
function filterForm(spec, prefix, on) {
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
      clear.hidden = found === 0 || count === 0 && state.query === "";
      search.show(state.query);
      selects.forEach((one) => one.show(state));
    }
  };
}
function searchBox(prefix, on) {
  let composing = false;
  const look = () => composing || on.change({ query: box.value });
  const listeners = {
    compositionstart: () => composing = true,
    compositionend: () => {
      composing = false;
      look();
    },
    input: look
  };
  const box = h("input", { class: "sz-find__box", id: `${prefix}-words`, type: "search", autocomplete: "off", enterkeyhint: "search", placeholder: "比如：截图、会计、同事", on: listeners });
  const node = h("div", { class: "sz-find__words" }, h("label", { class: "sz-find__label", for: box.id }, "搜一搜"), box);
  const show = (query) => {
    if (!composing && box.value !== query) box.value = query;
  };
  return { node, show };
}
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

// widgets/src/case_library.js
var BROKEN2 = { name: "案例库", sentence: "案例没有读全，请刷新页面；还是不行，请告诉培训老师。" };
var case_library_default = {
  render({ model, el }) {
    const root = h("div", { class: "sz sz-library", lang: "zh-CN", role: "group", "aria-label": "案例库", "data-lm-suppress-shortcuts": "true" });
    el.appendChild(root);
    const draw = () => {
      root.textContent = "";
      root.classList.remove("sz-broken");
      guard(root, () => build(root, model.get("spec")), BROKEN2);
    };
    draw();
    model.on("change:spec", draw);
    return () => {
      model.off("change:spec", draw);
      root.remove();
    };
  }
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
    cards.forEach((card) => card.node.hidden = !found.includes(card));
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
function reveal(node) {
  window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search);
  window.requestAnimationFrame(() => {
    showRange(node, node);
    focusQuietly(node.querySelector("button"));
  });
}
function overview({ rows, note }) {
  if (rows.length === 0) return null;
  const most = Math.max(...rows.map((row) => row.count));
  const bars = rows.map(
    (row) => h(
      "li",
      { class: "sz-bar" },
      h("span", { class: "sz-bar__name" }, row.label),
      h("progress", { class: "sz-bar__line", max: most, value: row.count, "aria-hidden": "true" }),
      h("span", { class: "sz-bar__count" }, `${row.count} 个`)
    )
  );
  const wide = typeof window.matchMedia === "function" && window.matchMedia("(min-width: 48rem)").matches;
  return h(
    "details",
    { class: "sz-overview", open: wide },
    h("summary", { class: "sz-fold" }, "各类型有几个案例"),
    h("ul", { class: "sz-bars" }, bars),
    h("p", { class: "sz-overview__note" }, note)
  );
}
export {
  case_library_default as default
};
