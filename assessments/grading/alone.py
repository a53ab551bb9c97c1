"""One grading or collecting at a time in a course directory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from assessments.errors import CourseError, CourseHeld

_FILE = ".grading.lock"


@contextmanager
def alone(directory: Path) -> Iterator[None]:
    """Hold the course for a grading or a collecting.

    Raises CourseHeld while it is held, CourseError where it cannot be.
    A SQLite file, because its lock goes with the process, killed or not, on every system.
    """
    try:
        held = sqlite3.connect(directory / _FILE, timeout=0, isolation_level=None)
    except sqlite3.Error as error:
        raise _unwritable(directory, error) from error
    with closing(held) as connection:
        try:
            connection.execute("begin exclusive")
        except sqlite3.Error as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise _unwritable(directory, error) from error
            raise CourseHeld(
                "Another grading or collecting of this course is running: wait until it has finished, "
                "then run this again."
            ) from error
        try:
            yield
        finally:
            connection.execute("rollback")


def _unwritable(directory: Path, error: sqlite3.Error) -> CourseError:
    return CourseError(f"The course directory cannot be written: {error} ({directory}).")
