"""Copies of the gradebook, made before it is written."""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from assessments.errors import GradebookError
from assessments.grading.gradebook.blank import FILE
from assessments.grading.gradebook.store import reading

FOLDER = "backups"
KEPT = 10
_ABANDONED = 3600.0
"""Seconds after which nobody writes to a copy any more."""
_RESERVE = 20_000_000
"""Bytes that stay free besides what the writing itself takes."""


def back_up(directory: Path, now: datetime | None = None) -> Path:
    """Copy the gradebook to backups/gradebook-YYYYMMDDTHHMMSS-microseconds.db, keep the newest ten.

    Return the copy. Several may do so at once. Raises GradebookError where it cannot be copied.
    """
    stamp = (now or datetime.now(UTC)).astimezone(UTC).strftime("%Y%m%dT%H%M%S-%f")
    folder = directory / FOLDER
    target = folder / f"gradebook-{stamp}.db"
    part = folder / f"gradebook-{uuid4().hex}.part"
    try:
        folder.mkdir(exist_ok=True)
        _sweep(folder)
        _copy(directory, part)
        part.replace(target)
        for old in sorted(folder.glob("gradebook-*.db"))[:-KEPT]:
            old.unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        raise GradebookError(
            f"The gradebook could not be backed up, and nothing was written: {error}."
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return target


def _sweep(folder: Path) -> None:
    """Take away what a run that was killed left behind."""
    for left in folder.glob("gradebook-*.part*"):
        with suppress(FileNotFoundError):  # somebody else's, who has just finished
            if time.time() - left.stat().st_mtime > _ABANDONED:
                left.unlink()


def copy_gradebook(directory: Path, target: Path) -> None:
    """Copy the gradebook as it is at this moment to a new file. Raises GradebookError."""
    try:
        _copy(directory, target)
    except (OSError, sqlite3.Error) as error:
        raise GradebookError(f"The gradebook could not be copied: {error}.") from error


def _copy(directory: Path, target: Path) -> None:
    with reading(directory) as source, closing(sqlite3.connect(target)) as copy:
        # the copying itself would wait without end for whoever writes: this waits a while, then holds
        source.execute("begin")
        source.execute("select 1 from sqlite_master").fetchone()
        source.backup(copy)


def check_room(directory: Path, needed: int) -> None:
    """Raises GradebookError where the disk has no room for so many bytes and a copy of the gradebook."""
    wanted = needed + 2 * (directory / FILE).stat().st_size + _RESERVE
    free = shutil.disk_usage(directory).free
    if free < wanted:
        raise GradebookError(
            f"The disk has {free / 1e6:,.0f} MB free, {wanted / 1e6:,.0f} MB are needed: nothing was written."
        )
