"""The ledger from a hand-written sheet to the figures, held against the rules and a second reckoning of them."""

from __future__ import annotations

import hashlib
import random
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tests.whole.desks import Desk, MakeDesk, Sheet, confirmed, cost, estimated, total, value
from tests.whole.reckoned import Contract, Reckoned, later, told

WHOLE = {"margin": "100"}
L31: Sheet = [
    value("B1", "580.00", kind="booking", quantity="6", order_key="B-1"),
    value("B2", "-580.00", date="2026-06-20", kind="", evidence="", reverses="B1"),
    confirmed("B3", "500.00", date="2026-06-21", kind="booking", quantity="3"),
    estimated("B4", "480.00", date="2026-06-30", kind="lead", quantity="120", probability="2"),
    cost("K1", "700"),
    cost("K2", "2", "stamp"),
    cost("K3", "310", "ads", date="2026-06-30", vat_rate="22"),
    cost("K4", "900", "production", date="2026-06-15", spread_months="12"),
    cost("K5", "16", "staff", date="2026-06-15", quantity="4"),
]

# Every case: its rows, what the client or contract differs in, and what the figures must say (a dotted path each).
VECTORS: dict[str, tuple[Sheet, dict[str, Any], dict[str, Any]]] = {
    "L1": (
        [
            value("m", "1800", **WHOLE),
            confirmed("c", "700", **WHOLE),
            estimated("e", "500", **WHOLE),
            cost("f", "600"),
            cost("a", "300", "ads"),
            cost("p", "100", "production"),
        ],
        {},
        {
            "invested": "1000.00",
            "roi.floor": "80.00",
            "roi.headline": "150.00",
            "roi.full": "200.00",
            "per_unit.floor": "1.80",
            "per_unit.headline": "2.50",
            "per_unit.full": "3.00",
            "net.floor": "800.00",
            "net.headline": "1500.00",
            "net.full": "2000.00",
            "shares.measured": "60.00",
            "shares.confirmed": "23.33",
            "shares.estimated": "16.67",
        },
    ),
    "L2": (
        [value("m", "4000", margin="30"), cost("f", "1000")],
        {},
        {
            "proven": "1200.00",
            "roi.headline": "20.00",
            "sales_per_unit": "4.00",
            "break_even_sales": "3333.34",
            "break_even_margin": "25.00",
        },
    ),
    **{
        f"L3, {share} % recovered": (
            [
                value("m", "2440", vat="gross", vat_rate="22", margin="40"),
                cost("f", "500", vat_rate="22"),
                cost("a", "244", "ads", vat="gross", vat_rate="22"),
            ],
            {"recoverable": share},
            {"sales": "2000.00", "proven": "800.00", "invested": invested, "roi.headline": roi},
        )
        for share, invested, roi in [("100", "700.00", "14.29"), ("50", "777.00", "2.96"), ("0", "854.00", "-6.32")]
    },
    "L4": ([cost("f", "500"), cost("s", "2", "stamp")], {}, {"invested": "502.00"}),
    "L5": (
        [value("m", "300", **WHOLE)],
        {},
        {"state": "no_cost", "roi.headline": None, "per_unit.headline": None, "net.headline": "300.00"},
    ),
    "L6": ([], {}, {"state": "no_data", "roi.headline": None, "invested": "0.00"}),
    "L7": (
        [cost("f", "450")],
        {},
        {"state": "nothing_proven", "roi.headline": "-100.00", "per_unit.headline": "0.00"},
    ),
    "L8": (
        [
            value("m", "200", **WHOLE),
            value("o", "350", date="2026-05-09", **WHOLE),
            value("r", "-350", reverses="o"),
            cost("f", "300"),
        ],
        {},
        {"state": "refunds_exceed", "proven": "-150.00", "net.headline": "-450.00", "roi.headline": "-150.00"},
    ),
    "L10": (
        [
            value("shop", "250", order_key="#1001"),
            estimated("meta", "250", order_key="#1001"),
            estimated("google", "250", order_key="#1001"),
            cost("f", "100"),
        ],
        {},
        {"sales": "250.00", "full": "137.50"},
    ),
    "L11": (
        [
            value("m", "1500.00", currency="CHF", rate="0.9391", **WHOLE),
            cost("f", "900"),
            cost("u", "120.00", "tools", currency="USD", rate="1.0832"),
            cost("g", "80.00", "tools", currency="GBP", rate="0.8437"),
        ],
        {},
        {"invested": "1105.60", "proven": "1597.27", "roi.headline": "44.47"},
    ),
    "L15": (
        [cost("f", "1350")],
        {"margin": "40", "typical_order": "85.00"},
        {"break_even_customers": "40", "break_even_customers.exact": "39.71"},
    ),
    "L16": (
        [value("m", "60", quantity="10", margin="50"), estimated("e", "150", quantity="10", **WHOLE), cost("f", "600")],
        {},
        {"measured": "300.00", "estimated": "1500.00", "range.low": "-50.00", "range.high": "200.00"},
    ),
    "L16, twelve months": (
        [value("m", "60", quantity="10", margin="50"), estimated("e", "60", quantity="10", **WHOLE), cost("f", "600")],
        {},
        {"estimated": "600.00", "roi.full": "50.00"},
    ),
    "L18": (
        [
            value("m", "900", evidence="", **WHOLE),
            confirmed("c", "400", **WHOLE) | {"confirmed_by": ""},
            cost("f", "650"),
        ],
        {},
        {
            "state": "not_yet_proven",
            "measured": "0.00",
            "proven": "0.00",
            "full": "1300.00",
            "roi.floor": "-100.00",
            "roi.headline": None,
            "roi.full": "100.00",
            "per_unit.headline": None,
        },
    ),
    "L20": (
        [value("a", "400", **WHOLE), value("b", "900", **WHOLE), cost("x", "100"), cost("y", "900")],
        {},
        {"roi.headline": "30.00"},
    ),
    "L25": (
        [value(name, "66.67", margin="50") for name in "abc"] + [cost("f", "10")],
        {},
        {"proven": "100.02"},
    ),
    "L28": (
        [
            value("s", "168", kind="saving", order_key="B", margin="55"),
            value("b", "1050", kind="booking", order_key="B", rule="other"),
            cost("f", "100"),
        ],
        {},
        {"proven": "168.00", "sales": "0.00"},
    ),
    "L31": (
        L31,
        {},
        {
            "measured": "1595.00",
            "confirmed": "825.00",
            "estimated": "633.60",
            "proven": "2420.00",
            "full": "3053.60",
            "invested": "1151.00",
            "net.floor": "444.00",
            "net.headline": "1269.00",
            "net.full": "1902.60",
            "per_unit.floor": "1.39",
            "per_unit.headline": "2.10",
            "per_unit.full": "2.65",
            "roi.floor": "38.58",
            "roi.headline": "110.25",
            "roi.full": "165.30",
            "range.low": "38.58",
            "range.high": "165.30",
            "shares.measured": "52.23",
            "shares.confirmed": "27.02",
            "shares.estimated": "20.75",
            "sales": "4400.00",
            "sales_per_unit": "3.82",
            "break_even_margin": "26.16",
            "break_even_sales": "2092.73",
            "break_even_customers": "4",
            "break_even_customers.exact": "3.61",
            "invested_cash": "1976.00",
            "late_value": "0.00",
            "running.value": "2420.00",
            "running.invested": "1151.00",
            "running.roi": "110.25",
            "running.since": "2026-06",
            "state": "ok",
        },
    ),
    "S3": ([value("m", "1000", **WHOLE), cost("f", "100")], {}, {"roi.headline": "900.00"}),
    "S4": (
        [
            value("m", "8000", **WHOLE),
            cost("a", "1500", "ads"),
            cost("c", "600", "production"),
            cost("t", "100", "tools"),
            cost("h", "50", "staff", quantity="20"),
        ],
        {},
        {"invested": "3200.00", "net.headline": "4800.00", "roi.headline": "150.00"},
    ),
    "S7": (
        [value("m", "7000", **WHOLE), cost("f", "2000")],
        {},
        {"roi.headline": "250.00", "per_unit.headline": "3.50"},
    ),
    "S8": (
        [value("m", "27720", **WHOLE), cost("f", "4794")],
        {},
        {"net.headline": "22926.00", "roi.headline": "478.22"},
    ),
    "once rounded, exact until then": (
        [value("m", "1.13", vat="gross", vat_rate="10"), cost("f", "1")],
        {},
        {"proven": "0.57"},
    ),
    "a refund takes back what the sale gave": (
        [value("m", "66.67", margin="50"), value("r", "-66.67", margin="9", reverses="m"), cost("f", "1")],
        {},
        {"proven": "0.00", "sales": "0.00"},
    ),
}


def found(ledger: dict[str, Any], path: str) -> Any:
    for part in path.split("."):
        ledger = ledger[part]
    return ledger["value"] if isinstance(ledger, dict) else ledger


@pytest.mark.parametrize("name", VECTORS)
def test_each_vector_from_the_sheet_to_the_figures(name: str, a_desk: MakeDesk) -> None:
    rows, terms, wanted = VECTORS[name]
    desk = a_desk(**terms)
    if rows:
        desk.book(rows)
    ledger = desk.ledger()
    assert {path: found(ledger, path) for path in wanted} == wanted


def test_the_example_of_the_method_mark_by_mark(desk: Desk) -> None:
    desk.book(L31)
    code, figures = desk.figures()
    ledger = figures["ledger"]
    assert (code, figures["month"], figures["currency"], figures["report_state"]) == (0, "2026-06", "EUR", "draft")
    assert list(ledger) == [
        "state", "measured", "confirmed", "estimated", "proven", "full", "invested", "net", "per_unit", "roi", "range",
        "shares", "sales", "sales_per_unit", "break_even_margin", "break_even_sales", "break_even_customers",
        "late_value", "running", "invested_cash", "restated", "not_counted", "platform_claims", "proposed", "rows",
        "gates", "warnings",
    ]  # fmt: skip
    assert ledger["net"]["headline"]["rows"] == ["M1", "M2", "C1", "I1", "I2", "I3", "I4", "I5"]
    digest = hashlib.sha256((desk.folder / "p.csv").read_bytes()).hexdigest()
    assert ledger["rows"][0] == {
        "mark": "M1", "id": "B1", "tier": "measured", "claimed": "measured", "kind": "booking", "date": "2026-06-10",
        "net": "3480.00", "amount": "1914.00", "evidence": [{"name": "p.csv", "sha256": digest}],
    }  # fmt: skip
    assert [(row["mark"], row["id"]) for row in ledger["rows"]] == [
        ("M1", "B1"), ("M2", "B2"), ("C1", "B3"), ("E1", "B4"),
        ("I1", "K1"), ("I2", "K2"), ("I3", "K4"), ("I4", "K5"), ("I5", "K3"),
    ]  # fmt: skip
    assert [warning["code"] for warning in ledger["warnings"]] == ["no_total_row"]


@pytest.mark.parametrize(
    ("rows", "gates"),
    [
        ([value(name, "100", share="60", order_key="o", rule=name) for name in "ab"],
         [("share_above_100", ["M1", "M2"])]),  # L19
        ([value("a", "12500"), total("11000"), cost("f", "1")], [("sales_above_total", ["M1", "all-sales"])]),  # L21
        ([cost("a", "100", "ads"), cost("b", "-150", "ads")], [("costs_below_zero", ["I1", "I2"])]),  # L23
        ([cost("a", "100", currency="USD")], [("rate_missing", ["I1"])]),
        ([value("a", "100", currency="USD")], [("rate_missing", ["M1"])]),
        ([value("a", "1", date="2027-06-30", month="2026-06")], [("outside_contract", ["M1"])]),
    ],
)  # fmt: skip
def test_a_gate_blocks_with_exit_4_and_prints_the_figures_all_the_same(
    rows: Sheet, gates: list[tuple[str, list[str]]], desk: Desk
) -> None:
    desk.book(rows)
    code, figures = desk.figures()
    ledger = figures["ledger"]
    assert (code, ledger["state"], ledger["warnings"]) == (4, "blocked", [])
    assert [(gate["code"], gate["rows"]) for gate in ledger["gates"]] == gates
    assert all(gate["message"] for gate in ledger["gates"])
    assert (ledger["proven"], ledger["invested"]) == ({"value": None, "rows": []}, {"value": None, "rows": []})
    out = desk.folder / "reports"
    code, printed, said = desk.run("report", "--month", "2026-06", "--client", "Hotel Bar", "--out", out)
    assert (code, printed.strip(), list(out.glob("*.pdf"))) == (4, "", [])
    assert gates[0][0] in said
    assert all(row in said for row in gates[0][1])


def test_up_to_100_percent_and_up_to_the_total_nothing_is_blocked(desk: Desk) -> None:
    desk.book(
        [
            value("a", "100", share="60", order_key="o", rule="A"),
            value("b", "100", share="40", order_key="o", rule="B"),
            total("100.00"),
            cost("f", "10"),
        ]
    )
    code, figures = desk.figures()
    assert (code, figures["ledger"]["sales"]["value"], figures["ledger"]["warnings"]) == (0, "100.00", [])


def test_an_order_counts_once_and_what_does_not_count_stays_visible(desk: Desk) -> None:
    desk.book(
        [
            estimated("first", "100", order_key="o"),
            value("best", "100", order_key="o"),
            value("back", "-100", order_key="o", reverses="first"),
            value("saved", "20", kind="saving", order_key="p"),
            value("sold", "300", kind="booking", order_key="p", rule="other"),
            cost("f", "10"),
        ]
    )
    ledger = desk.ledger()
    assert (ledger["measured"]["value"], ledger["full"]["value"]) == ("75.00", "75.00")
    assert ledger["not_counted"] == [
        {"id": "first", "reason": "duplicate", "of": "best"},
        {"id": "back", "reason": "reverses_not_counted", "of": "first"},
        {"id": "sold", "reason": "saving_of_same_order", "of": "saved"},
    ]
    assert {row["id"] for row in ledger["rows"] if row["mark"] is None} == {"first", "back", "sold"}


def test_late_value_restates_its_month_and_stands_in_the_running_total(desk: Desk) -> None:
    desk.book(
        [
            value("may", "900", date="2026-05-05", **WHOLE),
            cost("k5", "1000", date="2026-05-01"),
            value("june", "1100", **WHOLE),
            cost("k6", "1000"),
            value("late", "350", date="2026-05-20", entered_month="2026-06", **WHOLE),
        ]
    )  # L24
    may, june = desk.ledger("2026-05"), desk.ledger("2026-06")
    assert (may["roi"]["headline"]["value"], june["roi"]["headline"]["value"]) == ("-10.00", "10.00")
    assert (may["restated"]["proven"]["value"], may["restated"]["roi"]["value"]) == ("1250.00", "25.00")
    assert may["restated"]["proven"]["rows"] == ["M1", "2026-06/M1"]
    assert (june["restated"], june["late_value"]) == (None, {"value": "350.00", "rows": ["M1"]})
    assert june["running"] == {
        "value": {"value": "2350.00", "rows": ["2026-05/M1", "M1", "M2"]},
        "invested": {"value": "2000.00", "rows": ["2026-05/I1", "I1"]},
        "roi": {"value": "17.50", "rows": ["2026-05/M1", "M1", "M2", "2026-05/I1", "I1"]},
        "since": "2026-05",
    }


def test_a_spread_cost_is_split_to_the_cent_also_past_the_contract(desk: Desk) -> None:
    desk.book([cost("k", "1000", spread_months="12"), cost("c", "-10.01", spread_months="3")])  # L12
    months = [later("2026-06", step) for step in range(13)]
    parts = [desk.ledger(month)["invested"]["value"] for month in months]
    assert parts == ["80.00"] * 2 + ["80.01"] + ["83.34"] + ["83.33"] * 8 + ["0.00"]
    assert [desk.ledger(month)["invested_cash"]["value"] for month in months[:2]] == ["989.99", "0.00"]


def test_an_unknown_margin_leaves_what_needs_no_margin(a_desk: MakeDesk) -> None:
    desk = a_desk(margin=None)
    desk.book([value("a", "100"), cost("f", "25")])
    ledger = desk.ledger()
    kept = ("invested", "sales", "sales_per_unit", "break_even_margin")
    assert ledger["state"] == "margin_unknown"
    assert [ledger[name]["value"] for name in kept] == ["25.00", "100.00", "4.00", "25.00"]
    empty = ("measured", "confirmed", "estimated", "proven", "full", "break_even_sales", "break_even_customers")
    assert {ledger[name]["value"] for name in empty} == {None}
    groups = [*ledger["net"].values(), *ledger["per_unit"].values(), *ledger["roi"].values(), *ledger["range"].values()]
    assert {figure["value"] for figure in [*groups, *ledger["shares"].values()]} == {None}
    assert [ledger["running"][name]["value"] for name in ("value", "invested", "roi")] == [None, "25.00", None]


def test_more_taken_back_than_given_and_pictures_alone_are_warnings(desk: Desk) -> None:
    rows = [value("a", "100", evidence="shot.png"), value("r", "-60", reverses="a"), value("s", "-60", reverses="a")]
    desk.book([*rows, cost("f", "1")])
    assert {warning["code"] for warning in desk.ledger()["warnings"]} == {
        "screenshot_only", "over_reversed", "no_total_row",
    }  # fmt: skip


# ------------------------------------------------------------------------------------------ a second reckoning


def _any_rows(dice: random.Random) -> Sheet:
    rows: Sheet = []
    values: Sheet = []
    for number in range(dice.randint(0, 9)):
        month = dice.choice(["2026-04", "2026-05", "2026-06", "2026-07"])
        day = f"{month}-{dice.randint(1, 28):02d}"
        if dice.random() < 0.35:
            row = cost(f"k{number}", f"{dice.choice([1, 1, 1, 1, -1]) * dice.randint(1, 200_000) / 100:.2f}", date=day)
            row |= {
                "quantity": dice.choice(["", "", "2"]), "vat": dice.choice(["", "net", "gross"]),
                "vat_rate": dice.choice(["22", "10"]), "recoverable_vat": dice.choice(["", "", "0", "50"]),
                "spread_months": dice.choice(["", "", "3", "7", "12"]),
            }  # fmt: skip
            if dice.random() < 0.2:
                row |= {"currency": "GBP", "rate": "0.8437"}
            rows.append(row)
            continue
        row = value(f"v{number}", f"{dice.randint(1, 300_000) / 100:.2f}", date=day) | {
            "kind": dice.choice(["sale", "booking", "appointment", "lead", "repeat", "saving", "other"]),
            "quantity": dice.choice(["", "", "2", "1.5"]), "vat": dice.choice(["", "net", "gross"]), "vat_rate": "22",
            "tie": dice.choice(["link", "code", "none", ""]),
            "tier": dice.choice(["measured", "measured", "confirmed", "estimated"]),
            "evidence": dice.choice(["p.csv", "p.csv", "", "shot.png", "p.csv|shot.png"]),
            "margin": dice.choice(["", "", "30", "33.33", "100"]), "share": dice.choice(["", "", "50", "33.3"]),
            "rule": dice.choice(["", "", "A", "B"]), "order_key": dice.choice(["", "", "o1", "o2"]),
        }  # fmt: skip
        if row["tier"] == "confirmed" and dice.random() < 0.8:
            row |= {"confirmed_by": "Anna", "confirmed_on": "2026-07-01"}
        if dice.random() < 0.15:
            row |= {"currency": "USD", "rate": "1.0832" if dice.random() < 0.85 else ""}
        if dice.random() < 0.2:
            row["entered_month"] = later(month, dice.randint(0, 2))
        if values and dice.random() < 0.25:
            original = dice.choice(values)
            row |= {"reverses": original["id"], "amount": f"-{row['amount']}"}
            row |= {"order_key": original["order_key"], "kind": original["kind"]}
            row |= {"vat": "", "vat_rate": ""} if dice.random() < 0.5 else {}
        else:
            row |= {"probability": "25"} if row["tier"] == "estimated" and dice.random() < 0.5 else {}
            values.append(row)
        rows.append(row)
    return rows + ([total(f"{dice.randint(0, 6000)}")] if dice.random() < 0.5 else [])


@pytest.mark.parametrize("seed", range(24))
def test_any_ledger_agrees_with_a_second_reckoning(seed: int, a_desk: MakeDesk) -> None:
    dice = random.Random(seed)
    rows = _any_rows(dice)
    margin, recoverable = dice.choice(["55", "55", None]), dice.choice(["100", "0", "50"])
    start, end = dice.choice([(date(2026, 1, 1), date(2026, 12, 31))] * 2 + [(date(2026, 5, 10), date(2026, 6, 15))])
    has_contract, order = dice.random() < 0.8, dice.choice([None, "85.00"])
    desk = a_desk(
        contract=has_contract, margin=margin, typical_order=order, look_back="20", start=start.isoformat(),
        end=end.isoformat(), recoverable=recoverable,
    )  # fmt: skip
    if rows:
        desk.book(rows)
    terms = Contract(start, end, Fraction(margin) if margin else None, 20, Fraction(order) if order else None)
    reckoned = Reckoned(rows, terms if has_contract else None, Fraction(recoverable))
    for month in ("2026-04", "2026-05", "2026-06", "2026-07", "2026-08"):
        code, figures = desk.figures(month)
        assert told(figures["ledger"]) == reckoned.month(month), f"seed {seed}, {month}"
        assert (code == 4) == (figures["ledger"]["state"] == "blocked")
