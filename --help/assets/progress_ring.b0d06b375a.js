// Built from widgets/src by tools/build_widgets.mjs. Change the source, then run: npm run build

// widgets/src/dom.js
function h(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "on") {
      for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
    } else if (value !== false && value !== null && value !== void 0) {
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
    else if (child !== null && child !== void 0 && child !== false) node.appendChild(document.createTextNode(String(child)));
  }
}

// widgets/src/exercise.js
var BROKEN = "这道题没有读全，请刷新页面；还是不行，请告诉培训老师。";
function guard(root, draw, { name = "题目", sentence = BROKEN } = {}) {
  try {
    draw();
  } catch (error) {
    root.textContent = "";
    root.removeAttribute("aria-labelledby");
    root.setAttribute("aria-label", name);
    root.classList.add("sz-broken");
    root.appendChild(h("p", { class: "sz-notice", role: "status" }, sentence));
    console.warn("shizha: a widget could not be drawn", error);
  }
}

// widgets/src/svg.js
var NAMESPACE = ["http:", "", "www.w3.org", "2000", "svg"].join("/");
function s(tag, attributes, ...children) {
  const node = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== void 0 && value !== false) node.setAttribute(name, String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child instanceof Node) node.appendChild(child);
    else if (child !== null && child !== void 0 && child !== false) node.appendChild(document.createTextNode(String(child)));
  }
  return node;
}

// widgets/src/progress_ring.js
var AROUND = 100;
function ring({ done, total, label = "已完成" }) {
  const all = Math.max(0, Math.floor(Number(total) || 0));
  const now = Math.min(all, Math.max(0, Math.floor(Number(done) || 0)));
  const words = all === 0 ? "还没有练习" : now === all ? `全部完成，共 ${all} 个` : `${label} ${now} / ${all}`;
  const circle = (name, dash) => s("circle", { cx: 20, cy: 20, r: 16, pathLength: AROUND, class: name, "stroke-dasharray": dash });
  const share = all === 0 ? 0 : now / all * AROUND;
  const tick = all > 0 && now === all && s("path", { d: "M13 20.5l5 5 9.5-10.5", class: "sz-ring__tick" });
  const number = all > 0 && now < all && s("text", { x: 20, y: 20, class: "sz-ring__number" }, String(now));
  const drawn = [circle("sz-ring__track"), share > 0 && circle("sz-ring__arc", `${share} ${AROUND - share}`), tick, number];
  const picture = s("svg", { class: "sz-ring__picture", viewBox: "0 0 40 40", "aria-hidden": "true", focusable: "false" }, drawn);
  return h("p", { class: `sz-ring${all > 0 && now === all ? " sz-ring--full" : ""}` }, picture, h("span", { class: "sz-ring__words" }, words));
}
var progress_ring_default = {
  render({ model, el }) {
    const root = h("div", { class: "sz sz-progress", lang: "zh-CN", role: "status" });
    el.appendChild(root);
    const draw = () => {
      root.textContent = "";
      guard(root, () => root.appendChild(ring(model.get("spec"))), { name: "进度", sentence: "进度没有读出来，不影响练习。" });
    };
    draw();
    model.on("change:spec", draw);
    return () => {
      model.off("change:spec", draw);
      root.remove();
    };
  }
};
export {
  progress_ring_default as default,
  ring
};
