"""Undoing the import of a ledger sheet: each row is again what the other sheets, or a person, say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.roi.checks import check_rows
from smmdesk.core.roi.rows import LedgerRow
from smmdesk.domain.files import FilePiece, StoredFile
from smmdesk.domain.imports.tables import Import
from smmdesk.domain.ledger import tables
from smmdesk.domain.ledger.queries import ledger_rows
from smmdesk.domain.ledger.rows import KeptRow
from smmdesk.domain.ledger.rules import changed_columns, columns_of
from smmdesk.domain.ledger.said import Said, row_of_cells, said_by, said_of, same_cells
from smmdesk.domain.ledger.writing import Writer
from smmdesk.store.references import is_pointed_at

_MOST_NAMED = 10


def take_sheet_back(import_id: int) -> None:
    """Undo what an import of a sheet did to the ledger, in the caller's transaction; the import itself stays.

    A row that only it brought is deleted, another gets what the newest remaining sheet (or the person before it) says.
    A row that was changed by hand since keeps what it says now. Raises UserError where another row reverses one that
    would go, where the rows could not stand together, or where the import is of a version that kept no such record.
    """
    row = Import.get_by_id(import_id)
    mine = said_by(import_id)
    if not mine and row.counts.get("data"):
        raise UserError(
            _("This sheet was imported by an earlier version of the program, which did not note what it changed."),
            _("Nothing was changed."),
            _("Delete its rows in the ledger."),
        )
    _Undo(row.client_id, import_id, mine).run()


class _Undo:
    def __init__(self, client_id: int, import_id: int, mine: Sequence[Said]) -> None:
        self.client_id, self.import_id, self.mine = client_id, import_id, mine
        self.kept = {kept.row.id: kept for kept in ledger_rows(client_id)}
        self.said = said_of(client_id, [said.row_id for said in mine])
        self.writer = Writer(client_id)
        self.loose_files: set[int] = set()

    def run(self) -> None:
        gone = [kept for said in self.mine if (kept := self._goes(said)) is not None]
        put_back = {said.row_id: row for said in self.mine if (row := self._put_back(said)) is not None}
        self._refuse(gone, put_back)
        for kept in gone:
            self.loose_files.update(file.file_id for file in kept.evidence)
            tables.LedgerRow.delete().where(tables.LedgerRow.id == kept.id).execute()
        lost = {kept.row.id for kept in gone}
        for said in self.mine:
            kept = self.kept.get(said.row_id)
            if kept is not None and said.row_id not in lost:
                self._take_back(said, kept, put_back.get(said.row_id))
        tables.LedgerReading.delete().where(tables.LedgerReading.source == self.import_id).execute()
        for file_id in self.loose_files:
            _delete_unused_file(file_id)

    def _around(self, said: Said) -> tuple[list[Said], list[Said]]:
        """Return what other imports say of the row: before this one, and after it."""
        others = self.said[said.row_id]
        earlier = [one for one in others if one.import_id < self.import_id]
        return earlier, [one for one in others if one.import_id > self.import_id]

    def _goes(self, said: Said) -> KeptRow | None:
        """Return the row where only this import brought it and nobody touched it since."""
        kept = self.kept.get(said.row_id)
        earlier, later = self._around(said)
        if kept is None or earlier or later or said.before is not None or not same_cells(kept, said.cells):
            return None
        brought = {file.sha256 for file in said.files}
        is_used = kept.origin_import_id or kept.origin_contract_id or {one.sha256 for one in kept.evidence} - brought
        return None if is_used else kept

    def _put_back(self, said: Said) -> LedgerRow | None:
        """Return what the row becomes: the word before this import's, where this one's is the last and still holds."""
        kept = self.kept.get(said.row_id)
        earlier, later = self._around(said)
        if kept is None or later or not same_cells(kept, said.cells):
            return None
        if said.before is not None:
            return row_of_cells(said.before)
        return earlier[-1].row() if earlier else None

    def _refuse(self, gone: Sequence[KeptRow], put_back: dict[str, LedgerRow]) -> None:
        lost = {kept.row.id for kept in gone}
        left = {row_id: put_back.get(row_id, kept.row) for row_id, kept in self.kept.items() if row_id not in lost}
        held = [row.id for row in left.values() if row.is_reversal and row.reverses in lost]
        if held:
            raise UserError(
                _("The import cannot be undone: other rows take back rows that it brought: {rows}.").format(
                    rows=", ".join(held[:_MOST_NAMED]) + (" …" if len(held) > _MOST_NAMED else "")
                ),
                _("Nothing was changed."),
                _("Delete those first, or undo the import that brought them."),
            )
        changed = [left[row_id] for row_id in put_back]
        others = [row for row_id, row in left.items() if row_id not in put_back]
        for refusal in check_rows(changed, others):
            if refusal is not None:
                raise UserError(
                    _("The import cannot be undone: {row} cannot become what it was before.").format(row=refusal.value),
                    refusal.reason,
                    _("Nothing was changed."),
                )

    def _take_back(self, said: Said, kept: KeptRow, row: LedgerRow | None) -> None:
        earlier, later = self._around(said)
        columns: dict[str, Any] = {}
        if row is not None:
            columns = columns_of(row)
            if row.account != kept.row.account:
                columns["account"] = self.writer.account_id(row.account)
        if row is not None or later:
            tables.LedgerChange.delete().where(tables.LedgerChange.id.in_(said.changes)).execute()
        if kept.sheet_import_id == self.import_id:
            columns["sheet_import"] = None
            if said.before is None and not earlier and later:
                heir = later[0]
                at = Import.get_by_id(heir.import_id).imported_at
                columns |= {"sheet_import": heir.import_id, "position": heir.position, "entered_at": at}
            elif said.before is not None:
                heirs = (one for one in later if one.cells != said.before)
                columns["sheet_import"] = next((one.import_id for one in heirs), None)
        if columns:
            tables.LedgerRow.update(**columns).where(tables.LedgerRow.id == kept.id).execute()
        self._hand_files_on(said, kept, [*earlier, *later])
        if later:
            self._join(said, kept, earlier, later[0])

    def _hand_files_on(self, said: Said, kept: KeptRow, others: Sequence[Said]) -> None:
        """Let evidence that this import attached belong to the next that names it; take away what none names."""
        for file in (one for one in said.files if one.attached):
            there = next((one for one in kept.evidence if one.sha256 == file.sha256), None)
            heir = next(((one, named) for one in others for named in one.files if named.sha256 == file.sha256), None)
            where = (tables.LedgerEvidence.ledger_row == kept.id) & (
                tables.LedgerEvidence.file == (there.file_id if there is not None else 0)
            )
            if heir is not None:
                one, named = heir
                named.attached = True
                one.save()
                tables.LedgerEvidence.update(name=named.name).where(where).execute()
            elif there is not None:
                tables.LedgerEvidence.delete().where(where).execute()
                self.loose_files.add(there.file_id)

    def _join(self, said: Said, kept: KeptRow, earlier: Sequence[Said], following: Said) -> None:
        """Let the next import's record of changes start from what stood before this one."""
        if following.before is not None:
            return  # a person had changed the row in between: those records stand
        following.before = said.before
        base = said.before if said.before is not None else earlier[-1].cells if earlier else None
        tables.LedgerChange.delete().where(tables.LedgerChange.id.in_(following.changes)).execute()
        following.changes = []
        if base is not None:
            writer = Writer(self.client_id)
            writer.at = Import.get_by_id(following.import_id).imported_at
            changes = changed_columns(replace(row_of_cells(base), entry=0), replace(following.row(), entry=0))
            fresh = [("evidence", "", file.name) for file in following.files if file.attached]
            following.changes = writer.record(kept.id, [*changes, *fresh])
        following.save()


def _delete_unused_file(file_id: int) -> None:
    if not is_pointed_at("stored_file", file_id, but=("file_piece",)):
        FilePiece.delete().where(FilePiece.file == file_id).execute()
        StoredFile.delete().where(StoredFile.id == file_id).execute()
