"""The practice course as a folder: for any web server, or to open from a file. No form, no key, no server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from course.web import catalog
from course.web.export_folder import replaceable, replaceable_zip, write_export
from course.web.export_home import about_page, home_page
from course.web.export_page import ExportError, Place, check_addresses, standalone
from course.web.export_script import classic_script
from course.web.prerender import Manifest, read_manifest
from course.web.views import Site

HOME = Place("", "index.html")
ABOUT = Place("about", "about.html")
_ASSET = re.compile(r'(?:href|src)="(?:\.\./|\./)?assets/([^"/]+)"')


@dataclass(frozen=True)
class Exported:
    """What was written."""

    pages: int
    files: int
    size: int
    """Bytes of all files together."""


def refuse_early(folder: Path, zipped: Path | None) -> None:
    """Say what stands in the way before any page is built. Raises ExportError."""
    replaceable(folder)
    if zipped is not None:
        replaceable_zip(zipped)


def export(pages: Path, folder: Path, *, zipped: Path | None = None) -> Exported:
    """Write the practice course of the built `pages` to `folder`, and a zip of it to `zipped`.

    Raises ExportError; what was at those places is then still there.
    """
    manifest = read_manifest(pages)
    if manifest is None:
        raise ExportError(f"{pages} holds no built pages.")
    refuse_early(folder, zipped)
    contents = export_contents(manifest)
    write_export(folder, contents, zipped=zipped)
    count = sum(1 for name in contents if name.endswith(".html"))
    return Exported(count, len(contents), sum(map(len, contents.values())))


def export_contents(manifest: Manifest) -> Mapping[str, bytes]:
    """Every file of the export by its path. Raises ExportError where an address would lead nowhere."""
    scripts = _Scripts()
    pages = {name: text.encode() for name, text in _pages(manifest, scripts)}
    shown = {asset for data in pages.values() for asset in _ASSET.findall(data.decode())}
    served = {
        f"assets/{name}": (manifest.folder / "assets" / name).read_bytes()
        for name in sorted(shown - scripts.made.keys())
    }
    made = {f"assets/{name}": data for name, data in scripts.made.items()}
    contents = {**pages, **served, **made}
    check_addresses(pages, frozenset(contents))
    return contents


def _pages(manifest: Manifest, script: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    exported = _exported(manifest)
    places = [Place(page.href, f"{page.href}.html") for page in exported]
    files = {place.href: place.file for place in (HOME, ABOUT, *places)}
    site = Site(base="./", xsrf="", practice=True, assets=manifest.assets)
    home = home_page(manifest, site, f"{site.base}assets/{script('host.js')}")
    yield HOME.file, standalone(home, HOME, files, script)
    yield ABOUT.file, standalone(about_page(site), ABOUT, files, script)
    for page, place in zip(exported, places, strict=True):
        text = manifest.path(page.id).read_text(encoding="utf-8")
        yield place.file, standalone(text, place, files, script)


def _exported(manifest: Manifest) -> tuple[catalog.CoursePage, ...]:
    library = catalog.library()
    return (*catalog.practised(), *((library,) if manifest.pages[library.id].cases else ()))


class _Scripts:
    """The classic scripts that pages asked for, each made once."""

    def __init__(self) -> None:
        self.made: dict[str, bytes] = {}
        self._names: dict[str, str] = {}

    def __call__(self, module: str) -> str:
        """The hashed name of the script that stands in for a module."""
        if module not in self._names:
            asset = classic_script(module)
            self.made[asset.hashed] = asset.data
            self._names[module] = asset.hashed
        return self._names[module]
