"""The command `shizha`: what it lists, and that a foreseen error is a sentence and never a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

import casebank
from assessments import coursedir
from casebank import Fault
from casebank.walk import walks
from course import checks, cli
from course.laboratory import lab_environment


def shizha(*arguments: str | Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Run the command in this process; its exit status."""
    monkeypatch.setattr(sys, "argv", ["shizha", *map(str, arguments)])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    return int(stopped.value.code or 0)


LISTINGS = (
    "cases",
    "playbooks",
    "rules",
    "laws",
    "stats",
    "roles",
    "demands",
    "scenarios",
    "forms",
    "lessons",
    "paths",
)


@pytest.mark.parametrize("listing", LISTINGS)
def test_listings_as_json(
    listing: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shizha(listing, "--json", monkeypatch=monkeypatch) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows
    assert all(row["id"] for row in rows)


@pytest.mark.parametrize("listing", LISTINGS)
def test_listings_for_people(
    listing: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shizha(listing, monkeypatch=monkeypatch) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[0] == "编号"
    assert len(lines) > 1


SHAPES = {
    "cases": {
        "id": str,
        "provenance": str,
        "sources": list,
        "date": (str, type(None)),
        "date_precision": str,
        "victim": dict,
        "impersonated": (str, type(None)),
        "channel": str,
        "playbook": str,
        "payments_cny": list,
        "loss_cny": (int, type(None)),
        "loss_precision": str,
        "outcome": str,
        "merged_from": list,
    },
    "playbooks": {
        "id": str,
        "name_zh": str,
        "name_en": str,
        "aliases": list,
        "kind": str,
        "parent": (str, type(None)),
        "detail": str,
        "mps_type": (str, type(None)),
        "sources": list,
    },
    "rules": {
        "id": str,
        "name_zh": str,
        "audience": list,
        "items": list,
        "given": str,
        "status": str,
        "sources": list,
    },
    "stats": {
        "id": str,
        "value": (int, float, type(None)),
        "unit": str,
        "period": (str, type(None)),
        "place": (str, type(None)),
        "sources": list,
    },
}


@pytest.mark.parametrize("listing", sorted(SHAPES))
def test_what_other_programs_read(
    listing: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The shape that the issue of the case bank promises to whoever reads the JSON."""
    assert shizha(listing, "--json", monkeypatch=monkeypatch) == 0
    for row in json.loads(capsys.readouterr().out):
        wrong = {field for field, kinds in SHAPES[listing].items() if not isinstance(row[field], kinds)}
        assert wrong == set(), row["id"]
        for source in row["sources"]:
            assert set(source) == {"document", "locator", "span", "sha256"}
            assert len(source["document"]) == 3
            assert source["document"].isdigit()
            start, end = source["span"]
            assert 0 <= start < end <= start + 400
        if listing == "cases":
            assert set(row["victim"]) == {"gender", "age", "occupation"}
            assert isinstance(row["victim"]["age"], int | None)
            assert row["loss_precision"] in {"exact", "at_least", "nearly", "unknown", "none"}


def test_what_other_programs_read_of_scenarios(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shizha("scenarios", "--json", monkeypatch=monkeypatch) == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    row = rows["vice-president-new-number-b"]
    fields = "id title genuine pair mps_type channel skin based_on nodes walks endings"
    assert list(row) == fields.split()
    assert (row["nodes"], sorted(row["endings"])) == (10, ["missed", "missed", "served"])  # read off its file
    assert row["walks"] == sum(1 for _ in walks(casebank.load_bank().scenarios[row["id"]]))


def test_a_scenario_is_drawn_and_its_endings_are_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "b.svg"
    name = "vice-president-new-number-b"
    assert shizha("scenarios", "show", name, "--out", str(picture), monkeypatch=monkeypatch) == 0
    told = capsys.readouterr().out
    assert all(
        title in told for title in ("正事办成了", "正事晚了一周", "核实过了，却没有办")
    )  # from its file
    drawn = ET.fromstring(picture.read_text(encoding="utf-8"))
    assert drawn.tag.endswith("svg")
    assert "周副总" in "".join(drawn.itertext())


def test_a_scenario_that_there_is_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shizha("scenarios", "show", "vice-president-new", monkeypatch=monkeypatch) == 2
    assert "vice-president-new-number-a" in capsys.readouterr().err


def test_what_habits_reach_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shizha("scenarios", "audit", "--json", monkeypatch=monkeypatch) == 0
    rows = json.loads(capsys.readouterr().out)
    names = "comply refuse verify_then_default longest first last random"
    assert [row["policy"] for row in rows] == names.split()
    assert all(0 <= row["saved"] <= 1 and 0 <= row["served"] <= 1 for row in rows)


def test_check_finds_no_fault(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert shizha("check", monkeypatch=monkeypatch) == 0
    assert "No faults." in capsys.readouterr().out


def test_check_tells_every_fault(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    faults = (Fault("cases/a.yaml", 3, "first"), Fault("cases/b.yaml", None, "second"))
    monkeypatch.setattr(checks, "survey", lambda: (casebank.load_bank(), faults))
    assert shizha("check", monkeypatch=monkeypatch) == 1
    assert capsys.readouterr().err.splitlines() == ["cases/a.yaml:3: first", "cases/b.yaml: second"]


@pytest.mark.parametrize(
    "command",
    [
        ("open", "lesson-01"),
        ("close", "lesson-01"),
        ("lab",),
        ("reset-code", "1001"),
        ("feedback", "lesson-01"),
    ],
)
def test_a_folder_that_is_no_course(
    command: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert shizha(command[0], tmp_path, *command[1:], monkeypatch=monkeypatch) == 1
    told = capsys.readouterr().err
    assert told == f"{tmp_path} is no course directory: `shizha init` makes one.\n"


def test_a_full_disk_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(directory: Path, *_: object) -> tuple[str, ...]:
        raise OSError(28, "No space left on device", str(directory))

    monkeypatch.setattr(coursedir, "make_course", full)
    assert shizha("init", tmp_path / "class", monkeypatch=monkeypatch) == 1
    assert capsys.readouterr().err == f"{tmp_path / 'class'}: No space left on device\n"


def test_an_export_over_somebodys_files_is_refused_before_anything_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    assert shizha("export", tmp_path, monkeypatch=monkeypatch) == 1
    told = capsys.readouterr().err
    assert told == f"{tmp_path} holds what no export wrote (letter.txt); name an empty or a new folder.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.slow
def test_the_practice_course_is_exported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(2):  # the second time over the first
        assert shizha("export", "usb/course", "--zip", monkeypatch=monkeypatch) == 0
        assert "and course.zip beside it. Open usb/course/index.html" in capsys.readouterr().out
    assert {path.name for path in (tmp_path / "usb").iterdir()} == {"course", "course.zip"}
    assert (tmp_path / "usb" / "course" / "lessons" / "01.html").is_file()


def test_a_mistake_in_the_program_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise KeyError("mistake")

    monkeypatch.setattr(casebank, "load_bank", broken)
    monkeypatch.setattr(sys, "argv", ["shizha", "cases"])
    with pytest.raises(KeyError):
        cli.main()


def test_the_command_starts_without_the_heavy_libraries() -> None:
    script = "import sys, course.cli; print({'pandas', 'nbgrader', 'jupyter_server', 'voila', 'sqlalchemy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_chinese_on_a_console_of_another_encoding() -> None:
    command = [sys.executable, "-c", "from course.cli import main; main()", "--help"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(command, capture_output=True, env=environment, check=True)
    assert "识诈课堂" in done.stdout.decode("utf-8")


def test_lab_is_told_to_ask_the_web_for_no_news() -> None:

    disabled = told_to_lab("from jupyterlab_server.config import get_page_config as told; arguments = [[]]")
    assert "@jupyterlab/apputils-extension:announcements" in disabled["disabledExtensions"]


def test_lab_speaks_chinese() -> None:
    """Its own reader of settings finds our default, the locale of the language pack."""
    overrides, problem = told_to_lab(
        "from jupyterlab_server.settings_utils import _get_overrides as told; arguments = ['nowhere']"
    )
    assert problem == ""
    assert overrides["@jupyterlab/translation-extension:plugin"] == {"locale": "zh_CN"}


def told_to_lab(imports: str) -> Any:
    """What a reader of JupyterLab's own finds in the environment of `shizha lab`."""
    script = f"import json; {imports}; print(json.dumps(told(*arguments)))"
    done = subprocess.run(
        [sys.executable, "-c", script], env=lab_environment(), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)
