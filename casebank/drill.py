"""The drill for the minutes after money has gone: what one can do, how long it takes, what follows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from casebank.errors import Place, Problems
from casebank.model import Model, Slug, Text

ActionId = Annotated[str, Field(pattern=r"^[a-l]$")]
Minutes = Annotated[int, Field(ge=1, le=60, strict=True)]


class Instead(Model):
    """What follows where something else was done before."""

    after: ActionId
    """The action that was done before."""
    text: Text
    """What follows then."""


class Action(Model):
    """One thing to do. `place` is its place in the recommended order, None where it is better left."""

    id: ActionId
    """One letter."""
    text: Text
    """What the trainee reads."""
    minutes: Minutes
    """How long it takes in the story; made for teaching."""
    then: Text
    """What follows, in a sentence or two."""
    instead: tuple[Instead, ...] = ()
    """What follows in other circumstances; the first that fits counts."""
    place: Annotated[int, Field(ge=1, strict=True)] | None = None
    """Its place in the recommended order, from 1."""
    why: Text
    """Why it stands there, or why it can be left; shown in the look back."""


class Drill(Model):
    """A story of a few minutes in which the trainee chooses the next thing to do, again and again."""

    schema_version: Literal[1]
    """Version of this schema."""
    id: Slug
    """The file's name without .yaml."""
    title: Text
    """Neutral heading."""
    constructed: Text
    """What is invented: the story, and every minute in it."""
    brief: Text
    """What has happened."""
    span: Minutes
    """The story ends after so many minutes."""
    actions: Annotated[tuple[Action, ...], Field(min_length=4, max_length=12)]
    """What one can do, in the order shown."""
    rules: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """Ids of the rules of the case bank on which the recommended order rests."""
    closing: Text
    """The one thing to keep, shown at the end."""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if problems := [*self._problems()]:
            raise Problems(problems)
        return self

    def _problems(self) -> Iterator[tuple[Place, str]]:
        ids = [action.id for action in self.actions]
        for n, action in enumerate(self.actions):
            if action.id in ids[:n]:
                yield ("actions", n, "id"), f"action '{action.id}' stands twice"
            others = [known for known in ids if known != action.id]
            for m, other in enumerate(action.instead):
                if other.after not in others:
                    told = f"action '{action.id}': no other action '{other.after}' ({', '.join(others)})"
                    yield ("actions", n, "instead", m, "after"), told
        yield from self._place_problems()

    def _place_problems(self) -> Iterator[tuple[Place, str]]:
        places = [action.place for action in self.actions if action.place is not None]
        if sorted(places) != list(range(1, len(places) + 1)) or len(places) < 2:
            yield ("actions",), f"places {places}: 1, 2, … each once, two at least"
        elif places == sorted(places):
            yield ("actions",), "the actions are shown in the recommended order: that gives it away"
        if len(places) == len(self.actions):
            yield ("actions",), "every action has a place: at least one must be better left"
        needed = sum(action.minutes for action in self.actions if action.place is not None)
        if needed > self.span:
            yield ("span",), f"what is recommended takes {needed} minutes, the story lasts {self.span}"

    def view(self, practice: bool) -> dict[str, Any]:
        """What the browser gets, as JSON values: the recommended order and its reasons in practice only."""
        shown: dict[str, Any] = {
            "title": self.title,
            "brief": self.brief,
            "constructed": self.constructed,
            "span": self.span,
            "actions": [
                action.model_dump(mode="json", include={"id", "text", "minutes", "then", "instead"})
                for action in self.actions
            ],
        }
        if practice:
            actions = {a.id: a.model_dump(mode="json", include={"place", "why"}) for a in self.actions}
            shown["feedback"] = {"actions": actions, "closing": self.closing}
        return shown
