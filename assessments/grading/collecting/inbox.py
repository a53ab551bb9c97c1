"""What lies in the exchange goes to `submitted`, as `nbgrader collect` with `update` would bring it there.

The same folders with the same content, times and permissions; but one at fault does not stop the others,
and a link in it is never followed.
"""

from __future__ import annotations

import fnmatch
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from assessments.coursedir import form_ids
from assessments.errors import Unreadable
from assessments.exchange import inbound
from assessments.grading.arrived import Arrival, collected_at, read_folder_name
from assessments.grading.collecting.found import Refusal
from assessments.grading.collecting.kinds import told

# nbgrader's defaults of CourseDirectory: ignore, max_file_size, max_dir_size
_IGNORED = (".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback")
_FILE_LIMIT = 100_000_000
_FOLDER_LIMIT = 100_000_000
_FILES_LIMIT = 2_000
_DEPTH_LIMIT = 10
_SIDE_BY_SIDE = 8
_PIECE = 1_000_000
# a link is not followed, and a pipe without a writer is not waited for
_FLAGS = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)
_PARTLY = ".collecting-"
_STALE_SECONDS = 3600.0
_HAND_IN_AGAIN = "请学员再交一次"


@dataclass
class Collected:
    """What was done with the latest submission of each person to each form."""

    new: list[Arrival] = field(default_factory=list)
    renewed: list[Arrival] = field(default_factory=list)
    unchanged: list[Arrival] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    partly: list[Refusal] = field(default_factory=list)
    """Submissions that were collected without some of their files."""


@dataclass(frozen=True)
class _Step:
    arrival: Arrival
    exists: bool


def collect_inbound(
    directory: Path, forms: Iterable[str] | None = None, *, dry_run: bool = False
) -> Collected:
    """Bring everybody's latest submission of the forms (all that are released) to `submitted`.

    Whoever calls it holds the course (`alone`), so that nothing is graded meanwhile.

    Raises OSError where the exchange or `submitted` cannot be read or written at all.
    """
    done = Collected()
    steps = []
    for arrival in _latest(directory, frozenset(forms or form_ids(directory)), done):
        target = _target(directory, arrival)
        there = collected_at(directory, arrival.form, arrival.learner)
        if target.is_dir() and there is not None and arrival.at <= there:
            done.unchanged.append(arrival)
        else:
            steps.append(_Step(arrival, target.exists()))
    if dry_run:
        results: Sequence[Refusal | list[str]] = [[] for _ in steps]
    else:
        results = _copy_all(directory, steps)
    for step, result in zip(steps, results, strict=True):
        _note(step, result, done)
    return done


def _note(step: _Step, result: Refusal | list[str], done: Collected) -> None:
    if isinstance(result, Refusal):
        done.refused.append(result)
        return
    (done.renewed if step.exists else done.new).append(step.arrival)
    if result:
        reason = f"没有带上 {'、'.join(told((name,)) for name in sorted(result)[:5])}：不是普通文件，或者太大"
        done.partly.append(Refusal(told((step.arrival.folder,)), reason, "其余的都收了，照常评分"))


def _latest(directory: Path, forms: frozenset[str], done: Collected) -> list[Arrival]:
    """Everybody's latest submission to each form, in the order of form and learner."""
    latest: dict[tuple[str, str], Arrival] = {}
    for entry in sorted(inbound(directory).iterdir()) if inbound(directory).is_dir() else ():
        one = read_folder_name(entry.name)
        if one is None:
            if "+" in entry.name:
                done.refused.append(
                    Refusal(told((entry.name,)), "文件夹名里的时间读不出来", "请核对是谁放的")
                )
            continue
        if one.form not in forms:
            continue
        if entry.is_symlink() or not entry.is_dir() or one.learner.startswith(".") or not one.learner:
            done.refused.append(
                Refusal(told((entry.name,)), "不是一份交上来的文件夹", "没有动它；请核对是谁放的")
            )
            continue
        known = latest.get((one.form, one.learner))
        if known is None or (one.at, one.folder) > (known.at, known.folder):
            latest[one.form, one.learner] = one
    return [latest[who] for who in sorted(latest)]


def _target(directory: Path, arrival: Arrival) -> Path:
    return directory / "submitted" / arrival.learner / arrival.form


def _copy_all(directory: Path, steps: Sequence[_Step]) -> list[Refusal | list[str]]:
    """Copy several at a time, each beside `submitted` first; what a crash left behind is swept."""
    for left in directory.glob(f"{_PARTLY}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(left, ignore_errors=True)
    if not steps:
        return []
    scratch = Path(tempfile.mkdtemp(prefix=_PARTLY, dir=directory))
    try:
        with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
            numbered = enumerate(steps)
            return list(pool.map(lambda one: _bring(directory, scratch / str(one[0]), one[1]), numbered))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _bring(directory: Path, scratch: Path, step: _Step) -> Refusal | list[str]:
    """Copy one submission into its place; what was left out of it, or why it was not collected."""
    source, target = inbound(directory) / step.arrival.folder, _target(directory, step.arrival)
    try:
        copier = _Copier()
        copier.copy(source, scratch, depth=0)
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_symlink() or (target.exists() and not target.is_dir()):
            raise Unreadable(f"submitted 里的 {step.arrival.learner}/{step.arrival.form} 不是文件夹")
        if target.exists():
            target.rename(scratch.with_name(f"{scratch.name}-before"))
        scratch.rename(target)
    except Unreadable as error:
        return Refusal(told((step.arrival.folder,)), error.reason, _HAND_IN_AGAIN)
    except OSError as error:
        return Refusal(
            told((step.arrival.folder,)), f"收不过来：{error.strerror or error}", "核对权限和空间，再收一次"
        )
    return copier.left_out


@dataclass
class _Copier:
    """Copies one folder, as shutil.copytree with nbgrader's rules, but regular files only."""

    size: int = 0
    files: int = 0
    left_out: list[str] = field(default_factory=list)

    def copy(self, source: Path, target: Path, *, depth: int) -> None:
        """Raises Unreadable where the folder is larger than any submission, and OSError."""
        if depth > _DEPTH_LIMIT:
            raise Unreadable(f"文件夹套了 {_DEPTH_LIMIT} 层以上")
        target.mkdir()
        with os.scandir(source) as entries:
            for entry in entries:
                if not any(fnmatch.fnmatch(entry.name, pattern) for pattern in _IGNORED):
                    self._one(entry, target / entry.name, depth)
        shutil.copystat(source, target)

    def _one(self, entry: os.DirEntry[str], target: Path, depth: int) -> None:
        found = entry.stat(follow_symlinks=False)
        if stat.S_ISDIR(found.st_mode):
            self.copy(Path(entry.path), target, depth=depth + 1)
        elif stat.S_ISREG(found.st_mode) and found.st_size <= _FILE_LIMIT:
            self._count(found.st_size)
            _copy(entry.path, target, found.st_size)
        else:
            self.left_out.append(entry.name)

    def _count(self, size: int) -> None:
        self.size += size
        self.files += 1
        if self.size > _FOLDER_LIMIT or self.files > _FILES_LIMIT:
            reason = f"超过 {_FOLDER_LIMIT // 1_000_000} MB 或者 {_FILES_LIMIT} 个文件，不像一份作答"
            raise Unreadable(reason)


def _copy(source: str, target: Path, size: int) -> None:
    """Copy a file of that size as shutil.copy2 would, but no byte more: its owner may still write to it.

    Raises Unreadable, OSError.
    """
    with open(os.open(source, _FLAGS), "rb") as original, target.open("xb") as copy:  # noqa: PTH123
        left = size if stat.S_ISREG(os.fstat(original.fileno()).st_mode) else -1
        while left > 0 and (piece := original.read(min(left, _PIECE))):
            left -= copy.write(piece)
        if left or original.read(1):
            raise Unreadable("收的时候文件还在变")
    shutil.copystat(source, target, follow_symlinks=False)
