"""The step in the browser's language is the step in Python: every walk of every graph, and 10,000 random ones."""

import json
import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assessments.items.form import form_ids, load_form
from assessments.items.item import ScenarioItem
from casebank import Scenario, load_bank
from casebank.gauge import Gauge, Range, met
from casebank.graph import Branch, Choice, Ending, Message, Node
from casebank.interruption import Interruption
from casebank.vocab import Act, EndingKind, Via
from casebank.walk import State, begin, choices, ended, step, walk_count, walks

ROOT = Path(__file__).parents[2]
STEP = ROOT / "widgets" / "src" / "step.js"
PROGRAM = """
const { broken, noted, offered, replay, said } = await import(process.env.STEP);
let text = "";
for await (const chunk of process.stdin) text += chunk;
const told = JSON.parse(text).map(({ spec, walks }) =>
  walks.map((events) => {
    try {
      return replay(spec, events).map((state, n, all) => {
        const { node, seq, values } = state;
        const came = n > 0 ? broken(spec, all[n - 1], state) : null;
        const seen = [offered(spec.nodes[node], state).map(({ id }) => id), said(spec.nodes[node], state).length];
        return [node, seq, values, ...seen, noted(spec, state), came && came.id];
      });
    } catch (error) {
      return String(error);
    }
  }));
process.stdout.write(JSON.stringify(told));
"""
AT = datetime(2026, 1, 1, tzinfo=UTC)
RANDOM_WALKS = 10_000


def graphs() -> list[Scenario]:
    items = [item for form in form_ids() for item in load_form(form).items]
    return [
        *load_bank().scenarios.values(),
        *(item.scenario for item in items if isinstance(item, ScenarioItem)),
    ]


def told(scenario: Scenario, before: State | None, state: State) -> list[object]:
    """Where the walk stands, and all that one then sees: choices, what is said, notes, what broke in."""
    story, values = scenario.story, dict(state.values)
    seen = [[choice.id for choice in choices(scenario, state)], len(story.said(state.node, state.values))]
    notes = [note.text for note in scenario.notes if met(note.when, values)]
    came = [key for key in scenario.interruptions if before and values[key] > dict(before.values)[key]]
    return [state.node, state.seq, values, *seen, notes, came[0] if came else None]


def python_states(
    scenario: Scenario, chosen: list[str]
) -> tuple[list[list[object]], list[dict[str, object]]]:
    state, events = begin(scenario), []
    states = [told(scenario, None, state)]
    for choice in chosen:
        before = state
        state, event = step(scenario, state, choice, AT)
        states.append(told(scenario, before, state))
        events.append(event.model_dump(mode="json"))
    return states, events


def in_javascript(sent: list[dict[str, object]], module: Path = STEP) -> list[object]:
    node = shutil.which("node")
    assert node, "Node is part of the set-up of `make test`"
    done = subprocess.run(
        [node, "--input-type=module", "--eval", PROGRAM],
        input=json.dumps(sent).encode(),
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "NODE_NO_WARNINGS": "1", "STEP": module.as_uri()},
    )
    told: list[object] = json.loads(done.stdout)
    return told


def every_walk(scenario: Scenario) -> Iterator[list[str]]:
    """Every walk, or 10,000 at random where there are more."""
    if walk_count(scenario) <= RANDOM_WALKS:
        yield from ([choice.id for choice in walk] for walk in walks(scenario))
        return
    rng = random.Random(scenario.id)
    for _ in range(RANDOM_WALKS):
        state, chosen = begin(scenario), []
        while not ended(scenario, state):
            chosen.append(rng.choice(choices(scenario, state)).id)
            state, _ = step(scenario, state, chosen[-1], AT)
        yield chosen


@pytest.mark.slow
def test_every_walk_gives_the_same_states_in_both() -> None:
    expected, sent = [], []
    for scenario in graphs():
        pairs = [python_states(scenario, walk) for walk in every_walk(scenario)]
        expected.append([states for states, _ in pairs])
        sent.append({"spec": scenario.view(practice=True), "walks": [events for _, events in pairs]})
    assert sum(len(each) for each in expected) > 100
    assert in_javascript(sent) == expected


def as_assessed(scenario: Scenario, states: list[list[object]]) -> list[object]:
    """Where a walk stands and what it offers, with every ending under the one name that an assessed view has."""
    ends = {key for key, node in scenario.nodes.items() if node.ending is not None}
    return [["end" if node in ends else node, seq, offer] for node, seq, _, offer, *_ in states]


@pytest.mark.slow
def test_every_walk_goes_the_same_way_where_the_endings_are_not_told_apart() -> None:
    expected, sent = [], []
    for scenario in graphs():
        pairs = [python_states(scenario, walk) for walk in every_walk(scenario)]
        expected.append([as_assessed(scenario, states) for states, _ in pairs])
        sent.append({"spec": scenario.view(practice=False), "walks": [events for _, events in pairs]})
    told = json.loads(json.dumps(in_javascript(sent)))
    seen = [[[[node, seq, offer] for node, seq, _, offer, *_ in states] for states in each] for each in told]
    assert seen == expected


def a_graph(rng: random.Random) -> Scenario:
    """A graph that nobody would write: gauges, conditions and branches at random; it has no circle."""
    gauges = {
        name: Gauge(label=name, start=rng.randint(0, 3), low=0, high=rng.randint(3, 6)) for name in "tuv"
    }

    def guard(chance: float) -> dict[str, Range]:
        bounds = {
            name: (rng.randint(0, 3), rng.choice([None, 4, 6])) for name in gauges if rng.random() < chance
        }
        return {name: Range(least=least, most=most) for name, (least, most) in bounds.items()}

    def choice(letter: str, number: int, last: int) -> Choice:
        later = [f"n{n}" for n in range(number + 1, last + 1)]
        branches = [Branch(when=when, to=rng.choice(later)) for _ in range(2) if (when := guard(0.5))]
        effects = {name: rng.randint(-3, 3) for name in gauges if rng.random() < 0.5}
        return Choice(
            id=letter,
            act=Act.TALK,
            text=letter,
            to=rng.choice(later),
            when={} if letter in "ab" else guard(0.4),
            effects=effects,
            branches=tuple(branches),
        )

    last = rng.randint(4, 12)
    nodes = {
        f"n{n}": Node(choices=tuple(choice(letter, n, last) for letter in "abcd")) for n in range(1, last)
    }
    nodes[f"n{last}"] = Node(ending=Ending(kind=EndingKind.SAFE, title="完", text="完"))
    told = (Message(by="me", text="叮"),)
    breaks_in = {
        f"i{n}": Interruption(
            via=Via.SMS,
            when=guard(0.5),
            at=tuple(f"n{m}" for m in range(2, last) if rng.random() < 0.3),
            messages=told,
            effects={name: rng.randint(-2, 2) for name in gauges if rng.random() < 0.5},
        )
        for n in range(1, rng.randint(2, 4))
    }
    some = next(iter(load_bank().scenarios.values()))
    drawn = {"gauges": gauges, "start": "n1", "nodes": nodes, "practice": {}, "notes": ()}
    return some.model_copy(update={**drawn, "interruptions": breaks_in})


def random_walks() -> tuple[list[dict[str, object]], list[list[object]]]:
    rng = random.Random(20261122)
    sent: list[dict[str, object]] = []
    expected: list[list[object]] = []
    for _ in range(RANDOM_WALKS // 100):
        scenario = a_graph(rng)
        pairs = []
        for _ in range(100):
            state, chosen = begin(scenario), ""
            while not ended(scenario, state):
                choice = rng.choice(choices(scenario, state))
                chosen += choice.id
                state, _ = step(scenario, state, choice.id, AT)
            pairs.append(python_states(scenario, list(chosen)))
        sent.append({"spec": scenario.view(practice=True), "walks": [events for _, events in pairs]})
        expected.append([states for states, _ in pairs])
    return sent, expected


def test_ten_thousand_random_walks_give_the_same_states_in_both() -> None:
    sent, expected = random_walks()
    assert in_javascript(sent) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("values[name] >= least", "values[name] > least"),
        ("values[name] <= most", "values[name] < most"),
        ("Math.max(low,", "Math.max(low + 1,"),
        ("met(branch.when, values)", "met(branch.when, state.values)"),
        ("!values[each.id] && fits", "fits"),
        ("at.includes(node)", "!at.includes(node)"),
        ("if (spec.nodes[node].ending) return null;", ""),
        ("...came.effects, [came.id]: 1", "[came.id]: 1"),
    ],
)
def test_a_step_that_differs_is_found(old: str, new: str, tmp_path: Path) -> None:
    """The test above can fail: a changed condition, bound or moment in the browser's step shows."""
    source = STEP.read_text(encoding="utf-8")
    assert source.count(old) == 1
    (tmp_path / "step.mjs").write_text(source.replace(old, new), encoding="utf-8")
    sent, expected = random_walks()
    assert in_javascript(sent, tmp_path / "step.mjs") != expected
