"""A second reckoning of the ledger, from its rules alone and with plain fractions: none of the program's code in it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

Row = dict[str, Any]
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
RANK = {"measured": 0, "confirmed": 1, "estimated": 2}
ORDERS = ("sale", "booking", "appointment")


def rounded(value: Fraction) -> Fraction:
    """Round half away from zero to the cent."""
    cents = math.floor(abs(value) * 100 + Fraction(1, 2))
    return Fraction(-cents if value < 0 else cents, 100)


def written(value: Fraction | None) -> str | None:
    """Write a figure with two digits, as the figures do."""
    if value is None:
        return None
    cents = int(rounded(value) * 100)
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def later(month: str, months: int) -> str:
    """Return the month so many months later."""
    year, number = map(int, month.split("-"))
    whole = year * 12 + number - 1 + months
    return f"{whole // 12}-{whole % 12 + 1:02d}"


@dataclass(frozen=True)
class Contract:
    """What of a contract the ledger needs."""

    start: date
    end: date
    margin: Fraction | None
    look_back: int
    typical_order: Fraction | None = None


class Reckoned:
    """The ledger of one client whose currency is EUR: rows in the order of the sheet."""

    def __init__(self, rows: Sequence[Mapping[str, str]], contract: Contract | None, recoverable: Fraction) -> None:
        self.contract = contract
        self.values: list[Row] = []
        self.costs: list[Row] = []
        self.totals: dict[str, Row] = {}
        known: dict[str, Row] = {}
        for place, typed in enumerate(rows):
            row = self._read(place, typed)
            if row["row"] == "value":
                self._value(row, typed, known)
            elif row["row"] == "cost":
                given = typed.get("recoverable_vat")
                share = Fraction(given) if given else recoverable
                row["months"] = int(typed.get("spread_months") or 1)
                tax = 1 + (row["vat_rate"] or 0) / 100 * (1 - share / 100)
                row["whole"] = None if row["net"] is None else rounded(row["net"] * tax)
                self.costs.append(row)
            else:
                self.totals[row["month"]] = row
        self._count_orders_once()

    def _read(self, place: int, typed: Mapping[str, str]) -> Row:
        def number(name: str) -> Fraction | None:
            return Fraction(typed[name]) if typed.get(name) else None

        row: Row = {name: typed.get(name, "") for name in ("id", "row", "date", "kind", "currency", "vat")}
        row |= {
            "place": place,
            "month": typed.get("month") or typed["date"][:7],
            "quantity": number("quantity") or Fraction(1),
            "amount_typed": number("amount"),
            "rate": number("rate"),
            "vat_rate": number("vat_rate"),
            "order": typed.get("order_key", ""),
            "rule": typed.get("rule", ""),
            "files": [name for name in typed.get("evidence", "").split("|") if name],
        }
        row["net"] = self._net(row)
        return row

    def _net(self, row: Row) -> Fraction | None:
        net = row["quantity"] * row["amount_typed"]
        if row["vat"] == "gross":
            net /= 1 + (row["vat_rate"] or 0) / 100
        if row["currency"] not in ("", "EUR"):
            return None if row["rate"] is None else net / row["rate"]
        return net

    def _value(self, row: Row, typed: Mapping[str, str], known: dict[str, Row]) -> None:
        row["entered"] = typed.get("entered_month") or row["month"]
        row["late"] = row["entered"] > row["month"]
        tier = typed["tier"]
        if tier == "measured" and (not row["files"] or typed.get("tie", "") in ("", "none")):
            tier = "estimated"
        if tier == "confirmed" and not (typed.get("confirmed_by") and typed.get("confirmed_on")):
            tier = "estimated"
        row["tier"] = tier
        row["margin"] = Fraction(typed["margin"]) if typed.get("margin") else self._margin(row["date"])
        if row["kind"] == "saving":
            row["margin"] = Fraction(100)
        row["share"] = Fraction(typed.get("share") or 100)
        row["probability"] = Fraction(typed.get("probability") or 100)
        original = row["reverses"] = known.get(typed.get("reverses", ""))
        if original is not None:
            for name in ("margin", "share", "probability", "rule", "tier", "order"):
                row[name] = original[name]
            for name in ("currency", "rate", "vat", "vat_rate"):
                row[name] = original[name] if row[name] in ("", None) else row[name]
            row["net"] = self._net(row)
        net, margin = row["net"], row["margin"]
        together = None if net is None or margin is None else net * margin * row["share"] * row["probability"] / 10**6
        row["amount"] = None if together is None else rounded(together)
        row["sales"] = None if net is None else rounded(net * row["share"] / 100)
        row["not_counted"] = None
        self.values.append(row)
        known[row["id"]] = row

    def _margin(self, day: str) -> Fraction | None:
        contract, on = self.contract, date.fromisoformat(day)
        if contract is None:
            return None
        after = (on - contract.end).days
        return contract.margin if contract.start <= on and after <= contract.look_back else None

    def _count_orders_once(self) -> None:
        def strongest(rows: list[Row]) -> Row:
            return min(rows, key=lambda row: (RANK[row["tier"]], row["place"]))

        orders: dict[str, list[Row]] = {}
        for row in self.values:
            if row["order"] and row["reverses"] is None:
                orders.setdefault(row["order"], []).append(row)
        for rows in orders.values():
            savings = [row for row in rows if row["kind"] == "saving"]
            if savings:
                self._drop(rows, strongest(savings), "saving_of_same_order")
                continue
            for rule in {row["rule"] for row in rows}:
                same = [row for row in rows if row["rule"] == rule]
                self._drop(same, strongest(same), "duplicate")
        for row in self.values:
            if row["reverses"] is not None and row["reverses"]["not_counted"]:
                row["not_counted"] = ("reverses_not_counted", row["reverses"]["id"])

    @staticmethod
    def _drop(rows: list[Row], kept: Row, reason: str) -> None:
        for row in rows:
            if row is not kept:
                row["not_counted"] = (reason, kept["id"])

    # ------------------------------------------------------------------------------------------ one month

    def part(self, cost: Row, month: str) -> Fraction | None:
        """Return what a month bears of a cost; None outside its months or without a rate."""
        if cost["whole"] is None:
            return None
        sign, cents = (-1 if cost["whole"] < 0 else 1), int(abs(cost["whole"]) * 100)
        each, left = divmod(cents, cost["months"])
        for step in range(cost["months"]):
            if later(cost["month"], step) == month:
                return Fraction(sign * (each + (step < left)), 100)
        return None

    def costs_of(self, month: str) -> list[Row]:
        """Return the costs of which a month bears a part."""
        return [row for row in self.costs if any(later(row["month"], step) == month for step in range(row["months"]))]

    def counted(self) -> list[Row]:
        """Return the value rows that count."""
        return [row for row in self.values if row["not_counted"] is None]

    def own(self, month: str) -> list[Row]:
        """Return the counted values of a month, late ones not among them."""
        return [row for row in self.counted() if row["month"] == month and not row["late"]]

    def listed(self, month: str) -> list[Row]:
        """Return the values that the month's report lists: its own, and the late ones entered in it."""
        return [row for row in self.counted() if (row["entered"] if row["late"] else row["month"]) == month]

    def gates(self, month: str) -> set[str]:
        """Return the gates that block a month."""
        found: set[str] = set()
        values, costs = self.listed(month), self.costs_of(month)
        for order in {row["order"] for row in values if row["order"]}:
            rows = [row for row in self.counted() if row["order"] == order and row["reverses"] is None]
            listed = any(row in values for row in rows)
            if listed and sum(row["share"] for row in rows) > 100:
                found.add("share_above_100")
        contract = self.contract
        if contract is not None:
            for row in values:
                on = date.fromisoformat(row["date"])
                if on < contract.start or (on - contract.end).days > contract.look_back:
                    found.add("outside_contract")
            first, last = contract.start.isoformat()[:7], contract.end.isoformat()[:7]
            if any(not first <= row["month"] <= last for row in costs):
                found.add("outside_contract")
        if any(row["net"] is None for row in values + costs):
            found.add("rate_missing")
        sales = sum(row["sales"] or 0 for row in self._sale_rows(month))
        if month in self.totals and sales > rounded(self.totals[month]["net"]):
            found.add("sales_above_total")
        if sum(self.part(row, month) or 0 for row in costs) < 0:
            found.add("costs_below_zero")
        return found

    def _sale_rows(self, month: str) -> list[Row]:
        return [row for row in self.own(month) if row["tier"] != "estimated" and row["kind"] != "saving"]

    def month(self, month: str) -> dict[str, Any]:
        """Return the figures of a month as the JSON writes them, by short names."""
        gates = self.gates(month)
        if gates:
            return {"state": "blocked", "gates": gates}
        own, listed, costs = self.own(month), self.listed(month), self.costs_of(month)
        unknown = any(row["margin"] is None for row in own)
        by_tier = {
            tier: sum((row["amount"] or Fraction(0) for row in own if row["tier"] == tier), Fraction(0))
            for tier in RANK
        }
        measured, confirmed, estimated = by_tier.values()
        proven, full = measured + confirmed, measured + confirmed + estimated
        invested = sum((self.part(row, month) or Fraction(0) for row in costs), Fraction(0))
        sales = sum((row["sales"] for row in self._sale_rows(month)), Fraction(0))
        state = self._state(bool(own or costs), invested, unknown, proven, estimated)
        of_costs = state not in ("no_data", "no_cost")
        headline = proven if state != "not_yet_proven" else None

        def three(make: Any, allowed: bool) -> tuple[str | None, ...]:
            values = (measured, headline, full)
            return tuple(written(make(one)) if allowed and not unknown and one is not None else None for one in values)

        rois = (
            [100 * (one - invested) / invested for one in (measured, headline, full) if one is not None]
            if of_costs and not unknown
            else []
        )
        even = (
            self._break_even(month, own, invested) if of_costs and not unknown and invested > 0 else (None, None, None)
        )
        return {
            "state": state,
            "gates": set(),
            **{name: None if unknown else written(value) for name, value in by_tier.items()},
            "proven": None if unknown else written(proven),
            "full": None if unknown else written(full),
            "invested": written(invested),
            "sales": written(sales),
            "net": three(lambda value: value - invested, True),
            "per_unit": three(lambda value: value / invested, of_costs),
            "roi": three(lambda value: 100 * (value - invested) / invested, of_costs),
            "range": (written(min(rois)), written(max(rois))) if rois else (None, None),
            "shares": tuple(None if unknown or full <= 0 else written(100 * one / full) for one in by_tier.values()),
            "sales_per_unit": written(sales / invested) if of_costs else None,
            "break_even_margin": written(100 * invested / sales) if of_costs and invested > 0 and sales > 0 else None,
            "break_even": even,
            "late_value": self._late(listed),
            "restated": self._restated(month, unknown, proven, estimated, invested),
            "running": self._running(month),
            "invested_cash": written(sum((row["whole"] for row in costs if row["month"] == month), Fraction(0))),
            "warnings": self._warnings(month, state, own, listed, None if unknown else (estimated, full)),
            "marks": self.marks(month),
        }  # fmt: skip

    @staticmethod
    def _state(has_rows: bool, invested: Fraction, unknown: bool, proven: Fraction, estimated: Fraction) -> str:
        if not has_rows:
            return "no_data"
        if invested == 0:
            return "no_cost"
        if unknown:
            return "margin_unknown"
        if proven == 0:
            return "not_yet_proven" if estimated > 0 else "nothing_proven"
        return "refunds_exceed" if proven < 0 else "ok"

    def _break_even(self, month: str, own: list[Row], invested: Fraction) -> tuple[str | None, str | None, str | None]:
        margin = order = None
        for tier in ("measured", "confirmed"):
            rows = [
                row for row in own
                if row["tier"] == tier and row["kind"] in ORDERS and row["reverses"] is None and row["net"] > 0
            ]  # fmt: skip
            if rows:
                net = sum(row["net"] for row in rows)
                margin = sum(row["net"] * row["margin"] for row in rows) / net / 100
                order = net / sum(row["quantity"] for row in rows)
                break
        else:
            one = self.contract
            if (
                one is not None
                and one.start.isoformat()[:7] <= month <= one.end.isoformat()[:7]
                and one.margin is not None
            ):
                margin, order = one.margin / 100, one.typical_order
        if not margin:
            return None, None, None
        sales = written(Fraction(math.ceil(invested / margin * 100), 100))
        if order is None:
            return sales, None, None
        exact = invested / Fraction(order * margin)
        return sales, str(math.ceil(exact)), written(exact)

    @staticmethod
    def _late(listed: list[Row]) -> str | None:
        late = [row for row in listed if row["late"]]
        if any(row["margin"] is None for row in late):
            return None
        return written(sum((row["amount"] for row in late if row["tier"] != "estimated"), Fraction(0)))

    def _restated(
        self, month: str, unknown: bool, proven: Fraction, estimated: Fraction, invested: Fraction
    ) -> tuple[str | None, str | None] | None:
        late = [row for row in self.counted() if row["late"] and row["month"] == month and row["tier"] != "estimated"]
        if not late:
            return None
        gated = any(self.gates(row["entered"]) for row in late)
        if unknown or gated or any(row["amount"] is None for row in late):
            return None, None
        together = proven + sum(row["amount"] for row in late)
        hidden = invested == 0 or (together == 0 and estimated > 0)
        return written(together), None if hidden else written(100 * (together - invested) / invested)

    def _running(self, month: str) -> tuple[str | None, str | None, str | None, str | None]:
        months = {row["entered"] if row["late"] else row["month"] for row in self.counted()}
        months |= {later(row["month"], step) for row in self.costs for step in range(row["months"])}
        months = {one for one in months if one <= month}
        if not months:
            return "0.00", "0.00", None, None
        first = one = min(months)
        span = []
        while one <= month:
            span.append(one)
            one = later(one, 1)
        if any(self.gates(one) for one in span):
            return None, None, None, first
        invested = sum((self.part(row, one) or Fraction(0) for row in self.costs for one in span), Fraction(0))
        values = [row for one in span for row in self.listed(one)]
        if any(row["margin"] is None for row in values):
            return None, written(invested), None, first
        back = sum((row["amount"] for row in values if row["tier"] != "estimated"), Fraction(0))
        roi = written(100 * (back - invested) / invested) if invested else None
        return written(back), written(invested), roi, first

    def _warnings(
        self, month: str, state: str, own: list[Row], listed: list[Row], sums: tuple[Fraction, Fraction] | None
    ) -> set[str]:
        found = {"no_cost"} if state == "no_cost" else set()
        if sums is not None and sums[0] > 0 and 2 * sums[0] > sums[1]:
            found.add("mostly_estimated")
        if own and month not in self.totals:
            found.add("no_total_row")
        for row in listed:
            if row["tier"] == "measured" and row["files"] and all(name.endswith(PICTURES) for name in row["files"]):
                found.add("screenshot_only")
        return found

    def marks(self, month: str) -> dict[str, str]:
        """Return the id behind each mark of a month: by date, then by place in the sheet."""
        found: dict[str, str] = {}
        for letter, rows in (
            *((tier[0].upper(), [row for row in self.listed(month) if row["tier"] == tier]) for tier in RANK),
            ("I", self.costs_of(month)),
        ):
            rows = sorted(rows, key=lambda row: (row["date"], row["place"]))
            found |= {f"{letter}{number}": row["id"] for number, row in enumerate(rows, 1)}
        return found


def told(ledger: Mapping[str, Any]) -> dict[str, Any]:
    """Bring the program's ledger JSON into the short form of `Reckoned.month`."""
    state, gates = ledger["state"], {gate["code"] for gate in ledger["gates"]}
    if state == "blocked":
        return {"state": state, "gates": gates}

    def three(name: str) -> tuple[str | None, ...]:
        return tuple(ledger[name][part]["value"] for part in ("floor", "headline", "full"))

    names = ("measured", "confirmed", "estimated", "proven", "full", "invested", "sales", "sales_per_unit")
    restated, running, customers = ledger["restated"], ledger["running"], ledger["break_even_customers"]
    return {
        "state": state,
        "gates": gates,
        **{name: ledger[name]["value"] for name in (*names, "break_even_margin", "late_value", "invested_cash")},
        **{name: three(name) for name in ("net", "per_unit", "roi")},
        "range": (ledger["range"]["low"]["value"], ledger["range"]["high"]["value"]),
        "shares": tuple(ledger["shares"][tier]["value"] for tier in RANK),
        "break_even": (ledger["break_even_sales"]["value"], customers["value"], customers["exact"]),
        "restated": None if restated is None else (restated["proven"]["value"], restated["roi"]["value"]),
        "running": (*(running[name]["value"] for name in ("value", "invested", "roi")), running["since"]),
        "warnings": {warning["code"] for warning in ledger["warnings"]} - {"over_reversed"},
        "marks": {row["mark"]: row["id"] for row in ledger["rows"] if row["mark"]},
    }
