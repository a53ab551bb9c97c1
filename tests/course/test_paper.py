"""A form in a notebook: answers are kept beside it, and printed for the marker."""

import errno
import json
from pathlib import Path
from typing import Any

import pytest

from assessments.authoring import build_form
from assessments.grading.responses import Answers, read_answers
from assessments.grading.transcribe import NOTHING, UNREADABLE, transcribe
from course.paper import Paper, PaperError

FORM = "lesson-01"
TEXT = {"kind": "text", "text": "先打电话核实。"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.setenv("JUPYTERHUB_USER", "00123")
    return build_form(FORM, tmp_path)


def saved(folder: Path) -> dict[str, Any]:
    answers = read_answers(folder)
    assert answers is not None
    return dict(answers.model_dump(mode="json")["items"])


def spec(folder: Path, item_id: str) -> dict[str, Any]:
    form = json.loads((folder / "form.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = next(item["spec"] for item in form["items"] if item["id"] == item_id)
    return found


def test_a_changed_answer_is_written_and_shown_again(folder: Path) -> None:
    widget = Paper.here(folder).show("t1")
    assert widget is not None
    assert (widget.item, widget.mode, widget.answer) == ("t1", "assessed", {})
    assert not (folder / "answers.json").exists()
    widget.answer = TEXT
    assert saved(folder) == {"t1": TEXT}
    answers = read_answers(folder)
    assert answers is not None
    assert answers.learner == "00123"
    again = Paper.here(folder).show("t1")
    assert again is not None
    assert again.answer == TEXT


def test_items_are_saved_beside_each_other_and_taken_back(folder: Path) -> None:
    text, marks = Paper.here(folder).show("t1"), Paper.here(folder).show("m1")
    assert text is not None
    assert marks is not None
    text.answer = TEXT
    marks.answer = {"kind": "marks", "marks": ["w1"], "checked": False}
    assert set(saved(folder)) == {"t1", "m1"}
    text.answer = {}
    assert set(saved(folder)) == {"m1"}


def test_a_transcript_goes_round(folder: Path) -> None:
    widget = Paper.here(folder).show("s1")
    assert widget is not None
    version = spec(folder, "s1")["content_version"]
    event = {"seq": 0, "node": "n1", "choice": "a", "at": "2026-11-22T04:00:00.000Z"}
    head = {"kind": "transcript", "schema": "shizha.transcript/1", "item": "s1", "content_version": version}
    widget.answer = {**head, "events": [event]}
    again = Paper.here(folder).show("s1")
    assert again is not None
    assert again.answer["events"][0]["choice"] == "a"
    assert {key: again.answer[key] for key in head} == head


def test_a_damaged_file_is_put_aside(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "answers.json").write_text("{half", encoding="utf-8")
    widget = Paper.here(folder).show("t1")
    assert widget is not None
    assert widget.answer == {}
    assert "另存" in capsys.readouterr().out
    (kept,) = folder.glob("answers.*.old.json")
    assert kept.read_text(encoding="utf-8") == "{half"


def test_answers_to_another_paper_are_put_aside(folder: Path) -> None:
    Answers(form=FORM, content_version="2020.1", learner="a").write(folder)
    Paper.here(folder).show("t1")
    assert len(list(folder.glob("answers.*.old.json"))) == 1


def test_a_full_disk_is_told_and_nothing_is_lost(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    widget = Paper.here(folder).show("t1")
    assert widget is not None
    widget.answer = TEXT

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Answers, "write", refuse)
    widget.answer = {"kind": "text", "text": "另一句"}
    assert "没有保存上" in capsys.readouterr().out
    assert saved(folder) == {"t1": TEXT}


@pytest.mark.parametrize("content", [None, "{half", "[]", '{"form": "x"}'])
def test_without_a_form_there_is_one_sentence(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "form.json").write_text(content, encoding="utf-8")
    with pytest.raises(PaperError, match=r"form\.json") as caught:
        Paper.here(tmp_path)
    assert caught.value._render_traceback_() == [str(caught.value)]


def test_an_unknown_item_is_told(folder: Path) -> None:
    with pytest.raises(PaperError, match="z9"):
        Paper.here(folder).show("z9")


def test_under_nbgrader_it_prints_and_writes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    widget = Paper.here(folder).show("t1")
    assert widget is not None
    widget.answer = TEXT
    before = {path: path.read_bytes() for path in folder.iterdir()}
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert Paper.here(folder).show("t1") is None
    assert Paper.here(folder).show("s1") is None
    out, err = capsys.readouterr()
    assert out == f"先打电话核实。\n{NOTHING}\n"
    assert err == ""
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("content", [None, "{half"])
def test_under_nbgrader_a_bad_file_stops_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], content: str | None
) -> None:
    if content is not None:
        (folder / "answers.json").write_text(content, encoding="utf-8")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert Paper.here(folder).show("t1") is None
    assert capsys.readouterr().out.strip() == (NOTHING if content is None else UNREADABLE)


def test_choices_and_marks_become_their_texts(folder: Path) -> None:
    question = spec(folder, "q1")
    chosen = {"kind": "choice", "chosen": [question["options"][1]["id"]]}
    assert transcribe(question, chosen) == f"· {question['options'][1]['text']}"
    marking = spec(folder, "m1")
    part = marking["lines"][0]["parts"][0]
    assert (
        transcribe(marking, {"kind": "marks", "marks": [part["id"]]})
        == f"· {part['text'].removesuffix('，')}"
    )
    assert transcribe(marking, {"kind": "marks", "marks": []}) == NOTHING
    halved = {"lines": [{"parts": [{"id": "a", "text": "照片两张，"}, {"id": "b", "text": "寄来。"}]}]}
    assert transcribe(halved, {"kind": "marks", "marks": ["a", "b"]}) == "· 照片两张\n· 寄来。"


def test_a_transcript_becomes_the_dialogue(folder: Path) -> None:
    scenario = spec(folder, "s1")
    first = scenario["nodes"][scenario["start"]]
    choice = first["choices"][0]
    event = {"seq": 0, "node": scenario["start"], "choice": choice["id"], "at": "2026-11-22T04:00:00Z"}
    told = transcribe(scenario, {"kind": "transcript", "events": [event]}).split("\n")
    peer = scenario["cast"][first["messages"][0]["from"]]["name"]
    assert told[0] == f"{peer}：{first['messages'][0]['text']}"
    assert f"【选择】{choice['text']}" in told
    after = scenario["nodes"][choice["to"]]["messages"]
    assert len(told) == len(first["messages"]) + 1 + len(after)


@pytest.mark.parametrize(
    "answer",
    [
        {"kind": "transcript", "events": [{"node": "n1", "choice": "z"}]},
        {"kind": "transcript", "events": [{"node": "n9", "choice": "a"}]},
        {"kind": "choice", "chosen": ["a"]},
        {"kind": "drawing"},
        {"kind": "text"},
        ["text"],
        "text",
    ],
)
def test_what_does_not_fit_is_said_to(folder: Path, answer: object) -> None:
    assert transcribe(spec(folder, "s1"), answer) == UNREADABLE


def test_text_is_cleaned_and_cut() -> None:
    assert transcribe({}, {"kind": "text", "text": "一\x1b[31m二\u202e三\x00\r\n四"}) == "一[31m二三\n四"
    assert transcribe({}, {"kind": "text", "text": " \n "}) == NOTHING
    long = transcribe({}, {"kind": "text", "text": "字" * 9000})
    assert len(long) < 6100
    assert long.endswith("（以下略）")
    assert transcribe({}, {"kind": "text", "text": "行\n" * 500}).count("\n") == 200
