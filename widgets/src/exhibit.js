// Exhibits: objects on a desk, in hairline frames, each with the tag 教学道具.
import { h } from "./dom.js";

const KINDS = new Set(["slip", "profile", "record", "voice", "link", "notice"]);
const PLAIN_AMOUNT = /^-?[\d,]+(\.\d+)?$/;

/** One exhibit as a figure; an unknown kind is drawn as a plain sheet. */
export function exhibit(spec) {
  const kind = KINDS.has(spec.kind) ? spec.kind : "notice";
  const rows = (spec.rows || []).map(([name, value]) => h("div", { class: "sz-row" }, h("dt", {}, name), h("dd", {}, value)));
  return h(
    "figure",
    { class: `sz-exhibit sz-exhibit--${kind}` },
    h("figcaption", { class: "sz-exhibit__head" }, h("span", { class: "sz-exhibit__title" }, spec.title), h("span", { class: "sz-tag" }, "教学道具")),
    kind === "voice" && h("div", { class: "sz-wave", "aria-hidden": "true" }),
    spec.amount && h("p", { class: "sz-amount" }, PLAIN_AMOUNT.test(spec.amount) ? `¥ ${spec.amount}` : spec.amount),
    rows.length > 0 && h("dl", { class: "sz-rows" }, rows),
    spec.foot && h("p", { class: "sz-exhibit__foot" }, spec.foot),
  );
}
