"""An empty gradebook, as nbgrader would have begun it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

from assessments.errors import CourseError

FILE = "gradebook.db"
_REVISION = re.compile(r"""^(down_)?revision\s*=\s*["'](\w+)["']""", re.MULTILINE)


def make_gradebook(directory: Path) -> None:
    """Begin an empty gradebook.db, stamped with nbgrader's schema version. One that is there is left alone.

    nbgrader adds its tables at the first use. Left to itself, it would ask the program `alembic` for the
    version, which costs five seconds.
    """
    database = directory / FILE
    if database.exists():
        return
    part = database.with_suffix(".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(part)) as connection, connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.execute("insert into alembic_version (version_num) values (?)", (_schema_version(),))
    part.replace(database)


def _schema_version() -> str:
    """Where nbgrader's migrations end: the revision that no other one builds on."""
    nbgrader = find_spec("nbgrader")
    if nbgrader is None or nbgrader.origin is None:
        raise CourseError("nbgrader is not installed.")
    scripts = (Path(nbgrader.origin).parent / "alembic" / "versions").glob("*.py")
    named = [match for path in scripts for match in _REVISION.finditer(path.read_text(encoding="utf-8"))]
    ends = {match[2] for match in named if not match[1]} - {match[2] for match in named if match[1]}
    if len(ends) != 1:
        raise CourseError(
            "This nbgrader's migrations have no single end; install the version that is locked."
        )
    return ends.pop()
