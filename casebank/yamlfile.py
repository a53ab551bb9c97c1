"""Reading one YAML file into one model, with every fault named by its line."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from casebank.errors import Fault, Problems

M = TypeVar("M", bound=BaseModel)


def read(path: Path, model: type[M], shown: str) -> tuple[M | None, list[Fault]]:
    """The record in the file, or None and all that is wrong with it. `shown` names the file in faults."""
    text, faults = _decode(path, shown)
    if text is None:
        return None, faults
    try:
        data = YAML(typ="safe").load(text)
    except MarkedYAMLError as error:
        return None, [_syntax_fault(error, shown)]
    except (YAMLError, ValueError) as error:
        return None, [Fault(shown, None, f"not YAML: {' '.join(str(error).split())}")]
    if not isinstance(data, dict):
        return None, [Fault(shown, 1, "the file must hold one record: lines of 'key: value'")]
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, _validation_faults(error, text, shown)


def _decode(path: Path, shown: str) -> tuple[str | None, list[Fault]]:
    try:
        return path.read_bytes().decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return None, [Fault(shown, line, "not UTF-8 (perhaps GBK): save the file as UTF-8")]
    except OSError as error:
        return None, [Fault(shown, None, f"cannot be read: {error.strerror}")]


def _syntax_fault(error: MarkedYAMLError, shown: str) -> Fault:
    mark = error.problem_mark or error.context_mark
    problem = " ".join(str(error.problem or error.context or "not YAML").split())
    if "'\\t'" in problem:
        problem = "a tab stands where YAML wants spaces"
    return Fault(shown, None if mark is None else mark.line + 1, problem)


def _validation_faults(error: ValidationError, text: str, shown: str) -> list[Fault]:
    marked = YAML(typ="rt").load(text)
    found = error.errors(include_url=False)
    missing = [str(item["loc"][-1]) for item in found if item["type"] == "missing"]
    faults = []
    for item in found:
        place = _place(marked, item["loc"])
        cause = item.get("ctx", {}).get("error")
        if isinstance(cause, Problems):
            inner = [(line_of(marked, [*place, *where]), told) for where, told in cause.problems]
            faults += [Fault(shown, line, told) for line, told in inner]
            continue
        where = ".".join(str(part) for part in place)
        message = _message(item, missing)
        faults.append(Fault(shown, line_of(marked, place), f"{where}: {message}" if where else message))
    return faults


def _message(item: ErrorDetails, missing: Sequence[str]) -> str:
    name = str(item["loc"][-1]) if item["loc"] else ""
    if item["type"] == "extra_forbidden":
        near = difflib.get_close_matches(name, missing, 1)
        return f"unknown field '{name}'" + (f"; did you mean '{near[0]}'?" if near else "")
    if item["type"] == "missing":
        return f"field '{name}' is missing"
    message = item["msg"].removeprefix("Value error, ")
    value = item["input"]
    return f"{message} (here: {value!r})" if isinstance(value, str | int | float | bool) else message


def _place(marked: Any, loc: Sequence[str | int]) -> list[str | int]:
    """The part of pydantic's `loc` that stands in the file: tags of unions and missing fields do not."""
    place: list[str | int] = []
    for part in loc:
        try:
            marked = marked[part]
        except (KeyError, IndexError, TypeError):
            continue
        place.append(part)
    return place


def line_in(path: Path, *place: str | int) -> int:
    """The line, from 1, at which a part of a file's record stands."""
    return line_of(YAML(typ="rt").load(path.read_text(encoding="utf-8-sig")), place)


def line_of(marked: Any, place: Sequence[str | int]) -> int:
    """The line, from 1, of the deepest part of `place` that stands in a round-trip loaded document."""
    line = 1
    for part in place:
        try:
            position = marked.lc.data[part]
            marked = marked[part]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
        line = position[0] + 1
    return line
