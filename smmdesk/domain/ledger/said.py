"""What each imported sheet said of each row of the ledger: kept, so that an import can be undone at any time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from peewee import fn

from smmdesk.core.roi.checks import check_row
from smmdesk.core.roi.rows import LedgerRow
from smmdesk.core.roi.words import COLUMNS
from smmdesk.domain.imports.tables import Import
from smmdesk.domain.ledger import tables
from smmdesk.domain.ledger.rows import KeptRow
from smmdesk.domain.ledger.rules import cells_of

_MORE = "#"  # beside the cells: what else is known of the saying


@dataclass(slots=True)
class SaidFile:
    """Evidence that a sheet names: `attached` where this import attached it to the row."""

    name: str
    sha256: str
    attached: bool = False


@dataclass(slots=True)
class Said:
    """What one import says of one row.

    `before` is the row as it stood before, where no import had said that (typed, or changed by hand); `position` the
    place that the row has in the order of entry where this import brings it; `changes` the ids of the changes that it
    recorded.
    """

    import_id: int
    row_id: str
    cells: dict[str, str]
    position: int
    files: list[SaidFile] = field(default_factory=list)
    before: dict[str, str] | None = None
    changes: list[int] = field(default_factory=list)

    def row(self) -> LedgerRow:
        """Return the row as said."""
        return row_of_cells(self.cells)

    def save(self) -> None:
        """Keep it, in place of what the import said of the row before."""
        more: dict[str, Any] = {
            "position": self.position,
            "files": [list(asdict(file).values()) for file in self.files],
            "changes": self.changes,
        }
        if self.before is not None:
            more["before"] = self.before
        kept = {**self.cells, _MORE: more}
        tables.LedgerReading.replace(source=self.import_id, row_id=self.row_id, cells=kept).execute()


def plain_cells(row: LedgerRow) -> dict[str, str]:
    """Return the cells that a row fills, evidence left out: that adds up and is never replaced."""
    return {column: text for column, text in cells_of(row).items() if text and column != "evidence"}


def row_of_cells(cells: Mapping[str, str]) -> LedgerRow:
    """Return the row that kept cells stand for."""
    row = check_row(cells)
    if isinstance(row, list):
        raise ValueError(f"a kept ledger row is refused: {row[0].column}")
    return row


def same_cells(kept: KeptRow, cells: Mapping[str, str]) -> bool:
    """Tell whether a row still is what these cells say."""
    now = plain_cells(kept.row)
    return all(now.get(column, "") == cells.get(column, "") for column in COLUMNS if column != "evidence")


def said_of(client_id: int, row_ids: Iterable[str]) -> dict[str, list[Said]]:
    """Return what the client's imports say of rows, each row's in the order of the imports."""
    wanted = set(row_ids)
    query = (
        tables.LedgerReading.select(tables.LedgerReading, Import)
        .join(Import)
        .where((Import.client == client_id) & (Import.state == "done"))
        .order_by(Import.id)
    )
    found: dict[str, list[Said]] = {}
    for one in query:
        if one.row_id in wanted:
            found.setdefault(one.row_id, []).append(_said(one))
    return found


def said_by(import_id: int) -> list[Said]:
    """Return what one import says, in the order of its rows."""
    query = tables.LedgerReading.select().where(tables.LedgerReading.source == import_id)
    return sorted(map(_said, query), key=lambda said: said.position)


def last_position(client_id: int) -> int:
    """Return the last place in a client's order of entry, the places that sheets keep for their rows included."""
    last = tables.LedgerRow.select(fn.MAX(tables.LedgerRow.position)).where(tables.LedgerRow.client == client_id)
    reserved = (
        tables.LedgerReading.select(fn.MAX(fn.json_extract(tables.LedgerReading.cells, f'$."{_MORE}".position')))
        .join(Import)
        .where(Import.client == client_id)
    )
    return max(last.scalar() or 0, reserved.scalar() or 0)


class Sayings:
    """What one import says of its rows, gathered while it writes them.

    Each row has a place in the order of entry (from `position` on) kept for it, also one that an earlier import
    brought, since that one may be undone. `known` are the rows of the client as they stand before.
    """

    def __init__(
        self, import_id: int, client_id: int, position: int, rows: Sequence[LedgerRow], known: Mapping[str, KeptRow]
    ) -> None:
        self._said = {
            row.id: Said(import_id, row.id, plain_cells(row), position + place)
            for place, row in enumerate(rows, start=1)
        }
        earlier = said_of(client_id, self._said)
        for row_id, said in self._said.items():
            kept = known.get(row_id)
            if kept is not None and (row_id not in earlier or not same_cells(kept, earlier[row_id][-1].cells)):
                said.before = plain_cells(kept.row)

    def of(self, row: LedgerRow) -> Said:
        """Return what is said of a row."""
        return self._said[row.id]

    def save(self) -> None:
        """Keep all of it."""
        for said in self._said.values():
            said.save()


def _said(one: Any) -> Said:
    cells = dict(one.cells)
    more = cells.pop(_MORE, {})
    return Said(
        one.import_id,
        one.row_id,
        cells,
        more.get("position", 0),
        [SaidFile(*file) for file in more.get("files", ())],
        more.get("before"),
        more.get("changes", []),
    )
