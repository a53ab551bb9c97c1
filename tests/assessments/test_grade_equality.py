"""`shizha grade` leaves what `nbgrader autograde` leaves: the same course is graded by both and compared.

Three rounds: the first grading; marks by hand, an extension and a later submission, then again; all by force.
"""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from assessments.authoring.build import form_view
from assessments.authoring.cells import Cell, code, graded, task, words
from assessments.commands import release_forms
from assessments.coursedir import open_form
from assessments.grading.grader import Report, grade
from assessments.grading.intake import submit
from assessments.grading.responses import Answers
from assessments.grading.verify import verify
from assessments.items.form import load_form
from course.told import tell

pytestmark = pytest.mark.slow

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
DRAWN = ("entry-a", "counter", "office")
FIXED = "lesson-01"
SEVERAL = "several"
FORMS = (*DRAWN, FIXED, SEVERAL)
LATE = "office"
ROUNDS = ("first", "again", "forced")
TABLES = (
    "course",
    "assignment",
    "notebook",
    "base_cell",
    "grade_cells",
    "task_cells",
    "solution_cells",
    "source_cell",
    "student",
    "submitted_assignment",
    "submitted_notebook",
    "grade",
    "comment",
)
Make = Callable[[str, str, bool], Answers]
Files = dict[str, tuple[int, Any]]


@dataclass(frozen=True)
class Snapshot:
    """All that a grading leaves: the rows without their random ids, the folders, and the export."""

    rows: dict[str, list[str]]
    files: Files
    export: bytes


@dataclass
class Course:
    """A course that one of the two grades."""

    directory: Path

    def run(self, *arguments: str) -> str:
        """`nbgrader …`, typed in the course directory."""
        done = subprocess.run(
            [str(Path(sys.executable).parent / "nbgrader"), *arguments],
            cwd=self.directory,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stderr

    def sql(self, statement: str, *values: object) -> None:
        """Change rows by hand."""
        with closing(sqlite3.connect(self.directory / "gradebook.db")) as connection, connection:
            assert connection.execute(statement, values).rowcount > 0

    def snapshot(self) -> Snapshot:
        """What is there now."""
        self.run("export", "--to", "out.csv")
        return Snapshot(
            Rows(self.directory / "gradebook.db").named(),
            folders(self.directory / "autograded"),
            (self.directory / "out.csv").read_bytes(),
        )


class Rows:
    """The rows of a gradebook, each id told by what it stands for."""

    def __init__(self, database: Path) -> None:
        with closing(sqlite3.connect(database)) as connection:
            connection.row_factory = sqlite3.Row
            self.tables = {
                table: [dict(row) for row in connection.execute(f"select * from {table}")] for table in TABLES
            }

    @cached_property
    def by_id(self) -> dict[str, tuple[str, dict[str, Any]]]:
        found: dict[str, tuple[str, dict[str, Any]]] = {}
        for table, rows in self.tables.items():
            for row in rows:
                if len(row["id"]) == 32:
                    found.setdefault(row["id"], (table, row))
        return found

    def told(self, value: object) -> object:
        if not isinstance(value, str) or value not in self.by_id:
            return value
        table, row = self.by_id[value]
        return (table, *(self.told(inner) for key, inner in row.items() if key != "id" and key != "source"))

    def named(self) -> dict[str, list[str]]:
        return {
            table: sorted(repr({key: self.told(value) for key, value in row.items()}) for row in rows)
            for table, rows in self.tables.items()
        }


def folders(root: Path) -> Files:
    """Every file and folder below, with its permissions; a notebook without the times at which cells ran."""
    return {
        path.relative_to(root).as_posix(): (path.stat().st_mode, content(path))
        for path in sorted(root.rglob("*"))
    }


def content(path: Path) -> object:
    if path.is_dir():
        return "folder"
    if path.suffix != ".ipynb" or path.name.startswith("."):  # what is hidden, nbgrader only copies
        return path.read_bytes()
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["metadata"].pop("execution", None)
        told = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "code" and (told.get("solution") or "grade_id" not in told):
            assert cell.pop("outputs") is not None  # stock ran what the trainee wrote
            cell.pop("execution_count")
        if "outputs" in cell:
            cell["outputs"] = list(joined(cell["outputs"]))
    return notebook


def joined(outputs: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A kernel that is slow sends what it prints in several pieces."""
    for kind, group in groupby(outputs, lambda output: output.get("name")):
        pieces = list(group)
        if kind is None:
            yield from pieces
        else:
            yield {**pieces[0], "text": "".join(line for piece in pieces for line in piece["text"])}


@pytest.fixture(scope="module")
def course(made_course: Path, tmp_path_factory: pytest.TempPathFactory, drawn_answers: Make) -> Path:
    """Everything collected and nothing graded: web, Lab and hand-made submissions, some of them late."""
    directory = Path(shutil.copytree(made_course, tmp_path_factory.mktemp("equal") / "course"))
    make_several(directory)
    for form in DRAWN:
        open_form(directory, form)
        submit(directory, drawn_answers(form, "1001", True), NOON)
        submit(directory, drawn_answers(form, "1002", False), NOON)
    open_form(directory, FIXED)
    for learner in ("1001", "lab-1", "nothing"):
        submit(directory, drawn_answers(FIXED, learner, learner != "1001"), NOON)
    for form in (*DRAWN, FIXED):
        Course(directory).run("collect", form)
    (directory / "submitted" / "nothing" / FIXED / "answers.json").unlink()
    edit(directory / "submitted" / "lab-1" / FIXED / f"{FIXED}.ipynb", saved_in_lab)
    hand_in_several(directory, drawn_answers)
    with (directory / "nbgrader_config.py").open("a", encoding="utf-8") as stream:
        stream.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    Course(directory).sql(
        "update assignment set duedate = '2026-11-22 03:00:00.000000' where name in (?, ?)", LATE, SEVERAL
    )
    return directory


@pytest.fixture(scope="module")
def courses(course: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, Course]:
    """The same course twice: for stock and for us."""
    copies = tmp_path_factory.mktemp("copies")
    stock, ours = (Course(Path(shutil.copytree(course, copies / name))) for name in ("stock", "ours"))
    return stock, ours


@pytest.fixture(scope="module")
def both(
    courses: tuple[Course, Course], drawn_answers: Make
) -> tuple[dict[str, Snapshot], dict[str, Snapshot], list[Report]]:
    """The snapshots after each round: by stock, by us, and our reports."""
    stock, ours = courses
    reports: list[Report] = []

    def by_stock(*options: str) -> Snapshot:
        for form in FORMS:
            stock.run("autograde", form, *options)
        return stock.snapshot()

    def by_us(*, force: bool = False) -> Snapshot:
        reports.extend(grade(ours.directory, form, tell, force=force) for form in FORMS)
        return ours.snapshot()

    theirs, own = {"first": by_stock()}, {"first": by_us()}
    for one in (stock, ours):
        mark_by_hand(one, drawn_answers)
    theirs["again"], own["again"] = by_stock(), by_us()
    theirs["forced"], own["forced"] = by_stock("--force"), by_us(force=True)
    return theirs, own, reports


def mark_by_hand(one: Course, drawn_answers: Make) -> None:
    """A person's marks and remarks, an extension, and one who hands in again, later and better."""
    grade_of = (
        "select grade.id from grade join base_cell on base_cell.id = grade.cell_id "
        "join submitted_notebook on submitted_notebook.id = grade.notebook_id "
        "join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id "
        "where base_cell.name = ? and student_id = ?"
    )
    for name, learner, manual, extra in (
        ("counter-t1", "1001", 3.5, None),
        ("counter-s1", "1002", 7.0, 0.5),
        ("office-s1", "1002", None, 2.0),
        ("words", "whole", 1.5, None),
    ):
        one.sql(
            f"update grade set manual_score = ?, extra_credit = ?, needs_manual_grade = 0 where id = ({grade_of})",
            manual, extra, name, learner,
        )  # fmt: skip
    one.sql(f"update comment set manual_comment = '讲得清楚' where id = ({grade_of.replace('grade', 'comment')})",
            "counter-t1", "1001")  # fmt: skip
    one.sql(
        "update submitted_assignment set extension = '1970-01-01 02:00:00.000000' where student_id = '1001' "
        "and assignment_id = (select id from assignment where name = ?)",
        LATE,
    )
    for form in ("counter", LATE):
        folder = one.directory / "submitted" / "1002" / form
        drawn_answers(form, "1002", True).write(folder)
        (folder / "timestamp.txt").write_text("2026-11-22 05:00:00.000000 UTC", encoding="utf-8")


def make_several(directory: Path) -> None:
    """An assignment of two notebooks, with cells of every kind, released by nbgrader."""
    folder = directory / "source" / SEVERAL
    (folder / "data").mkdir(parents=True)
    (folder / "form.json").write_text(json.dumps(form_view(load_form(FIXED))), encoding="utf-8")
    (folder / "data" / "table.csv").write_text("a,b\n", encoding="utf-8")
    (folder / "data" / "answers.json").write_text("{}", encoding="utf-8")
    score = 'from assessments.grading import score_item\n\nscore_item("{}")'
    worth = {slot.id: slot.points for slot in load_form(FIXED).slots}
    opens = code("open", "opens", "from course.paper import Paper\n\npaper = Paper.here()")
    write_notebook(
        folder / "first.ipynb",
        [
            words("title", "title", "# 一"),
            opens,
            code("show1", "show-s1", 'paper.show("s1")'),
            graded("mark1", "first-s1", score.format("s1"), worth["s1"]),
            graded("mark2", "first-s2", score.format("s2"), worth["s2"]),
            manual(words("words", "words", "写几句"), 4.0),
            manual(code("code", "code", "x = 1"), 2.0),
        ],
    )
    write_notebook(
        folder / "second.ipynb",
        [
            graded("mark3", "second-q1", score.format("q1"), worth["q1"]),
            task("task", "second-task", "做一件事。", "- 做了", 3.0),
        ],
    )
    release_forms(directory, [SEVERAL])


def manual(cell: Cell, points: float) -> Cell:
    """A cell that the trainee fills in and a person marks."""
    cell["metadata"]["nbgrader"] |= {"grade": True, "solution": True, "locked": False, "points": points}
    return cell


def write_notebook(path: Path, cells: list[Cell]) -> None:
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook), encoding="utf-8")


def hand_in_several(directory: Path, drawn_answers: Make) -> None:
    """Whole, with a notebook missing, with cells missing, added and changed, and with nothing done."""
    for learner in ("whole", "half", "changed", "idle"):
        folder = directory / "submitted" / learner / SEVERAL
        shutil.copytree(directory / "release" / SEVERAL, folder)
        if learner != "idle":
            drawn_answers(FIXED, learner, True).write(folder)
            (folder / "timestamp.txt").write_text("2026-11-22 04:00:00.000000 UTC", encoding="utf-8")
    submitted = directory / "submitted"
    edit(submitted / "whole" / SEVERAL / "first.ipynb", filled_in)
    (submitted / "half" / SEVERAL / "second.ipynb").unlink()
    changed = submitted / "changed" / SEVERAL
    edit(changed / "first.ipynb", changed_cells)
    shutil.copy(changed / "second.ipynb", changed / "unknown.ipynb")
    edit(changed / "second.ipynb", lambda notebook: notebook["cells"].pop())
    (changed / "form.json").write_text("{}", encoding="utf-8")
    (changed / "own" / "__pycache__").mkdir(parents=True)
    (changed / "own" / "__pycache__" / "x.txt").write_text("x", encoding="utf-8")
    (changed / "own" / "notes.txt").write_text("记", encoding="utf-8")
    (changed / "own" / "more.ipynb").write_text("{}", encoding="utf-8")
    (changed / "old.pyc").write_bytes(b"\0")
    for hidden in (".hidden.ipynb", ".hidden.pyc", "own/.more.ipynb"):
        (changed / hidden).write_text("{}", encoding="utf-8")


def edit(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    change(notebook)
    path.chmod(0o644)
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")


def cell_of(notebook: dict[str, Any], grade_id: str) -> dict[str, Any]:
    (found,) = [c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id]
    cell: dict[str, Any] = found
    return cell


def filled_in(notebook: dict[str, Any]) -> None:
    cell_of(notebook, "words")["source"] = "先打电话核实，\n再说。"
    cell_of(notebook, "code")["source"] = ["x = 2\n", "x"]


def changed_cells(notebook: dict[str, Any]) -> None:
    """Cells gone, added, edited, with other points, and in another order."""
    cells = notebook["cells"]
    cells.remove(cell_of(notebook, "first-s2"))
    cell_of(notebook, "title")["source"] = "# 改了"
    cell_of(notebook, "show-s1")["source"] = "print(1)"
    cell_of(notebook, "first-s1")["metadata"]["nbgrader"]["points"] = 99.0
    cell_of(notebook, "first-s1")["source"] = "100"
    cell_of(notebook, "first-s1")["metadata"]["collapsed"] = True
    blank: dict[str, Any] = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": []}
    cells.insert(3, {**blank, "id": "mine", "source": "print('mine')"})
    cells.insert(4, {**blank, "id": "empty", "source": " \n"})
    cells.insert(1, {**blank, "id": "skipped", "metadata": {"tags": ["skip-execution"]}, "source": "1"})
    cells.insert(0, {"cell_type": "markdown", "id": "said", "metadata": {"tags": ["a"]}, "source": "我的话"})
    cells.append({"cell_type": "raw", "id": "raw", "metadata": {}, "source": ["a\n", "b"]})
    cells.append(cells.pop(6))


def saved_in_lab(notebook: dict[str, Any]) -> None:
    """As Lab saves it: outputs, counts, its own language_info, a widget's state, a cell of one's own."""
    for number, cell in enumerate(notebook["cells"], 1):
        cell["metadata"]["editable"] = False
        if cell["cell_type"] == "code":
            cell["execution_count"] = number
            cell["metadata"]["scrolled"] = True
            cell["metadata"]["execution"] = {"iopub.execute_input": "2026-11-22T03:00:00.000000Z"}
            data = {"text/plain": ["Player()"], "application/vnd.jupyter.widget-view+json": {"model_id": "m"}}
            shown = {"output_type": "display_data", "data": data, "metadata": {}}
            noise = {"output_type": "stream", "name": "stderr", "text": ["noise\n"]}
            cell["outputs"] = [noise, shown]
    notebook["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
    notebook["metadata"]["language_info"]["version"] = "3.8.0"
    own = {"cell_type": "code", "id": "own", "metadata": {"trusted": True}, "source": ["1 + 1"]}
    notebook["cells"].insert(2, {**own, "execution_count": 9, "outputs": []})


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("when", ROUNDS)
def test_every_row_is_the_one_that_stock_writes(both: Any, when: str, table: str) -> None:
    theirs, ours, _ = both
    assert theirs[when].rows[table]
    assert ours[when].rows[table] == theirs[when].rows[table]


@pytest.mark.parametrize("when", ROUNDS)
def test_the_graded_folders_are_the_same(both: Any, when: str) -> None:
    theirs, ours, _ = both
    assert sorted(ours[when].files) == sorted(theirs[when].files)
    for path, (mode, found) in theirs[when].files.items():
        own_mode, own = ours[when].files[path]
        assert own_mode == mode, path
        if isinstance(found, dict):
            for ours_cell, cell in zip(own["cells"], found["cells"], strict=True):
                assert ours_cell == cell, path
        assert own == found, path


@pytest.mark.parametrize("when", ROUNDS)
def test_the_export_is_the_same_to_the_byte(both: Any, when: str) -> None:
    theirs, ours, _ = both
    assert len(theirs[when].export.splitlines()) > len(FORMS)
    assert ours[when].export == theirs[when].export


def test_the_same_ones_were_graded(both: Any) -> None:
    _, _, reports = both
    first, again, forced = (reports[n * len(FORMS) : (n + 1) * len(FORMS)] for n in range(3))
    everybody = [2, 2, 2, 3, 4]
    assert [len(report.graded) for report in first] == everybody
    assert [report.graded for report in again] == [(), ("1002",), ("1002",), (), ()]
    assert [len(report.graded) for report in forced] == everybody
    assert [report.stock for report in reports] == [None] * len(reports)
    assert [report.quarantined for report in reports] == [()] * len(reports)


def test_the_rounds_held_what_they_are_for(both: Any) -> None:
    """Penalties, marks by hand that wait again, remarks, "No response." and notebooks that were not there."""
    theirs, _, _ = both
    books = "\n".join(theirs["forced"].rows["submitted_notebook"])
    assert "'late_submission_penalty': None" in books
    assert books.count("'late_submission_penalty'") > books.count("'late_submission_penalty': None")
    grades = "\n".join(theirs["forced"].rows["grade"])
    assert "'manual_score': 7.0, 'extra_credit': 0.5, 'needs_manual_grade': 1" in grades
    assert "'manual_score': 3.5, 'extra_credit': None, 'needs_manual_grade': 0" in grades
    comments = "\n".join(theirs["forced"].rows["comment"])
    assert "No response." in comments
    assert "讲得清楚" in comments
    assert theirs["again"].export != theirs["first"].export


@pytest.mark.usefixtures("both")
@pytest.mark.parametrize("form", [LATE, FIXED, SEVERAL])
def test_verify_finds_no_difference_in_any_of_them(courses: tuple[Course, Course], form: str) -> None:
    """Whatever was handed in: whole, in parts, changed, late, marked by hand and graded again."""
    _, ours = courses
    verified = verify(ours.directory, grade(ours.directory, form, tell), 9, 1)
    assert verified.differences == ()
    assert len(verified.sample) == verified.graded >= 2
