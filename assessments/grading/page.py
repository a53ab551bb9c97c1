"""The feedback page of one submission: one file with nothing around it, no script, and everything escaped."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime

import jinja2
from markupsafe import Markup

from assessments.chinese import moment
from assessments.grading.outcome import Outcome
from assessments.grading.transcribe import CHOSEN
from assessments.templating import TEMPLATES, points

_BAR = 100.0


@dataclass(frozen=True)
class FeedbackView:
    """What `feedback.html` is given. Nothing in it is marked up: the template escapes."""

    title: str
    learner: str
    submitted_at: datetime | None
    outcome: Outcome


class FeedbackPages:
    """Writes pages: the template and the sheet are read once for all of them.

    `look` is the house's colours and type, as CSS custom properties.
    """

    def __init__(self, look: str) -> None:
        made = jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES, encoding="utf-8"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        made.filters |= {"points": points, "moment": moment, "lines": _lines, "bar": _bar}
        sheet = f"{look}\n{(TEMPLATES / 'feedback.css').read_text(encoding='utf-8')}"
        made.globals |= {"sheet": Markup(sheet), "policy": _policy(sheet)}
        self._template = made.get_template("feedback.html")

    def page(self, view: FeedbackView) -> str:
        """The page as text."""
        return self._template.render(view=view)


def _policy(sheet: str) -> str:
    """Nothing may be loaded or sent, and no style but that one sheet applies."""
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True)
class _Line:
    """A line of a conversation, and whether the trainee chose it."""

    text: str
    chosen: bool


def _lines(talk: str) -> list[_Line]:
    return [_Line(line.removeprefix(CHOSEN), line.startswith(CHOSEN)) for line in talk.split("\n")]


def _bar(points: float, most: float) -> str:
    """How far a bar of 100 is filled."""
    share = points / most if most > 0 else 0.0
    return f"{min(max(share, 0.0), 1.0) * _BAR:.1f}"
