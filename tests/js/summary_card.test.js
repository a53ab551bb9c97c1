import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { wrap } from "../../widgets/src/card_picture.js";
import widget from "../../widgets/src/summary_card.js";
import { card } from "./practice_support.js";
import { expectAccessible, FakeModel, mount } from "./support.js";

const draw = (spec = card()) => mount(widget, new FakeModel({ spec }));
const tenEach = (text) => Array.from(text).length * 10;

/** A canvas that paints nothing and gives a file, or none. */
function canvas(blob) {
  const written = [];
  const pen = { fillRect() {}, measureText: (text) => ({ width: text.length * 51 }), fillText: (text) => written.push(text) };
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(pen);
  vi.spyOn(HTMLCanvasElement.prototype, "toDataURL").mockReturnValue("data:image/png;base64,AA==");
  HTMLCanvasElement.prototype.toBlob = (done) => done(blob);
  return written;
}

beforeEach(() => {
  URL.createObjectURL = vi.fn(() => "blob:card");
  URL.revokeObjectURL = vi.fn();
  window.print = vi.fn();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  document.documentElement.className = "";
});

describe("the card", () => {
  it("shows its lines, and text as text", () => {
    const view = draw(card({ lines: ["<b>一</b>", "二"] }));
    expect(view.all(".sz-keep__line").map((node) => node.textContent)).toEqual(["<b>一</b>", "二"]);
    expect([view.one("b"), view.one("h3").textContent]).toEqual([null, "带走两句"]);
  });

  it("is calm where it cannot be read", () => {
    expect(draw({ title: "?" }).one(".sz-notice").textContent).toBe("要点卡没有读全，请刷新页面再看。");
  });

  it("has no axe violation", async () => {
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => {});
    canvas(new Blob(["x"]));
    const view = draw();
    await expectAccessible(view.el);
    view.button("存成图片").click();
    await expectAccessible(view.el);
  });
});

describe("the picture", () => {
  it("goes out as a file, lies below for a long press, and is forgotten again", () => {
    vi.useFakeTimers();
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function click() {
      expect([this.download, this.href]).toEqual(["识诈课堂-带走两句.png", "blob:card"]);
    });
    const written = canvas(new Blob(["x"]));
    const view = draw();
    view.button("存成图片").click();
    expect(clicked).toHaveBeenCalledTimes(1);
    expect(written).toEqual(expect.arrayContaining(["带走两句", "钱没到账，不转。", "打110。", "识诈课堂"]));
    expect(view.one("img").getAttribute("src")).toMatch(/^data:image\/png/);
    expect(view.one("[role=status]").textContent).toContain("图片已存下");
    vi.runAllTimers();
    expect(URL.revokeObjectURL).toHaveBeenCalledWith("blob:card");
  });

  it.each([["no canvas", () => vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null)], ["no file", () => canvas(null)]])("becomes a print of the card alone with %s", (_name, prepare) => {
    prepare();
    const view = draw();
    view.button("存成图片").click();
    expect(window.print).toHaveBeenCalledTimes(1);
    expect(view.one("[role=status]").textContent).toContain("改为打印");
    expect([document.documentElement.className, view.one(".sz-keep").className]).toEqual(["sz-printing", "sz sz-keep sz-keep--printed"]);
    window.dispatchEvent(new Event("afterprint"));
    expect([document.documentElement.className, view.one(".sz-keep").className]).toEqual(["", "sz sz-keep"]);
  });
});

describe("wrapping", () => {
  it("keeps closing marks with what stands before them and numbers whole", () => {
    expect(wrap("一二三，四五六。", 30, tenEach)).toEqual(["一二三，", "四五六。"]);
    expect(wrap("请拨打96110问", 60, tenEach)).toEqual(["请拨打", "96110问"]);
    expect(wrap("说“不转”了", 20, tenEach)).toEqual(["说", "“不", "转”", "了"]);
    expect(wrap("", 20, tenEach)).toEqual([]);
  });
});
