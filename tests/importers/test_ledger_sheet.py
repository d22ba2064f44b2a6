"""The ledger sheet reader: columns, decimal marks by the whole column, dates, refusals by line and column."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from smmdesk.core.errors import UserError
from smmdesk.importers.cells import Mark, column_mark, number, plain
from smmdesk.importers.ledger_sheet import COLUMNS, LedgerSheet, read_ledger_sheet


def sheet(folder: Path, text: str, encoding: str = "utf-8") -> LedgerSheet:
    path = folder / "ledger.csv"
    path.write_bytes(text.encode(encoding))
    return read_ledger_sheet(path)


def column(read: LedgerSheet, name: str) -> list[str]:
    return [line.cells[name] for line in read.rows]


def test_every_known_column_is_read_in_its_order(tmp_path: Path) -> None:
    read = sheet(tmp_path, ",".join(COLUMNS) + "\nB1,value,2026-06-10\n")
    assert read.columns == COLUMNS
    assert read.rows[0].cells["id"] == "B1"
    assert read.rows[0].cells["date"] == "2026-06-10"
    assert read.rows[0].cells["reverses"] == ""
    assert read.rows[0].line == 2


def test_an_unknown_column_refuses_the_whole_sheet_by_name(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Umsatz"):
        sheet(tmp_path, "row,date,amount,Umsatz\nvalue,2026-06-10,1,2\n")


def test_a_repeated_column_refuses_the_whole_sheet(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="twice"):
        sheet(tmp_path, "row,date,amount,Amount\nvalue,2026-06-10,1,2\n")


def test_header_is_found_in_any_case_and_below_a_title(tmp_path: Path) -> None:
    read = sheet(tmp_path, "\ufeffHotel Bar\n\nRow , DATE,Amount,,\ncost,2026-06-10,5,,\n")
    assert read.columns == ("row", "date", "amount")
    assert read.rows[0].line == 4


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        (["10,50", "1.234,00", "7"], ["10.50", "1234.00", "7"]),
        (["10.50", "1,234.00", "-7"], ["10.50", "1234.00", "-7"]),
        (["1.234", "10,5"], ["1234", "10.5"]),
        (["1,234", "10.5"], ["1234", "10.5"]),
        (["1.234.567", "5,1"], ["1234567", "5.1"]),
        (["1 234,56", "\N{MINUS SIGN}3,2"], ["1234.56", "-3.2"]),
        (["1'234.50", ".5"], ["1234.50", "0.5"]),
        (["abc 1.5", "2,5"], ["abc 1.5", "2.5"]),
    ],
)
def test_the_decimal_mark_is_decided_by_the_whole_column(tmp_path: Path, typed: list[str], wanted: list[str]) -> None:
    read = sheet(tmp_path, "row;date;amount\n" + "".join(f"cost;2026-06-10;{cell}\n" for cell in typed))
    assert column(read, "amount") == wanted
    assert [line.problems != [] for line in read.rows] == [cell.startswith("abc") for cell in typed]


def test_a_column_that_contradicts_itself_refuses_each_row_with_a_value_in_it(tmp_path: Path) -> None:
    read = sheet(
        tmp_path,
        "row;date;amount;rate\ncost;2026-06-10;1.234,50;1,1\ncost;2026-06-10;2,345.60;\ncost;2026-06-10;100;2,5\ncost;2026-06-10;;\n",
    )
    assert [[problem.column for problem in line.problems] for line in read.rows] == [
        ["amount"],
        ["amount"],
        ["amount"],
        [],
    ]
    assert read.rows[0].problems[0].value == "1.234,50"
    assert column(read, "rate") == ["1.1", "", "2.5", ""]


def test_a_lone_thousand_is_refused_where_nothing_decides_but_a_rate_keeps_its_decimals(tmp_path: Path) -> None:
    read = sheet(tmp_path, "row;date;amount;rate\ncost;2026-06-10;1.234;1,085\n")
    assert [problem.column for problem in read.rows[0].problems] == ["amount"]
    assert read.rows[0].cells["rate"] == "1.085"


def test_example_rows_neither_vote_nor_complain(tmp_path: Path) -> None:
    read = sheet(tmp_path, "id;row;date;amount\nexample-1;cost;2026-06-10;12.50\nK1;cost;2026-06-10;12,50\n")
    assert read.rows[0].is_example
    assert not read.rows[0].problems
    assert read.rows[1].cells["amount"] == "12.50"
    assert not read.rows[1].problems


def test_decimals_stay_as_typed(tmp_path: Path) -> None:
    assert column(sheet(tmp_path, "row;date;amount\ncost;2026-06-10;0012,500\ncost;2026-06-10;+3,1\n"), "amount") == [
        "0012.500",
        "3.1",
    ]


def test_dates_in_both_forms_and_months(tmp_path: Path) -> None:
    read = sheet(
        tmp_path,
        "row,date,month,amount\nvalue,31/12/2026,2026-12,1\nvalue,2026-02-30,12/2026,1\nvalue,12/31/2026,2026-13,1\n",
    )
    assert read.rows[0].cells["date"] == "2026-12-31"
    assert not read.rows[0].problems
    assert [problem.column for problem in read.rows[1].problems] == ["date", "month"]
    assert [problem.column for problem in read.rows[2].problems] == ["date", "month"]
    assert read.rows[1].cells["date"] == "2026-02-30"


def test_percentages_may_carry_their_sign(tmp_path: Path) -> None:
    read = sheet(tmp_path, "row;date;amount;margin\nvalue;2026-06-10;1;55 %\nvalue;2026-06-10;1;12,5%\n")
    assert column(read, "margin") == ["55", "12.5"]
    assert read.decimal_marks["margin"] == ","


def test_a_key_that_a_spreadsheet_shortened_is_refused(tmp_path: Path) -> None:
    typed = "id,row,date,kind,tier,order_key,amount\na,value,2026-06-10,sale,measured,1.23457E+15,5\n"
    read = sheet(tmp_path, typed + "b,value,2026-06-10,sale,measured,123456789012345,5\n")
    assert [[problem.column for problem in row.problems] for row in read.rows] == [["order_key"], []]


def test_exactly_one_protecting_apostrophe_is_taken_off(tmp_path: Path) -> None:
    read = sheet(
        tmp_path, "row,date,amount,note\ncost,2026-06-10,1,'=1+1\ncost,2026-06-10,1,''=x\ncost,2026-06-10,1,'tis\n"
    )
    assert column(read, "note") == ["=1+1", "''=x", "'tis"]


def test_lines_are_physical_lines_and_a_torn_row_does_not_swallow_the_next(tmp_path: Path) -> None:
    read = sheet(
        tmp_path,
        'row,date,amount,note\r\ncost,2026-06-10,1,"two\r\nlines"\r\ncost,2026-06-11,2,"torn\r\ncost,2026-06-12,3,x\r\n',
    )
    assert [(line.line, line.cells["amount"]) for line in read.rows] == [(2, "1"), (4, ""), (5, "3")]
    assert read.rows[1].problems[0].column == ""
    assert "never closed" in read.rows[1].problems[0].reason


def test_more_cells_than_columns_is_a_problem(tmp_path: Path) -> None:
    read = sheet(tmp_path, "row,date,amount\ncost,2026-06-10,12,50\ncost,2026-06-10,12,\n")
    assert [bool(line.problems) for line in read.rows] == [True, False]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings_of_spreadsheet_programs(tmp_path: Path, encoding: str) -> None:
    read = sheet(tmp_path, "row;date;amount;note\ncost;2026-06-10;1;perché è così\n", encoding)
    assert column(read, "note") == ["perché è così"]


def test_number_and_date_cells_of_a_workbook_are_taken_as_they_are(tmp_path: Path) -> None:
    book = Workbook()
    page = book.create_sheet("Ledger")
    page.append(["id", "row", "date", "month", "amount", "margin", "order_key", "confirmed_on", "share"])
    page.append(
        [
            1,
            "value",
            datetime.fromisoformat("2026-06-10T00:00"),
            date(2026, 6, 1),
            1234.5,
            0.55,
            4711,
            "10/06/2026",
            "12,5",
        ]
    )
    page["F2"].number_format = "0%"
    page.append(["B2", "value", "2026-06-11", "2026-06", "1.234,50", 40, None, None, None])
    page.append(["B3", "value", 5, "2026-06", datetime.fromisoformat("2026-01-02T00:00"), None, None, None, None])
    path = tmp_path / "ledger.xlsx"
    book.save(path)
    read = read_ledger_sheet(path)
    first = read.rows[0].cells
    assert (first["id"], first["date"], first["month"], first["amount"]) == ("1", "2026-06-10", "2026-06", "1234.5")
    assert (first["margin"], first["order_key"], first["confirmed_on"], first["share"]) == (
        "55",
        "4711",
        "2026-06-10",
        "12.5",
    )
    assert read.rows[1].cells["amount"] == "1234.50"
    assert read.rows[0].line == 2
    assert [problem.column for problem in read.rows[2].problems] == ["date", "amount"]


@pytest.mark.parametrize("content", [b"hello", b"a,b\n1,2\n", b"\x89PNG\r\n\x1a\n" + bytes(50), b"PK\x03\x04broken"])
def test_what_is_no_ledger_gets_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(UserError):
        read_ledger_sheet(path)


def test_empty_file_and_folder(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    for path in (tmp_path, tmp_path / "empty.csv", tmp_path / "none.csv"):
        with pytest.raises(UserError):
            read_ledger_sheet(path)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2), st.sampled_from(list(Mark)))
def test_a_number_written_with_grouping_reads_back_in_its_dialect(value, mark: Mark) -> None:
    text = f"{value:,.2f}"
    if mark is Mark.COMMA:
        text = text.translate({ord(","): ".", ord("."): ","})
    assert number(text, mark) == value
    assert column_mark([text]) is mark
    assert number(plain(number(text, mark))) == value


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_value_error(text: str) -> None:
    for mark in Mark:
        try:
            number(text, mark)
        except ValueError:
            pass
