"""Answer files of a batch: what would become of them, what became of them, and how a page says it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from assessments import chinese
from assessments.cohort.roster import Roster
from assessments.grading.collecting import Report, collect_course
from assessments.grading.collecting.bring import Earlier, Taken
from assessments.grading.collecting.report import CLOCKS
from course.collecting import practice_title
from course.web import catalog
from course.web.desk.files_views import BatchView, FileLine, FilesView, FormFiles, FormName, WaitingLine
from course.web.desk.office import Office, today
from course.web.desk.tray import Batch, Outcome, RefusedFile, TakenFile
from course.web.desk.views import Frame
from course.web.state import now

FILES_LIMIT = 20 * 1024 * 1024
"""Bytes of one upload: sixty people's files are less than two million."""
MOST_FILES = 80
_READ_LIMIT = 60_000_000
"""Bytes that are read of one upload, unpacked."""


def outcome(directory: Path, batch: Batch, *, dry_run: bool) -> Outcome:
    """What would become of the files; without `dry_run` they are taken in, and all that arrived is collected.

    Raises what `collect_course` does.
    """
    report = collect_course(
        directory,
        batch.files,
        batch.rule,
        practice_title,
        dry_run=dry_run,
        now=batch.at,
        bytes_limit=_READ_LIMIT,
    )
    brought = report.brought
    refused = brought.refused if dry_run else (*report.refused, *report.collected.partly)
    return Outcome(
        taken=_in_order(map(_file, brought.taken)),
        same=_in_order(map(_file, brought.same)),
        earlier=_in_order(map(_file, brought.earlier)),
        refused=tuple(
            sorted(
                (RefusedFile(one.file, one.reason, one.advice) for one in refused),
                key=lambda one: (one.file, one.reason),
            )
        ),
        skipped=tuple(sorted(brought.skipped)),
        forms=() if dry_run else _new_forms(report),
    )


def digest(found: Outcome) -> str:
    """The same for the same outcome, and only for that."""
    return hashlib.sha256(repr(found).encode("utf-8", "replace")).hexdigest()[:32]


def files_view(office: Office, frame: Frame, fault: str = "") -> FilesView:
    """The form for files, and what waits."""
    return FilesView(
        site=frame.site,
        frame=frame,
        limit_mb=FILES_LIMIT // 1024**2,
        most=MOST_FILES,
        waiting=tuple(
            WaitingLine(one.id, one.count, chinese.moment(one.at)) for one in office.tray.waiting(now())
        ),
        fault=fault,
    )


def batch_view(office: Office, frame: Frame, batch: Batch, found: Outcome, message: str = "") -> BatchView:
    """What is to be confirmed, or was done."""
    roster = office.roster(today())
    return BatchView(
        site=frame.site,
        frame=frame,
        id=batch.id,
        count=batch.count,
        done=batch.outcome is not None,
        shown=digest(found),
        taken=_by_form(found.taken, roster),
        same=_lines(found.same, roster),
        earlier=_lines(found.earlier, roster),
        refused=found.refused,
        skipped=found.skipped,
        forms=tuple(FormName(form, _title(form)) for form in found.forms),
        has_roster=roster is not None,
        allow_unknown=batch.rule.allow_unknown,
        by_name=batch.rule.by_name,
        given=batch.rule.given or "",
        message=message,
    )


def _new_forms(report: Report) -> tuple[str, ...]:
    arrived = {one.form for one in (*report.collected.new, *report.collected.renewed)}
    return tuple(page.id for page in catalog.forms() if page.id in arrived)


def _file(one: Taken | Earlier) -> TakenFile:
    version = one.version
    learner, form = version.who
    said = version.sheet.answers.learner
    return TakenFile(
        number=learner,
        form=form,
        file=version.sheet.file,
        at=version.at,
        clock=CLOCKS[version.clock],
        said=said if said != learner else "",
        other=one.later if isinstance(one, Earlier) else one.replaces,
    )


def _in_order(files: Iterable[TakenFile]) -> tuple[TakenFile, ...]:
    """What was decided here comes first: whose it is, that another one no longer counts."""
    return tuple(sorted(files, key=lambda one: (not (one.said or one.other), one.number, one.form, one.file)))


def _by_form(files: tuple[TakenFile, ...], roster: Roster | None) -> tuple[FormFiles, ...]:
    order = [page.id for page in catalog.forms()]
    forms = sorted({one.form for one in files}, key=lambda form: (form not in order, form))
    return tuple(
        FormFiles(form, _title(form), _lines((one for one in files if one.form == form), roster))
        for form in forms
    )


def _lines(files: Iterable[TakenFile], roster: Roster | None) -> tuple[FileLine, ...]:
    return tuple(_line(one, roster) for one in files)


def _line(one: TakenFile, roster: Roster | None) -> FileLine:
    person = roster.find(one.number) if roster else None
    return FileLine(
        name=person.name if person else "",
        number=one.number,
        file=one.file,
        at=f"{chinese.moment(one.at)}（{one.clock}）",
        said=one.said,
        other=chinese.moment(one.other) if one.other else "",
    )


def _title(form: str) -> str:
    page = catalog.find(form)
    return page.title if page else form
