"""A course directory for trying things out: simulated trainees have handed in, and nobody has graded.

The trainees and what draws their answers are told in `items/simulated.py`. Their ability and bias stand in
demo-trainees.csv, so that whatever is reckoned from their marks can be held against it.
"""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from assessments.cohort.invented import invented, write_roster
from assessments.cohort.roster import Person
from assessments.coursedir import make_course, refuse_wildcards, released
from assessments.errors import CourseError
from assessments.grading.intake import TIMESTAMP, booked
from assessments.grading.receipts import Entry, ReceiptBook
from assessments.grading.responses import ANSWERS_FILE, Answers
from assessments.items import simulated
from assessments.items.dice import Throws
from assessments.items.form import Form, load_form
from assessments.items.simulated import Trainee, drawn_trainee
from assessments.items.sitting import DAYS, Room, Sitting
from casebank import load_bank

FIRST_DAY = date(2026, 11, 2)
"""A Monday; not today's date, so that the same seed gives the same course on any day."""
FORM = "counter"
"""A form with a free text, so that there is something to mark by hand."""
MOST = 10_000
"""Submissions in one demonstration."""
DROPS_OUT = 0.08
"""The chance that somebody on the roster hands nothing in."""
_ROSTER, _TRUTH, _ABOUT = "roster.csv", "demo-trainees.csv", "demo.json"
_BESIDES = 30_000
"""Bytes of disk that a submission may take beside the released files: answers, folders, blocks half full."""


@dataclass(frozen=True)
class Plan:
    """What a demonstration is made from; the same plan gives the same answers and roster to the byte."""

    form: Form
    number: int
    """How many hand in."""
    seed: int
    first_day: date


@dataclass(frozen=True)
class Line:
    """A line of the roster with what is known of the one who does not exist."""

    person: Person
    trainee: Trainee
    begun: datetime | None
    handed_in: datetime | None
    """None for a drop-out."""


def make_demo(
    directory: Path, number: int, *, seed: int = 1, form: str = FORM, first_day: date = FIRST_DAY
) -> int:
    """Make a course directory with `number` submissions of a form; return how many are on the roster.

    It appears whole or not at all. Raises CourseError with one sentence, FaultsError for an unknown form.
    """
    if not 1 <= number <= MOST:
        raise CourseError(f"A demonstration has 1 to {MOST} submissions, not {number}.")
    plan = Plan(load_form(form), number, seed, first_day)
    with _beside(directory.absolute()) as building:
        make_course(building)
        lines = _fill(building, plan)
        write_roster(building / _ROSTER, (line.person for line in lines))
        _write_truth(building / _TRUTH, plan, lines)
        _write_about(building / _ABOUT, plan, len(lines))
    return len(lines)


@contextmanager
def _beside(directory: Path) -> Iterator[Path]:
    """A folder that takes the place of `directory` when the block ends well, and is gone when it does not."""
    refuse_wildcards(directory)
    try:
        if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
            raise CourseError(f"{directory} is not empty: name a folder that is new.")
        directory.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
        try:
            building = scratch / directory.name
            yield building
            if directory.is_dir():
                directory.rmdir()  # empty, and Windows renames onto nothing that is there
            building.rename(directory)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    except (OSError, sqlite3.Error) as error:
        place = getattr(error, "filename", None) or directory
        told = f"{getattr(error, 'strerror', None) or error} ({place})"
        raise CourseError(f"The demonstration could not be made: {told}.") from error


def _fill(directory: Path, plan: Plan) -> list[Line]:
    """Write the submissions and their receipts. The roster ends with one who has not handed in."""
    files = _released_files(directory, plan)
    room, roles = Room(plan.form, plan.first_day, plan.seed), load_bank().roles.values()
    names = [role.name_zh for role in roles if role.id in plan.form.roles or not plan.form.roles]
    lines, wanted = list[Line](), plan.number
    with ReceiptBook(directory).writing() as book:
        for person in invented(plan.seed, names):
            throws = Throws(f"{plan.seed}|trainee {person.number}")
            trainee, missing = drawn_trainee(throws), throws.happens(DROPS_OUT)
            if missing or not wanted:
                lines.append(Line(person, trainee, None, None))
                if not wanted:
                    break
                continue
            sitting = room.sit(person.number, trainee)
            book.add(_write(directory, plan, person.number, sitting, files))
            lines.append(Line(person, trainee, sitting.begun, sitting.handed_in))
            wanted -= 1
    return lines


def _released_files(directory: Path, plan: Plan) -> dict[str, bytes]:
    """The files that come with every submission. Raises CourseError where the disk cannot hold so many."""
    folder = released(directory, plan.form.id)
    files = {name: (folder / name).read_bytes() for name in (f"{plan.form.id}.ipynb", "form.json")}
    needed = plan.number * (sum(map(len, files.values())) + _BESIDES)
    free = shutil.disk_usage(directory).free
    if needed > free:
        told = f"needs {needed // 1_000_000:,} MB of disk, and {free // 1_000_000:,} MB are free"
        raise CourseError(f"A demonstration of {plan.number:,} {told}.")
    return files


def _write(directory: Path, plan: Plan, learner: str, sitting: Sitting, files: dict[str, bytes]) -> Entry:
    """Write a submission as it stands there after `nbgrader collect`; return its line in the book."""
    answers = Answers(
        form=plan.form.id,
        content_version=plan.form.content_version,
        learner=learner,
        items=dict(sitting.answers),
        variants=dict(sitting.variants),
    )
    secret = hashlib.sha512(f"{plan.seed}|{plan.form.id}|{learner}".encode()).hexdigest()
    told = {
        ANSWERS_FILE: answers.to_bytes(),
        "timestamp.txt": sitting.handed_in.strftime(TIMESTAMP).encode(),
        "submission_secret.txt": secret.encode(),
    }
    folder = directory / "submitted" / learner / plan.form.id
    folder.mkdir(parents=True)
    for name, data in (files | told).items():
        (folder / name).write_bytes(data)
    return booked(answers, sitting.handed_in)


def _write_truth(path: Path, plan: Plan, lines: list[Line]) -> None:
    """Who they are: ability and bias of each."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("learner", "form", "ability", "bias", "begun", "handed_in"))
        for line in lines:
            times = [_iso(at) if at else "" for at in (line.begun, line.handed_in)]
            table.writerow(
                (line.person.number, plan.form.id, line.trainee.ability, line.trainee.bias, *times)
            )


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")


def _write_about(path: Path, plan: Plan, people: int) -> None:
    """What it was made from, and that nobody in it exists."""
    told = {
        "schema": "shizha.demo/1",
        "about": "学员和作答都是模拟的，不代表任何真实的人。",
        "form": plan.form.id,
        "content_version": plan.form.content_version,
        "submissions": plan.number,
        "people": people,
        "seed": plan.seed,
        "first_day": plan.first_day.isoformat(),
        "working_days": DAYS,
        "model": simulated.figures(),
    }
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
