"""How long a lesson takes: counted by hand on small things, and within bounds on every lesson."""

import pytest

from casebank import load_bank
from casebank.pace import scenario_pace
from course import pace
from course.practice.kinds import QuestionPractice
from course.web import catalog

QUESTION = {
    "id": "07-p1",
    "question": {
        "title": "两个字",
        "prompt": "选 哪个？",
        "type": "single",
        "options": [{"id": "a", "text": "甲乙"}, {"id": "b", "text": "丙"}],
    },
    "feedback": {"a": {"right": True, "why": "四个字呀"}, "b": {"right": False, "why": "两字"}},
}


def test_a_question_is_its_text_half_of_its_reasons_and_one_decision() -> None:
    exercise = QuestionPractice.model_validate(QUESTION)
    shown = len("两个字") + len("选哪个？") + len("甲乙") + len("丙")
    assert pace._exercise(exercise) == (shown + (4 + 2) // 2, 1)


def test_reading_and_deciding_make_the_minutes() -> None:
    assert pace.Pace(read=720, decisions=15, exercises=3).minutes == pytest.approx(4.0)


def test_a_scenario_is_a_walk_and_not_the_whole_graph() -> None:
    scenario = load_bank().scenarios["vice-president-new-number-a"]
    read, decisions = scenario_pace(scenario)
    assert 2 <= decisions <= 9
    assert 300 < read < 1200
    assert scenario_pace(scenario) == (read, decisions)


@pytest.mark.parametrize("page", catalog.lessons(), ids=lambda page: page.id)
def test_a_lesson_takes_the_minutes_that_it_promises(page: catalog.CoursePage) -> None:
    estimate = pace.lesson_pace(page.id).minutes
    assert 9.5 <= estimate < 15.6
    assert abs(page.minutes - estimate) <= 1
