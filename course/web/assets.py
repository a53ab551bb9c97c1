"""The files that pages load: gathered from the widgets and the course, named after their content."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

STATIC = Path(__file__).parent / "static"
TEMPLATES = Path(__file__).parent / "templates"

_IMPORT = re.compile(r"""^import \{[^}]*\} from "\./([\w.-]+\.js)";\n""", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let)\b)", re.MULTILINE)
_NAMED = re.compile(r"^(?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Asset:
    """One file as it is served: the hashed name never changes its content."""

    name: str
    hashed: str
    data: bytes


def package_folder(name: str) -> Path:
    """Where a package of ours lies, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"the package {name} is not installed")
    return Path(next(iter(spec.submodule_search_locations)))


def collect_assets() -> Mapping[str, Asset]:
    """Every asset of the course by its logical name (`page.css`, `host.js`, `scenario_player.js`)."""
    widgets = package_folder("widgets") / "static"
    assets = {
        name: _asset(name, host_bundle(name).encode()) for name in ("host.js", "viewer.js", "forget.js")
    }
    # Tokens come first: the page's own sheet, and later the widgets', build on them.
    assets["page.css"] = _sheet("page.css", widgets / "tokens.css", STATIC / "page.css")
    assets["home.css"] = _asset("home.css", (STATIC / "home.css").read_bytes())
    exercises = (widgets / f"{stem}.css" for stem in ("widgets", "scenario_player", "practice"))
    assets["lesson.css"] = _sheet("lesson.css", *exercises, STATIC / "lesson.css", STATIC / "paper.css")
    assets["library.css"] = _sheet("library.css", widgets / "widgets.css", widgets / "case_library.css")
    for name in ("early.js", "old.css"):
        assets[name] = _asset(name, (STATIC / name).read_bytes())
    assets["desk.css"] = _sheet("desk.css", STATIC / "desk.css")
    for name in ("desk.js", "grading.js", "marking.js"):
        assets[name] = _asset(name, (STATIC / name).read_bytes())
    for path in sorted(widgets.glob("*.js")):
        assets[path.name] = _asset(path.name, path.read_bytes())
    for path in sorted(STATIC.glob("*.svg")):
        assets[path.name] = _asset(path.name, path.read_bytes())
    return assets


def host_bundle(entry: str = "host.js", folder: Path = STATIC) -> str:
    """The script of a page and the modules that it imports as one module: one request instead of eight.

    The modules share one scope then, so a name may be defined at the top of only one of them.
    """
    parts: dict[str, str] = {}

    def add(name: str) -> None:
        source = (folder / name).read_text(encoding="utf-8")
        for needed in _IMPORT.findall(source):
            if needed not in parts:
                add(needed)
        parts[name] = _EXPORT.sub("", _IMPORT.sub("", source))

    add(entry)
    bundle = "\n".join(parts.values())
    names = _NAMED.findall(bundle)
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"defined at the top of two host modules: {', '.join(twice)}")
    return bundle


def compressed(data: bytes) -> bytes:
    """gzip that gives the same bytes for the same content."""
    return gzip.compress(data, 9, mtime=0)


def digest(*parts: bytes) -> str:
    """One sha256 over `parts`, each with its length, so that no two lists share one."""
    total = hashlib.sha256()
    for part in parts:
        total.update(len(part).to_bytes(8, "big"))
        total.update(part)
    return total.hexdigest()


def files_digest(root: Path, patterns: Iterable[str]) -> str:
    """A digest of the files below `root` that match, by relative name and content."""
    return digest(*_named_files(root, patterns))


def _named_files(root: Path, patterns: Iterable[str]) -> Iterator[bytes]:
    for path in sorted({path for pattern in patterns for path in root.glob(pattern) if path.is_file()}):
        yield path.relative_to(root).as_posix().encode()
        yield path.read_bytes()


def _sheet(name: str, *parts: Path) -> Asset:
    return _asset(name, b"\n".join(part.read_bytes() for part in parts))


def _asset(name: str, data: bytes) -> Asset:
    stem, _, extension = name.rpartition(".")
    return Asset(name, f"{stem}.{hashlib.sha256(data).hexdigest()[:10]}.{extension}", data)
