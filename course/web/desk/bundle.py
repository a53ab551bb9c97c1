"""All feedback pages of a form as one archive, for a teacher who does not get at the server's folders."""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from assessments.clock import beijing
from assessments.errors import Unreadable
from assessments.grading.bounded import read_bytes
from assessments.grading.feedback import FEEDBACK
from course.web.state import now

_LARGEST = 32_000_000
"""Bytes of one page: ours have 30,000, those that nbgrader writes may hold pictures."""
_PIECE = 256_000
_AWKWARD = frozenset('\\/:*?"<>|')
"""What Windows takes in no name of a file."""
_log = logging.getLogger(__name__)


def pages(directory: Path, form: str) -> Iterator[Path]:
    """The feedback pages of a form, by learner. What a link leads to is nobody's page."""
    for learner in sorted((directory / FEEDBACK).glob("[!.]*")):
        folder = learner / form
        if not (learner.is_symlink() or folder.is_symlink()):
            yield from (page for page in sorted(folder.glob("[!.]*.html")) if not page.is_symlink())


def packed(found: Iterable[Path]) -> Iterator[bytes]:
    """A zip with the pages under their learners' numbers, piece by piece: one page at a time is held.

    A page that is gone by now, or larger than any page is, is left out, and the log says so.
    """
    sink, taken, day = _Sink(), set[str](), beijing(now()).timetuple()[:6]
    with zipfile.ZipFile(sink, "w") as archive:
        for page in found:
            try:
                content = read_bytes(page, _LARGEST)
            except Unreadable as error:
                _log.warning("%s is left out of the download: %s", page, error)
                continue
            entry = zipfile.ZipInfo(_name(page, taken), day)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
            if sink.size >= _PIECE:
                yield sink.take()
    yield sink.take()


def _name(page: Path, taken: set[str]) -> str:
    """NUMBER-FORM.html; where that is taken, as by a form of several notebooks, with what tells it apart."""
    form, learner = page.parent.name, page.parent.parent.name
    name = f"{learner}-{form}" if page.stem == form else f"{learner}-{form}-{page.stem}"
    plain = "".join(sign if sign.isprintable() and sign not in _AWKWARD else "_" for sign in name)
    told, number = plain, 1
    while told.casefold() in taken:
        number += 1
        told = f"{plain}-{number}"
    taken.add(told.casefold())
    return f"{told}.html"


class _Sink:
    """Where the archive is written to, until somebody takes it."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.size = 0

    def write(self, data: bytes) -> int:
        """Add it."""
        self._pieces.append(bytes(data))
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """There is nothing behind this."""

    def close(self) -> None:
        """Nor is there anything to end."""

    def take(self) -> bytes:
        """All that was written since the last time."""
        data = b"".join(self._pieces)
        self._pieces, self.size = [], 0
        return data
