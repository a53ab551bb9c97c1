"""Everything in `hostile.py` handed in to one course, among honest people: what it comes to, and what it harms."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from assessments.coursedir import open_form
from assessments.grading.gradebook import Result, results
from tests.assessments.hostile import ATTACKS, FORM, PRIVATE, SECRET, VICTIM, hand_in, honest, prepare

pytestmark = pytest.mark.slow

HONEST = ("00-honest", "mm-honest", VICTIM)
ODD = ("00-honest.old", "\u202e1001", "ab\u200bcd", "x\x7fy", os.fsdecode(b"not-\xff-text"), "字" * 65)
"""Folders whose names are no staff numbers, or hit the names that a program would make up."""
SECONDS = 240


@dataclass(frozen=True)
class Graded:
    """What a course holds after it was graded, and what the two commands said."""

    course: Path
    marks: dict[str, Result]
    said: dict[str, Any]
    feedback: dict[str, Any]
    before: dict[str, bytes]
    after: dict[str, bytes]

    def refused(self) -> dict[str, str]:
        return {entry["learner"]: entry["reason"] for entry in self.said["quarantined"]}


def shizha(*arguments: str) -> dict[str, Any]:
    """A command as a person types it, in China."""
    script = "import sys; from course.cli import main; sys.argv[0] = 'shizha'; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments, "--json"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "TZ": "Asia/Shanghai"},
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stderr == ""
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def graded(course: Path) -> Graded:
    before = contents(course)
    said = shizha("grade", str(course), FORM)
    feedback = shizha("feedback", str(course), FORM)
    return Graded(course, dict(results(course, FORM)), said, feedback, before, contents(course))


def contents(course: Path) -> dict[str, bytes]:
    """Every small regular file of the course and beside it; a link is told as one, a pipe not opened."""
    found: dict[str, bytes] = {}
    for path in walk(course.parent):
        inside = str(path.relative_to(course.parent))
        if path.is_symlink():
            found[inside] = os.fsencode(path.readlink())
        elif path.is_file():
            size = path.stat().st_size
            found[inside] = path.read_bytes() if size < 200_000 else str(size).encode()
    return found


def walk(folder: Path) -> Iterator[Path]:
    for home, _, files in os.walk(folder):
        yield from (Path(home) / name for name in files)


def opened(made_course: Path, place: Path) -> Path:
    course = Path(shutil.copytree(made_course, place / "course"))
    open_form(course, FORM)
    for learner in HONEST:
        hand_in(course, honest(learner))
    return course


@pytest.fixture(scope="module")
def untouched(made_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """The same submissions before anybody spoilt them."""
    course = opened(made_course, tmp_path_factory.mktemp("untouched"))
    for learner in ATTACKS:
        hand_in(course, honest(learner))
    return graded(course)


@pytest.fixture(scope="module")
def attacked(made_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """All attacks at once."""
    course = opened(made_course, tmp_path_factory.mktemp("attacked"))
    for learner, attack in ATTACKS.items():
        attack.spoil(prepare(course, course.parent / "outside", learner))
    for learner in ODD:
        folder = course / "submitted" / learner / FORM
        folder.parent.mkdir()
        shutil.copytree(course / "release" / FORM, folder)
    return graded(course)


def test_the_pack_is_what_it_says(untouched: Graded) -> None:
    """Who copies from the victim would gain by it, and nobody has everything anyway."""
    best = untouched.marks[VICTIM].auto_total
    assert untouched.said["quarantined"] == []
    assert all(0 < untouched.marks[learner].auto_total < best for learner in ATTACKS)
    assert all((attack.told != "") == (attack.outcome == "refused") for attack in ATTACKS.values())


@pytest.mark.parametrize("learner", HONEST)
def test_honest_neighbours_keep_their_marks(attacked: Graded, untouched: Graded, learner: str) -> None:
    assert attacked.marks[learner].items == untouched.marks[learner].items
    page = f"course/feedback/{learner}/{FORM}/{FORM}.html"
    assert attacked.after[page] == untouched.after[page]
    graded_file = f"course/autograded/{learner}/{FORM}/{FORM}.ipynb"
    assert attacked.after[graded_file] == untouched.after[graded_file]


@pytest.mark.parametrize("learner", ATTACKS)
def test_an_attack_comes_to_what_it_should(attacked: Graded, untouched: Graded, learner: str) -> None:
    attack, refused = ATTACKS[learner], attacked.refused()
    if attack.outcome == "refused":
        assert attack.told in refused[learner]
        assert learner not in attacked.marks
        assert not (attacked.course / "autograded" / learner / FORM).exists()
        assert not (attacked.course / "feedback" / learner / FORM).exists()
        return
    assert learner not in refused
    own, given = untouched.marks[learner], attacked.marks[learner]
    assert (attacked.course / "feedback" / learner / FORM / f"{FORM}.html").is_file()
    match attack.outcome:
        case "same":
            assert given.items == own.items
        case "waits":
            assert [
                (item.item_id, item.auto, item.needs_manual) for item in given.items if item not in own.items
            ] == [("s1", None, True)]


@pytest.mark.parametrize("learner", ODD[1:])
def test_a_name_that_is_none_is_told_and_stops_nobody(attacked: Graded, learner: str) -> None:
    told = learner.encode("utf-8", "replace").decode()
    assert "工号" in attacked.refused()[told]
    assert told not in attacked.marks


def test_every_submission_is_graded_or_told(attacked: Graded) -> None:
    everybody = {*HONEST, *ATTACKS, *(name.encode("utf-8", "replace").decode() for name in ODD)}
    assert {*attacked.said["graded"], *attacked.refused()} == everybody
    assert attacked.feedback["failed"] == {}
    assert {*attacked.feedback["written"]} == {*attacked.said["graded"]}


def test_nothing_else_was_written_or_changed(attacked: Graded) -> None:
    ours = tuple(
        f"course/{name}" for name in ("autograded/", "feedback/", "backups/", "quarantine/", "gradebook.db")
    )
    changed = {
        name
        for name in attacked.before.keys() | attacked.after.keys()
        if attacked.before.get(name) != attacked.after.get(name) and not name.startswith(ours)
    }
    assert changed <= {"course/.grading.lock"}


def test_no_secret_and_nobody_elses_words_get_into_a_file(attacked: Graded) -> None:
    made = {
        name: raw
        for name, raw in attacked.after.items()
        if name.startswith(("course/autograded", "course/feedback"))
    }
    assert [name for name, raw in made.items() if SECRET.encode() in raw or b"root:" in raw] == []
    words = PRIVATE.encode()
    told = {
        name.split("/")[2]
        for name, raw in made.items()
        if words in raw or json.dumps(PRIVATE)[1:-1].encode() in raw
    }
    assert told == {VICTIM}
    assert not any(path.is_symlink() for path in walk(attacked.course / "autograded"))


def marks(found: Mapping[str, Result]) -> dict[str, Any]:
    return {learner: (given.items, given.submitted_at, given.penalty) for learner, given in found.items()}


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}


def tags(page: bytes) -> Tags:
    found = Tags()
    found.feed(page.decode())
    return found


def test_no_script_gets_into_a_page(attacked: Graded, untouched: Graded) -> None:
    """Nothing stands in a page that does not stand in that of an honest person."""
    pages = {name: raw for name, raw in attacked.after.items() if name.endswith(".html")}
    usual = tags(untouched.after[f"course/feedback/{VICTIM}/{FORM}/{FORM}.html"])
    assert not usual.found & {"script", "img", "iframe", "object", "form"}
    assert any(b"&lt;script&gt;" in page for page in pages.values())
    for name, page in pages.items():
        found = tags(page)
        assert found.found <= usual.found, name
        assert found.attributes <= usual.attributes, name


def test_the_gradebook_is_whole(attacked: Graded) -> None:
    with closing(sqlite3.connect(attacked.course / "gradebook.db")) as book:
        assert book.execute("pragma integrity_check").fetchone() == ("ok",)
        assert book.execute("pragma foreign_key_check").fetchall() == []


def test_all_of_it_again_changes_nothing(attacked: Graded) -> None:
    again = shizha("grade", str(attacked.course), FORM)
    assert again["graded"] == []
    assert again["quarantined"] == attacked.said["quarantined"]
    forced = shizha("grade", str(attacked.course), FORM, "--force")
    assert forced["graded"] == attacked.said["graded"]
    assert marks(results(attacked.course, FORM)) == marks(attacked.marks)
