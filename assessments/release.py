"""Releases forms with nbgrader's own converter, as `nbgrader generate_assignment FORM --force` for each.

A program of its own, run in the course directory: `python -m assessments.release FORM...`. To import nbgrader
takes seconds, to convert a notebook takes a tenth of one.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(forms: Sequence[str]) -> int:
    """Release the forms one after the other; nbgrader exits by itself where it cannot."""
    from nbgrader.apps import GenerateAssignmentApp

    app = GenerateAssignmentApp()
    app.initialize(["--force"])
    for form in forms:
        app.coursedir.assignment_id = form
        app.start()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
