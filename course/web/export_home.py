"""The home page of an export: the same for everybody; what somebody did here, the script draws in."""

from __future__ import annotations

from dataclasses import dataclass

from course.web import catalog
from course.web.prerender import Manifest
from course.web.templating import render
from course.web.views import Site


@dataclass(frozen=True)
class ExportRow:
    """A page on which one practises, as the home page lists it."""

    page: catalog.CoursePage
    href: str
    version: str
    items: tuple[str, ...]
    """Ids of its exercises, for the script that counts which are done."""


@dataclass(frozen=True)
class ExportHomeView:
    """``export_home.html``"""

    site: Site
    lessons: tuple[ExportRow, ...]
    scenes: tuple[ExportRow, ...]
    library: catalog.CoursePage | None
    """None where it holds no case."""
    cases: int
    script: str
    """Address of the script."""


def home_page(manifest: Manifest, site: Site, script: str) -> str:
    """The page, with the addresses that the server would have."""
    library = catalog.library()
    built = manifest.pages.get(library.id)
    view = ExportHomeView(
        site=site,
        lessons=tuple(_row(manifest, page) for page in catalog.lessons()),
        scenes=tuple(_row(manifest, page) for page in catalog.scenes()),
        library=library if built and built.cases else None,
        cases=built.cases if built else 0,
        script=script,
    )
    return render("export_home.html", view)


def _row(manifest: Manifest, page: catalog.CoursePage) -> ExportRow:
    built = manifest.pages[page.id]
    return ExportRow(page, page.href, built.version, built.items)
