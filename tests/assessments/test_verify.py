"""`shizha grade --verify`: a sample graded again by nbgrader; whatever was changed behind our back is named."""

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assessments.coursedir import open_form
from assessments.errors import CourseError
from assessments.grading.collecting import collect_inbound
from assessments.grading.gradebook.trusted import trusted
from assessments.grading.grader import Report, grade
from assessments.grading.intake import submit
from assessments.grading.quarantine import Quarantined
from assessments.grading.responses import Answers
from assessments.grading.verify import Difference, Verification, verify
from assessments.grading.verify.trial import trial
from course.told import tell

pytestmark = pytest.mark.slow

FORM = "counter"
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
LEARNERS = ("late", "marked", "sound")
Make = Callable[[str, str, bool], Answers]


@pytest.fixture(scope="module")
def graded(
    made_course: Path, tmp_path_factory: pytest.TempPathFactory, drawn_answers: Make
) -> tuple[Path, Report]:
    """Three graded: one late, one late and marked by a person afterwards; and one that cannot be graded."""
    directory = Path(shutil.copytree(made_course, tmp_path_factory.mktemp("verify") / "课 程"))
    open_form(directory, FORM)
    for number, learner in enumerate((*LEARNERS, "broken")):
        submit(directory, drawn_answers(FORM, learner, number != 0), NOON)
    collect_inbound(directory, [FORM])
    (directory / "submitted" / "broken" / FORM / "answers.json").write_text("{", encoding="utf-8")
    (directory / "submitted" / "sound" / FORM / "timestamp.txt").write_text(
        "2026-11-22 01:00:00.000000 UTC", encoding="utf-8"
    )
    with (directory / "nbgrader_config.py").open("a", encoding="utf-8") as stream:
        stream.write('\nc.AssignLatePenalties.plugin_class = "rule.Tenth"\n')
    (directory / "rule.py").write_text(TENTH, encoding="utf-8")
    sql(directory, "update assignment set duedate = '2026-11-22 02:00:00.000000' where name = ?", FORM)
    report = grade(directory, FORM, tell)
    assert report.graded == LEARNERS
    assert report.stock is None
    mark_by_hand(directory)
    return directory, report


TENTH = """
from nbgrader.plugins import BasePlugin

class Tenth(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score / 10
"""
OF = """
select grade.id from grade join base_cell as cell on cell.id = grade.cell_id
join submitted_notebook as book on book.id = grade.notebook_id
join submitted_assignment as handed on handed.id = book.assignment_id
where student_id = ? and cell.name = ?
"""


def test_the_copy_has_every_file_of_settings(graded: tuple[Path, Report]) -> None:
    directory, _ = graded
    own = directory / "nbgrader_config.json"
    own.write_text("{}", encoding="utf-8")
    try:
        with trial(directory, trusted(directory, FORM), ["sound"]) as made:
            found = {path.name for path in made.copy.iterdir()}
    finally:
        own.unlink()
    assert {"nbgrader_config.py", "nbgrader_config.json", "rule.py"} <= found


def sql(directory: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(directory / "gradebook.db")) as connection, connection:
        assert connection.execute(statement, values).rowcount > 0


def mark_by_hand(directory: Path) -> None:
    """As formgrader leaves it: a mark no longer waits, and the penalty is not worked out again."""
    sql(
        directory,
        f"update grade set manual_score = 3, needs_manual_grade = 0 where id = ({OF})",
        "marked",
        f"{FORM}-t1",
    )
    sql(
        directory,
        f"update comment set manual_comment = '好' where id = ({OF.replace('grade', 'comment')})",
        "marked",
        f"{FORM}-t1",
    )


def book(learner: str, table: str = "submitted_notebook") -> str:
    """The row of a learner, as a condition; the id goes where the question mark stands."""
    handed = f"(select id from submitted_assignment where student_id = '{learner}')"
    return f"assignment_id = {handed}" if table == "submitted_notebook" else f"id = {handed}"


def state(directory: Path) -> dict[str, tuple[int, bytes]]:
    """Every file of a course, with its permissions, but for the lock."""
    return {
        str(path.relative_to(directory)): (path.stat().st_mode, path.read_bytes())
        for path in directory.rglob("*")
        if path.is_file() and path.name != ".grading.lock"
    }


@pytest.fixture(autouse=True)
def _own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))


def compared(graded: tuple[Path, Report], directory: Path | None = None, count: int = 9) -> Verification:
    where, report = graded
    before = state(directory or where)
    made = verify(directory or where, report, count, seed=1)
    assert state(directory or where) == before
    assert copies() == set()
    return made


def copies() -> set[Path]:
    """What is left of the copies."""
    return set(Path(tempfile.gettempdir()).glob("shizha-verify-*"))


def test_a_sound_course_has_no_difference(graded: tuple[Path, Report]) -> None:
    made = compared(graded)
    assert made.differences == ()
    assert (made.sample, made.graded) == (LEARNERS, 3)
    assert made.values > 3 * 7 * 4  # three times seven cells, each with rows and columns


def notebook_of(directory: Path, learner: str) -> Path:
    path = directory / "autograded" / learner / FORM / f"{FORM}.ipynb"
    path.chmod(0o644)
    return path


def cell_changed(change: Callable[[dict[str, Any]], object]) -> Callable[[Path], None]:
    def changed(directory: Path) -> None:
        path = notebook_of(directory, "sound")
        value = json.loads(path.read_text(encoding="utf-8"))
        (cell,) = [c for c in value["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == CELL]
        change(cell)
        path.write_text(json.dumps(value), encoding="utf-8")

    return changed


def row_changed(what: str, table: str, learner: str, cell: str = "") -> Callable[[Path], None]:
    where = f"id = ({OF.replace('grade', table)})" if cell else book(learner, table)
    values = (learner, cell) if cell else ()
    statement = f"delete from {table}" if what == "delete" else f"update {table} set {what}"
    return lambda directory: sql(directory, f"{statement} where {where}", *values)


def answers_changed(directory: Path) -> None:
    path = directory / "autograded" / "sound" / FORM / "answers.json"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b" ")


CELL, TEXT = f"{FORM}-s1", f"{FORM}-t1"
CORRUPTED: dict[str, tuple[Callable[[Path], None], tuple[str, str, str]]] = {
    "score": (row_changed("auto_score = 0.25", "grade", "sound", CELL), ("sound", CELL, "grade.auto_score")),
    "waits": (
        row_changed("needs_manual_grade = 0", "grade", "late", TEXT),
        ("late", TEXT, "grade.needs_manual_grade"),
    ),
    "a mark that nobody gave": (
        row_changed("auto_score = 4", "grade", "sound", TEXT),
        ("sound", TEXT, "grade.auto_score"),
    ),
    "waits though marked": (
        row_changed("needs_manual_grade = 1", "grade", "marked", TEXT),
        ("marked", TEXT, "grade.needs_manual_grade"),
    ),
    "comment": (
        row_changed("auto_comment = 'No response.'", "comment", "sound", TEXT),
        ("sound", TEXT, "comment.auto_comment"),
    ),
    "time": (
        row_changed("timestamp = '2026-11-22 01:00:00.000001'", "submitted_assignment", "sound"),
        ("sound", "", "submitted_assignment.timestamp"),
    ),
    "penalty": (
        row_changed("late_submission_penalty = 0", "submitted_notebook", "late"),
        ("late", "", "submitted_notebook.late_submission_penalty"),
    ),
    "penalty of one marked": (
        row_changed("late_submission_penalty = 0.5", "submitted_notebook", "marked"),
        ("marked", "", "submitted_notebook.late_submission_penalty"),
    ),
    "no row": (row_changed("delete", "grade", "sound", CELL), ("sound", CELL, "grade")),
    "source": (cell_changed(lambda cell: cell.update(source="1.0")), ("sound", CELL, "cell.source")),
    "points": (
        cell_changed(lambda cell: cell["metadata"]["nbgrader"].update(points=99)),
        ("sound", CELL, "cell.nbgrader"),
    ),
    "outputs": (cell_changed(lambda cell: cell["outputs"].pop()), ("sound", CELL, "cell.outputs")),
    "answers": (answers_changed, ("sound", "answers.json", "file.content")),
}


def test_what_was_changed_on_purpose_is_named_and_nothing_else(
    graded: tuple[Path, Report], tmp_path: Path
) -> None:
    """Each by itself would start nbgrader each time: all that do not hide one another at once, then the rest."""
    alone = ("no row", "penalty of one marked")
    for names in ([name for name in CORRUPTED if name not in alone], [*alone]):
        directory = Path(shutil.copytree(graded[0], tmp_path / names[0]))
        for name in names:
            CORRUPTED[name][0](directory)
        found = compared(graded, directory).differences
        assert sorted((each.learner, each.cell, each.column) for each in found) == sorted(
            CORRUPTED[name][1] for name in names
        )
        told = {(each.learner, each.column): each for each in found if each.cell != TEXT}
        if "score" in names:
            assert told["sound", "grade.auto_score"].ours == 0.25
            assert told["sound", "submitted_assignment.timestamp"].stock == "2026-11-22 01:00:00.000000"
            assert told["late", "submitted_notebook.late_submission_penalty"].stock > 0
            assert told["sound", "cell.source"].ours == "1.0"
        else:
            assert told["sound", "grade"] == Difference("sound", FORM, CELL, "grade", False, True)


def test_a_penalty_that_was_worked_out_with_the_marks_is_right_too(
    graded: tuple[Path, Report], tmp_path: Path
) -> None:
    directory = Path(shutil.copytree(graded[0], tmp_path / "again"))
    grade(directory, FORM, tell, force=True)
    assert compared(graded, directory).differences == ()


def test_what_nbgrader_cannot_grade_is_named(graded: tuple[Path, Report], tmp_path: Path) -> None:
    """A notebook that changed after its grading, under the same time."""
    directory = Path(shutil.copytree(graded[0], tmp_path / "changed"))
    path = directory / "submitted" / "late" / FORM / f"{FORM}.ipynb"
    path.chmod(0o644)
    path.write_text("{}", encoding="utf-8")
    (found,) = compared(graded, directory).differences
    assert (found.learner, found.column) == ("late", "folder")


def test_the_seed_draws_the_same_ones(graded: tuple[Path, Report], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessments.grading.verify.sample._compared", lambda *_: ())
    directory, report = graded
    drawn = {seed: verify(directory, report, 1, seed).sample for seed in range(20)}
    assert set(drawn.values()) == {(learner,) for learner in LEARNERS}
    assert drawn == {seed: verify(directory, report, 1, seed).sample for seed in range(20)}
    free = verify(directory, report, 2)
    assert verify(directory, report, 2, free.seed).sample == free.sample
    assert len(free.sample) == 2


def test_nobody_quarantined_is_drawn_and_a_form_of_nbgraders_own_is_not_compared(
    graded: tuple[Path, Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessments.grading.verify.sample._compared", lambda *_: ())
    directory, report = graded
    assert [entry.learner for entry in report.quarantined] == ["broken"]
    listed = Report(FORM, quarantined=tuple(Quarantined(each, FORM, "x") for each in LEARNERS[:2]))
    assert verify(directory, listed, 9, 1).sample == ("sound",)
    nobody = Report(FORM, quarantined=tuple(Quarantined(each, FORM, "x") for each in LEARNERS))
    assert verify(directory, nobody, 9, 1).sample == ()
    assert verify(directory, Report(FORM, stock="it has code"), 9, 1) == Verification(
        FORM, stock="it has code"
    )


def test_nbgrader_not_working_at_all_is_an_error(graded: tuple[Path, Report], tmp_path: Path) -> None:
    directory = Path(shutil.copytree(graded[0], tmp_path / "no rule"))
    (directory / "rule.py").unlink()
    with pytest.raises(CourseError, match="nbgrader autograde"):
        compared(graded, directory, 1)
    assert copies() == set()
