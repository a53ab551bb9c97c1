"""The Excel form: an empty one to fill in, and reading a filled one. What is wrong is told with its cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from course.newcase.bulletin import AuthorError
from course.newcase.facts import Fact

SHEET, LISTS = "案例", "选项"
_HEADS = ("栏目", "在这一列填写", "怎么填")
_WIDTHS = (22, 60, 60)


@dataclass(frozen=True)
class Answer:
    """What stands in one field, and where: `cell` is as a person finds it (B7), empty for a typed answer."""

    text: str
    cell: str = ""


def write_form(path: Path, facts: Sequence[Fact]) -> None:
    """Write an empty form: a row a fact, a list to choose from where there are choices.

    Raises AuthorError where the file is there already, or is no .xlsx.
    """
    if path.suffix.lower() != ".xlsx":
        raise AuthorError(f"{path.name} 要以 .xlsx 结尾。")
    if path.exists():
        raise AuthorError(f"{path.name} 已经有了，没有动它。换一个文件名。")
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    lists = book.create_sheet(LISTS)
    sheet.append(_HEADS)
    for letter, width in zip("ABC", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
        sheet[f"{letter}1"].font = Font(bold=True)
    for row, fact in enumerate(facts, 2):
        must = "必填。" if not fact.may_lack else "通报没写就空着。"
        sheet.append((fact.question, None, must + fact.hint))
        sheet[f"B{row}"].alignment = Alignment(wrap_text=True, vertical="top")
        sheet[f"B{row}"].number_format = "@"
        sheet[f"B{row}"].fill = PatternFill("solid", fgColor="F4F1EA")
        sheet.row_dimensions[row].height = 90 if fact.many_lines else 20
        if fact.choices:
            _offer(sheet, lists, row, fact)
    sheet.freeze_panes = "B2"
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def _offer(sheet: Worksheet, lists: Worksheet, row: int, fact: Fact) -> None:
    """A drop-down of the choices; where several may be given it does not insist."""
    for n, choice in enumerate(fact.choices, 1):
        lists.cell(n, row, choice)
    letter = lists.cell(1, row).column_letter
    area = f"{LISTS}!${letter}$1:${letter}${len(fact.choices)}"
    offered = DataValidation(
        type="list", formula1=area, allow_blank=True, showErrorMessage=fact.key != "audience"
    )
    sheet.add_data_validation(offered)
    offered.add(f"B{row}")


def read_form(path: Path, facts: Sequence[Fact]) -> dict[str, Answer]:
    """The answers of a filled form, by key. Raises AuthorError where it is no form of ours."""
    try:
        book = load_workbook(path, data_only=True)
    except (OSError, InvalidFileException, BadZipFile, KeyError, ValueError) as error:
        raise AuthorError(
            f"打不开 {path.name}。请用 shizha new form 生成的表格，存成 .xlsx 再试。"
        ) from error
    if SHEET not in book.sheetnames:
        raise AuthorError(f"{path.name} 里没有“{SHEET}”这张表。请用 shizha new form 生成的表格。")
    rows = list(book[SHEET].iter_rows(min_row=2, max_col=2, values_only=True))
    keys = {fact.question: fact.key for fact in facts}
    found = {
        keys[str(name).strip()]: Answer(_text(value), f"B{row}")
        for row, (name, value) in enumerate(rows, 2)
        if name is not None and str(name).strip() in keys
    }
    missing = [fact.question for fact in facts if fact.key not in found]
    if missing:
        raise AuthorError(f"{path.name} 缺了这些行：{'、'.join(missing)}。请用 shizha new form 重新生成。")
    return found


def _text(value: object) -> str:
    """A cell as typed: Excel turns 2026 into 2026.0 and dates into timestamps."""
    if value is None:
        return ""
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value).removesuffix(" 00:00:00").strip()
