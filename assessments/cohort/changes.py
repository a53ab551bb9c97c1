"""What a new roster changes: who joins, leaves, moves. Pure: two rosters in, the difference out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assessments.cohort.roster import Person, Roster

NOBODY = Roster({}, {})


@dataclass(frozen=True)
class Move:
    """One person, before and after."""

    before: Person
    after: Person


@dataclass(frozen=True)
class NewCode:
    """A unit that keeps its people and gets another join code."""

    unit: str
    before: str
    after: str


@dataclass(frozen=True)
class Changes:
    """Everything that differs; whoever is in none of the lists stays as they are."""

    joiners: tuple[Person, ...]
    leavers: tuple[Person, ...]
    transfers: tuple[Move, ...]
    """Another unit or another role."""
    renames: tuple[Move, ...]
    """The same unit and role under another name."""
    codes: tuple[NewCode, ...]
    staying: int
    """How many are on both rosters, moved or not."""

    @property
    def nothing(self) -> bool:
        """Whether both rosters say the same."""
        return not (self.joiners or self.leavers or self.transfers or self.renames or self.codes)


def changes(before: Roster | None, after: Roster) -> Changes:
    """What happens to people when `after` follows `before` (None: there was no roster)."""
    old = before or NOBODY
    both = [
        Move(old.people[number], person) for number, person in after.people.items() if number in old.people
    ]
    moved = [move for move in both if _place(move.before) != _place(move.after)]
    return Changes(
        joiners=tuple(person for number, person in after.people.items() if number not in old.people),
        leavers=tuple(person for number, person in old.people.items() if number not in after.people),
        transfers=tuple(moved),
        renames=tuple(
            move for move in both if _place(move.before) == _place(move.after) and _name(move) is not None
        ),
        codes=tuple(_codes(old, after)),
        staying=len(both),
    )


def _codes(old: Roster, new: Roster) -> list[NewCode]:
    return [
        NewCode(unit, old.joins[unit], code)
        for unit, code in new.joins.items()
        if unit in old.joins and old.joins[unit].upper() != code.upper()
    ]


def _place(person: Person) -> tuple[str, str]:
    return person.unit, person.role


def _name(move: Move) -> str | None:
    """The new name, where it is one."""
    return move.after.name if move.before.name != move.after.name else None


def code_maker(known: Roster | None, new: Callable[[], str]) -> Callable[[str], str]:
    """Gives each unit one join code: the one that it has, else a new one that no other unit has."""
    made = dict(known.joins) if known else {}
    taken = {code.upper() for code in made.values()}

    def code(unit: str) -> str:
        if unit not in made:
            fresh = new()
            while fresh.upper() in taken:
                fresh = new()
            made[unit] = fresh
            taken.add(fresh.upper())
        return made[unit]

    return code
