"""What the PDF carries inside: the ledger rows that it prints, as a sheet that anybody can add up."""

from __future__ import annotations

import csv
import io

from smmdesk.core.money import cents_text
from smmdesk.core.roi.month import LedgerMonth, MonthRow
from smmdesk.documents.data import Attachment

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
    """Return the month's rows as CSV; a cell that a spreadsheet would take for a formula begins with an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row in month.rows:
        writer.writerow(_cells(row))
    return Attachment(file_name, ("\ufeff" + text.getvalue()).encode(), "text/csv", "Ledger rows", "Data")


def _cells(row: MonthRow) -> list[str]:
    typed = row.row
    return [
        row.mark or "",
        inert(typed.id),
        typed.row.value,
        row.kind.value,
        row.date.isoformat(),
        str(typed.month),
        inert(typed.description),
        str(typed.units),
        cents_text(typed.amount),
        row.currency,
        "" if row.rate is None else str(row.rate),
        "" if row.net is None else cents_text(row.net),
        "" if row.margin is None else str(row.margin),
        "" if row.share is None else str(row.share),
        "" if row.probability is None else str(row.probability),
        "" if row.amount is None else cents_text(row.amount),
        "" if row.tier is None else row.tier.value,
        "" if row.claimed is None else row.claimed.value,
        inert(row.rule),
        inert(typed.source),
        "" if typed.read_date is None else typed.read_date.isoformat(),
        inert(typed.confirmed_by),
        "" if typed.confirmed_on is None else typed.confirmed_on.isoformat(),
        inert(typed.reverses),
        inert(" | ".join(file.name for file in row.evidence)),
        " | ".join(file.sha256 for file in row.evidence),
    ]


def inert(text: str) -> str:
    """Return a text cell that no spreadsheet evaluates."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
