"""From answers.json to points. Knows no notebook and no widget library."""

from __future__ import annotations

import json
import math
from pathlib import Path

from assessments.errors import DamagedAnswers
from assessments.grading.answered import Misfit, answered_scores, fitting_scores, zeros
from assessments.grading.responses import read_answers
from assessments.grading.scoring import DAMAGED, Score
from assessments.items.form import Form, load_form

__all__ = ["form_scores", "refusal", "score_item"]

FORM_FILE = "form.json"


def score_item(item_id: str, folder: Path = Path()) -> float:
    """The points of one item for nbgrader: a built-in float in [0, points], the reasons on stdout.

    The form is named by form.json, the answers stand in answers.json, both in `folder`. What is missing is
    0.0 and says so; stderr stays silent, because nbgrader takes any word there for a failure. Answers that
    belong into quarantine give infinity: nbgrader takes no such mark and refuses the whole submission, in
    a course whose nbgrader_config.py does not look for them before, too.
    """
    form = load_form(json.loads((folder / FORM_FILE).read_text(encoding="utf-8"))["form"])
    if item_id not in {slot.id for slot in form.slots if slot.automatic}:
        raise KeyError(f"form '{form.id}' has no item '{item_id}' that is scored")
    if reason := refusal(form, folder):
        print(reason)
        return math.inf
    given = form_scores(form, folder)[item_id]
    for remark in given.reasons:
        print(("＋ " if remark.good else "－ ") + remark.text)
    return given.points


def refusal(form: Form, folder: Path) -> str | None:
    """Why the answers in a folder get no mark until somebody has looked at them; None where they do.

    A phrase for the instructor.
    """
    try:
        fitting_scores(form, read_answers(folder))
    except DamagedAnswers as error:
        return str(error)
    except Misfit as misfit:
        return misfit.reason
    return None


def form_scores(form: Form, folder: Path) -> dict[str, Score]:
    """The score of every automatic slot of a form, from the answers.json in a folder.

    What cannot be scored gives 0, and says why.
    """
    try:
        return answered_scores(form, read_answers(folder))
    except DamagedAnswers:
        return zeros(form, DAMAGED, damaged=True)
    except Misfit as misfit:
        return zeros(form, misfit.told, damaged=True)
