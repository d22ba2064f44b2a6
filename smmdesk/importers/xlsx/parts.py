"""The parts of a workbook's archive: their XML, fed to handlers within limits, and how they refer to one another."""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from xml.parsers import expat

MAX_OTHER_BYTES = 8 * 1024 * 1024  # workbook, relations, styles
MAX_DEPTH = 64
_MAX_TAG = 1024 * 1024
MAX_ELEMENTS = 3_000_000  # that hold no value: empty cells with a format, and what is passed over
_CHUNK = 64 * 1024

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
End = Callable[[str], None]


class Broken(Exception):
    """A part breaks the format, or a limit that no real workbook reaches."""


class Xml:
    """One part, read with handlers for the start and end of elements and for text."""

    def __init__(self, archive: zipfile.ZipFile, name: str, limit: int) -> None:
        self._archive, self._name, self._limit = archive, name, limit

    def chunks(self, start: Start, end: End, text: Callable[[str], None]) -> Iterator[None]:
        """Feed the part to the handlers, piece by piece; what a handler raises ends it."""
        try:
            info = self._archive.getinfo(self._name)
        except KeyError:
            raise Broken(self._name) from None
        if info.file_size > self._limit:
            raise TooLarge(self._name)
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
                    raise Broken(self._name)
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
            if depth > MAX_DEPTH or count > MAX_ELEMENTS:
                raise Broken(self._name)
            start(name.rpartition(":")[2], attributes)

        def closed(name: str) -> None:
            nonlocal depth
            depth -= 1
            end(name.rpartition(":")[2])

        for _chunk in self.chunks(opened, closed, text):
            pass

    def _refuse(self, *_declaration: object) -> None:
        raise Broken(self._name)


class TooLarge(Broken):
    """A part is larger than any export's."""


def nothing(*_ignored: object) -> None:
    """Take no notice."""


# What else a damaged archive or part can raise; whatever it is, the workbook is damaged.
DAMAGE = (
    Broken, expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, IndexError,
    OverflowError, RuntimeError, struct.error,
)  # fmt: skip


def relations(archive: zipfile.ZipFile, part: str) -> list[tuple[str, str, str]]:
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

    Xml(archive, posixpath.join(folder, "_rels", f"{name}.rels"), MAX_OTHER_BYTES).read(start, nothing, nothing)
    return found


def digits(text: str) -> int:
    """Return a short plain number, -1 for everything else."""
    return int(text) if text.isdigit() and text.isascii() and len(text) < 10 else -1
