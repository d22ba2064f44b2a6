"""Writing single rows into the table of the ledger; every function runs inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from peewee import fn

from smmdesk.core import periods
from smmdesk.core.roi.rows import LedgerRow
from smmdesk.domain.accounts import Account
from smmdesk.domain.ledger import tables
from smmdesk.domain.ledger.rows import KeptRow
from smmdesk.domain.ledger.rules import changed_columns, columns_of


class Writer:
    """Writes rows of one client: knows its accounts by handle and the next place in the order of entry."""

    def __init__(self, client_id: int) -> None:
        self.client_id = client_id
        self.at = int(periods.now().timestamp())
        last = (
            tables.LedgerRow.select(fn.MAX(tables.LedgerRow.position))
            .where(tables.LedgerRow.client == client_id)
            .scalar()
        )
        self.position = last or 0
        self.accounts: dict[str, set[int]] = {}
        for account in Account.select().where(Account.client == client_id):
            if account.handle:
                self.accounts.setdefault(account.handle.casefold(), set()).add(account.id)

    def account_id(self, handle: str) -> int | None:
        """Return the one account that a handle means; None where none does, or more than one."""
        ids = self.accounts.get(handle.strip().removeprefix("@").casefold(), set())
        return next(iter(ids)) if len(ids) == 1 else None

    def add(self, row: LedgerRow, **origin: Any) -> int:
        """Write a new row at the end of the order of entry and return its id in the workspace."""
        self.position += 1
        columns = {"account": self.account_id(row.account), **origin}
        return tables.LedgerRow.create(
            client=self.client_id,
            position=self.position,
            origin=row.origin.value,
            entered_at=self.at,
            **columns_of(row),
            **columns,
        ).id

    def change(self, kept: KeptRow, row: LedgerRow, **origin: Any) -> bool:
        """Write what differs and record each change; tell whether there was any."""
        changes = changed_columns(kept.row, row)
        if not changes:
            return False
        values = {**columns_of(row), **origin}
        if row.account != kept.row.account:
            values["account"] = self.account_id(row.account)
        tables.LedgerRow.update(**values).where(tables.LedgerRow.id == kept.id).execute()
        self.record(kept.id, changes)
        return True

    def record(self, ledger_row_id: int, changes: Iterable[tuple[str, str, str]]) -> None:
        """Record changes of a row: column, text before, text after."""
        for column, before, after in changes:
            tables.LedgerChange.create(
                ledger_row=ledger_row_id, changed_at=self.at, column=column, before=before, after=after
            )

    def attach(self, ledger_row_id: int, files: Sequence[tuple[int, str]]) -> None:
        """Attach stored files (id, name) to a row; a file that it has already keeps its name."""
        for file_id, name in files:
            tables.LedgerEvidence.insert(
                ledger_row=ledger_row_id, file=file_id, name=name
            ).on_conflict_ignore().execute()
