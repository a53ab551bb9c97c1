"""An item: what is shown, and apart from it the key by which it is scored."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from assessments.items.rubric import Rubric, rubric_problems
from casebank.exercise import Marking, OptionId, PartId, Question
from casebank.model import Model, Text
from casebank.scenario import Scenario

ItemId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]{0,7}$")]
Points = Annotated[float, Field(gt=0, le=100)]


class _Item(Model):
    schema_version: Literal[1]
    id: ItemId
    points: Points
    title: Text

    @property
    def automatic(self) -> bool:
        """Whether a machine scores it."""
        return True


class ScenarioItem(_Item):
    """A scenario of its own, never one that a lesson practises, with its rubric."""

    kind: Literal["scenario"]
    scenario: Scenario
    rubric: Rubric
    widget: Literal["scenario_player"] = "scenario_player"

    @model_validator(mode="after")
    def _scorable(self) -> Self:
        if problems := rubric_problems(self.scenario, self.rubric, self.points):
            raise ValueError("; ".join(problems))
        return self

    def view(self) -> dict[str, Any]:
        """What the browser gets: no act, no kind, no key."""
        return self.scenario.view(practice=False)


class MarksItem(_Item):
    """Phrases to touch. `key` names the cues, `innocent` all other phrases, each with its reason."""

    kind: Literal["marks"]
    marking: Marking
    key: Annotated[dict[PartId, Text], Field(min_length=1)]
    innocent: Annotated[dict[PartId, Text], Field(min_length=1)]
    widget: Literal["cue_marker"] = "cue_marker"

    @model_validator(mode="after")
    def _scorable(self) -> Self:
        named = [*self.key, *self.innocent]
        if sorted(named) != sorted(self.marking.part_ids()):
            raise ValueError("'key' and 'innocent' together must name each phrase once")
        return self

    def view(self) -> dict[str, Any]:
        """What the browser gets: no key."""
        return self.marking.view()


class ChoiceKey(Model):
    """Weights of 0 to 1 by option (1: fully right; options left out: 0), and a reason for each option."""

    weights: Annotated[dict[OptionId, Annotated[float, Field(gt=0, le=1)]], Field(min_length=1)]
    reasons: dict[OptionId, Text]


class ChoiceItem(_Item):
    """A question with options."""

    kind: Literal["choice"]
    question: Question
    key: ChoiceKey
    widget: Literal["question_card"] = "question_card"

    @model_validator(mode="after")
    def _scorable(self) -> Self:
        ids = {option.id for option in self.question.options}
        if self.question.type not in ("single", "multiple"):
            raise ValueError("a choice item needs a question of type 'single' or 'multiple'")
        if set(self.key.reasons) != ids or not set(self.key.weights) <= ids:
            raise ValueError(
                f"'reasons' must name each option once, 'weights' only options: {', '.join(sorted(ids))}"
            )
        if 1 not in self.key.weights.values():
            raise ValueError("no option is fully right: one weight must be 1")
        if self.question.type == "multiple" and set(self.key.weights.values()) != {1}:
            raise ValueError("in a 'multiple' question each weight is 1")
        return self

    def view(self) -> dict[str, Any]:
        """What the browser gets: no key."""
        return self.question.view()


class Criterion(Model):
    """One line of the scheme by which a person marks free text."""

    points: Points
    text: Text


class TextItem(_Item):
    """Free text, marked by a person."""

    kind: Literal["text"]
    question: Question
    marking: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    widget: Literal["question_card"] = "question_card"

    @model_validator(mode="after")
    def _markable(self) -> Self:
        if self.question.type != "text":
            raise ValueError("a text item needs a question of type 'text'")
        if sum(c.points for c in self.marking) != self.points:
            raise ValueError(
                f"the criteria add up to {sum(c.points for c in self.marking):g}, not to {self.points:g}"
            )
        return self

    @property
    def automatic(self) -> bool:
        """Whether a machine scores it."""
        return False

    def view(self) -> dict[str, Any]:
        """What the browser gets: no marking scheme."""
        return self.question.view()


Item = Annotated[ScenarioItem | MarksItem | ChoiceItem | TextItem, Field(discriminator="kind")]
