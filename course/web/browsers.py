"""Browsers that cannot show the course: they get one plain page, which says how to switch."""

from __future__ import annotations

import re
from dataclasses import dataclass

from course.web.views import Site

# Internet Explorer itself, Edge's IE mode, and the compatibility mode of dual-core browsers
_IE_ENGINE = re.compile(r"\b(?:MSIE |Trident/)")


@dataclass(frozen=True)
class OldView:
    """``old.html``: no script, and nothing in it that came after Internet Explorer 8."""

    site: Site
    address: str
    """The page that was wanted, to be opened elsewhere."""


def has_old_engine(agent: str) -> bool:
    """Whether a browser that names itself like this runs Internet Explorer's engine."""
    return bool(_IE_ENGINE.search(agent))
