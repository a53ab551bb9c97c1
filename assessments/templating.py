"""What the pages that tell a result share: where their templates lie, and how points are written."""

from __future__ import annotations

from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates" / "outcome"
"""`said.html` holds the sentences, for every page alike."""


def points(value: float | None) -> str:
    """Points as people write them: 8, 7.5, and a dash where there are none yet."""
    return "—" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")
