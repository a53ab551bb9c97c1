// The quiet strip at the top: how far one is, whether it is saved; and the sentences that must be said.
import { byId, fill, h } from "./dom.js";

const SAYS = {
  quiet: "自动保存",
  saving: "正在保存…",
  saved: "已保存",
  offline: "离线，稍后自动保存",
  refused: "没有存上",
};

/** @param retry what “再试一次” does */
export function makeBar(retry) {
  const status = byId("sz-status");
  const notices = byId("sz-notices");
  const meter = byId("sz-meter");
  const count = byId("sz-count");
  const shown = new Map();
  let said = "";
  let told = { name: "quiet", message: "" };
  let there = true;

  /** One sentence under the bar; the same `name` replaces what stood there, an empty text removes it. */
  const notice = (name, text, { tone = "note", actions = [], close = false } = {}) => {
    const old = shown.get(name);
    if (old) old.remove();
    shown.delete(name);
    if (!text) return;
    const dismiss = close && h("button", { type: "button", class: "link-button", on: { click: () => notice(name, "") } }, "知道了");
    const node = h("div", { class: `notice notice--${tone}` }, h("p", {}, text), h("div", { class: "notice__actions" }, actions, dismiss));
    shown.set(name, node);
    notices.append(node);
  };

  const draw = () => {
    const { message } = told;
    const name = there || told.name === "refused" ? told.name : "offline";
    status.textContent = SAYS[name];
    status.dataset.state = name;
    const again = h("button", { type: "button", class: "link-button", on: { click: retry } }, "再试一次");
    const offline = "现在连不上服务器。可以接着做，作答先存在这台设备上，连上后自动保存。";
    const says = name === "refused" ? message : name === "offline" ? offline : "";
    // The same sentence is said once, also to who has put it away; "saving" between two tries is no news.
    if (says === said || name === "saving") return;
    said = says;
    notice("saving", says, { tone: "wait", actions: [again], close: true });
  };

  return {
    notice,
    status(name, message) {
      told = { name, message };
      draw();
    },
    /** Whether the server is there: lost, it is told also while nothing waits to be saved. */
    reached(now) {
      there = now;
      draw();
    },
    progress(done, total) {
      count.textContent = total ? `${done}/${total} 已完成` : "";
      meter.max = total || 1;
      meter.value = done;
    },
  };
}

/** Back to where one left off, as soon as everything is drawn; an address that names a place comes first. */
export function resume(item) {
  const named = window.location.hash && byId(decodeURIComponent(window.location.hash.slice(1)));
  const target = named || (item && item.section);
  if (target && typeof target.scrollIntoView === "function") target.scrollIntoView({ block: "start" });
  if (item && named && named !== item.section) offerResume(item);
}

export function hideResume() {
  const place = byId("sz-resume");
  if (!place) return;
  place.hidden = true;
  fill(place);
}

/** Offers the way to the first unfinished exercise, until that or the foot of the page is in sight. */
function offerResume(item) {
  const place = byId("sz-resume");
  if (!place) return;
  const hide = hideResume;
  const link = h("a", { href: `#${item.section.id}`, class: "resume__link", on: { click: hide } }, "接着上次", h("span", {}, item.title));
  const close = h("button", { type: "button", class: "resume__close", "aria-label": "不用了", on: { click: hide } }, "×");
  fill(place, link, close);
  place.hidden = false;
  if (!("IntersectionObserver" in window)) return;
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    seen.disconnect();
    hide();
  });
  seen.observe(item.section);
  const foot = document.querySelector(".foot");
  if (foot) seen.observe(foot);
}
