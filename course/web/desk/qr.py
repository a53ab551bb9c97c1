"""QR pictures, made here: SVG, black on white in light and in dark, no request to anybody."""

from __future__ import annotations

import re
from urllib.parse import quote

import segno
from markupsafe import Markup

_ADDRESS = re.compile(
    r"https?://(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?/course/"
)


def qr_svg(text: str) -> Markup:
    """The picture as an element for a page; whoever shows it says in words what it holds."""
    code = segno.make(text, error="m", micro=False)
    picture = code.svg_inline(
        border=4, omitsize=True, svgclass=None, lineclass=None, dark="#000", light="#fff"
    )
    return Markup(picture.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))


def join_address(course: str, code: str) -> str:
    """What the picture holds: the entry of the course with the unit's code filled in."""
    return f"{course}enter?join={quote(code, safe='')}"


def course_address(typed: str) -> str | None:
    """The address of a course from what was typed, http:// and path forgiven; None where it is none."""
    bare = typed.strip().rstrip("/").removesuffix("/course")
    full = bare if bare.startswith(("http://", "https://")) else f"http://{bare}"
    address = f"{full}/course/"
    return address if _ADDRESS.fullmatch(address) else None
