"""What the check in lesson 00 says of the lessons after it: which ones somebody may skip."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from course.practice import load_practice
from course.practice.kinds import Exercise, MarkingPractice, QuestionPractice

LESSON = "00"
"""The lesson with the check."""
ABOUT: Mapping[str, tuple[str, ...]] = {
    "00-p1": ("07", "09", "08", "06"),
    "00-p2": ("03",),
    "00-p3": ("11", "12"),
    "00-p4": ("02",),
    "00-p5": ("05",),
    "00-p6": ("01", "14"),
    "00-p7": ("13",),
    "00-p8": ("04",),
    "00-p9": ("10",),
    "00-p10": ("14",),
    "00-p11": ("06",),
    "00-p12": ("07",),
    "00-p13": ("08", "09"),
}
"""The lessons to which a question points, as the lesson's own table has it."""
Given = Mapping[str, Mapping[str, Any]]
"""Answers to the check, by exercise."""


def known_well(given: Given) -> frozenset[str]:
    """The lessons for which every question that points at them was answered right, and not by a guess."""
    verdicts: dict[str, bool] = {}
    for lesson, right in _verdicts(given):
        verdicts[lesson] = verdicts.get(lesson, True) and right
    return frozenset(lesson for lesson, right in verdicts.items() if right)


def _verdicts(given: Given) -> Iterator[tuple[str, bool]]:
    practice = load_practice(LESSON)
    for item, lessons in ABOUT.items():
        right = item in given and _is_right(practice.exercise(item), given[item])
        yield from ((lesson, right) for lesson in lessons)


def _is_right(exercise: Exercise, answer: Mapping[str, Any]) -> bool:
    if answer.get("confidence") == "low":
        return False
    if isinstance(exercise, MarkingPractice):
        cues = {part for part, said in exercise.feedback.items() if said.cue}
        return answer.get("kind") == "marks" and set(answer.get("marks", ())) == cues
    if not isinstance(exercise, QuestionPractice):
        return False
    if exercise.question.type == "ordering":
        return tuple(answer.get("order", ())) == tuple(exercise.order)
    return set(answer.get("chosen", ())) == {key for key, said in exercise.feedback.items() if said.right}
