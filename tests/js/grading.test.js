// Watching what a button began.
import { beforeEach, expect, it, vi } from "vitest";

import { look, watch } from "../../course/web/static/grading.js";

let here;
const answer = (body, more = {}) => async () => ({ ok: true, redirected: false, json: async () => body, ...more });

beforeEach(() => {
  document.body.innerHTML = `<div data-job="/progress"><span data-done></span><progress></progress></div>`;
  here = document.querySelector("div");
});

it("tells how far it is", async () => {
  expect(await look(here, answer({ running: true, done: 120, of: 400 }))).toBe(true);
  expect(here.textContent).toContain("120 / 400");
  expect([here.querySelector("progress").value, here.querySelector("progress").max]).toEqual([120, 400]);
});

it("says nothing of a number that nobody knows yet", async () => {
  expect(await look(here, answer({ running: true, done: 0, of: 0 }))).toBe(true);
  expect(here.textContent).toBe("");
});

it.each([answer({}, { ok: false }), () => Promise.reject(new Error("offline"))])("asks a silent server again", async (ask) => {
  expect(await look(here, ask)).toBe(true);
});

it("reads the page anew once it has ended, or the login has", async () => {
  for (const last of [answer({ running: false, done: 4, of: 4 }), answer({}, { redirected: true })]) {
    const reload = vi.fn();
    const ask = vi.fn(last).mockImplementationOnce(answer({ running: true, done: 1, of: 4 }));
    await watch(here, { ask, reload, every: 1 });
    await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce());
    expect(ask).toHaveBeenCalledTimes(2);
  }
});
