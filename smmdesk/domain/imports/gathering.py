"""From an importer's rows to the staging database: one wide row per post, one narrow row per other reading.

Runs in the worker that reads the file; nothing here touches the workspace.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from smmdesk.core.errors import Cancelled
from smmdesk.core.readings import State
from smmdesk.importers.registry import zone_of
from smmdesk.importers.rows import (
    AccountDayRow,
    FoundAccount,
    PostRow,
    Reading,
    ReadValue,
    RefusedRow,
    SegmentRow,
)
from smmdesk.store.fields import stored_number
from smmdesk.store.staging import Staging

Progress = Callable[[int, int | None], None]
Check = Callable[[], bool]

_BATCH = 4_000
# The first posts are shown, and after them some of those that have two months.
_ALWAYS_PREVIEWED = 20
_PREVIEWED = 40
_FIRST_DAYS = frozenset({"01", "02"})
_EPOCH = date(1970, 1, 1)
_DAY = 86_400
_HAS_VALUE = ", ".join(f"'{state}'" for state in State if state.has_value)

# The targets and `staged_match` are filled when the rows are compared with the workspace. `of_posts` tells the metrics
# that have columns in the wide rows; the ordered copies are cut into chunks by their rowid.
_TABLES = (
    """CREATE TABLE staged_account (
        slot INTEGER PRIMARY KEY, platform TEXT, external_id TEXT, handle TEXT, name TEXT, target INTEGER)""",
    "CREATE TABLE staged_metric (slot INTEGER PRIMARY KEY, key TEXT, of_posts INTEGER NOT NULL, target INTEGER)",
    "CREATE INDEX staged_metric_target ON staged_metric (target)",
    """CREATE TABLE staged_post (
        n INTEGER PRIMARY KEY, slot INTEGER NOT NULL, external_id TEXT NOT NULL, published_at INTEGER,
        published_on TEXT, source_day TEXT, kind TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
        permalink TEXT NOT NULL, duration_seconds INTEGER)""",
    """CREATE TABLE staged_match (
        target INTEGER PRIMARY KEY, n INTEGER NOT NULL, wording INTEGER, is_new INTEGER NOT NULL,
        is_worded INTEGER NOT NULL, is_same INTEGER NOT NULL)""",
    "CREATE TABLE staged_place (id INTEGER PRIMARY KEY, n INTEGER NOT NULL, unknown INTEGER NOT NULL,"
    " is_later INTEGER NOT NULL)",
    "CREATE TABLE staged_equal (target INTEGER PRIMARY KEY, metrics INTEGER NOT NULL)",
    """CREATE TABLE staged_day (
        slot INTEGER, metric INTEGER, day TEXT, value, state TEXT, PRIMARY KEY (slot, metric, day)) WITHOUT ROWID""",
    "CREATE TABLE ordered_day (slot INTEGER, metric INTEGER, day TEXT, value, state TEXT)",
    """CREATE TABLE staged_segment (
        n INTEGER PRIMARY KEY, slot INTEGER, dimension TEXT, key TEXT, title TEXT, target INTEGER,
        UNIQUE (slot, dimension, key))""",
    """CREATE TABLE staged_value (
        n INTEGER, metric INTEGER, first_day TEXT, last_day TEXT, value, state TEXT, currency TEXT,
        PRIMARY KEY (n, metric, first_day, last_day)) WITHOUT ROWID""",
    """CREATE TABLE ordered_value (
        n INTEGER, metric INTEGER, first_day TEXT, last_day TEXT, value, state TEXT, currency TEXT)""",
)
_POST_COLUMNS = (
    "n", "slot", "external_id", "published_at", "published_on", "source_day", "kind", "title", "text", "permalink",
    "duration_seconds",
)  # fmt: skip
_FIRST_AMOUNT = len(_POST_COLUMNS)

_INSERT_DAY = f"""
    INSERT INTO staged_day VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET value = excluded.value, state = excluded.state WHERE state NOT IN ({_HAS_VALUE})
"""
_INSERT_VALUE = f"""
    INSERT INTO staged_value VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET value = excluded.value, state = excluded.state, currency = excluded.currency
    WHERE state NOT IN ({_HAS_VALUE})
"""


class LocalDays:
    """Instants as days by one clock: `core.periods.local_day` for hundreds of thousands of instants."""

    def __init__(self, timezone: ZoneInfo) -> None:
        self._zone = timezone
        self._offsets: dict[int, int | None] = {}
        self._days: dict[int, str] = {}

    def day(self, instant: int) -> str:
        """Return the ISO date of an instant (Unix seconds). Raises ValueError beyond the years 1 to 9999."""
        number = instant // _DAY
        offset = self._offsets[number] if number in self._offsets else self._learn(number)
        if offset is None:
            return datetime.fromtimestamp(instant, self._zone).date().isoformat()
        local = (instant + offset) // _DAY
        found = self._days.get(local)
        if found is None:
            found = self._days[local] = (_EPOCH + timedelta(days=local)).isoformat()
        return found

    def _learn(self, number: int) -> int | None:
        try:
            start = datetime.fromtimestamp(number * _DAY, UTC).astimezone(self._zone).utcoffset()
            end = datetime.fromtimestamp((number + 1) * _DAY, UTC).astimezone(self._zone).utcoffset()
        except (OverflowError, OSError) as failure:
            raise ValueError("no such day") from failure
        same = start is not None and start == end
        self._offsets[number] = int(start.total_seconds()) if same and start is not None else None
        return self._offsets[number]


@dataclass(slots=True)
class _Layout:
    """The rows of posts that have values of the same metrics, and the statements that put them into wide rows.

    `late` are further rows of posts that came before: they fill what the first row left empty (formats.md trap 12).
    """

    insert: str
    fill: str
    metrics: int
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    late: list[tuple[Any, ...]] = field(default_factory=list)

    def stored(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Return rows with their numbers as SQLite stores them."""
        last = _FIRST_AMOUNT + self.metrics
        return [(*row[:_FIRST_AMOUNT], *map(stored_number, row[_FIRST_AMOUNT:last]), *row[last:]) for row in rows]


@dataclass(frozen=True, slots=True)
class PreviewDay:
    """A day of an account as it will be read."""

    account: str
    day: date
    values: tuple[ReadValue, ...]


@dataclass(frozen=True, slots=True)
class PreviewPart:
    """A part of an account (a campaign, a country) as it will be read for a period."""

    dimension: str
    title: str
    first_day: date
    last_day: date
    currency: str
    values: tuple[ReadValue, ...]


@dataclass(frozen=True, slots=True)
class PreviewPost:
    """A post as it will be read, for the first rows of a preview.

    `source_day` is its day by the clock of the source where that lies in another month than `published_on`.
    """

    published_on: date | None
    kind: str
    title: str
    text: str
    permalink: str
    values: tuple[ReadValue, ...]
    source_day: date | None = None


@dataclass(slots=True)
class Gathered:
    """What a file brought: the accounts by slot (0 is the one that the file does not name), refusals, first rows.

    `edges` counts the posts that lie in another month by the source's clock than by the client's.
    """

    reading: Reading
    slots: dict[str | None, int] = field(default_factory=dict)
    accounts: dict[int, FoundAccount] = field(default_factory=dict)
    refused: list[RefusedRow] = field(default_factory=list)
    first_posts: list[PreviewPost] = field(default_factory=list)
    first_days: list[PreviewDay] = field(default_factory=list)
    first_parts: list[PreviewPart] = field(default_factory=list)
    edges: int = 0
    posts: int = 0
    days: int = 0
    segments: int = 0
    merged: int = 0
    first_day: str | None = None
    last_day: str | None = None
    segment_spans: set[tuple[str, str]] = field(default_factory=set)

    def covers(self, first: str, last: str) -> None:
        """Widen the span from first to last date."""
        if self.first_day is None or first < self.first_day:
            self.first_day = first
        if self.last_day is None or last > self.last_day:
            self.last_day = last


_USUAL_COLLECTIONS = gc.get_threshold()


@contextmanager
def _few_collections() -> Iterator[None]:
    """Let Python look for cycles seldom while hundreds of thousands of plain rows are made: none of them has one."""
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*_USUAL_COLLECTIONS)


class Gatherer:
    """Puts the rows of one reading into a staging database. Raises Cancelled when `cancelled` says so."""

    def __init__(
        self,
        staging: Staging,
        reading: Reading,
        timezone: ZoneInfo,
        period: tuple[date, date] | None,
        progress: Progress | None = None,
        cancelled: Check | None = None,
    ) -> None:
        self._staging = staging
        self._days = LocalDays(timezone)
        self._source_days = LocalDays(ZoneInfo(zone_of(reading.recognised.format)))
        self._period = period
        self._progress = progress
        self._cancelled = cancelled
        self._metrics: dict[str, int] = {}
        self._of_posts: set[int] = set()
        self._layouts: dict[tuple[str, ...], _Layout] = {}
        self._known: dict[int, dict[str, int]] = {}
        self._day_rows: list[tuple[Any, ...]] = []
        self._segments: dict[tuple[int, str, str], int] = {}
        self._segment_rows: list[tuple[Any, ...]] = []
        self._value_rows: list[tuple[Any, ...]] = []
        self._done = 0
        self.gathered = Gathered(reading)
        for statement in _TABLES:
            staging.execute(statement)

    def run(self) -> Gathered:
        """Read every row."""
        gathered = self.gathered
        take = {PostRow: self._post, AccountDayRow: self._account_day, SegmentRow: self._segment}
        refused = gathered.refused
        with _few_collections():
            for done, row in enumerate(gathered.reading.rows, start=1):
                kind = type(row)
                if kind is RefusedRow:
                    refused.append(row)  # pyright: ignore[reportArgumentType]
                else:
                    take[kind](row)  # pyright: ignore[reportArgumentType]
                if not done % _BATCH:
                    self._done = done
                    self._flush()
        self._flush()
        self._close()
        return gathered

    def _slot(self, identity: str | None) -> int:
        slots = self.gathered.slots
        found = slots.get(identity)
        if found is None:
            found = slots[identity] = 0 if identity is None else len(slots) + 1
        return found

    def _metric(self, key: str) -> int:
        found = self._metrics.get(key)
        if found is None:
            found = self._metrics[key] = len(self._metrics)
            self._staging.execute("INSERT INTO staged_metric VALUES (?, ?, 0, NULL)", (found, key))
        return found

    def _lay_out(self, metrics: tuple[str, ...]) -> _Layout:
        """Make the columns of a post's metrics and the statements that fill them."""
        slots = [self._metric(key) for key in metrics]
        for slot in slots:
            if slot not in self._of_posts:
                self._of_posts.add(slot)
                self._staging.execute("UPDATE staged_metric SET of_posts = 1 WHERE slot = ?", (slot,))
                self._staging.execute(f"ALTER TABLE staged_post ADD COLUMN v{slot}")
                self._staging.execute(f"ALTER TABLE staged_post ADD COLUMN s{slot} TEXT")
        columns = (*_POST_COLUMNS, *(f"v{slot}" for slot in slots), *(f"s{slot}" for slot in slots))
        insert = f"INSERT INTO staged_post ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        # The parameters of both stand in the same order. An instant brings its day along.
        at = {column: f"?{place}" for place, column in enumerate(columns, start=1)}
        dated = f"published_at IS NULL AND {at['published_at']} IS NOT NULL"
        filled = [f"published_at = ifnull(published_at, {at['published_at']})"]
        filled.append(f"published_on = iif({dated}, {at['published_on']}, published_on)")
        filled.append(f"source_day = iif({dated}, NULL, source_day)")
        filled.append(f"duration_seconds = ifnull(duration_seconds, {at['duration_seconds']})")
        filled += [f"{name} = iif({name} = '', {at[name]}, {name})" for name in ("kind", "title", "text", "permalink")]
        for slot in slots:
            has_value = f"ifnull(s{slot} IN ({_HAS_VALUE}), 0)"
            filled.append(f"v{slot} = iif({has_value}, v{slot}, {at[f'v{slot}']})")
            filled.append(f"s{slot} = iif({has_value}, s{slot}, {at[f's{slot}']})")
        fill = f"UPDATE staged_post SET {', '.join(filled)} WHERE n = {at['n']}"
        return _Layout(insert, fill, len(slots))

    def _post(self, row: PostRow) -> None:
        (account, external_id, instant, day, kind, title, text, permalink, duration, values) = row
        metrics: tuple[str, ...]
        metrics, amounts, states = zip(*values, strict=False) if values else ((), (), ())
        layout = self._layouts.get(metrics)
        if layout is None:
            if len(set(metrics)) < len(metrics):  # two columns of one metric: the last one counts
                return self._post(row._replace(values=tuple({value.metric: value for value in values}.values())))
            layout = self._layouts[metrics] = self._lay_out(metrics)
        slot = self._slot(account)
        known = self._known.get(slot)
        if known is None:
            known = self._known[slot] = {}
        gathered = self.gathered
        number = known.get(external_id)
        is_new = number is None
        if number is None:
            gathered.posts += 1
            number = known[external_id] = gathered.posts
        source_day = day.isoformat() if day is not None else None
        published_on = source_day if instant is None else self._days.day(instant)
        wide = (
            number, slot, external_id, instant, published_on, source_day if instant is None else None,
            kind, title, text, permalink, duration, *amounts, *states,
        )  # fmt: skip
        if not is_new:
            gathered.merged += 1
            layout.late.append(wide)
            return None
        layout.rows.append(wide)
        edge = None
        if published_on is not None:
            gathered.covers(published_on, published_on)
            if instant is not None and (published_on[8:] in _FIRST_DAYS or published_on[8:] > "26"):
                there = self._source_days.day(instant)
                if there[:7] != published_on[:7]:
                    gathered.edges += 1
                    edge = date.fromisoformat(there)
        if len(gathered.first_posts) < _PREVIEWED and (number <= _ALWAYS_PREVIEWED or edge is not None):
            shown = date.fromisoformat(published_on) if published_on else None
            gathered.first_posts.append(PreviewPost(shown, kind, title, text, permalink, values, edge))
        return None

    def _account_day(self, row: AccountDayRow) -> None:
        slot, day = self._slot(row.account), row.day.isoformat()
        gathered = self.gathered
        gathered.covers(day, day)
        if len(gathered.first_days) < _ALWAYS_PREVIEWED:
            gathered.first_days.append(PreviewDay(row.account or "", row.day, row.values))
        for metric, amount, state in row.values:
            self._day_rows.append((slot, self._metric(metric), day, stored_number(amount), state.value))

    def _segment(self, row: SegmentRow) -> None:
        slot = self._slot(row.account)
        key = (slot, row.dimension, row.key)
        number = self._segments.get(key)
        if number is None:
            number = self._segments[key] = len(self._segments) + 1
            self._segment_rows.append((number, *key, row.title))
        first, last = row.first_day, row.last_day
        if first is None or last is None:
            if self._period is None:
                raise ValueError(
                    f"{self.gathered.reading.recognised.format}: a segment without a period was let through"
                )
            first, last = self._period
        span = (first.isoformat(), last.isoformat())
        gathered = self.gathered
        gathered.segment_spans.add(span)
        if len(gathered.first_parts) < _ALWAYS_PREVIEWED:
            gathered.first_parts.append(
                PreviewPart(row.dimension, row.title or row.key, first, last, row.currency or "", row.values)
            )
        for metric, amount, state in row.values:
            self._value_rows.append(
                (number, self._metric(metric), *span, stored_number(amount), state.value, row.currency or "")
            )

    def _flush(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Cancelled
        if self._progress is not None:
            self._progress(self._done, None)
        self._flush_posts()
        if self._day_rows:
            self._staging.insert(_INSERT_DAY, self._day_rows)
            self._day_rows = []
        if self._segment_rows:
            self._staging.insert("INSERT INTO staged_segment VALUES (?, ?, ?, ?, ?, NULL)", self._segment_rows)
            self._segment_rows = []
        if self._value_rows:
            self._staging.insert(_INSERT_VALUE, self._value_rows)
            self._value_rows = []

    def _flush_posts(self) -> None:
        for layout in self._layouts.values():
            if layout.rows:
                try:
                    self._staging.insert(layout.insert, layout.rows)
                except (TypeError, OverflowError):  # not only whole numbers of 64 bits: all of them as they are stored
                    self._staging.insert("DELETE FROM staged_post WHERE n = ?", [row[:1] for row in layout.rows])
                    self._staging.insert(layout.insert, layout.stored(layout.rows))
                layout.rows = []
        for layout in self._layouts.values():
            if layout.late:
                self._staging.insert(layout.fill, layout.stored(layout.late))
                layout.late = []

    def _close(self) -> None:
        gathered = self.gathered
        if gathered.first_day is None:  # else posts and days say it: a segment's may be the day of the read
            for span in gathered.segment_spans:
                gathered.covers(*span)
        for identity, slot in gathered.slots.items():
            if identity is None:
                self._staging.execute("INSERT INTO staged_account (slot) VALUES (0)")
                continue
            found = gathered.reading.accounts.get(identity)
            if found is None:
                found = FoundAccount(gathered.reading.recognised.platform, identity, None, None)
            gathered.accounts[slot] = found
            self._staging.execute("INSERT INTO staged_account VALUES (?, ?, ?, ?, ?, NULL)", (slot, *found))
        gathered.segments = self._staging.execute(
            "SELECT count(*) FROM (SELECT DISTINCT n, first_day, last_day FROM staged_value)"
        )[0][0]
        gathered.days = self._staging.execute("SELECT count(*) FROM (SELECT DISTINCT slot, day FROM staged_day)")[0][0]
        self._staging.execute("INSERT INTO ordered_day SELECT * FROM staged_day")
        self._staging.execute("INSERT INTO ordered_value SELECT * FROM staged_value")
        self._staging.commit()
