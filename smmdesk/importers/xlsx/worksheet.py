"""The rows of a worksheet, collected as its XML goes by."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from smmdesk.importers.sheets import MAX_COLUMNS, MAX_ROWS, Cell, Percent, SheetRow, exact
from smmdesk.importers.xlsx.parts import MAX_DEPTH, MAX_ELEMENTS, Attributes, Broken, TooLarge, digits
from smmdesk.importers.xlsx.texts import CLOCK, DATE, PERCENT, Texts

_LAST_COLUMN = 16_384


class SheetReader:
    """Collects the rows of a worksheet as its XML goes by; most of what a file holds passes through here."""

    def __init__(self, strings: list[str], styles: list[str], epoch: datetime) -> None:
        self._strings, self._styles, self._epoch = strings, styles, epoch
        self._rows: list[SheetRow] = []
        self._cells: list[Cell | Percent] = []
        self._number = 0
        self._in_row = False
        self._cell: Attributes | None = None
        self._count = 0
        self._texts = Texts()
        self._columns: dict[str, int] = {}
        self._aloud = False
        self._others = 0  # open elements that say nothing of cells
        self._needless = 0  # elements without a value so far

    def taken(self) -> list[SheetRow]:
        """Return the rows that are complete, once."""
        rows, self._rows = self._rows, []
        return rows

    def start(self, name: str, attributes: Attributes) -> None:
        """Note the beginning of an element; known ones do not stand within one another, others not deep."""
        if name == "c":
            if self._cell is not None:
                raise Broken("a cell within a cell")
            self._cell = attributes
            self._count += 1
        elif name == "v" or name == "t":
            if self._texts.wanted:
                raise Broken("a value within a value")
            self._texts.wanted = not self._aloud
        elif name == "row":
            if self._in_row:
                raise Broken("a row within a row")
            number = digits(attributes.get("r", ""))
            self._number = max(number, self._number + 1)  # a row that comes twice or too late is the next one
            if self._number > MAX_ROWS:
                raise Broken("more rows than a worksheet has")
            self._in_row, self._cells, self._count = True, [], 0
        elif ":" in name:
            self.start(name.rpartition(":")[2], attributes)
        else:
            self._others += 1
            if self._others > MAX_DEPTH:
                raise Broken("elements too deep within one another")
            self._pass_over()
            if name == "rPh":
                self._aloud = True

    def text(self, text: str) -> None:
        """Note the text of a value."""
        if self._texts.wanted:
            self._texts.add(text)

    def end(self, name: str) -> None:
        """Note the end of an element: a cell is kept if it holds a value, a row if it holds a cell."""
        if name == "v" or name == "t":
            self._texts.wanted = False
        elif name == "c":
            if self._texts.pieces and self._cell is not None:
                self._keep(self._cell, self._texts.take())
            else:
                self._pass_over()
            self._cell = None
        elif name == "row":
            if self._cells:
                self._rows.append((self._number, self._cells))
            self._in_row = False
        elif ":" in name:
            self.end(name.rpartition(":")[2])
        else:
            self._others -= 1
            if name == "rPh":
                self._aloud = False

    def _pass_over(self) -> None:
        self._needless += 1
        if self._needless > MAX_ELEMENTS:
            raise TooLarge("millions of empty cells")

    def _keep(self, cell: Attributes, text: str) -> None:
        letters = cell.get("r", "").rstrip("0123456789")
        place = self._columns.get(letters)
        if place is None:
            place = self._columns[letters] = _place_of(letters) if letters else -1
        if place < 0:  # no cell says where it stands: they stand in a row
            place = self._count - 1
        if place >= MAX_COLUMNS:
            return
        kind = cell.get("t", "n")
        if kind == "n":
            value = self._number_of(text, cell.get("s", ""))
        elif kind == "s":
            number = digits(text)
            if not 0 <= number < len(self._strings):
                raise Broken("a text that the workbook does not hold")
            value = self._strings[number]
        elif kind == "b":
            value = text.strip() in ("1", "true")
        elif kind == "d":
            value = _iso_moment(text.strip())
        else:
            value = text
        if value == "" and not isinstance(value, bool):
            return
        cells = self._cells
        if place == len(cells):
            cells.append(value)
        else:
            cells.extend([None] * (place + 1 - len(cells)))
            cells[place] = value

    def _number_of(self, text: str, style: str) -> Cell | Percent:
        place = int(style) if style.isdigit() and len(style) < 7 else -1
        sort = self._styles[place] if 0 <= place < len(self._styles) else ""
        if not sort and text.isdigit() and text.isascii() and len(text) <= 15:
            return int(text)
        bare = text.strip()
        if not _NUMBER.match(bare):
            return text
        try:
            if sort in (DATE, CLOCK):
                return moment(float(bare), self._epoch, is_clock=sort == CLOCK)
            shown = exact(float(bare))
        except (ValueError, OverflowError):
            return text
        return Percent(Decimal(shown)) if sort == PERCENT and not isinstance(shown, str) else shown


def _place_of(letters: str) -> int:
    if not (letters.isalpha() and letters.isascii() and len(letters) <= 3):
        raise Broken("a column that no worksheet has")
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - 64
    if place > _LAST_COLUMN:
        raise Broken("a column that no worksheet has")
    return place - 1


def _iso_moment(text: str) -> datetime | str:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return text


_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\Z", re.ASCII)
EPOCH_1900, EPOCH_1904 = datetime.fromisoformat("1899-12-30"), datetime.fromisoformat("1904-01-01")
_INVENTED_DAY = 60  # a spreadsheet of 1900 counts a 29 February that never was


def moment(days: float, epoch: datetime, *, is_clock: bool) -> date | datetime | str:
    """Return what a number of days means: a day, a day and hour, or the text of a time (`0:03:54`), to the second.

    Raises ValueError and OverflowError for what is no day.
    """
    if days < 0:
        raise ValueError("before the first day")
    seconds = round(days * 86_400)
    if is_clock or days < 1:
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if epoch == EPOCH_1900 and days < _INVENTED_DAY:
        seconds += 86_400
    return epoch + timedelta(seconds=seconds)
