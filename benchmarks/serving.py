"""Starts what is measured: our server over a made course with staff who may answer, and stock Voila."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from course.web.identity import COOKIE, Visitor, seal, server_secret
from course.web.records import Records

ROOT = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-c", "import sys; sys.argv[0] = 'shizha'; from course.cli import main; main()"]
"""The command `shizha` of this very checkout."""
VOILA = [sys.executable, "-m", "voila"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
LESSON = ROOT / "course" / "01_leader_pass_through.ipynb"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The server of a command, from when it listens."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT, cwd=ROOT
    )
    try:
        wait_for(process, port)
        yield process
    finally:
        process.terminate()
        process.wait()


def wait_for(process: subprocess.Popen[bytes], port: int, path: str = "") -> None:
    """Return once the server listens; with a `path`, once it answers there with 200 or 204."""
    for _ in range(12_000):
        if process.poll() is not None:
            raise SystemExit("the server ended")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.connect()
            if path:
                connection.request("GET", path)
                if connection.getresponse().status not in (200, 204):
                    raise ConnectionError(path)
            connection.close()
            return
        except OSError:
            time.sleep(0.01)
    raise SystemExit("the server did not answer within two minutes")


def serve_command(course: Path, port: int) -> list[str]:
    """Our server over that course directory."""
    return [*COMMAND, "serve", "--course-dir", str(course), "--port", str(port), "--no-browser"]


def voila_command(notebook: Path, port: int) -> list[str]:
    """Stock Voila with that notebook."""
    return [*VOILA, str(notebook), "--no-browser", f"--port={port}"]


def staff_cookies(course: Path, count: int, first: int = 10_000_000) -> list[str]:
    """Enter that many staff members by the records themselves; the cookie of each one's browser."""
    secret, records = server_secret(course), Records.in_folder(course)
    cookies = []
    for number in range(first, first + count):
        visitor = Visitor("staff", str(number))
        records.claim(visitor.key, unit="测速", code_hash="", now=datetime.now(UTC))
        cookies.append(f"{COOKIE}={seal(secret, visitor)}")
    records.close()
    return cookies


def resident(process: int) -> float:
    """Megabytes that a process holds in memory, without its children."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise SystemExit("no /proc here: memory is measured on Linux only")


def processor_seconds(process: int) -> float:
    """Seconds that a process has kept a processor busy: other work on the machine hardly changes them."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
