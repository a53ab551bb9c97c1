"""Simulated trainees of known ability: to compare forms before anybody has sat them.

A trainee of ability t, in front of an item of difficulty d (easy -0.5, middle 0, hard +0.5), weighs each
thing on offer by exp(PULL * (t - d) * w), where w from 0 to 1 is what it is worth: the share of the item's
points that can still be reached after a choice in a scenario, the weight of an option, the share of pairs in
the right order. A phrase or a row is judged rightly with the chance 1 / (1 + exp(-(t - d))), the side of a
comparison like an option. At t = d all is left to chance. Nothing is drawn: each expectation is exact. It
says how alike forms are, and nothing of people, whom we have not measured.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import permutations

from assessments.items.item import ChoiceItem, CompareItem, Item, MarksItem, OrderItem, ScenarioItem
from assessments.items.walks import Twig, tree

PULL = 3.0
ABILITIES = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
"""From one who guesses to one who hardly errs."""
_HARDER = {"easy": -0.5, "middle": 0.0, "hard": 0.5}


def expected(item: Item, ability: float) -> float:
    """The points that a trainee of this ability may expect; nothing for what a person marks."""
    ahead = edge(item, ability)
    if isinstance(item, ScenarioItem):
        return _walk(tree(item), ahead, item.points)
    return _share(item, ahead) * item.points


def edge(item: Item, ability: float) -> float:
    """By how much a trainee is ahead of an item: t - d."""
    return ability - _HARDER[item.shown.difficulty.level]


def pulls(worth: Iterable[float], edge: float) -> list[float]:
    """How strongly things of this worth draw a trainee, each against the others."""
    return [math.exp(PULL * edge * each) for each in worth]


def chance(edge: float) -> float:
    """The chance that a phrase or a row is judged rightly."""
    return 1 / (1 + math.exp(-edge))


def form_expected(slots: Iterable[Sequence[Item]], ability: float) -> float:
    """The points that a trainee may expect of a form, on the average of its papers."""
    return sum(sum(expected(item, ability) for item in variants) / len(variants) for variants in slots)


def _share(item: Item, edge: float) -> float:
    if isinstance(item, ChoiceItem):
        if item.question.type == "multiple":
            return _touching(len(item.key.weights), len(item.key.reasons) - len(item.key.weights), edge)
        worth = [item.key.single(option.id) for option in item.question.options]
        return _average(worth, worth, edge)
    if isinstance(item, MarksItem):
        return _touching(len(item.key.marks), len(item.key.innocent), edge)
    if isinstance(item, CompareItem):
        rows = (
            (0.5 + r / 2 if r > 0 else 0.0, p)
            for r, p in _touches(len(item.key.telling), len(item.key.idle), edge)
        )
        return chance(PULL * edge) * sum(value * chance for value, chance in rows)
    if isinstance(item, OrderItem):
        shares = [item.key.share(given) for given in permutations(item.key.order)]
        return _average([max(0.0, share) for share in shares], [(share + 1) / 2 for share in shares], edge)
    return 0.0


def _walk(twig: Twig, edge: float, points: float) -> float:
    """The points that may be expected from here on."""
    if not twig.onward:
        return twig.points
    values = [_walk(each, edge, points) for each in twig.onward]
    return _average(values, [each.best / points for each in twig.onward], edge)


def _average(values: Sequence[float], worth: Sequence[float], edge: float) -> float:
    """The average of values, each as likely as its worth draws."""
    drawn = pulls(worth, edge)
    return sum(value * each for value, each in zip(values, drawn, strict=True)) / sum(drawn)


def _touching(right: int, wrong: int, edge: float) -> float:
    return sum(share * chance for share, chance in _touches(right, wrong, edge))


def _touches(right: int, wrong: int, edge: float) -> Iterator[tuple[float, float]]:
    """Each share that touching may give, with its chance."""
    p = chance(edge)
    for found, hit in enumerate(_binomial(right, p)):
        for missed, slip in enumerate(_binomial(wrong, 1 - p)):
            yield max(0.0, found / right - (missed / wrong if wrong else 0.0)), hit * slip


@lru_cache(maxsize=1024)
def _binomial(n: int, p: float) -> tuple[float, ...]:
    return tuple(math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1))
