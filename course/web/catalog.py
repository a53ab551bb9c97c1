"""The pages of the course: the one list of what is served, and from which notebook.

Lessons, forms and the case library are listed here; there is a page for each scene.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import course
from casebank import Bank, load_bank
from course.scene import load_scene, scene_names


@dataclass(frozen=True)
class CoursePage:
    """A lesson, a form, a scene, or the case library; ``id`` names it in addresses and records."""

    id: str
    kind: Literal["lesson", "form", "scene", "library"]
    title: str
    summary: str
    minutes: int
    notebook: str
    """Path of the notebook: a form's in the package ``assessments``, all others in ``course``."""
    form: str = ""
    """The form that follows this lesson."""
    scene: str = ""
    """The name of a scene."""
    place: str = ""
    """Where a scene plays, in Chinese."""

    @property
    def href(self) -> str:
        """Address below ``course/``."""
        return self.id if self.kind == "library" else f"{self.kind}s/{self.id}"

    @property
    def live_name(self) -> str:
        """File name of the notebook under ``voila/render/`` (no form is there)."""
        return Path(self.notebook).name


SCENES = "scenes.ipynb"
"""The notebook of all scenes."""

_PAGES = (
    CoursePage(
        id="01",
        kind="lesson",
        title="领导、熟人托我过账",
        summary="有人借领导、熟人的名字，请你帮着转一笔钱。什么时候该停，什么时候该办。",
        minutes=14,
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
    CoursePage(
        id="library",
        kind="library",
        title="案例库",
        summary="一件一件的事，按类型、岗位、渠道找来看。",
        minutes=10,
        notebook="case_library.ipynb",
    ),
)


def lessons() -> tuple[CoursePage, ...]:
    """The lessons in their order."""
    return tuple(page for page in _PAGES if page.kind == "lesson")


def forms() -> tuple[CoursePage, ...]:
    """The assessed forms in their order."""
    return tuple(page for page in _PAGES if page.kind == "form")


def library() -> CoursePage:
    """The case library: cases to look up, nothing to answer."""
    return next(page for page in _PAGES if page.kind == "library")


_scenes: tuple[Bank, tuple[CoursePage, ...]] | None = None


def scenes() -> tuple[CoursePage, ...]:
    """A page for each scene; made anew only for another bank, because every request asks."""
    global _scenes
    bank = load_bank()
    if _scenes is None or _scenes[0] is not bank:
        _scenes = (bank, _scene_pages())
    return _scenes[1]


def _scene_pages() -> tuple[CoursePage, ...]:
    return tuple(
        CoursePage(
            id=f"scene-{scene.name}",
            kind="scene",
            title=scene.title,
            summary=scene.brief,
            minutes=scene.minutes,
            notebook=SCENES,
            scene=scene.name,
            place=scene.place,
        )
        for scene in map(load_scene, scene_names())
    )


def notebooks() -> tuple[CoursePage, ...]:
    """One page for each notebook that can be opened live: the lessons, the case library, the scenes."""
    return (*lessons(), library(), *scenes()[:1])


def practised() -> tuple[CoursePage, ...]:
    """The pages on which one practises: the lessons and the scenes."""
    return (*lessons(), *scenes())


def everything() -> tuple[CoursePage, ...]:
    """Every page that is built."""
    return (*practised(), library(), *forms())


def find(page_id: str) -> CoursePage | None:
    """The page of that id, or None."""
    return next((page for page in (*_PAGES, *scenes()) if page.id == page_id), None)


def notebook_of(page: CoursePage) -> Path:
    """Where the notebook of a lesson or the case library lies in the installed package."""
    return Path(course.__path__[0]) / page.notebook
