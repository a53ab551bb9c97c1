"""An item: what is shown, and apart from it the key by which it is scored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Generic, Self, TypeVar

from assessments.items.key import (
    ChoiceKey,
    CompareKey,
    Criterion,
    Key,
    MarksKey,
    OrderKey,
    ScenarioKey,
    TextKey,
)
from assessments.items.rubric import Rubric
from assessments.items.shown import (
    Comparison,
    Shown,
    ShownChoice,
    ShownCompare,
    ShownMarks,
    ShownOrder,
    ShownScenario,
    ShownText,
)
from casebank.exercise import Marking, Question
from casebank.scenario import Scenario

S = TypeVar("S", bound=Shown)
K = TypeVar("K", bound=Key)


@dataclass(frozen=True)
class _Item(Generic[S, K]):
    """What every item has. `id` names it where it stands: in a paper that is its slot."""

    id: str
    shown: S
    key: K
    public: bool = True
    """Whether it belongs to the bank that everybody can read; a private one was mounted."""

    @property
    def variant(self) -> str:
        """The id under which the bank knows it, wherever it stands."""
        return self.shown.id

    @property
    def version(self) -> int:
        """Goes up whenever wording, graph or key change."""
        return self.shown.version

    @property
    def edition(self) -> str:
        """Variant and version: what answers.json records of it."""
        return f"{self.variant}@{self.version}"

    @property
    def kind(self) -> str:
        """What one does with it."""
        return self.shown.kind

    @property
    def title(self) -> str:
        """Its heading."""
        return self.shown.title

    @property
    def points(self) -> float:
        """The most that it can earn."""
        return self.key.points

    @property
    def genuine(self) -> bool | None:
        """Whether it is about genuine business; None where both are in it."""
        return self.shown.genuine if isinstance(self.shown.genuine, bool) else None

    @property
    def automatic(self) -> bool:
        """Whether a machine scores it."""
        return True

    def at(self, slot: str) -> Self:
        """The same item in its slot of a paper."""
        return replace(self, id=slot)


class ScenarioItem(_Item[ShownScenario, ScenarioKey]):
    """A scenario of its own, never one that a lesson practises, with its rubric."""

    widget = "scenario_player"

    @property
    def scenario(self) -> Scenario:
        """The graph."""
        return self.shown.scenario

    @property
    def rubric(self) -> Rubric:
        """How a walk becomes points."""
        return self.key.rubric

    def view(self) -> dict[str, Any]:
        """What the browser gets: no act, no kind, no key."""
        return self.scenario.view(practice=False)


class MarksItem(_Item[ShownMarks, MarksKey]):
    """Phrases to touch."""

    widget = "cue_marker"

    @property
    def marking(self) -> Marking:
        """The phrases."""
        return self.shown.marking

    def view(self) -> dict[str, Any]:
        """What the browser gets: no key."""
        return self.marking.view()


class CompareItem(_Item[ShownCompare, CompareKey]):
    """Two matters to compare."""

    widget = "pair_comparer"

    @property
    def pair(self) -> Comparison:
        """The two sides."""
        return self.shown.pair

    def view(self) -> dict[str, Any]:
        """What the browser gets: no key."""
        return self.pair.view()


class ChoiceItem(_Item[ShownChoice, ChoiceKey]):
    """A question with options."""

    widget = "question_card"

    @property
    def question(self) -> Question:
        """The question."""
        return self.shown.question

    def view(self) -> dict[str, Any]:
        """What the browser gets: no key."""
        return self.question.view()


class OrderItem(_Item[ShownOrder, OrderKey]):
    """Things to put in order."""

    widget = "question_card"

    @property
    def question(self) -> Question:
        """The question."""
        return self.shown.question

    def view(self) -> dict[str, Any]:
        """What the browser gets: no key."""
        return self.question.view()


class TextItem(_Item[ShownText, TextKey]):
    """Free text, marked by a person."""

    widget = "question_card"

    @property
    def question(self) -> Question:
        """The question."""
        return self.shown.question

    @property
    def marking(self) -> tuple[Criterion, ...]:
        """The scheme by which a person marks it."""
        return self.key.criteria

    @property
    def automatic(self) -> bool:
        """Whether a machine scores it."""
        return False

    def view(self) -> dict[str, Any]:
        """What the browser gets: no marking scheme."""
        return self.question.view()


Item = ScenarioItem | MarksItem | CompareItem | ChoiceItem | OrderItem | TextItem


def make_item(shown: Shown, key: Key, public: bool = True) -> Item:
    """The item of what is shown and its key, which must be of the same kind."""
    match shown, key:
        case ShownScenario(), ScenarioKey():
            return ScenarioItem(shown.id, shown, key, public)
        case ShownMarks(), MarksKey():
            return MarksItem(shown.id, shown, key, public)
        case ShownCompare(), CompareKey():
            return CompareItem(shown.id, shown, key, public)
        case ShownChoice(), ChoiceKey():
            return ChoiceItem(shown.id, shown, key, public)
        case ShownOrder(), OrderKey():
            return OrderItem(shown.id, shown, key, public)
        case ShownText(), TextKey():
            return TextItem(shown.id, shown, key, public)
    raise TypeError(f"a key of {type(key).__name__} for {type(shown).__name__}")
