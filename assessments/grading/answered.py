"""Answers and the form that they are to: whether they belong together, and what they score."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from assessments.errors import AssessmentError
from assessments.grading.remembered import Remembered, gist
from assessments.grading.responses import Answers
from assessments.grading.scoring import DAMAGED, NOT_ANSWERED, OTHER_VERSION, Reason, Score, score
from assessments.items.form import Form
from assessments.items.item import Item
from assessments.items.paper import paper, rebuild
from casebank.answer import Answer

Scorer = Callable[[Item, Answer | None], Score | None]


class Misfit(AssessmentError):
    """The answers are not to this form as it is today: no key of ours may score them.

    `reason` is a Chinese phrase for the instructor, `told` a sentence for the trainee.
    """

    def __init__(self, reason: str, told: str = DAMAGED) -> None:
        super().__init__(reason)
        self.reason = reason
        self.told = told


def answered_scores(form: Form, answers: Answers | None, scorer: Scorer = score) -> dict[str, Score]:
    """The score of every automatic slot; without answers nothing was answered. Raises Misfit.

    Each slot is scored by the variant that it held: as recorded, else as it was drawn for the learner.
    """
    if answers is None:
        return zeros(form, NOT_ANSWERED, damaged=False)
    if answers.form != form.id:
        raise Misfit(f"交的是“{answers.form}”的作答，不是“{form.id}”的")
    if answers.content_version != form.content_version:
        # another version's key may say something else: better no score, and said, than a wrong one
        versions = f"作答属于试卷的 {answers.content_version} 版，现在是 {form.content_version} 版"
        raise Misfit(versions, OTHER_VERSION)
    sat = rebuild(form, answers.variants) if answers.variants else paper(form, answers.learner)
    if sat is None:
        raise Misfit("作答里记的题目，这份试卷发不出来")
    scores = {item.id: _score(item, answers, scorer) for item in sat.items}
    return {item_id: given for item_id, given in scores.items() if given is not None}


def fitting_scores(form: Form, answers: Answers | None, scorer: Scorer = score) -> dict[str, Score]:
    """The same where every answer fits its item; one that fits none keeps the whole from being marked.

    Raises Misfit.
    """
    scores = answered_scores(form, answers, scorer)
    if answers is not None and (refused := [*_refused(form, answers, scores)]):
        raise Misfit("；".join(refused))
    return scores


def _refused(form: Form, answers: Answers, scores: Mapping[str, Score]) -> Iterator[str]:
    """The slots whose answer no key of today fits, and why."""
    for slot, given in scores.items():
        if not given.damaged:
            continue
        recorded = answers.variants.get(slot)
        item = form.item(slot, recorded.partition("@")[0] if recorded else None)
        if item is not None and recorded not in (None, item.edition):
            yield f"{slot}：作答的是 {recorded}，题库现在是 {item.edition}"
        else:
            yield f"{slot}：这一题没有这样的作答"


def zeros(form: Form, why: str, *, damaged: bool) -> dict[str, Score]:
    """Nothing for anything, and why."""
    return {slot.id: _zero(slot.points, why, damaged=damaged) for slot in form.slots if slot.automatic}


def remembering() -> Scorer:
    """A scorer for many papers: what many answered alike is scored once."""
    known = Remembered[Score | None]()

    def remembered(item: Item, answer: Answer | None) -> Score | None:
        key = (item.id, item.variant, gist(answer))
        return known.get(key, lambda: score(item, answer)) if item.automatic else None

    return remembered


def _score(item: Item, answers: Answers, scorer: Scorer) -> Score | None:
    """The score of one item; an answer to another version of it is told and not scored."""
    if item.automatic and answers.variants.get(item.id, item.edition) != item.edition:
        return _zero(item.points, OTHER_VERSION, damaged=True)
    return scorer(item, answers.items.get(item.id))


def _zero(points: float, why: str, *, damaged: bool) -> Score:
    return Score(0.0, float(points), (Reason(False, why),), damaged=damaged)
