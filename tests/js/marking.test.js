// Marking by keyboard: points kept at once, one after the other, nothing lost when it cannot be kept.
import { beforeEach, expect, it, vi } from "vitest";

import { keySwitch, marking, post } from "../../course/web/static/marking.js";

let form, send, go, at;
const chips = [0, 1, 2, 3, 4, 5].map((n) => `<label><input type="radio" name="score" value="${n}">${n}</label>`).join("");
const saved = (body = {}) => ({ status: 200, body: { told: "已保存", seen: "new", left: 3, onward: "/later", ...body } });

beforeEach(() => {
  document.body.innerHTML = `<strong data-left>4</strong><progress max="9" value="5" data-meter></progress>
    <form action="/mark" data-before="/before" data-after="/after" data-onward="/onward">
      <input type="hidden" name="seen" value="old">${chips}<input type="checkbox" name="half" value="1">
      <textarea name="comment"></textarea><p data-told></p>
      <div data-conflict hidden><p data-message></p><p data-choices hidden><button type="button" data-mine></button><button type="button" data-theirs></button></p></div>
      <button type="submit">存</button></form>`;
  form = document.querySelector("form");
  send = vi.fn(async () => saved());
  go = vi.fn();
  at = marking(form, { send, go, pause: 5 });
});

const part = (name) => form.querySelector(`[data-${name}]`);
const press = (key, target = document.body, more = {}) => at.key({ key, target, ...more });
const chosen = () => [...form.querySelectorAll("[type=radio]")].filter((one) => one.checked).map((one) => one.value);

it("keeps the points of a number key at once and says so", async () => {
  expect(press("3")).toBe(true);
  await at.settled();
  expect(chosen()).toEqual(["3"]);
  expect(send).toHaveBeenCalledOnce();
  expect(part("told").textContent).toBe("已保存");
  expect(form.elements.seen.value).toBe("new");
  expect(document.querySelector("[data-left]").textContent).toBe("3");
  expect(document.querySelector("[data-meter]").value).toBe(6);
});

it("does not take a number beyond the scale, nor a key with Ctrl", () => {
  expect(press("7")).toBe(false);
  expect(press("3", document.body, { ctrlKey: true })).toBe(false);
  expect(send).not.toHaveBeenCalled();
});

it("adds half a point, but not to the full mark and not to nothing", async () => {
  expect(press(".")).toBe(false);
  press("5");
  expect(press(".")).toBe(false);
  press("2");
  expect(press(".")).toBe(true);
  await at.settled();
  expect(form.elements.half.checked).toBe(true);
  press("1");
  expect(form.elements.half.checked).toBe(false);
});

it("takes a tap on a number as the key of it: an earlier half does not stay, and the same number takes it off", async () => {
  const tap = (number) => form.querySelector(`[value="${number}"]`).closest("label").click();
  tap(4);
  form.elements.half.click();
  tap(3);
  await at.settled();
  expect([chosen(), form.elements.half.checked]).toEqual([["3"], false]);
  form.elements.half.click();
  await at.settled();
  expect(form.elements.half.checked).toBe(true);
  const before = send.mock.calls.length;
  tap(3);
  await at.settled();
  expect([chosen(), form.elements.half.checked, send.mock.calls.length - before]).toEqual([["3"], false, 1]);
  tap(5);
  form.elements.half.click();
  await at.settled();
  expect([chosen(), form.elements.half.checked]).toEqual([["5"], false]);
});

it("keeps one after the other: the second is sent with what the first left", async () => {
  const seen = [];
  send.mockImplementation(async () => {
    seen.push(form.elements.seen.value);
    return saved({ seen: `after ${seen.length}` });
  });
  press("3");
  await at.settled();
  press("4");
  await at.settled();
  expect(seen).toEqual(["old", "after 1"]);
});

it("goes on with Enter once it is kept, to where the server says", async () => {
  press("3");
  press("Enter");
  await at.settled();
  await Promise.resolve();
  expect(send).toHaveBeenCalledOnce();
  expect(go).toHaveBeenCalledWith("/later");
});

it.each([
  ["ArrowLeft", "/before"],
  ["ArrowRight", "/after"],
  ["Enter", "/onward"],
])("turns with %s without sending what did not change", async (key, where) => {
  press(key);
  await at.settled();
  await Promise.resolve();
  expect(go).toHaveBeenCalledWith(where);
  expect(send).not.toHaveBeenCalled();
});

it("gives no points to an answer that is being left, but to one that could not be", async () => {
  press("3");
  press("Enter");
  press("5");
  await at.settled();
  await Promise.resolve();
  press("5");
  expect(chosen()).toEqual(["3"]);
  window.dispatchEvent(new Event("pageshow")); // back again
  send.mockResolvedValue({ status: 0, body: {} });
  press("2");
  press("Enter");
  await at.settled();
  await new Promise((done) => setTimeout(done));
  press("5");
  await at.settled();
  expect(chosen()).toEqual(["5"]);
});

it("leaves the keys to the comment while somebody writes there", async () => {
  const comment = form.elements.comment;
  press("c");
  expect(document.activeElement).toBe(comment);
  for (const key of ["3", "Enter", "Backspace", "ArrowLeft"]) expect(press(key, comment)).toBe(false);
  comment.value = "说具体些";
  expect(press("Escape", comment)).toBe(true);
  await at.settled();
  expect(document.activeElement).not.toBe(comment);
  expect(send).toHaveBeenCalledOnce();
});

it("keeps a comment by itself after a pause", async () => {
  form.elements.comment.value = "说具体些";
  form.elements.comment.dispatchEvent(new Event("input"));
  await vi.waitFor(() => expect(part("told").textContent).toBe("已保存"));
});

it("takes points back", async () => {
  press("3");
  await at.settled();
  press("Backspace");
  await at.settled();
  expect(chosen()).toEqual([]);
  expect(send).toHaveBeenCalledTimes(2);
});

const conflict = { status: 409, body: { message: "另一位给了 2 分", seen: "theirs", stands: { score: 2.5, comment: "好" } } };

it("tells another marker's points and stays; mine only where I insist", async () => {
  send.mockResolvedValueOnce(conflict);
  press("4");
  press("Enter");
  await at.settled();
  await Promise.resolve();
  expect(go).not.toHaveBeenCalled();
  expect(part("message").textContent).toBe("另一位给了 2 分");
  expect(part("choices").hidden).toBe(false);
  press("Enter");
  await at.settled();
  expect(send).toHaveBeenCalledOnce();
  press("y");
  await at.settled();
  expect(form.elements.seen.value).toBe("new");
  expect(send).toHaveBeenCalledTimes(2);
  expect(chosen()).toEqual(["4"]);
  expect(part("conflict").hidden).toBe(true);
  expect([press("y"), press("n")]).toEqual([false, false]);
});

it("brings another marker's points into sight, and moves nothing when the marks are kept", async () => {
  const brought = (part("conflict").scrollIntoView = vi.fn());
  press("3");
  await at.settled();
  expect(brought).not.toHaveBeenCalled();
  send.mockResolvedValueOnce(conflict);
  press("4");
  await at.settled();
  expect(brought).toHaveBeenCalledOnce();
});

it("leaves the other marker's points where I say so, and sends nothing", async () => {
  send.mockResolvedValueOnce(conflict);
  press("4");
  await at.settled();
  part("theirs").click();
  expect(chosen()).toEqual(["2"]);
  expect([form.elements.half.checked, form.elements.comment.value]).toEqual([true, "好"]);
  await at.save();
  expect(send).toHaveBeenCalledOnce();
});

it.each([
  [0, "连不上服务器"],
  [403, "重新登录"],
])("keeps what was given when it cannot be sent (%i), and sends it with the next Enter", async (status, words) => {
  send.mockResolvedValueOnce({ status, body: {} });
  press("4");
  await at.settled();
  expect(part("message").textContent).toContain(words);
  expect(chosen()).toEqual(["4"]);
  const leaving = new Event("beforeunload", { cancelable: true });
  window.dispatchEvent(leaving);
  expect(leaving.defaultPrevented).toBe(true);
  press("Enter");
  await at.settled();
  await Promise.resolve();
  expect(go).toHaveBeenCalledWith("/later");
});

it("sends the fields of the form, and a page instead of JSON is no answer", async () => {
  const headers = new Map([["Content-Type", "text/html"]]);
  const ask = vi.fn(async () => ({ status: 403, headers, json: () => Promise.reject(new Error()) }));
  form.elements.comment.value = "好";
  expect(await post(form, ask)).toEqual({ status: 403, body: {} });
  expect(String(ask.mock.calls[0][1].body)).toBe("seen=old&comment=%E5%A5%BD");
  expect(await post(form, () => Promise.reject(new Error("offline")))).toEqual({ status: 0, body: {} });
});

function switched(storage) {
  document.body.insertAdjacentHTML("beforeend", '<div data-keys hidden><p data-hints></p><label><input type="checkbox"></label></div>');
  const here = document.querySelector("[data-keys]");
  return { here, wanted: keySwitch(here, () => storage), box: here.querySelector("input") };
}

it("lets the keys be switched off, in this browser for good", async () => {
  const kept = new Map();
  const storage = { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value) };
  const { here, wanted, box } = switched(storage);
  expect([here.hidden, box.checked, wanted()]).toEqual([false, true, true]);
  box.click();
  expect(here.querySelector("[data-hints]").hidden).toBe(true);
  expect(document.body.className).toBe("is-keyless");
  here.remove();
  const again = switched(storage);
  expect([again.box.checked, again.wanted()]).toEqual([false, false]);
  at = marking(form, { send, go, pause: 5, wanted: again.wanted });
  expect(["3", ".", "c", "ArrowRight", "Backspace", "Enter"].map((key) => press(key))).toEqual(Array(6).fill(false));
  await at.settled();
  expect([send.mock.calls.length, go.mock.calls.length]).toEqual([0, 0]);
  expect(press("Escape", form.elements.comment)).toBe(true);
  again.box.click();
  expect(press("3")).toBe(true);
});

it("has its keys where nothing can be kept, and switches them off for the open page", () => {
  const { wanted, box } = switched({ getItem: () => { throw new Error("forbidden"); }, setItem: () => { throw new Error("full"); } });
  expect(wanted()).toBe(true);
  box.click();
  expect(wanted()).toBe(false);
});
