// @vitest-environment jsdom
// The host script: mounting, saving in order, going on offline, giving way to a newer answer, handing in.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openDrafts } from "../../course/web/static/drafts.js";
import { start } from "../../course/web/static/host.js";
import { makeModel, sameAnswer } from "../../course/web/static/model.js";

const KEY = "k1";
const answer = (choice) => ({ kind: "choice", chosen: [choice], checked: false });

function memoryStorage() {
  const kept = new Map();
  return {
    getItem: (name) => (kept.has(name) ? kept.get(name) : null),
    setItem: (name, value) => void kept.set(name, String(value)),
    removeItem: (name) => void kept.delete(name),
  };
}

/** A server with revisions, as the course's API keeps them. */
function fakeServer({ items = {}, form = null, practice = false } = {}) {
  const server = { items, form, practice, calls: [], fail: 0, learner: { kind: "staff", label: "王", key: KEY }, receipt: "R-1" };
  const reply = (status, body) => ({ status, json: async () => body });
  server.fetch = async (url, { method, body }) => {
    const path = new URL(url).pathname.replace(/^.*\/api\//, "");
    if (path === "ping" && server.fail === -1) throw new TypeError("network");
    if (path === "ping") return reply(server.fail || 204, {});
    const sent = body ? JSON.parse(body) : undefined;
    server.calls.push({ method, path, sent });
    if (server.hold) await server.hold;
    if (server.fail === -1) throw new TypeError("network");
    if (server.fail) return reply(server.fail, { message: server.message });
    if (path.startsWith("state/")) return reply(200, { learner: server.learner, practice: server.practice, content_version: server.version || "v1", form: server.form, items: structuredClone(server.items) });
    if (path.startsWith("submit/") && server.refuse) return reply(server.refuse, { message: server.message });
    if (path.startsWith("submit/")) return reply(200, { receipt: server.receipt, at: "2026-11-22T10:00:00Z", repeated: false });
    const item = path.split("/")[2];
    const rev = server.items[item] ? server.items[item].rev : 0;
    if (sent.rev !== rev) return reply(409, { ...server.items[item], message: "别处改过了" });
    server.items[item] = { answer: sent.answer, done: sent.done, rev: rev + 1 };
    return reply(200, { rev: rev + 1, saved_at: "" });
  };
  server.saves = () => server.calls.filter((call) => call.method === "PUT");
  return server;
}

function drawPage({ kind = "lesson", ids = ["a", "b"], ...more } = {}) {
  const mode = kind === "form" ? "assessed" : "practice";
  const config = { page: "01", kind, base: "../", title: "课", version: "v1", results: "results/01", widgets: { card: "../assets/card.js" }, ...more };
  const sections = ids.map((id) => `<section class="sz-item" id="item-${id}" data-widget="card" data-item="${id}" data-mode="${mode}"><script type="application/json">{"title":"题 ${id}"}</script></section>`);
  document.body.innerHTML = `<span id="sz-count"></span><span id="sz-status"></span><progress id="sz-meter"></progress>
    <div id="sz-notices"></div>${sections.join("")}<section id="sz-submit" hidden></section><nav id="sz-resume" hidden></nav>
    <script type="application/json" id="sz-page">${JSON.stringify(config)}</script>`;
}

/** A widget that shows its answer and can be told to give one. */
const card = {
  models: {},
  default: {
    render({ model, el }) {
      card.models[model.get("item")] = model;
      const draw = () => (el.textContent = JSON.stringify(model.get("answer")));
      model.on("change:answer", draw);
      draw();
    },
  },
};

function give(id, value, done = true) {
  const model = card.models[id];
  model.set("done", done);
  model.set("answer", value);
  model.save_changes();
}

let storage;
const open = (server) => start({ load: async () => card, fetcher: server.fetch, storage });
const tick = (ms) => vi.advanceTimersByTimeAsync(ms);
const text = (id) => document.getElementById(id).textContent;
const shown = (id) => document.querySelector(`#item-${id} .sz-item__stage`).textContent;
const press = (label) => [...document.querySelectorAll("button")].find((node) => node.textContent === label).click();

beforeEach(() => {
  vi.useFakeTimers();
  storage = memoryStorage();
  card.models = {};
});
afterEach(() => {
  vi.clearAllTimers();
  vi.useRealTimers();
});

describe("the model", () => {
  it("tells of a change by name, and stops when asked to", () => {
    const model = makeModel({ answer: {} }, () => {});
    const heard = vi.fn();
    model.on("change:answer", heard);
    model.set("answer", { a: 1 });
    model.set("answer", model.get("answer"));
    model.off("change:answer", heard);
    model.set("answer", { a: 2 });
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it("compares answers whatever the order of their keys", () => {
    expect(sameAnswer({ a: [1, { b: 2, c: 3 }] }, { a: [1, { c: 3, b: 2 }] })).toBe(true);
    expect(sameAnswer({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
  });
});

describe("coming back", () => {
  const scrolled = [];
  beforeEach(() => {
    scrolled.length = 0;
    Element.prototype.scrollIntoView = function () {
      scrolled.push(this.id);
    };
  });
  afterEach(() => {
    delete Element.prototype.scrollIntoView;
    window.location.hash = "";
  });

  it("lands on the first unfinished exercise, whatever the browser would remember", async () => {
    drawPage({ ids: ["a", "b", "c"] });
    await open(fakeServer({ items: { a: { answer: answer("x"), done: true, rev: 3 } } }));
    expect(scrolled).toEqual(["item-b"]);
    expect(window.history.scrollRestoration).toBe("manual");
    expect(document.getElementById("sz-resume").hidden).toBe(true);
  });

  it.each([
    ["nothing is begun", {}],
    ["all is finished", { a: { answer: answer("x"), done: true, rev: 1 }, b: { answer: answer("x"), done: true, rev: 1 } }],
  ])("stays at the top where %s", async (_, items) => {
    drawPage();
    await open(fakeServer({ items }));
    expect(scrolled).toEqual([]);
  });

  it("puts the saved answers in place, counts them and offers the next one where the address names another", async () => {
    window.location.hash = "#item-a";
    drawPage();
    await open(fakeServer({ items: { a: { answer: answer("x"), done: true, rev: 3 } } }));
    expect(scrolled).toEqual(["item-a"]);
    expect(document.querySelector("#item-a").textContent).toContain('"x"');
    expect(text("sz-count")).toBe("1/2 已完成");
    expect(text("sz-status")).toBe("已保存");
    const resume = document.getElementById("sz-resume");
    expect(resume.hidden).toBe(false);
    expect(resume.querySelector("a").getAttribute("href")).toBe("#item-b");
  });

  it("takes the offer away at the foot of the page", async () => {
    let see;
    const watched = [];
    vi.stubGlobal("IntersectionObserver", class {
      constructor(told) {
        see = told;
      }
      observe(node) {
        watched.push(node);
      }
      disconnect() {}
    });
    window.location.hash = "#item-a";
    drawPage();
    document.body.insertAdjacentHTML("beforeend", '<footer class="foot"></footer>');
    await open(fakeServer({ items: { a: { answer: answer("x"), done: true, rev: 3 } } }));
    expect(document.getElementById("sz-resume").hidden).toBe(false);
    expect(watched.map((node) => node.id || node.className)).toEqual(["item-b", "foot"]);
    see([{ isIntersecting: true }]);
    expect(document.getElementById("sz-resume").hidden).toBe(true);
    vi.unstubAllGlobals();
  });

  it("keeps an exercise finished that is tried once more", async () => {
    drawPage();
    const server = fakeServer({ items: { a: { answer: answer("x"), done: true, rev: 1 } } });
    await open(server);
    give("a", {}, false);
    expect(text("sz-count")).toBe("1/2 已完成");
    await tick(400);
    expect(server.items.a).toEqual({ answer: {}, done: true, rev: 2 });
  });

  it("offers nothing to somebody new", async () => {
    drawPage();
    await open(fakeServer());
    expect(document.getElementById("sz-resume").hidden).toBe(true);
    expect(text("sz-status")).toBe("自动保存");
  });
});

describe("saving", () => {
  it("waits a moment, sends the last answer once, and says so", async () => {
    drawPage();
    const server = fakeServer();
    await open(server);
    give("a", answer("x"));
    give("a", answer("y"));
    expect(text("sz-status")).toBe("正在保存…");
    await tick(299);
    expect(server.saves()).toHaveLength(0);
    await tick(2);
    expect(server.saves().map((call) => call.sent)).toEqual([{ answer: answer("y"), done: true, rev: 0, content_version: "v1" }]);
    expect(text("sz-status")).toBe("已保存");
    expect(openDrafts(storage, KEY, "01").all()).toEqual({});
  });

  it("has one request under way for each exercise and keeps the order", async () => {
    drawPage();
    const server = fakeServer();
    await open(server);
    let release;
    server.hold = new Promise((resolve) => (release = resolve));
    give("a", answer("x"));
    await tick(400);
    give("a", answer("y"));
    await tick(1000);
    expect(server.saves()).toHaveLength(1);
    server.hold = null;
    release();
    await tick(10);
    expect(server.saves().map((call) => [call.sent.answer.chosen[0], call.sent.rev])).toEqual([["x", 0], ["y", 1]]);
    expect(server.items.a.answer).toEqual(answer("y"));
  });

  it.each([[-1], [503]])("goes on offline (%i), keeps the answer in this browser and saves it later", async (failure) => {
    drawPage();
    const server = fakeServer();
    await open(server);
    server.fail = failure;
    give("a", answer("x"));
    await tick(400);
    expect(text("sz-status")).toBe("离线，稍后自动保存");
    expect(openDrafts(storage, KEY, "01").all().a.answer).toEqual(answer("x"));
    give("b", answer("z"));
    server.fail = 0;
    await tick(40000);
    expect(server.items.a.answer).toEqual(answer("x"));
    expect(server.items.b.answer).toEqual(answer("z"));
    expect(text("sz-status")).toBe("已保存");
    expect(text("sz-notices")).toBe("");
  });

  it("does not wait for the timer when the browser says that it is online again", async () => {
    drawPage();
    const server = fakeServer();
    await open(server);
    server.fail = -1;
    give("a", answer("x"));
    await tick(400);
    server.fail = 0;
    window.dispatchEvent(new Event("online"));
    await tick(5);
    expect(server.items.a.answer).toEqual(answer("x"));
  });

  it("sends an unsaved answer after a reload", async () => {
    drawPage();
    const server = fakeServer();
    await open(server);
    server.fail = -1;
    give("a", answer("x"));
    await tick(400);
    vi.clearAllTimers();
    server.fail = 0;
    drawPage();
    await open(server);
    expect(document.querySelector("#item-a").textContent).toContain('"x"');
    await tick(400);
    expect(server.items.a).toEqual({ answer: answer("x"), done: true, rev: 1 });
  });

  it("starts without a server, shows what this browser has, and catches up", async () => {
    drawPage();
    const server = fakeServer();
    await open(server);
    server.fail = -1;
    give("a", answer("x"));
    await tick(400);
    vi.clearAllTimers();
    drawPage();
    await open(server);
    expect(document.querySelector("#item-a").textContent).toContain('"x"');
    expect(text("sz-status")).toBe("离线，稍后自动保存");
    give("b", answer("z"));
    server.fail = 0;
    await tick(60000);
    expect(server.items.a.answer).toEqual(answer("x"));
    expect(server.items.b.answer).toEqual(answer("z"));
    expect(text("sz-status")).toBe("已保存");
  });

  it("never sends one person's answers as another's", async () => {
    drawPage();
    const server = fakeServer();
    await open(server);
    server.fail = -1;
    give("a", answer("x"));
    await tick(400);
    vi.clearAllTimers();
    server.fail = 0;
    server.learner = { kind: "staff", label: "李", key: "k2" };
    drawPage();
    await open(server);
    await tick(60000);
    expect(server.items.a).toBeUndefined();
    expect(text("item-a")).toContain("{}");
    expect(openDrafts(storage, KEY, "01").all().a.answer).toEqual(answer("x"));
  });

  it("lets answers given before the server was reachable belong to whoever is there, and nothing else", async () => {
    drawPage();
    const server = fakeServer();
    await open(server);
    server.fail = -1;
    give("a", answer("x"));
    await tick(400);
    vi.clearAllTimers();
    server.learner = { kind: "staff", label: "李", key: "k2" };
    drawPage();
    await open(server);
    give("b", answer("z"));
    server.fail = 0;
    await tick(60000);
    expect(server.items).toEqual({ b: { answer: answer("z"), done: true, rev: 1 } });
    expect(text("item-a")).toContain("{}");
    expect(openDrafts(storage, KEY, "01").all().a.answer).toEqual(answer("x"));
  });

  it("does not let an answer given blindly replace what the server already had", async () => {
    storage.setItem("shizha:last-learner", KEY);
    drawPage();
    const server = fakeServer({ items: { a: { answer: answer("saved"), done: true, rev: 3 } } });
    server.fail = 503;
    await open(server);
    give("a", answer("blind"));
    server.fail = 0;
    await tick(60000);
    expect(server.items.a.answer).toEqual(answer("saved"));
    expect(card.models.a.get("answer")).toEqual(answer("saved"));
    expect(openDrafts(storage, KEY, "01").older().map((entry) => entry.answer)).toEqual([answer("blind")]);
    expect(text("sz-status")).toBe("已保存");
  });

  it("says in the server's words why it cannot save, and keeps the answer", async () => {
    drawPage();
    const server = fakeServer();
    await open(server);
    server.fail = 403;
    server.message = "试卷已经收了。";
    give("a", answer("x"));
    await tick(400);
    expect(text("sz-status")).toBe("没有存上");
    expect(text("sz-notices")).toContain("试卷已经收了。");
    await tick(60000);
    expect(server.saves()).toHaveLength(1);
    expect(openDrafts(storage, KEY, "01").all().a.answer).toEqual(answer("x"));
  });
});

describe("two windows", () => {
  it("gives way to the newer answer, keeps its own, and says so", async () => {
    drawPage();
    const server = fakeServer();
    await open(server);
    server.items.a = { answer: answer("other"), done: true, rev: 1 };
    give("a", answer("mine"));
    await tick(400);
    expect(card.models.a.get("answer")).toEqual(answer("other"));
    expect(text("sz-notices")).toContain("“题 a”在别的窗口或设备上改过了");
    expect(openDrafts(storage, KEY, "01").older().map((entry) => entry.answer)).toEqual([answer("mine")]);
    give("a", answer("again"));
    await tick(400);
    expect(server.items.a).toEqual({ answer: answer("again"), done: true, rev: 2 });
  });

  it("puts the own answer back on top of the other when asked, and the other one again", async () => {
    drawPage({ kind: "form" });
    const server = fakeServer({ form: { open: true, submitted: null } });
    await open(server);
    server.items.a = { answer: answer("other"), done: true, rev: 4 };
    give("a", answer("mine"), false);
    await tick(400);
    press("改用这边的作答");
    expect(card.models.a.get("answer")).toEqual(answer("mine"));
    expect(card.models.a.get("done")).toBe(false);
    await tick(400);
    expect(server.items.a).toEqual({ answer: answer("mine"), done: false, rev: 5 });
    expect(openDrafts(storage, KEY, "01").older().map((entry) => entry.answer)).toEqual([answer("mine"), answer("other")]);
    expect(text("sz-status")).toBe("已保存");
    press("换回刚才那份");
    await tick(400);
    expect(server.items.a).toEqual({ answer: answer("other"), done: true, rev: 6 });
    expect(card.models.a.get("answer")).toEqual(answer("other"));
    press("知道了");
    expect(text("sz-notices")).toBe("");
  });

  it("offers an answer that waited over a reload and gave way then", async () => {
    drawPage();
    const server = fakeServer();
    await open(server);
    server.fail = -1;
    give("a", answer("mine"));
    await tick(400);
    vi.clearAllTimers();
    server.fail = 0;
    server.items.a = { answer: answer("other"), done: true, rev: 2 };
    drawPage();
    await open(server);
    expect(card.models.a.get("answer")).toEqual(answer("other"));
    press("改用这边的作答");
    await tick(400);
    expect(server.items.a).toEqual({ answer: answer("mine"), done: true, rev: 3 });
  });

  it("offers nobody the answer of another person", async () => {
    drawPage();
    const server = fakeServer();
    await open(server);
    server.items.a = { answer: answer("other"), done: true, rev: 1 };
    give("a", answer("mine"));
    await tick(400);
    server.learner = { kind: "staff", label: "李", key: "k2" };
    server.items = {};
    window.dispatchEvent(new StorageEvent("storage", { key: `shizha:saved:${KEY}:01` }));
    await tick(400);
    expect(text("sz-notices")).toBe("");
    expect(card.models.a.get("answer")).toEqual({});
  });

  it("takes a conflict with itself (the reply was lost) for what it is", async () => {
    drawPage();
    const server = fakeServer();
    await open(server);
    server.items.a = { answer: { checked: false, chosen: ["x"], kind: "choice" }, done: true, rev: 1 };
    give("a", answer("x"));
    await tick(400);
    expect(text("sz-notices")).toBe("");
    expect(text("sz-status")).toBe("已保存");
  });

  it("follows what another tab saved", async () => {
    drawPage();
    const server = fakeServer();
    await open(server);
    server.items.a = { answer: answer("tab"), done: true, rev: 1 };
    window.dispatchEvent(new StorageEvent("storage", { key: `shizha:saved:${KEY}:01` }));
    await tick(5);
    expect(card.models.a.get("answer")).toEqual(answer("tab"));
    expect(text("sz-count")).toBe("1/2 已完成");
  });
});

describe("a form", () => {
  const form = () => fakeServer({ form: { open: true, submitted: null } });

  it("names what is unanswered, asks once, saves everything and shows the receipt without a score", async () => {
    drawPage({ kind: "form" });
    const server = form();
    await open(server);
    give("a", answer("x"));
    expect(text("sz-submit")).toContain("还有 1 题没有作答");
    expect(document.querySelector("#sz-submit a").getAttribute("href")).toBe("#item-b");
    press("交卷");
    expect(text("sz-submit")).toContain("现在交卷吗？");
    press("确定交卷");
    await tick(10);
    expect(server.calls.slice(-2).map((call) => call.path)).toEqual(["answers/01/a", "submit/01"]);
    expect(text("sz-submit")).toContain("R-1");
    expect(text("sz-submit")).not.toContain("得分");
    const field = document.querySelector("#sz-submit textarea");
    expect(field.readOnly).toBe(true);
    expect(field.value).toContain("回执码 R-1");
    expect(document.querySelector(`label[for="${field.id}"]`).textContent).toBe("长按复制");
  });

  it("asks anew when an answer is given while it asks", async () => {
    drawPage({ kind: "form" });
    await open(form());
    press("交卷");
    expect(text("sz-submit")).toContain("还有 2 题没有作答，没有作答的题不得分");
    give("a", answer("x"));
    expect(text("sz-submit")).toContain("已答 1 题");
    expect(text("sz-submit")).not.toContain("现在交卷吗？");
    press("交卷");
    give("a", answer("y")); // as many are open as before: the question stands
    expect(text("sz-submit")).toContain("还有 1 题没有作答，没有作答的题不得分。现在交卷吗？");
  });

  it("does not hand in what could not be saved", async () => {
    drawPage({ kind: "form" });
    const server = form();
    await open(server);
    give("a", answer("x"));
    server.fail = -1;
    press("交卷");
    press("确定交卷");
    await tick(10);
    expect(server.calls.some((call) => call.path.startsWith("submit"))).toBe(false);
    expect(text("sz-submit")).toContain("还没有交上");
  });

  it("shows an earlier receipt, and offers to hand in again after a change", async () => {
    drawPage({ kind: "form" });
    const server = form();
    server.form.submitted = { receipt: "R-0", at: "2026-11-22T10:00:00Z" };
    await open(server);
    expect(text("sz-submit")).toContain("R-0");
    give("a", answer("x"));
    expect(text("sz-submit")).toContain("再交一次");
  });

  it("offers to hand in again after a reload, when the server says that the answers are others", async () => {
    drawPage({ kind: "form" });
    const server = form();
    Object.assign(server.form, { submitted: { receipt: "R-0", at: "2026-11-22T10:00:00Z" }, changed: true });
    server.items.a = { answer: answer("x"), done: true, rev: 2 };
    await open(server);
    expect(text("sz-submit")).toContain("交卷之后又改了答案");
    expect(text("sz-submit")).toContain("R-0");
    press("交卷");
    press("确定交卷");
    await tick(10);
    expect(text("sz-submit")).toContain("已交卷");
    expect(text("sz-submit")).toContain("R-1");
  });

  it("takes another look at the server for no change, and goes back to the receipt with the answers", async () => {
    drawPage({ kind: "form" });
    const server = form();
    server.form.submitted = { receipt: "R-0", at: "2026-11-22T10:00:00Z" };
    server.items.a = { answer: answer("x"), done: true, rev: 1 };
    const page = await open(server);
    await page.refresh();
    expect(text("sz-submit")).toContain("已交卷");
    give("a", answer("y"));
    expect(text("sz-submit")).toContain("交卷之后又改了答案");
    give("a", answer("x"));
    expect(text("sz-submit")).toContain("已交卷");
  });

  it("takes the way back to the exercises away after handing in", async () => {
    window.location.hash = "#item-a";
    drawPage({ kind: "form" });
    const server = form();
    server.items.a = { answer: answer("x"), done: true, rev: 1 };
    await open(server);
    expect(document.getElementById("sz-resume").hidden).toBe(false);
    press("交卷");
    press("确定交卷");
    await tick(10);
    expect(document.getElementById("sz-resume").hidden).toBe(true);
    window.location.hash = "";
  });

  it("is only read once it is graded", async () => {
    drawPage({ kind: "form" });
    const server = form();
    Object.assign(server.form, { submitted: { receipt: "R-0", at: "2026-11-22T10:00:00Z" }, graded: true, changed: true });
    server.items.a = { answer: answer("x"), done: true, rev: 1 };
    await open(server);
    expect(text("sz-submit")).toContain("看成绩");
    expect(text("sz-submit")).toContain("没有再交");
    expect(text("sz-submit")).not.toMatch(/可以再交|请再交/);
    expect(text("sz-notices")).toContain("已经评分");
    give("a", answer("y"));
    await tick(1000);
    expect(card.models.a.get("answer")).toEqual(answer("x"));
    expect(server.saves()).toEqual([]);
    expect(document.querySelectorAll("#sz-submit button")).toHaveLength(0);
  });

  it.each([
    [true, "看成绩"],
    [false, "刷新页面"],
  ])("does not offer the same once more after a refusal for good (graded: %s)", async (graded, way) => {
    drawPage({ kind: "form" });
    const server = form();
    await open(server);
    press("交卷");
    server.refuse = 409;
    server.message = "这份试卷已经评过分。";
    server.form.graded = graded;
    press("确定交卷");
    await tick(10);
    expect(text("sz-submit")).toContain(way);
    expect(text("sz-submit")).not.toContain("再交一次");
  });

  it("says so when it is not open", async () => {
    drawPage({ kind: "form" });
    const server = form();
    server.form.open = false;
    await open(server);
    expect(text("sz-submit")).toContain("还没有开放");
  });

  it("offers a download where nothing is handed in", async () => {
    drawPage();
    await open(fakeServer({ practice: true }));
    const link = document.querySelector("#sz-submit a");
    expect(link.textContent).toBe("下载我的作答");
    expect(link.getAttribute("href")).toBe("../api/download/01");
  });
});

describe("a server that is lost while nothing is saved", () => {
  it("is told in one sentence within five seconds, which goes when it is back", async () => {
    drawPage();
    const server = fakeServer({ items: { a: { answer: answer("x"), done: true, rev: 1 } } });
    await open(server);
    await tick(30_000);
    expect([text("sz-status"), text("sz-notices")]).toEqual(["已保存", ""]);
    server.fail = -1;
    await tick(5000);
    expect(text("sz-status")).toBe("离线，稍后自动保存");
    expect(document.querySelectorAll("#sz-notices .notice")).toHaveLength(1);
    press("知道了");
    await tick(30_000);
    expect(text("sz-notices")).toBe("");
    expect(text("sz-status")).toBe("离线，稍后自动保存");
    server.fail = 0;
    await tick(5000);
    expect([text("sz-status"), text("sz-notices")]).toEqual(["已保存", ""]);
    expect(server.saves()).toEqual([]);
  });

  it("gets what was answered meanwhile as soon as it is back", async () => {
    drawPage();
    const server = fakeServer();
    await open(server);
    server.fail = -1;
    await tick(5000);
    give("a", answer("x"));
    await tick(120_000); // the saver itself waits longer and longer
    server.fail = 0;
    await tick(5000);
    expect(server.items.a.answer).toEqual(answer("x"));
    expect(text("sz-status")).toBe("已保存");
  });
});

it("says so when the page is older than the course", async () => {
  drawPage();
  const server = fakeServer();
  server.version = "v2";
  await open(server);
  expect(text("sz-notices")).toContain("课程内容有更新");
});

describe("a paper of one's own", () => {
  const form = { open: true, submitted: null, changed: false, graded: false };

  it("stands aside where another paper is wanted by now: nothing shown, nothing taken, nothing sent", async () => {
    drawPage({ kind: "form", drawn: true, version: "2026.11-aaaaaaaa" });
    const server = fakeServer();
    Object.assign(server, { form, version: "2026.11-aaaaaaaa", items: { a: { answer: answer("mine"), done: true, rev: 1 } } });
    const page = await open(server);
    expect(shown("a")).toContain("mine");
    Object.assign(server, { version: "2026.11-bbbbbbbb", learner: { kind: "staff", label: "乙", key: "other" }, items: { a: { answer: answer("theirs"), done: true, rev: 1 } } });
    await page.refresh();
    expect(text("sz-notices")).toContain("请刷新页面再答");
    expect(shown("a")).toBe("{}");
    give("b", answer("late"));
    await tick(1000);
    expect(server.saves()).toEqual([]);
  });

  it("takes over no draft that was written to another paper", async () => {
    drawPage({ kind: "form", drawn: true, version: "v1" });
    const server = fakeServer();
    server.form = form;
    server.fail = -1;
    await open(server);
    give("a", answer("draft"));
    await tick(1000);
    server.fail = 0;
    server.version = "v2";
    drawPage({ kind: "form", drawn: true, version: "v2" });
    await open(server);
    await tick(1000);
    expect(shown("a")).toBe("{}");
    expect(server.saves().filter((call) => call.sent.content_version === "v2")).toEqual([]);
  });
});

it("works without localStorage", async () => {
  storage = null;
  drawPage();
  const server = fakeServer();
  await open(server);
  give("a", answer("x"));
  await tick(400);
  expect(server.items.a.answer).toEqual(answer("x"));
});

it("says so when the exercises cannot be loaded", async () => {
  drawPage();
  const load = async () => {
    throw new TypeError("gone");
  };
  await start({ load, fetcher: fakeServer().fetch, storage });
  expect(text("sz-notices")).toContain("请刷新页面");
});
