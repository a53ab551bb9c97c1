"""Opens the database, to read and to write. SQLite today; a server would come in here."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from assessments.errors import GradebookError
from assessments.grading.gradebook.blank import FILE

_BUSY_SECONDS = 30.0
_HEALING_SECONDS = 5.0


def heal(database: Path) -> None:
    """Take back what a program that was killed had half written.

    SQLite leaves that to whoever opens the file to write: until then nobody can read it.
    """
    if not Path(f"{os.path.realpath(database)}-journal").exists():  # SQLite keeps it where a link leads
        return
    address = f"{database.absolute().as_uri()}?mode=rw"
    with (
        suppress(sqlite3.Error),  # what cannot be mended is told by the reading itself
        closing(sqlite3.connect(address, uri=True, timeout=_HEALING_SECONDS)) as connection,
    ):
        connection.execute("select 1 from sqlite_master").fetchone()


def changed_at(directory: Path) -> int:
    """When the gradebook was written last, in nanoseconds; 0 where there is none."""
    files = (directory / name for name in (FILE, f"{FILE}-wal"))
    return max((file.stat().st_mtime_ns for file in files if file.is_file()), default=0)


@contextmanager
def reading(directory: Path) -> Iterator[sqlite3.Connection]:
    """The gradebook, to look into. Raises GradebookError where it is missing or cannot be read."""
    database = directory / FILE
    if not database.is_file():
        raise GradebookError(f"There is no gradebook ({database}).")
    heal(database)
    with _told(database, "read"):
        address = f"{database.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS)) as connection:
            yield connection


@contextmanager
def writing(directory: Path) -> Iterator[sqlite3.Connection]:
    """The gradebook held alone: what is written is kept when the block ends well, else nothing is.

    Raises GradebookError where it cannot be written.
    """
    database = directory / FILE
    with _told(database, "written"):
        address = f"{database.absolute().as_uri()}?mode=rw"
        with closing(
            sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
        ) as connection:
            connection.execute("begin immediate")
            try:
                yield connection
            except BaseException:
                connection.execute("rollback")
                raise
            connection.execute("commit")


@contextmanager
def _told(database: Path, done: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise GradebookError(f"The gradebook cannot be {done}: {error} ({database}).") from error
        raise GradebookError(
            f"The gradebook cannot be {done} now, because formgrader or another command has been "
            f"writing to it for {_BUSY_SECONDS:.0f} seconds. What was graded stays; run this again later."
        ) from error
    except sqlite3.Error as error:
        raise GradebookError(f"The gradebook cannot be {done}: {error} ({database}).") from error
