import { describe, expect, it } from "vitest";

import comparer from "../../widgets/src/pair_comparer.js";
import { pair } from "./practice_support.js";
import { expectAccessible, FakeModel, mount } from "./support.js";

const practice = (values) => new FakeModel({ spec: pair(), ...values });
const assessed = (values) => new FakeModel({ spec: pair({ feedback: undefined }), mode: "assessed", ...values });
const side = (view, word) => view.all("label").find((node) => node.textContent.includes(word)).click();
const CHECKED = { kind: "compare", genuine: "a", marks: ["w1", "w2"], checked: true };

describe("comparing", () => {
  it("keeps a side and the rows in their order, and forgets what is taken back", () => {
    const model = practice();
    const view = mount(comparer, model);
    view.button("问到用途").click();
    view.button("谁让他来的").click();
    expect(model.get("answer")).toEqual({ kind: "compare", genuine: null, marks: ["w1", "w3"], checked: false });
    side(view, "“二”");
    expect(model.get("answer").genuine).toBe("b");
    expect(view.one(".sz-count").textContent).toBe("已标出 2 处，选了“二”。");
    view.button("问到用途").click();
    expect(view.all("[aria-pressed=true]")).toHaveLength(1);
    expect(model.get("done")).toBe(false);
  });

  it("asks for a side and for one mark before it shows the result", () => {
    const model = practice();
    const view = mount(comparer, model);
    view.button("看看结果").click();
    expect(view.one(".sz-count").textContent).toBe("先选哪一边是真的，再看结果。");
    side(view, "“一”");
    view.button("看看结果").click();
    expect(view.one(".sz-count").textContent).toBe("先点一处看得出来的地方，再看结果。");
    expect(model.saves).toBe(1);
  });

  it("tells the side, how near the marks came, and every reason", () => {
    const model = practice();
    const view = mount(comparer, model);
    side(view, "“二”");
    view.button("谁让他来的").click();
    view.button("着急不着急").click();
    view.button("看看结果").click();
    expect([model.get("answer").checked, model.get("done")]).toEqual([true, true]);
    expect(view.one(".sz-result").textContent).toBe("看对了，“二”是正经事。你点了 2 处，其中 1 处是看得出真假的；一共 2 处，找到 1 处。理由写在每一处下面。");
    expect(view.all(".sz-pair__why").map((node) => node.textContent)).toEqual(["找到了别人在电话里定的。", "你点了，可它分不出真假真客户也急。", "漏掉了自己的事说得圆。", "分不出真假两边一样。"]);
    expect(document.activeElement).toBe(view.one(".sz-result"));
    view.button("收款人").click();
    expect(model.get("answer").marks).toEqual(["w1", "w2"]);
    view.button("再看一遍").click();
    expect([model.get("answer"), model.get("done")]).toEqual([{}, false]);
  });

  it("says calmly which side it was", () => {
    expect(mount(comparer, practice({ answer: CHECKED })).one(".sz-result").textContent).toContain("正经事是“二”。");
  });
});

describe("the cover", () => {
  it("stands before the rows until it is opened, and never over an answer", async () => {
    const view = mount(comparer, practice());
    expect([view.one(".sz-cover").hidden, view.one(".sz-sides").parentNode.hidden]).toEqual([false, true]);
    await expectAccessible(view.el);
    view.button("两段都走完了").click();
    expect([view.one(".sz-cover").hidden, view.one(".sz-sides").parentNode.hidden]).toEqual([true, false]);
    expect(mount(comparer, practice({ answer: CHECKED })).one(".sz-cover").hidden).toBe(true);
  });
});

describe("assessed", () => {
  it("speaks of no walk, because a form has none before it", () => {
    expect(mount(comparer, practice()).one(".sz-pair__ask").textContent).toContain("你走的那一趟");
    expect(mount(comparer, assessed()).one(".sz-pair__ask").textContent).toBe("点一下标出来，再点一下取消。");
  });

  it("hints at nothing, whatever the answer claims, and is done with a side", () => {
    const model = assessed({ answer: CHECKED, spec: pair() });
    const view = mount(comparer, model);
    expect(view.button("看看结果")).toBeUndefined();
    expect(view.all(".sz-pair__why").every((node) => node.hidden && !node.textContent)).toBe(true);
    side(view, "“二”");
    expect([model.get("answer").checked, model.get("done")]).toEqual([false, true]);
  });
});

describe("bad input", () => {
  it.each([
    [{ kind: "choice", chosen: ["a"] }],
    [{ kind: "compare", genuine: "c", marks: [] }],
    [{ kind: "compare", genuine: "a", marks: ["w9"] }],
    [{ kind: "compare", genuine: "a", marks: "w1" }],
  ])("starts anew from %j and destroys nothing", (answer) => {
    const model = practice({ answer });
    const view = mount(comparer, model);
    expect(view.one(".sz-notice").hidden).toBe(false);
    expect([model.saves, model.get("answer"), view.all("input:checked").length]).toEqual([0, answer, 0]);
  });
});

it("has no axe violation in any state", async () => {
  await expectAccessible(mount(comparer, practice()).el);
  await expectAccessible(mount(comparer, practice({ answer: CHECKED })).el);
  await expectAccessible(mount(comparer, assessed()).el);
});
