// Pictures built by code: SVG elements, always hidden from screen readers; what they show is also said in words.

// The name of the namespace, not an address: nothing is fetched.
const NAMESPACE = ["http:", "", "www.w3.org", "2000", "svg"].join("/");

/** An SVG element with attributes and children. */
export function s(tag, attributes, ...children) {
  const node = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(name, String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child instanceof Node) node.appendChild(child);
    else if (child !== null && child !== undefined && child !== false) node.appendChild(document.createTextNode(String(child)));
  }
  return node;
}

/** A picture for the eye alone. */
export function picture(name, viewBox, children, attributes) {
  return s("svg", { class: name, viewBox, "aria-hidden": "true", focusable: "false", ...attributes }, children);
}

/** A pen stroke; `kind` is one of ink, soft, fill, hair, accent, paper (see the style sheet). */
export function stroke(d, kind = "ink", attributes) {
  return s("path", { d, class: `sz-pen sz-pen--${kind}`, ...attributes });
}

/** A group, moved to a place and scaled. */
export function placed(x, y, scale, children, turn = 0) {
  return s("g", { transform: `translate(${x} ${y}) rotate(${turn}) scale(${scale})` }, children);
}
