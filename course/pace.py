"""How long a lesson takes: an estimate from what is read in it and what is decided."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from casebank import Scenario, load_bank
from casebank.exhibit import Exhibit
from casebank.graph import Message
from casebank.walk import State, begin, choices, ended, step
from course.authoring import TEXT, texts
from course.lesson import Lesson
from course.practice import Exercise
from course.practice.kinds import ScenarioPractice

CHARACTERS_A_MINUTE = 360
"""Silent reading of plain Chinese, punctuation counted. An assumption: nobody was measured here yet."""
SECONDS_A_DECISION = 8
"""To weigh and to tap, beyond reading the options. An assumption too."""
REASONS_READ = 0.5
"""Of the reasons shown after an answer: those for what one chose and what one missed. An assumption too."""
DECISIONS = {
    "cue_marker": 4,
    "first_minutes": 6,
    "money_timeline": 1,
    "pair_comparer": 3,
    "question_card": 1,
}
"""Decisions in an exercise of each widget; in a scenario they are counted."""
WALKS = 60
"""Random walks over which a scenario is averaged: the same ones each time."""
_CELL = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_EXERCISE = re.compile(r'lesson\.exercise\("([^"]+)"\)')
_FIGURES = frozenset({"timeline", "cases", "stages", "rule", "safeguards", "comparison"})
_UNREAD = re.compile(r"<details.*?</details>|<[^>]+>|\s", re.DOTALL)
_HANZI = re.compile(r"[\u4e00-\u9fff]")
_NOW = datetime(2026, 1, 1, tzinfo=UTC)


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
        return self.read / CHARACTERS_A_MINUTE + self.decisions * SECONDS_A_DECISION / 60


def lesson_pace(lesson_id: str) -> Pace:
    """The pace of a lesson. Raises StopIteration for one that has no text."""
    text = next(path for path in texts(TEXT) if path.name.startswith(f"{lesson_id}_"))
    source = text.read_text(encoding="utf-8")
    lesson = Lesson(lesson_id)
    shown = _EXERCISE.findall(source)
    exercises = [_exercise(exercise) for exercise in lesson.practice.exercises if exercise.id in shown]
    told = _length(_CELL.sub("", source)) + sum(_figures(lesson, source))
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
                    yield _length(getattr(lesson, verb)(*arguments).html)


def _exercise(exercise: Exercise) -> tuple[int, int]:
    """What is read in an exercise and how often one decides."""
    if isinstance(exercise, ScenarioPractice):
        return scenario_pace(load_bank().scenarios[exercise.scenario])
    spec = exercise.spec()
    feedback = sum(_strings(spec.pop("feedback", None)))
    shown = sum(_strings({key: value for key, value in spec.items() if key not in ("sources", "inferred")}))
    return shown + round(feedback * REASONS_READ), DECISIONS[exercise.widget]


def _strings(value: Any) -> Iterator[int]:
    """The length of each Chinese text in a record; ids and names of kinds are none."""
    if isinstance(value, str):
        yield _length(value) if _HANZI.search(value) else 0
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _strings(each)


def scenario_pace(scenario: Scenario) -> tuple[int, int]:
    """Characters read and choices made in a walk, on the average of random walks."""
    walks = [_walk(scenario, random.Random(seed)) for seed in range(WALKS)]
    read, made = (sum(each) / WALKS for each in zip(*walks, strict=True))
    return round(_length(scenario.brief) + read), round(made)


def _walk(scenario: Scenario, dice: random.Random) -> tuple[int, int]:
    state, read = begin(scenario), 0
    while not ended(scenario, state):
        offered = choices(scenario, state)
        chosen = dice.choice(offered)
        read += _said(scenario, state) + sum(_length(choice.text) for choice in offered)
        read += _length(scenario.practice[state.node][chosen.id])
        state, _ = step(scenario, state, chosen.id, _NOW)
    ending = scenario.nodes[state.node].ending
    return read + _said(scenario, state) + (_length(ending.title + ending.text) if ending else 0), state.seq


def _said(scenario: Scenario, state: State) -> int:
    return sum(_message(scenario, message) for message in scenario.story.said(state.node, state.values))


def _message(scenario: Scenario, message: Message) -> int:
    if message.exhibit is None:
        return _length(message.text or "")
    return _shown(scenario.exhibits[message.exhibit])


def _shown(exhibit: Exhibit) -> int:
    return sum(_strings(exhibit.model_dump(mode="json", exclude={"kind"})))


def _length(text: str) -> int:
    return len(_UNREAD.sub("", text))
