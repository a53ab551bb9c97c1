"""Simulated trainees of known ability: what they may expect, and that parallel forms agree on them."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise, permutations
from pathlib import Path
from typing import TypeVar

import pytest

from assessments.grading.scoring import score
from assessments.items.form import Form, form_ids, load_form
from assessments.items.item import ChoiceItem, CompareItem, Item, MarksItem, OrderItem, ScenarioItem
from assessments.items.itembank import load_items
from assessments.items.paper import paper
from assessments.items.trainees import ABILITIES, PULL, expected, form_expected
from assessments.items.walks import Twig, tree
from casebank.answer import ANSWER, Answer

T = TypeVar("T")
TRAINEES = 400
PARALLEL = 0.03
"""By how much of the points parallel forms may differ in what a trainee may expect."""


@pytest.fixture(scope="module")
def items(duo_items: Path) -> list[Item]:
    every = (*load_items(duo_items).items.values(), *load_items().items.values())
    return [item for item in every if item.automatic]


def level(item: Item) -> float:
    return {"easy": -0.5, "middle": 0.0, "hard": 0.5}[item.shown.difficulty.level]


GROWN: dict[str, Twig] = {}


def grown(name: str, item: ScenarioItem) -> Twig:
    """The tree of a scenario, grown once."""
    if name not in GROWN:
        GROWN[name] = tree(item)
    return GROWN[name]


def pick(dice: random.Random, things: Sequence[T], worth: Callable[[T], float], edge: float) -> T:
    return dice.choices(things, [math.exp(PULL * edge * worth(thing)) for thing in things])[0]


def answer(item: Item, ability: float, dice: random.Random) -> Answer:
    """What one such trainee answers: drawn by the rule of trainees.py, written down as in answers.json."""
    edge = ability - level(item)

    def right() -> bool:
        return dice.random() < 1 / (1 + math.exp(-edge))

    if isinstance(item, ScenarioItem):
        twig, events = grown(item.edition, item), []
        while twig.onward:
            twig = pick(dice, twig.onward, lambda each: each.best / item.points, edge)
            node, choice, _ = twig.made[-1]
            at = "2026-11-23T00:00:00Z"
            events.append({"seq": len(events), "node": node, "choice": choice, "at": at})
        version = item.scenario.content_version
        return ANSWER.validate_python(
            {"kind": "transcript", "item": item.id, "content_version": version, "events": events}
        )
    if isinstance(item, ChoiceItem):
        options = [option.id for option in item.question.options]
        if item.question.type == "multiple":
            chosen = [option for option in options if right() is (option in item.key.weights)]
        else:
            chosen = [pick(dice, options, item.key.single, edge)]
        return ANSWER.validate_python({"kind": "choice", "chosen": chosen})
    if isinstance(item, MarksItem):
        marks = [part for part in item.marking.part_ids() if right() is (part in item.key.marks)]
        return ANSWER.validate_python({"kind": "marks", "marks": marks})
    if isinstance(item, CompareItem):
        side = pick(dice, "ab", lambda each: float(each == item.key.genuine), edge)
        rows = [row for row, key in item.key.rows.items() if right() is key.tells]
        return ANSWER.validate_python({"kind": "compare", "genuine": side, "marks": rows})
    assert isinstance(item, OrderItem)
    orders = [*permutations(item.key.order)]
    order = pick(dice, orders, lambda each: (item.key.share(each) + 1) / 2, edge)
    return ANSWER.validate_python({"kind": "order", "order": order})


def sat(form: Form, ability: float, number: int) -> float:
    """The points of one simulated trainee on the paper that is drawn for that number."""
    dice = random.Random(f"{form.id} {ability} {number}")
    items = [item for item in paper(form, str(number)).items if item.automatic]
    given = [score(item, answer(item, ability, dice)) for item in items]
    return sum(each.points for each in given if each is not None)


def test_at_no_ability_all_is_chance(items: list[Item]) -> None:
    for item in items:
        if isinstance(item, ChoiceItem) and item.question.type == "single" and level(item) == 0:
            worth = [item.key.single(option.id) for option in item.question.options]
            assert expected(item, 0.0) == pytest.approx(sum(worth) / len(worth) * item.points)


def test_who_is_able_earns_more_and_the_most_able_nearly_all(items: list[Item]) -> None:
    for item in items:
        points = [expected(item, ability) for ability in (*ABILITIES, 9.0)]
        assert all(less < more for less, more in pairwise(points)), item.variant
        assert points[0] >= 0
        assert 0.9 * item.points < points[-1] <= item.points + 1e-9, item.variant


def test_what_is_harder_earns_less(items: list[Item]) -> None:
    for item in items:
        shown = item.shown.model_copy(
            update={"difficulty": item.shown.difficulty.model_copy(update={"level": "hard"})}
        )
        harder = replace(item, shown=shown)  # type: ignore[type-var]
        if level(item) < 0.5:
            assert expected(harder, 1.0) < expected(item, 1.0)


@pytest.mark.parametrize("ability", [0.0, 1.0, 2.0])
def test_drawn_trainees_earn_what_was_expected(duo_items: Path, ability: float) -> None:
    """The formula and 400 drawn answers, scored as anybody's, agree within four standard errors."""
    form = load_form("duo-a", duo_items)
    points = [sat(form, ability, number) for number in range(TRAINEES)]
    mean = sum(points) / len(points)
    error = math.sqrt(sum((each - mean) ** 2 for each in points) / (len(points) - 1) / len(points))
    wanted = form_expected([slot.variants for slot in form.slots if slot.automatic], ability)
    assert abs(mean - wanted) < 4 * error


def parallel(folder: Path | None = None) -> list[Form]:
    """The made-up parallel forms, or the real ones as far as they are built."""
    if folder is not None:
        return [load_form(name, folder) for name in ("duo-a", "duo-b")]
    return [load_form(name) for name in ("entry-a", "end-b", "delayed-c") if name in form_ids()]


@pytest.mark.parametrize("real", [False, True], ids=["made up", "real"])
def test_parallel_forms_agree_on_trainees_of_any_ability(duo_items: Path, real: bool) -> None:
    """In expectation within 3 % of the points, over all papers, from guessing to nearly faultless."""
    forms = parallel(None if real else duo_items)
    for ability in ABILITIES if forms else ():
        points = [form_expected([slot.variants for slot in form.slots], ability) for form in forms]
        assert max(points) - min(points) <= PARALLEL * forms[0].automatic_max, ability


def test_forms_dealt_one_sidedly_do_not_agree() -> None:
    """The bound says something: with the same items, dealt by what they give, no ability would be within it."""
    forms = parallel()
    shelves = zip(*([slot.variants for slot in form.slots] for form in forms), strict=True)
    low, high = [], []
    for shelf in shelves:
        ranked = sorted((i for variants in shelf for i in variants), key=lambda i: expected(i, 1.0))
        low.append(ranked[: len(shelf[0])])
        high.append(ranked[-len(shelf[0]) :])
    for ability in (0.5, 1.0, 1.5):
        gap = form_expected(high, ability) - form_expected(low, ability)
        assert gap > PARALLEL * forms[0].automatic_max, ability


@pytest.mark.slow
@pytest.mark.parametrize("real", [False, True], ids=["made up", "real"])
def test_parallel_forms_pass_about_as_many(duo_items: Path, real: bool) -> None:
    """Of 400 drawn trainees at each ability, the shares that pass differ by less than 12 points in a hundred."""
    forms = parallel(None if real else duo_items)
    for ability in (0.5, 1.0, 1.5) if forms else ():
        passed = [
            sum(sat(form, ability, number) >= form.pass_score for number in range(TRAINEES)) / TRAINEES
            for form in forms
        ]
        assert max(passed) - min(passed) < 0.12, (ability, passed)
