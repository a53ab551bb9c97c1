"""The one rule for staff numbers: what may be typed, stand in a roster, and name a folder of nbgrader."""

from __future__ import annotations

import re

NUMBER_RULE = "2–32 位字母、数字、- 或 _，不以 - 开头，也不能是 con、aux 等系统保留名"
_NUMBER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{1,31}")
# Windows refuses these as names of files and folders.
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)


def is_staff_number(text: str) -> bool:
    """Whether the text is a staff number: it can be handed in under, on every system."""
    return bool(_NUMBER.fullmatch(text)) and not _RESERVED.fullmatch(text)
