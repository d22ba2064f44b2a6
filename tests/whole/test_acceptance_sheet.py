"""The ledger as a sheet: what is read, what is refused row by row, what a second import changes."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from tests.whole.desks import Desk, confirmed, cost, total, value

GOOD = value("good", "10")
BAD = [
    (value("x", "10", date=""), "date", ""),
    (value("x", ""), "amount", ""),
    (value("x", "10", tier=""), "tier", ""),
    (value("x", "-10", tier="", reverses="good"), "tier", ""),
    *[(value("x", "10", **{column: "wrong"}), column, "wrong") for column in ("row", "kind", "tie", "vat", "tier")],
    *[(value("x", text), "amount", text) for text in ("abc", "1e3", "NaN", "12.345", "12.340")],
    *[(value("x", "10", date=text), "date", text) for text in ("2026-02-30", "31/02/2026", "June")],
    *[(value("x", "10", month=text), "month", text) for text in ("2026-13", "06/2026")],
    *[(value("x", "10", rate=text), "rate", text) for text in ("0", "-1", "x")],
    *[(cost("x", "10", spread_months=text), "spread_months", text) for text in ("0", "25", "2.5")],
    *[(value("x", "10", **{name: "101"}), name, "101") for name in ("vat_rate", "margin", "share")],
    *[(value("x", "10", **{name: "-1"}), name, "-1") for name in ("margin", "share")],
    (cost("x", "10", recoverable_vat="100.5"), "recoverable_vat", "100.5"),
    (value("x", "10", probability="50"), "probability", "50"),
    (confirmed("x", "10", probability="50"), "probability", "50"),
    (value("x", "10", entered_month="2026-05"), "entered_month", "2026-05"),
    (value("x", "10", vat="gross"), "vat_rate", ""),
    (value("good", "10"), "id", "good"),
    *[(value("x", "10", evidence=name), "evidence", name) for name in ("absent.pdf", "../desk.py", "/etc/hostname")],
    (value("x", "10", reverses="good"), "amount", "10"),
    (value("x", "-10", quantity="-1", reverses="good"), "amount", "-10"),
    (value("x", "-10", reverses="back"), "reverses", "back"),
    (value("x", "-10", reverses="fee"), "reverses", "fee"),
    (value("x", "-10", reverses="nowhere"), "reverses", "nowhere"),
    (total("10", id="x", date="2026-06-01"), "month", "2026-06"),
]


@pytest.mark.parametrize(("row", "column", "text"), BAD)
def test_a_bad_row_is_refused_by_line_column_and_reason_and_the_others_stay(
    row: dict[str, str], column: str, text: str, desk: Desk
) -> None:
    (desk.folder.parent / "desk.py").write_text("", encoding="utf-8")
    others = [GOOD, value("back", "-1", reverses="good"), cost("fee", "5"), total("500")]
    code, one = desk.take(desk.sheet([*others, row]))
    assert (code, one["added"], one["rows"]["data"], one["rows"]["refused"]) == (0, 4, 4, 1)
    (refused,) = one["refused"]
    assert (refused["line"], refused["column"], refused["value"]) == (6, column, text)
    assert refused["reason"]
    assert desk.ledger()["sales"]["value"] == "9.00"


def test_semicolons_decimal_commas_and_dates_by_day(desk: Desk) -> None:
    rows = [value("a", "1.234,56", vat="gross", vat_rate="10", margin="33,33", date="10/06/2026"), cost("k", "10,5")]
    code, one = desk.take(desk.sheet(rows, delimiter=";"))
    assert (code, one["added"], one["period"]) == (0, 2, {"from": "2026-06-01", "to": "2026-06-10"})
    ledger = desk.ledger()
    assert (ledger["sales"]["value"], ledger["proven"]["value"], ledger["invested"]["value"]) == (
        "1122.33", "374.07", "10.50",
    )  # fmt: skip


def test_a_column_that_contradicts_itself_refuses_each_row_with_a_value_in_it(desk: Desk) -> None:
    code, one = desk.take(desk.sheet([cost("a", "1,234.5"), cost("b", "1.234,5"), cost("c", "7")], delimiter=";"))
    assert (code, one["added"], {row["column"] for row in one["refused"]}) == (1, 0, {"amount"})
    assert [row["line"] for row in one["refused"]] == [2, 3, 4]


def test_a_workbook_keeps_its_numbers_and_dates(desk: Desk) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "row", "date", "month", "kind", "tier", "tie", "evidence", "quantity", "amount", "margin"])
    sheet.append(["a", "value", date(2026, 6, 10), "2026-06", "booking", "measured", "code", "p.csv", 2, 1234.5, 55.5])
    sheet.append(
        ["b", "cost", datetime.combine(date(2026, 6, 11), time.min), None, "fee", None, None, None, None, 0.1, None]
    )
    sheet.append(["c", "cost", "12/06/2026", None, "fee", None, None, None, None, "12,50", None])
    sheet.append(["d", "cost", date(2026, 6, 12), None, "fee", None, None, None, None, 1.005, None])
    path = desk.folder / "ledger.xlsx"
    book.save(path)
    code, one = desk.take(path)
    assert (code, one["added"]) == (0, 3)
    assert [(row["line"], row["column"]) for row in one["refused"]] == [(5, "amount")]
    rows = {row["id"]: (row["date"], row["amount"]) for row in desk.ledger()["rows"]}
    assert rows == {"a": ("2026-06-10", "1370.30"), "b": ("2026-06-11", "0.10"), "c": ("2026-06-12", "12.50")}
    assert desk.take(path)[1]["unchanged"] == 3


def test_the_template_reads_back_as_three_rows_of_description(desk: Desk) -> None:
    printed = desk.done("template", "ledger")
    columns = printed.splitlines()[0].split(",")
    assert columns == [
        "id", "row", "date", "month", "entered_month", "kind", "description", "note", "source", "read_date",
        "order_key", "tie", "quantity", "amount", "currency", "rate", "rate_date", "vat", "vat_rate", "margin",
        "share", "probability", "rule", "tier", "evidence", "confirmed_by", "confirmed_on", "recoverable_vat",
        "spread_months", "account", "reverses",
    ]  # fmt: skip
    path = desk.folder / "template.csv"
    mine = {"id": "mine", "row": "cost", "date": "2026-06-01", "amount": "5.00"}
    path.write_text(printed + ",".join(mine.get(column, "") for column in columns) + "\n", encoding="utf-8")
    code, one = desk.take(path)
    assert (code, one["added"], one["rows"]["description"], one["refused"]) == (0, 1, 3, [])


def test_the_same_sheet_again_changes_nothing_and_a_changed_row_is_updated(desk: Desk) -> None:
    path = desk.sheet([value("a", "10"), cost("b", "5"), {"row": "cost", "date": "2026-06-02", "amount": "1"}])
    assert desk.take(path)[1]["added"] == 3
    before = desk.workspace.read_bytes()
    code, again = desk.take(path)
    assert (code, again["added"], again["updated"], again["unchanged"]) == (0, 0, 0, 3)
    assert desk.workspace.read_bytes() == before
    code, changed = desk.take(desk.sheet([value("a", "11"), cost("b", "5")]))
    assert (changed["added"], changed["updated"], changed["unchanged"]) == (0, 1, 1)
    assert len(changed["warnings"]) == 1  # one row has left the sheet: reported, and kept
    assert (desk.ledger()["sales"]["value"], desk.ledger()["invested"]["value"]) == ("11.00", "6.00")


def test_an_id_that_would_change_its_kind_of_row_or_its_month_is_refused(desk: Desk) -> None:
    desk.book([value("a", "10"), cost("b", "5"), value("c", "7")])
    rows = [value("a", "99", date="2026-07-01"), value("b", "99"), value("c", "8", date="2026-06-30")]
    code, one = desk.take(desk.sheet(rows))
    assert (code, one["updated"]) == (0, 1)
    assert [(row["line"], row["column"]) for row in one["refused"]] == [(2, "month"), (3, "row")]
    assert (desk.ledger()["sales"]["value"], desk.ledger("2026-07")["sales"]["value"]) == ("18.00", "0.00")


def test_an_unknown_column_refuses_the_sheet_and_names_it(desk: Desk) -> None:
    before = desk.workspace.read_bytes()
    code, one = desk.take(desk.sheet([value("a", "10", colour="red")]))
    assert (code, "colour" in one["error"], desk.workspace.read_bytes() == before) == (1, True, True)


def test_lines_are_physical_lines(desk: Desk) -> None:
    path = desk.folder / "lines.csv"
    text = 'id,row,date,amount,note\nm1,cost,2026-06-01,5,"a\nb\nc"\nm2,cost,2026-06-01,zz,\n\nm3,cost,2026-06-01,x,\n'
    path.write_text(text, encoding="utf-8")
    assert [row["line"] for row in desk.take(path)[1]["refused"]] == [5, 7]


def test_a_dry_run_writes_nothing(desk: Desk) -> None:
    before, names = desk.workspace.read_bytes(), {path.name for path in desk.folder.iterdir()}
    path = desk.sheet([value("a", "10")])
    code, one = desk.take(path, "--dry-run")
    assert (code, one["added"], one["dry_run"]) == (0, 1, True)
    assert desk.workspace.read_bytes() == before
    assert {item.name for item in desk.folder.iterdir()} - {path.name} == names
