"""Zip files of strangers: nothing is unpacked to disk, no name is used as a path, all has its bounds."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from assessments.clock import BEIJING
from assessments.errors import Unreadable

ARCHIVE_LIMIT = 200_000_000
"""Bytes of a zip file; ten thousand submissions have about thirty million."""
NESTED_LIMIT = 10_000_000
"""Bytes of a zip file inside another one."""
ENTRIES_LIMIT = 50_000
TOTAL_LIMIT = 200_000_000
"""Bytes that one command reads, zip files inside others included."""
PART_LIMIT = 20_000_000
"""Bytes of these for a zip file or a mail that nobody named: what one person sends takes no other's room."""
ENTRY_COST = 1_000
"""Bytes for which an entry counts, whatever is in it: to note it takes about as much."""
_DIRECTORY_LIMIT = 20_000_000
_LOOKS = 20_000_000
"""Lines of mails that one command looks at, each once for every part in which it may lie."""
_PART_LOOKS = 5_000_000
"""Of these for a zip file or a mail that nobody named."""
_RATIO = 200
_RATIO_FROM = 100_000
"""Bytes from which on the ratio is looked at: answers shrink to a tenth, seldom to a twentieth."""
_NAME_LIMIT = 500
_END = b"PK\x05\x06"
_END_SIZE = 22
_END64_LOCATOR = b"PK\x06\x07"
_LOCATOR_SIZE = 20
_COMMENT = 65_535
_UTF8_FLAG, _LOCKED_FLAGS = 0x800, 0x2041
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # the others can ask for gigabytes
_UNICODE_PATH, _UNIX_TIME = 0x7075, 0x5455
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,  # also where zipfile does not know a way of packing
    IndexError,
)
_DRIVE = re.compile(r"[A-Za-z]:")


class BudgetSpent(Unreadable):
    """Too much for one time."""


@dataclass
class Budget:
    """How much may still be read: by one command, or of one zip file or mail, which spends of `whole` too."""

    left: int = TOTAL_LIMIT
    """Bytes."""
    of: int = TOTAL_LIMIT
    """Bytes that there were."""
    looks: int = _LOOKS
    """How often a line of a mail may still be looked at: once for each part in which it may lie."""
    whole: Budget | None = None
    what: str = ""
    """Of what this is the part, in Chinese; empty where it is all."""

    @property
    def used_up(self) -> bool:
        """Whether nothing more may be read."""
        return self.left < 0 or (self.whole is not None and self.whole.used_up)

    def part(self, what: str) -> Budget:
        """What a zip file or a mail that nobody named may take of it; a part has no smaller ones."""
        return self if self.whole else Budget(PART_LIMIT, PART_LIMIT, _PART_LOOKS, self, what)

    def spend(self, size: int) -> None:
        """Raises BudgetSpent where it is used up, Unreadable where a part of it is."""
        self.left -= size
        if self.left < 0 and self.whole:
            raise Unreadable(f"{self.what}解开超过 {self.of // 1_000_000} MB，或者文件太多，后面的没有看")
        if self.left < 0:
            raise BudgetSpent(f"这一次读的总量超过 {self.of // 1_000_000} MB")
        if self.whole:
            self.whole.spend(size)

    def look(self, lines: int) -> None:
        """Raises BudgetSpent where mails were looked at long enough, Unreadable where a part was."""
        self.looks -= lines
        if self.looks < 0 and self.whole:
            raise Unreadable(f"{self.what}里套的东西太多，没有读完")
        if self.looks < 0:
            raise BudgetSpent("邮件里套的东西太多，没有读完")
        if self.whole:
            self.whole.look(lines)


@dataclass(frozen=True)
class Packed:
    """A file in an archive: the folders and the name, in plain letters, and when it was changed."""

    parts: tuple[str, ...]
    at: datetime | None
    info: zipfile.ZipInfo


@contextmanager
def opened(stream: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """The archive, its directory bounded before it is read. Raises Unreadable."""
    try:
        _check_directory(stream)
        archive = zipfile.ZipFile(stream)
    except _DAMAGE as error:
        raise Unreadable("zip 文件坏了，或者没有传完整") from error
    with archive:
        yield archive


def packed(archive: zipfile.ZipFile) -> list[Packed]:
    """The files of an archive; folders are left out. Raises Unreadable where there are too many."""
    infos = archive.infolist()
    if len(infos) > ENTRIES_LIMIT:
        raise Unreadable(f"里面有 {len(infos)} 个文件，最多 {ENTRIES_LIMIT} 个")
    files = (info for info in infos if not info.filename.endswith(("/", "\\")))
    return [_packed(info) for info in files]


def check_entry(one: Packed) -> None:
    """Raises Unreadable for what is no plain file, or leads out of its folder."""
    name = entry_name(one.info)
    if len(name) > _NAME_LIMIT:
        raise Unreadable(f"文件名有 {len(name)} 个字，太长")
    kind = stat.S_IFMT(one.info.external_attr >> 16) if one.info.create_system == 3 else 0
    if kind and kind != stat.S_IFREG:
        raise Unreadable("不是普通文件（是链接、文件夹或设备）")
    if ".." in one.parts or name.startswith(("/", "\\")) or _DRIVE.match(name):
        raise Unreadable("压缩包里的文件名指到包外面去了")


def read_entry(archive: zipfile.ZipFile, one: Packed, limit: int, budget: Budget) -> bytes:
    """The content of a file of at most `limit` bytes; what the archive says of its size is not believed.

    Raises Unreadable.
    """
    info = one.info
    if info.flag_bits & _LOCKED_FLAGS:
        raise Unreadable("压缩包有密码")
    if info.compress_type not in _METHODS:
        raise Unreadable("压缩方式太少见，打不开")
    if info.file_size > limit:
        raise Unreadable(f"有 {info.file_size:,} 字节，太大，最多 {limit:,}")
    if info.file_size > _RATIO_FROM and info.file_size > _RATIO * max(1, info.compress_size):
        raise Unreadable("压缩得不像正常文件，没有打开")
    try:
        with archive.open(info) as stream:
            raw = stream.read(limit + 1)
    except _DAMAGE as error:
        raise Unreadable("在 zip 里，这个文件坏了") from error
    if len(raw) > limit:
        raise Unreadable(f"解开后超过 {limit:,} 字节，太大")
    budget.spend(len(raw))
    return raw


def entry_name(info: zipfile.ZipInfo) -> str:
    """The name as its sender saw it: Windows writes GBK, others UTF-8, and often neither says so."""
    if info.flag_bits & _UTF8_FLAG:
        return info.orig_filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.orig_filename
    told = _extra(info).get(_UNICODE_PATH, b"")
    if len(told) > 5 and told[1:5] == struct.pack("<L", zlib.crc32(raw)):
        raw = told[5:]
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def _packed(info: zipfile.ZipInfo) -> Packed:
    parts = entry_name(info).partition("\0")[0].replace("\\", "/").split("/")
    return Packed(tuple(part for part in parts if part not in {"", "."}), _changed_at(info), info)


def _changed_at(info: zipfile.ZipInfo) -> datetime | None:
    """As UTC where the archive has it, else its clock time as that of Beijing; None where it has none."""
    told = _extra(info).get(_UNIX_TIME, b"")
    try:
        if len(told) >= 5 and told[0] & 1:
            return datetime.fromtimestamp(struct.unpack("<l", told[1:5])[0], UTC)
        return datetime(*info.date_time, tzinfo=BEIJING).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _extra(info: zipfile.ZipInfo) -> dict[int, bytes]:
    """The extra fields of an entry; a broken rest is left out."""
    fields, rest = {}, info.extra
    while len(rest) >= 4:
        kind, size = struct.unpack("<HH", rest[:4])
        fields[kind] = rest[4 : 4 + size]
        rest = rest[4 + size :]
    return fields


def _check_directory(stream: BinaryIO) -> None:
    """Look where the zip library will look, before it reads a directory of any length into memory."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _END_SIZE - _COMMENT - _LOCATOR_SIZE))
    tail = stream.read()
    at = len(tail) - _END_SIZE
    if at < 0 or not tail[at:].startswith(_END) or tail[-2:] != b"\0\0":
        at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise Unreadable("zip 文件坏了，或者没有传完整")
    (length,) = struct.unpack("<L", tail[at + 12 : at + 16])
    if length > _DIRECTORY_LIMIT or tail[max(0, at - _LOCATOR_SIZE) : at].startswith(_END64_LOCATOR):
        raise Unreadable(f"里面的文件太多，最多 {ENTRIES_LIMIT} 个")
