"""What holds for the score of any answer whatever, for every kind of item: the made-up ones and the real bank."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_output
from nbgrader.utils import determine_grade

from assessments.grading.scoring import DAMAGED, NOT_ANSWERED, Score, score, scoring
from assessments.items.item import ChoiceItem, CompareItem, Item, MarksItem, OrderItem, ScenarioItem
from assessments.items.itembank import load_items
from assessments.items.policy import VERIFIED
from assessments.items.walks import Twig, tree
from casebank.answer import ANSWER
from casebank.transcript import Transcript
from casebank.vocab import GOOD_ENDINGS

AT = datetime(2026, 11, 23, tzinfo=UTC).isoformat()


@pytest.fixture(scope="module")
def items(duo_items: Path) -> list[Item]:
    """The made-up ones, and every item of the real bank."""
    return [
        item
        for item in (*load_items(duo_items).items.values(), *load_items().items.values())
        if item.automatic
    ]


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


PARTS = st.lists(st.sampled_from([f"w{n}" for n in range(1, 14)]), max_size=14)
LETTERS = st.lists(st.sampled_from("abcdefgh"), max_size=8)
ANY = st.one_of(
    st.fixed_dictionaries({"kind": st.just("choice"), "chosen": LETTERS}),
    st.fixed_dictionaries({"kind": st.just("order"), "order": LETTERS}),
    st.fixed_dictionaries({"kind": st.just("marks"), "marks": PARTS}),
    st.fixed_dictionaries(
        {"kind": st.just("compare"), "genuine": st.sampled_from(["a", "b", None]), "marks": PARTS}
    ),
    st.fixed_dictionaries({"kind": st.just("text"), "text": st.text(max_size=30)}),
    st.just({"kind": "stage", "stage": "s1"}),
)
KINDS = ("scenario", "marks", "compare", "choice", "order")


def of_kind(items: list[Item], kind: str) -> list[Item]:
    found = [item for item in items if item.kind == kind]
    assert found
    return found


def some(ids: Iterable[str]) -> st.SearchStrategy[list[str]]:
    """Some of these, in any order."""
    every = sorted(ids)
    return st.lists(st.sampled_from(every), unique=True, max_size=len(every))


@st.composite
def sensible(draw: st.DrawFn, item: Item) -> dict[str, Any]:
    """An answer to this very item, right or wrong, finished or not."""
    match item:
        case ScenarioItem():
            return walk(item, draw(st.sampled_from([*tree(item).all()])))
        case MarksItem():
            return {"kind": "marks", "marks": draw(some(item.marking.part_ids()))}
        case CompareItem():
            side = draw(st.sampled_from(["a", "b", None]))
            return {"kind": "compare", "genuine": side, "marks": draw(some(item.key.rows))}
        case ChoiceItem():
            given_ = draw(some(item.key.reasons))
            return {"kind": "choice", "chosen": given_[:1] if item.question.type == "single" else given_}
        case OrderItem():
            return {"kind": "order", "order": list(draw(st.permutations(item.key.order)))}
    raise TypeError(item.kind)


@st.composite
def answers_to(draw: st.DrawFn, item: Item) -> dict[str, Any]:
    """Any answer that the schema lets in: mostly to this item, sometimes to another or to none."""
    if draw(st.integers(0, 3)) == 0:
        return draw(ANY)
    given_ = draw(sensible(item))
    if "events" in given_ and draw(st.integers(0, 5)) == 0:
        draw(st.randoms(use_true_random=False)).shuffle(given_["events"])
    return given_


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_any_answer_scores_between_nothing_and_all_and_nbgrader_reads_it_so(
    items: list[Item], kind: str, data: st.DataObject
) -> None:
    item = data.draw(st.sampled_from(of_kind(items, kind)), label="item")
    given_ = scored(item, data.draw(answers_to(item)))
    assert type(given_.points) is float
    assert 0.0 <= given_.points <= item.points
    assert given_.reasons
    assert all(reason.text for reason in given_.reasons)
    assert not (given_.damaged and given_.points)
    check_with_nbgrader(given_.points, item.points)


def test_a_rubric_that_adds_up_to_more_gives_no_more_than_all(items: list[Item]) -> None:
    """The check refuses such a key; where one slips through, the gradebook stays within its bounds."""
    for item in items:
        if isinstance(item, ScenarioItem):
            transcript = ANSWER.validate_python(walk(item, max(tree(item).ends(), key=lambda t: t.points)))
            assert isinstance(transcript, Transcript)
            assert scoring(item.scenario, transcript, item.rubric, 3.0).points == 3.0


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_answered_and_nothing_readable_are_two_things(items: list[Item], kind: str) -> None:
    """Both earn nothing and say so; only what cannot be read is for a person to look at."""
    empty = {
        "marks": {"kind": "marks", "marks": []},
        "compare": {"kind": "compare", "genuine": None, "marks": []},
        "choice": {"kind": "choice", "chosen": []},
        "order": {"kind": "order", "order": []},
    }
    strange = {
        "marks": {"kind": "marks", "marks": ["w99"]},
        "compare": {"kind": "compare", "genuine": "a", "marks": ["w99"]},
        "choice": {"kind": "choice", "chosen": ["h"]},
        "order": {"kind": "order", "order": ["h"]},
    }
    for item in of_kind(items, kind):
        if isinstance(item, ScenarioItem):
            untouched = walk(item, tree(item))
            first = walk(item, tree(item).onward[0])
            strange["scenario"] = {**first, "events": [{**first["events"][0], "node": "n99"}]}
            empty["scenario"] = untouched
        for answer in (None, ANSWER.validate_python(empty[kind])):
            nothing = score(item, answer)
            assert nothing is not None
            assert (nothing.points, nothing.damaged) == (0.0, False)
            assert [reason.text for reason in nothing.reasons] == [NOT_ANSWERED]
        other = {"kind": "stage", "stage": "s1"}
        for damage in (strange[kind], other):
            damaged = scored(item, damage)
            assert (damaged.points, damaged.damaged) == (0.0, True)
            assert [reason.text for reason in damaged.reasons] == [DAMAGED]


@pytest.mark.parametrize("kind", ["marks", "compare", "choice"])
@given(data=st.data())
def test_the_order_of_touching_does_not_matter(items: list[Item], kind: str, data: st.DataObject) -> None:
    item = data.draw(st.sampled_from(of_kind(items, kind)))
    given_ = data.draw(sensible(item))
    field = "chosen" if kind == "choice" else "marks"
    mixed = {**given_, field: data.draw(st.permutations(given_[field]))}
    assert scored(item, mixed) == scored(item, given_)


def check_with_nbgrader(earned: float, most: float) -> None:
    cell = new_code_cell(outputs=[new_output("execute_result", data={"text/plain": repr(earned)})])
    graded = {"grade": True, "solution": False, "grade_id": "x", "points": most, "locked": True}
    cell.metadata["nbgrader"] = graded
    assert determine_grade(cell) == (earned, most)


def test_every_end_of_every_scenario_is_a_grade_that_nbgrader_takes(items: list[Item]) -> None:
    for item in items:
        if isinstance(item, ScenarioItem):
            earned = {points(item, walk(item, twig)) for twig in tree(item).ends()}
            assert max(earned) == item.points
            for each in earned:
                check_with_nbgrader(each, item.points)


def test_a_better_choice_never_lowers_a_walk(items: list[Item]) -> None:
    """At every moment of every walk: verifying loses nothing that could still be reached, and no bad end earns more
    than a good one that was on offer beside it.
    """
    compared = 0
    for item in items:
        if not isinstance(item, ScenarioItem):
            continue
        for twig in (each for each in tree(item).all() if each.onward):
            so_far = points(item, walk(item, twig))
            for onward in twig.onward:
                if onward.made[-1][2] in VERIFIED:
                    assert onward.best == twig.best
                    assert points(item, walk(item, onward)) >= so_far
            ended = [each for each in twig.onward if not each.onward]
            good = [points(item, walk(item, each)) for each in ended if _good(item, each)]
            bad = [points(item, walk(item, each)) for each in ended if not _good(item, each)]
            assert min(good, default=item.points) >= max(bad, default=0.0), (item.variant, twig.made)
            compared += bool(good and bad)
    assert compared > 100


def _good(item: ScenarioItem, twig: Twig) -> bool:
    ending = item.scenario.nodes[twig.node].ending
    return ending is not None and ending.kind in GOOD_ENDINGS


def mended(
    data: st.DataObject, right: Collection[str], every: Collection[str]
) -> tuple[list[str], list[str]]:
    """Some of these, and the same with one more that is right or one less that is wrong."""
    touched = set(data.draw(some(every)))
    one = data.draw(st.sampled_from(sorted(every)))
    better = touched | {one} if one in right else touched - {one}
    return sorted(touched), sorted(better)


@given(st.data())
def test_a_phrase_judged_better_never_lowers_a_score(items: list[Item], data: st.DataObject) -> None:
    item = data.draw(st.sampled_from([i for i in items if isinstance(i, MarksItem)]))
    touched, better = mended(data, item.key.marks, item.marking.part_ids())
    assert points(item, {"kind": "marks", "marks": better}) >= points(
        item, {"kind": "marks", "marks": touched}
    )


@given(st.data())
def test_a_row_or_side_judged_better_never_lowers_a_score(items: list[Item], data: st.DataObject) -> None:
    item = data.draw(st.sampled_from([i for i in items if isinstance(i, CompareItem)]))
    touched, better = mended(data, item.key.telling, item.key.rows)
    side = data.draw(st.sampled_from("ab"))
    base = points(item, {"kind": "compare", "genuine": side, "marks": touched})
    assert points(item, {"kind": "compare", "genuine": side, "marks": better}) >= base
    assert points(item, {"kind": "compare", "genuine": item.key.genuine, "marks": touched}) >= base


@given(st.data())
def test_an_order_with_one_pair_mended_never_scores_less(items: list[Item], data: st.DataObject) -> None:
    item = data.draw(st.sampled_from([i for i in items if isinstance(i, OrderItem)]))
    order = list(data.draw(st.permutations(item.key.order)))
    n = data.draw(st.integers(0, len(order) - 2))
    turned = [*order[:n], order[n + 1], order[n], *order[n + 2 :]]
    wrong = item.key.order.index(order[n]) > item.key.order.index(order[n + 1])
    worse, better = (order, turned) if wrong else (turned, order)
    assert points(item, {"kind": "order", "order": better}) >= points(item, {"kind": "order", "order": worse})


@given(st.data())
def test_a_better_option_never_scores_less(items: list[Item], data: st.DataObject) -> None:
    """Of two options by their weight in the key; where several are chosen, one right more or one wrong less."""
    item = data.draw(st.sampled_from([i for i in items if isinstance(i, ChoiceItem)]))
    if item.question.type == "multiple":
        worse, better = mended(data, item.key.weights, item.key.reasons)
    else:
        both = [data.draw(st.sampled_from(item.question.options)).id for _ in range(2)]
        worse, better = ([option] for option in sorted(both, key=lambda o: item.key.weights.get(o, 0.0)))
    assert points(item, {"kind": "choice", "chosen": better}) >= points(
        item, {"kind": "choice", "chosen": worse}
    )


def test_several_can_be_chosen_somewhere(items: list[Item]) -> None:
    """What is said above of several options would say nothing without such an item."""
    asked = [item for item in items if isinstance(item, ChoiceItem) and item.question.type == "multiple"]
    assert [item.variant for item in asked] == ["lesson-01-q2"]
    for n in range(20):
        right = sorted(asked[0].key.weights)
        worse = [right[0], *sorted(asked[0].key.reasons.keys() - asked[0].key.weights.keys())[: n % 3]]
        assert points(asked[0], {"kind": "choice", "chosen": right}) > points(
            asked[0], {"kind": "choice", "chosen": worse}
        )
