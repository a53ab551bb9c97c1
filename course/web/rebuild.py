"""The process that builds pages for authors: `python -m course.web.rebuild FOLDER`.

It is warm: everything is imported, and a build takes a second instead of ten. One line in asks for a build,
one line of JSON out tells its faults. Pages change only where there are none. It ends with its input.
"""

from __future__ import annotations

import functools
import json
import os
import signal
import sys
import tempfile
from pathlib import Path

import jinja2
import nbformat

from casebank import Fault, FaultsError
from casebank.loader import renew
from casebank.studio import unsafe_faults
from course.authoring import TEXT, all_texts
from course.authoring.build import OUT, build_notebook
from course.practice import PRACTICE, load_practice
from course.web import catalog
from course.web.lift import CellFault, PortabilityError
from course.web.prerender import build_pages
from course.web.quick_run import QuickRun

_OURS = ("casebank", "widgets", "course")
_CACHED = type(functools.lru_cache(str))


def rebuild(out: Path, run: QuickRun) -> tuple[Fault, ...]:
    """Bring the pages in `out` up to date with their sources, or tell why not; then nothing has changed."""
    _forget()
    try:
        if faults := tuple(unsafe_faults(renew())):
            return faults
        for path in sorted(PRACTICE.glob("[0-9][0-9].yaml")):
            load_practice(path.stem)
        _renew_notebooks()
        build_pages(out, catalog.everything(), run)
    except FaultsError as error:
        return error.faults
    except PortabilityError as error:
        return tuple(_in_text(fault) for fault in error.faults)
    except jinja2.TemplateSyntaxError as error:
        return (Fault(f"templates/{error.name}", error.lineno, str(error.message)),)
    except (OSError, ValueError, LookupError, jinja2.TemplateError) as error:
        return (Fault("pages", None, f"{type(error).__name__}: {error}"),)
    return ()


def _forget() -> None:
    """Empty every cache of ours: what they hold was read from files that may have changed."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in _OURS:
            for value in list(vars(module).values()):
                if isinstance(value, _CACHED):
                    value.cache_clear()


def _renew_notebooks() -> None:
    """Build the notebooks whose text says something else by now."""
    with tempfile.TemporaryDirectory(prefix="shizha-") as scratch:
        for text in all_texts():
            built = build_notebook(text, Path(scratch))
            kept = OUT / built.name
            if not kept.is_file() or kept.read_bytes() != built.read_bytes():
                kept.write_bytes(built.read_bytes())


def _in_text(fault: CellFault) -> Fault:
    """The fault of a cell at the line of the text from which the cell was built."""
    text = TEXT / f"{Path(fault.notebook).stem}.md"
    if not text.is_file():
        return Fault(fault.notebook, None, f"cell {fault.cell}: {fault.message}")
    written, place = text.read_text(encoding="utf-8"), 0
    for cell in nbformat.read(OUT / fault.notebook, as_version=4).cells[: fault.cell]:
        place = max(place, written.find(cell.source, place))
    return Fault(f"authoring/{text.name}", written.count("\n", 0, place) + 1, fault.message)


def main(out: Path) -> None:
    """Answer until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the server, which then ends us
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what anybody prints is no answer
    run = QuickRun()
    with tempfile.TemporaryDirectory(prefix="shizha-", ignore_cleanup_errors=True) as scratch:
        rebuild(Path(scratch), run)  # only to be warm; faults are told when asked
    for _ in sys.stdin:
        faults = [[fault.path, fault.line, fault.message] for fault in rebuild(out, run)]
        answers.write(f"{json.dumps(faults)}\n")
        answers.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
