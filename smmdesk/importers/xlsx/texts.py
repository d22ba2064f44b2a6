"""What the cells of a workbook share: texts, and the formats that make a number a date, a time or a percentage."""

from __future__ import annotations

import re
import zipfile

from smmdesk.importers.text import MAX_CELL
from smmdesk.importers.xlsx.parts import MAX_OTHER_BYTES, Attributes, Broken, TooLarge, Xml, digits, nothing

MAX_STRING_BYTES = 64 * 1024 * 1024
MAX_STRINGS = 1_000_000
_MAX_STYLES = 65_536

DATE, CLOCK, PERCENT = "date", "clock", "percent"
_BUILT_IN = {9: PERCENT, 10: PERCENT, **dict.fromkeys((14, 15, 16, 17, 22), DATE)}
_BUILT_IN |= dict.fromkeys((18, 19, 20, 21, 45, 46, 47), CLOCK)
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")


def _sort_of(code: str) -> str:
    """Return what a number format shows a number as: a date, a time of the clock, a percentage, or "" for a number."""
    shown = _LITERAL.sub("", code[:255]).split(";")[0]
    if _ELAPSED.search(shown):
        return CLOCK
    shown = _BRACKETS.sub("", shown).casefold()
    if shown.strip() in ("general", "standard"):
        return ""
    if "y" in shown or "d" in shown:
        return DATE
    if "h" in shown or "s" in shown:
        return CLOCK
    if "m" in shown:
        return DATE
    return PERCENT if "%" in shown else ""


def cell_styles(archive: zipfile.ZipFile, part: str) -> list[str]:
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
                raise Broken(part)
            sorts.append(codes[number] if number in codes else _BUILT_IN.get(digits(number), ""))

    def end(name: str) -> None:
        nonlocal inside
        if name == "cellXfs":
            inside = False

    Xml(archive, part, MAX_OTHER_BYTES).read(start, end, nothing)
    return sorts


class Texts:
    """The text of the `t` elements of one cell or shared string; readings for pronunciation are left out."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.wanted = False

    def add(self, text: str) -> None:
        if self.wanted:
            self.length += len(text)
            if self.length > MAX_CELL:
                raise Broken("a cell is longer than any workbook's")
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


def shared_strings(archive: zipfile.ZipFile, part: str) -> list[str]:
    """Return the texts that the cells of all sheets refer to by number."""
    strings: list[str] = []
    texts, aloud = Texts(), False

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
                raise TooLarge(part)
            strings.append(texts.take())

    Xml(archive, part, MAX_STRING_BYTES).read(start, end, texts.add)
    return strings
