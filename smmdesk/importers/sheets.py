"""Workbooks (.xlsx, .xls) into rows of plain values, checked before they are unpacked."""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.importers.cells import plain
from smmdesk.importers.text import Blob

MAX_ROWS = 1_048_576
MAX_COLUMNS = 2_000
MAX_SHEETS = 60
_LARGEST_EXACT = 10**15
MAX_XLS_BYTES = 20 * 1024 * 1024
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # how an .xlsx with a password looks from outside

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

    def rows(self) -> Iterator[SheetRow]:
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


SheetRow = tuple[int, "list[Cell | Percent]"]


class Workbook(ABC):
    """A workbook whose sheets are read one row at a time."""

    @abstractmethod
    def sheets(self) -> list[Sheet]:
        """Return the worksheets in their order."""

    @abstractmethod
    def rows(self, name: str) -> Iterator[SheetRow]:
        """Yield the rows of one sheet that hold anything. Raises UserError where the sheet is damaged."""


class _Xls(Workbook):
    def __init__(self, blob: Blob) -> None:
        self._blob = blob
        self._book: Any = None

    def _open(self) -> Any:
        if self._book is None:
            import xlrd

            if self._blob.size > MAX_XLS_BYTES:
                raise too_large(self._blob.name)
            with self._blob.open() as stream:
                data = stream.read(MAX_XLS_BYTES + 1)
            if _ENCRYPTED in data:
                raise locked(self._blob.name)
            try:
                # xlrd speaks to standard output about small damage; a sink keeps pipes clean. A sheet is read when it
                # is asked for and given up afterwards: a small file can hold many sheets that unpack to 150 MB each.
                self._book = xlrd.open_workbook(
                    file_contents=data, logfile=io.StringIO(), ragged_rows=True, on_demand=True
                )
            except Exception as error:  # xlrd raises XLRDError, but also IndexError, struct.error, AssertionError …
                raise locked(self._blob.name) if "encrypted" in str(error) else unreadable(self._blob.name) from error
        return self._book

    def sheets(self) -> list[Sheet]:
        return [Sheet(name, self) for name in list(dict.fromkeys(self._open().sheet_names()))[:MAX_SHEETS]]

    def rows(self, name: str) -> Iterator[SheetRow]:
        book = self._open()
        try:
            sheet = book.sheet_by_name(name)
        except Exception as error:  # as above
            raise unreadable(self._blob.name) from error
        try:
            for index in range(sheet.nrows):
                cells: list[Cell | Percent] = [
                    _xls_cell(cell, book.datemode) for cell in sheet.row(index)[:MAX_COLUMNS]
                ]
                if any(cell is not None and cell != "" for cell in cells):
                    yield index + 1, cells
        finally:
            book.unload_sheet(name)


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


def unreadable(name: str) -> UserError:
    """Return the refusal of a damaged workbook."""
    return UserError(
        _("“{name}” looks like a workbook but is damaged and cannot be opened.").format(name=name),
        hint=_("Download it again, or save it once more as .xlsx or CSV."),
    )


def too_large(name: str) -> UserError:
    """Return the refusal of a workbook that is larger than any export."""
    return UserError(_("“{name}” unpacks to far more than an export holds; it was not opened.").format(name=name))


def locked(name: str) -> UserError:
    """Return the refusal of a workbook with a password."""
    return UserError(
        _("“{name}” is protected by a password.").format(name=name),
        hint=_("Save it without a password and import it again."),
    )


def open_xls(blob: Blob) -> Workbook:
    """Return a .xls (BIFF) workbook. Raises UserError."""
    return _Xls(blob)
