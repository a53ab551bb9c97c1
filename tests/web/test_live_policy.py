"""The live page's policy: its own host's channels, and nothing that a strange Host header could add."""

from __future__ import annotations

import pytest

from course.web.live import live_policy


@pytest.mark.parametrize("host", ["127.0.0.1:8866", "course.example", "[::1]:8866"])
def test_channels_of_the_own_host_only(host):
    rules = live_policy(host).split("; ")
    assert f"connect-src 'self' ws://{host} wss://{host}" in rules
    assert "ws:" not in live_policy(host).split()


@pytest.mark.parametrize("host", ["", "*", "a b", "a; script-src *", "x,y"])
def test_a_strange_host_adds_nothing(host):
    assert live_policy(host).endswith("; connect-src 'self'")
