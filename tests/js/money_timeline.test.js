import { describe, expect, it } from "vitest";

import money from "../../widgets/src/money_timeline.js";
import { route } from "./practice_support.js";
import { expectAccessible, FakeModel, mount } from "./support.js";

const practice = (values) => new FakeModel({ spec: route(), ...values });
const assessed = (values) => new FakeModel({ spec: route({ feedback: undefined }), mode: "assessed", ...values });
const at = (stage) => ({ answer: { kind: "stage", stage } });

describe("before the choice", () => {
  it("tells the steps in order with what was paid, and nothing of what would have helped", () => {
    const view = mount(money, practice());
    expect(view.all(".sz-route__face").map((node) => node.textContent)).toEqual(["第 1 步加好友一个新号来加他。", "第 2 步请你先垫他转了两笔。付出 105万元", "第 3 步后来联系不上。"]);
    expect(view.text()).toContain("每次付了多少：85万元、20万元");
    expect(view.text()).not.toContain("用旧号码问一声");
    expect(view.one("details")).toBeNull();
  });

  it("says of a case without loss nothing about payments", () => {
    const kept = route({ loss: { text: "没有损失", tone: "kept" }, payments: "没有付过钱", victim: null });
    expect(mount(money, new FakeModel({ spec: kept })).text()).not.toContain("每次付了多少");
  });
});

describe("the choice", () => {
  it("is one answer, with the verdict under the step and the rest under all of them", () => {
    const model = practice();
    const view = mount(money, model);
    view.button("加好友").click();
    expect([model.get("answer"), model.get("done")]).toEqual([{ kind: "stage", stage: "s1" }, true]);
    expect(view.one(".sz-route__one--mine .sz-result").textContent).toContain("你选了第 1 步，停在这里来得及。这时105万元都还在。");
    expect(document.activeElement).toBe(view.one(".sz-result"));
    expect(view.all(".sz-route__stop").map((node) => node.textContent)).toEqual(["这里可以停用旧号码问一声。", "这里可以停钱没到，一分也不转。"]);
    expect(view.all(".sz-purse__text").map((node) => node.textContent)).toEqual(["105万元都还在", "还剩多少不详", "105万元已经出去"]);
    expect(view.all(".sz-purse__bar")).toHaveLength(2);
    expect(view.one("details").textContent).toBe("有文件记载 · 出处，含我们的推断《工作方案》附件一（文件000）我们的推断：我们这样理解。");
  });

  it("may be changed, and claims no sum that nobody knows", () => {
    const model = practice(at("s1"));
    const view = mount(money, model);
    view.button("请你先垫").click();
    expect(model.get("answer").stage).toBe("s2");
    expect(view.all(".sz-result")).toHaveLength(1);
    expect(view.one(".sz-result").textContent).toContain("停在这里，后面的就拦住了。最早在第 1 步就有办法。");
  });

  it("says calmly what helps when the money has gone", () => {
    const said = mount(money, practice(at("s3"))).one(".sz-result").textContent;
    expect(said).toContain("你选了第 3 步，再往前才停得住。钱已经出去的时候，最要紧的是马上打110。");
  });

  it("speaks of what was left where a part had gone", () => {
    const spec = route();
    spec.feedback.stages.s2.safe = { text: "还在的有20万元，85万元已经出去", share: 0.2 };
    const view = mount(money, new FakeModel({ spec, ...at("s2") }));
    expect(view.one(".sz-result").textContent).toContain("停在这里，剩下的还保得住。这时还在的有20万元");
    expect(view.all(".sz-route__one--mine rect").map((node) => node.getAttribute("width"))).toEqual(["40", "160"]);
  });
});

describe("assessed and damaged", () => {
  it("hints at nothing", () => {
    const model = assessed({ spec: route() });
    const view = mount(money, model);
    view.button("请你先垫").click();
    expect([model.get("answer").stage, model.get("done")]).toEqual(["s2", true]);
    expect(view.all(".sz-result, .sz-route__stop, .sz-purse, details")).toHaveLength(0);
  });

  it.each([[{ kind: "stage", stage: "s9" }], [{ kind: "choice", stage: "s1" }], [{ kind: "stage" }]])("starts anew from %j and destroys nothing", (answer) => {
    const model = practice({ answer });
    const view = mount(money, model);
    expect(view.one(".sz-notice").hidden).toBe(false);
    expect([model.saves, model.get("answer"), view.all("[aria-pressed=true]").length]).toEqual([0, answer, 0]);
  });
});

it("has no axe violation in any state", async () => {
  await expectAccessible(mount(money, practice()).el);
  await expectAccessible(mount(money, practice(at("s2"))).el);
  await expectAccessible(mount(money, assessed(at("s2"))).el);
});
