"""Simulated trainees who differ in ability and in bias, and whose answers are drawn.

What draws them is the rule of `trainees.py`: ability t before an item of difficulty d, things weighed by
exp(PULL * (t - d) * w), phrases and rows judged rightly with the chance 1 / (1 + exp(-(t - d))). Added are:

- Ability: normal with mean ABLE and standard deviation SPREAD, cut off below LEAST and above MOST.
- Bias, independent of ability, in the shares of BIASES:
  - even: the rule as it is, so that `trainees.expected` is what such a trainee earns on the average;
  - trusting: what goes along with a request is weighed by a further exp(+LEAN), what turns it down by
    exp(-LEAN); a phrase is touched as a sign of fraud with a logit that is LEAN lower;
  - suspicious: the same with -LEAN for LEAN. Comparisons and orders know no lean;
  - hurried: looks at the first two things on offer only (of phrases and rows at the first half, of an order
    at who of the first two comes first), skips an item with the chance SKIPS, breaks a scenario off before
    each choice but the first with the chance STOPS, and takes HASTE of the time;
  - random: t - d is 0 in front of every item, so that all is left to chance; the ability is noted as 0.

Along with a request go the acts of `policy.GOING_ALONG` and the stance `comply`, against it those of
`policy.TURNING_DOWN` and the stance `refuse`; the rest is weighed by worth alone. The numbers are chosen so
that a cohort looks alive. They say nothing of people, whom we have not measured.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist
from typing import TypeVar

from assessments.items.dice import Throws
from assessments.items.item import Item
from assessments.items.policy import GOING_ALONG, TURNING_DOWN
from assessments.items.trainees import PULL, chance, edge, pulls
from casebank.vocab import Act

T = TypeVar("T")

ABLE, SPREAD = 1.25, 0.75
LEAST, MOST = 0.0, 3.0
LEAN = 1.5
SKIPS = STOPS = 0.1
HASTE = 0.4
LOOKS = 2
"""At how many of the things on offer somebody hurried looks."""


class Bias(StrEnum):
    """Where somebody errs whatever their ability."""

    EVEN = "even"
    TRUSTING = "trusting"
    SUSPICIOUS = "suspicious"
    HURRIED = "hurried"
    RANDOM = "random"


BIASES: Mapping[Bias, float] = {
    Bias.EVEN: 0.4,
    Bias.TRUSTING: 0.2,
    Bias.SUSPICIOUS: 0.15,
    Bias.HURRIED: 0.15,
    Bias.RANDOM: 0.1,
}
"""Each with its share."""
_LEANS: Mapping[Bias, float] = {Bias.TRUSTING: LEAN, Bias.SUSPICIOUS: -LEAN}
_SIDES: Mapping[Act, int] = {**dict.fromkeys(GOING_ALONG, 1), **dict.fromkeys(TURNING_DOWN, -1)}
_STANCES = {"comply": 1, "refuse": -1}


@dataclass(frozen=True)
class Trainee:
    """Somebody who does not exist."""

    ability: float
    bias: Bias

    @property
    def hurried(self) -> bool:
        """Whether this one leaves things undone."""
        return self.bias is Bias.HURRIED

    @property
    def lean(self) -> float:
        """Towards going along where above 0, towards turning down where below."""
        return _LEANS.get(self.bias, 0.0)

    def edge(self, item: Item) -> float:
        """By how much this one is ahead of an item."""
        return 0.0 if self.bias is Bias.RANDOM else edge(item, self.ability)


def drawn_trainee(throws: Throws, biases: Mapping[Bias, float] = BIASES) -> Trainee:
    """One of many: the ability to two places."""
    bias = list(biases)[throws.weighed(biases.values())]
    able = NormalDist(ABLE, SPREAD)
    low, high = able.cdf(LEAST), able.cdf(MOST)
    ability = round(able.inv_cdf(low + throws.share() * (high - low)), 2)
    return Trainee(0.0 if bias is Bias.RANDOM else ability, bias)


def figures() -> dict[str, object]:
    """The numbers of the model by name: JSON values."""
    ability = {"mean": ABLE, "deviation": SPREAD, "least": LEAST, "most": MOST}
    hurry = {"skips": SKIPS, "stops": STOPS, "time": HASTE, "looks": LOOKS}
    shares = {bias.value: share for bias, share in BIASES.items()}
    return {"ability": ability, "biases": shares, "pull": PULL, "lean": LEAN, "hurry": hurry}


def act_side(act: Act) -> int:
    """1 for what goes along with a request, -1 for what turns it down, else 0."""
    return _SIDES.get(act, 0)


def stance_side(stance: str | None) -> int:
    """The same of an option's stance."""
    return _STANCES.get(stance or "", 0)


@dataclass(frozen=True)
class Mind:
    """A trainee in front of one item: what is picked and what is touched."""

    trainee: Trainee
    edge: float
    throws: Throws

    def pick(self, things: Sequence[T], worth: Callable[[T], float], side: Callable[[T], int]) -> T:
        """One of the things on offer, by what it is worth and where it leans."""
        seen = things[:LOOKS] if self.trainee.hurried else things
        weights = pulls(map(worth, seen), self.edge)
        if lean := self.trainee.lean:
            weights = [w * math.exp(lean * side(thing)) for w, thing in zip(weights, seen, strict=True)]
        return seen[self.throws.weighed(weights)]

    def touched(
        self, things: Sequence[str], right: Container[str], side: Callable[[str], int]
    ) -> tuple[str, ...]:
        """Those that are touched, of which `right` should be."""
        seen = things[: (len(things) + 1) // 2] if self.trainee.hurried else things
        return tuple(thing for thing in seen if self._touches(thing in right, side(thing)))

    def judges_rightly(self) -> bool:
        """Whether something is seen as it is, where no lean shows."""
        return self.throws.happens(chance(self.edge))

    def _touches(self, right: bool, side: int) -> bool:
        ahead = self.edge if right else -self.edge
        return self.throws.happens(chance(ahead + self.trainee.lean * side))
