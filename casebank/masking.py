"""Numbers that people write into free text though nobody asked: hidden before anything is stored."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

_HIDDEN = "＊" * 6
_IN_HANZI = dict(zip("〇零○一幺壹二两贰三叁四肆五伍六陆七柒八捌九玖", "00011122233445566778899", strict=True))
_HANZI = "".join(_IN_HANZI)
_FIGURES = str.maketrans(_IN_HANZI)
_GAP = r"(?:[^\S\r\n]|[\-‐-―−－·•・.．_＿()（）\[\]【】\u00ad\u180e\u200b-\u200d\u2060\ufeff]){1,3}"
"""What may stand between the groups of one number: blanks, dashes, dots, brackets, and what has no width."""
_CHAIN = re.compile(rf"[+＋]?[\d{_HANZI}]+(?:{_GAP}[\d{_HANZI}]+)*[XxＸｘ]?")
_GROUP = re.compile(rf"[+＋]?\d+[XxＸｘ]?|[{_HANZI}]+")
_SPOKEN = re.compile(rf"[{_HANZI}]{{11,}}")
_SHAPES = (
    re.compile(r"(?:00)?(?:86)?1[3-9]\d{9}X?"),  # a mobile
    re.compile(r"0(?:10|2\d|[3-9]\d\d)\d{7,8}X?"),  # a telephone with its area code
    re.compile(r"\d{13,19}X?"),  # an identity card (15, 17 and X, 18), a bank card
)
_LONGEST = 19


def mask(text: str) -> str:
    """The text with telephone, identity and card numbers hidden, all but their last two figures.

    Digits may be full-width and stand in groups with blanks, dashes, dots or brackets between. A number is
    hidden whether or not it could be a real one: mainland mobiles (11 digits from 13 to 19, with or without
    86), telephones with an area code, identity numbers (18 with an X at the end allowed, or 15), card numbers
    (13 to 19 digits, ISO/IEC 7812), anything longer in one piece, and eleven or more digits spelt in hanzi;
    also where a number is partly spelt in hanzi.
    Sums, dates and short numbers such as 96110 stay. Masking twice is masking once.
    """
    return _SPOKEN.sub(lambda found: _HIDDEN, _CHAIN.sub(_hide, text))


def _hide(chain: re.Match[str]) -> str:
    """A row of groups with every number in it hidden; the longest that makes one comes first."""
    groups = list(_GROUP.finditer(chain[0]))
    plain = [_figures(group[0]) for group in groups]
    if len(plain[0]) == 2 and chain.string.endswith(_HIDDEN, 0, chain.start()):
        del groups[0], plain[0]  # the last two digits of what was hidden before
    parts, told = [], 0
    for first, last in _numbers(plain):
        number = groups[first : last + 1]
        spelt = number[-1][0][0] in _HANZI
        shown = "" if spelt else "".join(plain[first : last + 1])[-2:]
        parts += [chain[0][told : number[0].start()], _HIDDEN + shown]
        told = number[-1].end()
    return "".join((*parts, chain[0][told:]))


def _figures(group: str) -> str:
    return unicodedata.normalize("NFKC", group.translate(_FIGURES)).lstrip("+").upper()


def _numbers(groups: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The first and the last group of each number, in order."""
    first = 0
    while first < len(groups):
        last = _last_of_number(groups, first)
        if last is not None:
            yield first, last
        first = first + 1 if last is None else last + 1


def _last_of_number(groups: Sequence[str], first: int) -> int | None:
    if _is_number(groups[first]):
        return first
    joined, found = "", None
    for last in range(first, len(groups)):
        joined += groups[last]
        alone = last > first and _is_number(groups[last])
        if alone or len(joined) > _LONGEST:
            break
        if _is_number(joined):
            found = last
    return found


def _is_number(digits: str) -> bool:
    return len(digits) > _LONGEST or any(shape.fullmatch(digits) for shape in _SHAPES)
