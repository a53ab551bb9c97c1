"""The command that writes feedback pages, and the look that they share with the course."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from course.arguments import CourseDir, FormId
from course.packs import ItemFolders, mount_items
from course.table import AsJson, print_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessments.grading.feedback import Report

    Progress = Callable[[int, int], None]
    """How many of how many are done."""

feedback_command = typer.Typer()


@feedback_command.command()
def feedback(
    course_dir: CourseDir,
    form: FormId,
    force: Annotated[
        bool, typer.Option("--force", help="Write those again, too, in which nothing changed.")
    ] = False,
    as_json: AsJson = False,
    items: ItemFolders = None,
) -> None:
    """Write a page for each graded submission of a form, where `nbgrader release_feedback` looks for it."""
    from assessments.mounting import mount_noted

    mount_items(items)
    mount_noted(course_dir)
    report = give_feedback(course_dir, form, force=force)
    if as_json:
        print_json(asdict(report))
    else:
        tell_feedback(report)
    if report.failed:
        raise typer.Exit(1)


def give_feedback(
    course_dir: Path, form: str, *, force: bool = False, progress: Progress | None = None
) -> Report:
    """Write the pages in the look of the course. Raises as `write_feedback` does."""
    from assessments.grading.feedback import write_feedback
    from course.web.assets import package_folder

    tokens = package_folder("widgets") / "static" / "tokens.css"
    look = tokens.read_text(encoding="utf-8")
    return write_feedback(course_dir, form, look=look, force=force, progress=progress)


def tell_feedback(report: Report) -> None:
    """Print what became of the pages."""
    from assessments.grading.transcribe import legible

    if report.stock is not None:
        typer.echo(f"{report.form}: `nbgrader generate_feedback` wrote the pages, because {report.stock}.")
    typer.echo(f"{report.form}: {len(report.written)} pages written, {len(report.kept)} unchanged.")
    for learner, reason in (*report.missing.items(), *report.failed.items()):
        typer.echo(f"{legible(learner)}: {reason}.", err=True)
    if report.written:
        typer.echo(
            "Trainees of the web course see the same on their result page. For nbgrader's exchange, "
            f"in the course directory: nbgrader release_feedback {report.form}"
        )
