// The home page where there is no server: how far one is, what comes next, and the way to take the answers along.
import { byId, fill, h } from "./dom.js";
import { isEmpty } from "./model.js";
import { offerTakeaway, packAll, packPage } from "./takeaway.js";

/** Draws what this browser knows into the rows of the page. */
export function drawLocalHome(store) {
  const rows = [...document.querySelectorAll("[data-page]")].map((node) => readRow(store, node));
  for (const row of rows) drawRow(row);
  drawNext(rows.filter(({ node }) => node.dataset.kind === "lesson"));
  const pack = (learner) => {
    const packed = packAll(rows.map(({ page, version, ids }) => packPage(page, version, ids, store.answers(page), learner)));
    return packed.pages.length ? packed : null;
  };
  offerTakeaway(byId("sz-take"), "my-answers.json", pack, offerClearing(store));
}

function readRow(store, node) {
  const { page, version, items } = node.dataset;
  const ids = items ? items.split(" ") : [];
  const answers = store.answers(page);
  const done = ids.filter((id) => answers[id] && answers[id].done).length;
  const begun = done > 0 || ids.some((id) => answers[id] && !isEmpty(answers[id].answer));
  return { node, page, version, ids, done, state: ids.length && done === ids.length ? "done" : begun ? "going" : "new" };
}

function drawRow({ node, ids, done, state }) {
  const place = node.querySelector("[data-progress]");
  const title = node.querySelector(".card__title").textContent;
  if (state === "new") return;
  place.className = `tag tag--${state}`;
  place.textContent = state === "done" ? place.dataset.progress : `${done}/${ids.length} 已完成`;
  if (state === "going") node.append(h("progress", { class: "meter meter--card", max: String(ids.length), value: String(done), "aria-label": `${title}的进度` }));
}

function drawNext(lessons) {
  const link = byId("sz-next");
  const next = lessons.find(({ state }) => state !== "done");
  if (!next) {
    link.closest("p").hidden = true;
    return;
  }
  link.href = next.node.querySelector("a").getAttribute("href");
  if (lessons.some(({ state }) => state !== "new")) link.textContent = "继续学习";
}

/** For a device that several people use: asked once, then everything is gone. */
function offerClearing(store) {
  const place = h("div", { role: "group", "aria-label": "清掉作答" });
  const link = (label, click, kind = "link-button") => h("button", { type: "button", class: kind, on: { click } }, label);
  const clear = () => {
    store.clear();
    window.location.reload();
  };
  const ask = () => {
    fill(place, h("p", {}, "这台设备上的作答和进度会全部清掉，找不回来。要留着的，请先下载。"), h("div", { class: "buttons" }, link("全部清掉", clear, "button button--quiet"), link("先不清", offer)));
    place.querySelector("button").focus();
  };
  const offer = () => fill(place, link("清掉这台设备上的作答", ask));
  offer();
  return place;
}
