"""Files into the exchange: everything is looked at, what is sound goes in, all else is told at the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from assessments.coursedir import form_ids, released_view
from assessments.errors import (
    AlreadyGraded,
    FormChanged,
    FormClosed,
    StorageFailed,
    StorageFull,
    SubmitError,
    Superseded,
)
from assessments.exchange import inbound, released
from assessments.grading.arrived import Seen, arrivals
from assessments.grading.collecting.archive import TOTAL_LIMIT
from assessments.grading.collecting.found import Found, Refusal
from assessments.grading.collecting.gather import Handed, gather
from assessments.grading.collecting.owner import (
    People,
    Rule,
    Unclear,
    check_given,
    looks_like_number,
    owner,
)
from assessments.grading.collecting.sheet import Practice, Sheet, read_sheets
from assessments.grading.collecting.versions import Choice, Version, choose, version
from assessments.grading.intake import Handing, Receipt, take_in_all
from assessments.grading.ownpaper import is_own_paper
from assessments.items.deck import Deck, read_deck

_OWN = "请本人再下载一次，原样发来"
_OWN_WORK = "请各人用自己的工号登记，自己做一遍"
_KEEP_ONE = "只留要交的那一份，再收一次"
_REFUSED: Mapping[type[SubmitError], tuple[str, str]] = {
    AlreadyGraded: ("这份试卷已经给这个人评过分", "分数照旧；这份作答没有收"),
    FormChanged: ("作答的是试卷的另一个版本，题目和这个班的不一样", "请学员在这个班的试卷上重新作答"),
    FormClosed: ("这个班没有这份试卷", "请核对课程目录"),
    StorageFull: ("存储空间满了", "腾出空间，再收一次"),
    StorageFailed: ("写不进课程目录", "核对目录的权限，再收一次"),
}
_OTHER = ("没有收成", "再收一次")


@dataclass(frozen=True)
class Taken:
    """A file that counts now, or would; repeated: it was handed in before, or is a copy of one of these."""

    version: Version
    receipt: Receipt
    replaces: datetime | None = None
    """When the submission was handed in that no longer counts; None where there was none."""


@dataclass(frozen=True)
class Earlier:
    """A file that does not count, because of one that is later: when that one was handed in."""

    version: Version
    later: datetime


@dataclass
class Brought:
    """What became of each file."""

    taken: list[Taken] = field(default_factory=list)
    same: list[Taken] = field(default_factory=list)
    earlier: list[Earlier] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Desk:
    """The course that files are brought to."""

    directory: Path
    roster: frozenset[str] | None
    """The staff numbers that count today; None where the course has no roster."""
    practice: Practice
    """Gives the title of a practice page, None for what is none."""
    rule: Rule
    bytes_limit: int = TOTAL_LIMIT
    """How much is read at one time."""


def bring(desk: Desk, files: Sequence[Path | Handed], now: datetime, *, dry_run: bool = False) -> Brought:
    """Take in what the files hold.

    Raises Unclear where `rule.given` cannot be followed, CourseError, SubmitError.
    """
    forms = _forms(desk.directory)
    found = gather(files, desk.bytes_limit)
    sheets = read_sheets(found, forms, desk.practice)
    brought = Brought(refused=found.refused, skipped=found.skipped)
    choices = choose(_own(_versions(desk, sheets, forms, found, now), found))
    for choice in choices:
        _note_choice(choice, brought)
    chosen = [choice.latest for choice in choices if choice.latest is not None]
    before = _handed_in_before(desk.directory, chosen)
    handings = [Handing(one.answers, one.at) for one in chosen]
    outcomes = take_in_all(desk.directory, handings, dry_run=dry_run) if handings else []
    for one, outcome, replaced in zip(chosen, outcomes, before, strict=True):
        _note_outcome(one, outcome, replaced, brought)
    for choice in choices:
        _note_copies(choice, brought)
    return brought


def _forms(directory: Path) -> frozenset[str]:
    """The forms to which there can be answers; an assignment of the instructor's own takes none."""
    known = form_ids(directory)
    return frozenset(form for form in known if (released(directory, form) / "form.json").is_file())


def _versions(
    desk: Desk, sheets: Sequence[Sheet], forms: frozenset[str], found: Found, now: datetime
) -> list[Version]:
    """Each sheet under its owner; whose owner is not clear is refused."""
    people = _people(desk, sheets)
    rule = _checked(desk.rule, people, sheets)
    decks: dict[str, Deck] = {}
    versions = []
    for sheet in sheets:
        try:
            learner = owner(sheet.answers.learner, sheet.offer.parts, people, rule, forms)
            if sheet.answers.form not in decks:
                decks[sheet.answers.form] = read_deck(released_view(desk.directory, sheet.answers.form))
            _check_paper(sheet, learner, decks[sheet.answers.form])
            versions.append(version(sheet, learner, now))
        except Unclear as error:
            found.refused.append(Refusal(sheet.file, error.reason, error.advice))
    return versions


def _own(versions: Sequence[Version], found: Found) -> list[Version]:
    """All but what came under another's number, or nobody's, from several people.

    Nobody walks a story twice with the same times, so those are copies; whose is the first, nobody can say.
    """
    owners = defaultdict[str, set[str]](set)
    for one in versions:
        if one.sheet.worked_at is not None:
            owners[one.sheet.answers.digest].add(one.answers.learner)
    kept = []
    for one in versions:
        others = sorted(owners[one.sheet.answers.digest] - {one.answers.learner})
        if others and one.sheet.answers.learner != one.answers.learner:
            reason = f"和 {'、'.join(others)} 交的一字不差，连每一步的时间都一样，分不清是谁做的"
            found.refused.append(Refusal(one.sheet.file, reason, _OWN_WORK))
        else:
            kept.append(one)
    return kept


def _people(desk: Desk, sheets: Sequence[Sheet]) -> People:
    """The roster; without one whoever has handed in, or says a number in one of these files."""
    if desk.roster is not None:
        return People.of(desk.roster, rostered=True)
    here = inbound(desk.directory)
    arrived = {one.learner for one in arrivals(desk.directory)} if here.is_dir() else set()
    said = {sheet.answers.learner for sheet in sheets}
    return People.of(sorted(filter(looks_like_number, arrived | said)), rostered=False)


def _checked(rule: Rule, people: People, sheets: Sequence[Sheet]) -> Rule:
    """The rule with the number that was given as the course writes it. Raises Unclear."""
    if rule.given is None:
        return rule
    number = check_given(rule.given, people, rule)
    said = {sheet.answers.learner for sheet in sheets}
    if len(said) > 1:
        names = "、".join(sorted(said))
        raise Unclear(
            f"{rule.advice.given}工号只能用在一个人的文件上，这里面有几个人的：{names}", "请一个人一个人地收"
        )
    return replace(rule, given=number)


def _check_paper(sheet: Sheet, learner: str, deck: Deck) -> None:
    """Raises Unclear for answers of which nobody can say to which questions they were given."""
    answers = sheet.answers
    if answers.content_version != deck.content_version:
        raise Unclear(*_REFUSED[FormChanged])
    if deck.seed is None:
        return  # everybody has the same paper
    if answers.variants:
        if len(deck.recorded(answers.variants)) != len(deck.slots):
            raise Unclear("里面记的题目，这份试卷里没有", "请学员再下载一次，原样发来")
        if not is_own_paper(deck, answers):
            raise Unclear(_foreign(answers.learner), _OWN)
    elif answers.items and learner != answers.learner:
        raise Unclear("没有记下做的是哪几题，换了工号就对不上题目", "请学员填上工号，再下载一次")


def _foreign(named: str) -> str:
    """The reason for answers to a paper that was not drawn for the name in the file, number or not."""
    if looks_like_number(named):
        return f"里面的题不是发给 {named} 的那几道，像是别人的作答"
    return f"里面写的名字是“{named}”，题却不是按这个名字发的，像是别人的作答，或者改过"


def _note_choice(choice: Choice, brought: Brought) -> None:
    later = choice.latest.at if choice.latest else choice.tied[0].at
    brought.earlier += [Earlier(one, later) for one in choice.earlier]
    for one in choice.tied:
        others = "、".join(sorted(other.sheet.file for other in choice.tied if other is not one))
        brought.refused.append(Refusal(one.sheet.file, f"和 {others} 时间一样，内容不一样", _KEEP_ONE))


def _handed_in_before(directory: Path, chosen: Sequence[Version]) -> list[datetime | None]:
    if not chosen or not inbound(directory).is_dir():
        return [None for _ in chosen]
    seen = Seen(directory)
    return [seen.latest_time(one.answers.form, one.answers.learner) for one in chosen]


def _note_outcome(
    one: Version, outcome: Receipt | SubmitError, replaced: datetime | None, brought: Brought
) -> None:
    match outcome:
        case Receipt(repeated=True):
            brought.same.append(Taken(one, outcome))
        case Receipt():
            brought.taken.append(Taken(one, outcome, replaced))
        case Superseded():
            brought.earlier.append(Earlier(one, outcome.at))
        case _:
            reason, advice = _REFUSED.get(type(outcome), _OTHER)
            brought.refused.append(Refusal(one.sheet.file, f"{one.answers.learner}：{reason}", advice))


def _note_copies(choice: Choice, brought: Brought) -> None:
    """Copies of a file go the way that the file went."""
    receipts = {id(taken.version): taken.receipt for taken in (*brought.taken, *brought.same)}
    later = {id(earlier.version): earlier.later for earlier in brought.earlier}
    for one in choice.copies:
        if (receipt := receipts.get(id(choice.latest))) is not None:
            brought.same.append(Taken(one, receipt.again()))
        elif (at := later.get(id(choice.latest))) is not None:
            brought.earlier.append(Earlier(one, at))
        else:
            brought.refused.append(Refusal(one.sheet.file, "和另一份没有收的文件一样", _KEEP_ONE))
