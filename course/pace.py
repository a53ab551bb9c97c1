"""How long a lesson takes: an estimate from what is read in it and what is decided."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from casebank import load_bank
from casebank.pace import DECISIONS, length, minutes, scenario_pace, strings
from course.authoring import TEXT, texts
from course.lesson import Lesson
from course.practice import Exercise
from course.practice.kinds import ScenarioPractice

REASONS_READ = 0.5
"""Of the reasons shown after an answer: those for what one chose and what one missed. An assumption too."""
_CELL = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_EXERCISE = re.compile(r'lesson\.exercise\("([^"]+)"\)')
_FIGURES = frozenset({"timeline", "cases", "stages", "rule", "safeguards", "comparison"})


@dataclass(frozen=True)
class Pace:
    """What a lesson asks of a trainee who goes through all of it once."""

    read: int
    """Characters that are read, those in exercises included."""
    decisions: int
    exercises: int

    @property
    def minutes(self) -> float:
        """The estimate, in minutes."""
        return minutes(self.read, self.decisions)


def lesson_pace(lesson_id: str) -> Pace:
    """The pace of a lesson. Raises StopIteration for one that has no text."""
    text = next(path for path in texts(TEXT) if path.name.startswith(f"{lesson_id}_"))
    source = text.read_text(encoding="utf-8")
    lesson = Lesson(lesson_id)
    shown = _EXERCISE.findall(source)
    exercises = [_exercise(exercise) for exercise in lesson.practice.exercises if exercise.id in shown]
    told = length(_CELL.sub("", source)) + sum(_figures(lesson, source))
    return Pace(
        read=told + sum(read for read, _ in exercises),
        decisions=sum(decisions for _, decisions in exercises),
        exercises=len(exercises),
    )


def _figures(lesson: Lesson, source: str) -> Iterator[int]:
    """The length of each figure that the cells draw; what is folded is not read."""
    for cell in _CELL.findall(source):
        for call in ast.walk(ast.parse(cell)):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                verb = call.func.attr
                if verb in _FIGURES:
                    arguments = [ast.literal_eval(argument) for argument in call.args]
                    yield length(getattr(lesson, verb)(*arguments).html)


def _exercise(exercise: Exercise) -> tuple[int, int]:
    """What is read in an exercise and how often one decides."""
    if isinstance(exercise, ScenarioPractice):
        return scenario_pace(load_bank().scenarios[exercise.scenario])
    spec = exercise.spec()
    feedback = sum(strings(spec.pop("feedback", None)))
    shown = sum(strings({key: value for key, value in spec.items() if key not in ("sources", "inferred")}))
    return shown + round(feedback * REASONS_READ), DECISIONS[exercise.widget]
