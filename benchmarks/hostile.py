"""Hostile submissions under `nbgrader autograde` and under `shizha grade`: what each of them did, as a table.

Run `python -m benchmarks.hostile`. Every attack of `tests/assessments/hostile.py` in a course of its own with
two honest submissions beside it, one graded before and one after: by nbgrader with its own defaults and with
the nbgrader_config.py of a new course, and by ours. Stock runs what was handed in: use a machine that nothing
hangs on.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assessments.commands import environment
from assessments.coursedir import make_course, open_form
from assessments.grading.answered import answered_scores
from assessments.grading.gradebook import Result, result
from assessments.grading.grader import grade
from assessments.items.form import load_form
from course.told import tell
from tests.assessments.hostile import ATTACKS, FORM, PRIVATE, SECRET, VICTIM, Scene, hand_in, honest, prepare

PLAIN = 'c = get_config()\nc.CourseDirectory.course_id = "shizha"\n'
NEIGHBOURS = ("00-honest", VICTIM)
LARGE = 5_000_000
LINGERS = 10.0
FEEDBACK = ("script-in-words", "scripts-in-notebook")


@dataclass(frozen=True)
class Place:
    """A course with one attack in it, and what was there before."""

    scene: Scene
    answers: bytes

    @property
    def graded(self) -> Path:
        """What the grading leaves of it."""
        return self.scene.course / "autograded" / self.scene.learner / FORM


def placed(template: Path, room: Path, learners: Sequence[str], config: str | None) -> list[Place]:
    """A course with these attacks among honest people; `config` None leaves its nbgrader_config.py."""
    course = Path(shutil.copytree(template, room / "course"))
    if config is not None:
        (course / "nbgrader_config.py").write_text(config, encoding="utf-8")
    for neighbour in NEIGHBOURS:
        hand_in(course, honest(neighbour))
    scenes = [prepare(course, room / "outside", learner) for learner in learners]
    answers = (scenes[0].victim / "answers.json").read_bytes()
    for scene in scenes:
        ATTACKS[scene.learner].spoil(scene)
    return [Place(scene, answers) for scene in scenes]


def points(learner: str) -> float:
    """What the honest answers are worth."""
    return sum(score.points for score in answered_scores(load_form(FORM), honest(learner)).values())


def by_stock(places: Sequence[Place], room: Path, seconds: float) -> list[str]:
    """What `nbgrader autograde` did. Whatever it started is ended with it."""
    (room / "home").mkdir()
    commands = [("autograde", FORM)]
    if {place.scene.learner for place in places} & {*FEEDBACK}:
        commands.append(("generate_feedback", FORM))
    told = "; ".join(
        filter(None, (_stock(places[0].scene.course, room, command, seconds) for command in commands))
    )
    if any(place.scene.learner == "staying-program" for place in places):
        time.sleep(LINGERS)
    return ["; ".join(filter(None, [told, *findings(place)])) for place in places]


def _stock(course: Path, room: Path, command: Sequence[str], seconds: float) -> str:
    with (room / f"{command[0]}.log").open("wb") as log:
        done = subprocess.Popen(
            [sys.executable, "-m", "nbgrader", *command],
            cwd=course,
            env={**environment(), "HOME": str(room / "home")},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            done.wait(seconds)
        except subprocess.TimeoutExpired:
            return f"{command[0]} did not end within {seconds:.0f} s"
        finally:
            with suppress(ProcessLookupError):
                os.killpg(done.pid, signal.SIGKILL)
            done.wait()
            _end_kernels(room)
    return ""


def _end_kernels(room: Path) -> None:
    """End the kernels that were left working below this folder."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (process / "cwd").readlink().is_relative_to(room) and b"ipykernel" in (
                process / "cmdline"
            ).read_bytes():
                os.kill(int(process.name), signal.SIGKILL)


def by_us(places: Sequence[Place]) -> list[str]:
    """What `shizha grade` did."""
    report = grade(places[0].scene.course, FORM, tell)
    reasons = {entry.learner: entry.reason for entry in report.quarantined}
    found = [(reasons.get(place.scene.learner), [*findings(place)]) for place in places]
    return ["; ".join([f"no mark: {reason}", *told[1:]] if reason else told) for reason, told in found]


def findings(place: Place) -> Iterator[str]:
    """What became of both, and what lies about."""
    learner = place.scene.learner
    yield own(result(place.scene.course, FORM, learner), learner)
    for neighbour in NEIGHBOURS:
        other = result(place.scene.course, FORM, neighbour)
        if other is None:
            yield "**a neighbour not graded**"
        elif abs(other.auto_total - points(neighbour)) > 0.001:
            yield f"**a neighbour {points(neighbour):g} → {other.auto_total:g}**"
    if not place.scene.victim.is_dir() or (place.scene.victim / "answers.json").read_bytes() != place.answers:
        yield "**neighbour's answers changed**"
    if place.scene.mark.exists():
        yield "**code handed in ran and wrote outside**"
    yield from leaks(place)


def own(given: Result | None, learner: str) -> str:
    """The mark, against that of the same answers without the attack."""
    if given is None or all(item.auto is None for item in given.items):
        return "no mark"
    missing = [item.item_id for item in given.items if item.auto is None and not item.written]
    if missing:
        return f"{', '.join(missing)} waits for a person"
    before, after = points(learner), given.auto_total
    if abs(before - after) < 0.001:
        return "mark unchanged"
    return f"**mark {before:g} → {after:g}**" if after > before else f"mark {before:g} → {after:g}"


def leaks(place: Place) -> Iterator[str]:
    """What stands in the graded folder and the feedback page that should not."""
    files = [path for path in place.graded.rglob("*") if path.is_file()] if place.graded.is_dir() else []
    kept = sum(path.stat().st_size for path in files)
    if kept > LARGE:
        yield f"kept {kept / 1e6:,.0f} MB"
    raw = b"".join(path.read_bytes() for path in files if path.stat().st_size < LARGE)
    for what, told in ((SECRET.encode(), "a file from outside"), (b"root:x:", "/etc/passwd")):
        if what in raw:
            yield f"**{told} copied into the graded folder**"
    if PRIVATE.encode() in raw and place.scene.learner != "copied-answers":
        yield "**neighbour's words copied into the graded folder**"
    page = place.scene.course / "feedback" / place.scene.learner / FORM / f"{FORM}.html"
    if page.is_file() and '<script>alert("sz-xss")' in page.read_text(encoding="utf-8"):
        yield "**script runs in the feedback page**"


def cells(template: Path, learners: Sequence[str], way: str, seconds: float, logs: Path | None) -> list[str]:
    """What one of the three did with these attacks in one course."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        room = Path(name)
        places = placed(template, room, learners, PLAIN if way == "plain" else None)
        told = by_us(places) if way == "ours" else by_stock(places, room, seconds)
        if logs is not None:
            for log in room.glob("*.log"):
                shutil.copyfile(log, logs / f"{learners[0]}-{way}-{log.name}")
    for learner, one in zip(learners, told, strict=True):
        print(f"{learner} | {way} | {one}", file=sys.stderr, flush=True)
    return told


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", nargs="*", default=[*ATTACKS], help="attacks by their name")
    options.add_argument(
        "--together", nargs="*", default=[], help="attacks that share one course: much quicker"
    )
    options.add_argument("--seconds", type=float, default=120, help="how long stock may take for a course")
    options.add_argument("--logs", type=Path, help="a folder for what nbgrader said")
    given = options.parse_args()
    groups = [*([given.together] if given.together else []), *([one] for one in given.only)]
    with tempfile.TemporaryDirectory() as name:
        template = Path(name) / "template"
        make_course(template)
        open_form(template, FORM)
        print("| attack | stock, nbgrader's defaults | stock, the course's configuration | `shizha grade` |")
        print("|---|---|---|---|")
        for group in groups:
            columns = [
                cells(template, group, way, given.seconds, given.logs) for way in ("plain", "course", "ours")
            ]
            for learner, *told in zip(group, *columns, strict=True):
                print(
                    f"| {ATTACKS[learner].about} | {' | '.join(one.replace('|', '¦') for one in told)} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
