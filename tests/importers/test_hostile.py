"""Hostile and damaged input: never anything but a UserError or refused rows, and never much memory or time."""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from smmdesk.core.errors import UserError
from smmdesk.importers import records
from smmdesk.importers.detection import read
from smmdesk.importers.ledger_sheet import read_ledger_sheet
from smmdesk.importers.rows import Answers, RefusedRow, Row
from smmdesk.importers.text import CsvText
from smmdesk.importers.xlsx import worksheet

JUNE = (date(2026, 6, 1), date(2026, 6, 30))
HEADER = "Post ID,Account ID,Account username,Description,Publish time,Permalink,Views,Reach\n"


def survives(path: Path) -> list[Row]:
    try:
        rows = list(read(path, Answers()).rows)
    except UserError:
        rows = []
    try:
        read_ledger_sheet(path)
    except UserError:
        pass
    return rows


def workbook(folder: Path, replace: dict[str, bytes]) -> Path:
    book = Workbook()
    sheet = book.create_sheet("Overview", 0)
    sheet.append(["Date", "Video Views", "Profile Views"])
    sheet.append(["May 1", "1", "2"])
    plain = io.BytesIO()
    book.save(plain)
    path = folder / "book.xlsx"
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, replace.get(name, source.read(name)))
    return path


NS = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"
TITLES = (
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>Date</t></is></c>'
    b'<c r="B1" t="inlineStr"><is><t>Video Views</t></is></c>'
    b'<c r="C1" t="inlineStr"><is><t>Profile Views</t></is></c></row>'
)
MAY_1 = b'<c t="inlineStr"><is><t>May 1</t></is></c>'


def sheet(folder: Path, rows: bytes, **parts: bytes) -> Path:
    """Write a workbook whose first sheet holds these rows below the titles of an overview of TikTok."""
    replaced = {f"xl/{name}.xml": data for name, data in parts.items()}
    return workbook(folder, {"xl/worksheets/sheet1.xml": NS + TITLES + rows + END, **replaced})


def values(path: Path) -> list[list[object]]:
    return [[value.value for value in row.values] for row in survives(path) if not isinstance(row, RefusedRow)]


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        list(read(path, Answers()).rows)
    return caught.value.sentence()


def test_a_workbook_with_one_giant_cell_is_refused_before_unpacking(tmp_path: Path) -> None:
    start = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<sheetData><row r="1"><c t="inlineStr"><is><t>'
    )
    path = workbook(
        tmp_path,
        {"xl/worksheets/sheet1.xml": start + b"a" * (300 << 20) + b"</t></is></c></row></sheetData></worksheet>"},
    )
    assert path.stat().st_size < 1 << 20
    assert "far more than an export holds" in refusal(path)


def test_a_billion_laughs_in_a_workbook_are_refused(tmp_path: Path) -> None:
    laughs = '<!DOCTYPE lolz [<!ENTITY a "lol">' + "".join(
        f'<!ENTITY {chr(98 + level)} "{f"&{chr(97 + level)};" * 10}">' for level in range(10)
    )
    sheet = (
        f'<?xml version="1.0"?>{laughs}]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&k;</t></is></c></row></sheetData></worksheet>'
    )
    assert "damaged" in refusal(workbook(tmp_path, {"xl/worksheets/sheet1.xml": sheet.encode()}))
    assert "damaged" in refusal(workbook(tmp_path, {"xl/workbook.xml": sheet.encode()}))


def test_zip_bomb_nested_zip_locked_zip_and_crowded_zip(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Table data.csv", HEADER.encode() + b"0" * (50 << 20))
    assert "far more than an export holds" in refusal(bomb)
    nested = tmp_path / "nested.zip"
    with zipfile.ZipFile(nested, "w") as archive:
        archive.writestr("inner.zip", bomb.read_bytes())
    assert "holds another archive" in refusal(nested)
    hidden = tmp_path / "hidden.zip"
    with zipfile.ZipFile(hidden, "w") as archive:
        archive.writestr("inner.csv", nested.read_bytes())
    assert "archive within an archive" in refusal(hidden)
    crowded = tmp_path / "crowded.zip"
    with zipfile.ZipFile(crowded, "w") as archive:
        for number in range(150):
            archive.writestr(f"{number}.csv", "a,b\n")
    assert "an export holds a few" in refusal(crowded)
    locked = bytearray(bomb.read_bytes())
    with zipfile.ZipFile(tmp_path / "locked.zip", "w") as archive:
        archive.writestr("a.csv", HEADER)
    locked = bytearray((tmp_path / "locked.zip").read_bytes())
    locked[6] |= 1
    place = locked.rindex(b"PK\x01\x02")
    locked[place + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(bytes(locked))
    assert "password" in refusal(tmp_path / "locked.zip")


def test_a_member_that_lies_about_its_size_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "liar.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", HEADER + "x" * 100_000)
    data = bytearray(path.read_bytes())
    place = data.rindex(b"PK\x01\x02")
    data[place + 24 : place + 28] = (500).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    assert "damaged ZIP" in refusal(path)


def test_torn_rows_do_not_take_the_good_ones_with_them(
    read_file: Callable[..., Any], write: Callable[..., Path]
) -> None:
    good = '1790000000000000{0},1784140000000000{0},bar,"Hello, ""you""\nthere",06/10/2026 10:00,https://x,1,1\n'
    text = (
        HEADER
        + good.format(1)
        + '17900000000000009,178,"torn\n'
        + good.format(2)
        + "17900000000000008\n"
        + good.format(3)
    )
    file = read_file(write(text))
    assert [post.external_id[-1] for post in file.posts] == ["1", "2", "3"]
    assert [(row.line, row.column) for row in file.refused] == [(4, ""), (7, "Account ID")]
    assert "never closed" in file.refused[0].reason


def test_huge_cells_and_rows(write: Callable[..., Path]) -> None:
    survives(write(HEADER + "1," * 300_000 + "\n"))
    survives(write(HEADER + '"' + "x" * 400_000 + '"\n'))
    survives(write(HEADER + '"\n' * 60_000))
    survives(write("a" * 3_000_000))


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["=1+1", "-", "--", "NAN", "1e999", "9" * 400, "1.234,5", "06/31/2026 10:00", "02/29/2026 25:61",
         "00/00/0000 00:00", "1.22158E+17", "\u00b2", "\u0663", "May 40", "99999999999999999", "0:0:0", "\u202e",
         "\x00", "12/31/9999 23:59"]
    ),
)  # fmt: skip
HEADERS = (
    HEADER,
    "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Results,Result type\n",
    "Date,Video Views,Profile Views,Likes,Comments,Shares\n",
    "Date,Hour,Active followers\n",
    "Time,Video link,Post time,Total views\n",
    "Content,Video title,Video publish time,Duration,Views,Average view duration\n",
    "Date,Views\n",
    "Date,Content,Video title,Views\n",
    "Geography,Views\n",
    "# x\n# Start date: 20260101\n# End date: 20260131\nNth day,Active users\n",
    "# x\n# Start date: 20260101\n# End date: 20260131\nNth week,Page path and screen class,Views\n",
    "Post title,Post link,Created date,Impressions\n",
    "Date,Impressions (organic),Clicks (organic)\n",
    "id,row,date,month,amount,quantity,margin\n",
    'sep=,\n"Reach"\n"Date","Primary"\n',
    '"Top cities"\n"Rome","Milan"\n',
    '"Age & gender"\n"","Men","Women"\n',
    "Post id,Date,Post text,Post Link,Impressions,Engagements\n",
    "Date,Views,Watch Time (ms),Completion Rate\n",
    "Start Date (in UTC),Account Name,Currency,Campaign Name,Campaign ID,Total Spent\n",
    "Date,Impressions,Engagements\n",
    "Post URL,Post publish date,Engagements,,Post URL,Post publish date,Impressions\n",
    "Top Demographics,Value,Percentage\n",
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(HEADERS), st.lists(st.lists(CELLS, max_size=9), min_size=1, max_size=6))
def test_any_cells_under_any_header(tmp_path: Path, header: str, rows: list[list[str]]) -> None:
    path = tmp_path / "any.csv"
    path.write_text(header + "\n".join(",".join(row) for row in rows), encoding="utf-8", newline="")
    survives(path)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(min_size=1, max_size=400))
def test_any_bytes(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.bin"
    path.write_bytes(content)
    survives(path)


# --- what the damaged files of test_fuzz have found, each in its smallest form


def test_a_formula_counts_with_the_result_that_was_kept_and_without_one_it_is_missing(tmp_path: Path) -> None:
    kept = MAY_1 + b"<c><f>1+1</f><v>2</v></c><c><v>5</v></c>"
    missing = MAY_1 + b"<c><f>1+1</f></c><c><v>7</v></c>"
    path = sheet(tmp_path, b'<row r="2">' + kept + b'</row><row r="3">' + missing + b"</row>")
    assert values(path) == [[2, 5], [None, 7]]


def test_numbers_of_a_sheet_keep_their_value_or_are_refused(tmp_path: Path) -> None:
    for cell, value in (
        (b"<c><v>1e3</v></c>", 1000),
        (b"<c><v> 12 </v></c>", 12),
        (b'<c t="str"><v>1,234</v></c>', 1234),
        (b'<c t="inlineStr"><is><r><t>1</t></r><r><t>2</t></r><rPh><t>9</t></rPh></is></c>', 12),
    ):
        assert values(sheet(tmp_path, b'<row r="2">' + MAY_1 + cell + b"<c><v>5</v></c></row>")) == [[value, 5]]
    for cell in (
        b"<c><v>0.1</v></c>", b"<c><v>1_000</v></c>", b"<c><v>inf</v></c>", b"<c><v>1e999</v></c>",
        b'<c t="e"><v>#REF!</v></c>',
        b"<c><v>17912345678901234</v></c>", b'<c t="b"><v>1</v></c>', "<c><v>٣</v></c>".encode(),
    ):  # fmt: skip
        assert values(sheet(tmp_path, b'<row r="2">' + MAY_1 + cell + b"<c><v>5</v></c></row>")) == []


def test_cells_may_stand_anywhere_in_a_sheet(tmp_path: Path) -> None:
    far = MAY_1 + b'<c r="B3"><v>1</v></c><c r="C3"><v>2</v></c><c r="XFD3"><v>9</v></c>'
    assert values(sheet(tmp_path, b'<row r="1"/><row r="3">' + far + b"</row>")) == [[1, 2]]
    prefixed = NS.replace(b"xmlns=", b"xmlns:x=").replace(b"<", b"<x:") + TITLES.replace(b"</", b"</x:").replace(
        b"<", b"<x:"
    ).replace(b"<x:/x:", b"</x:")
    row = b'<x:row r="2"><x:c t="str"><x:v>May 1</x:v></x:c><x:c><x:v>3</x:v></x:c><x:c><x:v>4</x:v></x:c></x:row>'
    path = workbook(tmp_path, {"xl/worksheets/sheet1.xml": prefixed + row + b"</x:sheetData></x:worksheet>"})
    assert values(path) == [[3, 4]]


@pytest.mark.parametrize(
    "rows",
    [
        b"<a>" * 100 + b"</a>" * 100,
        b'<row r="2"><c><c><v>1</v></c></c></row>',
        b'<row r="2"><c r="ZZZZ2"><v>1</v></c></row>',
        b'<row r="2"><c t="s"><v>99</v></c></row>',
        b'<row r="1048577"><c><v>1</v></c></row>',
        b'<row r="2"><c t="str"><v>' + b"9" * 140_000 + b"</v></c></row>",
        b'<row r="2"><c x="' + random.Random(1).randbytes(1_200_000).hex().encode() + b'"/></row>',
    ],
    ids=["deep", "nested", "column", "text", "row", "cell", "tag"],
)
def test_a_sheet_that_breaks_the_format_is_refused_with_one_sentence(tmp_path: Path, rows: bytes) -> None:
    assert "damaged" in refusal(sheet(tmp_path, rows))


def test_every_declaration_in_a_workbook_is_refused(tmp_path: Path) -> None:
    for declared in (b'<!DOCTYPE x SYSTEM "file:///etc/passwd">', b'<!DOCTYPE x [<!ENTITY a "b">]>'):
        path = workbook(tmp_path, {"xl/worksheets/sheet1.xml": declared + NS + TITLES + END})
        assert "damaged" in refusal(path)


def test_a_million_empty_rows_are_passed_over_and_millions_of_empty_cells_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = MAY_1 + b"<c><v>3</v></c><c><v>4</v></c>"
    empty = b"".join(b'<row r="%d"/>' % number for number in range(3, 1_000_003))
    assert values(sheet(tmp_path, b'<row r="2">' + row + b"</row>" + empty)) == [[3, 4]]
    monkeypatch.setattr(worksheet, "MAX_ELEMENTS", 1_000)
    cells = b"".join(b'<row r="%d"><c s="1"/></row>' % number for number in range(3, 1_100))
    assert "far more than an export holds" in refusal(sheet(tmp_path, b'<row r="2">' + row + b"</row>" + cells))


def test_a_workbook_with_a_password_says_so(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    path.write_bytes(start + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600))
    assert "protected by a password" in refusal(path)


def test_members_of_an_archive_that_are_links_or_packed_by_other_methods_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "link.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("Table data.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert "holds no file" in refusal(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("Table data.csv", HEADER)
    assert "damaged ZIP" in refusal(path)


def test_damage_that_shows_only_while_a_member_is_unpacked_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "late.zip"
    rows = "".join(f"2026-06-{day:02},{day * 7919 % 1000}\n" for day in range(1, 31)) * 400
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Totals.csv", "Date,Views\n" + rows)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))
    assert "damaged ZIP" in refusal(path)


def test_a_cell_of_digits_does_not_keep_the_search_for_a_header(write: Callable[..., Path]) -> None:
    started = time.process_time()
    text = "Search keyword report\n" + "9" * 120_000 + "\na,b,c,d\n1,2,3,4\n"
    assert refusal(write(text))
    assert time.process_time() - started < 2


def test_a_line_longer_than_any_export_writes_is_passed_over(
    read_file: Callable[..., Any], write: Callable[..., Path]
) -> None:
    text = f"Date,Views\n2026-06-01,5\n2026-06-02,{'1,' * 1_500_000}\n2026-06-03,7\n"
    file = read_file(write(text))
    assert [day.day.day for day in file.days] == [1, 3]
    assert [(row.line, "longer than any export" in row.reason) for row in file.refused] == [(3, True)]


def test_a_quotation_mark_above_a_million_lines_is_told_by_the_first_of_them(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each way to read a file would else go through all of it, because the first record never ends."""
    lines, real = 0, CsvText._lines

    def counted(text: CsvText) -> Iterator[str]:
        nonlocal lines
        for line in real(text):
            lines += 1
            yield line

    monkeypatch.setattr(CsvText, "_lines", counted)
    path = write('"a\n' * 300_000)
    lines = 0
    assert "no column of it is known" in refusal(path)
    assert 0 < lines < 300_000


def test_the_lines_of_a_torn_text_are_no_rows_of_their_own(
    read_file: Callable[..., Any], write: Callable[..., Path]
) -> None:
    text = 'Geography,Views\nIT,5\nFR,"torn\nEspa\u00f1a\nPortugal\nDE,7\n'
    file = read_file(write(text), period=JUNE)
    assert [(row.key, row.values[0].value) for row in file.segments] == [("IT", 5), ("DE", 7)]
    assert [row.line for row in file.refused] == [3]
    short = read_file(write("Geography,Views\nIT,5\nSpain\n"), period=JUNE)
    assert [(row.line, row.reason) for row in short.refused] == [(3, "The row ends before its values.")]


def test_a_file_of_which_nearly_nothing_can_be_read_is_refused_as_a_whole(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "MOST_REFUSED", 50)
    good, bad = "2026-06-01,5\n", "never,5\n"
    assert "More than 50 rows" in refusal(write("Date,Views\n" + good + bad * 60))
    assert len(survives(write("Date,Views\n" + good * 70 + bad * 60))) == 130


@pytest.mark.parametrize(
    ("cell", "clicks"), [("1.200", 1200), ("1,200", 1200), ("1.234.567", 1_234_567), ("5.0", 5), ("0.000", 0)]
)
def test_a_count_that_a_spreadsheet_grouped_is_not_divided_by_a_thousand(
    read_file: Callable[..., Any], write: Callable[..., Path], cell: str, clicks: int
) -> None:
    [day] = read_file(write(f'Date;Clicks;Impressions;CTR;Position\n2026-06-01;"{cell}";90000;1.5%;3.2\n')).days
    assert {value.metric.split(".")[1]: value.value for value in day.values}["clicks"] == clicks


@pytest.mark.parametrize("cell", ["1.5", "1,25", "0.123", "1.200,5"])
def test_a_count_with_decimals_is_refused(read_file: Callable[..., Any], write: Callable[..., Path], cell: str) -> None:
    file = read_file(write(f'Date;Clicks;Impressions;CTR;Position\n2026-06-01;"{cell}";90000;1.5%;3.2\n'))
    assert [(row.column, row.value) for row in file.refused] == [("Clicks", cell)]


def test_only_plain_digits_make_a_number(read_file: Callable[..., Any], write: Callable[..., Path]) -> None:
    header = "Date,Views,Average view duration\n"
    for cell in ("٣٤", "1_0", "²", "9" * 300):
        file = read_file(write(f"{header}2026-06-01,1,{cell}\n"))
        assert (file.days, [row.value for row in file.refused]) == ([], [cell if len(cell) < 120 else "9" * 119 + "…"])
