"""Builds every page in one process: `python -m course.web.prebuild FOLDER`.

One shell runs all notebooks one after the other, where a kernel for each would take several times as long.
Of its own, because cells must not run in the process that serves.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from course.web import catalog
from course.web.execute import kernel_environment
from course.web.prerender import build_pages


def prebuild(folder: Path) -> bool:
    """Build the pages in another process; whether it could. What is wrong, it does not say."""
    command = [sys.executable, "-m", "course.web.prebuild", str(folder.resolve())]
    done = subprocess.run(command, env=kernel_environment(), capture_output=True, check=False)
    return done.returncode == 0


def main(folder: Path) -> None:
    """Build them here."""
    from course.web.quick_run import QuickRun

    build_pages(folder, catalog.everything(), QuickRun())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
