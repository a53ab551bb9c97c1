"""What the Voila template is given: our style sheets, so that a live page needs no address but its own."""

from __future__ import annotations

from course.web.assets import STATIC, package_folder


def voila_resources() -> dict[str, str]:
    """Value for `VoilaConfiguration.resources`."""
    tokens = package_folder("widgets") / "static" / "tokens.css"
    sheets = (tokens, STATIC / "page.css", STATIC / "lesson.css", STATIC / "live.css")
    return {"shizha_css": "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)}
