"""The ledger as a sheet (CSV or .xlsx): clean cells with their lines; what the values mean is judged elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.importers import cells as read
from smmdesk.importers.archives import check_archive, is_workbook
from smmdesk.importers.cells import Mark
from smmdesk.importers.text import Blob, CsvText, Damaged, file_blob, find_encoding

COLUMNS = (
    "id", "row", "date", "month", "entered_month", "kind", "description", "note", "source", "read_date", "order_key",
    "tie", "quantity", "amount", "currency", "rate", "rate_date", "vat", "vat_rate", "margin", "share", "probability",
    "rule", "tier", "evidence", "confirmed_by", "confirmed_on", "recoverable_vat", "spread_months", "account",
    "reverses",
)  # fmt: skip
REQUIRED = frozenset({"row", "date", "amount"})
PERCENT_COLUMNS = frozenset({"vat_rate", "margin", "share", "probability", "recoverable_vat"})
NUMBER_COLUMNS = PERCENT_COLUMNS | {"quantity", "amount", "rate", "spread_months"}
DATE_COLUMNS = frozenset({"date", "read_date", "rate_date", "confirmed_on"})
MONTH_COLUMNS = frozenset({"month", "entered_month"})
EXAMPLE_PREFIX = "example-"
_MONTH = re.compile(r"\d{4}-\d{2}\Z")
# A lone "1.234" is twelve hundred or one and a bit: for these columns the wrong reading would be a false figure.
_AMBIGUOUS_REFUSED = frozenset({"amount", "quantity"})
_KEYS = frozenset({"id", "order_key", "reverses"})
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+\d{1,2}\Z", re.IGNORECASE)


class Problem(NamedTuple):
    """A cell that could not be read: its column, the text as typed, the reason."""

    column: str
    value: str
    reason: str


@dataclass(slots=True)
class LedgerLine:
    """One row: `line` is the physical line or the sheet's row; `cells` holds every column of the sheet as plain text.

    Numbers have a dot and no grouping, days are ISO, months `YYYY-MM`; a cell with a problem keeps the text as typed.
    """

    line: int
    cells: dict[str, str]
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_example(self) -> bool:
        """Tell whether the row is one of the template's own."""
        return self.cells.get("id", "").casefold().startswith(EXAMPLE_PREFIX)


@dataclass(frozen=True, slots=True)
class LedgerSheet:
    """A ledger sheet: the columns it has, its rows, and the decimal mark of each number column that shows one."""

    columns: tuple[str, ...]
    rows: list[LedgerLine]
    decimal_marks: dict[str, str]


# A raw cell: text as typed, or a value that the sheet already knows (a number or date cell of a workbook).
_Known = tuple[str, str]  # (kind, text), kind "number", "percent" or "date"
_Raw = str | _Known
_RawRow = tuple[int, list[_Raw] | Damaged]


def is_ledger_header(cells: Iterable[str]) -> bool:
    """Tell whether a row of header cells is that of a ledger sheet."""
    return {read.key(cell) for cell in cells} >= REQUIRED


def read_ledger_sheet(path: Path) -> LedgerSheet:
    """Read a ledger sheet. Raises UserError for what is none and for a sheet with an unknown or repeated column.

    The decimal mark is decided by the whole column (roi.md 9.13): where a cell holds both marks the last is the
    decimal one; a cell that is no number, and the template's example rows, do not vote; in a column that contradicts
    itself every row with a value in it has a problem. A lone `1.234` proves nothing: it follows the column's other
    cells; where none decides, amount and quantity have a problem and other columns read the mark as the decimal one.
    """
    blob = file_blob(path)
    rows = _source_rows(blob)
    header_line, header = _header(rows, blob.name)
    columns = _columns(header, blob.name)
    lines = [_line(number, raw, columns) for number, raw in rows if number > header_line]
    kept = [line for line in lines if line is not None]
    marks = _settle_numbers(kept, columns)
    for line in kept:
        _settle_dates(line)
    named = tuple(column for column in columns if column)
    return LedgerSheet(named, [line.finished(named) for line in kept], marks)


@dataclass(slots=True)
class _Draft:
    line: int
    raw: dict[str, _Raw]
    cells: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_example(self) -> bool:
        return _text(self.raw.get("id", "")).casefold().startswith(EXAMPLE_PREFIX)

    def refuse(self, column: str, reason: str) -> None:
        text = _text(self.raw.get(column, ""))
        self.cells[column] = text
        if not self.is_example:
            self.problems.append(Problem(column, text, reason))

    def finished(self, columns: tuple[str, ...]) -> LedgerLine:
        order = {column: place for place, column in enumerate(columns)}
        cells = {column: self.cells.get(column, "") for column in columns}
        return LedgerLine(self.line, cells, sorted(self.problems, key=lambda problem: order.get(problem.column, -1)))


def _text(raw: _Raw) -> str:
    return raw if isinstance(raw, str) else raw[1]


def _source_rows(blob: Blob) -> list[_RawRow]:
    if blob.head(4) == b"PK\x03\x04":
        with blob.open() as stream:
            infos = check_archive(stream, blob.name)
        if not is_workbook(infos):
            raise _no_ledger(blob.name)
        return _workbook_rows(blob)
    encoding = find_encoding(blob)
    if encoding is None:
        raise _no_ledger(blob.name)
    text = CsvText(blob, encoding)
    for delimiter in text.delimiters():
        if any(is_ledger_header(row) for _line_number, row in text.head(delimiter)):
            return [(number, row if isinstance(row, Damaged) else list(row)) for number, row in text.records(delimiter)]
    raise _no_ledger(blob.name)


def _workbook_rows(blob: Blob) -> list[_RawRow]:
    from smmdesk.importers.xlsx import open_xlsx

    for sheet in open_xlsx(blob).sheets():
        rows: list[_RawRow] = [(number, [_known(cell) for cell in row]) for number, row in sheet.rows()]
        if any(is_ledger_header(map(_text, row)) for _number, row in rows[:20]):
            return rows
    raise _no_ledger(blob.name)


def _known(cell: object) -> _Raw:
    from smmdesk.importers.sheets import Percent, cell_text

    if isinstance(cell, Percent):
        return "percent", read.plain(cell.fraction * 100)
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        return "number", read.plain(cell)
    if isinstance(cell, datetime):
        return "date", cell.date().isoformat()
    if isinstance(cell, date):
        return "date", cell.isoformat()
    return cell_text(cell)  # pyright: ignore[reportArgumentType]


def _no_ledger(name: str) -> UserError:
    return UserError(
        _("“{name}” is not a ledger sheet: it lacks the columns row, date and amount.").format(name=name),
        hint=_("Print an empty one with: smmdesk template ledger"),
    )


def _header(rows: list[_RawRow], name: str) -> tuple[int, list[str]]:
    for number, row in rows[:20]:
        cells = [_text(cell) for cell in row]
        if is_ledger_header(cells):
            return number, cells
    raise _no_ledger(name)


def _columns(header: list[str], name: str) -> list[str]:
    while header and not header[-1].strip():
        header = header[:-1]
    columns = [read.key(cell) for cell in header]
    for title, column in zip(header, columns, strict=True):
        if column not in COLUMNS:
            raise UserError(
                _("The ledger sheet “{name}” has a column that is not known: “{column}”.").format(
                    name=name, column=title.strip() or " "
                ),
                _("Nothing of it was imported."),
                _("Known columns: {columns}.").format(columns=", ".join(COLUMNS)),
                field=title.strip(),
            )
        if columns.count(column) > 1:
            raise UserError(
                _("The ledger sheet “{name}” has the column “{column}” twice.").format(name=name, column=column),
                _("Nothing of it was imported."),
                field=column,
            )
    return columns


def _line(number: int, raw: list[_Raw] | Damaged, columns: list[str]) -> _Draft | None:
    if isinstance(raw, Damaged):
        return _Draft(number, {}, problems=[Problem("", raw.text, raw.reason)])
    cells = [_clean(cell) for cell in raw]
    if not any(_text(cell) for cell in cells):
        return None
    draft = _Draft(number, dict(zip(columns, cells, strict=False)))
    beyond = [_text(cell) for cell in cells[len(columns) :] if _text(cell)]
    if beyond and not draft.is_example:
        reason = _("The row has more cells than the header; quote cells that hold the separator.")
        draft.problems.append(Problem("", " ".join(beyond)[:80], reason))
    return draft


def _clean(cell: _Raw) -> _Raw:
    if not isinstance(cell, str):
        return cell
    text = cell.strip()
    # An apostrophe before = + - @ TAB CR keeps spreadsheets from calculating; exactly one is taken off again.
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@", "\t", "\r") else text


def _settle_numbers(drafts: list[_Draft], columns: list[str]) -> dict[str, str]:
    marks: dict[str, str] = {}
    for column in columns:
        filled = [draft for draft in drafts if _text(draft.raw.get(column, ""))]
        if column not in NUMBER_COLUMNS:
            for draft in filled:
                draft.cells[column] = text = _text(draft.raw[column])
                if column in _KEYS and _SHORTENED.match(text):  # two different orders would become one
                    reason = _("A spreadsheet shortened this number and lost digits; keep the column as text there.")
                    draft.refuse(column, reason)
            continue
        typed = [text for draft in filled if not draft.is_example and (text := _typed(draft, column)) is not None]
        votes = {mark for mark in map(read.vote, typed) if mark is not None}
        lone = {text.translate(_ONLY_MARKS) for text in typed if _is_lone(text)} if not votes else set()
        if len(votes) > 1 or len(lone) > 1:
            reason = _("The column “{column}” has decimals both with a point and with a comma.").format(column=column)
            for draft in filled:
                draft.refuse(column, reason)
            continue
        mark = next(iter(votes), None) or next((Mark(text) for text in lone), None)
        if mark is not None:
            marks[column] = mark.value
        for draft in filled:
            _settle_number(draft, column, mark or Mark.DOT, proven=bool(votes))
    return marks


_ONLY_MARKS = {place: None for place in range(128) if chr(place) not in ".,"}


def _is_lone(text: str) -> bool:
    return read.is_number(text) and read.vote(text) is None and ("." in text or "," in text)


def _typed(draft: _Draft, column: str) -> str | None:
    """Return the text that a person typed into a number column; None for a number cell of a workbook."""
    raw = draft.raw[column]
    if not isinstance(raw, str):
        return None
    return raw.rstrip("%").rstrip() if column in PERCENT_COLUMNS else raw


def _settle_number(draft: _Draft, column: str, mark: Mark, *, proven: bool) -> None:
    raw = draft.raw[column]
    if not isinstance(raw, str):
        kind, text = raw
        if kind == "number" or (kind == "percent" and column in PERCENT_COLUMNS):
            draft.cells[column] = text
        else:
            draft.refuse(column, _("This cell is not a number."))
        return
    text = _typed(draft, column) or ""
    if not proven and column in _AMBIGUOUS_REFUSED and _is_lone(text) and not draft.is_example:
        draft.refuse(column, _("This can be read in two ways: write it with two decimals or without the mark."))
        return
    try:
        value = read.number(text, mark)
    except ValueError:
        draft.refuse(column, _("This cell is not a number."))
        return
    draft.cells[column] = _as_typed(text, mark, read.plain(value))


def _as_typed(text: str, mark: Mark, value: str) -> str:
    """Keep the decimals as typed ("12.50", not "12.5"): how many were typed is judged elsewhere."""
    bare = read.bare_number(text).lstrip("+")
    other = "," if mark is Mark.DOT else "."
    typed = bare.replace(other, "").replace(mark.value, ".")
    if typed.startswith((".", "-.")):
        typed = typed.replace(".", "0.", 1)
    return typed if Decimal(typed) == Decimal(value) else value


def _settle_dates(draft: _Draft) -> None:
    for column, raw in draft.raw.items():
        text = _text(raw)
        if not text:
            continue
        if column in DATE_COLUMNS:
            try:
                draft.cells[column] = _day(text).isoformat()
            except ValueError:
                draft.refuse(column, _("This is not a date; write YYYY-MM-DD or DD/MM/YYYY."))
        elif column in MONTH_COLUMNS:
            whole = text[:7] if not isinstance(raw, str) and raw[0] == "date" else text
            try:
                if not _MONTH.match(whole):
                    raise ValueError(whole)
                draft.cells[column] = str(Month.parse(whole))
            except ValueError:
                draft.refuse(column, _("This is not a month; write YYYY-MM."))


def _day(text: str) -> date:
    bare = text[:10] if re.match(r"\d{4}-\d{2}-\d{2}[ T]00:00", text) else text
    return read.iso_day(bare) if re.match(r"\d{4}-", bare) else read.day_month_year(bare)
