"""Short ways to write ledger rows in tests: numbers as text, everything else by its default."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from smmdesk.core.periods import Month
from smmdesk.core.roi.month import LedgerMonth
from smmdesk.core.roi.reckoning import ledger_month
from smmdesk.core.roi.rows import ClientTerms, ContractTerms, Evidence, LedgerRow
from smmdesk.core.roi.words import CostKind, RowType, Tie, Tier, ValueKind, VatBasis

JUNE = Month(2026, 6)
MAY = Month(2026, 5)
JULY = Month(2026, 7)
PROOF = (Evidence("proof.csv", "0" * 64),)
EUR = ClientTerms("EUR")
_entries = count(1)


def cents(text: str) -> int:
    return int(Decimal(text) * 100)


def _row(row: RowType, amount: str, **columns: Any) -> LedgerRow:
    entry = columns.pop("entry", None) or next(_entries)
    for name in ("quantity", "rate", "vat_rate", "margin", "share", "probability", "recoverable_vat"):
        if isinstance(columns.get(name), str):
            columns[name] = Decimal(columns[name])
    day = columns.pop("date", None) or columns.get("month", JUNE).first_day.replace(day=10)
    if isinstance(day, str):
        day = date.fromisoformat(day)
    made = LedgerRow(
        id=columns.pop("id", f"r{entry}"),
        row=row,
        date=day,
        month=columns.pop("month", Month.of(day)),
        amount=cents(amount),
        entry=entry,
    )
    return replace(made, **columns)


def measured(amount: str, **columns: Any) -> LedgerRow:
    defaults = {"kind": ValueKind.SALE, "tier": Tier.MEASURED, "tie": Tie.LINK, "evidence": PROOF, "margin": "100"}
    return _row(RowType.VALUE, amount, **{**defaults, **columns})


def confirmed(amount: str, **columns: Any) -> LedgerRow:
    defaults = {
        "kind": ValueKind.SALE,
        "tier": Tier.CONFIRMED,
        "confirmed_by": "Anna Bianchi",
        "confirmed_on": date(2026, 7, 1),
        "margin": "100",
    }
    return _row(RowType.VALUE, amount, **{**defaults, **columns})


def estimated(amount: str, **columns: Any) -> LedgerRow:
    return _row(RowType.VALUE, amount, **{"kind": ValueKind.LEAD, "tier": Tier.ESTIMATED, "margin": "100", **columns})


def refund(of: LedgerRow, amount: str, **columns: Any) -> LedgerRow:
    defaults = {"tier": of.tier, "kind": of.kind, "reverses": of.id}
    return _row(RowType.VALUE, amount, **{**defaults, **columns})


def cost(amount: str, kind: CostKind = CostKind.FEE, **columns: Any) -> LedgerRow:
    return _row(RowType.COST, amount, kind=kind, **columns)


def total(amount: str, **columns: Any) -> LedgerRow:
    return _row(RowType.TOTAL, amount, **columns)


def gross(row: LedgerRow, vat_rate: str) -> LedgerRow:
    return replace(row, vat=VatBasis.GROSS, vat_rate=Decimal(vat_rate))


def reckoned(
    *rows: LedgerRow,
    month: Month = JUNE,
    contracts: tuple[ContractTerms, ...] = (),
    terms: ClientTerms = EUR,
) -> LedgerMonth:
    return ledger_month(rows, contracts, terms, month)
