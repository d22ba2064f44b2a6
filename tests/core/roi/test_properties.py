"""Laws of the ledger that hold whatever the rows are."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from smmdesk.core.money import round_half_up
from smmdesk.core.roi.figures import figures_json
from smmdesk.core.roi.ledger import Ledger
from smmdesk.core.roi.reckoning import ledger_month, month_of
from smmdesk.core.roi.rows import ClientTerms, ContractTerms, Evidence, LedgerRow
from smmdesk.core.roi.words import CostKind, LedgerState, RowType, Tie, Tier, ValueKind, VatBasis
from tests.core.roi.builders import EUR, JULY, JUNE, MAY

MONTHS = (MAY, JUNE, JULY)
TERMS = ClientTerms("EUR", Decimal(50), "last link")
CONTRACTS = (ContractTerms(date(2026, 1, 1), date(2026, 12, 31), Decimal("33.3"), 85_00),)
PERCENT = st.none() | st.decimals(0, 100, places=2)
CENTS = st.integers(-500_000, 2_000_000)
RATE = st.decimals("0.5", "3", places=4)


@st.composite
def values(draw: st.DrawFn, *, orders: bool = True) -> LedgerRow:
    month = draw(st.sampled_from(MONTHS))
    tier = draw(st.sampled_from(list(Tier)))
    foreign = draw(st.booleans())
    vat = draw(st.sampled_from([None, VatBasis.NET, VatBasis.GROSS]))
    return LedgerRow(
        id="",
        row=RowType.VALUE,
        date=month.first_day.replace(day=draw(st.integers(1, 28))),
        month=month,
        entered_month=draw(st.none() | st.sampled_from([one for one in MONTHS if one >= month])),
        amount=draw(CENTS),
        kind=draw(st.none() | st.sampled_from(list(ValueKind))),
        order_key=draw(st.sampled_from(["", "", "A", "B"])) if orders else "",
        tie=draw(st.sampled_from([None, *Tie])),
        quantity=draw(st.none() | st.integers(1, 9).map(Decimal)),
        currency="USD" if foreign else draw(st.sampled_from(["", "EUR"])),
        rate=draw(RATE) if foreign else None,
        vat=vat,
        vat_rate=draw(st.sampled_from([Decimal(0), Decimal(10), Decimal(22)])) if vat else None,
        margin=draw(PERCENT),
        share=draw(PERCENT),
        probability=draw(PERCENT) if tier is Tier.ESTIMATED else None,
        rule=draw(st.sampled_from(["", "x", "last link"])),
        tier=tier,
        evidence=draw(st.sampled_from([(), (Evidence("a.csv"),), (Evidence("a.png"),)])),
        confirmed_by=draw(st.sampled_from(["", "Anna"])),
        confirmed_on=draw(st.sampled_from([None, date(2026, 7, 1)])),
    )


@st.composite
def costs(draw: st.DrawFn) -> LedgerRow:
    month = draw(st.sampled_from(MONTHS))
    return LedgerRow(
        id="",
        row=RowType.COST,
        date=month.first_day,
        month=month,
        amount=draw(st.integers(0, 1_000_000)),
        kind=draw(st.none() | st.sampled_from(list(CostKind))),
        vat_rate=draw(st.sampled_from([None, Decimal(22)])),
        recoverable_vat=draw(PERCENT),
        spread_months=draw(st.none() | st.integers(1, 24)),
    )


def numbered(rows: list[LedgerRow]) -> list[LedgerRow]:
    return [replace(row, id=f"r{place}", entry=place) for place, row in enumerate(rows)]


def ledgers(*, orders: bool = True) -> st.SearchStrategy[list[LedgerRow]]:
    return st.lists(values(orders=orders) | costs(), max_size=9).map(numbered)


def figures(rows: list[LedgerRow], month: Any = JUNE, terms: ClientTerms = TERMS) -> dict[str, Any]:
    return figures_json(ledger_month(rows, CONTRACTS, terms, month))


def numbers(ledger: dict[str, Any]) -> Any:
    """Return the figures without the marks, the rows and the sentences."""

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return (
                value["value"]
                if "value" in value and "rows" in value
                else {key: bare(one) for key, one in value.items()}
            )
        return value

    kept = {
        key: bare(value) for key, value in ledger.items() if key not in ("rows", "gates", "warnings", "not_counted")
    }
    kept["gates"] = sorted(gate["code"] for gate in ledger["gates"])
    return kept


@given(ledgers(orders=False), st.randoms())
def test_the_order_of_entry_changes_no_figure(rows: list[LedgerRow], random: Any) -> None:
    mixed = list(rows)
    random.shuffle(mixed)
    again = [replace(row, entry=place) for place, row in enumerate(mixed)]
    assert numbers(figures(rows)) == numbers(figures(again))


@given(ledgers(), st.randoms())
def test_the_order_in_which_rows_are_handed_over_changes_nothing(rows: list[LedgerRow], random: Any) -> None:
    mixed = list(rows)
    random.shuffle(mixed)
    assert figures(rows) == figures(mixed)


@given(values())
def test_a_full_reversal_brings_a_row_to_zero(row: LedgerRow) -> None:
    sold = replace(row, id="sold", amount=abs(row.amount) + 1, month=JUNE, entered_month=None, entry=1)
    back = replace(
        sold, id="back", amount=-sold.amount, reverses="sold", entry=2, margin=Decimal(1), share=Decimal(7),
        tier=Tier.ESTIMATED, currency="", rate=None, vat=None, vat_rate=None, evidence=(), rule="zzz",
    )  # fmt: skip
    month = ledger_month([sold, back], CONTRACTS, TERMS, JUNE)
    first, second = month.rows
    assert (first.amount or 0) + (second.amount or 0) == 0
    assert first.net is not None
    assert second.net == -first.net
    assert first.tier == second.tier
    assert month.full.cents == 0
    assert month.sales.cents == 0
    assert not [warning for warning in month.warnings if warning.code == "over_reversed"]


@given(ledgers())
def test_totals_are_the_sums_of_the_rounded_rows(rows: list[LedgerRow]) -> None:
    for one in MONTHS:
        month = ledger_month(rows, CONTRACTS, TERMS, one)
        if month.state is LedgerState.BLOCKED:
            continue
        in_month = [row for row in month.rows if row.mark and not row.is_late]
        for letter, figure in (
            ("M", month.measured),
            ("C", month.confirmed),
            ("E", month.estimated),
            ("I", month.invested),
        ):
            assert figure.cents == sum(row.amount or 0 for row in in_month if (row.mark or "").startswith(letter))
            assert list(figure.rows) == [row.mark for row in in_month if (row.mark or "").startswith(letter)]
        assert month.proven.cents == (month.measured.cents or 0) + (month.confirmed.cents or 0)
        assert month.full.cents == (month.proven.cents or 0) + (month.estimated.cents or 0)
        late = sum(row.amount or 0 for row in month.rows if row.is_late and row.mark and row.mark[0] in "MC")
        assert month.late_value.cents == late
        if month.net.full.cents is not None:
            assert month.net.full.cents == (month.full.cents or 0) - (month.invested.cents or 0)


@given(values())
def test_a_row_is_rounded_once(row: LedgerRow) -> None:
    row = replace(row, id="one", month=JUNE, entered_month=None)
    shown = ledger_month([row], CONTRACTS, TERMS, JUNE).rows[0]
    exact = Fraction(row.units) * row.amount
    if row.vat is VatBasis.GROSS:
        exact /= 1 + Fraction(row.vat_rate or 0) / 100
    if row.currency == "USD":
        exact /= Fraction(row.rate or 1)
    margin = Decimal(100) if row.kind is ValueKind.SAVING else Decimal("33.3") if row.margin is None else row.margin
    for percent in (margin, row.share, row.probability):
        exact *= Fraction(100 if percent is None else percent) / 100
    assert shown.amount == round_half_up(exact)


@given(costs())
def test_spread_parts_add_up_again(row: LedgerRow) -> None:
    row = replace(row, id="one")
    ledger = Ledger([row], CONTRACTS, TERMS)
    parts = [month_of(ledger, row.month.plus(place)).invested.cents or 0 for place in range(row.spread)]
    assert sum(parts) == ledger.costs[0].amount
    assert max(parts) - min(parts) in (0, 1)
    assert parts == sorted(parts, reverse=True)
    assert month_of(ledger, row.month.plus(row.spread)).rows == ()
    assert month_of(ledger, row.month.previous).rows == ()


@given(ledgers())
def test_the_same_rows_entered_twice_count_once_where_they_have_an_order(rows: list[LedgerRow]) -> None:
    with_orders = numbered([row for row in rows if row.row is RowType.COST or row.order_key])
    twice = with_orders + [
        replace(row, id=f"again{row.id}", entry=row.entry + 1000) for row in with_orders if row.row is RowType.VALUE
    ]
    once, again = figures(with_orders), figures(twice)
    assert numbers(once) == numbers(again)
    assert len(again["not_counted"]) >= len(once["not_counted"])


@given(ledgers())
def test_every_row_is_counted_or_said_not_to_be(rows: list[LedgerRow]) -> None:
    ledger = Ledger(rows, CONTRACTS, TERMS)
    for one in MONTHS:
        month = month_of(ledger, one)
        listed = {row.row.id: row.mark for row in month.rows}
        assert len(listed) == len(month.rows)
        reported = {row.id for row in rows if row.row is RowType.VALUE and row.reported_in == one}
        bearing = {row.id for row in rows if row.row is RowType.COST and 0 <= one.index - row.month.index < row.spread}
        assert set(listed) == reported | bearing
        assert {name for name, mark in listed.items() if mark is None} == {row.id for row in month.not_counted}
        marks = [mark for mark in listed.values() if mark]
        assert len(set(marks)) == len(marks)


@given(ledgers())
def test_running_is_the_sum_of_the_months(rows: list[LedgerRow]) -> None:
    ledger = Ledger(rows, CONTRACTS, TERMS)
    value = invested = 0
    for one in MONTHS:
        month = month_of(ledger, one)
        if month.state is LedgerState.BLOCKED:
            assert month.running.value.cents is None
            return
        value += (month.proven.cents or 0) + (month.late_value.cents or 0)
        invested += month.invested.cents or 0
        assert (month.running.value.cents, month.running.invested.cents) == (value, invested)


@given(ledgers())
@settings(max_examples=50)
def test_no_float_and_no_minus_zero_anywhere(rows: list[LedgerRow]) -> None:
    ledger = Ledger(rows, CONTRACTS, EUR)
    for one in MONTHS:
        month = month_of(ledger, one)
        _no_float(month)
        text = json.dumps(figures_json(month), allow_nan=False)
        assert '"-0.00"' not in text
        assert json.loads(text) == figures_json(month)


def _no_float(value: Any) -> None:
    assert not isinstance(value, float)
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            _no_float(getattr(value, field.name))
    elif isinstance(value, tuple):
        for one in value:
            _no_float(one)
