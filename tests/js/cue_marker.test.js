import { describe, expect, it } from "vitest";

import cueMarker from "../../widgets/src/cue_marker.js";
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
    expect(view.one(".sz-result").textContent).toContain("2 处破绽，你找到了 1 处");
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
    expect([view.one(".sz-count").textContent, model.saves]).toEqual(["先点一处你觉得不对劲的话，再看结果。", 0]);
  });

  it("praises in one plain sentence", () => {
    const view = mount(cueMarker, practice({ answer: { kind: "marks", marks: ["w2", "w4"], checked: true } }));
    expect(view.one(".sz-result").textContent).toBe("2 处破绽都找到了。理由写在对话里。");
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

describe("accessibility", () => {
  it("has no axe violation in any state", async () => {
    await expectAccessible(mount(cueMarker, practice()).el);
    await expectAccessible(mount(cueMarker, practice({ answer: { kind: "marks", marks: ["w1", "w2"], checked: true } })).el);
    await expectAccessible(mount(cueMarker, assessed({ answer: { kind: "marks", marks: ["w1"], checked: false } })).el);
  });
});
