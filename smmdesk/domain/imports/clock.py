"""Another time zone of a client: the days of what was imported before follow its clock."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from smmdesk.domain.imports.gathering import LocalDays
from smmdesk.store.database import database


def follow_clock(client_id: int, timezone: str) -> int:
    """Give the client's posts their days by this clock, and its imports their periods; return how many posts moved.

    Runs in the caller's transaction. A post without an instant keeps the day that its source wrote.
    """
    days, run = LocalDays(ZoneInfo(timezone)), database.execute_sql
    posts = run(
        "SELECT p.id, p.published_at, p.published_on FROM post p JOIN account a ON a.id = p.account_id"
        " WHERE a.client_id = ? AND p.published_at IS NOT NULL",
        (client_id,),
    ).fetchall()
    moved = [(day, post_id) for post_id, instant, was in posts if (day := days.day(instant)) != was]
    for row in moved:
        run("UPDATE post SET published_on = ? WHERE id = ?", row)
    if posts:
        _periods(client_id, days)
    return len(moved)


def _periods(client_id: int, days: LocalDays) -> None:
    run = database.execute_sql
    spans = run(
        """
        SELECT i.id, min(w.published_at), max(w.published_at), min(w.published_on), max(w.published_on),
            (SELECT min(day) FROM account_reading WHERE import_id = i.id AND account_id IN
                (SELECT account_id FROM import_account WHERE import_id = i.id)),
            (SELECT max(day) FROM account_reading WHERE import_id = i.id AND account_id IN
                (SELECT account_id FROM import_account WHERE import_id = i.id))
        FROM import i JOIN post_read r ON r.import_id = i.id JOIN post_wording w ON w.id = r.wording_id
        WHERE i.client_id = ? GROUP BY i.id
        """,
        (client_id,),
    ).fetchall()
    for import_id, earliest, latest, *known in spans:
        instants = [days.day(instant) for instant in (earliest, latest) if instant is not None]
        found = sorted([*instants, *(day for day in known if day is not None)])
        if found:
            run("UPDATE import SET first_day = ?, last_day = ? WHERE id = ?", (found[0], found[-1], import_id))
