"""`shizha new case` and `shizha new form`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

new = typer.Typer(help="Write a new case without writing YAML.", no_args_is_help=True)

FormFile = Annotated[Path, typer.Argument(help="The Excel file to write.", metavar="FILE.xlsx")]
Pack = Annotated[
    Path, typer.Option(help="The case pack: a folder, made where it is missing.", file_okay=False)
]
Bulletin = Annotated[Path | None, typer.Option(help="The bulletin, a text file.", dir_okay=False)]
Filled = Annotated[Path | None, typer.Option("--form", help="A filled Excel form.", dir_okay=False)]


@new.command("form")
def new_form(path: FormFile) -> None:
    """Write an empty Excel form for a new case."""
    from course.newcase import desk

    desk.empty_form(path)


@new.command("case")
def new_case(pack: Pack, bulletin: Bulletin = None, filled: Filled = None) -> None:
    """Ask for the facts (or read them from a form), write the case into a pack, and say what is wrong."""
    from course.newcase import desk

    if filled is None:
        desk.from_questions(pack, bulletin)
    else:
        desk.from_form(pack, filled, bulletin)
