"""The nbgrader course directory: what an instructor collects, grades and exports in."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from assessments.commands import release_forms
from assessments.configuration import CONFIG
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
from assessments.items.form import no_such_form
from assessments.items.itembank import items_mounted, shelves
from assessments.mounting import check_mounted, mounting_notes, note_mounted
from assessments.renewal import Renewal
from casebank.errors import FaultsError

__all__ = [
    "COURSE_ID",
    "close_form",
    "form_ids",
    "has_submissions",
    "is_open",
    "make_course",
    "open_form",
    "refuse_wildcards",
    "release_anew",
    "released",
    "released_view",
]

_HERE = Path(__file__).parent
_SOURCE = "source"
_NOBODY: Mapping[str, int] = MappingProxyType({})
_GLOB_SIGNS = frozenset("*?[]")


def make_course(directory: Path, begun: Mapping[str, int] = _NOBODY) -> tuple[str, ...]:
    """Make the course directory, or complete one that is there; return what a person should know.

    An existing nbgrader_config.py and gradebook are left alone. A form that somebody has answered keeps the
    content that its trainees saw; the return says so. `begun` says how many people have saved answers to each
    form. Raises CourseError with one sentence, FaultsError where mounted folders are at fault.
    """
    directory = directory.absolute()
    refuse_wildcards(directory)
    check_mounted(directory)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if not (directory / CONFIG).exists():
            _copy(_HERE / CONFIG, directory / CONFIG)
        make_exchange(directory)
        make_gradebook(directory)
        note_mounted(directory)
        with _sources() as sources:
            notes = _bring_all(directory, [_step(directory, source, begun) for source in sources])
    except OSError as error:
        place = error.filename or directory
        raise CourseError(
            f"The course directory could not be made: {error.strerror or error} ({place})."
        ) from error
    return (*mounting_notes(directory), *notes)


def release_anew(
    directory: Path, form: str, begun: Mapping[str, int] = _NOBODY, *, over_answers: bool = False
) -> str:
    """Release a form as the program carries it now; return what was done.

    Raises UnknownForm, CourseError where people have answered the release and `over_answers` does not say
    that this is known, FaultsError where an item says something else under the same version.
    """
    directory = directory.absolute()
    check_mounted(directory)
    with _sources() as sources:
        source = next((source for source in sources if source.name == form), None)
        if source is None:
            raise UnknownForm(form, f"{form}: {no_such_form(shelves())}.")
        note_mounted(directory)
        renewal = _renewal(directory, source, begun)
        if renewal is None and _is_released(directory, form):
            return f"{form} is released as this program carries it."
        if renewal is not None and renewal.answered:
            if faults := [*renewal.faults()]:
                raise FaultsError(faults)
            if not over_answers:
                raise CourseError(renewal.held)
        told = f"{form} is released." if renewal is None else renewal.done
        (note,) = _bring_all(directory, [_Step(source, release=True, renew=renewal is not None, note=told)])
    return note


def refuse_wildcards(directory: Path) -> None:
    """Raise CourseError where a course cannot lie there, because of the signs in its path."""
    if signs := sorted(_GLOB_SIGNS & set(str(directory))):
        told = f"nbgrader takes {' '.join(signs)} for wildcards: choose another path than {directory}"
        raise CourseError(told)


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

    source: Path
    release: bool = False
    renew: bool = False
    """Whether trainees have another release before them."""
    note: str | None = None


def _bring_all(directory: Path, steps: Sequence[_Step]) -> tuple[str, ...]:
    """Bring the forms up to date in the course; notes where that was not done silently."""
    for step in steps:
        lost = not step.note and not (directory / _SOURCE / step.source.name / "form.json").is_file()
        if step.release or lost:
            _copy_form(step.source, directory / _SOURCE / step.source.name)
    release_forms(directory, [step.source.name for step in steps if step.release])
    _keep_writable(directory)
    for step in steps:
        if step.renew and is_open(directory, step.source.name):
            close_form(directory, step.source.name)
            open_form(directory, step.source.name)
    return tuple(step.note for step in steps if step.note)


def _step(directory: Path, source: Path, begun: Mapping[str, int]) -> _Step:
    """A form is released where it is new, or newer and nobody has answered it."""
    renewal = _renewal(directory, source, begun)
    if renewal is None:
        return _Step(source, release=not _is_released(directory, source.name))
    if renewal.answered:
        return _Step(source, note=renewal.held)
    return _Step(source, release=True, renew=True, note=renewal.done)


def _renewal(directory: Path, source: Path, begun: Mapping[str, int]) -> Renewal | None:
    """The form, where the course has released something else than the program carries."""
    form = source.name
    released, carried = (_read(folder / "form.json") for folder in (directory / RELEASE / form, source))
    if released is None or carried is None or released == carried:
        return None
    return Renewal(form, released, carried, has_submissions(directory, form), begun.get(form, 0))


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


def _read(path: Path) -> dict[str, Any] | None:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None
