"""Damage to an archive: names, links, nesting, sizes that lie, bombs."""

from __future__ import annotations

import io
import random
import re
import zipfile
from functools import cache

from tests.importers.fuzz.damage.raw import Mutator, flip, some, truncate
from tests.importers.fuzz.damage.text import TEXT
from tests.importers.fuzz.damage.workbooks import parts_of
from tests.importers.fuzz.seeds import dated


def _zip(members: list[tuple[zipfile.ZipInfo | str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            archive.writestr(dated(name) if isinstance(name, str) else name, content, compress_type=method)
    return out.getvalue()


_NAMES = (
    "Table data.csv", "../../escape.csv", "/etc/cron.d/x.csv", "C:\\Windows\\x.csv", "..\\..\\x.csv",
    "a/b/c/Totals.csv", "con.csv", "\u202ecsv.exe", "x" * 300 + ".csv", "naïve 😀.csv", ".hidden.csv",
    "__MACOSX/._x.csv", "inner.zip", "x.csv.gz", "folder/", "Conteúdo 2026-06-01_2026-06-30 Hotel.csv", " ",
    "a\\b.csv",
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
    for level in range(some(dice, 4)):
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
    for _lie in range(some(dice, 3)):
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
    parts = parts_of(data)
    members: list[tuple[zipfile.ZipInfo | str, bytes]] = []
    for name, content in parts.items():
        damaged = dice.choice(TEXT)(content, dice) if content and dice.random() < 0.5 else content
        members.append((name, damaged))
    return _quiet_zip(members, zipfile.ZIP_DEFLATED)


ARCHIVE: tuple[Mutator, ...] = (
    to_archive, symlink, nested, patched_archive, patched_archive, around_archive, members_damaged, flip, truncate,
)  # fmt: skip
