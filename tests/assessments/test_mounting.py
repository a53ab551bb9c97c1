"""Folders of private items beside each other: nothing of two counts silently."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from assessments.coursedir import make_course, release_anew
from assessments.errors import CourseError
from assessments.items.form import load_form
from assessments.items.itembank import ITEMS, MOUNTED, items_mounted
from assessments.mounting import check_mounted, mounting_notes, note_mounted, noted
from casebank.errors import FaultsError
from course.cli import app

Patch = pytest.MonkeyPatch


def mount(patch: Patch, *folders: Path) -> None:
    patch.setenv(MOUNTED, os.pathsep.join(map(str, folders)))


@pytest.fixture
def other(private_items: Path) -> Path:
    """A copy of the private folder, as somebody makes one for the next year."""
    return Path(shutil.copytree(private_items, private_items.with_name("next-year")))


@pytest.fixture
def course(tmp_path: Path) -> Path:
    directory = tmp_path / "course"
    directory.mkdir()
    return directory


@pytest.mark.parametrize("form", ["own-test", "lesson-01"])
def test_the_same_names_in_two_mounted_folders_are_refused_with_their_files(
    course: Path, private_items: Path, other: Path, monkeypatch: Patch, form: str
) -> None:
    mount(monkeypatch, private_items, other)
    for refuse in (make_course, lambda place: release_anew(place, form)):
        with pytest.raises(FaultsError) as told:
            refuse(course)
        assert str(told.value).splitlines() == [
            f"next-year/bank/own-1.yaml:1: item 'own-1' stands twice, also in {private_items}",
            f"next-year/bank/own-2.yaml:1: item 'own-2' stands twice, also in {private_items}",
            f"next-year/forms/own-test.yaml:1: form 'own-test' stands twice, also in {private_items}",
        ]
    assert list(course.iterdir()) == []


def test_an_item_of_ours_is_refused_in_a_mounted_folder(
    course: Path, private_items: Path, monkeypatch: Patch
) -> None:
    shutil.copy(ITEMS / "bank" / "gold-app-4.yaml", private_items / "bank")
    mount(monkeypatch, private_items)
    with pytest.raises(
        FaultsError, match=r"own-items/bank/gold-app-4\.yaml:1: item 'gold-app-4' stands twice"
    ):
        check_mounted(course)


def test_a_folder_that_takes_the_names_of_a_noted_one_is_refused_with_both(
    course: Path, private_items: Path, other: Path, monkeypatch: Patch
) -> None:
    mount(monkeypatch, private_items)
    check_mounted(course)
    note_mounted(course)
    mount(monkeypatch, other)
    with pytest.raises(CourseError, match=f"{other} and {private_items} both have the item 'own-1'"):
        make_course(course)
    assert noted(course) == [str(private_items)]
    shutil.rmtree(private_items)  # it has moved
    check_mounted(course)


def test_a_form_whose_folder_has_moved_is_told_with_the_folder_and_the_file_to_correct(
    private_items: Path, monkeypatch: Patch
) -> None:
    mount(monkeypatch)
    with pytest.raises(FaultsError, match=r"no such form .*; a private one is looked for with --items DIR$"):
        load_form("own-test")
    mount(monkeypatch, private_items)
    with pytest.raises(FaultsError, match=r"no such form \(there are: [a-z0-9, -]+\)$"):
        load_form("own-tets")
    private_items.rename(private_items.with_name("elsewhere"))
    gone = rf"the private items were in {private_items}: correct private_items\.txt of the course$"
    with pytest.raises(FaultsError, match=gone):
        load_form("own-test")


@pytest.mark.slow
def test_a_release_notes_the_folder_also_where_there_is_nothing_to_release(
    private_items: Path, made_course: Path, tmp_path: Path, monkeypatch: Patch
) -> None:
    directory = Path(shutil.copytree(made_course, tmp_path / "class"))
    mount(monkeypatch, private_items)
    assert release_anew(directory, "own-test") == "own-test is released."
    moved = private_items.rename(private_items.with_name("elsewhere"))
    mount(monkeypatch, moved)
    assert release_anew(directory, "own-test") == "own-test is released as this program carries it."
    assert str(moved) in noted(directory)


@pytest.mark.slow
def test_the_commands_take_a_private_folder_and_know_it_afterwards(
    private_items: Path, made_course: Path, tmp_path: Path, monkeypatch: Patch
) -> None:
    def run(*words: str) -> Result:
        monkeypatch.setenv(MOUNTED, "")  # so that what the commands set is taken back
        monkeypatch.delenv(MOUNTED)
        return CliRunner().invoke(app, [*words])

    directory = str(shutil.copytree(made_course, tmp_path / "class"))
    made = run("init", directory, "--items", str(private_items))
    assert made.exit_code == 0, made.output
    assert "own-test" in made.output
    told = run("release", directory, "own-test")
    assert told.output == "own-test is released as this program carries it.\n"
    unknown = run("release", directory, "own-tets")
    assert re.match(r"own-tets: no such form \(there are: .*own-test\)\.$", str(unknown.exception))
    private_items.rename(private_items.with_name("elsewhere"))
    moved = run("release", directory, "own-test")
    assert f"the private items were in {private_items}: correct" in str(moved.exception)


def test_what_holds_no_form_is_told_and_not_noted_and_ours_is_no_private_folder(
    course: Path, tmp_path: Path, monkeypatch: Patch
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    mount(monkeypatch, empty, ITEMS)
    assert items_mounted() == (empty,)
    check_mounted(course)
    note_mounted(course)
    assert not (course / "private_items.txt").exists()
    assert [*mounting_notes(course)] == [f"{empty} holds no forms (forms/*.yaml): nothing of it is shown."]
    (course / "private_items.txt").write_text(f"{ITEMS}\n", encoding="utf-8")  # an earlier program noted it
    assert [*mounting_notes(course)][1:] == []
    (course / "private_items.txt").write_text(f"{ITEMS}\n{tmp_path / 'moved'}\n", encoding="utf-8")
    (told,) = [*mounting_notes(course)][1:]
    assert told.startswith(f"The private items in {tmp_path / 'moved'} are gone")
