"""Zip files and mails, and what lies in one another: opened in memory, so deep and no deeper."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace
from datetime import datetime

from assessments.errors import Unreadable
from assessments.grading.collecting.archive import (
    NESTED_LIMIT,
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


@dataclass(frozen=True)
class Depth:
    """How many zip files, and how many mails, may still lie in one another: one of each in its own kind."""

    zips: int = 2
    mails: int = 2

    def into(self, kind: Kind) -> Depth:
        """What is left inside one of these. Raises Unreadable where nothing is."""
        if kind == "archive" and not self.zips:
            raise Unreadable("压缩包里套了压缩包，又套了一层")
        if kind == "mail" and not self.mails:
            raise Unreadable("邮件里套了邮件，又套了一层")
        return replace(self, zips=self.zips - (kind == "archive"), mails=self.mails - (kind == "mail"))


TOP = Depth()


def unpack(
    kind: Kind,
    raw: bytes,
    place: tuple[str, ...],
    at: datetime | None,
    found: Found,
    depth: Depth = TOP,
    source: Source = "file",
) -> None:
    """Look into a zip file or a mail; anything else is an offer. Raises Unreadable."""
    if kind == "archive":
        inner = depth.into("archive")
        with opened(io.BytesIO(raw)) as archive:
            unpack_archive(archive, place, found, inner)
    elif kind == "mail":
        inner = depth.into("mail")
        _unpack_letter(read_letter(raw, found.budget), place, found, inner)
    else:
        found.offers.append(Offer(place, raw, at, named=False, source=source))


def unpack_archive(archive: zipfile.ZipFile, parts: tuple[str, ...], found: Found, depth: Depth) -> None:
    """Look at every file in it. Raises Unreadable where the archive itself is at fault."""
    for one in packed(archive):
        place = (*parts, *one.parts)
        if not one.parts or found.settled(kind_of(place), place):
            continue
        try:
            check_entry(one)
            _packed(archive, one, place, found, depth)
        except Unreadable as error:
            found.unreadable(place, error)
            if found.budget.left < 0:
                return


def _packed(
    archive: zipfile.ZipFile, one: Packed, place: tuple[str, ...], found: Found, depth: Depth
) -> None:
    kind = kind_of(place)
    raw = read_entry(archive, one, _limit(kind, depth), found.budget)
    unpack(kind, raw, place, one.at, found, depth)


def _unpack_letter(letter: Letter, parts: tuple[str, ...], found: Found, depth: Depth) -> None:
    """Look at every attachment. Raises Unreadable where the mail itself is at fault, or has none."""
    enclosed = letter.enclosed()
    if not enclosed:
        raise Unreadable("这封邮件里没有附件")
    for one in enclosed:
        place = (*parts, one.name)
        if one.letter is None and found.settled(kind_of(place), place):
            continue
        try:
            _enclosed(one, letter.at, place, found, depth)
        except Unreadable as error:
            found.unreadable(place, error)
            if found.budget.left < 0:
                return


def _enclosed(one: Enclosed, at: datetime | None, place: tuple[str, ...], found: Found, depth: Depth) -> None:
    if one.letter is not None:
        _unpack_letter(one.letter, place, found, depth.into("mail"))
        return
    kind = kind_of(place)
    raw = one.read(_limit(kind, depth), found.budget)
    unpack(kind, raw, place, at, found, depth, "mail")


def _limit(kind: Kind, depth: Depth) -> int:
    """How many bytes a file may have inside another one. Raises Unreadable where it lies too deep."""
    if kind not in {"archive", "mail"}:
        return ANSWERS_LIMIT
    depth.into(kind)
    return NESTED_LIMIT
