"""The second marker's marks: a book beside the gradebook, in which nothing but the settled mark arrives.

A line belongs to one answer of one learner: who is graded anew on another answer is another line.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from assessments.errors import CourseError
from assessments.grading.gradebook import Mark

FILE = "second_marks.db"
_BUSY_SECONDS = 10.0
_TABLE = """
create table if not exists second_mark (
    form text not null, slot text not null, learner text not null, answer text not null,
    score real, comment text not null default '', first real, settled real,
    primary key (form, slot, learner, answer)
)
"""
_ONE = " where form = ? and slot = ? and learner = ? and answer = ?"
_READ = "select learner, answer, score, comment, first, settled from second_mark where form = ? and slot = ?"
_ADD = "insert or ignore into second_mark (form, slot, learner, answer) values (?, ?, ?, ?)"
_GIVE = f"update second_mark set score = ?, comment = ?{_ONE}"
_SETTLE = f"update second_mark set first = ?, settled = ?{_ONE}"


class SecondMarksError(CourseError):
    """The second marks cannot be read or written."""


@dataclass(frozen=True)
class Drawn:
    """An answer that was drawn to be marked twice."""

    learner: str
    answer: str
    """The digest of the answer."""
    mark: Mark
    """The second marker's."""
    first: float | None = None
    """The first marker's points when the two were settled; the gradebook has the settled ones since."""
    settled: float | None = None


class SecondMarks:
    """The book of one course directory for one free text of a form."""

    def __init__(self, directory: Path, form: str, slot: str) -> None:
        self._path = directory / FILE
        self._place = (form, slot)

    def drawn(self) -> tuple[Drawn, ...]:
        """All that was drawn so far. Raises SecondMarksError."""
        if not self._path.is_file():
            return ()
        with self._writing() as connection:
            return tuple(map(_drawn, connection.execute(_READ, self._place)))

    def add(self, answers: Iterable[tuple[str, str]]) -> None:
        """Draw these, by learner and digest of the answer. Raises SecondMarksError."""
        with self._writing() as connection:
            connection.executemany(_ADD, [(*self._place, *answer) for answer in answers])

    def give(self, learner: str, answer: str, seen: Mark, given: Mark) -> Mark | None:
        """Write the second mark; where another one stands than was seen, nothing: that one is returned.

        Raises LookupError where the answer was not drawn, SecondMarksError.
        """
        with self._writing() as connection:
            stands = self._find(connection, learner, answer).mark
            if stands not in (seen, given):
                return stands
            connection.execute(_GIVE, (given.score, given.comment, *self._place, learner, answer))
            return None

    @contextmanager
    def settling(self, learner: str, answer: str, first: float, settled: float) -> Iterator[None]:
        """Note what both settled on, if the block ends well: there the gradebook gets it.

        Where they settle anew, the first marker's points stay those of the first time. Raises LookupError,
        SecondMarksError.
        """
        with self._writing() as connection:
            before = self._find(connection, learner, answer).first
            kept = first if before is None else before
            connection.execute(_SETTLE, (kept, settled, *self._place, learner, answer))
            yield

    def _find(self, connection: sqlite3.Connection, learner: str, answer: str) -> Drawn:
        rows = map(_drawn, connection.execute(_READ, self._place))
        found = next((one for one in rows if (one.learner, one.answer) == (learner, answer)), None)
        if found is None:
            raise LookupError(learner)
        return found

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """The book alone; what was done is kept when the block ends well, else nothing is."""
        try:
            with closing(
                sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)
            ) as connection:
                connection.execute(_TABLE)
                connection.execute("begin immediate")
                yield connection
                connection.execute("commit")
        except sqlite3.Error as error:
            raise SecondMarksError(
                f"The second marks cannot be read or written: {error} ({self._path})."
            ) from error


def _drawn(row: tuple[str, str, float | None, str, float | None, float | None]) -> Drawn:
    learner, answer, score, comment, first, settled = row
    return Drawn(learner, answer, Mark(score, comment), first, settled)
