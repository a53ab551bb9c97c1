"""Takes a submission into the exchange's inbound, as `nbgrader submit` would have."""

from __future__ import annotations

import errno
import hashlib
import json
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assessments.cohort.number import is_staff_number
from assessments.errors import (
    AlreadyGraded,
    BadLearner,
    FormChanged,
    FormClosed,
    GradebookError,
    StorageFailed,
    StorageFull,
)
from assessments.exchange import inbound, is_open, outbound, temporary
from assessments.grading.gradebook import is_graded
from assessments.grading.receipts import Entry, Page, Receipt, ReceiptBook, receipt_code
from assessments.grading.responses import Answers

__all__ = ["Receipt", "check_learner", "handed_in", "is_handed_in", "last_receipt", "submit"]

# nbgrader's own format; in the folder's name without the colons, which Windows refuses and nbgrader does
# not miss.
_TIMESTAMP = "%Y-%m-%d %H:%M:%S.%f UTC"
_NAME_TIMESTAMP = "%Y-%m-%d %H%M%S.%f UTC"
_DIGEST_IN_NAME = 16
_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


def submit(directory: Path, answers: Answers, now: datetime) -> Receipt:
    """Hand in the answers; the same answers once more give the earlier receipt, and nothing is written.

    Raises BadLearner, FormClosed, FormChanged, AlreadyGraded, StorageFull or StorageFailed; half a submission
    is never left behind.
    """
    if now.tzinfo is None:
        raise ValueError("the time of a submission needs a time zone")
    form, learner = answers.form, check_learner(answers.learner)
    if not inbound(directory).is_dir():
        raise FormClosed
    digest = _digest(answers)
    with _storage_told(), ReceiptBook(directory).writing() as book:
        last = book.last(form, learner)
        if last is not None and last.digest == digest and _is_there(directory, last):
            return last.receipt.again()
        return _take_in(directory, book, answers, digest, _after(last, now)).receipt


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


def _take_in(directory: Path, book: Page, answers: Answers, digest: str, at: datetime) -> Entry:
    """Write the submission, then its line in the book; what a crash left between the two is found again."""
    form, learner = answers.form, answers.learner
    found = _unbooked(directory, form, learner, digest)
    if found is None:
        _refuse(directory, answers)
    entry = _entry(form, learner, digest, *(found or (_name(form, learner, digest, at), at)))
    if found is None:
        _write(directory, answers, entry)
    book.add(entry)
    return entry


def _refuse(directory: Path, answers: Answers) -> None:
    if not is_open(directory, answers.form):
        raise FormClosed
    if is_graded(directory, answers.form, answers.learner):
        raise AlreadyGraded
    view = json.loads((outbound(directory, answers.form) / "form.json").read_text(encoding="utf-8"))
    if view.get("content_version") != answers.content_version:
        raise FormChanged


def _write(directory: Path, answers: Answers, entry: Entry) -> None:
    """Fill a folder beside `inbound`, then rename it into its place: all of it arrives, or nothing."""
    folder = temporary(directory)
    try:
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


def _unbooked(directory: Path, form: str, learner: str, digest: str) -> tuple[str, datetime] | None:
    """The learner's latest folder in `inbound`, where it holds these very answers and the book lost it."""
    prefix = f"{learner}+{form}+"
    names = sorted(path.name for path in inbound(directory).iterdir() if path.name.startswith(prefix))
    if not names or not names[-1].endswith(f"+{digest[:_DIGEST_IN_NAME]}"):
        return None
    stamp = names[-1].removeprefix(prefix).rsplit("+", 1)[0]
    try:
        return names[-1], datetime.strptime(stamp, _NAME_TIMESTAMP).replace(tzinfo=UTC)
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


@contextmanager
def _storage_told() -> Iterator[None]:
    """Whatever the disk, the book or the gradebook refuses becomes a sentence for the trainee."""
    try:
        yield
    except (OSError, sqlite3.Error, GradebookError, ValueError) as error:
        code = getattr(error, "sqlite_errorcode", None)
        full = code == sqlite3.SQLITE_FULL or getattr(error, "errno", None) in _FULL
        raise (StorageFull if full else StorageFailed) from error
