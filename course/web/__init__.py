"""The web course: pages, records and the server that trainees meet."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

# jsonschema, which Jupyter brings along, would build a grammar for a second or two at every start, to check
# addresses with foreign letters. Nothing here has any; where that package is missing it does without.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """What a stock Jupyter server asks an extension for."""
    return [{"module": "course.web"}]


def _load_jupyter_server_extension(server: ServerApp) -> None:
    """Add the course to a stock Jupyter server (practice only)."""
    from course.web.extension import load

    load(server)
