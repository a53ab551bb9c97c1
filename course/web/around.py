"""What lies around and within a page: the one before it, the one after it, and the places to jump to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from course.web.blocks import Block
from course.web.catalog import CoursePage

_HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_PARTS = ("第一段", "第二段", "回头比一比")
_TRY = "试一试"


@dataclass(frozen=True)
class Place:
    """Somewhere on a page: its anchor and what it is called."""

    id: str
    text: str


@dataclass(frozen=True)
class Neighbours:
    """The pages before and after one, in the catalogue's order; None at either end."""

    before: CoursePage | None = None
    after: CoursePage | None = None


def neighbours(page: CoursePage, pages: Sequence[CoursePage]) -> Neighbours:
    """Those of its own kind among `pages`; forms and the library stand alone."""
    row = [one for one in pages if one.kind == page.kind and one.kind in ("lesson", "scene")]
    if page not in row:
        return Neighbours()
    place = row.index(page)
    return Neighbours(row[place - 1] if place else None, row[place + 1] if place + 1 < len(row) else None)


def places(page: CoursePage, blocks: Sequence[Block]) -> tuple[Place, ...]:
    """The headings of a lesson, the parts of a scene."""
    items = [block for block in blocks if block.kind == "item"]
    if page.kind == "scene":
        words = _PARTS if len(items) > 1 else (_TRY,)
        return tuple(Place(f"item-{one.item}", word) for one, word in zip(items, words, strict=False))
    return tuple(_headings(blocks))


def _headings(blocks: Sequence[Block]) -> Iterator[Place]:
    """Every section; an exercise that comes before the first one is a place too."""
    headed = False
    for block in blocks:
        if block.kind == "item" and not headed:
            yield Place(f"item-{block.item}", _TRY)
        headed = headed or block.kind == "item"
        for anchor, text in _HEADING.findall(block.html):
            headed = True
            yield Place(unescape(anchor), unescape(_TAG.sub("", text)))
