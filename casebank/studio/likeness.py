"""Whether two pairs of scenarios are copies of each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from casebank.model import hanzi
from casebank.scenario import Scenario
from casebank.studio.texts import reasons, texts

RUN = 6
"""Hanzi in a run: long enough that everyday phrases do not meet by chance."""
LIMIT = 0.15
"""The share of the shorter pair's runs that may stand in another pair too."""


def runs(scenarios: Iterable[Scenario]) -> set[str]:
    """The runs of hanzi in all that one reads in these scenarios."""
    found: set[str] = set()
    for scenario in scenarios:
        for _, text in (*texts(scenario), *reasons(scenario)):
            only = hanzi(text)
            found |= {only[n : n + RUN] for n in range(len(only) - RUN + 1)}
    return found


def copies(pairs: Mapping[str, Iterable[Scenario]]) -> Iterator[tuple[str, str, float]]:
    """Pairs of pairs that share too much, with the share."""
    told = {name: runs(twins) for name, twins in pairs.items()}
    for (one, first), (other, second) in combinations(sorted(told.items()), 2):
        shared = len(first & second) / max(1, min(len(first), len(second)))
        if shared > LIMIT:
            yield one, other, shared
