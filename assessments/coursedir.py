"""The nbgrader course directory: what an instructor collects, grades and exports in."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessments.commands import release_forms
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
from assessments.items.itembank import MOUNTED, items_mounted, shelves

__all__ = [
    "COURSE_ID",
    "close_form",
    "form_ids",
    "has_submissions",
    "is_open",
    "make_course",
    "mount_noted",
    "open_form",
    "released",
    "released_view",
]

_HERE = Path(__file__).parent
_CONFIG = "nbgrader_config.py"
_PRIVATE = "private_items.txt"
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
        _note_private(directory)
        with _sources() as sources:
            notes = _bring_all(directory, sources)
    except OSError as error:
        place = error.filename or directory
        raise CourseError(
            f"The course directory could not be made: {error.strerror or error} ({place})."
        ) from error
    return notes


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


def mount_noted(directory: Path) -> None:
    """Mount the private items that the course was made with, where no others are mounted.

    Raises CourseError where this is no course directory.
    """
    if not (directory / _CONFIG).is_file():
        raise CourseError(f"{directory} is no course directory: `shizha init` makes one.")
    path = directory / _PRIVATE
    noted = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    if folders := [line.strip() for line in noted if line.strip()]:
        os.environ.setdefault(MOUNTED, os.pathsep.join(folders))


def _note_private(directory: Path) -> None:
    """Write down where the private items lie, for nbgrader's commands, which nobody tells."""
    path = directory / _PRIVATE
    noted = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    folders = list(dict.fromkeys((*noted, *map(str, items_mounted()))))
    if folders != noted:
        path.write_text("\n".join(folders) + "\n", encoding="utf-8")


@contextmanager
def _sources() -> Iterator[list[Path]]:
    """The forms that are carried along, and those of private item folders, built on the spot."""
    ours = [folder for folder in (_HERE / _SOURCE).iterdir() if (folder / "form.json").is_file()]
    with tempfile.TemporaryDirectory(prefix="shizha-") as scratch:
        private = _build_private(Path(scratch)) if items_mounted() else []
        known = {folder.name for folder in ours}
        yield sorted([*ours, *(folder for folder in private if folder.name not in known)])


def _build_private(out: Path) -> list[Path]:
    """The forms of mounted folders. Raises FaultsError where one is at fault."""
    from assessments.authoring.build import build_form, shelf_forms

    private = (shelf for shelf in shelves() if not shelf.public)
    return [build_form(form, out) for shelf in private for form in shelf_forms(shelf)]


@dataclass(frozen=True)
class _Step:
    """What is to be done with one form."""

    form: str
    release: bool = False
    renew: bool = False
    note: str | None = None


def _bring_all(directory: Path, sources: Sequence[Path]) -> tuple[str, ...]:
    """Bring the forms up to date in the course; notes where that was not done silently."""
    steps = [_copied(directory, source) for source in sources]
    release_forms(directory, [step.form for step in steps if step.release])
    _keep_writable(directory)
    for step in steps:
        if step.renew and is_open(directory, step.form):
            close_form(directory, step.form)
            open_form(directory, step.form)
    return tuple(step.note for step in steps if step.note)


def _copied(directory: Path, source: Path) -> _Step:
    """Copy one form into the course, where it is new there, or newer and nobody has handed it in."""
    form = source.name
    ours, theirs = _version(source), _version(directory / RELEASE / form)
    if theirs is not None and ours != theirs and has_submissions(directory, form):
        told = f"{form} has submissions and stays at content version {theirs}; this program carries {ours}."
        return _Step(form, note=told)
    renew = theirs is not None and ours != theirs
    if _version(directory / _SOURCE / form) != ours:
        _copy_form(source, directory / _SOURCE / form)
    gone_on = f"{form} had no submissions and went from content version {theirs} to {ours}."
    return _Step(form, renew or not _is_released(directory, form), renew, gone_on if renew else None)


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
