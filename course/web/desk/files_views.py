"""What the pages for answer files are given: one frozen dataclass for each template."""

from __future__ import annotations

from dataclasses import dataclass

from course.web.desk.tray import RefusedFile
from course.web.desk.views import Frame
from course.web.views import Site


@dataclass(frozen=True)
class WaitingLine:
    """An upload that nobody has confirmed yet."""

    id: str
    count: int
    at: str


@dataclass(frozen=True)
class FilesView:
    """``desk_files.html``: a POST form with ``_xsrf``, ``files`` and, from the page's script, ``times``."""

    site: Site
    frame: Frame
    limit_mb: int
    most: int
    """How many files at once."""
    waiting: tuple[WaitingLine, ...]
    fault: str = ""


@dataclass(frozen=True)
class FileLine:
    """A file of somebody."""

    name: str
    """Empty where the roster does not have the number, or there is none."""
    number: str
    file: str
    at: str
    """Its time, and whose time that is."""
    said: str
    other: str


@dataclass(frozen=True)
class FormFiles:
    """The files for one form."""

    form: str
    title: str
    files: tuple[FileLine, ...]


@dataclass(frozen=True)
class FormName:
    """A form that can be graded now."""

    id: str
    title: str


@dataclass(frozen=True)
class BatchView:
    """``desk_batch.html``: what would become of the files, or became of them.

    A POST form with ``_xsrf``, ``shown`` and ``do``: ``take``, ``look`` (with ``allow_unknown``, ``by_name``,
    ``given``), ``drop``.
    """

    site: Site
    frame: Frame
    id: str
    count: int
    """How many files were uploaded."""
    done: bool
    shown: str
    """Stands for everything that this page says."""
    taken: tuple[FormFiles, ...]
    same: tuple[FileLine, ...]
    earlier: tuple[FileLine, ...]
    refused: tuple[RefusedFile, ...]
    skipped: tuple[str, ...]
    forms: tuple[FormName, ...]
    has_roster: bool
    allow_unknown: bool
    by_name: bool
    given: str
    message: str = ""

    @property
    def people(self) -> int:
        """How many files are taken in."""
        return sum(len(form.files) for form in self.taken)

    @property
    def settled(self) -> bool:
        """Whether the instructor settles some doubt."""
        return bool(self.allow_unknown or self.by_name or self.given)
