"""Writing single rows into the table of the ledger; every function runs inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from smmdesk.core import periods
from smmdesk.core.roi.rows import LedgerRow
from smmdesk.domain.accounts import Account
from smmdesk.domain.ledger import tables
from smmdesk.domain.ledger.rows import KeptRow
from smmdesk.domain.ledger.rules import changed_columns, columns_of
from smmdesk.domain.ledger.said import last_position


class Writer:
    """Writes rows of one client: knows its accounts by handle and the next place in the order of entry."""

    def __init__(self, client_id: int) -> None:
        self.client_id = client_id
        self.at = int(periods.now().timestamp())
        self.position = last_position(client_id)
        self.accounts: dict[str, set[int]] = {}
        for account in Account.select().where(Account.client == client_id):
            if account.handle:
                self.accounts.setdefault(account.handle.casefold(), set()).add(account.id)

    def account_id(self, handle: str) -> int | None:
        """Return the one account that a handle means; None where none does, or more than one."""
        ids = self.accounts.get(handle.strip().removeprefix("@").casefold(), set())
        return next(iter(ids)) if len(ids) == 1 else None

    def add(self, row: LedgerRow, *, position: int | None = None, **origin: Any) -> int:
        """Write a new row, by default at the end of the order of entry, and return its id in the workspace."""
        self.position = max(self.position, position or self.position + 1)
        columns = {"account": self.account_id(row.account), **origin}
        return tables.LedgerRow.create(
            client=self.client_id,
            position=position or self.position,
            origin=row.origin.value,
            entered_at=self.at,
            **columns_of(row),
            **columns,
        ).id

    def change(self, kept: KeptRow, row: LedgerRow, **origin: Any) -> list[int]:
        """Write what differs, record each change and return the ids of the records."""
        changes = changed_columns(kept.row, row)
        if not changes:
            return []
        values = {**columns_of(row), **origin}
        if row.account != kept.row.account:
            values["account"] = self.account_id(row.account)
        tables.LedgerRow.update(**values).where(tables.LedgerRow.id == kept.id).execute()
        return self.record(kept.id, changes)

    def record(self, ledger_row_id: int, changes: Iterable[tuple[str, str, str]]) -> list[int]:
        """Record changes of a row (column, text before, text after) and return the ids of the records."""
        return [
            tables.LedgerChange.create(
                ledger_row=ledger_row_id, changed_at=self.at, column=column, before=before, after=after
            ).id
            for column, before, after in changes
        ]

    def attach(self, ledger_row_id: int, files: Sequence[tuple[int, str]]) -> None:
        """Attach stored files (id, name) to a row; a file that it has already keeps its name."""
        for file_id, name in files:
            tables.LedgerEvidence.insert(
                ledger_row=ledger_row_id, file=file_id, name=name
            ).on_conflict_ignore().execute()
