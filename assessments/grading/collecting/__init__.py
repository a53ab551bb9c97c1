"""Takes in submissions that come as files, and collects what lies in the exchange."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

from assessments.clock import beijing
from assessments.cohort.rosterbook import RosterBook
from assessments.grading.alone import alone
from assessments.grading.collecting.archive import TOTAL_LIMIT
from assessments.grading.collecting.bring import Brought, Desk, bring
from assessments.grading.collecting.gather import Handed
from assessments.grading.collecting.inbox import collect_inbound
from assessments.grading.collecting.owner import Advice, Rule, Unclear
from assessments.grading.collecting.report import Report
from assessments.grading.collecting.sheet import Practice

__all__ = ["Advice", "Handed", "Report", "Rule", "Unclear", "collect_course", "collect_inbound"]


def collect_course(
    directory: Path,
    files: Sequence[Path | Handed],
    rule: Rule,
    practice: Practice,
    *,
    dry_run: bool = False,
    now: datetime | None = None,
    bytes_limit: int = TOTAL_LIMIT,
) -> Report:
    """Take in the files, then bring everybody's latest submission to `submitted`.

    `now` is the moment at which the files came, where that is not this one; of them at most `bytes_limit`
    are read. Nothing stops at a fault in a file: the report tells them all. Raises RosterError where
    the roster is damaged, CourseError, SubmitError or OSError where the course directory is, Unclear for a
    `rule` that cannot be followed; then nothing is written.
    """
    now = now or datetime.now(UTC)
    brought = Brought()
    # a grading that reads what is being replaced would mix the old answers with the new time
    with nullcontext() if dry_run else alone(directory):
        if files:
            roster = RosterBook(directory / "rosters", lambda: beijing(now).date()).present()
            known = frozenset(roster.people) if roster is not None else None
            desk = Desk(directory, known, practice, rule, bytes_limit)
            brought = bring(desk, files, now, dry_run=dry_run)
        return Report(brought, collect_inbound(directory, dry_run=dry_run), dry_run)
