"""The pure step through a scenario: the same events always give the same state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from casebank.errors import TranscriptError
from casebank.graph import Choice
from casebank.scenario import Scenario
from casebank.story import Values
from casebank.transcript import Event, Transcript


@dataclass(frozen=True)
class State:
    """Where a walk stands: the node, the number of choices made so far, and the gauges' values."""

    node: str
    seq: int = 0
    values: Values = ()


def begin(scenario: Scenario) -> State:
    """The state before the first choice."""
    return State(scenario.start, 0, scenario.story.first_values())


def ended(scenario: Scenario, state: State) -> bool:
    """Whether the walk stands at an ending."""
    return scenario.nodes[state.node].ending is not None


def choices(scenario: Scenario, state: State) -> tuple[Choice, ...]:
    """What is on offer in a state, in order; nothing at an ending."""
    return scenario.story.on_offer(state.node, state.values)


def step(scenario: Scenario, state: State, choice: str, at: datetime) -> tuple[State, Event]:
    """The state after `choice`, and the event that records it.

    Raises TranscriptError where the choice is not on offer in this state, or the walk has ended.
    """
    chosen = _offered(scenario, state, choice)
    event = Event(seq=state.seq, node=state.node, choice=choice, at=at)
    return _after(scenario, state, chosen), event


def _offered(scenario: Scenario, state: State, choice: str) -> Choice:
    offered = choices(scenario, state)
    found = next((c for c in offered if c.id == choice), None)
    if found is None:
        allowed = ", ".join(c.id for c in offered) or "none, the walk has ended"
        raise TranscriptError(
            f"event {state.seq}: choice '{choice}' is not offered at '{state.node}' (allowed: {allowed})"
        )
    return found


def _after(scenario: Scenario, state: State, chosen: Choice) -> State:
    after = scenario.story.follow(chosen, state.values)
    return State(after.to, state.seq + 1, after.values)


def trail(scenario: Scenario, chosen: Sequence[str]) -> tuple[list[tuple[State, Choice]], State]:
    """Each choice of a walk with the state in which it was made, and the state at the end.

    Raises TranscriptError where a choice is not on offer.
    """
    state, made = begin(scenario), []
    for wanted in chosen:
        choice = _offered(scenario, state, wanted)
        made.append((state, choice))
        state = _after(scenario, state, choice)
    return made, state


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
    stack: list[tuple[State, tuple[Choice, ...]]] = [(begin(scenario), ())]
    while stack:
        state, path = stack.pop()
        if ended(scenario, state):
            yield path
        onward = ((_after(scenario, state, choice), (*path, choice)) for choice in choices(scenario, state))
        stack.extend(reversed(tuple(onward)))


def walk_count(scenario: Scenario) -> int:
    """The number of walks, counted without walking each."""
    counted: dict[tuple[str, Values], int] = {}

    def count(state: State) -> int:
        key = (state.node, state.values)
        if key not in counted:
            onward = (count(_after(scenario, state, choice)) for choice in choices(scenario, state))
            counted[key] = 1 if ended(scenario, state) else sum(onward)
        return counted[key]

    return count(begin(scenario))
