"""A served page as a page of an export: every address leads to a file there, every script is classic."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

from course.web.gate import is_local

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' file:",
        "style-src 'self' file:",
        "img-src 'self' file: data: blob:",
        "form-action 'none'",
        "base-uri 'none'",
    )
)
_CHARSET = '<meta charset="utf-8">'
_PRELOAD = re.compile(r'<link rel="(?:module)?preload"[^>]*>\n?')
_MODULE = re.compile(r'<script type="module" src="([^"]*?)(\w+)\.[0-9a-f]{10}\.js"></script>')
_CONFIG = re.compile(r'<script type="application/json" id="sz-page">(.*?)</script>', re.DOTALL)
_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
_CHROME = re.compile(r"<(nav|header|footer)\b.*?</\1>", re.DOTALL)
_LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_EMPTY = re.compile(r"<(li|p|ul|ol|nav)(?![^>]*\bid=)[^>]*>\s*</\1>\n?")
_STAYS = ("#", "tel:", "data:")
_ADDRESSES = frozenset({"href", "src", "srcset", "action", "formaction", "poster", "data", "xlink:href"})


class ExportError(Exception):
    """The course cannot be exported; the text says why, and what to do."""


@dataclass(frozen=True)
class Place:
    """Where a page of the course is found: served, and in the folder."""

    href: str
    """Below `course/`; empty for the home page."""
    file: str
    """Path in the export."""


def standalone(text: str, place: Place, files: Mapping[str, str], script: Callable[[str], str]) -> str:
    """The page for the folder: `files` are the places in it by served address, `script` gives the hashed
    name of the classic script for a module's name.
    """
    policy = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    out = _PRELOAD.sub("", text.replace(_CHARSET, f"{_CHARSET}\n{policy}"))
    out = _MODULE.sub(lambda m: f'<script defer src="{m[1]}{script(m[2] + ".js")}"></script>', out)
    out = _CONFIG.sub(lambda found: _local_config(found[1]), out)
    out = _relinked(_FORM.sub("", out), place, files)
    return _EMPTY.sub("", _EMPTY.sub("", out)) if out.count("<a") < text.count("<a") else out


def _local_config(served: str) -> str:
    """The page's own data: no address of a server, widgets by their names."""
    config = json.loads(served)
    config.pop("results", None)
    config["widgets"] = {name: name for name in config["widgets"]}
    data = json.dumps(config, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    return f'<script type="application/json" id="sz-local">{data}</script>'


def _relinked(text: str, place: Place, files: Mapping[str, str]) -> str:
    chrome = [found.span() for found in _CHROME.finditer(text)]

    def link(found: re.Match[str]) -> str:
        href, words = found[1], found[2]
        target = _target(href, place, files)
        if target is not None:
            start, end = found.start(1) - found.start(), found.end(1) - found.start()
            return found[0][:start] + target + found[0][end:]
        # what is only on the server: running text keeps its words, a button or an entry of a menu goes
        in_chrome = any(start <= found.start() < end for start, end in chrome)
        return "" if in_chrome or "class=" in found[0].partition(">")[0] else words

    return _LINK.sub(link, text)


def _target(href: str, place: Place, files: Mapping[str, str]) -> str | None:
    """The address in the export, relative to the page; None where the folder has no such page."""
    if href.startswith(_STAYS):
        return href
    path, mark, fragment = href.partition("#")
    folder = posixpath.dirname(place.href)
    wanted = posixpath.normpath(posixpath.join(folder, path.partition("?")[0]))
    file = files.get("" if wanted == "." else wanted)
    if file is None:
        return None
    return posixpath.relpath(file, posixpath.dirname(place.file) or ".") + mark + fragment


def check_addresses(pages: Mapping[str, bytes], files: frozenset[str]) -> None:
    """Refuse an export in which an address leads anywhere but to one of its files, and one with a module in
    it, which a browser loads from no file. Raises ExportError.
    """
    faults = [
        f"{name}: {address}"
        for name, data in pages.items()
        for address in addresses(data.decode())
        if not _leads_to(address, name, files)
    ]
    faults += [f"{name}: a module" for name, data in pages.items() if b'type="module"' in data]
    if faults:
        listed = "\n".join(faults)
        raise ExportError(f"a page opened from a file could not follow or load these:\n{listed}")


def _leads_to(address: str, page: str, files: frozenset[str]) -> bool:
    if address.startswith(_STAYS):
        return True
    path = address.partition("#")[0]
    return is_local(address) and posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) in files


def addresses(text: str) -> tuple[str, ...]:
    """Every address in a page, in order."""
    reader = _Addresses()
    reader.feed(text)
    reader.close()
    return tuple(reader.found)


class _Addresses(HTMLParser):
    """Reads what a browser might follow or load."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in _ADDRESSES]
