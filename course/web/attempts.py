"""Guesses at codes: how many there may be, without anybody's guesses shutting the right person out.

Five wrong guesses at a number from one address stop that address for that number, nobody else. Over all
addresses a number is only slowed down: a wait that grows to ``LONGEST_WAIT``, so that six digits face about
a hundred guesses an hour. A guess is counted before its code is looked at, in one step with the question
whether it is allowed: guesses at the same time do not slip past.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from course.web.limit import Limit, network

WRONG_GUESSES = 5
WINDOW_SECONDS = 600.0
LONGEST_WAIT = 36.0
ADDRESS_GUESSES = 600
_FREE_GUESSES = 5
_HOUR = 3600.0


@dataclass(frozen=True)
class Guess:
    """A guess that was allowed and counted."""

    subject: str
    address: str
    moment: float


@dataclass(frozen=True)
class Wait:
    """A guess that was not allowed: the code was not looked at."""

    seconds: float


class Attempts:
    """Counts guesses; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pairs = Limit(WRONG_GUESSES, WINDOW_SECONDS)
        self._subjects = Limit(ADDRESS_GUESSES, _HOUR)
        self._addresses = Limit(ADDRESS_GUESSES, WINDOW_SECONDS)

    def take(self, subject: str, address: str, moment: float) -> Guess | Wait:
        """Count a guess at a subject, or say how long to wait."""
        place = network(address)
        with self._lock:
            if self._addresses.blocked(place, moment) or self._pairs.blocked(_pair(subject, place), moment):
                return Wait(WINDOW_SECONDS)
            seconds = self._pause(subject, moment)
            if seconds > 0:
                return Wait(seconds)
            self._pairs.note(_pair(subject, place), moment)
            self._subjects.note(subject, moment)
            self._addresses.note(place, moment)
        return Guess(subject, place, moment)

    def stray(self, address: str, moment: float) -> Wait | None:
        """Count a number that nobody has; it counts for its address only."""
        place = network(address)
        with self._lock:
            if self._addresses.blocked(place, moment):
                return Wait(WINDOW_SECONDS)
            self._addresses.note(place, moment)
        return None

    def right(self, guess: Guess) -> None:
        """It was right: what was guessed at this subject is forgotten."""
        with self._lock:
            self._pairs.forget(_pair(guess.subject, guess.address))
            self._subjects.forget(guess.subject)
            self._addresses.take_back(guess.address, guess.moment)

    def _pause(self, subject: str, moment: float) -> float:
        times = self._subjects.times(subject, moment)
        over = len(times) - _FREE_GUESSES
        if over < 0:
            return 0.0
        pause = LONGEST_WAIT if over > 5 else min(2.0 ** (over + 1), LONGEST_WAIT)
        return times[-1] + pause - moment


def _pair(subject: str, place: str) -> str:
    return f"{subject} {place}"
