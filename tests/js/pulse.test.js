// @vitest-environment jsdom
// A lost server is told within five seconds, also while nothing is saved, and only to somebody who looks.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeApi } from "../../course/web/static/api.js";
import { makePulse, PULSE_PATIENCE_MS } from "../../course/web/static/pulse.js";

const tick = (ms) => vi.advanceTimersByTimeAsync(ms);
const FIVE_SECONDS = 5000;
let visibility = "visible";
let told;
let seen; // the latest pulse's own counter: earlier ones still listen

/** A pulse over a fetch that can be refused (throws), silent (never answers) or answered with a status. */
function begin(server) {
  const heard = [];
  const mine = { asked: 0 };
  told = heard;
  seen = mine;
  const fetcher = (url, { signal }) => {
    mine.asked += 1;
    if (server.status) return Promise.resolve({ status: server.status, json: async () => ({}) });
    if (!server.silent) return Promise.reject(new TypeError("refused"));
    return new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
  };
  const api = makeApi("/course/", fetcher);
  return makePulse({ ask: () => api.ping(PULSE_PATIENCE_MS), tell: (there) => heard.push(there) });
}

function look(state) {
  visibility = state;
  document.dispatchEvent(new Event("visibilitychange"));
}

beforeEach(() => {
  vi.useFakeTimers();
  visibility = "visible";
  vi.spyOn(document, "visibilityState", "get").mockImplementation(() => visibility);
});
afterEach(() => {
  visibility = "hidden"; // what an earlier test left listening asks nothing any more
  vi.clearAllTimers();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe.each([
  ["refuses", { status: 0 }],
  ["says nothing", { status: 0, silent: true }],
  ["is gone behind its proxy", { status: 502 }],
])("a server that %s", (_, gone) => {
  it("is told within five seconds, once, and its return too", async () => {
    const server = { status: 204 };
    begin(server);
    await tick(20_000);
    expect(told).toEqual([]);
    Object.assign(server, gone);
    await tick(FIVE_SECONDS);
    expect(told).toEqual([false]);
    await tick(60_000);
    expect(told).toEqual([false]);
    Object.assign(server, { status: 204, silent: false });
    await tick(FIVE_SECONDS);
    expect(told).toEqual([false, true]);
  });
});

it("is busy or refuses something else: still there", async () => {
  begin({ status: 429 });
  await tick(30_000);
  expect(told).toEqual([]);
});

it("asks nothing while nobody looks, and at once when somebody does", async () => {
  const server = { status: 204 };
  begin(server);
  look("hidden");
  await tick(3000);
  const before = seen.asked;
  server.status = 0;
  await tick(600_000);
  expect([seen.asked - before, told]).toEqual([0, []]);
  look("visible");
  await tick(0);
  expect(told).toEqual([false]);
});

it("takes another request's answer for a beat, and looks at once where one got none", async () => {
  const server = { status: 204 };
  const pulse = begin(server);
  for (let i = 0; i < 10; i += 1) {
    await tick(2000);
    pulse.heard(true);
  }
  expect(seen.asked).toBe(0);
  server.status = 0;
  pulse.heard(false);
  await tick(0);
  expect([seen.asked, told]).toEqual([1, [false]]);
  pulse.heard(true);
  expect(told).toEqual([false, true]);
});

it("never asks twice at once", async () => {
  const pulse = begin({ status: 0, silent: true });
  pulse.beat();
  pulse.beat();
  window.dispatchEvent(new Event("offline"));
  expect(seen.asked).toBe(1);
});
