"""Tables of exports: declared columns in every known language, how a header is found, what a reader is given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from operator import getitem, itemgetter
from typing import TYPE_CHECKING

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, quoted
from smmdesk.core.readings import Number, State
from smmdesk.importers.cells import Mark, key, number, vote
from smmdesk.importers.rows import (
    Answers,
    FoundAccount,
    Reading,
    ReadValue,
    RefusedRow,
    Row,
    SegmentRow,
)
from smmdesk.importers.text import Damaged, Record, any_text

if TYPE_CHECKING:
    from smmdesk.importers.sources import Source, Timing

CURRENCY = "{cur}"
_LARGEST_CACHE = 20_000
_LONGEST_TITLE = 500
WIDEST = 2_000  # columns of a header that are looked at; the widest export seen has 213


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an export: its field, its names per language, and the metric that its cells are values of.

    A name may hold `{cur}`, which stands for a currency code ("Amount spent ({cur})").
    """

    field: str
    names: Mapping[str, tuple[str, ...]]
    metric: str = ""


def column(field_name: str, *, metric: str = "", **names: str | tuple[str, ...]) -> Column:
    """Declare a column: `column("reach", en="Reach", pt="Alcance")`."""
    listed = {language: (name,) if isinstance(name, str) else name for language, name in names.items()}
    return Column(field_name, listed, metric)


class Table:
    """One table of a file: a delimited text, a sheet or a member of an archive. `name` is that of sheet or member.

    `records` yields the records from the start each time; `with_blanks` those with the empty lines between them.
    """

    def __init__(
        self,
        name: str,
        records: Callable[[], Iterator[Record]],
        with_blanks: Callable[[], Iterator[Record]] | None = None,
    ) -> None:
        self.name = name
        self.records = records
        self.with_blanks = with_blanks or records
        self._head: list[Record] | None = None
        self._keys: list[list[str]] | None = None

    @property
    def head(self) -> list[Record]:
        """Return the first 20 records, by which a format is told: of wide ones and long cells only the beginning.

        What looks for a header may search them with any pattern; a cell of 100,000 digits would keep it for minutes.
        """
        if self._head is None:
            self._head = []
            for line, cells in self.records():
                if not isinstance(cells, Damaged):
                    cells = [cell[:_LONGEST_TITLE] for cell in cells[:WIDEST]]
                self._head.append((line, cells))
                if len(self._head) == 20:
                    break
        return self._head

    @property
    def head_keys(self) -> list[list[str]]:
        """Return the comparison keys of the cells of the first records."""
        if self._keys is None:
            self._keys = [[key(cell[:200]) for cell in cells] for _line, cells in self.head]
        return self._keys

    def after(self, header: Header) -> Iterator[Record]:
        """Yield the records below a header."""
        records = self.records()
        for line, _cells in records:
            if line >= header.line:
                break
        return records


@dataclass(frozen=True, slots=True)
class Header:
    """A header that was found: its line, how many records stand above it, its titles, and where each field stands.

    `inferred` are the positions of fields that were told by their cells instead of their titles.
    """

    line: int
    above: int
    titles: tuple[str, ...]
    language: str
    places: Mapping[str, tuple[int, ...]]
    currencies: Mapping[int, str] = field(default_factory=dict)
    unknown: tuple[int, ...] = ()
    inferred: tuple[int, ...] = ()

    def place(self, field_name: str) -> int | None:
        """Return the first position of a field."""
        places = self.places.get(field_name)
        return places[0] if places else None

    def title(self, field_name: str) -> str:
        """Return the title of a field as the file writes it."""
        place = self.place(field_name)
        return self.titles[place].strip() if place is not None else ""

    @property
    def unknown_titles(self) -> list[str]:
        """Return the titles that are not known, without empty ones."""
        return [self.titles[place].strip() for place in self.unknown if self.titles[place].strip()]


@dataclass(slots=True)
class Context:
    """What a reader needs beside its table: the reading to fill and what is known or was answered of the file."""

    reading: Reading
    answers: Answers
    read_on: date
    period: tuple[date, date] | None
    several: bool = False


Reader = Callable[["Format", Table, Header, Context], Iterator[Row]]


@dataclass(frozen=True)
class Format:
    """One kind of table of an export.

    `key` is the format of the file (several kinds may share it), `required` the fields without which it is not
    recognised (`a|b`: one of them). `read` is None for what is recognised but not read; `refusal` then says why where
    the reason is another than "not yet". A format with both is read beside others of its file and refused alone.
    `find` replaces the search for a header, `is_empty` the look for rows below it, and `unknown_titles` names what
    stands above rows that are passed over; `infer` is tried where the search finds nothing. `timing` tells when the
    file was exported and which period it covers, where more than its own date tells it. Of several tables in one
    file the one with the highest `rank` names the file. `asks_period` marks tables whose values cover a period
    unsaid. `zone` is the clock (IANA) by which the publish times of posts are written. `names_own_accounts` marks
    tables in which every account is the client's own (ad accounts, locations): none came with a collaboration.
    """

    key: str
    platform: str
    title: str
    holds: str = ""
    columns: tuple[Column, ...] = ()
    required: tuple[str, ...] = ()
    read: Reader | None = None
    refusal: str = ""
    find: Callable[[Table], Header | None] | None = None
    is_empty: Callable[[Table], bool] | None = None
    unknown_titles: Callable[[Table], list[str]] | None = None
    infer: Callable[[Format, Table], Header | None] | None = None
    timing: Callable[[Source], Timing] | None = None
    rank: int = 0
    names_accounts: bool = False
    names_own_accounts: bool = False
    asks_period: bool = False
    header_languages: tuple[str, ...] = ()
    zone: str = "UTC"

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Return the header languages in which all that is required is known."""
        return self.header_languages or tuple(
            language
            for language in sorted({language for column in self.columns for language in column.names})
            if all(
                any(column.field in option.split("|") and language in column.names for column in self.columns)
                for option in self.required
            )
        )

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        names: dict[str, dict[str, str]] = {}
        for declared in self.columns:
            for language, listed in declared.names.items():
                for name in listed:
                    if CURRENCY not in name:
                        names.setdefault(key(name), {}).setdefault(language, declared.field)
        return names

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str, str]]:
        return [
            (
                re.compile(re.escape(key(name)).replace(re.escape(CURRENCY), r"(?P<cur>[a-z]{3})")),
                language,
                declared.field,
            )
            for declared in self.columns
            for language, listed in declared.names.items()
            for name in listed
            if CURRENCY in name
        ]

    @cached_property
    def metrics(self) -> dict[str, str]:
        """Return the metric of each field that has one."""
        return {declared.field: declared.metric for declared in self.columns if declared.metric}

    def fields_of(self, title_key: str) -> tuple[dict[str, str], str]:
        """Return the fields that a title may name, per language, and the currency in it."""
        found = self._names.get(title_key)
        if found is not None:
            return found, ""
        for pattern, language, field_name in self._patterns:
            match = pattern.fullmatch(title_key)
            if match is not None:
                return {language: field_name}, match["cur"].upper()
        return {}, ""

    def known(self, keys: Iterable[str]) -> set[str]:
        """Return the fields that any of the titles may name."""
        return {name for title_key in keys for name in self.fields_of(title_key)[0].values()}

    def missing(self, fields: set[str]) -> list[str]:
        """Return the required fields that are not among those given."""
        return [option for option in self.required if not any(name in fields for name in option.split("|"))]

    def header_at(self, line: int, above: int, titles: list[str], keys: list[str]) -> Header | None:
        """Return the header that a record is for this format; None where a required field is missing."""
        found = [self.fields_of(title_key) for title_key in keys]
        if self.missing({name for fields, _cur in found for name in fields.values()}):
            return None
        votes: dict[str, int] = {}
        for fields, _cur in found:
            for language in fields:
                votes[language] = votes.get(language, 0) + 1
        order = sorted(votes, key=lambda language: (-votes[language], language != "en"))
        places: dict[str, tuple[int, ...]] = {}
        currencies: dict[int, str] = {}
        unknown: list[int] = []
        for place, (fields, currency) in enumerate(found):
            name = next((fields[language] for language in order if language in fields), None)
            if name is None:
                unknown.append(place)
                continue
            places[name] = (*places.get(name, ()), place)
            if currency:
                currencies[place] = currency
        if self.missing(set(places)):
            return None
        return Header(line, above, tuple(titles), order[0] if order else "", places, currencies, tuple(unknown))

    def search(self, table: Table) -> Header | None:
        """Find this format's header among the first records of a table."""
        if self.find is not None:
            return self.find(table)
        for above, (line, cells) in enumerate(table.head):
            if len(cells) > 1 or len(self.required) == 1:
                header = self.header_at(line, above, cells, table.head_keys[above])
                if header is not None:
                    return header
        return self.infer(self, table) if self.infer is not None else None


class BadCell(Exception):
    """A cell that makes its record unusable: column, value and reason."""

    def __init__(self, column_title: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column_title = column_title
        self.value = value
        self.reason = reason


_SHOWN = 120
MOST_REFUSED = 100_000


def refuse(context: Context, table: Table, line: int, column_title: str, value: str, reason: str) -> RefusedRow:
    """Count and return a refused record; the reason names the table where the file has several.

    Raises UserError where far more records are refused than kept: such a file is not listed line by line.
    """
    counts = context.reading.counts
    counts.refused += 1
    if counts.refused > MOST_REFUSED and counts.refused > counts.data:
        raise UserError(
            _("More than {count} rows of the file cannot be read, and fewer can.").format(count=MOST_REFUSED),
            _("The last of them is in line {line}: {reason}").format(line=line, reason=reason),
            _("Download the file again, or choose another one."),
        )
    if context.several and table.name:
        reason = _("{reason} (in “{table}”)").format(reason=reason, table=table.name)
    return RefusedRow(line, column_title, value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…", reason)


def refuse_damaged(context: Context, table: Table, line: int, cells: Damaged) -> RefusedRow:
    """Count and return a record that could not be taken apart."""
    return refuse(context, table, line, "", cells.text, cells.reason)


# What a platform writes where it has no number; compared with the trimmed, casefolded cell.
NO_DATA = frozenset({"undefined", "nan", "--", "-", "—", "n/a", "null"})


@dataclass(frozen=True, slots=True)
class MetricPlan:
    """How the cells of one column become readings of one metric; equal texts are read once."""

    metric: str
    title: str
    place: int
    empty: State = State.NOT_APPLICABLE
    mark: Mark = Mark.DOT
    convert: Callable[[str], Number] | None = None
    _seen: dict[str, ReadValue] = field(default_factory=dict)

    def read(self, text: str) -> ReadValue:
        """Read a cell. Raises BadCell for what is no number."""
        found = self._seen.get(text)
        if found is None:
            found = self.fresh(text)
            if len(self._seen) < _LARGEST_CACHE:
                self._seen[text] = found
        return found

    def fresh(self, text: str) -> ReadValue:
        """Read a cell that was not seen before. Raises BadCell for what is no number."""
        if self.convert is None and len(text) < 19 and text.isdigit() and text.isascii():  # the ordinary cell
            count = int(text)
            return ReadValue(self.metric, count, State.VALUE if count else State.ZERO)
        bare = text.strip()
        if not bare:
            return ReadValue(self.metric, None, self.empty)
        if bare.casefold() in NO_DATA:
            return ReadValue(self.metric, None, State.NOT_AVAILABLE)
        try:
            amount = self.convert(bare) if self.convert is not None else number(bare, self.mark)
        except ValueError:
            raise BadCell(self.title, text, _("This cell is not a number.")) from None
        return ReadValue(self.metric, amount, State.VALUE if amount else State.ZERO)


class _Known(dict[str, ReadValue]):
    """The readings of a column by the text of its cell: what was read once is only looked up."""

    def __init__(self, plan: MetricPlan) -> None:
        super().__init__()
        self._plan = plan

    def __missing__(self, text: str) -> ReadValue:
        value = self._plan.fresh(text)
        if len(self) < _LARGEST_CACHE:
            self[text] = value
        return value


def values_reader(plans: Sequence[MetricPlan]) -> Callable[[list[str]], tuple[ReadValue, ...]]:
    """Return what reads all metrics of a record, without a step of Python for a cell that was seen before."""
    known = [_Known(plan) for plan in plans]
    if len(plans) < 2:
        return lambda cells: tuple([found[cells[plan.place]] for plan, found in zip(plans, known, strict=True)])
    pick = itemgetter(*(plan.place for plan in plans))
    return lambda cells: tuple(map(getitem, known, pick(cells)))


def share_of_percent(text: str, mark: Mark = Mark.DOT) -> Number:
    """Read a number of percent, with or without its sign, as a fraction of 1. Raises ValueError."""
    value = Decimal(number(text.rstrip("%").strip(), mark)).scaleb(-2)
    whole = int(value)
    return whole if whole == value else value


def clock_seconds(text: str) -> Number:
    """Read `0:03:54` or `3:54` as seconds. Raises ValueError."""
    parts = text.split(":")
    if not 2 <= len(parts) <= 3 or not all(part.isdigit() and part.isascii() and len(part) < 7 for part in parts):
        raise ValueError(f"not a duration: {text[:40]!r}")
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + int(part)
    return seconds


def merged_places(header: Header, fields: Iterable[str]) -> list[tuple[int, tuple[int, ...]]]:
    """Return (first place, further places) of the fields that the header names more than once."""
    return [(places[0], places[1:]) for name in fields if len(places := header.places.get(name, ())) > 1]


def unread_columns(context: Context, header: Header) -> None:
    """Say which columns of a header are not read, and which were told by their cells."""
    if header.inferred:
        told = ", ".join(quoted(header.titles[place].strip()) for place in header.inferred)
        context.reading.warnings.append(_("Columns recognised by what they hold: {columns}.").format(columns=told))
    titles = list(dict.fromkeys(header.unknown_titles))
    if titles:
        shown = ", ".join(quoted(title) for title in titles[:8]) + (", …" if len(titles) > 8 else "")
        context.reading.warnings.append(_("Columns that are not read: {columns}.").format(columns=shown))


def main_first(accounts: dict[str, FoundAccount], rows_of: dict[str, int]) -> None:
    """Order the accounts of a file by their number of rows, most first."""
    order = sorted(accounts, key=lambda account: -rows_of.get(account, 0))
    found = {account: accounts[account] for account in order}
    accounts.clear()
    accounts.update(found)


def metric_plans(
    format_: Format,
    header: Header,
    empty: State = State.NOT_AVAILABLE,
    mark: Mark = Mark.DOT,
    converts: Mapping[str, Callable[[str], Number]] | None = None,
) -> list[MetricPlan]:
    """Return the plans of the metric columns that a header has; `converts` reads the cells of some fields."""
    return [
        MetricPlan(metric, header.title(name), places[0], empty, mark, (converts or {}).get(name))
        for name, metric in format_.metrics.items()
        if (places := header.places.get(name))
    ]


def read_each(
    table: Table, header: Header, context: Context, make: Callable[[int, list[str]], Row | None]
) -> Iterator[Row]:
    """Yield what `make` makes of each record below a header, padded to its width; refused where it raises BadCell.

    Records that it returns None for were counted by it. Lines above the header count as description.
    """
    counts, width = context.reading.counts, len(header.titles)
    counts.description += header.above
    for line, cells in table.after(header):
        if isinstance(cells, Damaged):
            yield refuse_damaged(context, table, line, cells)
            continue
        missing = width - len(cells)
        if missing > 0:
            cells += [""] * missing
        if not any_text(cells):
            counts.footer += 1
            continue
        try:
            row = make(line, cells)
            if missing > 0 and isinstance(row, SegmentRow) and all(value.value is None for value in row.values):
                # What is left of a torn record would be kept as a country or a campaign without figures.
                raise BadCell("", cells[0], _("The row ends before its values."))
        except BadCell as bad:
            yield refuse(context, table, line, bad.column_title.strip(), bad.value, bad.reason)
            continue
        if row is not None:
            counts.data += 1
            yield row


def day_cell(header: Header, name: str, cells: list[str], read: Callable[[str], date], form: str) -> date:
    """Read a day's cell. Raises BadCell that names the form which was expected."""
    place = header.places[name][0]
    try:
        return read(cells[place].strip())
    except ValueError:
        raise BadCell(header.titles[place], cells[place], _("This is not a date ({form}).").format(form=form)) from None


def decimal_mark(table: Table, header: Header, places: Iterable[int]) -> Mark:
    """Return the decimal mark of the file: what the cells of its number columns prove, a dot where they do not."""
    listed = list(places)
    votes: set[Mark] = set()
    for _line, cells in table.after(header):
        for place in listed:
            if place < len(cells) and "," in cells[place]:
                found = vote(cells[place].replace("%", ""))
                if found is not None:
                    votes.add(found)
        if len(votes) > 1:
            break
    return Mark.COMMA if votes == {Mark.COMMA} else Mark.DOT
