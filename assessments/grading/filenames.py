"""Names of files that go into one folder, on whatever disk: some tell capitals apart, some do not."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

from assessments.errors import Unreadable


def check_names(ours: Iterable[str], theirs: Iterable[str]) -> None:
    """Raises Unreadable where two of the paths cannot lie in one folder, or are not spelled as ours are.

    A name in other capitals is refused on every disk: whether somebody's answers count must not hang on it.
    """
    spelled = {_folded(path): path for path in ours}
    for path in theirs:
        known = spelled.setdefault(_folded(path), path)
        if known != path:
            raise Unreadable(f"{path}：和 {known} 只差大小写，改成 {known}，或者删掉")
    for path in spelled.values():
        for above in PurePosixPath(path).parents:
            if known := spelled.get(_folded(str(above)), ""):
                raise Unreadable(f"{path}：和文件 {known} 同名，不能是文件夹")


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
