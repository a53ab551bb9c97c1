"""What a lesson lets one practise, with the reasons that are shown at once. Nothing here is assessed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from casebank import FaultsError, yamlfile
from casebank.errors import Place, Problems
from casebank.model import Model, Slug
from course.practice.card import Summary
from course.practice.kinds import (
    KINDS,
    DrillPractice,
    Exercise,
    MarkingPractice,
    PairPractice,
    QuestionPractice,
    ScenarioPractice,
    TimelinePractice,
)

PRACTICE = Path(__file__).parent

__all__ = ["KINDS", "PRACTICE", "Exercise", "Practice", "Summary", "load_practice"]


def _which(value: Any) -> str | None:
    """What sort of exercise a record is, by the field that only it has; faults then speak of it alone."""
    names = value if isinstance(value, dict) else vars(value)
    return next((f"a {name}" for name in KINDS if name in names), None)


_OneOf = Annotated[
    Annotated[ScenarioPractice, Tag("a scenario")]
    | Annotated[PairPractice, Tag("a pair")]
    | Annotated[TimelinePractice, Tag("a timeline")]
    | Annotated[DrillPractice, Tag("a drill")]
    | Annotated[MarkingPractice, Tag("a marking")]
    | Annotated[QuestionPractice, Tag("a question")],
    Discriminator(
        _which,
        custom_error_type="no_exercise",
        custom_error_message=f"an exercise is one of: {', '.join(KINDS)}",
    ),
]


class Practice(Model):
    """All exercises of a lesson, and its cards to keep."""

    schema_version: Literal[1]
    lesson: Annotated[str, Field(pattern=r"^\d\d$")]
    exercises: tuple[_OneOf, ...]
    summary: Summary
    cards: dict[Slug, Summary] = Field(default_factory=dict)
    """Further cards to keep, by name."""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        ids = [exercise.id for exercise in self.exercises]
        problems: list[tuple[Place, str]] = [
            (("exercises", n, "id"), f"id '{i}' must begin with '{self.lesson}-' and stand once")
            for n, i in enumerate(ids)
            if not i.startswith(f"{self.lesson}-") or i in ids[:n]
        ]
        if problems:
            raise Problems(problems)
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
