"""The month's money: sums, ratios and every row of the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from smmdesk.core.periods import Month
from smmdesk.core.roi.words import LedgerState, Tier
from smmdesk.documents.data.figures import Exact


@dataclass(frozen=True, slots=True)
class Figure:
    """A sum of the ledger and the marks of its rows. `cents` None: must not be computed in this state."""

    cents: int | None = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Triple:
    """A ratio three times: measured only, measured + confirmed, with estimates. None: must not be printed."""

    floor: Exact | None = None
    headline: Exact | None = None
    full: Exact | None = None


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file kept as proof."""

    name: str
    sha256: str  # hex; the paper shows the first digits
    read_on: date | None = None


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A value row of the ledger as printed in the appendix."""

    mark: str  # "M1"; empty for a row not counted
    day: date
    description: str
    kind: str  # sale booking appointment lead repeat saving other
    claimed: Tier
    tier: Tier  # effective
    quantity: Exact = 1
    net: int = 0  # net of VAT, in the client's currency, before margin and share (signed)
    margin: Exact | None = None  # percent
    share: Exact = 100  # percent
    probability: Exact = 100  # percent
    amount: int | None = None  # what it is worth to the client; None: margin unknown
    evidence: tuple[EvidenceFile, ...] = ()
    confirmed_by: str = ""
    confirmed_on: date | None = None
    source: str = ""
    read_on: date | None = None
    note: str = ""
    tie: str = ""  # link code number none
    month: Month | None = None  # the month that it belongs to, when it is another one (a late value)
    reverses: str = ""  # mark of the row that this one takes back, "" if none; "2026-05/M1" of another month
    rule: str = ""  # attribution rule, where it is not the client's
    id: str = ""
    # original amount, where the currency is not the client's: hundredths, code, foreign units per home unit, its day
    foreign: int | None = None
    foreign_currency: str = ""
    rate: Exact | None = None
    rate_day: date | None = None

    @property
    def late(self) -> bool:
        return self.month is not None


@dataclass(frozen=True, slots=True)
class CostRow:
    """A cost row of the ledger as printed in the appendix."""

    mark: str
    day: date
    description: str
    kind: str  # fee staff ads production tools influencer stamp other
    quantity: Exact = 1
    net: int = 0  # whole cost without VAT, in the client's currency
    vat_kept: int = 0  # VAT that the client does not recover, part of the cost
    amount: int = 0  # what this month bears
    cash: int | None = None  # what was paid this month, where it is another amount (spread costs)
    spread_months: int = 1
    spread_place: int = 1  # this is month `spread_place` of `spread_months`
    evidence: tuple[EvidenceFile, ...] = ()
    source: str = ""
    read_on: date | None = None
    note: str = ""
    origin: str = "typed"  # typed import contract
    id: str = ""
    foreign: int | None = None
    foreign_currency: str = ""
    rate: Exact | None = None
    rate_day: date | None = None


@dataclass(frozen=True, slots=True)
class NotCounted:
    """A value row that is not counted, and why."""

    row: ValueRow
    reason: str  # duplicate saving_of_same_order reverses_not_counted
    of: str  # mark (or id) of the row that it yields to


@dataclass(frozen=True, slots=True)
class PlatformClaim:
    """What a platform says that it sold; printed, never added."""

    platform: str  # name as people know it: "Meta Ads"
    count: Exact
    value: int | None = None
    source: str = ""
    read_on: date | None = None


@dataclass(frozen=True, slots=True)
class Running:
    """The total since the start (roi.md 9.8)."""

    since: Month
    value: int | None
    invested: int | None
    roi: Exact | None


@dataclass(frozen=True, slots=True)
class Restated:
    """A month whose proven value has changed since it was first reported."""

    month: Month
    proven_first: int | None
    roi_first: Exact | None
    proven_now: int | None
    roi_now: Exact | None


@dataclass(frozen=True, slots=True)
class MarginBasis:
    """A margin in use and who agreed it, when (None: unknown)."""

    percent: Exact
    agreed_with: str = ""
    agreed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Method:
    """What "How we computed this" says beside the sums."""

    read_on: date | None = None  # latest read date of the ledger's rows and the readings printed
    recoverable_vat: Exact = 100  # percent that the client recovers
    margins: tuple[MarginBasis, ...] = ()
    systems: tuple[str, ...] = ()  # sources of the counted measured rows: "Booking engine"
    ties: tuple[str, ...] = ()  # of the counted measured rows: link code number
    confirmers: tuple[tuple[str, date], ...] = ()  # of the counted confirmed rows
    assumptions: tuple[str, ...] = ()  # of the counted estimated rows (their notes or descriptions)
    rule: str = ""  # attribution rule agreed, in the client's words; empty: last link or code
    look_back_days: int = 90
    test: str = ""  # a test of what would have come anyway, if there was one
    test_on: date | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """The month's ledger: sums, ratios and every row (roi.md 9.12, same names)."""

    state: LedgerState = LedgerState.NO_DATA
    measured: Figure = Figure()
    confirmed: Figure = Figure()
    estimated: Figure = Figure()
    proven: Figure = Figure()
    full: Figure = Figure()
    invested: Figure = Figure()
    invested_cash: int | None = None
    net: Triple = Triple()  # cents
    per_unit: Triple = Triple()  # multiples
    roi: Triple = Triple()  # percent
    range_low: Exact | None = None
    range_high: Exact | None = None
    sales: Figure = Figure()
    sales_per_unit: Exact | None = None
    break_even_margin: Exact | None = None  # percent
    break_even_sales: int | None = None
    break_even_customers: int | None = None
    late_value: Figure = Figure()
    running: Running | None = None
    restated: tuple[Restated, ...] = ()  # months that this month's late values change, and this month as known today
    values: tuple[ValueRow, ...] = ()  # counted and late ones, in the order of their marks within M, C, E
    costs: tuple[CostRow, ...] = ()
    not_counted: tuple[NotCounted, ...] = ()
    platform_claims: tuple[PlatformClaim, ...] = ()
    method: Method = Method()
