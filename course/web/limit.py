"""A limit on how often something happens (wrong guesses, saves), in this process's memory."""

from __future__ import annotations

from collections import deque


class Limit:
    """At most ``limit`` times for a key within ``window`` seconds."""

    def __init__(self, limit: int, window: float, keys: int = 10_000) -> None:
        self._limit = limit
        self._window = window
        self._keys = keys
        self._times: dict[str, deque[float]] = {}

    def blocked(self, key: str, now: float) -> bool:
        """Whether the key has used up its times."""
        return len(self._recent(key, now)) >= self._limit

    def note(self, key: str, now: float) -> None:
        """Count one."""
        recent = self._recent(key, now)
        recent.append(now)
        self._times.pop(key, None)
        self._times[key] = recent
        while len(self._times) > self._keys:
            del self._times[next(iter(self._times))]

    def forget(self, key: str) -> None:
        """Start the key anew."""
        self._times.pop(key, None)

    def _recent(self, key: str, now: float) -> deque[float]:
        times = self._times.get(key, deque())
        while times and times[0] <= now - self._window:
            times.popleft()
        return times
