"""nbgrader's own commands, run as a program of their own in the course directory."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

from assessments.errors import CourseError

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_LOG_HEAD = re.compile(r"^\[\w+ \| (ERROR|CRITICAL)\]\s*")
_RAISED = re.compile(r"^(?:\w+\.)*\w+(?:Error|Exception): (.+)")
"""The last line of a traceback, which says more than that there was one."""
_OURS = re.compile(r"^(?:assessments|casebank)\.errors\.\w+: (.+)")
"""How a traceback ends that one of our own sentences caused."""


def nbgrader(directory: Path, *arguments: str, timeout: float = 600) -> str:
    """Run `nbgrader …` in the course directory and return what it logged.

    Raises CourseError with nbgrader's first complaint where it fails.
    """
    return _run(directory, f"nbgrader {' '.join(arguments)}", ("nbgrader", *arguments), timeout)


def release_forms(directory: Path, forms: Sequence[str]) -> None:
    """Bring forms from `source` into `release`, all in one program; raises CourseError as `nbgrader` does."""
    if forms:
        told = f"nbgrader generate_assignment {', '.join(forms)}"
        _run(directory, told, ("assessments.release", *forms), timeout=600)


def _run(directory: Path, told: str, module: Sequence[str], timeout: float) -> str:
    command = [sys.executable, "-m", *module]
    try:
        done = subprocess.run(
            command,
            cwd=directory,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=timeout,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CourseError(f"{told} did not finish: {error}") from error
    if done.returncode:
        raise CourseError(f"{told} failed: {_complaint(done.stdout)}")
    return done.stdout


def environment() -> dict[str, str]:
    """Ours, with the programs beside this Python first: nbgrader calls `alembic` by its name."""
    paths = [sysconfig.get_path("scripts"), str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    return {**os.environ, "PATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}


def _complaint(log: str) -> str:
    lines = [_COLOUR.sub("", line).strip() for line in log.splitlines() if line.strip()]
    ours = [found[1] for line in lines if (found := _OURS.match(line))]
    raised = [found[1] for line in lines if (found := _RAISED.match(line))]
    errors = [_LOG_HEAD.sub("", line) for line in lines if _LOG_HEAD.match(line)]
    return next(iter((*ours, *raised, *errors)), lines[-1] if lines else "it gave no reason")
