import { describe, expect, it } from "vitest";

import { broken, met, noted, offered, readEvents, record, replay, said, start, step, transcript } from "../../widgets/src/step.js";
import { scenario } from "./support.js";

const AT = "2026-11-22T17:00:00.000Z";
const spec = scenario();
const event = (seq, node, choice) => ({ seq, node, choice, at: AT });

describe("step", () => {
  it("goes where the choice leads and counts", () => {
    expect(start(spec)).toEqual({ node: "n1", seq: 0, values: {} });
    expect(step(spec, start(spec), "a")).toEqual({ node: "n2", seq: 1, values: {} });
  });

  it("changes neither the spec nor the state", () => {
    const state = Object.freeze({ node: "n1", seq: 0, values: Object.freeze({}) });
    const before = JSON.stringify(spec);
    step(spec, state, "b");
    expect(JSON.stringify(spec)).toBe(before);
  });

  it.each([
    ["a choice that is not offered", { node: "n1", seq: 0, values: {} }, "z"],
    ["anything at an ending", { node: "n3", seq: 1, values: {} }, "a"],
    ["a node that does not exist", { node: "n99", seq: 0, values: {} }, "a"],
    ["a node that is only an object's own name", { node: "constructor", seq: 0, values: {} }, "a"],
  ])("refuses %s", (_name, state, choice) => {
    expect(() => step(spec, state, choice)).toThrow();
  });

  it("refuses a choice that leads nowhere", () => {
    const broken = scenario({ nodes: { n1: { messages: [], choices: [{ id: "a", text: "去", to: "n7" }] } } });
    expect(() => step(broken, start(broken), "a")).toThrow("n7");
  });
});

describe("gauges", () => {
  const asked = scenario({
    gauges: { trust: { start: 1, low: 0, high: 3 }, proof: { start: 0, low: 0, high: 1 } },
    nodes: {
      n1: {
        messages: [],
        choices: [
          { id: "a", text: "问一句", to: "n2", effects: { proof: 1, trust: -5 } },
          { id: "b", text: "照办", to: "n2", effects: { trust: 9 }, branches: [{ to: "n3", when: { trust: [3, null] } }] },
        ],
      },
      n2: {
        messages: [
          { from: "peer", text: "你还不信我？", when: { trust: [null, 0] } },
          { from: "peer", text: "好。" },
        ],
        choices: [
          { id: "a", text: "拿出记录", to: "n3", when: { proof: [1, 1] } },
          { id: "b", text: "走开", to: "n3" },
          { id: "c", text: "再等等", to: "n3" },
        ],
      },
      n3: { messages: [], ending: { title: "完", text: "完" } },
    },
  });

  it("moves them within their bounds and opens what depends on them", () => {
    const after = step(asked, start(asked), "a");
    expect(after).toEqual({ node: "n2", seq: 1, values: { trust: 0, proof: 1 } });
    expect(offered(asked.nodes.n2, after).map((choice) => choice.id)).toEqual(["a", "b", "c"]);
    expect(said(asked.nodes.n2, after).map((message) => message.text)).toEqual(["你还不信我？", "好。"]);
  });

  it("takes a branch on the values that the choice leaves", () => {
    expect(step(asked, start(asked), "b")).toEqual({ node: "n3", seq: 1, values: { trust: 3, proof: 0 } });
  });

  it("refuses a choice whose condition does not hold", () => {
    const without = { node: "n2", seq: 1, values: { trust: 1, proof: 0 } };
    expect(said(asked.nodes.n2, without).map((message) => message.text)).toEqual(["好。"]);
    expect(() => step(asked, without, "a")).toThrow("not offered");
  });

  it.each([
    [[2, null], 1, false],
    [[2, null], 2, true],
    [[null, 2], 2, true],
    [[null, 2], 3, false],
    [[1, 2], 0, false],
  ])("reads the bounds %j at %i", (bounds, value, holds) => {
    expect(met({ g: bounds }, { g: value })).toBe(holds);
  });
});

describe("interruptions and notes", () => {
  const told = {
    ...spec,
    gauges: { clock: { start: 0, low: 0, high: 5 }, calm: { start: 2, low: 0, high: 2 }, i1: { start: 0, low: 0, high: 1 }, i2: { start: 0, low: 0, high: 1 } },
    notes: [{ text: "电话没挂。", when: { i1: [1, null] } }],
    interruptions: [
      { id: "i1", via: "phone", at: ["n2"], when: { clock: [2, null] }, effects: { calm: -1 }, messages: [{ from: "me", text: "铃" }] },
      { id: "i2", via: "sms", at: [], when: { clock: [2, null] }, messages: [{ from: "me", text: "叮" }] },
    ],
    nodes: {
      n1: { messages: [], choices: [{ id: "a", text: "慢", to: "n2", effects: { clock: 2 } }, { id: "b", text: "跳", to: "n3", effects: { clock: 2 } }] },
      n2: { messages: [], choices: [{ id: "a", text: "再", to: "n3" }, { id: "b", text: "完", to: "n4" }] },
      n3: { messages: [], choices: [{ id: "a", text: "完", to: "n4" }, { id: "b", text: "完", to: "n4" }] },
      n4: { messages: [], ending: { title: "完", text: "完" } },
    },
  };

  it("come one at a time, each once, where they may, and not at an ending", () => {
    const first = start(told);
    const second = step(told, first, "a");
    expect(second.values).toEqual({ clock: 2, calm: 1, i1: 1, i2: 0 });
    expect(broken(told, first, second).id).toBe("i1");
    expect([noted(told, first), noted(told, second)]).toEqual([[], ["电话没挂。"]]);
    const third = step(told, second, "a");
    expect(third.values).toEqual({ clock: 2, calm: 1, i1: 1, i2: 1 });
    expect(broken(told, second, third).id).toBe("i2");
    const end = step(told, second, "b");
    expect(end.values.i2).toBe(0);
    expect(broken(told, second, end)).toBeNull();
    expect(step(told, first, "b").values).toEqual({ clock: 2, calm: 2, i1: 0, i2: 1 });
  });
});

describe("transcript", () => {
  it("replays every state on the way", () => {
    expect(replay(spec, [event(0, "n1", "a"), event(1, "n2", "b")]).map((state) => state.node)).toEqual(["n1", "n2", "n3"]);
  });

  it("records into a new object in the shape of the contract", () => {
    const events = Object.freeze([event(0, "n1", "a")]);
    expect(record("01-p1", spec, events, "b", AT)).toEqual({
      kind: "transcript",
      schema: "shizha.transcript/1",
      item: "01-p1",
      content_version: "1",
      events: [event(0, "n1", "a"), event(1, "n2", "b")],
    });
  });

  it("is no answer at all without events", () => {
    expect(transcript("01-p1", spec, [])).toEqual({});
    expect(readEvents("01-p1", spec, {})).toEqual({ events: [], refused: "" });
  });

  const good = transcript("01-p1", spec, [event(0, "n1", "a")]);
  it.each([
    ["another kind", { ...good, kind: "marks" }, "读不出来"],
    ["another schema", { ...good, schema: "shizha.transcript/9" }, "读不出来"],
    ["another item", { ...good, item: "01-p2" }, "对不上"],
    ["another content version", { ...good, content_version: "0" }, "对不上"],
    ["events that are no list", { ...good, events: "n1" }, "读不出来"],
    ["an event that is null", { ...good, events: [null] }, "读不出来"],
    ["a gap in the numbers", { ...good, events: [event(1, "n1", "a")] }, "走不通"],
    ["a node one is not at", { ...good, events: [event(0, "n2", "a")] }, "走不通"],
    ["a choice not offered", { ...good, events: [event(0, "n1", "a"), event(1, "n2", "q")] }, "走不通"],
    ["a step beyond the ending", { ...good, events: [event(0, "n1", "b"), event(1, "n3", "a")] }, "走不通"],
    ["one event of ten megabytes", { ...good, events: [{ ...event(0, "n1", "a"), at: "x".repeat(10_000_000) }] }, "太大"],
    ["a moment that is none", { ...good, events: [{ ...event(0, "n1", "a"), at: "soon" }] }, "读不出来"],
    ["a moment that is missing", { ...good, events: [{ seq: 0, node: "n1", choice: "a" }] }, "读不出来"],
    ["more in an event than belongs there", { ...good, events: [{ ...event(0, "n1", "a"), more: 1 }] }, "读不出来"],
    ["more than belongs there", { ...good, more: 1 }, "读不出来"],
    ["ten megabytes of events", { ...good, events: Array(100000).fill({ ...event(0, "n1", "a"), at: "x".repeat(100) }) }, "太大"],
  ])("is refused as a whole with %s, and says why", (_name, answer, why) => {
    expect(readEvents("01-p1", spec, good)).toEqual({ events: good.events, refused: "" });
    const { events, refused } = readEvents("01-p1", spec, answer);
    expect(events).toEqual([]);
    expect(refused).toContain(why);
  });
});
