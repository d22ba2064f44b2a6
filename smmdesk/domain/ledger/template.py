"""The empty sheet of the ledger, with one example row of each kind."""

from __future__ import annotations

from smmdesk.core.i18n import _
from smmdesk.core.roi.words import COLUMNS
from smmdesk.documents.sheets import csv_text

EXAMPLE_PREFIX = "example-"


def ledger_template() -> str:
    """Return the sheet as CSV: its columns, a value, a cost and a total whose ids begin with `example-`.

    Rows with such ids are skipped when a sheet is imported, so they may stay where they are.
    """
    examples: tuple[dict[str, str], ...] = (
        {
            "id": f"{EXAMPLE_PREFIX}value",
            "row": "value",
            "date": "2026-06-10",
            "month": "2026-06",
            "kind": "booking",
            "description": _("Six nights booked with our code"),
            "source": _("Booking engine"),
            "read_date": "2026-07-04",
            "order_key": "B-1001",
            "tie": "code",
            "quantity": "1",
            "amount": "580.00",
            "vat": "gross",
            "vat_rate": "10",
            "margin": "55",
            "share": "100",
            "tier": "measured",
            "evidence": "bookings-june.csv",
        },
        {
            "id": f"{EXAMPLE_PREFIX}cost",
            "row": "cost",
            "date": "2026-06-30",
            "kind": "ads",
            "description": _("Advertisements of June"),
            "quantity": "1",
            "amount": "310.00",
            "vat": "net",
            "vat_rate": "22",
            "evidence": "ads-invoice-june.pdf",
            "recoverable_vat": "100",
            "spread_months": "1",
            "account": "hotelbar",
        },
        {
            "id": f"{EXAMPLE_PREFIX}total",
            "row": "total",
            "date": "2026-06-30",
            "description": _("All net sales of the month, told by the client"),
            "amount": "41250.00",
        },
    )
    return csv_text(COLUMNS, ([row.get(column) for column in COLUMNS] for row in examples), line_end="\n")
