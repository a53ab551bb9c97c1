"""What was worked out for one answer, kept for all who gave the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from casebank.answer import Answer
from casebank.transcript import Transcript

T = TypeVar("T")


class Remembered(Generic[T]):
    """Values by what they follow from. When it is full, what comes after is worked out each time."""

    def __init__(self, most: int = 5000) -> None:
        self._most = most
        self._known: dict[Hashable, T] = {}

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of a key, made where it is not known."""
        try:
            return self._known[key]
        except KeyError:
            made = make()
        if len(self._known) < self._most:
            self._known[key] = made
        return made


def gist(answer: Answer | None) -> Hashable:
    """All of an answer but the clock of a walk, on which nothing depends."""
    if isinstance(answer, Transcript):
        events = tuple((event.seq, event.node, event.choice) for event in answer.events)
        return (answer.item, answer.content_version, events)
    return answer
