"""Takes a submission into the exchange's inbound, as `nbgrader submit` would have."""

from __future__ import annotations

import errno
import secrets
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from assessments.cohort.number import is_staff_number
from assessments.errors import (
    BadLearner,
    FormClosed,
    GradebookError,
    StorageFailed,
    StorageFull,
    SubmitError,
    Superseded,
)
from assessments.exchange import inbound, temporary, unless_closed
from assessments.grading.arrived import TIMESTAMP, Arrival, Seen, folder_name, utc
from assessments.grading.receipts import Entry, Page, Receipt, ReceiptBook, receipt_code
from assessments.grading.responses import Answers

__all__ = [
    "TIMESTAMP",
    "Handing",
    "Receipt",
    "booked",
    "check_learner",
    "handed_in",
    "is_handed_in",
    "last_receipt",
    "submit",
    "submit_all",
    "take_in_all",
]

T = TypeVar("T")

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
    return _take_all(directory, [Handing(answers, now) for answers in many])


def take_in_all(
    directory: Path, many: Sequence[Handing], *, dry_run: bool = False
) -> list[Receipt | SubmitError]:
    """Hand in what an instructor brings: as `submit_all`, each at its own time, and to closed forms too.

    Superseded stands for answers that are no later than what there is. With `dry_run` nothing is written;
    the receipts then say what would be given.
    """
    brought = [replace(one, brought=True) for one in many]
    return _look_all(directory, brought) if dry_run else _take_all(directory, brought)


@dataclass(frozen=True)
class Handing:
    """Answers and when they were handed in; `brought` where an instructor brings them as a file."""

    answers: Answers
    at: datetime
    brought: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", utc(self.at))


def _take_all(directory: Path, many: Sequence[Handing]) -> list[Receipt | SubmitError]:
    outcomes: list[Receipt | SubmitError] = [FormClosed() for _ in many]
    if inbound(directory).is_dir():
        for group in _groups(many):
            with _storage_told(), ReceiptBook(directory).writing() as book:
                for place, outcome in _hand_in(directory, book, group):
                    outcomes[place] = outcome
    return outcomes


def _look_all(directory: Path, many: Sequence[Handing]) -> list[Receipt | SubmitError]:
    """What would come of each, as far as can be said without writing."""
    if not inbound(directory).is_dir():
        return [FormClosed() for _ in many]
    with _storage_told():
        seen, book = Seen(directory), ReceiptBook(directory)
    looked = (_told(lambda one=one: _draft(directory, seen, book, one)) for one in many)  # type: ignore[misc]
    return [one.entry.receipt if isinstance(one, _Draft) else one for one in looked]


def _groups(many: Sequence[Handing]) -> list[dict[int, Handing]]:
    """The places of the answers, in rounds in which nobody hands the same form in twice."""
    rounds: list[dict[int, Handing]] = []
    times: Counter[tuple[str, str]] = Counter()
    for place, one in enumerate(many):
        who = (one.answers.learner, one.answers.form)
        if times[who] == len(rounds):
            rounds.append({})
        rounds[times[who]][place] = one
        times[who] += 1
    return rounds


def _hand_in(
    directory: Path, book: Page, group: Mapping[int, Handing]
) -> Iterator[tuple[int, Receipt | SubmitError]]:
    """Look at each, write the folders of those that are taken side by side, then their lines in the book."""
    drafts: dict[int, _Draft] = {}
    seen = Seen(directory)
    for place, handing in group.items():
        looked = _told(lambda one=handing: _draft(directory, seen, book, one))  # type: ignore[misc]
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
        return _told(lambda: _write(directory, draft))

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
    return entry is not None and entry.digest == answers.digest


def check_learner(learner: str) -> str:
    """The id itself, where it is a staff number. Raises BadLearner."""
    if not is_staff_number(learner):
        raise BadLearner
    return learner


@dataclass(frozen=True)
class _Draft:
    """A submission that is taken: its line in the book, and the form's files (None: it is there already)."""

    answers: Answers
    entry: Entry
    files: Path | None


def _draft(directory: Path, seen: Seen, book: Page | ReceiptBook, handing: Handing) -> _Draft | Receipt:
    """What is to be written, the earlier receipt where nothing is. A folder that the book lost is found.

    Where the folder cannot be graded, the same answers once more are no repetition but the remedy.
    """
    answers, at = handing.answers, handing.at
    form, learner = answers.form, check_learner(answers.learner)
    digest, last = answers.digest, book.last(form, learner)
    stuck = seen.is_stuck(form, learner)
    if last is not None and last.digest == digest and _is_there(directory, last) and not stuck:
        return last.receipt.again()
    arrived = seen.latest(form, learner)
    if arrived is not None and arrived.holds(digest) and not stuck:
        return _Draft(answers, _entry(answers, digest, arrived), files=None)
    files = seen.files(form, closed_too=handing.brought)
    if handing.brought:
        _check_later(seen.latest_time(form, learner), last, handing)
    seen.refuse(answers, files)
    return _Draft(answers, booked(answers, _after(last, at)), files)


def _check_later(latest: datetime | None, last: Entry | None, handing: Handing) -> None:
    """Raises Superseded where the learner has handed in at that time or later."""
    times = [latest, last.receipt.at if last else None]
    known = max((time for time in times if time is not None), default=None)
    if known is not None and handing.at <= known:
        raise Superseded(known)


def _write(directory: Path, draft: _Draft) -> None:
    """Fill a folder beside `inbound`, then rename it into its place: all of it arrives, or nothing."""
    if draft.files is None:
        return
    answers, entry, folder = draft.answers, draft.entry, temporary(directory)
    try:
        with unless_closed(directory, entry.form):
            for name in (f"{entry.form}.ipynb", "form.json"):
                shutil.copyfile(draft.files / name, folder / name)
        answers.write(folder)
        (folder / "timestamp.txt").write_text(entry.receipt.at.strftime(TIMESTAMP), encoding="utf-8")
        (folder / "submission_secret.txt").write_text(secrets.token_hex(64), encoding="utf-8")
        for path in folder.iterdir():
            path.chmod(0o644)
        folder.chmod(0o755)
        folder.rename(inbound(directory) / entry.folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def booked(answers: Answers, at: datetime) -> Entry:
    """The line of the receipt book for answers that were handed in at that time, in UTC."""
    digest = answers.digest
    name = folder_name(answers.learner, answers.form, digest, at)
    return _entry(answers, digest, Arrival(answers.learner, answers.form, at, name))


def _entry(answers: Answers, digest: str, arrival: Arrival) -> Entry:
    code = receipt_code(answers.form, answers.learner, digest, arrival.at.isoformat())
    return Entry(answers.learner, answers.form, digest, arrival.folder, Receipt(code, arrival.at))


def _is_there(directory: Path, entry: Entry) -> bool:
    """Whether the submission is still to be found: where it arrived, or collected."""
    places = (inbound(directory) / entry.folder, directory / "submitted" / entry.learner / entry.form)
    return any(place.is_dir() for place in places)


def _after(last: Entry | None, now: datetime) -> datetime:
    """Now, but later than the last submission even where the clock went back: the latest counts."""
    return now if last is None else max(now, last.receipt.at + timedelta(microseconds=1))


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
