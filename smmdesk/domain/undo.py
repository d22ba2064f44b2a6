"""Taking a row out of the workspace so that it can be put back: what belonged to it, and what pointed at it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import IntegrityError

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.store.database import Table, database, transaction
from smmdesk.store.references import key_columns, references_to, rows_of


@dataclass(frozen=True, slots=True)
class Pointer:
    """A column elsewhere that pointed at the row: its table, its name, and the key of the row that it stands in."""

    table: str
    column: str
    key: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """A row that was taken out, with its dependent rows and the columns elsewhere that pointed at it.

    `id` is the id that it had and gets back (0 where the key is made of its columns). `columns` are as stored.
    """

    id: int
    table: str
    columns: dict[str, Any]
    children: tuple[Removed, ...] = ()
    pointers: tuple[Pointer, ...] = ()


def take_out(row: Table) -> Removed:
    """Delete a row with all that belongs to it and return what `put_back` needs. Runs in the caller's transaction."""
    table = row._meta.table_name
    key = [(column, row.__data__[row._meta.columns[column].name]) for column in key_columns(table)]
    (found,) = rows_of(f'SELECT * FROM "{table}" WHERE {_where(key)}', [value for _column, value in key])
    removed = _described(table, found)
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


def _described(table: str, row: dict[str, Any]) -> Removed:
    children: list[Removed] = []
    pointers: list[Pointer] = []
    for reference in references_to(table):
        keys = key_columns(reference.table)
        statement = f'SELECT * FROM "{reference.table}" WHERE "{reference.column}" = ?'
        for other in rows_of(statement, (row[reference.target],)):
            if reference.cascades:
                children.append(_described(reference.table, other))
            else:
                key = tuple((column, other[column]) for column in keys)
                pointers.append(Pointer(reference.table, reference.column, key))
    number = row.get("id")
    return Removed(number if isinstance(number, int) else 0, table, row, tuple(children), tuple(pointers))


def _insert(removed: Removed) -> None:
    names = ", ".join(f'"{name}"' for name in removed.columns)
    marks = ", ".join("?" * len(removed.columns))
    database.execute_sql(f'INSERT INTO "{removed.table}" ({names}) VALUES ({marks})', tuple(removed.columns.values()))
    for child in removed.children:
        _insert(child)
    for pointer in removed.pointers:
        database.execute_sql(
            f'UPDATE "{pointer.table}" SET "{pointer.column}" = ? WHERE {_where(pointer.key)}',
            (removed.id, *(value for _column, value in pointer.key)),
        )


def _where(key: Iterable[tuple[str, Any]]) -> str:
    return " AND ".join(f'"{column}" = ?' for column, _value in key)
