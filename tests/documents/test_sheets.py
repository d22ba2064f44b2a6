"""Tables for spreadsheets: nothing starts a formula, numbers stay numbers, days stay days."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from smmdesk.core.errors import UserError
from smmdesk.documents import sheets
from smmdesk.documents.sheets import Cell, csv_bytes, csv_text, inert, xlsx_bytes

DANGEROUS = ["=1+1", "+39 06 1234", "-2", "@hotel", "\tx", "\rx", "\nx", '=HYPERLINK("http://x","y")']


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet_of(data: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_would_start_a_formula_begins_with_an_apostrophe(text: str) -> None:
    assert inert(text) == "'" + text
    assert read_csv(csv_bytes([text], [[text]])) == [["'" + text], ["'" + text]]
    sheet = sheet_of(xlsx_bytes([text], [[text]]))
    for cell in (sheet["A1"], sheet["A2"]):
        assert (cell.data_type, cell.value) == ("s", "'" + text)
        assert cell.number_format == "@"


def test_other_texts_stay_as_they_are() -> None:
    for text in ("", "plain", "1+1=2", "'quoted", " =1", "#N/A", "TRUE", "007", "12e5", "a\nb", 'say "x", y'):
        assert inert(text) == text
        assert read_csv(csv_bytes(["t"], [[text]]))[1] == ([text] if text else [""])
        cell = sheet_of(xlsx_bytes(["t"], [[text, 1]]))["A2"]
        assert (cell.value or "") == text
        assert cell.data_type == "s" or not text


def test_numbers_stay_numbers_with_their_exact_text() -> None:
    numbers: list[Cell] = [
        -5,
        0,
        12,
        Decimal("-0.07"),
        Decimal("580.10"),
        Decimal("1E+3"),
        Decimal("0.5333333333333333"),
    ]
    written = ["-5", "0", "12", "-0.07", "580.10", "1000", "0.5333333333333333"]
    assert read_csv(csv_bytes(["n"] * 7, [numbers]))[1] == written
    data = xlsx_bytes(["n"] * 7, [numbers])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r'<c r="[A-G]2"><v>([^<]*)</v></c>', xml) == written
    assert [cell.value for cell in sheet_of(data)[2]] == [-5, 0, 12, -0.07, 580.1, 1000, 0.5333333333333333]


def test_a_number_that_a_spreadsheet_would_round_is_text() -> None:
    cells = sheet_of(xlsx_bytes(["id"] * 3, [[17900000000000012, -1790000000000001, 999_999_999_999_999]]))[2]
    assert [(cell.data_type, cell.value) for cell in cells] == [
        ("s", "17900000000000012"),
        ("s", "-1790000000000001"),
        ("n", 999_999_999_999_999),
    ]


def test_days_instants_truth_and_nothing() -> None:
    instant = datetime(2026, 6, 10, 23, 59, 59, tzinfo=UTC)
    row: list[Cell] = [date(2026, 6, 10), instant, True, None, date(1899, 1, 2)]
    assert read_csv(csv_bytes(["x"] * 5, [row]))[1] == ["2026-06-10", "2026-06-10 23:59:59", "TRUE", "", "1899-01-02"]
    cells = sheet_of(xlsx_bytes(["x"] * 5, [row]))[2]
    assert [cell.value for cell in cells] == [
        datetime.fromisoformat("2026-06-10"),
        datetime.fromisoformat("2026-06-10 23:59:59"),
        True,
        None,
        "1899-01-02",
    ]
    assert cells[0].number_format == "mm-dd-yy"
    assert cells[1].number_format == "m/d/yy h:mm"


def test_characters_that_xml_cannot_hold_and_cells_that_are_too_long() -> None:
    texts = ["a\x00b\x1fc", "\ud800x", "<&>\"'", "_x0041_", "😀" * 20_000]
    values = [cell.value for cell in sheet_of(xlsx_bytes(["t"] * 5, [texts]))[2]]
    assert values[:3] == ["abc", "?x", "<&>\"'"]
    assert values[3] == "_x005F_x0041_"  # what a spreadsheet reads as _x0041_
    assert isinstance(values[4], str)
    assert values[4] == "😀" * 16_383 + "…"
    assert read_csv(csv_bytes(["t"], [["\ud800x"]]))[1] == ["?x"]


def test_the_sheet_is_named_frozen_filtered_and_wide_enough() -> None:
    sheet = sheet_of(
        xlsx_bytes(["Post", "Views"], [["x" * 30, 1], ["y", 2]], sheet="Posts: [June/2026] of 'the grand hotel'")
    )
    assert sheet.title == "Posts   June 2026  of 'the gran"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet.column_dimensions["A"].width == 32
    assert sheet["A1"].font.bold
    assert sheet_of(xlsx_bytes([], [], sheet="?")).title == "SMM Desk"


def test_many_columns_and_ragged_rows() -> None:
    sheet = sheet_of(xlsx_bytes(["a"], [list(range(703)), [], [1]]))
    assert sheet["AAA2"].value == 702
    assert sheet["A4"].value == 1


def test_equal_tables_give_equal_bytes() -> None:
    assert xlsx_bytes(["a"], [["x"]]) == xlsx_bytes(["a"], [["x"]])


def test_lines_may_end_as_a_terminal_wants_them() -> None:
    assert csv_text(["a", "b"], [["x,y", 1]], line_end="\n") == 'a,b\n"x,y",1\n'


def test_more_rows_than_a_worksheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    assert sheet_of(xlsx_bytes(["a"], [[1], [2]])).max_row == 3
    with pytest.raises(UserError, match="holds 2 rows"):
        xlsx_bytes(["a"], [[1], [2], [3]])
