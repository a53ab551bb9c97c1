"""Reading one YAML file into one model, with every fault named by its line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
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
    faults = []
    for item in error.errors(include_url=False):
        place = [part for part in item["loc"] if not isinstance(part, str) or "[" not in part]
        cause = item.get("ctx", {}).get("error")
        if isinstance(cause, Problems):
            faults += [
                Fault(shown, line_of(marked, [*place, *inner]), told) for inner, told in cause.problems
            ]
            continue
        where = ".".join(str(part) for part in place)
        message = item["msg"].removeprefix("Value error, ")
        value = item["input"]
        if isinstance(value, str | int | float | bool):
            message += f" (here: {value!r})"
        faults.append(Fault(shown, line_of(marked, place), f"{where}: {message}" if where else message))
    return faults


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
