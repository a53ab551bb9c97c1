"""The templates of the course: everything escaped, an unknown name is an error."""

from __future__ import annotations

from functools import cache

import jinja2

from course.web.assets import TEMPLATES


@cache
def environment() -> jinja2.Environment:
    """The one environment that renders every page; a template is given one name, `view`."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES, encoding="utf-8"),
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


def points(value: float | None) -> str:
    """Points as people write them: 8, 7.5, and a dash where there are none yet."""
    return "—" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")
