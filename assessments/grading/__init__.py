"""From answers.json to points. Knows no notebook and no widget library."""

from __future__ import annotations

import json
from pathlib import Path

from assessments.errors import DamagedAnswers
from assessments.grading.responses import read_answers
from assessments.grading.scoring import DAMAGED, NOT_ANSWERED, OTHER_VERSION, Reason, Score, score
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
    item = form.item(item_id)
    if item is None:
        raise KeyError(f"form '{form.id}' has no item '{item_id}'")
    given = form_scores(form, folder)[item_id]
    for reason in given.reasons:
        print(("＋ " if reason.good else "－ ") + reason.text)
    return given.points


def form_scores(form: Form, folder: Path) -> dict[str, Score]:
    """The score of every automatic item of a form, from the answers.json in a folder."""
    try:
        answers = read_answers(folder)
        if answers is not None and answers.form != form.id:
            raise DamagedAnswers(f"the answers are to form '{answers.form}', not '{form.id}'")
    except DamagedAnswers:
        return {i.id: _zero(i.points, DAMAGED, damaged=True) for i in form.items if i.automatic}
    if answers is not None and answers.content_version != form.content_version:
        # another version's key may say something else: better no score, and said, than a wrong one
        return {i.id: _zero(i.points, OTHER_VERSION, damaged=True) for i in form.items if i.automatic}
    if answers is None:
        return {i.id: _zero(i.points, NOT_ANSWERED, damaged=False) for i in form.items if i.automatic}
    scores = {item.id: score(item, answers.items.get(item.id)) for item in form.items}
    return {item_id: given for item_id, given in scores.items() if given is not None}


def _zero(points: float, why: str, *, damaged: bool) -> Score:
    return Score(0.0, float(points), (Reason(False, why),), damaged=damaged)
