"""Runs a notebook once, in a folder of its own, and keeps the widgets' state."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from casebank.loader import PACKS, packs_mounted
from course.web.lift import CellFault, PortabilityError

_SECONDS_PER_CELL = 120


def execute(path: Path) -> NotebookNode:
    """Run every cell of the notebook at `path` in a fresh kernel; nothing is written beside it."""
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory(prefix="shizha-") as folder:
        return _run(notebook, path.name, folder)


def _run(notebook: NotebookNode, name: str, folder: str) -> NotebookNode:
    # These bring zmq, asyncio and the widgets along; a page that is in the cache needs none of them.
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    from course.lesson import PRERENDER

    client = NotebookClient(
        notebook,
        timeout=_SECONDS_PER_CELL,
        kernel_name="python3",
        store_widget_state=True,
        extra_arguments=["--IPKernelApp.log_level=40"],
        resources={"metadata": {"path": folder}},
    )
    try:
        return client.execute(env={**kernel_environment(), PRERENDER: "1"})
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        number = _reached(notebook)
        raise PortabilityError((CellFault(name, number, _reason(notebook, number, error)),)) from error


def kernel_environment() -> dict[str, str]:
    """The environment of a process that runs cells: ours, with the case packs."""
    return {**os.environ, **mounted_packs()}


def mounted_packs() -> dict[str, str]:
    """The case packs for a kernel, which runs in another folder: a relative name would lead nowhere there."""
    packs = packs_mounted()
    return {PACKS: os.pathsep.join(map(str, packs))} if packs else {}


def _reached(notebook: NotebookNode) -> int:
    """Number of the cell at which the run ended, counted from 1."""
    for number, cell in enumerate(notebook.cells, start=1):
        if any(output.output_type == "error" for output in cell.get("outputs", ())):
            return number
    started = [
        number
        for number, cell in enumerate(notebook.cells, start=1)
        if "iopub.status.busy" in cell.metadata.get("execution", {})
    ]
    return max(started, default=1)


def _reason(notebook: NotebookNode, number: int, error: Exception) -> str:
    for output in notebook.cells[number - 1].get("outputs", ()):
        if output.output_type == "error":
            return f"fails with {output.ename}: {output.evalue}"
    return f"did not finish: {type(error).__name__}"
