"""People of a demonstration: nobody's names, and a roster that says so."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from itertools import count
from pathlib import Path

from assessments.cohort.roster import COLUMNS, Person
from assessments.items.dice import Dice, Throws

UNITS = ("演示一支行", "演示二支行", "演示三支行", "演示四支行", "演示五支行", "演示六支行")
# No letters or figures that are taken for one another on paper.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 6


def invented(seed: int, roles: Sequence[str]) -> Iterator[Person]:
    """People without end, each unit and each role as likely as another; the same seed gives the same ones."""
    joins = dict(zip(UNITS, _codes(seed), strict=False))
    for number in count(1):
        throws = Throws(f"{seed}|person {number}")
        unit = UNITS[int(throws.share() * len(UNITS))]
        role = roles[int(throws.share() * len(roles))] if roles else ""
        yield Person(f"demo{number:05d}", f"演示学员{number:05d}", unit, role, joins[unit])


def _codes(seed: int) -> Iterator[str]:
    """Join codes without end, no two the same."""
    given: set[str] = set()
    dice = Dice(f"{seed}|join codes")
    for number in count(1):
        code = "".join(
            _LETTERS[dice.roll(f"{number} {place}", len(_LETTERS))] for place in range(_CODE_LENGTH)
        )
        if code not in given:
            given.add(code)
            yield code


def write_roster(path: Path, people: Iterable[Person]) -> None:
    """Write a roster that `read_roster` and Excel read. Raises OSError."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow([aliases[0] for aliases in COLUMNS.values()])
        table.writerows(astuple(person) for person in people)
