"""What has arrived in the exchange's inbound, and what a course directory says about taking in more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assessments.errors import AlreadyGraded, FormChanged, FormClosed, UnknownForm, Unreadable
from assessments.exchange import inbound, is_open, outbound, released, unless_closed
from assessments.grading.bounded import read_bytes
from assessments.grading.gradebook import graded_learners
from assessments.grading.quarantine import kept
from assessments.grading.responses import Answers

TIMESTAMP = "%Y-%m-%d %H:%M:%S.%f UTC"
"""nbgrader's own format."""
# In a folder's name without the colons, which Windows refuses and nbgrader does not miss.
_NAME_TIMESTAMP = "%Y-%m-%d %H%M%S.%f UTC"
_STAMP = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{2}):?(\d{2}):?(\d{2})(?:\.(\d{1,6}))?(?: (?:UTC|[+-]0000))?")
_STAMP_LENGTH = 64
"""Bytes."""
_DIGEST_IN_NAME = 16


@dataclass(frozen=True)
class Arrival:
    """A submission's folder in `inbound`, as its name tells."""

    learner: str
    form: str
    at: datetime
    folder: str

    def holds(self, digest: str) -> bool:
        """Whether it is the web course's folder of the answers with this digest."""
        return self.folder.endswith(f"+{digest[:_DIGEST_IN_NAME]}")


def folder_name(learner: str, form: str, digest: str, at: datetime) -> str:
    """How the folder of a submission is called in `inbound`."""
    return f"{learner}+{form}+{at.strftime(_NAME_TIMESTAMP)}+{digest[:_DIGEST_IN_NAME]}"


def read_stamp(text: str) -> datetime | None:
    """A time of UTC as nbgrader or the web course writes it; None for any other text."""
    found = _STAMP.fullmatch(text.strip())
    if not found:
        return None
    day, hour, minute, second, fraction = found.groups()
    try:
        return datetime.fromisoformat(
            f"{day}T{hour}:{minute}:{second}.{(fraction or '0').ljust(6, '0')}+00:00"
        )
    except ValueError:
        return None


def read_folder_name(name: str) -> Arrival | None:
    """The submission that a folder of that name is; None where nbgrader could not tell.

    nbgrader splits from the right: a system's user name may hold the sign that parts the fields.
    """
    fields = name.rsplit("+", 3)
    at = read_stamp(fields[2]) if len(fields) > 2 else None
    return Arrival(fields[0], fields[1], at, name) if at is not None else None


def arrivals(directory: Path) -> Iterator[Arrival]:
    """All submissions whose folder names can be read. Raises OSError."""
    for path in inbound(directory).iterdir():
        if (arrival := read_folder_name(path.name)) is not None:
            yield arrival


def collected_at(directory: Path, form: str, learner: str) -> datetime | None:
    """The time of the collected submission; None where there is none, or its time cannot be read."""
    path = directory / "submitted" / learner / form / "timestamp.txt"
    try:
        return read_stamp(read_bytes(path, _STAMP_LENGTH).decode("utf-8", errors="replace"))
    except Unreadable:
        return None


class Seen:
    """What submissions that come together ask of the course directory, looked up once for all of them."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._graded: dict[str, frozenset[str]] = {}
        self._versions: dict[str, object] = {}
        self._quarantined: dict[str, frozenset[str]] = {}
        self._latest: dict[tuple[str, str], Arrival] = {}
        for one in arrivals(directory):
            known = self._latest.get((one.form, one.learner))
            if known is None or (one.at, one.folder) > (known.at, known.folder):
                self._latest[one.form, one.learner] = one

    def latest(self, form: str, learner: str) -> Arrival | None:
        """A learner's latest folder in `inbound`."""
        return self._latest.get((form, learner))

    def latest_time(self, form: str, learner: str) -> datetime | None:
        """When the learner handed the form in last, arrived or collected; None where nothing is known."""
        arrived, collected = self.latest(form, learner), collected_at(self._directory, form, learner)
        times = [arrived.at if arrived else None, collected]
        return max((time for time in times if time is not None), default=None)

    def is_stuck(self, form: str, learner: str) -> bool:
        """Whether the collected submission could not be graded and nothing later has arrived."""
        if form not in self._quarantined:
            self._quarantined[form] = frozenset(one.learner for one in kept(self._directory, form))
        if learner not in self._quarantined[form]:
            return False
        arrived, collected = self.latest(form, learner), collected_at(self._directory, form, learner)
        return arrived is None or (collected is not None and arrived.at <= collected)

    def files(self, form: str, *, closed_too: bool) -> Path:
        """The folder with the form's files. Raises FormClosed."""
        if is_open(self._directory, form):
            return outbound(self._directory, form)
        if not closed_too:
            raise FormClosed
        try:
            return released(self._directory, form)
        except UnknownForm as error:
            raise FormClosed from error

    def refuse(self, answers: Answers, files: Path) -> None:
        """Raises the SubmitError for which these answers to the form in `files` cannot be taken."""
        form = answers.form
        if form not in self._graded:
            self._graded[form] = graded_learners(self._directory, form)
            with unless_closed(self._directory, form):
                view = json.loads((files / "form.json").read_text(encoding="utf-8"))
            self._versions[form] = view.get("content_version")
        if answers.learner in self._graded[form]:
            raise AlreadyGraded
        if self._versions[form] != answers.content_version:
            raise FormChanged


def utc(at: datetime) -> datetime:
    """The time in UTC. Raises ValueError for one without a zone."""
    if at.tzinfo is None:
        raise ValueError("the time of a submission needs a time zone")
    return at.astimezone(UTC)
