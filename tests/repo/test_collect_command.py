"""`shizha collect` as it is typed: what it prints, and how it ends."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assessments.authoring import build_form
from assessments.exchange import make_exchange, open_form
from assessments.grading.responses import Answers, read_answers
from assessments.items.form import load_form
from course import cli

FORM = "lesson-01"
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC).timestamp()
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    directory = tmp_path / "班"
    make_exchange(directory)
    build_form(FORM, directory / "release")
    open_form(directory, FORM)
    (directory / "nbgrader_config.py").write_text("", encoding="utf-8")
    return directory


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`shizha collect …`: its exit status and all that it said."""

    def run(*arguments: str | Path) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["shizha", "collect", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        told = capsys.readouterr()
        return int(stopped.value.code or 0), told.out + told.err

    return run


def put(path: Path, learner: str, form: str = FORM) -> Path:
    version = load_form(FORM).content_version
    path.write_bytes(Answers(form=form, content_version=version, learner=learner).to_bytes())
    os.utime(path, (NOON, NOON))
    return path


def test_taken_refused_and_how_it_ends(course: Path, tmp_path: Path, run: Run) -> None:
    good, page = put(tmp_path / "1001_张三.json", "anonymous"), put(tmp_path / "b.json", "1001", form="01")
    status, said = run(course, good, "--dry-run")
    assert (status, "什么都没有写" in said) == (0, True)
    assert not (course / "submitted").exists()
    status, said = run(course, good, page)
    assert status == 1
    assert "收下  1001 lesson-01" in said
    assert "里面写的是 anonymous" in said
    assert "练习页“领导、熟人托我过账”" in said
    assert "收下 1 份，和以前一样 0 份，较早的版本 0 份，没收 1 个" in said
    assert read_answers(course / "submitted" / "1001" / FORM) is not None
    assert run(course, good)[0] == 0
    assert run(course) == (0, "收卷：新来 0 份，更新 0 份，没有变 1 份。\n")


def test_as_and_json(course: Path, tmp_path: Path, run: Run) -> None:
    status, said = run(course, put(tmp_path / "a.json", "jovyan"), "--as", "1002", "--json")
    told = json.loads(said)
    assert status == 0
    assert [(one["learner"], one["said"], one["at"]) for one in told["taken"]] == [
        ("1002", "jovyan", "2026-11-22T04:00:00+00:00")
    ]
    assert told["collected"]["new"][0]["learner"] == "1002"
    assert told["refused"] == told["earlier"] == told["same"] == told["skipped"] == []


def test_what_cannot_be_done_is_a_sentence(course: Path, tmp_path: Path, run: Run) -> None:
    answers = put(tmp_path / "a.json", "jovyan")
    assert run(tmp_path, answers) == (1, f"{tmp_path} is no course directory: `shizha init` makes one.\n")
    status, said = run(course, answers, "--as", "../x")
    assert status == 1
    assert "不是工号" in said
    assert said.count("\n") == 1
    status, said = run(course, tmp_path / "none.zip")
    assert status == 1
    assert "找不到" in said


def test_nothing_heavy_is_imported(course: Path, tmp_path: Path) -> None:
    put(tmp_path / "a.json", "1001")
    script = (
        "import sys; sys.argv = ['shizha', 'collect', *sys.argv[1:]]\n"
        "from course.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'nbgrader', 'nbformat', 'IPython', 'pandas', 'sqlalchemy', 'jupyter_server', 'ipywidgets'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(course), str(tmp_path / "a.json")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
        check=True,
    )
    assert "收下 1 份" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"
