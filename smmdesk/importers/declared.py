"""Formats that are told by a table alone: columns, dialect, identity and time zone, without a line of reading code.

`day_table`, `post_table` and `part_table` make the formats of a platform's module (docs/platforms.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from smmdesk.core.i18n import _
from smmdesk.core.readings import Number, State
from smmdesk.importers.cells import Mark, iso_day
from smmdesk.importers.records import (
    BadCell,
    MetricPlan,
    day_cell,
    decimal_mark,
    main_first,
    metric_plans,
    read_each,
    share_of_percent,
    unread_columns,
    values_reader,
)
from smmdesk.importers.rows import AccountDayRow, FoundAccount, PostRow, ReadValue, Row, SegmentRow
from smmdesk.importers.tables import Column, Context, Format, Header, Table


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a format writes its cells.

    `day` reads a day and `day_form` says to a person how it is written; `instant` reads a date with its hour, and
    `zone` is the clock that it is written by (IANA). `decimals` None: the mark that the file's own number columns
    prove. `empty` is what an empty cell means; `converts` reads the cells of some fields (durations), and `percents`
    are the fields written in percent, with or without the sign.
    """

    day: Callable[[str], date] = iso_day
    day_form: str = "YYYY-MM-DD"
    instant: Callable[[str], datetime] | None = None
    zone: str = "UTC"
    decimals: Mark | None = Mark.DOT
    empty: State = State.NOT_AVAILABLE
    converts: Mapping[str, Callable[[str], Number]] = field(default_factory=dict)
    percents: frozenset[str] = frozenset()


class Cells:
    """The cells of one record by field; a field that the file lacks is empty."""

    def __init__(self, header: Header) -> None:
        self._places = {name: places[0] for name, places in header.places.items()}
        self.header = header
        self.raw: list[str] = []

    def __getitem__(self, name: str) -> str:
        place = self._places.get(name)
        return self.raw[place].strip() if place is not None else ""

    def bad(self, name: str, reason: str) -> BadCell:
        """Return the refusal of the record for what stands in a field."""
        return BadCell(self.header.title(name), self[name], reason)


Rule = Callable[[Cells], bool]
HandleOf = Callable[[Cells], str]
Make = Callable[[Cells, Context, str | None, tuple[ReadValue, ...]], Row]
_PLAIN = Dialect()


def _plans(format_: Format, table: Table, header: Header, dialect: Dialect) -> list[MetricPlan]:
    mark = dialect.decimals
    if mark is None:
        mark = decimal_mark(
            table, header, (places[0] for name in format_.metrics if (places := header.places.get(name)))
        )
    percents = dict.fromkeys(dialect.percents, partial(share_of_percent, mark=mark))
    return metric_plans(format_, header, dialect.empty, mark, {**percents, **dialect.converts})


def _reader(
    dialect: Dialect,
    is_total: Rule | None,
    is_footer: Rule | None,
    make: Make,
    handle_of: HandleOf | None = None,
) -> Callable[[Format, Table, Header, Context], Iterator[Row]]:
    def read(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
        unread_columns(context, header)
        values_of = values_reader(_plans(format_, table, header, dialect))
        cells, counts = Cells(header), context.reading.counts
        rows_of: dict[str, int] = {}

        def one(_line: int, raw: list[str]) -> Row | None:
            cells.raw = raw
            if is_total is not None and is_total(cells):
                counts.total += 1
                return None
            if is_footer is not None and is_footer(cells):
                counts.footer += 1
                return None
            account = _account(format_, cells, context, handle_of(cells) if handle_of is not None else "")
            row = make(cells, context, account, values_of(raw))
            if account is not None:
                rows_of[account] = rows_of.get(account, 0) + 1
            return row

        yield from read_each(table, header, context, one)
        main_first(context.reading.accounts, rows_of)

    return read


def _account(format_: Format, cells: Cells, context: Context, told: str = "") -> str | None:
    """Return the identity of the account that a record names (`told` is a handle), None where it names none."""
    external, handle, name = cells["account_id"], told or cells["account_handle"], cells["account_name"]
    identity = external or handle or name
    if not identity:
        return None
    accounts = context.reading.accounts
    if identity not in accounts:
        accounts[identity] = FoundAccount(format_.platform, external or None, handle or None, name or None)
    return identity


def day_table(
    key: str,
    platform: str,
    title: str,
    holds: str,
    columns: tuple[Column, ...],
    required: tuple[str, ...],
    *,
    dialect: Dialect = _PLAIN,
    is_total: Rule | None = None,
    is_footer: Rule | None = None,
    **more: Any,
) -> Format:
    """Declare a table with one row per day of the account; its field `day` is the platform's own day."""

    def make(cells: Cells, context: Context, account: str | None, values: tuple[ReadValue, ...]) -> Row:
        day = day_cell(cells.header, "day", cells.raw, dialect.day, dialect.day_form)
        return AccountDayRow(account, day, values)

    return Format(key, platform, title, holds, columns, required, _reader(dialect, is_total, is_footer, make), **more)


def post_table(
    key: str,
    platform: str,
    title: str,
    holds: str,
    columns: tuple[Column, ...],
    required: tuple[str, ...],
    *,
    identity: Callable[[Cells], str],
    instant_of: Callable[[str], int | None] | None = None,
    handle_of: HandleOf | None = None,
    kind_of: Callable[[Cells], str] = lambda _cells: "post",
    dialect: Dialect = _PLAIN,
    is_total: Rule | None = None,
    is_footer: Rule | None = None,
    **more: Any,
) -> Format:
    """Declare a table with one row per post and its values since publication.

    `identity` returns the platform's id (raises `BadCell`, made by `Cells.bad`, where the row has none); `instant_of`
    reads the true instant out of an id, Unix seconds, and wins over the written time; `handle_of` returns the account
    that a link names. Fields: `published` (a day, or an hour with `dialect.instant`), `title`, `text`, `link`.
    """

    def make(cells: Cells, context: Context, account: str | None, values: tuple[ReadValue, ...]) -> Row:
        external = identity(cells)
        instant = instant_of(external) if instant_of is not None else None
        day: date | None = None
        if cells["published"] and dialect.instant is not None:
            try:
                written = dialect.instant(cells["published"])
                stamp = written if written.tzinfo is not None else written.replace(tzinfo=ZoneInfo(dialect.zone))
                instant = int(stamp.timestamp()) if instant is None else instant
            except (ValueError, OverflowError):
                reason = _("This is not a date and time ({form}).").format(form=dialect.day_form)
                raise cells.bad("published", reason) from None
        elif cells["published"]:
            day = day_cell(cells.header, "published", cells.raw, dialect.day, dialect.day_form)
        kind = kind_of(cells)
        return PostRow(
            account, external, instant, day, kind, cells["title"], cells["text"], cells["link"], None, values
        )

    more.setdefault("zone", dialect.zone)
    return Format(
        key, platform, title, holds, columns, required, _reader(dialect, is_total, is_footer, make, handle_of), **more
    )


def part_table(
    key: str,
    platform: str,
    title: str,
    holds: str,
    columns: tuple[Column, ...],
    required: tuple[str, ...],
    *,
    dimension: str,
    currency: Callable[[Cells], str | None] = lambda _cells: None,
    span: Callable[[Cells, Context], tuple[date, date] | tuple[None, None]] | None = None,
    dialect: Dialect = _PLAIN,
    is_total: Rule | None = None,
    is_footer: Rule | None = None,
    **more: Any,
) -> Format:
    """Declare a table with one row per part of the account (a campaign, a page, a country) in a period.

    Fields: `part` is its name and `part_id` its id; without an id the name is the key, flagged as weak. `span` returns
    a row's own period (None, None: the file's or the answered one holds, as without `span`).
    """

    def make(cells: Cells, context: Context, account: str | None, values: tuple[ReadValue, ...]) -> Row:
        name, part_id = cells["part"], cells["part_id"]
        if not (name or part_id):
            raise cells.bad("part", _("The row has no name."))
        first, last = span(cells, context) if span is not None else (None, None)
        return SegmentRow(
            account, dimension, part_id or name, name or part_id, first, last, currency(cells), not part_id, values
        )

    return Format(key, platform, title, holds, columns, required, _reader(dialect, is_total, is_footer, make), **more)
