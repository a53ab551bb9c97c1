import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import player from "../../widgets/src/scenario_player.js";
import { assessedScenario, expectAccessible, FakeModel, mount, scenario, scene } from "./support.js";

const practice = (values) => new FakeModel({ spec: scenario(), ...values });
const assessed = (values) => new FakeModel({ spec: assessedScenario(), mode: "assessed", ...values });
const choices = (view) => view.all(".sz-choices button").map((node) => node.textContent);

describe("playing", () => {
  it("shows names, narrator, exhibit with its tag, and the first choices; writes nothing", () => {
    const model = practice();
    const view = mount(player, model);
    expect(view.one(".sz-msg__name").textContent).toBe("张行长");
    expect(view.one(".sz-narrator").textContent).toBe("上午十点。");
    expect(view.one(".sz-exhibit").textContent).toContain("教学道具");
    expect(view.one(".sz-amount").textContent).toBe("¥ 850,000.00");
    expect(choices(view)).toEqual(["先垫上", "打座机核实"]);
    expect([model.get("answer"), model.saves]).toEqual([{}, 0]);
  });

  it("records each choice in a new answer and is done at an ending", () => {
    const model = practice();
    const view = mount(player, model);
    view.button("先垫上").click();
    const first = model.get("answer");
    expect(first.events).toMatchObject([{ seq: 0, node: "n1", choice: "a" }]);
    expect(first.events[0].at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(model.get("done")).toBe(false);
    view.button("没事").click();
    expect(model.get("answer")).not.toBe(first);
    expect(first.events).toHaveLength(1);
    expect([model.get("done"), model.saves]).toEqual([true, 2]);
    expect(view.one(".sz-ending").className).toContain("sz-ending--gone");
  });

  it("keeps earlier turns, with the note under the choice just made", () => {
    const view = mount(player, practice());
    const first = view.one(".sz-turn");
    view.button("先垫上").click();
    expect(view.one(".sz-turn")).toBe(first);
    expect(view.one(".sz-reply").textContent).toContain("先垫上");
    expect(view.one(".sz-reply .sz-note").textContent).toContain("截图不是到账。");
    expect(view.one(".sz-log").getAttribute("aria-live")).toBe("polite");
  });

  it("shows a mood in words, offers only what its condition allows, and says what it brings", () => {
    const nodes = {
      n1: { messages: [], choices: [{ id: "a", text: "催他快点", to: "n2", effects: { g1: -1 } }, { id: "b", text: "请他坐下", to: "n2" }] },
      n2: {
        messages: [{ from: "peer", text: "别烦我。", when: { g1: [null, 0] } }],
        choices: [
          { id: "a", text: "再问问", to: "n3", when: { g1: [1, null] } },
          { id: "b", text: "照办", to: "n3" },
          { id: "c", text: "请主管", to: "n3" },
        ],
      },
      n3: { messages: [], ending: { title: "完", text: "完", kind: "safe" } },
    };
    const gauges = { g1: { start: 1, low: 0, high: 1, label: "客户的心情", words: ["恼火", "平静"] }, g2: { start: 0, low: 0, high: 3 } };
    const view = mount(player, practice({ spec: scenario({ gauges, nodes }) }));
    expect(view.one(".sz-moods").textContent).toBe("客户的心情平静");
    view.button("催他快点").click();
    expect(view.one(".sz-moods").textContent).toBe("客户的心情恼火");
    expect(choices(view)).toEqual(["照办", "请主管"]);
    expect(view.all(".sz-bubble").map((node) => node.textContent)).toContain("别烦我。");
    view.button("退回一步").click();
    expect(view.one(".sz-moods").textContent).toBe("客户的心情平静");
  });

  it("moves focus to what comes next, not onto a button", () => {
    const view = mount(player, practice());
    view.button("先垫上").click();
    expect(document.activeElement).toBe(view.one(".sz-dock"));
    view.button("你看看").click();
    expect(document.activeElement).toBe(view.one(".sz-dock"));
    expect(view.all("[role=status]").some((node) => node.textContent.includes("钱还在"))).toBe(true);
  });

  it("goes back one step, and to the start", () => {
    const model = practice();
    const view = mount(player, model);
    expect(view.button("退回一步")).toBeUndefined();
    view.button("先垫上").click();
    view.button("没事").click();
    view.button("退回一步").click();
    expect([model.get("answer").events.length, model.get("done")]).toEqual([1, false]);
    expect(choices(view)).toEqual(["没事", "你看看"]);
    view.button("重新来过").click();
    expect(model.get("answer")).toEqual({});
    expect(view.all(".sz-reply")).toHaveLength(0);
  });
});

describe("assessed", () => {
  it("tells nothing of right and wrong, even if a spec carried it", () => {
    const view = mount(player, assessed({ spec: scenario() }));
    view.button("先垫上").click();
    view.button("没事").click();
    expect(view.one(".sz-note")).toBeNull();
    expect(view.one(".sz-ending").className).toContain("sz-ending--plain");
    expect(view.text()).not.toContain("钱没了");
    expect(view.button("退回一步")).toBeUndefined();
  });

  it("looks the same at every ending", () => {
    const looks = ["打座机核实", "先垫上"].map((choice) => {
      const view = mount(player, assessed());
      view.button(choice).click();
      if (view.button("没事")) view.button("没事").click();
      return view.one(".sz-dock").innerHTML.replace(/sz-[a-z0-9]{7}-/g, "");
    });
    expect(looks[0]).toBe(looks[1]);
  });

  it("asks once, in place, before it clears an answer", () => {
    const model = assessed();
    const view = mount(player, model);
    view.button("先垫上").click();
    view.button("重新作答这一题").click();
    expect(document.activeElement.textContent).toBe("先不改");
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    expect(document.activeElement.textContent).toBe("重新作答这一题");
    expect(model.get("answer").events).toHaveLength(1);
    view.button("重新作答这一题").click();
    view.button("清空重来").click();
    expect(model.get("answer")).toEqual({});
  });
});

describe("one path from the answer", () => {
  it("draws a saved answer as if it had just been played", () => {
    const model = practice();
    const view = mount(player, model);
    view.button("先垫上").click();
    const normal = (html) => html.replace(/sz-[a-z0-9]{7}-/g, "").replace(/ hidden=""/g, "");
    const played = normal(view.one(".sz-chat").innerHTML);
    const resumed = mount(player, practice({ answer: JSON.parse(JSON.stringify(model.get("answer"))) }));
    expect(normal(resumed.one(".sz-chat").innerHTML)).toBe(played);
  });

  it("keeps two renders of one model together, with ids of their own", () => {
    const model = practice();
    const one = mount(player, model);
    const two = mount(player, model, { keep: true });
    one.button("先垫上").click();
    expect(choices(two)).toEqual(choices(one));
    two.button("没事").click();
    expect(one.one(".sz-ending")).not.toBeNull();
    const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("stops listening when its view is removed", () => {
    const model = practice();
    const view = mount(player, model);
    view.cleanup();
    expect(Object.values(model.listeners).every((list) => list.length === 0)).toBe(true);
    expect(view.el.children).toHaveLength(0);
  });

  it("draws a new spec from scratch", () => {
    const model = practice();
    const view = mount(player, model);
    model.set("spec", scenario({ title: "另一个" }));
    expect(view.one("h3").textContent).toBe("另一个");
  });
});

describe("bad input", () => {
  beforeEach(() => vi.spyOn(console, "warn").mockImplementation(() => {}));
  afterEach(() => vi.restoreAllMocks());

  it("says calmly that an old answer does not fit, and leaves it until the user acts", () => {
    const old = { kind: "transcript", schema: "shizha.transcript/1", item: "01-p1", content_version: "0", events: [] };
    const model = practice({ answer: old });
    const view = mount(player, model);
    expect(view.one(".sz-notice").textContent).toContain("从头开始");
    expect([model.get("answer"), model.saves]).toEqual([old, 0]);
    view.button("先垫上").click();
    expect(model.get("answer").events).toHaveLength(1);
    expect(view.one(".sz-notice").hidden).toBe(true);
  });

  it("goes on when the kernel is gone", () => {
    const model = practice();
    model.save_changes = () => {
      throw new Error("dead");
    };
    const view = mount(player, model);
    view.button("先垫上").click();
    expect(choices(view)).toEqual(["没事", "你看看"]);
  });

  it.each([[{}], [{ title: "x", start: "n9", nodes: {} }]])("turns a damaged spec into one sentence", (spec) => {
    const view = mount(player, new FakeModel({ spec }));
    expect(view.text()).toContain("刷新页面");
  });

  it("never reads text as HTML", () => {
    const evil = "<img src=x onerror=alert(1)>";
    const spec = scenario({ title: evil, brief: evil });
    spec.nodes.n1.messages[1].text = evil;
    spec.exhibits.x1.rows = [[evil, evil]];
    const view = mount(player, new FakeModel({ spec }));
    expect(view.one("img")).toBeNull();
    expect(view.one("h3").textContent).toBe(evil);
  });
});

describe("a refused answer", () => {
  const refused = (changes) => ({ kind: "transcript", schema: "shizha.transcript/1", item: "01-p1", content_version: "0", events: [], ...changes });

  it("is kept on the first new choice, the newest of three at the head, and never twice", () => {
    const old = refused();
    const model = practice({ answer: old, kept: [{ kind: "a" }, { kind: "b" }, { kind: "c" }] });
    const view = mount(player, model);
    expect(view.one(".sz-notice").textContent).toContain("旧的记录还留在这台设备上");
    expect(model.get("kept")).toHaveLength(3);
    view.button("先垫上").click();
    expect(model.get("kept")).toEqual([old, { kind: "a" }, { kind: "b" }]);
    view.button("没事").click();
    expect(model.get("kept")).toHaveLength(3);
  });

  it("says its own reason", () => {
    const reasons = [refused(), refused({ content_version: "1", events: [{ seq: 0, node: "n3", choice: "z", at: "2026-11-22T01:30:00.000Z" }] }), { kind: "?" }].map((answer) => mount(player, practice({ answer })).one(".sz-notice").textContent);
    expect(new Set(reasons).size).toBe(3);
    for (const reason of reasons) expect(reason).toMatch(/^[^。]+。先从头开始/);
  });

  it("leaves a short record where it is very large", () => {
    const model = practice({ answer: refused({ events: ["x".repeat(70000)] }) });
    mount(player, model).button("先垫上").click();
    expect(model.get("kept")).toEqual([{ refused: expect.stringContaining("。"), size: expect.any(Number) }]);
    expect(model.get("kept")[0].size).toBeGreaterThan(70000);
  });
});

describe("a scene with everything", () => {
  const play = (texts, changes) => {
    const model = new FakeModel({ spec: scene("counter"), ...changes });
    const view = mount(player, model);
    for (const text of texts) view.button(text).click();
    return view;
  };

  it("lets something break in once, after what was said, and says how", () => {
    const view = play(["先看单子", "先缓办"]);
    const keys = view.all("[data-part]").map((node) => node.getAttribute("data-part"));
    expect(keys.slice(-2)).toEqual(["2:n3", "2:!i1"]);
    expect(view.one(".sz-break").textContent).toContain("来电");
    expect(view.one(".sz-break").textContent).toContain("客户的手机响了。");
    view.button("办吧").click();
    expect(view.all(".sz-break")).toHaveLength(1);
    view.button("退回一步").click();
    view.button("退回一步").click();
    expect(view.all(".sz-break")).toHaveLength(0);
  });

  it.each([["sms", "短信"], ["chat", "消息"], ["person", "有人走来"], ["constructor", "消息"]])("names an interruption by %s", (via, label) => {
    const cut = { id: "i1", via, when: {}, at: ["n2"], messages: [{ from: "manager", text: "我来看看。" }], effects: {} };
    const view = play(["先看单子"], { spec: scene("counter", { interruptions: [cut] }) });
    expect(view.one(".sz-break__label").textContent).toBe(label);
  });

  it("fills the note pad and empties it again", () => {
    const view = play([]);
    const notes = () => view.all(".sz-pad__note").map((node) => node.textContent);
    expect([notes(), view.one(".sz-pad__count").textContent]).toEqual([[], "还空着"]);
    view.button("这笔钱是做什么用的").click();
    expect(notes()).toEqual(["开户行在外省。", "问到用途，他不愿说。"]);
    expect(view.one(".sz-pad [role=status]").textContent).toBe("便签上多了：开户行在外省。问到用途，他不愿说。");
    expect(view.one(".sz-pad__toggle").getAttribute("aria-expanded")).toBe("false");
    view.one(".sz-pad__toggle").click();
    expect(view.one(".sz-pad__toggle").getAttribute("aria-expanded")).toBe("true");
    view.button("退回一步").click();
    expect(notes()).toEqual([]);
  });

  it("has a pad in any skin that has notes, and none without", () => {
    expect(play([], { spec: scene("email") }).one(".sz-pad")).not.toBeNull();
    expect(play([], { spec: scene("counter", { notes: [] }) }).one(".sz-pad")).toBeNull();
  });

  it("says at the end what became of the money, what was asked and done, and what could be steadier", () => {
    const view = play(["当众说", "先缓办", "当面拨110"]);
    const text = view.one(".sz-ending").textContent;
    expect(view.one(".sz-money").textContent).toBe("保住206,000 元");
    expect(view.all(".sz-journey__row").map((row) => row.textContent)).toEqual(["问过五必问里的，没有问到", "做过暂缓本笔业务拨打110", "下回留意让人难堪"]);
    expect(text).not.toContain("没了");
    const asked = play(["这笔钱是做什么用的", "先缓办", "办吧"]);
    expect(asked.one(".sz-money").textContent).toBe("保住120,000 元没了86,000 元");
    expect(asked.one(".sz-journey").textContent).toContain("问过用途");
    expect(asked.one(".sz-journey").textContent).not.toContain("下回留意");
  });

  it("says nothing of money and journey where they are unknown, or in a form", () => {
    const bare = play(["照单办理"], { spec: scene("counter", { stake: null }) });
    expect(bare.one(".sz-money")).toBeNull();
    const assessedView = play(["照单办理"], { mode: "assessed" });
    expect([assessedView.one(".sz-money"), assessedView.one(".sz-journey")]).toEqual([null, null]);
  });

  it.each(["served", "missed"])("names the sum of a genuine matter that was %s", (kind) => {
    const spec = scene("counter");
    spec.nodes.n4.ending = { title: "完", text: "完", kind, lost: 0 };
    expect(play(["照单办理"], { spec }).one(".sz-money").textContent).toBe("这件事牵涉206,000 元");
  });

  it("never reads new kinds of text as HTML", () => {
    const evil = "<img src=x onerror=alert(1)>";
    const spec = JSON.parse(JSON.stringify(scene("counter")).replace(/高先生|三号窗口。|转账汇款单|开户行在外省。|客户的手机响了。|先看单子。|客户的心情|暂缓本笔业务/g, () => evil));
    const model = new FakeModel({ spec });
    const view = mount(player, model);
    view.all(".sz-choices button")[2].click();
    view.button("先缓办").click();
    view.button("当面拨110").click();
    expect(view.one("img")).toBeNull();
    expect(view.text().split(evil).length).toBeGreaterThan(6);
  });
});

describe("accessibility", () => {
  it.each([["practice"], ["assessed"]])("has no axe violation on the way in %s", async (mode) => {
    const view = mount(player, mode === "practice" ? practice() : assessed());
    await expectAccessible(view.el);
    view.button("先垫上").click();
    await expectAccessible(view.el);
    view.button("没事").click();
    await expectAccessible(view.el);
  });

  it("has none with the notice of a refused answer", async () => {
    await expectAccessible(mount(player, practice({ answer: { kind: "?" } })).el);
  });
});
