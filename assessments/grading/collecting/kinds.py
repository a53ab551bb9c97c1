"""What a file that came in is, as its name tells, and how its place is printed."""

from __future__ import annotations

import re
from typing import Literal

_JUNK = {"thumbs.db", "desktop.ini", ".ds_store"}
_JUNK_FOLDERS = {"__macosx", ".ipynb_checkpoints", "__pycache__", "$recycle.bin"}
_COMPANIONS = re.compile(
    r"(form( ?\(\d+\))?\.json|timestamp\.txt|submission_secret\.txt|answers\.\d+\.old\.json)"
)
_TEXT = re.compile(r".*\.(json|txt)|[^.]*")
_NO_ANSWERS = re.compile(r".*\.(jpe?g|png|gif|bmp|webp|heic|heif|pdf|docx?|wps|xlsx?|pptx?|mp4|mov)")
_PACKED_OTHERWISE = re.compile(r".*\.(rar|7z|gz|tgz|tar|bz2|xz)")

Kind = Literal["junk", "companion", "notebook", "archive", "mail", "outlook", "otherwise", "text", "other"]
_ENDINGS: dict[str, Kind] = {
    ".ipynb": "notebook",
    ".zip": "archive",
    ".eml": "mail",
    ".msg": "outlook",
}


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
    for ending, kind in _ENDINGS.items():
        if name.endswith(ending):
            return kind
    if _PACKED_OTHERWISE.fullmatch(name):
        return "otherwise"
    return "text" if _TEXT.fullmatch(name) else "other"


def is_picture_or_document(parts: tuple[str, ...]) -> bool:
    """Whether it is a photo, a film or an office document, as its name tells: never answers."""
    return _NO_ANSWERS.fullmatch(parts[-1].strip().lower()) is not None


def told(parts: tuple[str, ...]) -> str:
    """A place to be printed: long and unprintable names are made short and harmless."""
    return "/".join(_plain(part) for part in parts)


def _plain(name: str) -> str:
    shown = "".join(letter if letter.isprintable() else "�" for letter in name)
    return shown if len(shown) <= 80 else f"{shown[:40]}…{shown[-30:]}"
