"""Opening the database of the records, its transactions, and its failures in our words."""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy import exc as db_errors
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 3.0
_BUSY = "现在保存的人有点多，答案还在这个浏览器里，稍后会自动再存一次。"
_FULL = "服务器的磁盘满了，答案还在这个浏览器里。请告诉培训老师，腾出空间后会自动存上。"
_BROKEN = "服务器暂时存不了记录，答案还在这个浏览器里。请稍后再试；一直这样就告诉培训老师。"


class RecordsError(Exception):
    """Nothing was written. ``message`` is the sentence for the trainee, ``status`` the HTTP status.

    ``passing`` says that it is the same for everybody just now, whatever they save.
    """

    def __init__(self, message: str, status: int = 503) -> None:
        super().__init__(message)
        self.passing = message in (_BUSY, _FULL)
        self.message = message
        self.status = status


class NotAtOnce(Exception):
    """What was asked for cannot be read without waiting."""


class Database:
    """One database; transactions are all or nothing, and SQLite has one writer at a time."""

    def __init__(self, url: str | URL) -> None:
        self._engine = _engine(url)
        self._path = _file(self._engine)
        if self._path is not None:
            _make_private(self._path)
        self._opened = _identity(self._path)
        # waiting at a lock of our own is fairer than SQLite's polling
        self._writing = threading.Lock()
        self._glances: sqlite3.Connection | None = None

    def close(self) -> None:
        """Let go of the database."""
        if self._glances is not None:
            self._glances.close()
        self._engine.dispose()

    def glance(self, query: str, values: tuple[str, ...]) -> tuple[Any, ...] | None:
        """One row of a SQLite file, in a few microseconds: for one thread only, the event loop's.

        Readers wait for no writer there. Raises ``NotAtOnce`` where somebody else holds the file alone,
        and for any other database.
        """
        if self._path is None:
            raise NotAtOnce
        try:
            if self._glances is None:
                self._glances = sqlite3.connect(
                    self._path, timeout=0, isolation_level=None, check_same_thread=False
                )
            row: tuple[Any, ...] | None = self._glances.execute(query, values).fetchone()
        except sqlite3.Error as error:
            raise NotAtOnce from error
        return row

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with _translated(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: committed and on the disk when the block ends."""
        if not self._writing.acquire(timeout=BUSY_SECONDS):
            raise RecordsError(_BUSY)
        try:
            with _translated(), self._engine.connect() as connection:
                connection.execution_options(shizha_writes=True)
                with connection.begin():
                    yield connection
            self._still_there()
        finally:
            self._writing.release()

    def _still_there(self) -> None:
        """Acknowledge nothing that went into a file which was deleted or replaced meanwhile."""
        if _identity(self._path) != self._opened:
            raise RecordsError(_BROKEN)


def _engine(url: str | URL) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # the driver's own BEGIN comes too late (at the first write): we send it ourselves
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("shizha_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _file(engine: Engine) -> Path | None:
    """The file of a SQLite database; None for any other, and for one in memory."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name.startswith((":memory:", "file:")):
        return None
    return Path(name).absolute()


def _make_private(path: Path) -> None:
    """Only the owner reads the file, and what SQLite lays beside it: that takes the file's mode."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise _ours(error) from error
    for one in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        with suppress(FileNotFoundError, PermissionError):
            one.chmod(0o600)


def _identity(path: Path | None) -> tuple[int, int] | None:
    """Which file the path means now; None where there is none (Windows deletes no open file)."""
    if path is None or sys.platform == "win32":
        return None
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (db_errors.DBAPIError, db_errors.TimeoutError, sqlite3.Error) as error:
        raise _ours(error) from error


def _ours(error: Exception) -> RecordsError:
    text = str(error)
    if "disk is full" in text or "No space left" in text:
        return RecordsError(_FULL, 507)
    if "locked" in text or "busy" in text or isinstance(error, db_errors.TimeoutError):
        return RecordsError(_BUSY)
    return RecordsError(_BROKEN)
