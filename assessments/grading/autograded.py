"""The folders that `nbgrader autograde` leaves: filled apart, then put into their place at once."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

FOLDER = "autograded"
_APART = ".grading-"
_MODE = 0o444
OF_ITS_OWN = frozenset(
    {errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ}
)
"""What comes of names that this disk does not take: nobody's fault but of whoever handed them in."""
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

    def make(self, learner: str, files: Mapping[str, bytes]) -> None:
        """Write the folder of one learner, every file read-only as nbgrader leaves it. Raises OSError."""
        folder = f"{self._apart}{os.sep}{learner}"
        os.mkdir(folder)  # noqa: PTH102 - a Path for each of some fifty thousand files takes its time
        for inside, content in files.items():
            if "/" in inside:
                Path(folder, inside).parent.mkdir(parents=True, exist_ok=True)
            _write(f"{folder}{os.sep}{inside}", content)

    def place(self, learner: str, form: str) -> None:
        """Put a learner's folder in the place of the one that is there, if any. Raises OSError."""
        target = self._home / learner / form
        target.parent.mkdir(exist_ok=True)
        made = self._apart / learner
        if target.exists():
            old = self._apart / f".{learner}"  # nobody is called so
            target.rename(old)
            made.rename(target)
            remove(old)
        else:
            made.rename(target)

    def close(self) -> None:
        """Take the folder away, with whatever was not put into its place."""
        remove(self._apart)


def _write(path: str, content: bytes) -> None:
    handle = os.open(path, _NEW, _MODE)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(handle, left) :]
        if stat.S_IMODE(os.fstat(handle).st_mode) != _MODE:  # the process makes files for itself alone
            os.chmod(path, _MODE)  # noqa: PTH101
    finally:
        os.close(handle)


def remove(folder: Path) -> None:
    """Delete a folder, its read-only files too, which Windows would refuse."""
    if os.name == "nt":
        for path in folder.rglob("*"):
            path.chmod(stat.S_IWRITE)
    shutil.rmtree(folder)
