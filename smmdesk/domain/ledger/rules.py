"""Between the tables and the rules of the ledger: what is kept becomes a row, what is refused an error with words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.money import cents_text
from smmdesk.core.periods import Month
from smmdesk.core.roi import words
from smmdesk.core.roi.checks import Refusal
from smmdesk.core.roi.rows import DEFAULT_RULE, ClientTerms, ContractTerms, Evidence, LedgerRow

# Columns that the table holds under the same name and with the same value.
_SAME = (
    "date", "month", "entered_month", "description", "note", "source", "read_date", "order_key", "quantity", "amount",
    "currency", "rate", "rate_date", "vat_rate", "margin", "share", "probability", "rule", "confirmed_by",
    "confirmed_on", "recoverable_vat", "spread_months", "reverses",
)  # fmt: skip


class RowRefused(UserError):
    """A row that cannot be kept; `refusals` says what is wrong with each column."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        first = refusals[0]
        super().__init__(first.reason, _("Nothing was changed."), field=first.column)
        self.refusals = tuple(refusals)


def row_of(kept: Any, evidence: Iterable[Evidence] = ()) -> LedgerRow:
    """Return a row of the table (`tables.LedgerRow`) as the rules read it."""
    row = words.RowType(kept.row)
    kinds: Any = {words.RowType.VALUE: words.ValueKind, words.RowType.COST: words.CostKind}.get(row)
    return LedgerRow(
        id=kept.row_id,
        row=row,
        kind=_word(kinds, kept.kind) if kinds else None,
        tie=_word(words.Tie, kept.tie),
        vat=_word(words.VatBasis, kept.vat),
        tier=_word(words.Tier, kept.tier),
        account=kept.account_handle,
        evidence=tuple(evidence),
        origin=words.Origin(kept.origin),
        entry=kept.position,
        **{name: getattr(kept, name) for name in _SAME},
    )


def _word(kind: type[StrEnum], text: str) -> Any:
    return kind(text) if text else None


def columns_of(row: LedgerRow) -> dict[str, Any]:
    """Return the columns of the table that a row fills (not those that say where it came from)."""
    return {
        "row_id": row.id,
        "row": row.row.value,
        "kind": _text(row.kind),
        "tie": _text(row.tie),
        "vat": _text(row.vat),
        "tier": _text(row.tier),
        "account_handle": row.account,
        **{name: getattr(row, name) for name in _SAME},
    }


def cells_of(row: LedgerRow) -> dict[str, str]:
    """Return a row as the cells of a form or a sheet: numbers with a dot, ISO days, empty what was left empty."""
    cells = {}
    for column in words.COLUMNS:
        value = row.amount if column == "amount" else getattr(row, column)
        if column == "amount":
            cells[column] = cents_text(row.amount)
        elif column == "evidence":
            cells[column] = "|".join(file.name for file in row.evidence)
        else:
            cells[column] = _text(value)
    return cells


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value.value) if isinstance(value, StrEnum) else str(value)


def changed_columns(before: LedgerRow, after: LedgerRow) -> list[tuple[str, str, str]]:
    """Return which columns differ, evidence left out: column, text before, text after."""
    old, new = cells_of(before), cells_of(after)
    return [
        (column, old[column], new[column])
        for column in words.COLUMNS
        if column != "evidence" and getattr(before, column) != getattr(after, column)
    ]


def client_terms(client: Any, contracts: Sequence[Any]) -> ClientTerms:
    """Return what the ledger needs of a client; its rule is its own, else that of the latest contract with one."""
    agreed = [contract.attribution_rule for contract in contracts if contract.attribution_rule.strip()]
    rule = client.attribution_rule.strip() or (agreed[-1].strip() if agreed else DEFAULT_RULE)
    return ClientTerms(client.currency, client.recoverable_vat, rule)


def contract_terms(contract: Any) -> ContractTerms:
    """Return what the ledger needs of a row of the table of contracts."""
    return ContractTerms(contract.start, contract.end, contract.margin, contract.typical_order, contract.look_back_days)


def is_listed_in(row: LedgerRow, month: Month) -> bool:
    """Tell whether a month's list shows a row: it belongs to it, is reported in it, or a part of a cost falls there."""
    if row.row is words.RowType.COST:
        return row.month <= month <= row.month.plus(row.spread - 1)
    return month in (row.month, row.reported_in)


def free_id(wish: str, taken: Mapping[str, object]) -> str:
    """Return an id that no row of the client has yet: the wish, else with a number behind it."""
    if wish not in taken:
        return wish
    number = 2
    while f"{wish}-{number}" in taken:
        number += 1
    return f"{wish}-{number}"
