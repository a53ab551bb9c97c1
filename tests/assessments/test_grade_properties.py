"""What must hold of grading whoever hands in, in whatever order, and whatever breaks in the middle."""

from __future__ import annotations

import errno
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from assessments.demo import make_demo
from assessments.errors import GradebookError
from assessments.grading import autograded, grader
from assessments.grading.gradebook import backup
from assessments.grading.gradebook.marks import Change, Mark, give, task_grades
from assessments.grading.grader import Report, grade
from course.told import tell

pytestmark = pytest.mark.slow

FORM = "counter"
MANY = 300
KILLS = 5
ROWS = """
select handed.student_id, handed.timestamp, book.late_submission_penalty, book.flagged, cell.name, grade.auto_score,
       grade.manual_score, grade.extra_credit, grade.needs_manual_grade, comment.auto_comment, comment.manual_comment
from submitted_assignment as handed
join submitted_notebook as book on book.assignment_id = handed.id
join base_cell as cell on cell.notebook_id = book.notebook_id
left join grade on grade.cell_id = cell.id and grade.notebook_id = book.id
left join comment on comment.cell_id = cell.id and comment.notebook_id = book.id
order by handed.student_id, cell.name
"""
KILLED = """
import sys
from pathlib import Path
from assessments.grading import grader
from course.told import tell
grader.BATCH = 10
print("begun", flush=True)
grader.grade(Path(sys.argv[1]), "counter", tell, force=sys.argv[2] == "force")
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with many submissions, none graded. Copy it before you change it."""
    directory = tmp_path_factory.mktemp("demo") / "course"
    make_demo(directory, MANY, form=FORM)
    return directory


@pytest.fixture(scope="module")
def whole(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, graded at once."""
    course = Path(shutil.copytree(demo, tmp_path_factory.mktemp("whole") / "course"))
    assert len(graded(course).graded) == MANY
    return course


@pytest.fixture
def course(demo: Path, tmp_path: Path) -> Path:
    """The course without its submissions."""
    return Path(shutil.copytree(demo, tmp_path / "course", ignore=shutil.ignore_patterns("submitted")))


def graded(course: Path, **options: Any) -> Report:
    return grade(course, FORM, tell, **options)


def learners(demo: Path) -> list[str]:
    return sorted(path.name for path in (demo / "submitted").iterdir())


def arrive(demo: Path, course: Path, some: Sequence[str]) -> None:
    for learner in some:
        shutil.copytree(demo / "submitted" / learner, course / "submitted" / learner)


def rows(course: Path) -> list[tuple[Any, ...]]:
    """Everything in the gradebook of each learner, but the random ids."""
    with closing(sqlite3.connect(course / "gradebook.db")) as book:
        return book.execute(ROWS).fetchall()


def files(course: Path) -> dict[str, bytes]:
    root = course / "autograded"
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def only(found: list[tuple[Any, ...]], some: Sequence[str]) -> list[tuple[Any, ...]]:
    return [row for row in found if row[0] in some]


@pytest.mark.parametrize("seed", range(4))
def test_order_and_number_of_runs_change_no_row(
    demo: Path, whole: Path, course: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    dice = random.Random(seed)
    some = dice.sample(learners(demo), 40)
    monkeypatch.setattr(grader, "BATCH", dice.randint(1, 9))
    rest = list(some)
    while rest:
        number = dice.randint(1, 25)
        arrive(demo, course, rest[:number])
        graded(course, force=dice.random() < 0.3)
        rest = rest[number:]
    assert rows(course) == only(rows(whole), some)
    assert files(course) == {name: raw for name, raw in files(whole).items() if name.split("/")[0] in some}


def test_grading_twice_changes_no_byte(whole: Path, tmp_path: Path) -> None:
    course = Path(shutil.copytree(whole, tmp_path / "course"))
    with closing(sqlite3.connect(course / "gradebook.db")) as book:
        before = list(book.iterdump())
    told = files(course)
    assert graded(course).graded == ()
    assert len(graded(course, force=True).graded) == MANY
    with closing(sqlite3.connect(course / "gradebook.db")) as book:
        assert list(book.iterdump()) == before
    assert files(course) == told


def kill(course: Path, how: str, share: float) -> bool:
    """Start a grading and end it after this share of the time that one takes; whether it was still going."""
    begun = subprocess.Popen([sys.executable, "-c", KILLED, str(course), how], stdout=subprocess.PIPE)
    assert begun.stdout is not None
    assert begun.stdout.readline() == b"begun\n"
    time.sleep(share)
    begun.kill()
    begun.stdout.close()
    return begun.wait() == -9


def check_whole(course: Path, whole: Path) -> int:
    """What a killed run leaves is sound; how many folders there are."""
    with closing(sqlite3.connect(course / "gradebook.db")) as book:
        assert book.execute("pragma integrity_check").fetchone() == ("ok",)
        assert book.execute("pragma foreign_key_check").fetchall() == []
    known = {row[0] for row in rows(course)}
    assert only(rows(whole), sorted(known)) == rows(course)
    there = sorted(path.parent.name for path in (course / "autograded").glob(f"*/{FORM}"))
    told = files(whole)
    assert files(course) == {name: raw for name, raw in told.items() if name.split("/")[0] in there}
    assert set(there) <= known
    return len(there)


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_kill_at_any_moment_leaves_a_sound_course(
    demo: Path, whole: Path, tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    course = Path(shutil.copytree(demo, tmp_path / "course"))
    begun = time.monotonic()
    graded(Path(shutil.copytree(demo, tmp_path / "timed")))
    lasts = time.monotonic() - begun
    kill(course, "new", dice.random() * lasts)
    check_whole(course, whole)
    if seed % 2:
        graded(course)
    kill(course, "force", dice.random() * lasts)
    check_whole(course, whole)
    graded(course)
    assert check_whole(course, whole) == MANY
    assert rows(course) == rows(whole)
    assert files(course) == files(whole)
    assert list(course.glob(".grading-*")) == []


def instructor(course: Path, some: Sequence[str], points: float, failed: list[Exception]) -> None:
    """Gives everybody of these a mark, one after the other, as fast as possible."""
    try:
        for learner in some:
            (found,) = [task for task in task_grades(course, FORM) if task.learner == learner]
            moved = give(course, FORM, [Change(found.id, found.mark, Mark(points, f"看过 {learner}"))])
            assert moved == ()
    except (AssertionError, GradebookError) as error:
        failed.append(error)


def test_two_instructors_mark_while_it_grades_and_nothing_is_lost(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grader, "BATCH", 10)
    course = Path(shutil.copytree(whole, tmp_path / "course"))
    everybody, failed = learners(whole), list[Exception]()
    shares = (everybody[0:60:2], everybody[1:60:2])
    both = [
        threading.Thread(target=instructor, args=(course, share, points, failed))
        for share, points in zip(shares, (3.5, 2.0), strict=True)
    ]
    for one in both:
        one.start()
    rounds = 0
    while any(one.is_alive() for one in both):
        graded(course, force=True)
        rounds += 1
    for one in both:
        one.join()
    assert failed == []
    assert rounds > 0
    marks = {task.learner: task.mark for task in task_grades(course, FORM)}
    for share, points in zip(shares, (3.5, 2.0), strict=True):
        assert {learner: marks[learner] for learner in share} == {
            learner: Mark(points, f"看过 {learner}") for learner in share
        }
    automatic = [row[:6] for row in rows(whole)]
    assert [row[:6] for row in rows(course)] == automatic


@pytest.mark.parametrize("at", ["folders", "gradebook"])
def test_a_disk_that_fills_up_is_one_sentence_and_the_rest_is_done_later(
    demo: Path, whole: Path, course: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    some = learners(demo)[:6]
    arrive(demo, course, some)
    monkeypatch.setattr(grader, "BATCH", 2)
    calls = 0
    owner, name = (autograded.Workshop, "make") if at == "folders" else (grader, "write")
    real = getattr(owner, name)

    def full(*arguments: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == (4 if at == "folders" else 2):
            if at == "folders":
                raise OSError(errno.ENOSPC, "No space left on device")
            raise GradebookError("The gradebook cannot be written: database or disk is full.")
        real(*arguments)

    monkeypatch.setattr(owner, name, full)
    with pytest.raises(GradebookError, match=r"No space left|disk is full"):
        graded(course)
    assert check_whole(course, whole) == 2
    assert list(course.glob(".grading-*")) == []
    monkeypatch.undo()
    assert len(graded(course).graded) == 4
    assert rows(course) == only(rows(whole), some)


@pytest.fixture
def one_waits(demo: Path, course: Path) -> Path:
    """A course in which one submission waits."""
    arrive(demo, course, learners(demo)[:1])
    return course


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessments.grading.gradebook.store._BUSY_SECONDS", 1.0)


@pytest.fixture(params=["immediate", "exclusive"])
def formgrader(request: pytest.FixtureRequest, one_waits: Path) -> Iterator[sqlite3.Connection]:
    """Somebody else in the middle of writing."""
    address = one_waits / "gradebook.db"
    with closing(sqlite3.connect(address, isolation_level=None, check_same_thread=False)) as held:
        held.execute(f"begin {request.param}")
        yield held


@pytest.mark.usefixtures("impatient", "formgrader")
def test_a_gradebook_in_use_is_one_calm_sentence(one_waits: Path) -> None:
    before = (one_waits / "gradebook.db").read_bytes()
    begun = time.monotonic()
    with pytest.raises(GradebookError, match=r"formgrader or another command.*run this again later\.$"):
        graded(one_waits)
    assert time.monotonic() - begun > 0.9  # somebody who is only just writing is waited for
    assert (one_waits / "gradebook.db").read_bytes() == before
    assert files(one_waits) == {}
    assert list(one_waits.glob(".grading-*")) == []


def test_who_writes_for_a_moment_is_waited_for(one_waits: Path, formgrader: sqlite3.Connection) -> None:
    later = threading.Timer(0.7, lambda: formgrader.execute("rollback"))
    later.start()
    assert len(graded(one_waits).graded) == 1
    later.join()


@pytest.mark.usefixtures("impatient")
def test_a_backup_does_not_wait_without_end(one_waits: Path) -> None:
    with closing(sqlite3.connect(one_waits / "gradebook.db", isolation_level=None)) as held:
        held.execute("begin exclusive")
        with pytest.raises(GradebookError, match="formgrader"):
            backup.back_up(one_waits)
    assert list((one_waits / "backups").iterdir()) == []
