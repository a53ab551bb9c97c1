"""The scripts of an export: classic ones, because a browser lets no page opened from a file load a module."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from course.web.assets import Asset, host_bundle, package_folder

PRACTICE = "practice.js"
"""The one script that plays every page: the host, its local keeping of answers, and all widgets."""
_STARTS = ("host.js", "viewer.js")
"""What a served page is started with, which an exported one leaves to `practice.js`."""
_DEFAULT = re.compile(r"^export \{\s*(\w+) as default\b[^}]*\};\s*\Z", re.MULTILINE)


def classic_script(served: str) -> Asset:
    """What stands in for a served page's module of that name."""
    if served in _STARTS:
        return _asset(PRACTICE, f"{_practice_widgets()}{host_bundle('local.js')}openLocal({{ widgets }});\n")
    return _asset(served, host_bundle(served))


def widget_expression(source: str) -> str:
    """The module of a widget as an expression: an object with its default export. Raises ValueError."""
    found = _DEFAULT.search(source)
    if found is None:
        raise ValueError("a widget's bundle ends with its default export")
    return f"(function () {{\n{source[: found.start()]}return {{ default: {found[1]} }};\n}})()"


def _practice_widgets() -> str:
    modules: list[Path] = sorted((package_folder("widgets") / "static").glob("*.js"))
    entries = (f"{path.stem}: {widget_expression(path.read_text(encoding='utf-8'))}" for path in modules)
    return "const widgets = {\n" + ",\n".join(entries) + ",\n};\n"


def _asset(name: str, text: str) -> Asset:
    """The text as a script with a scope of its own, under a name that changes with it."""
    data = f'(function () {{\n"use strict";\n{text}}})();\n'.encode()
    stem = name.removesuffix(".js")
    return Asset(name, f"{stem}.{hashlib.sha256(data).hexdigest()[:10]}.js", data)
