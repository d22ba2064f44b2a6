"""Entering, changing and taking back rows of the ledger, and their evidence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from smmdesk.core.errors import UserError
from smmdesk.core.periods import Month
from smmdesk.core.roi.words import LedgerState, Tier
from smmdesk.domain.clients import Client
from smmdesk.domain.files import file_content
from smmdesk.domain.ledger.commands import (
    add_ledger_row,
    attach_evidence,
    delete_ledger_row,
    detach_evidence,
    refusals_of_row,
    restore_evidence,
    restore_ledger_row,
    update_ledger_row,
)
from smmdesk.domain.ledger.queries import (
    changes_of,
    ledger_cells,
    ledger_month_of,
    ledger_row,
    ledger_rows,
    settled_ledger,
)
from smmdesk.domain.ledger.rules import RowRefused

JUNE = Month(2026, 6)
VALUE = {
    "row": "value",
    "date": "2026-06-10",
    "kind": "booking",
    "tie": "code",
    "quantity": "6",
    "amount": "580.00",
    "tier": "measured",
    "order_key": "B-1",
}
COST = {"row": "cost", "date": "2026-06-01", "kind": "fee", "amount": "700.00"}


@pytest.fixture
def client_id(a_client: Callable[..., Client]) -> int:
    return a_client("Hotel Bar").id


def test_a_value_with_evidence_and_the_margin_of_the_contract(
    client_id: int, a_contract: Callable[..., object]
) -> None:
    a_contract(Client.get_by_id(client_id))
    row_id = add_ledger_row(client_id, VALUE, [("proof.csv", b"a;b")])
    add_ledger_row(client_id, COST)
    month = ledger_month_of(client_id, JUNE)
    assert month.measured.text == "1914.00"
    assert month.state is LedgerState.OK
    kept = ledger_row(row_id)
    assert kept.row.id == "typed-1"
    assert [(file.name, file_content(file.file_id)) for file in kept.evidence] == [("proof.csv", b"a;b")]
    assert month.rows[0].evidence[0].sha256 == kept.evidence[0].sha256 != ""


def test_what_is_left_empty_is_kept_empty(client_id: int) -> None:
    row_id = add_ledger_row(client_id, {"row": "value", "date": "2026-06-10", "amount": "5", "tier": "estimated"})
    row = ledger_row(row_id).row
    assert (row.quantity, row.margin, row.vat, row.entered_month, row.currency, row.tie) == (
        None,
        None,
        None,
        None,
        "",
        None,
    )
    cells = ledger_cells(row_id)
    assert {name: text for name, text in cells.items() if text} == {
        "id": "typed-1",
        "row": "value",
        "date": "2026-06-10",
        "month": "2026-06",
        "amount": "5.00",
        "tier": "estimated",
    }


def test_every_column_comes_back_as_typed(client_id: int) -> None:
    full = {
        **VALUE,
        "id": "B1",
        "month": "2026-06",
        "entered_month": "2026-07",
        "description": "Seven\nnights",
        "note": "<b>",
        "source": "Till",
        "read_date": "2026-07-04",
        "currency": "USD",
        "rate": "1.0832",
        "rate_date": "2026-06-11",
        "vat": "gross",
        "vat_rate": "22",
        "margin": "33.3333",
        "share": "50.5",
        "probability": "100",
        "rule": "desk",
        "confirmed_by": "Anna",
        "confirmed_on": "2026-07-01",
    }
    row_id = add_ledger_row(client_id, full)
    assert {name: text for name, text in ledger_cells(row_id).items() if text} == full
    cost = {**COST, "id": "F1", "month": "2026-06", "recoverable_vat": "50", "spread_months": "12", "account": "bar"}
    assert {name: text for name, text in ledger_cells(add_ledger_row(client_id, cost)).items() if text} == cost


def test_refused_rows_name_their_columns_and_change_nothing(client_id: int) -> None:
    wrong = {**VALUE, "tier": "", "amount": "1.005"}
    with pytest.raises(RowRefused) as refused:
        add_ledger_row(client_id, wrong)
    assert {refusal.column for refusal in refused.value.refusals} == {"tier", "amount"}
    assert refused.value.field in ("tier", "amount")
    assert refusals_of_row(client_id, wrong) == list(refused.value.refusals)
    assert refusals_of_row(client_id, VALUE) == []
    assert ledger_rows(client_id) == []


def test_rows_beside_others(client_id: int, a_client: Callable[..., Client]) -> None:
    add_ledger_row(client_id, {**VALUE, "id": "B1"})
    add_ledger_row(client_id, {"row": "total", "date": "2026-06-30", "amount": "9000"})
    for cells, column in (
        ({**VALUE, "id": "B1"}, "id"),
        ({"row": "total", "date": "2026-06-15", "amount": "1"}, "month"),
        ({**VALUE, "reverses": "B2", "amount": "-5"}, "reverses"),
    ):
        assert [refusal.column for refusal in refusals_of_row(client_id, cells)] == [column]
    other = a_client().id
    assert refusals_of_row(other, {**VALUE, "id": "B1"}) == []
    with pytest.raises(UserError):
        add_ledger_row(999, VALUE)


def test_an_update_is_recorded_column_by_column(client_id: int) -> None:
    row_id = add_ledger_row(client_id, VALUE, [("a.csv", b"1")])
    update_ledger_row(row_id, {"amount": "600.00", "margin": "55", "tie": "code"})
    kept = ledger_row(row_id)
    assert (kept.row.amount, kept.row.margin, kept.row.quantity) == (600_00, Decimal(55), 6)
    assert [file.name for file in kept.evidence] == ["a.csv"]
    assert {(change.column, change.before, change.after) for change in changes_of(row_id)} == {
        ("amount", "580.00", "600.00"),
        ("margin", "", "55"),
    }
    update_ledger_row(row_id, {"amount": "600.00"})
    assert len(changes_of(row_id)) == 2
    with pytest.raises(RowRefused):
        update_ledger_row(row_id, {"tier": ""})


def test_a_row_may_move_to_another_month_by_hand(client_id: int) -> None:
    row_id = add_ledger_row(client_id, VALUE)
    update_ledger_row(row_id, {"date": "2026-05-31", "month": "2026-05"})
    assert ledger_row(row_id).row.month == Month(2026, 5)
    total = add_ledger_row(client_id, {"row": "total", "date": "2026-06-30", "amount": "9000"})
    update_ledger_row(total, {"amount": "9001"})
    update_ledger_row(total, {"month": "2026-05"})
    assert str(ledger_row(total).row.month) == "2026-05"


def test_a_row_that_is_taken_back_keeps_its_id_and_kind(client_id: int) -> None:
    sold = add_ledger_row(client_id, {**VALUE, "id": "B1"})
    back = add_ledger_row(client_id, {**VALUE, "id": "B2", "quantity": "", "amount": "-580", "reverses": "B1"})
    for cells in ({"id": "B9"}, {"row": "cost"}, {"reverses": "B2", "amount": "-1"}):
        with pytest.raises(RowRefused):
            update_ledger_row(sold, cells)
    update_ledger_row(sold, {"amount": "700"})
    with pytest.raises(UserError) as failure:
        delete_ledger_row(sold)
    assert "B2" in failure.value.title
    delete_ledger_row(back)
    delete_ledger_row(sold)
    assert ledger_rows(client_id) == []


def test_a_deleted_row_comes_back_with_all_it_had(client_id: int) -> None:
    row_id = add_ledger_row(client_id, VALUE, [("a.csv", b"1"), ("b.png", b"2")])
    update_ledger_row(row_id, {"note": "seen"})
    before, changes = ledger_row(row_id), changes_of(row_id)
    removed = delete_ledger_row(row_id)
    with pytest.raises(UserError):
        ledger_row(row_id)
    restore_ledger_row(removed)
    assert ledger_row(row_id) == before
    assert changes_of(row_id) == changes
    with pytest.raises(UserError):
        restore_ledger_row(removed)


def test_evidence_promotes_a_row_and_is_recorded(client_id: int) -> None:
    row_id = add_ledger_row(client_id, {**VALUE, "margin": "55"})
    assert settled_ledger(client_id).values[0].tier is Tier.ESTIMATED
    attach_evidence(row_id, b"orders", "orders.csv")
    attach_evidence(row_id, b"orders", "the same.csv")
    assert settled_ledger(client_id).values[0].tier is Tier.MEASURED
    kept = ledger_row(row_id)
    assert [file.name for file in kept.evidence] == ["orders.csv"]
    removed = detach_evidence(row_id, kept.evidence[0].file_id)
    assert settled_ledger(client_id).values[0].tier is Tier.ESTIMATED
    with pytest.raises(UserError):
        detach_evidence(row_id, kept.evidence[0].file_id)
    restore_evidence(removed)
    assert ledger_row(row_id) == kept
    assert [change.column for change in changes_of(row_id)] == ["evidence"] * 4


def test_a_total_has_no_evidence(client_id: int) -> None:
    row_id = add_ledger_row(client_id, {"row": "total", "date": "2026-06-30", "amount": "9000"})
    with pytest.raises(UserError):
        attach_evidence(row_id, b"x", "x.csv")
    for command in (delete_ledger_row, ledger_cells):
        with pytest.raises(UserError):
            command(999)


def test_lists_show_what_a_month_shows(client_id: int) -> None:
    late = add_ledger_row(client_id, {**VALUE, "date": "2026-05-20", "entered_month": "2026-06", "order_key": ""})
    spread = add_ledger_row(client_id, {**COST, "date": "2026-04-01", "spread_months": "3"})
    total = add_ledger_row(client_id, {"row": "total", "date": "2026-06-30", "amount": "9000"})
    own = add_ledger_row(client_id, VALUE)
    assert [kept.id for kept in ledger_rows(client_id, JUNE)] == [late, spread, total, own]
    assert [kept.id for kept in ledger_rows(client_id, Month(2026, 5))] == [late, spread]
    assert [kept.id for kept in ledger_rows(client_id, Month(2026, 7))] == []


def test_accounts_are_found_by_their_handle(client_id: int, an_account: Callable[..., object]) -> None:
    account = an_account(Client.get_by_id(client_id), "meta_ads", "HotelBar")
    kept = ledger_row(add_ledger_row(client_id, {**COST, "account": "@hotelbar"}))
    assert kept.account_id == account.id  # type: ignore[attr-defined]
    unknown = ledger_row(add_ledger_row(client_id, {**COST, "account": "nobody"}))
    assert (unknown.account_id, unknown.row.account) == (None, "nobody")
    update_ledger_row(unknown.id, {"account": "hotelbar"})
    assert ledger_row(unknown.id).account_id == kept.account_id


def test_the_terms_of_client_and_contracts(a_client: Callable[..., Client], a_contract: Callable[..., object]) -> None:
    client = a_client(recoverable_vat=Decimal(50))
    a_contract(client, attribution_rule="agreed split", typical_order=85_00, look_back_days=30, end=date(2026, 6, 30))
    ledger = settled_ledger(client.id)
    assert (ledger.terms.recoverable_vat, ledger.terms.rule) == (50, "agreed split")
    assert (ledger.contracts[0].typical_order, ledger.contracts[0].look_back) == (85_00, 30)
    with pytest.raises(UserError):
        settled_ledger(999)
