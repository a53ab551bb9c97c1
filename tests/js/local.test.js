// An exported page: answers stay in the browser by the rules of the server, and can be taken along.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { openLocal } from "../../course/web/static/local.js";
import { localFetch } from "../../course/web/static/local_api.js";
import { openStore } from "../../course/web/static/local_store.js";
import { packAll, packPage } from "../../course/web/static/takeaway.js";

const answer = (choice) => ({ kind: "choice", chosen: [choice], checked: false });

function memory() {
  const kept = new Map();
  return {
    kept,
    full: false,
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()][index],
    getItem: (name) => (kept.has(name) ? kept.get(name) : null),
    setItem(name, value) {
      if (this.full) throw new DOMException("full", "QuotaExceededError");
      kept.set(name, value);
    },
    removeItem: (name) => void kept.delete(name),
  };
}

describe("the store", () => {
  const save = (store, choice, rev, done = false) => store.save("01", "a", { answer: answer(choice), done, rev });

  it("builds each revision on the one before, and takes the same once more calmly", () => {
    const store = openStore(memory());
    expect(save(store, "x", 0)).toMatchObject({ status: 200, body: { rev: 1 } });
    expect(save(store, "x", 0)).toMatchObject({ status: 200, body: { rev: 1 } });
    expect(save(store, "y", 1)).toMatchObject({ status: 200, body: { rev: 2 } });
    expect(save(store, "z", 1)).toEqual({ status: 409, body: { rev: 2, answer: answer("y"), done: false } });
    expect(store.answers("01").a.answer).toEqual(answer("y"));
  });

  it("takes nothing back of what was done", () => {
    const store = openStore(memory());
    save(store, "x", 0, true);
    save(store, "y", 1, false);
    expect(store.answers("01").a).toMatchObject({ answer: answer("y"), done: true });
  });

  it("is found again by a page that is opened later, page by page", () => {
    const storage = memory();
    save(openStore(storage), "x", 0);
    expect(openStore(storage).answers("01").a.answer).toEqual(answer("x"));
    expect(openStore(storage).answers("02")).toEqual({});
  });

  it.each(["{oops", "[]", "null", '"x"'])("reads %s as nothing", (text) => {
    const storage = memory();
    storage.setItem("shizha:local:01", text);
    expect(openStore(storage).answers("01")).toEqual({});
  });

  it("never says that a full browser has saved, keeps the answer for the download, and tries again", () => {
    const storage = memory();
    const store = openStore(storage);
    save(store, "x", 0);
    storage.full = true;
    expect(save(store, "y", 1)).toMatchObject({ status: 413, body: { message: expect.stringContaining("先下载") } });
    expect(save(store, "y", 1).status).toBe(413);
    expect(store.answers("01").a.answer).toEqual(answer("y"));
    storage.full = false;
    expect(save(store, "y", 1)).toMatchObject({ status: 200, body: { rev: 2 } });
    expect(openStore(storage).answers("01").a.answer).toEqual(answer("y"));
  });

  it("lasts as long as the page where the browser keeps nothing", () => {
    const store = openStore(null);
    expect(store.lasting).toBe(false);
    expect(save(store, "x", 0)).toMatchObject({ status: 200, body: { rev: 1 } });
    expect(save(store, "y", 1)).toMatchObject({ status: 200, body: { rev: 2 } });
    expect(store.answers("01").a.answer).toEqual(answer("y"));
  });

  it("clears what is ours and nothing else", () => {
    const storage = memory();
    const store = openStore(storage);
    save(store, "x", 0);
    storage.setItem("shizha:kept:local:01:a", "[]");
    storage.setItem("other", "1");
    store.clear();
    expect([...storage.kept.keys()]).toEqual(["other"]);
    expect(store.answers("01")).toEqual({});
  });
});

it("answers as the server would, and knows no other address", async () => {
  const fetcher = localFetch(openStore(memory()), { version: "v1" });
  const at = (path, options) => fetcher(`file:///E:/api/out/api/${path}`, options);
  const body = JSON.stringify({ answer: answer("x"), done: true, rev: 0 });
  expect((await at("answers/01/a", { method: "PUT", body })).status).toBe(200);
  const state = await (await at("state/01")).json();
  expect(state).toMatchObject({ practice: true, content_version: "v1", form: null, items: { a: { rev: 1, done: true } } });
  expect((await at("ping")).status).toBe(204);
  expect((await at("submit/01", { method: "POST" })).status).toBe(404);
});

it("packs what was answered of a page, in its order, and leaves out empty pages", () => {
  const answers = { b: { answer: answer("y") }, a: { answer: answer("x") }, c: { answer: {} }, gone: { answer: answer("z") } };
  const packed = packPage("01", "v1", ["a", "b", "c", "d"], answers);
  expect(Object.keys(packed)).toEqual(["schema", "form", "content_version", "learner", "items"]);
  expect(Object.entries(packed.items)).toEqual([["a", answer("x")], ["b", answer("y")]]);
  expect(packAll([packed, packPage("02", "v1", ["a"], {})])).toEqual({ schema: "shizha.answers-all/1", pages: [packed] });
});

describe("a page", () => {
  URL.createObjectURL = URL.createObjectURL || (() => ""); // a DOM without it still has to be broken on purpose
  const models = {};
  const card = { default: { render: ({ model }) => (models[model.get("item")] = model) } };
  const text = (id) => document.getElementById(id).textContent;
  const press = (label) => [...document.querySelectorAll("button")].find((node) => node.textContent.includes(label)).click();

  function draw() {
    const config = { page: "01", kind: "lesson", base: "../", title: "课", version: "v1", widgets: { card: "card" } };
    document.body.innerHTML = `<span id="sz-count"></span><span id="sz-status"></span><progress id="sz-meter"></progress><div id="sz-notices"></div>
      <section class="sz-item" id="item-a" data-widget="card" data-item="a" data-mode="practice"><script type="application/json">{"title":"题"}</script></section>
      <section id="sz-submit" hidden></section><script type="application/json" id="sz-local">${JSON.stringify(config)}</script>`;
  }
  function give(value) {
    models.a.set("done", true);
    models.a.set("answer", value);
    models.a.save_changes();
  }

  beforeEach(() => vi.useFakeTimers());
  afterEach(() => {
    vi.clearAllTimers();
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it("keeps an answer, says where, and has it after a reload", async () => {
    const storage = memory();
    draw();
    await openLocal({ widgets: { card }, storage });
    give(answer("x"));
    await vi.advanceTimersByTimeAsync(400);
    expect(text("sz-status")).toBe("已保存在这台设备上");
    draw();
    await openLocal({ widgets: { card }, storage });
    expect(models.a.get("answer")).toEqual(answer("x"));
    expect(text("sz-count")).toBe("1/1 已完成");
    expect(text("sz-notices")).toBe("");
  });

  it("says once, calmly, that nothing is kept, and shows the answers as text", async () => {
    draw();
    await openLocal({ widgets: { card }, storage: null });
    expect(text("sz-notices")).toContain("不让网页存东西");
    press("显示成文字");
    expect(text("sz-submit")).toContain("还没有作答");
    give(answer("x"));
    await vi.advanceTimersByTimeAsync(400);
    expect(text("sz-status")).toBe("暂存在这一页里");
    press("显示成文字");
    expect(JSON.parse(document.querySelector("textarea").value)).toMatchObject({ learner: "anonymous", items: { a: answer("x") } });
  });

  it("puts the staff number of whoever hands in into the file, and nowhere else", async () => {
    const storage = memory();
    draw();
    await openLocal({ widgets: { card }, storage });
    give(answer("x"));
    await vi.advanceTimersByTimeAsync(400);
    const number = document.getElementById("sz-number");
    number.value = "00 17";
    press("显示成文字");
    expect(text("sz-submit")).toContain("不能有空格");
    expect(document.querySelector("textarea")).toBe(null);
    number.value = " 00172 ";
    press("显示成文字");
    expect(JSON.parse(document.querySelector("textarea").value).learner).toBe("00172");
    expect([...storage.kept.values()].join()).not.toContain("00172");
  });

  it("shows the text where a file cannot be made", async () => {
    draw();
    await openLocal({ widgets: { card }, storage: memory() });
    give(answer("x"));
    await vi.advanceTimersByTimeAsync(400);
    vi.spyOn(URL, "createObjectURL").mockImplementation(() => {
      throw new Error("not here");
    });
    press("下载我的作答");
    expect(JSON.parse(document.querySelector("textarea").value).form).toBe("01");
  });
});

describe("the home page", () => {
  const row = (page, kind, items) => `<li class="card" data-page="${page}" data-kind="${kind}" data-version="v1" data-items="${items}">
    <h3 class="card__title"><a class="card__link" href="${kind}s/${page}.html">课 ${page}</a></h3><p class="card__facts"><span data-progress="已学完">${items.split(" ").length} 个练习</span></p></li>`;
  const facts = () => [...document.querySelectorAll("[data-progress]")].map((node) => node.textContent);

  async function open(...done) {
    const storage = memory();
    for (const [page, item, finished] of done) openStore(storage).save(page, item, { answer: answer("x"), done: finished, rev: 0 });
    document.body.innerHTML = `<p><a id="sz-next" href="lessons/00.html">开始学习</a></p>${row("00", "lesson", "a b")}${row("01", "lesson", "c")}${row("s", "scene", "d e")}<section id="sz-take" hidden></section>`;
    await openLocal({ widgets: {}, storage });
    const next = document.getElementById("sz-next");
    return [next.closest("p").hidden, next.textContent, next.getAttribute("href")];
  }

  it("stands as it is for somebody new", async () => {
    expect(await open()).toEqual([false, "开始学习", "lessons/00.html"]);
    expect(facts()).toEqual(["2 个练习", "1 个练习", "2 个练习"]);
  });

  it("counts, and leads to the first lesson that is not finished", async () => {
    expect(await open(["00", "a", true], ["00", "b", true], ["s", "d", false])).toEqual([false, "继续学习", "lessons/01.html"]);
    expect(facts()).toEqual(["已学完", "1 个练习", "0/2 已完成"]);
  });

  it("leads nowhere once every lesson is finished", async () => {
    expect((await open(["00", "a", true], ["00", "b", true], ["01", "c", true]))[0]).toBe(true);
  });
});
