"""From an importer's rows to the staging database: one wide row per post, one narrow row per other reading.

Runs in the worker that reads the file; nothing here touches the workspace.
"""

from __future__ import annotations

from collections.abc import Callable
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
from smmdesk.store.fields import LARGEST, stored_number
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
    "CREATE TABLE staged_place (id INTEGER PRIMARY KEY, n INTEGER NOT NULL, is_later INTEGER NOT NULL)",
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
_FIXED = 11

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
        self._post_places: dict[str, int] = {}
        self._known: dict[tuple[int, str], int] = {}
        self._late: list[tuple[int, PostRow]] = []
        self._posts: list[list[Any]] = []
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
        self._fill_gaps()
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

    def _place(self, key: str) -> int:
        """Return where a metric's value stands in the wide row of a post; its state stands behind it."""
        found = self._post_places.get(key)
        if found is None:
            self._flush_posts()
            slot = self._metric(key)
            self._staging.execute("UPDATE staged_metric SET of_posts = 1 WHERE slot = ?", (slot,))
            self._staging.execute(f"ALTER TABLE staged_post ADD COLUMN v{slot}")
            self._staging.execute(f"ALTER TABLE staged_post ADD COLUMN s{slot} TEXT")
            found = self._post_places[key] = _FIXED + 2 * len(self._post_places)
        return found

    def _post(self, row: PostRow) -> None:
        (account, external_id, instant, day, kind, title, text, permalink, duration, values) = row
        slot = self._slot(account)
        key = (slot, external_id)
        if key in self._known:
            self.gathered.merged += 1
            self._late.append((self._known[key], row))
            return
        gathered = self.gathered
        gathered.posts += 1
        number = self._known[key] = gathered.posts
        source_day = day.isoformat() if day is not None else None
        published_on = source_day if instant is None else self._days.day(instant)
        places = self._post_places
        for value in values:
            if value[0] not in places:
                self._place(value[0])
        wide: list[Any] = [
            number, slot, external_id, instant, published_on, source_day if instant is None else None,
            kind, title, text, permalink, duration, *([None] * (2 * len(places))),
        ]  # fmt: skip
        for metric, amount, state in values:
            place = places[metric]
            wide[place] = amount if type(amount) is int and -LARGEST <= amount <= LARGEST else stored_number(amount)
            wide[place + 1] = state.value
        self._posts.append(wide)
        source_day = None
        if published_on is not None:
            gathered.covers(published_on, published_on)
            if instant is not None and (published_on[8:] in _FIRST_DAYS or published_on[8:] > "26"):
                there = self._source_days.day(instant)
                if there[:7] != published_on[:7]:
                    gathered.edges += 1
                    source_day = date.fromisoformat(there)
        if len(gathered.first_posts) < _PREVIEWED and (number <= _ALWAYS_PREVIEWED or source_day is not None):
            shown = date.fromisoformat(published_on) if published_on else None
            gathered.first_posts.append(PreviewPost(shown, kind, title, text, permalink, values, source_day))

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
        if self._posts:
            marks = ", ".join("?" * (_FIXED + 2 * len(self._post_places)))
            self._staging.insert(f"INSERT INTO staged_post VALUES ({marks})", self._posts)
            self._posts = []

    def _fill_gaps(self) -> None:
        """Let later rows of the same post fill what its first row left empty (formats.md trap 12)."""
        for number, row in self._late:
            for value in row.values:
                self._place(value.metric)
                slot = self._metrics[value.metric]
                self._staging.execute(
                    f"UPDATE staged_post SET v{slot} = ?, s{slot} = ? WHERE n = ?"
                    f" AND (s{slot} IS NULL OR s{slot} NOT IN ({_HAS_VALUE}))",
                    (stored_number(value.value), value.state.value, number),
                )
            instant = row.published_at
            self._staging.execute(
                "UPDATE staged_post SET title = iif(title = '', ?, title), text = iif(text = '', ?, text),"
                " permalink = iif(permalink = '', ?, permalink), kind = iif(kind = '', ?, kind),"
                " duration_seconds = ifnull(duration_seconds, ?) WHERE n = ?",
                (row.title, row.text, row.permalink, row.kind, row.duration_seconds, number),
            )
            if instant is not None:
                self._staging.execute(
                    "UPDATE staged_post SET published_at = ?, published_on = ?, source_day = NULL"
                    " WHERE n = ? AND published_at IS NULL",
                    (instant, self._days.day(instant), number),
                )

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
