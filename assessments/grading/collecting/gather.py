"""Finds what may be answers among the files, folders and zip files that an instructor names."""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from assessments.errors import Unreadable
from assessments.grading.bounded import read_bytes
from assessments.grading.collecting.archive import (
    ARCHIVE_LIMIT,
    ENTRY_COST,
    NESTED_LIMIT,
    Budget,
    Packed,
    check_entry,
    opened,
    packed,
    read_entry,
)
from assessments.grading.responses import ANSWERS_LIMIT

FILES_LIMIT = 50_000
DEPTH_LIMIT = 20
_JUNK = {"thumbs.db", "desktop.ini", ".ds_store"}
_JUNK_FOLDERS = {"__macosx", ".ipynb_checkpoints", "__pycache__", "$recycle.bin"}
_COMPANIONS = re.compile(
    r"(form( ?\(\d+\))?\.json|timestamp\.txt|submission_secret\.txt|answers\.\d+\.old\.json)"
)
_TEXT = re.compile(r".*\.(json|txt)|[^.]*")
_PACKED_OTHERWISE = re.compile(r".*\.(rar|7z|gz|tgz|tar|bz2|xz)")
_REPACK = "请让学员改用 zip，或者解开后把 answers.json 交来"
_RESEND = "请学员再发一次"
_NO_ANSWERS = "只有笔记本，没有作答：作答在同一个文件夹的 answers.json 里"

Kind = Literal["junk", "companion", "notebook", "archive", "otherwise", "text", "other"]


@dataclass(frozen=True)
class Refusal:
    """A file that is not taken in: why, and what to do. All three are for the instructor."""

    file: str
    reason: str
    advice: str


@dataclass(frozen=True)
class Offer:
    """A file that may be answers: where it lay, its content, and when it was changed (None: nobody knows)."""

    parts: tuple[str, ...]
    """From the named file or folder inward; an archive counts like a folder."""
    raw: bytes
    at: datetime | None
    named: bool
    """Whether the instructor named this very file."""

    @property
    def file(self) -> str:
        """The place as an instructor reads it."""
        return told(self.parts)


@dataclass
class Found:
    """What one walk has found."""

    offers: list[Offer] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    notebooks: list[tuple[str, ...]] = field(default_factory=list)
    budget: Budget = field(default_factory=Budget)

    def refuse(self, parts: tuple[str, ...], reason: str, advice: str = _RESEND) -> None:
        """Note a file that is not taken in."""
        self.refused.append(Refusal(told(parts), reason, advice))


def gather(paths: Sequence[Path]) -> Found:
    """Look at everything that was named, in the order of its names, and never stop at a fault."""
    found = Found()
    for path in dict.fromkeys(paths):
        _look(path, found)
    complete = {offer.parts[:-1] for offer in found.offers}
    for parts in found.notebooks:
        if parts[:-1] in complete:
            found.skipped.append(told(parts))
        else:
            found.refuse(parts, _NO_ANSWERS, "请学员把 answers.json 也交来")
    return found


def told(parts: tuple[str, ...]) -> str:
    """A place to be printed: long and unprintable names are made short and harmless."""
    return "/".join(_plain(part) for part in parts)


def _plain(name: str) -> str:
    shown = "".join(letter if letter.isprintable() else "�" for letter in name)
    return shown if len(shown) <= 80 else f"{shown[:40]}…{shown[-30:]}"


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


def kind_of(parts: tuple[str, ...]) -> Kind:
    """What a file is, as its name tells."""
    name = parts[-1].strip().lower()
    if (
        name in _JUNK
        or name.startswith(("._", "~$", "."))
        or _JUNK_FOLDERS & {part.lower() for part in parts}
    ):
        return "junk"
    if _COMPANIONS.fullmatch(name):
        return "companion"
    kinds: dict[str, Kind] = {".ipynb": "notebook", ".zip": "archive"}
    for ending, kind in kinds.items():
        if name.endswith(ending):
            return kind
    if _PACKED_OTHERWISE.fullmatch(name):
        return "otherwise"
    return "text" if _TEXT.fullmatch(name) else "other"


def _take(path: Path, parts: tuple[str, ...], found: Found, *, named: bool) -> None:
    kind = "text" if named and kind_of(parts) in {"other", "companion", "junk"} else kind_of(parts)
    if _settled(kind, parts, found):
        return
    try:
        if kind == "archive":
            _unpack_file(path, parts, found, found.budget if named else found.budget.part())
            return
        raw = read_bytes(path, ANSWERS_LIMIT)
        found.budget.spend(len(raw))
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except Unreadable as error:
        found.refuse(parts, error.reason)
    except (OSError, OverflowError, ValueError) as error:
        found.refuse(parts, f"读不出来：{error}")
    else:
        found.offers.append(Offer(parts, raw, changed, named))


def _settled(kind: Kind, parts: tuple[str, ...], found: Found) -> bool:
    """Whether nothing more is to be done with a file of this kind."""
    match kind:
        case "companion" | "other":
            found.skipped.append(told(parts))
        case "notebook":
            found.notebooks.append(parts)
        case "otherwise":
            found.refuse(parts, "这种压缩文件打不开", _REPACK)
        case "archive" | "text":
            return False
    return True


def _unpack_file(path: Path, parts: tuple[str, ...], found: Found, budget: Budget) -> None:
    if path.is_symlink() or not path.is_file():
        raise Unreadable("不是普通文件（是链接、文件夹或设备）")
    if path.stat().st_size > ARCHIVE_LIMIT:
        raise Unreadable(f"有 {path.stat().st_size:,} 字节，太大，最多 {ARCHIVE_LIMIT:,}")
    with path.open("rb") as stream, opened(stream) as archive:
        _Unpacking(archive, parts, found, budget, nested=False).run()


@dataclass
class _Unpacking:
    """One archive on its way through."""

    archive: zipfile.ZipFile
    parts: tuple[str, ...]
    found: Found
    budget: Budget
    nested: bool

    def run(self) -> None:
        """Look at every file in it. Raises Unreadable where the archive itself is at fault."""
        for one in packed(self.archive):
            place = (*self.parts, *one.parts)
            try:
                self.budget.spend(ENTRY_COST)
                if not one.parts or _settled(kind_of(place), place, self.found):
                    continue
                check_entry(one)
                self._one(one, place)
            except Unreadable as error:
                self.found.refuse(place, error.reason)
                if self.budget.used_up:
                    return

    def _one(self, one: Packed, place: tuple[str, ...]) -> None:
        if kind_of(place) == "archive":
            if self.nested:
                raise Unreadable("压缩包里套了压缩包，又套了一层")
            part = self.budget.part()
            raw = read_entry(self.archive, one, NESTED_LIMIT, part)
            with opened(io.BytesIO(raw)) as inner:
                _Unpacking(inner, place, self.found, part, nested=True).run()
        else:
            raw = read_entry(self.archive, one, ANSWERS_LIMIT, self.budget)
            self.found.offers.append(Offer(place, raw, one.at, named=False))
