"""Results as tables for spreadsheets: every number with its state beside it, so that missing never reads as zero."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.money import decimal_text
from smmdesk.core.readings import Metric, Number, State, Unit
from smmdesk.domain.accounts import account_row
from smmdesk.domain.results.account_table import AccountTable, MonthCell
from smmdesk.domain.results.post_list import listed_posts, other_day
from smmdesk.domain.results.queries import OF_ACCOUNT, RANK, day_of, rows_of
from smmdesk.domain.results.rows import EngagementFigure
from smmdesk.domain.results.rules import month_title
from smmdesk.importers.registry import METRICS
from smmdesk.store.fields import read_number

CSV, XLSX = ".csv", ".xlsx"
POSTS_AT_ONCE = 400
_EXACT_DIGITS = 10  # of a rate that no decimal number holds exactly

Cell = str | int | Decimal | date | datetime | bool | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to be written: its name, its titles and its rows."""

    name: str
    titles: tuple[str, ...]
    rows: Iterable[Sequence[Cell]]


def months_sheet(table: AccountTable, currency: str) -> Sheet:
    """Return one row for each metric and month, oldest first, with state, reason, definition and sources.

    Shares are numbers of percent; rates that no decimal holds are rounded to ten digits, half away from zero.
    """
    account = account_row(table.account_id).title
    names = _file_names({one for row in table.rows for cell in row.cells for one in cell.imports})
    titles = (
        _("Account"), _("Figure"), _("Month"), _("Value"), _("At least"), _("At most"), _("State"), _("Reason"),
        _("Unit"), _("Definition"), _("Read on"), _("Provisional"), _("Definition changed inside the month"),
        _("Files"),
    )  # fmt: skip

    def rows() -> Iterator[Sequence[Cell]]:
        for row in table.rows:
            for cell in row.cells:
                low, high = cell.bounds or (None, None)
                yield (
                    account,
                    month_title(row.metric),
                    str(cell.month),
                    told_number(cell.value, row.metric.unit),
                    low,
                    high,
                    cell.state.value,
                    cell.reason,
                    unit_word(row.metric, cell.currency or currency),
                    row.metric.key,
                    cell.read_on,
                    cell.is_provisional,
                    cell.broken is not None,
                    "; ".join(names[one] for one in cell.imports if one in names),
                )

    return Sheet(_("Months"), titles, rows())


def posts_sheet(account_id: int, ids: Sequence[int], metrics: Sequence[Metric]) -> Sheet:
    """Return one row for each post in the order given: what it is, then each metric with its state and read day."""
    account = account_row(account_id)
    titles: list[str] = [
        _("Day"), _("Day by the platform’s clock"), _("Format"), _("Title"), _("Text"), _("Link"), _("Tags"),
        _("Platform’s id"), _("Published at (UTC)"),
    ]  # fmt: skip
    for metric in metrics:
        name = _(metric.title)
        told = f"{name} (%)" if metric.unit is Unit.SHARE and "%" not in name else name
        titles += [told, _("{metric}: state").format(metric=name), _("{metric}: read on").format(metric=name)]

    def rows() -> Iterator[Sequence[Cell]]:
        for start in range(0, len(ids), POSTS_AT_ONCE):
            for listed in listed_posts(account_id, ids[start : start + POSTS_AT_ONCE]):
                post = listed.post
                instant = None if post.published_at is None else datetime.fromtimestamp(post.published_at, UTC)
                line: list[Cell] = [
                    post.published_on,
                    other_day(post, account.platform) or post.published_on,
                    post.kind,
                    post.title,
                    post.text,
                    post.permalink,
                    ", ".join(listed.tags),
                    post.external_id,
                    instant,
                ]
                for metric in metrics:
                    current = post.values.get(metric.key)
                    if current is None:
                        line.extend((None, State.NOT_AVAILABLE.value, None))
                    else:
                        line.extend((told_number(current.value, metric.unit), current.state.value, current.read_on))
                yield line

    return Sheet(_("Posts"), tuple(titles), rows())


def days_sheet(account_id: int, first: date, last: date, currency: str) -> Sheet:
    """Return one row for each metric and day that was read of an account, as last read."""
    account = account_row(account_id).title
    titles = (
        _("Account"), _("Figure"), _("Day"), _("Value"), _("State"), _("Unit"), _("Definition"), _("Read on"),
        _("File"),
    )  # fmt: skip

    def rows() -> Iterator[Sequence[Cell]]:
        found = rows_of(
            f"""
            WITH {OF_ACCOUNT}
            SELECT m.key, r.day, r.value, r.state, place.read_on, i.file_name, max({RANK})
            FROM account_reading r JOIN metric_name m ON m.id = r.metric_id JOIN place ON place.id = r.import_id
            JOIN import i ON i.id = r.import_id
            WHERE r.account_id = ? AND r.day BETWEEN ? AND ? GROUP BY r.metric_id, r.day ORDER BY m.key, r.day
            """,
            (account_id, account_id, first.isoformat(), last.isoformat()),
        )
        for key, day, value, state, read_on, file_name, _place in found:
            metric = METRICS.get(key)
            if metric is not None:
                yield (
                    account,
                    _(metric.title),
                    date.fromisoformat(day),
                    told_number(read_number(value), metric.unit),
                    state,
                    unit_word(metric, currency),
                    key,
                    day_of(read_on),
                    file_name,
                )

    return Sheet(_("Days"), titles, rows())


def sheet_bytes(sheet: Sheet, suffix: str) -> bytes:
    """Return a table as CSV or XLSX. Raises UserError for another kind of file."""
    from smmdesk.documents.sheets import csv_bytes, xlsx_bytes  # not needed before something is written

    if suffix == CSV:
        return csv_bytes(sheet.titles, sheet.rows)
    if suffix == XLSX:
        return xlsx_bytes(sheet.titles, sheet.rows, sheet=sheet.name)
    raise UserError(_("A table is written as CSV or XLSX."), "", _("Let the file’s name end with .csv or .xlsx."))


def save_sheet(sheet: Sheet, path: Path) -> Path:
    """Write a table where the user wants it, whole or not at all. Raises UserError where that is not possible."""
    content = sheet_bytes(sheet, path.suffix.lower())
    unfinished = path.with_name(path.name + ".part")
    try:
        unfinished.write_bytes(content)
        os.replace(unfinished, path)
    except OSError as failure:
        unfinished.unlink(missing_ok=True)
        raise UserError(
            _("{name} could not be written.").format(name=path.name),
            str(failure.strerror or failure),
            _("Choose another folder."),
        ) from failure
    return path


def plain_rows(sheet: Sheet) -> list[dict[str, Any]]:
    """Return a table as plain data for programs, numbers exactly as text where they are no whole ones."""
    return [{title: _plain(cell) for title, cell in zip(sheet.titles, row, strict=True)} for row in sheet.rows]


def cell_data(metric: Metric, cell: MonthCell, currency: str) -> dict[str, Any]:
    """Return a cell of the table of months as plain data: `value` is in `unit`, a rate in percent.

    An engagement rate says of what it is made in `engagement`.
    """
    data = {
        "month": str(cell.month),
        "value": _plain(told_number(cell.value, metric.unit)),
        "at_least": None if cell.bounds is None else cell.bounds[0],
        "at_most": None if cell.bounds is None else cell.bounds[1],
        "state": cell.state.value,
        "reason": cell.reason,
        "unit": unit_word(metric, cell.currency or currency),
        "read_on": _plain(cell.read_on),
        "provisional": cell.is_provisional,
    }
    if cell.rate is not None:
        data["engagement"] = engagement_data(cell.rate)
    return data


def engagement_data(rate: EngagementFigure) -> dict[str, Any]:
    """Return what an engagement rate is made of: the metrics above and below the line, and what they come to.

    A unique count (reach) is added up below the line only and never told by itself, so `denominator_value` is then
    null (roi.md 2.2); on followers, `followers` stand below the line once for each of the `posts`.
    """
    return {
        "interactions": list(rate.numerators),
        "numerator_value": _plain(rate.interactions),
        "denominator": rate.denominator,
        "denominator_value": _plain(rate.denominated),
        "followers": _plain(rate.followers),
        "average_post": _plain(told_number(rate.average_post, Unit.SHARE)),
        "posts": len(rate.post_ids),
        "left_out": rate.left_out,
    }


def plain_number(value: Number | Fraction | None) -> int | Decimal | None:
    """Return a value as a whole or a decimal number; a rate that no decimal holds with ten digits."""
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return int(value)
        return Decimal(decimal_text(value, _EXACT_DIGITS)).normalize()
    return value


def told_number(value: Number | Fraction | None, unit: Unit) -> int | Decimal | None:
    """Return a value as it leaves the program: a share in percent (0.0533 is 5.33), everything else as it is."""
    return plain_number(value if value is None or unit is not Unit.SHARE else Fraction(value) * 100)


def unit_word(metric: Metric, currency: str) -> str:
    """Return a metric's unit as a word: the currency's code for money, percent for every share."""
    if metric.unit is Unit.SHARE:
        return "percent"
    return currency if metric.unit is Unit.MONEY else metric.unit.value


def _plain(cell: Cell) -> Any:
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return cell.isoformat() if isinstance(cell, date) else cell


def _file_names(imports: Iterable[int]) -> dict[int, str]:
    wanted = sorted(imports)
    marks = ", ".join("?" * len(wanted))
    return dict(rows_of(f"SELECT id, file_name FROM import WHERE id IN ({marks})", wanted)) if wanted else {}
