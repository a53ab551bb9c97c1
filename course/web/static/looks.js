// Things on a page that are only looked at: nothing is asked of the server, nothing is saved.
import { h } from "./dom.js";
import { makeModel } from "./model.js";

export function viewSections() {
  return [...document.querySelectorAll(".sz-view")];
}

/** Mounts each of them; @param widgets the modules by the widgets' names */
export function mountViews(widgets) {
  for (const section of viewSections()) {
    const place = h("div", {});
    const spec = JSON.parse(section.querySelector("script").textContent);
    section.append(place);
    widgets[section.dataset.widget].render({ model: makeModel({ spec }, () => {}), el: place });
  }
}
