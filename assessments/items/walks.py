"""Every walk through an assessed scenario with what it earns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assessments.items.item import ScenarioItem
from assessments.items.rubric import Moment
from casebank.story import Story, Values
from casebank.vocab import Act


@dataclass(frozen=True)
class Twig:
    """Where a walk stands: what was done so far, what it earns, and where it may go on."""

    made: tuple[Moment, ...]
    node: str
    points: float
    onward: tuple[Twig, ...]

    @property
    def act(self) -> Act:
        """What the last choice was; there must be one."""
        return self.made[-1][2]

    @cached_property
    def best(self) -> float:
        """The most that can still be reached."""
        return max((twig.best for twig in self.onward), default=self.points)

    def all(self) -> Iterator[Twig]:
        """This and every place that a walk can come to from here."""
        yield self
        for twig in self.onward:
            yield from twig.all()

    def ends(self) -> Iterator[Twig]:
        """The ends of all walks from here."""
        return (twig for twig in self.all() if not twig.onward)


def tree(item: ScenarioItem) -> Twig:
    """All walks of a scenario as a tree; they part at each choice and never meet again."""
    story = item.scenario.story
    return _grow(item, story, (), story.start, story.first_values())


def _grow(item: ScenarioItem, story: Story, made: tuple[Moment, ...], node: str, values: Values) -> Twig:
    onward = []
    for choice in story.on_offer(node, values):
        step = story.follow(choice, values)
        onward.append(_grow(item, story, (*made, (node, choice.id, choice.act)), step.to, step.values))
    return Twig(made, node, points_of(item, made, node), tuple(onward))


def points_of(item: ScenarioItem, made: tuple[Moment, ...] | list[Moment], node: str) -> float:
    """What a walk earns as far as it has come, within bounds."""
    return min(max(item.rubric.points(made, node), 0.0), item.points)
