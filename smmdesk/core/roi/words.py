"""The fixed words of the ledger: row types, kinds, ties, tiers, states, gates and warnings, with their titles."""

from __future__ import annotations

from enum import StrEnum

from smmdesk.core.i18n import mark


class RowType(StrEnum):
    """What a row of the ledger is."""

    VALUE = "value"
    COST = "cost"
    TOTAL = "total"


class ValueKind(StrEnum):
    """What came back."""

    SALE = "sale"
    BOOKING = "booking"
    APPOINTMENT = "appointment"
    LEAD = "lead"
    REPEAT = "repeat"
    SAVING = "saving"
    OTHER = "other"


class CostKind(StrEnum):
    """What was spent."""

    FEE = "fee"
    STAFF = "staff"
    ADS = "ads"
    PRODUCTION = "production"
    TOOLS = "tools"
    INFLUENCER = "influencer"
    STAMP = "stamp"
    OTHER = "other"


class Tie(StrEnum):
    """How a sale is tied to our work."""

    LINK = "link"
    CODE = "code"
    NUMBER = "number"
    NONE = "none"


class VatBasis(StrEnum):
    """Whether an amount was typed with VAT or without."""

    NET = "net"
    GROSS = "gross"


class Tier(StrEnum):
    """How sure a value is; declared in the order of strength."""

    MEASURED = "measured"
    CONFIRMED = "confirmed"
    ESTIMATED = "estimated"

    @property
    def rank(self) -> int:
        """Return 0 for the strongest tier, 2 for the weakest."""
        return _RANKS[self]

    @property
    def letter(self) -> str:
        """Return the letter of its marks: M, C or E."""
        return _LETTERS[self]

    @property
    def is_proven(self) -> bool:
        """Tell whether rows of this tier stand in the headline."""
        return self is not Tier.ESTIMATED


_RANKS = {tier: rank for rank, tier in enumerate(Tier)}
_LETTERS = {Tier.MEASURED: "M", Tier.CONFIRMED: "C", Tier.ESTIMATED: "E"}


class Origin(StrEnum):
    """Where a row comes from."""

    TYPED = "typed"
    IMPORT = "import"
    CONTRACT = "contract"


class LedgerState(StrEnum):
    """What may be printed for a month; in the order in which they are tried (roi.md 9.10)."""

    BLOCKED = "blocked"
    NO_DATA = "no_data"
    NO_COST = "no_cost"
    MARGIN_UNKNOWN = "margin_unknown"
    NOT_YET_PROVEN = "not_yet_proven"
    NOTHING_PROVEN = "nothing_proven"
    REFUNDS_EXCEED = "refunds_exceed"
    OK = "ok"


class GateCode(StrEnum):
    """What blocks a report (roi.md 9.4)."""

    SALES_ABOVE_TOTAL = "sales_above_total"
    SHARE_ABOVE_100 = "share_above_100"
    OUTSIDE_CONTRACT = "outside_contract"
    RATE_MISSING = "rate_missing"
    COSTS_BELOW_ZERO = "costs_below_zero"


class WarningCode(StrEnum):
    """What a report says beside its figures (roi.md 9.4)."""

    NO_COST = "no_cost"
    MOSTLY_ESTIMATED = "mostly_estimated"
    NO_TOTAL_ROW = "no_total_row"
    SCREENSHOT_ONLY = "screenshot_only"
    OVER_REVERSED = "over_reversed"


class NotCountedReason(StrEnum):
    """Why a value row stays visible without being counted."""

    DUPLICATE = "duplicate"
    SAVING_OF_SAME_ORDER = "saving_of_same_order"
    REVERSES_NOT_COUNTED = "reverses_not_counted"


# Every column of the ledger sheet, in its order.
COLUMNS = (
    "id",
    "row",
    "date",
    "month",
    "entered_month",
    "kind",
    "description",
    "note",
    "source",
    "read_date",
    "order_key",
    "tie",
    "quantity",
    "amount",
    "currency",
    "rate",
    "rate_date",
    "vat",
    "vat_rate",
    "margin",
    "share",
    "probability",
    "rule",
    "tier",
    "evidence",
    "confirmed_by",
    "confirmed_on",
    "recoverable_vat",
    "spread_months",
    "account",
    "reverses",
)
NUMBER_COLUMNS = (
    "quantity",
    "amount",
    "rate",
    "vat_rate",
    "margin",
    "share",
    "probability",
    "recoverable_vat",
    "spread_months",
)
DATE_COLUMNS = ("date", "rate_date", "confirmed_on", "read_date")
MONTH_COLUMNS = ("month", "entered_month")

ROW_TITLES = {
    RowType.VALUE: mark("Value"),
    RowType.COST: mark("Cost"),
    RowType.TOTAL: mark("The client's own total"),
}
VALUE_KIND_TITLES = {
    ValueKind.SALE: mark("Sale"),
    ValueKind.BOOKING: mark("Booking"),
    ValueKind.APPOINTMENT: mark("Appointment"),
    ValueKind.LEAD: mark("Enquiry"),
    ValueKind.REPEAT: mark("Repeat purchase"),
    ValueKind.SAVING: mark("Saving"),
    ValueKind.OTHER: mark("Other"),
}
COST_KIND_TITLES = {
    CostKind.FEE: mark("Fee"),
    CostKind.STAFF: mark("The client's own staff"),
    CostKind.ADS: mark("Ads"),
    CostKind.PRODUCTION: mark("Production"),
    CostKind.TOOLS: mark("Tools"),
    CostKind.INFLUENCER: mark("Influencers"),
    CostKind.STAMP: mark("Stamp duty"),
    CostKind.OTHER: mark("Other"),
}
TIE_TITLES = {
    Tie.LINK: mark("Link"),
    Tie.CODE: mark("Code"),
    Tie.NUMBER: mark("Tracked number"),
    Tie.NONE: mark("None"),
}
TIER_TITLES = {
    Tier.MEASURED: mark("Measured"),
    Tier.CONFIRMED: mark("Confirmed by the client"),
    Tier.ESTIMATED: mark("Estimated"),
}
NOT_COUNTED_TITLES = {
    NotCountedReason.DUPLICATE: mark("Not counted: the same order is already there as {of}"),
    NotCountedReason.SAVING_OF_SAME_ORDER: mark("Not counted: the saving {of} stands for this order"),
    NotCountedReason.REVERSES_NOT_COUNTED: mark("Not counted: it takes back {of}, which is not counted"),
}
COLUMN_TITLES = {
    "id": mark("Id"),
    "row": mark("Row"),
    "date": mark("Date"),
    "month": mark("Month"),
    "entered_month": mark("Reported in"),
    "kind": mark("Kind"),
    "description": mark("Description"),
    "note": mark("Note"),
    "source": mark("Source"),
    "read_date": mark("Read on"),
    "order_key": mark("Order"),
    "tie": mark("Tie to our work"),
    "quantity": mark("Quantity"),
    "amount": mark("Amount"),
    "currency": mark("Currency"),
    "rate": mark("Exchange rate"),
    "rate_date": mark("Date of the rate"),
    "vat": mark("With or without VAT"),
    "vat_rate": mark("VAT rate"),
    "margin": mark("Margin"),
    "share": mark("Share"),
    "probability": mark("Probability"),
    "rule": mark("Rule"),
    "tier": mark("How sure"),
    "evidence": mark("Evidence"),
    "confirmed_by": mark("Confirmed by"),
    "confirmed_on": mark("Confirmed on"),
    "recoverable_vat": mark("VAT recovered"),
    "spread_months": mark("Spread over months"),
    "account": mark("Account"),
    "reverses": mark("Takes back"),
}
