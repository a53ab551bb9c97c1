"""The pages of the course: the one list of what is served, and from which notebook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import course


@dataclass(frozen=True)
class CoursePage:
    """A lesson or a form; ``id`` names it in addresses and records."""

    id: str
    kind: Literal["lesson", "form"]
    title: str
    summary: str
    minutes: int
    notebook: str
    """Path of the notebook: a lesson's in the package ``course``, a form's in ``assessments``."""
    form: str = ""
    """The form that follows this lesson."""

    @property
    def href(self) -> str:
        """Address below ``course/``."""
        return f"{self.kind}s/{self.id}"

    @property
    def live_name(self) -> str:
        """File name of the notebook under ``voila/render/`` (lessons only)."""
        return Path(self.notebook).name


_PAGES = (
    CoursePage(
        id="01",
        kind="lesson",
        title="领导、熟人托我过账",
        summary="有人借领导、熟人的名字，请你帮着转一笔钱。什么时候该停，什么时候该办。",
        minutes=12,
        notebook="01_leader_pass_through.ipynb",
        form="lesson-01",
    ),
    CoursePage(
        id="lesson-01",
        kind="form",
        title="第一课小测",
        summary="七道题，交卷后由系统和老师评分。",
        minutes=10,
        notebook="source/lesson-01/lesson-01.ipynb",
    ),
)


def lessons() -> tuple[CoursePage, ...]:
    """The lessons in their order."""
    return tuple(page for page in _PAGES if page.kind == "lesson")


def forms() -> tuple[CoursePage, ...]:
    """The assessed forms in their order."""
    return tuple(page for page in _PAGES if page.kind == "form")


def find(page_id: str) -> CoursePage | None:
    """The page of that id, or None."""
    return next((page for page in _PAGES if page.id == page_id), None)


def lesson_notebook(page: CoursePage) -> Path:
    """Where the notebook of a lesson lies in the installed package."""
    return Path(course.__path__[0]) / page.notebook
