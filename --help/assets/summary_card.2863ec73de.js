// Built from widgets/src by tools/build_widgets.mjs. Change the source, then run: npm run build

// widgets/src/card_picture.js
var SCALE = 3;
var WIDTH = 360;
var EDGE = 28;
var TEXT = 17;
var LEADING = 29;
var NOT_FIRST = "，。！？；：、）》”’…—,.!?;:)";
var NOT_LAST = "（《“‘(";
function wrap(text, width, measure) {
  const lines = [];
  let line = "";
  for (const piece of pieces(text)) {
    if (line && measure(line + piece) > width && !NOT_FIRST.includes(piece)) {
      const opened = NOT_LAST.includes(line.slice(-1)) && line.length > 1 ? line.slice(-1) : "";
      lines.push(opened ? line.slice(0, -1) : line);
      line = opened + piece;
    } else {
      line += piece;
    }
  }
  return line ? [...lines, line] : lines;
}
function pieces(text) {
  return text.match(/[\w.,%-]*\w%?|[^]/gu) || [];
}
function paint(canvas, spec, style) {
  const pen = canvas.getContext && canvas.getContext("2d");
  if (!pen) return false;
  const token = (name) => style.getPropertyValue(name).trim();
  const family = token("--sz-font") || "sans-serif";
  const font = (size, weight = 400) => `${weight} ${size * SCALE}px ${family}`;
  const measured = (face) => {
    pen.font = face;
    return (text) => pen.measureText(text).width / SCALE;
  };
  const room = WIDTH - 2 * EDGE;
  const title = wrap(spec.title, room, measured(font(23, 600)));
  const body = spec.lines.map((line) => wrap(line, room - 34, measured(font(TEXT))));
  const more = spec.more ? wrap(spec.more, room, measured(font(15))) : [];
  const height = 44 + title.length * 33 + 16 + body.reduce((sum, lines) => sum + lines.length * LEADING + 14, 0) + (more.length ? 28 + more.length * 26 : 0) + 52;
  canvas.width = WIDTH * SCALE;
  canvas.height = height * SCALE;
  draw(pen, { title, body, more, height }, { font, token });
  return true;
}
function draw(pen, { title, body, more, height }, { font, token }) {
  const write = (text, x, y2, face, colour, align = "left") => {
    pen.font = face;
    pen.fillStyle = token(colour);
    pen.textAlign = align;
    pen.textBaseline = "alphabetic";
    pen.fillText(text, x * SCALE, y2 * SCALE);
  };
  const box = (x, y2, width, tall, colour) => {
    pen.fillStyle = token(colour);
    pen.fillRect(x * SCALE, y2 * SCALE, width * SCALE, tall * SCALE);
  };
  box(0, 0, WIDTH, height, "--sz-paper");
  box(0, 0, WIDTH, 6, "--sz-accent");
  let y = 44;
  for (const line of title) write(line, EDGE, (y += 33) - 12, font(23, 600), "--sz-accent-strong");
  y += 16;
  body.forEach((lines, index) => {
    write(String(index + 1), EDGE, y + 21, font(TEXT, 600), "--sz-accent");
    for (const line of lines) write(line, EDGE + 34, (y += LEADING) - 8, font(TEXT), "--sz-ink");
    y += 14;
  });
  if (more.length) {
    box(EDGE, y + 4, WIDTH - 2 * EDGE, 1, "--sz-accent-line");
    y += 18;
    for (const line of more) write(line, EDGE, (y += 26) - 6, font(15), "--sz-ink-soft");
    y += 10;
  }
  write("识诈课堂", WIDTH - EDGE, height - 24, font(13, 600), "--sz-accent", "right");
}
function toFile(canvas, done) {
  if (typeof canvas.toBlob === "function" && typeof URL.createObjectURL === "function") canvas.toBlob(done, "image/png");
  else done(null);
}

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
function fill(node, ...children) {
  node.textContent = "";
  add(node, children);
}
function button(kind, text, onClick, attributes) {
  return h("button", { type: "button", class: `sz-button sz-button--${kind}`, on: { click: onClick }, ...attributes }, text);
}

// widgets/src/exercise.js
var BROKEN = "这道题没有读全，请刷新页面；还是不行，请告诉培训老师。";
function guard(root, draw2, { name = "题目", sentence = BROKEN } = {}) {
  try {
    draw2();
  } catch (error) {
    root.textContent = "";
    root.removeAttribute("aria-labelledby");
    root.setAttribute("aria-label", name);
    root.classList.add("sz-broken");
    root.appendChild(h("p", { class: "sz-notice", role: "status" }, sentence));
    console.warn("shizha: a widget could not be drawn", error);
  }
}

// widgets/src/summary_card.js
var REVOKE_AFTER_MS = 6e4;
var summary_card_default = {
  render({ model, el }) {
    const root = h("div", { class: "sz sz-keep", lang: "zh-CN" });
    el.appendChild(root);
    const draw2 = () => {
      root.textContent = "";
      guard(root, () => build(root, model.get("spec")), { name: "要点卡", sentence: "要点卡没有读全，请刷新页面再看。" });
    };
    draw2();
    model.on("change:spec", draw2);
    return () => {
      model.off("change:spec", draw2);
      root.remove();
    };
  }
};
function build(root, spec) {
  const lines = spec.lines.map((line) => h("li", { class: "sz-keep__line" }, h("span", {}, line)));
  const card = h(
    "section",
    { class: "sz-keep__card", "aria-label": spec.title },
    h("h3", { class: "sz-keep__title" }, spec.title),
    h("ol", { class: "sz-keep__lines" }, lines),
    spec.more && h("p", { class: "sz-keep__more" }, spec.more),
    h("p", { class: "sz-keep__mark", "aria-hidden": "true" }, "识诈课堂")
  );
  const told = h("p", { class: "sz-keep__told", role: "status" });
  const shown = h("div", {});
  const save = () => keepPicture(root, spec, told, shown);
  fill(root, card, h("div", { class: "sz-keep__foot" }, button("main", "存成图片", save), told), shown);
}
function keepPicture(root, spec, told, shown) {
  const canvas = document.createElement("canvas");
  const print = () => {
    told.textContent = "这个浏览器存不了图片，改为打印；打印时也可以选“存为PDF”。";
    printCard(root);
  };
  try {
    if (!paint(canvas, spec, getComputedStyle(root))) return print();
    toFile(canvas, (blob) => blob ? handOver(canvas, blob, spec, told, shown) : print());
  } catch (error) {
    console.warn("shizha: no picture could be made", error);
    print();
  }
}
function handOver(canvas, blob, { title }, told, shown) {
  const url = URL.createObjectURL(blob);
  const link = h("a", { href: url, download: `识诈课堂-${title}.png`, hidden: true });
  document.body.appendChild(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS);
  told.textContent = "图片已存下。手机上没有找到的话，长按下面这张图保存。";
  fill(shown, h("img", { class: "sz-keep__picture", src: canvas.toDataURL("image/png"), alt: `要点卡图片：${title}` }));
}
function printCard(root) {
  const page = document.documentElement;
  const done = () => {
    page.classList.remove("sz-printing");
    root.classList.remove("sz-keep--printed");
    window.removeEventListener("afterprint", done);
  };
  page.classList.add("sz-printing");
  root.classList.add("sz-keep--printed");
  window.addEventListener("afterprint", done);
  window.print();
}
export {
  summary_card_default as default
};
