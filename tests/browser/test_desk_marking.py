"""Two free texts marked by keyboard; the gradebook is then what formgrader's own API leaves for the same marks."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assessments.grading.intake import submit
from assessments.grading.responses import Answers
from assessments.items.form import load_form
from casebank.answer import ANSWER

pytestmark = pytest.mark.slow

PASSWORD = "红砖墙外有三棵树"
FORM = "lesson-01"
DESK, PHONE = (1280, 800), (390, 844)
WRITTEN = {"00172": "先别转，打局长原来的电话问一句。", "00173": "小心骗子。", "00174": "小心 骗子"}
COMMENT = "说出打哪个电话就更好了。"


@pytest.fixture
def serve_options(tmp_path: Path) -> tuple[str, ...]:
    """A password for the instructor, and no roster."""
    secret = tmp_path / "password.txt"
    secret.write_text(f"{PASSWORD}\n", encoding="utf-8")
    return ("--desk-password-file", str(secret))


def handed_in_and_graded(served: Any) -> None:
    version = load_form(FORM).content_version
    for learner, text in WRITTEN.items():
        given = {"t1": ANSWER.validate_python({"kind": "text", "text": text})}
        answers = Answers(form=FORM, content_version=version, learner=learner, items=given)
        submit(served.folder, answers, datetime(2026, 11, 22, 4, 0, tzinfo=UTC))
    served.nbgrader("collect", FORM)
    served.nbgrader("autograde", FORM)


def rows(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with closing(sqlite3.connect(folder / "gradebook.db")) as book:
        tables = [name for (name,) in book.execute("select name from sqlite_master where type = 'table'")]
        return {name: sorted(book.execute(f"select * from {name}"), key=repr) for name in tables}


def looked_at(visit: Any, name: str) -> None:
    """No axe violation and nothing that needs sideways scrolling, on a desktop and on a phone."""
    for width, height in (DESK, PHONE):
        visit.page.set_viewport_size({"width": width, "height": height})
        assert visit.axe() == [], name
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, name
        visit.shot(f"marking-{name}-{width}", full=True)
    visit.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})


def kept_in_one_line(page: Page) -> None:
    """On a phone the row above an answer breaks between its parts, never inside one, also with two ways to turn."""
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    parts = page.evaluate(
        """() => {
            const turns = document.querySelector(".mark-turns");
            turns.innerHTML = '<a class="desk-link" href="#a">← 上一份</a><a class="desk-link" href="#b">下一份 →</a>';
            const first = document.querySelector(".mark-left > span");
            first.textContent = "第 12 / 18 种回答";
            const lines = (one) => {
                const range = document.createRange();
                range.selectNodeContents(one);
                return new Set([...range.getClientRects()].map((box) => Math.round(box.bottom / 12))).size;
            };
            return [first, ...turns.children].map(lines);
        }"""
    )
    assert parts == [1, 1, 1]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    page.reload()


def by_keyboard(page: Page) -> None:
    """Mark what lies on the table without touching the mouse."""
    if "小心" in page.locator(".mark-text").inner_text():
        page.keyboard.press("1")
        page.keyboard.press(".")
        expect(page.locator("[data-told]")).to_have_text(re.compile("已保存：1.5 分"))
        page.keyboard.press("c")
        page.keyboard.type(COMMENT)
        page.keyboard.press("Escape")
        expect(page.locator("[data-told]")).to_have_text(re.compile(COMMENT.removesuffix("。")))
    else:
        page.keyboard.press("4")
        expect(page.locator("[data-told]")).to_have_text("已保存：4 分")
    page.keyboard.press("Enter")


def test_marking_by_keyboard_leaves_what_formgrader_would(served, visitor, tmp_path) -> None:
    handed_in_and_graded(served)
    other = tmp_path / "other" / "course"
    shutil.copytree(served.folder, other)
    assert rows(other) == rows(served.folder)

    desk = visitor(*DESK)
    page = desk.page
    page.goto(f"{served.url}course/desk")
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("navigation", name="管理台").get_by_role("link", name="阅卷").click()
    expect(page.get_by_text("文字题还剩 3 份")).to_be_visible()
    looked_at(desk, "list")
    page.get_by_role("link", name="第一课小测").click()
    looked_at(desk, "form")
    page.get_by_role("link", name="开始评").click()
    for left in ("3", "2", "1"):
        if not page.locator("form[data-mark]").count():
            break
        told = page.locator("[data-left]").inner_text()
        assert int(told) <= int(left)
        looked_at(desk, f"table-{left}")
        kept_in_one_line(page)
        here = page.url
        by_keyboard(page)
        page.wait_for_url(lambda url, here=here: url != here)
    expect(page.get_by_text("评完了").first).to_be_visible()
    looked_at(desk, "form-done")

    with served.__class__(other, None, 0).formgrader() as formgrader:
        for id_, learner in task_rows(other).items():
            wary = "小心" in WRITTEN[learner]
            score = {"manual_score": 1.5 if wary else 4, "extra_credit": None}
            formgrader.put(f"/formgrader/api/grade/{id_[0]}", json=score).raise_for_status()
            if wary:
                words = {"manual_comment": COMMENT}
                formgrader.put(f"/formgrader/api/comment/{id_[1]}", json=words).raise_for_status()
    assert rows(served.folder) == rows(other)


def task_rows(folder: Path) -> dict[tuple[str, str], str]:
    """The ids of grade and comment of each free text, with whose it is."""
    query = (
        "select grade.id, comment.id, handed.student_id from grade join task_cells on task_cells.id = cell_id"
        " join comment using (cell_id, notebook_id)"
        " join submitted_notebook as book on book.id = grade.notebook_id"
        " join submitted_assignment as handed on handed.id = book.assignment_id"
    )
    with closing(sqlite3.connect(folder / "gradebook.db")) as book:
        return {(grade, comment): learner for grade, comment, learner in book.execute(query)}
