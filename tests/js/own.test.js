// What a browser keeps of one person goes when that person's practice is deleted; nobody else's, and no form's.
import { expect, it } from "vitest";

import { clearOwn } from "../../course/web/static/own.js";

const MINE = "0123456789abcdef";
const PRACTICE = "[0-9]{2}|scene-.+";
const OTHERS = "fedcba9876543210";

function filled() {
  window.localStorage.clear();
  for (const name of [
    `shizha:waiting:${MINE}:01`,
    `shizha:older:${MINE}:scene-counter-own-card`,
    `shizha:kept:${MINE}:01:01-p1`,
    `shizha:waiting:${MINE}:lesson-01`,
    `shizha:waiting:${MINE}:bank-2026:2026.11-0a1b2c3d`,
    `shizha:kept:${MINE}:lesson-01:q1`,
    `shizha:waiting:${OTHERS}:01`,
    "shizha:text-size",
    `other:waiting:${MINE}:01`,
  ]) window.localStorage.setItem(name, "{}");
  return window.localStorage;
}

const names = () => Array.from({ length: window.localStorage.length }, (_, n) => window.localStorage.key(n)).sort();

it("clears one's own practice and leaves the forms, other people and other settings", () => {
  const storage = filled();
  expect(clearOwn(() => storage, MINE, PRACTICE)).toBe(3);
  expect(names()).toEqual(
    [`other:waiting:${MINE}:01`, `shizha:kept:${MINE}:lesson-01:q1`, "shizha:text-size", `shizha:waiting:${MINE}:bank-2026:2026.11-0a1b2c3d`, `shizha:waiting:${MINE}:lesson-01`, `shizha:waiting:${OTHERS}:01`].sort(),
  );
});

it("forgets who was here, unless that was somebody else", () => {
  for (const who of [MINE, OTHERS]) {
    const storage = filled();
    storage.setItem("shizha:last-learner", who);
    clearOwn(() => storage, MINE, PRACTICE);
    expect(storage.getItem("shizha:last-learner")).toBe(who === MINE ? null : OTHERS);
  }
});

it("clears everything of an anonymous visitor", () => {
  const storage = filled();
  expect(clearOwn(() => storage, MINE, ".+")).toBe(6);
  expect(names().filter((name) => name.startsWith("shizha:") && name.includes(MINE))).toEqual([]);
});

it("is content where the browser keeps nothing", () => {
  expect(clearOwn(() => { throw new Error("forbidden"); }, MINE, PRACTICE)).toBe(0);
});
