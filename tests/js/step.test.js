import { describe, expect, it } from "vitest";

import { met, offered, readEvents, record, replay, said, start, step, transcript } from "../../widgets/src/step.js";
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
    expect(readEvents("01-p1", spec, {})).toEqual([]);
  });

  const good = transcript("01-p1", spec, [event(0, "n1", "a")]);
  it.each([
    ["another kind", { ...good, kind: "marks" }],
    ["another schema", { ...good, schema: "shizha.transcript/9" }],
    ["another item", { ...good, item: "01-p2" }],
    ["another content version", { ...good, content_version: "0" }],
    ["events that are no list", { ...good, events: "n1" }],
    ["an event that is null", { ...good, events: [null] }],
    ["a gap in the numbers", { ...good, events: [event(1, "n1", "a")] }],
    ["a node one is not at", { ...good, events: [event(0, "n2", "a")] }],
    ["a choice not offered", { ...good, events: [event(0, "n1", "a"), event(1, "n2", "q")] }],
    ["a step beyond the ending", { ...good, events: [event(0, "n1", "b"), event(1, "n3", "a")] }],
  ])("is refused as a whole with %s", (_name, answer) => {
    expect(readEvents("01-p1", spec, good)).toHaveLength(1);
    expect(readEvents("01-p1", spec, answer)).toBeNull();
  });
});
