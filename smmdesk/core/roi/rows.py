"""What the ledger is computed from: its rows, and the terms of the client and its contracts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from smmdesk.core.periods import Month
from smmdesk.core.roi.words import CostKind, Origin, RowType, Tie, Tier, ValueKind, VatBasis

DEFAULT_LOOK_BACK = 90
DEFAULT_RULE = "last_touch"
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif", ".svg")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One file that proves a row: its name as typed, and the hash of its content."""

    name: str
    sha256: str = ""

    @property
    def is_picture(self) -> bool:
        """Tell whether it is a picture by its name (a screenshot: easy to edit)."""
        return self.name.lower().endswith(_PICTURES)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row of the ledger as typed: `None` and "" mean that the column was left empty.

    `amount` is in hundredths of `currency` and belongs to one unit: the row is `quantity` × `amount`. `rate` counts
    foreign units per one unit of the client's currency. Percentages are numbers of percent. `entry` is the row's place
    in the order of entry. Empty columns take their defaults in the rules (roi.md 9.1), those of a reversal from its
    original (9.4).
    """

    id: str
    row: RowType
    date: date
    month: Month
    amount: int
    entered_month: Month | None = None
    kind: ValueKind | CostKind | None = None
    description: str = ""
    note: str = ""
    source: str = ""
    read_date: date | None = None
    order_key: str = ""
    tie: Tie | None = None
    quantity: Decimal | None = None
    currency: str = ""
    rate: Decimal | None = None
    rate_date: date | None = None
    vat: VatBasis | None = None
    vat_rate: Decimal | None = None
    margin: Decimal | None = None
    share: Decimal | None = None
    probability: Decimal | None = None
    rule: str = ""
    tier: Tier | None = None
    evidence: tuple[Evidence, ...] = ()
    confirmed_by: str = ""
    confirmed_on: date | None = None
    recoverable_vat: Decimal | None = None
    spread_months: int | None = None
    account: str = ""
    reverses: str = ""
    origin: Origin = Origin.TYPED
    entry: int = 0

    @property
    def reported_in(self) -> Month:
        """Return the month in which a value is reported: the one it belongs to, unless it is a late value."""
        return self.entered_month or self.month

    @property
    def is_late(self) -> bool:
        """Tell whether a value is reported in a later month than the one it belongs to."""
        return self.row is RowType.VALUE and self.reported_in > self.month

    @property
    def is_reversal(self) -> bool:
        """Tell whether the row takes back another one."""
        return self.row is RowType.VALUE and bool(self.reverses)

    @property
    def units(self) -> Decimal:
        """Return the quantity; 1 where it was left empty."""
        return Decimal(1) if self.quantity is None else self.quantity

    @property
    def spread(self) -> int:
        """Return over how many months a cost is spread, from its own on."""
        return self.spread_months or 1


@dataclass(frozen=True, slots=True)
class ContractTerms:
    """What the ledger needs of a contract. `margin` in percent; `typical_order` net, in hundredths; `end` included."""

    start: date
    end: date | None = None
    margin: Decimal | None = None
    typical_order: int | None = None
    look_back: int = DEFAULT_LOOK_BACK

    def is_in_force(self, day: date) -> bool:
        """Tell whether a day lies between start and end."""
        return self.start <= day and (self.end is None or day <= self.end)

    def covers(self, day: date) -> bool:
        """Tell whether a day lies between the start and the look-back days after the end."""
        return self.start <= day and (self.end is None or (day - self.end).days <= self.look_back)

    def touches(self, month: Month) -> bool:
        """Tell whether any day of the month is in force."""
        return self.start <= month.last_day and (self.end is None or self.end >= month.first_day)


@dataclass(frozen=True, slots=True)
class ClientTerms:
    """What the ledger needs of a client: currency, VAT that it recovers (percent), name of its attribution rule."""

    currency: str
    recoverable_vat: Decimal = Decimal(100)
    rule: str = DEFAULT_RULE


def contract_on(contracts: tuple[ContractTerms, ...], day: date) -> ContractTerms | None:
    """Return the contract in force on a day (the later one of two), else the last one ended within its look-back.

    Source: roi.md 9.1, the default of an empty margin.
    """
    in_force = [contract for contract in contracts if contract.is_in_force(day)]
    if in_force:
        return max(in_force, key=lambda contract: contract.start)
    ended = [
        (contract.end, contract.start, place)
        for place, contract in enumerate(contracts)
        if contract.end and contract.covers(day)
    ]
    return contracts[max(ended)[2]] if ended else None


def contract_of(contracts: tuple[ContractTerms, ...], month: Month) -> ContractTerms | None:
    """Return the contract that touches a month; the later one of two."""
    return max((contract for contract in contracts if contract.touches(month)), key=lambda one: one.start, default=None)
