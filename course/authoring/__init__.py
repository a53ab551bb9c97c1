"""Lessons are written as Markdown; the notebooks are built from it, in one direction only."""

from __future__ import annotations

from pathlib import Path

__all__ = ["TEXT", "texts"]

TEXT = Path(__file__).parent


def texts(folder: Path = TEXT) -> list[Path]:
    """The lessons' texts, in order."""
    return sorted(folder.glob("[0-9][0-9]_*.md"))
