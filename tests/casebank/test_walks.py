"""Scenario graphs and the pure step."""

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from casebank import DATA, Scenario, Transcript, TranscriptError, load_bank
from casebank.answer import ANSWER
from casebank.walk import begin, choices, ended, replay, step, trail, walk_count, walks

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
FRAUD = "vice-president-new-number-a"


def raw(scenario_id: str = FRAUD) -> dict[str, Any]:
    return yaml.safe_load((DATA / "scenarios" / f"{scenario_id}.yaml").read_text(encoding="utf-8"))


def transcript(scenario: Scenario, choices: str) -> Transcript:
    state, events = begin(scenario), []
    for choice in choices:
        state, event = step(scenario, state, choice, AT)
        events.append(event)
    return Transcript(item="01-p1", content_version=scenario.content_version, events=tuple(events))


def test_a_worked_walk() -> None:
    scenario = load_bank().scenarios[FRAUD]
    state = replay(scenario, transcript(scenario, "abbac"))
    assert state.node == "n9"
    assert state.seq == 5
    assert ended(scenario, state)


def test_a_choice_not_on_offer_is_refused_and_says_what_is() -> None:
    scenario = load_bank().scenarios[FRAUD]
    with pytest.raises(TranscriptError, match=r"choice 'f' is not offered at 'n1' \(allowed: a, b, c\)"):
        step(scenario, begin(scenario), "f", AT)


def test_nothing_follows_an_ending() -> None:
    scenario = load_bank().scenarios[FRAUD]
    last = replay(scenario, transcript(scenario, "abbac"))
    with pytest.raises(TranscriptError, match="the walk has ended"):
        step(scenario, last, "a", AT)


def test_events_out_of_order_or_of_another_version_are_refused() -> None:
    scenario = load_bank().scenarios[FRAUD]
    good = transcript(scenario, "ab")
    swapped = good.model_copy(update={"events": tuple(reversed(good.events))})
    with pytest.raises(TranscriptError, match="the walk stands at 'n1'"):
        replay(scenario, swapped)
    with pytest.raises(TranscriptError, match=r"content version '1999\.1'"):
        replay(scenario, good.model_copy(update={"content_version": "1999.1"}))


@pytest.mark.parametrize("scenario", load_bank().scenarios.values(), ids=lambda s: s.id)
def test_walks_end_and_every_ending_is_reached(scenario: Scenario) -> None:
    """Every walk is followed; of thousands, one in so many is replayed from its transcript too."""
    every = max(1, walk_count(scenario) // 500)
    ends = set()
    for number, walk in enumerate(walks(scenario)):
        chosen = "".join(choice.id for choice in walk)
        end = trail(scenario, chosen)[1]
        ends.add(end.node)
        if number % every == 0:
            assert replay(scenario, transcript(scenario, chosen)) == end
    assert ends == {key for key, node in scenario.nodes.items() if node.ending is not None}


@given(st.data())
def test_any_walk_survives_json_and_replays_to_the_same_state(data: st.DataObject) -> None:
    scenario = data.draw(st.sampled_from(list(load_bank().scenarios.values())))
    state, events = begin(scenario), []
    while not ended(scenario, state) and data.draw(st.integers(0, 9)) > 0:
        choice = data.draw(st.sampled_from([c.id for c in choices(scenario, state)]))
        state, event = step(scenario, state, choice, AT)
        events.append(event)
    given_ = Transcript(item="01-p1", content_version=scenario.content_version, events=tuple(events))
    back = ANSWER.validate_json(given_.model_dump_json())
    assert back == given_
    assert isinstance(back, Transcript)
    assert replay(scenario, back) == state


def test_the_json_of_a_transcript_is_the_contract() -> None:
    scenario = load_bank().scenarios[FRAUD]
    data = json.loads(transcript(scenario, "a").model_dump_json())
    assert data == {
        "kind": "transcript",
        "schema": "shizha.transcript/1",
        "item": "01-p1",
        "content_version": "2026.11",
        "events": [{"seq": 0, "node": "n1", "choice": "a", "at": "2026-11-22T09:30:00Z"}],
    }


def _endless(data: dict[str, Any]) -> None:
    data["nodes"]["n2"]["choices"][0]["to"] = "n1"


def _orphan(data: dict[str, Any]) -> None:
    data["nodes"]["n50"] = copy.deepcopy(data["nodes"]["n12"])


def _no_partial(data: dict[str, Any]) -> None:
    data["nodes"]["n9"]["ending"]["kind"] = "loss"


def _served(data: dict[str, Any]) -> None:
    data["nodes"]["n11"]["ending"]["kind"] = "served"


def _stranger(data: dict[str, Any]) -> None:
    data["nodes"]["n1"]["messages"][0]["by"] = "peeer"


def _unsaid(data: dict[str, Any]) -> None:
    del data["practice"]["n1"]["a"]


def _dead_end(data: dict[str, Any]) -> None:
    del data["nodes"]["n9"]["ending"]


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (_endless, "endless walk"),
        (_orphan, "node 'n50' cannot be reached"),
        (_no_partial, "no ending of the promised kind 'partial_loss'"),
        (_served, "ending 'served' does not fit a fraudulent scenario"),
        (_stranger, "nobody is called 'peeer'; did you mean 'peer'?"),
        (_unsaid, "no practice text for 'n1.a'"),
        (_dead_end, "a node has either choices or an ending"),
    ],
)
def test_a_graph_with_a_fault_is_refused(harm: Any, told: str) -> None:
    data = raw()
    harm(data)
    with pytest.raises(ValidationError) as caught:
        Scenario.model_validate(data)
    assert told in str(caught.value)


def test_an_assessed_view_tells_nothing_that_a_person_would_not_see() -> None:
    for scenario in load_bank().scenarios.values():
        view = json.dumps(scenario.view(practice=False), ensure_ascii=False)
        for secret in (
            '"act"',
            '"kind": "safe"',
            '"kind": "loss"',
            '"genuine"',
            "feedback",
            "based_on",
            "promises",
        ):
            assert secret not in view
        for node in scenario.nodes.values():
            if node.ending is not None:
                assert node.ending.title not in view
                assert node.ending.text not in view
                assert not any(m.text and m.text in view for m in node.messages)


def test_an_assessed_view_has_one_end_for_every_ending() -> None:
    """How many ways lead into an ending gave the best one away: it is the one that is hardest to reach."""
    for scenario in load_bank().scenarios.values():
        ends = {key for key, node in scenario.nodes.items() if node.ending is not None}
        assert len(ends) > 1
        nodes = scenario.view(practice=False)["nodes"]
        closing = {key: node for key, node in nodes.items() if not node["choices"]}
        assert list(closing) == ["end"]
        assert closing["end"]["messages"] == []
        targets = [c["to"] for node in nodes.values() for c in node["choices"]]
        assert not ends & {*targets, *nodes}


def test_reading_the_bank_needs_no_pandas() -> None:
    import subprocess
    import sys

    code = "import casebank, sys; casebank.load_bank(); print('pandas' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.strip() == "False"
