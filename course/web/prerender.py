"""Pages without a kernel: each notebook is run once for each content, then served as plain bytes.

`build_pages` renders everything in memory first, so that a faulty notebook changes nothing, and then
puts file by file in place: assets before the pages that name them, the manifest last. What readers
have open keeps working, because an asset's name changes with its content.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from markupsafe import Markup

from course.web.around import Neighbours, Place, neighbours, places
from course.web.assets import (
    STATIC,
    TEMPLATES,
    Asset,
    collect_assets,
    compressed,
    digest,
    files_digest,
    package_folder,
)
from course.web.blocks import Block
from course.web.catalog import CoursePage
from course.web.sources import Run, content_digest, page_key, read_blocks
from course.web.templating import environment
from course.web.views import Site, Step

_SCHEMA = "shizha.pages/1"
_RENDERING = ("*.py",)


@dataclass(frozen=True)
class BuiltPage:
    """One page as it lies on disk."""

    file: str
    """Path below the output folder; the same with `.gz` holds the compressed bytes."""
    etag: str
    version: str
    """Changes when what the learner sees in it changes."""
    items: tuple[str, ...]
    """Ids of its exercises, in order."""
    cases: int = 0
    """How many cases there are to leaf through: in the case library only."""


@dataclass(frozen=True)
class Manifest:
    """What was built, and where."""

    folder: Path
    key: str
    assets: Mapping[str, str]
    """Logical asset name to hashed file name below `assets/`."""
    pages: Mapping[str, BuiltPage]

    def path(self, page: str) -> Path:
        """The file of a page."""
        return self.folder / self.pages[page].file


@dataclass(frozen=True)
class PageView:
    """What `lesson.html`, `scene.html` and `library.html` are given."""

    site: Site
    page: CoursePage
    blocks: tuple[Block, ...]
    scripts: tuple[str, ...]
    """Addresses of the modules to load early; the first one starts the page."""
    config: Markup
    """JSON for the host script."""
    library: str = ""
    """Address of the case library; empty where it holds no case."""
    before: Step | None = None
    after: Step | None = None
    """The way to the neighbours in the catalogue's order."""
    contents: tuple[Place, ...] = ()
    """The places on the page, to jump to."""

    @property
    def items(self) -> tuple[Block, ...]:
        """The exercises of the page."""
        return tuple(block for block in self.blocks if block.kind == "item")

    @property
    def sheet(self) -> str:
        """The style sheet of what the page shows."""
        return "library.css" if self.page.kind == "library" else "lesson.css"

    @property
    def first_unheaded(self) -> int:
        """Place of the first exercise where no section heading stands before it, else -1."""
        for place, block in enumerate(self.blocks):
            if block.kind == "item":
                return place
            if "<h2" in block.html:
                break
        return -1

    @property
    def has_heading(self) -> bool:
        """Whether the notebook brings its own title."""
        return any(block.kind == "prose" and "<h1" in block.html for block in self.blocks)


def build_pages(out: Path, pages: Sequence[CoursePage], run: Run | None = None) -> Manifest:
    """Make `out` hold every page and asset; where nothing changed since the last time, nothing is run.

    `run` runs a notebook, by default in a kernel of its own.
    """
    keys = _page_keys(pages)
    key = _build_key(pages, keys)
    kept = read_manifest(out)
    if kept is not None and kept.key == key and _complete(kept):
        return kept
    blocks = {page.id: read_blocks(page, keys[page.id], out / "lifted", run) for page in pages}
    assets = collect_assets()
    names = {asset.name: asset.hashed for asset in assets.values()}
    library = next((page for page in pages if _cases(blocks[page.id])), None)
    texts = {
        page.id: render_page(page, blocks[page.id], names, library, neighbours(page, pages)).encode()
        for page in pages
    }
    built = {page.id: _built(page, texts[page.id], blocks[page.id]) for page in pages}
    manifest = Manifest(out, key, names, built)
    _publish(manifest, tuple(assets.values()), texts, kept)
    return manifest


def up_to_date(out: Path, pages: Sequence[CoursePage]) -> bool:
    """Whether `out` holds every page as it would be built today."""
    kept = read_manifest(out)
    return kept is not None and kept.key == _build_key(pages, _page_keys(pages)) and _complete(kept)


def read_manifest(out: Path) -> Manifest | None:
    """What `out` holds; None where nothing (or nothing readable) was built there."""
    try:
        raw = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
        listed = {name: {**page, "items": tuple(page["items"])} for name, page in raw["pages"].items()}
        pages = {name: BuiltPage(**page) for name, page in listed.items()}
        return Manifest(out, raw["key"], raw["assets"], pages) if raw["schema"] == _SCHEMA else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def render_page(
    page: CoursePage,
    blocks: tuple[Block, ...],
    assets: Mapping[str, str],
    library: CoursePage | None = None,
    around: Neighbours | None = None,
) -> str:
    """The HTML of one page; every address in it is relative, so it may be served below any path."""
    site = Site(base="../" * page.href.count("/") or "./", xsrf="", assets=assets)
    widgets = tuple(sorted({f"{block.widget}.js" for block in blocks if block.widget}))
    start = "viewer.js" if page.kind == "library" else "host.js"
    view = PageView(
        site=site,
        page=page,
        blocks=blocks,
        scripts=tuple(site.asset(name) for name in (start, *widgets)),
        config=page_config(page, site, widgets, _version(blocks)),
        library=site.base + library.href if library else "",
        before=_way(site, around.before if around else None),
        after=_way(site, around.after if around else None),
        contents=places(page, blocks),
    )
    return environment().get_template(f"{page.kind}.html").render(view=view)


def _way(site: Site, page: CoursePage | None) -> Step | None:
    return Step(page.title, site.base + page.href) if page else None


def page_config(
    page: CoursePage, site: Site, widgets: Sequence[str], version: str, *, drawn: bool = False
) -> Markup:
    """What the host script is told of a page; `drawn` says that others have another paper of that name."""
    config = {
        "page": page.id,
        "kind": page.kind,
        "title": page.title,
        "base": site.base,
        "version": version,
        "widgets": {name.removesuffix(".js"): site.asset(name) for name in widgets},
        "results": f"results/{page.id}",
    }
    return _json({**config, "drawn": True} if drawn else config)


def _json(value: object) -> Markup:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def _version(blocks: tuple[Block, ...]) -> str:
    shown = (f"{block.kind} {block.html} {block.item} {block.data()}" for block in blocks)
    return digest(*(text.encode() for text in shown))[:12]


def _page_keys(pages: Sequence[CoursePage]) -> dict[str, str]:
    content = content_digest()
    return {page.id: page_key(page, content) for page in pages}


def _build_key(pages: Sequence[CoursePage], keys: Mapping[str, str]) -> str:
    listed = [json.dumps([asdict(page), keys[page.id]], ensure_ascii=False).encode() for page in pages]
    folders = (STATIC, TEMPLATES, package_folder("widgets") / "static")
    files = [files_digest(folder, ("*",)).encode() for folder in folders]
    code = files_digest(STATIC.parent, _RENDERING).encode()
    return digest(*listed, *files, code, version("jinja2").encode())


def _built(page: CoursePage, text: bytes, blocks: tuple[Block, ...]) -> BuiltPage:
    items = tuple(block.item for block in blocks if block.kind == "item")
    etag = digest(text)[:20]
    return BuiltPage(f"pages/{page.id}.html", etag, _version(blocks), items, _cases(blocks))


def _cases(blocks: tuple[Block, ...]) -> int:
    return sum(len(block.spec.get("cases", ())) for block in blocks if block.kind == "view")


def _complete(manifest: Manifest) -> bool:
    files = [page.file for page in manifest.pages.values()]
    files += [f"assets/{hashed}" for hashed in manifest.assets.values()]
    pairs = [manifest.folder / name for file in files for name in (file, f"{file}.gz")]
    return all(path.is_file() for path in pairs)


def _publish(
    manifest: Manifest, assets: Sequence[Asset], texts: Mapping[str, bytes], previous: Manifest | None
) -> None:
    """Put the files in place, each whole or not at all, and drop assets that nobody can still have open."""
    for asset in assets:
        _write_pair(manifest.folder / "assets" / asset.hashed, asset.data)
    for page, built in manifest.pages.items():
        _write_pair(manifest.folder / built.file, texts[page])
    raw = {"schema": _SCHEMA, "key": manifest.key, "assets": manifest.assets}
    raw["pages"] = {name: asdict(page) for name, page in manifest.pages.items()}
    text = json.dumps(raw, ensure_ascii=False, indent=1, sort_keys=True)
    _write(manifest.folder / "manifest.json", text.encode())
    kept = set(manifest.assets.values()) | set(previous.assets.values() if previous else ())
    for path in _stale_assets(manifest.folder / "assets", kept):
        path.unlink(missing_ok=True)


def _stale_assets(folder: Path, kept: set[str]) -> Iterator[Path]:
    return (path for path in folder.iterdir() if path.name.removesuffix(".gz") not in kept)


def _write_pair(path: Path, data: bytes) -> None:
    _write(path, data)
    _write(path.with_name(f"{path.name}.gz"), compressed(data))


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    fresh.write_bytes(data)
    fresh.replace(path)
