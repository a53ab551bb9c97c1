// Small builders. All text enters the page as text nodes: nothing from a spec is ever parsed as HTML.

/** An element with attributes and children; `on` holds listeners, false and null attributes are left out. */
export function h(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "on") {
      for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
    } else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  add(node, children);
  return node;
}

function add(node, children) {
  for (const child of children) {
    if (Array.isArray(child)) add(node, child);
    else if (child instanceof Node) node.appendChild(child);
    else if (child !== null && child !== undefined && child !== false) node.appendChild(document.createTextNode(String(child)));
  }
}

/** Puts new children in the place of all the old ones. */
export function fill(node, ...children) {
  node.textContent = "";
  add(node, children);
}

/** A real button; `kind` is one of choice, main, quiet. */
export function button(kind, text, onClick, attributes) {
  return h("button", { type: "button", class: `sz-button sz-button--${kind}`, on: { click: onClick }, ...attributes }, text);
}

/** Moves focus without the browser's own jump; the caller decides what is scrolled into view. */
export function focusQuietly(node) {
  node.focus({ preventScroll: true });
}

/** Shows everything from `first` to `last` if it fits on the screen, else begins with `first`. */
export function showRange(first, last) {
  if (typeof last.scrollIntoView !== "function") return;
  const height = last.getBoundingClientRect().bottom - first.getBoundingClientRect().top;
  if (height <= window.innerHeight - 32) last.scrollIntoView({ block: "nearest" });
  else first.scrollIntoView({ block: "start" });
}

/** Shows all from the first of `starts` that fits on the screen down to the dock; where none fits, one reads on from the last of them. */
export function showLast(starts, dock) {
  if (typeof dock.scrollIntoView !== "function") return;
  const top = parseFloat(window.getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
  const room = window.innerHeight - top - 16;
  const bottom = dock.getBoundingClientRect().bottom;
  const first = starts.find((start) => bottom - start.getBoundingClientRect().top <= room);
  if (first) first.scrollIntoView({ block: "nearest" });
  if (first || starts.length === 0) dock.scrollIntoView({ block: dock.getBoundingClientRect().height <= room ? "nearest" : "start" });
  else starts[starts.length - 1].scrollIntoView({ block: "start" });
}

/** True for a plain JSON object. */
export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for an array of different strings, each of them in `known`. */
export function isSelection(value, known) {
  return Array.isArray(value) && new Set(value).size === value.length && value.every((id) => typeof id === "string" && known.has(id));
}
