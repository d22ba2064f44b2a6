"""Reading posts: current wordings and values, sums of a month, and the files they came from.

What is current is told by `imports.standing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from smmdesk.core.periods import Month
from smmdesk.core.readings import State
from smmdesk.domain.imports.rows import TYPED
from smmdesk.domain.imports.standing import places, rank
from smmdesk.domain.results.rows import CurrentValue, MonthPosts, PostLine, SourceLine
from smmdesk.domain.results.rules import is_summed_over_posts, sum_of_posts
from smmdesk.importers.registry import METRICS
from smmdesk.store.database import database, database_errors
from smmdesk.store.fields import read_number

# The places of a client's finished imports; `?` is the client.
PLACE = "place AS MATERIALIZED (" + places("state = 'done' AND client_id = ({client})") + ")"
OF_ACCOUNT = PLACE.format(client="SELECT client_id FROM account WHERE id = ?")
RANK = rank("place")

_LINES = """
    SELECT p.id, p.account_id, p.external_id, p.published_at, p.published_on, w.kind, w.title, w.text, w.permalink,
        w.duration_seconds, max(place.n)
    FROM post p JOIN post_wording w ON w.post_id = p.id JOIN post_read r ON r.wording_id = w.id
    JOIN place ON place.id = r.import_id
"""


def rows_of(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run a reading statement and return its rows, the cursor closed."""
    with database_errors():
        return database.execute_sql(statement, values).fetchall()


def metric_ids(keys: Iterable[str]) -> dict[str, int]:
    """Return the short numbers of those metrics that were ever read."""
    wanted = list(dict.fromkeys(keys))
    marks = ", ".join("?" * len(wanted))
    return dict(rows_of(f"SELECT key, id FROM metric_name WHERE key IN ({marks})", wanted))


def metric_id(key: str) -> int | None:
    """Return the short number of a metric, None where it was never read."""
    return metric_ids([key]).get(key)


def day_of(text: str | None) -> date | None:
    """Return a stored day."""
    return None if text is None else date.fromisoformat(text)


def posts_of_month(account_id: int, month: Month) -> list[PostLine]:
    """Return the posts of an account that were published in a month by the client's clock, oldest first."""
    first, last = month.first_day.isoformat(), month.last_day.isoformat()
    lines = rows_of(
        f"WITH {OF_ACCOUNT} {_LINES} WHERE p.account_id = ? AND p.published_on BETWEEN ? AND ? GROUP BY p.id"
        " ORDER BY p.published_on, p.published_at, p.id",
        (account_id, account_id, first, last),
    )
    readings = rows_of(
        f"""
        WITH {OF_ACCOUNT}
        SELECT r.post_id, m.key, r.value, r.state, place.read_on, r.import_id, max({RANK})
        FROM post p CROSS JOIN post_reading r ON r.post_id = p.id CROSS JOIN place ON place.id = r.import_id
        CROSS JOIN metric_name m ON m.id = r.metric_id
        WHERE p.account_id = ? AND p.published_on BETWEEN ? AND ? GROUP BY p.id, r.metric_id
        """,
        (account_id, account_id, first, last),
    )
    return _with_values(lines, readings)


def posts_by_month(account_id: int, metrics: Iterable[str], first: Month, last: Month) -> dict[Month, list[PostLine]]:
    """Return the posts of some months that some metrics were read for, without their wordings, for sums and rates."""
    names = {number: key for key, number in metric_ids(metrics).items()}
    found_places = rows_of(f"WITH {OF_ACCOUNT} SELECT id, read_on, n, unknown FROM place", (account_id,))
    read_days = {import_id: day_of(read_on) for import_id, read_on, _known, _unknown in found_places}
    ranks = {import_id: (known, unknown) for import_id, _read_on, known, unknown in found_places}
    # The newest is chosen here: sorting for it in SQL takes longer than reading the few that are not.
    rows = rows_of(
        f"""
        SELECT p.id, p.published_on, r.metric_id, r.value, r.state, r.import_id
        FROM post p CROSS JOIN post_reading r
            ON r.post_id = p.id AND r.metric_id IN ({", ".join("?" * len(names))})
        WHERE p.account_id = ? AND p.published_on BETWEEN ? AND ?
        """,
        (*names, account_id, first.first_day.isoformat(), last.last_day.isoformat()),
    )
    states = {state.value: state for state in State}
    posts: dict[int, PostLine] = {}
    found: dict[Month, list[PostLine]] = {}
    for post_id, day, number, value, state, import_id in rows:
        if import_id not in ranks:
            continue  # not finished
        post = posts.get(post_id)
        if post is None:
            published = date.fromisoformat(day)
            post = posts[post_id] = PostLine(post_id, account_id, "", None, published, "", "", "", "", None, {})
            found.setdefault(Month.of(published), []).append(post)
        key, now = names[number], states[state]
        before = post.values.get(key)
        if before is None or _ranked(ranks, before.import_id, before.state) < _ranked(ranks, import_id, now):
            post.values[key] = CurrentValue(read_number(value), now, read_days[import_id], import_id)
    return found


def _ranked(ranks: Mapping[int, tuple[int, int]], import_id: int, state: State) -> int:
    return ranks[import_id][state is State.NOT_AVAILABLE]


def post_sums(account_id: int, month: Month) -> MonthPosts:
    """Add up the lifetime flows of the posts of a month, as last read; what was never read is not listed."""
    posts = posts_of_month(account_id, month)
    keys = dict.fromkeys(key for post in posts for key in post.values)
    sums = [
        added
        for key in keys
        if key in METRICS
        and is_summed_over_posts(METRICS[key])
        and (added := sum_of_posts(METRICS[key], posts)) is not None
    ]
    order = {key: place for place, key in enumerate(METRICS)}
    return MonthPosts(len(posts), tuple(sorted(sums, key=lambda one: order[one.metric])))


def posts_by_id(account_id: int, ids: Sequence[int]) -> list[PostLine]:
    """Return posts of an account in the order of the ids given."""
    marks = ", ".join("?" * len(ids))
    lines = rows_of(
        f"WITH {OF_ACCOUNT} {_LINES} WHERE p.id IN ({marks}) AND p.account_id = ? GROUP BY p.id",
        (account_id, *ids, account_id),
    )
    readings = rows_of(
        f"""
        WITH {OF_ACCOUNT}
        SELECT r.post_id, m.key, r.value, r.state, place.read_on, r.import_id, max({RANK})
        FROM post_reading r CROSS JOIN place ON place.id = r.import_id CROSS JOIN metric_name m ON m.id = r.metric_id
        WHERE r.post_id IN ({marks}) GROUP BY r.post_id, r.metric_id
        """,
        (account_id, *ids),
    )
    order = {post_id: place for place, post_id in enumerate(ids)}
    return sorted(_with_values(lines, readings), key=lambda post: order[post.id])


def sources_of(client_id: int, month: Month) -> list[SourceLine]:
    """Return the finished imports that brought something for a month, in the order of their read dates."""
    rows = rows_of(
        """
        SELECT i.id, i.file_name, i.format, (
                SELECT group_concat(iif(a.handle = '', a.name, a.handle), ', ' ORDER BY a.is_guest, a.id)
                FROM import_account l JOIN account a ON a.id = l.account_id WHERE l.import_id = i.id),
            i.first_day, i.last_day, ifnull(json_extract(i.counts, '$.data'), 0),
            ifnull(json_extract(i.counts, '$.refused'), 0), i.read_on, i.sha256
        FROM import i
        WHERE i.client_id = ? AND i.state = 'done' AND i.first_day <= ? AND i.last_day >= ?
        ORDER BY i.read_on, i.id
        """,
        (client_id, month.last_day.isoformat(), month.first_day.isoformat()),
    )
    return [
        SourceLine(
            row[0], row[1], row[2], row[3] or "", day_of(row[4]), day_of(row[5]), row[6], row[7], day_of(row[8]), row[9]
        )
        for row in rows
    ]


def read_days_of(client_id: int, month: Month) -> list[date]:
    """Return the days on which something for a month was read, earliest first."""
    return sorted({source.read_on for source in sources_of(client_id, month) if source.read_on is not None})


def post_metrics_of(account_id: int) -> list[str]:
    """Return the metrics that were read for the posts of an account, in the order of the registry."""
    # A few posts tell: the newest and the oldest; looking at every reading would take as long as adding them up.
    rows = rows_of(
        """
        WITH some AS (
            SELECT id FROM (SELECT id FROM post WHERE account_id = ? ORDER BY published_on DESC LIMIT 200)
            UNION SELECT id FROM (SELECT id FROM post WHERE account_id = ? ORDER BY published_on LIMIT 200))
        SELECT DISTINCT m.key FROM some JOIN post_reading r ON r.post_id = some.id
        JOIN metric_name m ON m.id = r.metric_id
        """,
        (account_id, account_id),
    )
    found = {key for (key,) in rows}
    return [key for key in METRICS if key in found]


def current_value(account_id: int) -> tuple[str, tuple[int, ...]]:
    """Return the SQL of the current value of a metric (`?`, its number) of a post `p`, and what stands before it.

    What stands before it is a `WITH` of the imports' places with its values: empty where the imports came in the order
    of their read dates, as then the last of a post's readings is the current one.
    """
    known = (
        "r.post_id = p.id AND r.metric_id = ? AND (r.state <> 'not_available'"
        f" OR r.import_id IN (SELECT id FROM import WHERE format = '{TYPED}'))"
    )
    if _is_in_order(account_id):
        return f"(SELECT r.value FROM post_reading r WHERE {known} ORDER BY r.import_id DESC LIMIT 1)", ()
    return (
        "(SELECT r.value FROM post_reading r JOIN place ON place.id = r.import_id"
        f" WHERE {known} ORDER BY place.n DESC LIMIT 1)",
        (account_id,),
    )


def _is_in_order(account_id: int) -> bool:
    ((out_of_order,),) = rows_of(
        """
        SELECT count(*) FROM (
            SELECT i.state, i.read_on < lag(i.read_on) OVER (ORDER BY i.id) AS is_older
            FROM import i JOIN account a ON a.client_id = i.client_id WHERE a.id = ?)
        WHERE is_older OR state <> 'done'
        """,
        (account_id,),
    )
    return not out_of_order


def _with_values(lines: list[tuple[Any, ...]], readings: list[tuple[Any, ...]]) -> list[PostLine]:
    values: dict[int, dict[str, CurrentValue]] = {}
    for post_id, key, value, state, read_on, import_id, _place in readings:
        values.setdefault(post_id, {})[key] = CurrentValue(read_number(value), State(state), day_of(read_on), import_id)
    return [_line(line, values.get(line[0], {})) for line in lines]


def _line(row: tuple[Any, ...], values: dict[str, CurrentValue]) -> PostLine:
    (post_id, account_id, external_id, instant, day, kind, title, text, permalink, duration, _place) = row
    return PostLine(
        post_id, account_id, external_id, instant, day_of(day), kind, title, text, permalink, duration, values
    )
