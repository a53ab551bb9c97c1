"""Words on a drawn graph: how wide they are, where a line ends, what a condition says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from casebank.gauge import Range
from casebank.graph import Message
from casebank.scenario import Scenario

_FIXED = "\N{NO-BREAK SPACE}"
_CLOSING = f"，。、；：！？”’）》」…,.;:!?)%{_FIXED}"
_OPENING = f"“‘（《「{_FIXED}"
_BLANKS = re.compile(r"[ \t\r\n]+")
MAYBE = "◇ "
_SPEAKERS = {"narrator": "", "me": "我："}


def width(text: str, size: float) -> float:
    """How wide a text is, nearly: a Chinese character is a square, a Latin one a good half."""
    wide = sum(unicodedata.east_asian_width(sign) in "WFA" for sign in text)
    return size * (wide + 0.56 * (len(text) - wide))


def lines(text: str, size: float, room: float, most: int) -> list[str]:
    """The text in at most so many lines of that width; what does not fit ends in `…`."""
    found: list[str] = []
    rest = _BLANKS.sub(" ", text).strip(" ")
    while rest:
        if len(found) == most - 1 and width(rest, size) > room:
            return [*found, f"{rest[: _fitting(rest, size, room - size)].rstrip(_CLOSING)}…"]
        cut = _fitting(rest, size, room)
        while 1 < cut < len(rest) and (rest[cut] in _CLOSING or rest[cut - 1] in _OPENING):
            cut -= 1  # no line begins with a closing mark or ends with an opening one
        found.append(rest[:cut].rstrip(" "))
        rest = rest[cut:].lstrip(" ")
    return found


def _fitting(text: str, size: float, room: float) -> int:
    """How many characters fit, one at least."""
    used, fitting = 0.0, 0
    for sign in text:
        used += width(sign, size)
        if used > room:
            break
        fitting += 1
    return max(1, fitting)


def said(scenario: Scenario, messages: Sequence[Message]) -> Iterator[str]:
    """Each message as one text: who speaks, and the words or the title of the exhibit.

    `MAYBE` stands before what is only said on a condition.
    """
    for message in messages:
        named = scenario.cast.get(message.by)
        speaker = f"{named.name}：" if named else _SPEAKERS.get(message.by, "")
        words = message.text or f"［{scenario.exhibits[message.exhibit or ''].title}］"
        yield f"{MAYBE if message.when else ''}{speaker}{words}"


def clauses(scenario: Scenario, guard: Mapping[str, Range]) -> list[str]:
    """The conditions of a guard in words, such as `信任 ≥ 2` or `i1 来过`."""
    return [_clause(scenario, name, bounds) for name, bounds in guard.items()]


def _clause(scenario: Scenario, name: str, bounds: Range) -> str:
    if name in scenario.interruptions:
        return f"{name}{_FIXED}{'来过' if bounds.holds(1) else '没来过'}"
    least, most = bounds.least, bounds.most
    if least == most:
        told = f"={_FIXED}{least}"
    elif most is None:
        told = f"≥{_FIXED}{least}"
    else:
        told = f"≤{_FIXED}{most}" if least is None else f"{least}–{most}"
    return f"{scenario.gauges[name].label} {told}"


def effects(scenario: Scenario, moves: Mapping[str, int]) -> str:
    """What moves by how much: `信任 −1，时间 +1`."""
    told = (f"{scenario.gauges[name].label}{_FIXED}{by:+d}" for name, by in moves.items())
    return "，".join(told).replace("-", "−")
