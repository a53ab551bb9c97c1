"""The case library: cases to leaf through, with filters. Nothing is answered and nothing is kept."""

from collections.abc import Mapping
from typing import Any

import anywidget
import traitlets

from widgets.exercise import read_bundle, read_styles


class CaseLibrary(anywidget.AnyWidget):
    """Cases as cards with a picture each; `spec` goes in, nothing comes back from the browser."""

    _esm = read_bundle("case_library")
    _css = read_styles("case_library.css")

    spec = traitlets.Dict().tag(sync=True)

    def __init__(self, *, spec: Mapping[str, Any]) -> None:
        """`spec` holds `cases`, `filters` and `overview`, as `course.library` makes them."""
        super().__init__(spec=dict(spec))
