"""Every state that a walk can reach, and what in a story no walk ever meets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from casebank.errors import Place
from casebank.gauge import met
from casebank.graph import Problem
from casebank.story import Story, Values


@dataclass
class Reached:
    """What a search through all states met."""

    states: set[tuple[str, Values]] = field(default_factory=set)
    offered: set[tuple[str, str]] = field(default_factory=set)
    branched: set[tuple[str, str, int]] = field(default_factory=set)
    said: set[tuple[str, int]] = field(default_factory=set)
    noted: set[int] = field(default_factory=set)
    broke_in: set[str] = field(default_factory=set)
    interrupted: set[tuple[str, int]] = field(default_factory=set)
    """The messages of interruptions that are said."""
    stuck: dict[str, Values] = field(default_factory=dict)
    """Nodes at which a state leaves fewer than two choices, with the first such state."""


STATES_LIMIT = 50_000
"""More states than that, and nobody can read what a scenario says: it has too many gauges."""


def explore(story: Story) -> Reached:
    """Walk through every state once. The graph must hang together and have no circle.

    Stops beyond STATES_LIMIT states, which `state_problems` tells.
    """
    reached = Reached()
    stack = [(story.start, story.first_values())]
    while stack and len(reached.states) <= STATES_LIMIT:
        key, values = stack.pop()
        if (key, values) in reached.states:
            continue
        _look(story, key, values, reached)
        choices = story.on_offer(key, values)
        if story.nodes[key].ending is None and len(choices) < 2:
            reached.stuck.setdefault(key, values)
        for choice in choices:
            step = story.follow(choice, values)
            reached.offered.add((key, choice.id))
            reached.branched.add((key, choice.id, step.branch))
            if step.broke_in is not None:
                _hear(story, step.broke_in, step.values, reached)
            stack.append((step.to, step.values))
    return reached


def _look(story: Story, key: str, values: Values, reached: Reached) -> None:
    told = dict(values)
    reached.states.add((key, values))
    messages = story.nodes[key].messages
    for n, message in enumerate(messages):
        if (key, n) not in reached.said and met(message.when, told):
            reached.said.add((key, n))
    for n, note in enumerate(story.notes):
        if n not in reached.noted and met(note.when, told):
            reached.noted.add(n)


def _hear(story: Story, came: str, values: Values, reached: Reached) -> None:
    told = dict(values)
    reached.broke_in.add(came)
    messages = story.interruptions[came].messages
    reached.interrupted |= {(came, n) for n, message in enumerate(messages) if met(message.when, told)}


def gauge_problems(story: Story) -> list[Problem]:
    """Names of gauges that there are not, and gauges that nothing moves or asks."""
    memory = story.memory
    known = ", ".join(sorted(memory)) or "none"
    problems: list[Problem] = []
    moved: set[str] = set()
    asked: set[str] = set()
    for place, name, moves in _uses(story):
        (moved if moves else asked).add(name)
        if name not in memory:
            problems.append((place, f"no gauge '{name}' (allowed: {known})"))
    for name, gauge in story.gauges.items():
        if name not in moved:
            problems.append((("gauges", name), f"no choice moves gauge '{name}'"))
        if name not in asked and not gauge.words:
            problems.append((("gauges", name), f"gauge '{name}' is neither asked nor shown"))
    lost = [
        (("interruptions", key, "at"), f"interruption '{key}': no node '{node}' with choices")
        for key, interruption in story.interruptions.items()
        for node in interruption.at
        if node not in story.nodes or story.nodes[node].ending is not None
    ]
    return [*problems, *lost]


def _uses(story: Story) -> Iterator[tuple[Place, str, bool]]:
    """Each place that names a gauge, and whether it moves it."""
    for key, node in story.nodes.items():
        for n, message in enumerate(node.messages):
            yield from ((("nodes", key, "messages", n, "when", name), name, False) for name in message.when)
        for n, choice in enumerate(node.choices):
            place = ("nodes", key, "choices", n)
            yield from (((*place, "when", name), name, False) for name in choice.when)
            yield from (((*place, "effects", name), name, True) for name in choice.effects)
            for m, branch in enumerate(choice.branches):
                yield from (((*place, "branches", m, "when", name), name, False) for name in branch.when)
    for key, interruption in story.interruptions.items():
        at: Place = ("interruptions", key)
        yield from (((*at, "when", name), name, False) for name in interruption.when)
        yield from (((*at, "effects", name), name, True) for name in interruption.effects)
        for n, message in enumerate(interruption.messages):
            yield from (((*at, "messages", n, "when", name), name, False) for name in message.when)
    for n, note in enumerate(story.notes):
        yield from ((("notes", n, "when", name), name, False) for name in note.when)


def state_problems(story: Story) -> list[Problem]:
    """Nodes, choices, branches, messages, notes and interruptions that no walk meets; too little on offer."""
    reached = explore(story)
    if len(reached.states) > STATES_LIMIT:
        told = f"more than {STATES_LIMIT:,} states: fewer gauges, smaller bounds or fewer nodes"
        return [(("gauges",), told)]
    found = {key for key, _ in reached.states}
    problems: list[Problem] = [
        (("nodes", key), f"no walk reaches node '{key}': its conditions are never met together")
        for key in story.nodes
        if key not in found
    ]
    for key in sorted(found):
        problems += _unmet(story, key, reached)
    for key, values in sorted(reached.stuck.items()):
        with_these = ", ".join(f"{name} {value}" for name, value in values)
        told = f"node '{key}': fewer than two choices with {with_these}"
        problems.append((("nodes", key, "choices"), told))
    return [*problems, *_unheard(story, reached)]


def _unmet(story: Story, key: str, reached: Reached) -> Iterator[Problem]:
    """What of a node that is reached no walk meets."""
    node = story.nodes[key]
    for n, _ in enumerate(node.messages):
        if (key, n) not in reached.said:
            yield ("nodes", key, "messages", n), f"node '{key}': message {n + 1} is never said"
    for n, choice in enumerate(node.choices):
        place = ("nodes", key, "choices", n)
        if (key, choice.id) not in reached.offered:
            yield place, f"node '{key}': choice '{choice.id}' is never on offer"
            continue
        for m, _ in enumerate(choice.branches):
            if (key, choice.id, m) not in reached.branched:
                yield (*place, "branches", m), f"node '{key}': branch {m + 1} of '{choice.id}' is never taken"


def _unheard(story: Story, reached: Reached) -> Iterator[Problem]:
    """Interruptions that never come, their messages that are never said, notes that never appear."""
    for key, interruption in story.interruptions.items():
        if key not in reached.broke_in:
            yield ("interruptions", key), f"interruption '{key}' never comes"
            continue
        for n, _ in enumerate(interruption.messages):
            if (key, n) not in reached.interrupted:
                yield ("interruptions", key, "messages", n), f"'{key}': message {n + 1} is never said"
    for n, _ in enumerate(story.notes):
        if n not in reached.noted:
            yield ("notes", n), f"note {n + 1} never appears"
