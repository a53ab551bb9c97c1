"""The course's own rule for what was handed in late, asked of nbgrader in a program of its own.

To import nbgrader takes seconds, and only who hands in late costs them: the program is started at the first
late submission and goes on answering, one line of JSON for a line of JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from types import TracebackType
from typing import Self

from assessments.commands import environment
from assessments.errors import GradebookError
from assessments.grading.gradebook.ledger import Lateness


class Penalties:
    """nbgrader's plugin for late submissions as nbgrader_config.py of the course sets it."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._program: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._program is not None:
            self._program.communicate()

    def start(self) -> None:
        """Begin the program where it is not there yet: before the gradebook is held, as it takes long."""
        if self._program is None:
            self._program = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", __name__],
                cwd=self._directory,
                env=environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
            self([])

    def __call__(self, late: Sequence[Lateness]) -> Sequence[float | None]:
        """The penalty for each. Raises GradebookError where nbgrader cannot say."""
        self.start()
        assert self._program is not None
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        try:
            self._program.stdin.write(json.dumps([astuple(each) for each in late]) + "\n")
            self._program.stdin.flush()
            given = json.loads(self._program.stdout.readline())
        except (OSError, ValueError) as error:
            told = "nbgrader could not tell the penalty for being late: see its plugin in nbgrader_config.py."
            raise GradebookError(told) from error
        return [None if one is None else float(one) for one in given]


def main() -> None:
    """Answer each line of the standard input: a list of [learner, score, seconds] by a list of penalties."""
    from nbgrader.apps import AutogradeApp
    from nbgrader.preprocessors import AssignLatePenalties

    out, sys.stdout = sys.stdout, sys.stderr  # whatever the plugin prints is no answer
    app = AutogradeApp()
    app.initialize([])
    asked = AssignLatePenalties(parent=app)
    asked.init_plugin()
    for line in sys.stdin:
        given = [asked.plugin_inst.late_submission_penalty(*late) for late in json.loads(line)]
        out.write(json.dumps(given) + "\n")
        out.flush()


if __name__ == "__main__":
    main()
