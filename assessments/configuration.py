"""nbgrader_config.py of a course: renewed while it is as it was shipped, never where somebody edited it."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

from assessments.errors import CourseError

CONFIG = "nbgrader_config.py"
TEMPLATE = Path(__file__).parent / CONFIG
SHIPPED = {
    1: "a5ed4a051e6fab83e9f2efcaffeaeec53e1f84a450290560274c2b88d85b28ab",
    2: "37f8ea235f0e9199ad2b1b7af2d8f9872c882ba7c7f51ec444ab56327756ae88",
    3: "2a970919315c0b57fc4add2cf668224a99b83c13ad890c5aeda7f7bd80ce9b0e",
    4: "75e69f8235d4325ca7f70bcd0eb48cfb2b7d3b678882923e1dfa29916541f337",
    5: "b8f4193c20d01fbf26531e2e30b177d8e42f86f0cde05169f7dc4026056483b7",
}
"""Each version of the template by its sha256, with plain line ends; the last is the one that is carried."""
_VERSION = re.compile(r"^# Version (\d+) of this file\b", re.MULTILINE)


def check_course(directory: Path) -> None:
    """Raise CourseError where this is no course directory."""
    if not (directory / CONFIG).is_file():
        raise CourseError(f"{directory} is no course directory: `shizha init` makes one.")


def renew_untouched(directory: Path) -> str | None:
    """Renew a file that is as an earlier program wrote it; what to tell, None where there is nothing.

    One that somebody edited is left alone, and the sentence says how to renew it.
    """
    path = directory / CONFIG
    if not path.is_file():
        return None
    text = _text(path)
    if _digest(text) in SHIPPED.values():
        return None if _digest(text) == SHIPPED[max(SHIPPED)] else renew(directory)
    found = _VERSION.search(text)
    if found and int(found[1]) >= max(SHIPPED):
        return None
    return (
        f"{path} was edited and is of an earlier version, so that grading may miss private items and answers "
        f"to changed items: shizha renew-config {directory} writes the present one and keeps yours beside it."
    )


def renew(directory: Path) -> str:
    """Write the present file and keep the one that was there beside it; what was done."""
    path = directory / CONFIG
    if path.is_file() and _digest(_text(path)) == SHIPPED[max(SHIPPED)]:
        return f"{path} is the present one."
    kept = _free(path)
    shutil.copyfile(path, kept)
    part = path.with_name(f".{CONFIG}.part")
    shutil.copyfile(TEMPLATE, part)
    part.replace(path)
    return f"{path} was renewed; the earlier one is {kept.name}."


def _free(path: Path) -> Path:
    """A name beside it that nothing has: what was kept before is kept."""
    names = (path.with_name(f"{path.name}.bak{n or ''}") for n in range(1000))
    return next(name for name in names if not name.exists())


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
