"""What a lesson lets one practise, with the reasons that are shown at once. Nothing here is assessed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from casebank import FaultsError, load_bank, yamlfile
from casebank.exercise import Marking, OptionId, PartId, Question
from casebank.model import Model, Slug, Text

PRACTICE = Path(__file__).parent
ExerciseId = Annotated[str, Field(pattern=r"^\d\d-p\d{1,2}$")]


class PartFeedback(Model):
    """Whether a phrase is a cue, and why."""

    cue: bool
    why: Text


class OptionFeedback(Model):
    """Whether an option is right, and why."""

    right: bool
    why: Text


class ScenarioPractice(Model):
    """A scenario of the case bank, which brings its own feedback."""

    id: ExerciseId
    scenario: Slug

    @property
    def widget(self) -> str:
        """The widget that shows it."""
        return "scenario_player"

    def spec(self) -> dict[str, Any]:
        """What the widget is given."""
        return load_bank().scenarios[self.scenario].view(practice=True)


class MarkingPractice(Model):
    """Phrases to touch, with a reason for each."""

    id: ExerciseId
    marking: Marking
    feedback: dict[PartId, PartFeedback]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if sorted(self.feedback) != sorted(self.marking.part_ids()):
            raise ValueError("'feedback' must name each phrase once")
        return self

    @property
    def widget(self) -> str:
        """The widget that shows it."""
        return "cue_marker"

    def spec(self) -> dict[str, Any]:
        """What the widget is given."""
        return {**self.marking.view(), "feedback": {key: f.model_dump() for key, f in self.feedback.items()}}


class QuestionPractice(Model):
    """A question, with a reason for each option."""

    id: ExerciseId
    question: Question
    feedback: dict[OptionId, OptionFeedback]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if sorted(self.feedback) != sorted(option.id for option in self.question.options):
            raise ValueError("'feedback' must name each option once")
        return self

    @property
    def widget(self) -> str:
        """The widget that shows it."""
        return "question_card"

    def spec(self) -> dict[str, Any]:
        """What the widget is given."""
        return {**self.question.view(), "feedback": {key: f.model_dump() for key, f in self.feedback.items()}}


class Summary(Model):
    """The card to keep."""

    title: Text
    lines: Annotated[tuple[Text, ...], Field(min_length=1, max_length=6)]
    more: Text


Exercise = ScenarioPractice | MarkingPractice | QuestionPractice


def _which(value: Any) -> str | None:
    """What sort of exercise a record is, by the field that only it has; faults then speak of it alone."""
    names = value if isinstance(value, dict) else vars(value)
    return next((f"a {name}" for name in ("scenario", "marking", "question") if name in names), None)


_OneOf = Annotated[
    Annotated[ScenarioPractice, Tag("a scenario")]
    | Annotated[MarkingPractice, Tag("a marking")]
    | Annotated[QuestionPractice, Tag("a question")],
    Discriminator(_which),
]


class Practice(Model):
    """All exercises of a lesson, and its summary card."""

    schema_version: Literal[1]
    lesson: Annotated[str, Field(pattern=r"^\d\d$")]
    exercises: tuple[_OneOf, ...]
    summary: Summary

    @model_validator(mode="after")
    def _sound(self) -> Self:
        ids = [exercise.id for exercise in self.exercises]
        wrong = [i for i in ids if not i.startswith(f"{self.lesson}-") or ids.count(i) > 1]
        if wrong:
            raise ValueError(f"ids {', '.join(wrong)}: each once, and beginning with '{self.lesson}-'")
        lost = [
            e.scenario
            for e in self.exercises
            if isinstance(e, ScenarioPractice) and e.scenario not in load_bank().scenarios
        ]
        if lost:
            raise ValueError(f"scenarios {', '.join(lost)} do not exist")
        return self

    def exercise(self, exercise_id: str) -> Exercise:
        """The exercise of that id. Raises KeyError."""
        for exercise in self.exercises:
            if exercise.id == exercise_id:
                return exercise
        raise KeyError(f"lesson {self.lesson} has no exercise {exercise_id!r}")


@lru_cache(maxsize=32)
def load_practice(lesson: str, folder: Path = PRACTICE) -> Practice:
    """The exercises of a lesson. Raises FaultsError with every fault that it finds."""
    practice, faults = yamlfile.read(folder / f"{lesson}.yaml", Practice, f"practice/{lesson}.yaml")
    if practice is None:
        raise FaultsError(faults)
    return practice
