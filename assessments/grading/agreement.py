"""How well two markers agree on the same answers. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Agreement:
    """Two people's points for the same answers, each of whom marked without the other's mark."""

    pairs: int
    """How many answers both have marked."""
    equal: int
    """To how many of these they gave exactly the same points."""
    kappa: float | None
    """Cohen's weighted kappa, at most 1; None where it is undefined."""

    @property
    def share(self) -> float | None:
        """The share of equal points, 0 to 1; None where nothing was marked twice."""
        return self.equal / self.pairs if self.pairs else None


def agreement(points: Iterable[tuple[float, float]]) -> Agreement:
    """The agreement of the first with the second marker, from both points of each answer."""
    both = tuple(points)
    return Agreement(len(both), sum(1 for first, second in both if first == second), weighted_kappa(both))


def weighted_kappa(points: Iterable[tuple[float, float]]) -> float | None:
    """Cohen's kappa with quadratic weights; the weight of a disagreement is the square of its points.

    kappa = 1 - sum w(x, y) o(x, y) / sum w(x, y) e(x, y), with w(x, y) = (x - y)**2, where o is the share of
    answers with x from the first and y from the second marker, and e the share that would have them if the
    markers gave their points independently: the product of both shares. J. Cohen, Psychological Bulletin 70
    (1968) 213-220; the quadratic weights: J. L. Fleiss and J. Cohen, Educational and Psychological
    Measurement 33 (1973) 613-619.

    None where the denominator is 0: nothing was marked twice, or both gave everything the same points, so
    that there is nothing by which agreement could be told from chance.
    """
    both = tuple(points)
    firsts, seconds = Counter(first for first, _ in both), Counter(second for _, second in both)
    by_chance = sum(n * m * (x - y) ** 2 for x, n in firsts.items() for y, m in seconds.items())
    if not by_chance:
        return None
    found = sum((x - y) ** 2 for x, y in both)
    return 1 - found * len(both) / by_chance
