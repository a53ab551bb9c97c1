"""How long an item and a form take: the same estimate by which lessons are paced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assessments.items.item import Item, OrderItem, ScenarioItem, TextItem
from casebank.pace import DECISIONS, minutes, scenario_pace, strings

ORDER_DECISIONS = 3
"""To put things in order is more than one decision. An assumption, as all of these."""
WRITING_MINUTES = 2.0
"""Two or three sentences on a phone. An assumption too."""


def item_minutes(item: Item) -> float:
    """The estimate for one item: what is read once, and what is decided."""
    if isinstance(item, ScenarioItem):
        return minutes(*scenario_pace(item.scenario))
    writing = WRITING_MINUTES if isinstance(item, TextItem) else 0.0
    decisions = ORDER_DECISIONS if isinstance(item, OrderItem) else DECISIONS[item.widget]
    return minutes(sum(strings(item.view())), decisions) + writing


def form_minutes(slots: Iterable[Sequence[Item]]) -> float:
    """The estimate for the longest paper: of each slot the variant that takes longest."""
    return sum(max(item_minutes(item) for item in variants) for variants in slots)
