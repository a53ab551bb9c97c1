"""Who may come in as instructor: by a one-time link on this machine, else by a password, else nobody.

What it hands out is a signed cookie of its own, good for some hours and for this run of the server only.
A trainee's cookie is signed for another name and opens nothing here.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tornado.web import create_signed_value, decode_signed_value

from course.web.attempts import Attempts, Wait
from course.web.desk.pending import Pending, Slip

COOKIE = "shizha-desk"
SESSION = timedelta(hours=8)
_SUBJECT = "desk"
_MOST_SESSIONS = 50


class Password:
    """A password of which only a slow hash is kept."""

    def __init__(self, plain: str) -> None:
        self._salt = secrets.token_bytes(16)
        self._digest = self._hash(plain)

    def matches(self, typed: str) -> bool:
        """Whether that is it, in a time that tells nothing."""
        return hmac.compare_digest(self._hash(typed), self._digest)

    def _hash(self, text: str) -> bytes:
        return hashlib.scrypt(text.encode("utf-8"), salt=self._salt, n=2**14, r=8, p=1, dklen=32)


@dataclass
class Session:
    """One instructor's browser, and what it has under way; in this process's memory only."""

    id: str
    ends: datetime
    pending: Pending | None = None
    """An uploaded roster that waits to be confirmed."""
    slip: Slip | None = None
    """A new resume code to hand over."""
    named: bool = False
    """Names are shown beside the answers that are marked."""
    backed_up: bool = False
    """The gradebook was copied before this instructor's first mark."""
    notes: list[str] = field(default_factory=list)
    """What to say on the next page: it was done."""

    def take_notes(self) -> tuple[str, ...]:
        """What was to be said, once."""
        notes, self.notes = tuple(self.notes), []
        return notes


class Door:
    """Opens to instructors; safe to use from several threads."""

    def __init__(self, secret: bytes, *, own_machine: bool, password: Password | None) -> None:
        self._secret = hmac.digest(secret, b"shizha desk", "sha256")
        self._own_machine = own_machine
        self._password = password
        self._key = ""
        self._sessions: dict[str, Session] = {}
        self._attempts = Attempts()
        self._lock = threading.Lock()
        self.told: Callable[[str], None] = lambda key: None
        """Shows a new key to whoever watches the server's window."""

    @property
    def own_machine(self) -> bool:
        """Whether the server listens for this machine alone, so that a link opens."""
        return self._own_machine

    @property
    def has_password(self) -> bool:
        """Whether a password was set."""
        return self._password is not None

    def new_key(self) -> None:
        """Make the key of the next one-time link and show it."""
        if self._own_machine:
            self._key = secrets.token_urlsafe(24)
            self.told(self._key)

    def by_key(self, key: str, now: datetime) -> Session | None:
        """Come in with the link; it opens once, and the next one is shown where this one was."""
        with self._lock:
            if not self._key or not hmac.compare_digest(key.encode(), self._key.encode()):
                return None
            self._key = ""
        self.new_key()
        return self._begin(now)

    def by_password(self, typed: str, address: str, now: datetime) -> Session | Wait | None:
        """Come in with the password; a guess is counted before it is looked at."""
        if self._password is None:
            return None
        guess = self._attempts.take(_SUBJECT, address, now.timestamp())
        if isinstance(guess, Wait):
            return guess
        if not self._password.matches(typed):
            return None
        self._attempts.right(guess)
        return self._begin(now)

    def session(self, cookie: str | None, now: datetime) -> Session | None:
        """Whose cookie that is; None for a forged one and where the time is over."""
        if not cookie or len(cookie) > 400:
            return None
        plain = decode_signed_value(self._secret, COOKIE, cookie, max_age_days=1)
        found = self._sessions.get(plain.decode("ascii", "replace")) if plain else None
        return found if found and now < found.ends else None

    def seal(self, session: Session) -> str:
        """The cookie's value."""
        return create_signed_value(self._secret, COOKIE, session.id).decode("ascii")

    def end(self, session: Session) -> None:
        """Nobody comes in with that one any more."""
        with self._lock:
            self._sessions.pop(session.id, None)

    def _begin(self, now: datetime) -> Session:
        session = Session(secrets.token_urlsafe(24), now + SESSION)
        with self._lock:
            live = {name: one for name, one in self._sessions.items() if now < one.ends}
            newest = list(live.items())[-(_MOST_SESSIONS - 1) :]
            self._sessions = {**dict(newest), session.id: session}
        return session
