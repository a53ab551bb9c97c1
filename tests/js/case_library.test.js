import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import caseLibrary from "../../widgets/src/case_library.js";
import { expectAccessible, FakeModel, library, mount } from "./support.js";

const open = (spec = library()) => mount(caseLibrary, new FakeModel({ spec }));
const shown = (view) => view.all(".sz-case").filter((node) => !node.hidden).map((node) => node.querySelector("h3").textContent);
const select = (view, label) => view.all("label").find((node) => node.textContent === label).control;
const choose = (view, label, value) => {
  select(view, label).value = value;
  select(view, label).dispatchEvent(new Event("change", { bubbles: true }));
};
const type = (view, text, event = "input") => {
  select(view, "搜一搜").value = text;
  select(view, "搜一搜").dispatchEvent(new Event(event, { bubbles: true }));
};
const count = (view) => view.one("[role=status]").textContent;

beforeEach(() => {
  window.sessionStorage.clear();
  window.history.replaceState(null, "", "/");
});
afterEach(() => vi.restoreAllMocks());

describe("finding", () => {
  it("shows all cases at first, closed, and says how many", () => {
    const view = open();
    expect(shown(view)).toEqual(["案例 a", "街道没有上当", "同事群里的红包"]);
    expect(count(view)).toBe("共 3 个案例");
    expect(view.all(".sz-case__body").every((body) => body.hidden && !body.firstChild)).toBe(true);
    expect(view.button("清除条件").hidden).toBe(true);
  });

  it.each([
    ["类型", "刷单返利", ["同事群里的红包"]],
    ["岗位", "office-staff", ["街道没有上当", "同事群里的红包"]],
    ["渠道", "unknown", ["街道没有上当"]],
    ["年份", "unknown", ["街道没有上当"]],
    ["损失", "more", ["案例 a"]],
  ])("filters by %s", (label, value, titles) => {
    const view = open();
    choose(view, label, value);
    expect(shown(view)).toEqual(titles);
    expect(count(view)).toBe(`共 3 个案例，符合的有 ${titles.length} 个`);
  });

  it("joins the filters, and each option says what it would leave", () => {
    const view = open();
    choose(view, "岗位", "finance");
    const labels = [...select(view, "类型").options].map((option) => option.textContent);
    expect(labels).toEqual(["不限", "冒充领导熟人（1）", "刷单返利（1）"]);
    expect([...select(view, "损失").options].map((option) => option.disabled)).toEqual([false, true, false, false]);
    choose(view, "损失", "unknown");
    expect(shown(view)).toEqual(["同事群里的红包"]);
    expect(view.one(".sz-find__unfold").textContent).toBe("筛选（2）");
  });

  it("finds words anywhere in a case, all of them, and waits for an input method", () => {
    const view = open();
    type(view, "财务  两笔 ");
    expect(shown(view)).toEqual(["案例 a", "同事群里的红包"]);
    type(view, "起了疑心");
    expect(shown(view)).toEqual(["街道没有上当"]);
    select(view, "搜一搜").dispatchEvent(new Event("compositionstart"));
    type(view, "hong");
    expect(shown(view)).toEqual(["街道没有上当"]);
    select(view, "搜一搜").value = "红包";
    select(view, "搜一搜").dispatchEvent(new Event("compositionend"));
    expect(shown(view)).toEqual(["同事群里的红包"]);
  });

  it("says calmly that nothing was found, and clears everything with one touch", () => {
    const view = open();
    choose(view, "类型", "刷单返利");
    type(view, "没有这回事");
    expect(shown(view)).toEqual([]);
    expect(count(view)).toBe("共 3 个案例，符合的有 0 个");
    expect(view.one(".sz-nothing").hidden).toBe(false);
    view.one(".sz-nothing button").click();
    expect(shown(view)).toHaveLength(3);
    expect([select(view, "类型").value, select(view, "搜一搜").value]).toEqual(["", ""]);
    expect(view.one(".sz-nothing").hidden).toBe(true);
    expect(document.activeElement).toBe(view.one("[role=status]"));
  });

  it("keeps the filters of a phone behind one button, and Enter sends nothing anywhere", () => {
    const view = open();
    const unfold = view.one(".sz-find__unfold");
    const panel = document.getElementById(unfold.getAttribute("aria-controls"));
    expect(unfold.getAttribute("aria-expanded")).toBe("false");
    unfold.click();
    expect([unfold.getAttribute("aria-expanded"), panel.classList.contains("sz-find__panel--open")]).toEqual(["true", true]);
    unfold.click();
    expect(panel.classList.contains("sz-find__panel--open")).toBe(false);
    const submit = new Event("submit", { cancelable: true });
    view.one("form").dispatchEvent(submit);
    expect(submit.defaultPrevented).toBe(true);
  });
});

describe("coming back", () => {
  it("finds filters, words and open cards as they were left", () => {
    const first = open();
    choose(first, "岗位", "finance");
    type(first, "红包");
    first.button("同事群里的红包").click();
    const again = open();
    expect(shown(again)).toEqual(["同事群里的红包"]);
    expect(select(again, "岗位").value).toBe("finance");
    expect(again.button("同事群里的红包").getAttribute("aria-expanded")).toBe("true");
  });

  it.each(["{", "3", '{"query":3,"chosen":{"type":"gone","none":"x"},"open":["z"]}'])("begins anew where the memory is damaged: %s", (kept) => {
    window.sessionStorage.setItem("shizha:library", kept);
    expect(shown(open())).toHaveLength(3);
  });

  it("works where nothing may be stored", () => {
    const refuse = () => {
      throw new DOMException("no");
    };
    vi.spyOn(Storage.prototype, "getItem").mockImplementation(refuse);
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(refuse);
    const view = open();
    choose(view, "类型", "刷单返利");
    expect(shown(view)).toEqual(["同事群里的红包"]);
  });

  it("opens the case that the address names, whatever was filtered before, once", () => {
    choose(open(), "类型", "刷单返利");
    window.history.replaceState(null, "", "#b");
    const view = open();
    expect(shown(view)).toHaveLength(3);
    expect(view.button("街道没有上当").getAttribute("aria-expanded")).toBe("true");
    expect(window.location.hash).toBe("");
  });
});

describe("a card", () => {
  it("is an article named by its title, opened and closed by a real button", () => {
    const view = open();
    const opener = view.button("案例 a");
    expect(opener.tagName).toBe("BUTTON");
    expect(view.one("article").getAttribute("aria-labelledby")).toBe(opener.parentNode.id);
    opener.click();
    const body = document.getElementById(opener.getAttribute("aria-controls"));
    expect([opener.getAttribute("aria-expanded"), body.hidden]).toEqual(["true", false]);
    opener.click();
    expect([opener.getAttribute("aria-expanded"), body.hidden]).toEqual(["false", true]);
  });

  it("says who, when, how, the sum, what is steadier, and where it all comes from", () => {
    const view = open();
    view.button("案例 a").click();
    const text = view.one("article").textContent;
    for (const said of ["有文件记载", "2022年4月26日", "会计，女", "老板", "即时通信", "损失105万元", "钱已被骗走", "姐姐事后发现", "没到账就不垫。", "教学构造"]) expect(text).toContain(said);
    expect(view.one("details.sz-source summary").textContent).toBe("有文件记载 · 出处，含我们的推断");
    expect(view.one("details.sz-source").textContent).toContain("《工作方案》附件一（文件000）我们的推断：我们这样理解。");
    expect(view.one("details.sz-source").open).toBe(false);
  });

  it("says of what is open that the document does not tell it", () => {
    const view = open();
    view.button("街道没有上当").click();
    const rows = Object.fromEntries(view.all(".sz-fact").map((row) => [row.querySelector("dt").textContent, row.querySelector("dd")]));
    expect(rows.渠道.textContent).toBe("文件没有写");
    expect(rows.时间.className).toBe("sz-fact__open");
    expect(view.all(".sz-way__one").pop().textContent).toBe("停在这里文件没有写怎样发觉没有损失");
  });

  it("marks what we made up", () => {
    const view = open();
    view.button("同事群里的红包").click();
    const card = view.all("article")[2];
    expect(card.querySelector(".sz-mark--ours").textContent).toBe("教学构造");
    expect(card.querySelector("details")).toBe(null);
  });
});

describe("the picture", () => {
  it("has a dot a stage, the sum on the line, where it could stop and where it was noticed", () => {
    const view = open();
    view.button("案例 a").click();
    const dots = view.all(".sz-way__one").map((node) => node.className.match(/--(\w+)/g));
    expect(dots).toEqual([["--stop"], ["--paid", "--gone"], ["--gone"], ["--noticed", "--gone"]]);
    expect(view.one(".sz-way__paid").textContent).toBe("付出 105万元");
    expect(view.one(".sz-way__stop").textContent).toBe("这里可以停用旧号码问一声。");
    expect(view.one(".sz-way").getAttribute("aria-label")).toBe("案例 a，经过共3步，付了1次钱，损失105万元");
  });

  it("names a stage that goes on once", () => {
    const spec = library();
    spec.cases[0].stages[1].name = "加好友";
    const view = open(spec);
    view.button("案例 a").click();
    expect(view.all(".sz-way__name").map((node) => node.textContent)).toEqual(["加好友", "在这里发觉"]);
  });
});

it("draws bars only for the groups it is given, with the sentence beside them", () => {
  const view = open();
  expect(view.all(".sz-bar").map((node) => node.textContent)).toEqual(["冒充领导熟人12 个", "刷单返利3 个"]);
  expect(view.all("progress").map((node) => [node.max, node.value])).toEqual([[12, 12], [12, 3]]);
  expect(view.one(".sz-overview__note").textContent).toContain("不能说明哪一种骗局更常见");
  const few = library();
  few.overview.rows = [];
  expect(open(few).one(".sz-overview")).toBe(null);
});

it("says so where no case is approved yet, and where the cases cannot be read", () => {
  expect(open({ ...library(), cases: [] }).text()).toBe("案例还在审核，审好一个，这里就多一个。");
  vi.spyOn(console, "warn").mockImplementation(() => {});
  expect(open({}).text()).toContain("案例没有读全");
});

it("draws anew when the cases change, and leaves nothing behind", () => {
  const model = new FakeModel({ spec: library() });
  const view = mount(caseLibrary, model);
  model.set("spec", { ...library(), cases: library().cases.slice(1) });
  expect(shown(view)).toHaveLength(2);
  view.cleanup();
  expect(view.el.childNodes).toHaveLength(0);
  expect(model.saves).toBe(0);
});

it("has no fault that axe can see, closed and open", async () => {
  const view = open();
  await expectAccessible(view.el);
  for (const title of ["案例 a", "街道没有上当", "同事群里的红包"]) view.button(title).click();
  view.one(".sz-find__unfold").click();
  await expectAccessible(view.el);
});
