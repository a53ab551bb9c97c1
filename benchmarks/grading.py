"""`shizha grade` against `nbgrader autograde`: the whole command in a fresh process, on the same submissions.

Makes a course with simulated trainees (`shizha demo`); every run gets a copy of its own, which is not timed.
Stock grades 40, then one, by which it is scaled: what it takes for one, and for each further one what it
takes longer for the 40. Ours grades 40 before and after stock, 400, and 100, 1,000, 10,000 for growth and
memory.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

OURS = (sys.executable, "-c", "import sys; from course.cli import main; sys.argv[0] = 'shizha'; main()")
STOCK = str(Path(sys.executable).parent / "nbgrader")
HOME = Path(__file__).parents[1]
COMPARED = 40
SCALED = 400
GROWTH = (100, 1000, 10_000)
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(HOME)}
"""An installed package is compiled, ours after its first run: so that this stays."""
ENVIRONMENT.pop("PYTHONDONTWRITEBYTECODE", None)
PARTS = ("compared", "scaled", "growth", "feedback")


@dataclass(frozen=True)
class Run:
    """What a command took: seconds of the clock and of the processor, and its most memory in MB."""

    clock: float
    processor: float
    memory: float


def run(*command: str, folder: Path = HOME) -> Run:
    """Run a command to its end; one that fails ends the benchmark."""
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        program = subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdout=said, stderr=said)
        _, status, used = os.wait4(program.pid, 0)
        clock = time.perf_counter() - begun
        program.returncode = os.waitstatus_to_exitcode(status)
        if program.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)}: {said.read().decode(errors='replace')}")
    return Run(clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


class Courses:
    """Copies of one course, with as many of its submissions as a run is to grade."""

    def __init__(self, folder: Path, number: int, form: str) -> None:
        self.form = form
        self._folder = folder
        self._whole = folder / "whole"
        run(*OURS, "demo", str(self._whole), "-n", str(number), "--form", form)
        self._copies = 0
        self._learners = sorted(path.name for path in (self._whole / "submitted").iterdir())
        random.Random(1).shuffle(self._learners)

    def copy(self, number: int) -> Path:
        """A course in which so many have handed in. It is kept: a disk that has just deleted is slower."""
        self._copies += 1
        made = self._folder / str(self._copies)
        made.mkdir()
        for path in self._whole.iterdir():
            if path.name == "submitted":
                for learner in self._learners[:number]:
                    shutil.copytree(path / learner, made / path.name / learner)
            elif path.is_dir():
                shutil.copytree(path, made / path.name)
            else:
                shutil.copyfile(path, made / path.name)
        return made

    def ours(self, number: int) -> Run:
        """`shizha grade`."""
        return run(*OURS, "grade", str(self.copy(number)), self.form)

    def stock(self, number: int) -> Run:
        """`nbgrader autograde`."""
        return run(STOCK, "autograde", self.form, folder=self.copy(number))


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; by default all")
    options.add_argument("--form", default="office")
    options.add_argument("--repeats", type=int, default=5, help="runs of ours on 40 and on 400")
    options.add_argument("--most", type=int, default=GROWTH[-1], help="submissions of the largest run")
    given = options.parse_args()
    parts = given.parts or PARTS
    if unknown := set(parts) - set(PARTS):
        options.error(f"no such part: {', '.join(sorted(unknown))} (there are: {', '.join(PARTS)})")
    print(
        f"{os.cpu_count()} cores, Python {platform.python_version()}, nbgrader {version('nbgrader')}, "
        f"{time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC\n"
    )
    print("| measure | ours | stock | ratio | load |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="grading-") as name:
        numbers = {"growth": given.most, "feedback": 1000}
        number = max(SCALED, *(numbers.get(part, 0) for part in parts))
        courses = Courses(Path(name), number, given.form)
        run(*OURS, "--help")  # whatever Python has to compile
        if "compared" in parts or "scaled" in parts:
            compare(courses, given.repeats, parts)
        if "growth" in parts:
            grow(courses, given.most)
        if "feedback" in parts:
            feed_back(courses)


def compare(courses: Courses, repeats: int, parts: Sequence[str]) -> None:
    """40 by both, and 400 by ours against stock's 40 of them."""
    courses.ours(1)
    few = [courses.ours(COMPARED) for _ in range(repeats // 2)]
    many = [courses.ours(SCALED) for _ in range(repeats // 2)] if "scaled" in parts else []
    stock = courses.stock(COMPARED)
    one = courses.stock(1) if "scaled" in parts else stock
    few += [courses.ours(COMPARED) for _ in range(repeats - len(few))]
    if "compared" in parts:
        row(f"{COMPARED} submissions", few, stock)
    if "scaled" in parts:
        many += [courses.ours(SCALED) for _ in range(repeats - len(many))]
        row(f"{SCALED} submissions, stock scaled from 1 and {COMPARED}", many, scaled(one, stock, SCALED))


def scaled(one: Run, some: Run, number: int) -> Run:
    """What stock would take for so many, by what it took for one and for 40."""
    each = [(getattr(some, of) - getattr(one, of)) / (COMPARED - 1) for of in ("clock", "processor")]
    clock, processor = one.clock + each[0] * (number - 1), one.processor + each[1] * (number - 1)
    return Run(clock, processor, some.memory)


def row(what: str, ours: Sequence[Run], stock: Run) -> None:
    """A line of the table: the medians of ours, each ratio by the clock and by the processor."""
    clock = statistics.median(each.clock for each in ours)
    processor = statistics.median(each.processor for each in ours)
    ratio = f"{stock.clock / clock:.0f} (processor {stock.processor / processor:.0f})"
    best = min(each.clock for each in ours)
    told = f"{clock:.2f} s (processor {processor:.2f}; {len(ours)} runs, best {best:.2f})"
    print(
        f"| {what} | {told} | {stock.clock:.1f} s (processor {stock.processor:.1f}) | {ratio} | {load()} |",
        flush=True,
    )


def grow(courses: Courses, most: int) -> None:
    """Ours on more and more: seconds, memory, and what each submission takes beyond the start."""
    start = courses.ours(1)
    for number in (*(each for each in GROWTH if each < most), most):
        taken = courses.ours(number)
        each = (taken.processor - start.processor) / (number - 1) * 1000
        told = f"{taken.clock:.2f} s (processor {taken.processor:.2f}), {taken.memory:.0f} MB"
        print(
            f"| {number:,} submissions | {told}; {each:.2f} ms of processor each | | | {load()} |", flush=True
        )


def feed_back(courses: Courses) -> None:
    """`feedback.py` on a graded course."""
    course = courses.copy(1000)
    run(*OURS, "grade", str(course), courses.form)
    print(flush=True)
    program = (sys.executable, str(HOME / "benchmarks" / "feedback.py"), str(course), courses.form)
    subprocess.run(program, cwd=HOME, env=ENVIRONMENT, check=True)


def load() -> str:
    """The load of the machine in the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    main()
