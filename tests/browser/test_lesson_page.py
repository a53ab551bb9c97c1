"""A lesson as a page: its places, its neighbours, letters, paper, keyboard, a lost server, an old browser."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from course.web import catalog
from course.web.prerender import build_pages

pytestmark = pytest.mark.slow

LESSONS = catalog.lessons()[:3]
IE_MODE = "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko"
FIVE_SECONDS = 5000
#: What came after Chromium 86, and what plain http does not have.
OLD_BROWSER = """
for (const [owner, names] of [
  [Array.prototype, ["at", "findLast", "findLastIndex", "toSorted", "toReversed", "with"]],
  [String.prototype, ["at", "isWellFormed"]],
  [Object, ["hasOwn", "groupBy"]],
  [Promise, ["any", "withResolvers"]],
  [window, ["structuredClone", "speechSynthesis", "IntersectionObserver"]],
  [AbortSignal, ["timeout", "any"]],
  [Navigator.prototype, ["clipboard", "serviceWorker"]],
  [Crypto.prototype, ["subtle", "randomUUID"]],
]) for (const name of names) { try { delete owner[name]; } catch {} }
"""
#: What Chromium 85 did not have yet.
TOO_OLD = "delete Element.prototype.replaceChildren;"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Any:
    pages = tmp_path_factory.mktemp("lessons") / "pages"
    build_pages(pages, LESSONS)
    return pages


@pytest.fixture
def served(serve_pages: Any, built: Any) -> Any:
    return serve_pages(built)


def open_lesson(served: Any, page: Page, number: str = "01") -> None:
    page.goto(f"{served.url}course/lessons/{number}")
    expect(page.locator(".sz").first).to_be_visible()
    expect(page.locator("html.is-ready")).to_have_count(1)


def narrow(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_one_finds_the_way_inside_and_onward(served: Any, visitor: Any) -> None:
    visit = visitor()
    page = visit.page
    open_lesson(served, page)
    contents = page.locator("#sz-contents")
    contents.locator("summary").click()
    assert visit.axe() == []
    visit.shot("40-contents")
    contents.get_by_role("link", name="两道小题").click()
    expect(page.get_by_role("heading", name="两道小题")).to_be_in_viewport()
    expect(contents.get_by_role("link").first).to_be_hidden()
    contents.locator("summary").evaluate("one => one.click()")  # the driver's own click scrolls first
    expect(contents.locator("[aria-current]")).to_have_text("两道小题")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="下一课").click()
    expect(page).to_have_url(f"{served.url}course/lessons/02")
    page.get_by_role("link", name="上一课").click()
    expect(page).to_have_url(f"{served.url}course/lessons/01")


def test_what_was_saved_is_asked_for_at_once_and_once(served: Any, visitor: Any) -> None:
    page = visitor().page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(served.url)))
    open_lesson(served, page)
    expect(page.locator("#sz-status")).to_have_text("自动保存")
    assert asked.count("course/api/state/01") == 1
    first_module = next(n for n, url in enumerate(asked) if "assets/host." in url)
    assert asked.index("course/api/state/01") < first_module


def test_the_keyboard_reaches_everything_in_order_and_the_arrows_are_the_browsers(
    served: Any, visitor: Any
) -> None:
    page = visitor(width=1280, height=900).page
    open_lesson(served, page)
    focused = "document.activeElement.textContent.trim() || document.activeElement.id"
    order = []
    for _ in range(7):
        page.keyboard.press("Tab")
        order.append(page.evaluate(focused))
    assert order == ["跳到正文", "识诈课堂", "目录", "标准", "大字", "特大", "打印"]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert page.url.endswith("/lessons/01")
    page.evaluate("document.activeElement.blur()")
    page.locator("#sz-contents summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "#item-" in page.url
    page.reload()
    page.keyboard.press("Tab")
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("width", [390, 1280])
def test_letters_grow_stay_and_cut_nothing(served: Any, visitor: Any, width: int) -> None:
    visit = visitor(width=width)
    page = visit.page
    open_lesson(served, page)
    page.get_by_role("button", name="特大").click()
    assert narrow(page)
    size = page.evaluate("getComputedStyle(document.body).fontSize")
    page.reload(wait_until="commit")
    page.wait_for_selector("body", state="attached")  # before any script that comes late
    assert page.evaluate("getComputedStyle(document.body).fontSize") == size == "22.1px"
    expect(page.locator("html.is-ready")).to_have_count(1)
    assert visit.axe() == []
    visit.shot(f"41-large-{width}")
    page.goto(f"{served.url}course/")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == size
    assert narrow(page)


def test_on_paper_there_is_nothing_to_press_and_the_sources_are_open(served: Any, visitor: Any) -> None:
    visit = visitor(width=760, height=1100)
    page = visit.page
    open_lesson(served, page)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    shown = page.eval_on_selector_all(
        ".button, .sz-button, .link-button, .reading__key, .meter, .foot, #sz-contents",
        "all => all.filter(one => one.offsetParent !== null && !one.closest('.sz-choices')).map(one => one.textContent)",
    )
    assert shown == []
    choice = page.get_by_text("在的，周总，您说。").first
    expect(choice).to_be_visible()
    assert (
        page.evaluate(
            "getComputedStyle(document.querySelector('.sz-choices .sz-button'), '::before').content"
        )
        == '"□"'
    )
    assert page.locator("details.szl-source p").first.is_visible()
    visit.shot("42-paper", full=True)


def test_a_server_that_is_killed_is_told_within_five_seconds_and_its_return_too(
    served: Any, visitor: Any
) -> None:
    visit = visitor()
    visit.expect("net::ERR_CONNECTION_REFUSED", "/course/api/ping")
    visit.expect("net::ERR_CONNECTION_RESET", "/course/api/ping")
    visit.expect("net::ERR_EMPTY_RESPONSE", "/course/api/ping")
    page = visit.page
    open_lesson(served, page)
    status, notice = page.locator("#sz-status"), page.locator("#sz-notices .notice")
    expect(status).to_have_text("自动保存")
    served.kill()
    expect(status).to_have_text("离线，稍后自动保存", timeout=FIVE_SECONDS)
    expect(notice).to_have_count(1)
    assert visit.axe() == []
    visit.shot("43-lost")
    served.start()
    expect(notice).to_have_count(0, timeout=FIVE_SECONDS)
    expect(status).to_have_text("自动保存")


def test_without_the_newer_interfaces_a_lesson_is_worked_and_saved(served: Any, visitor: Any) -> None:
    """That browser (86) cannot be had here: what it lacks is removed, and no script has newer syntax (a test)."""
    visit = visitor()
    visit.context.add_init_script(OLD_BROWSER)
    page = visit.page
    open_lesson(served, page)
    assert page.evaluate("[].at === undefined && window.structuredClone === undefined && !crypto.subtle")
    expect(page.locator(".too-old")).to_be_hidden()
    page.get_by_role("button", name="在的，周总，您说。").first.click()
    page.get_by_role("button", name="大字").click()
    expect(page.locator("#sz-status")).to_have_text("已保存")
    page.reload()
    expect(page.locator(".sz-reply").first).to_be_visible()
    expect(page.locator("html.is-text-large")).to_have_count(1)


def test_a_browser_older_than_that_is_told_how_to_switch(served: Any, visitor: Any) -> None:
    visit = visitor()
    visit.context.add_init_script(TOO_OLD)
    visit.page.goto(f"{served.url}course/")
    notice = visit.page.locator(".too-old")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("极速模式")
    assert visit.axe() == []
    visit.shot("44-too-old")


def test_the_page_for_internet_explorers_engine_can_be_read_by_everybody(served: Any, visitor: Any) -> None:
    visit = visitor(user_agent=IE_MODE)
    visit.page.goto(f"{served.url}course/lessons/01")
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text("极速模式")
    expect(visit.page.get_by_text(f"{served.url}course/lessons/01")).to_be_visible()
    assert narrow(visit.page)
    assert visit.axe() == []
    visit.shot("45-ie")
