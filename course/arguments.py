"""What the commands on a course directory are given."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

CourseDir = Annotated[Path, typer.Argument(help="The nbgrader course directory.", metavar="COURSE_DIR")]
FormId = Annotated[str, typer.Argument(help="The form, as `shizha forms` names it.", metavar="FORM")]


class CommandError(Exception):
    """What was asked for cannot be done; the text says why, in one sentence."""


def existing(course_dir: Path) -> None:
    """Raises CommandError where the folder is no course directory."""
    if not (course_dir / "nbgrader_config.py").is_file():
        raise CommandError(f"{course_dir} is no course directory: `shizha init` makes one.")
