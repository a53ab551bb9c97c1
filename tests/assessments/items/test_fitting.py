"""Answers that an item can have, and those that it cannot, by what is shown alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assessments.items.deck import deck_of
from assessments.items.fitting import fits
from assessments.items.form import form_ids, load_form
from assessments.items.item import Item, ScenarioItem
from casebank.answer import ANSWER
from casebank.scenario import Scenario
from casebank.walk import walks

OPTIONS = [{"id": name, "text": name} for name in "abcd"]
SPECS: dict[str, dict[str, Any]] = {
    "single": {"type": "single", "options": OPTIONS},
    "multiple": {"type": "multiple", "options": OPTIONS},
    "ordering": {"type": "ordering", "options": OPTIONS},
    "marks": {"lines": [{"parts": [{"id": "w1"}, {"id": "w2"}]}, {"parts": [{"id": "w3"}]}]},
    "compare": {"rows": [{"id": "w1"}, {"id": "w2"}]},
    "text": {"type": "text", "options": []},
    "walk": {
        "content_version": "1",
        "start": "n1",
        "gauges": {"g1": {"start": 0, "low": 0, "high": 2}, "call": {"start": 0, "low": 0, "high": 1}},
        "nodes": {
            "n1": {
                "choices": [
                    {"id": "a", "to": "n2", "effects": {"g1": 1}},
                    {"id": "b", "to": "n2"},
                    {"id": "c", "to": "n3", "branches": [{"to": "n2", "when": {"g1": [0, 0]}}]},
                ]
            },
            "n2": {
                "choices": [
                    {"id": "a", "to": "n3", "when": {"g1": [1, None]}},
                    {"id": "b", "to": "n3"},
                    {"id": "c", "to": "n3", "when": {"call": [1, 1]}},
                ]
            },
            "n3": {"choices": [], "ending": {"title": "", "text": ""}},
        },
        "interruptions": [{"id": "call", "at": ["n2"], "when": {"g1": [1, None]}}],
    },
}


def choice(*chosen: str) -> dict[str, Any]:
    return {"kind": "choice", "chosen": chosen}


def walk(*events: str, version: str = "1", first: int = 0) -> dict[str, Any]:
    told = [
        {"seq": seq, "node": event[:-1], "choice": event[-1], "at": "2026-11-23T04:00:00Z"}
        for seq, event in enumerate(events, first)
    ]
    return {"kind": "transcript", "item": "s1", "content_version": version, "events": told}


KINDS = {"single": "choice", "multiple": "choice", "ordering": "order", "walk": "scenario"}


def fit(spec: str, answer: dict[str, Any]) -> bool:
    return fits(KINDS.get(spec, spec), SPECS[spec], ANSWER.validate_json(json.dumps(answer)))


@pytest.mark.parametrize(
    ("spec", "answer"),
    [
        ("single", choice("b")),
        ("single", choice()),
        ("multiple", choice("d", "a")),
        ("ordering", {"kind": "order", "order": ["d", "a", "c", "b"]}),
        ("marks", {"kind": "marks", "marks": ["w3", "w1"]}),
        ("compare", {"kind": "compare", "genuine": "b", "marks": []}),
        ("compare", {"kind": "compare", "genuine": None, "marks": ["w2"]}),
        ("text", {"kind": "text", "text": "先挂断"}),
        ("walk", walk()),
        ("walk", walk("n1a")),
        ("walk", walk("n1a", "n2a")),
        ("walk", walk("n1a", "n2c")),
        ("walk", walk("n1b", "n2b")),
        ("walk", walk("n1c", "n2b")),
    ],
)
def test_what_a_widget_saves_fits_also_half_way(spec, answer):
    assert fit(spec, answer)


@pytest.mark.parametrize(
    ("spec", "answer"),
    [
        ("single", choice("a", "b")),
        ("single", choice("e")),
        ("single", {"kind": "text", "text": "a"}),
        ("multiple", choice("a", "a")),
        ("multiple", choice("a", "h")),
        ("ordering", {"kind": "order", "order": ["a", "a", "b", "c"]}),
        ("ordering", {"kind": "order", "order": ["a", "b"]}),
        ("ordering", {"kind": "order", "order": ["a", "b", "c", "d", "e"]}),
        ("marks", {"kind": "marks", "marks": ["w4"]}),
        ("marks", {"kind": "marks", "marks": ["w1", "w1"]}),
        ("compare", {"kind": "compare", "genuine": "a", "marks": ["w3"]}),
        ("text", choice("a")),
        ("walk", walk("n1a", version="2")),
        ("walk", walk("n2b")),
        ("walk", walk("n1d")),
        ("walk", walk("n1a", first=1)),
        ("walk", walk("n1b", "n2a")),
        ("walk", walk("n1b", "n2c")),
        ("walk", walk("n1a", "n3a")),
        ("walk", walk("n1a", "n2a", "n3a")),
        ("walk", {"kind": "steps", "steps": []}),
    ],
)
def test_what_no_widget_could_save_does_not(spec, answer):
    assert not fit(spec, answer)


def cards(form_id: str) -> list[tuple[Item, dict[str, Any]]]:
    form = load_form(form_id)
    shown = {card.edition: card for slot in deck_of(form).slots for card in slot if card.edition}
    return [(item, json.loads(json.dumps(shown[item.edition].spec))) for item in form.items]


def walked(scenario: Scenario, path: Any) -> dict[str, Any]:
    """The transcript of a path through the graph of the bank."""
    node, events, values = scenario.start, [], scenario.story.first_values()
    for made in path:
        events.append(f"{node}{made.id}")
        after = scenario.story.follow(made, values)
        node, values = after.to, after.values
    return walk(*events, version=scenario.content_version)


@pytest.mark.parametrize("form_id", [name for name in form_ids() if name != "lesson-01"])
def test_every_walk_of_every_released_scenario_fits_and_no_other_first_step(form_id):
    for item, spec in cards(form_id):
        if not isinstance(item, ScenarioItem):
            continue
        for path in walks(item.scenario):
            told = walked(item.scenario, path)
            assert fits("scenario", spec, ANSWER.validate_json(json.dumps(told)))
            told["events"][-1]["choice"] = "f"
            assert not fits("scenario", spec, ANSWER.validate_json(json.dumps(told)))


def test_the_best_and_a_poor_answer_to_every_item_fit(answer_of):
    for item, spec in cards("entry-a") + cards("counter"):
        for best in (True, False):
            answer = answer_of(item, best)
            assert answer is None or fits(item.kind, spec, answer)
