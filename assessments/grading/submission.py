"""One submitted folder, read as data: regular files only, within bounds, and never anything of it run."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from assessments.errors import DamagedAnswers, Unreadable
from assessments.grading.bounded import parse_json, read_bytes
from assessments.grading.responses import ANSWERS_FILE, ANSWERS_LIMIT, Answers, parse_answers

TIMESTAMP_FILE = "timestamp.txt"
NOTEBOOK_LIMIT = 10_000_000
"""Bytes: a notebook of ours has about fifteen thousand; a larger one holds outputs nobody asked for."""
FOLDER_LIMIT = 20_000_000
FILES_LIMIT = 200
"""Files and folders."""
DEPTH_LIMIT = 8

IGNORED = (".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback")
"""What nbgrader passes over in every folder."""

_FILES = frozenset({TIMESTAMP_FILE, ANSWERS_FILE, "submission_secret.txt"})
_TIMESTAMP_LIMIT = 200
_LEARNER = re.compile(r"[^+*/\\\s\x00-\x1f.][^+*/\\\s\x00-\x1f]{0,63}")
_TIMESTAMP = re.compile(
    r"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{1,6})?)(?: UTC|Z|\+00:00| (\w+/[\w/+-]+))?"
)
"""As nbgrader writes it: in UTC, or with the name of the zone that an instructor has set for it."""


@dataclass(frozen=True)
class Submission:
    """What one learner handed in to one form."""

    learner: str
    timestamp: datetime | None
    """Naive UTC, as nbgrader keeps it; None where the file is missing or empty."""
    answers: Answers | None
    notebooks: Mapping[str, bytes]
    """By name, without the ending."""
    files: Mapping[str, bytes]
    """All other files by their path within the folder, with slashes."""


def read_submission(folder: Path, learner: str) -> Submission:
    """What lies in a submitted folder. Raises Unreadable with the reason for what must not be graded."""
    if not (_LEARNER.fullmatch(learner) and learner.isprintable()):
        raise Unreadable("文件夹的名字不能当工号")
    top = str(folder)
    try:
        files = _contents(top)
    except OSError as error:
        raise Unreadable(f"文件夹读不出来：{error.strerror or error}") from error
    books = [path for path in files if is_notebook(path)]
    notebooks = {path.removesuffix(".ipynb"): files[path] for path in books if "/" not in path}
    others = {path: raw for path, raw in files.items() if path not in books}
    return Submission(
        learner=learner,
        timestamp=_timestamp(files.get(TIMESTAMP_FILE)),
        answers=_answers(files.get(ANSWERS_FILE), learner),
        notebooks=notebooks,
        files=others,
    )


def read_timestamp(folder: Path) -> datetime | None:
    """When a folder was handed in, naive UTC; None where it does not say. Raises Unreadable."""
    path = folder / TIMESTAMP_FILE
    try:
        return _timestamp(read_bytes(path, _TIMESTAMP_LIMIT)) if os.path.lexists(path) else None
    except Unreadable as error:
        named = error.reason.startswith(TIMESTAMP_FILE)
        raise error if named else Unreadable(f"{TIMESTAMP_FILE}：{error.reason}") from error


def read_given(folder: Path) -> Answers | None:
    """The answers in a folder, whoever's they are; None where there are none. Raises Unreadable."""
    path = folder / ANSWERS_FILE
    return _parsed(read_bytes(path, ANSWERS_LIMIT)) if os.path.lexists(path) else None


@lru_cache(maxsize=256)
def ignored(name: str) -> bool:
    """Whether nbgrader passes a file or folder of that name over; what is hidden, no star stands for."""
    return any(fnmatchcase(name, pattern) and _seen(name, pattern) for pattern in IGNORED)


def is_notebook(path: str) -> bool:
    """Whether nbgrader takes a file for a notebook, which it does not copy: not one that is hidden."""
    name = path.rpartition("/")[2]
    return fnmatchcase(name, "*.ipynb") and _seen(name, "*.ipynb")


def _seen(name: str, pattern: str) -> bool:
    return not name.startswith(".") or pattern.startswith(".")


def _files(folder: str) -> list[str]:
    """The paths of all files within the folder. Raises Unreadable for links, devices, and too many."""
    if not stat.S_ISDIR(os.lstat(folder).st_mode):
        raise Unreadable("不是文件夹（是链接或别的文件）")
    found: list[str] = []
    for number, inside in enumerate(_walk(folder, "", DEPTH_LIMIT), 1):
        if number > FILES_LIMIT:
            raise Unreadable(f"文件太多，超过 {FILES_LIMIT} 个")
        if not inside.endswith("/"):
            found.append(inside)
    return sorted(found)


def _walk(folder: str, place: str, depth: int) -> Iterator[str]:
    """Each file, and each folder with a slash at its end."""
    with os.scandir(folder) as entries:
        for entry in entries:
            inside = place + entry.name
            if entry.is_dir(follow_symlinks=False):
                if not depth:
                    raise Unreadable(f"文件夹一层套一层，超过 {DEPTH_LIMIT} 层")
                if entry.name in _FILES or entry.name.endswith(".ipynb"):
                    raise Unreadable(f"{inside}：不是普通文件（是文件夹）")
                yield f"{inside}/"
                if not ignored(entry.name):
                    yield from _walk(entry.path, f"{inside}/", depth - 1)
            elif not entry.is_file(follow_symlinks=False):
                raise Unreadable(f"{inside}：不是普通文件（是链接、管道或设备）")
            elif not ignored(entry.name):
                yield inside


def _contents(folder: str) -> dict[str, bytes]:
    """The files by their path. No more is read than a folder may hold. Raises Unreadable and OSError."""
    found: dict[str, bytes] = {}
    left = FOLDER_LIMIT
    for inside in _files(folder):
        found[inside] = _content(folder, inside)
        left -= len(found[inside])
        if left < 0:
            raise Unreadable(f"文件夹太大，超过 {FOLDER_LIMIT:,} 字节")
    return found


def _content(folder: str, inside: str) -> bytes:
    limit = ANSWERS_LIMIT if inside == ANSWERS_FILE else NOTEBOOK_LIMIT
    try:
        return read_bytes(f"{folder}/{inside}", limit)
    except Unreadable as error:
        raise Unreadable(f"{inside}：{error.reason}") from error


def _timestamp(raw: bytes | None) -> datetime | None:
    text = (raw or b"").decode("utf-8", errors="replace").strip()
    if not text:
        return None
    match = _TIMESTAMP.fullmatch(text)
    try:
        read = _in_utc(datetime.fromisoformat(match[1]), match[2]) if match else None
    except (ValueError, LookupError, OverflowError, OSError):  # OSError: a folder of zones is named, not one
        read = None
    if read is None:
        raise Unreadable(f"{TIMESTAMP_FILE}：交卷时间读不懂，应写成“2026-11-22 04:00:00.000000 UTC”这样")
    return read


def _in_utc(at: datetime, zone: str | None) -> datetime:
    """Naive, as `at` is. Raises ValueError, LookupError or OSError for a zone that is none."""
    return at if zone is None else at.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)


def _answers(raw: bytes | None, learner: str) -> Answers | None:
    """The answers, where they are this learner's. Raises Unreadable."""
    if raw is None:
        return None
    answers = _parsed(raw)
    if answers.learner != learner:
        raise Unreadable(f"{ANSWERS_FILE}：是 {answers.learner} 的作答，不是 {learner} 的")
    return answers


def _parsed(raw: bytes) -> Answers:
    try:
        parse_json(raw, ANSWERS_LIMIT)
        return parse_answers(raw)
    except Unreadable as error:
        raise Unreadable(f"{ANSWERS_FILE}：{error.reason}") from error
    except DamagedAnswers as error:
        told = str(error).removeprefix(f"{ANSWERS_FILE}: ")
        raise Unreadable(f"{ANSWERS_FILE}：里面有认不出来的内容（{told}）") from error
