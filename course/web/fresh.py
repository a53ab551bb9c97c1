"""What was read from files, kept as long as the files do not change."""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

Value = TypeVar("Value")

_MOST = 20_000

Signature = tuple[tuple[int, int, int], ...]


class Fresh(Generic[Value]):
    """Values by key, all of them forgotten when one of the files is another one than before.

    To read: take the ``signature`` first, then read, then ``keep`` under it. What changes in between is read
    again the next time.
    """

    def __init__(self) -> None:
        self._signature: Signature | None = None
        self._values: dict[Hashable, Value] = {}

    def find(self, key: Hashable, signature: Signature) -> Value | None:
        """What was kept under that key, where the files are still the same."""
        return self._values.get(key) if signature == self._signature else None

    def keep(self, key: Hashable, signature: Signature, value: Value) -> Value:
        """Keep a value that was read after that signature was taken."""
        if signature != self._signature or len(self._values) >= _MOST:
            self._signature, self._values = signature, {}
        self._values[key] = value
        return value


def signature(paths: Iterable[str]) -> Signature:
    """Which files these are, and as of when; zeros for one that is not there."""
    return tuple(map(_state, paths))


def _state(path: str) -> tuple[int, int, int]:
    try:
        found = os.stat(path)  # noqa: PTH116  (asked for at every request: a Path costs more than the look)
    except OSError:
        return (0, 0, 0)
    return found.st_ino, found.st_mtime_ns, found.st_size
