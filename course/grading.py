"""The commands that grade."""

from __future__ import annotations

import gc
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from course.arguments import CourseDir, FormId
from course.feedback import give_feedback, tell_feedback
from course.packs import ItemFolders, mount_items
from course.table import AsJson, plain, print_json
from course.verifying import tell_verification

if TYPE_CHECKING:
    from pathlib import Path

    from assessments.grading.feedback import Report as Pages
    from assessments.grading.grader import Report
    from assessments.grading.verify import Verification

_SELDOM = 50_000
"""Objects until the next look for circles nobody uses: most of what is made here lasts to the end."""

grading = typer.Typer()


@grading.command()
def grade(
    course_dir: CourseDir,
    form: FormId,
    force: Annotated[bool, typer.Option("--force", help="Grade again what is graded already.")] = False,
    feedback: Annotated[
        bool, typer.Option("--feedback", help="Then write the feedback pages, as `shizha feedback` does.")
    ] = False,
    verify: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="Then draw N graded submissions, let nbgrader grade them again in a copy that is removed "
            "afterwards, and name every difference. This runs the code in those notebooks, under your name.",
        ),
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Draw the same ones again.", metavar="S")] = None,
    as_json: AsJson = False,
    items: ItemFolders = None,
) -> None:
    """Grade what was collected of a form, at once; nothing that was handed in is run, but by --verify."""
    gc.set_threshold(_SELDOM)
    from assessments.grading.grader import grade as grade_all
    from assessments.mounting import mount_noted
    from course.told import tell

    mount_items(items)
    mount_noted(course_dir)
    report = grade_all(course_dir, form, tell, force=force, progress=None if as_json else _progress)
    if not as_json:
        _print(report)
    pages = give_feedback(course_dir, form) if feedback and _any_graded(report) else None
    if pages and not as_json:
        tell_feedback(pages)
    verified = None if verify is None else _verified(course_dir, report, verify, seed, quiet=as_json)
    if as_json:
        print_json(_json(report, pages, verified))
    if (pages and pages.failed) or (verified and verified.differences):
        raise typer.Exit(1)


def _any_graded(report: Report) -> bool:
    """Whether there is anything to write a page about."""
    return bool(report.graded or report.skipped or report.stock)


def _verified(course_dir: Path, report: Report, count: int, seed: int | None, *, quiet: bool) -> Verification:
    from assessments.grading.verify import verify

    if not (quiet or report.stock):
        typer.echo("nbgrader grades a sample again, which takes it some seconds each ...", err=True)
    verified = verify(course_dir, report, count, seed)
    if not quiet:
        tell_verification(verified)
    return verified


def _progress(done: int, of: int) -> None:
    import sys

    if sys.stderr.isatty():
        typer.echo(f"\r{done} of {of}", err=True, nl=done == of)


def _print(report: Report) -> None:
    if report.stock is not None:
        typer.echo(f"{report.form} was graded by nbgrader itself, because {report.stock}.")
    else:
        _print_counts(report)
    if report.backup is not None:
        typer.echo(f"The gradebook as it was before: {report.backup}")


def _print_counts(report: Report) -> None:
    typer.echo(
        f"{len(report.graded)} graded, {report.skipped} graded before, "
        f"{len(report.quarantined)} cannot be graded ({report.seconds:.1f} s)."
    )
    for entry in report.quarantined:
        typer.echo(f"{plain(entry.learner)}: {entry.reason}")
    for learner in report.outdated:
        typer.echo(f"{plain(learner)}: the free text changed after it was marked by hand; look at the mark.")
    if report.waiting:
        typer.echo(f"{report.waiting} free texts wait for a mark (阅卷 at the desk, or formgrader).")
    if not (report.graded or report.skipped or report.quarantined):
        typer.echo(f"Nothing of {report.form} was collected yet: `shizha collect COURSE_DIR` first.")


def _json(report: Report, pages: Pages | None, verified: Verification | None) -> dict[str, Any]:
    """The report; with `feedback` and `verified`, null where they were not asked for."""
    backup = None if report.backup is None else str(report.backup)
    counts = pages and {
        "written": len(pages.written),
        "kept": len(pages.kept),
        "missing": pages.missing,
        "failed": pages.failed,
        "stock": pages.stock,
    }
    told = verified and {**asdict(verified), "seconds": round(verified.seconds, 3)}
    made = {"backup": backup, "seconds": round(report.seconds, 3), "feedback": counts, "verified": told}
    return {**asdict(report), **made}
