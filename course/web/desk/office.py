"""What the instructor's pages work on: the door, the course directory, the rosters, the addresses."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from assessments.clock import BEIJING
from assessments.cohort.changes import code_maker
from assessments.cohort.roster import Roster, RosterError, read_roster_data
from assessments.cohort.rosterbook import RosterBook
from casebank.errors import Fault
from course.web.addresses import phone_addresses
from course.web.desk.door import Door
from course.web.desk.jobs import Jobs
from course.web.desk.marking import Shelf
from course.web.desk.pending import Pending
from course.web.desk.tray import Tray

UPLOAD_LIMIT = 3 * 1024 * 1024
_TOO_LARGE = f"文件太大，应在 {UPLOAD_LIMIT // 1024**2} MB 以内"
# No letters or figures that are taken for one another on paper.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 6


@dataclass(frozen=True)
class Office:
    """The instructor's side of one course directory."""

    course_dir: Path
    door: Door
    book: RosterBook
    host: str
    port: int
    shelf: Shelf = field(default_factory=Shelf)
    """Free text that was read before."""
    jobs: Jobs = field(default_factory=Jobs)
    tray: Tray = field(default_factory=Tray)
    """Answer files that wait to be taken in."""

    def roster(self, day: date) -> Roster | None:
        """The roster of that day, to compare another one with; a damaged one is to be replaced, so: None."""
        try:
            return self.book.on(day)
        except RosterError:
            return None

    def phones(self) -> tuple[str, ...]:
        """Where phones find the course, as far as this machine knows."""
        return phone_addresses(self.host, self.port)


def read_upload(name: str, data: bytes, present: Roster | None) -> Pending:
    """Read an uploaded roster; raises RosterError with every fault.

    The name is used for its ending and to be shown: nothing is ever written under it.
    """
    shown = shown_name(name)
    if len(data) > UPLOAD_LIMIT:
        raise RosterError([Fault(shown, None, _TOO_LARGE)])
    if not data:
        raise RosterError([Fault(shown, None, "文件是空的，请再选一次")])
    made: list[str] = []
    given = code_maker(present, new_join)

    def codes(unit: str) -> str:
        made.append(unit)
        return given(unit)

    roster = read_roster_data(shown, data, codes)
    return Pending(secrets.token_urlsafe(12), roster, shown, made_codes=bool(made))


def shown_name(name: str) -> str:
    """The last part of a file's name, printable and not too long, its ending kept."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(letter for letter in last if letter.isprintable()).strip(". ")
    return plain[-60:] or "名册"


def new_join() -> str:
    """A join code that can be read out."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH))


def today() -> date:
    """Today in Beijing, wherever the server stands."""
    return datetime.now(BEIJING).date()
