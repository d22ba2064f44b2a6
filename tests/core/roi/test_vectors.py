"""The vectors of the specification's ledger section, each under its own id."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from smmdesk.core.money import decimal_text, split_evenly
from smmdesk.core.roi.figures import figures_json
from smmdesk.core.roi.formulas import (
    claims_ratio,
    cost_per_result,
    cumulative,
    lifetime_remainder,
    payback,
    pooled_return,
    return_on_investment,
)
from smmdesk.core.roi.month import LedgerMonth
from smmdesk.core.roi.reckoning import ledger_month
from smmdesk.core.roi.rows import ClientTerms, ContractTerms, Evidence
from smmdesk.core.roi.words import CostKind, LedgerState, Tie, ValueKind
from tests.core.roi.builders import (
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


def three(figures: object) -> tuple[str | None, ...]:
    return tuple(getattr(figures, name).text for name in ("floor", "headline", "full"))


def shares(month: LedgerMonth) -> tuple[str | None, ...]:
    return month.shares.measured.text, month.shares.confirmed.text, month.shares.estimated.text


@pytest.mark.parametrize(
    ("returned", "invested", "percent"),
    [
        pytest.param("11000000", "10000000", "10.00", id="S1"),
        pytest.param("30", "20", "50.00", id="S2a"),
        pytest.param("50", "40", "25.00", id="S2b"),
        pytest.param("1000", "100", "900.00", id="S3"),
        pytest.param("8000", "3200", "150.00", id="S4"),
        pytest.param("300", "200", "50.00", id="S5"),
        pytest.param("20000", "5000", "300.00", id="S6"),
        pytest.param("7000", "2000", "250.00", id="S7"),
        pytest.param("27720", "4794", "478.22", id="S8"),
    ],
)
def test_source_examples(returned: str, invested: str, percent: str) -> None:
    roi = return_on_investment(int(returned) * 100, int(invested) * 100)
    assert roi is not None
    assert decimal_text(roi) == percent


def test_s15_the_saved_commission() -> None:
    month = reckoned(measured("168.00", kind=ValueKind.SAVING, margin=None), cost("100"))
    assert month.measured.text == "168.00"


def test_l1_three_tiers() -> None:
    month = reckoned(
        measured("1800"),
        confirmed("700"),
        estimated("500"),
        cost("600"),
        cost("300", CostKind.ADS),
        cost("100", CostKind.PRODUCTION),
    )
    assert month.state is LedgerState.OK
    assert month.invested.text == "1000.00"
    assert three(month.roi) == ("80.00", "150.00", "200.00")
    assert three(month.per_unit) == ("1.80", "2.50", "3.00")
    assert three(month.net) == ("800.00", "1500.00", "2000.00")
    assert shares(month) == ("60.00", "23.33", "16.67")
    assert (month.low.text, month.high.text) == ("80.00", "200.00")


def test_l2_margin_not_turnover() -> None:
    month = reckoned(measured("4000", margin="30"), cost("1000"))
    assert month.measured.text == "1200.00"
    assert month.roi.headline.text == "20.00"
    assert month.sales_per_unit.text == "4.00"
    assert month.break_even_sales.text == "3333.34"
    assert month.break_even_margin.text == "25.00"


@pytest.mark.parametrize(
    ("recoverable", "invested", "roi"),
    [("100", "700.00", "14.29"), ("50", "777.00", "2.96"), ("0", "854.00", "-6.32")],
)
def test_l3_vat(recoverable: str, invested: str, roi: str) -> None:
    rows = (
        gross(measured("2440", margin="40"), "22"),
        cost("500", vat_rate="22"),
        cost("200", CostKind.ADS, vat_rate="22"),
    )
    month = reckoned(*rows, terms=ClientTerms("EUR", Decimal(recoverable)))
    assert month.sales.text == "2000.00"
    assert month.measured.text == "800.00"
    assert month.invested.text == invested
    assert month.roi.headline.text == roi


def test_l4_flat_rate_fee_and_stamp() -> None:
    assert reckoned(cost("500"), cost("2", CostKind.STAMP)).invested.text == "502.00"


def test_l5_no_cost() -> None:
    month = reckoned(measured("300"))
    assert month.state is LedgerState.NO_COST
    assert three(month.roi) == three(month.per_unit) == (None, None, None)
    assert month.net.headline.text == "300.00"


def test_l6_no_data() -> None:
    assert reckoned().state is LedgerState.NO_DATA


def test_l7_nothing_came_back() -> None:
    month = reckoned(cost("450"))
    assert month.state is LedgerState.NOTHING_PROVEN
    assert month.roi.headline.text == "-100.00"
    assert month.per_unit.headline.text == "0.00"


def test_l8_refunds_exceed_sales() -> None:
    sold = measured("350", month=MAY)
    month = reckoned(sold, measured("200"), refund(sold, "-350"), cost("300"))
    assert month.state is LedgerState.REFUNDS_EXCEED
    assert month.proven.text == "-150.00"
    assert month.net.headline.text == "-450.00"
    assert month.roi.headline.text == "-150.00"


def test_l10_one_order_one_credit() -> None:
    month = reckoned(
        estimated("250", id="meta", order_key="1001"),
        estimated("250", id="google", order_key="1001"),
        measured("250", id="shop", order_key="1001"),
        cost("100"),
    )
    assert month.full.text == month.measured.text == "250.00"
    assert [(row.id, row.reason, row.of) for row in month.not_counted] == [
        ("meta", "duplicate", "shop"),
        ("google", "duplicate", "shop"),
    ]
    assert claims_ratio(2, 1) == 2


def test_l11_currencies() -> None:
    month = reckoned(
        cost("900"),
        cost("120.00", CostKind.ADS, currency="USD", rate="1.0832"),
        cost("80.00", CostKind.TOOLS, currency="GBP", rate="0.8437"),
        measured("1500.00", currency="CHF", rate="0.9391"),
    )
    assert [row.amount for row in month.rows if row.mark in ("I2", "I3")] == [110_78, 94_82]
    assert month.invested.text == "1105.60"
    assert month.measured.text == "1597.27"
    assert month.roi.headline.text == "44.47"


def test_l12_spread() -> None:
    row = cost("1000.00", CostKind.PRODUCTION, spread_months=12)
    parts = [reckoned(row, month=JUNE.plus(place)).invested.cents for place in range(12)]
    assert parts == [83_34] * 4 + [83_33] * 8
    assert reckoned(row, month=JUNE.plus(12)).state is LedgerState.NO_DATA
    assert reckoned(row).invested_cash.text == "1000.00"


def test_l13_payback() -> None:
    costs = (1600, 400, 400, 400, 400)
    values = (300, 700, 900, 1100, 1300)
    nets = [value - spent for value, spent in zip(values, costs, strict=True)]
    assert cumulative(nets) == [-1300, -1000, -500, 200, 1100]
    assert payback(nets).month == 4


def test_l15_break_even_without_sales() -> None:
    contract = ContractTerms(date(2026, 1, 1), date(2026, 12, 31), margin=Decimal(40), typical_order=85_00)
    month = reckoned(cost("1350"), contracts=(contract,))
    assert month.break_even_basis is not None
    assert month.break_even_basis.per_customer == 34_00
    assert month.break_even_customers.count == 40
    assert decimal_text(month.break_even_customers.exact or 0) == "39.71"


def test_l16_lifetime_value() -> None:
    first = measured("60", quantity="10", margin="50")
    remainder = lifetime_remainder(180_00, 30_00)
    month = reckoned(first, estimated(decimal_text(Fraction(remainder, 100)), quantity="10"), cost("600"))
    assert month.measured.text == "300.00"
    assert month.estimated.text == "1500.00"
    assert (month.low.text, month.high.text) == ("-50.00", "200.00")
    capped = reckoned(first, estimated("60", quantity="10"), cost("600"))
    assert lifetime_remainder(90_00, 30_00, 10) == 600_00
    assert capped.estimated.text == "600.00"
    assert capped.roi.full.text == "50.00"


def test_l18_without_proof() -> None:
    month = reckoned(measured("900", evidence=()), confirmed("400", confirmed_by=""), cost("650"))
    assert month.state is LedgerState.NOT_YET_PROVEN
    assert (month.measured.text, month.proven.text, month.full.text) == ("0.00", "0.00", "1300.00")
    assert three(month.roi) == ("-100.00", None, "100.00")
    assert month.per_unit.headline.text is None
    assert month.net.headline.text is None
    assert (month.low.text, month.high.text) == ("-100.00", "100.00")


def test_l19_shares_above_100() -> None:
    month = reckoned(
        measured("200", id="a", order_key="A1", share="60", rule="link"),
        measured("200", id="b", order_key="A1", share="60", rule="code"),
        cost("100"),
    )
    assert month.state is LedgerState.BLOCKED
    assert [(gate.code, gate.rows, gate.share) for gate in month.gates] == [("share_above_100", ("M1", "M2"), 120)]


def test_l20_pool_campaigns() -> None:
    assert pooled_return([(400_00, 100_00), (900_00, 900_00)]) == 30


def test_l21_sales_above_the_total() -> None:
    month = reckoned(measured("12500"), total("11000", id="T1"), cost("100"))
    assert month.state is LedgerState.BLOCKED
    assert [(gate.code, gate.rows) for gate in month.gates] == [("sales_above_total", ("M1", "T1"))]


def test_l23_credits_exceed_costs() -> None:
    month = reckoned(cost("100"), cost("-150", CostKind.ADS))
    assert month.state is LedgerState.BLOCKED
    assert [(gate.code, gate.rows, gate.amounts) for gate in month.gates] == [
        ("costs_below_zero", ("I1", "I2"), (-50_00,))
    ]


def test_l24_late_value() -> None:
    rows = (
        measured("900", month=MAY),
        cost("1000", month=MAY),
        measured("1100"),
        cost("1000"),
        measured("350", month=MAY, entered_month=JUNE, date="2026-05-20"),
    )
    may, june = reckoned(*rows, month=MAY), reckoned(*rows)
    assert may.roi.headline.text == "-10.00"
    assert may.restated is not None
    assert (may.restated.proven.text, may.restated.roi.text) == ("1250.00", "25.00")
    assert may.restated.proven.rows == ("M1", "2026-06/M1")
    assert june.roi.headline.text == "10.00"
    assert june.late_value.text == "350.00"
    assert june.late_value.rows == ("M1",)
    assert june.measured.rows == ("M2",)
    assert june.restated is None
    assert (june.running.value.text, june.running.invested.text) == ("2350.00", "2000.00")
    assert june.running.roi.text == "17.50"
    assert june.running.value.rows == ("2026-05/M1", "M1", "M2")
    assert may.running.value.text == "900.00"


def test_l25_round_once_per_row() -> None:
    month = reckoned(*(measured("66.67", margin="50") for _ in range(3)), cost("10"))
    assert month.measured.text == "100.02"


def test_l27_split() -> None:
    assert split_evenly(100_01, 3) == [33_34, 33_34, 33_33]


def test_l28_saving_beats_margin() -> None:
    month = reckoned(
        measured("1050", id="sale", order_key="B7", margin="55"),
        confirmed("168.00", id="saved", kind=ValueKind.SAVING, order_key="B7", rule="ota", margin="55"),
        cost("100"),
    )
    assert month.full.text == "168.00"
    assert [(row.id, row.reason, row.of) for row in month.not_counted] == [("sale", "saving_of_same_order", "saved")]
    assert month.sales.text == "0.00"


def test_l29_no_conversions() -> None:
    assert cost_per_result(200_00, 0) is None


def test_l30_claims_are_not_added() -> None:
    assert claims_ratio(40 + 35, 52) == Fraction(75, 52)
    assert decimal_text(claims_ratio(75, 52) or 0) == "1.44"


def hotel_june() -> list:
    file = (Evidence("proof.txt", "ab12"),)
    bookings = measured(
        "580.00",
        id="B1",
        kind=ValueKind.BOOKING,
        quantity="6",
        margin=None,
        date="2026-06-10",
        evidence=file,
        tie=Tie.LINK,
    )
    return [
        bookings,
        refund(bookings, "-580.00", id="B2", date="2026-06-20"),
        confirmed("500.00", id="P1", kind=ValueKind.BOOKING, quantity="3", margin=None),
        estimated("480.00", id="N1", quantity="120", probability="2", margin=None),
        cost("700.00", id="F1", date="2026-06-01"),
        cost("2.00", CostKind.STAMP, id="F2", date="2026-06-01"),
        cost("310.00", CostKind.ADS, id="F3"),
        cost("900.00", CostKind.PRODUCTION, id="F4", date="2026-06-15", spread_months=12),
        cost("16.00", CostKind.STAFF, id="F5", date="2026-06-30", quantity="4"),
    ]


HOTEL_CONTRACT = ContractTerms(date(2026, 1, 1), date(2026, 12, 31), margin=Decimal(55))

# The object of the specification, with "…" wherever it shortens the rows.
HOTEL_JSON = """
{"state": "ok",
  "measured":  {"value": "1595.00", "rows": ["M1", "M2"]},
  "confirmed": {"value": "825.00", "rows": ["C1"]},
  "estimated": {"value": "633.60", "rows": ["E1"]},
  "proven":    {"value": "2420.00", "rows": ["M1", "M2", "C1"]},
  "full":      {"value": "3053.60", "rows": ["M1", "M2", "C1", "E1"]},
  "invested":  {"value": "1151.00", "rows": ["I1", "I2", "I3", "I4", "I5"]},
  "net":      {"floor": {"value": "444.00", "rows": ["M1", "M2", "I1", "I2", "I3", "I4", "I5"]},
               "headline": {"value": "1269.00", "rows": ["M1", "M2", "C1", "I1", "I2", "I3", "I4", "I5"]},
               "full": {"value": "1902.60", "rows": ["M1", "M2", "C1", "E1", "I1", "I2", "I3", "I4", "I5"]}},
  "per_unit": {"floor": {"value": "1.39", "rows": ["…"]}, "headline": {"value": "2.10", "rows": ["…"]},
               "full": {"value": "2.65", "rows": ["…"]}},
  "roi":      {"floor": {"value": "38.58", "rows": ["…"]}, "headline": {"value": "110.25", "rows": ["…"]},
               "full": {"value": "165.30", "rows": ["…"]}},
  "range":    {"low": {"value": "38.58", "rows": ["…"]}, "high": {"value": "165.30", "rows": ["…"]}},
  "shares":   {"measured": {"value": "52.23", "rows": ["…"]}, "confirmed": {"value": "27.02", "rows": ["…"]},
               "estimated": {"value": "20.75", "rows": ["…"]}},
  "sales": {"value": "4400.00", "rows": ["M1", "M2", "C1"]}, "sales_per_unit": {"value": "3.82", "rows": ["…"]},
  "break_even_margin": {"value": "26.16", "rows": ["…"]}, "break_even_sales": {"value": "2092.73", "rows": ["…"]},
  "break_even_customers": {"value": "4", "exact": "3.61", "rows": ["…"]},
  "late_value": {"value": "0.00", "rows": []},
  "running": {"value": {"value": "2420.00", "rows": ["…"]}, "invested": {"value": "1151.00", "rows": ["…"]},
              "roi": {"value": "110.25", "rows": ["…"]}, "since": "2026-06"},
  "invested_cash": {"value": "1976.00", "rows": ["…"]}, "restated": null, "not_counted": [],
  "platform_claims": [{"platform": "meta_ads", "count": "9", "value": null, "source": "…"}],
  "proposed": [{"kind": "ads", "account": "hotelbar", "amount": "310.00", "origin": "import", "source": "…"}],
  "rows": [{"mark": "M1", "id": "B1", "tier": "measured", "claimed": "measured", "kind": "booking",
            "date": "2026-06-10", "net": "3480.00", "amount": "1914.00",
            "evidence": [{"name": "proof.txt", "sha256": "…"}]}],
  "gates": [], "warnings": [{"code": "no_total_row", "message": "…", "rows": []}]}
"""
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
INVESTED = ["I1", "I2", "I3", "I4", "I5"]
HOTEL_ROWS = {
    "floor": ["M1", "M2", *INVESTED],
    "headline": ["M1", "M2", "C1", *INVESTED],
    "full": ["M1", "M2", "C1", "E1", *INVESTED],
}


def same(printed: object, expected: object, path: str = "") -> None:
    """Compare key by key, in order; "…" matches any text, ["…"] any rows that are there."""
    if isinstance(expected, dict):
        assert isinstance(printed, dict), path
        assert list(printed) == list(expected), path
        for key in expected:
            same(printed[key], expected[key], f"{path}.{key}")
    elif expected == [ELLIPSIS]:
        assert isinstance(printed, list), path
        assert printed, path
        assert all(isinstance(mark, str) and mark for mark in printed), path
    elif isinstance(expected, list) and path != ".rows":
        assert isinstance(printed, list), path
        assert len(printed) == len(expected), path
        for place, (one, other) in enumerate(zip(printed, expected, strict=True)):
            same(one, other, f"{path}[{place}]")
    elif isinstance(expected, list):
        assert isinstance(printed, list)
        same(printed[0], expected[0], f"{path}[0]")
    elif expected == ELLIPSIS:
        assert isinstance(printed, str), path
        assert printed, path
    else:
        assert printed == expected, path


def test_l31_hotel_june() -> None:
    month = ledger_month(hotel_june(), (HOTEL_CONTRACT,), ClientTerms("EUR"), JUNE)
    claims = [{"platform": "meta_ads", "count": "9", "value": None, "source": "june.csv"}]
    proposed = [{"kind": "ads", "account": "hotelbar", "amount": "310.00", "origin": "import", "source": "june.csv"}]
    printed = json.loads(json.dumps(figures_json(month, claims, proposed)))
    same(printed, json.loads(HOTEL_JSON))
    for group in ("per_unit", "roi"):
        for reading, rows in HOTEL_ROWS.items():
            assert printed[group][reading]["rows"] == rows
    assert printed["range"]["low"]["rows"] == HOTEL_ROWS["floor"]
    assert printed["range"]["high"]["rows"] == HOTEL_ROWS["full"]
    assert printed["shares"]["measured"]["rows"] == ["M1", "M2", "C1", "E1"]
    assert printed["sales_per_unit"]["rows"] == printed["break_even_margin"]["rows"] == HOTEL_ROWS["headline"]
    assert printed["break_even_sales"]["rows"] == printed["break_even_customers"]["rows"] == ["M1", *INVESTED]
    assert printed["invested_cash"]["rows"] == INVESTED
    assert printed["running"]["roi"]["rows"] == HOTEL_ROWS["headline"]
    assert [(row["mark"], row["id"], row["net"], row["amount"]) for row in printed["rows"]] == [
        ("M1", "B1", "3480.00", "1914.00"),
        ("M2", "B2", "-580.00", "-319.00"),
        ("C1", "P1", "1500.00", "825.00"),
        ("E1", "N1", "57600.00", "633.60"),
        ("I1", "F1", "700.00", "700.00"),
        ("I2", "F2", "2.00", "2.00"),
        ("I3", "F3", "310.00", "310.00"),
        ("I4", "F4", "900.00", "75.00"),
        ("I5", "F5", "64.00", "64.00"),
    ]
    assert printed["rows"][4] == {
        "mark": "I1",
        "id": "F1",
        "tier": None,
        "claimed": None,
        "kind": "fee",
        "date": "2026-06-01",
        "net": "700.00",
        "amount": "700.00",
        "evidence": [],
    }


def test_rounding_is_exact_until_the_row_is_rounded() -> None:
    assert reckoned(gross(measured("1.13", margin="55"), "10"), cost("1")).measured.text == "0.57"
