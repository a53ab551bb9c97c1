"""From answers.json to points. Knows no notebook and no widget library."""

from __future__ import annotations

import json
from pathlib import Path

from assessments.errors import DamagedAnswers
from assessments.grading.answered import Misfit, answered_scores, zeros
from assessments.grading.responses import read_answers
from assessments.grading.scoring import DAMAGED, Score
from assessments.items.form import Form, load_form

__all__ = ["form_scores", "score_item"]

FORM_FILE = "form.json"


def score_item(item_id: str, folder: Path = Path()) -> float:
    """The points of one item for nbgrader: a built-in float in [0, points], the reasons on stdout.

    The form is named by form.json, the answers stand in answers.json, both in `folder`. What is
    missing or damaged scores 0.0 and says so; stderr stays silent, because nbgrader takes any word
    there for a failure.
    """
    form = load_form(json.loads((folder / FORM_FILE).read_text(encoding="utf-8"))["form"])
    if item_id not in {slot.id for slot in form.slots if slot.automatic}:
        raise KeyError(f"form '{form.id}' has no item '{item_id}' that is scored")
    given = form_scores(form, folder)[item_id]
    for reason in given.reasons:
        print(("＋ " if reason.good else "－ ") + reason.text)
    return given.points


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
