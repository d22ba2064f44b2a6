"""Reading what was imported."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal

from smmdesk import __version__
from smmdesk.core.errors import WorkspaceHeld
from smmdesk.core.i18n import _
from smmdesk.documents.sheets import csv_bytes
from smmdesk.domain.imports.rows import TYPED, ImportRow, import_name
from smmdesk.domain.imports.tables import Import
from smmdesk.importers.detection import LEDGER_FORMATS
from smmdesk.importers.rows import RefusedRow, RowCounts
from smmdesk.store.database import database, database_errors, tuples

_PLAIN_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?")


def imports_of(client_id: int) -> list[ImportRow]:
    """Return a client's imports, the newest first, running ones included."""
    with database_errors():
        rows = database.execute_sql(
            """
            SELECT i.id, i.file_name, i.format, i.language, i.read_on, i.first_day, i.last_day, i.imported_at, i.state,
                json_extract(i.counts, '$.data'), json_extract(i.counts, '$.refused'),
                json_extract(i.counts, '$.added'), json_extract(i.counts, '$.updated'),
                json_extract(i.counts, '$.unchanged'),
                (SELECT group_concat(iif(a.handle = '', a.name, a.handle), ', ' ORDER BY a.is_guest, a.id)
                 FROM import_account l JOIN account a ON a.id = l.account_id WHERE l.import_id = i.id),
                i.counts, i.warnings, i.program_version, i.file_id IS NOT NULL
            FROM import i WHERE i.client_id = ? ORDER BY i.imported_at DESC, i.id DESC
            """,
            (client_id,),
        ).fetchall()
    return [
        ImportRow(
            id=row[0],
            file_name=row[1],
            format=row[2],
            language=row[3],
            read_on=_day(row[4]),
            first_day=_day(row[5]),
            last_day=_day(row[6]),
            imported_at=row[7],
            is_running=row[8] != "done",
            data=row[9] or 0,
            refused=row[10] or 0,
            added=row[11] or 0,
            updated=row[12] or 0,
            unchanged=row[13] or 0,
            accounts=row[14] or "",
            counts=counts_of(json.loads(row[15])),
            warnings=tuple(json.loads(row[16])),
            program_version=row[17],
            has_original=bool(row[18]),
        )
        for row in rows
    ]


def originals(client_id: int | None = None, *, of_other_versions: bool = False) -> list[int]:
    """Return the imports whose kept original can be read again, of one client or all, in their order."""
    query = Import.select(Import.id).where(
        (Import.state == "done") & Import.file.is_null(False) & Import.format.not_in([*LEDGER_FORMATS, TYPED])
    )
    if client_id is not None:
        query = query.where(Import.client == client_id)
    if of_other_versions:
        query = query.where(Import.program_version != __version__)
    return [import_id for (import_id,) in tuples(query.order_by(Import.id))]


def names_of(import_ids: Sequence[int]) -> dict[int, str]:
    """Return the file names of imports by their ids."""
    return dict(tuples(Import.select(Import.id, Import.file_name).where(Import.id.in_(list(import_ids)))))


def counts_of(kept: Mapping[str, int]) -> RowCounts:
    """Return the records of an import by class, as its row keeps them."""
    return RowCounts(**{one.name: kept.get(one.name, 0) for one in fields(RowCounts)})


def refusals_of(import_id: int, limit: int | None = 1000) -> list[RefusedRow]:
    """Return the records that an import did not keep, in the order of the file."""
    with database_errors():
        rows = database.execute_sql(
            "SELECT line, column_name, value, reason FROM import_refusal WHERE import_id = ? ORDER BY id LIMIT ?",
            (import_id, -1 if limit is None else limit),
        ).fetchall()
    return [RefusedRow(*row) for row in rows]


def refusals_csv(import_id: int) -> bytes:
    """Return every record that an import did not keep as a CSV file: line, column, value, reason.

    A cell that a spreadsheet could take for a formula gets an apostrophe; numbers stay numbers.
    """
    rows = [(row.line, row.column, _cell(row.value), row.reason) for row in refusals_of(import_id, None)]
    return csv_bytes((_("Line"), _("Column"), _("Value"), _("Why")), rows)


def _cell(text: str) -> str | Decimal:
    return Decimal(text) if _PLAIN_NUMBER.fullmatch(text) else text


def running_import() -> str | None:
    """Return the name of the file that is being imported into the workspace, None where none is."""
    with database_errors():
        running = Import.select(Import.file_name, Import.format).where(Import.state == "running")
        row = running.limit(1).tuples().first()
    return None if row is None else import_name(*row)


def ensure_no_running_import() -> None:
    """Raise WorkspaceHeld (exit 3) while a file is being imported: figures of half a file are no figures."""
    name = running_import()
    if name is not None:
        raise WorkspaceHeld(
            _("“{name}” is being imported into this workspace.").format(name=name),
            _("Until it is whole no figure is printed."),
            _(
                "Try again when it is done. If no import is under way, it was interrupted: open the workspace once in "
                "the window, or import a file; that takes it out again."
            ),
        )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
