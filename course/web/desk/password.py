"""Where the instructor's password comes from: a file, else the environment. It is kept nowhere."""

from __future__ import annotations

import os
from pathlib import Path

from course.web.desk.door import Password

VARIABLE = "SHIZHA_DESK_PASSWORD"
SHORTEST = 8
LONGEST = 200


class DeskPasswordError(Exception):
    """The password cannot be used; the text says why."""


def desk_password(file: Path | None) -> Password | None:
    """The password of the file, else of the environment; None where there is neither.

    The variable is taken out of the environment: no program that this one starts can read it.
    """
    from_environment = os.environ.pop(VARIABLE, None)
    if file is not None:
        return _checked(_first_line(file), str(file))
    return _checked(from_environment, VARIABLE) if from_environment is not None else None


def _first_line(file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DeskPasswordError(f"{file}: the password must be UTF-8 text.") from error
    return text.splitlines()[0] if text else ""


def _checked(plain: str, place: str) -> Password:
    plain = plain.strip()
    if not SHORTEST <= len(plain) <= LONGEST:
        raise DeskPasswordError(
            f"{place}: the password of the instructor's page has {len(plain)} characters; "
            f"it needs {SHORTEST} to {LONGEST}."
        )
    return Password(plain)
