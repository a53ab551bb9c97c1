"""Zip files as senders make them, and as nobody should: names, bounds, traps."""

import io
import stat
import struct
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.grading.collecting import archive
from assessments.grading.collecting.archive import opened, packed
from assessments.grading.collecting.found import Found
from assessments.grading.collecting.gather import gather
from assessments.grading.collecting.kinds import kind_of

Entry = tuple[str | zipfile.ZipInfo, bytes]


def zipped(entries: Iterable[Entry], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", method) as made:
        for name, content in entries:
            made.writestr(name, content)
    return raw.getvalue()


def written(name: bytes, content: bytes = b"{}") -> bytes:
    """A zip whose one name stands in it as these bytes, with nothing said about their encoding."""
    stand_in = "x" * len(name)
    return zipped([(stand_in, content)]).replace(stand_in.encode(), name)


def gathered(tmp_path: Path, raw: bytes, name: str = "a.zip") -> Found:
    (tmp_path / name).write_bytes(raw)
    return gather([tmp_path / name])


def files(found: Found) -> list[str]:
    return [offer.file.partition("a.zip/")[2] for offer in found.offers]


def reasons(found: Found) -> str:
    return " ".join(f"{one.file} {one.reason}" for one in found.refused)


@pytest.mark.parametrize(
    ("raw_name", "shown"),
    [
        ("1001_张三/作答.json".encode("gbk"), "1001_张三/作答.json"),
        ("1001_张三\\作答.json".encode("gbk"), "1001_张三/作答.json"),
        ("联通/1.json".encode("gbk"), "联通/1.json"),  # the word that Notepad took for UTF-8
        ("1001_張𠮷/1.json".encode("gb18030"), "1001_張𠮷/1.json"),
        ("1001_张三/1.json".encode(), "1001_张三/1.json"),
        (b"plain/answers (1).json", "plain/answers (1).json"),
    ],
)
def test_names_are_read_as_their_sender_saw_them(tmp_path: Path, raw_name: bytes, shown: str) -> None:
    assert files(gathered(tmp_path, written(raw_name))) == [shown]


@given(st.text(st.characters(codec="gbk", categories=["L", "N"]), min_size=1, max_size=20))
def test_every_name_of_a_chinese_windows_comes_back(name: str) -> None:
    raw = name.encode("gbk")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        name = raw.decode("utf-8")  # then nobody can tell, and UTF-8 it is
    with opened(io.BytesIO(written(raw + b".json"))) as made:
        assert [one.parts for one in packed(made)] == [(f"{name}.json",)]


def test_a_name_that_says_utf8_and_a_unicode_path_are_believed(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("xx.json")
    told = "张三.json".encode()
    field = b"\x01" + struct.pack("<L", archive.zlib.crc32(b"xx.json")) + told
    info.extra = struct.pack("<HH", 0x7075, len(field)) + field
    assert files(gathered(tmp_path, zipped([("张三.json", b"{}"), (info, b"{}")]))) == [
        "张三.json",
        "张三.json",
    ]


def test_what_systems_leave_behind_is_no_submission(tmp_path: Path) -> None:
    junk = ["__MACOSX/._answers.json", "Thumbs.db", "1001/desktop.ini", ".DS_Store", "1001/._answers.json"]
    kept = ["1001/answers.json", ".ipynb_checkpoints/answers.json", "1001/~$x.json", "1001/x.ipynb"]
    found = gathered(
        tmp_path, zipped((name, b"{}") for name in (*junk, *kept, "1001/", "1001/timestamp.txt"))
    )
    assert files(found) == ["1001/answers.json"]
    assert found.refused == []
    assert [name.partition("a.zip/")[2] for name in found.skipped] == ["1001/timestamp.txt", "1001/x.ipynb"]


@pytest.mark.parametrize(
    "name", ["../1002/a.json", "a/../../b.json", "/etc/a.json", "C:\\a.json", "..\\..\\a.json"]
)
def test_names_that_lead_out_are_refused_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    found = gathered(folder, zipped([(name, b"{}"), ("ok.json", b"{}")]))
    assert files(found) == ["ok.json"]
    assert "包外面" in reasons(found)
    assert [path.name for path in tmp_path.rglob("*")] == ["in", "a.zip"]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO, stat.S_IFSOCK])
def test_links_and_devices_in_a_zip_are_refused(tmp_path: Path, kind: int) -> None:
    info = zipfile.ZipInfo("1001/answers.json")
    info.create_system = 3
    info.external_attr = (kind | 0o777) << 16
    found = gathered(tmp_path, zipped([(info, b"/etc/passwd")]))
    assert files(found) == []
    assert "普通文件" in reasons(found)


def test_a_file_that_unfolds_is_not_unfolded(tmp_path: Path) -> None:
    bomb = zipped([("answers.json", b" " * 900_000), ("ok.json", b"{}")])
    found = gathered(tmp_path, bomb)
    assert files(found) == ["ok.json"]
    assert "不像正常文件" in reasons(found)
    assert "太大" in reasons(gathered(tmp_path, zipped([("answers.json", b"x" * 1_000_001)])))


def test_a_size_that_lies_is_found_out(tmp_path: Path) -> None:
    honest = zipped([("answers.json", bytes(range(256)) * 8000)])  # two million bytes
    lying = honest.replace(struct.pack("<L", 2_048_000), struct.pack("<L", 1000))
    assert lying != honest
    found = gathered(tmp_path, lying)
    assert files(found) == []
    assert len(found.refused) == 1


def test_many_files_are_counted_before_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = zipped((f"{n}.json", b"{}") for n in range(40))
    monkeypatch.setattr(archive, "ENTRIES_LIMIT", 39)
    assert "40 个文件" in reasons(gathered(tmp_path, raw))
    monkeypatch.setattr(archive, "_DIRECTORY_LIMIT", 100)
    monkeypatch.setattr(zipfile, "ZipFile", None)  # it would read the directory
    assert "文件太多" in reasons(gathered(tmp_path, raw))


def test_all_that_is_read_has_a_bound(tmp_path: Path) -> None:
    raw = zipped([(f"{n}.json", b"x" * 1000) for n in range(10)], zipfile.ZIP_STORED)
    (tmp_path / "a.zip").write_bytes(raw)
    found = gather([tmp_path / "a.zip"], 3500 + 4 * archive.ENTRY_COST)
    assert files(found) == ["0.json", "1.json", "2.json"]
    assert "总量" in reasons(found)
    assert found.refused[-1].advice == "请分几次收"  # nobody needs to send anything again


def test_one_persons_zip_takes_nobody_elses_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "PART_LIMIT", 20_000)
    hog = zipped([(f"{n}.json", b"x" * 5000) for n in range(50)], zipfile.ZIP_STORED)
    many = zipped([(f"{n}.png", b"") for n in range(50)])
    (tmp_path / "0001.zip").write_bytes(hog)
    (tmp_path / "0002.zip").write_bytes(zipped([("inner.zip", many), ("b.zip", many)]))
    (tmp_path / "1001.json").write_bytes(b"{}")
    found = gather([tmp_path], 45_000)
    assert [offer.parts[-1] for offer in found.offers] == ["0.json", "1.json", "2.json", "1001.json"]
    assert len(found.skipped) < 20
    assert "0001.zip/3.json 这个压缩包解开超过" in reasons(found)


def test_a_zip_that_was_named_may_hold_a_class_but_none_of_its_zips(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "PART_LIMIT", 20_000)
    hog = zipped([(f"{n}.json", b"x" * 5000) for n in range(9)], zipfile.ZIP_STORED)
    people = [(f"1{n:03}.json", b"x" * 5000) for n in range(9)]
    found = gathered(tmp_path, zipped([("0001.zip", hog), *people], zipfile.ZIP_STORED))
    assert files(found) == [name for name, _ in people]


def test_locked_rare_broken_and_wrongly_named(tmp_path: Path) -> None:
    plain = zipped([("answers.json", b"{}")], zipfile.ZIP_STORED)
    locked = bytearray(plain)
    locked[6] |= 1
    locked[plain.index(b"PK\x01\x02") + 8] |= 1
    assert "密码" in reasons(gathered(tmp_path, bytes(locked)))
    assert "少见" in reasons(gathered(tmp_path, zipped([("answers.json", b"{}" * 9)], zipfile.ZIP_LZMA)))
    assert "坏了" in reasons(gathered(tmp_path, plain.replace(b"{}", b"[]")))  # the checksum tells
    for end in (0, 5, len(plain) // 2, len(plain) - 5):
        assert "坏了" in reasons(gathered(tmp_path, plain[:end]))
    assert "rar" in reasons(gathered(tmp_path, b"Rar!", "a.rar"))


@given(st.binary(max_size=400), st.data())
def test_a_damaged_zip_is_files_or_reasons_and_never_a_crash(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, data: st.DataObject
) -> None:
    raw = bytearray(zipped([("1001/answers.json", b'{"a": 1}' * 5), ("b.json", b"{}")]))
    for byte in noise[:6]:
        raw[data.draw(st.integers(0, len(raw) - 1))] = byte
    found = gathered(tmp_path_factory.mktemp("zip"), bytes(raw))
    assert len(found.offers) + len(found.refused) + len(found.skipped) + len(found.notebooks) <= 2


def test_a_zip_in_a_zip_is_opened_once(tmp_path: Path) -> None:
    inner = zipped([("answers.json", b"{}")])
    found = gathered(tmp_path, zipped([("1001_张三.zip", inner)]))
    assert files(found) == ["1001_张三.zip/answers.json"]
    third = gathered(tmp_path, zipped([("b.zip", zipped([("c.zip", inner)])), ("ok.json", b"{}")]))
    assert files(third) == ["ok.json"]
    assert "又套了一层" in reasons(third)


def test_times_of_a_zip(tmp_path: Path) -> None:
    by_clock = zipfile.ZipInfo("a.json", (2026, 11, 22, 12, 0, 2))
    in_utc = zipfile.ZipInfo("b.json", (2026, 11, 22, 20, 0, 0))
    in_utc.extra = struct.pack("<HHBl", 0x5455, 5, 1, 1795320000)
    never = zipfile.ZipInfo("c.json", (1980, 1, 1, 0, 0, 0))
    found = gathered(tmp_path, zipped([(by_clock, b"{}"), (in_utc, b"{}"), (never, b"{}")]))
    times = [offer.at for offer in found.offers]
    assert times[0] == datetime(2026, 11, 22, 4, 0, 2, tzinfo=UTC)
    assert times[1] == datetime.fromtimestamp(1795320000, UTC)


def test_long_and_unprintable_names_are_shown_short_and_harmless(tmp_path: Path) -> None:
    found = gathered(tmp_path, zipped([("长" * 300 + ".rar", b""), ("\x1b[31m.rar", b""), ("y" * 501, b"")]))
    assert len(found.refused) == 3
    assert all(len(one.file) < 200 and one.file.isprintable() for one in found.refused)


def test_folders_are_walked_without_following_links(tmp_path: Path) -> None:
    (tmp_path / "mail" / "1001").mkdir(parents=True)
    (tmp_path / "secret.json").write_text("{}", encoding="utf-8")
    (tmp_path / "mail" / "1001" / "answers.json").write_text("{}", encoding="utf-8")
    (tmp_path / "mail" / "1001" / "answers.pdf").write_text("", encoding="utf-8")
    (tmp_path / "mail" / "1002.json").symlink_to(tmp_path / "secret.json")
    (tmp_path / "mail" / "again").symlink_to(tmp_path / "mail")
    found = gather([tmp_path / "mail", tmp_path / "gone.json"])
    assert [offer.file for offer in found.offers] == ["mail/1001/answers.json"]
    assert found.skipped == ["mail/1001/answers.pdf"]
    told = [one.file for one in found.refused]
    assert told[:2] == ["mail/1002.json", "mail/again"]
    assert told[2].endswith("gone.json")


def test_a_notebook_without_answers_is_told(tmp_path: Path) -> None:
    found = gathered(
        tmp_path,
        zipped(
            [("1001/lesson-01.ipynb", b"{}"), ("1002/lesson-01.ipynb", b"{}"), ("1002/answers.json", b"{}")]
        ),
    )
    assert [one.file.partition("a.zip/")[2] for one in found.refused] == ["1001/lesson-01.ipynb"]
    assert "answers.json" in found.refused[0].reason


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("answers.json", "text"),
        ("ANSWERS.JSON", "text"),
        ("answers.json.txt", "text"),
        ("answers (1).json", "text"),
        ("answers", "text"),
        ("form.json", "companion"),
        ("form (1).json", "companion"),
        ("answers.1699.old.json", "companion"),
        ("a.tar.gz", "otherwise"),
        ("作业.docx", "other"),
    ],
)
def test_kinds_by_name(name: str, kind: str) -> None:
    assert kind_of(("folder", name)) == kind
