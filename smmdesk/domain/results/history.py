"""The history of a number: every read of one metric of a post, of an account's day, or of a part, in their order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from smmdesk.core.readings import Number, State
from smmdesk.domain.results.queries import day_of, rows_of
from smmdesk.store.fields import read_number


@dataclass(frozen=True, slots=True)
class PastReading:
    """One read of a number; `is_current` where it is the one that counts. `day` is the day or last day it is of."""

    import_id: int
    file_name: str
    read_on: date | None
    day: date | None
    value: Number | None
    state: State
    is_current: bool


def post_history(post_id: int, metric: str) -> list[PastReading]:
    """Return every read of a metric of a post, the oldest read first; the last is the current one."""
    return _history(
        "SELECT r.import_id, r.value, r.state, NULL AS day FROM post_reading r"
        " WHERE r.post_id = ? AND r.metric_id = (SELECT id FROM metric_name WHERE key = ?)",
        (post_id, metric),
    )


def day_history(account_id: int, metric: str, day: date) -> list[PastReading]:
    """Return every read of a metric of an account for one day, the oldest read first."""
    return _history(
        "SELECT r.import_id, r.value, r.state, r.day FROM account_reading r WHERE r.account_id = ?"
        " AND r.metric_id = (SELECT id FROM metric_name WHERE key = ?) AND r.day = ?",
        (account_id, metric, day.isoformat()),
    )


def part_history(segment_id: int, metric: str, first: date, last: date) -> list[PastReading]:
    """Return every read of a metric of a part of an account for one period, the oldest read first."""
    return _history(
        "SELECT r.import_id, r.value, r.state, r.last_day AS day FROM segment_reading r WHERE r.segment_id = ?"
        " AND r.metric_id = (SELECT id FROM metric_name WHERE key = ?) AND r.first_day = ? AND r.last_day = ?",
        (segment_id, metric, first.isoformat(), last.isoformat()),
    )


def reading_history(
    metric: str, *, post_id: int | None = None, account_id: int | None = None, day: date | None = None
) -> list[PastReading]:
    """Return the history of a metric of a post, or of an account's day, whichever is named."""
    if post_id is not None:
        return post_history(post_id, metric)
    if account_id is None or day is None:
        raise ValueError("a post, or an account and a day")
    return day_history(account_id, metric, day)


def _history(readings: str, values: tuple[object, ...]) -> list[PastReading]:
    rows = rows_of(
        f"WITH r AS ({readings}) SELECT i.id, i.file_name, i.read_on, r.day, r.value, r.state FROM r"
        " JOIN import i ON i.id = r.import_id WHERE i.state = 'done' ORDER BY i.read_on, i.id",
        values,
    )
    return [
        PastReading(
            row[0], row[1], day_of(row[2]), day_of(row[3]), read_number(row[4]), State(row[5]), place == len(rows)
        )
        for place, row in enumerate(rows, start=1)
    ]
