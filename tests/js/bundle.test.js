// What is shipped: each bundle stands alone, is small, and keeps to what Chromium 86 and a strict policy allow.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

import { describe, expect, it } from "vitest";

import caseLibrary from "../../widgets/static/case_library.js";
import cueMarker from "../../widgets/static/cue_marker.js";
import firstMinutes from "../../widgets/static/first_minutes.js";
import moneyTimeline from "../../widgets/static/money_timeline.js";
import pairComparer from "../../widgets/static/pair_comparer.js";
import progressRing, { ring } from "../../widgets/static/progress_ring.js";
import questionCard from "../../widgets/static/question_card.js";
import scenarioPlayer from "../../widgets/static/scenario_player.js";
import summaryCard from "../../widgets/static/summary_card.js";
import { card, drill, pair, route } from "./practice_support.js";
import { FakeModel, library, marker, mount, question, scenario } from "./support.js";

const BUNDLES = {
  scenario_player: [scenarioPlayer, scenario()],
  cue_marker: [cueMarker, marker()],
  question_card: [questionCard, question()],
  pair_comparer: [pairComparer, pair()],
  money_timeline: [moneyTimeline, route()],
  first_minutes: [firstMinutes, drill()],
  progress_ring: [progressRing, { done: 3, total: 8, label: "已完成" }, "已完成 3 / 8"],
  summary_card: [summaryCard, card()],
  case_library: [caseLibrary, library(), library().cases[0].title],
};

describe.each(Object.keys(BUNDLES))("%s", (stem) => {
  const text = readFileSync(`widgets/static/${stem}.js`, "utf8");

  it("is one small file without imports or addresses", () => {
    expect(gzipSync(text).length).toBeLessThan(30_000);
    expect(text).not.toMatch(/^\s*import[\s{*"']|import\(|https?:\/\//m);
  });

  it("uses nothing that reads text as HTML, writes styles into markup, or came after Chromium 86", () => {
    expect(text).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/);
    expect(text).not.toMatch(/style:|"style"|structuredClone|\.at\(|randomUUID|\binert\b|replaceChildren\(\)/);
  });

  it("draws", () => {
    const [widget, spec, title = spec.title] = BUNDLES[stem];
    expect(mount(widget, new FakeModel({ spec })).one(".sz h3, .sz .sz-ring__words").textContent).toBe(title);
  });
});

it("lets a page draw the ring without a widget", () => {
  expect(ring({ done: 1, total: 2 }).querySelector(".sz-ring__words").textContent).toBe("已完成 1 / 2");
});

it("keeps the stylesheets to what Chromium 86 understands, and the tokens to custom properties", () => {
  const tokens = readFileSync("widgets/static/tokens.css", "utf8");
  const rules = ["widgets.css", "scenario_player.css", "practice.css", "case_library.css"].map((name) => readFileSync(`widgets/static/${name}`, "utf8")).join("\n");
  for (const css of [tokens, rules]) expect(css).not.toMatch(/:has\(|:is\(|:where\(|@container|@layer|aspect-ratio|(^|\s)inset:|url\(|@import|&/m);
  const selectors = [...tokens.replace(/\/\*[^]*?\*\//g, "").matchAll(/([^{};]+)\{/g)].map((match) => match[1].trim());
  const places = [":root", "@media", "[data-jp-theme-light="]; // JupyterLab's own theme decides there
  expect(selectors.filter((one) => !places.some((place) => one.startsWith(place)))).toEqual([]);
  const used = new Set([...rules.matchAll(/var\((--sz-[\w-]+)/g)].map((match) => match[1]));
  expect([...used].filter((name) => !tokens.includes(`${name}:`))).toEqual([]);
});
