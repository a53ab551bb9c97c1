"""How far each unit has come with a form: counts, and who is still missing where that may be told.

In a unit of fewer than five people a name, or a mark, could be guessed from a number: such a unit appears
with its counts only. Practice is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from assessments.cohort.roster import Person, Roster

SMALL_UNIT = 5


@dataclass(frozen=True)
class Done:
    """The staff numbers of those who entered, who handed a form in, whose marks are complete."""

    entered: AbstractSet[str] = frozenset()
    handed_in: AbstractSet[str] = frozenset()
    graded: AbstractSet[str] = frozenset()


@dataclass(frozen=True)
class UnitCoverage:
    """The counts of one unit for one form."""

    unit: str
    people: int
    entered: int
    handed_in: int
    graded: int

    @property
    def small(self) -> bool:
        """Whether nothing but these counts may be shown."""
        return self.people < SMALL_UNIT

    @property
    def missing(self) -> int:
        """How many have not handed in."""
        return self.people - self.handed_in

    @property
    def percent(self) -> int:
        """Of a hundred, how many handed in; a hundred only when nobody is missing."""
        return self.handed_in * 100 // self.people if self.people else 0


def coverage(roster: Roster, done: Done) -> tuple[UnitCoverage, ...]:
    """Every unit of the roster, in its order there."""
    units: dict[str, list[Person]] = {}
    for person in roster.people.values():
        units.setdefault(person.unit, []).append(person)
    return tuple(count(unit, people, done) for unit, people in units.items())


def count(unit: str, people: Iterable[Person], done: Done) -> UnitCoverage:
    """The counts of these people; somebody who handed in has also entered."""
    numbers = {person.number for person in people}
    handed_in = numbers & done.handed_in
    return UnitCoverage(
        unit=unit,
        people=len(numbers),
        entered=len((numbers & done.entered) | handed_in),
        handed_in=len(handed_in),
        graded=len(numbers & done.graded),
    )


def total(rows: Iterable[UnitCoverage]) -> UnitCoverage:
    """All units together."""
    kept = tuple(rows)
    return UnitCoverage(
        unit="合计",
        people=sum(row.people for row in kept),
        entered=sum(row.entered for row in kept),
        handed_in=sum(row.handed_in for row in kept),
        graded=sum(row.graded for row in kept),
    )


def missing(roster: Roster, unit: str, done: Done) -> tuple[Person, ...]:
    """Who of the unit has not handed in; nobody is named where the unit is small."""
    people = [person for person in roster.people.values() if person.unit == unit]
    if len(people) < SMALL_UNIT:
        return ()
    return tuple(person for person in people if person.number not in done.handed_in)
