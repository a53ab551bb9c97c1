"""Zip files and mails, and what lies in one another: opened in memory, so deep and so much and no more."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from assessments.errors import Unreadable
from assessments.grading.collecting.archive import (
    ENTRY_COST,
    NESTED_LIMIT,
    Budget,
    Packed,
    check_entry,
    opened,
    packed,
    read_entry,
)
from assessments.grading.collecting.found import Found, Offer, Source
from assessments.grading.collecting.kinds import Kind, kind_of
from assessments.grading.collecting.mail import Enclosed, Letter, read_letter
from assessments.grading.responses import ANSWERS_LIMIT

CONTAINERS: frozenset[Kind] = frozenset({"archive", "mail"})


@dataclass(frozen=True)
class Room:
    """What may still be unpacked: so much, and so many zip files, and mails, in one another."""

    budget: Budget
    zips: int = 2
    mails: int = 2

    def into(self, kind: Kind, *, named: bool = False) -> Room:
        """What is left inside one of these: a part, unless it was named. Raises Unreadable where none is."""
        if kind == "archive" and not self.zips:
            raise Unreadable("压缩包里套了压缩包，又套了一层")
        if kind == "mail" and not self.mails:
            raise Unreadable("邮件里套了邮件，又套了一层")
        budget = self.budget if named else self.budget.part("这封邮件" if kind == "mail" else "这个压缩包")
        return replace(
            self, budget=budget, zips=self.zips - (kind == "archive"), mails=self.mails - (kind == "mail")
        )


def unpack(kind: Kind, raw: bytes, place: tuple[str, ...], found: Found, inside: Room) -> None:
    """Look into a zip file or a mail. Raises Unreadable where it is itself at fault."""
    if kind == "archive":
        with opened(io.BytesIO(raw)) as archive:
            unpack_archive(archive, place, found, inside)
    else:
        _unpack_letter(read_letter(raw, inside.budget), place, found, inside)


def unpack_archive(archive: zipfile.ZipFile, parts: tuple[str, ...], found: Found, inside: Room) -> None:
    """Look at every file in it. Raises Unreadable where the archive itself is at fault."""
    for one in packed(archive):
        place = (*parts, *one.parts)
        try:
            inside.budget.spend(ENTRY_COST)
            if not one.parts or found.settled(kind_of(place), place):
                continue
            check_entry(one)
            _packed(archive, one, place, found, inside)
        except Unreadable as error:
            found.unreadable(place, error)
            if inside.budget.used_up:
                return


def _packed(
    archive: zipfile.ZipFile, one: Packed, place: tuple[str, ...], found: Found, inside: Room
) -> None:
    def read(limit: int, budget: Budget) -> bytes:
        return read_entry(archive, one, limit, budget)

    _take(read, place, one.at, "file", found, inside)


def _unpack_letter(letter: Letter, parts: tuple[str, ...], found: Found, inside: Room) -> None:
    """Look at every attachment. Raises Unreadable where the mail itself is at fault, or has none."""
    enclosed = letter.enclosed()
    if not enclosed:
        raise Unreadable("这封邮件里没有附件")
    for one in enclosed:
        place = (*parts, one.name)
        try:
            inside.budget.spend(ENTRY_COST)
            if one.letter is None and found.settled(kind_of(place), place):
                continue
            _enclosed(one, letter.at, place, found, inside)
        except Unreadable as error:
            found.unreadable(place, error)
            if inside.budget.used_up:
                return


def _enclosed(one: Enclosed, at: datetime | None, place: tuple[str, ...], found: Found, inside: Room) -> None:
    if one.letter is not None:
        _unpack_letter(one.letter, place, found, inside.into("mail"))
    else:
        _take(one.read, place, at, "mail", found, inside)


def _take(
    read: Callable[[int, Budget], bytes],
    place: tuple[str, ...],
    at: datetime | None,
    source: Source,
    found: Found,
    room: Room,
) -> None:
    """Read a file inside another one: a container is unpacked, all else is an offer. Raises Unreadable."""
    kind = kind_of(place)
    if kind in CONTAINERS:
        inside = room.into(kind)
        unpack(kind, read(NESTED_LIMIT, inside.budget), place, found, inside)
    else:
        raw = read(ANSWERS_LIMIT, room.budget)
        found.offers.append(Offer(place, raw, at, named=False, source=source))
