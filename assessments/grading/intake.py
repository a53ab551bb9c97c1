"""Takes a submission into the exchange's inbound, as `nbgrader submit` would have."""

from __future__ import annotations

import errno
import hashlib
import json
import secrets
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from assessments.cohort.number import is_staff_number
from assessments.errors import (
    AlreadyGraded,
    BadLearner,
    FormChanged,
    FormClosed,
    GradebookError,
    StorageFailed,
    StorageFull,
    SubmitError,
)
from assessments.exchange import inbound, is_open, outbound, temporary, unless_closed
from assessments.grading.gradebook import graded_learners
from assessments.grading.receipts import Entry, Page, Receipt, ReceiptBook, receipt_code
from assessments.grading.responses import Answers

__all__ = [
    "Receipt",
    "check_learner",
    "handed_in",
    "is_handed_in",
    "last_receipt",
    "submit",
    "submit_all",
]

T = TypeVar("T")

# nbgrader's own format; in the folder's name without the colons, which Windows refuses and nbgrader does
# not miss.
_TIMESTAMP = "%Y-%m-%d %H:%M:%S.%f UTC"
_NAME_TIMESTAMP = "%Y-%m-%d %H%M%S.%f UTC"
_DIGEST_IN_NAME = 16
_SIDE_BY_SIDE = 8
_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


def submit(directory: Path, answers: Answers, now: datetime) -> Receipt:
    """Hand in the answers; the same answers once more give the earlier receipt, and nothing is written.

    Raises BadLearner, FormClosed, FormChanged, AlreadyGraded, StorageFull or StorageFailed; half a submission
    is never left behind.
    """
    (outcome,) = submit_all(directory, [answers], now)
    if isinstance(outcome, SubmitError):
        raise outcome
    return outcome


def submit_all(directory: Path, many: Sequence[Answers], now: datetime) -> list[Receipt | SubmitError]:
    """Hand in the answers of many: for each the receipt, or what `submit` would have raised.

    The book is written once for all of them. Raises StorageFull or StorageFailed where it cannot be.
    """
    if now.tzinfo is None:
        raise ValueError("the time of a submission needs a time zone")
    outcomes: list[Receipt | SubmitError] = [FormClosed() for _ in many]
    if inbound(directory).is_dir():
        for group in _groups(many):
            with _storage_told(), ReceiptBook(directory).writing() as book:
                for place, outcome in _hand_in(directory, book, group, now):
                    outcomes[place] = outcome
    return outcomes


def _groups(many: Sequence[Answers]) -> list[dict[int, Answers]]:
    """The places of the answers, in rounds in which nobody hands the same form in twice."""
    rounds: list[dict[int, Answers]] = []
    times: Counter[tuple[str, str]] = Counter()
    for place, answers in enumerate(many):
        who = (answers.learner, answers.form)
        if times[who] == len(rounds):
            rounds.append({})
        rounds[times[who]][place] = answers
        times[who] += 1
    return rounds


def _hand_in(
    directory: Path, book: Page, group: Mapping[int, Answers], now: datetime
) -> Iterator[tuple[int, Receipt | SubmitError]]:
    """Look at each, write the folders of those that are taken side by side, then their lines in the book."""
    drafts: dict[int, _Draft] = {}
    seen = _Seen(directory)
    for place, answers in group.items():
        looked = _told(lambda one=answers: _draft(seen, book, one, now))  # type: ignore[misc]
        if isinstance(looked, _Draft):
            drafts[place] = looked
        else:
            yield place, looked
    written = _written(directory, list(drafts.values()))
    for (place, draft), outcome in zip(drafts.items(), written, strict=True):
        if isinstance(outcome, SubmitError):
            yield place, outcome
        else:
            book.add(draft.entry)
            yield place, draft.entry.receipt


def _written(directory: Path, drafts: Sequence[_Draft]) -> list[SubmitError | None]:
    """Write the folders; several at a time, because each of them waits for the disk."""

    def write(draft: _Draft) -> SubmitError | None:
        return _told(lambda: None if draft.is_there else _write(directory, draft.answers, draft.entry))

    if len(drafts) < 2:
        return [write(draft) for draft in drafts]
    with ThreadPoolExecutor(min(_SIDE_BY_SIDE, len(drafts))) as pool:
        return list(pool.map(write, drafts))


def last_receipt(directory: Path, form: str, learner: str) -> Receipt | None:
    """The receipt of the learner's latest submission, or None. Raises BadLearner or StorageFailed."""
    with _storage_told():
        entry = ReceiptBook(directory).last(form, check_learner(learner))
    return None if entry is None else entry.receipt


def handed_in(directory: Path, form: str) -> frozenset[str]:
    """Everybody who has handed the form in; raises SubmitError where the book cannot be read."""
    with _storage_told():
        return ReceiptBook(directory).learners(form)


def is_handed_in(directory: Path, answers: Answers) -> bool:
    """Whether these very answers are the learner's latest submission. Raises BadLearner or StorageFailed."""
    with _storage_told():
        entry = ReceiptBook(directory).last(answers.form, check_learner(answers.learner))
    return entry is not None and entry.digest == _digest(answers)


def check_learner(learner: str) -> str:
    """The id itself, where it is a staff number. Raises BadLearner."""
    if not is_staff_number(learner):
        raise BadLearner
    return learner


@dataclass(frozen=True)
class _Draft:
    """A submission that is taken: its line in the book, and whether its folder is there already."""

    answers: Answers
    entry: Entry
    is_there: bool


class _Seen:
    """What the submissions of one round ask of the course directory, looked up once for all of them."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._graded: dict[str, frozenset[str]] = {}
        self._versions: dict[str, object] = {}
        self._latest: dict[str, str] = {}
        for path in inbound(directory).iterdir():
            who = _who(*path.name.split("+")[:2])
            self._latest[who] = max(path.name, self._latest.get(who, ""))

    def latest(self, form: str, learner: str) -> str:
        """The name of a learner's latest folder in `inbound`; empty where there is none."""
        return self._latest.get(_who(learner, form), "")

    def refuse(self, answers: Answers) -> None:
        """Raises the SubmitError for which these answers cannot be taken."""
        form = answers.form
        if not is_open(self.directory, form):
            raise FormClosed
        if form not in self._graded:
            self._graded[form] = graded_learners(self.directory, form)
            with unless_closed(self.directory, form):
                view = json.loads((outbound(self.directory, form) / "form.json").read_text(encoding="utf-8"))
            self._versions[form] = view.get("content_version")
        if answers.learner in self._graded[form]:
            raise AlreadyGraded
        if self._versions[form] != answers.content_version:
            raise FormChanged


def _who(learner: str, form: str = "") -> str:
    return f"{learner}+{form}+"


def _draft(seen: _Seen, book: Page, answers: Answers, now: datetime) -> _Draft | Receipt:
    """What is to be written, the earlier receipt where nothing is. A folder that the book lost is found."""
    form, learner = answers.form, check_learner(answers.learner)
    digest, last = _digest(answers), book.last(form, learner)
    if last is not None and last.digest == digest and _is_there(seen.directory, last):
        return last.receipt.again()
    found = _unbooked(seen.latest(form, learner), form, learner, digest)
    if found is not None:
        return _Draft(answers, _entry(form, learner, digest, *found), is_there=True)
    seen.refuse(answers)
    at = _after(last, now)
    return _Draft(
        answers, _entry(form, learner, digest, _name(form, learner, digest, at), at), is_there=False
    )


def _write(directory: Path, answers: Answers, entry: Entry) -> None:
    """Fill a folder beside `inbound`, then rename it into its place: all of it arrives, or nothing."""
    folder = temporary(directory)
    try:
        with unless_closed(directory, entry.form):
            for name in (f"{entry.form}.ipynb", "form.json"):
                shutil.copyfile(outbound(directory, entry.form) / name, folder / name)
        answers.write(folder)
        (folder / "timestamp.txt").write_text(entry.receipt.at.strftime(_TIMESTAMP), encoding="utf-8")
        (folder / "submission_secret.txt").write_text(secrets.token_hex(64), encoding="utf-8")
        for path in folder.iterdir():
            path.chmod(0o644)
        folder.chmod(0o755)
        folder.rename(inbound(directory) / entry.folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _entry(form: str, learner: str, digest: str, folder: str, at: datetime) -> Entry:
    code = receipt_code(form, learner, digest, at.isoformat())
    return Entry(learner, form, digest, folder, Receipt(code, at))


def _name(form: str, learner: str, digest: str, at: datetime) -> str:
    return f"{learner}+{form}+{at.strftime(_NAME_TIMESTAMP)}+{digest[:_DIGEST_IN_NAME]}"


def _unbooked(latest: str, form: str, learner: str, digest: str) -> tuple[str, datetime] | None:
    """The learner's latest folder in `inbound`, where it holds these very answers and the book lost it."""
    if not latest.endswith(f"+{digest[:_DIGEST_IN_NAME]}"):
        return None
    stamp = latest.removeprefix(_who(learner, form)).rsplit("+", 1)[0]
    try:
        return latest, datetime.strptime(stamp, _NAME_TIMESTAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def _is_there(directory: Path, entry: Entry) -> bool:
    """Whether the submission is still to be found: where it arrived, or collected."""
    places = (inbound(directory) / entry.folder, directory / "submitted" / entry.learner / entry.form)
    return any(place.is_dir() for place in places)


def _after(last: Entry | None, now: datetime) -> datetime:
    """Now in UTC, but later than the last submission even where the clock went back: the latest counts."""
    now = now.astimezone(UTC)
    return now if last is None else max(now, last.receipt.at + timedelta(microseconds=1))


def _digest(answers: Answers) -> str:
    """The same for the same answers of the same learner, and only for these."""
    return hashlib.sha256(answers.to_bytes()).hexdigest()


def _told(work: Callable[[], T]) -> T | SubmitError:
    """What came of it, or why it was refused."""
    try:
        with _storage_told():
            return work()
    except SubmitError as error:
        return error


@contextmanager
def _storage_told() -> Iterator[None]:
    """Whatever the disk, the book or the gradebook refuses becomes a sentence for the trainee."""
    try:
        yield
    except (OSError, sqlite3.Error, GradebookError, ValueError) as error:
        code = getattr(error, "sqlite_errorcode", None)
        full = code == sqlite3.SQLITE_FULL or getattr(error, "errno", None) in _FULL
        raise (StorageFull if full else StorageFailed) from error
