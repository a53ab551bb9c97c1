"""What the cells of a lesson call: exercises as widgets, cases and safeguards as pictures made of HTML."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import Any

from casebank import load_bank
from course import figures
from course.path import load_paths
from course.practice import Practice, load_practice
from course.web import catalog
from widgets import WIDGETS, Exercise, SummaryCard, static_files

STYLE = Path(__file__).parent / "web" / "static" / "lesson.css"
PRERENDER = "SHIZHA_PRERENDER"
"""Set while pages are built: then the page brings the style sheet, and the cells must not."""


class Html:
    """A piece of HTML as a cell's result."""

    def __init__(self, html: str) -> None:
        self.html = html

    def _repr_html_(self) -> str:
        return self.html


class Lesson:
    """One lesson. Shown as a cell's result it brings the style sheet to Lab and Voila."""

    def __init__(self, lesson_id: str) -> None:
        self.id = lesson_id
        self.bank = load_bank()

    @cached_property
    def practice(self) -> Practice:
        """The lesson's exercises."""
        return load_practice(self.id)

    def _repr_html_(self) -> str:
        if os.environ.get(PRERENDER):
            return ""
        sheets = (static_files() / "tokens.css", STYLE)
        return f"<style>{''.join(sheet.read_text(encoding='utf-8') for sheet in sheets)}</style>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        html = self._repr_html_()
        return {"text/html": html} if html else {}

    def exercise(self, exercise_id: str) -> Exercise:
        """The widget of an exercise, in practice mode."""
        exercise = self.practice.exercise(exercise_id)
        return WIDGETS[exercise.widget](item=exercise.id, spec=exercise.spec(), mode="practice")

    def timeline(self, case_id: str) -> Html:
        """A documented case, stage by stage, with what it pulls at and where it could have been stopped."""
        case = self.bank.cases[case_id]
        return Html(figures.timeline(case, self.bank.playbooks[case.playbook], self.bank.documents))

    def cases(self, *case_ids: str) -> Html:
        """Documented cases side by side, each as a short card."""
        return Html(figures.cards([self.bank.cases[i] for i in case_ids], self.bank.documents))

    def stages(self, playbook_id: str) -> Html:
        """A way of working step by step, where no documented case walks it."""
        return Html(figures.stages(self.bank.playbooks[playbook_id], self.bank.documents))

    def rule(self, rule_id: str) -> Html:
        """A named rule with its items, its source, and what the course makes of it."""
        return Html(figures.rule(self.bank.rules[rule_id], self.bank.documents))

    def safeguards(self, playbook_id: str) -> Html:
        """What protects against a way of working."""
        return Html(figures.safeguards(self.bank.playbooks[playbook_id], self.bank.documents))

    def comparison(
        self, rows: list[tuple[str, str, str]], first: str, second: str, heading: str = "看什么"
    ) -> Html:
        """Two stories side by side: each row is (what, in the first, in the second)."""
        return Html(figures.comparison(rows, first, second, heading))

    def paths(self) -> Html:
        """What each role learns. Links lead to pages while pages are built, else to notebooks."""
        built = bool(os.environ.get(PRERENDER))
        lessons = {
            page.id: (page.title, page.minutes, page.id if built else page.notebook)
            for page in catalog.lessons()
        }
        return Html(figures.paths(load_paths(), lessons))

    def card(self, name: str | None = None) -> SummaryCard:
        """A card to keep, with a button that makes a picture of it: the lesson's, or one of `cards`."""
        card = self.practice.summary if name is None else self.practice.cards[name]
        return SummaryCard(spec=card.spec())
