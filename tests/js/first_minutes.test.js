import { describe, expect, it } from "vitest";

import minutes from "../../widgets/src/first_minutes.js";
import { drill } from "./practice_support.js";
import { expectAccessible, FakeModel, mount } from "./support.js";

const practice = (values) => new FakeModel({ spec: drill(), ...values });
const assessed = (values) => new FakeModel({ spec: drill({ feedback: undefined, sources: undefined }), mode: "assessed", ...values });
const steps = (list, ended = false) => ({ answer: { kind: "steps", steps: list, ended } });
const clock = (view) => view.one(".sz-drill__clock").textContent;
const offered = (view) => view.all(".sz-choices button").map((node) => node.textContent);

describe("the story", () => {
  it("moves on by each action's minutes and offers what is left", () => {
    const model = practice();
    const view = mount(minutes, model);
    expect([clock(view), offered(view)]).toEqual(["刚发觉受骗", ["跟对方说", "锁卡", "打110", "找追款的人"]]);
    view.button("锁卡").click();
    expect(model.get("answer")).toEqual({ kind: "steps", steps: ["b"], ended: false });
    expect([clock(view), offered(view)]).toEqual(["已过去 4 分钟", ["跟对方说", "打110", "找追款的人"]]);
    expect(view.one(".sz-drill__step").textContent).toBe("0–4 分钟锁卡锁卡之后。");
    expect(view.one("[role=status].sz-hidden").textContent).toBe("已过去 4 分钟。锁卡之后。");
    expect(document.activeElement).toBe(view.one(".sz-choices"));
  });

  it("lets what was done before change what follows", () => {
    const after = mount(minutes, practice(steps(["a", "c"])));
    expect(after.all(".sz-drill__then").map((node) => node.textContent)).toEqual(["跟对方说之后。", "晚了一点也打。"]);
    const before = mount(minutes, practice(steps(["c", "a"])));
    expect(before.all(".sz-drill__then").map((node) => node.textContent)).toEqual(["打110之后。", "跟对方说之后。"]);
  });

  it("goes back a step, starts anew, and may be closed early", () => {
    const model = practice(steps(["b", "a"]));
    const view = mount(minutes, model);
    view.button("退回一步").click();
    expect(model.get("answer").steps).toEqual(["b"]);
    view.button("就做到这里").click();
    expect([model.get("answer").ended, model.get("done")]).toEqual([true, true]);
    view.button("重新来过").click();
    expect([model.get("answer"), model.get("done")]).toEqual([{}, false]);
  });
});

describe("the look back", () => {
  it("comes when all that matters is done, in the recommended order, with when one did it", () => {
    const model = practice(steps(["c"]));
    const view = mount(minutes, model);
    view.button("锁卡").click();
    expect(model.get("done")).toBe(true);
    expect(view.one(".sz-ending__title").textContent).toBe("2 件要紧的事都做了，用了 10 分钟，先后也对。");
    expect(view.all(".sz-drill__item").map((node) => node.textContent)).toEqual(["打110一开始就做了止付靠它。", "锁卡过了 6 分钟做的自己的卡。"]);
    expect(view.one("details").textContent).toContain("紧急止付（有文件记载）：由公安机关决定。");
  });

  it("is calm about another order, about what can be left, and about what was not done", () => {
    expect(mount(minutes, practice(steps(["b", "c"]))).one(".sz-ending__title").textContent).toContain("先后还可以再顺一顺。");
    const view = mount(minutes, practice(steps(["a", "d"])));
    expect(clock(view)).toBe("到这里，过去了 20 分钟");
    expect(view.one(".sz-ending__title").textContent).toBe("2 件要紧的事，你做了 0 件。");
    expect(view.all(".sz-drill__item").map((node) => node.textContent)).toEqual([
      "打110这次没有做止付靠它。",
      "锁卡这次没有做自己的卡。",
      "跟对方说一开始就做了对方不会退。",
      "找追款的人过了 8 分钟做的又是一个骗局。",
    ]);
    expect(view.text()).toContain("先打110。");
    expect(view.text()).not.toMatch(/错|失败|太晚|倒计时/);
  });
});

describe("assessed and damaged", () => {
  it("hints at nothing, and goes on until the time is over", () => {
    const model = assessed(steps(["c"]));
    const view = mount(minutes, model);
    view.button("锁卡").click();
    expect(model.get("done")).toBe(false);
    view.button("找追款的人").click();
    expect([model.get("done"), view.one(".sz-ending__title").textContent]).toEqual([true, "这几步已经记下"]);
    expect(view.text()).not.toMatch(/止付靠它|先打110/);
  });

  it.each([[{ kind: "steps", steps: ["z"] }], [{ kind: "steps", steps: ["a", "a"] }], [{ kind: "marks", steps: [] }]])("starts anew from %j and destroys nothing", (answer) => {
    const model = practice({ answer });
    const view = mount(minutes, model);
    expect(view.one(".sz-notice").hidden).toBe(false);
    expect([model.saves, model.get("answer"), clock(view)]).toEqual([0, answer, "刚发觉受骗"]);
  });
});

it("has no axe violation in any state", async () => {
  await expectAccessible(mount(minutes, practice()).el);
  await expectAccessible(mount(minutes, practice(steps(["a"]))).el);
  await expectAccessible(mount(minutes, practice(steps(["a", "d"]))).el);
  await expectAccessible(mount(minutes, assessed(steps(["a", "d"]))).el);
});
