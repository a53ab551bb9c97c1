"""From answers to points: worked examples and properties."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_output
from nbgrader.utils import determine_grade

from assessments.errors import DamagedAnswers
from assessments.grading import form_scores, refusal, score_item
from assessments.grading.responses import Answers, read_answers
from assessments.grading.scoring import DAMAGED, NOT_ANSWERED, Score, score
from assessments.items.form import Form, load_form
from assessments.items.item import ChoiceItem, Item, MarksItem, ScenarioItem
from casebank.answer import Answer, ChoiceAnswer, MarksAnswer, TextAnswer
from casebank.graph import Choice
from casebank.transcript import Transcript
from casebank.vocab import Act
from casebank.walk import begin, ended, step, walks

AT = datetime(2026, 11, 22, tzinfo=UTC)
FORM = load_form("lesson-01")


def item(item_id: str, form: Form = FORM) -> Any:
    found = form.item(item_id)
    assert found is not None
    return found


def walked(scenario_item: ScenarioItem, choices: str) -> Transcript:
    scenario, events = scenario_item.scenario, []
    state = begin(scenario)
    for choice in choices:
        state, event = step(scenario, state, choice, AT)
        events.append(event)
    return Transcript(item=scenario_item.id, content_version=scenario.content_version, events=tuple(events))


def points(item_id: str, answer: Answer | None) -> float:
    given_ = score(item(item_id), answer)
    assert given_ is not None
    return given_.points


@pytest.mark.parametrize(
    ("item_id", "choices", "expected"),
    [
        ("s1", "cb", 10.0),  # calls the number on file, tells the client and 96110
        ("s1", "cc", 9.0),  # calls, then only deletes the number
        ("s1", "b", 6.0),  # deletes at once: the money is safe, nothing was found out
        ("s1", "ca", 2.0),  # calls, then does it all the same: capped
        ("s1", "aa", 0.0),  # sends the money
        ("s1", "abb", 0.0),  # pays a part
        ("s1", "a", 0.0),  # stops half-way
        ("s2", "cb", 10.0),  # calls, then serves the client
        ("s2", "ca", 3.0),  # calls, and refuses all the same
        ("s2", "b", 0.0),  # refuses a genuine client outright
        ("s2", "aaa", 1.0),  # hands out the client's data unverified
        ("s2", "abbb", 10.0),  # verifies late: nothing lost
        ("s2", "abc", 7.0),  # the official app: safe for whoever it is
        ("s2", "aad", 7.0),
    ],
)
def test_worked_walks(item_id: str, choices: str, expected: float) -> None:
    assert points(item_id, walked(item(item_id), choices)) == expected


@pytest.mark.parametrize(
    ("item_id", "chosen", "expected"),
    [
        ("q1", "b", 4.0),
        ("q1", "d", 1.6),
        ("q1", "a", 0.0),
        ("q3", "b", 4.0),
        ("q3", "c", 4.0),
        ("q3", "a", 0.0),
    ]
    + [("q2", "ace", 6.0), ("q2", "a", 2.0), ("q2", "abcdef", 0.0), ("q2", "acb", 2.0)],
)
def test_worked_choices(item_id: str, chosen: str, expected: float) -> None:
    assert points(item_id, ChoiceAnswer(kind="choice", chosen=tuple(chosen))) == expected


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (("w2", "w6", "w7", "w9", "w10"), 6.0),
        (("w6",), 1.2),
        (("w6", "w1"), 0.2),
        (tuple(f"w{n}" for n in range(1, 12)), 0.0),
    ],
)
def test_worked_marks(marks: tuple[str, ...], expected: float) -> None:
    assert points("m1", MarksAnswer(kind="marks", marks=marks)) == expected


def test_free_text_is_left_to_a_person() -> None:
    assert score(item("t1"), TextAnswer(kind="text", text="先别转")) is None
    assert FORM.automatic_max == 40
    assert FORM.max_score == 45


def test_what_is_missing_or_foreign_scores_nothing_and_says_so() -> None:
    nothing = score(item("s1"), None)
    assert nothing == Score(0.0, 10.0, nothing.reasons if nothing else ())
    assert nothing is not None
    assert nothing.reasons[0].text == NOT_ANSWERED
    foreign = score(item("s1"), ChoiceAnswer(kind="choice", chosen=("a",)))
    assert foreign is not None
    assert foreign.damaged
    assert foreign.reasons[0].text == DAMAGED
    stale = walked(item("s1"), "cb").model_copy(update={"content_version": "1999.1"})
    told = score(item("s1"), stale)
    assert told is not None
    assert told.damaged
    assert told.points == 0.0


SCENARIO_ITEMS = [i for i in FORM.items if isinstance(i, ScenarioItem)]


@pytest.mark.parametrize("scenario_item", SCENARIO_ITEMS, ids=lambda i: i.id)
def test_verifying_earns_half_and_never_costs_a_point(scenario_item: ScenarioItem) -> None:
    """Of two walks to the same ending, the one that verified is never worse; verifying alone earns half at most."""
    best: dict[tuple[str, bool], float] = {}
    for walk in walks(scenario_item.scenario):
        given_ = score(scenario_item, walked(scenario_item, "".join(c.id for c in walk)))
        assert given_ is not None
        verified = any(c.act is Act.VERIFY_KNOWN_CHANNEL for c in walk)
        key = (walk[-1].to, verified)
        best[key] = max(best.get(key, 0.0), given_.points)
    for (ending, verified), reached in best.items():
        if not verified and (ending, True) in best:
            assert best[ending, True] >= reached
    only = score(scenario_item, walked(scenario_item, "c"))
    assert only is not None
    assert only.points <= scenario_item.points / 2


def play(scenario_item: ScenarioItem, pick: Any) -> Transcript:
    scenario, choices = scenario_item.scenario, ""
    state = begin(scenario)
    while not ended(scenario, state):
        choice: Choice = pick(scenario.nodes[state.node].choices)
        state, _ = step(scenario, state, choice.id, AT)
        choices += choice.id
    return walked(scenario_item, choices)


def preferring(*acts: Act) -> Any:
    return lambda choices: next((c for a in acts for c in choices if c.act is a), choices[0])


POLICIES = {
    "comply": preferring(Act.COMPLY, Act.PARTIAL, Act.PROCEED_BY_RULE, Act.TALK),
    "refuse": preferring(Act.REFUSE, Act.WAIT),
    "verify, then the default": preferring(Act.VERIFY_KNOWN_CHANNEL, Act.COMPLY, Act.PARTIAL),
    "longest": lambda choices: max(choices, key=lambda c: len(c.text)),
    "shortest": lambda choices: min(choices, key=lambda c: len(c.text)),
    "first": lambda choices: choices[0],
    "last": lambda choices: choices[-1],
}


def options_by(policy: str, choice_item: ChoiceItem) -> tuple[str, ...]:
    options = choice_item.question.options
    if policy == "first":
        return (options[0].id,)
    if policy == "last":
        return (options[-1].id,)
    if policy == "longest":
        return (max(options, key=lambda o: len(o.text)).id,)
    if policy == "shortest":
        return (min(options, key=lambda o: len(o.text)).id,)
    return tuple(choice_item.key.weights)[:1]  # generous: such a trainee knows the facts, and judges badly


@pytest.mark.parametrize("policy", POLICIES)
def test_no_gaming_policy_passes(policy: str) -> None:
    total = 0.0
    for each in FORM.items:
        if isinstance(each, ScenarioItem):
            total += points(each.id, play(each, POLICIES[policy]))
        elif isinstance(each, ChoiceItem):
            total += points(each.id, ChoiceAnswer(kind="choice", chosen=options_by(policy, each)))
        elif isinstance(each, MarksItem):
            total += points(each.id, MarksAnswer(kind="marks", marks=tuple(each.marking.part_ids())))
    assert total < FORM.pass_score


@st.composite
def answers_to(draw: st.DrawFn, each: Item) -> Answer:
    """Any answer that the schema lets in, sensible or not."""
    if draw(st.booleans()) and isinstance(each, ScenarioItem):
        walk = draw(st.sampled_from(["".join(c.id for c in w) for w in walks(each.scenario)]))
        return walked(each, walk[: draw(st.integers(0, len(walk)))])
    return draw(
        st.one_of(
            st.builds(
                ChoiceAnswer, kind=st.just("choice"), chosen=st.lists(st.sampled_from("abcdefgh"), max_size=8)
            ),
            st.builds(
                MarksAnswer, kind=st.just("marks"), marks=st.lists(st.sampled_from(["w1", "w2", "w6", "w99"]))
            ),
            st.builds(TextAnswer, kind=st.just("text"), text=st.text(max_size=50)),
        )
    )


@given(st.data())
def test_a_score_is_a_float_between_nothing_and_all_and_nbgrader_reads_it_so(data: st.DataObject) -> None:
    each = data.draw(st.sampled_from([i for i in FORM.items if i.automatic]))
    given_ = score(each, data.draw(answers_to(each)))
    assert given_ is not None
    assert type(given_.points) is float
    assert 0.0 <= given_.points <= each.points
    assert given_.reasons
    cell = new_code_cell(outputs=[new_output("execute_result", data={"text/plain": repr(given_.points)})])
    cell.metadata["nbgrader"] = {
        "grade": True,
        "solution": False,
        "grade_id": "x",
        "points": each.points,
        "locked": True,
    }
    assert determine_grade(cell) == (given_.points, each.points)


def test_a_cell_scores_from_the_folder_and_says_why_on_stdout_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "form.json").write_text('{"form": "lesson-01"}', encoding="utf-8")
    assert score_item("s1", tmp_path) == 0.0
    Answers(
        form="lesson-01", content_version="2026.11", learner="1001", items={"s1": walked(item("s1"), "cb")}
    ).write(tmp_path)
    assert score_item("s1", tmp_path) == 10.0
    told = capsys.readouterr()
    assert NOT_ANSWERED in told.out
    assert "档案里的电话" in told.out
    assert told.err == ""


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"schema": "shizha.answers/9"}',
        b"\xff\xfe",
        b'{"items": ' + b"[" * 5000,
        b" " * 1_000_001,
    ],
    ids=["empty", "cut", "list", "other schema", "not utf-8", "deep", "huge"],
)
def test_damaged_answers_are_told_and_score_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "answers.json").write_bytes(content)
    with pytest.raises(DamagedAnswers):
        read_answers(tmp_path)
    scores = form_scores(FORM, tmp_path)
    assert {s.points for s in scores.values()} == {0.0}
    assert all(s.damaged for s in scores.values())


@pytest.mark.parametrize(
    ("version", "form", "why"),
    [
        ("1999.1", "lesson-01", "作答属于试卷的 1999.1 版，现在是 2026.11 版"),
        ("2026.11", "other", "交的是“other”的作答，不是“lesson-01”的"),
    ],
)
def test_what_belongs_into_quarantine_is_no_mark_that_nbgrader_takes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], version: str, form: str, why: str
) -> None:
    """Also in a course whose configuration does not look for it: infinity is above every maximum."""
    (tmp_path / "form.json").write_text('{"form": "lesson-01"}', encoding="utf-8")
    Answers(form=form, content_version=version, learner="1001").write(tmp_path)
    assert refusal(FORM, tmp_path) == why
    assert score_item("s1", tmp_path) == float("inf")
    assert why in capsys.readouterr().out


def test_one_impossible_answer_keeps_the_whole_submission_from_being_marked(tmp_path: Path) -> None:
    (tmp_path / "form.json").write_text('{"form": "lesson-01"}', encoding="utf-8")
    items: dict[str, Answer] = {
        "s1": walked(item("s1"), "cb"),
        "q1": ChoiceAnswer(kind="choice", chosen=("a", "b")),
    }
    Answers(form="lesson-01", content_version="2026.11", learner="1001", items=items).write(tmp_path)
    assert refusal(FORM, tmp_path) == "q1：这一题没有这样的作答"
    assert score_item("s1", tmp_path) == float("inf")


def test_answers_to_another_form_are_damaged(tmp_path: Path) -> None:
    Answers(form="other", content_version="2026.11", learner="1001").write(tmp_path)
    assert all(s.damaged for s in form_scores(FORM, tmp_path).values())


def test_answers_to_another_version_are_told_and_not_scored(tmp_path: Path) -> None:
    items: dict[str, Answer] = {"q1": ChoiceAnswer(kind="choice", chosen=("b",))}
    Answers(form="lesson-01", content_version="1999.1", learner="1001", items=items).write(tmp_path)
    scores = form_scores(FORM, tmp_path)
    assert {s.points for s in scores.values()} == {0.0}
    assert all("另一个版本" in s.reasons[0].text and s.damaged for s in scores.values())


def test_answers_are_written_whole_and_equal_answers_are_equal_bytes(tmp_path: Path) -> None:
    items: dict[str, Answer] = {
        "q1": ChoiceAnswer(kind="choice", chosen=("b",)),
        "s1": walked(item("s1"), "cb"),
    }
    one = Answers(form="lesson-01", content_version="2026.11", learner="1001", items=items)
    other = Answers(
        form="lesson-01", content_version="2026.11", learner="1001", items=dict(reversed(items.items()))
    )
    assert one.to_bytes() == other.to_bytes()
    one.write(tmp_path)
    assert read_answers(tmp_path) == one
    assert [p.name for p in tmp_path.iterdir()] == ["answers.json"]


@pytest.mark.parametrize("learner", ["a+b", "a*b", "../x", "a/b", "a\\b", "", "x" * 65, "a b"])
def test_a_learner_that_cannot_be_a_folder_is_refused(learner: str) -> None:
    with pytest.raises(ValueError, match="learner"):
        Answers(form="lesson-01", content_version="2026.11", learner=learner)
