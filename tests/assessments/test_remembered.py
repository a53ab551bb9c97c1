"""What is remembered for many papers is what each of them alone would have got."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from assessments.grading.answered import remembering
from assessments.grading.remembered import Remembered, gist
from assessments.grading.scoring import score
from assessments.items.form import load_form
from assessments.items.item import Item
from casebank.answer import Answer, ChoiceAnswer, MarksAnswer
from casebank.transcript import Transcript

FORM = "office"


@pytest.fixture(scope="module")
def walk(answer_of: Callable[[Item, bool], Answer | None]) -> Transcript:
    walks = [answer_of(item, True) for item in load_form(FORM).items]
    return next(walk for walk in walks if isinstance(walk, Transcript) and len(walk.events) > 1)


def with_first(walk: Transcript, **changed: Any) -> Transcript:
    first, *rest = walk.events
    return walk.model_copy(update={"events": (first.model_copy(update=changed), *rest)})


def test_the_clock_of_a_walk_makes_no_other_answer(walk: Transcript) -> None:
    assert gist(with_first(walk, at=walk.events[0].at + timedelta(hours=1))) == gist(walk)


@pytest.mark.parametrize("changed", [{"seq": 7}, {"node": "n99"}, {"choice": "f"}])
def test_every_step_of_a_walk_counts(walk: Transcript, changed: dict[str, Any]) -> None:
    assert gist(with_first(walk, **changed)) != gist(walk)


@pytest.mark.parametrize("changed", [{"item": "other"}, {"content_version": "1999.1"}, {"events": ()}])
def test_whose_walk_it_is_counts(walk: Transcript, changed: dict[str, Any]) -> None:
    assert gist(walk.model_copy(update=changed)) != gist(walk)


def test_answers_of_two_kinds_are_two() -> None:
    answers = (None, MarksAnswer(kind="marks"), ChoiceAnswer(kind="choice"))
    assert len({gist(answer) for answer in answers}) == len(answers)


def test_many_papers_get_what_each_gets_alone(answer_of: Callable[[Item, bool], Answer | None]) -> None:
    """Every variant of a slot by the answers to every other: the same choice is right in one, wrong in one."""
    slots = load_form(FORM).slots
    scorer = remembering()
    for slot in slots:
        answers = [answer_of(item, best) for item in slot.variants for best in (True, False)]
        for _ in range(2):
            for item in slot.variants:
                assert [scorer(item, answer) for answer in answers] == [score(item, a) for a in answers]


def test_when_it_is_full_everything_is_still_right() -> None:
    known, made = Remembered[int](2), []

    def squared(number: int) -> int:
        made.append(number)
        return number * number

    numbers = [1, 2, 3, 1, 2, 3]
    assert [known.get(n, lambda n=n: squared(n)) for n in numbers] == [1, 4, 9, 1, 4, 9]  # type: ignore[misc]
    assert made == [1, 2, 3, 3]
