"""Builds every page in one process: `python -m course.web.prebuild FOLDER`.

One shell runs all notebooks one after the other, where a kernel for each would take several times as long.
Of its own, because cells must not run in the process that serves.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from casebank.loader import renew
from course.web import catalog
from course.web.execute import kernel_environment
from course.web.lift import CellFault, PortabilityError
from course.web.prerender import build_pages

_FAULTY = 3
"""Exit status where cells are at fault; their faults stand on the output."""


def prebuild(folder: Path) -> bool:
    """Build the pages in another process; whether it could. Raises PortabilityError for faulty cells."""
    command = [sys.executable, "-m", "course.web.prebuild", str(folder.resolve())]
    done = subprocess.run(command, env=kernel_environment(), capture_output=True, check=False)
    if done.returncode == _FAULTY:
        told = json.loads(done.stdout.decode("utf-8").splitlines()[-1])
        raise PortabilityError(tuple(CellFault(**fault) for fault in told))
    return done.returncode == 0


def main(folder: Path) -> int:
    """Build them here, from a bank that is read with every check."""
    from course.web.quick_run import QuickRun

    try:
        renew()
        build_pages(folder, catalog.everything(), QuickRun())
    except PortabilityError as error:
        text = json.dumps([asdict(fault) for fault in error.faults])
        sys.stdout.write(f"{text}\n")
        return _FAULTY
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
