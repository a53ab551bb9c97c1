"""Answer files that were uploaded and wait to be taken in: in memory alone, for an hour, and not too many."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from assessments.grading.collecting import Advice, Handed, Rule

KEPT = timedelta(hours=1)
SPACE = 64 * 1024 * 1024
"""Bytes of everything that waits; the oldest makes room."""
_ADVICE = Advice(
    check="先问清楚是谁的，再单独传这一个，核对时填上工号",
    rename="把文件名改成工号开头（如 1001.json）再传，或者单独传这一个，核对时填上工号",
    by_name="整批都该以文件名为准，核对时勾上",
    unknown="确实要收，核对时勾上",
    given="填的",
)


def rule_of(*, allow_unknown: bool = False, by_name: bool = False, given: str = "") -> Rule:
    """How the instructor wants doubt to be settled, with advice for who sits at the page."""
    return Rule(allow_unknown, by_name, given or None, _ADVICE)


@dataclass(frozen=True)
class TakenFile:
    """What became of a file that counts, or would; or that does not because of a later one."""

    number: str
    form: str
    file: str
    at: datetime
    clock: str
    """Whose time it is, in Chinese."""
    said: str = ""
    """What the answers say whose they are, where that is somebody else."""
    other: datetime | None = None
    """When the submission was handed in that no longer counts, or because of which this one does not."""


@dataclass(frozen=True)
class RefusedFile:
    """A file that is not taken in."""

    file: str
    reason: str
    advice: str


@dataclass(frozen=True)
class Outcome:
    """What would become of all files, or became of them."""

    taken: tuple[TakenFile, ...]
    same: tuple[TakenFile, ...]
    earlier: tuple[TakenFile, ...]
    refused: tuple[RefusedFile, ...]
    skipped: tuple[str, ...]
    forms: tuple[str, ...] = ()
    """Forms of which something new was collected."""


@dataclass
class Batch:
    """The files of one upload."""

    id: str
    at: datetime
    """When they came: no file is later."""
    files: tuple[Handed, ...]
    count: int
    rule: Rule = field(default_factory=rule_of)
    outcome: Outcome | None = None
    """What became of them, once they were taken in."""

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(len(one.raw) for one in self.files)


@dataclass
class Tray:
    """All that waits at one course directory; safe to use from several threads."""

    _batches: dict[str, Batch] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def put(self, files: tuple[Handed, ...], now: datetime) -> Batch:
        """Keep them; the same files that wait already are those."""
        with self._lock:
            self._sweep(now)
            for batch in self._batches.values():
                if batch.files == files:
                    return batch
            made = Batch(secrets.token_urlsafe(12), now, files, len(files))
            room = SPACE - made.size
            for batch in reversed(list(self._batches.values())):
                room -= batch.size
                if room < 0:
                    del self._batches[batch.id]
            self._batches[made.id] = made
        return made

    def find(self, name: str, now: datetime) -> Batch | None:
        """The batch of that id; None where it is gone."""
        with self._lock:
            self._sweep(now)
            return self._batches.get(name)

    def waiting(self, now: datetime) -> tuple[Batch, ...]:
        """What nobody has confirmed yet, oldest first."""
        with self._lock:
            self._sweep(now)
            return tuple(batch for batch in self._batches.values() if batch.outcome is None)

    def done(self, batch: Batch, outcome: Outcome) -> None:
        """Keep what became of it, and let go of the files."""
        with self._lock:
            batch.outcome, batch.files = outcome, ()

    def drop(self, name: str) -> None:
        """Let go of a batch, where it is still there."""
        with self._lock:
            self._batches.pop(name, None)

    def sweep(self, now: datetime) -> None:
        """Let go of what has lain there too long."""
        with self._lock:
            self._sweep(now)

    def _sweep(self, now: datetime) -> None:
        self._batches = {name: one for name, one in self._batches.items() if now - one.at < KEPT}
