"""The exchange: the folders through which forms go out and submissions come in.

They are what `nbgrader release_assignment` makes, permissions included, and also where its exchange
commands do not run.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assessments.errors import CourseError, FormClosed, UnknownForm

COURSE_ID = "shizha"
RELEASE = "release"
_FORM_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TEMPORARY = ".partly-"
_STALE_SECONDS = 3600.0


def course_exchange(directory: Path) -> Path:
    """The folder that holds `outbound` and `inbound` of the course."""
    return directory / "exchange" / COURSE_ID


def inbound(directory: Path) -> Path:
    """Where submissions arrive."""
    return course_exchange(directory) / "inbound"


def outbound(directory: Path, form: str) -> Path:
    """Where an open form lies. Raises UnknownForm for a name that no form can have."""
    if not _FORM_ID.fullmatch(form):
        raise UnknownForm(form)
    return course_exchange(directory) / "outbound" / form


def released(directory: Path, form: str) -> Path:
    """The folder with the released files of a form: the notebook and form.json.

    Raises UnknownForm where the form was never released.
    """
    folder = directory / RELEASE / outbound(directory, form).name
    if not (folder / f"{form}.ipynb").is_file():
        raise UnknownForm(form)
    return folder


def is_open(directory: Path, form: str) -> bool:
    """Whether trainees may hand the form in."""
    return bool(_FORM_ID.fullmatch(form)) and (outbound(directory, form) / f"{form}.ipynb").is_file()


@contextmanager
def unless_closed(directory: Path, form: str) -> Iterator[None]:
    """Reading what an open form has. Raises FormClosed where it was closed meanwhile, else what came."""
    try:
        yield
    except FileNotFoundError as error:
        if is_open(directory, form):
            raise
        raise FormClosed from error


def open_form(directory: Path, form: str) -> None:
    """Put the released files of a form into the exchange. Nothing happens where it is open already.

    Raises UnknownForm where the form was never released, CourseError where the folder refuses.
    """
    source = released(directory, form)
    if is_open(directory, form):
        return
    make_exchange(directory)
    target = outbound(directory, form)
    try:
        copy = temporary(directory)
        for path in sorted(source.iterdir()):
            if path.is_file():
                shutil.copyfile(path, copy / path.name)
                (copy / path.name).chmod(0o644)
        copy.chmod(0o755)
        _remove(target)
        copy.rename(target)
    except OSError as error:
        raise CourseError(f"{form} could not be opened: {error.strerror or error} ({target}).") from error


def close_form(directory: Path, form: str) -> None:
    """Take a form out of the exchange; submissions stay. Nothing happens where it is closed already."""
    target = outbound(directory, form)
    try:
        _remove(target)
    except OSError as error:
        raise CourseError(f"{form} could not be closed: {error.strerror or error} ({target}).") from error


def make_exchange(directory: Path) -> None:
    """Make the folders with the permissions that nbgrader gives them; sweep what a crash left behind."""
    course = course_exchange(directory)
    modes = {course.parent: 0o777, course: 0o755, course / "outbound": 0o755, inbound(directory): 0o2733}
    for folder, mode in modes.items():
        if not folder.is_dir():
            folder.mkdir(parents=True)
            folder.chmod(mode)
    for left in course.glob(f"{_TEMPORARY}*"):
        if time.time() - left.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


def temporary(directory: Path) -> Path:
    """A new folder beside `inbound`, to be filled and then renamed into its place."""
    return Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=course_exchange(directory)))


def _remove(folder: Path) -> None:
    """Take a folder away at once, then delete it."""
    if not folder.exists():
        return
    doomed = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=folder.parent.parent)) / folder.name
    folder.rename(doomed)
    shutil.rmtree(doomed.parent, ignore_errors=True)
