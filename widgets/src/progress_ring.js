// The progress ring: how many are done, as a picture and always in words.
import { h } from "./dom.js";
import { guard } from "./exercise.js";
import { s } from "./svg.js";

const AROUND = 100;

/** The ring as an element, for pages; @param spec {done, total, label} */
export function ring({ done, total, label = "已完成" }) {
  const all = Math.max(0, Math.floor(Number(total) || 0));
  const now = Math.min(all, Math.max(0, Math.floor(Number(done) || 0)));
  const words = all === 0 ? "还没有练习" : now === all ? `全部完成，共 ${all} 个` : `${label} ${now} / ${all}`;
  const circle = (name, dash) => s("circle", { cx: 20, cy: 20, r: 16, pathLength: AROUND, class: name, "stroke-dasharray": dash });
  const share = all === 0 ? 0 : (now / all) * AROUND;
  const tick = all > 0 && now === all && s("path", { d: "M13 20.5l5 5 9.5-10.5", class: "sz-ring__tick" });
  const number = all > 0 && now < all && s("text", { x: 20, y: 20, class: "sz-ring__number" }, String(now));
  const drawn = [circle("sz-ring__track"), share > 0 && circle("sz-ring__arc", `${share} ${AROUND - share}`), tick, number];
  const picture = s("svg", { class: "sz-ring__picture", viewBox: "0 0 40 40", "aria-hidden": "true", focusable: "false" }, drawn);
  return h("p", { class: `sz-ring${all > 0 && now === all ? " sz-ring--full" : ""}` }, picture, h("span", { class: "sz-ring__words" }, words));
}

export default {
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
  },
};
