"""Finds what may be answers among the files, folders, zip files and mails that an instructor names."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assessments.errors import Unreadable
from assessments.grading.bounded import read_bytes
from assessments.grading.collecting.archive import ARCHIVE_LIMIT, TOTAL_LIMIT, Budget, opened
from assessments.grading.collecting.found import Found, Offer
from assessments.grading.collecting.kinds import Kind, kind_of, told
from assessments.grading.collecting.mail import MAIL_LIMIT
from assessments.grading.collecting.unpack import CONTAINERS, Room, unpack, unpack_archive
from assessments.grading.responses import ANSWERS_LIMIT

FILES_LIMIT = 50_000
DEPTH_LIMIT = 20
_FOLDERS_KEPT = 4
_SEPARATOR = re.compile(r"[/\\]")
_NO_ANSWERS = "只有笔记本，没有作答：作答在同一个文件夹的 answers.json 里"


@dataclass(frozen=True)
class Handed:
    """A file that came without a folder: as its sender named it, what it holds, when it was changed."""

    name: str
    """May have folders before it; it is shown and looked through for a number, never used as a path."""
    raw: bytes
    at: datetime | None
    """None where nobody knows."""


def gather(named: Sequence[Path | Handed], limit: int = TOTAL_LIMIT) -> Found:
    """Look at everything that was named, in the order of its names, and never stop at a fault.

    At most `limit` bytes are read.
    """
    found = Found(budget=Budget(limit, limit))
    once = dict.fromkeys(named)
    for one in once:
        if isinstance(one, Handed):
            _take_handed(one, found, single=len(once) == 1)
        else:
            _look(one, found)
    complete = {offer.parts[:-1] for offer in found.offers}
    for parts in found.notebooks:
        if parts[:-1] in complete:
            found.skipped.append(told(parts))
        else:
            found.refuse(parts, _NO_ANSWERS, "请学员把 answers.json 也交来")
    return found


def _look(path: Path, found: Found) -> None:
    parts = tuple(_shown_name(part) for part in path.parts[-2:]) or (str(path),)
    try:
        mode = path.stat().st_mode  # of what a link leads to: the instructor named it
    except (OSError, ValueError):
        found.refuse(parts, "找不到这个文件", "请核对路径")
        return
    if stat.S_ISDIR(mode):
        for inner, inner_parts in _walk(path, parts[-1:], found):
            _take(inner, inner_parts, found, named=False)
    else:
        _take(path.resolve(), parts, found, named=True)


def _walk(top: Path, parts: tuple[str, ...], found: Found) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """The files under a folder, in the order of their names; links are no files."""
    waiting, count = [(top, parts)], 0
    while waiting:
        folder, place = waiting.pop()
        try:
            with os.scandir(folder) as listed:
                entries = sorted(listed, key=lambda entry: entry.name)
        except OSError as error:
            found.refuse(place, f"文件夹读不出来：{error.strerror or error}", "请核对权限")
            continue
        folders = []
        for entry in entries:
            inner = (*place, _shown_name(entry.name))
            if not entry.is_dir(follow_symlinks=False):
                count += 1
                yield Path(entry.path), inner
            elif kind_of(inner) != "junk":
                folders.append((Path(entry.path), inner))
        if count > FILES_LIMIT or (folders and len(place) > DEPTH_LIMIT):
            found.refuse(place, f"文件超过 {FILES_LIMIT} 个，或者套了 {DEPTH_LIMIT} 层以上", "请分几次收")
            return
        waiting += reversed(folders)


def _shown_name(name: str) -> str:
    """A name of this disk; where an unpacker wrote it in GBK, its letters and not its bytes."""
    raw = os.fsencode(name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _take(path: Path, parts: tuple[str, ...], found: Found, *, named: bool) -> None:
    kind = "text" if named and kind_of(parts) in {"other", "companion", "junk"} else kind_of(parts)
    if (named and found.refused_picture(parts)) or found.settled(kind, parts):
        return
    try:
        if kind in CONTAINERS:
            _open_file(kind, path, parts, found, named=named)
            return
        raw = read_bytes(path, ANSWERS_LIMIT)
        found.budget.spend(len(raw))
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except Unreadable as error:
        found.unreadable(parts, error)
    except (OSError, OverflowError, ValueError) as error:
        found.refuse(parts, f"读不出来：{error}")
    else:
        found.offers.append(Offer(parts, raw, changed, named))


def _open_file(kind: Kind, path: Path, parts: tuple[str, ...], found: Found, *, named: bool) -> None:
    inside = Room(found.budget).into(kind, named=named)
    if kind == "mail":
        raw = read_bytes(path, min(MAIL_LIMIT, inside.budget.of))
        inside.budget.spend(len(raw))
        unpack(kind, raw, parts, found, inside)
        return
    if path.is_symlink() or not path.is_file():
        raise Unreadable("不是普通文件（是链接、文件夹或设备）")
    if path.stat().st_size > ARCHIVE_LIMIT:
        raise Unreadable(f"有 {path.stat().st_size:,} 字节，太大，最多 {ARCHIVE_LIMIT:,}")
    with path.open("rb") as stream, opened(stream) as archive:
        unpack_archive(archive, parts, found, inside)


def _take_handed(handed: Handed, found: Found, *, single: bool) -> None:
    """As a file that was named; but what lies beside answers was hardly chosen for itself.

    Of several zip files or mails each may be somebody's: none takes the room of another.
    """
    folders = [part for part in _SEPARATOR.split(handed.name) if part.strip(". ")]
    parts = tuple(folders[-_FOLDERS_KEPT:]) or ("文件",)
    kind = "text" if kind_of(parts) == "other" else kind_of(parts)
    if found.refused_picture(parts) or found.settled(kind, parts):
        return
    try:
        found.budget.spend(len(handed.raw))
        if kind in CONTAINERS:
            unpack(kind, handed.raw, parts, found, Room(found.budget).into(kind, named=single))
        else:
            found.offers.append(Offer(parts, handed.raw, handed.at, named=True))
    except Unreadable as error:
        found.unreadable(parts, error)
