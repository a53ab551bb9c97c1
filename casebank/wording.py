"""Whether the figures in our own sentences are those of the passages on which a record rests."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casebank.bank import Record
from casebank.case import Case
from casebank.errors import Place
from casebank.figure import figures
from casebank.playbook import Playbook
from casebank.role import Role
from casebank.rule import Rule
from casebank.statistic import Statistic
from casebank.vocab import Provenance

_NAMES = re.compile(
    r"(?<!\d)(?:110|96110|12381|114|10000|315)(?!\d)|\d{3}第\d+篇|第\d+篇|案例\d|8问|“\d[^”]*”"
)
"""Numbers of telephones, parts and sets of rules: they count nothing."""
_COUNTS = re.compile(
    r"\d+(?:\.\d+)?[余多]?[万亿]?|[三四五六七八九十百千]+[余多]?[万亿]?(?=个?(?:小时|天|年|岁|名|起|份|元|%))"
)
"""Figures in our sentences; 一 and 两 are mostly no counts in Chinese."""


def untold_words(record: Record, passage: str) -> Iterator[tuple[Place, str]]:
    """Figures in a record's documented sentences that neither its passages nor `inferred` tell."""
    inferred = "".join(getattr(record, "inferred", ()))
    told = {*figures(passage), *figures(inferred)}
    for place, text in _sentences(record):
        for count in _COUNTS.findall(_NAMES.sub("", text)):
            value = next(iter(figures(count)), None)
            if value is not None and value not in told:
                yield place, f"{place[0]}: '{count}' is told in no passage and not named in 'inferred'"


def _sentences(record: Record) -> Iterator[tuple[Place, str]]:
    """The sentences that say what a document says."""
    if isinstance(record, Case):
        yield ("title",), record.title
        yield from ((("stages", n, "text"), stage.text) for n, stage in enumerate(record.stages))
        yield from ((("noticed",), text) for text in (record.noticed,) if text)
    elif isinstance(record, Rule | Playbook):
        yield from ((("summary",), text) for text in (record.summary,) if text)
    elif isinstance(record, Statistic):
        yield ("what",), record.what
    for part in ("stages", "cues", "safeguards") if isinstance(record, Playbook) else ():
        for n, entry in enumerate(getattr(record, part)):
            if entry.provenance is not Provenance.CONSTRUCTED:
                yield (part, n, "text"), entry.text
    for part in ("learns", "does") if isinstance(record, Role) else ():
        for n, duty in enumerate(getattr(record, part)):
            if duty.provenance is not Provenance.CONSTRUCTED:
                yield (part, n, "text"), duty.text
