"""The command that takes in submissions that come as files, and collects what was handed in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from course.arguments import CourseDir
from course.table import AsJson, print_json

collecting = typer.Typer()


@collecting.command()
def collect(
    course_dir: CourseDir,
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="answers.json files, zip files, saved mails (.eml), folders of them.", metavar="FILE..."
        ),
    ] = None,
    given: Annotated[
        str | None, typer.Option("--as", help="Whose the files are, whatever is in them: a staff number.")
    ] = None,
    by_name: Annotated[
        bool,
        typer.Option("--by-name", help="Believe file names where the answers name nobody of the roster."),
    ] = False,
    allow_unknown: Annotated[
        bool, typer.Option("--allow-unknown", help="Take in staff numbers that are not on the roster.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done; write nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Take in answers.json and zip files and saved mails, and bring all that was handed in to submitted/."""
    from assessments.configuration import check_course
    from assessments.grading.collecting import Rule, collect_course

    check_course(course_dir)
    rule = Rule(allow_unknown=allow_unknown, by_name=by_name, given=given)
    report = collect_course(course_dir, files or [], rule, practice_title, dry_run=dry_run)
    if as_json:
        print_json(report.as_json())
    else:
        for line in report.lines():
            typer.echo(line)
    if report.refused:
        raise typer.Exit(1)


def practice_title(page_id: str) -> str | None:
    """The title of a practice page; None for what is none."""
    from course.web import catalog

    pages = catalog.scenes() if page_id.startswith("scene-") else catalog.lessons()
    return next((page.title for page in pages if page.id == page_id), None)
