"""Gates, warnings, credit and tiers: who counts, what blocks, what is said beside the figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from smmdesk.core.i18n import language
from smmdesk.core.roi.figures import figures_json
from smmdesk.core.roi.month import LedgerMonth
from smmdesk.core.roi.notices import Notice
from smmdesk.core.roi.reckoning import ledger_month
from smmdesk.core.roi.rows import ClientTerms, ContractTerms, Evidence, LedgerRow, contract_of, contract_on
from smmdesk.core.roi.words import (
    COLUMN_TITLES,
    COLUMNS,
    COST_KIND_TITLES,
    NOT_COUNTED_TITLES,
    ROW_TITLES,
    TIE_TITLES,
    TIER_TITLES,
    VALUE_KIND_TITLES,
    CostKind,
    GateCode,
    NotCountedReason,
    RowType,
    Tie,
    Tier,
    ValueKind,
    WarningCode,
)
from tests.core.roi.builders import (
    JULY,
    JUNE,
    MAY,
    confirmed,
    cost,
    estimated,
    gross,
    measured,
    reckoned,
    refund,
    total,
)

YEAR = ContractTerms(date(2026, 1, 1), date(2026, 6, 15), margin=Decimal(55))


def gates(month: LedgerMonth) -> dict[str, tuple[str, ...]]:
    assert (month.state == "blocked") == bool(month.gates)
    return {gate.code.value: gate.rows for gate in month.gates}


def warnings(month: LedgerMonth) -> dict[str, tuple[str, ...]]:
    return {warning.code.value: warning.rows for warning in month.warnings}


# --------------------------------------------------------------------------------------------------------------- tiers


@pytest.mark.parametrize(
    ("row", "tier"),
    [
        (measured("1"), "measured"),
        (measured("1", evidence=()), "estimated"),
        (measured("1", tie=Tie.NONE), "estimated"),
        (measured("1", tie=None), "estimated"),
        (measured("1", evidence=(), confirmed_by="Anna", confirmed_on=date(2026, 6, 1)), "estimated"),
        (measured("1", evidence=(Evidence("till.PNG"),)), "measured"),
        (confirmed("1"), "confirmed"),
        (confirmed("1", confirmed_by=" "), "estimated"),
        (confirmed("1", confirmed_on=None), "estimated"),
        (confirmed("1", tie=Tie.CODE, evidence=(Evidence("a.csv"),)), "confirmed"),
        (estimated("1", tie=Tie.CODE, evidence=(Evidence("a.csv"),)), "estimated"),
    ],
)
def test_effective_tier(row: LedgerRow, tier: str) -> None:
    shown = reckoned(row).rows[0]
    assert (shown.tier, shown.claimed) == (tier, row.tier)


# -------------------------------------------------------------------------------------------------------------- credit


def test_the_strongest_then_the_first_stands_over_all_months() -> None:
    weak = estimated("100", id="weak", order_key="A", month=MAY)
    first = confirmed("100", id="first", order_key=" A ")
    second = confirmed("100", id="second", order_key="A", entered_month=JULY)
    rows = (weak, first, second)
    assert [(one.id, one.of) for one in reckoned(*rows, month=MAY).not_counted] == [("weak", "first")]
    assert reckoned(*rows).not_counted == ()
    assert [(one.id, one.of) for one in reckoned(*rows, month=JULY).not_counted] == [("second", "first")]
    assert reckoned(*rows).proven.text == "100.00"


def test_the_rule_of_the_client_stands_for_an_empty_one() -> None:
    terms = ClientTerms("EUR", rule="last link")
    rows = (measured("10", order_key="A"), measured("10", order_key="A", rule="last link"))
    assert len(reckoned(*rows, terms=terms).not_counted) == 1
    assert reckoned(*rows).not_counted == ()


def test_rules_share_an_order_up_to_100_percent() -> None:
    rows = (
        measured("200", order_key="A", share="60", rule="link"),
        confirmed("200", order_key="A", share="40", rule="desk"),
    )
    month = reckoned(*rows)
    assert gates(month) == {}
    assert (month.measured.text, month.confirmed.text, month.sales.text) == ("120.00", "80.00", "200.00")


def test_rows_without_an_order_are_never_compared() -> None:
    assert reckoned(measured("10"), measured("10")).measured.text == "20.00"


def test_a_weak_saving_that_comes_last_beats_all_rows_of_its_order() -> None:
    month = reckoned(
        measured("10", id="a", order_key="A"),
        measured("10", id="b", order_key="A", rule="other"),
        estimated("3", id="s", order_key="A", kind=ValueKind.SAVING),
        confirmed("2", id="t", order_key="A", kind=ValueKind.SAVING, rule="other"),
        confirmed("2", id="u", order_key="A", kind=ValueKind.SAVING),
    )
    saved = ("saving_of_same_order", "t")
    assert {one.id: (one.reason, one.of) for one in month.not_counted} == dict.fromkeys("absu", saved)
    assert month.full.text == "2.00"


def test_a_saving_has_margin_100_and_its_reversal_too_and_neither_is_a_sale() -> None:
    saved = measured("168", kind=ValueKind.SAVING, margin="16")
    month = reckoned(saved, refund(saved, "-68", kind=ValueKind.OTHER, margin="5"), cost("10"))
    assert month.measured.text == "100.00"
    assert month.sales.text == "0.00"
    assert month.break_even_basis is None


# ------------------------------------------------------------------------------------------------------------ reversals


def test_a_reversal_takes_from_its_original_whatever_its_own_columns_say() -> None:
    sold = gross(
        measured(
            "122", margin="50", share="60", rule="desk", order_key="A", currency="USD", rate="2", kind=ValueKind.BOOKING
        ),
        "22",
    )
    back = refund(
        sold, "-61", margin="1", share="1", rule="x", order_key="B", tier=Tier.ESTIMATED, kind=None, quantity="2"
    )
    month = reckoned(sold, back)
    first, second = month.rows
    assert (second.tier, second.claimed, second.kind, second.rule) == ("measured", "estimated", "booking", "desk")
    assert (first.net, first.amount) == (50_00, 15_00)
    assert (second.net, second.amount) == (-50_00, -15_00)
    assert month.not_counted == ()
    assert gates(month) == {}


def test_a_reversal_keeps_its_own_currency_rate_and_vat() -> None:
    sold = measured("100", currency="USD", rate="2")
    own_rate = refund(sold, "-100", currency="USD", rate="4")
    only_rate = refund(sold, "-100", rate="5")
    at_home = refund(sold, "-100", currency="EUR")
    own_vat = gross(refund(sold, "-110"), "10")
    own_basis = refund(gross(sold, "25"), "-100")
    assert [row.net for row in reckoned(sold, own_rate, only_rate, at_home, own_vat).rows] == [
        50_00,
        -25_00,
        -20_00,
        -100_00,
        -50_00,
    ]
    assert [row.net for row in reckoned(gross(sold, "25"), own_basis).rows] == [40_00, -40_00]


def test_a_rate_of_another_currency_is_not_borrowed() -> None:
    sold = measured("100", currency="USD", rate="2")
    assert gates(reckoned(sold, refund(sold, "-100", currency="GBP"))) == {"rate_missing": ("M2",)}


def test_a_reversal_of_a_row_not_counted_is_not_counted() -> None:
    first = measured("100", id="first", order_key="A")
    twin = measured("100", id="twin", order_key="A")
    back = refund(twin, "-100", id="back")
    month = reckoned(first, twin, back)
    assert [(one.id, one.reason, one.of) for one in month.not_counted] == [
        ("twin", "duplicate", "first"),
        ("back", "reverses_not_counted", "twin"),
    ]
    assert month.measured.text == "100.00"


def test_a_reversed_original_stays_in_dedupe() -> None:
    first = measured("100", id="first", order_key="A")
    twin = measured("100", id="twin", order_key="A")
    month = reckoned(first, twin, refund(first, "-100"))
    assert [one.id for one in month.not_counted] == ["twin"]
    assert month.measured.text == "0.00"


def test_a_reversal_takes_the_margin_of_its_original_day() -> None:
    old = ContractTerms(date(2026, 1, 1), date(2026, 5, 31), margin=Decimal(50))
    new = ContractTerms(date(2026, 6, 1), date(2026, 12, 31), margin=Decimal(10))
    sold = measured("100", month=MAY, margin=None)
    month = reckoned(sold, refund(sold, "-100"), contracts=(old, new))
    assert month.measured.text == "-50.00"


def test_a_pipeline_row_is_taken_back_when_it_is_won() -> None:
    hoped = estimated("1000", probability="30", month=MAY)
    month = reckoned(hoped, refund(hoped, "-1000"), measured("1000"), cost("100"))
    assert (month.measured.text, month.estimated.text) == ("1000.00", "-300.00")


def test_rows_that_cannot_be_reckoned() -> None:
    sold = measured("10", id="a")
    back = refund(sold, "-1", id="b")
    for rows in ([refund(sold, "-1")], [sold, back, refund(back, "-1")], [sold, sold]):
        with pytest.raises(ValueError):
            ledger_month(rows, (), ClientTerms("EUR"), JUNE)


# ------------------------------------------------------------------------------------------------------------- margins


def test_the_margin_comes_from_the_contract_of_the_day() -> None:
    ended = ContractTerms(date(2026, 1, 1), date(2026, 3, 31), margin=Decimal(40), look_back=90)
    later = ContractTerms(date(2026, 6, 20), date(2026, 12, 31), margin=Decimal(70))
    contracts = (later, ended)
    assert contract_on(contracts, date(2026, 3, 31)) is ended
    assert contract_on(contracts, date(2026, 6, 19)) is ended
    assert contract_on(contracts, date(2026, 6, 20)) is later
    assert contract_on((ended,), date(2026, 6, 30)) is None
    assert contract_on((ended,), date(2025, 12, 31)) is None
    overlapping = ContractTerms(date(2026, 7, 1), None, margin=None)
    assert contract_on((overlapping, later), date(2026, 8, 1)) is overlapping
    older = ContractTerms(date(2025, 1, 1), date(2026, 2, 28), margin=Decimal(5))
    assert contract_on((older, ended), date(2026, 4, 1)) is ended


def test_the_contract_of_a_month_is_the_later_one() -> None:
    first = ContractTerms(date(2026, 1, 1), date(2026, 6, 10))
    second = ContractTerms(date(2026, 6, 11), None)
    assert contract_of((second, first), JUNE) is second
    assert contract_of((first,), JULY) is None


# --------------------------------------------------------------------------------------------------------------- gates


def test_sales_above_total_blocks_its_own_month_only() -> None:
    rows = (measured("100", margin="50"), confirmed("50", share="50"), total("124.99", id="T"), cost("10"))
    month = reckoned(*rows)
    assert gates(month) == {"sales_above_total": ("M1", "C1", "T")}
    assert "125" in month.gates[0].message
    assert gates(reckoned(*rows, month=JULY)) == {}
    assert reckoned(*rows, measured("5", month=JULY), month=JULY).running.value.text is None
    assert gates(reckoned(*rows[:2], total("125"), cost("10"))) == {}
    assert gates(reckoned(estimated("500"), measured("500", kind=ValueKind.SAVING), total("1"), cost("9"))) == {}


def test_the_total_is_net_and_converted() -> None:
    assert gates(reckoned(measured("100"), gross(total("121.99", id="T"), "22"))) == {"sales_above_total": ("M1", "T")}
    in_dollars = total("199.98", id="T", currency="USD", rate="2")
    assert gates(reckoned(measured("100"), in_dollars)) == {"sales_above_total": ("M1", "T")}
    without_rate = total("1", id="T", currency="USD")
    assert gates(reckoned(measured("100"), without_rate)) == {"rate_missing": ("T",)}


def test_shares_above_100_block_every_month_that_lists_a_row() -> None:
    rows = (
        measured("10", order_key="A", share="60", rule="x", month=MAY),
        estimated("10", order_key="A", share="60", rule="y", date="2026-06-12"),
        measured("10", date="2026-06-01"),
    )
    assert gates(reckoned(*rows, month=MAY)) == {"share_above_100": ("M1", "2026-06/E1")}
    assert gates(reckoned(*rows)) == {"share_above_100": ("2026-05/M1", "E1")}
    assert gates(reckoned(*rows, month=JULY)) == {}


def test_reversals_and_rows_not_counted_do_not_share() -> None:
    sold = measured("10", order_key="A", share="60", rule="x")
    rows = (sold, measured("10", order_key="A", share="60", rule="x"), refund(sold, "-10"))
    assert gates(reckoned(*rows)) == {}


def test_outside_contract() -> None:
    inside = (measured("10", date="2026-06-10"), cost("10"))
    assert gates(reckoned(*inside, contracts=(YEAR,))) == {}
    at_the_edge = measured("10", date="2026-09-13", month=JUNE)
    beyond = measured("10", date="2026-09-14", month=JUNE)
    before = confirmed("10", date="2025-12-31", month=JUNE)
    assert gates(reckoned(*inside, at_the_edge, contracts=(YEAR,))) == {}
    assert gates(reckoned(*inside, beyond, contracts=(YEAR,))) == {"outside_contract": ("M2",)}
    assert gates(reckoned(*inside, before, contracts=(YEAR,))) == {"outside_contract": ("C1",)}
    assert gates(reckoned(*inside, beyond)) == {}


def test_a_cost_is_judged_by_its_first_month_and_blocks_each_month_that_bears_it() -> None:
    late = cost("10", month=JULY, spread_months=2)
    spread = cost("10", date="2026-06-30", spread_months=2)
    assert gates(reckoned(late, spread, month=JULY, contracts=(YEAR,))) == {"outside_contract": ("I2",)}
    assert gates(reckoned(late, month=JULY.next, contracts=(YEAR,))) == {"outside_contract": ("I1",)}
    assert gates(reckoned(spread, month=JULY, contracts=(YEAR,))) == {}


def test_rate_missing_looks_at_counted_rows_late_ones_too() -> None:
    first = measured("10", order_key="A")
    twin = measured("10", order_key="A", currency="USD")
    assert gates(reckoned(first, twin)) == {}
    late = estimated("10", currency="USD", month=MAY, entered_month=JUNE, date="2026-06-20")
    assert gates(reckoned(first, late)) == {"rate_missing": ("E1",)}
    assert gates(reckoned(first, late, cost("1", month=MAY), month=MAY)) == {}
    foreign = cost("10", currency="USD", spread_months=2)
    assert gates(reckoned(foreign)) == gates(reckoned(foreign, month=JULY)) == {"rate_missing": ("I1",)}


def test_a_rate_is_not_asked_for_at_home() -> None:
    assert reckoned(measured("10", currency="EUR", rate="2"), cost("1")).measured.text == "10.00"


def test_costs_below_zero_counts_what_the_month_bears() -> None:
    rows = (cost("100"), cost("-300", CostKind.ADS, spread_months=3))
    assert gates(reckoned(*rows)) == {}
    assert reckoned(*rows).state == "no_cost"
    assert gates(reckoned(*rows, month=JULY)) == {"costs_below_zero": ("I1",)}


def test_several_gates_at_once() -> None:
    month = reckoned(
        measured("100", order_key="A", share="60", rule="x"),
        measured("100", order_key="A", share="60", rule="y"),
        measured("5", date="2025-01-01", month=JUNE),
        total("1", id="T"),
        cost("-5"),
        cost("-5", month=MAY, currency="USD"),
        contracts=(YEAR,),
    )
    assert list(gates(month)) == ["sales_above_total", "share_above_100", "outside_contract", "costs_below_zero"]


# ------------------------------------------------------------------------------------------------------------ warnings


def test_warnings_of_an_ordinary_month() -> None:
    assert warnings(reckoned(measured("10"), total("10"), cost("1"))) == {}
    assert warnings(reckoned(measured("10"), cost("1"))) == {"no_total_row": ()}
    assert warnings(reckoned(cost("1"))) == {}
    assert warnings(reckoned(measured("10"), total("10"))) == {"no_cost": ()}


def test_mostly_estimated() -> None:
    half = reckoned(measured("10"), estimated("10"), total("10"), cost("1"))
    more = reckoned(measured("10"), estimated("10.01"), total("10"), cost("1"))
    unknown = reckoned(measured("1", margin=None), estimated("10.01"), total("10"), cost("1"))
    assert (warnings(half), warnings(more), warnings(unknown)) == ({}, {"mostly_estimated": ("E1",)}, {})


def test_screenshot_only() -> None:
    picture, export = Evidence("Till.JPG"), Evidence("orders.csv")
    month = reckoned(
        measured("1", evidence=(picture,)),
        measured("1", evidence=(picture, export)),
        confirmed("1", evidence=(picture,)),
        measured("1", evidence=(picture,), month=MAY, entered_month=JUNE, date="2026-06-20"),
        total("50"),
        cost("1"),
    )
    assert warnings(month) == {"screenshot_only": ("M1", "M3")}


def test_over_reversed_by_net_up_to_the_month() -> None:
    sold = measured("100", month=MAY, share="10")
    june, july = refund(sold, "-60"), refund(sold, "-60", month=JULY)
    rows = (sold, june, july, total("500"), total("500", month=JULY), total("500", month=MAY), cost("1", month=MAY))
    rows = (*rows, cost("1"), cost("1", month=JULY))
    assert warnings(reckoned(*rows, month=MAY)) == {}
    assert warnings(reckoned(*rows)) == {}
    assert warnings(reckoned(*rows, month=JULY)) == {"over_reversed": ("2026-05/M1", "2026-06/M1", "M1")}
    august = JULY.next
    assert warnings(reckoned(*rows, cost("1", month=august), month=august)) == {}


def test_a_full_refund_at_another_rate_is_not_over_reversed() -> None:
    sold = measured("100", currency="USD", rate="2")
    same = refund(sold, "-100", rate="1.9")
    other = refund(sold, "-50.01", currency="EUR")
    assert "over_reversed" not in warnings(reckoned(sold, same, cost("1")))
    assert warnings(reckoned(sold, other, cost("1")))["over_reversed"] == ("M1", "M2")


# ----------------------------------------------------------------------------------------------------------- sentences


@pytest.mark.parametrize("code", [*GateCode, *WarningCode])
@pytest.mark.parametrize("count", [1, 2])
def test_every_notice_has_a_sentence(code: GateCode | WarningCode, count: int) -> None:
    notice = Notice(code, ("M1", "M2")[:count], "EUR", (1234_56, 99), name="A-7")
    for spoken in ("en", "it"):
        with language(spoken):
            assert notice.message.endswith((".", ")"))
            assert "{" not in notice.message


def test_an_unknown_notice_is_a_bug() -> None:
    with pytest.raises(AssertionError):
        _ = Notice("neither").message  # type: ignore[arg-type]


def test_entries_of_gates_and_warnings() -> None:
    blocked = figures_json(reckoned(measured("2"), total("1", id="T")))
    assert list(blocked["gates"][0]) == ["code", "rows", "message"]
    warned = figures_json(reckoned(measured("2"), cost("1")))
    assert list(warned["warnings"][0]) == ["code", "message", "rows"]


def test_every_word_has_a_title() -> None:
    assert set(ROW_TITLES) == set(RowType)
    assert set(VALUE_KIND_TITLES) == set(ValueKind)
    assert set(COST_KIND_TITLES) == set(CostKind)
    assert set(TIE_TITLES) == set(Tie)
    assert set(TIER_TITLES) == set(Tier)
    assert set(NOT_COUNTED_TITLES) == set(NotCountedReason)
    assert tuple(COLUMN_TITLES) == COLUMNS
