"""What two scenarios share and what tells them apart: for the look back when both were played."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from casebank.errors import Place, Problems
from casebank.model import Model, Slug, Text


class PairRow(Model):
    """One thing to look at, on both sides."""

    id: Annotated[str, Field(pattern=r"^w\d{1,2}$")]
    """w1, w2 and so on."""
    what: Text
    """What one looks at."""
    a: Text
    """How it was in the first scenario."""
    b: Text
    """How it was in the second."""
    tells: bool
    """Whether it tells genuine from fraud."""
    why: Text
    """Why it does, or why not."""


class Pair(Model):
    """The comparison of the scenarios ID-a and ID-b."""

    schema_version: Literal[1]
    """Version of this schema."""
    id: Slug
    """The file's name without .yaml; the scenarios' `pair`."""
    title: Text
    """Its title, which gives nothing away."""
    prompt: Text
    """The question."""
    rows: Annotated[tuple[PairRow, ...], Field(min_length=4, max_length=8)]
    """What one looks at; some rows tell, some do not."""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        ids = [row.id for row in self.rows]
        problems: list[tuple[Place, str]] = [
            (("rows", n, "id"), f"row '{row.id}' stands twice")
            for n, row in enumerate(self.rows)
            if ids.index(row.id) != n
        ]
        if len({row.tells for row in self.rows}) == 1:
            problems.append((("rows",), "rows that tell and rows that do not: both are needed"))
        if problems:
            raise Problems(problems)
        return self

    @property
    def scenarios(self) -> tuple[str, str]:
        """The ids of the two scenarios."""
        return f"{self.id}-a", f"{self.id}-b"

    def view(self, genuine: str) -> dict[str, Any]:
        """What the browser gets in practice; `genuine` is "a" or "b"."""
        rows = [{"id": row.id, "what": row.what, "a": row.a, "b": row.b} for row in self.rows]
        reasons = {row.id: {"tells": row.tells, "why": row.why} for row in self.rows}
        told = {"genuine": genuine, "rows": reasons}
        return {"title": self.title, "prompt": self.prompt, "rows": rows, "feedback": told}
