"""The month's figures: sums, ratios, range, shares, break-evens, and what its state forbids to print (roi.md 9.5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from smmdesk.core.money import round_up
from smmdesk.core.periods import Month
from smmdesk.core.roi.amounts import CostAmounts, ValueAmounts, total_amount
from smmdesk.core.roi.ledger import Ledger
from smmdesk.core.roi.month import (
    Amount,
    BreakEvenBasis,
    Customers,
    LedgerMonth,
    Marks,
    MonthRow,
    Ratio,
    Restated,
    Shares,
    Three,
)
from smmdesk.core.roi.notices import Notice
from smmdesk.core.roi.rows import ClientTerms, ContractTerms, LedgerRow, contract_of
from smmdesk.core.roi.words import LedgerState, Tier, ValueKind, WarningCode

_ORDERS = (ValueKind.SALE, ValueKind.BOOKING, ValueKind.APPOINTMENT)


def ledger_month(
    rows: Iterable[LedgerRow], contracts: Iterable[ContractTerms], client_terms: ClientTerms, month: Month
) -> LedgerMonth:
    """Compute everything of roi.md 9.1 to 9.10 and 9.12 that the ledger says of a month, from all rows of a client.

    For several months of one client build one `Ledger` and ask `month_of` for each. Raises ValueError where a
    reversal takes back a row that is not there, or two rows share an id.
    """
    return month_of(Ledger(rows, contracts, client_terms), month)


def month_of(ledger: Ledger, month: Month) -> LedgerMonth:
    """Compute a month of a settled ledger."""
    return _Reckoning(ledger, month).result()


class _Reckoning:
    """One month being computed: the rows of each figure first, then the sums, the state, and what it allows."""

    def __init__(self, ledger: Ledger, month: Month) -> None:
        self.ledger, self.month = ledger, month
        self.gates = ledger.gates(month)
        self.values = ledger.values_of(month)
        self.costs = ledger.costs_of(month)
        self.margin_known = all(value.margin is not None for value in self.values)
        self.tiers = {tier: [value for value in self.values if value.tier is tier] for tier in Tier}
        self.proven_rows = self.tiers[Tier.MEASURED] + self.tiers[Tier.CONFIRMED]
        self.sums = {tier: sum(value.amount or 0 for value in rows) for tier, rows in self.tiers.items()}
        self.proven = self.sums[Tier.MEASURED] + self.sums[Tier.CONFIRMED]
        self.full = self.proven + self.sums[Tier.ESTIMATED]
        self.invested = sum(cost.part(month) or 0 for cost in self.costs)
        self.sale_rows = [value for value in self.proven_rows if not value.is_saving]
        self.sales = sum(value.sales or 0 for value in self.sale_rows)
        self.state = self._state()

    def _state(self) -> LedgerState:
        estimated = self.sums[Tier.ESTIMATED]
        if self.gates:
            return LedgerState.BLOCKED
        if not self.costs and not self.values:
            return LedgerState.NO_DATA
        if self.invested == 0:
            return LedgerState.NO_COST
        if not self.margin_known:
            return LedgerState.MARGIN_UNKNOWN
        if self.proven == 0:
            return LedgerState.NOT_YET_PROVEN if estimated > 0 else LedgerState.NOTHING_PROVEN
        return LedgerState.REFUNDS_EXCEED if self.proven < 0 else LedgerState.OK

    def _marks(self, rows: Sequence[ValueAmounts | CostAmounts]) -> Marks:
        return self.ledger.references(rows, self.month)

    # Each figure asks these whether it may be computed

    @property
    def _sums_allowed(self) -> bool:
        return self.state is not LedgerState.BLOCKED

    @property
    def _values_allowed(self) -> bool:
        return self._sums_allowed and self.margin_known

    @property
    def _over_costs_allowed(self) -> bool:
        return self._sums_allowed and self.invested != 0

    @property
    def _headline_allowed(self) -> bool:
        return self.state is not LedgerState.NOT_YET_PROVEN

    def _amount(self, allowed: bool, cents: int, rows: Sequence[ValueAmounts | CostAmounts]) -> Amount:
        return Amount(cents, self._marks(rows)) if allowed else Amount()

    def _ratio(self, allowed: bool, above: int, below: int, rows: Sequence[ValueAmounts | CostAmounts]) -> Ratio:
        return Ratio(Fraction(above, below), self._marks(rows)) if allowed and below else Ratio()

    def _per_cost(self, value: int, rows: Sequence[ValueAmounts], *, headline: bool = False) -> tuple[Ratio, Ratio]:
        allowed = self._values_allowed and self._over_costs_allowed and (self._headline_allowed or not headline)
        with_costs = [*rows, *self.costs]
        per_unit = self._ratio(allowed, value, self.invested, with_costs)
        roi = self._ratio(allowed, 100 * (value - self.invested), self.invested, with_costs)
        return per_unit, roi

    def result(self) -> LedgerMonth:
        measured, confirmed, estimated = (self.tiers[tier] for tier in Tier)
        floor_unit, floor_roi = self._per_cost(self.sums[Tier.MEASURED], measured)
        headline_unit, headline_roi = self._per_cost(self.proven, self.proven_rows, headline=True)
        full_unit, full_roi = self._per_cost(self.full, self.values)
        low, high = _range(floor_roi, headline_roi, full_roi)
        allowed = self._values_allowed
        net_headline = allowed and self._headline_allowed
        total_row = self.ledger.totals.get(self.month)
        basis = self._break_even_basis() if self._break_even_allowed else None
        return LedgerMonth(
            month=self.month,
            currency=self.ledger.terms.currency,
            state=self.state,
            measured=self._amount(allowed, self.sums[Tier.MEASURED], measured),
            confirmed=self._amount(allowed, self.sums[Tier.CONFIRMED], confirmed),
            estimated=self._amount(allowed, self.sums[Tier.ESTIMATED], estimated),
            proven=self._amount(allowed, self.proven, self.proven_rows),
            full=self._amount(allowed, self.full, self.values),
            invested=self._amount(self._sums_allowed, self.invested, self.costs),
            net=Three(
                self._amount(allowed, self.sums[Tier.MEASURED] - self.invested, [*measured, *self.costs]),
                self._amount(net_headline, self.proven - self.invested, [*self.proven_rows, *self.costs]),
                self._amount(allowed, self.full - self.invested, [*self.values, *self.costs]),
            ),
            per_unit=Three(floor_unit, headline_unit, full_unit),
            roi=Three(floor_roi, headline_roi, full_roi),
            low=low,
            high=high,
            shares=self._shares(),
            sales=self._amount(self._sums_allowed, self.sales, self.sale_rows),
            sales_per_unit=self._ratio(
                self._over_costs_allowed, self.sales, self.invested, [*self.sale_rows, *self.costs]
            ),
            break_even_margin=self._ratio(
                self._over_costs_allowed and self.sales > 0,
                100 * self.invested,
                self.sales,
                [*self.sale_rows, *self.costs],
            ),
            break_even_sales=self._break_even_sales(basis),
            break_even_customers=self._break_even_customers(basis),
            break_even_basis=basis,
            late_value=self._late_value(),
            running=self.ledger.running(self.month),
            invested_cash=self._invested_cash(),
            restated=self._restated(),
            not_counted=tuple(
                self.ledger.not_counted[value.row.id] for value in self.ledger.excluded_values(self.month)
            ),
            rows=self._rows(),
            total=total_row,
            total_net=total_amount(total_row, self.ledger.terms) if total_row else None,
            gates=self.gates,
            warnings=tuple(self._warnings()) if self._sums_allowed else (),
        )

    def _shares(self) -> Shares:
        allowed = self._values_allowed and self.full > 0
        return Shares(*(self._ratio(allowed, 100 * self.sums[tier], self.full, self.values) for tier in Tier))

    @property
    def _break_even_allowed(self) -> bool:
        return self._values_allowed and self.invested > 0

    def _break_even_basis(self) -> BreakEvenBasis | None:
        """Return margin and net order of the month's measured orders, else of the confirmed, else the contract's."""
        for tier in (Tier.MEASURED, Tier.CONFIRMED):
            rows = [
                value
                for value in self.tiers[tier]
                if value.kind in _ORDERS and not value.is_saving and value.net is not None and value.net > 0
            ]
            net = sum(value.net or 0 for value in rows)
            units = sum((Fraction(value.row.units) for value in rows), Fraction(0))
            if rows and units > 0:
                margin = sum((Fraction(value.margin or 0) * (value.net or 0) for value in rows), Fraction(0)) / net
                return BreakEvenBasis(margin, net / units, tier, self._marks(rows))
        contract = contract_of(self.ledger.contracts, self.month)
        if contract is None or contract.margin is None:
            return None
        order = None if contract.typical_order is None else Fraction(contract.typical_order)
        return BreakEvenBasis(Fraction(contract.margin), order, None)

    def _break_even_sales(self, basis: BreakEvenBasis | None) -> Amount:
        if basis is None or basis.margin <= 0:
            return Amount()
        return Amount(round_up(self.invested * 100 / basis.margin), basis.rows + self._marks(self.costs))

    def _break_even_customers(self, basis: BreakEvenBasis | None) -> Customers:
        if basis is None or basis.per_customer is None or basis.per_customer <= 0:
            return Customers()
        exact = self.invested / basis.per_customer
        return Customers(round_up(exact), exact, basis.rows + self._marks(self.costs))

    def _late_value(self) -> Amount:
        late = self.ledger.late_values_in(self.month)
        allowed = self._sums_allowed and all(value.margin is not None for value in late)
        proven = [value for value in late if value.tier.is_proven]
        return self._amount(allowed, sum(value.amount or 0 for value in proven), proven)

    def _invested_cash(self) -> Amount:
        own = [cost for cost in self.costs if cost.row.month == self.month]
        return self._amount(self._sums_allowed, sum(cost.amount or 0 for cost in own), own)

    def _restated(self) -> Restated | None:
        late = [value for value in self.ledger.late_values_of(self.month) if value.tier.is_proven]
        if not late:
            return None
        if not self._values_allowed or any(value.amount is None or self.ledger.is_gated(value) for value in late):
            return Restated(Amount(), Ratio())
        proven = self.proven + sum(value.amount or 0 for value in late)
        marks = self._marks(self.proven_rows) + self._marks(late)
        roi = Ratio()
        if self.invested and (proven != 0 or self.sums[Tier.ESTIMATED] <= 0):
            gain = Fraction(100 * (proven - self.invested), self.invested)
            roi = Ratio(gain, marks + self._marks(self.costs))
        return Restated(Amount(proven, marks), roi)

    def _rows(self) -> tuple[MonthRow, ...]:
        marks = self.ledger.marks(self.month)
        listed = sorted(self.ledger.listed_values(self.month), key=lambda value: value.tier.rank)
        return (
            *(_value_row(value, marks[value.row.id], value.amount) for value in listed),
            *(_cost_row(cost, marks[cost.row.id], self.month) for cost in self.costs),
            *(_value_row(value, None, 0) for value in self.ledger.excluded_values(self.month)),
        )

    def _warnings(self) -> list[Notice]:
        found: list[Notice] = []
        currency = self.ledger.terms.currency
        estimated = self.sums[Tier.ESTIMATED]
        if self.state is LedgerState.NO_COST:
            found.append(Notice(WarningCode.NO_COST, self._marks(self.costs)))
        if self.margin_known and estimated > 0 and 2 * estimated > self.full:
            rows = self._marks(self.tiers[Tier.ESTIMATED])
            found.append(Notice(WarningCode.MOSTLY_ESTIMATED, rows, currency, (estimated,)))
        if self.values and self.month not in self.ledger.totals:
            found.append(Notice(WarningCode.NO_TOTAL_ROW))
        pictures = [
            value
            for value in self.ledger.listed_values(self.month)
            if value.tier is Tier.MEASURED
            and value.row.evidence
            and all(file.is_picture for file in value.row.evidence)
        ]
        if pictures:
            found.append(Notice(WarningCode.SCREENSHOT_ONLY, self._marks(pictures)))
        for original, rows in self.ledger.over_reversed(self.month):
            marks = self._marks(rows)
            found.append(Notice(WarningCode.OVER_REVERSED, marks, name=self.ledger.reference(original, self.month)))
        return found


def _range(floor: Ratio, headline: Ratio, full: Ratio) -> tuple[Ratio, Ratio]:
    known = [(ratio.value, ratio) for ratio in (floor, headline, full) if ratio.value is not None]
    if not known:
        return Ratio(), Ratio()
    return min(known, key=lambda pair: pair[0])[1], max(known, key=lambda pair: pair[0])[1]


def _value_row(value: ValueAmounts, mark: str | None, amount: int | None) -> MonthRow:
    return MonthRow(
        mark=mark,
        row=value.row,
        kind=value.kind,
        date=value.row.date,
        net=value.net,
        amount=amount,
        evidence=value.row.evidence,
        currency=value.currency,
        rate=value.rate,
        tier=value.tier,
        claimed=value.row.tier,
        margin=value.margin,
        share=value.share,
        probability=value.probability,
        rule=value.rule,
        is_late=value.row.is_late,
    )


def _cost_row(cost: CostAmounts, mark: str, month: Month) -> MonthRow:
    return MonthRow(
        mark=mark,
        row=cost.row,
        kind=cost.kind,
        date=cost.row.date,
        net=cost.net,
        amount=cost.part(month),
        evidence=cost.row.evidence,
        currency=cost.currency,
        rate=cost.row.rate,
    )
