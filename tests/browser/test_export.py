"""The exported course in a real browser at phone size: from a plain web server, and opened from a file."""

from __future__ import annotations

import functools
import http.server
import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assessments.grading.responses import Answers, read_answers
from course.practice import load_practice
from course.web import catalog
from course.web.app import prepare_pages
from course.web.export import export

pytestmark = pytest.mark.slow

LESSON = "05"
NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } })"


@dataclass
class Shown:
    """An export, and the address under which a browser finds it."""

    folder: Path
    base: str
    visit: Callable[..., Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    scratch = tmp_path_factory.mktemp("export")
    prepare_pages(scratch / "pages")
    export(scratch / "pages", scratch / "识诈 课堂")  # a name as people give it
    return scratch / "识诈 课堂"


@pytest.fixture(scope="module")
def web_server(folder: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(params=["server", "file"])
def shown(request: pytest.FixtureRequest, folder: Path, visiting: Any) -> Shown:
    base = request.getfixturevalue("web_server") if request.param == "server" else f"{folder.as_uri()}/"
    return Shown(folder, base, visiting(rf"{re.escape(base)}|blob:|data:"))


@pytest.fixture
def from_file(folder: Path, visiting: Any) -> Shown:
    base = f"{folder.as_uri()}/"
    return Shown(folder, base, visiting(rf"{re.escape(base)}|blob:|data:"))


def downloaded(page: Page, target: Path) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载我的作答").click()
    target.mkdir()
    waiting.value.save_as(target / waiting.value.suggested_filename)
    return (target / waiting.value.suggested_filename).read_bytes()


def test_a_lesson_is_gone_through_left_and_taken_along(shown: Shown, ways: Any, tmp_path: Path) -> None:
    exercises = load_practice(LESSON).exercises
    visit = shown.visit()
    page = visit.page
    page.goto(f"{shown.base}index.html")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert visit.axe() == []
    visit.shot("60-export-home")
    page.get_by_role("link", name=catalog.find(LESSON).title, exact=True).click()  # type: ignore[union-attr]
    expect(page.locator(".sz-item .sz")).to_have_count(len(exercises))
    for number, exercise in enumerate(exercises[:-1], 1):
        ways[exercise.widget](page.locator(f"#item-{exercise.id}"))
        expect(page.locator("#sz-count")).to_have_text(f"{number}/{len(exercises)} 已完成")
    expect(page.locator("#sz-status")).to_have_text("已保存在这台设备上")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visit.axe() == []

    page.reload()
    expect(page.locator("#sz-count")).to_have_text(f"{len(exercises) - 1}/{len(exercises)} 已完成")
    page.wait_for_timeout(300)
    last = page.locator(f"#item-{exercises[-1].id}")
    assert 0 <= last.evaluate("section => section.getBoundingClientRect().top") < 300
    ways[exercises[-1].widget](last)
    expect(page.locator("#sz-count")).to_have_text(f"{len(exercises)}/{len(exercises)} 已完成")
    expect(page.locator("#sz-status")).to_have_text("已保存在这台设备上")

    page.get_by_text("要交给老师？").click()
    page.get_by_label("工号").fill("00172")
    downloaded(page, tmp_path / "page")
    answers = read_answers(tmp_path / "page")
    assert answers is not None
    assert (answers.form, answers.learner) == (LESSON, "00172")
    assert list(answers.items) == [exercise.id for exercise in exercises]

    page.get_by_role("link", name="识诈课堂").click()
    card = page.locator(f'[data-page="{LESSON}"]')
    expect(card).to_contain_text("已学完")
    expect(page.locator("#sz-next")).to_have_text("继续学习")
    every = json.loads(downloaded(page, tmp_path / "all"))
    (told,) = every["pages"]
    anonymous = answers.model_copy(update={"learner": "anonymous"})
    assert Answers.model_validate_json(json.dumps(told)) == anonymous
    assert page.context.cookies() == []
    visit.shot("61-export-home-done", full=True)


def test_every_page_opens(shown: Shown) -> None:
    visit = shown.visit()
    for file in sorted(shown.folder.rglob("*.html")):
        visit.page.goto(f"{shown.base}{file.relative_to(shown.folder).as_posix()}")
        if file.name == "about.html":  # nothing to do there
            continue
        expect(visit.page.locator("html.is-ready")).to_have_count(1)
        expect(visit.page.locator(".sz-broken")).to_have_count(0)
        assert visit.page.locator(".sz-item, .sz-view, .card").count()


def test_every_link_of_the_home_page_and_back(from_file: Shown) -> None:
    page = from_file.visit().page
    page.goto(f"{from_file.base}index.html")
    for place in range(page.locator("main a").count()):
        page.locator("main a").nth(place).click()
        expect(page).not_to_have_url(re.compile(r"index\.html"))
        page.get_by_role("link", name="回首页").click()
        expect(page).to_have_url(re.compile(r"/index\.html$"))


def test_scenes_and_library_have_no_axe_violation(from_file: Shown) -> None:
    visit = from_file.visit()
    for name in ("scenes/scene-counter-own-card.html", "library.html", "about.html"):
        visit.page.goto(from_file.base + name)
        expect(visit.page.locator("html.is-ready")).to_have_count(0 if name == "about.html" else 1)
        assert visit.axe() == []


def test_a_browser_that_keeps_nothing_says_so_and_hands_the_answers_over(from_file: Shown, ways: Any) -> None:
    visit = from_file.visit()
    visit.context.add_init_script(NO_STORAGE)
    page = visit.page
    page.goto(f"{from_file.base}lessons/{LESSON}.html")
    expect(page.locator("#sz-notices")).to_contain_text("不让网页存东西")
    exercise = load_practice(LESSON).exercises[0]
    ways[exercise.widget](page.locator(f"#item-{exercise.id}"))
    expect(page.locator("#sz-status")).to_have_text("暂存在这一页里")
    page.get_by_role("button", name="显示成文字").click()
    text = page.get_by_role("textbox").last.input_value()
    assert list(Answers.model_validate_json(text).items) == [exercise.id]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visit.axe() == []
    visit.shot("62-export-text")


def test_what_is_here_can_be_cleared(from_file: Shown, ways: Any) -> None:
    page = from_file.visit().page
    page.goto(f"{from_file.base}lessons/{LESSON}.html")
    exercise = load_practice(LESSON).exercises[0]
    ways[exercise.widget](page.locator(f"#item-{exercise.id}"))
    expect(page.locator("#sz-status")).to_have_text("已保存在这台设备上")
    page.goto(f"{from_file.base}index.html")
    expect(page.locator(f'[data-page="{LESSON}"]')).to_contain_text("1/")
    page.get_by_role("button", name="清掉这台设备上的作答").click()
    page.get_by_role("button", name="全部清掉").click()
    expect(page.locator(f'[data-page="{LESSON}"]')).not_to_contain_text("已完成")
    assert page.evaluate("localStorage.length") == 0
