"""Every lesson page in a real browser at phone size: everything on it is drawn, from the first exercise to the card."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from course.web import catalog
from course.web.prerender import build_pages

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Any:
    pages = tmp_path_factory.mktemp("lessons") / "pages"
    build_pages(pages, catalog.lessons())
    return pages


@pytest.fixture
def served(serve_pages: Any, built: Any) -> Any:
    return serve_pages(built)


@pytest.mark.parametrize("lesson", catalog.lessons(), ids=lambda page: page.id)
def test_a_lesson_is_whole_and_accessible(served: Any, visitor: Any, lesson: catalog.CoursePage) -> None:
    visit = visitor()
    page = visit.page
    page.goto(f"{served.url}course/{lesson.href}")
    expect(page.get_by_role("heading", level=1)).to_have_text(lesson.title)
    items = page.locator(".sz-item")
    expect(page.locator(".sz-item .sz")).to_have_count(items.count())
    expect(page.locator(".sz-view .sz")).to_have_count(1)  # the card to keep
    expect(page.locator(".sz-broken")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visit.axe() == []
    visit.shot(f"40-lesson-{lesson.id}")
    page.locator(".sz-view").scroll_into_view_if_needed()
    visit.shot(f"41-lesson-{lesson.id}-card")
