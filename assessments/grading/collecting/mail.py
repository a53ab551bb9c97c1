"""Mails that were saved as files: their attachments, found by Python's own reader within bounds.

A stranger wrote the mail: no name in it is used as a path, nothing that it says of itself is believed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32, Policy
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

from assessments.errors import Unreadable
from assessments.grading.collecting.archive import Budget

MAIL_LIMIT = 30_000_000
"""Bytes of a mail; few servers carry more."""
_LINES_LIMIT = 600_000
_PARTS_LIMIT = 2_000
_HEADERS_LIMIT = 50_000
_HEADER_LIMIT = 4_000
"""Characters of one field; only that of the receivers is ever longer, and nobody asks for it."""
_NAME_LIMIT = 300
_MAILS = frozenset({"message/rfc822", "message/global"})
_ENCODINGS = frozenset({"", "7bit", "8bit", "binary", "base64", "quoted-printable"})
_GROWN = 4
"""An attachment is never longer than this many times what it holds."""
_DAMAGE = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    OverflowError,
    RecursionError,
    MessageError,
)
_FOLD = re.compile(r"[\r\n]+[ \t]*")
_BROKEN = "邮件坏了，或者没有存完整"

T = TypeVar("T")


@dataclass(frozen=True)
class Enclosed:
    """An attachment, or a mail in the mail."""

    name: str
    """As its sender saw it, without folders."""
    letter: Letter | None
    """The mail that it is; None for an attachment."""
    _part: Message

    def read(self, limit: int, budget: Budget) -> bytes:
        """What is in it, of at most `limit` bytes. Raises Unreadable."""
        packed = self._part.get_payload()
        encoding = str(self._part.get("Content-Transfer-Encoding", "")).strip().lower()
        if encoding not in _ENCODINGS or not isinstance(packed, str):
            raise Unreadable("附件的编码太少见，打不开")
        if len(packed) > _GROWN * limit:
            raise Unreadable(f"太大，最多 {limit:,} 字节")
        raw = _sound(lambda: self._part.get_payload(decode=True), "这个附件坏了")
        if not isinstance(raw, bytes):
            raise Unreadable("这个附件坏了")
        if len(raw) > limit:
            raise Unreadable(f"有 {len(raw):,} 字节，太大，最多 {limit:,}")
        budget.spend(len(raw))
        return raw


@dataclass(frozen=True)
class Letter:
    """A mail."""

    message: Message

    @property
    def at(self) -> datetime | None:
        """When it was sent, as it says; None where it does not."""
        try:
            said = parsedate_to_datetime(str(self.message.get("Date", "")))
            return (said if said.tzinfo else said.replace(tzinfo=UTC)).astimezone(UTC)
        except _DAMAGE:
            return None

    def enclosed(self) -> list[Enclosed]:
        """Everything in it that has a name, in its order; the words of the mail are left out.

        Raises Unreadable.
        """
        return _sound(lambda: list(self._walk()), _BROKEN)

    def _walk(self) -> Iterator[Enclosed]:
        waiting: list[Message] = [self.message]
        while waiting:
            part = waiting.pop()
            payload = part.get_payload()
            inside = [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []
            if part.get_content_type() in _MAILS and inside:
                # as mail programs name one that is saved: by its subject
                name = _name(part) or f"{_subject(inside[0]) or '邮件'}.eml"
                yield Enclosed(name, Letter(inside[0]), part)
            elif inside:
                waiting += reversed(inside)
            elif name := _name(part):
                yield Enclosed(name, None, part)


def read_letter(raw: bytes, budget: Budget) -> Letter:
    """The mail in these bytes. Raises Unreadable."""
    if len(raw) > MAIL_LIMIT:
        raise Unreadable(f"有 {len(raw):,} 字节，太大，最多 {MAIL_LIMIT:,}")
    lines = raw.count(b"\n") + raw.count(b"\r")
    if lines > _LINES_LIMIT:
        raise Unreadable(f"邮件有 {lines:,} 行，太长")
    policy = _Bounded(_Bounds(lines, budget))
    return Letter(_sound(lambda: BytesParser(policy=policy).parsebytes(raw), _BROKEN))


@dataclass
class _Bounds:
    """How much of one mail was read so far."""

    lines: int
    budget: Budget
    parts: int = field(default=0)
    headers: int = field(default=0)

    def part(self, policy: Policy) -> Message:
        """One more part. Raises Unreadable where there are too many."""
        self.parts += 1
        if self.parts > _PARTS_LIMIT:
            raise Unreadable(f"邮件里的东西超过 {_PARTS_LIMIT} 件，没有打开")
        self.budget.look(self.lines)
        return Message(policy=policy)

    def header(self, size: int) -> bool:
        """One more field; whether it is short enough to be looked at. Raises Unreadable."""
        self.headers += 1
        if self.headers > _HEADERS_LIMIT:
            raise Unreadable("邮件的信头太多，没有打开")
        return size <= _HEADER_LIMIT


class _Bounded(Compat32):
    """Reads mails as Python always did, and leaves out what only slows it down."""

    def __init__(self, bounds: _Bounds) -> None:
        super().__init__(message_factory=bounds.part)
        object.__setattr__(self, "_bounds", bounds)  # a policy allows no other way

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """A field's name and its text; the text of a very long one is left out."""
        name, value = super().header_source_parse(sourcelines)
        bounds: _Bounds = self.__dict__["_bounds"]
        return name, value if bounds.header(len(value)) else ""


def _sound(work: Callable[[], T], reason: str) -> T:
    """What comes of it. Raises Unreadable for whatever a spoilt mail makes Python's reader raise."""
    try:
        return work()
    except _DAMAGE as error:
        raise Unreadable(reason) from error


def _name(part: Message) -> str:
    """The name of a part, as its sender saw it, without folders; empty where it has none."""
    for header, key in (("content-disposition", "filename"), ("content-type", "name")):
        told = _field(part, header)
        if not told:
            continue
        reader: Message = Message()
        reader["X"] = told
        value: Any = reader.get_param(key, header="X")
        plain = (
            _charset(value[2].encode("latin-1", "replace"), value[0])
            if isinstance(value, tuple)
            else (_words(str(value)) if value else "")
        )
        if last := re.split(r"[\\/]", plain.partition("\0")[0])[-1].strip():
            return last[-_NAME_LIMIT:]
    return ""


def _subject(message: Message) -> str:
    return re.sub(r"[\\/\0]", " ", _words(_field(message, "subject"))).strip()[:_NAME_LIMIT]


def _field(message: Message, name: str) -> str:
    """A field as one line of letters; what it holds as bytes is read as UTF-8, else as GBK."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name), "")
    line = _FOLD.sub(" ", str(raw))
    return _charset(line.encode("utf-8", "surrogateescape"), None)


def _words(text: str) -> str:
    """The text with its encoded words (RFC 2047) read; as it is where they cannot be."""
    try:
        pieces = decode_header(text)
    except _DAMAGE:
        return text
    return "".join(piece if isinstance(piece, str) else _charset(piece, charset) for piece, charset in pieces)


def _charset(raw: bytes, charset: str | None) -> str:
    """The letters; GB2312 is read as what it became, and what is not said or not true is tried."""
    said = (charset or "").lower()
    first = "gb18030" if said in {"gb2312", "gbk", "x-gbk", "cp936"} else said
    for encoding in (first, "utf-8", "gb18030"):
        try:
            if encoding and encoding != "us-ascii":
                return raw.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    return raw.decode("utf-8", "replace")
