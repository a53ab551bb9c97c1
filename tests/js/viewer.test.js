// The script of a page that is only looked at: it mounts, asks the server nothing, and fails with a sentence.
import { beforeEach, expect, it, vi } from "vitest";

import { showViews } from "../../course/web/static/viewer.js";

const config = { page: "library", kind: "library", base: "./", widgets: { leaf: "./assets/leaf.js" } };
const leaf = { default: { render: ({ model, el }) => (el.textContent = model.get("spec").title) } };

beforeEach(() => {
  document.documentElement.className = "";
  document.body.innerHTML = `<section class="sz-view" data-widget="leaf"><script type="application/json">{"title":"一叶"}</script></section>
    <script type="application/json" id="sz-page">${JSON.stringify(config)}</script>`;
});

it("mounts what the page holds and asks for nothing else", async () => {
  const fetcher = vi.spyOn(window, "fetch").mockImplementation(() => Promise.reject(new Error("asked")));
  await showViews(async () => leaf);
  expect(document.querySelector(".sz-view div").textContent).toBe("一叶");
  expect(document.documentElement.className).toBe("is-ready");
  expect(fetcher).not.toHaveBeenCalled();
});

it("says so where the widget does not come", async () => {
  await showViews(() => Promise.reject(new Error("offline")));
  expect(document.querySelector(".notice").textContent).toBe("这一页没有加载出来，请刷新再试。");
});
