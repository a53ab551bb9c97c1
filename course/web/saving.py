"""A round of saves: many answers, of whomever, in one transaction; each built on a revision."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import JsonValue
from sqlalchemy import Connection, RowMapping, bindparam, select, tuple_

from course.web.moment import stamp
from course.web.payload import canonical
from course.web.tables import ANSWERS, LOG

LOG_KEEPS = 50
"""How many saves of one answer the log keeps: the latest."""

Place = tuple[str, str, str]
"""Whose answer it is, on which page, to which item."""


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
class Save:
    """An answer to keep, built on revision `base_rev` (0: on nothing)."""

    place: Place
    answer: dict[str, JsonValue]
    done: bool
    base_rev: int
    now: datetime
    content_version: str = ""
    stays_done: bool = False
    """Whether what was finished before stays finished."""


@dataclass
class Round:
    """What the saves of one transaction find, and what they leave to be written."""

    rows: dict[Place, dict[str, Any]]
    """Each answer as it stands after the saves so far."""
    new: set[Place] = field(default_factory=set)
    changed: set[Place] = field(default_factory=set)
    log: list[dict[str, Any]] = field(default_factory=list)

    def take(self, save: Save) -> Saved | Conflict:
        """One save. The same answer once more is the same revision, whatever it was built on.

        Given to other content it is another answer: the same letter may have been ticked in another question.
        """
        row, text = self.rows.get(save.place), canonical(save.answer)
        done = save.done or (save.stays_done and row is not None and row["done"])
        same = (text, done, save.content_version)
        if row is not None and (row["answer"], row["done"], row["content_version"]) == same:
            return Saved(row["rev"], row["saved_at"])
        if save.base_rev != (0 if row is None else row["rev"]):
            return Conflict(None if row is None else stored(row))
        fields = {"answer": text, "rev": save.base_rev + 1, "done": done, "saved_at": stamp(save.now)}
        self.put(save.place, fields | {"content_version": save.content_version})
        return Saved(save.base_rev + 1, stamp(save.now))

    def put(self, place: Place, fields: dict[str, Any]) -> None:
        """The answer that stands there from now on."""
        (self.changed if place in self.rows and place not in self.new else self.new).add(place)
        row = dict(zip(("learner", "page", "item"), place, strict=True)) | fields
        self.rows[place] = row
        self.log.append(row)

    def write(self, connection: Connection) -> None:
        """Write what was taken."""
        if self.new:
            connection.execute(_INSERT, [self.rows[place] for place in self.new])
        if self.changed:
            connection.execute(_UPDATE, [_bound(self.rows[place]) for place in self.changed])
        if self.log:
            connection.execute(_LOG, self.log)
        old = [_bound(row) | {"_old": row["rev"] - LOG_KEEPS} for row in self.log if row["rev"] > LOG_KEEPS]
        if old:
            connection.execute(_FORGET, old)


def begin(connection: Connection, places: Iterable[Place]) -> Round:
    """A round over the answers at these places, as they stand."""
    found = connection.execute(_FIND, {"places": list(set(places))}).mappings()
    return Round({(row["learner"], row["page"], row["item"]): dict(row) for row in found})


def save_all(connection: Connection, saves: Sequence[Save]) -> list[Saved | Conflict]:
    """Keep them all, in their order."""
    taken = begin(connection, [save.place for save in saves])
    outcomes = [taken.take(save) for save in saves]
    taken.write(connection)
    return outcomes


def stored(row: RowMapping | dict[str, Any]) -> Stored:
    """The answer in a row."""
    return Stored(
        item=row["item"],
        answer=json.loads(row["answer"]),
        rev=row["rev"],
        done=row["done"],
        saved_at=row["saved_at"],
        content_version=row["content_version"],
    )


def _bound(row: dict[str, Any]) -> dict[str, Any]:
    """A row whose key is to be looked for, not written."""
    return {f"_{name}" if name in _KEY else name: value for name, value in row.items()}


_KEY = ("learner", "page", "item")
_FIND = select(ANSWERS).where(
    tuple_(*(ANSWERS.c[name] for name in _KEY)).in_(bindparam("places", expanding=True))
)
_INSERT = ANSWERS.insert()
_UPDATE = ANSWERS.update().where(*(ANSWERS.c[name] == bindparam(f"_{name}") for name in _KEY))
_LOG = LOG.insert()
_FORGET = LOG.delete().where(
    *(LOG.c[name] == bindparam(f"_{name}") for name in _KEY), LOG.c.rev <= bindparam("_old")
)
