"""A copy of as much of a course as nbgrader needs to grade a few submissions again.

nbgrader runs the code in them, in the copy and not in the course.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assessments.commands import nbgrader
from assessments.errors import CourseError, GradebookError
from assessments.grading.autograded import FOLDER, remove
from assessments.grading.gradebook.backup import copy_gradebook
from assessments.grading.gradebook.blank import FILE
from assessments.grading.gradebook.rows import make_ready, take_back_marks
from assessments.grading.gradebook.trusted import Assignment
from assessments.grading.receipts import ReceiptBook
from assessments.grading.verify.facts import Facts, facts

_DAY = 86_400.0
_SETTINGS = ("*.py", "nbgrader_config.json", "private_items.txt")
"""What stands in the course directory for nbgrader: its configuration, with a plugin of the course."""


@dataclass
class Trial:
    """The copy. What nbgrader could not grade has no folder there; `complaint` says what it said last."""

    copy: Path
    assignment: Assignment
    complaint: str = ""

    def regraded(self, learners: Sequence[str]) -> Facts:
        """What nbgrader leaves when it grades these again. Raises CourseError where it grades none."""
        form = self.assignment.name
        homes = {learner: self.copy / "submitted" / learner / form for learner in learners}
        handed = {learner: [path.stem for path in home.glob("*.ipynb")] for learner, home in homes.items()}
        make_ready(self.copy, self.assignment, handed)
        try:
            nbgrader(self.copy, "autograde", form, timeout=_DAY)
        except CourseError as error:
            if not any((self.copy / FOLDER).glob(f"*/{form}")):
                raise
            self.complaint = str(error)
        return facts(self.copy, self.assignment, learners)

    def regraded_without_marks(self, learners: Sequence[str]) -> Facts:
        """The same for some of them, as though no person had marked anything."""
        for path in (self.copy / "submitted").iterdir():
            if path.name not in learners:
                remove(path)
        remove(self.copy / FOLDER)
        take_back_marks(self.copy, self.assignment, learners)
        return self.regraded(learners)

    def graded(self, learner: str) -> bool:
        """Whether nbgrader graded this one."""
        return (self.copy / FOLDER / learner / self.assignment.name).is_dir()


@contextmanager
def trial(directory: Path, assignment: Assignment, learners: Sequence[str]) -> Iterator[Trial]:
    """Copy the course as it is now with the submissions of these learners; it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="shizha-verify-", ignore_cleanup_errors=True) as name:
        copy = Path(name).resolve() / "course"
        copy.mkdir()
        copy_gradebook(directory, copy / FILE)
        _copy_receipts(directory, copy)
        for pattern in _SETTINGS:
            for path in directory.glob(pattern):
                shutil.copyfile(path, copy / path.name)
        shutil.copytree(directory / "source" / assignment.name, copy / "source" / assignment.name)
        for learner in learners:
            inside = Path("submitted", learner, assignment.name)
            shutil.copytree(directory / inside, copy / inside, symlinks=True)
        yield Trial(copy, assignment)


def _copy_receipts(directory: Path, copy: Path) -> None:
    """They say whose a paper is that was drawn under another number. Raises GradebookError."""
    try:
        ReceiptBook(directory).copy_to(copy)
    except sqlite3.Error as error:
        raise GradebookError(f"receipts.db could not be copied: {error}.") from error
