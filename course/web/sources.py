"""What a page is rendered from, its cache key, and the pieces that come out of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from nbformat import NotebookNode

from casebank.loader import packs_mounted
from course.scene import load_scene
from course.web.assets import digest, files_digest, package_folder
from course.web.blocks import PORTABLE_VIEWS, PORTABLE_WIDGETS, Block, dump_blocks, load_blocks
from course.web.catalog import CoursePage
from course.web.execute import execute
from course.web.lift import lift

Run = Callable[[Path], NotebookNode]
"""Runs every cell of a notebook."""

_RUNTIME = ("anywidget", "ipykernel", "ipywidgets", "mistune", "nbclient")
_PACK = ("*.yaml", "*/*.yaml")
_CONTENT = (
    ("casebank", ("**/*.py", "data/**/*.yaml")),
    ("widgets", ("*.py",)),
    ("course", ("*.py", "*.yaml", "practice/**/*.py", "practice/**/*.yaml")),
    (
        "course",
        tuple(f"web/{name}.py" for name in ("blocks", "catalog", "execute", "gate", "lift", "prose", "svg")),
    ),
)


def source_of(page: CoursePage) -> Path:
    """The notebook that a page is rendered from."""
    return package_folder("course") / page.notebook


def content_digest() -> str:
    """A digest of everything but the notebook itself that can change what its cells show.

    What the mounted case packs hold is part of it, so that another pack is another content.
    """
    versions = [f"{name} {version(name)}".encode() for name in _RUNTIME]
    folders = [files_digest(package_folder(name), patterns).encode() for name, patterns in _CONTENT]
    packs = [files_digest(pack, _PACK).encode() for pack in packs_mounted()]
    return digest(f"python {sys.version_info[:2]}".encode(), *versions, *folders, *packs)


def page_key(page: CoursePage, content: str) -> str:
    """What the pieces of `page` depend on."""
    return digest(page.kind.encode(), source_of(page).read_bytes(), content.encode())


def read_blocks(page: CoursePage, key: str, cache: Path, run: Run | None = None) -> tuple[Block, ...]:
    """The pieces of `page`: from the cache, or by running its notebook once, with `run` or in a kernel."""
    kept = cache / f"{page.id}.{key[:20]}.json"
    if kept.is_file():
        return load_blocks(kept.read_text(encoding="utf-8"))
    blocks = _read(page, run or execute)
    _keep(kept, dump_blocks(blocks))
    return blocks


def _read(page: CoursePage, run: Run) -> tuple[Block, ...]:
    source = source_of(page)
    return scene_blocks(page.scene) if page.kind == "scene" else _notebook_blocks(page, source, run)


def _notebook_blocks(page: CoursePage, source: Path, run: Run) -> tuple[Block, ...]:
    """A library keeps no answers, a lesson is nothing to leaf through: each shows its own widgets only."""
    portable = PORTABLE_VIEWS if page.kind == "library" else PORTABLE_WIDGETS
    return lift(run(source), source.name, portable)


def scene_blocks(name: str) -> tuple[Block, ...]:
    """The pieces of a scene, which are those of its notebook: no kernel is needed to know them."""
    return tuple(
        Block("item", widget=part.widget, item=part.item, mode="practice", spec=part.spec)
        for part in load_scene(name).parts
    )


def _keep(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    for older in path.parent.glob(f"{path.name.split('.')[0]}.*.json"):
        older.unlink(missing_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
