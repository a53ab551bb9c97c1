"""How each choice of a scenario tends to end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from casebank.explore import explore
from casebank.graph import Choice
from casebank.scenario import Scenario
from casebank.story import Story, Values
from casebank.vocab import GOOD_ENDINGS

Outlook = Mapping[str, Mapping[str, Fraction]]
"""By node and choice: the share of the walks through it that end well."""
_Counts = tuple[int, int]


def outlook(scenario: Scenario) -> Outlook:
    """The share of walks that end well (safe, served) for each choice, over every state it is offered in."""
    story = scenario.story
    counted: dict[tuple[str, Values], _Counts] = {}
    sums: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for key, values in explore(story).states:
        for choice in story.on_offer(key, values):
            good, total = _after(story, choice, values, counted)
            sums[key][choice.id][0] += good
            sums[key][choice.id][1] += total
    return {
        key: {choice: Fraction(good, total) for choice, (good, total) in of_node.items()}
        for key, of_node in sums.items()
    }


def _after(
    story: Story, choice: Choice, values: Values, counted: dict[tuple[str, Values], _Counts]
) -> _Counts:
    """Of the walks that begin with a choice: how many end well, and how many there are."""
    step = story.follow(choice, values)
    state = (step.to, step.values)
    if state not in counted:
        ending = story.nodes[step.to].ending
        if ending is not None:
            counted[state] = (int(ending.kind in GOOD_ENDINGS), 1)
        else:
            onward = [_after(story, c, step.values, counted) for c in story.on_offer(*state)]
            counted[state] = (sum(good for good, _ in onward), sum(total for _, total in onward))
    return counted[state]
