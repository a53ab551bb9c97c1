"""The addresses to print when the course opens: this machine's own, and those in its network."""

from __future__ import annotations

import socket
from ipaddress import ip_address

_EVERYWHERE = {"", "0.0.0.0", "::"}
# Somewhere in each private range. Connecting a UDP socket only looks up the route: nothing is sent.
_NEIGHBOURS = ("192.168.255.254", "10.255.255.254", "172.31.255.254")
_NEIGHBOURS_V6 = ("fd00::1",)


def welcome(host: str, port: int) -> tuple[str, ...]:
    """What to print, line by line; the first line holds the address for this machine."""
    lines = [f"识诈课堂已打开：{own_address(host, port)}"]
    if host in _EVERYWHERE:
        shown = "  ".join(phone_addresses(host, port)) or f"http://（这台机器在内网里的地址）:{port}/course/"
        lines.append(f"同一网络的手机请打开：{shown}")
    return tuple(lines)


def phone_addresses(host: str, port: int) -> tuple[str, ...]:
    """Where a phone in the same network finds the course; nowhere while it is for this machine alone."""
    if is_own_machine(host):
        return ()
    found = _network_addresses(host) if host in _EVERYWHERE else [host]
    return tuple(_address(one, port) for one in found)


def is_own_machine(host: str) -> bool:
    """Whether a server that listens there is reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def own_address(host: str, port: int) -> str:
    """Where a browser on this machine finds the course."""
    return _address({"::": "::1"}.get(host, "127.0.0.1") if host in _EVERYWHERE else host, port)


def _address(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/course/"


def _network_addresses(host: str) -> list[str]:
    """This machine's addresses in its networks, as far as its routes tell; none is no error."""
    six = host == "::"
    found: list[str] = []
    for neighbour in _NEIGHBOURS_V6 if six else _NEIGHBOURS:
        try:
            with socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM) as probe:
                probe.connect((neighbour, 9))
                address = str(probe.getsockname()[0])
        except OSError:
            continue
        known = ip_address(address)
        if address not in found and not (known.is_loopback or known.is_unspecified or known.is_link_local):
            found.append(address)
    return found
