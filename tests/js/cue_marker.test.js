import { describe, expect, it } from "vitest";

import cueMarker from "../../widgets/src/cue_marker.js";
import { touched } from "./practice_support.js";
import { expectAccessible, FakeModel, marker, mount } from "./support.js";

const practice = (values) => new FakeModel({ spec: marker(), ...values });
const assessed = (values) => new FakeModel({ spec: marker({ feedback: undefined }), mode: "assessed", ...values });
const pressed = (view) => view.all("[aria-pressed=true]").map((node) => node.textContent);
const key = (node, name, repeat = false) => node.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, repeat }));

describe("marking", () => {
  it("toggles by touch and by keyboard, and keeps the order of the text", () => {
    const model = practice();
    const view = mount(cueMarker, model);
    view.button("先别跟人讲").click();
    key(view.button("换号了"), "Enter");
    expect(model.get("answer")).toEqual({ kind: "marks", marks: ["w2", "w4"], checked: false });
    key(view.button("换号了"), " ", true);
    expect(pressed(view)).toEqual(["换号了。", "先别跟人讲。"]);
    key(view.button("换号了"), " ");
    expect(pressed(view)).toEqual(["先别跟人讲。"]);
    view.button("先别跟人讲").click();
    expect(model.get("answer")).toEqual({});
  });

  it("keeps focus on the phrase that was touched", () => {
    const view = mount(cueMarker, practice());
    const word = view.button("换号了");
    word.focus();
    key(word, "Enter");
    expect(document.activeElement).toBe(word);
  });
});

describe("practice", () => {
  it("shows what was found, missed, and no cue at all, each with why", () => {
    const model = practice();
    const view = mount(cueMarker, model);
    view.button("换号了").click();
    view.button("我是李总").click();
    expect(model.get("done")).toBe(false);
    view.button("看看结果").click();
    expect(model.get("answer")).toEqual({ kind: "marks", marks: ["w1", "w2"], checked: true });
    expect(model.get("done")).toBe(true);
    const said = view.all(".sz-reason").map((node) => node.textContent);
    expect(said).toEqual(["不算破绽“我是李总”只是自报姓名。", "找到了“换号了”旧号还联系得上。", "漏掉了“先别跟人讲”怕旁人问穿。"]);
    expect(view.one(".sz-result").textContent).toBe("你点了 2 处，其中 1 处是破绽；一共 2 处，找到 1 处。理由写在旁边。");
    expect(document.activeElement).toBe(view.one(".sz-result"));
  });

  it("is at rest after the check until one looks again", () => {
    const model = practice({ answer: { kind: "marks", marks: ["w2"], checked: true } });
    const view = mount(cueMarker, model);
    view.button("先别跟人讲").click();
    expect([model.get("answer").marks, model.saves]).toEqual([["w2"], 0]);
    view.button("再找一遍").click();
    expect([model.get("answer"), model.get("done")]).toEqual([{}, false]);
    expect(view.all(".sz-reason")).toHaveLength(0);
  });

  it("asks for one mark before it shows the result", () => {
    const model = practice();
    const view = mount(cueMarker, model);
    view.button("看看结果").click();
    expect([view.one(".sz-count").textContent, model.saves]).toEqual(["先点一处你觉得不对劲的地方，再看结果。", 0]);
  });

  it("praises in one plain sentence", () => {
    const view = mount(cueMarker, practice({ answer: { kind: "marks", marks: ["w2", "w4"], checked: true } }));
    expect(view.one(".sz-result").textContent).toBe("你点了 2 处，都是破绽，一处不漏。理由写在旁边。");
  });
});

describe("assessed", () => {
  it("hints at nothing, and is done with the first mark", () => {
    const model = assessed({ answer: { kind: "marks", marks: ["w2"], checked: true }, spec: marker() });
    const view = mount(cueMarker, model);
    expect(view.button("看看结果")).toBeUndefined();
    expect(view.all(".sz-reason, .sz-phrase--found, .sz-phrase--missed")).toHaveLength(0);
    view.button("您说").click();
    expect([model.get("answer").checked, model.get("done")]).toEqual([false, true]);
  });
});

describe("bad input", () => {
  it.each([
    [{ kind: "choice", chosen: ["w1"] }],
    [{ kind: "marks", marks: ["w9"] }],
    [{ kind: "marks", marks: ["w1", "w1"] }],
    [{ kind: "marks", marks: "w1" }],
  ])("starts anew from %j and destroys nothing", (answer) => {
    const model = practice({ answer });
    const view = mount(cueMarker, model);
    expect(view.one(".sz-notice").hidden).toBe(false);
    expect([pressed(view), model.saves, model.get("answer")]).toEqual([[], 0, answer]);
  });

  it("keeps two renders together and text as text", () => {
    const spec = marker();
    spec.lines[0].parts[0].text = "<b>我</b>";
    const model = practice({ spec });
    const one = mount(cueMarker, model);
    const two = mount(cueMarker, model, { keep: true });
    one.button("换号了").click();
    expect(pressed(two)).toEqual(["换号了。"]);
    expect(one.one("b")).toBeNull();
  });
});

describe("how near it came", () => {
  it.each([
    [["w1", "w3"], "你点了 2 处，都不是破绽；一共 2 处，这次没有找到。"],
    [["w2"], "你点了 1 处，是破绽；一共 2 处，找到 1 处。"],
    [["w1", "w2", "w4"], "你点了 3 处，其中 2 处是破绽；一共 2 处，都找到了。"],
  ])("is said of %j in plain words", (marks, said) => {
    const view = mount(cueMarker, practice({ answer: { kind: "marks", marks, checked: true } }));
    expect(view.one(".sz-result strong").textContent).toBe(said);
  });
});

describe("on an exhibit", () => {
  const shown = (values) => mount(cueMarker, new FakeModel({ spec: touched(), ...values }));

  it("each field is touched where it stands, and the rest stays plain", () => {
    const model = new FakeModel({ spec: touched() });
    const view = mount(cueMarker, model);
    expect(view.all(".sz-phrase").map((node) => node.textContent)).toEqual(["手机银行", "请点开地址办理，", "今天", "850.00"]);
    expect(view.one("figure").textContent).toContain("您好。请点开地址办理，逾期不补。");
    expect(view.all("figure")[1].textContent).toContain("¥ 850.00");
    view.button("请点开地址办理").click();
    key(view.button("850.00"), "Enter");
    expect(model.get("answer").marks).toEqual(["w2", "w4"]);
  });

  it("gives the reasons under the exhibit", () => {
    const view = shown({ answer: { kind: "marks", marks: ["w1"], checked: true } });
    expect(view.all(".sz-reason").map((node) => node.textContent)).toEqual(["不算破绽“手机银行”名字能造。", "漏掉了“请点开地址办理”不点短信里的地址。", "漏掉了“850.00”看余额。"]);
  });

  it("has no axe violation", async () => {
    await expectAccessible(shown().el);
    await expectAccessible(shown({ answer: { kind: "marks", marks: ["w1"], checked: true } }).el);
  });
});

describe("accessibility", () => {
  it("has no axe violation in any state", async () => {
    await expectAccessible(mount(cueMarker, practice()).el);
    await expectAccessible(mount(cueMarker, practice({ answer: { kind: "marks", marks: ["w1", "w2"], checked: true } })).el);
    await expectAccessible(mount(cueMarker, assessed({ answer: { kind: "marks", marks: ["w1"], checked: false } })).el);
  });
});
