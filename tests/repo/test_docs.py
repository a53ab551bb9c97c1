"""What the READMEs promise exists, and both promise the same."""

import re
from pathlib import Path

import pytest
import typer

from casebank import load_bank
from course.cli import app
from course.web import catalog

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh-CN.md")
PROSE = (*READMES, "CONTRIBUTING.md", *(p.relative_to(ROOT).as_posix() for p in ROOT.glob("docs/**/*.md")))


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands(name: str) -> list[str]:
    """The lines of the fenced blocks, without their comments."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", read(name), flags=re.DOTALL | re.MULTILINE)
    lines = [re.sub(r"\s+#.*", "", line).strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


def test_both_readmes_give_the_same_commands() -> None:
    assert commands(READMES[0]) == commands(READMES[1])


@pytest.mark.parametrize("name", READMES)
def test_readme_begins_with_the_two_commands(name: str) -> None:
    assert commands(name)[:2] == ["make course", "make test"]
    assert read(name).startswith("```\nmake course")


@pytest.mark.parametrize("name", PROSE)
def test_every_shizha_command_exists(name: str) -> None:
    known = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    told = set(re.findall(r"(?:^|`)shizha ([a-z][a-z-]*)", read(name), flags=re.MULTILINE))
    assert told <= known


@pytest.mark.parametrize("name", PROSE)
def test_every_make_target_exists(name: str) -> None:
    known = set(re.findall(r"^([a-z]+):", read("Makefile"), flags=re.MULTILINE))
    told = set(re.findall(r"(?:^|`)make ([a-z]+)", read(name), flags=re.MULTILINE))
    assert told <= known


@pytest.mark.parametrize("name", PROSE)
def test_every_file_that_is_linked_exists(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", read(name))
    paths = [a or b for a, b in links if "://" not in (a or b)]
    missing = [path for path in paths if not (ROOT / name).parent.joinpath(path).exists()]
    assert missing == []


def test_the_map_names_every_folder() -> None:
    from_git_ignored = {"node_modules", "my-course", "build", "dist"}
    folders = {p.name for p in ROOT.iterdir() if p.is_dir() and not p.name.startswith(".")} - from_git_ignored
    for name in READMES:
        mapped = {
            path.split("/")[0] for path in re.findall(r"^\| `([\w/]+)/` \|", read(name), flags=re.MULTILINE)
        }
        assert mapped == folders


def test_contributing_says_first_which_files_are_generated() -> None:
    assert read("CONTRIBUTING.md").startswith("Generated, never edited by hand: ")


def test_dev_lock_pins_what_the_runtime_lock_pins() -> None:
    pins = [
        set(re.findall(r"^\S+==\S+", read(f"requirements{kind}.lock"), flags=re.MULTILINE))
        for kind in ("", "-dev")
    ]
    assert pins[0]
    assert pins[0] <= pins[1]


def test_every_demand_of_the_documents_has_its_row_with_its_answer() -> None:
    rows = re.findall(r"^\| (.+?) \| (.+?) \| .+ \|$", read("docs/demands.zh-CN.md"), flags=re.MULTILINE)
    told = [row for row in rows if row[0] != "要求"]
    demands = load_bank().demands.values()
    assert len(demands) >= 73  # as many as were found in the five documents: none may get lost
    assert sorted(told) == sorted((demand.text, demand.answer) for demand in demands)


def test_a_demand_names_only_lessons_that_there_are() -> None:
    lessons = {page.id for page in catalog.lessons()}
    named = {
        number
        for demand in load_bank().demands.values()
        for group in re.findall(r"第((?:\d\d、?)+)课", demand.answer)
        for number in group.split("、")
    }
    assert named
    assert named <= lessons
