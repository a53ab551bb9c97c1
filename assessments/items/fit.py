"""Whether a key belongs to what is shown, and whether its points add up."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from assessments.items.key import ChoiceKey, CompareKey, Key, MarksKey, OrderKey, ScenarioKey, TextKey
from assessments.items.rubric import rubric_problems
from assessments.items.shown import (
    Shown,
    ShownChoice,
    ShownCompare,
    ShownMarks,
    ShownOrder,
    ShownScenario,
    ShownText,
)
from casebank.errors import Place

Problem = tuple[Place, str]


def fit_problems(shown: Shown, key: Key) -> Iterator[Problem]:
    """What does not fit, each with its place in the key."""
    if key.item != shown.id:
        yield ("item",), f"'{key.item}' must be the file's name, '{shown.id}'"
    if key.version != shown.version:
        told = f"the key was written for version {key.version}, the item is at version {shown.version}"
        yield ("version",), told
    match shown, key:
        case ShownScenario(), ScenarioKey():
            for place, told in rubric_problems(shown.scenario, key.rubric, key.points):
                yield ("rubric", *place), told
        case ShownMarks(), MarksKey():
            yield from _marks(shown, key)
        case ShownCompare(), CompareKey():
            yield from _compare(shown, key)
        case ShownChoice(), ChoiceKey():
            yield from _choice(shown, key)
        case ShownOrder(), OrderKey():
            yield from _order(shown, key)
        case ShownText(), TextKey():
            yield from _text(key)


def _once(named: Collection[str], wanted: Collection[str]) -> bool:
    return sorted(named) == sorted(wanted)


def _marks(shown: ShownMarks, key: MarksKey) -> Iterator[Problem]:
    if not _once([*key.marks, *key.innocent], shown.marking.part_ids()):
        yield ("marks",), "'marks' and 'innocent' together must name each phrase once"


def _compare(shown: ShownCompare, key: CompareKey) -> Iterator[Problem]:
    rows = [row.id for row in shown.pair.rows]
    if not _once(key.rows, rows):
        yield ("rows",), f"'rows' must name each row once: {', '.join(rows)}"
    if not key.telling or not key.idle:
        yield ("rows",), "rows that tell and rows that do not: both are needed"


def _choice(shown: ShownChoice, key: ChoiceKey) -> Iterator[Problem]:
    ids = [option.id for option in shown.question.options]
    listed = ", ".join(ids)
    if not _once(key.reasons, ids):
        yield ("reasons",), f"'reasons' must name each option once: {listed}"
    if not set(key.weights) <= set(ids):
        yield ("weights",), f"'weights' names options that are none (there are: {listed})"
    if key.stances and not _once(key.stances, ids):
        yield ("stances",), f"'stances' must name each option once: {listed}"
    if 1 not in key.weights.values():
        yield ("weights",), "no option is fully right: one weight must be 1"
    if shown.question.type == "multiple" and set(key.weights.values()) != {1}:
        yield ("weights",), "in a 'multiple' question each weight is 1"


def _order(shown: ShownOrder, key: OrderKey) -> Iterator[Problem]:
    ids = [option.id for option in shown.question.options]
    for field, named in (("order", key.order), ("reasons", tuple(key.reasons))):
        if not _once(named, ids):
            yield (field,), f"'{field}' must name each option once: {', '.join(ids)}"


def _text(key: TextKey) -> Iterator[Problem]:
    total = sum(criterion.points for criterion in key.criteria)
    if total != key.points:
        yield ("criteria",), f"the criteria add up to {total:g}, not to {key.points:g}"
