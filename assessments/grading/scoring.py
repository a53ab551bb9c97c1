"""From an answer and its key to a score. Pure: no file, no clock, no chance."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.items.item import ChoiceItem, Item, MarksItem, ScenarioItem, TextItem
from assessments.items.rubric import Rubric, retrace
from casebank.answer import Answer, ChoiceAnswer, MarksAnswer
from casebank.errors import TranscriptError
from casebank.scenario import Scenario
from casebank.transcript import Transcript
from casebank.walk import replay

NOT_ANSWERED = "这一题没有作答。"
DAMAGED = "这一题的作答记录读不出来，请联系培训老师。"
OTHER_VERSION = "这份作答属于试卷的另一个版本，请联系培训老师。"
UNFINISHED = "这个情景没有走到结尾，按已经做的评分。"


@dataclass(frozen=True)
class Reason:
    """One sentence to the trainee, and whether it tells of something done well."""

    good: bool
    text: str


@dataclass(frozen=True)
class Score:
    """The points of one item, a built-in float within [0, max_points], with its reasons."""

    points: float
    max_points: float
    reasons: tuple[Reason, ...]
    critical: bool = False
    damaged: bool = False


def score(item: Item, answer: Answer | None) -> Score | None:
    """The score of an item, None where a person must give it. Never raises for a bad answer."""
    if isinstance(item, TextItem):
        return None
    if answer is None:
        return _nothing(item, NOT_ANSWERED)
    if isinstance(item, ScenarioItem) and isinstance(answer, Transcript):
        return scoring(item.scenario, answer, item.rubric, item.points)
    if isinstance(item, MarksItem) and isinstance(answer, MarksAnswer):
        return _score_marks(item, answer)
    if isinstance(item, ChoiceItem) and isinstance(answer, ChoiceAnswer):
        return _score_choice(item, answer)
    return _nothing(item, DAMAGED, damaged=True)


def scoring(scenario: Scenario, transcript: Transcript, rubric: Rubric, points: float) -> Score:
    """The score of one walk. A transcript that the graph does not allow is damaged, which is told."""
    try:
        state = replay(scenario, transcript)
    except TranscriptError:
        return Score(0.0, float(points), (Reason(False, DAMAGED),), damaged=True)
    if not transcript.events:
        return Score(0.0, float(points), (Reason(False, NOT_ANSWERED),))
    moments, last = retrace(scenario, [event.choice for event in transcript.events])
    finished = scenario.nodes[state.node].ending is not None
    reasons = [] if finished else [Reason(False, UNFINISHED)]
    for credit in rubric.credits:
        if credit.when.met(moments, last):
            reasons.append(Reason(True, credit.reason))
        elif credit.otherwise is not None and finished:
            reasons.append(Reason(False, credit.otherwise))
    errors = [error for error in rubric.critical if error.when.met(moments, last)]
    reasons += [Reason(False, error.reason) for error in errors]
    return Score(
        _within(rubric.points(moments, last), points), float(points), tuple(reasons), critical=bool(errors)
    )


def _score_marks(item: MarksItem, answer: MarksAnswer) -> Score:
    """Share of cues found, less the share of innocent phrases touched; touching all or none gives 0."""
    touched = set(answer.marks)
    if not touched:
        return _nothing(item, NOT_ANSWERED)
    if not touched <= {*item.key, *item.innocent}:
        return _nothing(item, DAMAGED, damaged=True)
    found = [part for part in item.key if part in touched]
    wrong = [part for part in item.innocent if part in touched]
    share = len(found) / len(item.key) - len(wrong) / len(item.innocent)
    phrases = {part.id: part.text.strip("，。") for line in item.marking.lines for part in line.parts}
    reasons = [Reason(True, f"你点出了“{phrases[part]}”：{item.key[part]}") for part in found]
    reasons += [Reason(False, f"“{phrases[part]}”不是破绽：{item.innocent[part]}") for part in wrong]
    missed = len(item.key) - len(found)
    reasons += [Reason(False, f"还有{missed}处没有点出来。")] if missed else []
    return Score(_within(share * item.points, item.points), float(item.points), tuple(reasons))


def _score_choice(item: ChoiceItem, answer: ChoiceAnswer) -> Score:
    """Single: the option's weight. Multiple: share of right options chosen, less the share of wrong ones."""
    chosen = set(answer.chosen)
    options = [option.id for option in item.question.options]
    if not chosen:
        return _nothing(item, NOT_ANSWERED)
    if not chosen <= set(options) or (item.question.type == "single" and len(chosen) > 1):
        return _nothing(item, DAMAGED, damaged=True)
    weights, reasons = item.key.weights, item.key.reasons
    if item.question.type == "single":
        share = sum(weights.get(option, 0.0) for option in chosen)
    else:
        wrong = len(options) - len(weights)
        share = len(chosen & set(weights)) / len(weights) - (
            len(chosen - set(weights)) / wrong if wrong else 0
        )
    told = [Reason(weights.get(o, 0) == 1, reasons[o]) for o in options if o in chosen]
    missed = len(set(weights) - chosen) if item.question.type == "multiple" else 0
    told += [Reason(False, f"还有{missed}项该做的没有选。")] if missed else []
    return Score(_within(share * item.points, item.points), float(item.points), tuple(told))


def _nothing(item: Item, why: str, *, damaged: bool = False) -> Score:
    return Score(0.0, float(item.points), (Reason(False, why),), damaged=damaged)


def _within(value: float, points: float) -> float:
    """A built-in float within [0, points], to two places: nbgrader reads its repr."""
    return float(min(max(round(float(value), 2), 0.0), float(points)))
