"""The Ledger page: the month in words and cards, rows entered, proven, taken back, deleted; proposals; sheets."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from smmdesk.core.errors import UserError
from smmdesk.core.periods import Month
from smmdesk.domain.clients import ClientDraft, add_client
from smmdesk.domain.contracts import ContractDraft, add_contract
from smmdesk.domain.ledger.commands import add_ledger_row
from smmdesk.domain.ledger.queries import ledger_rows
from smmdesk.domain.ledger.rows import KeptRow
from smmdesk.ui import theme

JUNE = Month(2026, 6)
NAME = "Rows of the ledger"
VALUE = {"row": "value", "kind": "booking", "date": "2026-06-10", "amount": "580.00", "description": "Six nights"}


@pytest.fixture
def hotel(desk: Any) -> int:
    """Keep a client with a contract of 700.00 a month at a margin of 55 %."""
    with desk.domain():
        client = add_client(ClientDraft("Hotel Miramare", "it", "EUR", "Europe/Rome"))
        add_contract(client, ContractDraft(date(2026, 1, 1), date(2026, 12, 31), 700_00, margin=Decimal(55)))
    return client


@pytest.fixture
def month(desk: Any, hotel: int) -> int:
    """Keep a measured booking, one confirmed by mail, the fee and the total of June."""
    with desk.domain():
        add_ledger_row(
            hotel, {**VALUE, "id": "B1", "quantity": "6", "tier": "measured", "tie": "link"}, [("proof.csv", b"rows")]
        )
        confirmed = {"tier": "confirmed", "confirmed_by": "Anna", "confirmed_on": "2026-07-01"}
        add_ledger_row(hotel, {**VALUE, "id": "B2", "description": "By phone", "date": "2026-06-12", **confirmed})
        add_ledger_row(hotel, {"row": "cost", "id": "F1", "kind": "fee", "date": "2026-06-01", "amount": "700.00"})
        add_ledger_row(hotel, {"row": "total", "id": "T1", "date": "2026-06-30", "amount": "41250.00"})
    return hotel


def kept(desk: Any, client: int) -> list[KeptRow]:
    with desk.domain():
        return ledger_rows(client)


def test_the_month_stands_in_a_sentence_and_in_cards(desk: Any, month: int) -> None:
    desk.open("ledger", client=month)
    assert desk.sees("€2,233.00 came back in June 2026, proven, for €700.00 invested.")
    for words in ("€700.00", "€2,233.00", "€3.19", "+219%", "● €1,914.00 + ◐ €319.00"):
        assert desk.sees(words)
    rows = desk.rows(NAME)
    assert [row[0] for row in rows] == ["M1", "C1", "I1", "–"]
    assert "● Measured" in rows[0]
    assert "◐ Confirmed" in rows[1]


def test_a_value_is_entered_in_plain_words(desk: Any, hotel: int, tmp_path: Path) -> None:
    proof = tmp_path / "orders.csv"
    proof.write_bytes(b"order,sum\n1,580\n")
    page = desk.open("ledger", client=hotel)
    desk.press("Add a value")
    desk.type("Date", "10/06/2026")
    desk.type("Amount", "580,00")
    desk.choose("What it is", "Booking")
    desk.choose("How sure is it?", "● Measured: recorded, tied to our work, with a file")
    desk.choose("How it is tied to our work", "Code")
    page.panel.on_files([proof])
    desk.press("Save")
    assert desk.said == ["The row is added."]
    (row,) = kept(desk, hotel)
    assert (row.row.date, row.row.amount, row.row.kind, row.row.tie) == (date(2026, 6, 10), 580_00, "booking", "code")
    assert [file.name for file in row.evidence] == ["orders.csv"]
    assert desk.rows(NAME)[0][0] == "M1"
    assert desk.sees("Net €580.00, counts €319.00 (margin 55%)")


def test_every_refused_column_is_said_at_its_field_and_nothing_is_lost(desk: Any, hotel: int) -> None:
    desk.open("ledger", client=hotel)
    desk.press("Add a value")
    desk.type("Date", "")
    desk.type("Description", "typed for minutes")
    desk.press("Save")
    assert "The date is missing." in desk.field("Date").accessibleDescription()
    assert desk.field("Amount").accessibleDescription()
    assert desk.field("How sure is it?").accessibleDescription()
    assert desk.read("Description") == "typed for minutes"
    assert kept(desk, hotel) == []
    desk.type("Date", "10/06/2026")
    desk.type("Amount", "10")
    desk.choose("How sure is it?", "○ Estimated: a count times an agreed assumption")
    desk.press("Save")
    assert [row.row.description for row in kept(desk, hotel)] == ["typed for minutes"]


def test_an_amount_with_vat_asks_for_the_rate(desk: Any, hotel: int) -> None:
    desk.open("ledger", client=hotel)
    desk.press("Add a value")
    assert not desk.has_field("VAT rate")
    desk.type("Amount", "110")
    desk.choose("How sure is it?", "○ Estimated: a count times an agreed assumption")
    desk.choose("The amount is", "with VAT")
    desk.press("Save")
    assert "needs the VAT rate" in desk.field("VAT rate").accessibleDescription()
    desk.type("VAT rate", "10")
    desk.press("Save")
    assert kept(desk, hotel)[0].row.vat_rate == 10


def test_what_a_row_lacks_is_said_and_evidence_promotes_it(desk: Any, hotel: int, tmp_path: Path) -> None:
    with desk.domain():
        add_ledger_row(hotel, {**VALUE, "tier": "measured", "tie": "link"})
    page = desk.open("ledger", client=hotel)
    assert desk.rows(NAME)[0][0] == "E1"
    desk.pick(NAME, "Six nights")
    assert desk.sees("○ Estimated, claimed: measured")
    assert desk.sees("Measured needs a file and a tie to our work")
    proof = tmp_path / "orders.csv"
    proof.write_bytes(b"1")
    page.panel.on_files([proof])
    desk.settle()
    assert desk.rows(NAME)[0][0] == "M1"
    assert not desk.sees("Measured needs a file")
    desk.press("Remove orders.csv")
    assert desk.rows(NAME)[0][0] == "E1"
    desk.undo_it()
    assert desk.rows(NAME)[0][0] == "M1"


def test_evidence_is_saved_back(desk: Any, month: int, tmp_path: Path) -> None:
    page = desk.open("ledger", client=month)
    desk.pick(NAME, "Six nights")
    (proof,) = page.panel.proofs._proofs
    page.panel.copy_to(proof, tmp_path / "back.csv")
    desk.settle()
    assert (tmp_path / "back.csv").read_bytes() == b"rows"
    assert desk.said == ["“back.csv” is saved."]
    page.panel.copy_to(proof, tmp_path / "nowhere" / "back.csv")
    desk.settle()
    assert desk.boxes[0].title == "back.csv could not be written."


def test_a_change_is_saved_in_place(desk: Any, month: int) -> None:
    desk.open("ledger", client=month)
    desk.pick(NAME, "By phone")
    assert desk.read("Who said it") == "Anna"
    desk.type("Amount", "600")
    desk.press("More fields")
    desk.type("Note", "corrected")
    desk.press("Save")
    row = next(one.row for one in kept(desk, month) if one.row.id == "B2")
    assert (row.amount, row.note, row.confirmed_by) == (600_00, "corrected", "Anna")
    assert desk.said == ["The row is saved."]
    assert desk.sees("Changes since it was entered")
    assert desk.sees("6 July 2026: Amount 580.00 → 600.00")


def test_a_row_is_taken_back(desk: Any, month: int) -> None:
    desk.open("ledger", client=month)
    desk.pick(NAME, "Six nights")
    desk.press("Take back this row …")
    assert desk.sees("Take back M1")
    assert desk.read("Amount") == "−580.00"
    assert desk.read("How many (empty: 1)") == "6"
    desk.type("How many (empty: 1)", "1")
    desk.press("Save")
    row = kept(desk, month)[-1].row
    assert (row.reverses, row.amount, row.quantity) == ("B1", -580_00, 1)
    assert desk.sees("€1,914.00 came back in June 2026, proven")
    desk.pick(NAME, "Six nights")
    desk.table(NAME).select(kept(desk, month)[0].id)
    desk.press("Delete")
    assert "Another row takes this one back" in desk.boxes[0].title


def test_a_late_value_is_listed_with_its_reason(desk: Any, hotel: int) -> None:
    desk.open("ledger", client=hotel)
    desk.press("Add a value")
    desk.type("Date", "20/05/2026")
    desk.type("Amount", "100")
    desk.type("Description", "Came in May")
    desk.choose("How sure is it?", "◐ Confirmed: somebody at the client said it")
    desk.type("Who said it", "Anna")
    desk.type("When it was said", "02/07/2026")
    assert desk.read("Reported in") == "June 2026"
    desk.press("Save")
    assert kept(desk, hotel)[0].row.is_late
    assert desk.sees("Late value of May 2026")


def test_a_row_that_is_not_counted_says_why(desk: Any, hotel: int) -> None:
    proof = [("orders.csv", b"1")]
    with desk.domain():
        add_ledger_row(hotel, {**VALUE, "id": "A", "tier": "measured", "tie": "link", "order_key": "77"}, proof)
        add_ledger_row(hotel, {**VALUE, "id": "B", "description": "Again", "tier": "estimated", "order_key": "77"})
    desk.open("ledger", client=hotel)
    assert [row[0] for row in desk.rows(NAME)] == ["M1", "–"]
    assert "– Not counted" in desk.rows(NAME)[1]
    desk.pick(NAME, "Again")
    assert desk.sees("Not counted: the same order is already there as M1")


def test_deleting_can_be_undone(desk: Any, month: int) -> None:
    desk.open("ledger", client=month)
    desk.pick(NAME, "By phone")
    desk.press("Delete")
    assert desk.said == ["By phone is deleted."]
    assert len(kept(desk, month)) == 3
    desk.undo_it()
    assert len(kept(desk, month)) == 4
    assert desk.read("Description") == "By phone"


def test_the_fee_of_the_contract_is_proposed_and_accepted(desk: Any, hotel: int) -> None:
    desk.open("ledger", client=hotel)
    assert desk.sees("Proposed: Fee €700.00, from ")
    desk.press("Accept")
    assert not desk.sees("Proposed:")
    assert [row.row.amount for row in kept(desk, hotel)] == [700_00]
    desk.undo_it()
    assert kept(desk, hotel) == []
    assert desk.sees("Proposed:")


def test_a_proposal_and_its_twin_become_one_after_asking_for_the_amount(desk: Any, hotel: int) -> None:
    with desk.domain():
        add_ledger_row(hotel, {"row": "cost", "kind": "fee", "date": "2026-06-01", "amount": "650.00"})
    desk.open("ledger", client=hotel)
    desk.answer = True
    desk.press("It is I1: make them one")
    assert desk.boxes[0].title == "Which amount holds?"
    (row,) = kept(desk, hotel)
    assert row.row.amount == 700_00
    assert row.origin_contract_id is not None


def test_a_gate_is_said_with_its_rows_and_can_be_opened(desk: Any, month: int) -> None:
    with desk.domain():
        add_ledger_row(month, {**VALUE, "id": "OLD", "date": "2024-06-10", "month": "2026-06", "tier": "estimated"})
    page = desk.open("ledger", client=month)
    assert desk.sees("1 thing in the ledger must be put right before June 2026 has figures.")
    assert desk.sees("lies outside every recorded contract")
    page.show_item("E1")
    assert desk.read("Date") == "10/06/2024"


def test_the_clients_own_total(desk: Any, hotel: int) -> None:
    page = desk.open("ledger", client=hotel)
    page.total_action.trigger()
    desk.settle()
    desk.type("Amount", "41250")
    assert not desk.has_field("How sure is it?")
    desk.press("Save")
    assert kept(desk, hotel)[0].row.row == "total"


def test_the_empty_sheet_is_saved(desk: Any, hotel: int, tmp_path: Path) -> None:
    page = desk.open("ledger", client=hotel)
    page.template_to(tmp_path / "ledger.csv")
    desk.settle()
    assert "example-value" in (tmp_path / "ledger.csv").read_text(encoding="utf-8-sig")


def test_filters_and_search(desk: Any, month: int) -> None:
    desk.open("ledger", client=month)
    desk.press("Costs 1")
    assert len(desk.rows(NAME)) == 1
    desk.press("All 4")
    desk.type("Find a row", "phone")
    assert len(desk.rows(NAME)) == 1


def test_all_clients_stand_side_by_side(desk: Any, month: int) -> None:
    with desk.domain():
        add_client(ClientDraft("Bar <b>Sport</b>", "it", "EUR", "Europe/Rome"))
    desk.open("ledger")
    rows = desk.rows("Ledgers")
    assert rows[0][0] == "Bar <b>Sport</b>"
    assert rows[0][-1] == "Neither a value nor a cost is recorded for June 2026."
    assert rows[1][2] == "€2,233.00"
    assert not desk.has_button("Add a value")


def test_half_typed_words_are_asked_about(desk: Any, month: int) -> None:
    desk.open("ledger", client=month)
    desk.pick(NAME, "By phone")
    desk.type("Description", "half typed")
    desk.pick(NAME, "Six nights")
    assert desk.boxes[0].title == "What you typed is not saved yet."
    assert desk.read("Description") == "half typed"


def test_a_new_row_that_nobody_typed_into_goes_with_its_month(desk: Any, month: int) -> None:
    desk.open("ledger", client=month)
    desk.press("Add a value")
    assert desk.read("What it is") == "Booking"
    desk.context.choose_month(Month(2026, 7))
    desk.settle()
    assert not desk.sees("New value")
    assert not desk.boxes


def test_an_empty_month_says_what_belongs_here(desk: Any) -> None:
    with desk.domain():
        client = add_client(ClientDraft("Bar Sport", "it", "EUR", "Europe/Rome"))
    desk.open("ledger", client=client)
    assert desk.sees_empty_page
    assert desk.sees("Nothing is recorded for June 2026")
    desk.press("Add a value")
    assert desk.sees("New value")


def test_the_keys_add_and_delete(desk: Any, month: int) -> None:
    desk.open("ledger", client=month)
    desk.key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert desk.sees("New value")
    desk.pick(NAME, "By phone")
    desk.table(NAME).setFocus()
    desk.key(Qt.Key.Key_Delete)
    assert len(kept(desk, month)) == 3


def test_a_reading_workspace_changes_nothing(desk: Any, month: int) -> None:
    desk.context.workspace.writable = False
    desk.open("ledger", client=month)
    assert not desk.button("Add a value").isEnabled()
    desk.pick(NAME, "By phone")
    assert desk.field("Description").isReadOnly()
    assert not desk.has_button("Save")
    assert not desk.has_button("Take back this row …")


def test_what_cannot_be_read_is_said_with_try_again(desk: Any, month: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from smmdesk.ui.pages.ledger import reading

    real = reading.settled_ledger

    def broken(*_args: Any) -> Any:
        raise UserError("The workspace file is damaged.", "Nothing was changed.")

    monkeypatch.setattr(reading, "settled_ledger", broken)
    desk.open("ledger", client=month)
    assert desk.sees_error_page
    monkeypatch.setattr(reading, "settled_ledger", real)
    desk.press("Try again")
    assert len(desk.rows(NAME)) == 4


@pytest.mark.parametrize("dress", ["light", "dark"])
def test_it_fits_the_smallest_window_in_both_dresses(desk: Any, month: int, dress: str) -> None:
    theme.apply(dress)
    page = desk.open("ledger", client=month)
    desk.window.resize(*theme.SMALLEST_WINDOW)
    desk.pick(NAME, "By phone")
    assert desk.window.width() == theme.SMALLEST_WINDOW[0]
    assert page.minimumSizeHint().width() <= theme.SMALLEST_WINDOW[0] - desk.window.side.width()
    assert desk.button("Save").visibleRegion().boundingRect().size() == desk.button("Save").size()
