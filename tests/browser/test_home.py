"""Home with one hand: look around without a name, choose a role, see the next step, delete what was kept."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from course.web import catalog
from course.web.home import LOOK
from course.web.prerender import build_pages

pytestmark = pytest.mark.slow

SIZES = {"phone": (390, 844), "desktop": (1280, 900)}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Any:
    pages = tmp_path_factory.mktemp("home") / "pages"
    look = next(page for page in catalog.scenes() if page.scene == LOOK)
    build_pages(pages, [*catalog.lessons()[:2], look])
    return pages


@pytest.fixture
def served(serve_pages: Any, built: Any) -> Any:
    return serve_pages(built)


def narrow(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("size", SIZES)
def test_from_looking_around_to_a_path_and_back_to_nothing(served: Any, visitor: Any, size: str) -> None:
    visit = visitor(*SIZES[size])
    page = visit.page
    page.goto(f"{served.url}course/")
    roles = page.locator("form.roles button")
    expect(roles).to_have_count(8)
    for target in (*roles.all(), page.get_by_role("link", name="随便看看")):
        expect(target).to_be_in_viewport(ratio=1)  # no scrolling before the first decision
        assert target.bounding_box()["height"] >= 44
    assert visit.axe() == []
    visit.shot(f"50-home-{size}")

    page.get_by_role("link", name="随便看看").click()
    expect(page).to_have_url(f"{served.url}course/scenes/scene-{LOOK}")
    page.locator(".sz-dock button").first.click()
    expect(page.locator("#sz-status")).to_have_text("已保存")

    page.goto(f"{served.url}course/")
    page.get_by_role("button", name="柜面人员").click()
    step = page.get_by_role("link", name="开始学习")
    expect(step).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("heading", name="你的这条路")).to_be_visible()
    assert visit.axe() == []
    visit.shot(f"51-path-{size}", full=True)
    step.click()
    expect(page).to_have_url(f"{served.url}course/lessons/00")

    page.goto(f"{served.url}course/me")
    expect(page.get_by_text("1 个练习", exact=True)).to_be_visible()
    assert (visit.axe(), narrow(page)) == ([], True)
    page.evaluate("localStorage.setItem('shizha:text-size', '2')")
    page.get_by_role("link", name="复制成文字").click()
    expect(page.get_by_label("长按复制")).to_have_value(re.compile("【两张一样的汇款单】"))
    assert (visit.axe(), narrow(page)) == ([], True)
    page.goto(f"{served.url}course/me/forget")
    visit.shot(f"52-forget-{size}")
    page.get_by_role("button", name="删掉我的记录").click()
    expect(page.get_by_role("heading", name="删掉了")).to_be_visible()
    assert (visit.axe(), narrow(page)) == ([], True)
    left = page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('shizha:'))")
    assert left == ["shizha:text-size"]

    page.goto(f"{served.url}course/about")
    expect(page.get_by_text("取用：")).to_have_count(5)
    assert (visit.axe(), narrow(page)) == ([], True)
    visit.shot(f"53-about-{size}", full=True)
    page.goto(f"{served.url}course/")
    expect(page.get_by_role("link", name="随便看看")).to_be_visible()
