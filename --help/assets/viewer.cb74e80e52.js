// Building elements: text is always text, never markup.

function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function fill(node, ...children) {
  node.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
}

function byId(id) {
  return document.getElementById(id);
}

/** A moment as a person in the office would say it. */
function moment(iso) {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return String(iso || "");
  const two = (number) => String(number).padStart(2, "0");
  return `${at.getFullYear()}年${at.getMonth() + 1}月${at.getDate()}日 ${two(at.getHours())}:${two(at.getMinutes())}`;
}

// The widgets' own modules: all of them, or none where one does not come.

/** @returns {Promise<Object|null>} the modules by the widgets' names */
async function loadWidgets(config, load = (url) => import(url)) {
  try {
    const names = Object.keys(config.widgets);
    const modules = await Promise.all(names.map((name) => load(new URL(config.widgets[name], document.baseURI).href)));
    return Object.fromEntries(names.map((name, index) => [name, modules[index].default]));
  } catch {
    return null;
  }
}

// The part of the anywidget protocol that our exercises use, without a kernel behind it.

/** @param traits initial values; @param onSave called with the model when the widget saves */
function makeModel(traits, onSave) {
  const values = { ...traits };
  const listeners = new Map();

  const emit = (event, ...args) => {
    for (const listener of [...(listeners.get(event) || [])]) listener(...args);
  };

  const put = (name, value) => {
    if (values[name] === value) return;
    values[name] = value;
    emit(`change:${name}`, model, value, {});
    emit("change", model, {});
  };

  /** What a widget may not write: anything once the answer is final, and in practice that it is unfinished again. */
  const stays = (name, value) => model.locked || (name === "done" && !value && values.mode === "practice" && values.done);

  const model = {
    locked: false,
    get: (name) => values[name],
    set: (name, value) => stays(name, value) || put(name, value),
    /** The page's own way to write: what is saved stands. */
    put,
    save_changes: () => onSave(model),
    on(event, listener) {
      if (!listeners.has(event)) listeners.set(event, new Set());
      listeners.get(event).add(listener);
    },
    off(event, listener) {
      if (event == null) listeners.clear();
      else if (listener == null) listeners.delete(event);
      else if (listeners.has(event)) listeners.get(event).delete(listener);
    },
    send() {},
  };
  return model;
}

/** Whether two answers say the same, whatever the order of their keys. */
function sameAnswer(one, other) {
  return canonical(one) === canonical(other);
}

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value === undefined ? null : value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
}

function isEmpty(answer) {
  return !answer || Object.keys(answer).length === 0;
}

// Things on a page that are only looked at: nothing is asked of the server, nothing is saved.

function viewSections() {
  return [...document.querySelectorAll(".sz-view")];
}

/** Mounts each of them; @param widgets the modules by the widgets' names */
function mountViews(widgets) {
  for (const section of viewSections()) {
    const place = h("div", {});
    const spec = JSON.parse(section.querySelector("script").textContent);
    section.append(place);
    widgets[section.dataset.widget].render({ model: makeModel({ spec }, () => {}), el: place });
  }
}

// Starts a page that is only looked at: mounts its widgets. Nothing is asked of the server, nothing is saved.

/** @param load what differs in a test: load(url) -> widget module */
async function showViews(load) {
  const config = JSON.parse(byId("sz-page").textContent);
  const widgets = await loadWidgets(config, load);
  if (widgets !== null) mountViews(widgets);
  else for (const section of viewSections()) section.append(h("p", { class: "notice notice--wait", role: "status" }, "这一页没有加载出来，请刷新再试。"));
  document.documentElement.classList.add("is-ready");
}

if (byId("sz-page")) showViews();
