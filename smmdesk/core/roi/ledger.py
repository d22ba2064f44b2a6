"""The ledger of one client, settled: which rows count, where each stands, its mark, and what blocks a month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from smmdesk.core.periods import Month, months_between
from smmdesk.core.roi.amounts import CostAmounts, ValueAmounts, cost_amounts, total_amount, value_amounts
from smmdesk.core.roi.counting import NotCounted, not_counted, overshared_orders
from smmdesk.core.roi.month import Amount, Ratio, Running
from smmdesk.core.roi.notices import Notice
from smmdesk.core.roi.rows import ClientTerms, ContractTerms, LedgerRow
from smmdesk.core.roi.words import GateCode, RowType, Tier


class Ledger:
    """All rows of a client with defaults, tiers, amounts, credit and marks settled; months are read off it.

    Raises ValueError where a reversal takes back a row that is not there, or two rows share an id.
    """

    def __init__(self, rows: Iterable[LedgerRow], contracts: Iterable[ContractTerms], terms: ClientTerms) -> None:
        ordered = sorted(rows, key=lambda row: (row.entry, row.id))
        self.terms = terms
        self.contracts = tuple(contracts)
        self.by_id = {row.id: row for row in ordered}
        if len(self.by_id) != len(ordered):
            raise ValueError("two rows of the ledger share an id")
        self.values = [
            value_amounts(row, self.by_id, self.contracts, terms) for row in ordered if row.row is RowType.VALUE
        ]
        self.costs = [cost_amounts(row, terms) for row in ordered if row.row is RowType.COST]
        self.totals = {row.month: row for row in ordered if row.row is RowType.TOTAL}
        self.not_counted: dict[str, NotCounted] = not_counted(self.values)
        self.counted = [value for value in self.values if value.row.id not in self.not_counted]
        self._counted_in: dict[Month, list[ValueAmounts]] = defaultdict(list)
        self._excluded_in: dict[Month, list[ValueAmounts]] = defaultdict(list)
        self._late_of: dict[Month, list[ValueAmounts]] = defaultdict(list)
        self._reversals_of: dict[str, list[ValueAmounts]] = defaultdict(list)
        self._costs_in: dict[Month, list[CostAmounts]] = defaultdict(list)
        self._place()
        self._oversharing = overshared_orders(self.counted)
        self._outside = {row.id for row in ordered if self._is_outside(row)} - self.not_counted.keys()
        self._marks: dict[Month, dict[str, str]] = {}
        self._gates: dict[Month, tuple[Notice, ...]] = {}

    def _place(self) -> None:
        for value in sorted(self.values, key=lambda value: (value.row.date, value.row.entry, value.row.id)):
            month = value.row.reported_in
            if value.row.id in self.not_counted:
                self._excluded_in[month].append(value)
                continue
            self._counted_in[month].append(value)
            if value.row.is_late:
                self._late_of[value.row.month].append(value)
            if value.row.is_reversal:
                self._reversals_of[value.original.id].append(value)
        for cost in sorted(self.costs, key=lambda cost: (cost.row.date, cost.row.entry, cost.row.id)):
            for month in months_between(cost.row.month, cost.last_month):
                self._costs_in[month].append(cost)

    def _is_outside(self, row: LedgerRow) -> bool:
        if not self.contracts or row.row is RowType.TOTAL:
            return False
        if row.row is RowType.COST:
            return not any(contract.touches(row.month) for contract in self.contracts)
        return not any(contract.covers(row.date) for contract in self.contracts)

    # What a month lists

    def values_of(self, month: Month) -> list[ValueAmounts]:
        """Return the counted values that belong to a month and were reported in it."""
        return [value for value in self.listed_values(month) if not value.row.is_late]

    def late_values_in(self, month: Month) -> list[ValueAmounts]:
        """Return the counted values of earlier months that a month reports."""
        return [value for value in self.listed_values(month) if value.row.is_late]

    def late_values_of(self, month: Month) -> list[ValueAmounts]:
        """Return the counted values that belong to a month and were reported later."""
        return self._late_of.get(month, [])

    def listed_values(self, month: Month) -> list[ValueAmounts]:
        """Return the counted values that a month lists, late ones too, in the order of date, then entry."""
        return self._counted_in.get(month, [])

    def excluded_values(self, month: Month) -> list[ValueAmounts]:
        """Return the values that a month lists without counting them."""
        return self._excluded_in.get(month, [])

    def costs_of(self, month: Month) -> list[CostAmounts]:
        """Return the costs that a month bears a part of, in the order of date, then entry."""
        return self._costs_in.get(month, [])

    def marks(self, month: Month) -> dict[str, str]:
        """Return the marks of a month by row id: M, C, E and I, each numbered in the order of date, then entry."""
        known = self._marks.get(month)
        if known is None:
            known = {}
            series: dict[str, int] = defaultdict(int)
            lettered = [(value.row.id, value.tier.letter) for value in self.listed_values(month)]
            lettered += [(cost.row.id, "I") for cost in self.costs_of(month)]
            for row_id, letter in lettered:
                series[letter] += 1
                known[row_id] = f"{letter}{series[letter]}"
            self._marks[month] = known
        return known

    def reference(self, row: LedgerRow, month: Month) -> str:
        """Return how a figure of `month` names a row: its mark, `2026-05/M1` for another month's, a total's id.

        A spread cost that does not bear on the month stands by its first month's mark.
        """
        own = self.marks(month).get(row.id)
        if own is not None or row.row is RowType.TOTAL:
            return own or row.id
        home = row.month if row.row is RowType.COST else row.reported_in
        return f"{home}/{self.marks(home)[row.id]}"

    def references(self, items: Iterable[ValueAmounts | CostAmounts], month: Month) -> tuple[str, ...]:
        """Name rows in the order of months, the shown one last, then measured, confirmed, estimated, costs."""

        def place(item: ValueAmounts | CostAmounts) -> tuple[Month, int]:
            if isinstance(item, CostAmounts):
                return (month if item.bears_on(month) else item.row.month), len(Tier)
            return item.row.reported_in, item.tier.rank

        return tuple(self.reference(item.row, month) for item in sorted(items, key=place))

    # Gates

    def gates(self, month: Month) -> tuple[Notice, ...]:
        """Return what blocks a month's report. Source: roi.md 9.4."""
        known = self._gates.get(month)
        if known is None:
            known = tuple(self._find_gates(month))
            self._gates[month] = known
        return known

    def is_gated(self, value: ValueAmounts) -> bool:
        """Tell whether a row itself blocks each report that lists it."""
        return (
            value.lacks_rate
            or value.row.id in self._outside
            or any(value.row.id in order.ids for order in self._oversharing)
        )

    def _find_gates(self, month: Month) -> Iterable[Notice]:
        values, costs = self.listed_values(month), self.costs_of(month)
        listed = [*values, *costs]
        total_row = self.totals.get(month)
        total = total_amount(total_row, self.terms) if total_row else None
        proven = [value for value in self.values_of(month) if value.tier.is_proven and not value.is_saving]
        sales = sum_or_none(value.sales for value in proven)
        if total_row and total is not None and sales is not None and sales > total:
            rows = (*self.references(proven, month), total_row.id)
            yield Notice(GateCode.SALES_ABOVE_TOTAL, rows, self.terms.currency, (sales, total))
        listed_ids = {item.row.id for item in listed}
        for order in self._oversharing:
            if listed_ids.intersection(order.ids):
                rows = self.references([value for value in self.counted if value.row.id in order.ids], month)
                yield Notice(GateCode.SHARE_ABOVE_100, rows, share=order.share, name=order.order_key)
        outside = [item for item in listed if item.row.id in self._outside]
        if outside:
            yield Notice(GateCode.OUTSIDE_CONTRACT, self.references(outside, month))
        rateless = self.references([item for item in listed if item.net is None], month)
        if total_row and total is None:
            rateless = (*rateless, total_row.id)
        if rateless:
            yield Notice(GateCode.RATE_MISSING, rateless)
        invested = sum_or_none(cost.part(month) for cost in costs)
        if invested is not None and invested < 0:
            yield Notice(GateCode.COSTS_BELOW_ZERO, self.references(costs, month), self.terms.currency, (invested,))

    # Over months

    def first_month(self) -> Month | None:
        """Return the first month, by when it was reported, with a counted value or a cost."""
        months = [value.row.reported_in for value in self.counted] + [cost.row.month for cost in self.costs]
        return min(months, default=None)

    def running(self, month: Month) -> Running:
        """Return the total from the first month on. Source: roi.md 9.8."""
        since = self.first_month()
        if since is None or since > month:
            gates = bool(self.gates(month))
            nothing = Amount() if gates else Amount(0)
            return Running(nothing, nothing, Ratio(), None)
        months = list(months_between(since, month))
        if any(self.gates(one) for one in months):
            return Running(Amount(), Amount(), Ratio(), since)
        values = [value for one in months for value in self.listed_values(one)]
        costs = {cost.row.id: cost for one in months for cost in self.costs_of(one)}.values()
        invested = sum(cost.part(one) or 0 for one in months for cost in self.costs_of(one))
        cost_rows = self.references(costs, month)
        if any(value.margin is None for value in values):
            return Running(Amount(), Amount(invested, cost_rows), Ratio(), since)
        proven = [value for value in values if value.tier.is_proven]
        came_back = sum(value.amount or 0 for value in proven)
        value_rows = self.references(proven, month)
        roi = Ratio()
        if invested > 0:
            roi = Ratio(Fraction(100 * (came_back - invested), invested), value_rows + cost_rows)
        return Running(Amount(came_back, value_rows), Amount(invested, cost_rows), roi, since)

    def over_reversed(self, month: Month) -> list[tuple[LedgerRow, list[ValueAmounts]]]:
        """Return originals listed in a month, or taken back in it, of which more was taken back than they brought.

        By net, with the reversals reported up to the month: in the row's own currency where all share it, else in
        the client's. Each comes with itself and its reversals, in the order of entry.
        """
        found = []
        listed = {value.row.id for value in self.listed_values(month)}
        originals = {value.original.id: value.original for value in self.listed_values(month)}
        values = {value.row.id: value for value in self.counted}
        for original_id, original in originals.items():
            reversals = [one for one in self._reversals_of.get(original_id, []) if one.row.reported_in <= month]
            if not reversals or not listed.intersection([original_id, *(one.row.id for one in reversals)]):
                continue
            together = [values[original_id], *reversals]
            if len({one.currency for one in together}) == 1:
                left = sum((one.net_as_typed for one in together), Fraction(0))
            else:
                left = sum((one.exact_net or Fraction(0) for one in together), Fraction(0))
            if left < 0:
                found.append((original, together))
        return found


def sum_or_none(parts: Iterable[int | None]) -> int | None:
    """Add up; None as soon as one part is unknown."""
    total = 0
    for part in parts:
        if part is None:
            return None
        total += part
    return total
