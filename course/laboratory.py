"""The instructor's JupyterLab: a program of its own, with formgrader, on this machine only."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_SETTINGS = Path(__file__).parent / "lab"


def run_lab(course_dir: Path, port: int, *, browser: bool) -> int:
    """Run JupyterLab in a course directory until it is stopped; its exit code."""
    command = [sys.executable, "-m", "jupyterlab", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}"]
    if not browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    return subprocess.run(command, cwd=course_dir, env=lab_environment(), check=False).returncode


def lab_environment() -> dict[str, str]:
    """nbgrader starts `alembic` and `jupyter` by name, beside this Python; Lab asks the web for no news."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    settings = [str(_SETTINGS), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    return {**os.environ, "PATH": path, "JUPYTER_CONFIG_PATH": os.pathsep.join(settings)}
