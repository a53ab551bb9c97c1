// An office browser: the built player is driven to the end with the interfaces removed that came after Chromium 86,
// and with those that plain http does not have.
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import player from "../../widgets/static/scenario_player.js";
import { FakeModel, mount, scene } from "./support.js";

const NEWER = [
  [Array.prototype, ["at", "findLast", "findLastIndex", "toSorted", "toReversed", "toSpliced", "with"]],
  [String.prototype, ["at", "replaceAll", "isWellFormed"]],
  [Object, ["hasOwn", "groupBy"]],
  [Map, ["groupBy"]],
  [Promise, ["any", "withResolvers"]],
  [Element.prototype, ["replaceChildren"]],
  [window, ["structuredClone", "IntersectionObserver", "ResizeObserver", "speechSynthesis", "AbortSignal", "CSSStyleSheet"]],
  [globalThis, ["structuredClone", "IntersectionObserver", "ResizeObserver", "crypto"]],
  [navigator, ["clipboard", "serviceWorker"]],
];
const removed = [];

function remove(owner, name) {
  const own = Object.getOwnPropertyDescriptor(owner, name);
  if (!own) return;
  if (own.configurable) delete owner[name];
  else if (own.writable) owner[name] = undefined;
  removed.push([owner, name, own]);
}

const SKINS = ["chat", "phone", "sms", "email", "counter", "lobby"];

describe("without what came after Chromium 86, and without a secure context", () => {
  const results = {};

  beforeAll(() => {
    for (const [owner, names] of NEWER) for (const name of names) remove(owner, name);
    try {
      for (const skin of SKINS) {
        const model = new FakeModel({ spec: scene(skin), answer: { kind: "?" } });
        const view = mount(player, model);
        const missing = [typeof [].at, typeof "".replaceAll, typeof Object.hasOwn, typeof window.structuredClone, typeof window.ResizeObserver];
        for (const text of ["先看单子", "先缓办", "退回一步", "先缓办", "当面拨110"]) view.button(text).click();
        results[skin] = { missing, done: model.get("done"), kept: model.get("kept"), text: view.text(), broken: view.one(".sz-broken") };
        view.cleanup();
      }
    } finally {
      for (const [owner, name, own] of removed.reverse()) Object.defineProperty(owner, name, own);
    }
  });

  afterAll(() => expect(typeof [].at).toBe("function"));

  it.each(SKINS)("plays %s to the end", (skin) => {
    const { missing, done, kept, text, broken } = results[skin];
    expect(missing).toEqual(["undefined", "undefined", "undefined", "undefined", "undefined"]);
    expect([done, kept, broken]).toEqual([true, [{ kind: "?" }], null]);
    expect(text).toContain("钱还在");
  });
});
