"""The kinds of exercise that a lesson may practise: what an author writes, what a widget is given."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from casebank import Case, load_bank
from casebank.errors import Place, Problems
from casebank.exercise import Marking, OptionId, PartId, Question
from casebank.model import Model, Slug, Text
from course import timeline
from course.practice.drill import drill_ids, drill_sources, load_drill

ExerciseId = Annotated[str, Field(pattern=r"^\d\d-p\d{1,2}$")]


class PartFeedback(Model):
    """Whether a phrase is a cue, and why."""

    cue: bool
    why: Text


class OptionFeedback(Model):
    """Whether an option is right, and why. In an ordering the place says it, and `right` is left out."""

    right: bool | None = None
    why: Text


class ScenarioPractice(Model):
    """A scenario of the case bank, which brings its own feedback."""

    id: ExerciseId
    scenario: Slug

    @model_validator(mode="after")
    def _known(self) -> Self:
        _must_know("scenario", self.scenario, load_bank().scenarios)
        return self

    @property
    def widget(self) -> str:
        """The widget that shows it."""
        return "scenario_player"

    def spec(self) -> dict[str, Any]:
        """What the widget is given."""
        return load_bank().scenarios[self.scenario].view(practice=True)


class PairPractice(Model):
    """The twins of a pair side by side, after both were played."""

    id: ExerciseId
    pair: Slug

    @model_validator(mode="after")
    def _known(self) -> Self:
        _must_know("pair", self.pair, load_bank().pairs)
        return self

    @property
    def widget(self) -> str:
        """The widget that shows it."""
        return "pair_comparer"

    def spec(self) -> dict[str, Any]:
        """What the widget is given."""
        bank = load_bank()
        pair = bank.pairs[self.pair]
        return pair.view("a" if bank.scenarios[pair.scenarios[0]].genuine else "b")


class TimelinePractice(Model):
    """A documented case as a line of money: where could it have been stopped?"""

    id: ExerciseId
    timeline: Slug
    prompt: Text | None = None

    @model_validator(mode="after")
    def _known(self) -> Self:
        bank = load_bank()
        _must_know("timeline", self.timeline, {case.id: case for case in bank.published})
        case = bank.cases[self.timeline]
        if len(case.stages) < 2 or not _has_answer(case):
            told = f"case '{case.id}' has no stages whose playbook knows an answer: nothing to look for"
            raise Problems([(("timeline",), told)])
        return self

    @property
    def widget(self) -> str:
        """The widget that shows it."""
        return "money_timeline"

    def spec(self) -> dict[str, Any]:
        """What the widget is given."""
        bank = load_bank()
        return timeline.timeline_spec(bank.cases[self.timeline], bank, self.prompt)


class DrillPractice(Model):
    """A drill of the folder `drills`: the first minutes after money has gone."""

    id: ExerciseId
    drill: Slug

    @model_validator(mode="after")
    def _known(self) -> Self:
        """Its own faults leave as FaultsError, under the name of its own file."""
        _must_know("drill", self.drill, drill_ids())
        load_drill(self.drill)
        return self

    @property
    def widget(self) -> str:
        """The widget that shows it."""
        return "first_minutes"

    def spec(self) -> dict[str, Any]:
        """What the widget is given."""
        drill = load_drill(self.drill)
        return {**drill.view(practice=True), "sources": drill_sources(drill, load_bank())}


class MarkingPractice(Model):
    """Phrases or fields of exhibits to touch, with a reason for each."""

    id: ExerciseId
    marking: Marking
    feedback: dict[PartId, PartFeedback]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        problems = _feedback_problems("part", self.marking.part_ids(), self.feedback)
        if not problems and not any(each.cue for each in self.feedback.values()):
            problems = [(("feedback",), "no part is a cue: nothing could be found")]
        if problems:
            raise Problems(problems)
        return self

    @property
    def widget(self) -> str:
        """The widget that shows it."""
        return "cue_marker"

    def spec(self) -> dict[str, Any]:
        """What the widget is given."""
        return {**self.marking.view(), "feedback": {key: f.model_dump() for key, f in self.feedback.items()}}


class QuestionPractice(Model):
    """A question, with a reason for each option; in an ordering `order` is the right one."""

    id: ExerciseId
    question: Question
    feedback: dict[OptionId, OptionFeedback]
    order: tuple[OptionId, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        ids = [option.id for option in self.question.options]
        problems = _feedback_problems("option", ids, self.feedback)
        problems += self._order_problems(ids) if self.question.type == "ordering" else self._right_problems()
        if problems:
            raise Problems(problems)
        return self

    def _order_problems(self, ids: list[str]) -> list[tuple[Place, str]]:
        if sorted(self.order) != sorted(ids):
            return [(("order",), f"'order' must name each option once ({', '.join(ids)})")]
        problems: list[tuple[Place, str]] = [
            (("feedback", key, "right"), f"option '{key}': in an ordering 'order' says what is right")
            for key, each in self.feedback.items()
            if each.right is not None
        ]
        if list(self.order) == ids:
            problems.append((("order",), "the options stand in the right order already: change their order"))
        return problems

    def _right_problems(self) -> list[tuple[Place, str]]:
        problems: list[tuple[Place, str]] = [
            (("feedback", key), f"option '{key}': 'right' is missing (true or false)")
            for key, each in self.feedback.items()
            if each.right is None
        ]
        if self.order:
            problems.append((("order",), "'order' belongs to questions of type 'ordering'"))
        right = sum(each.right is True for each in self.feedback.values())
        if self.question.type == "single" and not problems and right != 1:
            problems.append((("feedback",), f"{right} options are right: in a 'single' question exactly one"))
        return problems

    @property
    def widget(self) -> str:
        """The widget that shows it."""
        return "question_card"

    def spec(self) -> dict[str, Any]:
        """What the widget is given."""
        if self.question.type == "ordering":
            told = {k: {"place": self.order.index(k) + 1, "why": f.why} for k, f in self.feedback.items()}
            return {**self.question.view(), "feedback": told}
        return {**self.question.view(), "feedback": {key: f.model_dump() for key, f in self.feedback.items()}}


Exercise = (
    ScenarioPractice | PairPractice | TimelinePractice | DrillPractice | MarkingPractice | QuestionPractice
)
KINDS: Mapping[str, type[Exercise]] = {
    "scenario": ScenarioPractice,
    "pair": PairPractice,
    "timeline": TimelinePractice,
    "drill": DrillPractice,
    "marking": MarkingPractice,
    "question": QuestionPractice,
}
"""The kinds by the field that only they have."""


def _has_answer(case: Case) -> bool:
    known = {stage.id for stage in load_bank().playbooks[case.playbook].stages}
    return any(stage.stage in known for stage in case.stages)


def _must_know(field: str, name: str, known: Iterable[str]) -> None:
    """Refuse a name that the case bank does not have, with what it has."""
    names = sorted(known)
    if name in names:
        return
    near = difflib.get_close_matches(name, names, 3) or names
    raise Problems([((field,), f"{field}: no '{name}' (allowed: {', '.join(near)})")])


def _feedback_problems(word: str, ids: Iterable[str], feedback: Iterable[str]) -> list[tuple[Place, str]]:
    """Feedback that is missing, and feedback for what does not exist, each by its name."""
    wanted, given = list(ids), list(feedback)
    problems: list[tuple[Place, str]] = [
        (("feedback",), f"'feedback' has no reason for {word} '{key}'") for key in wanted if key not in given
    ]
    return problems + [
        (("feedback", key), f"'feedback' names {word} '{key}', which does not exist ({', '.join(wanted)})")
        for key in given
        if key not in wanted
    ]
