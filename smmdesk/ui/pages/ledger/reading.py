"""What the Ledger page reads in a worker, and the commands that belong together in one job."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from smmdesk.core.errors import UserError
from smmdesk.core.formats import file_name
from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.core.roi.month import LedgerMonth
from smmdesk.core.roi.rows import contract_on
from smmdesk.domain.accounts import account_rows
from smmdesk.domain.clients import ClientRow, client_rows
from smmdesk.domain.files import file_content, kept_name, read_source
from smmdesk.domain.ledger.commands import add_ledger_row, attach_evidence, ledger_template
from smmdesk.domain.ledger.queries import ledger_month_of, ledger_rows, proposals, settled_ledger
from smmdesk.domain.ledger.rows import KeptRow, Proposal
from smmdesk.domain.ledger.rules import cells_of
from smmdesk.ui.pages.ledger.line import LedgerLine
from smmdesk.ui.pages.ledger.words import reason_words


@dataclass(frozen=True, slots=True)
class LedgerData:
    """What the page shows for a client and a month; for all clients only the months' figures."""

    month: Month
    clients: tuple[ClientRow, ...]
    client: ClientRow | None = None
    figures: LedgerMonth | None = None
    lines: tuple[LedgerLine, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    handles: tuple[str, ...] = ()
    margin: Decimal | None = None
    rule: str = ""
    all_figures: tuple[ClientLedger, ...] = ()


@dataclass(frozen=True, slots=True)
class ClientLedger:
    """The month of one client, for the list of all clients."""

    client: ClientRow
    figures: LedgerMonth

    @property
    def id(self) -> int:
        """Return the client's id."""
        return self.client.id


def ledger_data(client_id: int | None, month: Month) -> LedgerData:
    """Read the page."""
    clients = tuple(client_rows(archived=None if client_id is not None else False))
    if client_id is None:
        every = tuple(ClientLedger(client, ledger_month_of(client.id, month)) for client in clients)
        return LedgerData(month, clients, all_figures=every)
    client = next((row for row in clients if row.id == client_id), None)
    figures = ledger_month_of(client_id, month)
    ledger = settled_ledger(client_id)
    contract = contract_on(ledger.contracts, month.last_day) or contract_on(ledger.contracts, month.first_day)
    accounts = account_rows(client_id, guests=False)
    return LedgerData(
        month,
        clients,
        client,
        figures,
        tuple(_lines(client_id, month, figures)),
        tuple(proposals(client_id, month)),
        tuple(row.handle or row.name for row in accounts),
        contract.margin if contract is not None else None,
        ledger.terms.rule,
    )


def _lines(client_id: int, month: Month, figures: LedgerMonth) -> list[LedgerLine]:
    listed = {row.row.id: row for row in figures.rows}
    marks = {row.row.id: row.mark for row in figures.rows if row.mark}
    reasons = {one.id: one for one in figures.not_counted}
    kept = ledger_rows(client_id, month)
    known = {one.row.id for one in kept}
    # A late value of another month is listed in this one, too.
    kept += [one for one in ledger_rows(client_id) if one.row.id in listed and one.row.id not in known]
    return [
        LedgerLine(
            one,
            listed.get(one.row.id),
            reason_words(one.row, reasons.get(one.row.id), marks, month),
            cells_of(one.row),
            figures.currency,
            listed[one.row.id].net if one.row.id in listed else _total_net(one, figures),
        )
        for one in kept
    ]


def _total_net(kept: KeptRow, figures: LedgerMonth) -> int | None:
    is_this = figures.total is not None and figures.total.id == kept.row.id
    return figures.total_net if is_this else None


def add_row(client_id: int, cells: Mapping[str, str], paths: Sequence[Path]) -> int:
    """Keep a new row with its evidence, all of it or nothing."""
    return add_ledger_row(client_id, cells, [(path.name, read_source(path)) for path in paths])


def attach_files(row_id: int, paths: Sequence[Path]) -> None:
    """Keep files as evidence of a row."""
    for path in paths:
        attach_evidence(row_id, read_source(path), path.name)


def save_copy(file_id: int, path: Path) -> None:
    """Write a kept file to a path that the user chose. Raises UserError where it cannot be written."""
    try:
        path.write_bytes(file_content(file_id))
    except OSError as failure:
        raise _not_written(path, failure) from failure


def opened_copy(file_id: int) -> Path:
    """Write a kept file into a temporary folder, to be opened by another program; return its path."""
    path = Path(tempfile.mkdtemp(prefix="smmdesk-")) / file_name(kept_name(file_id))
    save_copy(file_id, path)
    return path


def save_template(path: Path) -> None:
    """Write the empty sheet, with one example row of each kind. Raises UserError where it cannot be written."""
    try:
        path.write_text(ledger_template(), encoding="utf-8-sig", newline="")
    except OSError as failure:
        raise _not_written(path, failure) from failure


def _not_written(path: Path, failure: OSError) -> UserError:
    return UserError(
        _("{name} could not be written.").format(name=path.name),
        str(failure.strerror or failure),
        _("Choose another folder."),
    )
