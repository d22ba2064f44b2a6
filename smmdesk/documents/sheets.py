"""Tables for spreadsheets, as CSV and as XLSX: the one place that keeps what we export from starting a formula."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from xml.sax.saxutils import escape

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _

Cell = str | int | Decimal | date | datetime | bool | None
Row = Sequence[Cell]

MOST_ROWS = 1_048_576  # of a worksheet, its titles included
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_LONGEST_CELL = 32_767  # UTF-16 units, what a worksheet's cell holds
_MOST_DIGITS = 15  # a spreadsheet rounds whole numbers with more


def inert(text: str) -> str:
    """Return a text cell that no spreadsheet evaluates: one that would start a formula begins with an apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def csv_text(titles: Sequence[str], rows: Iterable[Row], *, line_end: str = "\r\n") -> str:
    """Return a table as CSV: commas, dot decimals, ISO days, texts made inert, numbers exactly as they are."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=line_end)
    writer.writerow([inert(title) for title in titles])
    writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def csv_bytes(titles: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Return a table as a CSV file in UTF-8 with a byte-order mark, by which spreadsheets know the encoding."""
    return csv_text(titles, rows).encode("utf-8-sig", "replace")


def _csv_cell(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return inert(cell)
        case datetime():
            return cell.replace(tzinfo=None).isoformat(" ", "seconds")
        case date():
            return cell.isoformat()
        case _:
            return _number_text(cell)


def _number_text(number: int | Decimal | bool) -> str:
    if isinstance(number, bool):
        return "TRUE" if number else "FALSE"
    return format(number, "f") if isinstance(number, Decimal) else str(number)


def xlsx_bytes(titles: Sequence[str], rows: Iterable[Row], *, sheet: str = "SMM Desk") -> bytes:
    """Return a table as a workbook of one sheet: numbers as numbers with their exact text, days as dates.

    Texts are text cells and inert all the same, so that the sheet stays harmless when it is saved as CSV. Whole numbers
    of more than 15 digits are written as text, since a spreadsheet would round them. Instants are written as the clock
    time that they hold. Equal tables give equal bytes. Raises UserError for more rows than a worksheet holds.
    """
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _PARTS.items():
            archive.writestr(_member(name), text)
        archive.writestr(_member("xl/workbook.xml"), _WORKBOOK.format(name=escape(_sheet_name(sheet), _QUOTES)))
        with archive.open(_member("xl/worksheets/sheet1.xml"), "w") as part:
            for piece in _worksheet(titles, rows):
                part.write(piece.encode("utf-8", "replace"))
    return data.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))  # no clock: equal tables give equal bytes
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _sheet_name(name: str) -> str:
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f\ufffe\uffff\ud800-\udfff]", " ", name).strip(" '")
    return plain.encode("utf-16-le")[:62].decode("utf-16-le", "ignore").strip(" '") or "SMM Desk"


def _worksheet(titles: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    source = iter(rows)
    first = list(islice(source, 200))  # enough to choose the widths by
    letters = [_letters(place) for place in range(max(len(titles), *map(len, first)) if first else len(titles))]
    yield _SHEET_START
    yield "<cols>"
    for place in range(len(letters)):
        shown = [titles[place] if place < len(titles) else ""]
        shown += [_csv_cell(row[place]) for row in first if place < len(row)]
        width = min(max(8, *(len(text) + 2 for text in shown)), 60)
        yield f'<col min="{place + 1}" max="{place + 1}" width="{width}" customWidth="1"/>'
    yield "</cols><sheetData>"
    yield _row(1, [_text(f"{letter}1", title, 1) for letter, title in zip(letters, titles, strict=False)])
    number = 1
    for number, row in enumerate(chain(first, source), 2):
        if number > MOST_ROWS:
            raise UserError(
                _("A worksheet holds {count} rows, and this table has more.").format(count=MOST_ROWS - 1),
                hint=_("Save it as CSV."),
            )
        while len(letters) < len(row):
            letters.append(_letters(len(letters)))
        yield _row(number, [_xlsx_cell(f"{letters[place]}{number}", cell) for place, cell in enumerate(row)])
    yield "</sheetData>"
    if titles:
        yield f'<autoFilter ref="A1:{letters[len(titles) - 1]}{number}"/>'
    yield "</worksheet>"


def _row(number: int, cells: list[str]) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def _letters(place: int) -> str:
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


_FIRST_SHEET_DAY = date(1900, 3, 1)  # before it, the two sorts of spreadsheet count differently
_ZERO_DAY = date(1899, 12, 30)


def _xlsx_cell(place: str, cell: Cell) -> str:
    match cell:
        case None | "":
            return ""
        case str():
            return _text(place, cell)
        case bool():
            return f'<c r="{place}" t="b"><v>{int(cell)}</v></c>'
        case datetime():
            if cell.date() < _FIRST_SHEET_DAY:
                return _text(place, _csv_cell(cell))
            seconds = cell.hour * 3600 + cell.minute * 60 + cell.second
            days = (cell.date() - _ZERO_DAY).days + Decimal(seconds) / 86400
            return f'<c r="{place}" s="3"><v>{days:.10f}</v></c>'
        case date():
            if cell < _FIRST_SHEET_DAY:
                return _text(place, cell.isoformat())
            return f'<c r="{place}" s="2"><v>{(cell - _ZERO_DAY).days}</v></c>'
        case _:
            text = _number_text(cell)
            if len(text.lstrip("-").split(".")[0]) > _MOST_DIGITS:
                return _text(place, text, defuse=False)
            return f'<c r="{place}"><v>{text}</v></c>'


# A control character has no place in XML; what looks like a spreadsheet's own escape is escaped itself.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ESCAPE_LOOK = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_QUOTES = {'"': "&quot;"}


def _text(place: str, text: str, style: int = 4, *, defuse: bool = True) -> str:
    shown = inert(text) if defuse else text
    if len(shown) > _LONGEST_CELL // 2:
        units = shown.encode("utf-16-le", "replace")
        if len(units) > _LONGEST_CELL * 2:
            shown = units[: (_LONGEST_CELL - 1) * 2].decode("utf-16-le", "ignore") + "…"
    shown = escape(_ESCAPE_LOOK.sub("_x005F_", _NOT_XML.sub("", shown)), {"\r": "&#13;"})
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_WORKBOOK = (
    f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_SHEET_START = (
    f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
)
_PARTS = {
    "[Content_Types].xml": (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    # The formats of a cell by number: 0 plain, 1 title, 2 day, 3 day and hour, 4 text.
    "xl/styles.xml": (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>'
        '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="22" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}
