"""Whether an answer is one that its item can have, by what the trainee sees alone: no key is asked.

What does not fit would be kept, handed in with a receipt, and then get no mark from anybody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from casebank.answer import (
    Answer,
    ChoiceAnswer,
    CompareAnswer,
    MarksAnswer,
    OrderAnswer,
    TextAnswer,
)
from casebank.transcript import Transcript

Spec = Mapping[str, Any]
"""An item as the browser has it: JSON values."""
_Values = dict[str, int]


def fits(kind: str, spec: Spec, answer: Answer) -> bool:
    """Whether the item of that kind can be answered so. Nothing chosen yet, or a walk half way, fits."""
    match kind, answer:
        case "text", TextAnswer():
            return True
        case "choice", ChoiceAnswer():
            most = 1 if spec["type"] == "single" else len(spec["options"])
            return len(answer.chosen) <= most and _are_some(answer.chosen, _ids(spec["options"]))
        case "order", OrderAnswer():  # the widget saves all of them or none
            return not answer.order or sorted(answer.order) == sorted(_ids(spec["options"]))
        case "marks", MarksAnswer():
            return _are_some(answer.marks, [each for line in spec["lines"] for each in _ids(line["parts"])])
        case "compare", CompareAnswer():
            return _are_some(answer.marks, _ids(spec["rows"]))
        case "scenario", Transcript():
            return _can_be_walked(spec, answer)
    return False


def _ids(those: Sequence[Mapping[str, Any]]) -> list[str]:
    return [each["id"] for each in those]


def _are_some(given: Collection[str], known: Collection[str]) -> bool:
    """Some of those that there are, each once."""
    return len(set(given)) == len(given) and set(given) <= set(known)


def _can_be_walked(spec: Spec, answer: Transcript) -> bool:
    """Whether the graph that the browser has allows every step: the same walk as in step.js."""
    if answer.content_version != spec["content_version"]:
        return False
    node, values = spec["start"], {name: gauge["start"] for name, gauge in spec.get("gauges", {}).items()}
    for seq, event in enumerate(answer.events):
        here = spec["nodes"][node]
        offered = (each for each in here["choices"] if _met(each, values))
        taken = next((each for each in offered if each["id"] == event.choice), None)
        if taken is None or "ending" in here or (event.seq, event.node) != (seq, node):
            return False
        node, values = _after(spec, taken, values)
    return True


def _after(spec: Spec, taken: Mapping[str, Any], values: _Values) -> tuple[str, _Values]:
    """Where a choice leads, and what the gauges say there."""
    values = _moved(spec, taken, values)
    node = next((each["to"] for each in taken.get("branches", ()) if _met(each, values)), taken["to"])
    came = None if "ending" in spec["nodes"][node] else _breaking_in(spec, node, values)
    if came is not None:
        effects = {**came.get("effects", {}), came["id"]: 1}
        values = _moved(spec, {"effects": effects}, values)
    return node, values


def _breaking_in(spec: Spec, node: str, values: _Values) -> Mapping[str, Any] | None:
    """The first interruption that fits on arrival: one at a time, each once."""
    fitting: list[Mapping[str, Any]] = [
        each
        for each in spec.get("interruptions", ())
        if not values[each["id"]] and (not each["at"] or node in each["at"]) and _met(each, values)
    ]
    return fitting[0] if fitting else None


def _moved(spec: Spec, by: Mapping[str, Any], values: _Values) -> _Values:
    gauges, effects = spec.get("gauges", {}), by.get("effects", {})
    return {
        name: max(gauges[name]["low"], min(gauges[name]["high"], value + effects.get(name, 0)))
        for name, value in values.items()
    }


def _met(guarded: Mapping[str, Any], values: _Values) -> bool:
    """Whether every gauge is within the bounds that are asked; None is no bound."""
    asked = guarded.get("when", {}).items()
    return all(
        (least is None or values[name] >= least) and (most is None or values[name] <= most)
        for name, (least, most) in asked
    )
