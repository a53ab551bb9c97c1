"""The commands that grade."""

from __future__ import annotations

import gc
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from course.arguments import CourseDir, FormId
from course.packs import ItemFolders, mount_items
from course.table import AsJson, print_json

if TYPE_CHECKING:
    from assessments.grading.grader import Report

_SELDOM = 50_000
"""Objects until the next look for circles nobody uses: most of what is made here lasts to the end."""

grading = typer.Typer()


@grading.command()
def grade(
    course_dir: CourseDir,
    form: FormId,
    force: Annotated[bool, typer.Option("--force", help="Grade again what is graded already.")] = False,
    as_json: AsJson = False,
    items: ItemFolders = None,
) -> None:
    """Grade what was collected of a form, at once; nothing that was handed in is run."""
    gc.set_threshold(_SELDOM)
    from assessments.grading.grader import grade as grade_all
    from assessments.private import mount_noted
    from course.told import tell

    mount_items(items)
    mount_noted(course_dir)
    report = grade_all(course_dir, form, tell, force=force, progress=None if as_json else _progress)
    if as_json:
        print_json(_json(report))
    else:
        _print(report)


def _progress(done: int, of: int) -> None:
    import sys

    if sys.stderr.isatty():
        typer.echo(f"\r{done} of {of}", err=True, nl=done == of)


def _print(report: Report) -> None:
    if report.stock is not None:
        typer.echo(f"{report.form} was graded by nbgrader itself, because {report.stock}.")
        return
    typer.echo(
        f"{len(report.graded)} graded, {report.skipped} graded before, "
        f"{len(report.quarantined)} cannot be graded ({report.seconds:.1f} s)."
    )
    for entry in report.quarantined:
        typer.echo(f"{_plain(entry.learner)}: {entry.reason}")
    if not (report.graded or report.skipped or report.quarantined):
        typer.echo(f"Nothing of {report.form} was collected yet: `nbgrader collect {report.form}` first.")
    if report.backup is not None:
        typer.echo(f"The gradebook as it was before: {report.backup}")


def _plain(name: str) -> str:
    """A folder's name that does nothing to a terminal."""
    return "".join(sign if sign.isprintable() else "�" for sign in name)


def _json(report: Report) -> dict[str, Any]:
    backup = None if report.backup is None else str(report.backup)
    return {**asdict(report), "backup": backup, "seconds": round(report.seconds, 3)}
