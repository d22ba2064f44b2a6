"""Rows of the ledger as lists and forms need them, and the costs that imports and contracts propose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from smmdesk.core.periods import Month
from smmdesk.core.roi.rows import LedgerRow
from smmdesk.core.roi.words import CostKind, Origin


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file that proves a row; `name` as typed."""

    file_id: int
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row of the ledger as kept: `id` is that of the workspace, `row.id` the one in the sheet."""

    id: int
    row: LedgerRow
    evidence: tuple[EvidenceFile, ...]
    account_id: int | None
    origin_import_id: int | None
    origin_contract_id: int | None
    sheet_import_id: int | None
    entered_at: int


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change of a row: when (UTC, Unix seconds), which column, from what to what."""

    changed_at: int
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A cost that an import or a contract suggests for a month; it counts only once it is accepted.

    `key` names it among the proposals of the month. `amount` is hundredths of `currency`, without VAT. `twins` are
    the ids of kept rows of the same kind, account and month, to be merged with instead of standing beside them.
    """

    key: str
    kind: CostKind
    origin: Origin
    month: Month
    day: date
    amount: int
    currency: str
    vat_rate: Decimal | None
    account_id: int | None
    account: str
    source: str
    read_date: date | None = None
    import_ids: tuple[int, ...] = ()
    contract_id: int | None = None
    twins: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PlatformClaim:
    """What a platform says that it sold in a month: listed beside the ledger, never added to it.

    `value` is in hundredths of `currency`, None where the export holds none.
    """

    platform: str
    count: Decimal
    value: int | None
    currency: str
    source: str
    read_date: date | None
