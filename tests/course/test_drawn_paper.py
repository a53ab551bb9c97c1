"""A notebook of a form whose papers are drawn: the own one is shown and recorded, in Lab and for the marker."""

import json
from pathlib import Path

import pytest

from assessments.authoring import build_form
from assessments.grading.responses import Answers, read_answers
from assessments.grading.transcribe import NOTHING
from assessments.items.form import load_form
from assessments.items.paper import paper
from course.paper import PRACTISES_AS, Paper

FORM = "counter"
TEXT = {"kind": "text", "text": "先打电话核实。"}
LEARNERS = [str(number) for number in range(1001, 1013)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.delenv("SHIZHA_PRACTICE", raising=False)
    return build_form(FORM, tmp_path)


def kept(folder: Path) -> Answers:
    answers = read_answers(folder)
    assert answers is not None
    return answers


def specs(folder: Path) -> list[object]:
    shown = Paper.here(folder)
    widgets = [shown.show(slot.id) for slot in load_form(FORM).slots]
    return [widget.spec for widget in widgets if widget is not None]


def of_bank(learner: str) -> list[object]:
    sat = paper(load_form(FORM), learner)
    found = [sat.item(slot.id) for slot in load_form(FORM).slots]
    return [json.loads(json.dumps(item.view())) for item in found if item is not None]


@pytest.mark.parametrize("learner", LEARNERS[:3])
def test_the_hubs_user_gets_the_own_paper(
    folder: Path, monkeypatch: pytest.MonkeyPatch, learner: str
) -> None:
    monkeypatch.setenv("JUPYTERHUB_USER", learner)
    assert specs(folder) == of_bank(learner)
    widget = Paper.here(folder).show("t1")
    assert widget is not None
    widget.answer = TEXT
    assert kept(folder).variants == paper(load_form(FORM), learner).variants
    assert kept(folder).learner == learner


def test_what_is_recorded_goes_before_who_looks(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens the folder later, the instructor included, sees the paper that was answered."""
    monkeypatch.setenv("JUPYTERHUB_USER", "1001")
    widget = Paper.here(folder).show("t1")
    assert widget is not None
    widget.answer = TEXT
    monkeypatch.setenv("JUPYTERHUB_USER", "teacher")
    assert specs(folder) == of_bank("1001")
    assert of_bank("teacher") != of_bank("1001")
    assert kept(folder).learner == "1001"


def test_answers_to_variants_that_are_no_more_are_put_aside(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JUPYTERHUB_USER", "1001")
    form = load_form(FORM)
    variants = {**paper(form, "1001").variants, "t1": "gone-1@1"}
    older = Answers.model_validate(
        {"form": FORM, "content_version": form.content_version, "learner": "1001", "variants": variants}
    )
    older.write(folder)
    assert specs(folder) == of_bank("1001")
    assert "另存" in capsys.readouterr().out
    assert len(list(folder.glob("answers.*.old.json"))) == 1


def test_in_practice_everybody_is_the_same_user_and_gets_another_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
    monkeypatch.setenv("SHIZHA_PRACTICE", "1")
    shown = []
    for name in "abcd":
        folder = build_form(FORM, tmp_path / name)
        first = specs(folder)
        assert specs(folder) == first
        shown.append(json.dumps(first))
        assert (folder / PRACTISES_AS).is_file()
    assert len(set(shown)) > 1


def test_the_marker_reads_what_this_learner_was_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JUPYTERHUB_USER", "1001")
    widget = Paper.here(folder).show("t1")
    assert widget is not None
    widget.answer = TEXT
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setenv("JUPYTERHUB_USER", "teacher")
    capsys.readouterr()
    Paper.here(folder).show("t1")
    item = paper(load_form(FORM), "1001").item("t1")
    assert item is not None
    told = capsys.readouterr().out
    assert told.startswith(f"【{item.title}】{item.view()['prompt']}")
    assert "先打电话核实。" in told
    (folder / "answers.json").unlink()
    Paper.here(folder).show("t1")
    assert capsys.readouterr().out.strip() == NOTHING
