"""What is printed when the course opens, so that a phone in the same network finds it too."""

from __future__ import annotations

import pytest

from course.web import addresses
from course.web.addresses import welcome


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "192.168.1.20"])
def test_a_named_address_is_the_one_to_open(host):
    assert welcome(host, 8866) == (f"识诈课堂已打开：http://{host}:8866/course/",)


def test_open_to_the_network_names_the_address_for_phones(monkeypatch):
    monkeypatch.setattr(addresses, "_network_addresses", lambda host: ["192.168.1.20", "10.0.0.7"])
    own, phones = welcome("0.0.0.0", 8866)
    assert own == "识诈课堂已打开：http://127.0.0.1:8866/course/"
    assert phones == ("同一网络的手机请打开：http://192.168.1.20:8866/course/  http://10.0.0.7:8866/course/")


def test_without_a_network_it_says_what_to_look_for(monkeypatch):
    class NoRoute:
        def __init__(self, *_):
            raise OSError("no network")

    monkeypatch.setattr("course.web.addresses.socket.socket", NoRoute)
    assert "内网里的地址" in welcome("0.0.0.0", 8866)[1]


def test_an_address_of_this_machine_in_the_network_is_no_loopback():
    for found in (*addresses._network_addresses("0.0.0.0"), *addresses._network_addresses("::")):
        assert not found.startswith(("127.", "0.", "::1"))


def test_ipv6_stands_in_brackets(monkeypatch):
    monkeypatch.setattr(addresses, "_network_addresses", lambda host: ["fd00::2"])
    assert welcome("::", 1) == (
        "识诈课堂已打开：http://[::1]:1/course/",
        "同一网络的手机请打开：http://[fd00::2]:1/course/",
    )
