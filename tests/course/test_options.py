"""Over all lessons, neither a place nor a length gives the right answer away."""

from __future__ import annotations

from collections import Counter

from course.practice import load_practice
from course.practice.kinds import QuestionPractice
from course.web import catalog

QUESTIONS = [
    exercise
    for page in catalog.lessons()
    for exercise in load_practice(page.id).exercises
    if isinstance(exercise, QuestionPractice)
]
SINGLES = [each for each in QUESTIONS if each.question.type == "single"]
MULTIPLES = [each for each in QUESTIONS if each.question.type == "multiple"]


def right(exercise: QuestionPractice) -> list[int]:
    """The places of the right options, from 0."""
    return [n for n, option in enumerate(exercise.question.options) if exercise.feedback[option.id].right]


def test_no_place_is_right_more_often_than_others() -> None:
    four = [each for each in SINGLES if len(each.question.options) == 4]
    assert len(four) >= 30
    places = Counter(right(each)[0] for each in four)
    for place in range(4):
        assert 0.15 <= places[place] / len(four) <= 0.35, places


def test_no_length_is_right_more_often_than_others() -> None:
    longest = shortest = 0
    for each in SINGLES:
        lengths = [len(option.text) for option in each.question.options]
        own = lengths[right(each)[0]]
        longest += own == max(lengths)
        shortest += own == min(lengths)
    assert longest / len(SINGLES) <= 0.4
    assert shortest / len(SINGLES) <= 0.4


def test_of_several_the_first_and_the_last_are_right_about_half_the_time() -> None:
    assert len(MULTIPLES) >= 15
    first = sum(0 in right(each) for each in MULTIPLES) / len(MULTIPLES)
    last = sum(len(each.question.options) - 1 in right(each) for each in MULTIPLES) / len(MULTIPLES)
    assert 0.3 <= first <= 0.65
    assert 0.3 <= last <= 0.65


def test_about_half_of_what_is_judged_is_right_to_do() -> None:
    judged = sum(len(each.question.options) for each in MULTIPLES)
    taken = sum(len(right(each)) for each in MULTIPLES)
    assert 0.4 <= taken / judged <= 0.65
