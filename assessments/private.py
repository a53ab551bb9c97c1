"""The private item folders of a course: noted in it when it is made, and mounted by that note."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from assessments.configuration import check_course
from assessments.items.itembank import MOUNTED, items_mounted

_NOTE = "private_items.txt"


def mount_noted(directory: Path) -> None:
    """Mount the private items that the course was made with, where no others are mounted.

    Raises CourseError where this is no course directory.
    """
    check_course(directory)
    if folders := [line.strip() for line in _noted(directory) if line.strip()]:
        os.environ.setdefault(MOUNTED, os.pathsep.join(folders))


def note_private(directory: Path) -> None:
    """Write down where the private items lie, for nbgrader's commands, which nobody tells."""
    noted = _noted(directory)
    folders = list(dict.fromkeys((*noted, *map(str, items_mounted()))))
    if folders != noted:
        (directory / _NOTE).write_text("\n".join(folders) + "\n", encoding="utf-8")


def unmounted(directory: Path) -> Iterator[str]:
    """Private folders of this course that are not mounted now: their forms are not shown."""
    path = directory / _NOTE
    for folder in _noted(directory):
        if folder and Path(folder) not in items_mounted():
            yield (
                f"The private items in {folder} are not mounted: their forms are not listed, answers to them "
                f"stay; start with --items {folder} (where the folder has moved, correct {path})."
            )


def _noted(directory: Path) -> list[str]:
    path = directory / _NOTE
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
