"""Numbers that depend on nothing but a text: no library's generator, which may change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


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
