"""Every lesson page in a real browser at phone size: somebody goes through it from the first exercise to the card."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from course.practice import load_practice
from course.web import catalog
from course.web.app import prepare_pages

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Any:
    pages = tmp_path_factory.mktemp("lessons") / "pages"
    prepare_pages(pages)
    return pages


@pytest.fixture(scope="module")
def served(serve_pages: Any, built: Any) -> Any:
    """One server for all: each visitor is another."""
    return serve_pages(built)


@pytest.mark.parametrize("lesson", catalog.lessons(), ids=lambda page: page.id)
def test_a_trainee_goes_through_the_whole_lesson(
    served: Any, visitor: Any, ways: Any, lesson: catalog.CoursePage
) -> None:
    practice = load_practice(lesson.id)
    count = len(practice.exercises)
    visit = visitor()
    page = visit.page
    page.goto(f"{served.url}course/{lesson.href}")
    expect(page.get_by_role("heading", level=1)).to_have_text(lesson.title)
    expect(page.locator(".sz-item .sz")).to_have_count(count)
    expect(page.locator(".sz-view .sz")).to_have_count(1 + len(practice.cards))  # the cards to keep
    expect(page.locator(".sz-broken")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visit.axe() == []
    visit.shot(f"40-lesson-{lesson.id}-first")
    for number, exercise in enumerate(practice.exercises, 1):
        item = page.locator(f"#item-{exercise.id}")
        item.scroll_into_view_if_needed()
        ways[exercise.widget](item)
        expect(page.locator("#sz-count")).to_have_text(f"{number}/{count} 已完成")
        visit.shot(f"41-lesson-{lesson.id}-{number:02d}")
    expect(page.locator("#sz-status")).to_contain_text("已保存")
    for card in page.locator(".sz-view").all():
        card.scroll_into_view_if_needed()
        expect(card.get_by_role("button", name="存成图片")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visit.axe() == []
    visit.shot(f"42-lesson-{lesson.id}-card")
