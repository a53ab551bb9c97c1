"""The command that makes a course with simulated trainees, for trying things out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from course.packs import ItemFolders, mount_items

demonstration = typer.Typer()


@demonstration.command()
def demo(
    course_dir: Annotated[Path, typer.Argument(help="A folder that is new or empty.", metavar="COURSE_DIR")],
    number: Annotated[
        int, typer.Option("-n", "--number", help="How many hand in: 1 to 10,000.", metavar="N")
    ] = 40,
    seed: Annotated[int, typer.Option(min=0, help="Another seed, other trainees.")] = 1,
    form: Annotated[
        str | None, typer.Option(help="The form that they sit, as `shizha forms` names it.")
    ] = None,
    first_day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day on which the first of them sit it.")
    ] = None,
    items: ItemFolders = None,
) -> None:
    """Make a course directory with N submissions of simulated trainees, not graded yet."""
    from assessments.demo import FIRST_DAY, FORM, make_demo

    mount_items(items)
    form = form or FORM
    day = first_day.date() if first_day else FIRST_DAY
    people = make_demo(course_dir, number, seed=seed, form=form, first_day=day)
    typer.echo(f"{course_dir}: {number} of {people} simulated trainees have handed in {form}.")
    typer.echo(f"Next: shizha grade {course_dir} {form}")
    typer.echo(f"nbgrader itself, for comparison: cd {course_dir} && nbgrader autograde {form}")
