"""Reading the whole case bank in a fresh process, against a bare Python and a bare import, in turn."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

PROGRAMS = {
    "python": "pass",
    "import casebank": "import casebank",
    "load_bank()": "import casebank; casebank.load_bank()",
}


def seconds(code: str) -> float:
    """Wall time of a process that runs the code."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - start


def main(rounds: int = 7) -> None:
    """Print the medians, each also as a multiple of a bare Python."""
    taken: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    for _ in range(rounds):
        for name, code in PROGRAMS.items():
            taken[name].append(seconds(code))
    bare = statistics.median(taken["python"])
    for name, times in taken.items():
        median = statistics.median(times)
        print(f"{name:16} {median:6.3f} s  {median / bare:5.1f} x")


if __name__ == "__main__":
    main()
