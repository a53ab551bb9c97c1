// Reading aloud: only with a voice of this device, off at first, only what is new.
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import player from "../../widgets/src/scenario_player.js";
import { localVoice } from "../../widgets/src/voice.js";
import { expectAccessible, FakeModel, mount, scene } from "./support.js";

const LOCAL = { lang: "zh-CN", localService: true };
const spoken = [];
let cancelled = 0;

function install(voices) {
  spoken.length = cancelled = 0;
  window.SpeechSynthesisUtterance = function Utterance(text) {
    this.text = text;
  };
  window.speechSynthesis = { getVoices: () => voices, speak: (words) => spoken.push(words), cancel: () => (cancelled += 1), addEventListener() {}, removeEventListener() {} };
}

const start = (mode = "practice") => mount(player, new FakeModel({ spec: scene(), mode }));

beforeEach(() => install([LOCAL]));
afterEach(() => {
  delete window.speechSynthesis;
  delete window.SpeechSynthesisUtterance;
});

describe("the toggle", () => {
  it.each([
    ["no voice at all", []],
    ["a Chinese voice from the network", [{ lang: "zh-CN", localService: false }]],
    ["a local voice of another language", [{ lang: "en-US", localService: true }]],
  ])("is hidden with %s", (_name, voices) => {
    install(voices);
    expect(start().one(".sz-aloud").hidden).toBe(true);
  });

  it("is hidden in a browser that cannot speak", () => {
    delete window.speechSynthesis;
    expect(start().one(".sz-aloud").hidden).toBe(true);
  });

  it.each([["practice"], ["assessed"]])("is there and off in %s", async (mode) => {
    const view = start(mode);
    expect([view.one(".sz-aloud").hidden, view.one(".sz-aloud").getAttribute("aria-pressed")]).toEqual([false, "false"]);
    view.button("先看单子").click();
    expect(spoken).toEqual([]);
    await expectAccessible(view.el);
  });
});

describe("reading", () => {
  it("reads the last turn when it is turned on, then only what is new, and stops before the next", () => {
    const view = start();
    view.one(".sz-aloud").click();
    expect(spoken.map((one) => one.text)).toEqual(["三号窗口。", "转一笔钱。"]);
    const before = cancelled;
    view.button("先看单子").click();
    expect(cancelled).toBeGreaterThan(before);
    expect(spoken.slice(2).map((one) => one.text)).toEqual(["我自己的钱。", "快一点。"]);
    expect(spoken[0].voice).toBe(LOCAL);
  });

  it("reads an interruption and an ending, and nothing on the way back", () => {
    const view = start();
    view.one(".sz-aloud").click();
    view.button("先看单子").click();
    view.button("先缓办").click();
    expect(spoken.slice(-2).map((one) => one.text)).toEqual(["一起拨110问问？", "客户的手机响了。"]);
    view.button("办吧").click();
    expect(spoken.slice(-2).map((one) => one.text)).toEqual(["走了一笔", "另一笔拦下了。"]);
    const before = spoken.length;
    view.button("退回一步").click();
    expect(spoken).toHaveLength(before);
  });

  it("falls silent when it is turned off, and when the widget goes", () => {
    const view = start();
    view.one(".sz-aloud").click();
    view.one(".sz-aloud").click();
    expect(cancelled).toBeGreaterThan(0);
    const length = spoken.length;
    view.button("先看单子").click();
    expect(spoken).toHaveLength(length);
    view.one(".sz-aloud").click();
    const before = cancelled;
    view.cleanup();
    expect(cancelled).toBe(before + 1);
  });

  it("takes no voice that would send words elsewhere", () => {
    expect(localVoice({ getVoices: () => [{ lang: "zh-CN" }, { lang: "zh-HK", localService: false }] })).toBeNull();
    expect(localVoice({ getVoices: () => [LOCAL] })).toBe(LOCAL);
  });
});
