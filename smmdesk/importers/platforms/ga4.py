"""Google Analytics 4 exports: reports by date, event or page, snapshots and dashboards of many tables in one file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from smmdesk.core.i18n import _, mark
from smmdesk.core.readings import Additivity, Direction, Metric, Span, State, Unit
from smmdesk.importers.cells import compact_day, key
from smmdesk.importers.rows import AccountDayRow, ReadValue, Row, SegmentRow
from smmdesk.importers.sources import Source, Timing, plain_timing
from smmdesk.importers.tables import BadCell, Context, Format, Header, MetricPlan, Table, refuse, refuse_damaged
from smmdesk.importers.text import Damaged

B, E = Additivity.UNIQUE, Additivity.RATIO
SHARE, SECONDS, DECIMAL = Unit.SHARE, Unit.SECONDS, Unit.DECIMAL


def _metric(
    name: str,
    title: str,
    meaning: str,
    unit: Unit = Unit.COUNT,
    additivity: Additivity = Additivity.FLOW,
    direction: Direction = Direction.UP_IS_GOOD,
) -> Metric:
    return Metric(f"ga4.{name}.v1", title, meaning, unit, additivity, direction, Span.DAY)


METRICS = (
    _metric("views", mark("Views"), mark("Pages and screens seen, repeats included.")),
    _metric(
        "active_users", mark("Active users"), mark("People with an engaged session or a first visit."), additivity=B
    ),
    _metric("total_users", mark("Total users"), mark("People with any event."), additivity=B),
    _metric("users", mark("Users"), mark("Users, as Analytics called them before active users."), additivity=B),
    _metric("new_users", mark("New users"), mark("People on their first visit.")),
    _metric("returning_users", mark("Returning users"), mark("People who had visited before."), additivity=B),
    _metric("sessions", mark("Sessions"), mark("Visits.")),
    _metric("engaged_sessions", mark("Engaged sessions"), mark("Visits of 10 seconds, two pages or a key event.")),
    _metric("engagement_rate", mark("Engagement rate"), mark("Engaged sessions per session."), SHARE, E),
    _metric("bounce_rate", mark("Bounce rate"), mark("Sessions without engagement."), SHARE, E, Direction.UP_IS_BAD),
    _metric("event_count", mark("Event count"), mark("Events of all kinds."), direction=Direction.NEUTRAL),
    _metric("events_per_user", mark("Event count per user"), mark("Events per person."), DECIMAL, E),
    _metric("key_events", mark("Key events"), mark("Events that were marked as important.")),
    _metric("conversions", mark("Conversions"), mark("Key events, as Analytics called them until March 2024.")),
    _metric("views_per_user", mark("Views per active user"), mark("Views per person."), DECIMAL, E),
    _metric(
        "engagement_time",
        mark("Average engagement time per active user"),
        mark("Time with the page in front, per person."),
        SECONDS,
        E,
    ),
    _metric("session_duration", mark("Average session duration"), mark("Time per visit."), SECONDS, E),
    _metric(
        "revenue",
        mark("Total revenue"),
        mark("Revenue that the website reports, in the property's currency, which the file does not name."),
        DECIMAL,
    ),
)

_METRIC_NAMES: dict[str, tuple[str, ...]] = {
    "views": ("Views", "Screen views"),
    "active_users": ("Active users",),
    "total_users": ("Total users",),
    "users": ("Users",),
    "new_users": ("New users",),
    "returning_users": ("Returning users",),
    "sessions": ("Sessions",),
    "engaged_sessions": ("Engaged sessions",),
    "engagement_rate": ("Engagement rate",),
    "bounce_rate": ("Bounce rate",),
    "event_count": ("Event count",),
    "events_per_user": ("Event count per user", "Event count per active user"),
    "key_events": ("Key events",),
    "conversions": ("Conversions",),
    "views_per_user": ("Views per active user", "Views per user"),
    "engagement_time": ("Average engagement time per active user", "Average engagement time"),
    "session_duration": ("Average session duration",),
    "revenue": ("Total revenue",),
}
_METRIC_OF = {key(title): name for name, titles in _METRIC_NAMES.items() for title in titles}
# In the series of new and returning users the columns are called by the value of that dimension.
_SERIES_METRIC_OF = {"new": "new_users", "returning": "returning_users"}

_DIMENSIONS = {
    "page path and screen class": "page",
    "page path": "page",
    "page title and screen class": "page_title",
    "page title and screen name": "page_title",
    "event name": "event",
    "first user source / medium": "first_source_medium",
    "session source / medium": "source_medium",
    "first user default channel group": "first_channel",
    "first user primary channel group (default channel group)": "first_channel",
    "session default channel group": "channel",
    "session primary channel group (default channel group)": "channel",
    "country": "country",
    "country id": "country",
    "city": "city",
    "platform": "platform",
    "audience name": "audience",
    "device category": "device",
    "device model": "device_model",
    "os with version": "system",
    "gender": "gender",
    "landing page": "landing_page",
}
_DATE, _NTH_DAY, _NTH_WEEK = "date", ("nth day", "day"), "nth week"

_START = re.compile(r"# *(?:start date|fecha de inicio): *(\d{8})\Z")
_END = re.compile(r"# *(?:end date|fecha de finalización): *(\d{8})\Z")
_PROPERTY = re.compile(r"# *(?:property|propiedad): *(.+)\Z", re.IGNORECASE)
_TEXT = re.compile(r"# *([^-#\s].*)\Z")  # an exploration's first words: the property, without a label
_SPANISH = ("# fecha de inicio", "# exportar informe", "# cuenta:", "# propiedad:")
_RANGE = re.compile(r"# *(\d{8})-(\d{8})\Z")
_SINGLE_PEOPLE = frozenset({"app-instance id", "app instance id", "effective user id", "user id"})


@dataclass(slots=True)
class _Section:
    """One table within a file: its header's line, its titles and the period that the comments above it say."""

    line: int
    titles: list[str]
    first_day: date | None
    last_day: date | None


def _comment(cells: list[str]) -> str | None:
    """Return the text of a comment line; a spreadsheet may have padded it with empty cells."""
    if isinstance(cells, Damaged):
        return cells.text if cells.text.startswith("#") else None
    if cells and cells[0].lstrip("\ufeff").startswith("#"):
        return ",".join(cells).lstrip("\ufeff").rstrip(", ")
    return None


class _Sections:
    """Walk through a file: comments, header and rows of each table in turn."""

    def __init__(self, table: Table) -> None:
        self.comments = 0
        self._table = table

    def walk(self) -> Iterator[tuple[_Section, int | None, list[str]]]:
        """Yield (section, line, cells) per row, and (section, None, []) where a section begins."""
        section: _Section | None = None
        first_day = last_day = None
        for line, cells in self._table.with_blanks():
            if not isinstance(cells, Damaged) and not any(cell.strip() for cell in cells):
                section = None
                continue
            if section is None:  # only lines above a header are comments: a page's title may begin with "#"
                text = _comment(cells)
                if text is not None:
                    self.comments += 1
                    first_day, last_day = _day_in(_START, text, first_day), _day_in(_END, text, last_day)
                    first_day, last_day = _day_in(_RANGE, text, first_day), _day_in(_RANGE, text, last_day, 2)
                    continue
                if isinstance(cells, Damaged):
                    self.comments += 1
                    continue
                backwards = first_day is not None and last_day is not None and last_day < first_day
                span = (None, None) if backwards or last_day is None else (first_day, last_day)
                section = _Section(line, [cell.strip() for cell in cells], *span)
                first_day = last_day = None
                yield section, None, []
            else:
                yield section, line, cells


def _day_in(pattern: re.Pattern[str], text: str, known: date | None, group: int = 1) -> date | None:
    match = pattern.match(text.casefold().strip())
    if match is None:
        return known
    try:
        return compact_day(match[group])
    except ValueError:
        return known


def _find(table: Table) -> Header | None:
    """Find the comment lines that only Analytics writes: a start date and an end date below a `#`."""
    texts = [text for _line, cells in table.head if (text := _comment(cells)) is not None]
    lowered = [text.casefold().strip() for text in texts]
    if not any(_START.match(text) for text in lowered) or not any(_END.match(text) for text in lowered):
        return None
    for section, _line, _cells in _Sections(table).walk():
        spanish = any(text.startswith(_SPANISH) for text in lowered)
        return Header(section.line, 0, tuple(section.titles), "es" if spanish else "en", {"report": tuple(range(50))})
    return None


def _find_exploration(table: Table) -> Header | None:
    """Find the comment line of an exploration: its two days as `# 20230515-20230521`, in no language."""
    texts = [text.strip() for _line, cells in table.head if (text := _comment(cells)) is not None]
    if not any(_RANGE.match(text) for text in texts):
        return None
    for section, _line, _cells in _Sections(table).walk():
        return Header(section.line, 0, tuple(section.titles), "en", {"report": tuple(range(50))})
    return None


def _is_empty(table: Table) -> bool:
    """Tell whether no table with a known metric has a row (dashboards are full of empty tables)."""
    readable = False
    for section, line, _cells in _Sections(table).walk():
        if line is None:
            readable = _plan(section).make is not None
        elif readable:
            return False
    return True


def _unknown_titles(table: Table) -> list[str]:
    """Return the titles above rows, of a file in which no metric is known at all: not empty, but not understood."""
    unknown: dict[str, None] = {}
    titles: list[str] = []
    for section, line, _cells in _Sections(table).walk():
        if line is not None:
            unknown.update(dict.fromkeys(title for title in titles if title))
        elif _plan(section).make is None:
            titles = section.titles
        else:
            return []
    return list(unknown)


Make = Callable[[_Section, list[str], tuple[ReadValue, ...]], Row]


@dataclass(slots=True)
class _Plan:
    """How the rows of one section are read; `make` None: the section has nothing that is known."""

    make: Make | None
    metrics: list[MetricPlan]
    unknown: list[str]


def _plan(section: _Section) -> _Plan:
    keys = [key(title) for title in section.titles]
    serial = bool(keys) and (keys[0] == _DATE or keys[0] in _NTH_DAY or keys[0] == _NTH_WEEK)
    names = [_METRIC_OF.get(title) or (_SERIES_METRIC_OF.get(title) if serial else None) for title in keys]
    depth = next((place for place, name in enumerate(names) if name is not None), len(keys))
    metrics = [
        MetricPlan(f"ga4.{name}.v1", section.titles[place], place, State.NOT_AVAILABLE)
        for place, name in enumerate(names)
        if name is not None
    ]
    unknown = [section.titles[place] for place in range(depth, len(keys)) if names[place] is None]
    if not metrics or _SINGLE_PEOPLE & set(keys):  # a list of single visitors is no result of the client
        return _Plan(None, [], section.titles)
    if serial and depth > 1 and any(section.titles[1:depth]):
        serial_unknown = section.titles[1:depth]
        return (
            _Plan(None, [], serial_unknown)
            if keys[1] in _DIMENSIONS
            else _series(keys, metrics, unknown + serial_unknown)
        )
    if serial:
        return _series(keys, metrics, unknown)
    if depth == 0:
        return _Plan(_make_total, metrics, unknown)
    dimension = "_".join(_DIMENSIONS.get(title) or re.sub(r"[^\w]+", "_", title).strip("_") for title in keys[:depth])
    return _Plan(_group_maker(dimension, depth), metrics, unknown)


def _series(keys: list[str], metrics: list[MetricPlan], unknown: list[str]) -> _Plan:
    if keys[0] == _DATE:
        return _Plan(_make_day, metrics, unknown)
    return _Plan(_make_week if keys[0] == _NTH_WEEK else _make_nth_day, metrics, unknown)


def _make_day(section: _Section, cells: list[str], values: tuple[ReadValue, ...]) -> Row:
    try:
        return AccountDayRow(None, compact_day(cells[0].strip()), values)
    except ValueError:
        raise BadCell(section.titles[0], cells[0], _("This is not a date (YYYYMMDD).")) from None


def _nth(section: _Section, cells: list[str]) -> int:
    text = cells[0].strip()
    if section.first_day is None:
        raise BadCell(section.titles[0], text, _("The table does not say its first day."))
    if not (text.isdigit() and text.isascii() and len(text) <= 4):
        raise BadCell(section.titles[0], text, _("This is not the number of a day."))
    return int(text)


def _make_nth_day(section: _Section, cells: list[str], values: tuple[ReadValue, ...]) -> Row:
    number = _nth(section, cells)
    assert section.first_day is not None
    return AccountDayRow(None, section.first_day + timedelta(days=number), values)


def _make_week(section: _Section, cells: list[str], values: tuple[ReadValue, ...]) -> Row:
    number = _nth(section, cells)
    assert section.first_day is not None
    first = section.first_day + timedelta(weeks=number)
    last = first + timedelta(days=6)
    if section.last_day is not None:
        last = max(first, min(last, section.last_day))
    return SegmentRow(None, "week", first.isoformat(), first.isoformat(), first, last, None, False, values)


def _make_total(section: _Section, cells: list[str], values: tuple[ReadValue, ...]) -> Row:
    return SegmentRow(None, "property", "property", "", section.first_day, section.last_day, None, False, values)


def _group_maker(dimension: str, depth: int) -> Make:
    def make(section: _Section, cells: list[str], values: tuple[ReadValue, ...]) -> Row:
        parts = [cell.strip() for cell in cells[:depth]]
        name = " / ".join(parts) if any(parts) else "(not set)"
        return SegmentRow(None, dimension, name, name, section.first_day, section.last_day, None, True, values)

    return make


def _read(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    """Yield the rows of every table; comment lines, and the rows of tables without a known metric, are description."""
    counts, warnings = context.reading.counts, context.reading.warnings
    sections = _Sections(table)
    plan = _Plan(None, [], [])
    unread: list[str] = []
    missing: dict[str, None] = {}
    for section, line, cells in sections.walk():
        if line is None:
            plan = _plan(section)
            if plan.make is None:
                unread.append(", ".join(section.titles)[:60])
            else:
                missing.update(dict.fromkeys(title for title in plan.unknown if title))
            continue
        if isinstance(cells, Damaged):
            yield refuse_damaged(context, table, line, cells)
            continue
        if plan.make is None:
            counts.description += 1
            continue
        if _is_grand_total(cells):
            counts.total += 1
            continue
        width = len(section.titles)
        if len(cells) < width:
            cells += [""] * (width - len(cells))
        try:
            if section.first_day is None and context.period is None:
                raise BadCell(section.titles[0], cells[0], _("The table does not say its period."))
            row = plan.make(section, cells, tuple([metric.read(cells[metric.place]) for metric in plan.metrics]))
        except BadCell as bad:
            yield refuse(context, table, line, bad.column_title, bad.value, bad.reason)
            continue
        except OverflowError:
            yield refuse(context, table, line, section.titles[0], cells[0], _("This day does not exist."))
            continue
        counts.data += 1
        yield row
    counts.description += sections.comments
    if missing:
        shown = ", ".join(f"“{title[:60]}”" for title in list(missing)[:8]) + (", …" if len(missing) > 8 else "")
        warnings.append(_("Columns that are not read: {columns}.").format(columns=shown))
    if unread:
        shown = "; ".join(f"“{titles}”" for titles in unread[:8]) + ("; …" if len(unread) > 8 else "")
        warnings.append(_("Tables that are not read: {tables}.").format(tables=shown))


def _is_grand_total(cells: list[str]) -> bool:
    """Tell whether a record adds the others up: its label stands first, or last, behind the numbers."""
    filled = [key(cell) for cell in cells if cell.strip()]
    return bool(filled) and "grand total" in (filled[0], filled[-1])


def timing(source: Source) -> Timing:
    """Return the period of the first table that says one, and the property as the account's likely name."""
    plain = plain_timing(source)
    period: tuple[date, date] | None = None
    name: str | None = None
    for _format, table, _header in source.tables:
        for _line, cells in table.head:
            text = _comment(cells) or ""
            match = (_TEXT if _format.key == "ga4_exploration" else _PROPERTY).match(text)
            if match is not None and name is None:
                name = match[1].strip()
        for section, _line, _cells in _Sections(table).walk():
            if section.first_day is not None and section.last_day is not None:
                period = (section.first_day, section.last_day)
                break
    return Timing(None, plain.read_on_guess, plain.read_on_reason, (), period, name)


FORMATS = (
    Format(
        "ga4",
        "ga4",
        mark("Google Analytics 4 report"),
        mark("Users, sessions, views and events by date, page, event, source or place."),
        read=_read,
        find=_find,
        is_empty=_is_empty,
        unknown_titles=_unknown_titles,
        timing=timing,
        header_languages=("en", "es"),
    ),
    Format(
        "ga4_exploration",
        "ga4",
        mark("Google Analytics 4 exploration"),
        mark("The table of an exploration; its line with the grand total is not added."),
        read=_read,
        find=_find_exploration,
        is_empty=_is_empty,
        unknown_titles=_unknown_titles,
        timing=timing,
        header_languages=("en",),
    ),
)
