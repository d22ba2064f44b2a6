"""The rows of an Analytics export: days, weeks, groups and totals, each table by what its columns are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from smmdesk.core.i18n import _
from smmdesk.core.readings import State
from smmdesk.importers.cells import compact_day, key, named
from smmdesk.importers.platforms.ga4.columns import DIMENSIONS, METRIC_OF, SERIES_METRIC_OF
from smmdesk.importers.platforms.ga4.sections import FIRST_WORDS, PROPERTY, Section, Sections, comment_text
from smmdesk.importers.records import BadCell, MetricPlan, refuse, refuse_damaged
from smmdesk.importers.rows import AccountDayRow, ReadValue, Row, SegmentRow
from smmdesk.importers.sources import plain_timing
from smmdesk.importers.tables import Context, Format, Header, Source, Table, Timing
from smmdesk.importers.text import Damaged

_DATE, _NTH_DAY, _NTH_WEEK = "date", ("nth day", "day"), "nth week"
Make = Callable[[Section, list[str], tuple[ReadValue, ...]], Row]


@dataclass(slots=True)
class _Plan:
    """How the rows of one section are read; `make` None: the section has nothing that is known."""

    make: Make | None
    metrics: list[MetricPlan]
    unknown: list[str]


def _plan(section: Section) -> _Plan:
    keys = [key(title) for title in section.titles]
    serial = bool(keys) and (keys[0] == _DATE or keys[0] in _NTH_DAY or keys[0] == _NTH_WEEK)
    names = [METRIC_OF.get(title) or (SERIES_METRIC_OF.get(title) if serial else None) for title in keys]
    depth = next((place for place, name in enumerate(names) if name is not None), len(keys))
    metrics = [
        MetricPlan(f"ga4.{name}.v1", section.titles[place], place, State.NOT_AVAILABLE)
        for place, name in enumerate(names)
        if name is not None
    ]
    unknown = [section.titles[place] for place in range(depth, len(keys)) if names[place] is None]
    if not metrics:
        return _Plan(None, [], section.titles)
    if serial and depth > 1 and any(section.titles[1:depth]):
        serial_unknown = section.titles[1:depth]
        return (
            _Plan(None, [], serial_unknown)
            if keys[1] in DIMENSIONS
            else _series(keys, metrics, unknown + serial_unknown)
        )
    if serial:
        return _series(keys, metrics, unknown)
    if depth == 0:
        return _Plan(_make_total, metrics, unknown)
    dimension = "_".join(DIMENSIONS.get(title) or re.sub(r"[^\w]+", "_", title).strip("_") for title in keys[:depth])
    return _Plan(_group_maker(dimension, depth), metrics, unknown)


def _series(keys: list[str], metrics: list[MetricPlan], unknown: list[str]) -> _Plan:
    if keys[0] == _DATE:
        return _Plan(_make_day, metrics, unknown)
    return _Plan(_make_week if keys[0] == _NTH_WEEK else _make_nth_day, metrics, unknown)


def _make_day(section: Section, cells: list[str], values: tuple[ReadValue, ...]) -> Row:
    try:
        return AccountDayRow(None, compact_day(cells[0].strip()), values)
    except ValueError:
        raise BadCell(section.titles[0], cells[0], _("This is not a date (YYYYMMDD).")) from None


def _nth(section: Section, cells: list[str]) -> int:
    text = cells[0].strip()
    if section.first_day is None:
        raise BadCell(section.titles[0], text, _("The table does not say its first day."))
    if not (text.isdigit() and text.isascii() and len(text) <= 4):
        raise BadCell(section.titles[0], text, _("This is not the number of a day."))
    return int(text)


def _make_nth_day(section: Section, cells: list[str], values: tuple[ReadValue, ...]) -> Row:
    number = _nth(section, cells)
    assert section.first_day is not None
    return AccountDayRow(None, section.first_day + timedelta(days=number), values)


def _make_week(section: Section, cells: list[str], values: tuple[ReadValue, ...]) -> Row:
    number = _nth(section, cells)
    assert section.first_day is not None
    first = section.first_day + timedelta(weeks=number)
    last = first + timedelta(days=6)
    if section.last_day is not None:
        last = max(first, min(last, section.last_day))
    return SegmentRow(None, "week", first.isoformat(), first.isoformat(), first, last, None, False, values)


def _make_total(section: Section, cells: list[str], values: tuple[ReadValue, ...]) -> Row:
    return SegmentRow(None, "property", "property", "", section.first_day, section.last_day, None, False, values)


def _group_maker(dimension: str, depth: int) -> Make:
    def make(section: Section, cells: list[str], values: tuple[ReadValue, ...]) -> Row:
        parts = [cell.strip() for cell in cells[:depth]]
        name = " / ".join(parts) if any(parts) else "(not set)"
        return SegmentRow(None, dimension, name, name, section.first_day, section.last_day, None, True, values)

    return make


def is_empty(table: Table) -> bool:
    """Tell whether no table with a known metric has a row (dashboards are full of empty tables)."""
    readable = False
    for section, line, _cells in Sections(table).walk():
        if line is None:
            readable = _plan(section).make is not None
        elif readable:
            return False
    return True


def unknown_titles(table: Table) -> list[str]:
    """Return the titles above rows, of a file in which no metric is known at all: not empty, but not understood."""
    unknown: dict[str, None] = {}
    titles: list[str] = []
    for section, line, _cells in Sections(table).walk():
        if line is not None:
            unknown.update(dict.fromkeys(title for title in titles if title))
        elif _plan(section).make is None:
            titles = section.titles
        else:
            return []
    return list(unknown)


def read(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    """Yield the rows of every table; comment lines, and the rows of tables without a known metric, are description."""
    counts, warnings = context.reading.counts, context.reading.warnings
    sections = Sections(table)
    plan = _Plan(None, [], [])
    unread: list[str] = []
    missing: dict[str, None] = {}
    for section, line, cells in sections.walk():
        if line is None:
            plan = _plan(section)
            if plan.make is None:
                unread.append(", ".join(section.titles))
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
        warnings.append(_("Columns that are not read: {columns}.").format(columns=named(missing)))
    if unread:
        warnings.append(_("Tables that are not read: {tables}.").format(tables=named(unread)))


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
            text = comment_text(cells) or ""
            match = (FIRST_WORDS if _format.key == "ga4_exploration" else PROPERTY).match(text)
            if match is not None and name is None:
                name = match[1].strip()
        for section, _line, _cells in Sections(table).walk():
            if section.first_day is not None and section.last_day is not None:
                period = (section.first_day, section.last_day)
                break
    return Timing(None, plain.read_on_guess, plain.read_on_reason, (), period, name)
