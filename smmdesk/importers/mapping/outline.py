"""What a table looks like before anybody has said what it is: header, columns, what each whole column proves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.importers.cells import is_number, key
from smmdesk.importers.detection import tables_of
from smmdesk.importers.mapping.dialects import DateProof, MarkProof, bare_amount, is_clock, says_nothing
from smmdesk.importers.mapping.spec import TOTAL_WORDS, Kind, numbered
from smmdesk.importers.mapping.untitled import has_no_titles, kind_of, letter_header, usual_width
from smmdesk.importers.tables import WIDEST, Header, Table
from smmdesk.importers.text import Damaged, Record, any_text

_FIRST = 5
_LONGEST_CELL = 200
_MOST_DISTINCT = 50
_MOST_REMEMBERED = 20_000
_NEARLY_ALL = 0.8
_MOST_OF_THEM = 0.6  # remarks below a table stand in its first column, which often holds the dates
_ID_DIGITS = 10
_COMPACT_DATE = 8  # digits
_ENOUGH_TEXTS = 2_000
_LONGEST_WORD = 30
_TOTALS = frozenset(TOTAL_WORDS)


class Looks(StrEnum):
    """What the cells of a column look like."""

    NUMBER = "number"
    DAY = "day"
    INSTANT = "instant"
    ID = "id"
    LINK = "link"
    TEXT = "text"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class ColumnOutline:
    """One column: its title, first filled cells, and what all its cells together look like and prove.

    Where the table has no titles, `has_title` is false and the title is the letter of the column.
    `constant` is the one text that every filled cell holds; `distinct` the texts that occur, where they are few;
    `percents`, `clocks` count cells with a percent sign and durations.
    """

    place: int
    nth: int
    title: str
    first_cells: tuple[str, ...]
    filled: int
    looks: Looks
    numbers: MarkProof
    dates: DateProof
    percents: int = 0
    clocks: int = 0
    constant: str | None = None
    distinct: tuple[str, ...] = ()
    kind: Kind = Kind.EMPTY
    has_title: bool = True

    @property
    def words(self) -> str:
        """Return what the title says, as a comparison key; nothing where it is only a letter."""
        return key(self.title) if self.has_title else ""


@dataclass(frozen=True, slots=True)
class TableOutline:
    """One table: the line of its header, how many records stand above and below it, and its columns.

    Where the table has no titles, `line` is that of its first row.
    """

    name: str
    line: int
    above: int
    rows: int
    columns: tuple[ColumnOutline, ...]
    head: tuple[Record, ...] = ()

    @property
    def has_titles(self) -> bool:
        """Tell whether the columns have titles."""
        return all(one.has_title for one in self.columns)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Return what the columns hold, where nothing else tells the table from others."""
        return () if self.has_titles else tuple(one.kind for one in self.columns)

    @property
    def titles(self) -> tuple[str, ...]:
        """Return the titles in their order."""
        return tuple(one.title for one in self.columns)


@dataclass(frozen=True, slots=True)
class FileOutline:
    """The tables of a file that have columns, the largest first, and what was damaged."""

    name: str
    tables: tuple[TableOutline, ...]
    warnings: tuple[str, ...] = ()


def outline(path: Path, header_lines: Mapping[str, int] | None = None) -> FileOutline:
    """Describe the tables of a file, reading every record of each.

    `header_lines` names the line of the header for some tables (by their name), where the guess was wrong; 0 for a
    table without titles. Raises UserError for what is no table.
    """
    parts, warnings = tables_of(path)
    found = []
    for name, readings in parts:
        best = likeliest_reading(readings)
        if best is not None:
            made = _table(name, best, (header_lines or {}).get(name))
            if made is not None:
                found.append(made)
    if not found:
        raise UserError(_("“{name}” holds no table: no line of it has two columns.").format(name=path.name))
    return FileOutline(path.name, tuple(sorted(found, key=lambda one: -one.rows)), tuple(warnings))


def likeliest_reading(readings: Sequence[Table]) -> Table | None:
    """Return the way to read a table in which its first records are equally wide; None where none has two columns.

    Of `1;2,5;3` and `1;2` `5;3` the one is likelier whose cells are numbers and dates.
    """
    best: tuple[float, Table] | None = None
    for table in readings:
        rows = [cells for _line, cells in table.head if cells]
        widths = [len(cells) for cells in rows]
        wide = [len(cells) for cells in rows if _width(cells) > 1]
        if not wide:
            continue
        usual = usual_width(wide)
        share = widths.count(usual) / len(widths)
        kinds = [kind for cells in rows for cell in cells if (kind := kind_of(cell)) is not Kind.EMPTY]
        told = sum(kind is not Kind.WORDS for kind in kinds) / len(kinds) if kinds else 0
        score = share * min(usual, 40) ** 0.5 * (1 + told)
        if best is None or score > best[0]:
            best = (score, table)
    return best[1] if best is not None else None


def _width(cells: Sequence[str]) -> int:
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    return width


def likeliest_header(head: Sequence[Record]) -> int | None:
    """Return the place of the record that looks most like a header: many different words, no numbers, no dates."""
    best: tuple[float, int] | None = None
    for place, (_line, cells) in enumerate(head):
        if isinstance(cells, Damaged):
            continue
        filled = [cell.strip() for cell in cells if cell.strip()]
        if len(filled) < 2:
            continue
        words = [cell for cell in filled if not is_number(bare_amount(cell)) and not DateProof().add(cell)]
        score = len(words) * len(words) / len(filled) * (len(set(filled)) / len(filled))
        if best is None or score > best[0] * 1.2:  # a row of texts below the header is no better header
            best = (score, place)
    return best[1] if best is not None else None


def _table(name: str, table: Table, header_line: int | None) -> TableOutline | None:
    is_untitled = header_line == 0 or (header_line is None and has_no_titles(table.head))
    header = letter_header(table) if is_untitled else _titles(table, header_line)
    if header is None or len(header.titles) < 2:
        return None
    titles = header.titles
    drafts = [_Draft(at, title) for at, title in enumerate(titles)]
    rows = 0
    for _line, record in table.after(header):
        if isinstance(record, Damaged) or not any_text(record):
            continue
        rows += 1
        first = next(cell for cell in record if cell.strip())
        if len(first) <= _LONGEST_WORD and not first[0].isdigit() and key(first).rstrip(":") in _TOTALS:
            continue  # a line of totals proves nothing about the columns
        for draft, cell in zip(drafts, record, strict=False):
            draft.add(cell)
    columns = tuple(
        draft.finished(nth, has_title=not is_untitled)
        for draft, (_key, nth) in zip(drafts, numbered(titles), strict=True)
    )
    line = header.line + is_untitled
    return TableOutline(name, line, header.above, rows, columns, tuple(table.head))


def column_kinds(table: Table) -> tuple[Kind, ...]:
    """Return what the whole columns of a table without titles hold, reading every record; none for no table."""
    found = _table(table.name, table, 0)
    return found.kinds if found is not None else ()


def _titles(table: Table, header_line: int | None) -> Header | None:
    place = next((at for at, (line, _cells) in enumerate(table.head) if line == header_line), None)
    if place is None:
        place = likeliest_header(table.head)
    if place is None:
        return None
    line, cells = table.head[place]
    titles = [cell.strip() for cell in cells[:WIDEST]]
    while titles and not titles[-1]:
        titles.pop()
    return Header(line, place, tuple(titles), "", {})


@dataclass(slots=True)
class _Draft:
    place: int
    title: str
    filled: int = 0
    numbers_seen: int = 0
    long_numbers: int = 0
    percents: int = 0
    clocks: int = 0
    links: int = 0
    words: int = 0
    dated: int = 0
    different: int = 0
    unread: int = 0
    is_text: bool = False
    first: list[str] = field(default_factory=list)
    times: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    marks: MarkProof = field(default_factory=MarkProof)
    dates: DateProof = field(default_factory=DateProof)

    def add(self, cell: str) -> None:
        times = self.times.get(cell)
        if times is not None:  # an equal cell proves nothing new; it is only counted
            self.times[cell] = times + 1
            return
        if says_nothing(cell):
            return
        text = cell.strip()[:_LONGEST_CELL]
        if len(self.first) < _FIRST:
            self.first.append(text)
        if self.is_text:
            self.unread += 1
            return
        kinds = self._kinds(text)
        if len(self.times) < _MOST_REMEMBERED:
            self.times[cell] = 1
            self.kinds[cell] = kinds
        else:
            self._count(kinds, 1)
        if len(self.times) == _ENOUGH_TEXTS and not self.dates.dates:
            numbers = sum(kinds & 1 for kinds in self.kinds.values())
            # Neither dates nor numbers: the rest of a long column proves nothing more.
            self.is_text = numbers * 2 < len(self.kinds)

    def _kinds(self, text: str) -> int:
        """Return what a text is, as bits, letting it vote."""
        if text.isdigit() and text.isascii() and len(text) != _COMPACT_DATE:
            return 3 if len(text) >= _ID_DIGITS else 1
        kinds = 0
        if is_number(bare_amount(text)):
            kinds |= 1
            self.marks.add(text)
            if text.isdigit() and len(text) >= _ID_DIGITS:
                kinds |= 2
        if text.endswith("%"):
            kinds |= 4
        if is_clock(text):
            kinds |= 8
        if text.startswith(("http://", "https://")):
            kinds |= 16
        if " " in text:
            kinds |= 32
        if self.dates.add(text):
            kinds |= 64
        return kinds

    def _count(self, kinds: int, times: int) -> None:
        self.filled += times
        self.different += 1
        self.numbers_seen += times if kinds & 1 else 0
        self.long_numbers += times if kinds & 2 else 0
        self.percents += times if kinds & 4 else 0
        self.clocks += times if kinds & 8 else 0
        self.links += times if kinds & 16 else 0
        self.words += times if kinds & 32 else 0
        self.dated += times if kinds & 64 else 0

    def finished(self, nth: int, *, has_title: bool) -> ColumnOutline:
        for cell, kinds in self.kinds.items():
            self._count(kinds, self.times[cell])
        self.filled += self.unread
        short = dict.fromkeys(cell.strip()[:_LONGEST_CELL] for cell in self.times)
        distinct = tuple(short) if len(short) <= _MOST_DISTINCT else ()
        return ColumnOutline(
            place=self.place,
            nth=nth,
            title=self.title,
            first_cells=tuple(self.first),
            filled=self.filled,
            looks=self._looks(),
            numbers=self.marks,
            dates=self.dates,
            percents=self.percents,
            clocks=self.clocks,
            constant=distinct[0] if len(distinct) == 1 and self.filled > 1 else None,
            distinct=distinct,
            kind=self._kind(),
            has_title=has_title,
        )

    def _kind(self) -> Kind:
        if not self.filled:
            return Kind.EMPTY
        if not self.is_text and self.dated >= _MOST_OF_THEM * self.filled:
            return Kind.DATE
        are_numbers = self.numbers_seen >= _MOST_OF_THEM * self.filled or self.clocks >= _NEARLY_ALL * self.filled
        return Kind.NUMBER if are_numbers and not self.is_text else Kind.WORDS

    def _looks(self) -> Looks:
        if not self.filled:
            return Looks.EMPTY
        most = _NEARLY_ALL * self.filled
        if self.is_text:
            return Looks.LINK if self.links >= _NEARLY_ALL * len(self.kinds) else Looks.TEXT
        if self.links >= most:
            return Looks.LINK
        if self.long_numbers >= most:
            return Looks.ID
        if self.dated >= _MOST_OF_THEM * self.filled:
            return Looks.INSTANT if self.dates.times else Looks.DAY
        if self.numbers_seen >= _MOST_OF_THEM * self.filled or self.clocks >= most:
            return Looks.NUMBER
        is_unique = self.filled > 1 and self.different == self.filled
        if is_unique and not self.words and all(any(one.isdigit() for one in text) for text in self.first):
            return Looks.ID
        return Looks.TEXT
