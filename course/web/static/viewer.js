// Starts a page that is only looked at: mounts its widgets. Nothing is asked of the server, nothing is saved.
import { byId, h } from "./dom.js";
import { browserStorage } from "./drafts.js";
import { loadWidgets } from "./modules.js";
import { mountViews, viewSections } from "./looks.js";
import { mountReading } from "./reading.js";

/** @param load what differs in a test: load(url) -> widget module */
export async function showViews(load) {
  mountReading(browserStorage());
  const config = JSON.parse(byId("sz-page").textContent);
  const widgets = await loadWidgets(config, load);
  if (widgets !== null) mountViews(widgets);
  else for (const section of viewSections()) section.append(h("p", { class: "notice notice--wait", role: "status" }, "这一页没有加载出来，请刷新再试。"));
  document.documentElement.classList.add("is-ready");
}

if (byId("sz-page")) showViews();
