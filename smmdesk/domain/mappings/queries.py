"""The remembered mappings, and which of them fits a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.domain.mappings.rows import MappingRow
from smmdesk.domain.mappings.tables import Mapping
from smmdesk.importers.mapping.checking import spec_from_json
from smmdesk.importers.mapping.finding import which
from smmdesk.importers.mapping.spec import MappingSpec
from smmdesk.store.database import database_errors


def mapping_rows() -> list[MappingRow]:
    """Return the remembered mappings by name. One that cannot be read any more is left out."""
    with database_errors():
        rows = list(Mapping.select())
    found = []
    for row in rows:
        try:
            spec = spec_from_json(row.spec)
        except UserError:
            continue  # it comes from a newer version, which still reads it
        found.append(MappingRow(row.id, row.name, replace(spec, name=row.name), row.changed_at))
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def mapping_named(name: str) -> MappingRow:
    """Return the remembered mapping of a name, however its letters are written. Raises UserError for none."""
    rows = mapping_rows()
    wanted = " ".join(name.split()).casefold()
    for row in rows:
        if row.name.casefold() == wanted:
            return row
    known = ", ".join(row.name for row in rows)
    raise UserError(
        _("There is no mapping “{name}”.").format(name=name[:80]),
        _("Remembered are: {names}.").format(names=known) if known else _("None is remembered yet."),
    )


def mapping_for(path: Path) -> MappingSpec | None:
    """Return the remembered mapping that recognises a file by its titles, the last changed one of equals."""
    rows = sorted(mapping_rows(), key=lambda row: -row.changed_at)
    return which(path, [row.spec for row in rows]) if rows else None
