"""The records of the course: learners, their answers, every acknowledged save.

What ``save`` returned as saved is on the disk (SQLite: WAL with ``synchronous=FULL``). Every
operation is one transaction: it happens wholly or, with ``RecordsError``, not at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import JsonValue
from sqlalchemy import URL, Connection, RowMapping, func, or_, select, union_all

from course.web.database import Database
from course.web.moment import stamp as stamp
from course.web.payload import canonical
from course.web.preferences import Preferences, carry_preferences
from course.web.tables import ANSWERS, LEARNERS, LOG, METADATA, PREFERENCES

_EMPTY = canonical({})
"""An answer that was taken back."""
LOG_KEEPS = 50
"""How many saves of one answer the log keeps: the latest."""


@dataclass(frozen=True)
class Stored:
    """An answer as it is kept."""

    item: str
    answer: dict[str, JsonValue]
    rev: int
    done: bool
    saved_at: str
    content_version: str


@dataclass(frozen=True)
class Saved:
    """The save is on the disk; ``rev`` is the one to build the next on."""

    rev: int
    saved_at: str


@dataclass(frozen=True)
class Conflict:
    """Something else was saved in the meantime: the answer as it stands (None: there is none)."""

    current: Stored | None


@dataclass(frozen=True)
class Learner:
    """A person's record; ``code_hash`` None opens to nobody: a reset gives it a new code."""

    key: str
    unit: str
    code_hash: str | None
    epoch: int


class Records:
    """One database of records, safe to use from several threads."""

    def __init__(self, url: str | URL) -> None:
        self._database = Database(url)
        self.preferences = Preferences(self._database)
        with self._database.writing() as connection:
            METADATA.create_all(connection)

    @classmethod
    def in_folder(cls, folder: Path) -> Records:
        """The records of a course directory."""
        return cls(URL.create("sqlite", database=str(folder / "records.sqlite")))

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def save(
        self,
        learner: str,
        page: str,
        item: str,
        answer: dict[str, JsonValue],
        *,
        done: bool,
        base_rev: int,
        now: datetime,
        content_version: str = "",
    ) -> Saved | Conflict:
        """Keep an answer that was built on revision `base_rev` (0: on nothing).

        The same answer once more is the same revision, whatever it was built on.
        """
        text = canonical(answer)
        with self._database.writing() as connection:
            row = _current(connection, learner, page, item)
            if row is not None and row["answer"] == text and row["done"] == done:
                return Saved(row["rev"], row["saved_at"])
            if base_rev != (0 if row is None else row["rev"]):
                return Conflict(None if row is None else _stored(row))
            fields = {
                "answer": text,
                "rev": base_rev + 1,
                "done": done,
                "saved_at": stamp(now),
                "content_version": content_version,
            }
            _write(connection, learner, page, item, fields, new=row is None)
        return Saved(base_rev + 1, stamp(now))

    def answers(self, learner: str, page: str) -> dict[str, Stored]:
        """The answers of a learner on a page, by item."""
        query = select(ANSWERS).where(ANSWERS.c.learner == learner, ANSWERS.c.page == page)
        with self._database.reading() as connection:
            return {row["item"]: _stored(row) for row in connection.execute(query).mappings()}

    def begun(self, learner: str) -> dict[str, dict[str, bool]]:
        """What a learner has answered, by page and item, and whether it is done: for all pages at once."""
        query = select(ANSWERS.c.page, ANSWERS.c.item, ANSWERS.c.done).where(
            ANSWERS.c.learner == learner, or_(ANSWERS.c.done, ANSWERS.c.answer != _EMPTY)
        )
        found: dict[str, dict[str, bool]] = {}
        with self._database.reading() as connection:
            for page, item, done in connection.execute(query):
                found.setdefault(page, {})[item] = done
        return found

    def log(self, learner: str, page: str) -> list[tuple[str, int, str]]:
        """The latest acknowledged saves of a learner on a page: (item, rev, answer), oldest first."""
        query = (
            select(LOG.c.item, LOG.c.rev, LOG.c.answer)
            .where(LOG.c.learner == learner, LOG.c.page == page)
            .order_by(LOG.c.id)
        )
        with self._database.reading() as connection:
            return [(item, rev, text) for item, rev, text in connection.execute(query)]

    def carry(self, source: str, target: str, pages: Iterable[str], now: datetime) -> int:
        """Move a visitor's answers on these pages to another record where that has none.

        Nothing of the first is left: whoever deletes the second later has deleted all of it.
        """
        carried = 0
        with self._database.writing() as connection:
            query = select(ANSWERS).where(ANSWERS.c.learner == source, ANSWERS.c.page.in_(tuple(pages)))
            for row in connection.execute(query).mappings().all():
                if _current(connection, target, row["page"], row["item"]) is not None:
                    continue
                kept = ("answer", "done", "content_version")
                fields = {name: row[name] for name in kept} | {"rev": 1, "saved_at": stamp(now)}
                _write(connection, target, row["page"], row["item"], fields, new=True)
                carried += 1
            carry_preferences(connection, source, target)
            _delete_all(connection, source)
        return carried

    def forget_visits(self, before: datetime) -> int:
        """Delete the records of anonymous visitors who saved nothing since; returns how many."""
        saves = union_all(*(select(table.c.learner, table.c.saved_at) for table in (ANSWERS, PREFERENCES)))
        kept = saves.subquery()
        anonymous = kept.c.learner.startswith("anonymous:", autoescape=True)
        query = select(kept.c.learner).where(anonymous).group_by(kept.c.learner)
        left = query.having(func.max(kept.c.saved_at) < stamp(before))
        with self._database.writing() as connection:
            learners = list(connection.execute(left).scalars())
            for learner in learners:
                _delete_all(connection, learner)
        return len(learners)

    def forget(self, learner: str, keep: Iterable[str] = ()) -> int:
        """Delete a learner's answers, their log and all choices, but for the pages to keep; how many answers.

        What a browser saves afterwards on an earlier revision is refused as a conflict, never brought back.
        """
        kept = tuple(keep)
        with self._database.writing() as connection:
            gone = [
                connection.execute(
                    table.delete().where(table.c.learner == learner, table.c.page.not_in(kept))
                )
                for table in (ANSWERS, LOG)
            ]
            connection.execute(PREFERENCES.delete().where(PREFERENCES.c.learner == learner))
        return gone[0].rowcount

    def learner(self, key: str) -> Learner | None:
        """The record of that key, if there is one."""
        with self._database.reading() as connection:
            return _learner(connection, key)

    def staff(self) -> frozenset[str]:
        """The staff numbers that have a record."""
        query = select(LEARNERS.c.key).where(LEARNERS.c.kind == "staff")
        with self._database.reading() as connection:
            return frozenset(key.partition(":")[2] for key in connection.execute(query).scalars())

    def claim(self, key: str, *, unit: str, code_hash: str, now: datetime) -> Learner | None:
        """Make a staff record and bind it; None where there is one already."""
        with self._database.writing() as connection:
            if _learner(connection, key) is not None:
                return None
            fields = {"key": key, "kind": "staff", "created": stamp(now), "epoch": 0}
            connection.execute(LEARNERS.insert().values(**fields, unit=unit, code_hash=code_hash))
        return Learner(key, unit, code_hash, 0)

    def reset(self, key: str, code_hash: str) -> bool:
        """Give a staff record a new code; browsers that held it are signed out."""
        with self._database.writing() as connection:
            change = LEARNERS.update().where(LEARNERS.c.key == key)
            done = connection.execute(change.values(code_hash=code_hash, epoch=LEARNERS.c.epoch + 1))
        return done.rowcount > 0


def _current(connection: Connection, learner: str, page: str, item: str) -> RowMapping | None:
    query = select(ANSWERS).where(
        ANSWERS.c.learner == learner, ANSWERS.c.page == page, ANSWERS.c.item == item
    )
    return connection.execute(query).mappings().first()


def _write(
    connection: Connection,
    learner: str,
    page: str,
    item: str,
    fields: dict[str, Any],
    *,
    new: bool,
) -> None:
    key = {"learner": learner, "page": page, "item": item}
    if new:
        connection.execute(ANSWERS.insert().values(**key, **fields))
    else:
        matches = [ANSWERS.c[name] == value for name, value in key.items()]
        connection.execute(ANSWERS.update().where(*matches).values(**fields))
    connection.execute(LOG.insert().values(**key, **fields))
    older = [LOG.c[name] == value for name, value in key.items()]
    connection.execute(LOG.delete().where(*older, LOG.c.rev <= fields["rev"] - LOG_KEEPS))


def _delete_all(connection: Connection, learner: str) -> None:
    for table in (ANSWERS, LOG, PREFERENCES):
        connection.execute(table.delete().where(table.c.learner == learner))


def _stored(row: RowMapping) -> Stored:
    return Stored(
        item=row["item"],
        answer=json.loads(row["answer"]),
        rev=row["rev"],
        done=row["done"],
        saved_at=row["saved_at"],
        content_version=row["content_version"],
    )


def _learner(connection: Connection, key: str) -> Learner | None:
    row = connection.execute(select(LEARNERS).where(LEARNERS.c.key == key)).mappings().first()
    if row is None:
        return None
    return Learner(row["key"], row["unit"], row["code_hash"], row["epoch"])
