// Exhibits: objects on a desk, in hairline frames, each with the tag 教学道具. Their buttons and links lead nowhere.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { picture, s, stroke } from "./svg.js";

const PLAIN_AMOUNT = /^-?[\d,]+(\.\d+)?$/;
const has = (object, key) => Object.prototype.hasOwnProperty.call(object, key);

/** What stands on each kind, from top to bottom; `head` is the title with the tag. */
const LAYOUTS = {
  slip: ["torn", "head", "amount", "rows", "body", "buttons", "foot", "tornBelow"],
  profile: ["card", "rows", "body", "amount", "buttons", "foot"],
  record: ["head", "amount", "rows", "body", "buttons", "foot"],
  voice: ["head", "wave", "body", "amount", "rows", "buttons", "foot"],
  link: ["linked", "body", "amount", "rows", "buttons", "foot"],
  notice: ["head", "body", "amount", "rows", "buttons", "foot", "corner"],
  sms: ["head", "said", "amount", "rows", "buttons", "foot"],
  call: ["caller", "rows", "body", "amount", "keys", "foot"],
  email: ["head", "rows", "body", "amount", "buttons", "foot"],
  app: ["bar", "body", "amount", "rows", "buttons", "foot"],
  form: ["head", "rows", "amount", "body", "buttons", "foot"],
  badge: ["lanyard", "portrait", "rows", "body", "amount", "buttons", "foot"],
};

/**
 * One exhibit as a figure; an unknown kind is drawn as a plain sheet.
 * Every text that a person reads on it goes through `draw(text, key)`: title, body, amount, foot, row:0…, button:0…
 */
export function exhibit(spec, draw = (text) => text) {
  const kind = has(LAYOUTS, spec.kind || "") ? spec.kind : "notice";
  const parts = LAYOUTS[kind].map((part) => PARTS[part](spec, draw));
  return h("figure", { class: `sz-exhibit sz-exhibit--${kind}` }, parts);
}

const tag = () => h("span", { class: "sz-tag" }, "教学道具");
const title = (spec, draw) => h("span", { class: "sz-exhibit__title" }, draw(spec.title, "title"));
const face = (spec) => h("span", { class: "sz-exhibit__face", "aria-hidden": "true" }, initial(spec.title));

/** What stands in the circle of a person: the first letter of the name, or a handset where it is a number. */
export function initial(name) {
  const [letter = ""] = Array.from(name || "");
  return /[\d+*]/.test(letter) ? icon("phone") : letter;
}

function caption(name, ...children) {
  return h("figcaption", { class: `sz-exhibit__head${name ? ` sz-exhibit__head--${name}` : ""}` }, children);
}

const PARTS = {
  head: (spec, draw) => caption("", title(spec, draw), tag()),
  card: (spec, draw) => caption("card", face(spec), title(spec, draw), tag()),
  linked: (spec, draw) => caption("", h("span", { class: "sz-exhibit__sign" }, icon("link")), title(spec, draw), tag()),
  bar: (spec, draw) => caption("bar", h("span", { class: "sz-exhibit__sign" }, icon("back")), title(spec, draw), tag()),
  caller: (spec, draw) => caption("caller", tag(), face(spec), title(spec, draw)),
  portrait: (spec, draw) => caption("portrait", portrait(), title(spec, draw), tag()),
  amount: (spec, draw) => {
    if (!spec.amount) return null;
    const text = PLAIN_AMOUNT.test(spec.amount) ? `¥ ${spec.amount}` : spec.amount;
    return h("p", { class: "sz-amount" }, draw(text, "amount"));
  },
  body: (spec, draw) => spec.body && h("p", { class: "sz-exhibit__body" }, draw(spec.body, "body")),
  said: (spec, draw) => spec.body && h("p", { class: "sz-exhibit__body sz-exhibit__body--said" }, draw(spec.body, "body")),
  foot: (spec, draw) => spec.foot && h("p", { class: "sz-exhibit__foot" }, draw(spec.foot, "foot")),
  rows: (spec, draw) => {
    const rows = (spec.rows || []).map(([name, value], index) =>
      h("div", { class: "sz-row" }, h("dt", {}, name), h("dd", {}, draw(value, `row:${index}`))),
    );
    return rows.length > 0 && h("dl", { class: "sz-rows" }, rows);
  },
  buttons: (spec, draw) => drawnKeys(spec, draw, "sz-drawn"),
  keys: (spec, draw) => drawnKeys(spec, draw, "sz-drawn sz-drawn--round"),
  wave: (spec) => wave(spec.title),
  torn: () => torn("sz-torn"),
  tornBelow: () => torn("sz-torn sz-torn--below"),
  corner: () => picture("sz-corner", "0 0 20 20", stroke("M0 20V0l20 20z", "paper")),
  lanyard: () => picture("sz-lanyard", "0 0 80 22", stroke("M32 0l5 9M48 0l-5 9M34 9h12v7h-12z", "soft")),
};

/** Buttons that are only a picture of buttons. */
function drawnKeys(spec, draw, name) {
  const drawn = (spec.buttons || []).map((text, index) => h("li", { class: name }, draw(text, `button:${index}`)));
  return drawn.length > 0 && h("ul", { class: "sz-drawns", "aria-label": "画面上的按钮，只是图样，点不动" }, drawn);
}

/** The torn edge of a strip of paper. */
function torn(name) {
  let d = "M0 7";
  for (let x = 0; x <= 240; x += 6) d += `L${x} ${(x / 6) % 2 ? 2 : 6}`;
  const paper = s("path", { d: `${d}V8H0z`, class: "sz-torn__paper" });
  return picture(name, "0 0 240 8", [paper, stroke(d, "edge")], { preserveAspectRatio: "none" });
}

/** The bars of a voice message: always the same for the same title. */
function wave(text) {
  const bars = [];
  const letters = Array.from(text || " ");
  for (let i = 0; i < 32; i += 1) {
    const height = 4 + ((letters[i % letters.length].codePointAt(0) * (i + 7)) % 17);
    bars.push(s("rect", { x: i * 6, y: 12 - height / 2, width: 2.5, height, rx: 1.2, class: "sz-pen sz-pen--bar" }));
  }
  return h("div", { class: "sz-wave", "aria-hidden": "true" }, h("span", { class: "sz-wave__play" }, icon("play")), picture("sz-wave__bars", "0 0 192 24", bars));
}

/** The photograph on a badge: a shape, nobody's face. */
function portrait() {
  const shape = "M20 11a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM5 48c0-11 6-17 15-17s15 6 15 17";
  return picture("sz-portrait", "0 0 40 48", [stroke("M.5.5h39v47h-39z", "soft"), stroke(shape, "soft")]);
}
