"""What the commands on a course directory are given."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

CourseDir = Annotated[Path, typer.Argument(help="The nbgrader course directory.", metavar="COURSE_DIR")]
FormId = Annotated[str, typer.Argument(help="The form, as `shizha forms` names it.", metavar="FORM")]
