import { expect, it } from "vitest";

import widget, { ring } from "../../widgets/src/progress_ring.js";
import { expectAccessible, FakeModel, mount } from "./support.js";

const spec = (done, total, label = "已完成") => ({ done, total, label });
const dash = (node) => node.querySelector(".sz-ring__arc").getAttribute("stroke-dasharray");

it("says in words what it shows", () => {
  expect(ring(spec(3, 8)).textContent).toBe("3已完成 3 / 8");
  expect(ring(spec(3, 8)).querySelector("svg").getAttribute("aria-hidden")).toBe("true");
  expect(dash(ring(spec(2, 8)))).toBe("25 75");
});

it("has a sign for all, and a sentence for none", () => {
  expect(ring(spec(8, 8)).textContent).toBe("全部完成，共 8 个");
  expect(ring(spec(8, 8)).querySelector(".sz-ring__tick")).not.toBeNull();
  expect(ring(spec(0, 0)).textContent).toBe("还没有练习");
  expect(ring(spec(0, 8)).querySelector(".sz-ring__arc")).toBeNull();
});

it.each([[9, 8, "全部完成，共 8 个"], [-1, 8, "0已完成 0 / 8"], ["x", "8", "0已完成 0 / 8"], [null, null, "还没有练习"]])("never shows nonsense for %j of %j", (done, total, said) => {
  expect(ring(spec(done, total)).textContent).toBe(said);
});

it("draws again when the numbers change, and is calm without any", () => {
  const model = new FakeModel({ spec: spec(1, 4) });
  const view = mount(widget, model);
  model.set("spec", spec(2, 4));
  expect(view.text()).toBe("2已完成 2 / 4");
  model.set("spec", undefined);
  expect(view.one(".sz-notice").textContent).toBe("进度没有读出来，不影响练习。");
  view.cleanup();
  expect(view.text()).toBe("");
});

it("has no axe violation", async () => {
  await expectAccessible(mount(widget, new FakeModel({ spec: spec(3, 8) })).el);
});
