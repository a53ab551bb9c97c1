"""`shizha grade` on its own: what it refuses to grade, what a broken run leaves, and that nothing is lost."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from traitlets.config.loader import LazyConfigValue

from assessments.coursedir import open_form
from assessments.errors import CourseError, GradebookError, UnknownForm
from assessments.grading import autograded, form_scores, grader
from assessments.grading.alone import alone
from assessments.grading.gradebook import Change as Remark
from assessments.grading.gradebook import Mark, Result, backup, give, result, task_grades
from assessments.grading.gradebook.backup import KEPT, back_up, check_room
from assessments.grading.gradebook.stock import Stock, unlike
from assessments.grading.grader import Report, grade
from assessments.grading.quarantine import kept
from assessments.grading.responses import Answers
from assessments.items.form import load_form
from casebank.answer import ANSWER
from course.told import tell

pytestmark = pytest.mark.slow

FORM = "lesson-01"
HEAVY = (
    "nbgrader",
    "nbformat",
    "nbconvert",
    "jupyter_server",
    "IPython",
    "pandas",
    "sqlalchemy",
    "traitlets",
)
Make = Callable[[str], Answers]
Change = Callable[[Path], object]


@pytest.fixture
def course(course_dir: Path) -> Path:
    open_form(course_dir, FORM)
    return course_dir


def hand_in(course: Path, answers: Answers, stamp: str = "2026-11-22 04:00:00.000000 UTC") -> Path:
    """A collected submission."""
    folder = course / "submitted" / answers.learner / FORM
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(course / "release" / FORM, folder, dirs_exist_ok=True)
    for path in folder.iterdir():
        path.chmod(0o644)
    answers.write(folder)
    (folder / "timestamp.txt").write_text(stamp, encoding="utf-8")
    return folder


def graded(course: Path, **options: Any) -> Report:
    return grade(course, FORM, tell, **options)


def marks(course: Path, learner: str) -> Result:
    given = result(course, FORM, learner)
    assert given is not None
    return given


def notebook(folder: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((folder / f"{FORM}.ipynb").read_text(encoding="utf-8"))
    return value


def write_notebook(folder: Path, value: object) -> None:
    (folder / f"{FORM}.ipynb").write_text(json.dumps(value), encoding="utf-8")


def test_the_gradebook_holds_what_the_scorer_gives(
    course: Path, good_answers: Make, poor_answers: Make
) -> None:
    for answers in (good_answers("good"), poor_answers("poor")):
        folder = hand_in(course, answers)
        assert graded(course).graded == (answers.learner,)
        expected = {slot: given.points for slot, given in form_scores(load_form(FORM), folder).items()}
        given = marks(course, answers.learner)
        assert {item.item_id: item.auto for item in given.items if not item.written} == expected
        assert given.pending == ("t1",)
    assert marks(course, "good").auto_total == load_form(FORM).automatic_max
    assert 0 < marks(course, "poor").auto_total < marks(course, "good").auto_total


def rewritten(name: str, content: bytes) -> Change:
    return lambda folder: (folder / name).write_bytes(content)


def told_otherwise(**changed: object) -> Change:
    """answers.json with other values at its top."""

    def change(folder: Path) -> None:
        path = folder / "answers.json"
        path.write_text(json.dumps({**json.loads(path.read_bytes()), **changed}), encoding="utf-8")

    return change


def linked(name: str) -> Change:
    def change(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to("/etc/hostname")

    return change


def folder_called(name: str) -> Change:
    def change(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        (folder / name).mkdir()
        (folder / name / "x.txt").write_text("x", encoding="utf-8")

    return change


def deep(folder: Path) -> None:
    (folder / "/".join("abcdefghijkl")).mkdir(parents=True)


REFUSED: dict[str, tuple[Change, str]] = {
    "half a file": (
        rewritten("answers.json", b'{"schema": "shizha.answers/1", "it'),
        "文件不完整，或者里面改坏了",
    ),
    "a key twice": (rewritten("answers.json", b'{"form": "a", "form": "b"}'), "写了两次"),
    "not a number": (rewritten("answers.json", b'{"form": NaN}'), "NaN"),
    "another schema": (told_otherwise(schema="shizha.answers/9"), "里面有认不出来的内容（schema"),
    "another form": (told_otherwise(form="counter"), "counter"),
    "another version": (told_otherwise(content_version="2020.1"), "2020.1"),
    "another learner": (told_otherwise(learner="somebody"), "somebody"),
    "a paper that never was": (told_otherwise(variants={"s1": "nothing@1"}), "发不出来"),
    "a linked answers.json": (linked("answers.json"), "不是普通文件"),
    "a linked notebook": (linked(f"{FORM}.ipynb"), "不是普通文件"),
    "a link beside": (linked("more.txt"), "不是普通文件"),
    "no notebook": (lambda folder: (folder / f"{FORM}.ipynb").unlink(), f"{FORM}.ipynb"),
    "an empty notebook": (rewritten(f"{FORM}.ipynb", b""), "空"),
    "no notebook at all": (rewritten(f"{FORM}.ipynb", b"[1]"), "nbformat"),
    "a notebook too large": (rewritten(f"{FORM}.ipynb", b" " * 11_000_000), "太大"),
    "a folder for answers": (folder_called("answers.json"), "是文件夹"),
    "a folder for the form": (folder_called("form.json"), "不能是文件夹"),
    "a folder for a notebook": (folder_called("x.ipynb"), "是文件夹"),
    "folders without end": (deep, "层"),
    "a pipe": (lambda folder: os.mkfifo(folder / "pipe"), "不是普通文件"),
    "a time that is none": (rewritten("timestamp.txt", b"2026-22-22 04:00:00 UTC"), "交卷时间"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_graded_is_listed_and_stops_nobody(
    course: Path, good_answers: Make, case: str
) -> None:
    change, told = REFUSED[case]
    change(hand_in(course, good_answers("faulty")))
    hand_in(course, good_answers("sound"))
    report = graded(course)
    assert report.graded == ("sound",)
    (entry,) = report.quarantined
    assert (entry.learner, entry.form) == ("faulty", FORM)
    assert told in entry.reason
    assert result(course, FORM, "faulty") is None
    assert not (course / "autograded" / "faulty" / FORM).exists()
    assert (course / "submitted" / "faulty" / FORM).is_dir()
    assert kept(course, FORM) == (entry,)


def test_what_is_mended_leaves_the_list(course: Path, good_answers: Make) -> None:
    folder = hand_in(course, good_answers("faulty"))
    REFUSED["half a file"][0](folder)
    assert len(graded(course).quarantined) == 1
    hand_in(course, good_answers("faulty"))
    assert graded(course).graded == ("faulty",)
    assert kept(course, FORM) == ()


def test_nothing_answered_is_nothing_scored(course: Path, good_answers: Make) -> None:
    (hand_in(course, good_answers("idle")) / "answers.json").unlink()
    assert graded(course).graded == ("idle",)
    assert marks(course, "idle").auto_total == 0
    assert {item.auto for item in marks(course, "idle").items if not item.written} == {0.0}


def raised(cell: dict[str, Any]) -> None:
    cell["metadata"]["nbgrader"]["points"] = 1000


def unflagged(cell: dict[str, Any]) -> None:
    cell["metadata"]["nbgrader"] |= {"grade": False, "locked": False, "solution": True}


def rewritten_code(cell: dict[str, Any]) -> None:
    cell["source"] = "import os\nos.environ['HELD'] = '1'\n10.0"


def faked(cell: dict[str, Any]) -> None:
    cell["outputs"] = [
        {
            "output_type": "execute_result",
            "data": {"text/plain": "10.0"},
            "metadata": {},
            "execution_count": 1,
        }
    ]


def retyped(cell: dict[str, Any]) -> None:
    cell["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]


@pytest.mark.parametrize("change", [raised, unflagged, rewritten_code, faked, retyped])
def test_a_changed_cell_scores_what_the_answers_do(
    course: Path, poor_answers: Make, change: Callable[[dict[str, Any]], None]
) -> None:
    hand_in(course, poor_answers("honest"))
    folder = hand_in(course, poor_answers("sly"))
    value = notebook(folder)
    for cell in value["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            change(cell)
    write_notebook(folder, value)
    graded(course)
    assert marks(course, "sly").items == marks(course, "honest").items
    cells = [notebook(course / "autograded" / learner / FORM)["cells"] for learner in ("sly", "honest")]
    assert cells[0] == cells[1]


def test_of_copies_of_a_cell_one_counts(course: Path, poor_answers: Make) -> None:
    folder = hand_in(course, poor_answers("sly"))
    value = notebook(folder)
    value["cells"] += [{**cell, "id": f"again-{n}"} for n, cell in enumerate(value["cells"])]
    write_notebook(folder, value)
    hand_in(course, poor_answers("honest"))
    graded(course)
    assert marks(course, "sly").items == marks(course, "honest").items
    ids = [
        cell["metadata"]["nbgrader"]["grade_id"]
        for cell in notebook(course / "autograded" / "sly" / FORM)["cells"]
        if "nbgrader" in cell["metadata"]
    ]
    assert len(ids) == len(set(ids)) == len(value["cells"]) // 2


def test_the_rows_stand_in_the_order_of_the_release(course: Path, good_answers: Make) -> None:
    """nbgrader adds points up in this order, and another one has another last digit."""
    folder = hand_in(course, good_answers("one"))
    released = [cell["metadata"]["nbgrader"] for cell in notebook(folder)["cells"]]
    value = notebook(folder)
    value["cells"].reverse()
    write_notebook(folder, value)
    graded(course)
    with closing(sqlite3.connect(course / "gradebook.db")) as connection:
        rows = connection.execute(
            "select name from grade join base_cell on base_cell.id = cell_id order by grade.rowid"
        ).fetchall()
    order = [told["grade_id"] for told in released if told["grade"]]
    assert [name for (name,) in rows] == order + [told["grade_id"] for told in released if told.get("task")]


def test_a_hidden_file_is_copied_whatever_its_ending(course: Path, good_answers: Make) -> None:
    """No star of nbgrader's patterns stands for a name that begins with a dot."""
    folder = hand_in(course, good_answers("one"))
    for name in (".one.ipynb", ".one.pyc", "two.pyc", "more/.one.ipynb", "more/two.ipynb"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("{}", encoding="utf-8")
    graded(course)
    left = course / "autograded" / "one" / FORM
    there = {
        path.relative_to(left).as_posix()
        for path in left.rglob("*")
        if "one" in path.name or "two" in path.name
    }
    assert there == {".one.ipynb", ".one.pyc", "more/.one.ipynb"}


def test_a_cell_that_is_not_to_be_run_is_not_counted(course: Path, good_answers: Make) -> None:
    folder = hand_in(course, good_answers("one"))
    value = notebook(folder)
    own = {"cell_type": "code", "id": "own", "execution_count": None, "outputs": [], "source": "1"}
    value["cells"].insert(0, {**own, "metadata": {"tags": ["skip-execution"]}})
    write_notebook(folder, value)
    graded(course)
    code = [
        cell
        for cell in notebook(course / "autograded" / "one" / FORM)["cells"]
        if cell["cell_type"] == "code"
    ]
    assert [cell["execution_count"] for cell in code] == [None, *range(1, len(code))]


def test_a_graded_notebook_is_one_whatever_was_in_the_other(course: Path, poor_answers: Make) -> None:
    """What nbformat would refuse, so that formgrader can open every graded notebook."""
    folder = hand_in(course, poor_answers("sly"))
    value = notebook(folder)
    value["nbformat_minor"] = 2
    value["metadata"] |= {"title": 7, "authors": "me", "kernelspec": [], "language_info": 1}
    for number, cell in enumerate(value["cells"]):
        cell["id"] = ("x", None, "a b", 5)[number % 4]
        cell["more"] = number
        cell["metadata"] |= {"tags": ["a", "a"], "jupyter": 1, "name": "", "format": 3, "collapsed": "x"}
        cell["attachments"] = {"a": [1]}
        cell["metadata"]["nbgrader"] |= {"more": 1, "schema_version": 1, "points": "many"}
    value["cells"].append({"cell_type": "code", "metadata": {"nbgrader": {"grade": True}}, "source": "x"})
    write_notebook(folder, value)
    hand_in(course, poor_answers("honest"))
    assert graded(course).graded == ("honest", "sly")
    assert marks(course, "sly").items == marks(course, "honest").items
    script = (
        "import sys, nbformat; from nbgrader.nbgraderformat import MetadataValidator\n"
        "notebook = nbformat.read(sys.argv[1], as_version=nbformat.NO_CONVERT)\n"
        "nbformat.validate(notebook); MetadataValidator().validate_nb(notebook)"
    )
    path = course / "autograded" / "sly" / FORM / f"{FORM}.ipynb"
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "invalid" not in done.stderr


def everything(course: Path) -> tuple[list[str], dict[str, bytes]]:
    """The gradebook as SQL, and every graded file."""
    with closing(sqlite3.connect(course / "gradebook.db")) as connection:
        rows = sorted(connection.iterdump())
    root = course / "autograded"
    return rows, {
        str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def test_grading_again_changes_nothing(course: Path, good_answers: Make, poor_answers: Make) -> None:
    hand_in(course, good_answers("one"))
    hand_in(course, poor_answers("two"))
    assert graded(course).graded == ("one", "two")
    before = everything(course)
    again = graded(course)
    assert (again.graded, again.skipped, again.backup) == ((), 2, None)
    assert everything(course) == before
    assert graded(course, force=True).graded == ("one", "two")
    assert everything(course) == before


def test_only_a_later_submission_is_graded_again(
    course: Path, good_answers: Make, poor_answers: Make
) -> None:
    hand_in(course, poor_answers("one"))
    graded(course)
    hand_in(course, good_answers("one"), "2026-11-22 03:59:59.000000 UTC")
    assert graded(course).graded == ()
    poor = marks(course, "one").auto_total
    hand_in(course, good_answers("one"), "2026-11-22 04:00:00.000001 UTC")
    assert graded(course).graded == ("one",)
    assert marks(course, "one").auto_total > poor


def test_a_time_in_the_zone_that_the_course_sets_is_told_in_utc(course: Path, good_answers: Make) -> None:
    """nbgrader writes the zone's name where Exchange.timezone is set, and reads it so."""
    hand_in(course, good_answers("one"), "2026-11-22 12:00:00.000000 Asia/Shanghai")
    hand_in(course, good_answers("two"), "2026-11-22 12:00:00.000000 Nowhere/Here")
    hand_in(course, good_answers("six"), "2026-11-22 12:00:00.000000 ../../etc/passwd")
    hand_in(course, good_answers("ten"), "2026-11-22 12:00:00.000000 America/Argentina")  # a folder of zones
    report = graded(course)
    assert report.graded == ("one",)
    assert [told.learner for told in report.quarantined] == ["six", "ten", "two"]
    assert all("交卷时间读不懂" in told.reason for told in report.quarantined)
    assert marks(course, "one").submitted_at == datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    "change",
    [
        f"update grade_cells set max_score = 99 where id in (select id from base_cell where name = '{FORM}-s1')",
        f"update source_cell set source = source || ' ' where name = '{FORM}-s1'",
        f"update source_cell set checksum = 'x' where name = '{FORM}-s1'",
        f"update source_cell set cell_type = 'raw' where name = '{FORM}-s1'",
    ],
)
def test_a_released_cell_that_was_changed_in_the_gradebook_grades_nobody(
    course: Path, good_answers: Make, change: str
) -> None:
    hand_in(course, good_answers("one"))
    with closing(sqlite3.connect(course / "gradebook.db")) as connection, connection:
        assert connection.execute(change).rowcount == 1
    with pytest.raises(CourseError, match=f"cell {FORM}-s1 is not the one that was released"):
        graded(course, force=True)
    assert result(course, FORM, "one") is None


def test_a_text_that_changed_after_its_mark_is_told(course: Path, good_answers: Make) -> None:
    """The mark stays, as nbgrader leaves it; who changed nothing but another item is not told."""
    for learner in ("other-choice", "other-words", "unmarked"):
        hand_in(course, written(good_answers(learner), "先打电话问本人。"))
    first = graded(course)
    assert (first.outdated, first.waiting) == ((), 3)
    for one in task_grades(course, FORM):
        if one.learner != "unmarked":
            assert give(course, FORM, [Remark(one.id, one.mark, Mark(4.0, "很好"))]) == ()
    later = "2026-11-23 04:00:00.000000 UTC"
    for learner in ("other-words", "unmarked"):
        hand_in(course, written(good_answers(learner), "没写完"), later)
    answers = written(good_answers("other-choice"), "先打电话问本人。")
    less = {slot: answer for slot, answer in answers.items.items() if slot != "s1"}
    hand_in(course, answers.model_copy(update={"items": less}), later)
    again = graded(course)
    assert (again.outdated, again.waiting) == (("other-words",), 1)
    assert marks(course, "other-words").items[-1].manual == 4.0
    assert graded(course, force=True).outdated == ()


def written(answers: Answers, text: str) -> Answers:
    words = ANSWER.validate_python({"kind": "text", "text": text})
    return answers.model_copy(update={"items": {**answers.items, "t1": words}})


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grader, "BATCH", 2)


@pytest.mark.parametrize("broken", [("write", 1), ("place", 3)], ids=["in the gradebook", "between folders"])
@pytest.mark.usefixtures("small_batches")
def test_a_run_that_broke_off_is_finished_by_the_next(
    course: Path, good_answers: Make, monkeypatch: pytest.MonkeyPatch, broken: tuple[str, int]
) -> None:
    learners = [f"learner-{number}" for number in range(5)]
    for learner in learners:
        hand_in(course, good_answers(learner))
    what, after = broken
    owner: Any = grader if what == "write" else autograded.Workshop
    real, calls = getattr(owner, what), 0

    def breaking(*arguments: Any) -> None:
        nonlocal calls
        calls += 1
        if calls > after:
            raise KeyboardInterrupt
        real(*arguments)

    monkeypatch.setattr(owner, what, breaking)
    with pytest.raises(KeyboardInterrupt):
        graded(course)
    monkeypatch.undo()
    found = sorted(path.parent.name for path in (course / "autograded").glob(f"*/{FORM}"))
    assert 0 < len(found) < len(learners)
    assert all(result(course, FORM, learner) is not None for learner in found)
    rest = graded(course)
    assert sorted([*found, *rest.graded]) == learners
    assert {marks(course, learner).auto_total for learner in learners} == {load_form(FORM).automatic_max}
    assert list(course.glob(".grading-*")) == []


KILLED = """
import os, sys
from pathlib import Path
from assessments.grading import autograded, grader
from assessments.grading.gradebook import ledger
from course.told import tell
owner, name, left = {"rows": (ledger, "_enter", 3), "folders": (autograded.Workshop, "place", 3)}[sys.argv[2]]
real = getattr(owner, name)
def dying(*arguments):
    global left
    left -= 1
    if left == 0:
        os._exit(9)
    return real(*arguments)
setattr(owner, name, dying)
grader.BATCH = 2
grader.grade(Path(sys.argv[1]), "lesson-01", tell)
"""


@pytest.mark.parametrize("where", ["rows", "folders"])
def test_a_killed_run_leaves_the_old_or_the_new(course: Path, good_answers: Make, where: str) -> None:
    learners = [f"learner-{number}" for number in range(5)]
    for learner in learners:
        hand_in(course, good_answers(learner))
    killed = subprocess.run([sys.executable, "-c", KILLED, str(course), where], check=False)
    assert killed.returncode == 9
    whole = sorted(path.parent for path in (course / "autograded").glob(f"*/{FORM}"))
    assert [path.name for path in whole] == learners[:2]
    known = [learner for learner in learners if result(course, FORM, learner) is not None]
    assert known == learners[: 2 if where == "rows" else 4]
    for folder in whole:
        assert len(list((folder / FORM).iterdir())) == 4
    assert graded(course).graded == tuple(learners[2:])
    assert {marks(course, learner).auto_total for learner in learners} == {load_form(FORM).automatic_max}
    assert list(course.glob(".grading-*")) == []


def test_the_order_of_submissions_does_not_matter(
    course: Path, good_answers: Make, poor_answers: Make, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(course, tmp_path / "other"))
    many = [good_answers("a"), poor_answers("b"), good_answers("c")]
    for answers in many:
        hand_in(course, answers)
        graded(course)
    for answers in reversed(many):
        hand_in(other, answers)
    graded(other)
    for answers in many:
        assert marks(course, answers.learner).items == marks(other, answers.learner).items
    assert everything(course)[1] == everything(other)[1]


@pytest.mark.parametrize("source", ["1.0", 'score_item("s1")', 'import os\nscore_item("s1")'])
def test_a_form_with_code_of_its_own_goes_to_nbgrader(
    course: Path, good_answers: Make, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    hand_in(course, good_answers("one"))
    with closing(sqlite3.connect(course / "gradebook.db")) as connection, connection:
        connection.execute("update source_cell set source = ? where name = ?", (source, f"{FORM}-s1"))
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(grader, "nbgrader", lambda _, *arguments, timeout: asked.append(arguments))
    report = graded(course, force=True)
    assert asked == [("autograde", FORM, "--force")]
    assert report.stock is not None
    assert f"{FORM}-s1" in report.stock
    assert result(course, FORM, "one") is None


def test_what_nbgrader_itself_grades_is_backed_up_before(
    course: Path, good_answers: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    REFUSED["half a file"][0](hand_in(course, good_answers("one")))
    graded(course)
    assert kept(course, FORM)
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as stream:
        stream.write("\nc.OverwriteCells.add_missing_cells = True\n")
    before = everything_in(course / "gradebook.db")

    def nbgrader(directory: Path, *_: str, timeout: float) -> None:
        with closing(sqlite3.connect(directory / "gradebook.db")) as connection, connection:
            connection.execute("insert into student (id) values ('by-nbgrader')")

    monkeypatch.setattr(grader, "nbgrader", nbgrader)
    report = graded(course)
    assert report.backup is not None
    assert everything_in(report.backup) == before
    assert everything_in(course / "gradebook.db") != before
    assert kept(course, FORM) == ()


@pytest.mark.parametrize("lost", [f"source/{FORM}", "source", f"source/{FORM}/form.json"])
def test_a_form_of_ours_whose_source_is_lost_is_told_and_never_run(
    course: Path, good_answers: Make, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    hand_in(course, good_answers("one"))
    (course / lost).rename(course / "moved")
    monkeypatch.setattr(grader, "nbgrader", lambda *_, **__: pytest.fail("code that was handed in was run"))
    with pytest.raises(CourseError, match=rf"source/{FORM}/form\.json is missing or damaged"):
        graded(course)
    (course / "moved").rename(course / lost)
    assert graded(course).graded == ("one",)


def test_a_setting_that_only_nbgrader_honours_goes_to_nbgrader(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as stream:
        stream.write("\nc.OverwriteCells.add_missing_cells = True\nc.Exchange.timezone = 'UTC'\n")
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(grader, "nbgrader", lambda _, *arguments, timeout: asked.append(arguments))
    report = graded(course)
    assert asked == [("autograde", FORM)]
    assert report.stock == "nbgrader_config.py sets OverwriteCells.add_missing_cells"


def inserted(place: int, name: str) -> LazyConfigValue:
    """As nbgrader_config.py says it: c.Autograde.sanitize_preprocessors.insert(place, name)."""
    value = LazyConfigValue()
    for _ in range(2):  # nbgrader reads the file twice
        value.insert(place, name)
    return value


@pytest.mark.parametrize(
    ("set_so", "told"),
    [
        ({"CourseDirectory": {"root": "/c", "course_id": "mine"}, "LimitOutput": {"max_lines": 400}}, []),
        ({"CourseDirectory": {"root": "/elsewhere"}}, ["CourseDirectory.root"]),
        ({"CourseDirectory": {"db_url": "postgresql://x"}}, ["CourseDirectory.db_url"]),
        ({"Autograde": {"exclude_overwriting": {FORM: ["answers.json"]}}}, []),
        ({"Autograde": {"exclude_overwriting": {FORM: ["form.json"]}}}, ["Autograde.exclude_overwriting"]),
        ({"Autograde": {"sanitize_preprocessors": ["mine"]}}, ["Autograde.sanitize_preprocessors"]),
        ({"LateSubmissionPlugin": {"penalty_method": "zero"}, "Execute": {"timeout": 9}}, []),
        ({"Autograde": {"sanitize_preprocessors": inserted(0, "assessments.quarantine.Quarantine")}}, []),
        (
            {"Autograde": {"sanitize_preprocessors": inserted(0, "mine.Own")}},
            ["Autograde.sanitize_preprocessors"],
        ),
        ({"Autograde": {"sanitize_preprocessors": []}}, ["Autograde.sanitize_preprocessors"]),
    ],
)
def test_which_settings_matter(set_so: dict[str, dict[str, Any]], told: list[str]) -> None:
    assert list(unlike(set_so, Path("/c"), FORM)) == told


@pytest.mark.slow
def test_settings_elsewhere_matter_as_they_do_to_nbgrader(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """nbgrader reads those in Jupyter's folders too, whatever the course's own file says."""
    with Stock(course, FORM) as stock:
        assert stock.settings() == ()
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    own = tmp_path / "nbgrader_config.py"
    own.write_text("c = get_config()\nc.ClearSolutions.code_stub = {}\n", encoding="utf-8")
    with Stock(course, FORM) as stock:
        assert stock.settings() == ()
    own.write_text("c = get_config()\nc.OverwriteCells.add_missing_cells = True\n", encoding="utf-8")
    with Stock(course, FORM) as stock:
        assert stock.settings() == ("OverwriteCells.add_missing_cells",)


def test_progress_is_told_by_the_batch(
    course: Path, good_answers: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grader, "BATCH", 2)
    for number in range(3):
        folder = hand_in(course, good_answers(f"learner-{number}"))
    REFUSED["half a file"][0](folder)
    heard: list[tuple[int, int]] = []
    graded(course, progress=lambda done, of: heard.append((done, of)))
    assert heard == [(2, 3), (3, 3)]


def test_a_second_grading_at_once_says_so(course: Path) -> None:
    with alone(course), pytest.raises(CourseError, match="Another grading"):
        graded(course)
    assert graded(course).graded == ()


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.write_bytes(b"no database" * 100)])
def test_a_course_that_cannot_be_held_is_one_sentence(course: Path, make: Change) -> None:
    make(course / ".grading.lock")
    with pytest.raises(CourseError, match="cannot be written"):
        graded(course)


def test_no_form_of_that_name(course: Path) -> None:
    with pytest.raises(UnknownForm):
        grade(course, "lesson-99", tell)


def test_a_held_gradebook_is_one_sentence_and_nothing_is_placed(
    course: Path, good_answers: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessments.grading.gradebook.store._BUSY_SECONDS", 0.1)
    hand_in(course, good_answers("one"))
    with closing(sqlite3.connect(course / "gradebook.db", isolation_level=None)) as other:
        other.execute("begin immediate")
        with pytest.raises(GradebookError, match="cannot be written"):
            graded(course)
        other.execute("rollback")
    assert not (course / "autograded" / "one" / FORM).exists()
    assert graded(course).graded == ("one",)


def test_the_gradebook_is_backed_up_before_it_is_written(course: Path, good_answers: Make) -> None:
    hand_in(course, good_answers("one"))
    before = everything_in(course / "gradebook.db")
    report = graded(course)
    assert report.backup is not None
    assert everything_in(report.backup) == before
    assert everything_in(course / "gradebook.db") != before


def everything_in(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.iterdump())


def test_the_newest_ten_backups_stay(course: Path) -> None:
    noon = datetime(2026, 11, 22, 4, tzinfo=UTC)
    made = [back_up(course, noon + timedelta(minutes=number)) for number in range(KEPT + 3)]
    assert sorted((course / "backups").iterdir()) == made[3:]


def test_two_backups_at_once_are_two(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noon, both, copy = datetime(2026, 11, 22, 4, tzinfo=UTC), Barrier(2, timeout=20), backup._copy

    def met(directory: Path, target: Path) -> None:
        both.wait()
        copy(directory, target)
        both.wait()

    monkeypatch.setattr(backup, "_copy", met)
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda more: back_up(course, noon + timedelta(milliseconds=more)), (0, 1)))
    assert sorted((course / "backups").iterdir()) == made
    assert [everything_in(one) for one in made] == [everything_in(course / "gradebook.db")] * 2


def test_a_full_disk_is_told_before_anything_is_written(
    course: Path, good_answers: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(course, good_answers("one"))
    before = (course / "gradebook.db").read_bytes()
    usage = shutil.disk_usage(course)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))
    with pytest.raises(GradebookError, match="1 MB free"):
        graded(course)
    assert (course / "gradebook.db").read_bytes() == before
    assert not (course / "autograded" / "one").exists()
    monkeypatch.undo()
    check_room(course, 1)


def test_nothing_heavy_is_imported(course: Path, good_answers: Make) -> None:
    hand_in(course, good_answers("one"))
    script = (
        "import sys\nfrom course.cli import main\nsys.argv = ['shizha', 'grade', sys.argv[1], sys.argv[2], '--json']\n"
        "try:\n    main()\nfinally:\n    print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(course), FORM], capture_output=True, text=True, encoding="utf-8"
    )
    assert json.loads(done.stdout)["graded"] == ["one"], done.stderr
    imported = set(done.stderr.strip().splitlines()[-1].strip("[]").replace("'", "").split(", "))
    assert "assessments" in imported
    assert imported & set(HEAVY) == set()
