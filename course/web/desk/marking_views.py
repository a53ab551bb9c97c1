"""What the pages for marking free text are given: one frozen dataclass for each template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assessments.grading.agreement import Agreement
from assessments.grading.gradebook import Mark
from assessments.items.key import Criterion, Sample
from course.web.desk.jobs import Job
from course.web.desk.views import Frame
from course.web.views import Site

Mode = Literal["first", "second", "settle"]


@dataclass(frozen=True)
class MarkingLine:
    """One form in the list."""

    id: str
    title: str
    texts: int
    """How many free texts it asks for."""
    total: int
    """How many answers there are to mark, marked ones included."""
    waiting: int
    handed: int
    isolated: int
    """How many could not be graded."""


@dataclass(frozen=True)
class MarkingView:
    """``desk_marking.html``"""

    site: Site
    frame: Frame
    forms: tuple[MarkingLine, ...]
    idle: tuple[str, ...]
    """Titles of the forms that nobody has handed in."""


@dataclass(frozen=True)
class Difference:
    """An answer to which two markers gave different points."""

    href: str
    asked: str
    """The question's title; empty where all had the same."""
    text: str
    first: float
    second: float
    settled: float | None


@dataclass(frozen=True)
class PileView:
    """One free text of a form: how far it is, and what a second marker made of the sample."""

    slot: str
    href: str
    first: str
    """Where its first answer lies; empty where there is none."""
    titles: tuple[str, ...]
    total: int
    waiting: int
    distinct: int
    drawn: int
    seconds: int
    """How many of the sample the second marker has marked."""
    suggested: int
    agreement: Agreement
    differences: tuple[Difference, ...]

    @property
    def done(self) -> int:
        """How many answers have been marked."""
        return self.total - self.waiting


@dataclass(frozen=True)
class MarkingFormView:
    """``desk_marking_form.html``"""

    site: Site
    frame: Frame
    form: str
    title: str
    handed: int
    graded: int
    piles: tuple[PileView, ...]
    job: Job | None
    """What is under way, or came of it last."""
    isolated: int
    """How many could not be graded."""
    told: bool = False
    """There are feedback pages."""
    unreadable: str = ""

    @property
    def waiting(self) -> int:
        """How many free texts wait for a mark."""
        return sum(pile.waiting for pile in self.piles)

    @property
    def step(self) -> Literal["grade", "mark", "feedback"]:
        """What to do next: grade what came in, mark free text, or write feedback."""
        if self.waiting:
            return "mark"
        return "feedback" if self.graded and self.handed <= self.graded + self.isolated else "grade"


@dataclass(frozen=True)
class Isolated:
    """A submission that could not be graded."""

    name: str
    number: str
    reason: str


@dataclass(frozen=True)
class QuarantineView:
    """``desk_quarantine.html``"""

    site: Site
    frame: Frame
    form: str
    title: str
    rows: tuple[Isolated, ...]


@dataclass(frozen=True)
class Person:
    """Who wrote it, where names are shown."""

    name: str
    number: str
    text: str
    href: str


@dataclass(frozen=True)
class Scale:
    """The points that may be given."""

    most: float

    @property
    def whole(self) -> tuple[int, ...]:
        """Whole points to choose from; empty where there are too many, or a part of a point on top."""
        return tuple(range(int(self.most) + 1)) if self.most <= 10 and self.most == int(self.most) else ()


@dataclass(frozen=True)
class Ways:
    """Where one gets from here. Empty: nowhere."""

    up: str
    """The form's page."""
    here: str
    before: str
    after: str
    onward: str
    """The next one that waits; the form's page where none does."""
    open: str = ""
    """To mark identical answers one by one."""
    together: str = ""
    """Back to all of them."""


@dataclass(frozen=True)
class MarkView:
    """``desk_mark.html``: a POST form with ``_xsrf``, ``seen``, ``score``, ``half`` and ``comment``."""

    site: Site
    frame: Frame
    mode: Mode
    form: str
    title: str
    asked: str
    prompt: str
    criteria: tuple[Criterion, ...]
    sample: Sample | None
    text: str
    fault: str
    count: int
    """How many get the mark."""
    alike: bool
    mark: Mark
    mixed: bool
    """Their marks differ: `mark` is none of them."""
    scale: Scale
    seen: str
    place: int
    of: int
    left: int
    total: int
    ways: Ways
    named: bool
    people: tuple[Person, ...] = ()
    first: Mark | None = None
    second: Mark | None = None
    """Both marks, to be settled."""
    message: str = ""

    @property
    def half(self) -> bool:
        """Whether the points have a half on top of whole ones."""
        return self.mark.score is not None and self.mark.score % 1 == 0.5

    @property
    def odd(self) -> bool:
        """Whether the points are none that one could choose here."""
        return self.mark.score is not None and bool(self.scale.whole) and self.mark.score % 0.5 != 0
