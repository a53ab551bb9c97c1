"""Home and about of an export: the same for everybody; what somebody did here, the script draws in."""

from __future__ import annotations

from dataclasses import dataclass

from course.web import catalog
from course.web.about import about
from course.web.prerender import Manifest
from course.web.templating import render
from course.web.views import Site

_PRIVACY = (
    "记录什么：练习的作答和进度。不问姓名，不问工号。",
    "谁看得到：用这台设备、这个浏览器的人。什么都不发往别处；下载的文件交不交给谁，由你决定。",
    "留多久：清掉浏览器的数据，或者在首页下面点“清掉这台设备上的作答”，就没有了。",
)


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


def about_page(site: Site) -> str:
    """What the course rests on, and who keeps what where there is no server."""
    return render("about.html", about(site, _PRIVACY, f"{site.base}#sz-take"))


def _row(manifest: Manifest, page: catalog.CoursePage) -> ExportRow:
    built = manifest.pages[page.id]
    return ExportRow(page, page.href, built.version, built.items)
