"""Posts near a month's end: their day by the clock of the source, and by that of the client (formats.md trap 1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from smmdesk.core.periods import Month, local_day
from smmdesk.importers.registry import zone_of
from smmdesk.store.database import database, database_errors


@dataclass(frozen=True, slots=True)
class EdgePost:
    """A post that belongs to another month by the source's clock (`source_day`) than by the client's (`day`)."""

    post_id: int
    source_day: date
    day: date


def edge_of(instant: int, source_zone: str, client_zone: str) -> tuple[date, date] | None:
    """Return both days of an instant (Unix seconds), the source's first; None where they lie in one month."""
    there, here = local_day(instant, ZoneInfo(source_zone)), local_day(instant, ZoneInfo(client_zone))
    return None if Month.of(there) == Month.of(here) else (there, here)


def edge_posts(account_id: int, first: date, last: date) -> list[EdgePost]:
    """Return the posts of an account, published between two days of the client's clock, that have two months.

    The source's clock is that of the format of the newest read. Oldest first.
    """
    with database_errors():
        rows = database.execute_sql(
            """
            SELECT p.id, p.published_at, c.timezone, (
                SELECT i.format FROM post_wording w JOIN post_read r ON r.wording_id = w.id
                JOIN import i ON i.id = r.import_id WHERE w.post_id = p.id AND i.state = 'done'
                ORDER BY i.read_on DESC, i.id DESC LIMIT 1)
            FROM post p JOIN account a ON a.id = p.account_id JOIN client c ON c.id = a.client_id
            WHERE p.account_id = ? AND p.published_on BETWEEN ? AND ? AND p.published_at IS NOT NULL
                AND (substr(p.published_on, 9) IN ('01', '02') OR substr(p.published_on, 9) >= '27')
            ORDER BY p.published_at, p.id
            """,
            (account_id, first.isoformat(), last.isoformat()),
        ).fetchall()
    found = []
    for post_id, instant, client_zone, format_ in rows:
        days = edge_of(instant, zone_of(format_ or ""), client_zone)
        if days is not None:
            found.append(EdgePost(post_id, *days))
    return found
