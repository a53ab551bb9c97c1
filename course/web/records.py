"""The records of the course: learners, their answers, every acknowledged save.

What ``save`` returned as saved is on the disk (SQLite: WAL with ``synchronous=FULL``). Every
operation is one transaction: it happens wholly or, with ``RecordsError``, not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import JsonValue
from sqlalchemy import URL, Connection, func, or_, select, union_all

from course.web.batch import Batch
from course.web.database import Database, RecordsError
from course.web.moment import stamp
from course.web.payload import canonical
from course.web.preferences import Preferences, carry_preferences
from course.web.saving import Conflict, Save, Saved, Stored, begin, save_all, stored
from course.web.tables import ANSWERS, LEARNERS, LOG, METADATA, PREFERENCES

__all__ = ["Conflict", "Learner", "Records", "Save", "Saved", "Stored", "stamp"]

_ANSWERED = (ANSWERS, LOG)
_EMPTY = canonical({})
"""An answer that was taken back."""

_LEARNER = "select key, unit, code_hash, epoch from learners where key = ?"


@dataclass(frozen=True)
class Learner:
    """A person's record; ``code_hash`` None opens to nobody: a reset gives it a new code."""

    key: str
    unit: str
    code_hash: str | None
    epoch: int


class Records:
    """One database of records, safe to use from several threads."""

    def __init__(self, url: str | URL) -> None:
        self._database = Database(url)
        self.preferences = Preferences(self._database)
        with self._database.writing() as connection:
            METADATA.create_all(connection)
        self._saving: Batch[Save, Saved | Conflict] = Batch(self._save_round, "shizha-save")

    @classmethod
    def in_folder(cls, folder: Path) -> Records:
        """The records of a course directory."""
        return cls(URL.create("sqlite", database=str(folder / "records.sqlite")))

    def close(self) -> None:
        """Finish the saves that are under way and let go of the database."""
        self._saving.close()
        self._database.close()

    def save(
        self,
        learner: str,
        page: str,
        item: str,
        answer: dict[str, JsonValue],
        *,
        done: bool,
        base_rev: int,
        now: datetime,
        content_version: str = "",
    ) -> Saved | Conflict:
        """Keep one answer."""
        save = Save((learner, page, item), answer, done, base_rev, now, content_version)
        return self._save([save])[0]

    async def keep(self, save: Save) -> Saved | Conflict:
        """Keep one answer, in one transaction with whoever saves in the same moment."""
        return await self._saving.do(save)

    def _save(self, saves: Sequence[Save]) -> list[Saved | Conflict]:
        with self._database.writing() as connection:
            return save_all(connection, saves)

    def _save_round(self, saves: Sequence[Save]) -> list[Saved | Conflict | Exception]:
        """All at once; where that fails for a reason of one of them, each by itself."""
        try:
            return [*self._save(saves)]
        except RecordsError as error:
            if len(saves) == 1 or error.passing:
                raise
        except ValueError:  # a text that no database can hold
            if len(saves) == 1:
                raise
        outcomes: list[Saved | Conflict | Exception] = []
        for save in saves:
            try:
                outcomes += self._save([save])
            except (RecordsError, ValueError) as error:
                outcomes.append(error)
        return outcomes

    def answers(self, learner: str, page: str) -> dict[str, Stored]:
        """The answers of a learner on a page, by item."""
        query = select(ANSWERS).where(ANSWERS.c.learner == learner, ANSWERS.c.page == page)
        with self._database.reading() as connection:
            return {row["item"]: stored(row) for row in connection.execute(query).mappings()}

    def begun(self, learner: str) -> dict[str, dict[str, bool]]:
        """What a learner has answered, by page and item, and whether it is done: for all pages at once."""
        query = select(ANSWERS.c.page, ANSWERS.c.item, ANSWERS.c.done).where(
            ANSWERS.c.learner == learner, or_(ANSWERS.c.done, ANSWERS.c.answer != _EMPTY)
        )
        found: dict[str, dict[str, bool]] = {}
        with self._database.reading() as connection:
            for page, item, done in connection.execute(query):
                found.setdefault(page, {})[item] = done
        return found

    def answered(self) -> dict[str, int]:
        """How many staff have answers on each page."""
        staff = ANSWERS.c.learner.startswith("staff:", autoescape=True)
        query = select(ANSWERS.c.page, func.count(ANSWERS.c.learner.distinct()).label("people"))
        query = query.where(staff, ANSWERS.c.answer != _EMPTY).group_by(ANSWERS.c.page)
        with self._database.reading() as connection:
            return {row.page: row.people for row in connection.execute(query)}

    def log(self, learner: str, page: str) -> list[tuple[str, int, str]]:
        """The latest acknowledged saves of a learner on a page: (item, rev, answer), oldest first."""
        query = (
            select(LOG.c.item, LOG.c.rev, LOG.c.answer)
            .where(LOG.c.learner == learner, LOG.c.page == page)
            .order_by(LOG.c.id)
        )
        with self._database.reading() as connection:
            return [(item, rev, text) for item, rev, text in connection.execute(query)]

    def carry(self, source: str, target: str, pages: Iterable[str], now: datetime) -> int:
        """Move a visitor's answers on these pages to another record where that has none.

        Nothing of the first is left: whoever deletes the second later has deleted all of it.
        """
        query = select(ANSWERS).where(ANSWERS.c.learner == source, ANSWERS.c.page.in_(tuple(pages)))
        with self._database.writing() as connection:
            found = connection.execute(query).mappings().all()
            there = begin(connection, [(target, row["page"], row["item"]) for row in found])
            for row in found:
                place = (target, row["page"], row["item"])
                kept = {name: row[name] for name in ("answer", "done", "content_version")}
                if place not in there.rows:
                    there.put(place, kept | {"rev": 1, "saved_at": stamp(now)})
            there.write(connection)
            carry_preferences(connection, source, target)
            _delete_all(connection, source)
        return len(there.new)

    def forget_visits(self, before: datetime) -> int:
        """Delete the records of anonymous visitors who saved nothing since; returns how many."""
        saves = union_all(*(select(table.c.learner, table.c.saved_at) for table in (ANSWERS, PREFERENCES)))
        kept = saves.subquery()
        anonymous = kept.c.learner.startswith("anonymous:", autoescape=True)
        query = select(kept.c.learner).where(anonymous).group_by(kept.c.learner)
        left = query.having(func.max(kept.c.saved_at) < stamp(before))
        with self._database.writing() as connection:
            learners = list(connection.execute(left).scalars())
            for learner in learners:
                _delete_all(connection, learner)
        return len(learners)

    def forget(self, learner: str, goes: Callable[[str], bool]) -> int:
        """Delete a learner's answers and their log on the pages that go, and all choices; how many answers.

        What a browser saves afterwards on an earlier revision is refused as a conflict, never brought back.
        """
        pages = union_all(*(select(table.c.page).where(table.c.learner == learner) for table in _ANSWERED))
        with self._database.writing() as connection:
            going = [page for page in set(connection.execute(pages).scalars()) if goes(page)]
            gone = [
                connection.execute(table.delete().where(table.c.learner == learner, table.c.page.in_(going)))
                for table in _ANSWERED
            ]
            connection.execute(PREFERENCES.delete().where(PREFERENCES.c.learner == learner))
        return gone[0].rowcount

    def glance(self, key: str) -> Learner | None:
        """The record of that key, read without waiting for anybody. Raises ``NotAtOnce``."""
        row = self._database.glance(_LEARNER, (key,))
        return Learner(*row) if row else None

    def learner(self, key: str) -> Learner | None:
        """The record of that key, if there is one."""
        with self._database.reading() as connection:
            return _learner(connection, key)

    def staff(self) -> frozenset[str]:
        """The staff numbers that have a record."""
        query = select(LEARNERS.c.key).where(LEARNERS.c.kind == "staff")
        with self._database.reading() as connection:
            return frozenset(key.partition(":")[2] for key in connection.execute(query).scalars())

    def claim(self, key: str, *, unit: str, code_hash: str, now: datetime) -> Learner | None:
        """Make a staff record and bind it; None where there is one already."""
        with self._database.writing() as connection:
            if _learner(connection, key) is not None:
                return None
            fields = {"key": key, "kind": "staff", "created": stamp(now), "epoch": 0}
            connection.execute(LEARNERS.insert().values(**fields, unit=unit, code_hash=code_hash))
        return Learner(key, unit, code_hash, 0)

    def reset(self, key: str, code_hash: str) -> bool:
        """Give a staff record a new code; browsers that held it are signed out."""
        with self._database.writing() as connection:
            change = LEARNERS.update().where(LEARNERS.c.key == key)
            done = connection.execute(change.values(code_hash=code_hash, epoch=LEARNERS.c.epoch + 1))
        return done.rowcount > 0


def _delete_all(connection: Connection, learner: str) -> None:
    for table in (ANSWERS, LOG, PREFERENCES):
        connection.execute(table.delete().where(table.c.learner == learner))


def _learner(connection: Connection, key: str) -> Learner | None:
    row = connection.execute(select(LEARNERS).where(LEARNERS.c.key == key)).mappings().first()
    if row is None:
        return None
    return Learner(row["key"], row["unit"], row["code_hash"], row["epoch"])
