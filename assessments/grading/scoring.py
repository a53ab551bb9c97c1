"""From an answer and its key to a score. Pure: no file, no clock, no chance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from assessments.grading.judgement import Judgement, of_choice, of_walk
from assessments.items.item import (
    ChoiceItem,
    CompareItem,
    Item,
    MarksItem,
    OrderItem,
    ScenarioItem,
    TextItem,
)
from assessments.items.rubric import Rubric, retrace
from casebank.answer import Answer, ChoiceAnswer, CompareAnswer, MarksAnswer, OrderAnswer
from casebank.errors import TranscriptError
from casebank.scenario import Scenario
from casebank.transcript import Transcript
from casebank.walk import replay

NOT_ANSWERED = "这一题没有作答。"
DAMAGED = "这一题的作答记录读不出来，请联系培训老师。"
OTHER_VERSION = "这份作答属于试卷的另一个版本，请联系培训老师。"
UNFINISHED = "这个情景没有走到结尾，按已经做的评分。"
SIDE_UNSHOWN = "这一边选对了，可点出来的几处说明不了为什么。"
SIDE_WRONG = "哪一边是正事，没有看对。"


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
    judged: Judgement | None = None
    """A hit, a miss, a false alarm, or genuine business let through; None where nothing was judged."""


def score(item: Item, answer: Answer | None) -> Score | None:
    """The score of an item, None where a person must give it. Never raises for a bad answer."""
    if isinstance(item, TextItem):
        return None
    if answer is None:
        return _nothing(item, NOT_ANSWERED)
    match item, answer:
        case ScenarioItem(), Transcript():
            return scoring(item.scenario, answer, item.rubric, item.points)
        case MarksItem(), MarksAnswer():
            return _score_marks(item, answer)
        case CompareItem(), CompareAnswer():
            return _score_compare(item, answer)
        case ChoiceItem(), ChoiceAnswer():
            return _score_choice(item, answer)
        case OrderItem(), OrderAnswer():
            return _score_order(item, answer)
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
    given = _given(rubric.points(moments, last), points, reasons)
    return replace(given, critical=bool(errors), judged=of_walk(scenario, last))


def _score_marks(item: MarksItem, answer: MarksAnswer) -> Score:
    """Share of cues found, less the share of innocent phrases touched; touching all or none gives 0."""
    touched, cues, innocent = set(answer.marks), item.key.marks, item.key.innocent
    if not touched:
        return _nothing(item, NOT_ANSWERED)
    if not touched <= {*cues, *innocent}:
        return _nothing(item, DAMAGED, damaged=True)
    phrases = {part.id: part.text.strip("，。") for line in item.marking.lines for part in line.parts}
    reasons = [Reason(True, f"你点出了“{phrases[p]}”：{cues[p]}") for p in cues if p in touched]
    reasons += [Reason(False, f"“{phrases[p]}”不是破绽：{innocent[p]}") for p in innocent if p in touched]
    missed = len(cues.keys() - touched)
    reasons += [Reason(False, f"还有{missed}处没有点出来。")] if missed else []
    return _given(item.key.share(touched) * item.points, item.points, reasons)


def _score_compare(item: CompareItem, answer: CompareAnswer) -> Score:
    """The side together with the rows that show it: the side alone is a coin tossed, and gives nothing."""
    touched, rows = set(answer.marks), item.key.rows
    if answer.genuine is None and not touched:
        return _nothing(item, NOT_ANSWERED)
    if not touched <= rows.keys():
        return _nothing(item, DAMAGED, damaged=True)
    share, right = item.key.share(answer.genuine, touched), answer.genuine == item.key.genuine
    whats = {row.id: row.what for row in item.pair.rows}
    reasons = [] if right else [Reason(False, SIDE_WRONG)]
    reasons += [Reason(False, SIDE_UNSHOWN)] if right and not share else []
    reasons += [
        Reason(
            rows[row].tells, f"“{whats[row]}”{'看得出来' if rows[row].tells else '看不出来'}：{rows[row].why}"
        )
        for row in whats
        if row in touched
    ]
    missed = len(set(item.key.telling) - touched)
    reasons += [Reason(False, f"还有{missed}处看得出来的没有点。")] if missed else []
    return _given(share * item.points, item.points, reasons or [Reason(True, "这一边选对了。")])


def _score_choice(item: ChoiceItem, answer: ChoiceAnswer) -> Score:
    """Single: the option's weight. Multiple: share of right options chosen, less the share of wrong ones."""
    chosen = set(answer.chosen)
    options = [option.id for option in item.question.options]
    single = item.question.type == "single"
    if not chosen:
        return _nothing(item, NOT_ANSWERED)
    if not chosen <= set(options) or (single and len(chosen) > 1):
        return _nothing(item, DAMAGED, damaged=True)
    weights, reasons = item.key.weights, item.key.reasons
    share = item.key.single(min(chosen)) if single else item.key.multiple(chosen)
    told = [Reason(weights.get(o, 0) == 1, reasons[o]) for o in options if o in chosen]
    missed = 0 if single else len(weights.keys() - chosen)
    told += [Reason(False, f"还有{missed}项该做的没有选。")] if missed else []
    given = _given(share * item.points, item.points, told)
    return replace(given, judged=of_choice(item, min(chosen)) if single else None)


def _score_order(item: OrderItem, answer: OrderAnswer) -> Score:
    """Pairs in the right order less those in the wrong one; an order by chance gives about nothing."""
    if not answer.order:
        return _nothing(item, NOT_ANSWERED)
    if sorted(answer.order) != sorted(item.key.order):
        return _nothing(item, DAMAGED, damaged=True)
    told = [
        Reason(given == right, f"第{n}步是“{_option(item, right)}”：{item.key.reasons[right]}")
        for n, (given, right) in enumerate(zip(answer.order, item.key.order, strict=True), 1)
    ]
    return _given(item.key.share(answer.order) * item.points, item.points, told)


def _option(item: OrderItem, option_id: str) -> str:
    return next(o.text for o in item.question.options if o.id == option_id).strip("。")


def _given(value: float, points: float, reasons: Iterable[Reason]) -> Score:
    return Score(_within(value, points), float(points), tuple(reasons))


def _nothing(item: Item, why: str, *, damaged: bool = False) -> Score:
    return Score(0.0, float(item.points), (Reason(False, why),), damaged=damaged)


def _within(value: float, points: float) -> float:
    """A built-in float within [0, points], to two places: nbgrader reads its repr."""
    return float(min(max(round(float(value), 2), 0.0), float(points)))
