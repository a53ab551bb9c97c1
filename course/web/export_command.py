"""What `shizha export` does: builds the pages where nobody else has them, and writes the folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from course.web import catalog
from course.web.app import prepare_pages
from course.web.export import export, refuse_early
from course.web.prerender import up_to_date


def export_course(folder: Path, *, course_dir: Path, zipped: bool = False) -> str:
    """Write the export; the sentence that says what came of it. Raises ExportError."""
    out = Path(os.path.abspath(folder))  # noqa: PTH100  (resolve() would follow links, absolute() keeps "..")
    archive = out.with_name(f"{out.name}.zip") if zipped else None
    refuse_early(out, archive)
    with _pages(course_dir / "pages") as pages:
        made = export(pages, out, zipped=archive)
    beside = f", and {archive.name} beside it" if archive else ""
    return (
        f"{made.pages} pages, {made.files} files, {made.size / 1e6:.1f} MB in {folder}{beside}. "
        f"Open {folder / 'index.html'}, or let any web server show the folder."
    )


@contextmanager
def _pages(kept: Path) -> Iterator[Path]:
    """The built pages: those of a course directory where they are up to date, else built for this once."""
    if up_to_date(kept, catalog.everything()):
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="shizha-", ignore_cleanup_errors=True) as scratch:
        pages = Path(scratch) / "pages"
        prepare_pages(pages)
        yield pages
