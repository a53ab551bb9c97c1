"""Scores of every kind of item: worked examples, and what holds for any answer whatever."""

import json
import random
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assessments.grading import form_scores, refusal
from assessments.grading.judgement import Judgement
from assessments.grading.responses import Answers, read_answers
from assessments.grading.scoring import (
    DAMAGED,
    NOT_ANSWERED,
    OTHER_VERSION,
    SIDE_UNSHOWN,
    SIDE_WRONG,
    Score,
    score,
)
from assessments.items.form import Form, load_form
from assessments.items.item import ChoiceItem, CompareItem, Item, MarksItem, OrderItem, ScenarioItem
from assessments.items.itembank import load_items
from assessments.items.paper import paper
from assessments.items.policy import VERIFIED
from assessments.items.walks import Twig, tree
from casebank.answer import ANSWER, Answer

AT = datetime(2026, 11, 23, tzinfo=UTC).isoformat()


@pytest.fixture(scope="module")
def made(duo_items: Path) -> Mapping[str, Item]:
    return load_items(duo_items).items


def walk(item: ScenarioItem, twig: Twig) -> dict[str, Any]:
    events = [{"seq": n, "node": node, "choice": c, "at": AT} for n, (node, c, _) in enumerate(twig.made)]
    version = item.scenario.content_version
    return {"kind": "transcript", "item": item.id, "content_version": version, "events": events}


def points(item: Item, answer: Mapping[str, Any]) -> float:
    return scored(item, answer).points


def scored(item: Item, answer: Mapping[str, Any]) -> Score:
    given_ = score(item, ANSWER.validate_python(answer))
    assert given_ is not None
    return given_


@pytest.mark.parametrize(
    ("side", "rows", "expected", "why"),
    [
        ("right", ["w2", "w4"], 5.0, None),
        ("right", ["w2"], 3.75, "还有1处"),  # half for the side, a quarter for one row of two
        ("right", ["w2", "w4", "w1"], 4.17, "看不出来"),  # one of three idle rows touched
        ("right", [], 0.0, SIDE_UNSHOWN),  # a coin tossed
        ("right", ["w1", "w2", "w3", "w4", "w5"], 0.0, SIDE_UNSHOWN),
        ("right", ["w1"], 0.0, SIDE_UNSHOWN),
        ("wrong", ["w2", "w4"], 0.0, SIDE_WRONG),
        (None, ["w2", "w4"], 0.0, SIDE_WRONG),
        (None, [], 0.0, NOT_ANSWERED),
        ("right", ["w9"], 0.0, DAMAGED),
    ],
)
def test_worked_comparisons(
    made: Mapping[str, Item], side: str | None, rows: list[str], expected: float, why: str | None
) -> None:
    item = made["east-match-1"]
    assert isinstance(item, CompareItem)
    other = "b" if item.key.genuine == "a" else "a"
    genuine = {"right": item.key.genuine, "wrong": other, None: None}[side]
    given_ = scored(item, {"kind": "compare", "genuine": genuine, "marks": rows})
    assert given_.points == expected
    assert why is None or any(why in reason.text for reason in given_.reasons)
    assert given_.damaged is (why == DAMAGED)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("bdac", 4.0),
        ("dbac", 2.67),  # one pair of six turned round
        ("abcd", 0.0),  # as it is shown
        ("cadb", 0.0),  # all of it the wrong way round: not less than nothing
        ("", 0.0),
    ],
)
def test_worked_orders(made: Mapping[str, Item], order: str, expected: float) -> None:
    assert points(made["east-order-1"], {"kind": "order", "order": list(order)}) == expected


def test_an_order_of_other_things_is_damaged(made: Mapping[str, Item]) -> None:
    for order in ("bda", "bdae", "bbda"):
        assert scored(made["east-order-1"], {"kind": "order", "order": list(order)}).damaged


def test_an_order_tells_what_belongs_where(made: Mapping[str, Item]) -> None:
    reasons = scored(made["east-order-1"], {"kind": "order", "order": list("dbac")}).reasons
    assert [reason.good for reason in reasons] == [False, False, True, True]
    assert reasons[0].text.startswith("第1步是“")


def ends(item: ScenarioItem) -> dict[tuple[bool, str], Judgement | None]:
    """What is judged of each way to end: whether anything was verified, and the kind of the ending."""
    found = {}
    for twig in tree(item).ends():
        ending = item.scenario.nodes[twig.node].ending
        assert ending is not None
        checked = any(act in VERIFIED for _, _, act in twig.made)
        found[checked, str(ending.kind)] = scored(item, walk(item, twig)).judged
    return found


def test_fraud_and_genuine_business_are_judged_by_what_became_of_them(made: Mapping[str, Item]) -> None:
    fraud, genuine = made["east-1"], made["east-2"]
    assert isinstance(fraud, ScenarioItem)
    assert isinstance(genuine, ScenarioItem)
    hit, miss, alarm, passed = Judgement.HIT, Judgement.MISS, Judgement.FALSE_ALARM, Judgement.PASSED
    assert ends(fraud) == {
        (False, "safe"): hit,
        (True, "safe"): hit,
        (False, "loss"): miss,
        (True, "loss"): miss,  # who checks and pays all the same has not stopped it
    }
    assert ends(genuine) == {
        (False, "served"): passed,
        (True, "served"): passed,  # a check is no false alarm
        (False, "missed"): alarm,
        (True, "missed"): alarm,
    }
    half_way = tree(fraud).onward[0]
    assert scored(fraud, walk(fraud, half_way)).judged is None


def test_options_are_judged_by_their_stance(made: Mapping[str, Item]) -> None:
    judged = {}
    for name in ("east-ask-1", "east-ask-2"):
        item = made[name]
        assert isinstance(item, ChoiceItem)
        for option, stance in item.key.stances.items():
            judged[item.genuine, stance] = scored(item, {"kind": "choice", "chosen": [option]}).judged
    assert judged == {
        (False, "comply"): "miss",
        (False, "refuse"): "hit",
        (False, "verify"): "hit",
        (False, "other"): None,
        (True, "comply"): "passed",
        (True, "refuse"): "false_alarm",
        (True, "verify"): "passed",
        (True, "other"): None,
    }


def all_right(form: Form, learner: str) -> dict[str, Answer]:
    """The answers that earn everything on the learner's own paper."""
    return {item.id: ANSWER.validate_python(best(item)) for item in paper(form, learner).items}


def best(item: Item) -> dict[str, Any]:
    match item:
        case ScenarioItem():
            return walk(item, max(tree(item).ends(), key=lambda twig: twig.points))
        case MarksItem():
            return {"kind": "marks", "marks": list(item.key.marks)}
        case CompareItem():
            return {"kind": "compare", "genuine": item.key.genuine, "marks": list(item.key.telling)}
        case ChoiceItem():
            return {"kind": "choice", "chosen": [o for o, w in item.key.weights.items() if w == 1][:1]}
        case OrderItem():
            return {"kind": "order", "order": list(item.key.order)}
    raise TypeError(item.kind)


@pytest.fixture(scope="module")
def form(duo_items: Path) -> Form:
    return load_form("duo-a", duo_items)


def test_each_learner_is_scored_by_the_paper_that_was_drawn(form: Form, tmp_path: Path) -> None:
    for learner in ("1001", "1002", "1003"):
        given_ = Answers(
            form="duo-a", content_version="2026.11", learner=learner, items=all_right(form, learner)
        )
        given_.write(tmp_path)
        scores = form_scores(form, tmp_path)
        assert sum(each.points for each in scores.values()) == form.automatic_max
    other = next(
        n for n in map(str, range(1004, 1050)) if paper(form, n).variants != paper(form, "1003").variants
    )
    given_.model_copy(update={"learner": other}).write(tmp_path)
    scores = form_scores(form, tmp_path)
    assert sum(each.points for each in scores.values()) < form.automatic_max


def test_what_is_recorded_says_which_paper_it_was(form: Form, tmp_path: Path) -> None:
    """By file, from a machine where the learner has another name: the record decides, not the name."""
    drawn = paper(form, "1003")
    answers = Answers(
        form="duo-a",
        content_version="2026.11",
        learner="somebody",
        items=all_right(form, "1003"),
        variants=drawn.variants,
    )
    answers.write(tmp_path)
    assert read_answers(tmp_path) == answers
    assert sum(each.points for each in form_scores(form, tmp_path).values()) == form.automatic_max
    older = {**drawn.variants, "q1": drawn.variants["q1"].replace("@1", "@7")}
    answers.model_copy(update={"variants": older}).write(tmp_path)
    scores = form_scores(form, tmp_path)
    assert [slot for slot, each in scores.items() if each.damaged] == ["q1"]
    assert scores["q1"].reasons[0].text == OTHER_VERSION
    now = drawn.variants["q1"]
    assert refusal(form, tmp_path) == f"q1：作答的是 {older['q1']}，题库现在是 {now}"
    answers.model_copy(update={"variants": {"q1": drawn.variants["q1"]}}).write(tmp_path)
    assert all(each.damaged for each in form_scores(form, tmp_path).values())


def test_the_order_of_answering_does_not_matter(form: Form, tmp_path: Path) -> None:
    answers = all_right(form, "1001")
    answers.pop("q1")
    expected = None
    for seed in range(5):
        mixed = [*answers.items()]
        random.Random(seed).shuffle(mixed)
        given_ = Answers(form="duo-a", content_version="2026.11", learner="1001", items=dict(mixed))
        written = given_.model_dump(mode="json")
        assert [*written["items"]] == [slot for slot, _ in mixed]  # our own writer would sort them
        (tmp_path / "answers.json").write_text(json.dumps(written), encoding="utf-8")
        scores = form_scores(form, tmp_path)
        expected = expected or scores
        assert scores == expected
        assert scores["q1"].reasons[0].text == NOT_ANSWERED
    assert expected is not None
    assert set(expected) == {slot.id for slot in form.slots}


def test_no_answers_and_damaged_ones_are_told_for_each_slot(form: Form, tmp_path: Path) -> None:
    nothing = form_scores(form, tmp_path)
    assert {each.reasons[0].text for each in nothing.values()} == {NOT_ANSWERED}
    (tmp_path / "answers.json").write_text("{", encoding="utf-8")
    damaged = form_scores(form, tmp_path)
    assert all(each.damaged for each in damaged.values())
    assert set(nothing) == set(damaged) == {slot.id for slot in form.slots}
