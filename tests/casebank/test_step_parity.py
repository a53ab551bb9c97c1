"""The step in the browser's language is the step in Python, on every walk of every graph."""

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from assessments.items.form import form_ids, load_form
from assessments.items.item import ScenarioItem
from casebank import Scenario, load_bank
from casebank.walk import begin, step, walks

ROOT = Path(__file__).parents[2]
PROGRAM = """
import { replay } from "./widgets/src/step.js";
let text = "";
for await (const chunk of process.stdin) text += chunk;
const told = JSON.parse(text).map(({ spec, walks }) =>
  walks.map((events) => replay(spec, events).map(({ node, seq }) => [node, seq])));
process.stdout.write(JSON.stringify(told));
"""


def graphs() -> list[Scenario]:
    items = [item for form in form_ids() for item in load_form(form).items]
    return [
        *load_bank().scenarios.values(),
        *(item.scenario for item in items if isinstance(item, ScenarioItem)),
    ]


def python_states(
    scenario: Scenario, choices: list[str]
) -> tuple[list[list[object]], list[dict[str, object]]]:
    state, states, events = begin(scenario), [[scenario.start, 0]], []
    for choice in choices:
        state, event = step(scenario, state, choice, datetime(2026, 1, 1, tzinfo=UTC))
        states.append([state.node, state.seq])
        events.append(event.model_dump(mode="json"))
    return states, events


def test_every_walk_gives_the_same_states_in_both() -> None:
    node = shutil.which("node")
    assert node, "Node is part of the set-up of `make test`"
    expected, sent = [], []
    for scenario in graphs():
        pairs = [python_states(scenario, [choice.id for choice in walk]) for walk in walks(scenario)]
        expected.append([states for states, _ in pairs])
        sent.append({"spec": scenario.view(practice=True), "walks": [events for _, events in pairs]})
    done = subprocess.run(
        [node, "--input-type=module", "--eval", PROGRAM],
        input=json.dumps(sent).encode(),
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "NODE_NO_WARNINGS": "1"},
    )
    assert sum(len(each) for each in expected) > 100
    assert json.loads(done.stdout) == expected
