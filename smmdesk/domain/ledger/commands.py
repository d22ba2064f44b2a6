"""Entering, changing and taking back rows of the ledger, attaching evidence, accepting proposed costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.core.roi.checks import Refusal, check_row, check_rows
from smmdesk.core.roi.rows import LedgerRow
from smmdesk.core.roi.words import Origin, RowType, VatBasis
from smmdesk.domain import checks
from smmdesk.domain.clients import Client
from smmdesk.domain.files import keep_file
from smmdesk.domain.imports.rows import ImportResult
from smmdesk.domain.imports.staged import StagedFile
from smmdesk.domain.imports.tables import Import
from smmdesk.domain.ledger import tables
from smmdesk.domain.ledger.orders import import_orders
from smmdesk.domain.ledger.queries import ledger_row, ledger_rows, proposals
from smmdesk.domain.ledger.rows import KeptRow, Proposal
from smmdesk.domain.ledger.rules import RowRefused, cells_of, free_id
from smmdesk.domain.ledger.sheet import import_ledger_sheet
from smmdesk.domain.ledger.template import ledger_template
from smmdesk.domain.ledger.writing import Writer
from smmdesk.domain.undo import Removed, put_back, take_out
from smmdesk.store.database import transaction, tuples

__all__ = [
    "accept_proposal",
    "add_ledger_row",
    "attach_evidence",
    "delete_ledger_row",
    "detach_evidence",
    "import_ledger_file",
    "import_ledger_sheet",
    "import_orders",
    "ledger_template",
    "merge_proposal",
    "refusals_of_row",
    "restore_evidence",
    "restore_ledger_row",
    "update_ledger_row",
]


def refusals_of_row(client_id: int, cells: Mapping[str, str], ledger_row_id: int | None = None) -> list[Refusal]:
    """Return everything that is wrong with a row as typed, column by column; nothing is written.

    `ledger_row_id` is the row that it changes, None for a new one.
    """
    checked = _checked(client_id, cells, ledger_row_id)
    return checked if isinstance(checked, list) else []


def add_ledger_row(client_id: int, cells: Mapping[str, str], files: Sequence[tuple[str, bytes]] = ()) -> int:
    """Keep a value, a cost or a total and return its id.

    `cells` are plain text by column (numbers with a dot, ISO days, months `YYYY-MM`); an empty id is given one.
    `files` are name and content of its evidence. Raises RowRefused, naming the columns, for what cannot be kept.
    """
    with transaction():
        if not Client.select().where(Client.id == client_id).exists():
            raise UserError(_("This client no longer exists."), field="client")
        row = _accepted(_checked(client_id, cells, None))
        writer = Writer(client_id)
        row_id = writer.add(row)
        writer.attach(row_id, [(keep_file(content, name), name) for name, content in files])
        return row_id


def update_ledger_row(ledger_row_id: int, cells: Mapping[str, str]) -> None:
    """Replace what is kept of a row, its evidence left as it is; every change is recorded.

    Raises RowRefused, naming the columns, for what cannot be kept.
    """
    with transaction():
        kept = ledger_row(ledger_row_id)
        client_id = _client_of(ledger_row_id)
        row = _accepted(_checked(client_id, cells, ledger_row_id))
        Writer(client_id).change(kept, row)


def delete_ledger_row(ledger_row_id: int) -> Removed:
    """Delete a row with its evidence; return what `restore_ledger_row` needs.

    Raises UserError while another row takes this one back.
    """
    with transaction():
        row = _table_row(ledger_row_id)
        reversals = [
            kept.row.id
            for kept in ledger_rows(row.client_id)
            if kept.row.is_reversal and kept.row.reverses == row.row_id
        ]
        if reversals:
            raise UserError(
                _("Another row takes this one back: {rows}.").format(rows=", ".join(reversals)),
                _("Nothing was changed."),
                _("Delete that one first."),
            )
        return take_out(row)


def restore_ledger_row(removed: Removed) -> None:
    """Put a deleted row back with its evidence. Raises UserError when that is no longer possible."""
    put_back(removed)


def attach_evidence(ledger_row_id: int, content: bytes, name: str) -> None:
    """Keep a file as evidence of a row. Raises UserError for a total, which has none."""
    with transaction():
        row = _table_row(ledger_row_id)
        if row.row == RowType.TOTAL:
            raise UserError(_("A total has no evidence."), _("Nothing was changed."), field="evidence")
        shown = checks.checked_name(name, "evidence")
        writer = Writer(row.client_id)
        writer.attach(ledger_row_id, [(keep_file(content, shown), shown)])
        writer.record(ledger_row_id, [("evidence", "", shown)])


def detach_evidence(ledger_row_id: int, file_id: int) -> Removed:
    """Take a file away from a row; return what `restore_evidence` needs. Raises UserError when it is not there."""
    with transaction():
        row = _table_row(ledger_row_id)
        found = tables.LedgerEvidence.get_or_none(
            (tables.LedgerEvidence.ledger_row == ledger_row_id) & (tables.LedgerEvidence.file == file_id)
        )
        if found is None:
            raise UserError(_("This file is no longer attached to the row."))
        Writer(row.client_id).record(ledger_row_id, [("evidence", found.name, "")])
        return take_out(found)


def restore_evidence(removed: Removed) -> None:
    """Attach a file again that was taken away. Raises UserError when that is no longer possible."""
    with transaction():
        put_back(removed)
        row = _table_row(removed.columns["ledger_row_id"])
        Writer(row.client_id).record(row.id, [("evidence", "", removed.columns["name"])])


def import_ledger_file(
    staged: StagedFile, *, dry_run: bool = False, before_write: Callable[[], None] = lambda: None
) -> ImportResult:
    """Import a recognised file whose rows are the ledger's: a ledger sheet, or orders by their mapping.

    What is still open comes back as its `questions`, and nothing is written; `before_write` is called before anything
    is. Raises UserError and WorkspaceHeld as the two imports do.
    """
    if staged.result.questions and not dry_run:
        return staged.result
    if not dry_run:
        before_write()
    if staged.mapping is None:
        return import_ledger_sheet(staged.path, staged.client_id, dry_run=dry_run)
    result = import_orders(staged.path, staged.client_id, staged.mapping, read_on=staged.read_on, dry_run=dry_run)
    return replace(result, questions=staged.result.questions)


# ------------------------------------------------------------------------------------------------------- proposals


def accept_proposal(client_id: int, month: Month, key: str) -> int:
    """Keep a proposed cost as a row of its own and return its id. Raises UserError when it is no longer proposed."""
    with transaction():
        proposal = _proposal(client_id, month, key)
        home = Client.get_by_id(client_id).currency
        taken = {kept.row.id: kept for kept in ledger_rows(client_id)}
        words = [proposal.kind.value, proposal.account, str(proposal.month)]
        row = LedgerRow(
            id=free_id("-".join(word for word in words if word), taken),
            row=RowType.COST,
            date=proposal.day,
            month=proposal.month,
            amount=proposal.amount,
            kind=proposal.kind,
            source=proposal.source,
            read_date=proposal.read_date,
            currency="" if proposal.currency == home else proposal.currency,
            vat=VatBasis.NET if proposal.vat_rate else None,
            vat_rate=proposal.vat_rate,
            account=proposal.account,
            origin=proposal.origin,
        )
        writer = Writer(client_id)
        row_id = writer.add(row, **_origin(proposal))
        writer.attach(row_id, _import_files(proposal))
        return row_id


def merge_proposal(client_id: int, month: Month, key: str, ledger_row_id: int, *, take_amount: bool = False) -> None:
    """Make a proposed cost and a kept row one: the row gets the proposal's origin and evidence, and no second stands.

    The row keeps its amount as typed; with `take_amount` it takes the proposal's amount, currency and VAT. Raises
    UserError when it is no longer proposed, or the row is not one of its twins.
    """
    with transaction():
        proposal = _proposal(client_id, month, key)
        if ledger_row_id not in proposal.twins:
            raise UserError(_("This row is not the same cost."), _("Nothing was changed."))
        kept = ledger_row(ledger_row_id)
        row = replace(
            kept.row,
            account=kept.row.account or proposal.account,
            source=kept.row.source or proposal.source,
            read_date=kept.row.read_date or proposal.read_date,
        )
        if take_amount:
            home = Client.get_by_id(client_id).currency
            row = replace(
                row,
                amount=proposal.amount,
                quantity=None,
                currency="" if proposal.currency == home else proposal.currency,
                rate=row.rate if (row.currency or home) == proposal.currency else None,
                vat=VatBasis.NET if proposal.vat_rate else None,
                vat_rate=proposal.vat_rate,
            )
        writer = Writer(client_id)
        writer.change(kept, row)
        tables.LedgerRow.update(**_origin(proposal)).where(tables.LedgerRow.id == ledger_row_id).execute()
        writer.attach(ledger_row_id, _import_files(proposal))


def _proposal(client_id: int, month: Month, key: str) -> Proposal:
    for proposal in proposals(client_id, month):
        if proposal.key == key:
            return proposal
    raise UserError(_("This cost is no longer proposed."), _("It was accepted, or its import was undone."))


def _origin(proposal: Proposal) -> dict[str, Any]:
    origin: dict[str, Any] = {}
    if proposal.account_id is not None:
        origin["account"] = proposal.account_id
    if proposal.origin is Origin.IMPORT:
        origin["origin_import"] = max(proposal.import_ids)
    else:
        origin["origin_contract"] = proposal.contract_id
    return origin


def _import_files(proposal: Proposal) -> list[tuple[int, str]]:
    query = Import.select(Import.file, Import.file_name).where(
        Import.id.in_(proposal.import_ids) & Import.file.is_null(False)
    )
    return [(file_id, name) for file_id, name in tuples(query.order_by(Import.id))]


# ---------------------------------------------------------------------------------------------------------- checks


def _checked(client_id: int, cells: Mapping[str, str], ledger_row_id: int | None) -> LedgerRow | list[Refusal]:
    kept = {one.row.id: one for one in ledger_rows(client_id)}
    before = next((one for one in kept.values() if one.id == ledger_row_id), None)
    typed = dict(cells)
    if before is not None:
        typed = {**cells_of(before.row), **cells}
    checked = check_row(typed, origin=before.row.origin if before is not None else Origin.TYPED)
    if isinstance(checked, list):
        return checked
    if before is not None:
        checked = replace(checked, evidence=before.row.evidence, entry=before.row.entry)
    else:
        checked = replace(checked, evidence=())
    if not checked.id:
        checked = replace(checked, id=before.row.id if before is not None else _new_id(kept))
    refusals = _beside_others(checked, kept, before)
    return [refusals] if refusals is not None else checked


def _beside_others(row: LedgerRow, kept: Mapping[str, KeptRow], before: KeptRow | None) -> Refusal | None:
    others = [one.row for one in kept.values() if before is None or one.id != before.id]
    if row.id in {other.id for other in others}:
        return Refusal("id", row.id, _("Another row of this client has this id."))
    if before is not None:
        held = [other.id for other in others if other.is_reversal and other.reverses == before.row.id]
        if held and (row.id != before.row.id or row.row is not before.row.row):
            column, value = ("id", row.id) if row.id != before.row.id else ("row", row.row.value)
            return Refusal(column, value, _("Another row takes this one back: {rows}.").format(rows=", ".join(held)))
        if row.id == before.row.id and (row.row, row.month) == (before.row.row, before.row.month):
            others.append(before.row)
    return check_rows([row], others)[0]


def _accepted(checked: LedgerRow | list[Refusal]) -> LedgerRow:
    if isinstance(checked, list):
        raise RowRefused(checked)
    return checked


def _new_id(kept: Mapping[str, KeptRow]) -> str:
    return free_id(f"typed-{len(kept) + 1}", kept)


def _table_row(ledger_row_id: int) -> tables.LedgerRow:
    row = tables.LedgerRow.get_or_none(tables.LedgerRow.id == ledger_row_id)
    if row is None:
        raise UserError(_("This row of the ledger no longer exists."))
    return row


def _client_of(ledger_row_id: int) -> int:
    return _table_row(ledger_row_id).client_id
