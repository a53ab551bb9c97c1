// Starts a page that is only looked at: mounts its widgets. Nothing is asked of the server, nothing is saved.
import { byId, h } from "./dom.js";
import { makeModel } from "./model.js";
import { loadWidgets } from "./modules.js";

/** @param load what differs in a test: load(url) -> widget module */
export async function showViews(load) {
  const config = JSON.parse(byId("sz-page").textContent);
  const sections = [...document.querySelectorAll(".sz-view")];
  const widgets = await loadWidgets(config, load);
  for (const section of sections) {
    if (widgets === null) section.append(h("p", { class: "notice notice--wait", role: "status" }, "这一页没有加载出来，请刷新再试。"));
    else mount(section, widgets[section.dataset.widget]);
  }
  document.documentElement.classList.add("is-ready");
}

function mount(section, widget) {
  const place = h("div", {});
  const spec = JSON.parse(section.querySelector("script").textContent);
  section.append(place);
  widget.render({ model: makeModel({ spec }, () => {}), el: place });
}

if (byId("sz-page")) showViews();
