"""nbgrader as nbgrader_config.py of the course sets it, asked in a program of its own.

To import nbgrader takes seconds. So it is asked only where the file is not the one that a new course gets, or
something was handed in late; the program goes on answering, one line of JSON for a line of JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from jupyter_core.paths import jupyter_config_path

from assessments.commands import environment
from assessments.errors import GradebookError
from assessments.grading.gradebook.ledger import Lateness

_CONFIG = "nbgrader_config.py"
_SHIPPED = Path(__file__).parents[2] / _CONFIG
_MATTERS = frozenset(
    {
        "Autograde",
        "AutogradeApp",
        "BaseConverter",
        "CheckCellMetadata",
        "ClearMetadataPreprocessor",
        "ClearOutput",
        "ClearOutputPreprocessor",
        "CourseDirectory",
        "DeduplicateIds",
        "IgnorePattern",
        "LimitOutput",
        "NbGraderPreprocessor",
        "OverwriteCells",
        "OverwriteKernelspec",
        "SaveAutoGrades",
    }
)
"""Sections that change what a grading leaves. The late policy does too: that one is asked."""
_LINES = 400
_READ = tuple(
    f"{name}.{ending}" for name in ("jupyter_config", "nbgrader_config") for ending in ("py", "json")
)
"""What nbgrader reads in every folder of Jupyter's."""
_QUARANTINE = (0, "assessments.quarantine.Quarantine")
"""What nbgrader_config.py puts before nbgrader's sanitizers: our grading refuses the same."""


class Stock:
    """The course's nbgrader, with its rule for what was handed in late. Leave it as a context."""

    def __init__(self, directory: Path, form: str) -> None:
        self._directory = directory
        self._form = form
        self._program: subprocess.Popen[str] | None = None
        self._settings: tuple[str, ...] = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._program is not None:
            self._program.communicate()

    def settings(self) -> tuple[str, ...]:
        """The settings by which nbgrader would do something that we do not. Raises GradebookError."""
        try:
            shipped = (self._directory / _CONFIG).read_bytes() == _SHIPPED.read_bytes()
        except OSError as error:
            raise GradebookError(f"{_CONFIG} cannot be read: {error.strerror or error}.") from error
        if not shipped or _elsewhere(self._directory):
            self.start()
        return self._settings

    def start(self) -> None:
        """Begin the program where it is not there yet: before the gradebook is held, as it takes long."""
        if self._program is None:
            self._program = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", __name__, self._form],
                cwd=self._directory,
                env=environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
            self._settings = tuple(self._answer())

    def penalties(self, late: Sequence[Lateness]) -> Sequence[float | None]:
        """The points to take off for each, None where nothing is. Raises GradebookError."""
        self.start()
        assert self._program is not None
        assert self._program.stdin is not None
        try:
            self._program.stdin.write(json.dumps([astuple(each) for each in late]) + "\n")
            self._program.stdin.flush()
        except OSError:
            pass  # what it did not read, it does not answer
        return [None if one is None else float(one) for one in self._answer()]

    def _answer(self) -> list[Any]:
        assert self._program is not None
        assert self._program.stdout is not None
        try:
            answer = json.loads(self._program.stdout.readline())
        except ValueError as error:
            told = f"nbgrader does not answer: see what `nbgrader autograde {self._form}` says"
            raise GradebookError(f"{told}, and its late policy in {_CONFIG}.") from error
        return list(answer)


def _elsewhere(directory: Path) -> bool:
    """Whether nbgrader reads settings from more than the course's own file: Jupyter's folders have some."""
    found = [Path(folder, name) for folder in jupyter_config_path() for name in _READ]
    return any(path.is_file() for path in (*found, directory / "nbgrader_config.json"))


def unlike(config: Mapping[str, Mapping[str, Any]], root: Path, form: str) -> Iterator[str]:
    """What of nbgrader's configuration is not as a new course has it and matters here."""
    expected: dict[str, Any] = {"CourseDirectory.root": str(root), "LimitOutput.max_lines": _LINES}
    for section in sorted(_MATTERS & config.keys()):
        for key, value in config[section].items():
            name = f"{section}.{key}"
            if name == "Autograde.exclude_overwriting":
                if value.get(form) != ["answers.json"]:
                    yield name
            elif name == "Autograde.sanitize_preprocessors":
                if not _is_quarantine(value):
                    yield name
            elif name != "CourseDirectory.course_id" and expected.get(name) != value:
                yield name


def _is_quarantine(value: Any) -> bool:
    """Whether that is put there and nothing else; nbgrader reads the file more than once."""
    told = value.to_dict() if hasattr(value, "to_dict") else {}
    return set(told) == {"inserts"} and set(told["inserts"]) == {_QUARANTINE}


def main(form: str) -> None:
    """Say what is set otherwise; then answer lists of [learner, score, seconds] by lists of penalties."""
    from nbgrader.apps import AutogradeApp
    from nbgrader.preprocessors import AssignLatePenalties

    out, sys.stdout = sys.stdout, sys.stderr  # whatever the plugin prints is no answer
    app = AutogradeApp()
    app.initialize([])
    asked = AssignLatePenalties(parent=app)
    asked.init_plugin()
    print(json.dumps(list(unlike(app.config, Path.cwd(), form))), file=out, flush=True)
    for line in sys.stdin:
        given = [asked.plugin_inst.late_submission_penalty(*late) for late in json.loads(line)]
        print(json.dumps(given), file=out, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
