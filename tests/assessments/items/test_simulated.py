"""Simulated trainees whose answers are drawn: what they do, and that it follows the model that is told."""

import math
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, timedelta
from functools import cache
from statistics import NormalDist, mean, stdev

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.grading.judgement import Judgement
from assessments.grading.responses import Answers
from assessments.grading.scoring import Score, score
from assessments.items.dice import Throws
from assessments.items.form import form_ids, load_form
from assessments.items.item import ChoiceItem, CompareItem, MarksItem, OrderItem, ScenarioItem, TextItem
from assessments.items.paper import paper
from assessments.items.simulated import Bias, Trainee, drawn_trainee
from assessments.items.sitting import Room, Sitting
from assessments.items.trainees import expected
from casebank.answer import (
    Answer,
    ChoiceAnswer,
    CompareAnswer,
    MarksAnswer,
    OrderAnswer,
    TextAnswer,
)
from casebank.masking import mask
from casebank.transcript import Transcript
from casebank.walk import begin, ended, replay

MONDAY = date(2026, 11, 2)
COHORT = 120
ABLE = 1.25
BEIJING = timedelta(hours=8)
FORMS = form_ids()


@cache
def room(form: str, seed: int = 1) -> Room:
    return Room(load_form(form), MONDAY, seed)


@cache
def sat(form: str, ability: float, bias: Bias) -> Sequence[tuple[str, Sitting]]:
    """What a cohort of the same trainee hands in, each with another paper."""
    learners = [f"1{number:04d}" for number in range(COHORT)]
    return [(learner, room(form).sit(learner, Trainee(ability, bias))) for learner in learners]


def scores(form: str, learner: str, sitting: Sitting) -> dict[str, Score]:
    """Each item's score, by slot; an item without an answer earns nothing."""
    items = paper(load_form(form), learner).items
    given = {item.id: score(item, sitting.answers.get(item.id)) for item in items}
    return {slot: each for slot, each in given.items() if each is not None}


@cache
def points(form: str, ability: float, bias: Bias) -> Sequence[float]:
    return [sum(s.points for s in scores(form, *each).values()) for each in sat(form, ability, bias)]


def judged(form: str, bias: Bias) -> Counter[Judgement | None]:
    every = (s.judged for each in sat(form, ABLE, bias) for s in scores(form, *each).values())
    return Counter(every)


def share(count: Counter[Judgement | None], wrong: Judgement, right: Judgement) -> tuple[float, float]:
    """How many were judged wrongly, and the variance of that share."""
    n = count[wrong] + count[right]
    p = count[wrong] / n
    return p, p * (1 - p) / n


def clearly_more(first: tuple[float, float], second: tuple[float, float]) -> bool:
    """By four standard errors at least."""
    return first[0] - second[0] > 4 * math.sqrt(first[1] + second[1])


@pytest.mark.parametrize("ability", [0.0, 1.0, 2.5])
@pytest.mark.parametrize("form", ["counter", "entry-a"])
def test_without_a_bias_one_earns_what_the_formula_expects(form: str, ability: float) -> None:
    """Within four standard errors, each paper held against the expectation of its own items."""
    wanted = [
        sum(expected(item, ability) for item in paper(load_form(form), learner).items if item.automatic)
        for learner, _ in sat(form, ability, Bias.EVEN)
    ]
    off = [got - want for got, want in zip(points(form, ability, Bias.EVEN), wanted, strict=True)]
    assert abs(mean(off)) < 4 * stdev(off) / math.sqrt(len(off))


@pytest.mark.parametrize("bias", [bias for bias in Bias if bias is not Bias.RANDOM])
def test_who_is_able_earns_more_on_the_average(bias: Bias) -> None:
    low, middle, high = (points("counter", ability, bias) for ability in (0.0, 1.25, 3.0))
    for less, more in ((low, middle), (middle, high)):
        gained = [b - a for a, b in zip(less, more, strict=True)]
        assert mean(gained) > 4 * stdev(gained) / math.sqrt(len(gained))


def test_the_trusting_miss_more_frauds_and_raise_fewer_alarms() -> None:
    even, trusting = judged("entry-a", Bias.EVEN), judged("entry-a", Bias.TRUSTING)
    missed = Judgement.MISS, Judgement.HIT
    alarmed = Judgement.FALSE_ALARM, Judgement.PASSED
    assert clearly_more(share(trusting, *missed), share(even, *missed))
    assert clearly_more(share(even, *alarmed), share(trusting, *alarmed))


def test_the_suspicious_raise_more_alarms_and_miss_fewer_frauds() -> None:
    """On two forms together: the able miss few frauds, whatever their bias."""
    even, suspicious = (
        judged("entry-a", bias) + judged("counter", bias) for bias in (Bias.EVEN, Bias.SUSPICIOUS)
    )
    missed = Judgement.MISS, Judgement.HIT
    alarmed = Judgement.FALSE_ALARM, Judgement.PASSED
    assert clearly_more(share(suspicious, *alarmed), share(even, *alarmed))
    assert clearly_more(share(even, *missed), share(suspicious, *missed))


def test_the_suspicious_touch_more_phrases_than_the_trusting() -> None:
    def touched(bias: Bias) -> int:
        answers = (sitting.answers["m1"] for _, sitting in sat("counter", ABLE, bias))
        return sum(len(each.marks) for each in answers if isinstance(each, MarksAnswer))

    assert touched(Bias.TRUSTING) < 0.8 * touched(Bias.EVEN)
    assert touched(Bias.EVEN) < 0.8 * touched(Bias.SUSPICIOUS)


def test_at_random_no_ability_counts() -> None:
    one, other = (room("counter").sit("10001", Trainee(ability, Bias.RANDOM)) for ability in (0.0, 3.0))
    assert one == other


def test_the_hurried_leave_things_undone_and_are_quick() -> None:
    hurried, even = sat("counter", ABLE, Bias.HURRIED), sat("counter", ABLE, Bias.EVEN)
    asked = 9 * COHORT
    assert {len(sitting.answers) for _, sitting in even} == {9}
    skipped = asked - sum(len(sitting.answers) for _, sitting in hurried)
    assert abs(skipped - 0.1 * asked) < 4 * math.sqrt(0.09 * asked)
    quick, slow = (mean((s.handed_in - s.begun).total_seconds() for _, s in each) for each in (hurried, even))
    assert 60 < quick < slow / 2 < 15 * 60
    broken = [walk_ended("counter", learner, sitting) for learner, sitting in hurried]
    assert 0 < sum(each.count(False) for each in broken) < sum(each.count(True) for each in broken)
    assert all(all(walk_ended("counter", *each)) for each in even)


def walk_ended(form: str, learner: str, sitting: Sitting) -> list[bool]:
    """Of each scenario that was begun, whether it came to its end."""
    items = [item for item in paper(load_form(form), learner).items if isinstance(item, ScenarioItem)]
    walks = [(item.scenario, sitting.answers.get(item.id)) for item in items]
    return [ended(s, replay(s, walk)) for s, walk in walks if isinstance(walk, Transcript)]


def test_the_hurried_look_at_the_first_things_only() -> None:
    for form in ("counter", "entry-a"):
        for learner, sitting in sat(form, ABLE, Bias.HURRIED):
            for item in paper(load_form(form), learner).items:
                match item, sitting.answers.get(item.id):
                    case ScenarioItem(), Transcript() as walk:
                        state = begin(item.scenario)
                        for n, event in enumerate(walk.events):
                            offered = item.scenario.story.on_offer(state.node, state.values)
                            assert event.choice in [choice.id for choice in offered[:2]]
                            so_far = walk.model_copy(update={"events": walk.events[: n + 1]})
                            state = replay(item.scenario, so_far)
                    case ChoiceItem(), ChoiceAnswer() as choice:
                        assert set(choice.chosen) <= {option.id for option in item.question.options[:2]}
                    case OrderItem(), OrderAnswer() as order:
                        assert order.order[2:] == tuple(option.id for option in item.question.options[2:])
                    case MarksItem(), MarksAnswer() as marks:
                        parts = item.marking.part_ids()
                        assert set(marks.marks) <= set(parts[: (len(parts) + 1) // 2])


def test_the_shares_of_biases_and_the_abilities_are_as_told() -> None:
    people = [drawn_trainee(Throws(f"3|{number}")) for number in range(4000)]
    counted = Counter(person.bias for person in people)
    told = {"even": 0.4, "trusting": 0.2, "suspicious": 0.15, "hurried": 0.15, "random": 0.1}
    assert set(counted) == set(told)
    for bias, chance in told.items():
        assert abs(counted[Bias(bias)] - 4000 * chance) < 4 * math.sqrt(4000 * chance * (1 - chance))
    assert {person.ability for person in people if person.bias is Bias.RANDOM} == {0.0}
    normal = NormalDist(1.25, 0.75)
    steps = [n / 1000 for n in range(3001)]
    weights = [normal.pdf(step) for step in steps]
    wanted = sum(s * w for s, w in zip(steps, weights, strict=True)) / sum(weights)
    for bias in set(Bias) - {Bias.RANDOM}:
        able = [person.ability for person in people if person.bias is bias]
        assert 0 <= min(able) <= max(able) <= 3
        assert abs(mean(able) - wanted) < 4 * stdev(able) / math.sqrt(len(able))


def test_throws_are_even_and_weighed_by_their_weights() -> None:
    throws = Throws("even")
    shares = [throws.share() for _ in range(4000)]
    assert 0 <= min(shares) <= max(shares) < 1
    assert abs(mean(shares) - 0.5) < 4 * math.sqrt(1 / 12 / 4000)
    taken = Counter(throws.weighed([1.0, 0.0, 3.0]) for _ in range(4000))
    assert set(taken) == {0, 2}
    assert abs(taken[2] - 3000) < 4 * math.sqrt(4000 * 0.75 * 0.25)
    assert [Throws("a").share() for _ in range(2)] == [Throws("a").share()] * 2
    assert Throws("a").share() != Throws("b").share()


def test_texts_are_of_varying_quality_and_some_are_the_same() -> None:
    cohorts = [(2.5, Bias.EVEN), (0.5, Bias.EVEN), (0.0, Bias.RANDOM), (ABLE, Bias.TRUSTING)]
    texts = {
        who: [
            s.answers["t1"].text for _, s in sat("counter", *who) if isinstance(s.answers["t1"], TextAnswer)
        ]
        for who in cohorts
    }
    for written in texts.values():
        assert len(written) == COHORT
        assert 0 < written.count("") < COHORT / 4
        assert 5 < len(set(written)) < COHORT
        assert all(len(text) <= 200 and mask(text) == text for text in written)
    able, less, random, _ = (mean(map(len, written)) for written in texts.values())
    assert able > less > random


valid = st.builds(
    Trainee,
    ability=st.floats(min_value=0, max_value=3, allow_nan=False),
    bias=st.sampled_from(list(Bias)),
)


@settings(max_examples=100)
@given(
    st.sampled_from(FORMS),
    st.integers(min_value=1, max_value=10**9),
    st.integers(min_value=0, max_value=3),
    valid,
)
def test_whatever_is_drawn_is_an_answer_to_the_paper(
    form_id: str, number: int, seed: int, trainee: Trainee
) -> None:
    form, learner = load_form(form_id), f"d{number}"
    sitting = room(form_id, seed).sit(learner, trainee)
    items = {item.id: item for item in paper(form, learner).items}
    assert set(sitting.answers) <= set(items)
    assert sitting.variants == ({} if form.is_fixed else {slot: i.edition for slot, i in items.items()})
    answers = Answers(
        form=form.id,
        content_version=form.content_version,
        learner=learner,
        items=dict(sitting.answers),
        variants=dict(sitting.variants),
    )
    assert Answers.model_validate_json(answers.to_bytes()) == answers
    for slot, answer in sitting.answers.items():
        assert fits(items[slot], answer)
        given = score(items[slot], answer)
        assert given is None or not given.damaged
    walks = [answer for answer in sitting.answers.values() if isinstance(answer, Transcript)]
    times = [sitting.begun, *(event.at for walk in walks for event in walk.events), sitting.handed_in]
    assert times == sorted(set(times))
    assert_in_working_hours(sitting)


def fits(item: object, answer: Answer) -> bool:
    """Whether an answer holds nothing that its item does not offer."""
    match item, answer:
        case ScenarioItem(), Transcript():
            return answer.item == item.id and replay(item.scenario, answer).seq > 0
        case ChoiceItem(), ChoiceAnswer():
            enough = item.question.type == "multiple" or len(answer.chosen) == 1
            return enough and set(answer.chosen) <= {option.id for option in item.question.options}
        case MarksItem(), MarksAnswer():
            return set(answer.marks) <= set(item.marking.part_ids())
        case CompareItem(), CompareAnswer():
            return answer.genuine in ("a", "b") and set(answer.marks) <= {row.id for row in item.pair.rows}
        case OrderItem(), OrderAnswer():
            return sorted(answer.order) == sorted(option.id for option in item.question.options)
        case TextItem(), TextAnswer():
            return len(answer.text) <= item.question.max_chars
    return False


def assert_in_working_hours(sitting: Sitting) -> None:
    begun = sitting.begun.astimezone(UTC) + BEIJING
    assert MONDAY <= begun.date() < MONDAY + timedelta(days=12)
    assert begun.weekday() < 5
    assert 8.5 <= begun.hour + begun.minute / 60 < 17
    assert sitting.begun < sitting.handed_in < sitting.begun + timedelta(hours=1)
