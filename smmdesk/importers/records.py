"""Records into rows: columns planned once, cells read by their plan, what cannot be read refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import getitem, itemgetter

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.readings import Number, State, Unit
from smmdesk.importers.cells import Mark, is_number, named, number, vote, whole_number
from smmdesk.importers.rows import FoundAccount, ReadValue, RefusedRow, Row, SegmentRow
from smmdesk.importers.tables import Context, Format, Header, Table
from smmdesk.importers.text import Damaged, any_text

_LARGEST_CACHE = 20_000


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
        is_marked_count = self.convert is None and ("." in bare or "," in bare) and _is_count(self.metric)
        try:
            if self.convert is not None:
                amount = self.convert(bare)
            else:
                amount = whole_number(bare, self.mark) if is_marked_count else number(bare, self.mark)
        except ValueError:
            reason = _("This cell is not a number.")
            if is_marked_count and is_number(bare):
                reason = _("This is counted in whole numbers.")
            raise BadCell(self.title, text, reason) from None
        return ReadValue(self.metric, amount, State.VALUE if amount else State.ZERO)


def _is_count(key: str) -> bool:
    from smmdesk.importers.registry import METRICS  # it is made of the platforms' modules, which read by this one

    return key in METRICS and METRICS[key].unit is Unit.COUNT


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
        told = named((header.titles[place] for place in header.inferred), len(header.inferred))
        context.reading.warnings.append(_("Columns recognised by what they hold: {columns}.").format(columns=told))
    titles = list(dict.fromkeys(header.unknown_titles))
    if titles:
        shown = named(titles)
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
