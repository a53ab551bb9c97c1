"""The first-minutes drill from Python's side."""

import pytest

from course.practice.drill import load_drill
from widgets import FirstMinutes


def test_the_steps_arrive_as_an_answer() -> None:
    drill = FirstMinutes(item="01-p1", spec=load_drill("first-30-minutes").view(practice=True))
    drill.set_state({"answer": {"kind": "steps", "steps": ["d", "c"], "ended": False}, "done": False})
    assert drill.answer["steps"] == ["d", "c"]


def test_the_recommended_order_never_reaches_an_assessed_trainee() -> None:
    drill = load_drill("first-30-minutes")
    assert FirstMinutes(item="d1", spec=drill.view(practice=False), mode="assessed").mode == "assessed"
    with pytest.raises(ValueError, match="feedback"):
        FirstMinutes(item="d1", spec=drill.view(practice=True), mode="assessed")
