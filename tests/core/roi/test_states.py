"""Every state of a month, what it lets print, and the JSON that says so."""

from __future__ import annotations

from typing import Any

import pytest

from smmdesk.core.roi.figures import figures_json
from smmdesk.core.roi.rows import LedgerRow
from smmdesk.core.roi.words import LedgerState, ValueKind
from tests.core.roi.builders import JUNE, MAY, confirmed, cost, estimated, measured, reckoned, refund, total

RATIOS = ("per_unit.floor", "per_unit.headline", "per_unit.full", "roi.floor", "roi.headline", "roi.full")
RANGE = ("range.low", "range.high")
BREAK_EVEN = ("break_even_margin", "break_even_sales", "break_even_customers")
SUMS = (
    "measured", "confirmed", "estimated", "proven", "full", "net.floor", "net.headline", "net.full",
)  # fmt: skip
SHARES = ("shares.measured", "shares.confirmed", "shares.estimated")
REST = ("invested", "sales", "sales_per_unit", "late_value", "invested_cash")
RUNNING = ("running.value", "running.invested", "running.roi")
EVERY = {*RATIOS, *RANGE, *BREAK_EVEN, *SUMS, *SHARES, *REST, *RUNNING}


def printed(*rows: LedgerRow, month: Any = JUNE) -> dict[str, Any]:
    return figures_json(reckoned(*rows, month=month))


def nulls(ledger: dict[str, Any]) -> set[str]:
    """Return the names of the figures without a value; a figure without a value names no rows."""
    found = set()
    for name in EVERY:
        figure: Any = ledger
        for part in name.split("."):
            figure = figure[part]
        if figure["value"] is None:
            found.add(name)
            assert figure["rows"] == []
            assert figure.get("exact") is None
    return found


def test_ok_prints_everything() -> None:
    ledger = printed(measured("500", margin="50"), confirmed("10"), estimated("5"), cost("100"))
    assert ledger["state"] == "ok"
    assert nulls(ledger) == set()


def test_no_data() -> None:
    ledger = printed()
    assert ledger["state"] == "no_data"
    assert nulls(ledger) == {*RATIOS, *RANGE, *BREAK_EVEN, *SHARES, "sales_per_unit", "running.roi"}
    assert ledger["running"]["since"] is None
    assert ledger["net"]["headline"] == {"value": "0.00", "rows": []}
    assert ledger["warnings"] == []


def test_no_data_keeps_what_came_late_and_the_running_total() -> None:
    ledger = printed(measured("100", month=MAY), cost("50", month=MAY), measured("30", month=MAY, entered_month=JUNE))
    assert ledger["state"] == "no_data"
    assert ledger["late_value"] == {"value": "30.00", "rows": ["M1"]}
    assert ledger["running"]["value"]["value"] == "130.00"
    assert ledger["running"]["roi"] == {"value": "160.00", "rows": ["2026-05/M1", "M1", "2026-05/I1"]}
    assert [row["mark"] for row in ledger["rows"]] == ["M1"]


def test_only_rows_that_are_not_counted_are_no_data() -> None:
    ledger = printed(measured("100", order_key="A", month=MAY), measured("100", id="twin", order_key="A"))
    assert ledger["state"] == "no_data"
    assert [(row["mark"], row["id"], row["net"], row["amount"]) for row in ledger["rows"]] == [
        (None, "twin", "100.00", "0.00")
    ]


@pytest.mark.parametrize("costs", [(), (cost("80"), cost("-80"))])
def test_no_cost(costs: tuple[LedgerRow, ...]) -> None:
    ledger = printed(measured("300"), *costs)
    assert ledger["state"] == "no_cost"
    assert nulls(ledger) == {*RATIOS, *RANGE, *BREAK_EVEN, "sales_per_unit", "running.roi"}
    assert ledger["invested"]["value"] == "0.00"
    assert ledger["shares"]["measured"]["value"] == "100.00"
    warning = next(one for one in ledger["warnings"] if one["code"] == "no_cost")
    assert warning["rows"] == [f"I{place}" for place in range(1, len(costs) + 1)]


def test_costs_alone_that_add_to_nothing_are_no_cost() -> None:
    assert reckoned(cost("80"), cost("-80")).state is LedgerState.NO_COST


UNKNOWN = {*SUMS, *RATIOS, *RANGE, *SHARES, "break_even_sales", "break_even_customers", "running.value", "running.roi"}


def test_margin_unknown() -> None:
    ledger = printed(measured("300", margin=None), confirmed("100"), cost("100"))
    assert ledger["state"] == "margin_unknown"
    assert nulls(ledger) == UNKNOWN
    assert ledger["sales"] == {"value": "400.00", "rows": ["M1", "C1"]}
    assert ledger["sales_per_unit"]["value"] == "4.00"
    assert ledger["break_even_margin"]["value"] == "25.00"
    assert ledger["running"]["invested"]["value"] == "100.00"
    assert ledger["rows"][0]["amount"] is None


def test_margin_unknown_beside_no_cost() -> None:
    ledger = printed(measured("300", margin=None))
    assert ledger["state"] == "no_cost"
    assert nulls(ledger) == {*UNKNOWN, "sales_per_unit", "break_even_margin"}
    assert ledger["sales"]["value"] == "300.00"


def test_an_estimate_without_margin_is_unknown_too() -> None:
    ledger = printed(measured("300"), estimated("300", margin=None), cost("100"))
    assert ledger["state"] == "margin_unknown"
    assert nulls(ledger) == UNKNOWN


def test_a_late_row_without_margin_takes_late_value_and_running() -> None:
    ledger = printed(
        measured("300"), measured("20", margin=None, month=MAY, entered_month=JUNE, date="2026-06-12"), cost("100")
    )
    assert ledger["state"] == "ok"
    assert nulls(ledger) == {"late_value", "running.value", "running.roi"}
    assert ledger["running"]["invested"]["value"] == "100.00"


def test_no_sales_no_break_even_margin() -> None:
    sold = measured("100", month=MAY)
    ledger = printed(refund(sold, "-50"), sold, estimated("500"), cost("100"))
    assert ledger["state"] == "refunds_exceed"
    assert nulls(ledger) == set(BREAK_EVEN)
    assert ledger["sales"]["value"] == "-50.00"


def test_not_yet_proven() -> None:
    ledger = printed(estimated("300"), cost("100"))
    assert ledger["state"] == "not_yet_proven"
    assert nulls(ledger) == {"net.headline", "per_unit.headline", "roi.headline", *BREAK_EVEN}
    assert (ledger["range"]["low"]["value"], ledger["range"]["high"]["value"]) == ("-100.00", "200.00")
    assert ledger["shares"]["estimated"]["value"] == "100.00"


@pytest.mark.parametrize("rows", [(), (estimated("-20"),), (measured("50"), measured("-50"), estimated("0"))])
def test_nothing_proven(rows: tuple[LedgerRow, ...]) -> None:
    ledger = printed(*rows, cost("100"))
    assert ledger["state"] == "nothing_proven"
    assert ledger["roi"]["headline"]["value"] == "-100.00"
    assert ledger["shares"]["measured"]["value"] is None


def test_refunds_exceed() -> None:
    ledger = printed(measured("-150"), estimated("500"), cost("300"))
    assert ledger["state"] == "refunds_exceed"
    assert ledger["roi"]["headline"]["value"] == "-150.00"


def test_negative_estimates_turn_the_range_round() -> None:
    ledger = printed(measured("300"), confirmed("100"), estimated("-250"), cost("100"))
    assert (ledger["range"]["low"]["value"], ledger["range"]["high"]["value"]) == ("50.00", "300.00")
    assert ledger["range"]["low"]["rows"] == ["M1", "C1", "E1", "I1"]
    assert ledger["shares"]["measured"]["value"] == "200.00"


def test_blocked_prints_no_figure_but_the_gate_and_the_rows() -> None:
    ledger = printed(
        measured("500", currency="USD"), cost("100"), measured("5", month=MAY, entered_month=JUNE, date="2026-06-20")
    )
    assert ledger["state"] == "blocked"
    assert nulls(ledger) == EVERY
    assert ledger["warnings"] == []
    assert [(gate["code"], gate["rows"]) for gate in ledger["gates"]] == [("rate_missing", ["M1"])]
    assert [(row["mark"], row["net"], row["amount"]) for row in ledger["rows"]] == [
        ("M1", None, None),
        ("M2", "5.00", "5.00"),
        ("I1", "100.00", "100.00"),
    ]


def test_a_blocked_month_says_nothing_restated() -> None:
    may = printed(
        measured("500", month=MAY, currency="USD"),
        measured("50", month=MAY, entered_month=JUNE),
        cost("10", month=MAY),
        month=MAY,
    )
    empty = {"value": None, "rows": []}
    assert may["restated"] == {"proven": empty, "roi": empty}


def test_restated() -> None:
    late = measured("50", month=MAY, entered_month=JUNE, date="2026-05-31")
    guess = estimated("50", month=MAY, entered_month=JUNE, date="2026-05-31")
    own = measured("100", month=MAY)
    assert printed(own, guess, month=MAY)["restated"] is None
    without_cost = printed(own, late, month=MAY)["restated"]
    assert without_cost["proven"] == {"value": "150.00", "rows": ["M1", "2026-06/M1"]}
    assert without_cost["roi"]["value"] is None
    unknown = printed(own, measured("7", month=MAY, margin=None), late, cost("10", month=MAY), month=MAY)["restated"]
    assert unknown["proven"]["value"] is None
    late_unknown = measured("50", month=MAY, entered_month=JUNE, margin=None)
    assert printed(own, late_unknown, cost("10", month=MAY), month=MAY)["restated"]["proven"]["value"] is None
    no_rate = measured("50", month=MAY, entered_month=JUNE, currency="USD")
    assert printed(own, no_rate, cost("10", month=MAY), month=MAY)["restated"]["proven"]["value"] is None


def test_restated_headline_is_not_printed_while_nothing_is_proven() -> None:
    sold = measured("50", month=MAY, entered_month=JUNE)
    back = refund(sold, "-50", month=MAY, entered_month=JUNE)
    restated = printed(sold, back, estimated("10", month=MAY), cost("10", month=MAY), month=MAY)["restated"]
    assert restated["proven"]["value"] == "0.00"
    assert restated["roi"]["value"] is None


def test_estimated_late_rows_are_only_listed() -> None:
    ledger = printed(estimated("50", month=MAY, entered_month=JUNE, date="2026-06-01"), measured("10"), cost("1"))
    assert ledger["late_value"] == {"value": "0.00", "rows": []}
    assert [row["mark"] for row in ledger["rows"]] == ["M1", "E1", "I1"]
    assert ledger["running"]["value"]["value"] == "10.00"


def test_invested_and_cash() -> None:
    spread = cost("120", month=MAY, spread_months=12)
    ledger = printed(spread, cost("5"))
    assert ledger["invested"] == {"value": "15.00", "rows": ["I1", "I2"]}
    assert ledger["invested_cash"] == {"value": "5.00", "rows": ["I2"]}
    assert ledger["rows"][0]["net"] == "120.00"
    assert ledger["rows"][0]["amount"] == "10.00"
    # the spread row stands by the shown month's mark, once
    assert ledger["running"]["invested"] == {"value": "25.00", "rows": ["I1", "I2"]}


def test_a_spread_that_is_over_stands_by_its_first_month() -> None:
    ledger = printed(cost("20", month=MAY.plus(-3), spread_months=2), cost("5", month=MAY), cost("5"))
    assert ledger["running"]["invested"] == {"value": "30.00", "rows": ["2026-02/I1", "2026-05/I1", "I1"]}
    assert ledger["running"]["since"] == "2026-02"


def test_running_while_an_earlier_month_is_blocked_or_unknown() -> None:
    now = (measured("100"), cost("50"))
    blocked = printed(*now, cost("5", month=MAY, currency="USD"))
    assert (blocked["state"], blocked["running"]["since"]) == ("ok", "2026-05")
    assert {"running.value", "running.invested", "running.roi"} <= nulls(blocked)
    unknown = printed(*now, measured("5", month=MAY, margin=None))
    assert unknown["running"]["value"]["value"] is None
    assert unknown["running"]["roi"]["value"] is None
    assert unknown["running"]["invested"]["value"] == "50.00"


def test_running_begins_by_the_entered_month() -> None:
    ledger = printed(measured("100", month=MAY, entered_month=JUNE), cost("50"))
    assert ledger["running"]["since"] == "2026-06"
    assert printed(measured("100"), month=MAY)["running"]["since"] is None


def test_break_even_from_confirmed_rows_and_without_savings() -> None:
    month = reckoned(
        measured("100", kind=ValueKind.SAVING),
        measured("100", kind=ValueKind.LEAD),
        confirmed("60", quantity="2", margin="50"),
        confirmed("60", margin="20", kind=ValueKind.APPOINTMENT),
        cost("100"),
    )
    basis = month.break_even_basis
    assert basis is not None
    assert (basis.tier, basis.margin, basis.net_order) == ("confirmed", 40, 60_00)
    assert month.break_even_sales.text == "250.00"
    assert (month.break_even_customers.count, month.break_even_customers.rows) == (5, ("C1", "C2", "I1"))


def test_totals_do_not_stand_among_the_rows() -> None:
    month = reckoned(measured("10"), total("500", id="T"), cost("1"))
    assert [row.mark for row in month.rows] == ["M1", "I1"]
    assert month.total is not None
    assert (month.total.id, month.total_net) == ("T", 500_00)
