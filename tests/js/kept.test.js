// Older answers that did not fit: what the player sets aside, and how the page keeps it.
import { afterEach, describe, expect, it, vi } from "vitest";

import { start } from "../../course/web/static/host.js";
import { readKept, writeKept } from "../../course/web/static/kept.js";
import { keepRefused } from "../../widgets/src/kept.js";

function memory(values = {}) {
  const kept = new Map(Object.entries(values));
  return { kept, getItem: (name) => (kept.has(name) ? kept.get(name) : null), setItem: (name, value) => void kept.set(name, value), removeItem: (name) => void kept.delete(name) };
}
const broken = { getItem: () => { throw new Error("denied"); }, setItem: () => { throw new Error("full"); }, removeItem() {} };

describe("setting aside", () => {
  it("puts the newest first and keeps three", () => {
    expect(keepRefused([1, 2, 3], { kind: "x" }, "。")).toEqual([{ kind: "x" }, 1, 2]);
    expect(keepRefused(undefined, { kind: "x" }, "。")).toEqual([{ kind: "x" }]);
  });

  it("counts bytes, not letters", () => {
    expect(keepRefused([], { text: "字".repeat(21000) }, "太大。")[0].text).toHaveLength(21000);
    expect(keepRefused([], { text: "字".repeat(22000) }, "太大。")).toEqual([{ refused: "太大。", size: expect.any(Number) }]);
  });

  it("takes ten megabytes and a circle calmly", () => {
    expect(keepRefused([], { text: "x".repeat(10_000_000) }, "太大。")[0].size).toBeGreaterThan(10_000_000);
    const circle = {};
    circle.self = circle;
    expect(keepRefused([], circle, "坏了。")).toEqual([{ refused: "坏了。", size: 0 }]);
  });
});

describe("keeping in the browser", () => {
  it("is one list for each person, page and exercise", () => {
    const storage = memory();
    expect(writeKept(storage, "k1", "01", "a", [{ kind: "x" }])).toBe(true);
    expect(readKept(storage, "k1", "01", "a")).toEqual([{ kind: "x" }]);
    expect([readKept(storage, "k2", "01", "a"), readKept(storage, "k1", "02", "a"), readKept(storage, "k1", "01", "b")]).toEqual([[], [], []]);
  });

  it.each([[null], [broken], [memory({ "shizha:kept:k1:01:a": "{oops" })], [memory({ "shizha:kept:k1:01:a": '{"a":1}' })]])("goes on without a usable storage", (storage) => {
    expect(readKept(storage, "k1", "01", "a")).toEqual([]);
    expect(() => writeKept(storage, "k1", "01", "a", [])).not.toThrow();
  });
});

describe("on a page", () => {
  afterEach(() => vi.useRealTimers());

  it("gives an exercise its list, and keeps what it sets aside", async () => {
    vi.useFakeTimers();
    const config = { page: "01", kind: "lesson", base: "../", title: "课", version: "v1", results: "r", widgets: { card: "../card.js" } };
    document.body.innerHTML = `<span id="sz-count"></span><span id="sz-status"></span><progress id="sz-meter"></progress><div id="sz-notices"></div>
      <section class="sz-item" data-widget="card" data-item="a" data-mode="practice"><script type="application/json">{"title":"题"}</script></section>
      <script type="application/json" id="sz-page">${JSON.stringify(config)}</script>`;
    const storage = memory({ "shizha:kept:k1:01:a": '[{"kind":"old"}]' });
    const state = { learner: { key: "k1", kind: "staff", label: "王" }, content_version: "v1", form: null, practice: false, items: {} };
    let model = null;
    const load = async () => ({ default: { render: (given) => (model = given.model) } });
    await start({ load, storage, fetcher: async () => ({ status: 200, json: async () => state }) });
    expect(model.get("kept")).toEqual([{ kind: "old" }]);
    model.set("kept", [{ kind: "new" }, { kind: "old" }]);
    expect(readKept(storage, "k1", "01", "a")).toEqual([{ kind: "new" }, { kind: "old" }]);
  });
});
