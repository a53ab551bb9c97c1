"""Reads JSON that a stranger wrote: so large, so deep, every key once, and nothing that only Python takes.

Whoever reads a submitted file reads it through here. The reasons are Chinese: an instructor reads them.
"""

from __future__ import annotations

import codecs
import json
import math
import os
import re
import stat
from collections import Counter
from pathlib import Path
from typing import Any, NoReturn

from assessments.errors import Unreadable

DEPTH = 64
"""Levels of lists and objects: answers.json has 6, a notebook about 8."""
_NUMBER_LENGTH = 40
_KEY_SHOWN = 40
_IRREGULAR = "不是普通文件（是链接、文件夹或设备）"
_BRACKETS = bytes.maketrans(b"{}", b"[]")
_NO_BRACKET = bytes(set(range(256)) - set(b"[]{}"))
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
# a link is not followed, and a pipe without a writer is not waited for
_FLAGS = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)


def read_json(path: Path, limit: int) -> object:
    """The value in a regular file of at most `limit` bytes. Raises Unreadable with the reason."""
    return parse_json(read_bytes(path, limit), limit)


def read_bytes(path: Path | str, limit: int) -> bytes:
    """The content of a regular file of at most `limit` bytes. Raises Unreadable with the reason."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):  # a device must not even be opened
            raise Unreadable(_IRREGULAR)
        handle = os.open(path, _FLAGS)
        try:
            return _content(handle, limit)
        finally:
            os.close(handle)
    except OSError as error:
        raise Unreadable(f"读不出来：{error.strerror or error}") from error


def _content(handle: int, limit: int) -> bytes:
    """All of an open file. Raises Unreadable, OSError."""
    state = os.fstat(handle)
    if not stat.S_ISREG(state.st_mode):
        raise Unreadable(_IRREGULAR)
    # asked for as much as there is: room for the limit would be taken from the system for each small file
    piece = min(state.st_size, limit) + 1
    raw = os.read(handle, piece)
    while raw and len(raw) <= limit and (more := os.read(handle, piece)):
        raw += more
    if (size := max(len(raw), state.st_size)) > limit:
        raise Unreadable(_too_large(size, limit))
    return raw


def parse_json(raw: bytes, limit: int) -> object:
    """The value of a JSON text in UTF-8, with or without a BOM. Raises Unreadable with the reason."""
    if len(raw) > limit:
        raise Unreadable(_too_large(len(raw), limit))
    text = _text(raw)
    _check_depth(raw)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_float=_float,
            parse_int=_int,
        )
    except json.JSONDecodeError as error:
        place = f"第 {error.lineno} 行第 {error.colno} 个字符"
        raise Unreadable(f"文件不完整，或者里面改坏了：{place}起读不下去") from error
    if _SURROGATE.search(raw):
        _check_surrogates(value)
    return value


def _text(raw: bytes) -> str:
    if not raw.removeprefix(codecs.BOM_UTF8).strip():
        raise Unreadable("文件是空的")
    if raw.startswith(b"PK\x03\x04"):
        raise Unreadable("是 zip 压缩包，不是 JSON 文本")
    if raw.startswith(_WIDE) or b"\x00" in raw[:4]:
        raise Unreadable("编码是 UTF-16（记事本里叫 Unicode），应为 UTF-8")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(_other_encoding(raw)) from error


def _other_encoding(raw: bytes) -> str:
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return "不是文字，或者文件坏了；应为 UTF-8 的 JSON 文本"
    return "编码像是 GBK（记事本里叫 ANSI），应为 UTF-8"


def _check_depth(raw: bytes) -> None:
    """Raises Unreadable where it is nested too deeply, found without nesting anything.

    Strings are cut out, brackets alone are left, and the innermost pairs go, level by level. What is no JSON
    may be judged wrongly here; it never gets deeper in the parser than twice the limit before it is refused.
    """
    if raw.count(b"[") + raw.count(b"{") <= DEPTH:
        return
    outside = raw.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')[::2]
    brackets = b"".join(outside).translate(_BRACKETS, _NO_BRACKET)
    for _ in range(DEPTH):
        less = brackets.replace(b"[]", b"")
        if len(less) == len(brackets):
            break
        brackets = less
    if b"[]" in brackets or brackets.count(b"[") > DEPTH:
        raise Unreadable(f"一层套一层，超过 {DEPTH} 层")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise Unreadable(f"“{_shown(twice)}”写了两次，不知道该算哪一个")
    return made


def _constant(name: str) -> NoReturn:
    raise Unreadable(f"有 {name}，不是 JSON 的数")


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise Unreadable(f"数 {text[:_NUMBER_LENGTH]} 太大")
    return value


def _int(text: str) -> int:
    if len(text) > _NUMBER_LENGTH:
        raise Unreadable(f"有一个 {len(text)} 位的数，太长")
    return int(text)


def _check_surrogates(value: object) -> None:
    """Raises Unreadable for half a character: Python reads it and can never write it again."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise Unreadable("有不完整的字符（半个表情符号之类）") from error


def _shown(key: str) -> str:
    plain = "".join(letter if letter.isprintable() else "�" for letter in key)
    return plain if len(plain) <= _KEY_SHOWN else f"{plain[:_KEY_SHOWN]}…"


def _too_large(size: int, limit: int) -> str:
    return f"有 {size:,} 字节，太大，最多 {limit:,}"
