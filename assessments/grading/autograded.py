"""The folders that `nbgrader autograde` leaves: filled apart, then put into their place at once."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

FOLDER = "autograded"
_APART = ".grading-"
_MODE = 0o444
_HANDS = 4
"""Folders written at a time: each of them waits for the disk."""
_OF_ITS_OWN = frozenset(
    {errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ}
)
"""What comes of names that this disk does not take."""
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def sweep(directory: Path) -> None:
    """Take away what a run that was killed left behind. Raises OSError."""
    for left in directory.glob(f"{_APART}*"):
        remove(left)


class Workshop:
    """A folder beside the graded ones, in which those of one run are made; leave it with `close`."""

    def __init__(self, directory: Path) -> None:
        self._home = directory / FOLDER
        self._home.mkdir(exist_ok=True)
        self._apart = Path(tempfile.mkdtemp(prefix=_APART, dir=directory))
        self._hands = ThreadPoolExecutor(_HANDS)
        self._begun: dict[str, Future[None]] = {}
        self._old = 0

    def make(self, learner: str, files: Mapping[str, bytes]) -> None:
        """Begin to write the folder of one learner, every file read-only as nbgrader leaves it."""
        self._begun[learner] = self._hands.submit(_write, self._apart / learner, files)

    def finish(self) -> dict[str, str]:
        """Wait until all folders are written; by learner why one could not be, for reasons of its own.

        Raises OSError where the disk is full or failing: that is nobody's fault who handed in.
        """
        begun, self._begun = self._begun, {}
        failed = {}
        for learner, each in begun.items():
            try:
                each.result()
            except OSError as error:
                if error.errno not in _OF_ITS_OWN:
                    raise
                failed[learner] = error.strerror or str(error)
        return failed

    def place(self, learner: str, form: str) -> None:
        """Put a learner's folder in the place of the one that is there, if any. Raises OSError."""
        target = self._home / learner / form
        target.parent.mkdir(exist_ok=True)
        if target.exists():
            self._old += 1
            old = self._apart / f".old-{self._old}"  # no learner's name begins with a dot
            target.rename(old)
            self._hands.submit(remove, old)
        (self._apart / learner).rename(target)

    def close(self) -> None:
        """Take the folder away, with whatever was not put into its place."""
        self._hands.shutdown(cancel_futures=True)
        remove(self._apart)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for inside, content in files.items():
        path = folder / inside
        if "/" in inside:
            path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, _NEW, 0o644)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        path.chmod(_MODE)


def remove(folder: Path) -> None:
    """Delete a folder, its read-only files too, which Windows would refuse."""
    if os.name == "nt":
        for path in folder.rglob("*"):
            path.chmod(stat.S_IWRITE)
    shutil.rmtree(folder)
