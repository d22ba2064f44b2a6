"""Hostile and damaged input: never anything but a UserError or refused rows, and never much memory or time."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from smmdesk.core.errors import UserError
from smmdesk.importers.detection import read
from smmdesk.importers.ledger_sheet import read_ledger_sheet
from smmdesk.importers.rows import Answers, Row

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


def mutated(content: bytes, dice: random.Random) -> bytes:
    """Return the content with one kind of damage: flipped bytes, torn, shuffled, stray marks, huge cells, recoded."""
    data = bytearray(content)
    lines = content.split(b"\n")
    kind = dice.randrange(7)
    if kind == 0:
        for _flip in range(dice.randint(1, 40)):
            data[dice.randrange(len(data))] = dice.randrange(256)
    elif kind == 1:
        data = data[: dice.randint(1, len(data))]
    elif kind == 2:
        dice.shuffle(lines)
        data = bytearray(b"\n".join(lines))
    elif kind == 3:
        for _tear in range(5):
            place = dice.randrange(len(lines))
            lines[place] = lines[place][: dice.randint(0, len(lines[place]))]
        data = bytearray(b"\n".join(lines))
    elif kind == 4:
        for _mark in range(10):
            data[dice.randrange(len(data))] = dice.choice(b'",;\t\r\n\x00')
    elif kind == 5:
        first, second = dice.randrange(6), dice.randrange(6)
        rows = [line.split(b",") for line in lines]
        for row in rows:
            if len(row) > max(first, second):
                row[first], row[second] = row[second], row[first]
        data = bytearray(b"\n".join(b",".join(row) for row in rows))
    else:
        place = dice.randrange(len(data))
        data[place:place] = dice.choice([b"9" * 5000, b"x" * 200_000, b'"' * 101, b"\xff" * 30, "\u202e²٣".encode()])
    return bytes(data) or b"x"


def mutations(samples: Path, folder: Path, count: int, seed: int) -> None:
    dice = random.Random(seed)
    files = sorted(path for path in samples.rglob("*") if path.is_file() and 0 < path.stat().st_size < 60_000)
    for _number in range(count):
        content = dice.choice(files).read_bytes()
        for _time in range(dice.randint(1, 3)):
            content = mutated(content, dice)
        path = folder / "mutated.bin"
        path.write_bytes(content)
        survives(path)


def test_some_mutations_of_real_files(samples: Path, tmp_path: Path) -> None:
    mutations(samples, tmp_path, 150, 20260706)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_many_mutations_of_real_files(samples: Path, tmp_path: Path, seed: int) -> None:
    mutations(samples, tmp_path, 3000, seed)
