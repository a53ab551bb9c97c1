"""What a form gives to those who never judge: no policy may pass it.

Each policy is played to the end of every variant, and of each slot its best variant counts: no paper of the
form gives it more. A free text is marked by a person and gives a policy nothing: the pass score is measured
by the automatic points alone.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assessments.items.form import Form
from assessments.items.item import ChoiceItem, CompareItem, Item, MarksItem, OrderItem, ScenarioItem
from assessments.items.key import Stance
from assessments.items.policy import HABITS, play
from assessments.items.rubric import retrace
from assessments.items.walks import Twig, points_of, tree

POLICIES = ("comply", "refuse", "verify_then_default", "longest", "first", "last", "random")
SEEDS = 1_000
PERCENTILE = 0.95
_STANCES: Mapping[str, Sequence[Stance]] = {
    "comply": ("comply",),
    "refuse": ("refuse",),
    "verify_then_comply": ("verify", "comply"),
    "verify_then_refuse": ("verify", "refuse"),
}
"""The stance that a habit wants of an option, and the one that it takes where there is none such."""


@dataclass(frozen=True)
class Audited:
    """What one policy scores on a form."""

    policy: str
    score: float
    max_score: float
    passed: bool


def audit(form: Form) -> tuple[Audited, ...]:
    """What each policy scores, in the order of POLICIES."""
    scores = {habit: _total(form, habit) for habit in HABITS}
    both = scores["verify_then_comply"], scores["verify_then_refuse"]
    scores |= {"verify_then_default": max(both), "random": _by_chance(form)}
    most = form.automatic_max
    return tuple(
        Audited(policy, round(scores[policy], 2), most, round(scores[policy], 2) >= form.pass_score)
        for policy in POLICIES
    )


def _total(form: Form, habit: str) -> float:
    slots = [slot.variants for slot in form.slots if slot.automatic]
    return sum(max(by_habit(item, habit) for item in variants) for variants in slots)


def by_habit(item: Item, habit: str) -> float:
    """The points of an item for one habit of `policy.HABITS`."""
    if isinstance(item, ScenarioItem):
        made, last = retrace(item.scenario, play(item.scenario, HABITS[habit]))
        return points_of(item, made, last)
    return max(0.0, _share(item, habit)) * item.points


def _share(item: Item, habit: str) -> float:
    if isinstance(item, ChoiceItem):
        return _chosen(item, habit)
    if isinstance(item, MarksItem):
        texts = {part.id: part.text for line in item.marking.lines for part in line.parts}
        return item.key.share(_touched(texts, habit))
    if isinstance(item, CompareItem):
        rows = {row.id: row.a + row.b for row in item.pair.rows}
        return max(item.key.share(side, _touched(rows, habit)) for side in ("a", "b"))
    if isinstance(item, OrderItem):
        return item.key.share(_ordered(item, habit))
    return 0.0


def _chosen(item: ChoiceItem, habit: str) -> float:
    """What the option is worth that a habit takes; of several with its stance, the best."""
    options = item.question.options
    picked = {"first": options[0], "last": options[-1], "longest": max(options, key=lambda o: len(o.text))}
    if habit in picked:
        taken = [picked[habit].id]
    else:
        found = ([o for o, s in item.key.stances.items() if s == stance] for stance in _STANCES[habit])
        taken = next((each for each in found if each), [])
    if item.question.type == "multiple":
        return item.key.multiple(set(taken))
    return max((item.key.single(option) for option in taken), default=0.0)


def _touched(texts: Mapping[str, str], habit: str) -> set[str]:
    """The one phrase that a habit touches; who trusts everything touches none, who trusts nothing all."""
    ids = list(texts)
    picked = {"first": ids[0], "last": ids[-1], "longest": max(ids, key=lambda i: len(texts[i]))}
    return {picked[habit]} if habit in picked else set() if habit == "comply" else set(ids)


def _ordered(item: OrderItem, habit: str) -> list[str]:
    """Left as it is shown, turned round, or by length."""
    options = list(item.question.options)
    if habit == "longest":
        options.sort(key=lambda option: -len(option.text))
    return [option.id for option in (reversed(options) if habit == "last" else options)]


def _by_chance(form: Form) -> float:
    """The 95th percentile of those who leave all to chance, on the paper that is kindest to them."""
    tosses = []
    for slot in form.slots:
        if slot.automatic:
            chances = [_tosser(item) for item in slot.variants]
            tosses.append(max(chances, key=_mean))
    totals = sorted(sum(toss(dice) for toss in tosses) for dice in map(random.Random, range(SEEDS)))
    return totals[int(PERCENTILE * SEEDS) - 1]


Toss = Callable[[random.Random], float]


def _mean(toss: Toss) -> float:
    return sum(toss(random.Random(seed)) for seed in range(200))


def _tosser(item: Item) -> Toss:
    """A throw of the dice on one item: the points that it gives."""
    if isinstance(item, ScenarioItem):
        start = tree(item)
        return lambda dice: _wander(start, dice)
    return lambda dice: max(0.0, _tossed(item, dice)) * item.points


def _wander(twig: Twig, dice: random.Random) -> float:
    while twig.onward:
        twig = dice.choice(twig.onward)
    return twig.points


def _tossed(item: Item, dice: random.Random) -> float:
    """The share for chance: one option, an order, or a coin tossed over each phrase."""
    if isinstance(item, ChoiceItem) and item.question.type == "single":
        return item.key.single(dice.choice(item.question.options).id)
    if isinstance(item, ChoiceItem):
        return item.key.multiple(_coins([option.id for option in item.question.options], dice))
    if isinstance(item, MarksItem):
        return item.key.share(_coins(item.marking.part_ids(), dice))
    if isinstance(item, CompareItem):
        return item.key.share(dice.choice("ab"), _coins(list(item.key.rows), dice))
    if isinstance(item, OrderItem):
        return item.key.share(dice.sample(item.key.order, len(item.key.order)))
    return 0.0


def _coins(ids: Sequence[str], dice: random.Random) -> set[str]:
    return {i for i in ids if dice.random() < 0.5}
