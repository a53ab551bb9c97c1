"""`shizha demo`: a course with exactly N healthy submissions of simulated trainees, whose truth is known."""

import csv
import json
import shutil
import sqlite3
import subprocess
import sys
from collections import namedtuple
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assessments import demo
from assessments.authoring import build_form
from assessments.cohort.invented import UNITS
from assessments.cohort.roster import Roster, read_roster
from assessments.commands import nbgrader
from assessments.demo import make_demo
from assessments.errors import CourseError
from assessments.exchange import make_exchange
from assessments.grading import form_scores
from assessments.grading.intake import handed_in, last_receipt
from assessments.grading.receipts import Page
from assessments.grading.responses import read_answers
from assessments.items.form import load_form
from assessments.items.itembank import MOUNTED
from casebank.errors import FaultsError
from course.cli import main

FORM = "counter"
FILES = ["answers.json", f"{FORM}.ipynb", "form.json", "submission_secret.txt", "timestamp.txt"]
N = 30


def quick_course(directory: Path) -> tuple[str, ...]:
    """A course without a gradebook, with the two forms that these tests ask for."""
    directory.mkdir()
    make_exchange(directory)
    for form in (FORM, "lesson-01"):
        build_form(form, directory / "release")
    return ()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "make_course", quick_course)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration. Look at it, change nothing."""
    directory = tmp_path_factory.mktemp("demo") / "class"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "make_course", quick_course)
        make_demo(directory, N)
    return directory


def submitted(directory: Path) -> dict[str, Path]:
    """The submissions by learner."""
    folders = (directory / "submitted").glob("*/*/")
    return {folder.parent.name: folder for folder in sorted(folders)}


def truth(directory: Path) -> list[dict[str, str]]:
    with (directory / "demo-trainees.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def roster(directory: Path) -> Roster:
    return read_roster(directory / "roster.csv")


def content(directory: Path) -> dict[str, bytes]:
    """Every file that is to be the same for the same seed: the receipt book's bytes are SQLite's own."""
    files = (path for path in directory.rglob("*") if path.is_file() and path.suffix != ".db")
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in files}


def test_exactly_as_many_hand_in_one_form_as_the_web_course_would_have(made: Path) -> None:
    folders = submitted(made)
    assert len(folders) == N
    form = load_form(FORM)
    for learner, folder in folders.items():
        assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
        for name in (f"{FORM}.ipynb", "form.json"):
            assert (folder / name).read_bytes() == (made / "release" / FORM / name).read_bytes()
        answers = read_answers(folder)
        assert answers is not None
        assert (answers.learner, answers.form, answers.content_version) == (learner, FORM, "2026.11")
        scores = form_scores(form, folder)
        assert not any(score.damaged for score in scores.values())
        assert len((folder / "submission_secret.txt").read_text(encoding="utf-8")) == 128


def test_the_roster_holds_invented_people_and_the_drop_outs(made: Path) -> None:
    people = roster(made).people
    assert all(person.name == f"演示学员{number.removeprefix('demo')}" for number, person in people.items())
    assert {person.unit for person in people.values()} <= set(UNITS)
    assert {person.role for person in people.values()} == {"柜面人员", "大堂经理"}
    assert set(submitted(made)) < set(people)
    last = list(people)[-1]
    assert last not in submitted(made)


def test_who_they_are_stands_beside(made: Path) -> None:
    rows = {row["learner"]: row for row in truth(made)}
    assert list(rows) == list(roster(made).people)
    assert {row["form"] for row in rows.values()} == {FORM}
    assert {row["bias"] for row in rows.values()} <= {"even", "trusting", "suspicious", "hurried", "random"}
    assert all(0 <= float(row["ability"]) <= 3 for row in rows.values())
    assert {learner for learner, row in rows.items() if row["handed_in"]} == set(submitted(made))
    about = json.loads((made / "demo.json").read_text(encoding="utf-8"))
    told = (about["submissions"], about["people"], about["form"], about["seed"])
    assert told == (N, len(rows), FORM, 1)


def test_times_agree_wherever_they_stand(made: Path) -> None:
    rows = {row["learner"]: row for row in truth(made)}
    assert handed_in(made, FORM) == set(submitted(made))
    for learner, folder in submitted(made).items():
        stamp = (folder / "timestamp.txt").read_text(encoding="utf-8")
        at = datetime.strptime(stamp, "%Y-%m-%d %H:%M:%S.%f UTC").replace(tzinfo=UTC)
        receipt = last_receipt(made, FORM, learner)
        assert receipt is not None
        assert at == receipt.at == datetime.fromisoformat(rows[learner]["handed_in"])
        assert date(2026, 11, 2) <= at.date() <= date(2026, 11, 13)
    assert len({row["handed_in"][:10] for row in rows.values()}) > 4


@pytest.mark.usefixtures("quick")
def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(made: Path, tmp_path: Path) -> None:
    make_demo(tmp_path / "again", N)
    make_demo(tmp_path / "other", N, seed=2)
    assert content(tmp_path / "again") == content(made)
    one, other = content(made), content(tmp_path / "other")
    assert one["roster.csv"] != other["roster.csv"]
    both = [name for name in one if name.endswith("answers.json") and name in other]
    assert len(both) > N / 2
    assert all(one[name] != other[name] for name in both)


@pytest.mark.usefixtures("quick")
def test_a_smaller_one_is_the_beginning_of_a_larger_one(made: Path, tmp_path: Path) -> None:
    people = make_demo(tmp_path / "small", 1)
    (learner,) = submitted(tmp_path / "small")
    assert truth(tmp_path / "small")[: people - 1] == truth(made)[: people - 1]
    assert content(submitted(tmp_path / "small")[learner]) == content(submitted(made)[learner])


@pytest.mark.usefixtures("quick")
def test_another_form_another_day(tmp_path: Path) -> None:
    tmp_path.joinpath("class").mkdir()
    make_demo(tmp_path / "class", 3, form="lesson-01", first_day=date(2027, 3, 6))  # a Saturday
    folders = submitted(tmp_path / "class")
    answers = [read_answers(folder) for folder in folders.values()]
    assert [each.form for each in answers if each and not each.variants] == ["lesson-01"] * 3
    begun = [row["begun"][:10] for row in truth(tmp_path / "class") if row["begun"]]
    assert all("2027-03-08" <= day <= "2027-03-19" for day in begun)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["class"]


@pytest.mark.usefixtures("quick")
def test_a_folder_that_is_not_empty_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    for place in (tmp_path, tmp_path / "letter.txt"):
        with pytest.raises(CourseError) as caught:
            make_demo(place, 1)
        assert str(caught.value) == f"{place} is not empty: name a folder that is new."
    assert content(tmp_path) == {"letter.txt": b"mine"}


@pytest.mark.parametrize("number", [0, 10_001])
def test_a_number_out_of_bounds_is_refused(tmp_path: Path, number: int) -> None:
    with pytest.raises(CourseError, match=f"1 to 10000 submissions, not {number}"):
        make_demo(tmp_path / "class", number)


@pytest.mark.usefixtures("quick")
def test_an_unknown_form_is_told_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(FaultsError, match="no such form"):
        make_demo(tmp_path / "class", 1, form="nowhere")
    with pytest.raises(CourseError, match=r"wildcards: choose another path than .*a\[1\]$"):
        make_demo(tmp_path / "a[1]", 1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("quick")
def test_what_goes_wrong_in_the_middle_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, people: object) -> None:
        raise OSError(28, "No space left on device", path.name)

    monkeypatch.setattr(demo, "write_roster", full)
    with pytest.raises(CourseError, match=r"could not be made: No space left on device \(roster\.csv\)"):
        make_demo(tmp_path / "class", 1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("quick")
def test_a_receipt_book_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Page, "add", full)
    with pytest.raises(CourseError, match=r"could not be made: database or disk is full \(.*class\)"):
        make_demo(tmp_path / "class", 1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("quick")
def test_a_disk_too_small_is_told_before_the_first_submission(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**12, 10**12 - 10**7, 10**7))
    monkeypatch.setattr(demo, "_write", None)
    with pytest.raises(CourseError, match=r"of 10,000 needs 1,\d\d\d MB of disk, and 10 MB are free\."):
        make_demo(tmp_path / "class", 10_000)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "told"),
    [("3", "is not empty: name a folder that is new."), ("0", "A demonstration has 1 to 10000 submissions")],
)
def test_the_command_refuses_in_one_sentence(
    number: str,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "letter.txt").touch()
    monkeypatch.setattr(sys, "argv", ["shizha", "demo", str(tmp_path), "-n", number])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert told in line


@pytest.mark.slow
@pytest.mark.parametrize("form", [FORM, "own-test"])
def test_stock_nbgrader_grades_it_where_it_was_made_and_where_it_was_moved(
    tmp_path: Path, private_items: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole way by the command; private items too, whose folder only the course's own note tells of."""
    private = form == "own-test"
    command = ["demo", "class", "-n", "4", "--form", form, *(["--items", str(private_items)] * private)]
    start = "import sys; from course.cli import main; sys.argv[0] = 'shizha'; main()"
    done = subprocess.run(
        [sys.executable, "-c", start, *command],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert f"class: 4 of {len(roster(tmp_path / 'class').people)} simulated trainees" in done.stdout
    monkeypatch.delenv(MOUNTED, raising=False)
    moved = Path(shutil.move(tmp_path / "class", tmp_path / "班 级"))
    config = (moved / "nbgrader_config.py").read_text(encoding="utf-8")
    assert str(tmp_path) not in config
    nbgrader(moved, "autograde", form)
    monkeypatch.setenv(MOUNTED, str(private_items) if private else "")
    expected = {
        learner: sum(score.points for score in form_scores(load_form(form), folder).values())
        for learner, folder in submitted(moved).items()
    }
    assert len(expected) == 4
    assert sum(expected.values()) > 0
    assert graded(moved) == pytest.approx(expected)


def graded(directory: Path) -> dict[str, float]:
    """The automatic points of everybody in nbgrader's database."""
    query = """
        select assignment.student_id, sum(grade.auto_score) from submitted_assignment assignment
        join submitted_notebook notebook on notebook.assignment_id = assignment.id
        join grade on grade.notebook_id = notebook.id group by assignment.student_id
    """
    with sqlite3.connect(directory / "gradebook.db") as connection:
        rows = dict(connection.execute(query).fetchall())
    connection.close()
    return {learner: points or 0.0 for learner, points in rows.items()}
