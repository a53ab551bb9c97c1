"""Lessons and the case library are written as Markdown; the notebooks are built from it, never back."""

from __future__ import annotations

from pathlib import Path

__all__ = ["LIBRARY", "TEXT", "all_texts", "texts"]

TEXT = Path(__file__).parent
LIBRARY = "case_library.md"


def texts(folder: Path = TEXT) -> list[Path]:
    """The lessons' texts, in order."""
    return sorted(folder.glob("[0-9][0-9]_*.md"))


def all_texts(folder: Path = TEXT) -> list[Path]:
    """Every text from which a notebook is built: the lessons', and that of the case library."""
    return [*texts(folder), folder / LIBRARY]
