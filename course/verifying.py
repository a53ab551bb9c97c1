"""What a comparison with nbgrader found, in lines for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from course.table import plain

if TYPE_CHECKING:
    from assessments.grading.verify import Difference, Verification

_BEFORE, _SHOWN = 12, 60


def tell_verification(verified: Verification) -> None:
    """Print it: who was drawn, and each difference on a line."""
    if verified.stock is not None:
        typer.echo("Nothing to compare: nbgrader itself graded this form.")
        return
    if not verified.sample:
        typer.echo("Nothing to compare: nothing of this form is graded.")
        return
    for difference in verified.differences:
        typer.echo(_line(difference))
    found = len(verified.differences)
    typer.echo(
        f"nbgrader graded {len(verified.sample)} of {verified.graded} again (--seed {verified.seed}, "
        f"{verified.seconds:.1f} s): {verified.values} values compared, "
        f"{found or 'no'} difference{'' if found == 1 else 's'}."
    )


def _line(difference: Difference) -> str:
    """Whose, where, ours, nbgrader's; long values from where they begin to differ."""
    one, other = _told(difference, difference.ours), _told(difference, difference.stock)
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    where = " ".join(part for part in (difference.learner, difference.cell, difference.column) if part)
    return f"{plain(where)}: ours {_cut(one, same)}, nbgrader's {_cut(other, same)}"


def _told(difference: Difference, value: Any) -> str:
    """A value; of a whole row, cell or file whether it is there."""
    if isinstance(value, bool) and "." not in difference.column:
        return "is there" if value else "is missing"
    return repr(value)


def _cut(text: str, at: int) -> str:
    start = max(0, at - _BEFORE) if len(text) > _SHOWN else 0
    end = start + _SHOWN
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
