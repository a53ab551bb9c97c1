"""Reading one YAML file into one model, with every fault named by its line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from casebank.errors import Fault, Place, Problems

M = TypeVar("M", bound=BaseModel)
SIZE_LIMIT = 2_000_000
DEPTH_LIMIT = 60
"""Records in records: libyaml overflows the stack of the process at some ten thousand."""
DIGITS_LIMIT = 18
_BASE: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_BRACKETS = 500
"""Brackets that a text may have before anybody counts how deep they stand: those of libyaml are harmless."""
_COMPACT = re.compile(rf"(?:[-?:][ \t]+){{{DEPTH_LIMIT}}}")
"""Lists in lists without a bracket: - - - -"""


class _Loader(_BASE):  # type: ignore[misc,valid-type]
    """YAML as its version 1.2 reads it: `no`, `on`, 12:30 and 2022-04-26 are text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("float", r"^[-+]?(?:0|[1-9][0-9]*)\.[0-9]+$", "-+0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


def read(
    path: Path, model: type[M], shown: str, context: Mapping[str, object] | None = None
) -> tuple[M | None, list[Fault]]:
    """The record in the file, or None and all that is wrong with it.

    `shown` names the file in faults; `context` is for the model's validators.
    """
    text, faults = _decode(path, shown)
    if text is None:
        return None, faults
    loader = _Loader(text)
    try:
        if deep := _too_deep(text):
            return None, [Fault(shown, deep, f"more than {DEPTH_LIMIT} levels in each other")]
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            return None, [Fault(shown, 1, "the file must hold one record: lines of 'key: value'")]
        unfit = [Fault(shown, line, told) for line, told in _unfit(node, set())]
        if unfit:
            return None, unfit[:20]
        data = loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        return None, [_syntax_fault(error, text, shown)]
    except yaml.reader.ReaderError as error:
        return None, [_character_fault(error, text, shown)]
    except (yaml.YAMLError, ValueError) as error:
        return None, [Fault(shown, None, f"not YAML: {' '.join(str(error).split())}")]
    except RecursionError:
        return None, [Fault(shown, None, "brackets in brackets without end")]
    finally:
        loader.dispose()
    try:
        return model.model_validate(data, context=context), []
    except ValidationError as error:
        return None, _validation_faults(error, node, shown)


def _decode(path: Path, shown: str) -> tuple[str | None, list[Fault]]:
    try:
        if path.exists() and not path.is_file():
            return None, [Fault(shown, None, "no regular file")]
        if path.exists() and path.stat().st_size > SIZE_LIMIT:
            return None, [Fault(shown, None, f"larger than {SIZE_LIMIT} bytes: no record is")]
        return path.read_bytes().decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return None, [Fault(shown, line, "not UTF-8 (perhaps GBK): save the file as UTF-8")]
    except OSError as error:
        return None, [Fault(shown, None, f"cannot be read: {error.strerror}")]


def _syntax_fault(error: yaml.MarkedYAMLError, text: str, shown: str) -> Fault:
    mark = error.problem_mark or error.context_mark
    problem = " ".join(str(error.problem or error.context or "not YAML").split())
    if error.context and problem.startswith("but "):
        problem = f"{error.context}, {problem}"
    if mark is None:
        return Fault(shown, None, problem)
    lines = text.splitlines()
    if "\t" in "".join(lines[mark.line : mark.line + 1]):
        problem = "a tab stands where YAML wants spaces"
    elif error.context_mark is not None and "expected ',' or" in problem:
        problem = f"{problem} of the bracket that opens in line {error.context_mark.line + 1}"
    return Fault(shown, max(1, min(mark.line + 1, len(lines))), problem)


def _character_fault(error: yaml.reader.ReaderError, text: str, shown: str) -> Fault:
    """The library tells the place in bytes of its own; the character itself is found by its number."""
    code = int(error.character)
    line = text[: max(0, text.find(chr(code)))].count("\n") + 1
    return Fault(shown, line, f"a character that no text has (U+{code:04X}): take it out")


def _too_deep(text: str) -> int | None:
    """The line where too much stands in each other; only a text that could be so is looked through."""
    if text.count("[") + text.count("{") <= _BRACKETS and not _COMPACT.search(text):
        return None
    depth = 0
    for event in yaml.parse(text, Loader=_BASE):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH_LIMIT:
            return 1 if event.start_mark is None else event.start_mark.line + 1
    return None


def _unfit(node: yaml.Node, met: set[int]) -> Iterator[tuple[int, str]]:
    """Keys that stand twice (YAML would silently keep the last) or are no word, aliases, long numbers.

    A file of ours needs no alias, and a small one with aliases of aliases would fill the memory.
    """
    if id(node) in met:
        yield node.start_mark.line + 1, "an anchor and its alias (& and *): write the text out each time"
        return
    met.add(id(node))
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                yield key.start_mark.line + 1, "a key must be one word"
                continue
            if key.value in seen:
                yield key.start_mark.line + 1, f"duplicate key '{key.value}'"
            seen.add(key.value)
            yield from _unfit(value, met)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _unfit(value, met)
    elif node.tag == "tag:yaml.org,2002:int" and len(node.value) > DIGITS_LIMIT:
        yield node.start_mark.line + 1, f"a number of {len(node.value)} digits (allowed: {DIGITS_LIMIT})"


def _validation_faults(error: ValidationError, node: yaml.Node, shown: str) -> list[Fault]:
    found = error.errors(include_url=False)
    missing = [str(item["loc"][-1]) for item in found if item["type"] == "missing"]
    meant = {_meant(item, missing) for item in found} - {None}
    places = [item["loc"] for item in found]
    faults = []
    for item in found:
        if item["type"] == "missing" and item["loc"][-1] in meant:
            continue  # the misspelt field is told already
        if item["type"] == "too_short" and any(_within(loc, item["loc"]) for loc in places):
            continue  # a list is short by what is wrong in it
        place = _place(node, item["loc"])
        cause = item.get("ctx", {}).get("error")
        if isinstance(cause, Problems):
            inner = [(_line(node, (*place, *where)), told) for where, told in cause.problems]
            faults += [Fault(shown, line, told) for line, told in inner]
            continue
        where = ".".join(str(part) for part in place)
        message = _message(item, missing)
        faults.append(Fault(shown, _line(node, place), f"{where}: {message}" if where else message))
    return faults


def _within(loc: Place, whole: Place) -> bool:
    return len(loc) > len(whole) and loc[: len(whole)] == whole


def _message(item: ErrorDetails, missing: Sequence[str]) -> str:
    name = str(item["loc"][-1]) if item["loc"] else ""
    if item["type"] == "extra_forbidden":
        meant = _meant(item, missing)
        return f"unknown field '{name}'" + (f"; did you mean '{meant}'?" if meant else "")
    if item["type"] == "missing":
        return f"field '{name}' is missing"
    if item["type"] == "union_tag_not_found":  # which model it is cannot be said without that field
        return f"field {item['ctx']['discriminator']} is missing"
    message = item["msg"].removeprefix("Value error, ")
    value = item["input"]
    return f"{message} (here: {value!r})" if isinstance(value, str | int | float | bool) else message


def _meant(item: ErrorDetails, missing: Sequence[str]) -> str | None:
    """The missing field that an unknown one seems to be."""
    near = difflib.get_close_matches(str(item["loc"][-1]) if item["loc"] else "", missing, 1)
    return near[0] if near and item["type"] == "extra_forbidden" else None


def _child(node: yaml.Node, part: str | int) -> tuple[int, yaml.Node] | None:
    """The line, from 1, at which a part of a node begins, and the part's node; None where it has none."""
    if isinstance(node, yaml.MappingNode):
        return next(((k.start_mark.line + 1, v) for k, v in node.value if k.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        value = node.value[part]
        return value.start_mark.line + 1, value
    return None


def _place(node: yaml.Node, loc: Place) -> Place:
    """The part of pydantic's `loc` that stands in the file: tags of unions and missing fields do not."""
    place: list[str | int] = []
    for part in loc:
        child = _child(node, part)
        if child is not None:
            place.append(part)
            node = child[1]
    return tuple(place)


def _line(node: yaml.Node, place: Place) -> int:
    line = 1
    for part in place:
        child = _child(node, part)
        if child is None:
            break
        line, node = child
    return line


def line_in(path: Path, *place: str | int) -> int:
    """The line, from 1, of the deepest part of `place` that stands in a file's record, or else 1."""
    text, _ = _decode(path, path.name)
    try:
        node = None if text is None or _too_deep(text) else yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, RecursionError):
        return 1  # what is wrong with the file is told by `read`
    return 1 if node is None else _line(node, place)
