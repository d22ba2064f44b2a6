"""The results of all clients at a glance: which accounts have numbers for a month, and when they were read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from smmdesk.core.periods import Month
from smmdesk.domain.accounts import account_title
from smmdesk.domain.results.queries import day_of, rows_of


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One account of a client in a month: its posts, and when something of that month was last read.

    `posts` is None where nothing of the month was read, and for an account that never had one (a website).
    """

    id: int
    client_id: int
    client_name: str
    brand_color: str
    title: str
    posts: int | None
    read_on: date | None


def was_imported(account_id: int) -> bool:
    """Tell whether any finished import ever brought something for an account."""
    return bool(
        rows_of(
            "SELECT 1 FROM import_account l JOIN import i ON i.id = l.import_id"
            " WHERE l.account_id = ? AND i.state = 'done' LIMIT 1",
            (account_id,),
        )
    )


def results_overview(month: Month) -> list[OverviewRow]:
    """Return the accounts of the clients in work, by client and platform, without guests."""
    first, last = month.first_day.isoformat(), month.last_day.isoformat()
    rows = rows_of(
        """
        SELECT a.id, c.id, c.name, c.brand_color, a.platform, a.handle, a.name,
            (SELECT count(*) FROM post p WHERE p.account_id = a.id AND p.published_on BETWEEN ? AND ?),
            EXISTS (SELECT 1 FROM post p WHERE p.account_id = a.id),
            (SELECT max(i.read_on) FROM import_account l JOIN import i ON i.id = l.import_id
             WHERE l.account_id = a.id AND i.state = 'done' AND coalesce(i.period_first, i.first_day) <= ?
               AND coalesce(i.period_last, i.last_day) >= ?)
        FROM account a JOIN client c ON c.id = a.client_id
        WHERE c.archived_at IS NULL AND NOT a.is_guest
        """,
        (first, last, last, first),
    )
    found = []
    for account_id, client_id, client, color, platform, handle, name, posts, has_posts, read_on in rows:
        is_told = posts or (has_posts and read_on is not None)
        title = account_title(platform, handle, name)
        found.append(
            OverviewRow(account_id, client_id, client, color, title, posts if is_told else None, day_of(read_on))
        )
    return sorted(found, key=lambda row: (row.client_name.casefold(), row.client_id, row.title))
