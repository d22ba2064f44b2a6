"""What a staged file changes in the workspace: where each row belongs, what is new, changed or as it was.

Table names stand without a schema, so that the same statements serve the writer (staging attached) and a preview
(staging with the workspace attached, read-only). The workspace is only read here, in short statements.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from smmdesk.domain.imports.standing import places, rank
from smmdesk.store.database import database, database_errors

Run = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]

_POSTS_AT_ONCE = 10_000
_LAST_ID = 2**63 - 1
_RANK = f"max({rank('i')}) AS rank"
# What stands now (`now`, of the places above) stays so whatever a staged value says; `state` is the staged one's.
_STANDS = "((now.is_later AND now.rank > 0) OR {state} = 'not_available')"


@dataclass(frozen=True, slots=True)
class Changes:
    """How many posts and account-days (where there are none: segments and periods) are new, changed, as they were."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: Changes) -> Changes:
        return Changes(self.added + other.added, self.updated + other.updated, self.unchanged + other.unchanged)


def on_writer(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run a statement on the writer's connection and return its rows."""
    with database_errors():
        return database.execute_sql(statement, values).fetchall()


def set_targets(run: Run, accounts: dict[int, int | None]) -> None:
    """Tell the staged rows the accounts and metrics of the workspace that they belong to, as far as these exist.

    Two accounts of the file that are one account of the workspace become one.
    """
    merged: dict[int, int] = {}
    for slot, target in sorted(accounts.items()):
        if target is not None and target in merged:
            _join_slots(run, slot, merged[target])
            continue
        if target is not None:
            merged[target] = slot
        run("UPDATE staged_account SET target = ? WHERE slot = ?", (target, slot))
    run("UPDATE staged_metric SET target = (SELECT id FROM metric_name m WHERE m.key = staged_metric.key)", ())
    run(
        "UPDATE staged_segment SET target = (SELECT s.id FROM segment s JOIN staged_account a"
        " ON a.target = s.account_id WHERE a.slot = staged_segment.slot"
        " AND s.dimension = staged_segment.dimension AND s.key = staged_segment.key)",
        (),
    )


def _join_slots(run: Run, slot: int, into: int) -> None:
    run(
        "DELETE FROM staged_post WHERE slot = ?"
        " AND external_id IN (SELECT external_id FROM staged_post WHERE slot = ?)",
        (slot, into),
    )
    run("UPDATE staged_post SET slot = ? WHERE slot = ?", (into, slot))
    run("UPDATE OR IGNORE staged_day SET slot = ? WHERE slot = ?", (into, slot))
    run("DELETE FROM staged_day WHERE slot = ?", (slot,))
    run("DELETE FROM ordered_day", ())
    run("INSERT INTO ordered_day SELECT * FROM staged_day", ())
    run(
        "UPDATE OR IGNORE staged_value SET n = (SELECT b.n FROM staged_segment a JOIN staged_segment b"
        " ON b.slot = ? AND b.dimension = a.dimension AND b.key = a.key WHERE a.n = staged_value.n)"
        " WHERE n IN (SELECT a.n FROM staged_segment a JOIN staged_segment b"
        " ON b.slot = ? AND b.dimension = a.dimension AND b.key = a.key WHERE a.slot = ?)",
        (into, into, slot),
    )
    run("UPDATE OR IGNORE staged_segment SET slot = ? WHERE slot = ?", (into, slot))
    run("DELETE FROM staged_value WHERE n IN (SELECT n FROM staged_segment WHERE slot = ?)", (slot,))
    run("DELETE FROM staged_segment WHERE slot = ?", (slot,))
    run("DELETE FROM ordered_value", ())
    run("INSERT INTO ordered_value SELECT * FROM staged_value", ())
    run("DELETE FROM staged_account WHERE slot = ?", (slot,))


def compare(run: Run, client_id: int, read_on: date, before: int | None = None) -> Changes:
    """Find the place of every staged row and count what is new, changed and unchanged against what is current.

    Values that a later read has overtaken change nothing, so they count as unchanged; so does what this file does not
    know and another did. With `before` only the imports made before that one (an id) count.
    """
    run("DELETE FROM staged_place", ())
    # A ledger sheet is read on no day and brings no readings.
    finished = places("client_id = ? AND state = 'done' AND read_on IS NOT NULL AND id < ?")
    run(
        f"INSERT INTO staged_place SELECT id, n, unknown, read_on > ? FROM ({finished})",
        (read_on.isoformat(), client_id, _LAST_ID if before is None else before),
    )
    has_posts = bool(run("SELECT 1 FROM staged_post LIMIT 1", ()))
    has_days = bool(run("SELECT 1 FROM staged_day LIMIT 1", ()))
    if not has_posts and not has_days:
        return _segments(run)
    # One file may bring both (a LinkedIn page, a YouTube archive): new days count though no post changed.
    changes = _posts(run) if has_posts else Changes()
    return changes + _days(run) if has_days else changes


def post_metrics(run: Run) -> list[int]:
    """Return the slots of the metrics that have columns in the wide rows."""
    return [slot for (slot,) in run("SELECT slot FROM staged_metric WHERE of_posts ORDER BY slot", ())]


def cell(letter: str, slots: Sequence[int]) -> str:
    """Return the SQL of a wide row's value (`v`) or state (`s`) for the metric `x`."""
    cases = " ".join(f"WHEN {slot} THEN s.{letter}{slot}" for slot in slots)
    return f"(CASE x.slot {cases} END)" if slots else "NULL"


def _posts(run: Run) -> Changes:
    run("DELETE FROM staged_match", ())
    run("DELETE FROM staged_equal", ())
    ((last_post, last_wording),) = run(
        "SELECT ifnull((SELECT max(id) FROM post), 0), ifnull((SELECT max(id) FROM post_wording), 0)", ()
    )
    ((posts, most),) = run("SELECT count(*), max(n) FROM staged_post", ())
    has_posts = run(
        "SELECT 1 FROM staged_account a WHERE EXISTS (SELECT 1 FROM post p WHERE p.account_id = a.target) LIMIT 1", ()
    )
    if not has_posts:
        run(
            "INSERT INTO staged_match SELECT ? + n, n, ? + n, 1, 1, 0 FROM staged_post",
            (last_post, last_wording),
        )
        return Changes(added=posts)
    for start in range(1, most + 1, _POSTS_AT_ONCE):
        run(
            """
            WITH found AS MATERIALIZED (
                SELECT s.n, p.id AS post, (
                    SELECT w.id FROM post_wording w WHERE w.post_id = p.id AND w.kind = s.kind AND w.title = s.title
                    AND w.text = s.text AND w.permalink = s.permalink AND w.duration_seconds IS s.duration_seconds
                    AND w.published_at IS s.published_at AND w.published_on IS s.source_day
                ) AS wording, (
                    SELECT iif(i.is_later, -1, w.id) FROM post_wording w JOIN post_read r ON r.wording_id = w.id
                    JOIN staged_place i ON i.id = r.import_id WHERE w.post_id = p.id ORDER BY i.n DESC LIMIT 1
                ) AS current
                FROM staged_post s JOIN staged_account a ON a.slot = s.slot
                LEFT JOIN post p ON p.account_id = a.target AND p.external_id = s.external_id
                WHERE s.n BETWEEN ? AND ?)
            INSERT INTO staged_match
            SELECT ifnull(post, ? + n), n, ifnull(wording, ? + n), post IS NULL, wording IS NULL,
                current IS NOT NULL AND (current = -1 OR current IS wording) FROM found
            """,
            (start, start + _POSTS_AT_ONCE - 1, last_post, last_wording),
        )
    ((first, last),) = run("SELECT min(target), max(target) FROM staged_match WHERE NOT is_new", ())
    if first is None:
        return Changes(added=posts)
    slots = post_metrics(run)
    value, state = cell("v", slots), cell("s", slots)
    for start in range(first, last + 1, _POSTS_AT_ONCE):
        run(
            f"""
            INSERT INTO staged_equal
            SELECT m.target, (
                SELECT count(*) FROM (
                    SELECT r.metric_id, r.value, r.state, i.is_later, {_RANK} FROM post_reading r
                    CROSS JOIN staged_place i ON i.id = r.import_id WHERE r.post_id = m.target GROUP BY r.metric_id
                ) now CROSS JOIN staged_metric x ON x.target = now.metric_id AND x.of_posts
                WHERE {state} IS NOT NULL
                    AND ({_STANDS.format(state=state)} OR (now.value IS {value} AND now.state = {state})))
            FROM staged_match m CROSS JOIN staged_post s ON s.n = m.n
            WHERE m.target BETWEEN ? AND ? AND NOT m.is_new
            """,
            (start, start + _POSTS_AT_ONCE - 1),
        )
    wanted = " + ".join(f"(s.s{slot} IS NOT NULL)" for slot in slots) or "0"
    ((added, unchanged),) = run(
        f"""
        SELECT sum(m.is_new), sum(NOT m.is_new AND m.is_same AND ifnull(e.metrics, 0) = {wanted})
        FROM staged_match m JOIN staged_post s ON s.n = m.n LEFT JOIN staged_equal e ON e.target = m.target
        """,
        (),
    )
    return Changes(added, posts - added - unchanged, unchanged)


def _days(run: Run) -> Changes:
    return _counted(
        run(
            f"""
            WITH now AS (
                SELECT r.account_id, r.metric_id, r.day, r.value, r.state, i.is_later, {_RANK}
                FROM account_reading r JOIN staged_place i ON i.id = r.import_id
                WHERE r.account_id IN (SELECT target FROM staged_account)
                AND r.day BETWEEN (SELECT min(day) FROM staged_day) AND (SELECT max(day) FROM staged_day)
                GROUP BY 1, 2, 3)
            SELECT count(*), sum(known = 0), sum(same = wanted) FROM (
                SELECT count(now.state) AS known, count(*) AS wanted, sum(now.state IS NOT NULL
                    AND ({_STANDS.format(state="d.state")} OR (now.value IS d.value AND now.state = d.state))) AS same
                FROM staged_day d JOIN staged_account a ON a.slot = d.slot JOIN staged_metric x ON x.slot = d.metric
                LEFT JOIN now ON now.account_id = a.target AND now.metric_id = x.target AND now.day = d.day
                GROUP BY d.slot, d.day)
            """,
            (),
        )
    )


def _segments(run: Run) -> Changes:
    return _counted(
        run(
            f"""
            WITH now AS (
                SELECT r.segment_id, r.metric_id, r.first_day, r.last_day, r.value, r.state, r.currency,
                    i.is_later, {_RANK}
                FROM segment_reading r JOIN staged_place i ON i.id = r.import_id
                WHERE r.segment_id IN (SELECT target FROM staged_segment)
                GROUP BY 1, 2, 3, 4)
            SELECT count(*), sum(known = 0), sum(same = wanted) FROM (
                SELECT count(now.state) AS known, count(*) AS wanted, sum(now.state IS NOT NULL
                    AND ({_STANDS.format(state="v.state")}
                    OR (now.value IS v.value AND now.state = v.state AND now.currency = v.currency))) AS same
                FROM staged_value v JOIN staged_segment s ON s.n = v.n JOIN staged_metric x ON x.slot = v.metric
                LEFT JOIN now ON now.segment_id = s.target AND now.metric_id = x.target
                    AND now.first_day = v.first_day AND now.last_day = v.last_day
                GROUP BY v.n, v.first_day, v.last_day)
            """,
            (),
        )
    )


def _counted(rows: list[tuple[Any, ...]]) -> Changes:
    ((together, added, unchanged),) = rows
    added, unchanged = added or 0, unchanged or 0
    return Changes(added, together - added - unchanged, unchanged)
