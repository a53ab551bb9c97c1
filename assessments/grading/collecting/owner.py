"""Whose a file is: what its answers say, what the names around it say; never a guess."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assessments.cohort.number import NUMBER_RULE, is_staff_number
from assessments.errors import AssessmentError

_RUN = re.compile(r"[a-z0-9_-]+")
_PIECES = re.compile(r"[_-]+|[^_-]+")
_LEADING = re.compile(r"[A-Za-z]{0,8}\d[A-Za-z0-9]*")
_DAY = re.compile(r"(19|20)\d{2}(\d{2}){0,2}")
_NOBODY = re.compile(
    r"\(\d{1,3}\)(?=(\.[a-z0-9]{1,5})*$)"  # what a browser adds to the name that is there already
    r"|(19|20)\d{2}([-_.])\d{1,2}\3\d{1,2}|(19|20)\d{2}年(\d{1,2}月)?(\d{1,2}日)?",  # days
    re.IGNORECASE,
)
_LONGEST = 32
_TOKEN = 16


@dataclass(frozen=True)
class Advice:
    """What to do where it is not clear whose a file is, in the words of the place where one brings it."""

    check: str = "核对是谁的。确定以后单独收：shizha collect … --as 工号"
    rename: str = "把文件名改成工号开头（如 1001.json），或者单独收：shizha collect … --as 工号"
    by_name: str = "整批都以文件名为准：加 --by-name"
    unknown: str = "确实要收：加 --allow-unknown"
    given: str = "--as 后面的"


class Unclear(AssessmentError):
    """Nobody can say for certain whose the file is."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(f"{reason}。{advice}。")
        self.reason = reason
        self.advice = advice


@dataclass(frozen=True)
class People:
    """The staff numbers that this course knows, by what is the same in small letters."""

    numbers: Mapping[str, str]
    rostered: bool
    """Whether they come from a roster: then nobody else belongs to the course."""

    @classmethod
    def of(cls, numbers: Iterable[str], *, rostered: bool) -> People:
        """People of these numbers."""
        return cls({number.casefold(): number for number in numbers}, rostered)

    def find(self, number: str) -> str | None:
        """The number as the course writes it."""
        return self.numbers.get(number.casefold())

    def named(self, parts: Iterable[str], blank: Iterable[str]) -> frozenset[str]:
        """All whose numbers stand in names of files and folders; `blank` are words that name nobody."""
        return frozenset(number for part in parts for number in self._named(part, blank))

    def _named(self, name: str, blank: Iterable[str]) -> Iterable[str]:
        folded = _normal(name, blank).casefold()
        for run in _RUN.findall(folded):
            pieces = _PIECES.findall(run)
            at = 0
            while at < len(pieces):
                fits = [
                    (end, found)
                    for end in range(at + 1, min(len(pieces), at + _LONGEST) + 1)
                    if (found := self.find("".join(pieces[at:end])))
                ]
                if fits:
                    yield fits[-1][1]  # the longest: 1001-2 is not 1001
                at = fits[-1][0] if fits else at + 1


@dataclass(frozen=True)
class Rule:
    """How an instructor wants doubt to be settled."""

    allow_unknown: bool = False
    """Take in numbers that the roster does not have."""
    by_name: bool = False
    """Believe the names of files where the answers name nobody of the roster."""
    given: str | None = None
    """All files are this person's."""
    advice: Advice = Advice()


def owner(said: str, parts: tuple[str, ...], people: People, rule: Rule, forms: Iterable[str]) -> str:
    """The staff number of whom the answers are; `said` is what they say. Raises Unclear."""
    if rule.given is not None:
        return rule.given
    known, named = people.find(said), people.named(parts, forms)
    if known is not None:
        if others := (named - {known}) or _other_leading(known, named, parts, forms):
            raise Unclear(f"文件名写的是 {_listed(others)}，作答里写的是 {known}", rule.advice.check)
        return known
    if looks_like_number(said) and not rule.by_name:
        return _stranger(said, named, people, rule)
    return _by_name(said, parts, named, people, rule, forms)


def looks_like_number(said: str) -> bool:
    """Whether it is a staff number; jovyan, anonymous or a system's user without a figure is nobody's.

    Nor is the name that says nothing, which practice gives to a notebook of its own (paper.py of the course).
    """
    says_nothing = len(said) == _TOKEN and said not in {said.lower(), said.upper()}
    return is_staff_number(said) and any(sign.isdigit() for sign in said) and not says_nothing


def _stranger(said: str, named: frozenset[str], people: People, rule: Rule) -> str:
    if named:
        advice = f"{rule.advice.check}；{rule.advice.by_name}"
        raise Unclear(f"文件名写的是 {_listed(named)}，作答里写的是 {said}", advice)
    if people.rostered and not rule.allow_unknown:
        raise Unclear(f"工号 {said} 不在名册上", f"核对工号，或者先更新名册；{rule.advice.unknown}")
    return said


def _by_name(
    said: str, parts: tuple[str, ...], named: frozenset[str], people: People, rule: Rule, forms: Iterable[str]
) -> str:
    if len(named) > 1:
        raise Unclear(f"文件名里有几个工号：{_listed(named)}", rule.advice.check)
    if named:
        return next(iter(named))
    leading = None if people.rostered and not rule.allow_unknown else _leading(parts, forms)
    if leading is None:
        raise Unclear(f"没有写工号（里面写的是“{said}”），文件名里也没有认得的工号", rule.advice.rename)
    return leading


def _other_leading(
    known: str, named: frozenset[str], parts: tuple[str, ...], forms: Iterable[str]
) -> frozenset[str]:
    """The number with which a name begins, where it is of the same make as the known one and another."""
    leading = None if named else _leading(parts, forms)
    same_make = leading is not None and _make(leading) == _make(known)
    return frozenset([leading]) if leading and same_make else frozenset()


def _make(number: str) -> str:
    return "".join("9" if sign.isdigit() else "a" if sign.isalpha() else sign for sign in number)


def _leading(parts: tuple[str, ...], forms: Iterable[str]) -> str | None:
    """The number with which the innermost name begins that begins with one; days are none."""
    for part in reversed(parts):
        found = _LEADING.match(_normal(part, forms).strip())
        if found and is_staff_number(found[0]) and len(found[0]) > 2 and not _DAY.fullmatch(found[0]):
            return found[0]
    return None


def _normal(name: str, blank: Iterable[str]) -> str:
    """Narrow letters only, and without the words, days and numbers of copies that name nobody."""
    normal = unicodedata.normalize("NFKC", name)
    for word in blank:
        normal = re.sub(re.escape(word), " ", normal, flags=re.IGNORECASE)
    return _NOBODY.sub(" ", normal)


def _listed(numbers: Iterable[str]) -> str:
    return "、".join(sorted(numbers))


def check_given(number: str, people: People, rule: Rule) -> str:
    """The number that the instructor gave as the course writes it. Raises Unclear."""
    says = rule.advice.given
    known = people.find(number)
    if known is not None:
        return known
    if not is_staff_number(number):
        raise Unclear(f"{says}“{number}”不是工号，应为 {NUMBER_RULE}", "请改正")
    if people.rostered and not rule.allow_unknown:
        raise Unclear(f"{says}工号 {number} 不在名册上", f"核对工号；{rule.advice.unknown}")
    return number
