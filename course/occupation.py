"""Which path an occupation as a roster writes it leads to: 柜员, 大堂经理, 财务科长."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from casebank import Bank
from course.path import LearningPath

_SHORTEST = 2
"""Characters below which a word inside another says nothing."""


def path_for(occupation: str, paths: tuple[LearningPath, ...], bank: Bank) -> LearningPath | None:
    """The one path that the words of an occupation lead to; None where they lead to none, or to several.

    The whole word comes first, then the longest known word inside it, then known words that it is part of.
    A path's own words (`called`) go before the names that the documents give to its roles.
    """
    text = _folded(occupation)
    if not text:
        return None
    own = tuple((path, _all_folded((path.title, *path.called))) for path in paths)
    told = tuple((path, _all_folded(_names(path, bank))) for path in paths)
    for known in (own, told):
        if matching := [path for path, words in known if text in words]:
            return _one(matching)
    inside = _one(_longest_inside(text, own)) or _one(_longest_inside(text, told))
    return inside or _one(_part_of(text, (*own, *told)))


_Words = tuple[tuple[LearningPath, frozenset[str]], ...]


def _longest_inside(text: str, known: _Words) -> Iterator[LearningPath]:
    found = [(len(word), path) for path, words in known for word in words if _says(word) and word in text]
    longest = max((length for length, _ in found), default=0)
    return (path for length, path in found if length == longest)


def _part_of(text: str, known: _Words) -> Iterator[LearningPath]:
    return (path for path, words in known if _says(text) and any(text in word for word in words))


def _one(paths: Iterable[LearningPath]) -> LearningPath | None:
    found = {path.id: path for path in paths}
    return next(iter(found.values())) if len(found) == 1 else None


def _says(word: str) -> bool:
    return len(word) >= _SHORTEST


def _names(path: LearningPath, bank: Bank) -> Iterator[str]:
    for role in (bank.roles[name] for name in path.roles if name in bank.roles):
        yield role.name_zh
        yield from role.aliases


def _all_folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(_folded, words))


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
