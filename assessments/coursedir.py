"""The nbgrader course directory: what an instructor collects, grades and exports in."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from assessments.commands import nbgrader
from assessments.errors import CourseError, UnknownForm
from assessments.exchange import (
    COURSE_ID,
    RELEASE,
    close_form,
    inbound,
    is_open,
    make_exchange,
    open_form,
    released,
)
from assessments.grading.gradebook import make_gradebook

__all__ = [
    "COURSE_ID",
    "close_form",
    "form_ids",
    "has_submissions",
    "is_open",
    "make_course",
    "open_form",
    "released",
    "released_view",
]

_HERE = Path(__file__).parent
_CONFIG = "nbgrader_config.py"
_SOURCE = "source"
_GLOB_SIGNS = frozenset("*?[]")


def make_course(directory: Path) -> tuple[str, ...]:
    """Make the course directory, or complete one that is there; return what a person should know.

    An existing nbgrader_config.py and gradebook are left alone. A form with submissions keeps the content
    that its trainees saw; the return says so. Raises CourseError with one sentence.
    """
    directory = directory.absolute()
    if signs := sorted(_GLOB_SIGNS & set(str(directory))):
        raise CourseError(
            f"nbgrader takes {' '.join(signs)} for wildcards: choose another path than {directory}"
        )
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if not (directory / _CONFIG).exists():
            _copy(_HERE / _CONFIG, directory / _CONFIG)
        make_exchange(directory)
        make_gradebook(directory)
        notes = [note for source in _sources() if (note := _bring(directory, source)) is not None]
    except OSError as error:
        place = error.filename or directory
        raise CourseError(
            f"The course directory could not be made: {error.strerror or error} ({place})."
        ) from error
    return tuple(notes)


def form_ids(directory: Path) -> list[str]:
    """The forms that the course has released, in order of their names."""
    folders = sorted((directory / RELEASE).glob("*/"))
    return [folder.name for folder in folders if (folder / f"{folder.name}.ipynb").is_file()]


def released_view(directory: Path, form: str) -> dict[str, Any]:
    """What trainees of this course see of a form: its form.json as released.

    Raises UnknownForm where the form was never released, CourseError where the file is damaged.
    """
    path = released(directory, form) / "form.json"
    view = _read(path)
    if view is None:
        raise CourseError(f"{path} is damaged; run `nbgrader generate_assignment {form} --force`.")
    return view


def has_submissions(directory: Path, form: str) -> bool:
    """Whether anybody has handed the form in, collected or not."""
    arrived = next(inbound(directory).glob(f"*+{form}+*"), None)
    collected = next((directory / "submitted").glob(f"*/{form}"), None)
    return arrived is not None or collected is not None


def _sources() -> list[Path]:
    return sorted(folder for folder in (_HERE / _SOURCE).iterdir() if (folder / "form.json").is_file())


def _bring(directory: Path, source: Path) -> str | None:
    """Bring one form up to date in the course; a note where that was not done silently."""
    form = source.name
    ours, theirs = _version(source), _version(directory / _SOURCE / form)
    if theirs is not None and ours != theirs and has_submissions(directory, form):
        return f"{form} has submissions and stays at content version {theirs}; this program carries {ours}."
    renew = theirs is not None and ours != theirs
    if theirs is None or renew:
        _copy_form(source, directory / _SOURCE / form)
    if renew or not _is_released(directory, form):
        nbgrader(directory, "generate_assignment", form, "--force")
        _keep_writable(directory)
    if renew and is_open(directory, form):
        close_form(directory, form)
        open_form(directory, form)
    return f"{form} had no submissions and went from content version {theirs} to {ours}." if renew else None


def _is_released(directory: Path, form: str) -> bool:
    try:
        released(directory, form)
    except UnknownForm:
        return False
    return (directory / "gradebook.db").is_file()


def _copy_form(source: Path, target: Path) -> None:
    """Copy the sources; form.json comes last, so that what a crash left behind is copied again."""
    target.mkdir(parents=True, exist_ok=True)
    (target / "form.json").unlink(missing_ok=True)
    for name in (f"{source.name}.ipynb", "form.json"):
        _copy(source / name, target / name)


def _copy(source: Path, target: Path) -> None:
    """Copy a file whole or not at all."""
    part = target.with_name(f".{target.name}.part")
    shutil.copyfile(source, part)
    part.replace(target)


def _keep_writable(directory: Path) -> None:
    """On Windows a read-only file cannot be replaced."""
    if sys.platform == "win32":
        for path in (directory / RELEASE).rglob("*"):
            if path.is_file():
                path.chmod(0o644)


def _version(folder: Path) -> str | None:
    view = _read(folder / "form.json")
    return None if view is None else str(view.get("content_version"))


def _read(path: Path) -> dict[str, Any] | None:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None
