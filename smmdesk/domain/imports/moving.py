"""From the staging database into the workspace: in the order of the target ids, in transactions readers do not feel.

Everything here runs on the writer's connection with the staging database attached, under an import marked running.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from smmdesk.core.errors import Cancelled
from smmdesk.domain.imports.comparing import cell, on_writer, post_metrics
from smmdesk.domain.imports.settling import gather_unsettled, settle_days
from smmdesk.store.database import database, transaction

ROWS_AT_ONCE = 50_000


class Mover:
    """Moves the staged rows of one import. `moved` is told how many of the rows are in; raises Cancelled."""

    def __init__(
        self, import_id: int, moved: Callable[[int, int], None] | None, cancelled: Callable[[], bool] | None
    ) -> None:
        self._import = import_id
        self._moved = moved
        self._cancelled = cancelled
        self._done = 0
        self._slots = post_metrics(on_writer)
        ((self._posts, self._days, self._values),) = on_writer(
            "SELECT (SELECT count(*) FROM staged_match), (SELECT count(*) FROM ordered_day),"
            " (SELECT count(*) FROM ordered_value)"
        )

    def run(self) -> None:
        """Move everything."""
        with transaction():
            database.execute_sql("INSERT OR IGNORE INTO metric_name (key) SELECT key FROM staged_metric ORDER BY slot")
            database.execute_sql(
                "INSERT OR IGNORE INTO segment (account_id, dimension, key, title)"
                " SELECT a.target, s.dimension, s.key, s.title FROM staged_segment s"
                " JOIN staged_account a ON a.slot = s.slot ORDER BY s.n"
            )
        # Outside of any transaction, where the staging database may be written.
        on_writer("UPDATE staged_metric SET target = (SELECT id FROM metric_name m WHERE m.key = staged_metric.key)")
        on_writer(
            "UPDATE staged_segment SET target = (SELECT s.id FROM segment s JOIN staged_account a"
            " ON a.target = s.account_id WHERE a.slot = staged_segment.slot"
            " AND s.dimension = staged_segment.dimension AND s.key = staged_segment.key)"
        )
        if self._posts:
            self._move_posts()
        for first, last in self._chunks(self._days):
            self._move_days(first, last)
        for first, last in self._chunks(self._values):
            self._move_values(first, last)

    def settle(self) -> None:
        """Let posts that were known before carry the newest instant and day. Runs in the transaction that ends it."""
        # What says the same as the post can change nothing; new posts carry their own.
        gather_unsettled(
            """
            SELECT m.target FROM staged_match m JOIN staged_post s ON s.n = m.n JOIN post p ON p.id = m.target
            WHERE NOT m.is_new AND s.published_on IS NOT NULL AND (
                (s.published_at IS NOT NULL AND s.published_at IS NOT p.published_at)
                OR (s.published_at IS NULL AND p.published_at IS NULL AND s.source_day IS NOT p.published_on))
            """
        )
        settle_days(self._import)

    def _chunks(self, rows: int) -> Iterator[tuple[int, int]]:
        for first in range(1, rows + 1, ROWS_AT_ONCE):
            self._check()
            yield first, first + ROWS_AT_ONCE - 1
            self._tell(min(ROWS_AT_ONCE, rows - first + 1))

    def _check(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Cancelled

    def _tell(self, rows: int) -> None:
        self._done += rows
        if self._moved is not None:
            self._moved(self._done, self._posts + self._days + self._values)

    def _move_posts(self) -> None:
        at_once = max(1, ROWS_AT_ONCE // (len(self._slots) + 3))
        after = -1
        while True:
            self._check()
            chunk = on_writer(
                "SELECT count(*), max(target) FROM (SELECT target FROM staged_match WHERE target > ?"
                " ORDER BY target LIMIT ?)",
                (after, at_once),
            )
            ((posts, last),) = chunk
            if not posts:
                return
            self._move_chunk(after, last)
            after = last
            self._tell(posts)

    def _move_chunk(self, after: int, last: int) -> None:
        within = "m.target > ? AND m.target <= ?"
        state = cell("s", self._slots)
        with transaction():
            database.execute_sql(
                "INSERT INTO post (id, account_id, external_id, published_at, published_on)"
                " SELECT m.target, a.target, s.external_id, s.published_at, s.published_on"
                " FROM staged_match m CROSS JOIN staged_post s ON s.n = m.n"
                f" CROSS JOIN staged_account a ON a.slot = s.slot WHERE {within} AND m.is_new ORDER BY m.target",
                (after, last),
            )
            database.execute_sql(
                "INSERT INTO post_wording (id, post_id, published_at, published_on, kind, title, text, permalink,"
                " duration_seconds) SELECT m.wording, m.target, s.published_at, s.source_day, s.kind, s.title, s.text,"
                " s.permalink, s.duration_seconds FROM staged_match m CROSS JOIN staged_post s ON s.n = m.n"
                f" WHERE {within} AND m.is_worded ORDER BY m.target",
                (after, last),
            )
            database.execute_sql(
                "INSERT INTO post_read (import_id, wording_id)"
                f" SELECT ?, m.wording FROM staged_match m WHERE {within} ORDER BY m.target",
                (self._import, after, last),
            )
            if self._slots:
                database.execute_sql(
                    "INSERT INTO post_reading (post_id, metric_id, import_id, value, state)"
                    f" SELECT m.target, x.target, ?, {cell('v', self._slots)}, {state}"
                    " FROM staged_match m CROSS JOIN staged_post s ON s.n = m.n CROSS JOIN staged_metric x"
                    f" WHERE {within} AND x.of_posts AND {state} IS NOT NULL ORDER BY m.target",
                    (self._import, after, last),
                )

    def _move_days(self, first: int, last: int) -> None:
        with transaction():
            database.execute_sql(
                "INSERT INTO account_reading (account_id, metric_id, day, import_id, value, state)"
                " SELECT a.target, x.target, d.day, ?, d.value, d.state FROM ordered_day d"
                " CROSS JOIN staged_account a ON a.slot = d.slot CROSS JOIN staged_metric x ON x.slot = d.metric"
                " WHERE d.rowid BETWEEN ? AND ? ORDER BY d.rowid",
                (self._import, first, last),
            )

    def _move_values(self, first: int, last: int) -> None:
        with transaction():
            database.execute_sql(
                "INSERT INTO segment_reading"
                " (segment_id, metric_id, first_day, last_day, import_id, value, state, currency)"
                " SELECT s.target, x.target, v.first_day, v.last_day, ?, v.value, v.state, v.currency"
                " FROM ordered_value v CROSS JOIN staged_segment s ON s.n = v.n"
                " CROSS JOIN staged_metric x ON x.slot = v.metric WHERE v.rowid BETWEEN ? AND ? ORDER BY v.rowid",
                (self._import, first, last),
            )
