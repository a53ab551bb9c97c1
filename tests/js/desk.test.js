// The instructor's pages: counts that follow by themselves, a file that is too large.
import { beforeEach, expect, it, vi } from "vitest";

import { refresh, weigh } from "../../course/web/static/desk.js";

const page = (count) => `<!DOCTYPE html><div data-live><a href="#">城东支行</a><b>${count}</b></div>`;
const answer = (text, more = {}) => async () => ({ ok: true, status: 200, redirected: false, text: async () => text, ...more });
let reload;

beforeEach(() => {
  document.body.innerHTML = `<p data-live-fault hidden>连不上</p><div data-live><a href="#">城东支行</a><b>0</b></div>
    <form><input type="file" data-limit="10" data-told="large"><p id="large" hidden>太大</p><button type="submit">上传</button></form>`;
  reload = vi.fn();
});

const live = () => document.querySelector("[data-live]");
const fault = () => document.querySelector("[data-live-fault]");

it("puts the new counts in place of the old", async () => {
  await refresh(live(), answer(page(3)), reload);
  expect(live().querySelector("b").textContent).toBe("3");
  expect(reload).not.toHaveBeenCalled();
});

it("leaves what somebody is at with the keyboard", async () => {
  live().querySelector("a").focus();
  await refresh(live(), answer(page(3)), reload);
  expect(live().querySelector("b").textContent).toBe("0");
});

it("tells a lost server and takes it back", async () => {
  await refresh(live(), () => Promise.reject(new Error("offline")), reload);
  expect(fault().hidden).toBe(false);
  await refresh(live(), answer("", { ok: false, status: 500 }), reload);
  expect(fault().hidden).toBe(false);
  expect(live().querySelector("b").textContent).toBe("0");
  await refresh(live(), answer(page(4)), reload);
  expect(fault().hidden).toBe(true);
});

it.each([{ redirected: true }, { ok: false, status: 403 }])("leads to the login where it ended", async (more) => {
  await refresh(live(), answer("<p>登录</p>", more), reload);
  expect(reload).toHaveBeenCalledOnce();
});

it.each([
  [10, false],
  [11, true],
])("says at once whether %i bytes are too many", (size, large) => {
  weigh();
  const field = document.querySelector("input");
  Object.defineProperty(field, "files", { value: [{ size }], configurable: true });
  field.dispatchEvent(new Event("change"));
  expect(document.getElementById("large").hidden).toBe(!large);
  expect(document.querySelector("button").disabled).toBe(large);
});

it.each([
  [[6, 4], false, false],
  [[6, 5], true, false],
  [[1, 1, 1], false, true],
])("weighs and counts %j, and sends the times along", (sizes, large, many) => {
  document.querySelector("form").innerHTML = `<input name="times" type="hidden"><input type="file" multiple data-limit="10" data-told="large" data-most="2" data-many="many">
    <p id="large" hidden>太大</p><p id="many" hidden>太多</p><button type="submit">上传</button>`;
  weigh();
  const field = document.querySelector("input[type=file]");
  const files = sizes.map((size, place) => ({ size, lastModified: 1000 + place }));
  Object.defineProperty(field, "files", { value: files, configurable: true });
  field.dispatchEvent(new Event("change"));
  expect(document.getElementById("large").hidden).toBe(!large);
  expect(document.getElementById("many").hidden).toBe(!many);
  expect(document.querySelector("button").disabled).toBe(large || many);
  expect(document.querySelector("[name=times]").value).toBe(sizes.length === 3 ? "[1000,1001,1002]" : "[1000,1001]");
});
