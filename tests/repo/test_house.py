"""The rules of the house that no linter knows."""

import ast
import json
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("course", "assessments", "casebank", "widgets")
SKIPPED = {"node_modules", "my-course", "build", "dist"}
SERVED = {".html", ".js", ".css", ".j2", ".svg"}
TEXT = SERVED | {
    ".py",
    ".md",
    ".toml",
    ".lock",
    ".json",
    ".yaml",
    ".yml",
    ".ipynb",
    ".txt",
    ".mjs",
    ".cfg",
    "",
}
MACHINE = re.compile(r"(?<![\w.~/])/(?:work|root|home|Users|tmp)/\w|[A-Z]:\\Users")
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted|registry\.npm|npmmirror|deb\.debian|/simple\b|\"resolved\"\s*:"
)
ADDRESS = re.compile(r"(?:https?:)?//(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE)
NAMESPACES = {"www.w3.org", "w3.org"}  # names of XML vocabularies, never fetched


def tree() -> list[Path]:
    """Every file that is, or would be, committed."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout.splitlines()
    return sorted(ROOT / line for line in listed if (ROOT / line).is_file())


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


MODULES = [path for path in tree() if path.suffix == ".py" and name(path).startswith((*PACKAGES, "tools"))]


def test_no_module_over_300_lines() -> None:
    assert [name(p) for p in MODULES if len(text(p).splitlines()) > 300] == []


def test_no_function_over_45_lines() -> None:
    long = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(text(path)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > 45
    ]
    assert long == []


def test_no_notebook_holds_outputs() -> None:
    notebooks = {path: json.loads(text(path)) for path in tree() if path.suffix == ".ipynb"}
    assert [name(p) for p, nb in notebooks.items() if any(cell.get("outputs") for cell in nb["cells"])] == []


@pytest.mark.parametrize("pattern", [MACHINE, REGISTRY], ids=["machine path", "registry"])
def test_no_file_tells_where_it_was_made(pattern: re.Pattern[str]) -> None:
    here = Path(__file__)
    found = [
        f"{name(path)}: {match.group()}"
        for path in tree()
        if path.suffix in TEXT and path != here
        for match in pattern.finditer(text(path))
    ]
    assert found == []


def test_nothing_that_we_serve_names_another_host() -> None:
    found = [
        f"{name(path)}: {match.group()}"
        for path in tree()
        if path.suffix in SERVED and name(path).startswith(PACKAGES)
        for match in ADDRESS.finditer(text(path))
        if match.group(1).lower() not in NAMESPACES
    ]
    assert found == []


def test_no_test_folder_is_a_package() -> None:
    assert [name(p) for p in tree() if p.name == "__init__.py" and name(p).startswith("tests/")] == []


@pytest.fixture(scope="session")
def wheel(wheel_file: Path) -> set[str]:
    """The names in the wheel."""
    with zipfile.ZipFile(wheel_file) as archive:
        return set(archive.namelist())


def in_wheel(path: Path) -> bool:
    """Whether a file of the tree belongs into the wheel: all of the four packages but the widgets' sources."""
    return name(path).startswith(tuple(f"{package}/" for package in PACKAGES)) and not name(path).startswith(
        "widgets/src/"
    )


@pytest.mark.slow
def test_wheel_holds_the_packages_and_nothing_else(wheel: set[str]) -> None:
    files = {entry for entry in wheel if ".dist-info/" not in entry}
    assert files == {name(path) for path in tree() if in_wheel(path)}
    licences = {entry.rpartition("/")[2] for entry in wheel if "/licenses/" in entry}
    assert licences == {"LICENSE", "LICENSE-CONTENT"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind",
    [
        r"course/01_\w+\.ipynb",
        r"course/case_library\.ipynb",
        r"casebank/data/cases/.+\.yaml",
        r"casebank/data/scenarios/.+\.yaml",
        r"casebank/data/pairs/.+\.yaml",
        r"course/scenes\.ipynb",
        r"assessments/items/forms/lesson-01\.yaml",
        r"assessments/items/bank/lesson-01-s1\.yaml",
        r"assessments/items/keys/lesson-01-s1\.yaml",
        r"assessments/source/lesson-01/lesson-01\.ipynb",
        r"assessments/nbgrader_config\.py",
        r"course/web/templates/.+\.html",
        r"course/web/static/host\.js",
        r"widgets/static/scenario_player\.js",
        r"widgets/static/tokens\.css",
    ],
)
def test_wheel_holds_what_the_course_needs(wheel: set[str], kind: str) -> None:
    assert any(re.fullmatch(kind, entry) for entry in wheel)
