"""The rows of Google Ads' reports and cards: parts in a period, numbers and money as the file writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import partial

from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.core.readings import Number, State
from smmdesk.importers.cells import Mark, column_mark, iso_day, key, month_number, number, worded_day, worded_span
from smmdesk.importers.platforms.google_ads.columns import AMOUNTS, BREAKDOWNS, DAYS, LEVELS, PERCENTS, UNIT_COSTS
from smmdesk.importers.records import (
    NO_DATA,
    BadCell,
    MetricPlan,
    main_first,
    read_each,
    share_of_percent,
    unread_columns,
)
from smmdesk.importers.rows import FoundAccount, ReadValue, Row, SegmentRow
from smmdesk.importers.sources import plain_timing
from smmdesk.importers.tables import Context, Format, Header, Source, Table, Timing
from smmdesk.importers.text import Damaged

_TOTAL = re.compile(r"totale? ?:")
_SIGNED = re.compile(
    r"(?P<minus>-?)(?P<before>[^\d.,\s-]*)\s?(?P<minus2>-?)(?P<amount>\d[\d.,\s]*?)\s?(?P<after>[^\d.,\s]*)\Z"
)
_CURRENCIES = {
    "us$": "USD", "r$": "BRL", "€": "EUR", "£": "GBP", "ca$": "CAD", "a$": "AUD", "au$": "AUD", "nz$": "NZD",
    "mx$": "MXN", "₹": "INR", "zł": "PLN", "kč": "CZK", "₺": "TRY", "₪": "ILS", "jp¥": "JPY",
}  # fmt: skip
_DASHES = frozenset("—–")
_CODE = re.compile(r"[A-Za-z]{3}\Z")
_NAME_PERIOD = re.compile(r"\((\d{4})\.(\d{2})\.(\d{2})(?:-(\d{4})\.(\d{2})\.(\d{2}))?\)")
_YEAR_MONTH = re.compile(r"(\d{4})-(\d{2})\Z")
_MONTH_YEAR = re.compile(r"([^\W\d]+)\.? (?:de )?(\d{4})\Z")
_HOUR = re.compile(r"\d{1,2}(?: ?[-–] ?\d{1,2})?\Z")


def find_report(declared: Format) -> Callable[[Table], Header | None]:
    """Return the search for a report's header: a line with its kind, a line with its dates, then the columns."""

    def find(table: Table) -> Header | None:
        for place in range(1, min(4, len(table.head) - 1)):
            if _period_line(table, place) is not None and len(_texts(table, place - 1)) == 1:
                line, cells = table.head[place + 1]
                return declared.header_at(line, place + 1, cells, table.head_keys[place + 1])
        return None

    return find


def _texts(table: Table, place: int) -> list[str]:
    cells = table.head[place][1]
    return [] if isinstance(cells, Damaged) else [cell.strip() for cell in cells if cell.strip()]


def _period_line(table: Table, place: int) -> tuple[date, date] | None:
    """Read a line of the preamble as the report's dates; a spreadsheet may have split it at its commas."""
    try:
        return worded_span(", ".join(_texts(table, place)))
    except ValueError:
        return None


def _amount(text: str) -> tuple[str, str]:
    """Return the number of a cell without percent and currency sign, and that sign in lower case."""
    bare = text.strip().replace("\u00a0", " ").replace("\u202f", " ").replace("\N{MINUS SIGN}", "-").rstrip("%").strip()
    match = _SIGNED.match(bare)
    if match is None:
        return bare, ""
    return match["minus"] + match["minus2"] + match["amount"], (match["before"] or match["after"]).casefold()


def _ratio_text(cells: list[str], place: int) -> str:
    """Return the cell of a ratio; a 0 without decimals is how Google writes that there was nothing to divide by."""
    return "" if cells[place].strip() == "0" else cells[place]


def _money(text: str, mark: Mark) -> Number:
    return number(_amount(text)[0], mark)


def _mark(format_: Format, table: Table, header: Header) -> Mark:
    """Return the decimal mark that the file's numbers prove, else that of the language of its header."""
    places = [place for name in format_.metrics if (place := header.place(name)) is not None]

    def texts() -> Iterator[str]:
        for _line, cells in table.after(header):
            if not isinstance(cells, Damaged):
                for place in places:
                    yield _amount(cells[place])[0] if place < len(cells) else ""

    return column_mark(texts(), Mark.DOT if header.language == "en" else Mark.COMMA)


def _plans(format_: Format, header: Header, mark: Mark) -> list[MetricPlan]:
    converts: dict[str, Callable[[str], Number]] = {
        **dict.fromkeys(PERCENTS, partial(share_of_percent, mark=mark)),
        **dict.fromkeys(AMOUNTS, partial(_money, mark=mark)),
    }
    return [
        MetricPlan(metric, header.title(name), places[0], State.NOT_AVAILABLE, mark, converts.get(name))
        for name, metric in format_.metrics.items()
        if (places := header.places.get(name))
    ]


class _Parts:
    """How the records of one table become parts; the finest part that the file names is the row's."""

    def __init__(self, header: Header, period: tuple[date, date] | None) -> None:
        self._header = header
        self._period = period
        self._level = next((one for one in LEVELS if self._has(one[1]) or self._has(one[2])), None)
        self._breakdowns = [name for name in BREAKDOWNS if self._has(name)]
        self._amounts = [place for name in AMOUNTS if (place := header.place(name)) is not None]
        self._seen: dict[tuple[object, ...], int] = {}
        self.unknown_signs: dict[str, None] = {}

    def _has(self, name: str) -> bool:
        return bool(name) and self._header.place(name) is not None

    def _cell(self, cells: list[str], name: str) -> str:
        place = self._header.place(name) if name else None
        text = cells[place].strip() if place is not None else ""
        return "" if text.casefold() in NO_DATA else text

    def row(self, cells: list[str], account: str | None, values: tuple[ReadValue, ...]) -> SegmentRow:
        """Return the part that a record is. Raises BadCell."""
        first, last = self._span(cells)
        names: list[str] = []
        keys: list[str] = []
        dimension, is_weak = "", False
        if self._level is not None:
            dimension, name_field, id_field, owners = self._level
            name, identity = self._cell(cells, name_field), self._cell(cells, id_field)
            if not (name or identity):
                field = name_field if self._has(name_field) else id_field
                raise BadCell(self._header.title(field), "", _("The row has no name."))
            is_weak = not identity
            match_type = self._cell(cells, "match_type") if dimension in ("keyword", "search_term") else ""
            path = [self._cell(cells, owner) for owner in owners if self._has(owner)]
            names.append(name or identity)
            keys.append(identity or " / ".join(part for part in (*path, name, match_type) if part))
        for breakdown in self._breakdowns:
            text = self._cell(cells, breakdown)
            if not text:
                raise BadCell(self._header.title(breakdown), "", _("The row has no name."))
            if breakdown == "hour" and not _HOUR.match(text):
                raise BadCell(self._header.title(breakdown), text, _("This is not an hour of the day."))
            dimension = f"{dimension}_{breakdown}" if dimension else breakdown
            names.append(text)
            keys.append(text)
        if not dimension:  # a series in time: the whole account
            return SegmentRow(
                account, "account", "account", "", first, last, self._currency(cells) or None, False, values
            )
        identity = " / ".join(keys)
        seen = (account, dimension, identity, first, last)
        self._seen[seen] = self._seen.get(seen, 0) + 1
        if self._seen[seen] > 1:  # names are not unique: the same one twice in a period is another part
            identity = f"{identity} #{self._seen[seen]}"
        return SegmentRow(
            account, dimension, identity, " · ".join(names), first, last, self._currency(cells) or None, is_weak, values
        )

    def _currency(self, cells: list[str]) -> str:
        """Return the currency of a record: that of its column, else that of the sign that its amounts carry."""
        code = self._cell(cells, "currency")
        if code:
            return code.upper()
        for place in self._amounts:
            sign = _amount(cells[place])[1]
            if sign and sign not in _DASHES:
                if sign in _CURRENCIES or _CODE.match(sign):
                    return _CURRENCIES.get(sign, sign.upper())
                self.unknown_signs[sign] = None
        return ""

    def _span(self, cells: list[str]) -> tuple[date, date] | tuple[None, None]:
        for name in DAYS:
            if self._has(name):
                text = self._cell(cells, name)
                try:
                    first, last = _READ_SPAN[name](text)
                except (ValueError, OverflowError):
                    raise BadCell(self._header.title(name), text, _("This is not a date.")) from None
                if self._period is not None and name != "day":  # a week or month at the edge holds the file's days only
                    first, last = max(first, self._period[0]), min(last, self._period[1])
                    if last < first:
                        raise BadCell(self._header.title(name), text, _("This is outside the file's period."))
                return first, last
        return None, None


def _day(text: str) -> tuple[date, date]:
    day = iso_day(text) if text[:4].isdigit() else worded_day(text)
    return day, day


def _week(text: str) -> tuple[date, date]:
    first = _day(text)[0]
    return first, first + timedelta(days=6)


def _month(text: str) -> tuple[date, date]:
    written, worded = _YEAR_MONTH.match(text), _MONTH_YEAR.match(text)
    if written is not None:
        month = Month(int(written[1]), int(written[2]))
    elif worded is not None:
        month = Month(int(worded[2]), month_number(worded[1]))
    else:
        month = Month.of(_day(text)[0])
    return month.first_day, month.last_day


_READ_SPAN: dict[str, Callable[[str], tuple[date, date]]] = {"day": _day, "week": _week, "month": _month}


def read(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    """Yield the parts; the rows that add them up are counted and never added."""
    unread_columns(context, header)
    plans = _plans(format_, header, _mark(format_, table, header))
    ratios = {header.place(name) for name in (*PERCENTS, *UNIT_COSTS)}
    parts, reading = _Parts(header, context.period), context.reading
    id_place, name_place = header.place("account_id"), header.place("account_name")
    rows_of: dict[str, int] = {}

    def make(_line: int, cells: list[str]) -> Row | None:
        if _TOTAL.match(key(cells[0])):
            reading.counts.total += 1
            return None
        external = cells[id_place].strip() if id_place is not None else ""
        name = cells[name_place].strip() if name_place is not None else ""
        account = external or name or None
        texts = [_ratio_text(cells, plan.place) if plan.place in ratios else cells[plan.place] for plan in plans]
        row = parts.row(cells, account, tuple([plan.read(text) for plan, text in zip(plans, texts, strict=True)]))
        if account is not None:
            reading.accounts.setdefault(account, FoundAccount("google_ads", external or None, None, name or None))
            rows_of[account] = rows_of.get(account, 0) + 1
        return row

    yield from read_each(table, header, context, make)
    main_first(reading.accounts, rows_of)
    if parts.unknown_signs:
        reading.warnings.append(
            _("The amounts carry the sign “{sign}”, which several currencies share: the client's is taken.").format(
                sign="”, “".join(sign.upper() for sign in parts.unknown_signs)
            )
        )


def timing(source: Source) -> Timing:
    """Return the period from the preamble, else from the days, else from the name that Google gives a card."""
    plain = plain_timing(source)
    periods = [period for one in source.tables if (period := _own_period(*one)) is not None]
    period = (min(first for first, _last in periods), max(last for _first, last in periods)) if periods else None
    if period is None:
        match = _NAME_PERIOD.search(source.path.stem)
        if match is not None:
            parts = [int(part) for part in match.groups() if part is not None]
            try:
                first, last = date(*parts[:3]), date(*parts[-3:])
            except ValueError:
                pass  # a name that only looks like a period: it is asked
            else:
                period = (first, last) if first <= last else None
    return Timing(
        None,
        plain.read_on_guess,
        plain.read_on_reason,
        (),
        period,
        None,
        _("The table does not say which period it covers; Google writes it in the name of the file, in brackets."),
    )


def _own_period(_format: Format, table: Table, header: Header) -> tuple[date, date] | None:
    for place in range(min(header.above, len(table.head))):
        period = _period_line(table, place)
        if period is not None:
            return period
    place = header.place("day")
    if place is None:
        return None
    days = list(_days(table, header, place))
    return (min(days), max(days)) if days else None


def _days(table: Table, header: Header, place: int) -> Iterable[date]:
    for _line, cells in table.after(header):
        try:
            if not isinstance(cells, Damaged):
                yield _day(cells[place].strip())[0]
        except (ValueError, IndexError):
            continue  # the record is a total, or refused when it is read
