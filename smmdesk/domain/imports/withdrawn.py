"""Typed readings that a later save took back: out of the figures, kept with that save, put back when it is undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from smmdesk.domain.imports.comparing import on_writer
from smmdesk.domain.imports.tables import Import
from smmdesk.store.database import database

_KEPT_UNDER = "withdrawn"  # in `Import.answers`


def withdraw_months(import_id: int, account_id: int, metric: str, first: str, last: str, format_: str) -> int:
    """Take the typed readings of a metric in a period out and keep them with the import that does; return how many.

    Runs in the caller's transaction.
    """
    inside = (account_id, metric, first, last, format_)
    wholes = on_writer(
        "SELECT s.id, s.dimension, s.key, r.metric_id, r.first_day, r.last_day, r.import_id, r.value, r.state,"
        " r.currency FROM segment s JOIN segment_reading r ON r.segment_id = s.id JOIN import i ON i.id = r.import_id"
        " JOIN metric_name m ON m.id = r.metric_id"
        " WHERE s.account_id = ? AND m.key = ? AND r.first_day >= ? AND r.last_day <= ? AND i.format = ?",
        inside,
    )
    for segment, *_rest in wholes:
        database.execute_sql(
            "DELETE FROM segment_reading WHERE segment_id = ? AND metric_id = ? AND first_day = ? AND last_day = ?"
            " AND import_id = ?",
            (segment, *_rest[2:6]),
        )
    days = on_writer(
        "SELECT r.metric_id, r.day, r.import_id, r.value, r.state FROM account_reading r"
        " JOIN import i ON i.id = r.import_id JOIN metric_name m ON m.id = r.metric_id"
        " WHERE r.account_id = ? AND m.key = ? AND r.day BETWEEN ? AND ? AND i.format = ?",
        inside,
    )
    for number, day, source, *_rest in days:
        database.execute_sql(
            "DELETE FROM account_reading WHERE account_id = ? AND metric_id = ? AND day = ? AND import_id = ?",
            (account_id, number, day, source),
        )
    database.execute_sql(
        "DELETE FROM segment WHERE account_id = ?"
        " AND NOT EXISTS (SELECT 1 FROM segment_reading r WHERE r.segment_id = segment.id)",
        (account_id,),
    )
    if wholes or days:
        row: Any = Import.get_by_id(import_id)
        kept = row.answers.get(_KEPT_UNDER, {"wholes": [], "days": []})
        kept["wholes"] += [[account_id, *whole[1:]] for whole in wholes]
        kept["days"] += [[account_id, *day] for day in days]
        Import.update(answers={**row.answers, _KEPT_UNDER: kept}).where(Import.id == import_id).execute()
    return len(wholes) + len(days)


def put_back_withdrawn(import_id: int) -> None:
    """Put back what an import had taken out, as far as the imports that it belongs to are still there.

    Runs in the transaction that ends the import's undoing.
    """
    found: Any = Import.get_or_none(Import.id == import_id)
    kept = found.answers.get(_KEPT_UNDER) if found is not None else None
    if kept is None:
        return
    for account_id, dimension, key, *reading in kept["wholes"]:
        if not _is_there(reading[3]):
            continue
        database.execute_sql(
            "INSERT OR IGNORE INTO segment (account_id, dimension, key, title) VALUES (?, ?, ?, '')",
            (account_id, dimension, key),
        )
        database.execute_sql(
            "INSERT OR IGNORE INTO segment_reading (segment_id, metric_id, first_day, last_day, import_id, value,"
            " state, currency) SELECT id, ?, ?, ?, ?, ?, ?, ? FROM segment"
            " WHERE account_id = ? AND dimension = ? AND key = ?",
            (*reading, account_id, dimension, key),
        )
    for account_id, *reading in kept["days"]:
        if _is_there(reading[2]):
            database.execute_sql(
                "INSERT OR IGNORE INTO account_reading (account_id, metric_id, day, import_id, value, state)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (account_id, *reading),
            )


def _is_there(import_id: int) -> bool:
    rows: Sequence[Any] = on_writer("SELECT 1 FROM import WHERE id = ?", (import_id,))
    return bool(rows)
