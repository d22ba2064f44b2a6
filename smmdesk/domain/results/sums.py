"""What the posts of each month add up to, fast: kept until an import of the account comes or goes.

Kept in memory, and for accounts with many posts in the workspace too, so that the first look at them waits for nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from smmdesk import __version__
from smmdesk.core.breaks import Break, crossing
from smmdesk.core.errors import UserError
from smmdesk.core.periods import Month
from smmdesk.core.readings import Number, State, total_of
from smmdesk.domain.results.queries import OF_ACCOUNT, RANK, day_of, metric_ids, post_metrics_of, rows_of
from smmdesk.domain.results.rules import is_summed_over_posts, joint_state
from smmdesk.domain.results.tables import KeptMonth
from smmdesk.importers.registry import METRICS
from smmdesk.store.database import current_workspace, transaction
from smmdesk.store.fields import read_number, stored_number

REMEMBERED_MONTHS = 512
KEPT_MONTHS = 14  # those of the table up to the last whole month, and the present one
MANY_POSTS = 5_000  # fewer are added up faster than one can look
_PLAIN_STATE = len(State.VALUE)  # "value" and "zero": every other state is a longer word


@dataclass(frozen=True, slots=True)
class PostTotal:
    """A flow added up over the posts of a month: `posts` were published, `without` of them have no value for it.

    `value` is None where no post has one, and where the platform changed what it counts inside the month (`broken`).
    """

    metric: str
    value: Number | None
    state: State
    posts: int
    without: int = 0
    read_on: date | None = None
    oldest_read_on: date | None = None
    imports: tuple[int, ...] = ()
    broken: Break | None = None


@dataclass(frozen=True, slots=True)
class PostMonth:
    """The posts of one month: how many were published, and the totals of those metrics that may be added up."""

    month: Month
    posts: int
    totals: dict[str, PostTotal]


def post_months(account_id: int, months: Iterable[Month]) -> dict[Month, PostMonth]:
    """Return what the posts of an account add up to in each of some months, by the client's clock."""
    state = imports_state(account_id)
    keys = _summed_metrics(account_id)
    return {month: _post_month(state, account_id, month, keys) for month in months}


def imports_state(account_id: int) -> tuple[str, str]:
    """Return the workspace, and what changes with the readings of an account, the days of its posts and the program."""
    rows = rows_of(
        """
        SELECT i.id, i.state, i.read_on, i.imported_at, i.sha256, i.counts, i.program_version, c.timezone
        FROM import_account l JOIN import i ON i.id = l.import_id JOIN client c ON c.id = i.client_id
        WHERE l.account_id = ? ORDER BY i.id
        """,
        (account_id,),
    )
    return str(current_workspace().path), hashlib.sha256(repr((__version__, rows)).encode()).hexdigest()


def keep_post_months(account_ids: Iterable[int]) -> None:
    """Keep in the workspace what the posts of the latest months of these accounts add up to, where they have many.

    Runs on the writer's connection, outside of any transaction. What cannot be written (a full disk) is not kept: it is
    added up when it is asked for, and what was imported stands.
    """
    with suppress(UserError):
        for account_id in account_ids:
            _keep(account_id)


def _keep(account_id: int) -> None:
    ((posts, kept),) = rows_of(
        "SELECT (SELECT count(*) FROM post WHERE account_id = ?1),"
        " EXISTS (SELECT 1 FROM kept_month WHERE account_id = ?1)",
        (account_id,),
    )
    if posts < MANY_POSTS and not kept:
        return
    _path, made_of = imports_state(account_id)
    keys = _summed_metrics(account_id)
    latest = rows_of(
        "SELECT DISTINCT substr(published_on, 1, 7) FROM post WHERE account_id = ? AND published_on IS NOT NULL"
        " ORDER BY 1 DESC LIMIT ?",
        (account_id, KEPT_MONTHS if posts >= MANY_POSTS else 0),
    )
    months = [_added_up(account_id, Month.parse(month), keys) for (month,) in latest]
    with transaction():
        KeptMonth.delete().where(KeptMonth.account == account_id).execute()
        for one in months:
            KeptMonth.create(account=account_id, month=one.month, made_of=made_of, content=_content(one))


def _summed_metrics(account_id: int) -> tuple[str, ...]:
    return tuple(key for key in post_metrics_of(account_id) if is_summed_over_posts(METRICS[key]))


@lru_cache(maxsize=REMEMBERED_MONTHS)
def _post_month(state: tuple[str, str], account_id: int, month: Month, keys: tuple[str, ...]) -> PostMonth:
    kept = rows_of(
        "SELECT content FROM kept_month WHERE account_id = ? AND month = ? AND made_of = ?",
        (account_id, str(month), state[1]),
    )
    return _of_content(month, json.loads(kept[0][0])) if kept else _added_up(account_id, month, keys)


def _content(one: PostMonth) -> dict[str, Any]:
    """Return a month as it is kept; what changes of definition it crosses is known anyway."""
    totals = {
        key: [
            stored_number(total.value),
            total.state.value,
            total.without,
            None if total.read_on is None else total.read_on.isoformat(),
            None if total.oldest_read_on is None else total.oldest_read_on.isoformat(),
            total.imports,
        ]
        for key, total in one.totals.items()
    }
    return {"posts": one.posts, "totals": totals}


def _of_content(month: Month, content: dict[str, Any]) -> PostMonth:
    totals = {
        key: PostTotal(
            key,
            read_number(value),
            State(state),
            content["posts"],
            without,
            day_of(newest),
            day_of(oldest),
            tuple(imports),
            _broken(key, month),
        )
        for key, (value, state, without, newest, oldest, imports) in content["totals"].items()
    }
    return PostMonth(month, content["posts"], totals)


def _broken(key: str, month: Month) -> Break | None:
    """Return the first change of a metric's definition inside a month."""
    return next(iter(crossing(key, month.first_day, month.last_day)), None)


def _added_up(account_id: int, month: Month, keys: tuple[str, ...]) -> PostMonth:
    days = (month.first_day.isoformat(), month.last_day.isoformat())
    ids = metric_ids(keys) if keys else {}
    brought = rows_of(
        "SELECT i.id, i.read_on, i.state FROM import_account l JOIN import i ON i.id = l.import_id"
        " WHERE l.account_id = ? ORDER BY i.id",
        (account_id,),
    )
    read_days = {import_id: day_of(day) for import_id, day, _state in brought}
    # While an import runs, posts that only it has brought are not there yet.
    is_quiet = all(word == "done" for _id, _day, word in brought)
    only_finished = (
        ""
        if is_quiet
        else " AND EXISTS (SELECT 1 FROM post_wording w JOIN post_read r ON r.wording_id = w.id"
        " JOIN import i ON i.id = r.import_id WHERE w.post_id = p.id AND i.state = 'done')"
    )
    ((posts,),) = rows_of(
        f"SELECT count(*) FROM post p WHERE p.account_id = ? AND p.published_on BETWEEN ? AND ?{only_finished}",
        (account_id, *days),
    )
    is_single = is_quiet and len(brought) == 1
    totals = {}
    for key in keys if posts else ():
        total = _total(account_id, key, ids[key], month, posts, read_days, is_single=is_single)
        if total is not None:
            totals[key] = total
    return PostMonth(month, posts, totals)


# The current reading of each post: of one import there is only one; of several the one that was read last. Grouped in
# the order of the index, so that nothing has to be sorted.
_ONLY = """
    SELECT r.value AS value, r.state AS state, r.import_id AS import_id
    FROM post p CROSS JOIN post_reading r ON r.post_id = p.id AND r.metric_id = ?
    WHERE p.account_id = ? AND p.published_on BETWEEN ? AND ?
"""
_NEWEST = f"""
    SELECT r.value AS value, r.state AS state, r.import_id AS import_id, max({RANK})
    FROM post p CROSS JOIN post_reading r ON r.post_id = p.id AND r.metric_id = ?
    CROSS JOIN place ON place.id = r.import_id
    WHERE p.account_id = ? AND p.published_on BETWEEN ? AND ? GROUP BY p.published_on, p.id
"""


def _total(
    account_id: int,
    key: str,
    metric_id: int,
    month: Month,
    posts: int,
    read_days: dict[int, date | None],
    *,
    is_single: bool,
) -> PostTotal | None:
    days = (month.first_day.isoformat(), month.last_day.isoformat())
    broken = _broken(key, month)
    with_place, values = ("", ()) if is_single else (f"WITH {OF_ACCOUNT}", (account_id,))
    current = _ONLY if is_single else _NEWEST
    named = "min(import_id)" if is_single else "group_concat(DISTINCT import_id)"
    ((added, valued, count, longest, sources),) = rows_of(
        f"{with_place} SELECT sum(value), count(value), count(*), max(length(state)), {named} FROM ({current})",
        (*values, metric_id, account_id, *days),
    )
    if not count:
        return None
    imports = tuple(sorted(int(one) for one in str(sources).split(",")))
    if longest > _PLAIN_STATE or (added is not None and not isinstance(added, int)):
        # Decimals, and states that must be joined with care: exactly, post by post.
        rows = rows_of(f"{with_place} {current}", (*values, metric_id, account_id, *days))
        numbers = [read_number(value) for value, *_rest in rows]
        known = [number for number in numbers if number is not None]
        value: Number | None = total_of(METRICS[key], known) if known else None
        state = joint_state(State(row[1]) for row in rows)
    else:
        value = added
        state = State.NOT_AVAILABLE if added is None else State.ZERO if added == 0 else State.VALUE
    if broken is not None and value is not None:
        value, state = None, State.NOT_AVAILABLE
    read = _known_days(read_days, imports)
    return PostTotal(
        key, value, state, posts, posts - valued, max(read, default=None), min(read, default=None), imports, broken
    )


def _known_days(read_days: dict[int, date | None], imports: Sequence[int]) -> list[date]:
    days = (read_days.get(one) for one in imports)
    return [day for day in days if day is not None]
