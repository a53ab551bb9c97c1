"""When a form or a lesson is due: one small file in the course directory, written by the instructor."""

from __future__ import annotations

import json
import os
import threading
from datetime import date
from pathlib import Path

_SCHEMA = "shizha.plan/1"


class Plan:
    """The due dates of a course; without a folder there are none, and none can be set."""

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / "plan.json" if folder else None
        self._writing = threading.Lock()

    def due(self, page: str) -> date | None:
        """Until when a page is to be done; None where nobody said. A damaged file says nothing."""
        told = self._read().get(page)
        try:
            return date.fromisoformat(told) if isinstance(told, str) else None
        except ValueError:
            return None

    def set_due(self, page: str, day: date | None) -> None:
        """Say until when, or take it back. Raises OSError where it cannot be written."""
        if self._path is None:
            return
        with self._writing:
            known = {**self._read(), page: day.isoformat() if day else None}
            due = {name: told for name, told in sorted(known.items()) if told}
            fresh = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
            fresh.write_text(json.dumps({"schema": _SCHEMA, "due": due}, indent=1), encoding="utf-8")
            fresh.replace(self._path)

    def _read(self) -> dict[str, object]:
        if self._path is None:
            return {}
        try:
            told = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        due = told.get("due") if isinstance(told, dict) and told.get("schema") == _SCHEMA else None
        return due if isinstance(due, dict) else {}
