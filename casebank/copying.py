"""Whether we copied: no run of more than twenty Chinese characters of ours stands in a document.

The documents are not part of the project. `runs.bin` holds a six-byte digest of each run of 21 characters in
them, so that anybody can check without them: `python -m casebank.copying FOLDER` writes it anew.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from casebank.bank import Bank
from casebank.errors import Fault, Place
from casebank.model import hanzi
from casebank.rule import Rule

RUN = 21
RUNS = Path(__file__).parent / "data" / "runs.bin"
_BYTES = 6
_QUOTED: dict[type, frozenset[str]] = {Rule: frozenset({"name_zh", "aliases", "items"})}
"""The wording of named rules is the documents' own, and stands only there."""


def runs(text: str) -> Iterator[tuple[str, bytes]]:
    """Every run of 21 Chinese characters in a text, whatever stands between them, with its digest."""
    characters = hanzi(text)
    for start in range(len(characters) - RUN + 1):
        run = characters[start : start + RUN]
        yield run, hashlib.blake2b(run.encode("utf-8"), digest_size=_BYTES).digest()


def pack(texts: Iterable[str]) -> bytes:
    """The digests of all runs of the texts, sorted, one behind the other."""
    return b"".join(sorted({digest for text in texts for _, digest in runs(text)}))


@lru_cache(maxsize=1)
def known_runs(path: Path = RUNS) -> frozenset[bytes]:
    """The digests in a file that `pack` made."""
    data = path.read_bytes()
    return frozenset(data[n : n + _BYTES] for n in range(0, len(data), _BYTES))


def first_copied(text: str, known: frozenset[bytes]) -> str | None:
    """The first run of the text that stands in a document, None where there is none."""
    return next((run for run, digest in runs(text) if digest in known), None)


def copied(bank: Bank, more: Iterable[str] = ()) -> Iterator[Fault]:
    """Every field of every record that holds a run of a document, or of one of `more` texts."""
    known = known_runs() | {digest for text in more for _, digest in runs(text)}
    for record in bank.records:
        quoted = _QUOTED.get(type(record), frozenset())
        for field, value in record.model_dump().items():
            for place, text in () if field in quoted else _texts(value, (field,)):
                run = first_copied(text, known)
                if run is not None:
                    told = f"{field}: '{run}' stands in a document; write it in your own words"
                    yield bank.fault(record, told, *place)


def _texts(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _texts(part, (*place, key))
    elif isinstance(value, list | tuple):
        for n, part in enumerate(value):
            yield from _texts(part, (*place, n))


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    RUNS.write_bytes(pack(path.read_bytes().decode("utf-8") for path in sorted(folder.glob("*.txt"))))
