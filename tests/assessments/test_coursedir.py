"""The course directory: made once, completed at will, never overwritten."""

import json
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from assessments import coursedir
from assessments.authoring import SOURCE, build_form
from assessments.commands import nbgrader
from assessments.coursedir import (
    close_form,
    form_ids,
    is_open,
    make_course,
    open_form,
    release_anew,
    released,
    released_view,
)
from assessments.errors import CourseError, UnknownForm
from assessments.exchange import course_exchange, inbound, make_exchange, outbound
from assessments.grading.gradebook import make_gradebook, result
from assessments.items.deck import read_deck
from assessments.items.itembank import ITEMS, MOUNTED
from assessments.renewal import Renewal

FORM = "lesson-01"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_opening_and_closing_can_be_repeated(exchange_dir: Path) -> None:
    open_form(exchange_dir, FORM)
    assert is_open(exchange_dir, FORM)
    assert form_ids(exchange_dir) == [FORM]
    names = {path.name for path in outbound(exchange_dir, FORM).iterdir()}
    assert names == {f"{FORM}.ipynb", "form.json"}
    close_form(exchange_dir, FORM)
    close_form(exchange_dir, FORM)
    assert not is_open(exchange_dir, FORM)
    assert not list(course_exchange(exchange_dir).glob(".*"))
    open_form(exchange_dir, FORM)
    assert is_open(exchange_dir, FORM)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_permissions_are_those_of_nbgrader(exchange_dir: Path) -> None:
    assert mode(exchange_dir / "exchange") == 0o777
    assert mode(course_exchange(exchange_dir)) == 0o755
    assert mode(inbound(exchange_dir)) == 0o2733
    assert mode(outbound(exchange_dir, FORM)) == 0o755
    assert mode(outbound(exchange_dir, FORM) / "form.json") == 0o644


@pytest.mark.parametrize("form", ["lesson-99", "..", "../../x", "a/b", "", "A"])
def test_no_form_of_that_name(exchange_dir: Path, form: str) -> None:
    assert not is_open(exchange_dir, form)
    with pytest.raises(UnknownForm):
        open_form(exchange_dir, form)
    with pytest.raises(UnknownForm):
        released(exchange_dir, form)


def test_a_damaged_release_is_told(exchange_dir: Path) -> None:
    assert released_view(exchange_dir, FORM)["form"] == FORM
    (released(exchange_dir, FORM) / "form.json").write_text("[]", encoding="utf-8")
    with pytest.raises(CourseError, match="generate_assignment lesson-01 --force"):
        released_view(exchange_dir, FORM)


def test_leftovers_of_a_crash_are_swept_after_an_hour(exchange_dir: Path) -> None:
    import os

    old, young = (course_exchange(exchange_dir) / f".partly-{name}" for name in ("old", "young"))
    old.mkdir()
    young.mkdir()
    os.utime(old, (0, 0))
    make_exchange(exchange_dir)
    assert not old.exists()
    assert young.exists()


def test_wildcards_in_the_path_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="wildcards"):
        make_course(tmp_path / "class [3]")
    assert not (tmp_path / "class [3]").exists()


def test_a_file_in_the_way_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "course").write_text("x", encoding="utf-8")
    with pytest.raises(CourseError, match="could not be made") as caught:
        make_course(tmp_path / "course")
    assert "\n" not in str(caught.value)


def test_an_empty_gradebook_has_no_results_and_is_left_alone(tmp_path: Path) -> None:
    make_gradebook(tmp_path)
    before = (tmp_path / "gradebook.db").read_bytes()
    make_gradebook(tmp_path)
    assert (tmp_path / "gradebook.db").read_bytes() == before
    assert result(tmp_path, FORM, "a1") is None


@pytest.mark.slow
def test_making_it_again_changes_nothing(course_dir: Path) -> None:
    (course_dir / "nbgrader_config.py").write_text("c = get_config()  # mine\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in sorted(course_dir.rglob("*")) if path.is_file()}
    assert make_course(course_dir) == ()
    assert {path: path.read_bytes() for path in sorted(course_dir.rglob("*")) if path.is_file()} == before


@pytest.mark.slow
def test_the_gradebook_is_at_the_version_that_nbgrader_would_write(made_course: Path, tmp_path: Path) -> None:

    shutil.copytree(made_course, tmp_path / "stock")
    (tmp_path / "stock" / "gradebook.db").unlink()
    nbgrader(tmp_path / "stock", "generate_assignment", FORM, "--force")

    def shape(directory: Path) -> list[tuple[str, ...]]:
        with closing(sqlite3.connect(directory / "gradebook.db")) as db:
            tables = db.execute("select name, sql from sqlite_master order by name").fetchall()
            return [*tables, *db.execute("select version_num from alembic_version")]

    assert shape(made_course) == shape(tmp_path / "stock")


@pytest.mark.slow
def test_newer_content_replaces_a_form_only_before_the_first_submission(
    course_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _carry_newer_content(tmp_path / "program", monkeypatch)
    open_form(course_dir, FORM)
    handed_in = inbound(course_dir) / f"a1+{FORM}+2026-11-22 040000.000000 UTC+x"
    handed_in.mkdir()
    (note,) = make_course(course_dir)
    assert note.startswith(f"{FORM} stays as released, because it has submissions ")
    assert note.endswith(f"shizha release COURSE_DIR {FORM} --over-answers")
    assert released_view(course_dir, FORM)["content_version"] != "2099.1"
    handed_in.rmdir()
    (note,) = make_course(course_dir)
    assert note.endswith("to 2099.1; nobody had answered it.")
    assert released_view(course_dir, FORM)["content_version"] == "2099.1"
    assert (
        json.loads((outbound(course_dir, FORM) / "form.json").read_text(encoding="utf-8"))["content_version"]
        == "2099.1"
    )
    assert make_course(course_dir) == ()


@pytest.mark.slow
def test_a_form_that_people_have_begun_is_released_anew_only_when_that_is_said(
    course_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = released_view(course_dir, FORM)
    _carry_newer_content(tmp_path / "program", monkeypatch)
    open_form(course_dir, FORM)
    (note,) = make_course(course_dir, {FORM: 3, "01": 9})
    assert "because 3 people have begun it" in note
    assert "saved answers to the earlier paper are then not handed in;" in note
    assert "\n" not in note
    with pytest.raises(CourseError, match="3 people have begun it"):
        release_anew(course_dir, FORM, {FORM: 3})
    assert released_view(course_dir, FORM) == before
    assert (course_dir / "source" / FORM / "form.json").read_bytes() == (
        SOURCE / FORM / "form.json"
    ).read_bytes()
    told = release_anew(course_dir, FORM, {FORM: 3}, over_answers=True)
    assert told.endswith("to 2099.1; what was answered before is not handed in.")
    assert released_view(course_dir, FORM)["content_version"] == "2099.1"
    assert "2099.1" in (outbound(course_dir, FORM) / "form.json").read_text(encoding="utf-8")
    assert release_anew(course_dir, FORM, {FORM: 3}) == f"{FORM} is released as this program carries it."
    with pytest.raises(UnknownForm):
        release_anew(course_dir, "lesson-99")


def test_other_text_under_the_same_version_is_refused_with_file_and_line(tmp_path: Path) -> None:
    """A deck of the public bank: the item keeps its version and says something else."""
    release = json.loads((build_form("entry-a", tmp_path) / "form.json").read_text(encoding="utf-8"))
    other = json.loads(json.dumps(release))
    variant = other["slots"][6]["variants"][1]
    variant["spec"]["prompt"] += "？"
    item_id = variant["edition"].partition("@")[0]
    path = ITEMS / "bank" / f"{item_id}.yaml"
    version = variant["edition"].partition("@")[2]
    line = path.read_text(encoding="utf-8").splitlines().index(f"version: {version}") + 1
    (fault,) = Renewal("entry-a", release, other, handed_in=False, begun=1).faults()
    assert str(fault).startswith(f"bank/{item_id}.yaml:{line}: item '{item_id}' was released with other text")
    variant["edition"] = f"{item_id}@9"
    assert not [*Renewal("entry-a", release, other, handed_in=False, begun=1).faults()]


def test_other_text_of_a_form_that_is_the_same_for_everybody_needs_another_content_version() -> None:
    release = json.loads((SOURCE / FORM / "form.json").read_text(encoding="utf-8"))
    other = json.loads(json.dumps(release))
    other["items"][0]["title"] += "？"
    (fault,) = Renewal(FORM, release, other, handed_in=True, begun=0).faults()
    assert str(fault).startswith(f"forms/{FORM}.yaml:5: form '{FORM}' was released with other text")
    other["content_version"] = "2099.1"
    assert not [*Renewal(FORM, release, other, handed_in=True, begun=0).faults()]


@pytest.mark.slow
def test_a_release_that_failed_is_made_up_for(
    course_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _carry_newer_content(tmp_path / "program", monkeypatch)

    def fail(directory: Path, forms: Sequence[str]) -> None:
        raise CourseError(f"no {', '.join(forms)} today")

    with monkeypatch.context() as broken:
        broken.setattr(coursedir, "release_forms", fail)
        with pytest.raises(CourseError, match=f"no {FORM} today"):
            make_course(course_dir)
    assert released_view(course_dir, FORM)["content_version"] != "2099.1"
    (note,) = make_course(course_dir)
    assert note.endswith("to 2099.1; nobody had answered it.")
    assert released_view(course_dir, FORM)["content_version"] == "2099.1"


def cells_in(directory: Path) -> list[tuple[str, ...]]:
    """What the gradebook knows of the forms, without the names that are drawn at random."""
    with closing(sqlite3.connect(directory / "gradebook.db")) as db:
        return [
            *db.execute(
                "select cell.name, cell.type, source.source, source.checksum, source.locked, points.max_score "
                "from base_cell as cell left join source_cell as source on source.name = cell.name "
                "left join grade_cells as points on points.id = cell.id order by cell.name, cell.type"
            ),
            *db.execute("select name from assignment order by name"),
        ]


@pytest.mark.slow
def test_one_program_releases_what_the_stock_command_releases_one_by_one(
    made_course: Path, tmp_path: Path
) -> None:
    stock = tmp_path / "stock"
    shutil.copytree(made_course, stock, ignore=shutil.ignore_patterns("release", "gradebook.db"))
    make_gradebook(stock)
    forms = form_ids(made_course)
    for form in (forms[0], forms[-1]):
        nbgrader(stock, "generate_assignment", form, "--force")
        ours, theirs = (
            {path.name: (path.read_bytes(), mode(path)) for path in (course / "release" / form).iterdir()}
            for course in (made_course, stock)
        )
        assert ours == theirs
    known = cells_in(stock)
    assert len(known) == 9 + 9 + 2
    assert [cell for cell in known if cell not in cells_in(made_course)] == []


@pytest.mark.slow
def test_every_form_is_released_and_those_of_a_private_folder_too(
    tmp_path: Path, made_course: Path, private_items: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert form_ids(made_course) == sorted(path.name for path in SOURCE.iterdir())
    monkeypatch.setenv(MOUNTED, str(private_items))
    shutil.copytree(made_course, tmp_path / "course")
    make_course(tmp_path / "course")
    assert set(form_ids(tmp_path / "course")) == {*form_ids(made_course), "own-test"}
    deck = read_deck(released_view(tmp_path / "course", "own-test"))
    assert not any(card.public for card in deck.hand("1001").cards)
    assert make_course(tmp_path / "course") == ()
    monkeypatch.delenv(MOUNTED)
    (note,) = make_course(tmp_path / "course")
    assert note.startswith(f"The private items in {private_items.resolve()} are not mounted: ")
    assert "own-test" in form_ids(tmp_path / "course")


STOPPED = [
    (
        "assessments.errors.Quarantined: 00172: own gets no mark: q2：题目换了",
        "00172: own gets no mark: q2：题目换了",
    ),
    ("RuntimeError: Inconsistent checksums for cell own-q2", "Inconsistent checksums for cell own-q2"),
]


@pytest.mark.parametrize(("raised", "told"), STOPPED)
def test_the_complaint_is_what_stopped_nbgrader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raised: str, told: str
) -> None:
    log = f"""[AutogradeApp | ERROR] There was an error processing assignment: /srv/course/submitted/00172/own
[AutogradeApp | ERROR] Traceback (most recent call last):
      File "quarantine.py", line 37, in preprocess
    {raised}

[AutogradeApp | WARNING] Removing failed assignment: /srv/course/autograded/00172/own
"""
    done = subprocess.CompletedProcess(["nbgrader"], 1, stdout=log)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
    with pytest.raises(CourseError, match=f"^nbgrader autograde own failed: {told}$"):
        nbgrader(tmp_path, "autograde", "own")


@pytest.mark.slow
def test_the_complaint_of_nbgrader_is_told(course_dir: Path) -> None:
    with pytest.raises(CourseError, match=r"nbgrader generate_assignment lesson-99 failed: .*lesson-99"):
        nbgrader(course_dir, "generate_assignment", "lesson-99")


def _carry_newer_content(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = build_form(FORM, program / "source")
    view = json.loads((folder / "form.json").read_text(encoding="utf-8"))
    (folder / "form.json").write_text(json.dumps({**view, "content_version": "2099.1"}), encoding="utf-8")
    monkeypatch.setattr(coursedir, "_HERE", program)
