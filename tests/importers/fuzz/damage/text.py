"""Damage to a table as text: rows, columns, cells, quotation marks, delimiters, encodings and line ends."""

from __future__ import annotations

import csv
import io
import random
import re
from typing import Any

from tests.importers.fuzz.damage.raw import (
    Mutator,
    cut_out,
    flip,
    flip_bits,
    put_bom,
    repeat_part,
    some,
    stray_marks,
    truncate,
)

NUMBERS = (
    "9" * 400, "1e999", "-1e308", "1.234", "1,234", "1.234,56", "1,234.56", "1.2.3", "--", "-", "+5", "-7", "0x1F",
    "1_000", "٣٤", "²", "½", "∞", "NaN", "inf", "12 %", "12%", "< 1%", "1 234", "1\u202f234", "1'234", "00012", "1e3",
    "5.", ".5", "-0", "undefined", "N/A", "#REF!", "#N/A", "18446744073709551616", "9223372036854775808",
    "-9223372036854775809", "1.47689E+18", "0.1e-400", "1,2", "999999999999999999999999999999", "\u22125", "TRUE",
    "1,23,45", "1..2", "1 2",
)  # fmt: skip
DAYS = (
    "0000-00-00", "9999-12-31", "2026-02-30", "31/12/9999", "12/31/9999 23:59", "00/00/0000 00:00",
    "02/29/2026 25:61", "June 40", "February 29", "June", "20261301", "1970-01-01", "2026-06-10T25:00", "06/10/26",
    "10.06.2026", "Jun 0, 2026", "-1/-1/-1", "99999999", "2026-6-1", "giugno 12", "12 giugno", "٢٠٢٦-٠٦-١٠",
    "2026-W24-1", "11/02/2025 01:30", "03/08/2026 02:30",
)  # fmt: skip
FORMULAS = (
    "=1+1", '=HYPERLINK("http://127.0.0.1/","x")', "@SUM(1+1)", "+1+1", "-2+3", "=cmd|' /C calc'!A0", "\t=1",
    '=WEBSERVICE("x")', "=1/0", "={1;2}", "=A1",
)  # fmt: skip
ODD = (
    "\x00", "\u202e", "\u0000x", "\u2028", "\u0085", "\ufeff", "\u200b", "😀", "a\u0301" * 50, "\ud7ff",
    "<b>&amp;</b>", "../../x", "'; DROP TABLE post; --", "%s%n", "{0}", "{name}", "\x1b[31m", '"', '""', '"a', 'a"',
    "“", ",", ";", "\t", "\r", "\n", "\\",
)  # fmt: skip


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
    rows: list[list[str]], delimiter: str = ",", line_end: str = "\n", quoting: Any = csv.QUOTE_MINIMAL
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
    for _tear in range(some(dice, 5)):
        place = dice.randrange(len(lines))
        lines[place] = lines[place][: dice.randint(0, len(lines[place]))]
    return b"\n".join(lines)


def join_lines(data: bytes, dice: random.Random) -> bytes:
    lines = data.split(b"\n")
    place = dice.randrange(len(lines))
    return b"\n".join(lines[:place]) + b"".join(lines[place : place + 3]) + b"\n".join(lines[place + 3 :])


def repeat_rows(data: bytes, dice: random.Random) -> bytes:
    rows = _rows(data)
    for _copy in range(some(dice, 6)):
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
    for _cell in range(some(dice, 20)):
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
    for _quote in range(some(dice, 8)):
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
        for _line in range(some(dice, 25))
    ]
    return b"".join(lines) + data


def header_again(data: bytes, dice: random.Random) -> bytes:
    lines = data.split(b"\n")
    lines.insert(dice.randrange(len(lines) + 1), lines[0])
    return b"\n".join(lines)


def damaged_header(data: bytes, dice: random.Random) -> bytes:
    rows = _rows(data)
    head = rows[0]
    for _title in range(some(dice, 3)):
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


TEXT: tuple[Mutator, ...] = (
    shuffle_lines, tear_lines, join_lines, repeat_rows, swap_columns, repeat_column, drop_column, move_columns,
    odd_cells, odd_cells, odd_column, odd_column, comma_decimals, grouped_numbers, break_quotes, break_quotes,
    other_delimiter, mixed_delimiters, separator_line, wrap_lines, other_encoding, mixed_encodings, line_ends,
    blank_lines, title_lines, header_again, damaged_header, two_files, flip, flip_bits, truncate, stray_marks,
    cut_out, repeat_part, put_bom,
)  # fmt: skip
