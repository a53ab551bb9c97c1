"""Every state that a walk can reach, and what in a graph no walk ever meets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from casebank.gauge import Gauge, met
from casebank.graph import Choice, Node, Problem

Values = tuple[tuple[str, int], ...]
"""The gauges' values as sorted pairs: they can be compared and put into a set."""


@dataclass
class Reached:
    """What a search through all states met."""

    states: set[tuple[str, Values]] = field(default_factory=set)
    offered: set[tuple[str, str]] = field(default_factory=set)
    branched: set[tuple[str, str, int]] = field(default_factory=set)
    said: set[tuple[str, int]] = field(default_factory=set)
    stuck: dict[str, Values] = field(default_factory=dict)
    """Nodes at which a state leaves fewer than two choices, with the first such state."""


def first_values(gauges: Mapping[str, Gauge]) -> Values:
    """The gauges at the start."""
    return tuple(sorted((name, gauge.start) for name, gauge in gauges.items()))


def follow(choice: Choice, gauges: Mapping[str, Gauge], values: Values) -> tuple[str, Values, int]:
    """Where a choice leads from these values, the values it leaves, and the branch taken (-1 for `to`)."""
    moved = {name: gauges[name].moved(value, choice.effects.get(name, 0)) for name, value in values}
    after = tuple(sorted(moved.items()))
    for n, branch in enumerate(choice.branches):
        if met(branch.when, moved):
            return branch.to, after, n
    return choice.to, after, -1


def on_offer(node: Node, values: Values) -> tuple[Choice, ...]:
    """The choices of a node that are on offer with these values, in order."""
    told = dict(values)
    return tuple(choice for choice in node.choices if met(choice.when, told))


def explore(start: str, nodes: Mapping[str, Node], gauges: Mapping[str, Gauge]) -> Reached:
    """Walk through every state once. The graph must hang together and have no circle."""
    reached = Reached()
    stack = [(start, first_values(gauges))]
    while stack:
        key, values = stack.pop()
        if (key, values) in reached.states:
            continue
        reached.states.add((key, values))
        node = nodes[key]
        told = dict(values)
        reached.said |= {(key, n) for n, message in enumerate(node.messages) if met(message.when, told)}
        choices = on_offer(node, values)
        if node.ending is None and len(choices) < 2:
            reached.stuck.setdefault(key, values)
        for choice in choices:
            to, after, branch = follow(choice, gauges, values)
            reached.offered.add((key, choice.id))
            reached.branched.add((key, choice.id, branch))
            stack.append((to, after))
    return reached


def gauge_problems(gauges: Mapping[str, Gauge], nodes: Mapping[str, Node]) -> list[Problem]:
    """Names of gauges that there are not, and gauges that nothing moves or asks."""
    known = ", ".join(sorted(gauges)) or "none"
    problems: list[Problem] = []
    moved: set[str] = set()
    asked: set[str] = set()
    for place, name, moves in _uses(nodes):
        (moved if moves else asked).add(name)
        if name not in gauges:
            problems.append((place, f"no gauge '{name}' (allowed: {known})"))
    for name, gauge in gauges.items():
        if name not in moved:
            problems.append((("gauges", name), f"no choice moves gauge '{name}'"))
        if name not in asked and not gauge.words:
            problems.append((("gauges", name), f"gauge '{name}' is neither asked nor shown"))
    return problems


def _uses(nodes: Mapping[str, Node]) -> Iterator[tuple[tuple[str | int, ...], str, bool]]:
    """Each place that names a gauge, and whether it moves it."""
    for key, node in nodes.items():
        for n, message in enumerate(node.messages):
            yield from ((("nodes", key, "messages", n, "when", name), name, False) for name in message.when)
        for n, choice in enumerate(node.choices):
            place = ("nodes", key, "choices", n)
            yield from (((*place, "when", name), name, False) for name in choice.when)
            yield from (((*place, "effects", name), name, True) for name in choice.effects)
            for m, branch in enumerate(choice.branches):
                yield from (((*place, "branches", m, "when", name), name, False) for name in branch.when)


def state_problems(start: str, nodes: Mapping[str, Node], gauges: Mapping[str, Gauge]) -> list[Problem]:
    """Nodes, choices, branches and messages that no walk meets; states in which too little is on offer."""
    reached = explore(start, nodes, gauges)
    found = {key for key, _ in reached.states}
    problems: list[Problem] = [
        (("nodes", key), f"no walk reaches node '{key}': its conditions are never met together")
        for key in nodes
        if key not in found
    ]
    for key in sorted(found):
        for n, _ in enumerate(nodes[key].messages):
            if (key, n) not in reached.said:
                problems.append(
                    (("nodes", key, "messages", n), f"node '{key}': message {n + 1} is never said")
                )
        for n, choice in enumerate(nodes[key].choices):
            place = ("nodes", key, "choices", n)
            if (key, choice.id) not in reached.offered:
                problems.append((place, f"node '{key}': choice '{choice.id}' is never on offer"))
                continue
            problems += [
                ((*place, "branches", m), f"node '{key}': branch {m + 1} of '{choice.id}' is never taken")
                for m, _ in enumerate(choice.branches)
                if (key, choice.id, m) not in reached.branched
            ]
    for key, values in sorted(reached.stuck.items()):
        with_these = ", ".join(f"{name} {value}" for name, value in values)
        problems.append(
            (("nodes", key, "choices"), f"node '{key}': fewer than two choices with {with_these}")
        )
    return problems
