"""What each server-rendered page is given: one frozen dataclass for each template.

A template gets exactly one name, ``view``. Links are ready to use (base URL included),
times are Chinese text, nothing in here is marked up: the templates escape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from assessments.grading.outcome import Outcome


@dataclass(frozen=True)
class Site:
    """What every page needs: where the course lives, who is looking, where the assets are."""

    base: str
    """URL of the course with its final slash, such as ``/course/``."""
    xsrf: str
    """Value for the hidden form field ``_xsrf``."""
    kind: Literal["none", "anonymous", "staff"] = "none"
    """Who is looking; ``none`` has not chosen yet."""
    label: str = ""
    """How the page addresses the visitor (a name, else the staff number); empty when anonymous."""
    practice: bool = False
    """True where only anonymous practice is allowed (Binder): no entry, no submission."""
    assets: Mapping[str, str] = field(default_factory=dict)
    """Logical asset name (``pages.css``) to its hashed file name."""

    def asset(self, name: str) -> str:
        """URL of an asset by its logical name."""
        return f"{self.base}assets/{self.assets.get(name, name)}"


@dataclass(frozen=True)
class Step:
    """The one big button of a page."""

    label: str
    href: str


@dataclass(frozen=True)
class EnterView:
    """``enter.html``: a POST form with fields ``_xsrf``, ``as`` (``staff`` or ``anonymous``, from the
    two buttons), ``number``, ``join`` (when ``needs_join``), ``code`` (when ``asks_code``), ``next``."""

    site: Site
    action: str
    needs_join: bool
    privacy: tuple[str, ...]
    """Who keeps what and how long: shown before the number is asked for."""
    asks_code: bool = False
    """The number is already in use: ask for the six digits shown at the first entry."""
    number: str = ""
    join: str = ""
    next: str = ""
    for_form: bool = False
    """The visitor wanted a form or its result, which asks for the number."""
    message: str = ""
    """What was wrong the last time, one calm sentence."""
    field_at_fault: Literal["", "number", "join", "code"] = ""


@dataclass(frozen=True)
class EnteredView:
    """``entered.html``: shown after an entry that made a new record, until the trainee has noted the code."""

    site: Site
    action: str
    """Target of the POST form that says that it is noted."""
    label: str
    code: str
    """The personal six-digit 续学码; it is shown here and nowhere else."""
    carried: int
    """How many practice answers came along from the anonymous time."""


@dataclass(frozen=True)
class ResultsView:
    """``results.html``"""

    site: Site
    title: str
    state: Literal["none", "submitted", "partial", "graded"]
    """none: nothing submitted; submitted: not graded; partial: free text still to be marked."""
    form_href: str
    home_href: str
    receipt: str = ""
    submitted_at: str = ""
    may_change: bool = False
    """Handed in, not graded, and the form is open: other answers may still be handed in."""
    changed: bool = False
    """The answers differ from those that were handed in."""
    outcome: Outcome | None = None
    """What the gradebook says; None as long as it is not graded."""


@dataclass(frozen=True)
class ErrorView:
    """``error.html``"""

    site: Site
    status: int
    title: str
    message: str
    step: Step
    other: Step | None = None
    """A second way on."""
