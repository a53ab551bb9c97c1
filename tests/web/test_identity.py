"""Cookies, staff numbers, resume codes, and the limit on guesses."""

from __future__ import annotations

import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tornado.web import create_signed_value

from course.web.identity import (
    COOKIE,
    Visitor,
    code_matches,
    hash_code,
    new_anonymous,
    new_code,
    seal,
    server_secret,
    staff_number,
    unseal,
)
from course.web.limit import Limit

SECRET = b"s" * 48


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("00123", "00123"),
        (" ００１２３ ", "00123"),
        ("Ａb－9_x", "Ab-9_x"),
        ("a", None),
        ("a" * 33, None),
        ("12+3", None),
        ("12*3", None),
        ("../x", None),
        ("张三", None),
        ("12 3", None),
        ("staff:1", None),
        ("12\n", "12"),
        ("-1001", None),
        ("con", None),
        ("AUX", None),
        ("com1", None),
        ("－１００１", None),
        ("com10", "com10"),
        ("1001-2", "1001-2"),
        ("", None),
    ],
)
def test_staff_number(typed, number):
    assert staff_number(typed) == number


@given(st.text())
def test_staff_number_is_safe_or_none(typed):
    number = staff_number(typed)
    assert number is None or (
        number.isascii() and 2 <= len(number) <= 32 and not set(number) & set("+*/\\.: ")
    )


def test_cookie_round_trip():
    for visitor in (Visitor("staff", "00123", 4), new_anonymous()):
        assert unseal(SECRET, seal(SECRET, visitor)) == visitor


def test_forged_cookies_are_nobody():
    good = seal(SECRET, Visitor("staff", "00123"))
    assert unseal(b"t" * 48, good) is None
    assert unseal(SECRET, good.replace("|", "!", 1)) is None
    assert unseal(SECRET, good[:-1] + ("0" if good[-1] != "0" else "1")) is None
    assert unseal(SECRET, None) is None
    assert unseal(SECRET, "staff:00123:0") is None
    assert unseal(SECRET, "x" * 5000) is None
    for plain in (
        "staff:../x:0",
        "root:1:0",
        "staff:12",
        "staff:12:-1",
        "staff:-1001:0",
        "staff:con:0",
        "anonymous:short:0",
    ):
        assert unseal(SECRET, create_signed_value(SECRET, COOKIE, plain).decode()) is None


def test_cookie_of_another_name_is_nobody():
    assert unseal(SECRET, create_signed_value(SECRET, "other", "staff:12:0").decode()) is None


@given(st.text(max_size=80))
def test_any_text_is_nobody(value):
    assert unseal(SECRET, value) is None


def test_codes():
    code = new_code()
    assert len(code) == 6
    assert code.isdecimal()
    stored = hash_code("012345")
    assert "012345" not in stored
    assert code_matches("012345", stored)
    assert code_matches(" ０１２ ３４５", stored)
    assert not code_matches("012346", stored)
    assert not code_matches("", stored)
    assert not code_matches("012345", "")
    assert hash_code("012345") != stored


def test_secret_is_made_once_and_private(tmp_path):
    secret = server_secret(tmp_path)
    assert server_secret(tmp_path) == secret
    assert len(secret) >= 32
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "cookie_secret").stat().st_mode) == 0o600


def test_damaged_secret_is_renewed(tmp_path):
    (tmp_path / "cookie_secret").write_bytes(b"")
    assert len(server_secret(tmp_path)) >= 32


def test_limit():
    attempts = Limit(limit=2, window=60, keys=3)
    attempts.note("a", 0)
    assert not attempts.blocked("a", 1)
    attempts.note("a", 1)
    assert attempts.blocked("a", 2)
    assert not attempts.blocked("b", 2)
    assert attempts.blocked("a", 59)
    assert not attempts.blocked("a", 60)
    attempts.note("a", 60)
    attempts.forget("a")
    assert not attempts.blocked("a", 61)
    for key in "bcdef":
        attempts.note(key, 61)
    assert len(attempts._times) == 3
