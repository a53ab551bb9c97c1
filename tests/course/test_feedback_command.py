"""`shizha feedback`: what it tells, and the look that it gives the pages."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from assessments.grading import feedback
from assessments.grading.feedback import Report
from course import cli


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """As much of a course directory as the command looks at itself."""
    (tmp_path / "nbgrader_config.py").touch()
    return tmp_path


def told(
    report: Report, arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str, str, dict[str, Any]]:
    """The exit status, both streams, and with what the pages were asked for."""
    asked: dict[str, Any] = {}

    def write(directory: Path, form: str, **how: Any) -> Report:
        asked.update(how, directory=directory, form=form)
        return report

    monkeypatch.setattr(feedback, "write_feedback", write)
    monkeypatch.setattr(sys, "argv", ["shizha", "feedback", *arguments])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    streams = capsys.readouterr()
    return int(stopped.value.code or 0), streams.out, streams.err, asked


def test_pages_are_counted_in_the_look_of_the_course(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    report = Report("office", written=["1", "2"], kept=["3"])
    code, out, err, asked = told(report, [str(course), "office", "--force"], monkeypatch, capsys)
    assert (code, err) == (0, "")
    assert "2 pages written, 1 unchanged" in out
    assert "nbgrader release_feedback office" in out
    assert asked["force"] is True
    assert "--sz-ink: #211f1b" in asked["look"]  # from the file of tokens


def test_who_has_no_page_is_named_with_the_reason(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    report = Report(
        "office",
        missing={"4": "no notebook"},
        failed={"5\x1b[31m": "no marks"},
        stock="its cell q1 holds code of its own",
    )
    code, out, err, _ = told(report, [str(course), "office"], monkeypatch, capsys)
    assert code == 1
    assert err.splitlines() == ["4: no notebook.", "5[31m: no marks."]
    assert "`nbgrader generate_feedback` wrote the pages, because its cell q1 holds code" in out
    assert "Next" not in out


def test_a_program_reads_the_same(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    report = Report("office", written=["1"], failed={"2": "no marks"})
    code, out, _, _ = told(report, [str(course), "office", "--json"], monkeypatch, capsys)
    assert code == 1
    assert json.loads(out) == {
        "form": "office",
        "written": ["1"],
        "kept": [],
        "missing": {},
        "failed": {"2": "no marks"},
        "stock": None,
    }
