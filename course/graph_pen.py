"""The pen that draws a graph: its colours, and the small things that stand in many places."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from xml.etree import ElementTree as ET

from casebank.vocab import EndingKind
from course.graph_cards import SMALL, TEXT, TIGHT
from course.graph_layout import Point
from widgets import static_files

Pen = ET.Element
LOSS, WAIT, GOOD, PLAIN = "red", "amber", "accent", "ink-soft"
COLOURS: Mapping[EndingKind, str] = {
    EndingKind.SAFE: GOOD,
    EndingKind.SERVED: GOOD,
    EndingKind.PARTIAL_LOSS: WAIT,
    EndingKind.LOSS: LOSS,
    EndingKind.MISSED: PLAIN,
}
SOFT = {LOSS: "red-soft", WAIT: "amber-soft", GOOD: "accent-soft", PLAIN: "paper-sunk"}
EDGE = {LOSS: "red-line", WAIT: "amber-line", GOOD: "accent-line", PLAIN: "line-strong"}


@cache
def ink(name: str) -> str:
    """A colour of the tokens, as on paper (the light ones)."""
    sheet = (static_files() / "tokens.css").read_text(encoding="utf-8")
    found = re.search(rf"--sz-{re.escape(name)}:\s*([^;]+);", sheet)
    if found is None:
        raise KeyError(f"tokens.css has no --sz-{name}")
    return found[1].strip()


def part(parent: Pen, tag: str, text: str = "", /, **traits: object) -> Pen:
    """A new element in `parent`; a name such as `font_size` becomes `font-size`."""
    named = {name.replace("_", "-"): str(value) for name, value in traits.items()}
    made = ET.SubElement(parent, tag, named)
    made.text = text or None
    return made


def words(parent: Pen, x: float, y: float, text: str, *, size: float = TEXT, **traits: object) -> None:
    """One line of text; `y` is its base line."""
    look = {"fill": ink("ink"), **traits}
    part(parent, "text", text, x=f"{x:.1f}", y=f"{y:.1f}", font_size=f"{size:g}", **look)


def rect(parent: Pen, at: Point, width: float, height: float, **traits: object) -> None:
    """A rectangle with its upper left corner there."""
    place = {"x": f"{at[0]:.1f}", "y": f"{at[1]:.1f}", "width": f"{width:.1f}", "height": f"{height:.1f}"}
    part(parent, "rect", **place, **traits)


def letter(parent: Pen, x: float, y: float, sign: str) -> None:
    """The letter of a choice in its circle."""
    soft = {"fill": ink("accent-soft"), "stroke": ink("accent-line")}
    part(parent, "circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=8, **soft)
    bold = {"text_anchor": "middle", "font_weight": "600", "fill": ink("accent-strong")}
    words(parent, x, y + 4, sign, size=SMALL, **bold)


def mark(parent: Pen, right: float, top: float, name: str) -> None:
    """The small sign of an interruption; ends at `right`."""
    rect(parent, (right - 22, top), 22, 16, rx=8, fill=ink("amber-soft"), stroke=ink("amber-line"))
    bold = {"text_anchor": "middle", "fill": ink("amber"), "font_weight": "600"}
    words(parent, right - 11, top + 12, name, size=11, **bold)


def column(parent: Pen, x: float, y: float, told: Sequence[str], colour: str) -> None:
    """Small lines one below the other, centred on `x`."""
    for n, line in enumerate(told):
        words(parent, x, y + TIGHT * n, line, size=SMALL, text_anchor="middle", fill=colour)
