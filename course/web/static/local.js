// Starts a page of an export: no server, no modules, answers in this browser.
// The host starts by itself where it finds #sz-page; here it is started with what a file can give it.
import { byId, h } from "./dom.js";
import { browserStorage } from "./drafts.js";
import { start } from "./host.js";
import { localFetch } from "./local_api.js";
import { drawLocalHome } from "./local_home.js";
import { openStore } from "./local_store.js";
import { isEmpty } from "./model.js";
import { offerTakeaway, packPage } from "./takeaway.js";
import { showViews } from "./viewer.js";

const NOT_KEPT = "这个浏览器不让网页存东西：作答只留在打开的这一页里，离开之前请先下载。";

/** @param env {widgets: {name: widget module}, storage} */
export async function openLocal({ widgets, storage = browserStorage() }) {
  const store = openStore(storage);
  const place = byId("sz-local");
  const notices = byId("sz-notices");
  if (!store.lasting && notices) notices.append(h("p", { class: "notice notice--wait" }, NOT_KEPT));
  if (!place) {
    if (store.lasting) drawLocalHome(store);
    document.documentElement.classList.add("is-ready");
    return;
  }
  const config = JSON.parse(place.textContent);
  place.id = "sz-page";
  const load = async (url) => widgets[url.slice(url.lastIndexOf("/") + 1)];
  if (config.kind === "library") return showViews(load);
  sayWhere(store.lasting ? "已保存在这台设备上" : "暂存在这一页里");
  const page = await start({ load, fetcher: localFetch(store, config), storage });
  const ids = page.items.map(({ id }) => id);
  offerTakeaway(byId("sz-submit"), "answers.json", (learner) => {
    const packed = packPage(config.page, config.version, ids, store.answers(config.page), learner);
    return isEmpty(packed.items) ? null : packed;
  });
}

/** The bar says that an answer is saved; here it says where. */
function sayWhere(words) {
  const status = byId("sz-status");
  const say = () => {
    if (status.dataset.state === "saved" && status.textContent !== words) status.textContent = words;
  };
  new MutationObserver(say).observe(status, { attributes: true, childList: true });
}
