"""A submitted notebook as nbgrader's sanitizers would leave it, with everything that scores put back.

Pure: no file, no database. Locked cells get their released text, and every cell its released type, points and
flags; outputs go. What the trainee wrote into cells of their own stays.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.errors import Unreadable
from assessments.grading.gradebook.trusted import TrustedCell, TrustedNotebook

Json = dict[str, Any]

CELLS_LIMIT = 2000
VALUES_LIMIT = 100_000
"""Values and lines that are kept: each gets a line of its own, as deep as it lies, in the graded file.
A notebook of ours has a few hundred, and some thousand with the state of its widgets.
"""
_FORMAT = 4
_MINOR = 5
_SCHEMA_VERSION = 3
_TYPES = frozenset({"code", "markdown", "raw"})
_CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_FLAGS = ("grade", "solution", "locked", "task")
_DROPPED = ("orig_nbformat", "orig_nbformat_minor", "signature", "title", "authors")
"""What does not stay in a file, and two fields that the format restricts and nobody reads."""
_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""Where str.splitlines begins another line."""
_OUTPUT_METADATA = ("collapsed", "scrolled", "execution")


@dataclass(frozen=True)
class Sanitized:
    """The notebook, and for each of its cells the released one that it stands for, None for any other."""

    notebook: Json
    known: tuple[TrustedCell | None, ...]

    def cells(self) -> Iterator[tuple[Json, TrustedCell | None]]:
        """Each cell with its released one."""
        return zip(self.notebook["cells"], self.known, strict=True)


def sanitized(raw: object, trusted: TrustedNotebook) -> Sanitized:
    """The notebook that the marking goes on from. Raises Unreadable for what is no notebook."""
    if not isinstance(raw, dict) or raw.get("nbformat") != _FORMAT:
        raise Unreadable("不是 nbformat 4 的 notebook")
    found, metadata = raw.get("cells"), raw.get("metadata")
    if not isinstance(found, list) or not isinstance(metadata, dict):
        raise Unreadable("notebook 里缺 cells 或 metadata")
    if len(found) > CELLS_LIMIT:
        raise Unreadable(f"notebook 有 {len(found)} 个单元格，最多 {CELLS_LIMIT}")
    cells = [_read(number, cell) for number, cell in enumerate(found, 1)]
    known = _known(cells, trusted)
    for cell, released in zip(cells, known, strict=True):
        _put_back(cell, released)
    _identify(cells)
    kept = {key: value for key, value in metadata.items() if key not in _DROPPED}
    if trusted.kernelspec:
        kept["kernelspec"] = dict(trusted.kernelspec)
    notebook = {"cells": cells, "metadata": kept, "nbformat": _FORMAT, "nbformat_minor": _MINOR}
    _check_values(notebook)
    return Sanitized(notebook, known)


def _check_values(notebook: Json) -> None:
    """Raises Unreadable where ten million bytes would become hundreds of millions."""
    count, waiting = 0, [notebook]
    while waiting:
        value: Any = waiting.pop()
        if isinstance(value, dict | list):
            count += len(value)
        elif isinstance(value, str):
            count += sum(map(value.count, _BREAKS))
        if count > VALUES_LIMIT:
            raise Unreadable(f"notebook 里的内容太碎，超过 {VALUES_LIMIT:,} 行")
        if isinstance(value, dict | list):
            waiting += value.values() if isinstance(value, dict) else value


def checksum(cell: Json, released: TrustedCell) -> str:
    """nbgrader's checksum of a cell that has its released flags."""
    graded, solution = released.flags["grade"], released.flags["solution"]
    locked = not solution and (graded or released.locked)
    parts = [cell["source"], cell["cell_type"], str(graded), str(solution), str(locked), released.name]
    parts += [str(float(released.points or 0))] if graded else []
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()


def _read(number: int, cell: object) -> Json:
    """One cell without outputs, its lines joined. Fields that no cell has are left out."""
    if not isinstance(cell, dict) or cell.get("cell_type") not in _TYPES:
        raise Unreadable(f"第 {number} 个单元格的类型读不出来")
    metadata, source = cell.get("metadata"), cell.get("source")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(metadata, dict) or not isinstance(source, str):
        raise Unreadable(f"第 {number} 个单元格缺 metadata 或 source")
    kept = {key: value for key, value in metadata.items() if key != "trusted" and _fits(key, value)}
    made = {"cell_type": cell["cell_type"], "id": cell.get("id"), "metadata": kept, "source": source}
    if cell["cell_type"] == "code":
        return _code(made)
    if _are_attachments(cell.get("attachments")):
        made["attachments"] = cell["attachments"]
    return made


def _fits(key: str, value: Any) -> bool:
    """Whether the format allows this in a cell's metadata: what it does not, formgrader could not open."""
    match key:
        case "name" | "format":
            return isinstance(value, str) and bool(value)
        case "tags":
            words = value if isinstance(value, list) else [None]
            plain = [word for word in words if isinstance(word, str) and word and "," not in word]
            return len(words) == len(plain) == len(set(plain))
        case "jupyter":
            hidden = ("source_hidden", "outputs_hidden")
            return isinstance(value, dict) and all(isinstance(value.get(one, False), bool) for one in hidden)
    return True


def _are_attachments(value: object) -> bool:
    """Whether it is by name a bundle of texts."""
    bundles = value.values() if isinstance(value, dict) else [None]
    return all(
        isinstance(bundle, dict) and all(isinstance(text, str) for text in bundle.values())
        for bundle in bundles
    )


def _code(cell: Json) -> Json:
    for key in _OUTPUT_METADATA:
        cell["metadata"].pop(key, None)
    return {**cell, "execution_count": None, "outputs": []}


def _known(cells: list[Json], trusted: TrustedNotebook) -> tuple[TrustedCell | None, ...]:
    """By cell the released one; of several that claim to be the same one, the last is."""
    known: list[TrustedCell | None] = []
    taken: set[str] = set()
    for cell in reversed(cells):
        told = cell["metadata"].get("nbgrader")
        name = told.get("grade_id") if isinstance(told, dict) else None
        released = trusted.cells.get(name) if isinstance(name, str) else None
        if released is not None and name in taken:
            del cell["metadata"]["nbgrader"]
            released = None
        elif released is not None:
            taken.add(released.name)
        known.append(released)
    return tuple(reversed(known))


def _put_back(cell: Json, released: TrustedCell | None) -> None:
    """Give a cell its released type, flags and text; one that was never released loses its flags."""
    metadata = cell["metadata"]
    if released is None:
        if "nbgrader" in metadata:
            metadata["nbgrader"] = _disowned(metadata["nbgrader"])
        return
    _retype(cell, released.cell_type)
    metadata["nbgrader"] = _flagged(metadata["nbgrader"], released)
    if released.locked:
        cell["source"] = released.source


def _retype(cell: Json, cell_type: str) -> None:
    if cell["cell_type"] == cell_type:
        return
    cell["cell_type"] = cell_type
    if cell_type == "code":
        cell.pop("attachments", None)
        cell |= {"execution_count": None, "outputs": []}
    else:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


def _disowned(told: object) -> Json:
    """nbgrader's metadata of a cell that it does not know: nothing is graded by it."""
    kept = _sound(told) if isinstance(told, dict) else {}
    kept.pop("grade_id", None)
    flags = {flag: False for flag in _FLAGS if flag != "task" or "task" in kept}
    return {**kept, **flags}


def _flagged(told: Json, released: TrustedCell) -> Json:
    kept = _sound(told) | {"checksum": released.checksum}
    for flag, value in released.flags.items():
        if value or flag != "task" or "task" in kept:
            kept[flag] = value
    kept["locked"] = released.locked
    if released.points is not None and kept.get("points") != released.points:
        kept["points"] = released.points
    if "cell_type" in kept:
        kept["cell_type"] = released.cell_type
    return kept


def _sound(told: Mapping[str, Any]) -> Json:
    """What of nbgrader's metadata its schema allows."""
    kept: Json = {"schema_version": _SCHEMA_VERSION}
    kept |= {flag: told[flag] for flag in _FLAGS if isinstance(told.get(flag), bool)}
    kept |= {key: told[key] for key in ("grade_id", "cell_type") if isinstance(told.get(key), str)}
    points, signed = told.get("points"), told.get("checksum")
    if isinstance(points, int | float) and not isinstance(points, bool) and points >= 0:
        kept["points"] = points
    if isinstance(signed, str) and len(signed) == 32:
        kept["checksum"] = signed
    if kept.get("cell_type") not in (None, *_TYPES):
        del kept["cell_type"]
    return kept


def _identify(cells: list[Json]) -> None:
    """Every cell has an id that is one, and no other's."""
    taken: set[str] = set()
    for number, cell in enumerate(cells, 1):
        name = cell["id"]
        if not isinstance(name, str) or not _CELL_ID.fullmatch(name) or name in taken:
            name = next(made for made in _names(number) if made not in taken)
        taken.add(name)
        cell["id"] = name


def _names(number: int) -> Iterator[str]:
    yield f"cell-{number}"
    more = 1
    while True:
        yield f"cell-{number}-{more}"
        more += 1
