"""A paper passes by what a machine scores; one critical error is enough not to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assessments.grading.scoring import Score
from assessments.grading.verdict import BELOW, verdict
from assessments.items.form import load_form

FORM = load_form("lesson-01")
SLOTS = {slot.id: slot.points for slot in FORM.slots if slot.automatic}


def full(**critical: bool) -> dict[str, Score]:
    return {s: Score(float(p), float(p), (), critical=critical.get(s, False)) for s, p in SLOTS.items()}


def test_full_marks_pass() -> None:
    told = verdict(FORM, full())
    assert told.passed
    assert told.points == told.max_points == sum(SLOTS.values())


def test_one_critical_error_caps_the_whole_form() -> None:
    told = verdict(FORM, full(s1=True))
    assert told.critical == ("s1",)
    assert told.earned == told.max_points
    assert told.points == FORM.pass_score - BELOW
    assert not told.passed


def test_few_points_are_not_raised_by_the_cap() -> None:
    scores = {slot: Score(0.0, points, (), critical=True) for slot, points in SLOTS.items()}
    assert verdict(FORM, scores).points == 0.0


def test_a_mark_that_a_person_gave_instead_counts_and_takes_the_critical_error_back() -> None:
    told = verdict(FORM, full(s1=True), {**SLOTS, "s1": 5.0})
    assert told.critical == ()
    assert told.points == sum(SLOTS.values()) - SLOTS["s1"] + 5.0


def test_extra_credit_counts_and_takes_no_critical_error_back() -> None:
    told = verdict(FORM, full(s1=True), SLOTS, {"s1": 0.5})
    assert told.critical == ("s1",)
    assert told.earned == sum(SLOTS.values()) + 0.5
    assert not told.passed


@given(
    st.fixed_dictionaries({slot: st.floats(0, points) for slot, points in SLOTS.items()}),
    st.sets(st.sampled_from(sorted(SLOTS))),
)
def test_it_never_passes_with_a_critical_error_and_never_leaves_its_bounds(points, critical) -> None:
    scores = {s: Score(p, SLOTS[s], (), critical=s in critical) for s, p in points.items()}
    told = verdict(FORM, scores)
    assert 0 <= told.points <= told.earned <= told.max_points + 1e-9
    assert not (told.passed and critical)
