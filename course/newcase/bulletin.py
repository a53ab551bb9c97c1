"""The bulletin that a new case rests on: read, registered in its pack, and the quote found in it."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from casebank import Document
from casebank.model import PASSAGE_LIMIT
from casebank.provenance import BULLETINS, digest

FIRST_NUMBER = 100
"""Packs number their documents from here; lower numbers are the course's own."""
NUMBERS = 900
SIZE_LIMIT = 2_000_000
_HEAD = "# 这个案例包登记的通报。由 shizha new case 写入，编号、字数和指纹不要改。\n"


class AuthorError(ValueError):
    """Something that the author gave cannot be used; the text says what, and what to do."""


def read_bulletin(path: Path) -> str:
    """The text of a bulletin, UTF-8 or GBK, with line ends as `\\n`. Raises AuthorError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise AuthorError(f"读不到通报文件 {path}（{error.strerror}）。请检查文件名。") from error
    if len(data) > SIZE_LIMIT:
        raise AuthorError(f"{path.name} 太大了（最多{SIZE_LIMIT // 1_000_000}兆）。请只留讲案情的那几页。")
    utf16 = ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ()
    for encoding in (*utf16, "utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.strip() and "\x00" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise AuthorError(f"{path.name} 不是文本文件，或者是空的。请在 Word 里另存为“纯文本（.txt）”再试。")


def find_quote(text: str, quote: str) -> tuple[int, int]:
    """Where the quote stands in the text, [start, end), blanks left aside. Raises AuthorError."""
    wanted = re.sub(r"\s", "", quote)
    if not wanted:
        raise AuthorError("引文是空的。请从通报里复制讲这一件事的那几句话。")
    places = [n for n, ch in enumerate(text) if not ch.isspace()]
    bare = "".join(text[n] for n in places)
    start = bare.find(wanted)
    if start < 0:
        raise AuthorError(_where_it_parts(bare, wanted))
    if bare.find(wanted, start + 1) >= 0:
        raise AuthorError("这段引文在通报里出现了不止一次。请多复制前后几个字，让它只对得上一处。")
    span = (places[start], places[start + len(wanted) - 1] + 1)
    if span[1] - span[0] > PASSAGE_LIMIT:
        raise AuthorError(f"引文有{span[1] - span[0]}字，最多{PASSAGE_LIMIT}字。只留讲这一件事的句子。")
    return span


def _where_it_parts(bare: str, wanted: str) -> str:
    """Up to where the quote can be found: the author sees the very words that differ."""
    low, high = 0, len(wanted)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if wanted[:middle] in bare else (low, middle - 1)
    if low == 0:
        return "通报里找不到这段引文。请直接从通报里复制，不要改字。"
    return f"引文从“{wanted[max(0, low - 6) : low]}”往后，和通报对不上。请重新复制这一段。"


def register(pack: Path, text: str, *, name: str, title: str, issuer: str, year: int | None) -> Document:
    """Put the bulletin into the pack and on its list; one that is already there keeps its number."""
    listed = _listed(pack)
    sha256 = digest(text)
    for document in listed:
        if document.sha256 == sha256:
            return document
    number = _free_number(sha256, {document.number for document in listed})
    document = Document(
        number=number, title=title, issuer=issuer, year=year, characters=len(text), sha256=sha256
    )
    folder = pack / BULLETINS
    folder.mkdir(parents=True, exist_ok=True)
    stem = re.sub(r"[^\w-]+", "-", Path(name).stem).strip("-") or "bulletin"
    (folder / f"{number}_{stem}.txt").write_text(text, encoding="utf-8", newline="")
    rows = {"schema_version": 1, "documents": [d.model_dump(mode="json") for d in (*listed, document)]}
    listing = yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=1000)
    (pack / "sources.yaml").write_text(_HEAD + listing, encoding="utf-8", newline="\n")
    return document


def _listed(pack: Path) -> tuple[Document, ...]:
    from casebank import FaultsError, yamlfile
    from casebank.sheets import DocumentSheet

    path = pack / "sources.yaml"
    if not path.exists():
        return ()
    sheet, faults = yamlfile.read(path, DocumentSheet, path.name)
    if sheet is None:
        raise FaultsError(faults)
    return sheet.documents


def _free_number(sha256: str, taken: set[str]) -> str:
    """A free number that depends on the text: two packs hardly ever give one number to two bulletins."""
    first = int(sha256[:8], 16) % NUMBERS
    free = (FIRST_NUMBER + (first + n) % NUMBERS for n in range(NUMBERS))
    number = next((f"{n:03d}" for n in free if f"{n:03d}" not in taken), None)
    if number is None:
        raise AuthorError(f"这个案例包已经有{NUMBERS}份通报。请另建一个案例包。")
    return number
