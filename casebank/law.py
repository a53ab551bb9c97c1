"""A duty that a law lays on banks or citizens, from the text of the article."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from casebank.model import Model, Slug, Text

_ARTICLE = r"^第[一二三四五六七八九十百零]+条(之[一二三四五六七八九十])?(第[一二三四五六七八九十]+款)?$"


class Law(Model):
    """One article. `duty` is in our words; `read_in` says where its text was read, `checked_on` when.

    `name_zh` is the law's full title, `article` its number as the law writes it (第十八条).
    """

    id: Slug
    """Slug of law and article."""
    name_zh: Text
    """Full title of the law."""
    article: Annotated[str, Field(pattern=_ARTICLE)]
    """Number of the article as the law writes it."""
    duty: Text
    """The duty, in our words."""
    audience: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """Roles on whom it lies."""
    in_force_since: dt.date
    """The day from which it is in force."""
    read_in: Text
    """Where its text was read."""
    checked_on: dt.date
    """The day on which it was read."""
