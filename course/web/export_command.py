"""What `shizha export` does: builds the pages where nobody else has them, and writes the folder."""

from __future__ import annotations

import tempfile
from pathlib import Path

from course.web.app import prepare_pages
from course.web.export import export, refuse_early


def export_course(folder: Path, *, zipped: bool = False) -> str:
    """Write the export; the sentence that says what came of it. Raises ExportError."""
    out = Path(folder.absolute())
    archive = out.with_name(f"{out.name}.zip") if zipped else None
    refuse_early(out, archive)
    with tempfile.TemporaryDirectory(prefix="shizha-", ignore_cleanup_errors=True) as scratch:
        pages = Path(scratch) / "pages"
        prepare_pages(pages)
        made = export(pages, out, zipped=archive)
    beside = f", and {archive.name} beside it" if archive else ""
    return (
        f"{made.pages} pages, {made.files} files, {made.size / 1e6:.1f} MB in {folder}{beside}. "
        f"Open {folder / 'index.html'}, or let any web server show the folder."
    )
