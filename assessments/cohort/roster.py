"""Rosters: who may enter, under which unit, with which join code.

Reads .xlsx and .csv (UTF-8 or GBK), and says every fault at once.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assessments.cohort.number import NUMBER_RULE, is_staff_number
from casebank.errors import Fault, FaultsError

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": ("工号", "员工号", "员工编号", "人员编号", "staff_number", "number"),
    "name": ("姓名", "名字", "name"),
    "unit": ("单位", "部门", "机构", "网点", "unit"),
    "role": ("岗位", "职务", "role"),
    "join": ("加入码", "班级码", "join_code", "join"),
}
_JOIN = re.compile(r"[A-Za-z0-9]{4,16}")
_LIMIT = 20_000
_MAX_ROWS = 2 * _LIMIT
_MAX_COLUMNS = 50
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,
    LookupError,
    OSError,
    EOFError,
    TypeError,
    ValueError,
    ArithmeticError,
    AttributeError,
    RuntimeError,
)
"""What opening a file that is no proper workbook raises (XML parsers: a kind of SyntaxError; a part that is
encrypted or packed in an unknown way: a kind of RuntimeError).
"""
_DAMAGED = "打不开：不是完好的 .xlsx 文件（有密码的请先去掉密码）"
_MAX_UNZIPPED = 50 * 1024 * 1024
_MAX_TAGS = 3_000_000
"""A roster of the longest kind has about half as many; each costs a few microseconds to read."""
_MAX_UNITS = 3_000
"""More are a wrong column: each unit gets a code and a picture of it."""
_AT_A_TIME = 1024 * 1024


class RosterError(FaultsError):
    """The roster cannot be used as it is; the text lists every fault with its line."""


@dataclass(frozen=True)
class Person:
    """One line of the roster. The number is text: leading zeros count."""

    number: str
    name: str
    unit: str
    role: str
    join: str


@dataclass(frozen=True)
class Roster:
    """The people by staff number, and the join code of each unit."""

    people: Mapping[str, Person]
    joins: Mapping[str, str]

    def find(self, number: str) -> Person | None:
        """The person of that staff number."""
        return self.people.get(number)

    def join_matches(self, person: Person, typed: str) -> bool:
        """Whether the typed join code is the one of the person's unit (case and width forgiven)."""
        return _folded(typed).upper() == self.joins[person.unit].upper()


def read_roster(path: Path) -> Roster:
    """Read a roster file; raises ``RosterError`` with every fault."""
    if not path.is_file():
        raise RosterError([Fault(path.name, None, "找不到这个文件")])
    return read_roster_data(path.name, path.read_bytes())


def read_roster_data(name: str, data: bytes, codes: Callable[[str], str] | None = None) -> Roster:
    """Read the content of a file of that name; raises ``RosterError`` with every fault.

    With `codes`, the column of join codes may be missing: then each unit gets the code that this gives.
    """
    return _Reader(name, codes).roster(list(_rows(name, data)))


@dataclass
class _Reader:
    """Collects the faults of one file."""

    name: str
    codes: Callable[[str], str] | None = None
    faults: list[Fault] = field(default_factory=list)

    def roster(self, rows: list[tuple[int, list[str]]]) -> Roster:
        filled = [(line, cells) for line, cells in rows if any(cells)]
        if not filled:
            raise RosterError([Fault(self.name, None, "名单是空的：第一行要有 工号 姓名 单位 岗位 加入码")])
        places = self._places(*filled[0])
        if len(filled) - 1 > _LIMIT:
            self._fault(None, f"共 {len(filled) - 1} 人，一份名单最多 {_LIMIT} 人")
        elif len(filled) == 1:
            self._fault(None, "只有表头，没有人员")
        if self.faults:
            raise RosterError(self.faults)
        return self._people(places, filled[1:])

    def _places(self, line: int, header: list[str]) -> dict[str, int]:
        places: dict[str, int] = {}
        for column, aliases in COLUMNS.items():
            found = [i for i, cell in enumerate(header) if cell.lower() in aliases]
            if len(found) > 1:
                self._fault(line, f"列 '{aliases[0]}' 出现了 {len(found)} 次，只能有一列")
            elif found:
                places[column] = found[0]
            elif column != "role" and not (column == "join" and self.codes):
                self._fault(line, f"缺少列 '{aliases[0]}'，可写作：{'、'.join(aliases)}")
        return places

    def _people(self, places: dict[str, int], rows: list[tuple[int, list[str]]]) -> Roster:
        people: dict[str, Person] = {}
        lines: dict[str, int] = {}
        joins: dict[str, tuple[str, int]] = {}
        for line, cells in rows:
            found = {c: cells[i] for c, i in places.items() if i < len(cells)}
            if self.codes and "join" not in places:
                found["join"] = self.codes(found.get("unit", ""))
            person = self._person(line, found)
            if first := lines.get(person.number.lower()):
                self._fault(line, f"工号 '{person.number}' 重复，第 {first} 行已有")
            elif person.number:
                people[person.number] = person
                lines[person.number.lower()] = line
            self._agree(line, person, joins)
        if len(joins) > _MAX_UNITS:
            self._fault(None, f"共 {len(joins)} 个单位，最多 {_MAX_UNITS} 个。单位那一列是不是选错了")
        if self.faults:
            raise RosterError(self.faults)
        return Roster(people, {unit: join for unit, (join, _) in joins.items()})

    def _person(self, line: int, cells: dict[str, str]) -> Person:
        number, join = cells.get("number", ""), cells.get("join", "")
        if not is_staff_number(number):
            self._unfit(line, "工号", number, NUMBER_RULE)
            number = ""
        if not _JOIN.fullmatch(join):
            self._unfit(line, "加入码", join, "4–16 位字母或数字")
            join = ""
        for column in ("name", "unit"):
            value = cells.get(column, "")
            if not value or len(value) > 100 or not value.isprintable():
                self._unfit(line, COLUMNS[column][0], value[:20], "1–100 个字")
        role = cells.get("role", "")
        if len(role) > 100 or not role.isprintable():
            self._unfit(line, COLUMNS["role"][0], role[:20], "100 个字以内，可以不填")
        return Person(number, cells.get("name", ""), cells.get("unit", ""), role, join)

    def _unfit(self, line: int, column: str, value: str, rule: str) -> None:
        says = f" '{value}' 不能用" if value else "没有填"
        self._fault(line, f"{column}{says}，应为 {rule}")

    def _agree(self, line: int, person: Person, joins: dict[str, tuple[str, int]]) -> None:
        if not person.unit or not person.join:
            return
        join, first = joins.setdefault(person.unit, (person.join, line))
        if join.upper() != person.join.upper():
            self._fault(
                line, f"单位 '{person.unit}' 的加入码 '{person.join}' 与第 {first} 行的 '{join}' 不同"
            )

    def _fault(self, line: int | None, message: str) -> None:
        self.faults.append(Fault(self.name, line, message))


def _rows(name: str, data: bytes) -> Iterator[tuple[int, list[str]]]:
    suffix = Path(name).suffix.lower()
    if suffix == ".xlsx":
        return _xlsx_rows(name, data)
    if suffix == ".csv":
        return _csv_rows(name, data)
    raise RosterError([Fault(name, None, f"'{suffix}' 不能读，应为 .xlsx .csv（旧的 .xls 请另存为 .xlsx）")])


def _csv_rows(name: str, raw: bytes) -> Iterator[tuple[int, list[str]]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise RosterError([Fault(name, None, "编码不能读，应为 UTF-8 或 GBK（GB18030）")])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        before = 0
        for cells in reader:
            yield before + 1, [_folded(cell) for cell in cells]
            before = reader.line_num
    except csv.Error as error:
        raise RosterError([Fault(name, reader.line_num, f"表格格式有误：{error}")]) from error


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",\t;", key=first.count)


def _xlsx_rows(name: str, data: bytes) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    _bounded(name, data)
    try:
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            limits = {"max_row": _MAX_ROWS + 1, "max_col": _MAX_COLUMNS}
            for line, cells in enumerate(workbook.worksheets[0].iter_rows(**limits), start=1):
                if line > _MAX_ROWS:
                    raise RosterError([Fault(name, None, f"表格太长，应为 {_MAX_ROWS} 行以内，空行请删掉")])
                yield line, [_folded(_cell_text(cell.value, cell.number_format)) for cell in cells]
        finally:
            workbook.close()
    except (InvalidFileException, *_DAMAGE) as error:
        raise RosterError([Fault(name, None, _DAMAGED)]) from error


def _bounded(name: str, data: bytes) -> None:
    """Refuse a file that would unfold to more than any roster needs, before anything unfolds it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unzipped = sum(part.file_size for part in archive.infolist())
            tags = _tags(archive) if unzipped <= _MAX_UNZIPPED else 0
    except _DAMAGE as error:
        raise RosterError([Fault(name, None, _DAMAGED)]) from error
    if tags > _MAX_TAGS:
        raise RosterError([Fault(name, None, "表格里的格子太多了。请只留名单那一张表，空行空列都删掉")])
    if unzipped > _MAX_UNZIPPED:
        limit = _MAX_UNZIPPED // 1024**2
        raise RosterError(
            [Fault(name, None, f"解压后 {unzipped // 1024**2} MB，太大了，应为 {limit} MB 以内")]
        )


def _tags(archive: zipfile.ZipFile) -> int:
    """About how many tags the parts hold: a small file may unfold to millions of empty cells."""
    count = 0
    for part in archive.infolist():
        with archive.open(part) as stream:
            while chunk := stream.read(_AT_A_TIME):
                count += chunk.count(b"<")
    return count


def _cell_text(value: object, shown_as: str) -> str:
    # Excel keeps a typed 10023 as a number: as text it is "10023", never "10023.0"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and set(shown_as) == {"0"}:
        return str(value).zfill(len(shown_as))
    return "" if value is None else str(value)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
