"""The rows of TikTok's exports: days placed in their years, videos with the instants of their ids, groups."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from smmdesk.core.i18n import _
from smmdesk.core.periods import today
from smmdesk.core.readings import Number
from smmdesk.importers.cells import day_without_year, iso_day, number
from smmdesk.importers.records import BadCell, clock_seconds, main_first, metric_plans, read_each
from smmdesk.importers.rows import AccountDayRow, FoundAccount, PostRow, Row, SegmentRow
from smmdesk.importers.sources import plain_timing
from smmdesk.importers.tables import Context, Format, Header, Source, Table, Timing
from smmdesk.importers.text import Damaged

_VIDEO_ID = re.compile(r"/(video|photo)/(\d{15,20})(?!\d)")
_HANDLE = re.compile(r"tiktok\.com/@([^/?#\s]+)/")
_FILE_NAME = re.compile(r"(?P<what>[A-Za-z]+)_(?P<start>\d{4}-\d{2}-\d{2})_(?P<made>\d{10})_(?P<handle>[\w.]+)\Z")
_MOMENT = re.compile(r"(\d{4}/\d{1,2}/\d{1,2}) (\d{1,2}):(\d{2}):(\d{2})\Z")
MonthDay = tuple[int, int]
_YEARS_BACK = 8  # far enough for a 29 February


def place_in_years(days: list[MonthDay], latest: date) -> list[date]:
    """Give days without a year, in their file's order, the latest years that do not pass `latest`.

    The order may ascend or descend; where it turns from December to January a year changes. One day more than
    `latest` is allowed, as the account's clock may be ahead. Raises ValueError for days that fit no year.
    """
    if not days:
        return []
    ups = sum(after > before for before, after in pairwise(days))
    downs = sum(after < before for before, after in pairwise(days))
    ordered = days if ups >= downs else days[::-1]
    for year in range(latest.year + 1, latest.year - _YEARS_BACK, -1):
        placed: list[date] = []
        try:
            for number, day in enumerate(reversed(ordered)):
                if number and day > (placed[-1].month, placed[-1].day):
                    year -= 1
                placed.append(date(year, *day))
        except ValueError:
            continue
        if placed[0] <= latest + timedelta(days=1):
            return placed if ordered is not days else placed[::-1]
    raise ValueError("the days fit no year")


def video_instant(video_id: str) -> int:
    """Return the publish instant (Unix seconds) that a video id holds."""
    return int(video_id) >> 32


class _Days:
    """The days of a file's column, with their years, by physical line."""

    def __init__(self, table: Table, header: Header, name: str, latest: date) -> None:
        self._place = header.places[name][0]
        self._title = header.titles[self._place]
        self._days: dict[int, date] = {}
        lines: list[int] = []
        plain: list[MonthDay] = []
        for line, cells in table.after(header):
            if isinstance(cells, Damaged) or len(cells) <= self._place:
                continue
            text = cells[self._place].strip()
            try:
                plain.append(day_without_year(text))
                lines.append(line)
            except ValueError:
                try:
                    self._days[line] = iso_day(text)
                except ValueError:
                    continue
        try:
            self._days.update(zip(lines, place_in_years(plain, latest), strict=True))
        except ValueError:
            self._unplaced = set(lines)
        else:
            self._unplaced = set[int]()

    def at(self, line: int, cells: list[str]) -> date:
        day = self._days.get(line)
        if day is None:
            reason = _("This is not a day.") if line not in self._unplaced else _("The year of this day is not clear.")
            raise BadCell(self._title, cells[self._place], reason)
        return day


def read_days(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    """Yield the account's values per day."""
    plans = metric_plans(format_, header)
    days = _Days(table, header, "day", context.read_on)

    def make(line: int, cells: list[str]) -> Row:
        day = days.at(line, cells)
        return AccountDayRow(None, day, tuple([plan.read(cells[plan.place]) for plan in plans]))

    return read_each(table, header, context, make)


def read_activity(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    """Yield the active followers per day and hour, as segments by hour."""
    plans = metric_plans(format_, header)
    days = _Days(table, header, "day", context.read_on)
    hour_place = header.places["hour"][0]

    def make(line: int, cells: list[str]) -> Row:
        hour = cells[hour_place].strip()
        if not (hour.isdigit() and hour.isascii() and int(hour) < 24):
            raise BadCell(header.titles[hour_place], hour, _("This is not an hour from 0 to 23."))
        day = days.at(line, cells)
        values = tuple([plan.read(cells[plan.place]) for plan in plans])
        return SegmentRow(None, "hour", str(int(hour)), f"{int(hour):02d}:00", day, day, None, False, values)

    return read_each(table, header, context, make)


def share_reader(dimension: str) -> Callable[[Format, Table, Header, Context], Iterator[Row]]:
    """Return a reader of shares of followers by group; they hold for the day of the export."""

    def read_shares(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
        plans = metric_plans(format_, header)
        place = header.places["group"][0]

        def make(_line: int, cells: list[str]) -> Row:
            name = cells[place].strip()
            if not name:
                raise BadCell(header.titles[place], "", _("The row has no name."))
            values = tuple([plan.read(cells[plan.place]) for plan in plans])
            return SegmentRow(None, dimension, name, name, context.read_on, context.read_on, None, False, values)

        return read_each(table, header, context, make)

    return read_shares


def read_videos(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    """Yield the videos; their link holds account and id, their id the publish instant."""
    plans = metric_plans(format_, header, converts={"play_time": _duration, "average_watch_time": _duration})
    link_place, title_place = header.places["link"][0], header.place("title")
    time_place = header.place("published")
    seen: set[str] = set()
    rows_of: dict[str, int] = {}
    counts, accounts = context.reading.counts, context.reading.accounts

    def make(_line: int, cells: list[str]) -> Row:
        link = cells[link_place].strip()
        match = _VIDEO_ID.search(link)
        if match is None:
            raise BadCell(header.titles[link_place], link, _("The link does not hold the id of a video."))
        values = tuple([plan.read(cells[plan.place]) for plan in plans])
        published = _published(cells[time_place] if time_place is not None else "", match[2])
        handle = _HANDLE.search(link)
        if handle is None:
            raise BadCell(header.titles[link_place], link, _("The link does not name the account."))
        account = handle[1]
        accounts.setdefault(account, FoundAccount("tiktok", None, account, None))
        rows_of[account] = rows_of.get(account, 0) + 1
        if match[2] in seen:
            counts.merged += 1
            counts.data -= 1
        seen.add(match[2])
        title = cells[title_place].strip() if title_place is not None else ""
        kind = "video" if match[1] == "video" else "image"
        return PostRow(account, match[2], published, None, kind, "", title, link, None, values)

    yield from read_each(table, header, context, make)
    main_first(accounts, rows_of)


def _published(text: str, video_id: str) -> int:
    """Return the publish instant: the business account's cell is UTC and exact, else the id's own."""
    match = _MOMENT.match(text.strip())
    if match is not None:
        try:
            day = iso_day(match[1])
            hour, minute, second = int(match[2]), int(match[3]), int(match[4])
            return int(datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=UTC).timestamp())
        except ValueError:
            pass  # the id says it as well
    return video_instant(video_id)


def _duration(text: str) -> Number:
    """Read seconds, `12.5s` or `0:12`. Raises ValueError."""
    bare = text.rstrip("s").strip()
    return clock_seconds(bare) if ":" in bare else number(bare)


def timing(source: Source) -> Timing:
    """Return when the file was exported: from Content's Time column, else a guess from file name or file date."""
    plain = plain_timing(source)
    guess, reason, choices, read_on = plain.read_on_guess, plain.read_on_reason, (), None
    match = _FILE_NAME.match(source.path.stem)
    if match is not None:
        guess = datetime.fromtimestamp(int(match["made"]), UTC).date()
        reason = _("The file's name says that it was made on this day; its content does not say it.")
    for format_, table, header in source.tables:
        if format_.read is read_videos and header.place("made") is not None:
            candidates = _export_days(table, header)
            if len(candidates) == 1:
                read_on = candidates[0]
            elif candidates:
                guess, choices = candidates[-1], tuple(day.isoformat() for day in candidates)
                reason = _("The file names the day of the export without its year.")
    return Timing(read_on, guess, reason, choices, account_guess=match["handle"] if match else None)


def _export_days(table: Table, header: Header) -> list[date]:
    """Return the days that Content's Time column may mean: not before the newest video, not after today."""
    newest, made = 0, None
    for _line, cells in table.after(header):
        if isinstance(cells, Damaged) or len(cells) <= max(header.places["made"][0], header.places["link"][0]):
            continue
        match = _VIDEO_ID.search(cells[header.places["link"][0]])
        if match is not None:
            newest = max(newest, video_instant(match[2]))
        if made is None:
            try:
                made = day_without_year(cells[header.places["made"][0]].strip())
            except ValueError:
                continue
    if made is None or not newest or newest > 4_102_444_800:
        return []
    first = datetime.fromtimestamp(newest, UTC).date() - timedelta(days=1)
    found: list[date] = []
    for year in range(first.year, today().year + 1):
        try:
            day = date(year, *made)
        except ValueError:
            continue
        if first <= day <= today() + timedelta(days=1):
            found.append(day)
    return found
