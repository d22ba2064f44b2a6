"""What mapping the columns of a file does in a worker: looking at its tables, reading it so, remembering how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.domain.accounts import PLATFORMS, AccountRow, account_rows
from smmdesk.domain.clients import ClientRow, client_rows
from smmdesk.domain.mappings.commands import delete_mapping, remember
from smmdesk.domain.mappings.queries import mappings_for, replaced_by
from smmdesk.domain.mappings.rows import MappingRow
from smmdesk.importers.cells import key
from smmdesk.importers.mapping.finding import find
from smmdesk.importers.mapping.guessing import guess, guess_target, metric_candidates
from smmdesk.importers.mapping.outline import FileOutline, TableOutline, outline
from smmdesk.importers.mapping.preview import MappedPreview, failed_preview, preview_mapped
from smmdesk.importers.mapping.spec import MappingSpec, Target
from smmdesk.importers.mapping.untitled import fit
from smmdesk.ui.tasks import Progress

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class ColumnsLook:
    """The tables of a file, which of them is shown, and the mapping to begin with.

    `fitting` are the remembered mappings of which one has to be chosen, where several fit.
    """

    outline: FileOutline
    table: int
    spec: MappingSpec
    client: ClientRow
    accounts: tuple[AccountRow, ...]
    fitting: tuple[MappingSpec, ...] = ()

    @property
    def shown(self) -> TableOutline:
        """Return the table that is shown."""
        return self.outline.tables[self.table]


def look_at_columns(
    path: Path,
    client_id: int,
    table: str | None,
    header_lines: Mapping[str, int],
    before: MappingSpec | None,
    progress: Progress,
) -> ColumnsLook:
    """Describe the tables of a file and guess what their columns are, or take the mapping that fits them already.

    `header_lines` as `outline` takes them: what was said of a table. Raises UserError for what holds no table.
    """
    progress(0, 0)
    fitting = mappings_for(path) if before is None else []
    spec = before or (fitting[0] if len(fitting) == 1 else None)
    found = outline(path, {**_lines_by(path, spec), **header_lines})
    place = next((at for at, one in enumerate(found.tables) if one.name == table), 0)
    shown = found.tables[place]
    client = next((row for row in client_rows() if row.id == client_id), None)
    if client is None:
        raise UserError(_("This client no longer exists."))
    accounts = tuple(account_rows(client_id))
    titles = {(key(one.title), one.nth) for one in shown.columns}
    if spec is None or not spec.needed <= titles or not _is_like(shown, spec):
        platform = likely_platform(path, shown, accounts)
        spec = guess(shown, platform=platform, zone=client.timezone)
    if not spec.name:
        spec = replace(spec, name=path.stem[:LONGEST_NAME])
    several = tuple(one for one in fitting if _is_like(shown, one)) if len(fitting) > 1 else ()
    return ColumnsLook(found, place, replace(spec, titles=shown.titles, kinds=shown.kinds), client, accounts, several)


def _lines_by(path: Path, spec: MappingSpec | None) -> dict[str, int]:
    """Return where the titles stand of the table that a mapping fits: there, whatever they look like."""
    if spec is None:
        return {}
    try:
        found = find(path, spec)
    except UserError:
        return {}
    return {found.table.name: 0 if spec.kinds else found.header.line}


def _is_like(table: TableOutline, spec: MappingSpec) -> bool:
    """Tell whether a table has titles where a mapping has them, and else columns of its kinds."""
    return fit(table.kinds, spec.kinds) if spec.kinds else table.has_titles


def likely_platform(path: Path, table: TableOutline, accounts: tuple[AccountRow, ...]) -> str:
    """Return the platform whose name the file carries, else the client's whose metrics its titles name most."""
    target = guess_target(table)
    if target is Target.ORDERS:
        return ""
    told = key(path.stem)
    named = [one for one in PLATFORMS if len(one) > 2 and one.replace("_", " ") in told.replace("_", " ")]
    if named:
        return max(named, key=len)
    own = [row.platform for row in accounts if not row.is_guest]

    def weight(platform: str) -> tuple[int, bool]:
        hits = sum(bool(metric_candidates(one.words, platform, target)) for one in table.columns)
        return hits, platform in own

    best = max(PLATFORMS, key=weight)
    return best if weight(best)[0] else (own[0] if own else "other")


def preview(path: Path, spec: MappingSpec, progress: Progress) -> MappedPreview:
    """Read the beginning of a file by a mapping; what cannot be read is said by its preview."""
    try:
        return preview_mapped(path, spec, progress.check)
    except UserError as error:
        return failed_preview(error)


@dataclass(frozen=True, slots=True)
class Remembered:
    """A mapping that was remembered, and the one that it took the place of."""

    row: MappingRow
    before: MappingSpec | None


def remember_mapping(spec: MappingSpec) -> Remembered:
    """Remember a mapping for files like its own."""
    before = replaced_by(spec)
    return Remembered(remember(spec), before.spec if before is not None else None)


def take_back(remembered: Remembered) -> None:
    """Forget a mapping again, or put back the one that it took the place of."""
    if remembered.before is None:
        delete_mapping(remembered.row.id)
    else:
        remember(remembered.before)
