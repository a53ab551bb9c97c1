"""The case library in a real browser: from home by touch, by keyboard, on a desktop, and under Voila."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from casebank.loader import PACKS
from course.web import catalog
from course.web.prerender import build_pages

pytestmark = pytest.mark.slow

TYPE = "冒充领导熟人"
# MathJax is turned off on purpose; JupyterLab's plugin for it tells the console, in two forms
_PLUGIN = "@jupyterlab/mathjax2-extension:plugin"
_LACKS = (
    "uses 'fullMathjaxUrl' and 'mathjaxConfig' in PageConfig to operate but 'fullMathjaxUrl' was not found."
)
NO_MATHJAX = (
    f"Error: {_PLUGIN} {_LACKS}",
    f"Plugin '{_PLUGIN}' failed to activate. Error: {_PLUGIN} {_LACKS}",
)


@pytest.fixture
def served(serve_pages, case_pack, tmp_path, monkeypatch):
    """A course with the library alone, and an organisation's pack in it."""
    monkeypatch.setenv(PACKS, str(case_pack))
    build_pages(tmp_path / "pages", [catalog.library()])
    return serve_pages(tmp_path / "pages")


def told(page: Page) -> int:
    """How many cases the line above the cards says were found."""
    return int(re.findall(r"\d+", page.get_by_role("status").first.inner_text())[-1])


def card(page: Page, title: str):
    return page.get_by_role("article", name=title)


def narrow(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_case_is_found_by_touch(served, visitor) -> None:
    visit = visitor()
    page = visit.page
    page.goto(f"{served.url}course/")
    row = page.get_by_role("link", name=re.compile("案例库"))
    expect(row).to_contain_text("个案例")
    row.click()
    expect(page).to_have_url(f"{served.url}course/library")
    everything = told(page)
    expect(page.get_by_role("article")).to_have_count(everything)
    assert visit.axe() == []
    visit.shot("20-library")

    page.get_by_role("button", name="筛选").click()
    page.get_by_label("类型").select_option(TYPE)
    page.get_by_label("岗位").select_option("finance")
    found = told(page)
    assert 3 <= found <= everything
    expect(page.get_by_role("article")).to_have_count(found)
    visit.shot("21-library-filtered")
    page.get_by_role("button", name="出纳替总经理垫了货款").click()
    own = card(page, "出纳替总经理垫了货款")
    expect(own.get_by_text("付出 85万元")).to_be_visible()
    expect(own.get_by_text("她下班时问了总经理")).to_be_visible()
    own.get_by_text("有文件记载 · 出处").click()
    expect(own.get_by_text("《本单位的情况通报》第1条（文件901）")).to_be_visible()
    own.scroll_into_view_if_needed()
    visit.shot("22-library-case", full=True)
    assert narrow(page)
    assert visit.axe() == []

    page.reload()
    assert told(page) == found
    expect(own.get_by_text("付出 85万元")).to_be_visible()
    small = page.eval_on_selector_all(
        "main button, main select, main input, main summary",
        "all => all.filter(one => one.offsetParent && one.getBoundingClientRect().height < 44).map(one => one.outerHTML)",
    )
    assert small == []


def test_a_case_is_found_by_keyboard_on_a_desktop_in_the_dark(served, visitor) -> None:
    visit = visitor(1280, 900, color_scheme="dark")
    page = visit.page
    page.goto(f"{served.url}course/library")
    expect(page.get_by_role("button", name="筛选")).to_be_hidden()
    expect(page.get_by_label("损失")).to_be_visible()
    page.get_by_label("搜一搜").focus()
    page.keyboard.type("下班前的一条")
    assert told(page) == 1
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{served.url}course/library")
    page.get_by_role("button", name="下班前的一条好友申请").focus()
    page.keyboard.press("Enter")
    expect(card(page, "下班前的一条好友申请").get_by_text("损失近1万元").first).to_be_visible()
    visit.shot("23-library-dark", full=True)
    assert visit.axe() == []
    page.get_by_label("搜一搜").fill("没有这样的事")
    assert told(page) == 0
    page.get_by_role("button", name="清除条件").click()
    assert told(page) > 1


def test_an_address_may_name_a_case(served, visitor) -> None:
    page = visitor().page
    page.goto(f"{served.url}course/library#own-3")
    expect(card(page, "半年后才说起的一件事").get_by_text("付出 3万元")).to_be_in_viewport()


def test_the_library_runs_under_voila(served, visitor) -> None:
    visit = visitor()
    for words in NO_MATHJAX:
        visit.expect(words, "/voila/static/5764.voila.js")
    page = visit.page
    page.goto(f"{served.url}course/enter")
    page.get_by_role("button", name="先不登记，直接看看").click()
    page.goto(f"{served.url}voila/render/case_library.ipynb")
    opener = page.get_by_role("button", name="出纳替总经理垫了货款")
    expect(opener).to_be_visible(timeout=60_000)
    opener.click()
    expect(card(page, "出纳替总经理垫了货款").get_by_text("付出 85万元")).to_be_visible()
    assert narrow(page)
    assert visit.axe() == []
    visit.shot("24-library-live")
