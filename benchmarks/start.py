"""`shizha serve` with pages built before until it answers, and one changed lesson until it is rebuilt.

Against the same without the cache: a first start, and all pages built anew. Each start is a new process.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from serving import ENVIRONMENT, free_port, running, serve_command, wait_for

from course.web import catalog
from course.web.prerender import build_pages
from course.web.quick_run import QuickRun
from course.web.watch import Builder

CHANGED = "05"


def ready(course: Path) -> float:
    """Seconds from the command until the home page is served."""
    port = free_port()
    begun = time.perf_counter()
    with running(serve_command(course, port), port) as process:
        wait_for(process, port, "/course/")
        return time.perf_counter() - begun


def bare() -> float:
    """Seconds until stock Jupyter and Voila alone are imported, for comparison."""
    begun = time.perf_counter()
    command = ["-c", "import jupyter_server.serverapp, voila.app"]
    subprocess.run([serve_command(Path(), 0)[0], *command], env=ENVIRONMENT, check=True)
    return time.perf_counter() - begun


def rebuilt(pages: Path, count: int) -> tuple[float, float]:
    """Seconds until one changed lesson is built anew: by `serve --watch`, which is warm, and from nothing."""
    builder, lifted = Builder(pages), pages / "lifted"
    if faults := builder.build():
        raise SystemExit("\n".join(map(str, faults)))
    warm = []
    for _ in range(count):
        for kept in lifted.glob(f"{CHANGED}.*.json"):
            kept.unlink()  # as if its content were another one
        (pages / "manifest.json").unlink()
        begun = time.perf_counter()
        builder.build()
        warm.append(time.perf_counter() - begun)
    builder.close()
    with tempfile.TemporaryDirectory() as fresh:
        begun = time.perf_counter()
        build_pages(Path(fresh), catalog.everything(), QuickRun())
        return statistics.median(warm), time.perf_counter() - begun


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("-n", type=int, default=5, help="starts, and rebuilds of one lesson")
    count = options.parse_args().n
    print(f"{os.cpu_count()} cores, load before: {os.getloadavg()[0]:.2f}")
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder) / "course"
        first = ready(course)
        starts = [(ready(course), bare()) for _ in range(count)]
        one, all_pages = rebuilt(course / "pages", count)
    again = statistics.median(start for start, _ in starts)
    ratio = statistics.median(start / imports for start, imports in starts)
    print(f"serve, first start, pages built    {first:6.2f} s")
    print(f"serve, pages built before          {again:6.2f} s   {first / again:.1f} times faster;", end="")
    print(f" {ratio:.1f} x of importing stock Jupyter and Voila alone")
    print(
        f"one changed lesson rebuilt         {one:6.2f} s   {all_pages / one:.1f} times faster than all pages"
    )


if __name__ == "__main__":
    main()
