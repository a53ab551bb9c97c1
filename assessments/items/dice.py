"""Numbers that depend on nothing but a text: no library's generator, which may change."""

from __future__ import annotations

import hashlib
from bisect import bisect
from collections.abc import Iterable
from itertools import accumulate


class Dice:
    """The same text gives the same throws, here and everywhere."""

    def __init__(self, text: str) -> None:
        self._text = text

    def number(self, what: str) -> int:
        """A number of 64 bits."""
        digest = hashlib.blake2b(f"{self._text}|{what}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big")

    def roll(self, what: str, sides: int) -> int:
        """A number below `sides`."""
        return self.number(what) % sides

    def shuffled(self, names: Iterable[str]) -> list[str]:
        """The names in an order of their own."""
        return sorted(names, key=self.number)


class Throws:
    """One throw after the other: the same text gives the same row of them."""

    def __init__(self, text: str) -> None:
        self._dice = Dice(text)
        self._thrown = 0

    def share(self) -> float:
        """A number from 0 to 1, 1 left out, each as likely as any other."""
        self._thrown += 1
        return (self._dice.number(str(self._thrown)) >> 11) / 2**53

    def happens(self, chance: float) -> bool:
        """Whether something of this chance comes about."""
        return self.share() < chance

    def weighed(self, weights: Iterable[float]) -> int:
        """A place in `weights`, each as likely as its weight; they are above nothing."""
        heaps = list(accumulate(weights))
        return min(bisect(heaps, self.share() * heaps[-1]), len(heaps) - 1)
