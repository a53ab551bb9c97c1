"""Who is looking: staff numbers, the signed cookie, the personal resume code. No web server in here."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tornado.web import create_signed_value, decode_signed_value

from assessments.cohort.number import is_staff_number

COOKIE = "shizha-visitor"
COOKIE_DAYS = 180
_ANONYMOUS = re.compile(r"[A-Za-z0-9_-]{22}")
_CODE = re.compile(r"\d{6}")


@dataclass(frozen=True)
class Visitor:
    """A staff member or an anonymous visitor, as the cookie names them.

    ``epoch`` counts the resets of a staff record: a cookie from before a reset is worth nothing.
    """

    kind: Literal["staff", "anonymous"]
    id: str
    epoch: int = 0

    @property
    def key(self) -> str:
        """Name of the record. A staff number cannot hold a colon, so the kinds never meet."""
        return f"{self.kind}:{self.id}"

    @property
    def browser_key(self) -> str:
        """Under which name a browser keeps what is not saved yet; it does not tell the staff number."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:16]


def new_anonymous() -> Visitor:
    """A visitor of whom nothing is known, with an id that cannot be guessed."""
    return Visitor("anonymous", secrets.token_urlsafe(16))


def staff_number(text: str) -> str | None:
    """The staff number in what was typed (full-width characters folded), or None where it is none."""
    number = unicodedata.normalize("NFKC", text).strip()
    return number if is_staff_number(number) else None


def seal(secret: bytes, visitor: Visitor) -> str:
    """The cookie's value for a visitor."""
    plain = f"{visitor.kind}:{visitor.id}:{visitor.epoch}"
    return create_signed_value(secret, COOKIE, plain).decode("ascii")


def unseal(secret: bytes, value: str | None) -> Visitor | None:
    """The visitor that we sealed in a cookie; None for anything forged, damaged or too old."""
    if not value or len(value) > 400:
        return None
    plain = decode_signed_value(secret, COOKIE, value, max_age_days=COOKIE_DAYS)
    parts = plain.decode("utf-8").split(":") if plain else []
    if len(parts) != 3 or not parts[2].isdecimal():
        return None
    kind, identity, epoch = parts
    if kind == "staff" and is_staff_number(identity):
        return Visitor("staff", identity, int(epoch))
    if kind == "anonymous" and _ANONYMOUS.fullmatch(identity):
        return Visitor("anonymous", identity)
    return None


def new_code() -> str:
    """A personal resume code (续学码): six digits."""
    return f"{secrets.randbelow(10**6):06d}"


def hash_code(code: str) -> str:
    """What is stored of a resume code: a salt and a slow hash."""
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${_digest(code, salt).hex()}"


def code_matches(code: str, stored: str) -> bool:
    """Whether that is the code (full-width digits and blanks forgiven)."""
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", code))
    salt, _, digest = stored.partition("$")
    if not _CODE.fullmatch(folded) or not digest:
        return False
    return hmac.compare_digest(_digest(folded, bytes.fromhex(salt)), bytes.fromhex(digest))


def _digest(code: str, salt: bytes) -> bytes:
    return hashlib.scrypt(code.encode("ascii"), salt=salt, n=2**13, r=8, p=1, dklen=32)


def server_secret(folder: Path) -> bytes:
    """The secret that signs cookies: made once, kept in `folder`, readable by its owner only."""
    path = folder / "cookie_secret"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _existing_secret(path)
    with os.fdopen(descriptor, "wb") as file:
        secret = secrets.token_bytes(48)
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    return secret


def _existing_secret(path: Path) -> bytes:
    secret = path.read_bytes()
    if len(secret) < 32:
        path.unlink()
        return server_secret(path.parent)
    path.chmod(0o600)
    return secret
