"""Our sentences are our own: no run of more than twenty Chinese characters stands in a document."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebank import load_bank
from casebank.copying import RUNS, copied, first_copied, known_runs, pack, runs

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = os.environ.get("SHIZHA_SOURCES", "")
HANZI = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=21, max_size=60)


def test_no_field_of_the_bank_copies_a_document() -> None:
    assert [str(fault) for fault in copied(load_bank())] == []


@pytest.mark.parametrize(
    "path",
    sorted(
        path
        for folder in ("course/authoring", "course/practice", "assessments/items")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".md", ".yaml"}
    ),
    ids=lambda path: path.name,
)
def test_no_lesson_and_no_item_copies_a_document(path: Path) -> None:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        assert first_copied(line, known_runs()) is None, f"{path.name}:{number}"


if DOCUMENTS:  # they are not part of the project; CI has them

    def test_the_committed_runs_are_those_of_the_documents() -> None:
        texts = [path.read_bytes().decode("utf-8") for path in sorted(Path(DOCUMENTS).glob("*.txt"))]
        assert RUNS.read_bytes() == pack(texts)

    def test_a_sentence_of_a_document_would_be_found() -> None:
        text = sorted(Path(DOCUMENTS).glob("*.txt"))[-1].read_bytes().decode("utf-8")
        middle = len(text) // 2
        assert first_copied(text[middle : middle + 60], known_runs()) is not None


@given(HANZI, st.integers(0, 39), st.text(st.characters(codec="ascii"), max_size=5))
def test_any_run_of_a_text_is_found_whatever_signs_divide_it(text: str, start: int, sign: str) -> None:
    known = frozenset(digest for _, digest in runs(text))
    start = min(start, len(text) - 21)
    piece = text[start : start + 21]
    assert first_copied(sign.join(piece), known) == piece


@given(HANZI)
def test_twenty_characters_may_agree(text: str) -> None:
    known = frozenset(digest for _, digest in runs(text))
    assert first_copied(text[:20], known) is None
