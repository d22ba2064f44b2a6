"""Damage to a workbook: its parts, its cells, and XML that is made to hurt its reader."""

from __future__ import annotations

import lzma
import random
import re
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO

from tests.importers.fuzz.damage.raw import Mutator, cut_out, flip, flip_bits, insert, repeat_part, some, truncate
from tests.importers.fuzz.seeds import as_archive, as_workbook


def _workbook_parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the members of an archive or workbook; a text becomes a workbook first."""
    if data.startswith(b"PK\x03\x04"):
        try:
            return dict(_workbook_parts(data)) or {"x": b"x"}
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, ValueError, RuntimeError, EOFError, KeyError):
            return {"Table data.csv": data}
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return {"book.xls": data}
    return _workbook_parts(as_workbook(data))


def to_workbook(data: bytes, dice: random.Random) -> bytes:
    return data if data.startswith((b"PK", b"\xd0\xcf")) else as_workbook(data)


def _sheet_name(parts: dict[str, bytes]) -> str:
    return next(
        (name for name in parts if name.startswith("xl/worksheets/") and name.endswith(".xml")), next(iter(parts))
    )


def in_parts(data: bytes, dice: random.Random) -> bytes:
    """Damage the XML inside, so that the archive around it stays whole."""
    parts = parts_of(data)
    name = dice.choice((_sheet_name(parts), dice.choice(list(parts))))
    if parts[name]:
        parts[name] = dice.choice((flip, flip_bits, truncate, cut_out, repeat_part, insert))(parts[name], dice)
    return as_archive(parts)


def odd_sheet(data: bytes, dice: random.Random) -> bytes:
    """Write cells as no spreadsheet does: types, places, numbers, errors, formulas with and without their result."""
    parts = parts_of(data)
    name = _sheet_name(parts)
    xml = parts[name]
    cells = re.findall(rb"<c [^>]*?(?:/>|>.*?</c>)", xml, re.DOTALL)
    for _cell in range(some(dice, 12)):
        if cells:
            old = dice.choice(cells)
            place = re.search(rb'r="[^"]*"', old)
            xml = xml.replace(
                old,
                b"<c "
                + (place[0] if place and dice.random() < 0.8 else dice.choice(_PLACES))
                + b" "
                + dice.choice(_CELLS),
                1,
            )
    parts[name] = xml
    return as_archive(parts)


_PLACES = (
    b"", b'r="A1"', b'r="XFD1048576"', b'r="ZZZZ1"', b'r="1"', b'r="\xc3\x89\x31"', b'r="A-1"', b'r="a5"', b'r=""',
)  # fmt: skip
_CELLS = (
    b'><v>1e308</v></c>', b'><v>NaN</v></c>', b'><v>1e999</v></c>', b'><v>-0</v></c>',
    b'><v>17912345678901234</v></c>', b'><v>0.1</v></c>', b'><v>1_000</v></c>', b'><v> 12 </v></c>', b'><v></v></c>',
    b'/>', b't="e"><v>#REF!</v></c>', b't="b"><v>1</v></c>', b't="b"><v>yes</v></c>',
    b't="d"><v>2026-06-10T10:00:00</v></c>', b't="d"><v>never</v></c>', b't="s"><v>0</v></c>',
    b't="s"><v>99999</v></c>', b't="s"><v>-1</v></c>', b't="s"><v>x</v></c>', b't="zzz"><v>5</v></c>',
    b't="str"><f>A1&amp;"x"</f><v>kept</v></c>', b'><f>1+1</f></c>', b'><f>1+1</f><v>2</v></c>',
    b'><f>WEBSERVICE("http://127.0.0.1/")</f><v/></c>', b't="inlineStr"><is><t>text</t></is></c>',
    b't="inlineStr"><is><r><t>a</t></r><r><t>b</t></r><rPh><t>c</t></rPh></is></c>',
    b't="inlineStr"><is><t>_x0000__x005F__xD800_</t></is></c>', b's="1"><v>46183</v></c>', b's="99999"><v>5</v></c>',
    b's="x"><v>5</v></c>', b's="1"><v>-5</v></c>', b's="1"><v>1e15</v></c>', b'><v>1</v><v>2</v></c>',
    b'><c><v>1</v></c></c>', b'><v><v>1</v></v></c>', b't="str"><v>12</v></c>',
    b't="inlineStr"><is><t>' + b"9" * 140_000 + b"</t></is></c>",
)  # fmt: skip

_NS = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def _laughs(entity: str = "k") -> bytes:
    levels = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol">{levels}]><x>&{entity};</x>'.encode()


def _sheet_of(rows: bytes) -> bytes:
    return b"<worksheet " + _NS + b"><sheetData>" + rows + b"</sheetData></worksheet>"


_BOMBS: tuple[Callable[[], bytes], ...] = (
    _laughs, lambda: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
    lambda: b'<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>',
    lambda: b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 100_000 + b'">]><x>' + b"&a;" * 10_000 + b"</x>",
    lambda: b"<a>" * 200_000, lambda: b"<a " + b"".join(b'x%d="" ' % n for n in range(60_000)) + b"/>",
    lambda: b'<a x="' + b"y" * 3_000_000 + b'"/>',
    lambda: b"<sst " + _NS + b">" + b"<si><t>ab</t></si>" * 300_000 + b"</sst>",
    lambda: b"<sst " + _NS + b"><si>" + b"<t>x</t>" * 300_000 + b"</si></sst>",
    lambda: b"<sst " + _NS + b"><si><t>" + b"x" * 5_000_000 + b"</t></si></sst>",
    lambda: b"<styleSheet " + _NS + b"><cellXfs>" + b'<xf numFmtId="14"/>' * 200_000 + b"</cellXfs></styleSheet>",
    lambda: _sheet_of(b"<row/>" * 400_000),
    lambda: _sheet_of(b"<a/>" * 400_000),
    lambda: _sheet_of(b'<row r="1">' + b'<c r="A1"><v>1</v></c>' * 200_000 + b"</row>"),
    lambda: _sheet_of(b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(1, 40_000))),
    lambda: b'<?xml version="1.0" encoding="utf-7"?><x/>',
    lambda: '<?xml version="1.0" encoding="utf-16"?><x/>'.encode("utf-16"), lambda: b"", lambda: b"not xml",
)  # fmt: skip


@cache
def _bomb(place: int) -> bytes:
    return _BOMBS[place]()


def xml_bomb(data: bytes, dice: random.Random) -> bytes:
    parts = parts_of(data)
    name = dice.choice(
        (
            _sheet_name(parts),
            "xl/sharedStrings.xml",
            "xl/workbook.xml",
            "xl/styles.xml",
            "[Content_Types].xml",
            "xl/_rels/workbook.xml.rels",
        )
    )
    parts[name] = _bomb(dice.randrange(len(_BOMBS)))
    if name == "xl/sharedStrings.xml":
        rels = parts.get("xl/_rels/workbook.xml.rels", b"")
        if b"sharedStrings" not in rels:
            relation = (
                b'<Relationship Id="rId99" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
            )
            parts["xl/_rels/workbook.xml.rels"] = rels.replace(b"</Relationships>", relation)
    return as_archive(parts)


def empty_rows(data: bytes, dice: random.Random) -> bytes:
    """Put empty rows before, between or after the rows of a sheet: now and then a million."""
    parts = parts_of(data)
    name = _sheet_name(parts)
    count = 1_000_000 if dice.random() < 0.05 else dice.choice((1_000, 50_000))
    rows = _empty(count, dice.random() < 0.3 and count < 100_000)
    xml = parts[name]
    place = dice.choice((xml.find(b"<sheetData>") + 11, xml.find(b"</sheetData>"), xml.find(b"<row ", len(xml) // 2)))
    parts[name] = xml[:place] + rows + xml[place:]
    return as_archive(parts)


@cache
def _empty(count: int, styled: bool) -> bytes:
    return (
        b'<row><c s="1"/><c s="1"/></row>' * count if styled else b"".join(b'<row r="%d"/>' % n for n in range(count))
    )


def lose_part(data: bytes, dice: random.Random) -> bytes:
    parts = parts_of(data)
    del parts[dice.choice(list(parts))]
    return as_archive(parts or {"x": b""})


def other_target(data: bytes, dice: random.Random) -> bytes:
    parts = parts_of(data)
    for name in parts:
        if name.endswith(".rels"):
            target = dice.choice(
                (
                    b"../../../etc/passwd",
                    b"/xl/workbook.xml",
                    b"http://127.0.0.1/x",
                    b"",
                    b"sheet\xc3\xa9.xml",
                    b"worksheets/../workbook.xml",
                )
            )
            parts[name] = re.sub(rb'Target="[^"]*"', b'Target="' + target + b'"', parts[name], count=some(dice, 3))
    return as_archive(parts)


WORKBOOK: tuple[Mutator, ...] = (
    in_parts, in_parts, odd_sheet, odd_sheet, odd_sheet, xml_bomb, empty_rows, lose_part, other_target, flip,
    truncate,
)  # fmt: skip
