"""What is refused of a row, cell by cell and beside the other rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmdesk.core.periods import Month
from smmdesk.core.roi.checks import Refusal, check_row, check_rows, content_ids, evidence_names, repeated_ids
from smmdesk.core.roi.rows import LedgerRow
from smmdesk.core.roi.words import COLUMNS, CostKind, Origin, RowType, Tie, Tier, ValueKind, VatBasis
from tests.core.roi.builders import JUNE, MAY, confirmed, cost, measured, refund, total

VALUE = {"row": "value", "date": "2026-06-10", "amount": "100.00", "tier": "estimated"}
COST = {"row": "cost", "date": "2026-06-10", "amount": "100.00"}


def taken(cells: dict[str, str], **more: str) -> LedgerRow:
    found = check_row({**cells, **more})
    assert isinstance(found, LedgerRow), found
    return found


def refused(cells: dict[str, str], **more: str) -> list[tuple[str, str]]:
    found = check_row({**cells, **more})
    assert isinstance(found, list), found
    assert all(refusal.reason.endswith(".") for refusal in found)
    return [(refusal.column, refusal.value) for refusal in found]


def test_a_full_value_row() -> None:
    row = check_row(
        {
            "id": " B1 ",
            "row": "Value",
            "date": "2026-06-10",
            "month": "2026-06",
            "entered_month": "2026-07",
            "kind": "booking",
            "description": "Six nights",
            "note": "n",
            "source": "Booking engine",
            "read_date": "2026-07-04",
            "order_key": "1001",
            "tie": "LINK",
            "quantity": "6",
            "amount": "580.00",
            "currency": "eur",
            "rate": "1.0832",
            "rate_date": "2026-06-11",
            "vat": "gross",
            "vat_rate": "22",
            "margin": "55",
            "share": "50",
            "probability": "100",
            "rule": "link",
            "tier": "measured",
            "evidence": "a.csv| b.png |a.csv|",
            "confirmed_by": "Anna",
            "confirmed_on": "2026-07-01",
            "recoverable_vat": "50",
            "spread_months": "3",
            "account": "hotelbar",
            "reverses": "",
        },
        entry=7,
        origin=Origin.IMPORT,
    )
    assert isinstance(row, LedgerRow)
    assert row == replace(
        row,
        id="B1",
        row=RowType.VALUE,
        date=date(2026, 6, 10),
        month=JUNE,
        entered_month=Month(2026, 7),
        kind=ValueKind.BOOKING,
        tie=Tie.LINK,
        quantity=Decimal(6),
        amount=580_00,
        currency="EUR",
        rate=Decimal("1.0832"),
        vat=VatBasis.GROSS,
        margin=Decimal(55),
        tier=Tier.MEASURED,
        confirmed_on=date(2026, 7, 1),
        recoverable_vat=None,
        spread_months=None,
        account="",
        entry=7,
        origin=Origin.IMPORT,
    )
    assert [file.name for file in row.evidence] == ["a.csv", "b.png"]
    assert row.is_late


def test_what_is_empty_stays_empty() -> None:
    row = taken(VALUE)
    assert (row.id, row.month, row.entered_month, row.kind) == ("", JUNE, None, None)
    assert (row.quantity, row.currency, row.vat, row.vat_rate, row.rate) == (None, "", None, None, None)
    assert (row.margin, row.share, row.probability, row.tie) == (None, None, None, None)
    assert (row.units, row.spread, row.reported_in, row.is_late) == (1, 1, JUNE, False)


def test_a_row_keeps_only_its_own_columns() -> None:
    more = {
        "tier": "measured", "margin": "5", "share": "5", "probability": "5", "order_key": "A", "tie": "link",
        "rule": "x", "entered_month": "2026-01", "confirmed_by": "x", "confirmed_on": "2026-01-01", "reverses": "y",
        "spread_months": "12", "recoverable_vat": "50", "account": "hotelbar", "evidence": "a.pdf", "kind": "fee",
    }  # fmt: skip
    row = taken(COST, **more)
    assert (row.tier, row.margin, row.order_key, row.entered_month, row.reverses) == (None, None, "", None, "")
    assert (row.spread_months, row.recoverable_vat, row.account, row.kind) == (12, 50, "hotelbar", CostKind.FEE)
    own = taken(COST, **{**more, "row": "total", "kind": "anything"})
    assert (own.spread_months, own.account, own.evidence, own.kind) == (None, "", (), None)


@pytest.mark.parametrize(
    ("cells", "more", "refusals"),
    [
        ({}, {}, ["row", "date", "amount"]),
        (VALUE, {"row": "income"}, ["row"]),
        (VALUE, {"date": ""}, ["date"]),
        (VALUE, {"date": "10/06/2026"}, ["date"]),
        (VALUE, {"date": "2026-02-30"}, ["date"]),
        (VALUE, {"date": "0999-02-03"}, ["date"]),
        (VALUE, {"amount": ""}, ["amount"]),
        (VALUE, {"amount": "1,5"}, ["amount"]),
        (VALUE, {"amount": "1e3"}, ["amount"]),
        (VALUE, {"amount": "Infinity"}, ["amount"]),
        (VALUE, {"amount": "٣"}, ["amount"]),
        (VALUE, {"amount": "1.005"}, ["amount"]),
        (VALUE, {"amount": "12.500"}, ["amount"]),
        (VALUE, {"amount": "1" * 13}, ["amount"]),
        (VALUE, {"tier": ""}, ["tier"]),
        (VALUE, {"tier": "", "reverses": "B1", "amount": "-5"}, ["tier"]),
        (VALUE, {"tier": "sure"}, ["tier"]),
        (VALUE, {"kind": "fee"}, ["kind"]),
        (COST, {"kind": "booking"}, ["kind"]),
        (VALUE, {"tie": "phone"}, ["tie"]),
        (VALUE, {"vat": "incl."}, ["vat"]),
        (VALUE, {"vat": "gross"}, ["vat_rate"]),
        (VALUE, {"quantity": "six"}, ["quantity"]),
        (VALUE, {"rate": "0"}, ["rate"]),
        (VALUE, {"rate": "-1.08"}, ["rate"]),
        (VALUE, {"margin": "100.01"}, ["margin"]),
        (VALUE, {"share": "-1"}, ["share"]),
        (VALUE, {"probability": "101"}, ["probability"]),
        (VALUE, {"vat_rate": "122"}, ["vat_rate"]),
        (COST, {"recoverable_vat": "101"}, ["recoverable_vat"]),
        (COST, {"spread_months": "0"}, ["spread_months"]),
        (COST, {"spread_months": "25"}, ["spread_months"]),
        (COST, {"spread_months": "1.5"}, ["spread_months"]),
        (VALUE, {"tier": "measured", "probability": "50"}, ["probability"]),
        (VALUE, {"tier": "confirmed", "probability": "0"}, ["probability"]),
        (VALUE, {"entered_month": "2026-05"}, ["entered_month"]),
        (VALUE, {"month": "2026-08", "entered_month": "2026-07"}, ["entered_month"]),
        (VALUE, {"month": "June"}, ["month"]),
        (VALUE, {"entered_month": "2026-13"}, ["entered_month"]),
        (VALUE, {"confirmed_on": "soon"}, ["confirmed_on"]),
        (VALUE, {"currency": "€"}, ["currency"]),
        (VALUE, {"reverses": "B1"}, ["amount"]),
        (VALUE, {"reverses": "B1", "amount": "0"}, ["amount"]),
        (VALUE, {"reverses": "B1", "amount": "-5", "quantity": "-1"}, ["amount"]),
        (VALUE, {"reverses": "B1", "amount": "-5", "quantity": "0"}, ["amount"]),
        (VALUE, {"tier": "x", "share": "y", "date": "z"}, ["date", "share", "tier"]),
    ],
)
def test_refused(cells: dict[str, str], more: dict[str, str], refusals: list[str]) -> None:
    found = refused(cells, **more)
    assert sorted(column for column, _value in found) == sorted(refusals)
    for column, value in found:
        assert value == {**cells, **more}.get(column, "")


@pytest.mark.parametrize(
    ("cells", "more"),
    [
        (VALUE, {"probability": "50"}),
        (VALUE, {"tier": "measured", "probability": "100.00"}),
        (VALUE, {"margin": "0", "share": "100"}),
        (VALUE, {"amount": "-5"}),
        (VALUE, {"amount": "+5.5"}),
        (VALUE, {"reverses": "B1", "amount": "5", "quantity": "-1"}),
        (VALUE, {"reverses": "B1", "amount": "-5", "vat": "gross"}),
        (VALUE, {"vat": "gross", "vat_rate": "0"}),
        (VALUE, {"vat": "net", "vat_rate": ""}),
        (COST, {"spread_months": "24", "kind": ""}),
        (COST, {"amount": "-5", "recoverable_vat": "33.3333"}),
        ({**COST, "row": "total"}, {"vat": "gross", "vat_rate": "22"}),
    ],
)
def test_taken(cells: dict[str, str], more: dict[str, str]) -> None:
    assert taken(cells, **more)


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=12)))
def test_any_text_is_taken_or_refused_with_words(cells: dict[str, str]) -> None:
    found = check_row(cells)
    assert isinstance(found, LedgerRow) or (found and all(isinstance(one, Refusal) and one.reason for one in found))


@given(
    amount=st.decimals(-(10**9), 10**9, places=2),
    quantity=st.decimals(0, 10**6, places=3),
    percent=st.decimals(0, 100, places=4),
)
def test_numbers_are_taken_exactly(amount: Decimal, quantity: Decimal, percent: Decimal) -> None:
    row = taken(VALUE, amount=f"{amount:f}", quantity=f"{quantity:f}", margin=f"{percent:f}")
    assert (row.amount, row.quantity, row.margin) == (amount * 100, quantity, percent)
    assert isinstance(row.amount, int)


def test_evidence_names() -> None:
    assert evidence_names(" a b.pdf | c.png||a b.pdf") == ["a b.pdf", "c.png"]
    assert evidence_names("") == []


# ---------------------------------------------------------------------------------------------------------- identities


def test_ids_from_content() -> None:
    one, other = {"row": "cost", "amount": "1"}, {"row": "cost", "amount": "2"}
    ids = content_ids([one, other, {"row": " cost", "amount": "1", "note": ""}, {**one, "id": "F1"}])
    assert len(set(ids)) == 4
    assert ids[3] == "F1"
    assert content_ids([other, one, one])[1:] == [ids[0], ids[2]]


@given(st.lists(st.sampled_from(["1", "2", "3"]), max_size=8), st.randoms())
def test_ids_from_content_do_not_depend_on_the_order(amounts: list[str], random: object) -> None:
    rows = [{"amount": amount} for amount in amounts]
    mixed = sorted(rows, key=lambda _row: random.random())  # type: ignore[attr-defined]
    assert sorted(content_ids(rows)) == sorted(content_ids(mixed))
    assert len(set(content_ids(rows))) == len(rows)


def test_repeated_ids() -> None:
    assert {place: refusal.column for place, refusal in repeated_ids(["a", "b", "a", "a"]).items()} == {
        2: "id",
        3: "id",
    }


# ------------------------------------------------------------------------------------------------------ beside others


def columns(rows: list[LedgerRow], existing: list[LedgerRow] | None = None) -> list[str | None]:
    return [refusal and refusal.column for refusal in check_rows(rows, existing or [])]


SOLD = measured("100", id="B1")


def test_rows_that_stand_together() -> None:
    rows = [refund(SOLD, "-10"), SOLD, confirmed("5"), cost("1"), total("100"), total("90", month=MAY)]
    assert columns(rows) == [None] * 6
    assert columns(rows[:1], [SOLD]) == [None]
    assert columns([SOLD], [SOLD]) == [None]
    assert columns([total("5", id="T")], [total("4", id="T")]) == [None]


def test_the_later_of_two_rows_with_one_id() -> None:
    assert columns([SOLD, cost("5", id="B1")]) == [None, "id"]


def test_a_match_that_would_change_row_or_month() -> None:
    assert columns([cost("5", id="B1")], [SOLD]) == ["row"]
    assert columns([measured("5", id="B1", month=MAY)], [SOLD]) == ["month"]
    assert "2026-06" in (check_rows([measured("5", id="B1", month=MAY)], [SOLD])[0] or Refusal("", "", "")).reason


def test_a_second_total_for_one_month() -> None:
    assert columns([total("1"), total("2"), total("3", month=MAY)]) == [None, "month", None]
    assert columns([total("1", id="new")], [total("2", id="old")]) == ["month"]


@pytest.mark.parametrize("other", [cost("5", id="X"), total("5", id="X"), refund(SOLD, "-1", id="X")])
def test_what_cannot_be_taken_back(other: LedgerRow) -> None:
    assert columns([SOLD, other, refund(replace(SOLD, id="X"), "-1", id="back")]) == [None, None, "reverses"]
    assert columns([refund(replace(SOLD, id="X"), "-1", id="back")], [SOLD, other]) == ["reverses"]


def test_an_unknown_row_and_itself_cannot_be_taken_back() -> None:
    assert columns([refund(SOLD, "-1")]) == ["reverses"]
    assert columns([refund(replace(SOLD, id="me"), "-1", id="me")]) == ["reverses"]


def test_a_reversal_of_a_refused_row_is_refused_in_its_turn() -> None:
    twin = cost("1", id="T")
    rows = [twin, measured("1", id="T"), SOLD, refund(replace(SOLD, id="T"), "-1", id="back")]
    assert columns(rows) == [None, "id", None, "reverses"]
    moved = measured("5", id="B1", month=MAY)
    assert columns([moved, refund(SOLD, "-1", id="back")], [SOLD]) == ["month", None]
    chain = [refund(replace(SOLD, id="none"), "-1", id="a"), refund(replace(SOLD, id="a"), "-1", id="b")]
    assert columns(chain) == ["reverses", "reverses"]


def test_a_row_that_is_taken_back_cannot_become_a_reversal() -> None:
    other = measured("50", id="B2")
    back = refund(SOLD, "-1", id="back")
    turned = refund(other, "-100", id="B1")
    assert columns([turned], [SOLD, other, back]) == ["reverses"]
    assert columns([turned, back], [SOLD, other, back]) == ["reverses", None]
    assert columns([turned], [SOLD, other]) == [None]
    assert columns([turned, back], [SOLD, other]) == [None, "reverses"]
    freed = refund(other, "-1", id="back")
    assert columns([turned, freed], [SOLD, other, back]) == [None, None]


def test_a_reversal_with_vat_needs_a_rate_from_somewhere() -> None:
    back = replace(refund(SOLD, "-10"), vat=VatBasis.GROSS)
    assert columns([SOLD, back]) == [None, "vat_rate"]
    assert columns([replace(SOLD, vat_rate=Decimal(22)), back]) == [None, None]
    assert columns([SOLD, replace(back, vat_rate=Decimal(22))]) == [None, None]
