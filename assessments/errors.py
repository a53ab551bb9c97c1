"""What the assessed side can refuse or fail at.

Each message is one sentence: Chinese where a trainee reads it, English in the terminal.
"""

from __future__ import annotations

from datetime import datetime

from assessments.cohort.number import NUMBER_RULE


class AssessmentError(Exception):
    """The base of every error that this package raises."""


class CourseError(AssessmentError):
    """The course directory cannot be made, or a form cannot be opened."""


class CourseHeld(CourseError):
    """Another grading or collecting of the course is under way; nothing was begun."""


class UnknownForm(CourseError):
    """The course has no form of that name."""

    def __init__(self, form: str, told: str | None = None) -> None:
        super().__init__(told or f"The course has no released form {form!r}.")
        self.form = form


class GradebookError(CourseError):
    """The gradebook is there and cannot be read."""


class SubmitError(AssessmentError):
    """A submission was not taken in, and nothing was written."""


class BadLearner(SubmitError):
    """The learner's id is no staff number."""

    def __init__(self) -> None:
        super().__init__(f"工号应为 {NUMBER_RULE}。请核对后再试。")


class FormClosed(SubmitError):
    """The form is not open."""

    def __init__(self) -> None:
        super().__init__("这份试卷现在没有开放。你的作答已经保存，请等培训老师开放后再交卷。")


class FormChanged(SubmitError):
    """The answers belong to another content version of the form."""

    def __init__(self) -> None:
        super().__init__("试卷内容已经更新。你的作答已经保存，请刷新页面核对后再交卷。")


class UnfitAnswer(SubmitError):
    """An answer that its item cannot have: nobody could mark it."""

    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}”这一题的作答和题目对不上，这次没有交。请把这一题重新答一遍，再交一次。")


class AlreadyGraded(SubmitError):
    """The form has been graded for this learner; other answers come too late."""

    def __init__(self) -> None:
        super().__init__("这份试卷已经评过分，不能再交新的作答。如有疑问，请联系培训老师。")


class StorageFull(SubmitError):
    """There is no room for the submission."""

    def __init__(self) -> None:
        super().__init__("服务器的存储空间满了，这次没有交上。你的作答还在，请联系培训老师，稍后再交一次。")


class StorageFailed(SubmitError):
    """The submission could not be written for another reason; the cause says which."""

    def __init__(self) -> None:
        super().__init__("这次没有交上。你的作答还在，请过一会儿再交一次；还是不行，请联系培训老师。")


class Unreadable(AssessmentError):
    """A file that was handed in cannot be read safely; nothing of it was used.

    The reason is a Chinese phrase without a full stop, for the instructor.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Superseded(SubmitError):
    """The learner has handed in as late or later; `at` says when. Only who brings older files meets it."""

    def __init__(self, at: datetime) -> None:
        super().__init__("已经交过更晚的一份，这份没有收。")
        self.at = at


class DamagedAnswers(AssessmentError):
    """answers.json cannot be read as what it should be; the message says why."""


class Quarantined(AssessmentError):
    """A submission gets no mark until a person has looked at it; the message says whose, and why."""
