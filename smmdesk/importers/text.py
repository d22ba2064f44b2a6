"""Bytes into decoded text into records, each with the physical line on which it starts."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _

DELIMITERS = (",", ";", "\t")
MAX_BYTES = 400 * 1024 * 1024
MAX_CELL = csv.field_size_limit()  # 131,072 characters; a longer cell is damage
MAX_LINE = 2_000_000  # characters; what is longer is not held in memory
_LINES_TO_A_HEADER = 20_000  # far more than any export has above its header
_CHUNK = 1 << 20
_MOST_REREAD = 20_000_000  # characters read again after broken quotation marks; past that the rest is given up


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes to read, once or several times: a file, or a member of an archive. `name` is only shown, never trusted."""

    name: str
    size: int
    open: Callable[[], BinaryIO]

    def head(self, count: int = 4096) -> bytes:
        """Return the first bytes."""
        with self.open() as stream:
            return stream.read(count)

    def open_whole(self, limit: int) -> BinaryIO:
        """Open for reading in any order; what lies packed in an archive is unpacked into memory, up to a limit."""
        stream = self.open()
        if stream.seekable():
            return stream
        with stream:
            return io.BytesIO(stream.read(limit))


def file_blob(path: Path) -> Blob:
    """Return a file as a blob. Raises UserError for what is no readable file, empty or far too large."""
    name = path.name
    try:
        if path.is_dir():
            raise UserError(_("“{name}” is a folder, not an export file.").format(name=name))
        size = path.stat().st_size
        with path.open("rb") as stream:
            stream.read(1)
    except FileNotFoundError as error:
        raise UserError(_("There is no file “{name}”.").format(name=name)) from error
    except OSError as error:
        raise UserError(
            _("“{name}” cannot be read: {reason}.").format(name=name, reason=error.strerror or str(error))
        ) from error
    except ValueError as error:  # a NUL in the path
        raise UserError(_("There is no file “{name}”.").format(name=name)) from error
    if not path.is_file():
        raise UserError(_("“{name}” is not an ordinary file.").format(name=name))
    if size == 0:
        raise UserError(_("“{name}” is empty.").format(name=name))
    if size > MAX_BYTES:
        raise UserError(
            _("“{name}” is larger than {limit} MB; no platform exports such a file.").format(
                name=name, limit=MAX_BYTES >> 20
            )
        )
    return Blob(name, size, lambda: path.open("rb"))


class Damaged(list[str]):
    """A record that cannot be taken apart: no cells, the text of its first line and the reason."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__()
        self.text = text
        self.reason = reason


Record = tuple[int, list[str]]


def is_blank(record: Record) -> bool:
    """Tell whether a record is an empty line; one that cannot be taken apart is none."""
    return not record[1] and not isinstance(record[1], Damaged)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a file become text; `doubtful` where characters had to be replaced."""

    name: str
    errors: str = "strict"
    doubtful: bool = False


def find_encoding(blob: Blob) -> Encoding | None:
    """Find the encoding from a byte-order mark, NUL bytes and validity; None for bytes that are no text.

    Order of formats.md section 5: BOM, UTF-16 without BOM, UTF-8, cp1252 last. A UTF-8 file with few flipped bytes
    stays UTF-8 (the broken characters are replaced) instead of becoming cp1252 throughout.
    """
    head = blob.head()
    if head.startswith(codecs.BOM_UTF8):
        return Encoding("utf-8-sig", "replace")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding("utf-16", "replace")
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) >= 4 and odd > len(head) // 4 and even * 8 < odd:
        return Encoding("utf-16-le", "replace")
    if len(head) >= 4 and even > len(head) // 4 and odd * 8 < even:
        return Encoding("utf-16-be", "replace")
    if head.count(0) > 8:
        return None
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        with blob.open() as stream:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _cp1252_or_damaged(blob)
    return Encoding("utf-8")


def _cp1252_or_damaged(blob: Blob) -> Encoding:
    broken = foreign = 0
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    with blob.open() as stream:
        while chunk := stream.read(_CHUNK):
            text = decoder.decode(chunk)
            broken += text.count("\ufffd")
            foreign += len(text) - len(text.encode("ascii", "ignore"))
    if (foreign - broken) > 4 * broken:
        return Encoding("utf-8", "replace", doubtful=True)
    return Encoding("cp1252", "replace")


class CsvText:
    """A delimited text: opened again for each reading, so that it is never whole in memory."""

    def __init__(self, blob: Blob, encoding: Encoding) -> None:
        self.blob = blob
        self.encoding = encoding
        self._skipped, self._declared = self._separator_line()

    def _lines(self) -> Iterator[str]:
        stream = self.blob.open()
        with io.TextIOWrapper(stream, encoding=self.encoding.name, errors=self.encoding.errors, newline="") as text:
            while line := text.readline(MAX_LINE + 1):
                yield line
                while len(line) > MAX_LINE and not line.endswith(("\n", "\r")):  # the rest of it is passed over
                    line = text.readline(MAX_LINE + 1)

    def _separator_line(self) -> tuple[int, str | None]:
        first = next(self._lines(), "").lstrip("\ufeff").strip("\r\n")
        bare = first.strip('"').casefold()
        if bare.startswith("sep=") and len(bare) > 4 and len(bare.rstrip(bare[4])) <= 4:
            return 1, bare[4]
        return 0, None

    def delimiters(self) -> tuple[str, ...]:
        """Return the delimiters that may hold: the one that the file declares, else all, the likeliest first."""
        if self._declared:
            return (self._declared,)
        widths = {mark: max((len(row) for _line, row in self.head(mark)), default=0) for mark in DELIMITERS}
        return tuple(sorted(DELIMITERS, key=lambda mark: -widths[mark]))

    def head(self, delimiter: str, count: int = 20, *, wrapped: bool = False) -> list[Record]:
        """Return the first records that are not empty."""
        found = (record for record in self.beginning(delimiter, wrapped=wrapped) if not is_blank(record))
        return list(islice(found, count))

    def is_wrapped(self) -> bool:
        """Tell whether every line is one quoted cell which is itself a line of a table (saved twice as CSV)."""
        rows = [row for _line, row in self.head(",", 8) if any(row)]
        if not rows or any(len(row) > 1 for row in rows[:1]):
            return False
        first = rows[0][0] if rows[0] else ""
        raw = next(self._lines(), "").lstrip("\ufeff")
        return raw.startswith('"') and max(first.count(delimiter) for delimiter in DELIMITERS) >= 2

    def records(self, delimiter: str, *, wrapped: bool = False, blank: bool = False) -> Iterator[Record]:
        """Yield (physical line, cells) of every record but the `sep=` line; Damaged for broken ones.

        Empty lines are left out unless `blank` asks for them (as records without cells).
        """
        return self._records(self._lines(), delimiter, wrapped=wrapped, blank=blank)

    def beginning(self, delimiter: str, *, wrapped: bool = False) -> Iterator[Record]:
        """Yield the first records, empty ones too: those of as many lines as it can take to find a header."""
        return self._records(islice(self._lines(), _LINES_TO_A_HEADER), delimiter, wrapped=wrapped, blank=True)

    def _records(self, lines: Iterator[str], delimiter: str, *, wrapped: bool, blank: bool) -> Iterator[Record]:
        for _skip in range(self._skipped):
            next(lines, None)
        if wrapped:
            lines = _unwrapped(lines)
        return read_records(lines, delimiter, self._skipped, blank=blank)


def _unwrapped(lines: Iterator[str]) -> Iterator[str]:
    """Yield the inner lines of a text each line of which was made one cell; cells keep their physical lines."""
    for line in lines:
        if len(line) > MAX_LINE:
            yield line
            continue
        bare = line.lstrip("\ufeff").rstrip("\r\n")
        if len(bare) > 1 and bare[0] == bare[-1] == '"':
            bare = bare[1:-1].replace('""', '"')
        yield bare + "\n"


def read_records(lines: Iterator[str], delimiter: str, skipped: int = 0, *, blank: bool = False) -> Iterator[Record]:
    """Take lines apart into records, each with its first physical line; a broken one does not swallow those after it.

    A quotation mark that is never closed would make one record of the rest of the file: that record is given up
    (`Damaged`) and reading goes on with the line after its first.
    """
    taken: list[str] = []
    again: list[str] = []

    def feed() -> Iterator[str]:
        while True:
            if again:
                line = again.pop()
            else:
                line = next(lines, None)
                if line is None:
                    return
            taken.append(line)
            if len(line) > MAX_LINE:
                raise csv.Error("line too long")
            yield line

    # `strict` reports a stray or unclosed quotation mark, which is the only way to notice a torn record.
    start, reread = skipped + 1, 0
    reader = csv.reader(feed(), delimiter=delimiter, strict=True)
    while True:
        try:
            for cells in reader:
                if cells or blank:
                    if start == 1 and cells and cells[0][:1] == "\ufeff":
                        cells[0] = cells[0][1:]
                    yield start, cells
                start += len(taken)
                taken.clear()
            return
        except csv.Error:
            first, rest = taken[0], taken[1:]
            reread += sum(map(len, rest))
            if rest and reread > _MOST_REREAD:
                yield start, Damaged(first.strip()[:80], _("The quotation marks of this part do not pair."))
                start, rest = start + len(rest), []
            elif rest:
                yield start, Damaged(first.strip()[:80], _("A quotation mark opens here and is never closed."))
            else:
                yield start, _loose(first, delimiter)
            start += 1
            taken.clear()
            again.extend(reversed(rest))
            while rest:  # further lines of the torn text: a record has more than one cell
                line = again.pop() if again else next(lines, None)
                if line is None or delimiter in line:
                    again.extend([] if line is None else [line])
                    break
                start += 1
            reader = csv.reader(feed(), delimiter=delimiter, strict=True)


def _loose(line: str, delimiter: str) -> list[str]:
    """Read one line with stray quotation marks as well as it goes."""
    if len(line) > MAX_LINE:
        return Damaged(line[:400].strip()[:80], _("This line is longer than any export writes."))
    if line.count('"') % 2:
        return Damaged(line.strip()[:80], _("A quotation mark opens here and is never closed."))
    try:
        cells = next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])
    except csv.Error:
        return Damaged(line.strip()[:80], _("A cell of this record is longer than any export writes."))
    return cells or Damaged(line.strip()[:80], _("This record cannot be read."))


def padded(cells: list[str], width: int) -> list[str]:
    """Return a record of at least `width` cells; exports leave out empty cells at the end (formats.md trap 6)."""
    missing = width - len(cells)
    return cells + [""] * missing if missing > 0 else cells


def any_text(cells: Sequence[str]) -> bool:
    """Tell whether a record says anything at all."""
    return any(cells) and any(map(str.strip, cells))
