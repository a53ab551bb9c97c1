"""The base of all widgets: what travels, and a guard that keeps keys out of assessed exercises."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import anywidget
import traitlets

Mode = Literal["practice", "assessed"]

_STATIC = Path(__file__).parent / "static"
SHEETS = ("tokens.css", "widgets.css", "scenario_player.css", "practice.css")
"""The sheets of the exercises, in their order."""
_HINTS = frozenset(
    "feedback act asks harms safety genuine stake lost right cue why tells place order stop late safe".split()
)
"""Keys under which a spec would tell a good answer from a bad one."""


def static_files() -> Path:
    """The folder with the bundles and stylesheets, for whoever serves them as files."""
    return _STATIC


def read_bundle(stem: str) -> str:
    """The text of the one ESM file of a widget."""
    return (_STATIC / f"{stem}.js").read_text(encoding="utf-8")


def read_styles(*own: str) -> str:
    """Tokens, the rules of all exercises and a widget's `own` as one sheet: it may stand alone in a notebook.

    Always all of them, in one order: where several widgets bring their sheets, the last one counts.
    """
    names = (*SHEETS, *own)
    return "\n".join((_STATIC / name).read_text(encoding="utf-8") for name in names)


class View(anywidget.AnyWidget):
    """Something to look at: `spec` goes in, nothing comes back, nothing is kept."""

    spec = traitlets.Dict().tag(sync=True)

    def __init__(self, *, spec: Mapping[str, Any]) -> None:
        super().__init__(spec=dict(spec))


class Exercise(anywidget.AnyWidget):
    """One exercise: `item`, `mode` and `spec` go in, `answer` and `done` come back from the browser."""

    item = traitlets.Unicode().tag(sync=True)
    mode = traitlets.Enum(("practice", "assessed"), "practice").tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)
    done = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        *,
        item: str,
        spec: Mapping[str, Any],
        mode: Mode = "practice",
        answer: Mapping[str, Any] | None = None,
    ) -> None:
        """Refuses an assessed spec that hints at right or wrong: the browser can read all of it."""
        if mode == "assessed" and (hints := sorted(_hints(spec))):
            raise ValueError(f"item '{item}' is assessed, but its spec holds {', '.join(hints)}")
        super().__init__(item=item, mode=mode, spec=dict(spec), answer=dict(answer or {}))


def _hints(value: object, path: str = "") -> Iterator[str]:
    """Paths of whatever would tell a good answer from a bad one."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            here = f"{path}.{key}" if path else str(key)
            if key in _HINTS or here.endswith(".ending.kind"):
                yield here
            else:
                yield from _hints(inner, here)
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _hints(inner, f"{path}[{index}]")
