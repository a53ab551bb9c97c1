import { describe, expect, it } from "vitest";

import card from "../../widgets/src/question_card.js";
import { ordering } from "./practice_support.js";
import { expectAccessible, FakeModel, mount, question } from "./support.js";

const practice = (spec, values) => new FakeModel({ spec: question(spec), ...values });
const assessed = (spec, values) => new FakeModel({ spec: question({ feedback: undefined, ...spec }), mode: "assessed", ...values });
const MULTIPLE = { type: "multiple", feedback: { a: { right: true, why: "甲" }, b: { right: true, why: "乙" }, c: { right: false, why: "丙" } } };
const TEXT = { type: "text", options: [], max_chars: 30, feedback: undefined };
const pick = (view, text) => view.all("label").find((node) => node.textContent.includes(text)).click();
const type = (view, text, name = "input") => {
  view.one("textarea").value = text;
  view.one("textarea").dispatchEvent(new Event(name, { bubbles: true }));
};

describe("choice", () => {
  it("is a real fieldset with legend, radios or checkboxes", () => {
    const single = mount(card, practice());
    expect(single.one("fieldset > legend").textContent).toBe("怎么判断？");
    expect(single.all("input").map((node) => node.type)).toEqual(["radio", "radio", "radio"]);
    expect(mount(card, practice(MULTIPLE)).all("input").map((node) => node.type)).toEqual(["checkbox", "checkbox", "checkbox"]);
  });

  it("keeps one of a single question and several of a multiple one", () => {
    const single = practice();
    let view = mount(card, single);
    pick(view, "看截图");
    pick(view, "看余额");
    expect(single.get("answer")).toEqual({ kind: "choice", chosen: ["b"], checked: false });
    const multiple = practice(MULTIPLE);
    view = mount(card, multiple);
    pick(view, "看余额");
    pick(view, "看截图");
    expect(multiple.get("answer").chosen).toEqual(["a", "b"]);
    pick(view, "看余额");
    pick(view, "看截图");
    expect(multiple.get("answer")).toEqual({});
  });

  it("checks in practice, with the reason under each option", () => {
    const model = practice();
    const view = mount(card, model);
    pick(view, "看截图");
    expect(model.get("done")).toBe(false);
    view.button("看看结果").click();
    expect([model.get("answer").checked, model.get("done")]).toEqual([true, true]);
    expect(view.all(".sz-option__why").map((node) => node.textContent)).toEqual(["再想想截图能造。", "更合适的是这一项余额说了算。", "旁人不知道。"]);
    expect(document.activeElement).toBe(view.one(".sz-result"));
    view.button("再试一次").click();
    expect([model.get("answer"), model.get("done")]).toEqual([{}, false]);
    expect(document.activeElement).toBe(view.one("input"));
  });

  it("counts what a multiple question got right", () => {
    const view = mount(card, practice(MULTIPLE, { answer: { kind: "choice", chosen: ["a", "c"], checked: true } }));
    expect(view.one(".sz-result").textContent).toContain("该选的 2 项里，你选中了 1 项，另有 1 项不必选。");
    const all = mount(card, practice(MULTIPLE, { answer: { kind: "choice", chosen: ["a", "b"], checked: true } }));
    expect(all.one(".sz-result").textContent).toContain("该选的都选上了。");
  });

  it("asks for a choice before it shows the result", () => {
    const model = practice();
    const view = mount(card, model);
    view.button("看看结果").click();
    expect([view.one(".sz-count").textContent, model.saves]).toEqual(["先选一项，再看结果。", 0]);
  });

  it("hints at nothing when assessed, and is done with the first choice", () => {
    const model = assessed({ feedback: question().feedback }, { answer: { kind: "choice", chosen: ["a"], checked: true } });
    const view = mount(card, model);
    expect(view.button("看看结果")).toBeUndefined();
    expect(view.all(".sz-option__why").every((node) => node.hidden && node.textContent === "")).toBe(true);
    pick(view, "看余额");
    expect([model.get("answer"), model.get("done")]).toEqual([{ kind: "choice", chosen: ["b"], checked: false }, true]);
  });

  it("shows an exhibit", () => {
    const view = mount(card, practice({ exhibit: { kind: "record", title: "明细", rows: [["余额", "12.00"]] } }));
    expect(view.one("figure").textContent).toBe("明细教学道具余额12.00");
  });
});

describe("ordering", () => {
  const ordered = (values, spec) => new FakeModel({ spec: ordering(spec), ...values });
  const rows = (view) => view.all(".sz-order__text").map((node) => node.textContent);
  const move = (view, name) => view.all("button").find((node) => node.getAttribute("aria-label") === name);

  it("starts as the author gives it and moves by buttons, which keep the focus", () => {
    const model = ordered();
    const view = mount(card, model);
    expect([rows(view), model.get("answer")]).toEqual([["存证据", "打110", "锁卡"], {}]);
    move(view, "上移：打110").click();
    expect(model.get("answer")).toEqual({ kind: "order", order: ["b", "a", "c"], checked: false });
    expect(rows(view)).toEqual(["打110", "存证据", "锁卡"]);
    expect(document.activeElement).toBe(move(view, "下移：打110"));
    move(view, "下移：存证据").click();
    expect(model.get("answer").order).toEqual(["b", "c", "a"]);
    expect(document.activeElement).toBe(move(view, "上移：存证据"));
    expect(view.one("[role=status].sz-hidden").textContent).toBe("现在排在第 3");
    const saves = model.saves;
    move(view, "下移：存证据").click();
    expect(model.saves).toBe(saves);
  });

  it("checks each place, and starts anew", () => {
    const model = ordered({ answer: { kind: "order", order: ["b", "a", "c"], checked: false } });
    const view = mount(card, model);
    view.button("看看结果").click();
    expect([model.get("answer").checked, model.get("done")]).toEqual([true, true]);
    expect(view.one(".sz-result").textContent).toBe("3 项里，1 项的位置对了。理由写在各项下面。");
    expect(view.all(".sz-order__why").map((node) => node.textContent).sort()).toEqual(["位置对了止付靠它。", "该排第 2自己的卡。", "该排第 3不急。"].sort());
    expect(view.all(".sz-order__move").every((node) => node.hidden)).toBe(true);
    view.button("再排一次").click();
    expect([model.get("answer"), rows(view)]).toEqual([{}, ["存证据", "打110", "锁卡"]]);
  });

  it("hints at nothing when assessed", () => {
    const model = ordered({ mode: "assessed", answer: { kind: "order", order: ["b", "a", "c"], checked: true } });
    const view = mount(card, model);
    expect([view.button("看看结果"), view.one(".sz-result")]).toEqual([undefined, null]);
    move(view, "上移：锁卡").click();
    expect([model.get("answer").order, model.get("done")]).toEqual([["b", "c", "a"], true]);
  });

  it.each([[{ kind: "order", order: ["a", "b"] }], [{ kind: "order", order: ["a", "b", "b"] }], [{ kind: "order", order: "abc" }], [{ kind: "choice", chosen: ["a"] }]])("starts anew from %j", (answer) => {
    const model = ordered({ answer });
    const view = mount(card, model);
    expect([view.one(".sz-notice").hidden, rows(view), model.saves]).toEqual([false, ["存证据", "打110", "锁卡"], 0]);
  });

  it("has no axe violation", async () => {
    await expectAccessible(mount(card, ordered({}, { confidence: true })).el);
    await expectAccessible(mount(card, ordered({ answer: { kind: "order", order: ["b", "a", "c"], checked: true } })).el);
  });
});

describe("confidence", () => {
  const sure = (answer, spec) => new FakeModel({ spec: question({ confidence: true, ...spec }), ...(answer ? { answer } : {}) });

  it("is kept with the answer, whichever comes first, and may be left out", () => {
    const model = sure();
    const view = mount(card, model);
    pick(view, "拿不准");
    expect([model.get("answer"), model.get("done")]).toEqual([{ kind: "choice", chosen: [], confidence: "low", checked: false }, false]);
    pick(view, "看余额");
    pick(view, "很有把握");
    expect(model.get("answer")).toEqual({ kind: "choice", chosen: ["b"], confidence: "high", checked: false });
    const other = sure();
    pick(mount(card, other), "看余额");
    expect(other.get("answer")).toEqual({ kind: "choice", chosen: ["b"], checked: false });
  });

  it.each([
    ["b", "low", "你说拿不准，其实看得准，可以多信自己一点。"],
    ["a", "low", "你说拿不准，这个感觉是对的：拿不准的时候，先停一停再办。"],
    ["b", "middle", "心里大致有数，结果也对得上。"],
    ["a", "high", "很有把握，结果却不一样，这样的地方最值得记下来。"],
  ])("of %s and %s becomes one calm sentence after the check", (chosen, confidence, said) => {
    const view = mount(card, sure({ kind: "choice", chosen: [chosen], confidence, checked: true }));
    expect(view.one(".sz-sure__said").textContent).toBe(said);
    expect(view.all(".sz-sure__input").every((node) => node.disabled)).toBe(true);
  });

  it("is cleared with a new try, and nothing is said without it", () => {
    const model = sure({ kind: "choice", chosen: ["b"], confidence: "high", checked: true });
    const view = mount(card, model);
    view.button("再试一次").click();
    expect([model.get("answer"), view.all("input:checked").length]).toEqual([{}, 0]);
    expect(mount(card, sure({ kind: "choice", chosen: ["b"], confidence: "?", checked: true })).one(".sz-sure__said")).toBeNull();
  });

  it("belongs to an ordering too, and has no axe violation", async () => {
    const model = new FakeModel({ spec: ordering({ confidence: true }) });
    pick(mount(card, model), "差不多");
    expect(model.get("answer")).toEqual({ kind: "order", order: ["a", "b", "c"], confidence: "middle", checked: false });
    await expectAccessible(mount(card, sure()).el);
    await expectAccessible(mount(card, sure({ kind: "choice", chosen: ["b"], confidence: "high", checked: true })).el);
  });
});

describe("text", () => {
  it("stores what is typed, counts what is left, and is done when there are words", () => {
    const model = assessed(TEXT);
    const view = mount(card, model);
    type(view, "先别转账");
    expect([model.get("answer"), model.get("done")]).toEqual([{ kind: "text", text: "先别转账" }, true]);
    expect(view.one(".sz-count").textContent).toBe("还可以写 26 字");
    type(view, "  ");
    expect(model.get("done")).toBe(false);
    type(view, "");
    expect(model.get("answer")).toEqual({});
  });

  it("waits for the input method to finish", () => {
    const model = assessed(TEXT);
    const view = mount(card, model);
    type(view, "", "compositionstart");
    type(view, "xian'bie");
    expect(model.saves).toBe(0);
    type(view, "先别", "compositionend");
    expect(model.get("answer").text).toBe("先别");
  });

  it("says aloud once that the space is running out", () => {
    const view = mount(card, assessed(TEXT));
    type(view, "先别转账，等一等再说好吗");
    expect(view.one("[role=status].sz-hidden").textContent).toBe("还可以写 18 字");
    type(view, "先别转账，等一等再说好吗？");
    expect(view.one("[role=status].sz-hidden").textContent).toBe("还可以写 18 字");
  });

  it("leaves the caret alone while it is its own text", () => {
    const model = assessed(TEXT);
    const one = mount(card, model);
    const two = mount(card, model, { keep: true });
    type(one, "先别");
    one.one("textarea").setSelectionRange(1, 1);
    model.set("answer", { kind: "text", text: "先别" });
    expect(one.one("textarea").selectionStart).toBe(1);
    expect(two.one("textarea").value).toBe("先别");
  });
});

describe("bad input", () => {
  it.each([
    ["single", { kind: "choice", chosen: ["a", "b"] }],
    ["single", { kind: "choice", chosen: ["zz"] }],
    ["single", { kind: "text", text: "?" }],
    ["multiple", { kind: "choice", chosen: { a: 1 } }],
    ["text", { kind: "text", text: 7 }],
  ])("starts a %s anew from %j and destroys nothing", (kind, answer) => {
    const model = assessed({ type: kind }, { answer });
    const view = mount(card, model);
    expect(view.one(".sz-notice").hidden).toBe(false);
    expect([model.saves, model.get("answer"), view.all("input:checked").length]).toEqual([0, answer, 0]);
  });
});

describe("accessibility", () => {
  it.each([["single", {}], ["multiple", MULTIPLE]])("has no axe violation as a %s choice", async (_name, spec) => {
    await expectAccessible(mount(card, practice(spec)).el);
    await expectAccessible(mount(card, practice(spec, { answer: { kind: "choice", chosen: ["a"], checked: true } })).el);
    await expectAccessible(mount(card, assessed(spec)).el);
  });

  it("has none as a text", async () => {
    await expectAccessible(mount(card, assessed({ ...TEXT, placeholder: "比如：您先别急" })).el);
  });
});
