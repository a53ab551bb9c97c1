"""Days as the fields of the instructor's pages send them."""

from __future__ import annotations

from datetime import date


def read_day(text: str) -> date | None:
    """The day of a date field, or None where it is empty or no day."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
