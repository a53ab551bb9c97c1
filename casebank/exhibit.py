"""A thing on the desk, drawn as HTML and SVG. All of it is invented, and each bears 教学道具."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from casebank.model import Model, Text

ExhibitId = Annotated[str, Field(pattern=r"^x\d{1,2}$")]
Kind = Literal[
    "slip",
    "profile",
    "record",
    "voice",
    "link",
    "notice",
    "sms",
    "call",
    "email",
    "app",
    "form",
    "badge",
]


class Exhibit(Model):
    """A slip, a profile, a record of one's own bank, a text message, a call screen, a page of an app."""

    kind: Kind
    """What sort of thing it is."""
    title: Text
    """Its heading; who sent it, who calls, the subject."""
    rows: tuple[tuple[str, str], ...] = ()
    """Pairs of label and value."""
    amount: str | None = None
    """A sum, as printed on it."""
    body: Text | None = None
    """What is written on it."""
    buttons: tuple[Text, ...] = ()
    """Buttons that are drawn and do nothing."""
    foot: str | None = None
    """A line below."""
