"""Free text to be marked: who wrote what, identical answers together. No web server in here."""

from __future__ import annotations

import hashlib
import threading
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assessments.errors import Unreadable
from assessments.grading.gradebook import Mark, TaskGrade, task_grades
from assessments.grading.responses import ANSWERS_FILE, Answers
from assessments.grading.submission import read_given
from assessments.items.form import Form
from assessments.items.item import TextItem
from assessments.items.paper import Paper, paper, rebuild
from casebank.answer import TextAnswer

DAMAGED = "这份作答读不出来，所以这里没有字。先看看隔离清单里怎么说，再决定给多少分。"
OTHER_VERSION = "这份作答对应的题目已经换过版本，现在的要点对不上，所以没有列出来。"


@dataclass(frozen=True)
class Written:
    """What one learner wrote in a slot, and what was asked."""

    item: TextItem | None
    """The question of this learner's paper; None where it cannot be told any more."""
    text: str
    fault: str = ""
    """Why there is no text, or no question."""


@dataclass(frozen=True)
class Script:
    """One learner's answer with its mark."""

    grade: TaskGrade
    written: Written

    @property
    def digest(self) -> str:
        """The same for the same words to the same question, and only for these."""
        return _digest(_asked(self.written), self.written.text)


@dataclass(frozen=True)
class Group:
    """Answers to one question that say the same, whatever their spaces and punctuation."""

    key: str
    scripts: tuple[Script, ...]

    @property
    def written(self) -> Written:
        """The question and the words of the first."""
        return self.scripts[0].written

    @property
    def mark(self) -> Mark | None:
        """The mark that all of them have; None where they differ."""
        marks = {script.grade.mark for script in self.scripts}
        return marks.pop() if len(marks) == 1 else None

    @property
    def waiting(self) -> int:
        """How many of them nobody has marked yet."""
        return sum(script.grade.waiting for script in self.scripts)

    @property
    def alike(self) -> bool:
        """Whether they are the same to the letter."""
        return len({script.written.text for script in self.scripts}) == 1


@dataclass(frozen=True)
class Pile:
    """All answers to one slot of a form, in the order in which they are marked."""

    form: Form
    slot: str
    max_points: float
    groups: tuple[Group, ...]

    @property
    def scripts(self) -> tuple[Script, ...]:
        """Every answer by itself."""
        return tuple(script for group in self.groups for script in group.scripts)

    @property
    def waiting(self) -> int:
        """How many answers nobody has marked yet."""
        return sum(group.waiting for group in self.groups)

    @property
    def distinct(self) -> tuple[Group, ...]:
        """The groups in which something was written and can be read."""
        return tuple(group for group in self.groups if group.written.text and not group.written.fault)

    def group(self, key: str) -> Group | None:
        """The group of that name."""
        return next((group for group in self.groups if group.key == key), None)


@dataclass(frozen=True)
class Shelf:
    """Answers that were read before, for as long as their files stay the same."""

    _kept: dict[Path, tuple[tuple[int, int, int], Mapping[str, Written]]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def written(self, directory: Path, form: Form, learner: str) -> Mapping[str, Written]:
        """By slot what the learner wrote, as it was graded."""
        folder = directory / "autograded" / learner / form.id
        try:
            found = (folder / ANSWERS_FILE).lstat()
        except OSError:
            return _read(folder, form, learner)
        stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
        kept = self._kept.get(folder)
        if kept is None or kept[0] != stamp:
            kept = (stamp, _read(folder, form, learner))
            with self._lock:
                self._kept[folder] = kept
        return kept[1]


def piles(directory: Path, form: Form, shelf: Shelf) -> tuple[Pile, ...]:
    """A pile for every free text of the form. Raises GradebookError."""
    grades = task_grades(directory, form.id)
    slots = [slot for slot in form.slots if not slot.automatic]
    return tuple(
        Pile(
            form,
            slot.id,
            float(slot.points),
            groups(
                Script(grade, shelf.written(directory, form, grade.learner)[slot.id])
                for grade in grades
                if grade.slot == slot.id and (grade.auto is None or grade.mark.score is not None)
            ),
        )
        for slot in slots
    )


def groups(scripts: Iterable[Script]) -> tuple[Group, ...]:
    """Question by question, so that its scheme stays in mind; within one those that many wrote come first.

    What remains is ordered by a digest of the words: the order says nothing of who wrote them. Empty and
    unreadable answers come last.
    """
    alike: dict[str, list[Script]] = {}
    for script in scripts:
        written = script.written
        own = script.grade.id if written.fault else plain(written.text) or written.text.strip()
        alike.setdefault(_digest(_asked(written), own), []).append(script)
    made = [
        Group(key, tuple(sorted(members, key=lambda one: one.grade.id))) for key, members in alike.items()
    ]
    return tuple(sorted(made, key=_place))


def _place(group: Group) -> tuple[bool, str, int, str]:
    written = group.written
    nothing = not written.text.strip() or bool(written.fault)
    return nothing, _asked(written), -len(group.scripts), group.key


def plain(text: str) -> str:
    """The words without spaces, punctuation, the width and the case of letters."""
    kept = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in kept if unicodedata.category(sign)[0] not in "PZC")


def _asked(written: Written) -> str:
    return written.item.edition if written.item else ""


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=8).hexdigest()


def _read(folder: Path, form: Form, learner: str) -> Mapping[str, Written]:
    slots = [slot.id for slot in form.slots if not slot.automatic]
    try:
        answers = read_given(folder)
    except Unreadable:
        return {slot: Written(None, "", DAMAGED) for slot in slots}
    told = {}
    sat = _sat(form, learner, answers)
    for slot in slots:
        item = sat.item(slot) if sat else None
        given = answers.items.get(slot) if answers else None
        text = given.text if isinstance(given, TextAnswer) else ""
        recorded = answers.variants.get(slot) if answers else None
        known = isinstance(item, TextItem) and recorded in (None, item.edition)
        told[slot] = Written(
            item if known and isinstance(item, TextItem) else None, text, "" if known else OTHER_VERSION
        )
    return told


def _sat(form: Form, learner: str, answers: Answers | None) -> Paper | None:
    """The paper: as recorded, else as it was drawn for the learner, as the scorer takes it.

    None where nothing is recorded of a paper that was of another version.
    """
    if answers is None:
        return paper(form, learner)
    if answers.variants:
        return rebuild(form, answers.variants)
    return paper(form, answers.learner) if answers.content_version == form.content_version else None
