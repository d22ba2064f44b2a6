"""Workbooks (.xlsx, .xls) into rows of plain values, checked before they are unpacked."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.importers.archives import check_archive
from smmdesk.importers.cells import plain
from smmdesk.importers.text import Blob

MAX_ROWS = 1_048_576
MAX_COLUMNS = 2_000
MAX_SHEETS = 60
_LARGEST_EXACT = 10**15
MAX_XLS_BYTES = 60 * 1024 * 1024

Cell = str | int | Decimal | date | datetime | bool | None


@dataclass(frozen=True, slots=True)
class Percent:
    """A number cell that the sheet shows as a percentage: 0.55 shown as 55 %."""

    fraction: Decimal


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: its name and its rows, (row number from 1, cells), opened again for each reading."""

    name: str
    workbook: Workbook

    def rows(self) -> Iterator[tuple[int, list[Cell | Percent]]]:
        """Yield the rows that hold anything."""
        return self.workbook.rows(self.name)


def exact(value: float) -> int | Decimal | str:
    """Return a number cell as the sheet shows it: 15 significant digits, whole ones as int.

    From 10^15 on a sheet has lost digits (ids of posts): such a number comes back as text, rounded (1.79747E+16), so
    that nobody takes it for the id. Raises ValueError for infinities and what is no number.
    """
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError("not a number")
    if abs(value) >= _LARGEST_EXACT:
        return f"{value:.5E}"
    shown = Decimal(format(value, ".15g"))
    whole = shown.to_integral_value()
    return int(shown) if whole == shown else shown


def cell_text(value: Cell | Percent) -> str:
    """Write a cell as the text that a CSV of the same export would hold: dot decimals, ISO dates."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | Decimal):
        return plain(value)
    if isinstance(value, Percent):
        return plain(value.fraction)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    return value.isoformat()


class Workbook:
    """A workbook whose sheets are read one row at a time."""

    def sheets(self) -> list[Sheet]:
        """Return the sheets that hold cells, in their order."""
        raise NotImplementedError

    def rows(self, name: str) -> Iterator[tuple[int, list[Cell | Percent]]]:
        """Yield the rows of one sheet."""
        raise NotImplementedError


class _Xlsx(Workbook):
    def __init__(self, blob: Blob) -> None:
        self._blob = blob
        self._data: bytes | None = None
        self._book: Any = None

    def _open(self) -> Any:
        if self._book is None:
            # openpyxl reads its XML through defusedxml where that is installed (it is among our dependencies).
            from openpyxl import load_workbook

            with self._blob.open() as stream:
                check_archive(stream, self._blob.name)
                stream.seek(0)
                data = io.BytesIO(stream.read())
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    self._book = load_workbook(data, read_only=True, data_only=True, keep_links=False)
                except UserError:
                    raise
                except Exception as error:  # openpyxl has no error of its own: KeyError, ParseError, …
                    raise _unreadable(self._blob.name) from error
        return self._book

    def sheets(self) -> list[Sheet]:
        names: list[str] = [sheet.title for sheet in self._open().worksheets]
        return [Sheet(name, self) for name in names[:MAX_SHEETS]]

    def rows(self, name: str) -> Iterator[tuple[int, list[Cell | Percent]]]:
        sheet = self._open()[name]
        sheet.reset_dimensions()  # the size written in the file is often wrong
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                for number, row in enumerate(sheet.iter_rows(), 1):
                    if number > MAX_ROWS:
                        return
                    cells = [_xlsx_cell(cell) for cell in row[:MAX_COLUMNS]]
                    if any(cell is not None and cell != "" for cell in cells):
                        yield number, cells
            except UserError:
                raise
            except Exception as error:  # a damaged sheet shows only while its rows are read
                raise _unreadable(self._blob.name) from error


def _xlsx_cell(cell: Any) -> Cell | Percent:
    value = cell.value
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        try:
            shown = exact(value)
        except (ValueError, OverflowError):
            return str(value)
        if isinstance(shown, str):
            return shown
        return Percent(Decimal(shown)) if "%" in (cell.number_format or "") else shown
    if isinstance(value, datetime | date):
        return value
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value)


class _Xls(Workbook):
    def __init__(self, blob: Blob) -> None:
        self._blob = blob
        self._book: Any = None

    def _open(self) -> Any:
        if self._book is None:
            import xlrd

            if self._blob.size > MAX_XLS_BYTES:
                raise _too_large(self._blob.name)
            with self._blob.open() as stream:
                data = stream.read()
            try:
                # xlrd speaks to standard output about small damage; a sink keeps pipes clean.
                self._book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), ragged_rows=True)
            except Exception as error:  # xlrd raises XLRDError, but also IndexError, struct.error, AssertionError …
                raise _unreadable(self._blob.name) from error
        return self._book

    def sheets(self) -> list[Sheet]:
        return [Sheet(sheet.name, self) for sheet in self._open().sheets()[:MAX_SHEETS]]

    def rows(self, name: str) -> Iterator[tuple[int, list[Cell | Percent]]]:
        book = self._open()
        sheet = book.sheet_by_name(name)
        for index in range(sheet.nrows):
            cells: list[Cell | Percent] = [_xls_cell(cell, book.datemode) for cell in sheet.row(index)[:MAX_COLUMNS]]
            if any(cell is not None and cell != "" for cell in cells):
                yield index + 1, cells


def _xls_cell(cell: Any, datemode: Any) -> Cell:
    import xlrd

    value = cell.value
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        try:
            return exact(value)
        except ValueError:
            return str(value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate_as_datetime(value, datemode)
        except (ValueError, OverflowError):
            return str(value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return value
    return None


def _unreadable(name: str) -> UserError:
    return UserError(
        _("“{name}” looks like a workbook but is damaged and cannot be opened.").format(name=name),
        hint=_("Download it again, or save it once more as .xlsx or CSV."),
    )


def _too_large(name: str) -> UserError:
    return UserError(_("“{name}” unpacks to far more than an export holds; it was not opened.").format(name=name))


def open_xlsx(blob: Blob) -> Workbook:
    """Return an .xlsx workbook; nothing is unpacked before its sizes are checked. Raises UserError."""
    return _Xlsx(blob)


def open_xls(blob: Blob) -> Workbook:
    """Return a .xls (BIFF) workbook. Raises UserError."""
    return _Xls(blob)
