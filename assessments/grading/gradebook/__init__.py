"""nbgrader's database: the only place that touches it. SQLite today; a server would come in here."""

from assessments.grading.gradebook.blank import make_gradebook
from assessments.grading.gradebook.marks import Change, Mark, TaskGrade, give, task_grades
from assessments.grading.gradebook.result import (
    ItemResult,
    Result,
    finished_learners,
    graded_learners,
    result,
    results,
)
from assessments.grading.gradebook.store import changed_at

__all__ = [
    "Change",
    "ItemResult",
    "Mark",
    "Result",
    "TaskGrade",
    "changed_at",
    "finished_learners",
    "give",
    "graded_learners",
    "make_gradebook",
    "result",
    "results",
    "task_grades",
]
