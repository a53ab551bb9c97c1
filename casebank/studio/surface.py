"""Whether twins look alike: what differs on the surface tells them apart without a thought."""

from __future__ import annotations

from collections.abc import Iterator

from casebank.scenario import Scenario
from casebank.studio.texts import texts

NODES = 4
"""By how many nodes twins may differ."""
LENGTH = 1.4
"""How many times longer the one may be."""


def surface_problems(one: Scenario, other: Scenario) -> Iterator[tuple[str, str]]:
    """The field of the second twin, and how it differs in its opening choices, size or money."""
    first, second = (twin.nodes[twin.start].choices for twin in (one, other))
    if [(c.text, c.means) for c in first] != [(c.text, c.means) for c in second]:
        yield "start", "the first choices differ from the twin's: text and means are to be the same"
    if abs(len(one.nodes) - len(other.nodes)) > NODES:
        told = f"{len(other.nodes)} nodes, the twin has {len(one.nodes)} (allowed: {NODES} more or fewer)"
        yield "nodes", told
    long, short = sorted((_length(other), _length(one)), reverse=True)
    if long > LENGTH * short:
        told = f"{_length(other)} characters to read, the twin has {_length(one)}"
        yield "nodes", f"{told} (allowed: up to {LENGTH} times)"
    if _bare(one.title) != _bare(other.title):
        told = f"title '{other.title}', the twin's is '{one.title}'"
        yield "title", f"{told}: they differ in （一） and （二） only"
    if _shown(one) != _shown(other):
        yield "gauges", "the gauges that are shown differ from the twin's"


def _bare(title: str) -> str:
    return title.removesuffix("（一）").removesuffix("（二）")


def _shown(scenario: Scenario) -> set[str]:
    return {gauge.label for gauge in scenario.gauges.values() if gauge.words}


def _length(scenario: Scenario) -> int:
    return sum(len(text) for _, text in texts(scenario))
