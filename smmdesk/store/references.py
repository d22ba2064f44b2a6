"""Who points at a row: read from the file's own schema, so that no list of tables can be incomplete."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from smmdesk.store.database import database, database_errors


class Reference(NamedTuple):
    """A column that points at a table; `cascades` when its row goes with what it points at."""

    table: str
    column: str
    target: str
    cascades: bool


def rows_of(statement: str, values: Iterable[Any] = ()) -> list[dict[str, Any]]:
    """Run a reading statement and return its rows by column name, as stored."""
    with database_errors():
        cursor = database.execute_sql(statement, tuple(values))
        # The driver tells the columns' names only while there is a row.
        return [
            {column[0]: value for column, value in zip(cursor.getdescription(), row, strict=True)} for row in cursor
        ]


def references_to(table: str) -> list[Reference]:
    """Return the columns that point at a table, by table and column."""
    with database_errors():
        found = database.execute_sql(
            """
            SELECT s.name, k."from", ifnull(k."to", 'id'), k.on_delete
            FROM sqlite_schema s JOIN pragma_foreign_key_list(s.name) k
            WHERE s.type = 'table' AND k."table" = ? ORDER BY s.name, k."from"
            """,
            (table,),
        ).fetchall()
    return [Reference(name, column, target, on_delete == "CASCADE") for name, column, target, on_delete in found]


def key_columns(table: str) -> list[str]:
    """Return the columns of a table's primary key, in its order."""
    with database_errors():
        found = database.execute_sql("SELECT name FROM pragma_table_info(?) WHERE pk ORDER BY pk", (table,)).fetchall()
    return [name for (name,) in found]


def is_pointed_at(table: str, row_id: int, *, by: Iterable[str] | None = None, but: Iterable[str] = ()) -> bool:
    """Tell whether any row points at this one: of the tables `by` (all where none are named), leaving out `but`."""
    wanted, left_out = None if by is None else set(by), set(but)
    for reference in references_to(table):
        if reference.table in left_out or (wanted is not None and reference.table not in wanted):
            continue
        if rows_of(f'SELECT 1 FROM "{reference.table}" WHERE "{reference.column}" = ? LIMIT 1', (row_id,)):
            return True
    return False
