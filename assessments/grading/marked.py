"""A sanitized notebook with the outputs of its trusted cells, as `nbgrader autograde` would have run them.

Nothing is run: a graded cell that asks for the score of a slot gets that score and its reasons, a cell that
shows a slot gets the answer as text. Whatever else is code stays without output.
"""

from __future__ import annotations

import ast
import json
import platform
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from assessments.grading.gradebook.trusted import TrustedCell
from assessments.grading.sanitized import Json, Sanitized, checksum
from assessments.grading.scoring import Score

Show = Callable[[str], str]
"""The answer to a slot as text."""

NO_RESPONSE = "No response."
_SKIPPED = "skip-execution"
"""The tag by which a trainee keeps a cell of one's own from being run, and counted; none of ours."""
_OUTPUTS = '\n "outputs": []'
_END = "\n"
_STREAM = """
    {{
     "name": "stdout",
     "output_type": "stream",
     "text": [{lines}
     ]
    }}"""
_RESULT = """
    {{
     "data": {{
      "text/plain": [
       "{points}"
      ]
     }},
     "execution_count": {count},
     "metadata": {{}},
     "output_type": "execute_result"
    }}"""
_LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": platform.python_version(),
}


@dataclass(frozen=True)
class Role:
    """What a released code cell does when it runs."""

    does: Literal["opens", "shows", "scores"]
    slot: str = ""


@lru_cache(maxsize=4096)
def role(source: str) -> Role | None:
    """What the source of a cell does, None where that is anything but what our forms do."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    match [ast.unparse(line) for line in body], body:
        case ["from course.paper import Paper", "paper = Paper.here()"], _:
            return Role("opens")
        case ["from assessments.grading import score_item", asked], [
            _,
            ast.Expr(ast.Call(_, [ast.Constant(str(slot))])),
        ]:
            return Role("scores", slot) if asked == f"score_item({slot!r})" else None
        case [asked], [ast.Expr(ast.Call(_, [ast.Constant(str(slot))]))]:
            return Role("shows", slot) if asked == f"paper.show({slot!r})" else None
    return None


@dataclass(frozen=True)
class _Hole:
    """A place for the outputs of a cell that would have run as number `count`."""

    role: Role
    count: int


class Marking:
    """One sanitized notebook, ready to be filled in for anybody who handed in the same one."""

    def __init__(self, notebook: Sanitized) -> None:
        self._parts = list(_parts(notebook))
        self._scored: dict[str, str] = {}
        self._written: dict[str, float | None] = {}
        self.comments: dict[str, str | None] = {}
        """By row of a solution or task: what the program says of it."""
        for cell, released in notebook.cells():
            if released is not None:
                self._note(cell, released)

    @property
    def slots(self) -> frozenset[str]:
        """The slots whose score or answer stands in it."""
        return frozenset(part.role.slot for part in self._parts if isinstance(part, _Hole)) - {""}

    def grades(self, scores: Mapping[str, Score]) -> dict[str, float | None]:
        """By row of a graded cell its score; None where a person must give it."""
        return {row: scores[slot].points for row, slot in self._scored.items()} | self._written

    def fill(self, scores: Mapping[str, Score], show: Show) -> bytes:
        """The file that stock autograde would have written, but for the times at which cells ran."""
        return "".join(
            part if isinstance(part, str) else _outputs(part, scores, show) for part in self._parts
        ).encode()

    def _note(self, cell: Json, released: TrustedCell) -> None:
        """Keep what nbgrader would write into the rows of a cell."""
        unchanged = checksum(cell, released) == released.checksum
        if released.comment_row is not None:
            quiet = unchanged and released.task_row is None
            self.comments[released.comment_row] = NO_RESPONSE if quiet else None
        if released.grade_row is None:
            return
        does = role(released.source) if not released.flags["solution"] else None
        if does is not None and does.does == "scores":
            self._scored[released.grade_row] = does.slot
        else:
            self._written[released.grade_row] = 0.0 if released.flags["solution"] and unchanged else None


def _parts(notebook: Sanitized) -> Iterator[str | _Hole]:
    """The notebook's text, with a hole for the outputs of every cell that we know how to run."""
    head, tail = _frame(notebook.notebook)
    yield head
    count = 0
    for number, (cell, released) in enumerate(notebook.cells()):
        yield ",\n  " if number else "\n  "
        runs = cell["cell_type"] == "code" and bool(cell["source"].strip())
        does = role(cell["source"]) if runs and released is not None and released.locked else None
        count += runs and (does is not None or _SKIPPED not in cell["metadata"].get("tags", []))
        text = _dumped(_split({**cell, "execution_count": count} if does else cell), 2)
        if does is None:
            yield text
            continue
        before, _, after = text.partition(_OUTPUTS.replace("\n", "\n  "))
        yield before + '\n   "outputs": '
        yield _Hole(does, count)
        yield after
    yield tail


def _frame(notebook: Json) -> tuple[str, str]:
    """What stands before the first cell and after the last."""
    metadata = {**notebook["metadata"], "language_info": _LANGUAGE}
    text = _dumped({**notebook, "cells": [], "metadata": metadata}, 0)
    head, _, tail = text.partition('"cells": [')
    closing = "\n " if notebook["cells"] else ""
    return f'{head}"cells": [', f"{closing}{tail}\n"


def _split(cell: Json) -> Json:
    """A cell as its file has it: every text a list of lines."""
    made = {**cell, "source": cell["source"].splitlines(keepends=True)}
    if "attachments" in cell:
        made["attachments"] = {name: _split_bundle(each) for name, each in cell["attachments"].items()}
    return made


def _split_bundle(bundle: Any) -> Any:
    if not isinstance(bundle, dict):
        return bundle
    return {
        mime: text.splitlines(keepends=True) if isinstance(text, str) and mime.startswith("text/") else text
        for mime, text in bundle.items()
    }


def _outputs(hole: _Hole, scores: Mapping[str, Score], show: Show) -> str:
    """The outputs of a cell as its file has them. Put together by hand: json is slow where it indents."""
    if hole.role.does == "opens":
        return "[]"
    if hole.role.does == "shows":
        return f"[{_stream(show(hole.role.slot) + _END)}\n   ]"
    return _scored(scores[hole.role.slot], hole.count)


@lru_cache(maxsize=4096)
def _scored(given: Score, count: int) -> str:
    told = "".join(f"{'＋' if reason.good else '－'} {reason.text}\n" for reason in given.reasons)
    stream = f"{_stream(told)}," if told else ""
    return f"[{stream}{_RESULT.format(points=repr(given.points), count=count)}\n   ]"


@lru_cache(maxsize=4096)
def _stream(text: str) -> str:
    lines = ",".join(f"\n      {_quoted(line)}" for line in text.splitlines(keepends=True))
    return _STREAM.format(lines=lines)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _dumped(value: object, depth: int) -> str:
    """JSON as nbformat writes it, indented by so many levels more; no raw line break stands in a string."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, separators=(",", ": "))
    return text.replace("\n", "\n" + " " * depth)
