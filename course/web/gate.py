"""What HTML may stand on a served page: classes only, nothing that runs, nothing from elsewhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_REFUSED_TAGS = frozenset(
    {"script", "style", "iframe", "frame", "object", "embed", "link", "meta", "base", "portal"}
)
_URL_ATTRIBUTES = frozenset(
    {"href", "src", "srcset", "action", "formaction", "poster", "data", "background", "xlink:href"}
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_SCHEME = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)
_ALLOWED_SCHEME = re.compile(r"^(?:tel:[0-9+-]+|data:image/(?:png|jpeg|webp);base64,)", re.IGNORECASE)


def html_faults(fragment: str) -> tuple[str, ...]:
    """Say everything in `fragment` that a strict page must refuse; empty when it may be served."""
    gate = _Gate()
    gate.feed(fragment)
    gate.close()
    gate.finish()
    return tuple(gate.faults)


def element_ids(fragment: str) -> tuple[str, ...]:
    """The `id` attributes in `fragment`, in order."""
    gate = _Gate()
    gate.feed(fragment)
    gate.close()
    return tuple(gate.ids)


def is_local(url: str) -> bool:
    """Whether `url` needs nothing but the course itself (or is a telephone number, or an inlined image)."""
    return not _SCHEME.match(url) or bool(_ALLOWED_SCHEME.match(url))


class _Gate(HTMLParser):
    """Reads a fragment once and collects faults, ids and the elements still open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.ids: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, attrs)
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self.faults.append(f"</{tag}> closes nothing that is open")

    def finish(self) -> None:
        """Name the elements that were never closed."""
        self.faults.extend(f"<{tag}> is never closed" for tag in self._open)

    def _look(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _REFUSED_TAGS:
            self.faults.append(f"<{tag}> is refused: pages hold no inline script, style or frame")
        for name, value in attrs:
            self._look_at_attribute(tag, name, value or "")
        if tag == "img" and not any(name == "alt" for name, _ in attrs):
            self.faults.append("<img> has no alt text")

    def _look_at_attribute(self, tag: str, name: str, value: str) -> None:
        if name == "id":
            self.ids.append(value)
        if name == "style" or name == "srcdoc":
            self.faults.append(f"<{tag} {name}=…> is refused: use a class of the course's style sheet")
        elif name.startswith("on"):
            self.faults.append(f"<{tag} {name}=…> is refused: pages hold no inline script")
        elif name in _URL_ATTRIBUTES and not is_local(value):
            self.faults.append(f"<{tag} {name}={value!r}> leads out of the course: no external address")
