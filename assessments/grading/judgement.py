"""Whether somebody told fraud from genuine business: what d' and its bias are counted from."""

from __future__ import annotations

from enum import StrEnum

from assessments.items.item import ChoiceItem
from casebank.scenario import Scenario
from casebank.vocab import GOOD_ENDINGS


class Judgement(StrEnum):
    """What a person made of one request."""

    HIT = "hit"
    """A fraud, and it was stopped."""
    MISS = "miss"
    """A fraud, and money went."""
    FALSE_ALARM = "false_alarm"
    """Genuine business, and it was refused or left undone."""
    PASSED = "passed"
    """Genuine business, and it was done; that it was checked first is no false alarm."""


def of_walk(scenario: Scenario, last: str) -> Judgement | None:
    """By how a walk ends: who checks and pays all the same has missed. None for one that does not end."""
    ending = scenario.nodes[last].ending
    return None if ending is None else _judged(scenario.genuine, ending.kind in GOOD_ENDINGS)


def of_choice(item: ChoiceItem, option: str) -> Judgement | None:
    """By the stance of the option: None where it is neither for nor against, or the key names none.

    A check that proves nothing, which earns nothing, stops no fraud; it refuses nobody either.
    """
    stance = item.key.stances.get(option, "other")
    if item.genuine is None or stance == "other":
        return None
    checked = stance == "verify" and item.key.single(option) > 0
    return _judged(item.genuine, stance != "refuse" if item.genuine else stance == "refuse" or checked)


def _judged(genuine: bool, well: bool) -> Judgement:
    if genuine:
        return Judgement.PASSED if well else Judgement.FALSE_ALARM
    return Judgement.HIT if well else Judgement.MISS
