"""Whether the place or the length of a choice gives the good one away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from casebank.graph import Choice
from casebank.scenario import Scenario
from casebank.studio.outlook import outlook

LIMIT = Fraction(55, 100)
FEW = 4
"""With fewer nodes at which something is decided, a share says nothing."""
HABITS = ("first", "last", "longest", "shortest")


def habits(scenarios: Iterable[Scenario]) -> tuple[int, dict[str, Fraction]]:
    """At how many nodes something is decided, and how often the best choice is first, last, longest.

    The best is the one whose walks most often end well; where several are equally good, each counts in part.
    """
    hits = dict.fromkeys(HABITS, Fraction(0))
    nodes = 0
    for scenario in scenarios:
        told = outlook(scenario)
        for key, node in scenario.nodes.items():
            shares = told.get(key, {})
            best = [c for c in node.choices if c.id in shares and shares[c.id] == max(shares.values())]
            if not best or len(best) == len(node.choices):
                continue
            nodes += 1
            for habit, taken in _taken(node.choices).items():
                hits[habit] += Fraction(len([c for c in best if c in taken]), len(best) * len(taken))
    return nodes, {habit: hit / nodes if nodes else Fraction(0) for habit, hit in hits.items()}


def _taken(choices: tuple[Choice, ...]) -> dict[str, list[Choice]]:
    """What each habit would take; several where they are equally long."""
    longest = max(len(choice.text) for choice in choices)
    long = [choice for choice in choices if len(choice.text) == longest]
    shortest = min(len(choice.text) for choice in choices)
    short = [choice for choice in choices if len(choice.text) == shortest]
    return {"first": [choices[0]], "last": [choices[-1]], "longest": long, "shortest": short}


def giveaways(scenario: Scenario) -> Iterator[str]:
    """What gives the good choice away."""
    nodes, shares = habits([scenario])
    if nodes < FEW:
        return
    for habit, share in shares.items():
        if share > LIMIT:
            told = f"{float(share):.0%} of {nodes} nodes (allowed: {float(LIMIT):.0%})"
            yield f"the best choice is the {habit} one in {told}"
