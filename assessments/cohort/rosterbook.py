"""The rosters of a course, each with the day from which it counts. Nothing is ever overwritten.

A folder of files such as ``0003-2026-12-01.json``: which one counts today, the names alone tell. Of two that
begin on the same day, the later number counts.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import threading
import time
from collections.abc import Callable
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from assessments.cohort.roster import Person, Roster, RosterError, read_roster
from casebank.errors import Fault

LOOK_EVERY = 0.2
"""Seconds for which a look at the folder holds: every request asks."""
_SCHEMA = "shizha.roster/1"
_NAME = re.compile(r"(\d{4,9})-(\d{4}-\d{2}-\d{2})\.json")


@dataclass(frozen=True)
class Edition:
    """One roster of the book."""

    number: int
    since: date
    file: str


@dataclass(frozen=True)
class Told:
    """What an edition says of itself."""

    edition: Edition
    source: str
    """The name of the file that it came from."""
    confirmed_at: datetime
    people: int
    units: int


class RosterBook:
    """The rosters in one folder; safe to use from several threads, and soon sees what others add."""

    def __init__(self, folder: Path, today: Callable[[], date]) -> None:
        self._folder = folder
        self._today = today
        self._adding = threading.Lock()
        self._look_again = 0.0
        self._listed: tuple[frozenset[str], tuple[Edition, ...]] = (frozenset(), ())
        self._kept: tuple[Edition, Roster] | None = None

    def editions(self) -> tuple[Edition, ...]:
        """All of them, in the order in which they count."""
        now = time.monotonic()
        if now < self._look_again:
            return self._listed[1]
        try:
            names = frozenset(path.name for path in self._folder.iterdir())
        except FileNotFoundError:
            names = frozenset()
        self._look_again = now + LOOK_EVERY
        if names != self._listed[0]:
            found = (one for one in map(_edition, names) if one)
            self._listed = (names, tuple(sorted(found, key=lambda one: (one.since, one.number))))
        return self._listed[1]

    def edition(self, day: date | None = None) -> Edition | None:
        """The one that counts on a day (today); None where none has begun."""
        wanted = day or self._today()
        begun = [one for one in self.editions() if one.since <= wanted]
        return begun[-1] if begun else None

    def coming(self) -> tuple[Edition, ...]:
        """Those that begin after today."""
        today = self._today()
        return tuple(one for one in self.editions() if one.since > today)

    def present(self) -> Roster | None:
        """The roster of today: who may enter now."""
        return self.on(self._today())

    def on(self, day: date) -> Roster | None:
        """The roster of that day. Raises RosterError where its file is damaged: nobody enters unasked."""
        edition = self.edition(day)
        if edition is None:
            return None
        kept = self._kept
        if kept is None or kept[0] != edition:
            kept = (edition, _roster(self._read(edition), edition.file))
            self._kept = kept
        return kept[1]

    def tell(self, edition: Edition) -> Told:
        """What an edition says of itself."""
        told = self._read(edition)
        at = datetime.fromisoformat(str(told.get("confirmed_at")))
        source = str(told.get("source", ""))
        return Told(edition, source, at, len(told.get("people", [])), len(told.get("joins", {})))

    def add(self, roster: Roster, *, since: date, source: str, now: datetime, digest: str = "") -> Edition:
        """Keep a roster that counts from a day on. Raises OSError where it cannot be written."""
        with self._adding:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._look_again = 0.0  # before: another process may have added one in this very moment
            number = max((one.number for one in self.editions()), default=0) + 1
            edition = Edition(number, since, f"{number:04d}-{since.isoformat()}.json")
            told = {
                "schema": _SCHEMA,
                "source": source,
                "digest": digest,
                "confirmed_at": now.astimezone(UTC).isoformat(timespec="seconds"),
                "joins": dict(roster.joins),
                "people": [astuple(person) for person in roster.people.values()],
            }
            _write(self._folder / edition.file, json.dumps(told, ensure_ascii=False))
            self._look_again = 0.0
        return edition

    def take_in(self, path: Path, now: datetime) -> Edition | None:
        """Add a file from today on, unless it is the one that was taken in like this the last time.

        So a start with the same file undoes nothing that was confirmed since. Raises RosterError.
        """
        roster = read_roster(path)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest == self._last_digest():
            return None
        return self.add(roster, since=self._today(), source=path.name, now=now, digest=digest)

    def _last_digest(self) -> str:
        for edition in sorted(self.editions(), key=lambda one: -one.number):
            try:
                digest = str(self._read(edition).get("digest", ""))
            except RosterError:
                continue
            if digest:
                return digest
        return ""

    def _read(self, edition: Edition) -> dict[str, Any]:
        try:
            told = json.loads((self._folder / edition.file).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise _damaged(edition.file) from error
        if not isinstance(told, dict) or told.get("schema") != _SCHEMA:
            raise _damaged(edition.file)
        return told


def _edition(name: str) -> Edition | None:
    found = _NAME.fullmatch(name)
    try:
        return Edition(int(found[1]), date.fromisoformat(found[2]), name) if found else None
    except ValueError:
        return None


def _roster(told: dict[str, Any], file: str) -> Roster:
    try:
        people = [Person(*map(str, row)) for row in told["people"]]
        joins = {str(unit): str(code) for unit, code in told["joins"].items()}
        roster = Roster({person.number: person for person in people}, joins)
        if any(person.unit not in joins for person in people):
            raise _damaged(file)
    except (LookupError, TypeError, AttributeError) as error:
        raise _damaged(file) from error
    return roster


def _damaged(file: str) -> RosterError:
    return RosterError([Fault(file, None, "这份名册读不出来，请再传一次名册，或者从备份里取回这个文件")])


def _write(path: Path, text: str) -> None:
    """Whole or not at all, for the owner only, on the disk when this returns."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
