"""What the month's sheet consists of, as plain rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from smmdesk.core.i18n import mark
from smmdesk.core.readings import Unit

LARGEST_TEXT = 10_000
MOST_KPIS = 4

# Ledger figures that a KPI can be taken from: `ledger.<name>` -> (title, unit, whether less is better).
LEDGER_FIGURES: dict[str, tuple[str, Unit, bool]] = {
    "ledger.proven": (mark("Came back, proven"), Unit.MONEY, False),
    "ledger.sales": (mark("Sales linked to the work, net"), Unit.MONEY, False),
    "ledger.invested": (mark("Invested"), Unit.MONEY, True),
    "ledger.roi": (mark("Return (ROI), %"), Unit.DECIMAL, False),
    "ledger.bookings": (mark("Proven bookings"), Unit.COUNT, False),
    "ledger.orders": (mark("Proven sales"), Unit.COUNT, False),
    "ledger.appointments": (mark("Proven appointments"), Unit.COUNT, False),
    "ledger.leads": (mark("Requests (leads)"), Unit.COUNT, False),
    "ledger.cost_per_booking": (mark("Cost per booking"), Unit.MONEY, True),
    "ledger.cost_per_order": (mark("Cost per sale"), Unit.MONEY, True),
    "ledger.cost_per_appointment": (mark("Cost per appointment"), Unit.MONEY, True),
    "ledger.cost_per_lead": (mark("Cost per request"), Unit.MONEY, True),
}


@dataclass(frozen=True, slots=True)
class KpiDraft:
    """One figure for page 1.

    `source` is empty (then `value` was counted by hand), a key of `LEDGER_FIGURES`, or a metric's key; `account_id`
    says of which account. `value` and `target` are in the unit that a person reads: money in whole units of the
    client's currency, shares in percent.
    """

    text: str
    source: str = ""
    account_id: int | None = None
    value: Decimal | None = None
    target: Decimal | None = None
    unit: str = ""
    lower_is_better: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """What a person wrote for page 1 of one client and month."""

    goal: str = ""
    worked: str = ""
    did_not_work: str = ""
    we_change: str = ""
    request: str = ""
    request_by: date | None = None
    kpis: tuple[KpiDraft, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was written yet."""
        return self == SheetRow()
