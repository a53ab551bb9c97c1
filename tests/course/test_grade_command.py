"""`shizha grade` as it is typed: what it prints of a comparison with nbgrader and of feedback, and how it ends."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from assessments.grading import feedback, grader, verify
from assessments.grading.feedback import Report as Pages
from assessments.grading.grader import Report
from assessments.grading.verify import Difference, Verification
from course import cli

FORM = "counter"
GRADED = Report(FORM, graded=("1001", "1002"), skipped=1)


class Command:
    """`shizha grade …` in a course directory, with engines that answer what they are told to."""

    def __init__(
        self, directory: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.directory = directory
        self.graded, self.pages, self.verified = GRADED, Pages(FORM), Verification(FORM, 7, ("1001",), 3, 99)
        self.asked: list[tuple[Any, ...]] = []
        self._patch, self._streams = monkeypatch, capsys
        monkeypatch.setattr(grader, "grade", lambda *_, **__: self.graded)
        monkeypatch.setattr(feedback, "write_feedback", self._write)
        monkeypatch.setattr(verify, "verify", self._verify)

    def _write(self, directory: Path, form: str, **_: Any) -> Pages:
        self.asked.append(("feedback", directory, form))
        return self.pages

    def _verify(self, directory: Path, report: Report, count: int, seed: int | None) -> Verification:
        self.asked.append(("verify", directory, report, count, seed))
        return self.verified

    def run(self, *options: str) -> tuple[int, str]:
        """The exit status, and what was printed."""
        self._patch.setattr(sys, "argv", ["shizha", "grade", str(self.directory), FORM, *options])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        return int(stopped.value.code or 0), self._streams.readouterr().out


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    (tmp_path / "nbgrader_config.py").touch()
    return Command(tmp_path, monkeypatch, capsys)


def test_nothing_more_is_done_than_was_asked_for(command: Command) -> None:
    code, out = command.run("--json")
    told = json.loads(out)
    assert (code, command.asked) == (0, [])
    assert (told["graded"], told["feedback"], told["verified"]) == (["1001", "1002"], None, None)


def test_without_a_difference_it_ends_well(command: Command) -> None:
    code, out = command.run("--verify", "4", "--seed", "9")
    assert code == 0
    assert command.asked == [("verify", command.directory, GRADED, 4, 9)]
    assert "1 of 3 again (--seed 7, 0.0 s): 99 values compared, no differences." in out


def test_each_difference_is_a_line_and_the_end_is_1(command: Command) -> None:
    long = "打" * 80
    command.verified = Verification(
        FORM,
        differences=(
            Difference("1001", FORM, "counter-s1", "grade.auto_score", 0.25, 4.0),
            Difference("10\x1b[2J\n02", FORM, "counter-s1", "cell.source", f"{long}甲", f"{long}乙"),
            Difference("1002", FORM, "counter-t1", "comment", False, True),
        ),
        sample=("1001",),
    )
    code, out = command.run("--verify", "1")
    assert code == 1
    lines = out.splitlines()
    assert "1001 counter-s1 grade.auto_score: ours 0.25, nbgrader's 4.0" in lines
    assert "1002 counter-t1 comment: ours is missing, nbgrader's is there" in lines
    (shortened,) = [line for line in lines if "cell.source" in line]
    assert "\x1b" not in out
    assert "甲" in shortened
    assert "乙" in shortened
    assert len(shortened) < 200
    assert "3 differences" in out
    code, out = command.run("--verify", "1", "--json")
    assert code == 1
    assert json.loads(out)["verified"]["differences"][0] == {
        "learner": "1001",
        "notebook": FORM,
        "cell": "counter-s1",
        "column": "grade.auto_score",
        "ours": 0.25,
        "stock": 4.0,
    }


def test_what_nbgrader_graded_itself_is_not_compared_and_that_is_said(command: Command) -> None:
    command.graded = Report(FORM, stock="it has code")
    command.verified = Verification(FORM, stock="it has code")
    code, out = command.run("--verify", "1")
    assert code == 0
    assert "nbgrader itself graded this form" in out


@pytest.mark.parametrize("count", ["0", "-1", "x"])
def test_a_sample_has_at_least_one(command: Command, count: str) -> None:
    assert command.run("--verify", count)[0] == 2
    assert command.asked == []


def test_feedback_is_written_and_counted(command: Command) -> None:
    command.pages = Pages(FORM, written=["1001"], kept=["1002"], missing={"1003": "no notebook"})
    code, out = command.run("--feedback", "--json")
    assert code == 0
    assert command.asked == [("feedback", command.directory, FORM)]
    assert json.loads(out)["feedback"] == {
        "written": 1,
        "kept": 1,
        "missing": {"1003": "no notebook"},
        "failed": {},
        "stock": None,
    }
    assert "1 pages written, 1 unchanged" in command.run("--feedback")[1]
    command.pages = Pages(FORM, failed={"1001": "disk"})
    assert command.run("--feedback")[0] == 1


def test_where_nobody_is_graded_there_is_no_feedback_to_write(command: Command) -> None:
    command.graded = Report(FORM)
    assert command.run("--feedback")[0] == 0
    assert command.asked == []
