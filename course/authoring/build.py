"""Builds the notebooks: the same text gives the same bytes."""

from __future__ import annotations

import tempfile
from pathlib import Path

import jupytext
import nbformat

from course.authoring import TEXT, all_texts

OUT = TEXT.parent
_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def build_notebook(text: Path, out: Path) -> Path:
    """Write `<out>/<stem>.ipynb` from one Markdown text: fixed cell ids, folded code, no outputs."""
    notebook = jupytext.reads(text.read_text(encoding="utf-8"), fmt="md")
    notebook.metadata = nbformat.from_dict(_METADATA)
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"{text.stem.split('_')[0]}-{number:02d}"
        cell.metadata = nbformat.from_dict(
            {"jupyter": {"source_hidden": True}} if cell.cell_type == "code" else {}
        )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    nbformat.validate(notebook)
    path = out / f"{text.stem}.ipynb"
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")
    return path


def build_all(out: Path = OUT) -> list[Path]:
    """Build every notebook."""
    return [build_notebook(text, out) for text in all_texts()]


def stale_notebooks(out: Path = OUT) -> list[str]:
    """The committed notebooks that are not what their text would build today, and those without a text."""
    with tempfile.TemporaryDirectory() as scratch:
        built = {path.name: path.read_bytes() for path in build_all(Path(scratch))}
    kept = {path.name: path.read_bytes() for path in out.glob("*.ipynb")}
    return sorted(name for name in {*built, *kept} if built.get(name) != kept.get(name))
