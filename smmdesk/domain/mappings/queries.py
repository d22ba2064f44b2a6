"""The remembered mappings, and which of them fits a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.domain.mappings.rows import MappingRow
from smmdesk.domain.mappings.tables import Mapping
from smmdesk.importers.cells import named
from smmdesk.importers.detection import UnknownTable
from smmdesk.importers.mapping.checking import spec_from_json
from smmdesk.importers.mapping.finding import which
from smmdesk.importers.mapping.spec import MappingSpec
from smmdesk.importers.mapping.untitled import fit
from smmdesk.store.database import database_errors


class SeveralMappings(UnknownTable):
    """A table without titles that several remembered mappings fit; the user says which is meant."""


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
    """Return the remembered mapping that recognises a file. Raises SeveralMappings rather than guess."""
    found = mappings_for(path)
    if len(found) > 1:
        raise SeveralMappings(
            _("“{name}” has no titles, and several mappings fit its columns: {mappings}.").format(
                name=path.name, mappings=named((spec.name for spec in found), 6)
            ),
            _("Nothing was imported."),
            _("“--mapping” says which is meant."),
        )
    return found[0] if found else None


def mappings_for(path: Path) -> list[MappingSpec]:
    """Return the remembered mappings that recognise a file, the last changed one of equals by its titles.

    A file without titles may have several, by name.
    """
    rows = sorted(mapping_rows(), key=lambda row: -row.changed_at)
    found = which(path, [row.spec for row in rows]) if rows else []
    return sorted(found, key=lambda spec: spec.name.casefold())


def replaced_by(spec: MappingSpec) -> MappingRow | None:
    """Return the remembered mapping whose place one takes: for the same titles, or of its name where there are none."""
    for row in mapping_rows():
        if row.spec.fingerprint == spec.fingerprint:
            return row
        if spec.kinds and row.name.casefold() == spec.name.casefold() and fit(row.spec.kinds, spec.kinds):
            return row
    return None
