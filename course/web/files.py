"""The built pages and assets, kept in memory as long as they do not change on disk."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

from course.web.prerender import BuiltPage, Manifest, read_manifest

_KEPT_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Content:
    """A file as it goes over the wire."""

    plain: bytes
    zipped: bytes


class PageFiles:
    """What ``build_pages`` left in a folder. Rebuilt pages are picked up without a restart."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._manifest: tuple[int, Manifest | None] = (-1, None)
        self._contents: dict[str, tuple[int, Content]] = {}
        self._held = 0

    def manifest(self) -> Manifest | None:
        """What is built; None where nothing is."""
        changed = _mtime(self._folder / "manifest.json")
        if changed != self._manifest[0]:
            self._manifest = (changed, read_manifest(self._folder))
        return self._manifest[1]

    def page(self, page_id: str) -> BuiltPage | None:
        """How a page was built."""
        manifest = self.manifest()
        return manifest.pages.get(page_id) if manifest else None

    def assets(self) -> dict[str, str]:
        """Logical to hashed names of the assets."""
        manifest = self.manifest()
        return dict(manifest.assets) if manifest else {}

    def read(self, relative: str) -> Content | None:
        """The file below the folder, or None. The caller vouches for the name."""
        path = self._folder / relative
        changed = _mtime(path)
        kept = self._contents.get(relative)
        if kept is not None and kept[0] == changed:
            return kept[1]
        if changed < 0:
            return None
        content = _load(path)
        self._held += len(content.plain) + len(content.zipped)
        if self._held > _KEPT_BYTES:
            self._contents.clear()
            self._held = 0
        self._contents[relative] = (changed, content)
        return content


def _mtime(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return -1


def _load(path: Path) -> Content:
    plain = path.read_bytes()
    beside = path.with_name(f"{path.name}.gz")
    zipped = beside.read_bytes() if beside.is_file() else gzip.compress(plain, 6)
    return Content(plain, zipped)
