// Each skin of the player: what it draws, that it can be played to the end with the keyboard's means, and that axe is content.
import { describe, expect, it } from "vitest";

import { looks, moodLevel } from "../../widgets/src/faces.js";
import { callStatus } from "../../widgets/src/phone.js";
import player from "../../widgets/src/scenario_player.js";
import { skinOf } from "../../widgets/src/skins.js";
import { replay } from "../../widgets/src/step.js";
import { expectAccessible, FakeModel, mount, scene } from "./support.js";

const SKINS = ["chat", "phone", "sms", "email", "counter", "lobby"];
const play = (spec, texts = [], mode = "practice") => {
  const view = mount(player, new FakeModel({ spec, mode }));
  for (const text of texts) view.button(text).click();
  return view;
};

describe.each(SKINS)("%s", (skin) => {
  it("draws who it is about, what is said, the exhibit and the choices", () => {
    const view = play(scene(skin));
    expect(view.one(`.sz-stage--${skin}`)).not.toBeNull();
    for (const text of ["高先生", "三号窗口。", "转一笔钱。", "转账汇款单", "教学道具", "客户的心情"]) expect(view.text()).toContain(text);
    expect(view.text()).not.toContain("网点负责人");
    expect(view.all(".sz-choices button")).toHaveLength(4);
    expect(view.one(".sz-log").getAttribute("role")).toBe("log");
    expect(view.one(".sz-log").getAttribute("aria-label")).toMatch(/^[\u4e00-\u9fff]+$/);
  });

  it("says the means of a choice before its words", () => {
    const view = play(scene(skin));
    expect(view.all(".sz-choices button").map((node) => node.textContent).sort()).toEqual(["动手：照单办理。", "看：先看单子。", "说：当众说他上当了。", "问：这笔钱是做什么用的？"].sort());
    expect(view.all(".sz-choices .sz-icon")).toHaveLength(4);
  });

  it("keeps the way in the log and comes to the end", () => {
    const view = play(scene(skin), ["这笔钱是做什么用的", "请负责人来", "当面拨110"]);
    expect(view.all(".sz-reply")).toHaveLength(3);
    expect(view.one(".sz-reply .sz-note").textContent).toContain("问得客气。");
    expect(document.activeElement).toBe(view.one(".sz-dock"));
    expect(view.one(".sz-ending").textContent).toContain("守住了");
  });

  it("hides every picture from screen readers", () => {
    const view = play(scene(skin), ["先看单子", "先缓办"]);
    expect(view.all("svg").length).toBeGreaterThan(3);
    expect(view.all("svg").filter((node) => node.getAttribute("aria-hidden") !== "true")).toEqual([]);
    expect(view.all("svg text").every((node) => node.closest("[aria-hidden=true]"))).toBe(true);
  });

  it.each([["practice"], ["assessed"]])("has no axe violation on the way in %s", async (mode) => {
    const view = play(scene(skin), [], mode);
    await expectAccessible(view.el);
    for (const text of ["先看单子", "先缓办", "当面拨110"]) {
      view.button(text).click();
      await expectAccessible(view.el);
    }
  });
});

it("draws an unknown skin as a chat", () => {
  expect(skinOf({ skin: "constructor" }).name).toBe("chat");
});

describe("counter and lobby", () => {
  const mouth = (view) => view.one(".sz-place svg").textContent + [...view.one(".sz-place svg").querySelectorAll("path")].map((path) => path.getAttribute("d")).join();

  it("changes the face with the mood and the clock with the time, and back again", () => {
    const view = play(scene("counter"));
    const before = mouth(view);
    view.button("当众说").click();
    expect(mouth(view)).not.toBe(before);
    expect(view.one(".sz-moods").textContent).toBe("客户的心情起身要走时间10:08");
    view.button("退回一步").click();
    expect(mouth(view)).toBe(before);
  });

  it("shows the customer's number on the board, and the face of the moment beside what was said", () => {
    const view = play(scene("counter"), ["当众说"]);
    expect(view.one(".sz-place svg text").textContent).toBe("37");
    const [first, second] = view.all(".sz-avatar--face svg").map((face) => face.outerHTML);
    expect(first).not.toBe(second);
  });

  it("lays exhibits on the desk", () => {
    expect(play(scene("lobby")).one(".sz-desk").textContent).toContain("高先生递过来的：");
  });

  it("puts choices of one means together, in the order in which the means come up", () => {
    const spec = scene("counter");
    spec.nodes.n1.choices[2].text = "您认识收款人吗？";
    const view = play(spec);
    expect(view.all(".sz-rail").map((node) => node.textContent)).toEqual(["问", "看", "动手"]);
    expect(view.all(".sz-actions")[0].querySelectorAll("button")).toHaveLength(2);
  });

  it("needs no mood, no clock and no means", () => {
    const spec = scene("counter", { gauges: {}, notes: [], interruptions: [] });
    for (const node of Object.values(spec.nodes)) for (const choice of node.choices) for (const key of ["means", "effects"]) delete choice[key];
    const view = play(spec);
    expect(view.one(".sz-place svg")).not.toBeNull();
    expect(view.one(".sz-strip").hidden).toBe(true);
    expect(view.all(".sz-rail")).toHaveLength(0);
  });

  it("reads five moods off any scale, and hair and glasses off the name", () => {
    const spec = { gauges: { mood: { low: 1, high: 3 } } };
    expect([1, 2, 3].map((mood) => moodLevel(spec, { values: { mood } }, "mood"))).toEqual([0, 2, 4]);
    expect(moodLevel(spec, { values: {} }, null)).toBe(3);
    expect([looks({ name: "韩奶奶" }), looks({ name: "高先生" }), looks({ name: "方女士" }), looks({ name: "老冯" })].map((look) => look.hair)).toEqual(["bun", "short", "bob", "thin"]);
  });
});

describe("phone", () => {
  const call = () => {
    const end = { messages: [], choices: [], ending: { title: "完", text: "完", kind: "safe" } };
    const n1 = { messages: [{ from: "narrator", text: "手机响了。" }], choices: [{ id: "a", text: "接起来", to: "n2", means: "answer" }, { id: "b", text: "不接", to: "n4", means: "hang_up" }] };
    const n2 = { messages: [{ from: "customer", text: "您好，我是社区的，说四十个字。".repeat(16) }], choices: [{ id: "a", text: "您说", to: "n3", means: "say" }, { id: "b", text: "挂断", to: "n3", means: "hang_up" }] };
    const n3 = { messages: [], choices: [{ id: "a", text: "自己拨回去", to: "n4", means: "dial" }, { id: "b", text: "算了", to: "n4" }] };
    return scene("phone", { gauges: {}, notes: [], interruptions: [], nodes: { n1, n2, n3, n4: end } });
  };

  it("rings with round keys, then runs with a timer, then is over", () => {
    const view = play(call());
    expect(view.one(".sz-call--ringing").textContent).toContain("正在响铃");
    expect(view.all(".sz-keys .sz-button--key")).toHaveLength(2);
    view.button("接起来").click();
    expect(view.one(".sz-call--ringing")).toBeNull();
    expect(view.one(".sz-call__status").textContent).toBe("通话中 01:00");
    expect(view.all(".sz-keys")).toHaveLength(0);
    view.button("挂断").click();
    expect(view.one(".sz-call__status").textContent).toBe("通话已结束");
    view.button("自己拨回去").click();
    expect(view.one(".sz-call__status").textContent).toContain("你拨出的通话 00:00");
  });

  it("does not draw the ringing screen twice where it lies there as an exhibit", () => {
    const spec = call();
    spec.exhibits.x1.kind = "call";
    spec.nodes.n1.messages.push({ from: "customer", exhibit: "x1" });
    const view = play(spec);
    expect(view.one(".sz-call--ringing")).toBeNull();
    expect(view.one(".sz-call__status").textContent).toContain("正在响铃");
  });

  it("tells the call from the events alone", () => {
    const spec = call();
    const events = [{ seq: 0, node: "n1", choice: "a" }, { seq: 1, node: "n2", choice: "a" }];
    const view = { states: replay(spec, events), events, choices: [] };
    expect(callStatus(spec, view)).toEqual(callStatus(spec, JSON.parse(JSON.stringify(view))));
  });

  it("has no axe violation while it rings", async () => {
    await expectAccessible(play(call()).el);
  });
});

describe("email", () => {
  it("makes one letter of what one sender writes, with its head", () => {
    const view = play(scene("email"), ["先看单子"]);
    const letters = view.all(".sz-sheet");
    expect(letters).toHaveLength(2);
    expect(letters[0].textContent).toContain("发件人高先生（取号37）收件人我");
    expect(letters[1].querySelectorAll(".sz-sheet__text")).toHaveLength(2);
  });
});
