"""Scenes: a pair of scenarios with the look back at both, or a drill; on a page and in a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebank import Bank, load_bank
from casebank.studio.texts import texts
from course.practice.drill import drill_ids, drill_sources, load_drill

if TYPE_CHECKING:
    from widgets import Exercise

CHARACTERS_A_MINUTE = 500
"""Of both scenarios' text. One walk reads about a third of it, at some 200 hanzi a minute with choosing."""
DRILL_MINUTES = 5


@dataclass(frozen=True)
class Part:
    """One exercise of a scene."""

    item: str
    """Id of the exercise."""
    widget: str
    """Stem of the widget that shows it."""
    spec: dict[str, Any]
    """What the widget is given."""


@dataclass(frozen=True)
class Scene:
    """A page of 情景演练."""

    name: str
    """The pair, or the drill."""
    title: str
    brief: str
    """What the trainee knows at the start."""
    place: str
    """Where it plays, in Chinese."""
    minutes: int
    """About how long it takes: an estimate from the length of its text."""
    parts: tuple[Part, ...]
    """For a pair: the two scenarios, then the comparison. For a drill: itself."""

    def show(self, number: int) -> Exercise:
        """The widget of an exercise, counted from 1. Raises IndexError."""
        from widgets import WIDGETS

        part = self.parts[number - 1]
        return WIDGETS[part.widget](item=part.item, spec=part.spec, mode="practice")


def scene_names() -> tuple[str, ...]:
    """Every scene there is: the pairs of the case bank, then the drills."""
    return (*load_bank().pairs, *drill_ids())


def load_scene(name: str) -> Scene:
    """A scene by its name. Raises KeyError for one that there is not."""
    bank = load_bank()
    if name in bank.pairs:
        return _of_pair(bank, name)
    if name not in drill_ids():
        raise KeyError(f"no scene {name!r} (allowed: {', '.join(scene_names())})")
    return _of_drill(bank, name)


def _of_pair(bank: Bank, name: str) -> Scene:
    pair = bank.pairs[name]
    first, second = twins = tuple(bank.scenarios[scenario] for scenario in pair.scenarios)
    played = (Part(s.id, "scenario_player", s.view(practice=True)) for s in (first, second))
    looked_back = Part(f"{name}-pair", "pair_comparer", pair.view("a" if first.genuine else "b"))
    read = sum(len(text) for scenario in twins for _, text in texts(scenario))
    return Scene(
        name=name,
        title=pair.title,
        brief=first.brief,
        place=first.skin.label,
        minutes=max(5, round(read / CHARACTERS_A_MINUTE)),
        parts=(*played, looked_back),
    )


def _of_drill(bank: Bank, name: str) -> Scene:
    drill = load_drill(name)
    spec = {**drill.view(practice=True), "sources": drill_sources(drill, bank)}
    return Scene(
        name=name,
        title=drill.title,
        brief=drill.brief.replace("\n", ""),
        place="止损",
        minutes=DRILL_MINUTES,
        parts=(Part(f"{name}-drill", "first_minutes", spec),),
    )
