"""The pure step through a scenario: the same events always give the same state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from casebank.errors import TranscriptError
from casebank.graph import Choice, Node
from casebank.scenario import Scenario
from casebank.transcript import Event, Transcript


@dataclass(frozen=True)
class State:
    """Where a walk stands: the node, and the number of choices made so far."""

    node: str
    seq: int = 0


def begin(scenario: Scenario) -> State:
    """The state before the first choice."""
    return State(scenario.start)


def ended(scenario: Scenario, state: State) -> bool:
    """Whether the walk stands at an ending."""
    return scenario.nodes[state.node].ending is not None


def step(scenario: Scenario, state: State, choice: str, at: datetime) -> tuple[State, Event]:
    """The state after `choice`, and the event that records it.

    Raises TranscriptError where the choice is not offered at the node, or the walk has ended.
    """
    chosen = offered(scenario.nodes[state.node], choice)
    if chosen is None:
        allowed = ", ".join(c.id for c in scenario.nodes[state.node].choices) or "none, the walk has ended"
        raise TranscriptError(
            f"event {state.seq}: choice '{choice}' is not offered at '{state.node}' (allowed: {allowed})"
        )
    event = Event(seq=state.seq, node=state.node, choice=choice, at=at)
    return State(chosen.to, state.seq + 1), event


def offered(node: Node, choice: str) -> Choice | None:
    """The choice of that id at the node, or None."""
    return next((c for c in node.choices if c.id == choice), None)


def replay(scenario: Scenario, transcript: Transcript) -> State:
    """The state that the events lead to.

    Raises TranscriptError for the first event that the graph does not allow, or another content version.
    """
    if transcript.content_version != scenario.content_version:
        raise TranscriptError(
            f"content version '{transcript.content_version}', here '{scenario.content_version}'"
        )
    state = begin(scenario)
    for event in transcript.events:
        if (event.node, event.seq) != (state.node, state.seq):
            raise TranscriptError(
                f"event {event.seq} at '{event.node}': the walk stands at '{state.node}', event {state.seq}"
            )
        state, _ = step(scenario, state, event.choice, event.at)
    return state


def walks(scenario: Scenario) -> Iterator[tuple[Choice, ...]]:
    """Every walk from the start to an ending, as its choices in order. The graph has no circle."""
    stack: list[tuple[str, tuple[Choice, ...]]] = [(scenario.start, ())]
    while stack:
        key, path = stack.pop()
        node = scenario.nodes[key]
        if node.ending is not None:
            yield path
        stack.extend((choice.to, (*path, choice)) for choice in reversed(node.choices))
