"""Reading records: YAML 1.2, lines in faults, and that what is written is what is read."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from casebank import Case, Rule, Statistic, yamlfile
from casebank.model import Model

WORDS = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=20).filter(
    lambda text: text.strip() == text
)
DIGEST = "0" * 64


def sources() -> st.SearchStrategy[list[dict[str, object]]]:
    span = st.tuples(st.integers(0, 1000), st.integers(1, 400)).map(lambda p: [p[0], p[0] + p[1]])
    one = st.fixed_dictionaries(
        {"document": st.just("000"), "locator": st.just("第1篇·三"), "span": span, "sha256": st.just(DIGEST)}
    )
    return st.lists(one, min_size=1, max_size=3)


CASES = st.fixed_dictionaries(
    {
        "schema_version": st.just(1),
        "id": st.from_regex(r"case-[0-9]{3}-[1-9]", fullmatch=True),
        "kind": st.sampled_from(["loss", "attempt", "warning", "arrest"]),
        "title": WORDS,
        "provenance": st.sampled_from(["documented", "paraphrased", "constructed"]),
        "sources": sources(),
        "date": st.dates().map(lambda day: day.isoformat()),
        "date_precision": st.just("day"),
        "place": WORDS,
        "victim": st.fixed_dictionaries(
            {"gender": st.sampled_from(["male", "female"]), "age": st.integers(0, 120), "occupation": WORDS}
        ),
        "impersonated": WORDS,
        "channel": st.sampled_from(["chat", "phone", "sms", "web"]),
        "playbook": st.just("prize"),
        "stages": st.lists(
            st.fixed_dictionaries({"stage": st.none(), "text": WORDS}), min_size=1, max_size=4
        ),
        "payments_cny": st.lists(st.integers(1, 10**7), min_size=1, max_size=4),
        "loss_precision": st.just("exact"),
        "outcome": st.sampled_from(["lost", "frozen", "solved", "unknown"]),
        "noticed": WORDS,
        "cues": st.just([]),
        "response": st.fixed_dictionaries({"text": WORDS, "provenance": st.just("constructed")}),
        "audience": st.just(["teller"]),
    }
).map(lambda record: {**record, "loss_cny": sum(record["payments_cny"])})  # type: ignore[arg-type]

RULES = st.fixed_dictionaries(
    {
        "schema_version": st.just(1),
        "id": st.just("some-rule"),
        "kind": st.sampled_from(["rule", "procedure", "method", "format"]),
        "name_zh": WORDS,
        "name_en": WORDS,
        "audience": st.just(["teller", "public"]),
        "given": st.sampled_from(["full", "partial"]),
        "items": st.lists(WORDS, min_size=1, max_size=8),
        "summary": st.none() | WORDS,
        "provenance": st.just("documented"),
        "sources": sources(),
        "status": st.just("current"),
    }
)

STATISTICS = st.fixed_dictionaries(
    {
        "id": st.just("stat-000-x"),
        "what": WORDS,
        "value": st.integers(0, 10**12) | st.decimals(0, 1000, places=2).map(float),
        "precision": st.sampled_from(["exact", "at_least", "nearly", "at_most"]),
        "unit": WORDS,
        "period": st.none() | WORDS,
        "place": st.none() | WORDS,
        "sources": sources(),
    }
)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("yaml") / "record.yaml"


@pytest.mark.parametrize(
    ("model", "records"),
    [(Case, CASES), (Rule, RULES), (Statistic, STATISTICS)],
    ids=["case", "rule", "statistic"],
)
def test_what_is_written_is_read(
    model: type[Model], records: st.SearchStrategy[dict[str, object]], scratch: Path
) -> None:
    @given(records)
    def round_trip(record: dict[str, object]) -> None:
        scratch.write_text(yaml.safe_dump(record, allow_unicode=True, sort_keys=False), encoding="utf-8")
        read, faults = yamlfile.read(scratch, model, "record.yaml")
        assert faults == []
        assert read is not None
        again = model.model_validate(read.model_dump(mode="json"))
        assert again == read
        assert {key: read.model_dump(mode="json")[key] for key in record} == model.model_validate(
            record
        ).model_dump(mode="json", include=set(record))

    round_trip()


class Note(Model):
    """Any words."""

    said: str


@pytest.mark.parametrize("word", ["no", "on", "yes", "12:30", "2022-04-26", "0123", "1_000"])
def test_what_an_author_means_as_text_stays_text(word: str, tmp_path: Path) -> None:
    (tmp_path / "note.yaml").write_text(f"said: {word}\n", encoding="utf-8")
    note, faults = yamlfile.read(tmp_path / "note.yaml", Note, "note.yaml")
    assert faults == []
    assert note == Note(said=word)


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"said: a\n\tmore: b\n", 2, "a tab stands where YAML wants spaces"),
        (b"said: a\nsaid: b\n", 2, "duplicate key 'said'"),
        ("said: 甲\n".encode("gbk"), 1, "not UTF-8 (perhaps GBK): save the file as UTF-8"),
        (b"- said\n", 1, "the file must hold one record: lines of 'key: value'"),
        (b"", 1, "the file must hold one record: lines of 'key: value'"),
        (b"said: a\nsiad: b\n", 2, "siad: unknown field 'siad'"),
        (b"siad: b\n", 1, "siad: unknown field 'siad'; did you mean 'said'?"),
    ],
)
def test_a_mistake_is_one_line(data: bytes, line: int, message: str, tmp_path: Path) -> None:
    (tmp_path / "note.yaml").write_bytes(data)
    note, faults = yamlfile.read(tmp_path / "note.yaml", Note, "note.yaml")
    assert note is None
    assert (line, message) in [(fault.line, fault.message) for fault in faults]


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    note, (fault,) = yamlfile.read(tmp_path / "none.yaml", Note, "none.yaml")
    assert note is None
    assert fault.message.startswith("cannot be read")
