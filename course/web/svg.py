"""SVG outputs made fit for a strict page: no inline style, no script, ids of their own."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_URL_REFERENCE = re.compile(r"url\(\s*['\"]?#([^'\")]+)['\"]?\s*\)")


class SvgError(ValueError):
    """An SVG output that cannot be shown on a page."""


def inline_svg(source: str, prefix: str) -> str:
    """The picture as an element of the page: style attributes become plain ones, ids start with `prefix`."""
    ET.register_namespace("", _SVG)
    try:
        root = ET.fromstring(source)
    except ET.ParseError as error:
        raise SvgError(f"the SVG output is not well-formed: {error}") from error
    for element in root.iter():
        _unstyle(element)
        _rename(element, prefix)
    if root.get("aria-hidden") != "true":
        _require_name(root)
        root.attrib.setdefault("role", "img")
    return ET.tostring(root, encoding="unicode")


def _require_name(root: ET.Element) -> None:
    """A picture says what it shows, in a title or an `aria-label`."""
    named = root.get("aria-label") or root.get("aria-labelledby") or root.find(f"{{{_SVG}}}title") is not None
    if not named:
        raise SvgError("the SVG output says nothing to who cannot see it: give it a <title>")


def _unstyle(element: ET.Element) -> None:
    """Turn `style="fill: red"` into `fill="red"`; a page's policy forbids the first."""
    style = element.attrib.pop("style", "")
    for declaration in filter(str.strip, style.split(";")):
        name, _, value = declaration.partition(":")
        element.set(name.strip(), value.replace("!important", "").strip())


def _rename(element: ET.Element, prefix: str) -> None:
    """Give ids and the references to them a prefix, so that two pictures on a page do not meet."""
    for name, value in list(element.attrib.items()):
        if name == "id":
            element.set(name, f"{prefix}-{value}")
        elif name in ("href", f"{{{_XLINK}}}href") and value.startswith("#"):
            del element.attrib[name]
            element.set("href", f"#{prefix}-{value[1:]}")
        elif "url(" in value:
            element.set(name, _URL_REFERENCE.sub(rf"url(#{prefix}-\1)", value))
        elif name in ("aria-labelledby", "aria-describedby"):
            element.set(name, " ".join(f"{prefix}-{part}" for part in value.split()))
