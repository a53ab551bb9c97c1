"""What a visitor chose for the own course, beside the answers: so far the path. Deleted with them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from course.web.database import Database
from course.web.moment import stamp
from course.web.tables import PREFERENCES

PATH = "path"
"""The preference for the path of a role."""


class Preferences:
    """The preferences of every visitor, staff and anonymous alike."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, learner: str, name: str) -> str | None:
        """What the visitor chose; None where nothing was chosen."""
        wanted = select(PREFERENCES.c.value).where(
            PREFERENCES.c.learner == learner, PREFERENCES.c.name == name
        )
        with self._database.reading() as connection:
            return connection.execute(wanted).scalar()

    def set(self, learner: str, name: str, value: str, now: datetime) -> None:
        """Keep a choice in the place of the earlier one."""
        row = {"learner": learner, "name": name, "value": value, "saved_at": stamp(now)}
        with self._database.writing() as connection:
            matches = (PREFERENCES.c.learner == learner, PREFERENCES.c.name == name)
            connection.execute(PREFERENCES.delete().where(*matches))
            connection.execute(PREFERENCES.insert().values(row))


def carry_preferences(connection: Connection, source: str, target: str) -> None:
    """Copy a visitor's choices to another record where that has none."""
    query = select(PREFERENCES).where(PREFERENCES.c.learner.in_((source, target)))
    rows = connection.execute(query).mappings().all()
    taken = {row["name"] for row in rows if row["learner"] == target}
    for row in rows:
        if row["learner"] == source and row["name"] not in taken:
            connection.execute(PREFERENCES.insert().values({**row, "learner": target}))
