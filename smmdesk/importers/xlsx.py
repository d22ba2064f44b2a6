"""Office Open XML workbooks (.xlsx), streamed within hard limits; formulas are never evaluated.

What is bounded: the unpacked bytes of every part, the rows, columns and shared strings, the length of a cell, the depth
of the XML and the size of one of its tags. A DTD, and with it every entity, is refused: no workbook has one.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from xml.parsers import expat

from smmdesk.importers.archives import MAX_PACKED, check_archive
from smmdesk.importers.sheets import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
    Cell,
    Percent,
    Sheet,
    SheetRow,
    Workbook,
    exact,
    locked,
    too_large,
    unreadable,
)
from smmdesk.importers.text import MAX_CELL, Blob

MAX_SHEET_BYTES = 120 * 1024 * 1024
MAX_STRING_BYTES = 64 * 1024 * 1024
MAX_STRINGS = 1_000_000
_MAX_OTHER_BYTES = 8 * 1024 * 1024  # workbook, relations, styles
_MAX_STYLES = 65_536
_MAX_DEPTH = 64
_MAX_TAG = 1024 * 1024
_MAX_ELEMENTS = 3_000_000  # that hold no value: empty cells with a format, and what is passed over
_CHUNK = 64 * 1024
_LAST_COLUMN = 16_384

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
End = Callable[[str], None]


class _Broken(Exception):
    """A part breaks the format, or a limit that no real workbook reaches."""


class _Xml:
    """One part, read with handlers for the start and end of elements and for text."""

    def __init__(self, archive: zipfile.ZipFile, name: str, limit: int) -> None:
        self._archive, self._name, self._limit = archive, name, limit

    def chunks(self, start: Start, end: End, text: Callable[[str], None]) -> Iterator[None]:
        """Feed the part to the handlers, piece by piece; what a handler raises ends it."""
        try:
            info = self._archive.getinfo(self._name)
        except KeyError:
            raise _Broken(self._name) from None
        if info.file_size > self._limit:
            raise _TooLarge(self._name)
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = self._refuse
        fed = 0
        with self._archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - parser.CurrentByteIndex > _MAX_TAG:  # one endless tag: the parser would read it over and over
                    raise _Broken(self._name)
                yield
            parser.Parse(b"", True)
            yield

    def read(self, start: Start, end: End, text: Callable[[str], None]) -> None:
        """Read the whole part."""
        depth = count = 0

        def opened(name: str, attributes: Attributes) -> None:
            nonlocal depth, count
            depth += 1
            count += 1
            if depth > _MAX_DEPTH or count > _MAX_ELEMENTS:
                raise _Broken(self._name)
            start(name.rpartition(":")[2], attributes)

        def closed(name: str) -> None:
            nonlocal depth
            depth -= 1
            end(name.rpartition(":")[2])

        for _chunk in self.chunks(opened, closed, text):
            pass

    def _refuse(self, *_declaration: object) -> None:
        raise _Broken(self._name)


class _TooLarge(_Broken):
    """A part is larger than any export's."""


def _nothing(*_ignored: object) -> None:
    pass


# What else a damaged archive or part can raise; whatever it is, the workbook is damaged.
_DAMAGE = (
    _Broken, expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, IndexError,
    OverflowError, RuntimeError, struct.error,
)  # fmt: skip


class Xlsx(Workbook):
    """A workbook in the archive of a blob."""

    def __init__(self, blob: Blob) -> None:
        super().__init__()
        self._blob = blob
        self._archive: zipfile.ZipFile | None = None
        self._parts: dict[str, str] = {}
        self._shared = ""
        self._styles: list[str] = []
        self._epoch = _EPOCH_1900
        self._strings: list[str] | None = None

    def sheets(self) -> list[Sheet]:
        self._open()
        return [Sheet(name, self) for name in list(self._parts)[:MAX_SHEETS]]

    def _read(self, name: str) -> Iterator[SheetRow]:
        archive = self._open()
        try:
            if self._strings is None:
                self._strings = _shared_strings(archive, self._shared) if self._shared else []
            reader = _SheetReader(self._strings, self._styles, self._epoch)
            xml = _Xml(archive, self._parts[name], MAX_SHEET_BYTES)
            for _chunk in xml.chunks(reader.start, reader.end, reader.text):
                yield from reader.taken()
        except _TooLarge as error:
            raise too_large(self._blob.name) from error
        except _DAMAGE as error:
            raise unreadable(self._blob.name) from error

    def _open(self) -> zipfile.ZipFile:
        if self._archive is None:
            if self._blob.size > MAX_PACKED:
                raise too_large(self._blob.name)
            with self._blob.open() as stream:
                data = io.BytesIO(stream.read(MAX_PACKED + 1))
            infos = check_archive(data, self._blob.name)
            if any(info.flag_bits & 1 for info in infos):
                raise locked(self._blob.name)
            try:
                archive = zipfile.ZipFile(data)
                self._read_workbook(archive)
            except _TooLarge as error:
                raise too_large(self._blob.name) from error
            except _DAMAGE as error:
                raise unreadable(self._blob.name) from error
            self._archive = archive
        return self._archive

    def _read_workbook(self, archive: zipfile.ZipFile) -> None:
        book = next((target for kind, _id, target in _relations(archive, "") if kind == "officeDocument"), None)
        if book is None:
            raise _Broken("workbook")
        by_id: dict[str, str] = {}
        styles = ""
        for kind, identity, target in _relations(archive, book):
            if kind == "worksheet":
                by_id[identity] = target
            elif kind == "sharedStrings":
                self._shared = target
            elif kind == "styles":
                styles = target

        def start(name: str, attributes: Attributes) -> None:
            if name == "sheet":
                identity = next((value for key, value in attributes.items() if key.endswith(":id")), "")
                title = attributes.get("name", "")
                if identity in by_id and title and title not in self._parts:  # charts and macros are no worksheets
                    self._parts[title] = by_id[identity]
            elif name == "workbookPr" and attributes.get("date1904", "") in ("1", "true"):
                self._epoch = _EPOCH_1904

        _Xml(archive, book, _MAX_OTHER_BYTES).read(start, _nothing, _nothing)
        if styles:
            self._styles = _styles(archive, styles)


def _relations(archive: zipfile.ZipFile, part: str) -> list[tuple[str, str, str]]:
    """Return (kind, id, part) of what a part ("" the whole archive) refers to inside the archive."""
    folder, _slash, name = part.rpartition("/")
    found: list[tuple[str, str, str]] = []

    def start(element: str, attributes: Attributes) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            joined = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            found.append((attributes.get("Type", "").rpartition("/")[2], attributes.get("Id", ""), joined))

    _Xml(archive, posixpath.join(folder, "_rels", f"{name}.rels"), _MAX_OTHER_BYTES).read(start, _nothing, _nothing)
    return found


_DATE, _CLOCK, _PERCENT = "date", "clock", "percent"
_BUILT_IN = {9: _PERCENT, 10: _PERCENT, **dict.fromkeys((14, 15, 16, 17, 22), _DATE)}
_BUILT_IN |= dict.fromkeys((18, 19, 20, 21, 45, 46, 47), _CLOCK)
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")


def _sort_of(code: str) -> str:
    """Return what a number format shows a number as: a date, a time of the clock, a percentage, or "" for a number."""
    shown = _LITERAL.sub("", code[:255]).split(";")[0]
    if _ELAPSED.search(shown):
        return _CLOCK
    shown = _BRACKETS.sub("", shown).casefold()
    if shown.strip() in ("general", "standard"):
        return ""
    if "y" in shown or "d" in shown:
        return _DATE
    if "h" in shown or "s" in shown:
        return _CLOCK
    if "m" in shown:
        return _DATE
    return _PERCENT if "%" in shown else ""


def _styles(archive: zipfile.ZipFile, part: str) -> list[str]:
    """Return what each cell format of the workbook shows a number as."""
    codes: dict[str, str] = {}
    sorts: list[str] = []
    inside = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal inside
        if name == "numFmt" and len(codes) < _MAX_STYLES:
            codes[attributes.get("numFmtId", "")] = _sort_of(attributes.get("formatCode", ""))
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            number = attributes.get("numFmtId", "0")
            if len(sorts) >= _MAX_STYLES:
                raise _Broken(part)
            sorts.append(codes[number] if number in codes else _BUILT_IN.get(_digits(number), ""))

    def end(name: str) -> None:
        nonlocal inside
        if name == "cellXfs":
            inside = False

    _Xml(archive, part, _MAX_OTHER_BYTES).read(start, end, _nothing)
    return sorts


def _digits(text: str) -> int:
    return int(text) if text.isdigit() and text.isascii() and len(text) < 10 else -1


class _Texts:
    """The text of the `t` elements of one cell or shared string; readings for pronunciation are left out."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.wanted = False

    def add(self, text: str) -> None:
        if self.wanted:
            self.length += len(text)
            if self.length > MAX_CELL:
                raise _Broken("a cell is longer than any workbook's")
            self.pieces.append(text)

    def take(self) -> str:
        text = "".join(self.pieces)
        self.pieces, self.length, self.wanted = [], 0, False
        return _plain(text) if "_x" in text else text


_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def _plain(text: str) -> str:
    """Undo how a workbook writes characters that XML cannot hold; such characters themselves say nothing."""

    def one(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character.isprintable() or character in "\t\n\r" else ""

    return _ESCAPED.sub(one, text)


def _shared_strings(archive: zipfile.ZipFile, part: str) -> list[str]:
    strings: list[str] = []
    texts, aloud = _Texts(), False

    def start(name: str, _attributes: Attributes) -> None:
        nonlocal aloud
        if name == "t":
            texts.wanted = not aloud
        elif name == "rPh":
            aloud = True

    def end(name: str) -> None:
        nonlocal aloud
        if name == "t":
            texts.wanted = False
        elif name == "rPh":
            aloud = False
        elif name == "si":
            if len(strings) >= MAX_STRINGS:
                raise _TooLarge(part)
            strings.append(texts.take())

    _Xml(archive, part, MAX_STRING_BYTES).read(start, end, texts.add)
    return strings


class _SheetReader:
    """Collects the rows of a worksheet as its XML goes by; most of what a file holds passes through here."""

    def __init__(self, strings: list[str], styles: list[str], epoch: datetime) -> None:
        self._strings, self._styles, self._epoch = strings, styles, epoch
        self._rows: list[SheetRow] = []
        self._cells: list[Cell | Percent] = []
        self._number = 0
        self._in_row = False
        self._cell: Attributes | None = None
        self._count = 0
        self._texts = _Texts()
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
                raise _Broken("a cell within a cell")
            self._cell = attributes
            self._count += 1
        elif name == "v" or name == "t":
            if self._texts.wanted:
                raise _Broken("a value within a value")
            self._texts.wanted = not self._aloud
        elif name == "row":
            if self._in_row:
                raise _Broken("a row within a row")
            number = _digits(attributes.get("r", ""))
            self._number = max(number, self._number + 1)  # a row that comes twice or too late is the next one
            if self._number > MAX_ROWS:
                raise _Broken("more rows than a worksheet has")
            self._in_row, self._cells, self._count = True, [], 0
        elif ":" in name:
            self.start(name.rpartition(":")[2], attributes)
        else:
            self._others += 1
            if self._others > _MAX_DEPTH:
                raise _Broken("elements too deep within one another")
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
        if self._needless > _MAX_ELEMENTS:
            raise _TooLarge("millions of empty cells")

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
            number = _digits(text)
            if not 0 <= number < len(self._strings):
                raise _Broken("a text that the workbook does not hold")
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
            if sort in (_DATE, _CLOCK):
                return moment(float(bare), self._epoch, is_clock=sort == _CLOCK)
            shown = exact(float(bare))
        except (ValueError, OverflowError):
            return text
        return Percent(Decimal(shown)) if sort == _PERCENT and not isinstance(shown, str) else shown


def _place_of(letters: str) -> int:
    if not (letters.isalpha() and letters.isascii() and len(letters) <= 3):
        raise _Broken("a column that no worksheet has")
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - 64
    if place > _LAST_COLUMN:
        raise _Broken("a column that no worksheet has")
    return place - 1


def _iso_moment(text: str) -> datetime | str:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return text


_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\Z", re.ASCII)
_EPOCH_1900, _EPOCH_1904 = datetime.fromisoformat("1899-12-30"), datetime.fromisoformat("1904-01-01")
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
    if epoch == _EPOCH_1900 and days < _INVENTED_DAY:
        seconds += 86_400
    return epoch + timedelta(seconds=seconds)


def open_xlsx(blob: Blob) -> Workbook:
    """Return an .xlsx workbook; nothing is unpacked before its sizes are checked. Raises UserError."""
    return Xlsx(blob)
