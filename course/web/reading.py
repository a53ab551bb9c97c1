"""Reads each file of the bank once for each state of it: for authors, whose bank is read again and again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from casebank import yamlfile
from casebank.errors import Fault

Read = tuple[Any, list[Fault]]


class Remembering:
    """In the place of ``yamlfile.read``: what a file gave, until it changes.

    For models of the bank only: what is in their files is right or wrong by itself. A practice file names
    scenarios, and is read anew when those change.
    """

    def __init__(self) -> None:
        self._read = yamlfile.read
        self._kept: dict[tuple[Path, type, str], tuple[tuple[int, int], Read]] = {}

    def __call__(self, path: Path, model: type[Any], shown: str) -> Read:
        """The record in the file, or None and its faults."""
        try:
            found = path.stat()
        except OSError:
            return self._read(path, model, shown)
        state, key = (found.st_mtime_ns, found.st_size), (path, model, shown)
        kept = self._kept.get(key)
        if kept is None or kept[0] != state or not model.__module__.startswith("casebank."):
            kept = self._kept[key] = (state, self._read(path, model, shown))
        record, faults = kept[1]
        return record, list(faults)


def remember_files() -> None:
    """Let this process read a file again only when it has changed. Records are frozen: they can be shared."""
    if not isinstance(yamlfile.read, Remembering):
        yamlfile.read = Remembering()
