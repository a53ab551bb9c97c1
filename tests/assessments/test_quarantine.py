"""Answers that nbgrader must not mark: also those that are somebody else's."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assessments.authoring.build import SOURCE
from assessments.errors import Quarantined
from assessments.grading.intake import booked
from assessments.grading.receipts import ReceiptBook
from assessments.grading.responses import Answers
from assessments.quarantine import Quarantine

Make = Callable[[str, str, bool], Answers]


@pytest.fixture(autouse=True)
def in_a_course(monkeypatch: pytest.MonkeyPatch) -> None:
    """nbgrader works from the course directory, which has source/ as our own package has."""
    monkeypatch.chdir(SOURCE.parent)


def look(folder: Path, form: str, student: str) -> None:
    resources = {"nbgrader": {"assignment": form, "student": student}, "metadata": {"path": str(folder)}}
    assert Quarantine().preprocess("the notebook", resources) == ("the notebook", resources)


@pytest.mark.parametrize("form", ["lesson-01", "counter"])
def test_answers_in_anothers_name_get_no_mark(form: str, drawn_answers: Make, tmp_path: Path) -> None:
    look(tmp_path, form, "1002")  # nothing was handed in
    drawn_answers(form, "1001", True).write(tmp_path)
    look(tmp_path, form, "1001")
    with pytest.raises(Quarantined, match=r"1002: .*是 1001 的作答，不是 1002 的"):
        look(tmp_path, form, "1002")


def test_anothers_paper_is_only_ones_own_where_the_receipts_say_so(
    drawn_answers: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else's answers under one's own number; or an instructor took them in under it."""
    theirs = drawn_answers("counter", "1001", True)
    assert theirs.variants != drawn_answers("counter", "1002", True).variants
    taken = theirs.model_copy(update={"learner": "1002"})
    taken.write(tmp_path)
    with pytest.raises(Quarantined, match="里面的题不是发给 1002 的那几道"):
        look(tmp_path, "counter", "1002")
    course = tmp_path / "course"
    shutil.copytree(SOURCE / "counter", course / "source" / "counter")
    monkeypatch.chdir(course)
    with ReceiptBook(course).writing() as book:
        book.add(booked(taken, datetime(2026, 11, 2, tzinfo=UTC)))
        book.add(booked(drawn_answers("counter", "1002", False), datetime(2026, 11, 3, tzinfo=UTC)))
    look(tmp_path, "counter", "1002")
    text = {"t1": {"kind": "text", "text": "改了一个字"}}
    raw = taken.model_dump(mode="json")
    Answers.model_validate_json(json.dumps({**raw, "items": {**raw["items"], **text}})).write(tmp_path)
    with pytest.raises(Quarantined, match="里面的题不是发给 1002 的那几道"):
        look(tmp_path, "counter", "1002")


def test_an_assignment_of_the_instructors_own_is_none_of_ours(drawn_answers: Make, tmp_path: Path) -> None:
    drawn_answers("counter", "1001", True).write(tmp_path)
    look(tmp_path, "our-own-homework", "1002")
