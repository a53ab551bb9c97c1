"""Folders of private items beside each other: those that are mounted, and those that a course has noted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from assessments.configuration import check_course
from assessments.errors import CourseError
from assessments.items.itembank import ITEMS, MOUNTED, Shelf, items_mounted, shelves
from assessments.items.twice import twice
from casebank.errors import FaultsError

PRIVATE = "private_items.txt"
"""The file of a course directory that names its folders, one a line."""


def noted(directory: Path) -> list[str]:
    """The folders that a course was made with."""
    path = directory / PRIVATE
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [line.strip() for line in lines if line.strip() and Path(line.strip()) != ITEMS]


def mount_noted(directory: Path) -> None:
    """Mount the private items that the course was made with, where no others are mounted.

    Raises CourseError where this is no course directory.
    """
    check_course(directory)
    if folders := noted(directory):
        os.environ.setdefault(MOUNTED, os.pathsep.join(folders))


def check_mounted(directory: Path) -> None:
    """Let no two folders hold the same item or form: the keys of the first would silently score both.

    Raises FaultsError for folders that are mounted now, CourseError where an earlier one is noted.
    """
    mounted = shelves()
    if found := [each.fault for each in twice(mounted)]:
        raise FaultsError(found)
    known = {shelf.folder for shelf in mounted}
    earlier = [Shelf(Path(name), public=False) for name in noted(directory) if Path(name) not in known]
    for each in twice((*mounted, *earlier)):
        both = f"{each.earlier.folder} and {each.shelf.folder} both have the {each.what} '{each.name}'"
        old = f"delete from {directory / PRIVATE} the folder that is no longer used"
        raise CourseError(f"{both}, and one key alone can count: {old}.")


def note_mounted(directory: Path) -> None:
    """Write down the folders with forms, for nbgrader's commands, which nobody tells."""
    path = directory / PRIVATE
    mine = [str(folder) for folder in items_mounted() if _has_forms(folder)]
    folders = list(dict.fromkeys((*noted(directory), *mine)))
    said = "".join(f"{folder}\n" for folder in folders)
    if said != (path.read_text(encoding="utf-8") if path.is_file() else ""):
        path.write_text(said, encoding="utf-8")


def mounting_notes(directory: Path) -> Iterator[str]:
    """What an instructor should know: folders without forms, and noted ones that are not mounted now."""
    for folder in items_mounted():
        if not _has_forms(folder):
            yield f"{folder} holds no forms (forms/*.yaml): nothing of it is shown."
    for name in noted(directory):
        if not Path(name).is_dir():
            yield f"The private items in {name} are gone; where they moved, correct {directory / PRIVATE}."
        elif Path(name) not in items_mounted():
            yield (
                f"The private items in {name} are not mounted: their forms are not listed, answers to them "
                f"stay; start with --items {name} "
                f"(where the folder has moved, correct {directory / PRIVATE})."
            )


def _has_forms(folder: Path) -> bool:
    return any((folder / "forms").glob("*.yaml"))
