"""What could not be graded: whose, and why. A list in the course directory, renewed at each run."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

FOLDER = "quarantine"
_LENGTH = 300


@dataclass(frozen=True)
class Quarantined:
    """A submission that was not graded and has no row in the gradebook; it stays where it was handed in."""

    learner: str
    form: str
    reason: str
    """A Chinese phrase without a full stop, for the instructor."""


def quarantined(learner: str, form: str, reason: str) -> Quarantined:
    """An entry that can be written, and its reason printed, whatever a submission and its folder hold."""
    plain = "".join(sign if sign.isprintable() else "�" for sign in reason)
    return Quarantined(learner.encode("utf-8", "replace").decode(), form, plain[:_LENGTH])


def keep(directory: Path, form: str, entries: Iterable[Quarantined]) -> None:
    """Write the list of a form anew. Raises OSError."""
    folder = directory / FOLDER
    path = folder / f"{form}.json"
    rows = [asdict(entry) for entry in sorted(entries, key=lambda entry: entry.learner)]
    if not rows and not path.is_file():
        return
    folder.mkdir(exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(path)


def kept(directory: Path, form: str) -> tuple[Quarantined, ...]:
    """The list of a form as the last run left it; empty where there is none or it is damaged."""
    path = directory / FOLDER / f"{form}.json"
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return tuple(Quarantined(row["learner"], row["form"], row["reason"]) for row in rows)
    except (OSError, ValueError, LookupError, TypeError):
        return ()
