"""Importing a ledger sheet: whole in one transaction, row by row refused or kept, matched by id when it comes again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path

from smmdesk import __version__
from smmdesk.core import periods
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, ngettext
from smmdesk.core.roi.checks import Refusal, check_row, check_rows, content_ids, evidence_names, repeated_ids
from smmdesk.core.roi.rows import Evidence, LedgerRow
from smmdesk.core.roi.words import RowType
from smmdesk.domain.clients import Client
from smmdesk.domain.files import keep_file, read_source
from smmdesk.domain.imports.rows import FirstRows, ImportResult
from smmdesk.domain.imports.tables import Import, ImportRefusal
from smmdesk.domain.ledger import tables
from smmdesk.domain.ledger.queries import ledger_rows
from smmdesk.domain.ledger.rows import KeptRow
from smmdesk.domain.ledger.rules import changed_columns
from smmdesk.domain.ledger.said import SaidFile, Sayings
from smmdesk.domain.ledger.writing import Writer
from smmdesk.importers.ledger_sheet import LedgerLine, read_ledger_sheet
from smmdesk.importers.rows import RefusedRow, RowCounts
from smmdesk.store.database import database_errors, transaction

FORMAT = "ledger_sheet"
_MOST_NAMED = 10
_MOST_SHOWN = 20


@dataclass(slots=True)
class _Line:
    """A line on its way: its id, then the row and the content of its evidence, or what is wrong with it."""

    line: LedgerLine
    id: str
    row: LedgerRow | None = None
    refusals: list[Refusal] = field(default_factory=list)


def import_ledger_sheet(path: Path, client_id: int, *, dry_run: bool = False) -> ImportResult:
    """Import a ledger sheet for a client: all that can be kept of it in one transaction, or nothing.

    Evidence is read from the sheet's own folder. Rows are matched by their id (made from their content where it is
    empty); a row that is not in the sheet any more is told, never deleted. Raises UserError for what is no ledger
    sheet, WorkspaceHeld where this process may not write.
    """
    sheet = read_ledger_sheet(path)
    with database_errors():
        if not Client.select().where(Client.id == client_id).exists():
            raise UserError(_("This client no longer exists."), field="client")
    work = _Work(path, client_id)
    work.read(sheet.rows)
    if dry_run:
        work.compare()
        first = FirstRows(ledger=tuple(work.good()[:_MOST_SHOWN]))
        return replace(work.result(dry_run=True), first_rows=first)
    with transaction():
        work.compare()
        import_id = work.write()
    return work.result(import_id=import_id)


class _Work:
    """One sheet being imported."""

    def __init__(self, path: Path, client_id: int) -> None:
        self.path, self.client_id = path, client_id
        self.counts = RowCounts()
        self.lines: list[_Line] = []
        self.files: dict[str, tuple[str, bytes]] = {}
        self.known: dict[str, KeptRow] = {}
        self.added: list[LedgerRow] = []
        self.changed: list[LedgerRow] = []
        self.unchanged: list[LedgerRow] = []
        self.gone: list[str] = []

    def read(self, lines: Sequence[LedgerLine]) -> None:
        """Check each line by itself; example rows are skipped."""
        real = [line for line in lines if not line.is_example]
        self.counts.description = len(lines) - len(real)
        ids = content_ids([line.cells for line in real])
        repeated = repeated_ids(ids)
        for place, (line, row_id) in enumerate(zip(real, ids, strict=True)):
            one = _Line(line, row_id)
            self.lines.append(one)
            unreadable = {problem.column for problem in line.problems}
            one.refusals += [Refusal(*problem) for problem in line.problems]
            if "" in unreadable:
                continue  # the line itself is damaged: its cells say nothing
            checked = check_row({**line.cells, "id": row_id}, entry=place)
            evidence = self._evidence(one)
            if isinstance(checked, list):
                one.refusals += [refusal for refusal in checked if refusal.column not in unreadable]
            elif place in repeated:
                one.refusals.append(repeated[place])
            if not one.refusals and isinstance(checked, LedgerRow):
                one.row = replace(checked, evidence=evidence if checked.row is not RowType.TOTAL else ())

    def _evidence(self, one: _Line) -> tuple[Evidence, ...]:
        found = []
        for name in evidence_names(one.line.cells.get("evidence", "")):
            try:
                found.append(Evidence(name, self._file(name)))
            except UserError as failure:
                one.refusals.append(Refusal("evidence", name, failure.title))
        return tuple(found)

    def _file(self, name: str) -> str:
        """Read a file beside the sheet once and return its hash. Raises UserError for what cannot be taken."""
        if name not in self.files:
            content = read_source(_beside(self.path, name))
            self.files[name] = (hashlib.sha256(content).hexdigest(), content)
        return self.files[name][0]

    def compare(self) -> None:
        """Check the rows against one another and against those kept, and say what each changes."""
        self.known = {kept.row.id: kept for kept in ledger_rows(self.client_id)}
        good = [one for one in self.lines if one.row is not None]
        existing = [kept.row for kept in self.known.values()]
        for one, refusal in zip(good, check_rows([_row(one) for one in good], existing), strict=True):
            if refusal is not None:
                one.row = None
                one.refusals.append(refusal)
                continue
            kept = self.known.get(one.id)
            if kept is None:
                self.added.append(_row(one))
            elif changed_columns(kept.row, _row(one)) or self._new_evidence(kept, _row(one)):
                self.changed.append(_row(one))
            else:
                self.unchanged.append(_row(one))
        self.counts.refused = sum(one.row is None for one in self.lines)
        self.counts.data = len(self.lines) - self.counts.refused
        self.gone = self._left_out()

    def _new_evidence(self, kept: KeptRow, row: LedgerRow) -> list[Evidence]:
        there = {file.sha256 for file in kept.evidence}
        return [file for file in row.evidence if file.sha256 not in there]

    def _left_out(self) -> list[str]:
        """Return the ids of rows that came with a sheet which shares ids with this one, and are not in it."""
        ids = {one.id for one in self.lines}
        shared = {kept.sheet_import_id for kept in self.known.values() if kept.row.id in ids} - {None}
        return [
            kept.row.id for kept in self.known.values() if kept.sheet_import_id in shared and kept.row.id not in ids
        ]

    def write(self) -> int | None:
        """Write what is new and changed; return the id of the import, of the earlier one where nothing changes."""
        if not self.added and not self.changed:
            return next((self.known[row.id].sheet_import_id for row in self.unchanged), None)
        import_id = self._begin()
        writer = Writer(self.client_id)
        stored: dict[str, int] = {}
        said = Sayings(import_id, self.client_id, writer.position, self.good(), self.known)
        for row in self.added:
            row_id = writer.add(row, position=said.of(row).position, sheet_import=import_id)
            self._attach(writer, row_id, row.evidence, stored)
            said.of(row).files = [SaidFile(file.name, file.sha256, attached=True) for file in row.evidence]
        for row in (*self.changed, *self.unchanged):
            fresh = self._new_evidence(self.known[row.id], row)
            said.of(row).files = [SaidFile(file.name, file.sha256, attached=file in fresh) for file in row.evidence]
        for row in self.changed:
            kept = self.known[row.id]
            row = replace(row, origin=kept.row.origin)
            said.of(row).changes = writer.change(kept, row)
            if kept.sheet_import_id is None:
                tables.LedgerRow.update(sheet_import=import_id).where(tables.LedgerRow.id == kept.id).execute()
            fresh = self._new_evidence(kept, row)
            self._attach(writer, kept.id, fresh, stored)
            said.of(row).changes += writer.record(kept.id, [("evidence", "", file.name) for file in fresh])
        said.save()
        return import_id

    def good(self) -> list[LedgerRow]:
        """Return the rows that can be kept, in their order."""
        return [one.row for one in self.lines if one.row is not None]

    def _attach(self, writer: Writer, row_id: int, evidence: Sequence[Evidence], stored: dict[str, int]) -> None:
        for file in evidence:
            if file.sha256 not in stored:
                stored[file.sha256] = keep_file(self.files[file.name][1], _last_part(file.name))
            writer.attach(row_id, [(stored[file.sha256], file.name)])

    def _begin(self) -> int:
        content = read_source(self.path)
        first, last = self._days()
        row = Import.create(
            client=self.client_id,
            file=keep_file(content, self.path.name),
            file_name=self.path.name,
            sha256=hashlib.sha256(content).hexdigest(),
            format=FORMAT,
            language="en",
            first_day=first,
            last_day=last,
            state="done",
            counts={
                **asdict(self.counts),
                "added": len(self.added),
                "updated": len(self.changed),
                "unchanged": len(self.unchanged),
            },
            warnings=list(self._warnings()),
            imported_at=int(periods.now().timestamp()),
            program_version=__version__,
        )
        for refused in self._refused():
            ImportRefusal.create(
                source=row, line=refused.line, column=refused.column, value=refused.value, reason=refused.reason
            )
        return row.id

    def _days(self) -> tuple[date | None, date | None]:
        days = [one.row.date for one in self.lines if one.row is not None]
        return (min(days), max(days)) if days else (None, None)

    def _refused(self) -> list[RefusedRow]:
        return [
            RefusedRow(one.line.line, refusal.column, refusal.value[:500], refusal.reason)
            for one in self.lines
            for refusal in one.refusals
        ]

    def _warnings(self) -> list[str]:
        if not self.gone:
            return []
        names = ", ".join(self.gone[:_MOST_NAMED])
        return [
            ngettext(
                "{count} row of an earlier version is no longer in the sheet and stays in the ledger: {names}.",
                "{count} rows of an earlier version are no longer in the sheet and stay in the ledger: {names}.",
                len(self.gone),
            ).format(count=len(self.gone), names=names + (" …" if len(self.gone) > _MOST_NAMED else ""))
        ]

    def result(self, *, dry_run: bool = False, import_id: int | None = None) -> ImportResult:
        """Return what became of the sheet."""
        first, last = self._days()
        error = ""
        if not self.lines:
            error = _("“{name}” holds no rows of its own.").format(name=self.path.name)
        elif not self.counts.data:
            error = _("No row of “{name}” could be kept.").format(name=self.path.name)
        return ImportResult(
            file=str(self.path),
            format=FORMAT,
            language="en",
            first_day=first,
            last_day=last,
            rows=self.counts,
            refused=tuple(self._refused()),
            warnings=tuple(self._warnings()),
            import_id=import_id,
            dry_run=dry_run,
            error=error,
            added=len(self.added),
            updated=len(self.changed),
            unchanged=len(self.unchanged),
        )


def _row(one: _Line) -> LedgerRow:
    assert one.row is not None
    return one.row


def _last_part(name: str) -> str:
    return name.replace("\\", "/").rstrip("/").rpartition("/")[2] or name


def _beside(sheet: Path, name: str) -> Path:
    """Return the path of an evidence file inside the sheet's own folder. Raises UserError for any other."""
    folder = sheet.resolve().parent
    is_outside = False
    for written in dict.fromkeys((name, name.replace("\\", "/"))):
        try:
            path = (folder / written).resolve()
            is_outside = is_outside or not path.is_relative_to(folder)
            if not is_outside and path.is_file():
                return path
        except (OSError, ValueError, RuntimeError):
            continue  # no system has a file of such a name
    if is_outside:
        raise UserError(_("The evidence lies outside the sheet's own folder."), field="evidence")
    raise UserError(_("The evidence file is not there."), field="evidence")
