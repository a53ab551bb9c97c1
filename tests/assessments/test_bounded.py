"""JSON of strangers: what is plain is read as json reads it, all else is refused with its reason."""

import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.errors import Unreadable
from assessments.grading.bounded import parse_json, read_json

LIMIT = 100_000
PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def refused(raw: bytes, limit: int = LIMIT) -> str:
    with pytest.raises(Unreadable) as told:
        parse_json(raw, limit)
    assert str(told.value) == told.value.reason
    return told.value.reason


@given(PLAIN, st.booleans(), st.booleans())
def test_what_json_writes_is_read_as_json_reads_it(value: object, plain: bool, bom: bool) -> None:
    raw = json.dumps(value, ensure_ascii=plain, indent=1).encode("utf-8-sig" if bom else "utf-8")
    assert parse_json(raw, LIMIT) == json.loads(raw)


@given(st.binary(max_size=300))
def test_whatever_comes_it_is_a_value_or_a_reason(raw: bytes) -> None:
    try:
        told = str(parse_json(raw, LIMIT))
    except Unreadable as error:
        told = error.reason
    assert told or raw.strip() == b'""'


def as_json(text: str) -> list[object]:
    try:
        return [json.loads(text)]
    except ValueError:
        return []


@given(st.text(alphabet='[]{}"\\:,a', max_size=200))
def test_brackets_and_quotes_are_refused_or_read_as_json_reads_them(text: str) -> None:
    try:
        found = [parse_json(text.encode(), LIMIT)]
    except Unreadable as error:
        found = as_json(text) if "两次" in error.reason else []
    assert found == as_json(text)


@pytest.mark.parametrize(
    ("opening", "closing", "levels"),
    [("[", "]", 64), ('{"a":', "}", 64), ('[{"a\\\\\\"[":', "}]", 32)],
)
def test_the_depth_is_exact(opening: str, closing: str, levels: int) -> None:
    deepest = opening * levels + "1" + closing * levels
    assert parse_json(deepest.encode(), LIMIT) == json.loads(deepest)
    assert "64 层" in refused(f"[{deepest}]".encode())


def test_brackets_inside_strings_are_no_depth() -> None:
    assert parse_json(json.dumps(["[" * 500, '"[\\' * 500, "{"]).encode(), LIMIT) == [
        "[" * 500,
        '"[\\' * 500,
        "{",
    ]


@pytest.mark.parametrize(
    "raw",
    [b"[" * 50_000, b'{"a":' * 9_000, b"[" * 40_000 + b"]" * 40_000, b'"' + b'\\"' * 40_000 + b"[" * 9_000],
)
def test_deep_or_broken_nesting_ends_at_once(raw: bytes) -> None:
    before = time.process_time()
    assert refused(raw)
    assert time.process_time() - before < 0.5  # a parser that nests or goes back and forth takes far longer


def test_a_key_twice_is_refused_at_every_depth() -> None:
    assert "learner" in refused(b'{"learner": "1", "items": {}, "learner": "2"}')
    assert "chosen" in refused(b'[{"a": {"chosen": ["a"], "chosen": ["b"]}}]')
    assert "a" in refused(b'{"a": 1, "\\u0061": 2}')
    assert parse_json(b'[{"a": 1}, {"a": 2}]', LIMIT) == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "9" * 5000, "9" * 41])
def test_no_number_that_only_python_takes(number: str) -> None:
    assert refused(f'{{"a": [{number}]}}'.encode())


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        (b"", "空的"),
        (b"  \n", "空的"),
        (b"\xef\xbb\xbf", "空的"),
        ('{"a": "张三"}'.encode("utf-16"), "UTF-16"),
        ('{"a": "张三"}'.encode("utf-16-le"), "UTF-16"),
        ('{"a": "张三"}'.encode("utf-16-be"), "UTF-16"),
        ('{"a": "张三"}'.encode("gbk"), "GBK"),
        (b'{"a": "\xff\xff"}', "UTF-8"),
        (b"PK\x03\x04rest", "zip"),
        (b'{"a": 1', "第 1 行"),
        (b'{\n"a": 1,,}', "第 2 行"),
        (b'{"a": "\\ud800"}', "字符"),
        (b"{'a': 1}", "改坏了：第 1 行第 2 个字符"),
        (b'{"a": 1} {"b": 2}', "第 1 行第 10"),
    ],
)
def test_the_reason_names_what_is_wrong(raw: bytes, named: str) -> None:
    assert named in refused(raw)


def test_a_pair_of_surrogates_is_a_character() -> None:
    assert parse_json(b'"\\ud83d\\ude00"', LIMIT) == "\U0001f600"


def test_the_limit_is_in_bytes() -> None:
    raw = json.dumps("诈" * 10, ensure_ascii=False).encode()
    assert parse_json(raw, 32) == "诈" * 10
    assert "32" in refused(raw, 31)


def test_a_file_is_read_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "答.json"
    path.write_bytes(b'{"a": 1}')
    assert read_json(path, 8) == {"a": 1}
    with pytest.raises(Unreadable, match="最多 7"):
        read_json(path, 7)
    with pytest.raises(Unreadable, match="读不出来"):
        read_json(tmp_path / "none.json", 8)
    with pytest.raises(Unreadable, match="普通文件"):
        read_json(tmp_path, 8)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes and device files")
def test_links_pipes_and_devices_are_no_files(tmp_path: Path) -> None:
    (tmp_path / "there.json").write_text("{}", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "there.json")
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "link", tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(Unreadable, match="普通文件"):
            read_json(path, 100)
