"""Reading the whole case bank: in a fresh process against a bare Python, and the loading alone.

Stock, for the loading, is what anybody would write first: PyYAML's own `safe_load` over the same files, into
plain dictionaries that nobody has checked.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

PROGRAMS = {
    "python": "pass",
    "import casebank": "import casebank",
    "load_bank() and all": "import casebank; casebank.load_bank()",
}
ALONE = {
    "load_bank() alone": "from casebank.loader import load_bank as run",
    "yaml.safe_load, unchecked": (
        "import yaml; from casebank.loader import DATA\n"
        "def run():\n    for path in DATA.rglob('*.yaml'): yaml.safe_load(path.read_text(encoding='utf-8'))"
    ),
}
CLOCK = "\nimport time; start = time.perf_counter(); run(); print(time.perf_counter() - start)"


def seconds(code: str) -> float:
    """Wall time of a process that runs the code."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - start


def alone(code: str) -> float:
    """Time of one call of `run`, without start and imports."""
    done = subprocess.run([sys.executable, "-c", code + CLOCK], check=True, capture_output=True, text=True)
    return float(done.stdout)


def main(rounds: int = 7) -> None:
    """Print the medians, each also as a multiple of the first of its kind."""
    taken: dict[str, list[float]] = {name: [] for name in (*PROGRAMS, *ALONE)}
    for _ in range(rounds):
        for name, code in PROGRAMS.items():
            taken[name].append(seconds(code))
        for name, code in ALONE.items():
            taken[name].append(alone(code))
    for group, stock in ((PROGRAMS, "python"), (ALONE, "yaml.safe_load, unchecked")):
        base = statistics.median(taken[stock])
        for name in group:
            median = statistics.median(taken[name])
            print(f"{name:26} {median:6.3f} s  {median / base:5.2f} x")


if __name__ == "__main__":
    main()
