"""What is damaged: every sample, and small files of our own in every format and every language of its header."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook

from smmdesk.core.errors import UserError
from smmdesk.importers.detection import read
from smmdesk.importers.registry import FORMATS
from smmdesk.importers.rows import Answers, RefusedRow
from smmdesk.importers.tables import CURRENCY, Column, Format

ANSWERS = Answers(date(2026, 7, 1), (date(2026, 6, 1), date(2026, 6, 30)))
_LONGEST_SAMPLE = 24_000  # bytes that are taken of a text; workbooks and archives stay whole
_ROWS = 6

# What may stand in a column, by row; a column that is refused tries the next one.
_CELLS: tuple[Callable[[int], str], ...] = (
    lambda row: str(7 + 13 * row),
    lambda row: (date(2026, 6, 10) - timedelta(days=row)).isoformat(),
    lambda row: str(17_912_345_678_901_234 + 1_000_003 * row),
    lambda row: f"https://www.instagram.com/p/DKxyz{row}AbCde/",
    lambda row: f"06/{10 + row:02}/2026 10:{row:02}",
    lambda row: f"https://www.linkedin.com/feed/update/urn:li:activity:{7_340_000_000_000_000_000 + row * 10**15}",
    lambda row: f"https://www.tiktok.com/@hotelbar/video/{7_510_000_000_000_000_000 + row * 10**12}",
    lambda row: str(row),
    lambda row: f"0.{row + 1}25",
    lambda row: f"0:0{row}:30",
    lambda row: f"June {10 + row}",
    lambda row: f"{10 + row}/06/2026",
    lambda row: f"06/{10 + row}/2026",
    lambda row: f"202606{10 + row}",
    lambda row: f"Jun {10 + row}, 2026",
    lambda row: f"2026-06-{10 + row} 08:3{row}:00",
    lambda row: f"2026-06-{10 + row} 08:3{row} +0000",
    lambda row: f"Wed, Jun {10 + row}, 2026",
    lambda row: f"Jun {10 + row}, 2026 08:3{row} am",
    lambda row: f"06/{10 + row}/2026 08:3{row} am",
    lambda row: f"{row + 1}.5%",
    lambda row: f"dQw4w9WgXc{row}",
    lambda row: f"Words, “quoted” {row}",
    lambda row: "EUR",
    lambda row: "Lifetime",
    lambda _row: "",
)
_NUMBER, _DAY, _ID, _LINK, _INSTANT, _WORDS, _CURRENCY, _LIFETIME, _NOTHING = 0, 1, 2, 3, 4, 22, 23, 24, 25
_FIRST_TRY = (
    (("duration",), _NUMBER),
    (("currency",), _CURRENCY),
    (("account_name", "account_handle", "username"), _WORDS),
    (("_id", "id"), _ID),
    (("link", "url", "permalink"), _LINK),
    (("published", "time"), _INSTANT),
    (("day", "date", "starts", "ends", "month"), _DAY),
    (("comment",), _NOTHING),
    (("span",), _LIFETIME),
)

# Formats that no table of columns describes, and the ledger.
_WRITTEN = {
    "ga4 report": (
        "# ----------------------------------------\n# Pages and screens: Page path and screen class\n"
        "# Account: Hotel\n# Property: Hotel - GA4\n# ----------------------------------------\n# \n# All Users\n"
        "# Start date: 20260601\n"
        "# End date: 20260630\nPage path and screen class,Views,Active users\n/,120,80\n/rooms,45,30\n\n"
        "# Start date: 20260601\n# End date: 20260630\nNth day,Active users,Engagement rate\n"
        "0000,12,0.5333333333333333\n0001,15,0.25\n"
    ),
    "ga4 exploration": (
        "# ----------------------------------------\n# Hotel\n# Free form 1-Tab\n# 20230515-20230521\n"
        "# ----------------------------------------\n\nCountry,Active users,Sessions,\nItaly,10,20,\nSpain,5,6,\n"
        ",15,26,Grand total\n"
    ),
    "mailchimp report": (
        'Campaign Report\n"Title:","June"\n"Subject Line:","Summer"\n"Delivery Date/Time:","Jun 9, 2026 9:30 pm"\n\n'
        'Overall Stats\n"Total Recipients:","1,751"\n"Successful Deliveries:","1,746"\n"Bounces:","5 (0.5%)"\n'
        '"Recipients Who Opened:","600 (34.4%)"\n"Total Opens:","1,020"\n"Total Clicks:","61"\n'
    ),
    "ledger": (
        "id,row,date,kind,description,quantity,amount,vat,vat_rate,margin,share,tier,confirmed_by,confirmed_on\n"
        'B1,value,2026-06-10,booking,"Six nights",6,580.00,net,,55,100,confirmed,Anna,2026-07-01\n'
        "F1,cost,2026-06-01,fee,Fee,1,700.00,net,,,,,,\n"
    ),
    "table without titles": "2026-06-10;Instagram;1.204;5,5\n2026-06-11;Instagram;;4,1\n2026-06-12;Instagram;96;\n",
    "order export": "Order,Date,Total,Coupon\n#1001,2026-06-10,58.00,HOTEL10\n#1002,2026-06-11,-12.00,\n",
}


@dataclass(frozen=True, slots=True)
class Seed:
    """A file to damage: where it comes from, and its bytes."""

    name: str
    data: bytes


def sample_seeds(folder: Path) -> list[Seed]:
    """Return every sample, and folders of texts as archives too; of long texts their beginning, up to a line's end."""
    seeds: list[Seed] = []
    together: dict[str, dict[str, bytes]] = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name == "README.md":
            continue
        data = path.read_bytes()
        if len(data) > _LONGEST_SAMPLE and not data.startswith((b"PK", b"\xd0\xcf")):
            data = data[: data.rindex(b"\n", 0, _LONGEST_SAMPLE) + 1] + (
                b"\x00" if data.startswith(b"\xff\xfe") else b""
            )
        name = path.relative_to(folder).as_posix()
        seeds.append(Seed(name, data))
        if path.suffix == ".csv":
            together.setdefault(path.parent.relative_to(folder).as_posix(), {})[path.name] = data
    archives = [Seed(f"{name} zip", as_archive(members)) for name, members in together.items() if len(members) > 2]
    return [*seeds, *archives]


def own_seeds(folder: Path) -> list[Seed]:
    """Return small files in every declared format and language, as text, as a workbook and in an archive."""
    seeds = [Seed(name, text.encode()) for name, text in _WRITTEN.items()]
    for number, format_ in enumerate(FORMATS):
        tried: dict[str, int] = {}
        for language in format_.languages if format_.columns else ():
            data = _table(format_, language, tried, folder / "seed.csv")
            name = f"{format_.key} {number} {language}"
            seeds.append(Seed(name, data))
            if language == format_.languages[0]:
                seeds.append(Seed(f"{name} xlsx", as_workbook(data)))
                seeds.append(Seed(f"{name} zip", as_archive({"Table data.csv": data, "readme.txt": b"hello"})))
    return seeds


def _table(format_: Format, language: str, tried: dict[str, int], path: Path) -> bytes:
    """Write rows that the format accepts: a column that is refused gets another kind of cell, until none is left."""
    columns = [column for column in format_.columns if column.names.get(language) or column.field in _required(format_)]
    titles = [_title(column, language) for column in columns]
    field_of = {title: column.field for title, column in zip(titles, columns, strict=True)}
    for column in columns:
        tried.setdefault(column.field, _first_try(column))
    data = b""
    for _attempt in range(2 * len(_CELLS)):
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(titles)
        writer.writerows([_CELLS[tried[column.field]](row) for column in columns] for row in range(_ROWS))
        data = out.getvalue().encode()
        path.write_bytes(data)
        try:
            refused = [row for row in read(path, ANSWERS).rows if isinstance(row, RefusedRow)]
        except UserError:
            return data
        named = {field_of[row.column] for row in refused if row.column in field_of}
        if not named:
            return data
        for field in named:
            tried[field] = (tried[field] + 1) % len(_CELLS)
    return data


def _required(format_: Format) -> set[str]:
    return {name for option in format_.required for name in option.split("|")[:1]}


def _title(column: Column, language: str) -> str:
    names = column.names.get(language) or next(iter(column.names.values()))
    return names[0].replace(CURRENCY, "EUR")


def _first_try(column: Column) -> int:
    if column.metric:
        return _NUMBER
    for words, kind in _FIRST_TRY:
        if any(column.field == word or column.field.endswith(word) for word in words):
            return kind
    return _WORDS


def cells_of(data: bytes) -> list[list[str]]:
    """Return the cells of a comma-separated text, as far as it can be taken apart."""
    lines = data.decode("utf-8-sig", "replace").splitlines(keepends=True)
    try:
        return list(csv.reader(lines))
    except csv.Error:
        return [line.split(",") for line in lines]


def as_workbook(data: bytes) -> bytes:
    """Return a text as a workbook of one sheet, whole numbers as numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Overview")
    for row in cells_of(data):
        sheet.append(
            [int(cell) if cell.isdigit() and cell.isascii() and len(cell) < 12 else _plain(cell) for cell in row]
        )
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as archive:  # packed again, since openpyxl writes the time into it
        return as_archive({name: archive.read(name) for name in archive.namelist() if name != "docProps/core.xml"})


def _plain(cell: str) -> str:
    return "".join(character for character in cell if character >= " " or character in "\n\t")[:32_000]


def dated(name: str) -> zipfile.ZipInfo:
    """Return the entry of a member that is always of the same day, so that a case can be made again."""
    return zipfile.ZipInfo(name, (2026, 6, 30, 12, 0, 0))


def as_archive(members: dict[str, bytes]) -> bytes:
    """Return files as a ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(dated(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
