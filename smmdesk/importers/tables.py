"""Tables of exports: declared columns in every known language, how a header is found, what a reader is given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import dropwhile
from pathlib import Path

from smmdesk.importers.cells import key
from smmdesk.importers.passes import Passes
from smmdesk.importers.rows import (
    Answers,
    Owner,
    Reading,
    Row,
)
from smmdesk.importers.text import Damaged, Record, is_blank

CURRENCY = "{cur}"
_LONGEST_TITLE = 500
_MOST_KEPT = 1_000_000  # cells of a table, and characters in them, that one pass keeps for the next
_HEAD, _OPENING = 20, 60  # records by which a format is told, without and with empty lines
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


def _size(record: Record) -> int:
    return len(record[1]) + sum(map(len, record[1]))


def _fresh(record: Record) -> Record:
    """Return a record with cells of its own, which a reader may pad."""
    line, cells = record
    return record if isinstance(cells, Damaged) else (line, [*cells])


def _passes(read: Callable[[], Iterator[Record]]) -> Passes[Record]:
    return Passes(read, _size, _MOST_KEPT, _fresh)


class Table:
    """One table of a file: a delimited text, a sheet or a member of an archive. `name` is that of sheet or member.

    `records` yields the records from the start each time; `with_blanks` those with the empty lines between them, and
    `beginning` no more of those than it takes to know what the file is.
    """

    def __init__(
        self,
        name: str,
        records: Callable[[], Iterator[Record]],
        with_blanks: Callable[[], Iterator[Record]] | None = None,
        beginning: Callable[[], Iterator[Record]] | None = None,
    ) -> None:
        self.name = name
        self.records = _passes(records)
        self.with_blanks = _passes(with_blanks) if with_blanks is not None else self.records
        self._beginning = beginning or self.with_blanks

    @cached_property
    def opening(self) -> list[Record]:
        """Return the first records with the empty lines between them: of wide ones and long cells only the beginning.

        What looks for a header may search them with any pattern; a cell of 100,000 digits would keep it for minutes.
        """
        found: list[Record] = []
        filled = 0
        for line, cells in self._beginning():
            filled += not is_blank((line, cells))
            if not isinstance(cells, Damaged):
                cells = [cell[:_LONGEST_TITLE] for cell in cells[:WIDEST]]
            found.append((line, cells))
            if filled >= _HEAD and len(found) >= _OPENING:
                break
        return found

    @cached_property
    def head(self) -> list[Record]:
        """Return the first 20 records that are not empty, by which a format is told."""
        return [record for record in self.opening if not is_blank(record)][:_HEAD]

    @cached_property
    def head_keys(self) -> list[list[str]]:
        """Return the comparison keys of the cells of the first records."""
        return [[key(cell[:200]) for cell in cells] for _line, cells in self.head]

    def after(self, header: Header) -> Iterator[Record]:
        """Yield the records below a header."""
        return dropwhile(lambda record: record[0] <= header.line, self.records())


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


@dataclass(frozen=True, slots=True)
class Source:
    """A recognised file: its path, the format that names it and its tables."""

    path: Path
    main: Format
    tables: list[tuple[Format, Table, Header]]

    @property
    def modified(self) -> date:
        """Return the day on which the file was last changed, by the clock of this computer."""
        return datetime.fromtimestamp(self.path.stat().st_mtime, UTC).astimezone().date()


@dataclass(frozen=True, slots=True)
class Timing:
    """What is known of a file as a whole; `read_on` None: it is asked, with the guess, its reason and the choices.

    `period_reason` says why the period has to be asked, where the format knows it better than the common sentence.
    """

    read_on: date | None
    read_on_guess: date
    read_on_reason: str
    read_on_choices: tuple[str, ...] = ()
    period: tuple[date, date] | None = None
    account_guess: str | None = None
    period_reason: str = ""
    owners: tuple[Owner, ...] = ()
