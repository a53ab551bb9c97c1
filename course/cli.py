"""The command `shizha`: serve, set up, check and look. Heavy imports wait inside the commands."""

from __future__ import annotations

import gc
import io
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from course.arguments import CourseDir, FormId
from course.collecting import collecting
from course.demo import demonstration
from course.feedback import feedback_command
from course.grading import grading
from course.listing import listing
from course.newcase.command import new
from course.packs import CasePacks, ItemFolders, mount, mount_items
from course.scenes import scenarios

OURS = {"course", "assessments", "widgets", "casebank"}
HOME = Path("my-course")

app = typer.Typer(
    name="shizha",
    help="识诈课堂 Shizha: an anti-fraud course that you can open, run and grade.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(listing)
app.add_typer(collecting)
app.add_typer(demonstration)
app.add_typer(feedback_command)
app.add_typer(grading)
app.add_typer(scenarios, name="scenarios")
app.add_typer(new, name="new")


class CommandError(Exception):
    """What was asked for cannot be done; the text says why, in one sentence."""


@app.command()
def serve(
    course_dir: Annotated[Path, typer.Option(help="The course directory; made where it is missing.")] = HOME,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="The port; by default 8866 or the next free one.")
    ] = None,
    roster: Annotated[Path | None, typer.Option(help="Who may enter (CSV or Excel).")] = None,
    packs: CasePacks = None,
    items: ItemFolders = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    desk_password_file: Annotated[
        Path | None, typer.Option(help="A file with the password of the instructor's page.")
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the course in a browser.")
    ] = True,
    watch: Annotated[
        bool, typer.Option("--watch", help="For authors: what is changed shows in the browser at once.")
    ] = False,
) -> None:
    """Serve the course to trainees."""
    from casebank import load_bank
    from course.web.app import serve as serve_course
    from course.web.desk.password import desk_password

    password = desk_password(desk_password_file)
    mount(packs)
    mount_items(items)
    load_bank()
    fresh = not (course_dir / "gradebook.db").is_file()
    _make_course(course_dir)
    for form in _first_forms(course_dir) if fresh else ():
        _open(course_dir, form)
    shown = browser and _has_screen()
    serve_course(
        course_dir,
        port=port,
        roster=roster,
        host=host,
        open_browser=shown,
        watch=watch,
        password=password,
    )


@app.command()
def init(course_dir: CourseDir, items: ItemFolders = None) -> None:
    """Make an nbgrader course directory with every form released but none open."""
    mount_items(items)
    _make_course(course_dir)
    typer.echo(f"Next: shizha open {course_dir} FORM, with FORM one of: {', '.join(_form_ids(course_dir))}")


@app.command("release")
def release_form(
    course_dir: CourseDir,
    form: FormId,
    over_answers: Annotated[
        bool,
        typer.Option("--over-answers", help="Although trainees have answered the form as it is released."),
    ] = False,
    items: ItemFolders = None,
) -> None:
    """Release a form anew, as this program and the mounted items have it now."""
    from assessments.mounting import mount_noted
    from course.releasing import release

    mount_items(items)
    _existing(course_dir)
    mount_noted(course_dir)
    typer.echo(release(course_dir, form, over_answers=over_answers))


@app.command("renew-config")
def renew_config(course_dir: CourseDir) -> None:
    """Write the present nbgrader_config.py; the one that was there is kept beside it."""
    from assessments.configuration import renew

    typer.echo(renew(course_dir))


@app.command("open")
def open_form(course_dir: CourseDir, form: FormId) -> None:
    """Let trainees take a form and hand it in."""
    _existing(course_dir)
    _open(course_dir, form)


@app.command("close")
def close_form(course_dir: CourseDir, form: FormId) -> None:
    """Take no more submissions of a form. What was handed in stays."""
    from assessments import coursedir

    _existing(course_dir)
    coursedir.close_form(course_dir, form)
    typer.echo(f"{form} is closed.")


@app.command()
def lab(
    course_dir: CourseDir,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port.")] = 8888,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser.")] = True,
) -> None:
    """Start the instructor's JupyterLab with formgrader, a process of its own on this machine only."""
    from course.laboratory import run_lab

    _existing(course_dir)
    raise typer.Exit(run_lab(course_dir, port, browser=browser))


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="The folder to write.", metavar="DIR")],
    zipped: Annotated[bool, typer.Option("--zip", help="Write DIR.zip beside it too.")] = False,
    course_dir: Annotated[
        Path, typer.Option(help="Whose built pages to take, where they are up to date.")
    ] = HOME,
    packs: CasePacks = None,
) -> None:
    """Write the practice course as a folder for any web server, or to open from a file."""
    from course.web.export_command import export_course

    mount(packs)
    typer.echo(export_course(folder, course_dir=course_dir, zipped=zipped))


@app.command("reset-code")
def reset_code(
    course_dir: CourseDir,
    staff: Annotated[str, typer.Argument(help="The staff number.", metavar="STAFF")],
) -> None:
    """Give a trainee a new resume code (续学码) and print it: hand it over in person. Answers stay."""
    from course.web.entry import reset_code as reset
    from course.web.records import Records

    _existing(course_dir)
    records = Records.in_folder(course_dir)
    try:
        code = reset(records, staff)
    finally:
        records.close()
    if code is None:
        raise CommandError(f"nobody has entered with the staff number {staff}.")
    typer.echo(f"The new resume code (续学码) of {staff}: {code}")
    typer.echo("Hand it over in person. The old code is void, and every browser is signed out.")


@app.command()
def check(
    sources: Annotated[
        Path | None, typer.Option(help="Folder of the documents.", file_okay=False, exists=True)
    ] = None,
    packs: CasePacks = None,
    items: ItemFolders = None,
) -> None:
    """Tell every fault in the case bank, the items, the forms and the lessons, with file and line."""
    from casebank import FaultsError
    from course.checks import check as check_all

    mount(packs)
    mount_items(items)
    report = check_all(sources)
    if report.unproved:
        typer.echo(f"{len(report.unproved)} passages not proved without their documents (--sources DIR).")
    typer.echo(f"{report.proved} passages proved.")
    for case in report.unapproved:
        typer.echo(f"{case}: waits for a second person's approval; trainees do not see it yet.")
    if report.faults:
        raise FaultsError(report.faults)
    typer.echo("No faults.")


def _make_course(course_dir: Path) -> None:
    from course.releasing import make_course

    if not course_dir.exists():
        typer.echo(f"Making the course directory {course_dir}")
    for note in make_course(course_dir):
        typer.echo(note)


def _open(course_dir: Path, form: str) -> None:
    from assessments import coursedir

    coursedir.open_form(course_dir, form)
    typer.echo(f"{form} is open.")


def _form_ids(course_dir: Path) -> list[str]:
    from assessments.coursedir import form_ids

    return form_ids(course_dir)


def _first_forms(course_dir: Path) -> list[str]:
    """What a new course opens: every form but those that are sat after a parallel one."""
    from assessments.items.programme import programme

    released = _form_ids(course_dir)
    return [form.id for form in programme() if form.id in released and not form.later]


def _existing(course_dir: Path) -> None:
    from assessments.configuration import check_course, renew_untouched

    check_course(course_dir)
    if told := renew_untouched(course_dir):
        typer.echo(told)


def _has_screen() -> bool:
    """Whether a browser has somewhere to show itself; a text browser would take over the terminal."""
    return sys.platform != "linux" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _speak_utf8() -> None:
    """Chinese on a console of another encoding, as on Windows, is printed and never an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _sentence(error: Exception) -> str | None:
    """What to tell of an error that is ours or the system's; None for a mistake in the program."""
    if type(error).__module__.partition(".")[0] in OURS:
        return str(error)
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror or error}"
    return None


def main() -> None:
    """The entry point: a foreseen error is a sentence and exit 1, not a traceback."""
    _speak_utf8()
    try:
        app()
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        typer.echo(sentence, err=True)
        sys.exit(1)
    finally:
        gc.freeze()  # a program that ends need not look for what nobody uses any more
