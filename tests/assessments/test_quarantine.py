"""Answers that nbgrader must not mark: also those that are somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assessments.authoring.build import SOURCE
from assessments.errors import Quarantined
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


def test_the_variants_on_record_say_nothing_of_whose_they_are(drawn_answers: Make, tmp_path: Path) -> None:
    """Somebody got another number since: the name was changed with it, the paper was drawn before."""
    before = drawn_answers("counter", "1001", True)
    assert before.variants != drawn_answers("counter", "1002", True).variants
    before.model_copy(update={"learner": "1002"}).write(tmp_path)
    look(tmp_path, "counter", "1002")


def test_an_assignment_of_the_instructors_own_is_none_of_ours(drawn_answers: Make, tmp_path: Path) -> None:
    drawn_answers("counter", "1001", True).write(tmp_path)
    look(tmp_path, "our-own-homework", "1002")
