"""Numbers that people write into free text though nobody asked: hidden before anything is stored."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"(?<![0-9A-Za-z])\+?\d(?:[ -]?\d){5,22}[Xx]?(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}")
_IDENTITY = re.compile(r"\d{17}[\dXx]|\d{15}")
_CARD = re.compile(r"\d{13,19}")
_HIDDEN = "＊"


def mask(text: str) -> str:
    """The text with mobile numbers, identity numbers and card numbers hidden, all but their last two digits.

    Digits may stand in groups with blanks or hyphens. A number is hidden whether or not it could be a
    real one: mainland mobiles (11 digits from 13 to 19, with or without 86), identity numbers (18 with
    an X at the end allowed, or 15), card numbers (13 to 19 digits, ISO/IEC 7812). Sums, dates and short
    numbers such as 96110 stay. Masking twice is masking once.
    """
    return _NUMBER.sub(_hide, text)


def _hide(match: re.Match[str]) -> str:
    plain = re.sub(r"[ -]", "", match[0])
    if not any(pattern.fullmatch(plain) for pattern in (_MOBILE, _IDENTITY, _CARD)):
        return match[0]
    return _HIDDEN * 6 + plain[-2:]
