"""Policies that never judge: what they score, and that no form lets them pass."""

import itertools
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assessments.grading.scoring import score
from assessments.items.audit import POLICIES, audit, by_habit
from assessments.items.check import audit_faults
from assessments.items.form import Form, form_ids, load_form
from assessments.items.item import ChoiceItem, Item, ScenarioItem
from assessments.items.itembank import MOUNTED, load_items
from assessments.items.policy import HABITS, play
from casebank.answer import ChoiceAnswer
from casebank.transcript import Transcript
from casebank.walk import begin, step
from course.cli import app

SEVEN = "comply refuse verify_then_default longest first last random".split()
AT = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture(scope="module")
def form(duo_items: Path) -> Form:
    return load_form("duo-a", duo_items)


@pytest.fixture(scope="module")
def items(duo_items: Path) -> list[Item]:
    return [*load_items(duo_items).items.values(), *load_items().items.values()]


def scored(form: Form) -> dict[str, float]:
    return {each.policy: each.score for each in audit(form)}


@pytest.mark.parametrize("form_id", form_ids())
def test_no_policy_passes_a_real_form(form_id: str) -> None:
    table = audit(load_form(form_id))
    assert tuple(each.policy for each in table) == POLICIES
    assert [each.policy for each in table if each.passed] == []


def test_what_the_policies_score_on_made_up_items(form: Form) -> None:
    """Read off the rubrics: who pays, pays in both; who refuses, refuses in both; the order shown is worth nothing."""
    of_business = (
        slot.variants for slot in form.slots if slot.variants[0].kind == "choice" and slot.variants[0].genuine
    )
    q2 = next(of_business)
    rights = [item.key.stances[min(item.key.weights)] for item in q2 if isinstance(item, ChoiceItem)]
    got = scored(form)
    assert got["comply"] == 0 + 5 + (4 if "comply" in rights else 0)
    assert got["refuse"] == 5 + 0
    verified_then_paid, verified_then_refused = 1 + 10, 9 + 1
    questions = 4 + (4 if "verify" in rights else 0)
    assert got["verify_then_default"] == max(verified_then_paid, verified_then_refused) + questions


def test_a_walk_of_a_habit_is_scored_as_anybodys(items: list[Item]) -> None:
    for item, habit in itertools.product([i for i in items if isinstance(i, ScenarioItem)], HABITS):
        state, events = begin(item.scenario), []
        for choice in play(item.scenario, HABITS[habit]):
            state, event = step(item.scenario, state, choice, AT)
            events.append(event)
        assert item.scenario.nodes[state.node].ending is not None
        version = item.scenario.content_version
        given = score(item, Transcript(item=item.id, content_version=version, events=tuple(events)))
        assert given is not None
        assert given.points == by_habit(item, habit)


def test_an_option_of_a_habit_is_scored_as_anybodys(items: list[Item]) -> None:
    for item in items:
        if isinstance(item, ChoiceItem) and item.question.type == "single":
            for habit, place in (("first", 0), ("last", -1)):
                chosen = (item.question.options[place].id,)
                given = score(item, ChoiceAnswer(kind="choice", chosen=chosen))
                assert given is not None
                assert given.points == pytest.approx(by_habit(item, habit))


def test_a_form_that_a_policy_passes_is_refused(form: Form, duo_items: Path) -> None:
    refused = scored(form)["refuse"]
    easy = replace(form, pass_score=refused)
    assert {each.policy for each in audit(easy) if each.passed} >= {"refuse"}
    found = [str(fault) for fault in audit_faults(easy, duo_items)]
    assert f"forms/duo-a.yaml:8: policy 'refuse' scores {refused:g} of 42 and passes" in found
    assert [*audit_faults(form, duo_items)] == []


def test_chance_is_the_95th_percentile_of_a_thousand_who_toss_coins(form: Form) -> None:
    """One question with four options: a quarter gets it, so the best twentieth does. Two: a sixteenth does."""
    question = next(slot for slot in form.slots if slot.id == "q1")
    one = replace(form, slots=(question,), pass_score=1)
    two = replace(form, slots=(question, replace(question, id="q9")), pass_score=1)
    three = replace(form, slots=tuple(replace(question, id=f"q{n}") for n in range(3)), pass_score=1)
    assert [scored(each)["random"] for each in (one, two, three)] == [4.0, 8.0, 8.0]
    assert scored(form) == scored(form)


def test_a_free_text_gives_a_policy_nothing() -> None:
    form = load_form("lesson-01")
    assert {each.max_score for each in audit(form)} == {form.automatic_max} == {40.0}


def test_the_command(duo_items: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MOUNTED, "")
    run = CliRunner().invoke(app, ["audit", "duo-b", "--json", "--items", str(duo_items)])
    assert run.exit_code == 0
    table = json.loads(run.stdout)
    assert [row["policy"] for row in table] == list(POLICIES)
    assert all(set(row) == {"policy", "score", "max_score", "passed"} for row in table)
    people = CliRunner().invoke(app, ["audit", "duo-b"])
    assert "verify_then_default" in people.stdout
    listed = json.loads(CliRunner().invoke(app, ["forms", "--json"]).stdout)
    row = next(row for row in listed if row["id"] == "duo-b")
    assert list(row) == "id title items genuine_share minutes max_score pass_score".split()
    assert (row["items"], row["genuine_share"], row["max_score"], row["pass_score"]) == (7, 0.5, 42.0, 30.0)


def test_every_form_is_listed_and_audited_in_the_same_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MOUNTED, "")
    listed = json.loads(CliRunner().invoke(app, ["forms", "--json"]).stdout)
    assert {row["id"] for row in listed} >= {"entry-a", "end-b", "delayed-c", "counter", "finance", "office"}
    for row in listed:
        assert list(row) == "id title items genuine_share minutes max_score pass_score".split()
        assert 0 < row["minutes"] <= 15
        assert 0 < row["pass_score"] < row["max_score"]
        assert 0.3 <= row["genuine_share"] <= 0.7
    told = json.loads(CliRunner().invoke(app, ["audit", "entry-a", "--json"]).stdout)
    assert [list(each) for each in told] == [["policy", "score", "max_score", "passed"]] * 7
    assert [each["policy"] for each in told] == SEVEN
    assert {type(each["passed"]) for each in told} == {bool}


def test_a_form_that_a_policy_passes_is_told_by_the_exit_status_too(
    private_items: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MOUNTED, "")
    run = CliRunner().invoke(app, ["audit", "own-test", "--json", "--items", str(private_items)])
    assert run.exit_code == 1
    told = json.loads(run.stdout)
    assert [each["policy"] for each in told] == SEVEN
    assert any(each["passed"] for each in told)


@pytest.mark.slow
def test_what_goes_into_a_pipe_is_utf_8_whatever_the_language_of_the_system() -> None:
    plain = {
        "LANG": "C",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }
    command = [
        sys.executable,
        "-c",
        "import sys; sys.argv[0] = 'shizha'; from course.cli import main; main()",
    ]
    for arguments, expected in ((["forms", "--json"], "柜面人员测评"), (["audit", "lesson-01"], "不通过")):
        done = subprocess.run(
            [*command, *arguments], env={**os.environ, **plain}, stdin=subprocess.DEVNULL, capture_output=True
        )
        assert done.returncode == 0, done.stderr
        assert expected in done.stdout.decode("utf-8")
        assert b"\x1b" not in done.stdout
