"""The endings of a scenario: how many walks lead to each, and the shortest of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casebank.graph import Ending
from casebank.scenario import Scenario
from casebank.story import Story, Values

Ways = Mapping[str, tuple[int, str]]
"""For each ending that can still be reached: the number of walks to it, and the letters of the shortest."""


@dataclass(frozen=True)
class EndingRow:
    """One ending node."""

    node: str
    kind: str
    """The label of its kind."""
    title: str
    lost_cny: int
    walks: int
    """How many walks end here."""
    shortest: str
    """The letters of the shortest walk, the first in the alphabet among equals."""


def ending_rows(scenario: Scenario) -> tuple[EndingRow, ...]:
    """Every ending node in the order of the file. States are counted once each, walks not one by one."""
    story = scenario.story
    ways = _ways(story, story.start, story.first_values(), {})
    return tuple(
        _row(key, node.ending, *ways.get(key, (0, "")))
        for key, node in scenario.nodes.items()
        if node.ending is not None
    )


def _row(key: str, ending: Ending, walks: int, shortest: str) -> EndingRow:
    return EndingRow(key, ending.kind.label, ending.title, ending.lost_cny, walks, shortest)


def _ways(story: Story, node: str, values: Values, known: dict[tuple[str, Values], Ways]) -> Ways:
    if story.nodes[node].ending is not None:
        return {node: (1, "")}
    if (node, values) not in known:
        found: dict[str, tuple[int, str]] = {}
        for choice in story.on_offer(node, values):
            step = story.follow(choice, values)
            for ending, (walks, letters) in _ways(story, step.to, step.values, known).items():
                before, shortest = found.get(ending, (0, ""))
                way = f"{choice.id}{letters}"
                nearer = min(way, shortest or way, key=lambda one: (len(one), one))
                found[ending] = (before + walks, nearer)
        known[node, values] = found
    return known[node, values]
