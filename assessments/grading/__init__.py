"""From answers.json to points. Knows no notebook and no widget library."""

from __future__ import annotations

import json
import math
from pathlib import Path

from assessments.errors import DamagedAnswers, OtherVersion
from assessments.grading.responses import Answers, read_answers
from assessments.grading.scoring import DAMAGED, NOT_ANSWERED, OTHER_VERSION, Reason, Score, score
from assessments.items.form import Form, load_form
from assessments.items.item import Item
from assessments.items.paper import Paper, paper, rebuild

__all__ = ["form_scores", "quarantine", "score_item"]

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
    if unfit := quarantine(form, folder):
        print("\n".join(unfit))
        return math.inf
    given = form_scores(form, folder)[item_id]
    for reason in given.reasons:
        print(("＋ " if reason.good else "－ ") + reason.text)
    return given.points


def quarantine(form: Form, folder: Path) -> tuple[str, ...]:
    """Why the answers in a folder get no mark until somebody has looked at them; nothing where they do."""
    try:
        sat = _sat(form, folder)
    except DamagedAnswers as error:
        return (str(error),)
    if sat is None:
        return ()
    answers, own = sat
    told = (_unfit(item, answers) for item in own.items)
    return tuple(each for each in told if each is not None)


def form_scores(form: Form, folder: Path) -> dict[str, Score]:
    """The score of every automatic slot of a form, from the answers.json in a folder.

    Each slot is scored by the variant that it held: as recorded, else as it was drawn for the learner.
    """
    try:
        sat = _sat(form, folder)
    except OtherVersion:  # another version's key may say something else: better no score than a wrong one
        return _zeros(form, OTHER_VERSION, damaged=True)
    except DamagedAnswers:
        return _zeros(form, DAMAGED, damaged=True)
    if sat is None:
        return _zeros(form, NOT_ANSWERED, damaged=False)
    answers, own = sat
    scores = {item.id: _score(item, answers) for item in own.items}
    return {item_id: given for item_id, given in scores.items() if given is not None}


def _sat(form: Form, folder: Path) -> tuple[Answers, Paper] | None:
    """The answers and the paper to which they were given; None where there are none.

    Raises DamagedAnswers or OtherVersion.
    """
    answers = read_answers(folder)
    if answers is None:
        return None
    if answers.form != form.id:
        raise DamagedAnswers(f"the answers are to form '{answers.form}', not '{form.id}'")
    if answers.content_version != form.content_version:
        told = f"answered in content version {answers.content_version}"
        raise OtherVersion(f"{told}, the bank has {form.content_version}")
    sat = rebuild(form, answers.variants) if answers.variants else paper(form, answers.learner)
    if sat is None:
        told = ", ".join(f"{slot} {edition}" for slot, edition in sorted(answers.variants.items()))
        raise DamagedAnswers(f"form '{form.id}' gives out no such paper: {told}")
    return answers, sat


def _unfit(item: Item, answers: Answers) -> str | None:
    """Why the answer to an item gets no mark, or None."""
    given = answers.variants.get(item.id, item.edition)
    if given != item.edition:
        return f"{item.id}: answered as {given}, the bank has {item.edition}"
    scored = _score(item, answers)
    return f"{item.id}: no answer that {given} allows" if scored and scored.damaged else None


def _score(item: Item, answers: Answers) -> Score | None:
    """The score of one item; an answer to another version of it is told and not scored."""
    if item.automatic and answers.variants.get(item.id, item.edition) != item.edition:
        return _zero(item.points, OTHER_VERSION, damaged=True)
    return score(item, answers.items.get(item.id))


def _zeros(form: Form, why: str, *, damaged: bool) -> dict[str, Score]:
    return {slot.id: _zero(slot.points, why, damaged=damaged) for slot in form.slots if slot.automatic}


def _zero(points: float, why: str, *, damaged: bool) -> Score:
    return Score(0.0, float(points), (Reason(False, why),), damaged=damaged)
