"""The card to keep at the end of a lesson."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from casebank.model import Model, Text


class Summary(Model):
    """The card to keep."""

    title: Text
    lines: Annotated[tuple[Text, ...], Field(min_length=1, max_length=6)]
    more: Text

    def spec(self) -> dict[str, Any]:
        """What the widget is given."""
        return self.model_dump(mode="json")
