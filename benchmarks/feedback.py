"""`shizha feedback` on all graded submissions of a form against `nbgrader generate_feedback` on some of them.

Each is the whole command, from start to end, in a copy of the course. Stock is scaled to as many submissions
as ours wrote: what it takes for one, and for each further one what it takes longer for the sample.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

CARRIED = ("nbgrader_config.py", "gradebook.db", "private_items.txt")
OURS = "import sys; from course.cli import main; sys.argv[0] = 'shizha'; main()"


def copied(course: Path, form: str, learners: Sequence[str], target: Path) -> Path:
    """As much of a course as feedback on these learners needs."""
    target.mkdir()
    for name in CARRIED:
        if (course / name).is_file():
            shutil.copyfile(course / name, target / name)
    for name in ("source", "release"):
        shutil.copytree(course / name / form, target / name / form)
    for learner in learners:
        shutil.copytree(course / "autograded" / learner / form, target / "autograded" / learner / form)
    return target


def seconds(command: Sequence[str], folder: Path) -> tuple[float, float]:
    """Of the clock and of the processor, until a command is through."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    clock = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return clock, sum(after[:2]) - sum(before[:2])


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("course", type=Path, help="a course directory with graded submissions")
    options.add_argument("form")
    options.add_argument("--sample", type=int, default=20, help="submissions that stock does")
    given = options.parse_args()
    learners = sorted(path.parent.name for path in (given.course / "autograded").glob(f"*/{given.form}"))
    sample = random.Random(1).sample(learners, min(given.sample, len(learners)))
    print(f"{os.cpu_count()} cores, load before: {os.getloadavg()[0]:.2f}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = copied(given.course, given.form, learners, folder / "whole")
        one = copied(given.course, given.form, sample[:1], folder / "one")
        some = copied(given.course, given.form, sample, folder / "some")
        stock = [str(Path(sys.executable).parent / "nbgrader"), "generate_feedback", given.form]
        first, more = seconds(stock, one), seconds(stock, some)
        ours = seconds([sys.executable, "-c", OURS, "feedback", str(whole), given.form], Path.cwd())
    for what, few, many, us in zip(("clock", "processor"), first, more, ours, strict=True):
        scaled = few + (many - few) / (len(sample) - 1) * (len(learners) - 1)
        told = (
            f"stock {few:.1f} s for 1, {many:.1f} s for {len(sample)}, so {scaled:.0f} s for {len(learners)}"
        )
        print(f"{what:10} ours {us:6.2f} s for {len(learners)};  {told}:  {scaled / us:.0f} times faster")


if __name__ == "__main__":
    main()
