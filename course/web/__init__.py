"""The web course: pages, records and the server that trainees meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """What a stock Jupyter server asks an extension for."""
    return [{"module": "course.web"}]


def _load_jupyter_server_extension(server: ServerApp) -> None:
    """Add the course to a stock Jupyter server (practice only)."""
    from course.web.extension import load

    load(server)
