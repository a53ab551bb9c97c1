"""Grading from the desk: the seam between the pages and the engine, which is imported when it is needed."""

from __future__ import annotations

from pathlib import Path

from course.web.desk.door import Session


def back_up(directory: Path, session: Session) -> None:
    """Copy the gradebook before an instructor's first mark. Raises GradebookError where it cannot be."""
