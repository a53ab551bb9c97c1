"""What notebooks are built from: Markdown for lessons, the case library and the scenes. Never back."""

from __future__ import annotations

from pathlib import Path

__all__ = ["LIBRARY", "SCENES", "TEXT", "all_texts", "texts"]

TEXT = Path(__file__).parent
LIBRARY = "case_library.md"
SCENES = "scenes.md"


def texts(folder: Path = TEXT) -> list[Path]:
    """The lessons' texts, in order."""
    return sorted(folder.glob("[0-9][0-9]_*.md"))


def all_texts(folder: Path = TEXT) -> list[Path]:
    """Every text from which a notebook is built: the lessons', the library's, the scenes'."""
    return [*texts(folder), folder / LIBRARY, folder / SCENES]
