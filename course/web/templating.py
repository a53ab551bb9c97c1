"""The templates of the course: everything escaped, an unknown name is an error."""

from __future__ import annotations

from functools import cache

import jinja2

from assessments.templating import TEMPLATES as OUTCOME
from assessments.templating import points
from course.web.assets import TEMPLATES


@cache
def environment() -> jinja2.Environment:
    """The one environment that renders every page; a template is given one name, `view`."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader([TEMPLATES, OUTCOME], encoding="utf-8"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["points"] = points
    return made


def render(template: str, view: object) -> str:
    """The page as text."""
    return environment().get_template(template).render(view=view)
