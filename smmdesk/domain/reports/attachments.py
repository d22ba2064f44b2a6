"""What the PDF carries inside: the ledger rows that it prints, as a sheet that anybody can add up."""

from __future__ import annotations

from decimal import Decimal

from smmdesk.core.roi.month import LedgerMonth, MonthRow
from smmdesk.documents.data import Attachment
from smmdesk.documents.sheets import Cell, csv_bytes

_COLUMNS = (
    "mark",
    "id",
    "row",
    "kind",
    "date",
    "month",
    "description",
    "quantity",
    "unit_amount",
    "currency",
    "rate",
    "net",
    "margin",
    "share",
    "probability",
    "amount",
    "tier",
    "claimed",
    "rule",
    "source",
    "read_date",
    "confirmed_by",
    "confirmed_on",
    "reverses",
    "evidence",
    "sha256",
)


def ledger_sheet(month: LedgerMonth, file_name: str) -> Attachment:
    """Return the month's rows as CSV."""
    data = csv_bytes(_COLUMNS, (_cells(row) for row in month.rows))
    return Attachment(file_name, data, "text/csv", "Ledger rows", "Data")


def _cells(row: MonthRow) -> list[Cell]:
    typed = row.row
    return [
        row.mark,
        typed.id,
        typed.row.value,
        row.kind.value,
        row.date,
        str(typed.month),
        typed.description,
        typed.units,
        _amount(typed.amount),
        row.currency,
        row.rate,
        _amount(row.net),
        row.margin,
        row.share,
        row.probability,
        _amount(row.amount),
        None if row.tier is None else row.tier.value,
        None if row.claimed is None else row.claimed.value,
        row.rule,
        typed.source,
        typed.read_date,
        typed.confirmed_by,
        typed.confirmed_on,
        typed.reverses,
        " | ".join(file.name for file in row.evidence),
        " | ".join(file.sha256 for file in row.evidence),
    ]


def _amount(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents).scaleb(-2)
