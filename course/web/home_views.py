"""What home, the page about the course and one's own record are given. Rules as in ``views``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from course.web.views import Site, Step


@dataclass(frozen=True)
class Due:
    """Until when something is to be done."""

    text: str
    """Such as 11月30日前."""
    pressing: bool = False
    """It is close or over, and not done."""


@dataclass(frozen=True)
class LessonRow:
    """A lesson on the home page."""

    page: str
    title: str
    summary: str
    minutes: int
    href: str
    done: int
    total: int
    state: Literal["new", "going", "done"]
    due: Due | None = None

    @property
    def minutes_left(self) -> int:
        """An estimate: the share of its minutes that the open exercises have."""
        if self.state == "done" or not self.total:
            return 0 if self.state == "done" else self.minutes
        return -(-self.minutes * (self.total - self.done) // self.total)


@dataclass(frozen=True)
class StopRow:
    """A lesson on the visitor's path, why it is there, and whether it may be left out."""

    lesson: LessonRow
    why: str
    skippable: bool
    """A good entry check lets one skip it."""
    excused: bool
    """The entry check was that good."""
    next: bool
    """The one that the big button leads to."""


@dataclass(frozen=True)
class PathChoice:
    """One of the roles to choose from."""

    id: str
    title: str
    chosen: bool


@dataclass(frozen=True)
class PathView:
    """The visitor's path."""

    title: str
    about: str
    given: bool
    """It came from the roster, nobody chose it."""
    stops: tuple[StopRow, ...]
    """What has to be done, in order."""
    more: tuple[StopRow, ...]
    """What is offered beyond."""

    @property
    def done(self) -> int:
        """Lessons of the path that are done."""
        return sum(stop.lesson.state == "done" for stop in self.asked)

    @property
    def asked(self) -> tuple[StopRow, ...]:
        """The stops but for those that the entry check made superfluous."""
        return tuple(stop for stop in self.stops if not stop.excused)

    @property
    def minutes_left(self) -> int:
        """Of what has to be done, what may still turn out superfluous included."""
        return sum(stop.lesson.minutes_left for stop in self.asked)

    @property
    def minutes_skippable(self) -> int:
        """How many of these a good entry check could save; none once it is done."""
        return sum(stop.lesson.minutes_left for stop in self.asked if stop.skippable)


@dataclass(frozen=True)
class ScenePlace:
    """The scenes that play at one place."""

    name: str
    scenes: tuple[LessonRow, ...]

    @property
    def done(self) -> int:
        """Scenes that were gone through."""
        return sum(scene.state == "done" for scene in self.scenes)


@dataclass(frozen=True)
class FormRow:
    """An assessed form on the home page."""

    page: str
    title: str
    minutes: int
    href: str
    results_href: str
    state: Literal["closed", "open", "going", "submitted", "graded"]
    receipt: str = ""
    due: Due | None = None
    stage: Literal["entry", "end", "later", "role", "other"] = "other"
    """Of parallel forms: before the lessons, after, long after; else whether it is meant for one's role."""


@dataclass(frozen=True)
class FormShelf:
    """The forms on the home page."""

    near: tuple[FormRow, ...]
    """What is open to the visitor's role, and what was begun or handed in."""
    others: tuple[FormRow, ...] = ()
    """Open as well, but meant for other roles; with no role known, for any certain one."""
    closed: tuple[str, ...] = ()
    """Titles of what will be opened some day."""


@dataclass(frozen=True)
class LibraryRow:
    """The case library on the home page."""

    title: str
    summary: str
    href: str
    cases: int


@dataclass(frozen=True)
class HomeView:
    """``home.html``"""

    site: Site
    choices: tuple[PathChoice, ...]
    choose_action: str
    """Target of the POST form with the field ``role``: the id of a path."""
    path: PathView | None
    """None as long as no role is known."""
    lessons: tuple[LessonRow, ...]
    """Those that are not on the path; all where there is none."""
    forms: FormShelf
    places: tuple[ScenePlace, ...] = ()
    library: LibraryRow | None = None
    """None where it holds no case."""
    next_step: Step | None = None
    next_note: str = ""
    """What the big button leads to, in a few words."""
    look_href: str = ""
    """The one scene to look around in; empty for who has begun something."""
    enter_href: str = ""
    leave_href: str = ""
    """Target of the POST form that forgets this browser."""
    download_href: str = ""


@dataclass(frozen=True)
class DocumentRow:
    """A document on which the course rests, and what was taken from it."""

    number: str
    title: str
    issuer: str
    taken: tuple[str, ...]
    """Such as 案例 12 个."""


@dataclass(frozen=True)
class AboutView:
    """``about.html``"""

    site: Site
    lessons: int
    scenes: int
    cases: int
    scenarios: int
    after_a_case: int
    """How many of the scenarios follow a documented case; the others are made up for teaching."""
    documents: tuple[DocumentRow, ...]
    packs: tuple[DocumentRow, ...]
    """What an organisation has added."""
    privacy: tuple[str, ...]
    me_href: str


@dataclass(frozen=True)
class KeptPage:
    """What is kept of one page, in numbers."""

    title: str
    answers: int


@dataclass(frozen=True)
class MeView:
    """``me.html``"""

    site: Site
    number: str
    name: str
    unit: str
    occupation: str
    """The four of a staff member as the roster has them; empty where it has not."""
    path: str
    practice: tuple[KeptPage, ...]
    forms: tuple[KeptPage, ...]
    privacy: tuple[str, ...]
    download_href: str
    copy_href: str
    forget_href: str
    leave_href: str
    enter_href: str

    @property
    def answers(self) -> int:
        """How many practice answers are kept."""
        return sum(page.answers for page in self.practice)


@dataclass(frozen=True)
class CopyView:
    """``copy.html``: one's own answers as text, for a browser that can download nothing."""

    site: Site
    text: str
    back_href: str


@dataclass(frozen=True)
class ForgetView:
    """``forget.html``: the question, and afterwards the answer to it."""

    site: Site
    action: str
    answers: int
    done: bool
    back_href: str
    learner: str = ""
    """Under which name this browser keeps what was not saved yet: it is deleted there too."""
    goes: str = ""
    """Pattern of the pages of which this browser deletes what it has; a form's is none of staff's."""
