"""The ledger as a sheet: imported whole, refused row by row, matched when it comes again."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from smmdesk.core.errors import UserError
from smmdesk.core.periods import Month
from smmdesk.core.roi.words import COLUMNS
from smmdesk.domain.clients import Client
from smmdesk.domain.files import StoredFile
from smmdesk.domain.imports.tables import Import, ImportRefusal
from smmdesk.domain.ledger import sheet as sheet_module
from smmdesk.domain.ledger.commands import add_ledger_row, attach_evidence, import_ledger_sheet, ledger_template
from smmdesk.domain.ledger.queries import changes_of, ledger_month_of, ledger_rows
from smmdesk.importers.ledger_sheet import COLUMNS as SHEET_COLUMNS

JUNE = Month(2026, 6)
HOTEL = """\
id,row,date,kind,tie,quantity,amount,tier,evidence,confirmed_by,confirmed_on,probability,spread_months,reverses
B1,value,2026-06-10,booking,link,6,580.00,measured,proof.txt,,,,,
B2,value,2026-06-20,,,,-580.00,measured,,,,,,B1
P1,value,2026-06-12,booking,,3,500.00,confirmed,,Anna Bar,2026-07-01,,,
N1,value,2026-06-15,lead,,120,480.00,estimated,,,,2,,
F1,cost,2026-06-01,fee,,,700.00,,,,,,,
F2,cost,2026-06-01,stamp,,,2.00,,,,,,,
F3,cost,2026-06-10,ads,,,310.00,,,,,,,
F4,cost,2026-06-15,production,,,900.00,,,,,,12,
F5,cost,2026-06-30,staff,,4,16.00,,,,,,,
"""


@pytest.fixture
def client_id(a_client: Callable[..., Client]) -> int:
    return a_client("Hotel Bar").id


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    folder = tmp_path / "sheets"
    folder.mkdir()
    (folder / "proof.txt").write_bytes(b"proof")

    def write(text: str, name: str = "ledger.csv") -> Path:
        path = folder / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def rows_of(*rows: str, columns: str = "id,row,date,amount,kind,tier,tie,evidence") -> str:
    return "\n".join([columns, *rows, ""])


def test_the_acceptance_case_from_a_sheet(
    client_id: int, a_contract: Callable[..., object], sheet: Callable[..., Path]
) -> None:
    a_contract(Client.get_by_id(client_id))
    result = import_ledger_sheet(sheet(HOTEL), client_id)
    assert (result.format, result.added, result.updated, result.unchanged) == ("ledger_sheet", 9, 0, 0)
    assert (result.rows.data, result.rows.refused, result.refused, result.exit_code) == (9, 0, (), 0)
    assert (str(result.first_day), str(result.last_day)) == ("2026-06-01", "2026-06-30")
    month = ledger_month_of(client_id, JUNE)
    assert (month.roi.headline.text, month.full.text, month.invested.text) == ("110.25", "3053.60", "1151.00")
    assert month.rows[0].evidence[0].name == "proof.txt"
    assert month.rows[0].evidence[0].sha256 == hashlib.sha256(b"proof").hexdigest()


def test_importing_again_changes_nothing(client_id: int, sheet: Callable[..., Path]) -> None:
    path = sheet(HOTEL)
    first = import_ledger_sheet(path, client_id)
    before = ledger_rows(client_id)
    again = import_ledger_sheet(path, client_id)
    assert (again.added, again.updated, again.unchanged, again.import_id) == (0, 0, 9, first.import_id)
    assert ledger_rows(client_id) == before
    assert Import.select().count() == 1


def test_a_changed_row_is_updated_and_recorded(client_id: int, sheet: Callable[..., Path]) -> None:
    import_ledger_sheet(sheet(HOTEL), client_id)
    result = import_ledger_sheet(sheet(HOTEL.replace("310.00", "320.00")), client_id)
    assert (result.added, result.updated, result.unchanged) == (0, 1, 8)
    kept = next(kept for kept in ledger_rows(client_id) if kept.row.id == "F3")
    assert kept.row.amount == 320_00
    assert [(change.column, change.before, change.after) for change in changes_of(kept.id)] == [
        ("amount", "310.00", "320.00")
    ]
    assert [kept.row.entry for kept in ledger_rows(client_id)] == list(range(1, 10))


def test_more_evidence_updates_a_row_and_none_is_taken_away(client_id: int, sheet: Callable[..., Path]) -> None:
    path = sheet(HOTEL)
    import_ledger_sheet(path, client_id)
    row = ledger_rows(client_id)[0]
    attach_evidence(row.id, b"by hand", "hand.txt")
    assert import_ledger_sheet(path, client_id).unchanged == 9
    path.with_name("more.txt").write_bytes(b"more")
    result = import_ledger_sheet(sheet(HOTEL.replace("proof.txt", "proof.txt|more.txt")), client_id)
    assert (result.updated, result.unchanged) == (1, 8)
    assert [file.name for file in ledger_rows(client_id)[0].evidence] == ["proof.txt", "hand.txt", "more.txt"]


def test_a_dry_run_writes_nothing(client_id: int, sheet: Callable[..., Path]) -> None:
    path = sheet(HOTEL)
    result = import_ledger_sheet(path, client_id, dry_run=True)
    assert (result.added, result.dry_run, result.import_id) == (9, True, None)
    assert ledger_rows(client_id) == []
    assert StoredFile.select().count() == Import.select().count() == 0


def test_bad_rows_are_refused_by_line_and_the_good_ones_kept(client_id: int, sheet: Callable[..., Path]) -> None:
    text = rows_of(
        "a,value,2026-06-10,10.00,sale,measured,link,",
        "b,value,31/02/2026,10.00,sale,measured,link,",
        "c,value,2026-06-10,ten,sale,sure,link,",
        "a,cost,2026-06-10,10.00,fee,,,",
        "d,cost,2026-06-10,10.00,fee,,,absent.pdf",
        "e,cost,2026-06-10,10.00,fee,,,../outside.pdf",
        "f,cost,2026-06-10,10.00,fee,,,.",
    )
    path = sheet(text)
    (path.parent.parent / "outside.pdf").write_bytes(b"x")
    result = import_ledger_sheet(path, client_id)
    assert [(row.line, row.column, row.value) for row in result.refused] == [
        (3, "date", "31/02/2026"),
        (4, "amount", "ten"),
        (4, "tier", "sure"),
        (5, "id", "a"),
        (6, "evidence", "absent.pdf"),
        (7, "evidence", "../outside.pdf"),
        (8, "evidence", "."),
    ]
    assert all(row.reason.endswith(".") for row in result.refused)
    assert (result.rows.data, result.rows.refused, result.added, result.exit_code) == (1, 6, 1, 0)
    assert ImportRefusal.select().count() == 7
    assert [kept.row.id for kept in ledger_rows(client_id)] == ["a"]


def test_the_later_of_two_ids_is_refused_though_the_first_is_bad(client_id: int, sheet: Callable[..., Path]) -> None:
    result = import_ledger_sheet(
        sheet(rows_of("a,cost,2026-06-10,x,fee,,,", "a,cost,2026-06-10,5,fee,,,", "b,cost,2026-06-10,5,fee,,,")),
        client_id,
    )
    assert [(row.line, row.column) for row in result.refused] == [(2, "amount"), (3, "id")]


def test_evidence_may_not_leave_the_folder(client_id: int, sheet: Callable[..., Path]) -> None:
    path = sheet(rows_of("a,cost,2026-06-10,5,fee,,,link.pdf"))
    secret = path.parent.parent / "secret.pdf"
    secret.write_bytes(b"secret")
    try:
        (path.parent / "link.pdf").symlink_to(secret)
    except OSError:
        pytest.skip("this system makes no symbolic links for us")
    assert [row.column for row in import_ledger_sheet(path, client_id).refused] == ["evidence"]
    for name in (str(secret), "a\0b", "sub/../../secret.pdf", "x" * 5000):
        refused = import_ledger_sheet(sheet(rows_of(f"a,cost,2026-06-10,5,fee,,,{name}")), client_id).refused
        assert [row.column for row in refused] == ["evidence"]


def test_evidence_in_a_folder_beside_the_sheet(client_id: int, sheet: Callable[..., Path]) -> None:
    path = sheet(rows_of("a,cost,2026-06-10,5,fee,,,proofs/june.pdf", "b,cost,2026-06-10,5,fee,,,proofs\\june.pdf"))
    (path.parent / "proofs").mkdir()
    (path.parent / "proofs" / "june.pdf").write_bytes(b"june")
    assert import_ledger_sheet(path, client_id).added == 2
    first, second = ledger_rows(client_id)
    assert (first.evidence[0].name, second.evidence[0].name) == ("proofs/june.pdf", "proofs\\june.pdf")
    assert first.evidence[0].file_id == second.evidence[0].file_id
    assert StoredFile.get_by_id(first.evidence[0].file_id).name == "june.pdf"


def test_rows_without_an_id_are_known_again_by_their_content(client_id: int, sheet: Callable[..., Path]) -> None:
    same = ",cost,2026-06-10,5,tools,,,"
    path = sheet(rows_of(same, same, ",cost,2026-06-11,5,tools,,,"))
    assert import_ledger_sheet(path, client_id).added == 3
    assert import_ledger_sheet(path, client_id).unchanged == 3
    reordered = sheet(rows_of(",cost,2026-06-11,5,tools,,,", same, same, same))
    result = import_ledger_sheet(reordered, client_id)
    assert (result.added, result.unchanged) == (1, 3)


def test_a_row_that_left_the_sheet_is_told_each_time_and_stays(client_id: int, sheet: Callable[..., Path]) -> None:
    one, two, three = (f"{name},cost,2026-06-10,5,fee,,," for name in "abc")
    import_ledger_sheet(sheet(rows_of(one, two)), client_id)
    other = import_ledger_sheet(sheet(rows_of("z,cost,2026-06-10,5,fee,,,"), "other.csv"), client_id)
    assert other.warnings == ()
    for _time in range(2):
        result = import_ledger_sheet(sheet(rows_of(one, three)), client_id)
        assert len(result.warnings) == 1
        assert ": b." in result.warnings[0]
    assert {kept.row.id for kept in ledger_rows(client_id)} == {"a", "b", "c", "z"}


def test_a_sheet_with_the_same_numbering_is_refused_by_name(client_id: int, sheet: Callable[..., Path]) -> None:
    import_ledger_sheet(sheet(rows_of("1,cost,2026-06-10,5,fee,,,", "2,cost,2026-06-10,5,fee,,,")), client_id)
    july = rows_of("1,cost,2026-07-10,6,fee,,,", "2,value,2026-06-10,5,sale,estimated,,")
    result = import_ledger_sheet(sheet(july, "july.csv"), client_id)
    assert [(row.line, row.column, row.value) for row in result.refused] == [
        (2, "month", "2026-07"),
        (3, "row", "value"),
    ]
    assert result.exit_code == 1
    assert result.error
    assert Import.select().count() == 1


def test_typed_rows_are_matched_too(client_id: int, sheet: Callable[..., Path]) -> None:
    add_ledger_row(client_id, {"id": "a", "row": "cost", "date": "2026-06-10", "amount": "5", "kind": "fee"})
    result = import_ledger_sheet(sheet(rows_of("a,cost,2026-06-10,6,fee,,,")), client_id)
    assert (result.updated, ledger_rows(client_id)[0].sheet_import_id) == (1, result.import_id)


def test_clients_do_not_share_ids(a_client: Callable[..., Client], sheet: Callable[..., Path]) -> None:
    path = sheet(HOTEL)
    for client in (a_client(), a_client()):
        assert import_ledger_sheet(path, client.id).added == 9


def test_a_failure_on_the_way_leaves_nothing(
    client_id: int, sheet: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def failing(*given: object) -> int:
        calls.append(given)
        if len(calls) > 1:
            raise UserError("The disk is full.")
        return real(*given)  # type: ignore[arg-type]

    real = sheet_module.keep_file
    monkeypatch.setattr(sheet_module, "keep_file", failing)
    with pytest.raises(UserError):
        import_ledger_sheet(sheet(HOTEL), client_id)
    assert ledger_rows(client_id) == []
    assert Import.select().count() == StoredFile.select().count() == 0


def test_the_template_is_read_back_as_description(client_id: int, sheet: Callable[..., Path]) -> None:
    rows = list(csv.DictReader(io.StringIO(ledger_template())))
    assert tuple(rows[0]) == COLUMNS == SHEET_COLUMNS
    assert [row["row"] for row in rows] == ["value", "cost", "total"]
    result = import_ledger_sheet(sheet(ledger_template()), client_id)
    assert (result.rows.description, result.rows.data, result.rows.refused) == (3, 0, 0)
    assert result.error
    own = {"id": "a", "row": "cost", "date": "2026-06-10", "kind": "fee", "amount": "5.00"}
    beside = sheet(ledger_template() + ",".join(own.get(column, "") for column in COLUMNS) + "\n")
    result = import_ledger_sheet(beside, client_id)
    assert (result.rows.description, result.added, result.refused) == (3, 1, ())


def test_the_examples_of_the_template_would_be_taken(client_id: int, sheet: Callable[..., Path]) -> None:
    path = sheet(ledger_template().replace("example-", "mine-"))
    for name in ("bookings-june.csv", "ads-invoice-june.pdf"):
        (path.parent / name).write_bytes(name.encode())
    assert import_ledger_sheet(path, client_id).added == 3


def test_a_sheet_of_another_kind_and_a_client_that_is_gone(client_id: int, sheet: Callable[..., Path]) -> None:
    with pytest.raises(UserError):
        import_ledger_sheet(sheet("a,b\n1,2\n"), client_id)
    with pytest.raises(UserError):
        import_ledger_sheet(sheet(HOTEL), 999)
