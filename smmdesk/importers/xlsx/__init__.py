"""Office Open XML workbooks (.xlsx), streamed within hard limits; formulas are never evaluated.

What is bounded: the unpacked bytes of every part, the rows, columns and shared strings, the length of a cell, the depth
of the XML and the size of one of its tags. A DTD, and with it every entity, is refused: no workbook has one.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from smmdesk.importers.archives import MAX_PACKED, check_archive
from smmdesk.importers.sheets import MAX_SHEETS, Sheet, SheetRow, Workbook, locked, too_large, unreadable
from smmdesk.importers.text import Blob
from smmdesk.importers.xlsx.parts import DAMAGE, MAX_OTHER_BYTES, Attributes, Broken, TooLarge, Xml, nothing, relations
from smmdesk.importers.xlsx.texts import cell_styles, shared_strings
from smmdesk.importers.xlsx.worksheet import EPOCH_1900, EPOCH_1904, SheetReader

MAX_SHEET_BYTES = 120 * 1024 * 1024


class Xlsx(Workbook):
    """A workbook in the archive of a blob."""

    def __init__(self, blob: Blob) -> None:
        self._blob = blob
        self._archive: zipfile.ZipFile | None = None
        self._parts: dict[str, str] = {}
        self._shared = ""
        self._styles: list[str] = []
        self._epoch = EPOCH_1900
        self._strings: list[str] | None = None

    def sheets(self) -> list[Sheet]:
        self._open()
        return [Sheet(name, self) for name in list(self._parts)[:MAX_SHEETS]]

    def rows(self, name: str) -> Iterator[SheetRow]:
        archive = self._open()
        try:
            if self._strings is None:
                self._strings = shared_strings(archive, self._shared) if self._shared else []
            reader = SheetReader(self._strings, self._styles, self._epoch)
            xml = Xml(archive, self._parts[name], MAX_SHEET_BYTES)
            for _chunk in xml.chunks(reader.start, reader.end, reader.text):
                yield from reader.taken()
        except TooLarge as error:
            raise too_large(self._blob.name) from error
        except DAMAGE as error:
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
            except TooLarge as error:
                raise too_large(self._blob.name) from error
            except DAMAGE as error:
                raise unreadable(self._blob.name) from error
            self._archive = archive
        return self._archive

    def _read_workbook(self, archive: zipfile.ZipFile) -> None:
        book = next((target for kind, _id, target in relations(archive, "") if kind == "officeDocument"), None)
        if book is None:
            raise Broken("workbook")
        by_id: dict[str, str] = {}
        styles = ""
        for kind, identity, target in relations(archive, book):
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
                self._epoch = EPOCH_1904

        Xml(archive, book, MAX_OTHER_BYTES).read(start, nothing, nothing)
        if styles:
            self._styles = cell_styles(archive, styles)


def open_xlsx(blob: Blob) -> Workbook:
    """Return an .xlsx workbook; nothing is unpacked before its sizes are checked. Raises UserError."""
    return Xlsx(blob)
