"""Runs a notebook in this process, for authors who wait: no kernel has to start.

What comes out is what `course.web.execute` gives for the same notebook. Only where the process is the
author's own: the cells run with everything that it may do.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from ipywidgets import Widget
from nbformat import NotebookNode
from nbformat.v4 import new_output
from traitlets.config import Config

from course.lesson import PRERENDER
from course.web.lift import CellFault, PortabilityError

_STATE = "application/vnd.jupyter.widget-state+json"


class _Results(DisplayHook):  # type: ignore[misc, unused-ignore]
    """Keeps the value of a cell instead of printing it."""

    shell: Any

    def __call__(self, result: object = None) -> None:
        if result is not None:
            data, metadata = self.shell.display_formatter.format(result)
            self.shell.shown.append(new_output("execute_result", data=data, metadata=metadata))


class _Displays(DisplayPublisher):  # type: ignore[misc, unused-ignore]
    """Keeps what a cell displays."""

    shell: Any

    def publish(self, data: Any, metadata: Any = None, *_: Any, **__: Any) -> None:
        self.shell.shown.append(new_output("display_data", data=data, metadata=metadata or {}))


class _Shell(InteractiveShell):  # type: ignore[misc, unused-ignore]
    """A shell without a terminal; `shown` are the outputs of the cell that runs."""

    displayhook_class = _Results
    display_pub_class = _Displays
    shown: list[NotebookNode]

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the error itself is told."""

    def showsyntaxerror(self, *args: Any, **kwargs: Any) -> None:
        """Nothing either."""


class QuickRun:
    """Runs notebooks one after the other in one shell; each finds it empty."""

    def __init__(self) -> None:
        os.environ[PRERENDER] = "1"
        settings = Config({"HistoryManager": {"enabled": False}})
        self._folder = tempfile.TemporaryDirectory(prefix="shizha-", ignore_cleanup_errors=True)
        self._shell = _Shell.instance(config=settings, ipython_dir=self._folder.name)
        self._bare = frozenset(self._shell.user_ns)

    def __call__(self, path: Path) -> NotebookNode:
        """Run every cell. Raises PortabilityError at the first cell that fails."""
        notebook: NotebookNode = nbformat.read(path, as_version=4)
        Widget.close_all()
        for name in set(self._shell.user_ns) - self._bare:
            del self._shell.user_ns[name]
        for number, cell in enumerate(notebook.cells, start=1):
            if cell.cell_type == "code":
                cell.outputs = self._cell(path.name, number, cell.source)
        state = {"version_major": 2, "version_minor": 0, "state": Widget.get_manager_state()["state"]}
        notebook.metadata["widgets"] = {_STATE: state}
        return notebook

    def _cell(self, name: str, number: int, source: str) -> list[NotebookNode]:
        self._shell.shown = []
        with capture_output(display=False) as printed:
            ran = self._shell.run_cell(source)  # type: ignore[no-untyped-call]
        error = ran.error_before_exec or ran.error_in_exec
        if error is not None:
            fault = CellFault(name, number, f"fails with {type(error).__name__}: {error}")
            raise PortabilityError((fault,)) from error
        streams = {"stdout": printed.stdout, "stderr": printed.stderr}
        told = [new_output("stream", name=stream, text=text) for stream, text in streams.items() if text]
        return [*told, *self._shell.shown]
