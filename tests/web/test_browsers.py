"""Internet Explorer's engine gets one plain page at every address a person would open, and nothing else does."""

from __future__ import annotations

import re

import pytest

from course.web.assets import STATIC
from course.web.browsers import has_old_engine

IE_MODE = "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko"
OLD = [
    IE_MODE,
    "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 5.1; Trident/4.0)",
    "Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; WOW64; Trident/5.0)",
    "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; SE 2.X MetaSr 1.0; rv:11.0) like Gecko",
]
FINE = [
    "",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/86.0.4240.198 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/86.0.4240.198 Safari/537.36 SE 2.X MetaSr 1.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0",
]


@pytest.mark.parametrize("agent", OLD)
def test_known_by_its_name(agent: str) -> None:
    assert has_old_engine(agent)


@pytest.mark.parametrize("agent", FINE)
def test_everybody_else_is_let_in(agent: str) -> None:
    assert not has_old_engine(agent)


@pytest.fixture(scope="module")
def server(start_server):
    return start_server()


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", ["/course/", "/course/enter", "/course/lessons/01", "/course/results/lesson-01"]
)
def test_it_is_told_how_to_switch_with_the_address_to_open(server, path):
    answer = server.browser().get(path, User_Agent=IE_MODE)
    assert answer.status == 200
    assert "极速模式" in answer.text
    assert f"http://127.0.0.1:{server.port}{path}" in answer.text
    assert '<meta name="renderer" content="webkit">' in answer.text
    assert "<script" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "极速模式再打开" not in server.browser().get(path, User_Agent=FINE[1]).text


@pytest.mark.slow
def test_the_address_is_text_and_never_markup(server):
    answer = server.browser().get("/course/?x=%3Cb%3E\"'<b>", User_Agent=IE_MODE)
    assert "<b>" not in answer.text


@pytest.mark.slow
def test_scripts_and_sheets_get_what_they_asked_for(server):
    browser = server.browser()
    assert browser.get("/course/api/ping", User_Agent=IE_MODE).status == 204
    assert browser.get("/course/assets/page.0123456789.css", User_Agent=IE_MODE).text == "body{}"


def test_its_sheet_holds_nothing_that_engine_lacks() -> None:
    sheet = (STATIC / "old.css").read_text(encoding="utf-8")
    assert not re.search(r"var\(|--\w|\bgrid\b|\bflex\b|calc\(|\d(?:rem|vw|vh)\b|@media|::", sheet)
