"""What each page of the instructor is given: one frozen dataclass for each template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from markupsafe import Markup

from assessments.cohort.changes import Changes
from assessments.cohort.roster import Person
from course.web.desk.coverage import UnitCoverage
from course.web.desk.pending import Slip
from course.web.views import Site

Place = Literal["home", "roster", "join", "forms", "marking", "code"]


@dataclass(frozen=True)
class Frame:
    """What every page of the instructor has: where it is, and what was just done."""

    site: Site
    place: Place
    notes: tuple[str, ...] = ()

    @property
    def desk(self) -> str:
        """Address of the instructor's side, without a final slash."""
        return f"{self.site.base}desk"


@dataclass(frozen=True)
class LoginView:
    """``desk_login.html``: a POST form with ``_xsrf`` and ``password``, or how else to come in."""

    site: Site
    asks_password: bool
    message: str = ""


@dataclass(frozen=True)
class FormCoverage:
    """One form on the home page."""

    id: str
    title: str
    open: bool
    due: str
    total: UnitCoverage
    units: tuple[UnitCoverage, ...]
    unreadable: str = ""
    """Why there are no counts just now."""
    loose: int = 0
    """How many handed in where there is no roster."""
    in_use: bool = True
    """It is open, has a day, or somebody handed it in."""


@dataclass(frozen=True)
class DeskHomeView:
    """``desk_home.html``"""

    site: Site
    frame: Frame
    has_roster: bool
    forms: tuple[FormCoverage, ...]
    at: str
    """When the counts were taken."""
    entered: int = 0
    idle: tuple[str, ...] = ()
    """Titles of the forms that are not in use."""


@dataclass(frozen=True)
class UnitView:
    """``desk_unit.html``"""

    site: Site
    frame: Frame
    form: str
    title: str
    row: UnitCoverage
    not_entered: tuple[Person, ...]
    not_handed_in: tuple[Person, ...]
    """Entered, but not handed in. Both are empty where the unit is small."""
    at: str
    least: int
    """How many people a unit needs for names to be told."""
    unreadable: str = ""


@dataclass(frozen=True)
class EditionRow:
    """A roster of the book."""

    since: str
    people: int
    units: int
    source: str
    confirmed: str
    damaged: bool = False
    """Its file cannot be read: nobody enters until another one counts."""


@dataclass(frozen=True)
class RosterView:
    """``desk_roster.html``: the roster of today and a form to upload another."""

    site: Site
    frame: Frame
    present: EditionRow | None
    coming: tuple[EditionRow, ...]
    earlier: tuple[EditionRow, ...]
    limit_mb: int
    faults: tuple[str, ...] = ()
    source: str = ""
    """The file that has the faults."""


@dataclass(frozen=True)
class PreviewView:
    """``desk_preview.html``: what a roster would change.

    A POST form with ``_xsrf``, ``id``, ``shown``, ``against`` and ``since`` confirms it.
    """

    site: Site
    frame: Frame
    id: str
    source: str
    since: date
    """From when it would count."""
    told_since: str
    today: date
    against: int
    """Number of the roster that it was compared with; 0 where there was none."""
    changes: Changes
    people: int
    units: tuple[tuple[str, int], ...]
    made_codes: bool
    later: tuple[str, ...]
    """Days on which yet another roster begins."""
    message: str = ""


@dataclass(frozen=True)
class JoinCard:
    """One unit's way in."""

    unit: str
    people: int
    code: str
    picture: Markup


@dataclass(frozen=True)
class JoinView:
    """``desk_join.html``"""

    site: Site
    frame: Frame
    cards: tuple[JoinCard, ...]
    units: tuple[str, ...]
    unit: str
    """The only unit that is shown; empty for all."""
    address: str
    """Where the pictures lead; empty where no phone can reach this machine."""
    choices: tuple[str, ...]
    message: str = ""


@dataclass(frozen=True)
class FormLine:
    """One form to open or close."""

    id: str
    title: str
    open: bool
    due: str
    """As a date field takes it."""
    told_due: str


@dataclass(frozen=True)
class LessonLine:
    """One lesson with its day."""

    id: str
    title: str
    due: str


@dataclass(frozen=True)
class FormsView:
    """``desk_forms.html``"""

    site: Site
    frame: Frame
    forms: tuple[FormLine, ...]
    lessons: tuple[LessonLine, ...]
    message: str = ""

    @property
    def dated(self) -> int:
        """How many lessons have a day."""
        return sum(1 for lesson in self.lessons if lesson.due)


@dataclass(frozen=True)
class CodeView:
    """``desk_code.html``: POST forms with ``number`` and ``step``: ``look``, ``reset``, ``done``."""

    site: Site
    frame: Frame
    number: str = ""
    name: str = ""
    unit: str = ""
    found: bool = False
    slip: Slip | None = None
    message: str = ""
