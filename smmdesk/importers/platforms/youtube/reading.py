"""The rows of YouTube Studio's exports: videos, days, the chart and groups of viewers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from smmdesk.core.i18n import _
from smmdesk.core.readings import Number, State
from smmdesk.importers.cells import (
    Mark,
    day_month_year,
    english_day,
    iso_day,
    key,
    month_day_year,
    month_number,
    number,
)
from smmdesk.importers.platforms.youtube.columns import GROUP_ONLY
from smmdesk.importers.records import (
    BadCell,
    MetricPlan,
    clock_seconds,
    decimal_mark,
    metric_plans,
    read_each,
    share_of_percent,
    unread_columns,
)
from smmdesk.importers.rows import AccountDayRow, PostRow, ReadValue, Row, SegmentRow
from smmdesk.importers.sources import plain_timing
from smmdesk.importers.tables import Context, Format, Header, Source, Table, Timing
from smmdesk.importers.text import Damaged

_TOTAL = frozenset({"total", "gesamt", "totale"})
_FOOTER = re.compile(r"showing top \d+ results|mostrando os primeiros \d+ resultados|die \d+ besten ergebnisse")
_VIDEO_ID = re.compile(r"[A-Za-z0-9_-]{11}\Z")
_ZIP_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})_(\d{4}-\d{2}-\d{2})(?: (?P<channel>.+))?\Z")
_SHORT_DAY = re.compile(r"(\d{1,2})-([A-Za-z]{3})-(\d{2})\Z")
_WORDED_DAY = re.compile(r"(\d{1,2})\.? (?:de )?([^\W\d]+)\.?,? (?:de )?(\d{4})\Z")


def _clock(text: str) -> Number:
    return clock_seconds(text) if ":" in text else number(text)


def _plans(format_: Format, table: Table, header: Header, empty: State = State.NOT_AVAILABLE) -> list[MetricPlan]:
    """Return the plans; decimals have a dot in every language seen, a comma only where the file proves it."""
    decimal = decimal_mark(table, header, (places[0] for places in header.places.values()))
    percents = {name: _percent(decimal) for name in ("ctr", "average_percentage_viewed", "likes_share", "stayed_share")}
    converts = {**percents, **{name: _percent(decimal) for name in GROUP_ONLY}, "average_view_duration": _clock}
    return metric_plans(format_, header, empty, decimal, converts)


def _percent(decimal: Mark) -> Callable[[str], Number]:
    return lambda text: share_of_percent(text, decimal)


class _Revenue:
    """The revenue column: money, whose currency stands in the header."""

    def __init__(self, table: Table, header: Header) -> None:
        self._place = header.place("revenue")
        self.currency = header.currencies.get(self._place, "") if self._place is not None else ""
        title = header.title("revenue")
        decimal = decimal_mark(table, header, [] if self._place is None else [self._place])
        self._plan = MetricPlan("youtube.revenue.v1", title, self._place or 0, State.NOT_AVAILABLE, decimal)

    def __bool__(self) -> bool:
        return self._place is not None

    def read(self, cells: list[str]) -> ReadValue:
        return self._plan.read(cells[self._plan.place])


def _is_aside(cells: list[str], place: int, context: Context) -> bool:
    """Count a Total row or the footer that says that the table was cut; tell whether the record was one."""
    counts, word = context.reading.counts, key(cells[place])
    if word in _TOTAL:
        counts.total += 1
        return True
    if _FOOTER.match(word):
        counts.footer += 1
        context.reading.warnings.append(
            _("YouTube cut this table after its first rows: their sum is not the channel's total.")
        )
        return True
    return False


def _publish_day(text: str, title: str) -> date | None:
    bare = text.strip()
    if not bare:
        return None
    try:
        short, worded = _SHORT_DAY.match(bare), _WORDED_DAY.match(bare)
        if short:
            return english_day(f"{short[2]} {short[1]}, 20{short[3]}")
        if worded:
            return date(int(worded[3]), month_number(worded[2]), int(worded[1]))
        return iso_day(bare) if bare[:4].isdigit() else english_day(bare)
    except ValueError:
        raise BadCell(title, text, _("This is not a date.")) from None


def read_videos(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    """Yield the videos with their values in the file's period; revenue, being money, as segments."""
    unread_columns(context, header)
    plans, revenue = _plans(format_, table, header), _Revenue(table, header)
    id_place, title_place = header.places["video_id"][0], header.places["title"][0]
    published_place, duration_place = header.place("published"), header.place("duration")
    paid: list[Row] = []

    def make(_line: int, cells: list[str]) -> Row | None:
        if _is_aside(cells, id_place, context):
            return None
        video = cells[id_place].strip()
        if not _VIDEO_ID.match(video):
            raise BadCell(header.titles[id_place], cells[id_place], _("This is not the id of a video."))
        values = tuple([plan.read(cells[plan.place]) for plan in plans])
        published = _publish_day(cells[published_place], header.title("published")) if published_place else None
        duration = cells[duration_place].strip() if duration_place is not None else ""
        if duration and not (duration.isdigit() and duration.isascii() and len(duration) < 9):
            raise BadCell(header.title("duration"), duration, _("This cell is not a number of seconds."))
        link = f"https://www.youtube.com/watch?v={video}"
        title = cells[title_place].strip()
        if revenue:
            value = revenue.read(cells)
            paid.append(SegmentRow(None, "video", video, title, None, None, revenue.currency, False, (value,)))
        return PostRow(
            None, video, None, published, "video", title, "", link, int(duration) if duration else None, values
        )

    for row in read_each(table, header, context, make):
        yield row
        yield from paid
        paid.clear()


class _Days:
    """The days of a column: ISO, or as a spreadsheet rewrote them, in the order that the whole column proves."""

    def __init__(self, table: Table, header: Header) -> None:
        self._place = header.places["day"][0]
        self._title = header.titles[self._place]
        slashed: list[str] = []
        for _line, cells in table.after(header):
            if len(cells) > self._place and "/" in cells[self._place]:
                slashed.append(cells[self._place].strip())
        self._read = _order_of(slashed) if slashed else iso_day

    def at(self, cells: list[str]) -> date:
        text = cells[self._place].strip()
        if self._read is None:
            raise BadCell(self._title, text, _("Day and month cannot be told apart in this file."))
        try:
            return iso_day(text) if text[:4].isdigit() else self._read(text)
        except ValueError:
            raise BadCell(self._title, text, _("This is not a date.")) from None


def _order_of(texts: list[str]) -> Callable[[str], date] | None:
    """Return the reading of `6/10/2020` under which every cell is a day; of two, the one with fewer jumps."""
    possible: list[tuple[int, Callable[[str], date]]] = []
    for read in (month_day_year, day_month_year):
        try:
            days = sorted({read(text) for text in texts})
        except ValueError:
            continue
        possible.append(((days[-1] - days[0]).days - len(days), read))
    possible.sort(key=lambda pair: pair[0])
    if len(possible) == 2 and possible[0][0] == possible[1][0]:
        return None
    return possible[0][1] if possible else None


def read_days(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    """Yield the channel's values per day; revenue, being money, as segments."""
    unread_columns(context, header)
    plans, revenue = _plans(format_, table, header), _Revenue(table, header)
    days, place = _Days(table, header), header.places["day"][0]
    paid: list[Row] = []

    def make(_line: int, cells: list[str]) -> Row | None:
        if _is_aside(cells, place, context):
            return None
        day = days.at(cells)
        values = tuple([plan.read(cells[plan.place]) for plan in plans])
        if not revenue:
            return AccountDayRow(None, day, values)
        money = SegmentRow(None, "channel", "channel", "", day, day, revenue.currency, False, (revenue.read(cells),))
        if values:
            paid.append(money)
            return AccountDayRow(None, day, values)
        return money

    for row in read_each(table, header, context, make):
        yield row
        yield from paid
        paid.clear()


def read_chart(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    """Yield the values per day of the few videos that were drawn, as segments."""
    unread_columns(context, header)
    plans, revenue, days = _plans(format_, table, header), _Revenue(table, header), _Days(table, header)
    id_place, title_place = header.places["video_id"][0], header.places["title"][0]

    def make(_line: int, cells: list[str]) -> Row | None:
        if _is_aside(cells, header.places["day"][0], context) or _is_aside(cells, id_place, context):
            return None
        video = cells[id_place].strip()
        if not _VIDEO_ID.match(video):
            raise BadCell(header.titles[id_place], cells[id_place], _("This is not the id of a video."))
        day = days.at(cells)
        values = tuple([plan.read(cells[plan.place]) for plan in plans])
        if revenue:
            values = (*values, revenue.read(cells))
        currency = revenue.currency or None
        return SegmentRow(None, "video", video, cells[title_place].strip(), day, day, currency, False, values)

    return read_each(table, header, context, make)


def group_reader(dimension: str) -> Callable[[Format, Table, Header, Context], Iterator[Row]]:
    """Return a reader of one kind of group (countries, ages …) in the file's period."""

    def read_group(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
        unread_columns(context, header)
        plans, revenue = _plans(format_, table, header), _Revenue(table, header)
        place, title_place = header.places["group"][0], header.place("name")

        def make(_line: int, cells: list[str]) -> Row | None:
            if _is_aside(cells, place, context):
                return None
            name = cells[place].strip()
            if not name:
                raise BadCell(header.titles[place], "", _("The row has no name."))
            values = tuple([plan.read(cells[plan.place]) for plan in plans])
            if revenue:
                values = (*values, revenue.read(cells))
            title = cells[title_place].strip() if title_place is not None else name
            return SegmentRow(None, dimension, name, title, None, None, revenue.currency or None, False, values)

        return read_each(table, header, context, make)

    return read_group


def timing(source: Source) -> Timing:
    """Return the period from the days of a member, else from the ZIP's name, and the channel from that name.

    The days come first: the name's last day is one more than the days that the file holds.
    """
    plain = plain_timing(source)
    match = _ZIP_NAME.search(source.path.stem)
    period = _days_period(source)
    if period is None and match is not None:
        try:
            first, last = iso_day(match[1]), iso_day(match[2])
        except ValueError:
            pass  # a name that only looks like a period: it is asked
        else:
            period = (first, last) if first <= last else None
    channel = match["channel"] if match is not None else None
    return Timing(None, plain.read_on_guess, plain.read_on_reason, (), period, channel)


def _days_period(source: Source) -> tuple[date, date] | None:
    found: list[date] = []
    for format_, table, header in source.tables:
        if format_.key in ("youtube_days", "youtube_chart"):
            days = _Days(table, header)
            for _line, cells in table.after(header):
                try:
                    if not isinstance(cells, Damaged):
                        found.append(days.at(cells))
                except (BadCell, IndexError):
                    continue
    return (min(found), max(found)) if found else None
