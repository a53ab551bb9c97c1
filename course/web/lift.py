"""From an executed notebook to the pieces of a page that needs no kernel.

Only what works after the kernel is gone may pass: prose, HTML with classes, SVG pictures and our own
widgets: exercises in a lesson, things to look at in the case library. Everything else is a fault with
the number of its cell, and all faults of a notebook are told at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

from course.web.blocks import PORTABLE_VIEWS, PORTABLE_WIDGETS, Block
from course.web.gate import element_ids, html_faults
from course.web.prose import Anchors, markdown_to_html
from course.web.svg import SvgError, inline_svg

_WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
_HTML = "text/html"
_SVG = "image/svg+xml"
_MARKDOWN = "text/markdown"
_SHOWN = (_WIDGET_VIEW, _SVG, _HTML, _MARKDOWN)


@dataclass(frozen=True)
class CellFault:
    """Why a cell cannot stand on a page; cells count from 1."""

    notebook: str
    cell: int
    message: str

    def __str__(self) -> str:
        return f"{self.notebook}, cell {self.cell}: {self.message}"


class PortabilityError(Exception):
    """A notebook that cannot be a page without a kernel; says every reason."""

    def __init__(self, faults: tuple[CellFault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


def lift(
    notebook: NotebookNode, name: str, portable: Mapping[str, str] = PORTABLE_WIDGETS
) -> tuple[Block, ...]:
    """Turn an executed notebook (with its widget state stored) into the pieces of a page.

    `portable` are the widgets that this page can show.
    """
    lifting = _Lifting(name, _widget_states(notebook), portable)
    for number, cell in enumerate(notebook.cells, start=1):
        lifting.cell(number, cell)
    if lifting.faults:
        raise PortabilityError(tuple(lifting.faults))
    return tuple(lifting.blocks)


def _widget_states(notebook: NotebookNode) -> Mapping[str, Any]:
    stored = notebook.metadata.get("widgets", {}).get(_WIDGET_STATE, {})
    states: Mapping[str, Any] = stored.get("state", {})
    return states


@dataclass
class _Lifting:
    """One notebook on its way to a page."""

    name: str
    states: Mapping[str, Any]
    portable: Mapping[str, str]
    blocks: list[Block] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    _anchors: Anchors = field(default_factory=Anchors)
    _ids: set[str] = field(default_factory=set)

    def cell(self, number: int, cell: NotebookNode) -> None:
        if cell.cell_type == "markdown":
            self._prose(number, cell.source)
        elif cell.cell_type == "code":
            for position, output in enumerate(cell.outputs):
                self._output(number, position, output)

    def _prose(self, number: int, source: str) -> None:
        if source.strip():
            self._html(number, "prose", markdown_to_html(source, self._anchors))

    def _output(self, number: int, position: int, output: NotebookNode) -> None:
        kind = output.output_type
        if kind == "error":
            self._fault(number, f"fails with {output.ename}: {output.evalue}")
        elif kind == "stream":
            self._fault(number, f"prints {_short(output.text)!r}: show it as HTML, or not at all")
        else:
            self._data(number, position, output.data)

    def _data(self, number: int, position: int, data: Mapping[str, Any]) -> None:
        shown = next((mime for mime in _SHOWN if mime in data), None)
        if shown == _WIDGET_VIEW:
            self._widget(number, str(data[shown]["model_id"]))
        elif shown == _SVG:
            self._picture(number, position, str(data[shown]))
        elif shown == _HTML:
            self._html(number, "html", str(data[shown]))
        elif shown == _MARKDOWN:
            self._prose(number, str(data[shown]))
        else:
            for mime in sorted(set(data) - {"text/plain"}):
                self._fault(number, f"shows {mime}, which no page can show; use HTML or SVG")

    def _widget(self, number: int, model: str) -> None:
        state = self.states.get(model, {})
        traits = state.get("state", {})
        name = str(traits.get("_anywidget_id") or state.get("model_name") or "unknown")
        item = str(traits.get("item", ""))
        stem = self.portable.get(name)
        if stem is None:
            ours = ", ".join(sorted(known.rpartition(".")[2] for known in self.portable))
            self._fault(number, f"shows the widget {name}, which this page cannot; use one of {ours}")
        elif name in PORTABLE_VIEWS:
            self.blocks.append(Block("view", widget=stem, spec=dict(traits.get("spec", {}))))
        elif not item:
            self._fault(number, f"shows a {stem} without an item id: its answers could not be kept")
        else:
            self._claim(number, f"item-{item}")
            mode, spec = str(traits.get("mode", "practice")), dict(traits.get("spec", {}))
            self.blocks.append(Block("item", widget=stem, item=item, mode=mode, spec=spec))

    def _picture(self, number: int, position: int, source: str) -> None:
        try:
            picture = inline_svg(source, f"c{number}-{position}")
        except SvgError as error:
            self._fault(number, str(error))
        else:
            self._html(number, "picture", picture)

    def _html(self, number: int, kind: Any, fragment: str) -> None:
        for problem in html_faults(fragment):
            self._fault(number, problem)
        for identifier in element_ids(fragment):
            self._claim(number, identifier)
        self.blocks.append(Block(kind, html=fragment))

    def _claim(self, number: int, identifier: str) -> None:
        if identifier in self._ids:
            self._fault(number, f"uses the id {identifier!r} a second time on this page")
        self._ids.add(identifier)

    def _fault(self, number: int, message: str) -> None:
        self.faults.append(CellFault(self.name, number, message))


def _short(text: str, limit: int = 40) -> str:
    line = text.strip().splitlines()[0] if text.strip() else ""
    return line if len(line) <= limit else line[: limit - 1] + "…"
