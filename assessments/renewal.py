"""Whether a form may be released anew over the release that a course has, and what to tell of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from assessments.items.deck import Card, Deck, read_deck
from assessments.items.itembank import shelves
from casebank import yamlfile
from casebank.errors import Fault

View = Mapping[str, Any]
"""The content of form.json."""


@dataclass(frozen=True)
class Renewal:
    """A form that a course has released, and what the program carries of it by now."""

    form: str
    released: View
    carried: View
    handed_in: bool
    """Whether anybody has handed in the release."""
    begun: int
    """How many people have answers to the release; those who have handed in may be among them."""

    @property
    def answered(self) -> bool:
        """Whether anybody's work hangs on the release."""
        return self.handed_in or self.begun > 0

    @property
    def versions(self) -> str:
        """From which content to which, in words."""
        earlier, later = self.released.get("content_version"), self.carried.get("content_version")
        if earlier == later:
            return f"content version {earlier} to other content of the same version"
        return f"content version {earlier} to {later}"

    @property
    def held(self) -> str:
        """Why it stays as it is, what would become of the answers, and how it is released all the same."""
        people = "1 person has" if self.begun == 1 else f"{self.begun} people have"
        who = [f"{people} begun it"] if self.begun else []
        who += ["it has submissions"] if self.handed_in else []
        lost = "saved answers to the earlier paper are then not handed in"
        lost += ", and what was handed in and is not graded gets no mark" if self.handed_in else ""
        return (
            f"{self.form} stays as released, because {' and '.join(who)} (this program would go from "
            f"{self.versions}): {lost}; to release it all the same: "
            f"shizha release COURSE_DIR {self.form} --over-answers"
        )

    @property
    def done(self) -> str:
        """What was done."""
        told = "what was answered before is not handed in" if self.answered else "nobody had answered it"
        return f"{self.form} was released anew, from {self.versions}; {told}."

    def faults(self) -> Iterator[Fault]:
        """Items that say something else under the same version: their answers could not be told apart."""
        earlier, later = read_deck(self.released), read_deck(self.carried)
        if later.seed is None and not _editions(later):
            if earlier.content_version == later.content_version:
                yield _form_fault(self.form, later)
            return
        known = _editions(earlier)
        for edition, card in _editions(later).items():
            if edition in known and replace(known[edition], slot=card.slot) != card:
                yield _item_fault(edition)


def _editions(deck: Deck) -> dict[str, Card]:
    return {card.edition: card for cards in deck.slots for card in cards if card.edition}


def _item_fault(edition: str) -> Fault:
    item_id, _, version = edition.partition("@")
    told = f"item '{item_id}' was released with other text as version {version}: raise version, its key's too"
    home = next((shelf for shelf in shelves() if shelf.file("bank", item_id).is_file()), None)
    return home.fault("bank", item_id, told, "version") if home else Fault(f"bank/{item_id}.yaml", None, told)


def _form_fault(form: str, deck: Deck) -> Fault:
    told = f"form '{form}' was released with other text as content_version {deck.content_version}: raise it"
    name = f"forms/{form}.yaml"
    home = next((shelf for shelf in shelves() if (shelf.folder / name).is_file()), None)
    if home is None:
        return Fault(name, None, told)
    path = home.folder / name
    return Fault(home.shown(path), yamlfile.line_in(path, "content_version"), told)
