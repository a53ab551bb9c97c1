"""Rosters from Excel and CSV: read as people write them, every fault at once."""

from __future__ import annotations

import zipfile

import pytest
from openpyxl import Workbook

from assessments.cohort.roster import RosterError, _xlsx_rows, read_roster

HEADER = "工号,姓名,单位,岗位,加入码\n"
GOOD = HEADER + "00123,王某,甲支行,柜员,AB12\n00124,李某,甲支行,,AB12\n20001,赵某,乙支行,大堂经理,CD34\n"


def write(folder, text, encoding="utf-8", name="roster.csv"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def faults(path):
    with pytest.raises(RosterError) as caught:
        read_roster(path)
    return str(caught.value).splitlines()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_encodings(tmp_path, encoding):
    roster = read_roster(write(tmp_path, GOOD, encoding))
    assert list(roster.people) == ["00123", "00124", "20001"]
    assert roster.people["00123"].name == "王某"
    assert roster.joins == {"甲支行": "AB12", "乙支行": "CD34"}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_line_ends_and_blank_lines(tmp_path, separator):
    text = GOOD.replace(",", separator).replace("\n", "\r\n").replace("00124", "\r\n00124") + "\r\n\r\n"
    assert len(read_roster(write(tmp_path, text)).people) == 3


def test_aliases_and_other_columns(tmp_path):
    text = "序号,部门,员工编号,姓名,班级码,手机\n1,甲支行,00123,王某,ab12,-\n"
    person = read_roster(write(tmp_path, text)).people["00123"]
    assert (person.unit, person.role, person.join) == ("甲支行", "", "ab12")


def test_full_width_and_blanks_are_folded(tmp_path):
    roster = read_roster(write(tmp_path, HEADER + "００１２３ , 王某,甲支行 ,柜员,ＡＢ１２\n"))
    assert roster.people["00123"].join == "AB12"


def test_join_code_forgives_case(tmp_path):
    roster = read_roster(write(tmp_path, GOOD))
    person = roster.find("00123")
    assert roster.join_matches(person, " ａb12")
    assert not roster.join_matches(person, "CD34")
    assert not roster.join_matches(person, "")
    assert roster.find("00999") is None


def test_every_fault_at_once(tmp_path):
    text = HEADER + (
        "00 12,王某,甲支行,柜员,AB12\n"
        "00123,,甲支行,柜员,AB12\n"
        "\n"
        "00123,李某,甲支行,柜员,XY99\n"
        "a+b,赵某,,柜员,x\n"
    )
    found = faults(write(tmp_path, text))
    assert found[0].startswith("roster.csv:2: 工号 '00 12' 不能用，应为 ")
    assert "roster.csv:3: 姓名没有填，应为 1–100 个字" in found
    assert "roster.csv:5: 工号 '00123' 重复，第 3 行已有" in found
    assert "roster.csv:5: 单位 '甲支行' 的加入码 'XY99' 与第 2 行的 'AB12' 不同" in found
    assert sum(line.startswith("roster.csv:6: ") for line in found) == 3


@pytest.mark.parametrize("number", ["-1001", "con", "AUX", "com1"])
def test_a_number_that_could_not_hand_in_is_a_fault_of_its_line(tmp_path, number):
    found = faults(write(tmp_path, GOOD + f"{number},孙某,甲支行,柜员,AB12\n"))
    assert [line.startswith(f"roster.csv:5: 工号 '{number}' 不能用，应为 ") for line in found] == [True]


def test_missing_columns_are_all_named(tmp_path):
    found = faults(write(tmp_path, "姓名,工号,工号\n王某,1,2\n"))
    assert len(found) == 3
    assert any("'单位'" in line for line in found)
    assert any("'加入码'" in line for line in found)
    assert any("'工号' 出现了 2 次" in line for line in found)


@pytest.mark.parametrize("text", ["", "\n\n", HEADER])
def test_empty(tmp_path, text):
    assert len(faults(write(tmp_path, text))) == 1


def test_short_lines_are_faults_of_that_line(tmp_path):
    assert all(line.startswith("roster.csv:2: ") for line in faults(write(tmp_path, HEADER + "00123\n")))


def test_line_numbers_after_a_cell_of_two_lines(tmp_path):
    text = HEADER + '00123,"王\n某",甲支行,柜员,AB12\nx,李某,甲支行,,AB12\n'
    found = faults(write(tmp_path, text))
    assert any(line.startswith("roster.csv:4: 工号 'x'") for line in found)


def test_not_a_roster(tmp_path):
    assert "找不到" in faults(tmp_path / "none.csv")[0]
    assert ".xls" in faults(write(tmp_path, "x", name="roster.xls"))[0]
    assert "打不开" in faults(write(tmp_path, "PK no zip", name="roster.xlsx"))[0]
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"\xff\xff\x00\xff")
    assert "编码" in faults(broken)[0]


def excel(folder, rows, formats=()):
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for place, number_format in formats:
        sheet[place].number_format = number_format
    path = folder / "roster.xlsx"
    book.save(path)
    book.close()
    return path


def test_excel(tmp_path):
    rows = [
        ["工号", "姓名", "单位", "岗位", "加入码"],
        ["00123", "王某", "甲支行", "柜员", 1234],
        [10023, "李某", "甲支行", None, 1234.0],
        [None, None, None, None, None],
        [45.0, "赵某", "乙支行", "柜员", "CD34"],
    ]
    roster = read_roster(excel(tmp_path, rows))
    assert list(roster.people) == ["00123", "10023", "45"]
    assert roster.joins["甲支行"] == "1234"


def test_excel_zeros_that_a_format_shows_are_kept(tmp_path):
    rows = [["工号", "姓名", "单位", "加入码"], [123, "王某", "甲支行", "AB12"]]
    assert list(read_roster(excel(tmp_path, rows, [("A2", "00000")])).people) == ["00123"]


def test_excel_faults_name_the_line(tmp_path):
    rows = [["工号", "姓名", "单位", "加入码"], [], ["00 12", "王某", "甲支行", "AB12"]]
    assert faults(excel(tmp_path, rows))[0].startswith("roster.xlsx:3: 工号 '00 12'")


def test_workbook_that_unfolds_to_too_much_is_not_opened(tmp_path, monkeypatch):
    path = excel(tmp_path, [["工号", "姓名", "单位", "加入码"], ["00123", "王某", "甲支行", "AB12"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/x.bin", bytes(60 * 1024 * 1024))
    assert path.stat().st_size < 1024 * 1024

    def opened(*_args, **_kwargs):
        raise AssertionError("opened")

    monkeypatch.setattr("openpyxl.load_workbook", opened)
    assert faults(path) == ["roster.xlsx: 解压后 60 MB，太大了，应为 50 MB 以内"]


def with_sheet(path, change):
    """The same workbook with its sheet's XML changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, change(content) if name.endswith("sheet1.xml") else content)


def test_rows_and_columns_are_limited(tmp_path):
    person = ["00123", "王某", "甲支行", "AB12"]
    path = excel(tmp_path, [["工号", "姓名", "单位", "加入码"], person])
    far = b'<row r="2"><c r="XFD2"><v>1</v></c></row>'
    with_sheet(path, lambda xml: xml.replace(b"</sheetData>", far.replace(b"2", b"3") + b"</sheetData>"))
    assert max(len(cells) for _, cells in _xlsx_rows(path.name, path.read_bytes())) <= 50
    with_sheet(path, lambda xml: xml.replace(b"</sheetData>", b'<row r="1048576"/></sheetData>'))
    assert faults(path) == ["roster.xlsx: 表格太长，应为 40000 行以内，空行请删掉"]


def test_damaged_xml_is_one_fault(tmp_path):
    path = excel(tmp_path, [["工号", "姓名", "单位", "加入码"], ["00123", "王某", "甲支行", "AB12"]])
    with_sheet(path, lambda xml: xml[: len(xml) // 2])
    found = faults(path)
    assert len(found) == 1
    assert "打不开" in found[0]


def test_a_small_workbook_of_millions_of_cells_is_not_opened(tmp_path, monkeypatch):
    path = excel(tmp_path, [["工号", "姓名", "单位", "加入码"], ["00123", "王某", "甲支行", "AB12"]])
    with_sheet(path, lambda xml: xml.replace(b"</row>", b"<c/>" * 3_100_000 + b"</row>", 1))
    assert path.stat().st_size < 1024 * 1024

    def opened(*_args, **_kwargs):
        raise AssertionError("opened")

    monkeypatch.setattr("openpyxl.load_workbook", opened)
    assert faults(path) == ["roster.xlsx: 表格里的格子太多了。请只留名单那一张表，空行空列都删掉"]


@pytest.mark.parametrize(("offset", "value"), [(8, 1), (10, 99)], ids=["encrypted", "packed otherwise"])
def test_a_workbook_that_cannot_be_unpacked_is_one_fault(tmp_path, offset, value):
    path = excel(tmp_path, [["工号", "姓名", "单位", "加入码"], ["00123", "王某", "甲支行", "AB12"]])
    data = bytearray(path.read_bytes())
    data[data.find(b"PK\x01\x02") + offset] = value  # in the list of its parts
    path.write_bytes(data)
    (found,) = faults(path)
    assert "打不开" in found


def test_numbers_that_differ_in_case_only_are_one_person(tmp_path):
    """Their folders would be one where file names know no case."""
    text = HEADER + "ab12,王某,甲支行,,AB12\nAB12,李某,甲支行,,AB12\n"
    assert faults(write(tmp_path, text)) == ["roster.csv:3: 工号 'AB12' 重复，第 2 行已有"]


@pytest.mark.parametrize("role", ["岗" * 101, "柜\u202e员"])
def test_a_role_that_no_page_could_show(tmp_path, role):
    (found,) = faults(write(tmp_path, HEADER + f"00123,王某,甲支行,{role},AB12\n"))
    assert "岗位" in found


def test_a_unit_for_each_person_is_the_wrong_column(tmp_path):
    text = HEADER + "".join(f"{n:05d},王某,{n}号,,AB12\n" for n in range(3001))
    (found,) = faults(write(tmp_path, text))
    assert "3001 个单位" in found


def test_faults_are_told_in_chinese(tmp_path):
    texts = ["名字,号\n", HEADER + "00 12,,,,x\n"]
    found = [line for text in texts for line in faults(write(tmp_path, text))]
    found += faults(write(tmp_path, "x", name="roster.xls"))
    assert len(found) > 5
    assert not any("allowed" in line for line in found)
