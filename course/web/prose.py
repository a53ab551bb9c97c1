"""Markdown cells as HTML: headings with ids, tables, nothing else out of the ordinary."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any

import mistune

_TAG = re.compile(r"<[^>]+>")
_NOT_WORD = re.compile(r"[^\w]+")


class Anchors:
    """Hands out an id for each heading, unique within a page."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def name(self, heading: str) -> str:
        """An id that reads like the heading; a repeated heading gets a number."""
        words = unescape(_TAG.sub("", heading))
        stem = _NOT_WORD.sub("-", words).strip("-").lower() or "part"
        count = self._taken.get(stem, 0) + 1
        self._taken[stem] = count
        return stem if count == 1 else f"{stem}-{count}"


class _Renderer(mistune.HTMLRenderer):
    """mistune's own HTML with ids on headings and tables that can be scrolled by keyboard."""

    def __init__(self, anchors: Anchors) -> None:
        super().__init__(escape=False)
        self._anchors = anchors

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        anchor = escape(self._anchors.name(text), quote=True)
        return f'<h{level} id="{anchor}">{text}</h{level}>\n'


def markdown_to_html(source: str, anchors: Anchors | None = None) -> str:
    """Render one markdown cell; `anchors` keeps heading ids unique over the cells of a page."""
    renderer = _Renderer(anchors or Anchors())
    markdown = mistune.create_markdown(renderer=renderer, plugins=["table", "strikethrough"])
    return str(markdown(source)).strip()
