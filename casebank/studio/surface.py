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
    """The field of the second twin, and how it differs in what one meets first, in size or in its strip."""
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
    if _first_things(one) != _first_things(other):
        yield "exhibits", "what is shown or who speaks at the start differs from the twin's"
    if one.mps_type != other.mps_type:
        yield "mps_type", f"mps_type '{other.mps_type}', the twin's is '{one.mps_type}'"
    if _shown(one) != _shown(other):
        yield "gauges", "the gauges that are shown differ from the twin's"


def _bare(title: str) -> str:
    return title.removesuffix("（一）").removesuffix("（二）")


def _first_things(scenario: Scenario) -> list[object]:
    """The people and the things of the opening."""
    opening = scenario.nodes[scenario.start].messages
    return [scenario.exhibits.get(m.exhibit or "") if m.exhibit else scenario.cast.get(m.by) for m in opening]


def _shown(scenario: Scenario) -> list[tuple[str, str]]:
    """What the strip says at the start."""
    shown = (gauge for gauge in scenario.gauges.values() if gauge.words)
    return sorted((gauge.label, gauge.words[gauge.start - gauge.low]) for gauge in shown)


def _length(scenario: Scenario) -> int:
    return sum(len(text) for _, text in texts(scenario))
