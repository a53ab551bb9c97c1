"""Our feedback pages under nbgrader's own commands, and nbgrader's own where a form is none of ours."""

import json
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assessments.commands import nbgrader
from assessments.coursedir import open_form
from assessments.grading.feedback import write_feedback
from assessments.grading.intake import submit
from assessments.grading.responses import Answers

pytestmark = pytest.mark.slow

FORM = "office"
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
Drawn = Callable[[str, str, bool], Answers]


@pytest.fixture(scope="module")
def course(made_course: Path, tmp_path_factory: pytest.TempPathFactory, drawn_answers: Drawn) -> Path:
    """Two submissions, collected and graded by nbgrader."""
    directory = Path(shutil.copytree(made_course, tmp_path_factory.mktemp("feedback") / "课程 一"))
    open_form(directory, FORM)
    for learner, best in (("1001", True), ("1002", False)):
        submit(directory, drawn_answers(FORM, learner, best), NOON)
    nbgrader(directory, "collect", FORM)
    nbgrader(directory, "autograde", FORM)
    return directory


def test_nbgrader_releases_our_pages_and_leaves_them_alone(course: Path) -> None:
    report = write_feedback(course, FORM)
    assert (report.written, report.missing, report.failed, report.stock) == (["1001", "1002"], {}, {}, None)
    pages = {path.read_bytes() for path in (course / "feedback").glob(f"*/{FORM}/{FORM}.html")}
    assert len(pages) == 2
    best = course / "feedback" / "1001" / FORM / f"{FORM}.html"
    assert [page for page in pages if "你得了 58 分".encode() in page] == [best.read_bytes()]
    nbgrader(course, "generate_feedback", FORM)
    assert {path.read_bytes() for path in (course / "feedback").glob("*/*/*.html")} == pages
    nbgrader(course, "release_feedback", FORM)
    released = (course / "exchange" / "shizha" / "feedback").glob("*.html")
    assert {path.read_bytes() for path in released} == pages


def cell(name: str, source: str, **flags: bool) -> dict[str, Any]:
    given = {"grade": False, "solution": False, "task": False, "locked": False, **flags}
    points = {"points": 2} if given["grade"] else {}
    nbgrader = {"grade_id": name, "schema_version": 3, **given, **points}
    shown = {"cell_type": "code", "id": name, "metadata": {"nbgrader": nbgrader}, "source": source}
    return {**shown, "execution_count": None, "outputs": []}


def test_a_form_with_code_gets_nbgraders_pages_without_scripts(course: Path) -> None:
    cells = [
        cell(
            "add",
            "from IPython.display import HTML\nHTML('<b>fat</b><script>alert(1)</script>')",
            solution=True,
        ),
        cell("check", "assert 1 + 1 == 2", grade=True, locked=True),
    ]
    book = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    for folder in (course / "source" / "ps1", course / "submitted" / "1001" / "ps1"):
        folder.mkdir()
        (folder / "ps1.ipynb").write_text(json.dumps(book), encoding="utf-8")
    nbgrader(course, "generate_assignment", "ps1")
    nbgrader(course, "autograde", "ps1", "--create")
    report = write_feedback(course, "ps1")
    assert report.written == ["1001"]
    assert "no such form" in (report.stock or "")
    page = (course / "feedback" / "1001" / "ps1" / "ps1.html").read_text(encoding="utf-8")
    assert "<b>fat</b>" in page
    assert not re.search(r"<script>\s*alert", page)
    assert write_feedback(course, "ps1").kept == ["1001"]
