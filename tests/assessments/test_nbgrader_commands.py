"""The stock nbgrader commands on a real course directory, run as an instructor runs them."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assessments.coursedir import open_form
from assessments.errors import AlreadyGraded
from assessments.exchange import inbound, outbound
from assessments.grading import score_item
from assessments.grading.gradebook import Result, graded_learners, result
from assessments.grading.intake import Receipt, submit
from assessments.grading.responses import Answers, read_answers
from assessments.items.form import load_form
from assessments.items.item import TextItem

pytestmark = pytest.mark.slow

FORM = "lesson-01"
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
Make = Callable[[str], Answers]


@dataclass
class Course:
    """A graded course, and how long each command took."""

    directory: Path
    receipts: dict[str, Receipt]
    seconds: dict[str, float] = field(default_factory=dict)
    told: str = ""
    """What nbgrader logged when it graded."""

    def run(self, *arguments: str, exits: int = 0) -> str:
        """`nbgrader …` typed in the course directory, without any help from our own code."""
        began = time.monotonic()
        done = subprocess.run(
            [str(Path(sys.executable).parent / "nbgrader"), *arguments],
            cwd=self.directory,
            env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        self.seconds[arguments[0]] = time.monotonic() - began
        assert done.returncode == exits, done.stderr
        return done.stderr

    def result(self, learner: str) -> Result:
        """The marks of one learner."""
        given = result(self.directory, FORM, learner)
        assert given is not None
        return given

    def graded_notebook(self, learner: str) -> dict[str, Any]:
        """The notebook that autograde left."""
        path = self.directory / "autograded" / learner / FORM / f"{FORM}.ipynb"
        value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return value


@pytest.fixture(scope="module")
def course(
    made_course: Path, tmp_path_factory: pytest.TempPathFactory, good_answers: Make, poor_answers: Make
) -> Iterator[Course]:
    """Good and poor answers, a damaged and a missing answers.json, a module put beside; collected and graded."""
    directory = Path(shutil.copytree(made_course, tmp_path_factory.mktemp("graded") / "课程 一"))
    open_form(directory, FORM)
    receipts = {
        "00123": submit(directory, good_answers("00123"), NOON),
        "teller-07": submit(directory, poor_answers("teller-07"), NOON),
    }
    assert submit(directory, good_answers("00123"), NOON) == receipts["00123"].again()
    for learner in ("damaged", "missing"):
        submit(directory, good_answers(learner), NOON)
        (answers,) = inbound(directory).glob(f"{learner}+*/answers.json")
        answers.unlink()
        if learner == "damaged":
            answers.write_text('{"schema": "shizha.answers/1", "items": [', encoding="utf-8")
    submit(directory, poor_answers("shadow"), NOON)
    (shadowed,) = inbound(directory).glob("shadow+*")
    (shadowed / "assessments.py").write_text("raise SystemExit", encoding="utf-8")
    course = Course(directory, receipts)
    course.run("collect", FORM)
    course.told = course.run("autograde", FORM, exits=1)  # because of the damaged one
    yield course
    print({name: round(seconds, 1) for name, seconds in course.seconds.items()})


def test_the_release_holds_no_key(course: Course) -> None:
    for folder in (course.directory / "release" / FORM, outbound(course.directory, FORM)):
        for path in folder.iterdir():
            text = path.read_text(encoding="utf-8")
            assert "HIDDEN TESTS" not in text
            assert "MARK SCHEME" not in text
            assert "score_item" not in text
            assert [secret for secret in secrets() if secret in text] == []
            assert not re.search(r'"(act|genuine|key|weights|rubric|innocent|kind": "(safe|loss))"', text)


def test_a_submission_keeps_its_answers_through_grading(course: Course, good_answers: Make) -> None:
    for step in ("submitted", "autograded"):
        folder = course.directory / step / "00123" / FORM
        assert read_answers(folder) == good_answers("00123")
    handed_in = course.directory / "submitted" / "00123" / FORM / f"{FORM}.ipynb"
    assert handed_in.read_bytes() == (course.directory / "release" / FORM / f"{FORM}.ipynb").read_bytes()


@pytest.mark.parametrize("learner", ["00123", "teller-07"])
def test_the_gradebook_holds_what_the_scorer_gives(course: Course, learner: str) -> None:
    given = course.result(learner)
    folder = course.directory / "submitted" / learner / FORM
    for item in load_form(FORM).items:
        found = given.item(item.id)
        assert found is not None
        assert found.max_points == item.points
        assert found.written is not item.automatic
        if item.automatic:
            assert found.auto == score_item(item.id, folder)
            assert not found.needs_manual
    assert given.auto_max == load_form(FORM).automatic_max
    assert given.max_total == load_form(FORM).max_score
    assert given.submitted_at == course.receipts[learner].at
    assert given.graded_at is not None


def test_the_score_is_partial_and_the_written_item_waits_without_holding_it_up(course: Course) -> None:
    good, poor = course.result("00123"), course.result("teller-07")
    assert good.auto_total == good.auto_max
    assert 0 < poor.auto_total < poor.auto_max
    assert good.pending == poor.pending == ("t1",)
    assert good.total == good.auto_total
    graded = graded_learners(course.directory, FORM)
    assert "00123" in graded
    assert "nobody" not in graded
    assert graded_learners(course.directory, "lesson-99") == frozenset()


def test_answers_that_are_missing_score_nothing_and_stop_nobody(course: Course) -> None:
    given = course.result("missing")
    assert [item.auto for item in given.items if not item.written] == [0.0] * 6


def test_answers_that_cannot_be_read_get_no_mark_and_the_reason_is_told(course: Course) -> None:
    assert result(course.directory, FORM, "damaged") is None
    assert "damaged" not in graded_learners(course.directory, FORM)
    assert not (course.directory / "autograded" / "damaged" / FORM).is_dir()
    assert re.search(
        r"Quarantined: damaged: lesson-01 gets no mark: answers.json: .*Invalid JSON", course.told
    )


def test_a_module_beside_the_notebook_is_not_imported(course: Course) -> None:
    assert (course.directory / "autograded" / "shadow" / FORM / "assessments.py").is_file()
    assert course.result("shadow").auto_total == course.result("teller-07").auto_total


def test_each_grade_cell_says_the_same_to_nbgrader(course: Course) -> None:
    """determine_grade, asked in a process of its own: importing nbgrader warns."""
    path = course.directory / "autograded" / "teller-07" / FORM / f"{FORM}.ipynb"
    script = (
        "import sys, json, nbformat; from nbgrader.utils import determine_grade, is_grade\n"
        "cells = nbformat.read(sys.argv[1], as_version=4).cells\n"
        "print(json.dumps({c.metadata.nbgrader.grade_id: determine_grade(c) for c in cells if is_grade(c)}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    given = course.result("teller-07")
    expected = {
        f"{FORM}-{item.item_id}": [item.auto, item.max_points] for item in given.items if not item.written
    }
    assert json.loads(done.stdout) == expected


def test_the_marker_reads_the_answer_as_text(course: Course) -> None:
    shown = {cell["id"]: cell for cell in course.graded_notebook("00123")["cells"]}
    printed = "".join(shown["t1-show"]["outputs"][0]["text"])
    assert "打原来的电话问清楚" in printed
    assert [output["output_type"] for output in shown["t1-show"]["outputs"]] == ["stream"]
    assert "MARK SCHEME" in "".join(shown["t1-mark"]["source"])
    assert "【选择】" in "".join(shown["s1-show"]["outputs"][0]["text"])
    outputs = [output for cell in shown.values() for output in cell.get("outputs", [])]
    assert not [
        output for output in outputs if output["output_type"] == "error" or output.get("name") == "stderr"
    ]


def test_a_graded_form_takes_no_other_answers(course: Course, poor_answers: Make) -> None:
    before = sorted(inbound(course.directory).iterdir())
    with pytest.raises(AlreadyGraded):
        submit(course.directory, poor_answers("00123"), NOON)
    assert sorted(inbound(course.directory).iterdir()) == before


def test_grading_again_changes_nothing(course: Course) -> None:
    before = {learner: course.result(learner) for learner in ("00123", "teller-07", "missing")}
    course.run("collect", FORM)
    course.run("autograde", FORM, exits=1)
    assert {learner: course.result(learner) for learner in before} == before


def test_feedback_shows_scores_and_no_key_and_calls_no_other_site(course: Course) -> None:
    course.run("generate_feedback", FORM)
    page = (course.directory / "feedback" / "00123" / FORM / f"{FORM}.html").read_text(encoding="utf-8")
    assert "打原来的电话问清楚" in page
    assert "<script>x</script>" not in page
    assert "MARK SCHEME" not in page
    assert not [
        c.text
        for item in load_form(FORM).items
        if isinstance(item, TextItem)
        for c in item.marking
        if c.text in page
    ]
    assert not re.search(r"<(script|link|img)[^>]*(src|href)=.?https?:", page)
    course.run("release_feedback", FORM)
    assert len(list((course.directory / "exchange" / "shizha" / "feedback").glob("*.html"))) == 4


def test_a_mark_given_by_hand_counts_and_is_exported(course: Course) -> None:
    script = (
        "import sys; from nbgrader.api import Gradebook\n"
        "with Gradebook(sys.argv[1], 'shizha') as gradebook:\n"
        "    grade = gradebook.find_grade('lesson-01-t1', 'lesson-01', 'lesson-01', '00123')\n"
        "    grade.manual_score, grade.needs_manual_grade = 3.5, False\n"
        "    comment = gradebook.find_comment('lesson-01-t1', 'lesson-01', 'lesson-01', '00123')\n"
        "    comment.manual_comment = '讲得清楚'\n"
        "    gradebook.db.commit()\n"
    )
    address = f"sqlite:///{course.directory / 'gradebook.db'}"
    subprocess.run([sys.executable, "-W", "ignore", "-c", script, address], check=True)
    given = course.result("00123")
    written = given.item("t1")
    assert written is not None
    assert (written.auto, written.manual, written.comment, written.needs_manual) == (
        None,
        3.5,
        "讲得清楚",
        False,
    )
    assert given.pending == ()
    assert given.total == given.auto_total + 3.5
    course.run("export")
    rows = (course.directory / "grades.csv").read_text(encoding="utf-8").splitlines()
    rows = [row for row in rows if row.startswith(f"{FORM},")]
    (row,) = [row for row in rows if ",00123," in row]
    assert float(row.split(",")[9]) == given.total
    assert len(rows) == 5


def secrets() -> list[str]:
    """Every Chinese text of the items that the public view does not show."""
    form = load_form(FORM)
    public = json.dumps(form.view(), ensure_ascii=False)
    whole = [part.model_dump(mode="json") for item in form.items for part in (item.shown, item.key)]
    return sorted({text for part in whole for text in texts(part) if text not in public})


def texts(value: object) -> Iterator[str]:
    """All texts of some length in a JSON value."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str) and len(value) >= 4 and not value.isascii():
        yield value


def test_there_are_secrets_to_look_for() -> None:
    assert len(secrets()) > 30
