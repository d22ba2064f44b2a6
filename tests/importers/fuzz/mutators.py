"""Ways to damage a file: its bytes, its text and cells, its workbook, its archive. Each is a function of bytes and dice."""

from __future__ import annotations

import csv
import io
import random
import re
import zipfile
from collections.abc import Callable
from functools import cache

from tests.importers.fuzz.seeds import as_archive, as_workbook, dated

Mutator = Callable[[bytes, random.Random], bytes]

BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"+/v8", b"\x00\x00\xfe\xff")
NUMBERS = (
    "9" * 400, "1e999", "-1e308", "1.234", "1,234", "1.234,56", "1,234.56", "1.2.3", "--", "-", "+5", "-7", "0x1F", "1_000",
    "٣٤", "²", "½", "∞", "NaN", "inf", "12 %", "12%", "< 1%", "1 234", "1\u202f234", "1'234", "00012", "1e3", "5.",
    ".5", "-0", "undefined", "N/A", "#REF!", "#N/A", "18446744073709551616", "9223372036854775808", "-9223372036854775809",
    "1.47689E+18", "0.1e-400", "1,2", "999999999999999999999999999999", "\u22125", "TRUE", "1,23,45", "1..2", "1 2",
)  # fmt: skip
DAYS = (
    "0000-00-00", "9999-12-31", "2026-02-30", "31/12/9999", "12/31/9999 23:59", "00/00/0000 00:00", "02/29/2026 25:61",
    "June 40", "February 29", "June", "20261301", "1970-01-01", "2026-06-10T25:00", "06/10/26", "10.06.2026", "Jun 0, 2026",
    "-1/-1/-1", "99999999", "2026-6-1", "giugno 12", "12 giugno", "٢٠٢٦-٠٦-١٠", "2026-W24-1", "11/02/2025 01:30", "03/08/2026 02:30",
)  # fmt: skip
FORMULAS = (
    "=1+1", '=HYPERLINK("http://127.0.0.1/","x")', "@SUM(1+1)", "+1+1", "-2+3", "=cmd|' /C calc'!A0", "\t=1", '=WEBSERVICE("x")',
    "=1/0", "={1;2}", "=A1",
)  # fmt: skip
ODD = (
    "\x00", "\u202e", "\u0000x", "\u2028", "\u0085", "\ufeff", "\u200b", "😀", "a\u0301" * 50, "\ud7ff", "<b>&amp;</b>", "../../x",
    "'; DROP TABLE post; --", "%s%n", "{0}", "{name}", "\x1b[31m", '"', '""', '"a', 'a"', "“", ",", ";", "\t", "\r", "\n", "\\",
)  # fmt: skip


def _some(dice: random.Random, most: int) -> int:
    return dice.randint(1, most)


# --- bytes


def flip(data: bytes, dice: random.Random) -> bytes:
    out = bytearray(data)
    for _flip in range(_some(dice, 40)):
        out[dice.randrange(len(out))] = dice.randrange(256)
    return bytes(out)


def flip_bits(data: bytes, dice: random.Random) -> bytes:
    out = bytearray(data)
    for _flip in range(_some(dice, 8)):
        out[dice.randrange(len(out))] ^= 1 << dice.randrange(8)
    return bytes(out)


def truncate(data: bytes, dice: random.Random) -> bytes:
    return data[: _some(dice, len(data))]


def behead(data: bytes, dice: random.Random) -> bytes:
    return data[dice.randrange(len(data)) :]


def cut_out(data: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(data))
    return data[:start] + data[start + _some(dice, 300) :]


def repeat_part(data: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(data))
    part = data[start : start + _some(dice, 400)]
    place = dice.randrange(len(data))
    return data[:place] + part * _some(dice, 5) + data[place:]


def insert(data: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(data) + 1)
    junk = dice.choice(
        (
            b"9" * 5000,
            b"x" * 200_000,
            b'"' * 101,
            b"\xff" * 30,
            b"\x00" * 20,
            b"\x1a",
            b"\r" * 50,
            "\u202e²٣".encode(),
            *BOMS,
        )
    )
    return data[:place] + junk + data[place:]


def stray_marks(data: bytes, dice: random.Random) -> bytes:
    out = bytearray(data)
    for _mark in range(_some(dice, 12)):
        out[dice.randrange(len(out))] = dice.choice(b"\",;\t\r\n\x00'|")
    return bytes(out)


def put_bom(data: bytes, dice: random.Random) -> bytes:
    bom = dice.choice(BOMS)
    place = dice.choice((0, 0, 0, dice.randrange(len(data) + 1)))
    return data[:place] + bom * _some(dice, 2) + data[place:]


def only_part(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(64)]


# --- text


def _text(data: bytes) -> str:
    if data.startswith(b"\xff\xfe"):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8-sig", "replace")


def _rows(data: bytes) -> list[list[str]]:
    try:
        return [row for row in csv.reader(io.StringIO(_text(data).replace("\x00", ""), newline="")) if row] or [["x"]]
    except csv.Error:
        return [line.split(",") for line in _text(data).splitlines()] or [["x"]]


def _written(
    rows: list[list[str]], delimiter: str = ",", line_end: str = "\n", quoting: int = csv.QUOTE_MINIMAL
) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=line_end, quoting=quoting, escapechar="\\").writerows(rows)
    return out.getvalue().encode("utf-8", "replace")


def _place(dice: random.Random, row: list[str]) -> int:
    return dice.randrange(max(len(row), 1))


def shuffle_lines(data: bytes, dice: random.Random) -> bytes:
    lines = data.split(b"\n")
    dice.shuffle(lines)
    return b"\n".join(lines)


def tear_lines(data: bytes, dice: random.Random) -> bytes:
    lines = data.split(b"\n")
    for _tear in range(_some(dice, 5)):
        place = dice.randrange(len(lines))
        lines[place] = lines[place][: dice.randint(0, len(lines[place]))]
    return b"\n".join(lines)


def join_lines(data: bytes, dice: random.Random) -> bytes:
    lines = data.split(b"\n")
    place = dice.randrange(len(lines))
    return b"\n".join(lines[:place]) + b"".join(lines[place : place + 3]) + b"\n".join(lines[place + 3 :])


def repeat_rows(data: bytes, dice: random.Random) -> bytes:
    rows = _rows(data)
    for _copy in range(_some(dice, 6)):
        row = list(dice.choice(rows))
        if dice.random() < 0.5:
            row[_place(dice, row)] = dice.choice(NUMBERS)
        rows.insert(dice.randrange(len(rows) + 1), row)
    return _written(rows)


def swap_columns(data: bytes, dice: random.Random) -> bytes:
    rows = _rows(data)
    width = max(map(len, rows))
    first, second = dice.randrange(width), dice.randrange(width)
    whole = dice.random() < 0.5  # with the header the file says the same; below it, cells stand under other titles
    for row in rows if whole else rows[1:]:
        if len(row) > max(first, second):
            row[first], row[second] = row[second], row[first]
    return _written(rows)


def repeat_column(data: bytes, dice: random.Random) -> bytes:
    rows = _rows(data)
    place, target = dice.randrange(max(map(len, rows))), dice.randrange(max(map(len, rows)) + 1)
    other = dice.random() < 0.5
    for number, row in enumerate(rows):
        if place < len(row):
            row.insert(target, dice.choice(NUMBERS) if other and number else row[place])
    return _written(rows)


def drop_column(data: bytes, dice: random.Random) -> bytes:
    rows = _rows(data)
    place = dice.randrange(max(map(len, rows)))
    for row in rows:
        if place < len(row):
            del row[place]
    return _written(rows)


def move_columns(data: bytes, dice: random.Random) -> bytes:
    rows = _rows(data)
    order = list(range(max(map(len, rows))))
    dice.shuffle(order)
    return _written([[row[place] for place in order if place < len(row)] for row in rows])


def odd_cells(data: bytes, dice: random.Random) -> bytes:
    rows = _rows(data)
    kinds = dice.choice((NUMBERS, DAYS, FORMULAS, ODD, NUMBERS + DAYS + FORMULAS + ODD))
    for _cell in range(_some(dice, 20)):
        row = dice.choice(rows)
        if row:
            row[_place(dice, row)] = dice.choice(kinds)
    return _written(rows)


def odd_column(data: bytes, dice: random.Random) -> bytes:
    rows = _rows(data)
    place, kinds = dice.randrange(max(map(len, rows))), dice.choice((NUMBERS, DAYS, FORMULAS, ODD))
    for row in rows[1:]:
        if place < len(row):
            row[place] = dice.choice(kinds)
    return _written(rows)


def comma_decimals(data: bytes, dice: random.Random) -> bytes:
    swap = str.maketrans(".,", ",.")
    chance = dice.random()
    rows = _rows(data)
    return _written(
        [
            [
                cell.translate(swap) if re.fullmatch(r"[\d.,]+", cell) and dice.random() < chance else cell
                for cell in row
            ]
            for row in rows
        ],
        dice.choice(",;\t"),
    )


def grouped_numbers(data: bytes, dice: random.Random) -> bytes:
    mark = dice.choice((",", ".", " ", "'", "\u202f", "\u00a0"))
    rows = _rows(data)
    return _written(
        [
            [
                f"{int(cell):,}".replace(",", mark) if cell.isdigit() and len(cell) < 12 and cell.isascii() else cell
                for cell in row
            ]
            for row in rows
        ]
    )


def break_quotes(data: bytes, dice: random.Random) -> bytes:
    out = bytearray(data)
    for _quote in range(_some(dice, 8)):
        found = out.find(b'"', dice.randrange(len(out)))
        if found >= 0 and dice.random() < 0.5:
            del out[found]
        else:
            out.insert(dice.randrange(len(out) + 1), 0x22)
        if not out:
            return b'"'
    return bytes(out)


def other_delimiter(data: bytes, dice: random.Random) -> bytes:
    return _written(
        _rows(data),
        dice.choice(";\t|:,"),
        dice.choice(("\n", "\r\n", "\r")),
        dice.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONE)),
    )


def mixed_delimiters(data: bytes, dice: random.Random) -> bytes:
    return b"".join(_written([row], dice.choice(";,\t")) for row in _rows(data))


def separator_line(data: bytes, dice: random.Random) -> bytes:
    mark = dice.choice((b";", b",", b"\t", b"|", b"", b"\x00", b'"', "é".encode()))
    return b"sep=" + mark + dice.choice((b"\n", b"\r\n", b",,,\n", b"\r")) + data


def wrap_lines(data: bytes, dice: random.Random) -> bytes:
    lines = _text(data).splitlines()
    return "\n".join('"' + line.replace('"', '""') + '"' if dice.random() < 0.97 else line for line in lines).encode(
        "utf-8", "replace"
    )


def other_encoding(data: bytes, dice: random.Random) -> bytes:
    name = dice.choice(
        (
            "utf-16",
            "utf-16-le",
            "utf-16-be",
            "utf-32",
            "cp1252",
            "utf-8-sig",
            "utf-7",
            "cp037",
            "mac-roman",
            "cp1251",
            "gb18030",
            "shift-jis",
        )
    )
    return _text(data).encode(name, "replace")


def mixed_encodings(data: bytes, dice: random.Random) -> bytes:
    names = dice.sample(("utf-8", "cp1252", "utf-16-le", "cp1251", "latin-1"), 2)
    return b"\n".join(line.encode(dice.choice(names), "replace") for line in _text(data).split("\n"))


def line_ends(data: bytes, dice: random.Random) -> bytes:
    kinds = dice.choice(
        (("\r",), ("\r\n",), ("\n\r",), ("\r", "\n", "\r\n"), ("\u2028", "\n"), ("\u0085", "\n"), ("\x0b", "\n"))
    )
    return "".join(line + dice.choice(kinds) for line in _text(data).split("\n")).encode("utf-8", "replace")


def blank_lines(data: bytes, dice: random.Random) -> bytes:
    place = dice.choice((0, data.find(b"\n") + 1, len(data), dice.randrange(len(data))))
    line = dice.choice((b"\n", b"\r\n", b",,,,\n", b'"",""\n', b" \n", b"\x00\n"))
    return data[:place] + line * dice.choice((1, 5, 30, 400)) + data[place:]


def title_lines(data: bytes, dice: random.Random) -> bytes:
    lines = [
        dice.choice((b"Report\n", b"# x\n", b"a,b,c\n", b'"Sum","1"\n', b"Total,7,8\n"))
        for _line in range(_some(dice, 25))
    ]
    return b"".join(lines) + data


def header_again(data: bytes, dice: random.Random) -> bytes:
    lines = data.split(b"\n")
    lines.insert(dice.randrange(len(lines) + 1), lines[0])
    return b"\n".join(lines)


def damaged_header(data: bytes, dice: random.Random) -> bytes:
    rows = _rows(data)
    head = rows[0]
    for _title in range(_some(dice, 3)):
        place = _place(dice, head)
        if head:
            head[place] = dice.choice(
                (
                    head[place].upper(),
                    f" {head[place]} ",
                    head[place] + "\u00ad",
                    head[place].replace(" ", "\u00a0"),
                    "",
                    *ODD,
                    dice.choice(head),
                )
            )
    return _written(rows)


def two_files(data: bytes, dice: random.Random) -> bytes:
    return data + dice.choice((b"\n", b"\n\n", b"")) + data


def huge_cell(data: bytes, dice: random.Random) -> bytes:
    rows = _rows(data)
    row = dice.choice(rows)
    size = dice.choice((100_000, 140_000, 1_500_000, 10_000_000 if dice.random() < 0.3 else 300_000))
    if row:
        row[_place(dice, row)] = dice.choice(("x", "9", "é", "a\n", '"', "=")) * size
    return _written(rows)


def many_cells(data: bytes, dice: random.Random) -> bytes:
    lines = data.split(b"\n")
    place = dice.randrange(len(lines))
    lines[place] += dice.choice((b",", b",1", b";", b"\t", b',""')) * dice.choice((300, 3000, 200_000))
    return b"\n".join(lines)


def many_rows(data: bytes, dice: random.Random) -> bytes:
    line = dice.choice((b"\n", b",\n", b"x\n", b'"\n', data.split(b"\n")[-2 if b"\n" in data else 0][:200] + b"\n"))
    return data + line * dice.choice((5_000, 20_000, 60_000))


# --- workbooks


def _workbook_parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _parts_of(data: bytes) -> dict[str, bytes]:
    if data.startswith(b"PK\x03\x04"):
        try:
            return dict(_workbook_parts(data)) or {"x": b"x"}
        except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError, NotImplementedError, KeyError):
            return {"Table data.csv": data}
        except Exception as error:  # zlib's own
            if type(error).__module__ == "zlib":
                return {"Table data.csv": data}
            raise
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
    parts = _parts_of(data)
    name = dice.choice((_sheet_name(parts), dice.choice(list(parts))))
    if parts[name]:
        parts[name] = dice.choice((flip, flip_bits, truncate, cut_out, repeat_part, insert))(parts[name], dice)
    return as_archive(parts)


def odd_sheet(data: bytes, dice: random.Random) -> bytes:
    """Write cells as no spreadsheet does: types, places, numbers, errors, formulas with and without their result."""
    parts = _parts_of(data)
    name = _sheet_name(parts)
    xml = parts[name]
    cells = re.findall(rb"<c [^>]*?(?:/>|>.*?</c>)", xml, re.DOTALL)
    for _cell in range(_some(dice, 12)):
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
    b"",
    b'r="A1"',
    b'r="XFD1048576"',
    b'r="ZZZZ1"',
    b'r="1"',
    b'r="\xc3\x89\x31"',
    b'r="A-1"',
    b'r="a5"',
    b'r=""',
)
_CELLS = (
    b'><v>1e308</v></c>', b'><v>NaN</v></c>', b'><v>1e999</v></c>', b'><v>-0</v></c>', b'><v>17912345678901234</v></c>',
    b'><v>0.1</v></c>', b'><v>1_000</v></c>', b'><v> 12 </v></c>', b'><v></v></c>', b'/>', b't="e"><v>#REF!</v></c>',
    b't="b"><v>1</v></c>', b't="b"><v>yes</v></c>', b't="d"><v>2026-06-10T10:00:00</v></c>', b't="d"><v>never</v></c>',
    b't="s"><v>0</v></c>', b't="s"><v>99999</v></c>', b't="s"><v>-1</v></c>', b't="s"><v>x</v></c>', b't="zzz"><v>5</v></c>',
    b't="str"><f>A1&amp;"x"</f><v>kept</v></c>', b'><f>1+1</f></c>', b'><f>1+1</f><v>2</v></c>', b'><f>WEBSERVICE("http://127.0.0.1/")</f><v/></c>',
    b't="inlineStr"><is><t>text</t></is></c>', b't="inlineStr"><is><r><t>a</t></r><r><t>b</t></r><rPh><t>c</t></rPh></is></c>',
    b't="inlineStr"><is><t>_x0000__x005F__xD800_</t></is></c>', b's="1"><v>46183</v></c>', b's="99999"><v>5</v></c>', b's="x"><v>5</v></c>',
    b's="1"><v>-5</v></c>', b's="1"><v>1e15</v></c>', b'><v>1</v><v>2</v></c>', b'><c><v>1</v></c></c>', b'><v><v>1</v></v></c>',
    b't="str"><v>12</v></c>', b't="inlineStr"><is><t>' + b"9" * 140_000 + b"</t></is></c>",
)  # fmt: skip

_NS = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def _laughs(entity: str = "k") -> bytes:
    levels = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol">{levels}]><x>&{entity};</x>'.encode()


_BOMBS: tuple[Callable[[], bytes], ...] = (
    _laughs,
    lambda: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
    lambda: b'<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>',
    lambda: b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 100_000 + b'">]><x>' + b"&a;" * 10_000 + b"</x>",
    lambda: b"<a>" * 200_000,
    lambda: b"<a " + b"".join(b'x%d="" ' % n for n in range(60_000)) + b"/>",
    lambda: b'<a x="' + b"y" * 3_000_000 + b'"/>',
    lambda: b"<sst " + _NS + b">" + b"<si><t>ab</t></si>" * 300_000 + b"</sst>",
    lambda: b"<sst " + _NS + b"><si>" + b"<t>x</t>" * 300_000 + b"</si></sst>",
    lambda: b"<sst " + _NS + b"><si><t>" + b"x" * 5_000_000 + b"</t></si></sst>",
    lambda: b"<styleSheet " + _NS + b"><cellXfs>" + b'<xf numFmtId="14"/>' * 200_000 + b"</cellXfs></styleSheet>",
    lambda: b"<worksheet " + _NS + b"><sheetData>" + b"<row/>" * 400_000 + b"</sheetData></worksheet>",
    lambda: b"<worksheet " + _NS + b"><sheetData>" + b"<a/>" * 400_000 + b"</sheetData></worksheet>",
    lambda: b"<worksheet " + _NS + b'><sheetData><row r="1">' + b'<c r="A1"><v>1</v></c>' * 200_000 + b"</row></sheetData></worksheet>",
    lambda: b"<worksheet " + _NS + b"><sheetData>" + b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(1, 40_000)) + b"</sheetData></worksheet>",
    lambda: b'<?xml version="1.0" encoding="utf-7"?><x/>',
    lambda: '<?xml version="1.0" encoding="utf-16"?><x/>'.encode("utf-16"),
    lambda: b"",
    lambda: b"not xml",
)  # fmt: skip


@cache
def _bomb(place: int) -> bytes:
    return _BOMBS[place]()


def xml_bomb(data: bytes, dice: random.Random) -> bytes:
    parts = _parts_of(data)
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
    parts = _parts_of(data)
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
    parts = _parts_of(data)
    del parts[dice.choice(list(parts))]
    return as_archive(parts or {"x": b""})


def other_target(data: bytes, dice: random.Random) -> bytes:
    parts = _parts_of(data)
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
            parts[name] = re.sub(rb'Target="[^"]*"', b'Target="' + target + b'"', parts[name], count=_some(dice, 3))
    return as_archive(parts)


# --- archives


def _zip(members: list[tuple[zipfile.ZipInfo | str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            archive.writestr(dated(name) if isinstance(name, str) else name, content, compress_type=method)
    return out.getvalue()


_NAMES = (
    "Table data.csv", "../../escape.csv", "/etc/cron.d/x.csv", "C:\\Windows\\x.csv", "..\\..\\x.csv", "a/b/c/Totals.csv", "con.csv",
    "\u202ecsv.exe", "x" * 300 + ".csv", "naïve 😀.csv", ".hidden.csv", "__MACOSX/._x.csv", "inner.zip", "x.csv.gz", "folder/",
    "Conteúdo 2026-06-01_2026-06-30 Hotel.csv", " ", "a\\b.csv",
)  # fmt: skip


def to_archive(data: bytes, dice: random.Random) -> bytes:
    members: list[tuple[zipfile.ZipInfo | str, bytes]] = [(dice.choice(_NAMES), data)]
    for _other in range(dice.choice((0, 0, 1, 3, 120))):
        members.insert(
            dice.randrange(len(members) + 1),
            (dice.choice(_NAMES), dice.choice((data[:500], b"", b"x", b"hello,world\n1,2\n", b"\xff\xd8\xff"))),
        )
    method = dice.choice(
        (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    )
    return _quiet_zip(members, method)


def _quiet_zip(members: list[tuple[zipfile.ZipInfo | str, bytes]], method: int) -> bytes:
    seen: set[str] = set()
    kept = []
    for name, content in members:
        title = name if isinstance(name, str) else name.filename
        if title not in seen:  # zipfile warns of a name that comes twice
            seen.add(title)
            kept.append((name, content))
    return _zip(kept, method)


def symlink(data: bytes, dice: random.Random) -> bytes:
    link = zipfile.ZipInfo(dice.choice(("Table data.csv", "Totals.csv")))
    link.external_attr = 0o120777 << 16
    members: list[tuple[zipfile.ZipInfo | str, bytes]] = [
        (link, dice.choice((b"/etc/passwd", b"../../../etc/passwd", b"other.csv")))
    ]
    if dice.random() < 0.6:
        members.append(("other.csv", data))
    return _zip(members)


def nested(data: bytes, dice: random.Random) -> bytes:
    inner = data
    for level in range(_some(dice, 4)):
        inner = _zip([(dice.choice((f"{level}.zip", f"{level}.csv", "Table data.csv")), inner)])
    return inner


@cache
def _zeros(size: int) -> bytes:
    return _zip([("Table data.csv", b"Date,Views\n" + b"0" * size)])


def zip_bomb(data: bytes, dice: random.Random) -> bytes:
    size = dice.choice((2_000_000, 30_000_000, 150_000_000 if dice.random() < 0.1 else 5_000_000))
    return _zeros(size)


def patched_archive(data: bytes, dice: random.Random) -> bytes:
    """Let the directory of an archive lie: sizes, flags, methods, places, checksums."""
    out = bytearray(data if data.startswith(b"PK\x03\x04") else _zip([("Table data.csv", data)]))
    for _lie in range(_some(dice, 3)):
        record = dice.choice((b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"))
        places = [match.start() for match in re.finditer(re.escape(record), bytes(out))]
        if places:
            place = dice.choice(places) + dice.choice((6, 8, 10, 14, 16, 18, 20, 22, 24, 28, 42))
            value = dice.choice((0, 1, 12, 14, 93, 500, 0xFFFFFFFF, 0x7FFFFFFF, dice.getrandbits(32)))
            width = dice.choice((2, 4))
            out[place : place + width] = (value & (256**width - 1)).to_bytes(width, "little")
    return bytes(out)


def around_archive(data: bytes, dice: random.Random) -> bytes:
    packed = data if data.startswith(b"PK\x03\x04") else _zip([("Table data.csv", data)])
    return (
        dice.choice((b"", b"MZ junk", b"\xef\xbb\xbf", b"PK\x03\x04"))
        + packed
        + dice.choice((b"", b"junk" * 500, b"PK\x05\x06" + b"\x00" * 18))
    )


def members_damaged(data: bytes, dice: random.Random) -> bytes:
    parts = _parts_of(data)
    members: list[tuple[zipfile.ZipInfo | str, bytes]] = []
    for name, content in parts.items():
        damaged = dice.choice(TEXT)(content, dice) if content and dice.random() < 0.5 else content
        members.append((name, damaged))
    return _quiet_zip(members, zipfile.ZIP_DEFLATED)


BYTES: tuple[Mutator, ...] = (
    flip,
    flip_bits,
    truncate,
    behead,
    cut_out,
    repeat_part,
    insert,
    stray_marks,
    put_bom,
    only_part,
)
TEXT: tuple[Mutator, ...] = (
    shuffle_lines, tear_lines, join_lines, repeat_rows, swap_columns, repeat_column, drop_column, move_columns, odd_cells, odd_cells,
    odd_column, odd_column, comma_decimals, grouped_numbers, break_quotes, break_quotes, other_delimiter, mixed_delimiters,
    separator_line, wrap_lines, other_encoding, mixed_encodings, line_ends, blank_lines, title_lines, header_again,
    damaged_header, two_files, flip, flip_bits, truncate, stray_marks, cut_out, repeat_part, put_bom,
)  # fmt: skip
WORKBOOK: tuple[Mutator, ...] = (
    in_parts,
    in_parts,
    odd_sheet,
    odd_sheet,
    odd_sheet,
    xml_bomb,
    empty_rows,
    lose_part,
    other_target,
    flip,
    truncate,
)
ARCHIVE: tuple[Mutator, ...] = (
    to_archive,
    symlink,
    nested,
    patched_archive,
    patched_archive,
    around_archive,
    members_damaged,
    flip,
    truncate,
)
HEAVY: tuple[Mutator, ...] = (huge_cell, many_cells, many_rows, zip_bomb, empty_rows, xml_bomb)


def is_packed(data: bytes) -> bool:
    """Tell whether bytes are an archive or a workbook rather than text."""
    return data.startswith((b"PK", b"\xd0\xcf\x11\xe0"))


def mutate(data: bytes, dice: random.Random, *, heavy: float) -> tuple[bytes, list[str]]:
    """Damage a file in one to three ways, of which some change what kind of file it is; `heavy` is the share of those
    that make it large. Returns what was done too.
    """
    steps: list[str] = []
    for _step in range(dice.choice((1, 1, 1, 2, 3))):
        data = data or b"x"
        if len(data) > 400_000:
            break
        if dice.random() < heavy:
            step = dice.choice(HEAVY[:4] if not is_packed(data) else HEAVY[3:])
        elif is_packed(data):
            step = dice.choice(WORKBOOK + ARCHIVE if data.startswith(b"PK") else BYTES + BYTES + (to_archive, nested))
        elif dice.random() < 0.12:
            step = dice.choice(
                (to_workbook, odd_sheet, in_parts, empty_rows, xml_bomb, to_archive, symlink, nested, patched_archive)
            )
        else:
            step = dice.choice(TEXT)
        data = step(data, dice)
        steps.append(getattr(step, "__name__", "?"))
    return data or b"x", steps
