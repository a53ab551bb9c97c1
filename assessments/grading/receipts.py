"""What was handed in, and the code that its learner was given.

One SQLite file in the course directory; its write lock is also what makes two clicks at once one submission.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

_FILE = "receipts.db"
_READ_SECONDS = 2.0
_WRITE_SECONDS = 5.0
"""How long one waits for a book that somebody else holds: a person waits, and so does a thread."""
_TABLE = """
create table if not exists receipt (
    learner text not null, form text not null, digest text not null, folder text not null,
    code text not null, at text not null, primary key (learner, form, at)
)
"""
_LATEST = """
select digest, folder, code, at from receipt where learner = ? and form = ? order by at desc limit 1
"""
# No letters or figures that are taken for one another on paper or on the telephone.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 8


@dataclass(frozen=True)
class Receipt:
    """What the learner gets to keep; `repeated` says that the same answers were handed in before."""

    code: str
    at: datetime
    repeated: bool = False

    def again(self) -> Receipt:
        """The same receipt, given once more."""
        return replace(self, repeated=True)


@dataclass(frozen=True)
class Entry:
    """A line of the book: the receipt, the digest of the answers, and their folder in `inbound`."""

    learner: str
    form: str
    digest: str
    folder: str
    receipt: Receipt


def receipt_code(*parts: str) -> str:
    """A code such as K7F3-9Q2M that follows from the parts alone."""
    number = int.from_bytes(hashlib.sha256("\0".join(parts).encode()).digest(), "big")
    letters = ""
    for _ in range(_CODE_LENGTH):
        number, at = divmod(number, len(_LETTERS))
        letters += _LETTERS[at]
    return f"{letters[:4]}-{letters[4:]}"


class ReceiptBook:
    """The book of one course directory."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / _FILE

    def copy_to(self, directory: Path) -> None:
        """Copy the book as it is at this moment into another course directory. Raises sqlite3.Error."""
        if self._path.is_file():
            with closing(self._connect(_READ_SECONDS)) as source, closing(_open(directory / _FILE)) as copy:
                source.backup(copy)

    def last(self, form: str, learner: str) -> Entry | None:
        """The latest entry of a learner, or None."""
        if not self._path.is_file():
            return None
        with closing(self._connect(_READ_SECONDS)) as connection:
            return _last(connection, form, learner)

    def holds(self, form: str, learner: str, digest: str) -> bool:
        """Whether the learner has ever handed in answers with this digest. Raises sqlite3.Error."""
        if not self._path.is_file():
            return False
        with closing(self._connect(_READ_SECONDS)) as connection:
            asked = "select 1 from receipt where learner = ? and form = ? and digest = ?"
            return connection.execute(asked, (learner, form, digest)).fetchone() is not None

    def learners(self, form: str) -> frozenset[str]:
        """Everybody who has handed the form in."""
        if not self._path.is_file():
            return frozenset()
        with closing(self._connect(_READ_SECONDS)) as connection:
            try:
                rows = connection.execute("select distinct learner from receipt where form = ?", (form,))
                return frozenset(learner for (learner,) in rows)
            except sqlite3.OperationalError as error:
                if "no such table" in str(error):
                    return frozenset()
                raise

    @contextmanager
    def writing(self) -> Iterator[Page]:
        """Hold the book alone; what is added is kept when the block ends well, else nothing is."""
        with closing(self._connect(_WRITE_SECONDS)) as connection:
            connection.execute(_TABLE)
            connection.execute("begin immediate")
            try:
                yield Page(connection)
            except BaseException:
                connection.execute("rollback")
                raise
            connection.execute("commit")

    def _connect(self, seconds: float) -> sqlite3.Connection:
        return _open(self._path, seconds)


class Page:
    """The book while one holds it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def last(self, form: str, learner: str) -> Entry | None:
        """The latest entry of a learner, or None."""
        return _last(self._connection, form, learner)

    def add(self, entry: Entry) -> None:
        """Add an entry."""
        at = entry.receipt.at.astimezone(UTC).isoformat(timespec="microseconds")
        values = (entry.learner, entry.form, entry.digest, entry.folder, entry.receipt.code, at)
        self._connection.execute("insert into receipt values (?, ?, ?, ?, ?, ?)", values)


def _open(path: Path, seconds: float = _READ_SECONDS) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=seconds, isolation_level=None)


def _last(connection: sqlite3.Connection, form: str, learner: str) -> Entry | None:
    try:
        row = connection.execute(_LATEST, (learner, form)).fetchone()
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return None
        raise
    if row is None:
        return None
    digest, folder, code, at = row
    return Entry(learner, form, digest, folder, Receipt(code, datetime.fromisoformat(at)))
