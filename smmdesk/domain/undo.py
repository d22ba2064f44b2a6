"""Taking a row out of the workspace so that it can be put back: what belonged to it, and what pointed at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from peewee import ForeignKeyField, IntegrityError, Model

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.store.database import Table, transaction


@dataclass(frozen=True, slots=True)
class Removed:
    """A row that was taken out, with its dependent rows and the columns elsewhere that pointed at it.

    `id` is the id that it had and gets back. Only `put_back` needs the rest.
    """

    id: int
    table: type[Model]
    columns: dict[str, Any]
    children: tuple[Removed, ...] = ()
    pointers: tuple[tuple[type[Model], str, Any], ...] = field(default=())


def take_out(row: Table) -> Removed:
    """Delete a row with all that belongs to it and return what `put_back` needs. Runs in the caller's transaction."""
    import smmdesk.domain.tables  # noqa: F401 - who points at a row is known once every table is loaded

    removed = _described(row)
    row.delete_instance()
    return removed


def put_back(removed: Removed) -> None:
    """Put a row back under the id that it had, with what belonged to it and what pointed at it.

    Raises UserError when what it belonged to no longer exists, or something else has taken its place.
    """
    try:
        with transaction():
            _insert(removed)
    except IntegrityError as failure:
        raise UserError(
            _("This can no longer be undone."),
            _("What it belonged to is gone, or something else has taken its place. Nothing was changed."),
        ) from failure


def _described(row: Model) -> Removed:
    children: list[Removed] = []
    pointers: list[tuple[type[Model], str, Any]] = []
    meta: Any = type(row)._meta  # pyright: ignore[reportAttributeAccessIssue]
    for key, table in meta.backrefs.items():
        assert isinstance(key, ForeignKeyField)
        for other in table.select().where(key == row):
            if key.on_delete == "CASCADE":
                children.append(_described(other))
            else:
                pointers.append((table, key.name, other._pk))
    # NULL in an id column of a row without one: its key is made of its columns.
    number = row._pk if isinstance(row._pk, int) else 0  # pyright: ignore[reportAttributeAccessIssue]
    return Removed(number, type(row), dict(row.__data__), tuple(children), tuple(pointers))


def _insert(removed: Removed) -> None:
    removed.table.insert(**removed.columns).execute()
    for child in removed.children:
        _insert(child)
    for table, column, key in removed.pointers:
        meta: Any = table._meta  # pyright: ignore[reportAttributeAccessIssue]
        table.update({column: removed.id}).where(meta.primary_key == key).execute()
