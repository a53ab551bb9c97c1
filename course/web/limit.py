"""Limits on how often something happens (guesses, saves), in this process's memory."""

from __future__ import annotations

import ipaddress
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

    def times(self, key: str, now: float) -> tuple[float, ...]:
        """When it happened within the window, oldest first."""
        return tuple(self._recent(key, now))

    def note(self, key: str, now: float) -> None:
        """Count one."""
        recent = self._recent(key, now)
        recent.append(now)
        self._times.pop(key, None)
        self._times[key] = recent
        while len(self._times) > self._keys:
            del self._times[next(iter(self._times))]

    def take_back(self, key: str, noted: float) -> None:
        """Count one less: the one that was noted at that moment."""
        times = self._times.get(key)
        if times and noted in times:
            times.remove(noted)

    def forget(self, key: str) -> None:
        """Start the key anew."""
        self._times.pop(key, None)

    def _recent(self, key: str, now: float) -> deque[float]:
        times = self._times.get(key, deque())
        while times and times[0] <= now - self._window:
            times.popleft()
        while times and times[-1] > now:  # the clock was put back: what lies ahead never passes
            times.pop()
        return times


def network(address: str) -> str:
    """Whom an address stands for: an IPv6 address for its /64, in which one machine may pick freely."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
