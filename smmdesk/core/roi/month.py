"""What the ledger says of one month: plain frozen data, exact, with the marks that each figure comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeVar

from smmdesk.core.money import cents_text, decimal_text
from smmdesk.core.periods import Month
from smmdesk.core.roi.counting import NotCounted
from smmdesk.core.roi.notices import Notice
from smmdesk.core.roi.rows import Evidence, LedgerRow
from smmdesk.core.roi.words import CostKind, LedgerState, Tier, ValueKind

Marks = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure of money in hundredths of the client's currency; None where it must not be computed."""

    cents: int | None = None
    rows: Marks = ()

    @property
    def text(self) -> str | None:
        """Return it as a decimal string."""
        return None if self.cents is None else cents_text(self.cents)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A figure that is a multiple or a number of percent, exact; None where it must not be computed."""

    value: Fraction | None = None
    rows: Marks = ()

    @property
    def text(self) -> str | None:
        """Return it as a decimal string with two digits."""
        return None if self.value is None else decimal_text(self.value)


@dataclass(frozen=True, slots=True)
class Customers:
    """How many average customers bring the month's costs back: rounded up, and exact."""

    count: int | None = None
    exact: Fraction | None = None
    rows: Marks = ()


Kind = TypeVar("Kind", Amount, Ratio)


@dataclass(frozen=True, slots=True)
class Three(Generic[Kind]):
    """One figure in the three readings: measured only, proven, with estimates."""

    floor: Kind
    headline: Kind
    full: Kind


@dataclass(frozen=True, slots=True)
class Shares:
    """The tiers' parts of the full value, in percent."""

    measured: Ratio = Ratio()
    confirmed: Ratio = Ratio()
    estimated: Ratio = Ratio()


@dataclass(frozen=True, slots=True)
class BreakEvenBasis:
    """What the break-even is reckoned with: margin in percent, net order in hundredths, and where both come from.

    `tier` is that of the month's own sales; None when they are the contract's.
    """

    margin: Fraction
    net_order: Fraction | None
    tier: Tier | None
    rows: Marks = ()

    @property
    def per_customer(self) -> Fraction | None:
        """Return what stays of one order, in hundredths."""
        return None if self.net_order is None else self.net_order * self.margin / 100


@dataclass(frozen=True, slots=True)
class Running:
    """The total since the first month, up to and with the shown one."""

    value: Amount
    invested: Amount
    roi: Ratio
    since: Month | None


@dataclass(frozen=True, slots=True)
class Restated:
    """The month as known today, with the proven values that came late."""

    proven: Amount
    roi: Ratio


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A row as the month lists it.

    `mark` is None for a row that is not counted. `net` and `amount` are hundredths of the client's currency (of a
    cost: what the month bears), None where a rate or a margin is missing; a row that is not counted brings 0.
    `tier`, `claimed`, `margin`, `share`, `probability` and `rule` are those of values.
    """

    mark: str | None
    row: LedgerRow
    kind: ValueKind | CostKind
    date: date
    net: int | None
    amount: int | None
    evidence: tuple[Evidence, ...]
    currency: str
    rate: Decimal | None = None
    tier: Tier | None = None
    claimed: Tier | None = None
    margin: Decimal | None = None
    share: Decimal | None = None
    probability: Decimal | None = None
    rule: str = ""
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class LedgerMonth:
    """Everything that a report, the window or the command line shows of a month's money."""

    month: Month
    currency: str
    state: LedgerState
    measured: Amount
    confirmed: Amount
    estimated: Amount
    proven: Amount
    full: Amount
    invested: Amount
    net: Three[Amount]
    per_unit: Three[Ratio]
    roi: Three[Ratio]
    low: Ratio
    high: Ratio
    shares: Shares
    sales: Amount
    sales_per_unit: Ratio
    break_even_margin: Ratio
    break_even_sales: Amount
    break_even_customers: Customers
    break_even_basis: BreakEvenBasis | None
    late_value: Amount
    running: Running
    invested_cash: Amount
    restated: Restated | None
    not_counted: tuple[NotCounted, ...]
    rows: tuple[MonthRow, ...]
    total: LedgerRow | None
    total_net: int | None
    gates: tuple[Notice, ...]
    warnings: tuple[Notice, ...]
