"""A row of the ledger as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smmdesk.core.roi.month import MonthRow
from smmdesk.core.roi.words import RowType
from smmdesk.domain.ledger.rows import KeptRow


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A row as the list shows it: as kept, as the month lists it, and why it is late or does not count."""

    kept: KeptRow
    listed: MonthRow | None
    reason: str
    cells: Mapping[str, str]
    currency: str
    net: int | None = None

    @property
    def id(self) -> int:
        """Return the row's id in the workspace."""
        return self.kept.id

    @property
    def mark(self) -> str:
        """Return its mark; empty for a row that is not counted."""
        return self.listed.mark or "" if self.listed is not None else ""

    @property
    def type(self) -> RowType:
        """Return whether it is a value, a cost or a total."""
        return self.kept.row.row
