"""What a role learns: the lessons in order, why each, and what a good entry check lets one skip."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from casebank import Bank, Fault, FaultsError, load_bank, yamlfile
from casebank.errors import Place, Problems
from casebank.model import Model, Slug, Text
from casebank.vocab import Word

PATHS = Path(__file__).parent / "paths.yaml"
COMPULSORY_MINUTES = 90
"""No path asks for more than this, the lessons that may be skipped included."""


class Need(Word):
    """Whether a lesson of a path has to be done."""

    MUST = "must", "必学"
    SKIPPABLE = "skippable", "摸底答得好可以跳过"
    MORE = "more", "选学"


class Stop(Model):
    """A lesson on a path."""

    lesson: Annotated[str, Field(pattern=r"^\d\d$")]
    """Number of the lesson."""
    need: Need
    """Whether it has to be done."""
    why: Text
    """Why this role learns it, said to the trainee."""


class LearningPath(Model):
    """What one role learns, in order."""

    id: Slug
    title: Text
    """For whom, in Chinese."""
    roles: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """Ids of the roles of the case bank whom it serves."""
    called: tuple[Text, ...] = ()
    """What rosters call these people; no two paths share a word."""
    about: Text
    """What one can do at its end, in one sentence."""
    stops: Annotated[tuple[Stop, ...], Field(min_length=2)]

    @property
    def compulsory(self) -> tuple[Stop, ...]:
        """What has to be done where the entry check went badly."""
        return tuple(stop for stop in self.stops if stop.need is not Need.MORE)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        problems: list[tuple[Place, str]] = []
        lessons = [stop.lesson for stop in self.stops]
        for n, stop in enumerate(self.stops):
            if stop.lesson in lessons[:n]:
                problems.append((("stops", n, "lesson"), f"lesson '{stop.lesson}' stands twice"))
        needs = [stop.need is Need.MORE for stop in self.stops]
        if needs != sorted(needs):
            problems.append((("stops",), "what is only 'more' stands at the end"))
        if problems:
            raise Problems(problems)
        return self


class Paths(Model):
    """Every path."""

    schema_version: Literal[1]
    paths: Annotated[tuple[LearningPath, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _once(self) -> Self:
        ids = [path.id for path in self.paths]
        problems: list[tuple[Place, str]] = [
            (("paths", n, "id"), f"path '{path.id}' stands twice")
            for n, path in enumerate(self.paths)
            if path.id in ids[:n]
        ]
        for n, path in enumerate(self.paths):
            before = {word for earlier in self.paths[:n] for word in earlier.called}
            for m, word in enumerate(path.called):
                if word in before or word in path.called[:m]:
                    problems.append((("paths", n, "called", m), f"'{word}' stands twice"))
        if problems:
            raise Problems(problems)
        return self


@lru_cache(maxsize=8)
def load_paths(file: Path = PATHS) -> tuple[LearningPath, ...]:
    """The paths in their order. Raises FaultsError with every fault of the file."""
    read, faults = yamlfile.read(file, Paths, file.name)
    if read is None:
        raise FaultsError(faults)
    return read.paths


def path_faults(minutes: Mapping[str, int], bank: Bank | None = None, file: Path = PATHS) -> list[Fault]:
    """What is wrong with the paths as a whole; `minutes` are those of each lesson there is."""
    try:
        paths = load_paths(file)
    except FaultsError as error:
        return list(error.faults)
    known = bank or load_bank()
    told = [*_unknown(paths, minutes, known), *_too_long(paths, minutes), *_forgotten(paths, minutes)]
    return [Fault(file.name, yamlfile.line_in(file, *place), message) for place, message in told]


def _unknown(
    paths: tuple[LearningPath, ...], minutes: Mapping[str, int], bank: Bank
) -> Iterator[tuple[Place, str]]:
    for n, path in enumerate(paths):
        for m, role in enumerate(path.roles):
            if role not in bank.roles:
                yield ("paths", n, "roles", m), f"no role '{role}' (allowed: {', '.join(bank.roles)})"
        for m, stop in enumerate(path.stops):
            if stop.lesson not in minutes:
                allowed = ", ".join(minutes)
                yield ("paths", n, "stops", m), f"no lesson '{stop.lesson}' (allowed: {allowed})"


def _too_long(paths: tuple[LearningPath, ...], minutes: Mapping[str, int]) -> Iterator[tuple[Place, str]]:
    for n, path in enumerate(paths):
        taken = sum(minutes.get(stop.lesson, 0) for stop in path.compulsory)
        if taken > COMPULSORY_MINUTES:
            yield ("paths", n), f"path '{path.id}' asks for {taken} minutes, at most {COMPULSORY_MINUTES}"


def _forgotten(paths: tuple[LearningPath, ...], minutes: Mapping[str, int]) -> Iterator[tuple[Place, str]]:
    on_a_path = {stop.lesson for path in paths for stop in path.compulsory}
    for lesson in minutes:
        if lesson not in on_a_path:
            yield ("paths",), f"lesson '{lesson}' is compulsory on no path: nobody would come to it"
