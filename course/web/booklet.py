"""One's own answers as plain text, for a browser that can download nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from assessments.grading.transcribe import transcribe
from course.practice import load_practice
from course.scene import load_scene
from course.web import catalog
from course.web.forms import FormRefused
from course.web.identity import Visitor
from course.web.packing import is_own
from course.web.records import Stored
from course.web.state import CourseState

_RULE = "————————"


def booklet(state: CourseState, visitor: Visitor) -> str:
    """Every page on which something was answered: its title, the exercises, what was answered.

    Of what was handed in there is the receipt as well. No reasons and no keys.
    """
    begun = state.records.begun(visitor.key)
    pages = (page for page in (*catalog.practised(), *catalog.forms()) if page.id in begun)
    parts = [part for page in pages if (part := _page(state, visitor, page))]
    return f"\n\n{_RULE}\n\n".join(parts)


def _page(state: CourseState, visitor: Visitor, page: catalog.CoursePage) -> str:
    stored = state.records.answers(visitor.key, page.id)
    specs = _form_specs(state, visitor, page, stored) if page.kind == "form" else _specs(page)
    said = (
        f"{spec['title']}\n{transcribe(spec, stored[item].answer)}"
        for item, spec in specs.items()
        if item in stored and stored[item].answer
    )
    number = f"第{page.id}课 " if page.kind == "lesson" else ""
    heads = (f"【{number}{page.title}】", *_receipt(state, visitor, page))
    return "\n\n".join(("\n".join(heads), *said))


def _specs(page: catalog.CoursePage) -> Mapping[str, Mapping[str, Any]]:
    """What each exercise of a page shows, by id, in order."""
    if page.kind == "lesson":
        return {exercise.id: exercise.spec() for exercise in load_practice(page.id).exercises}
    return {part.item: part.spec for part in load_scene(page.scene).parts}


def _form_specs(
    state: CourseState, visitor: Visitor, page: catalog.CoursePage, stored: Mapping[str, Stored]
) -> Mapping[str, Mapping[str, Any]]:
    """The same of the visitor's own paper; what was answered to another one is left out."""
    deck = state.deck(page)
    if deck is None:
        return {}
    hand = deck.hand(visitor.id)
    return {c.slot: c.spec for c in hand.cards if c.slot in stored and is_own(deck, hand, stored[c.slot])}


def _receipt(state: CourseState, visitor: Visitor, page: catalog.CoursePage) -> Iterator[str]:
    if page.kind != "form" or state.forms is None:
        return
    try:
        receipt = state.forms.receipt(page.id, visitor.id)
    except FormRefused:  # it cannot be read just now; the answers can
        return
    if receipt is not None:
        yield f"回执码 {receipt.code}"
