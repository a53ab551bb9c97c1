"""What a scenario's graph does: where a choice leads, what it moves, what breaks in. No marks, no people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from casebank.gauge import Gauge, met
from casebank.graph import Choice, Message, Node
from casebank.interruption import HAPPENED, Interruption
from casebank.note import Note

Values = tuple[tuple[str, int], ...]
"""The gauges' values as sorted pairs: they can be compared and put into a set."""


@dataclass(frozen=True)
class Step:
    """What one choice brought about."""

    to: str
    """The node that follows."""
    values: Values
    """The values on arrival, after what broke in."""
    branch: int
    """The branch taken, -1 for the choice's own `to`."""
    broke_in: str | None
    """The interruption that came, if any."""


@dataclass(frozen=True)
class Story:
    """Nodes, gauges and interruptions; `gauges` are the author's own, each interruption adds one."""

    start: str
    nodes: Mapping[str, Node]
    gauges: Mapping[str, Gauge]
    interruptions: Mapping[str, Interruption] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    @cached_property
    def memory(self) -> dict[str, Gauge]:
        """Every gauge by its name, in order, those of the interruptions included."""
        every = {**self.gauges, **dict.fromkeys(self.interruptions, HAPPENED)}
        return dict(sorted(every.items()))

    def first_values(self) -> Values:
        """The gauges at the start; nothing breaks in there."""
        return tuple((name, gauge.start) for name, gauge in self.memory.items())

    def on_offer(self, node: str, values: Values) -> tuple[Choice, ...]:
        """The choices of a node that are on offer with these values, in order."""
        told = dict(values)
        return tuple(c for c in self.nodes[node].choices if not c.when or met(c.when, told))

    def said(self, node: str, values: Values) -> tuple[Message, ...]:
        """What is said at a node with these values, in order."""
        told = dict(values)
        return tuple(message for message in self.nodes[node].messages if met(message.when, told))

    def follow(self, choice: Choice, values: Values) -> Step:
        """What a choice brings about from these values."""
        moved = self._moved(choice.effects, dict(values))
        taken = next((n for n, branch in enumerate(choice.branches) if met(branch.when, moved)), -1)
        to = choice.to if taken < 0 else choice.branches[taken].to
        came = self._breaking_in(to, moved)
        if came is not None:
            moved = self._moved({**self.interruptions[came].effects, came: 1}, moved)
        return Step(to, tuple(moved.items()), taken, came)

    def _breaking_in(self, node: str, values: Mapping[str, int]) -> str | None:
        """The first interruption that fits on arrival: one at a time, each once, none at an ending."""
        if self.nodes[node].ending is not None:
            return None
        fitting = (
            key
            for key, interruption in self.interruptions.items()
            if not values[key] and interruption.fits(node) and met(interruption.when, values)
        )
        return next(fitting, None)

    def _moved(self, effects: Mapping[str, int], values: dict[str, int]) -> dict[str, int]:
        """The values after these effects, in the order of `memory`; `values` itself is changed."""
        for name, by in effects.items():
            values[name] = self.memory[name].moved(values[name], by)
        return values
