"""100,000 posts with twelve metrics as a platform exports them, and the bare ways to put them into the same tables."""

from __future__ import annotations

import csv
import importlib
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import apsw

from smmdesk.domain.accounts import Account
from smmdesk.domain.clients import Client
from smmdesk.store.database import transaction
from smmdesk.store.opening import create_workspace

POSTS = 100_000
PLATFORM = "facebook"
METRICS = (
    "views", "reach", "interactions", "reactions", "comments", "shares", "total_clicks", "link_clicks", "photo_clicks",
    "other_clicks", "seconds_viewed", "average_seconds_viewed",
)  # fmt: skip
_HEADER = [
    "Post ID", "Page ID", "Page name", "Title", "Description", "Duration (sec)", "Publish time", "Caption type",
    "Permalink", "Is crosspost", "Is share", "Post type", "Languages", "Custom labels", "Funded content status",
    "Data comment", "Date",
    "Views", "Reach", "Reactions, comments and shares", "Reactions", "Comments", "Shares", "Total clicks",
    "Link clicks",
    "Matched Audience Targeting Consumption (Photo Click)", "Other clicks", "Seconds viewed", "Average seconds viewed",
]  # fmt: skip
FIRST_METRIC = _HEADER.index("Views")
_MOST = (20_000, 15_000, 900, 800, 60, 50, 900, 300, 200, 400, 90_000, 30)
_WORDS = [
    "caffè",
    "mare",
    "vista",
    "cena",
    "hotel",
    "estate",
    "nuova",
    "stagione",
    "offerta",
    "camera",
    "colazione",
    "spiaggia",
    "tramonto",
    "🌅",
    "vino",
]
START = datetime(2022, 1, 1, 8, tzinfo=UTC)
_APART = timedelta(minutes=20)
LAST_DAY = (START + POSTS * _APART).date()


def write_export(path: Path, changed: float = 0.0, posts: int = POSTS) -> None:
    """Write a Meta content export of a Facebook page, the newest post first, `changed` the share with other values."""
    dice, others = random.Random(1), random.Random(2)
    with path.open("w", newline="", encoding="utf-8-sig") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(_HEADER)
        for place in range(posts, 0, -1):
            values = [dice.randrange(most) for most in _MOST]
            if others.random() < changed:
                values = [value + 1 for value in values]
            shown = (START + _APART * place - timedelta(hours=8)).strftime("%m/%d/%Y %H:%M")
            number = 122_100_000_000_000_000 + place * 1_000_003 + dice.randrange(1000)
            writer.writerow(
                [
                    str(number), "100064800000000", "Hotel Bar", "", " ".join(dice.choices(_WORDS, k=40)),
                    dice.choice(("0", "15", "30")), shown, "", f"https://www.facebook.com/100064800000000/posts/{number}",
                    "0", "0", dice.choice(("Photos", "Videos", "Links")), "", "", "", "", "Lifetime", *values,
                ]
            )  # fmt: skip


@contextmanager
def desk(folder: Path, name: str = "desk") -> Iterator[tuple[Path, int]]:
    """Open a fresh workspace with one client and its page."""
    path = folder / f"{name}.smmdesk"
    workspace = create_workspace(path, "bench")
    with transaction():
        client = Client.create(name="Hotel", slug="hotel", language="it", currency="EUR", timezone="Europe/Rome")
        Account.create(client=client, platform=PLATFORM, handle="", name="Hotel Bar", external_id="100064800000000")
    try:
        yield path, client.id
    finally:
        workspace.close()


_PRAGMAS = (
    "trusted_schema=0", "foreign_keys=1", "cell_size_check=1", "mmap_size=0", "secure_delete=1", "temp_store=2",
    "journal_mode=truncate", "synchronous=full", "fullfsync=1", "cache_size=-131072", "cache_spill=off",
)  # fmt: skip
_IMPORT = {
    "id": 1, "client_id": 1, "account_id": 1, "file_name": "", "sha256": "", "format": "", "language": "",
    "read_on": "2026-05-01", "state": "done", "staging": "", "counts": "{}", "warnings": "[]", "imported_at": 0,
    "program_version": "",
}  # fmt: skip


def _records(export: Path) -> Iterator[tuple[int, list[str]]]:
    with export.open(newline="", encoding="utf-8-sig") as stream:
        records = csv.reader(stream)
        next(records)
        yield from enumerate(records, start=1)


def bare_reading(export: Path) -> int:
    """Read the same file with nothing but `csv.reader` and `int()` of its metrics."""
    total = 0
    for _number, record in _records(export):
        total += sum([int(cell) for cell in record[FIRST_METRIC:]])
    return total


def bare_import(path: Path, export: Path) -> None:
    """Put the same rows into the same tables and indexes, with the same pragmas, and do nothing else."""
    connection = apsw.Connection(str(path))
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    with connection:
        connection.execute(
            f"INSERT INTO import ({', '.join(_IMPORT)}) VALUES ({', '.join('?' * len(_IMPORT))})",
            tuple(_IMPORT.values()),
        )
        connection.executemany(
            "INSERT INTO metric_name (id, key) VALUES (?, ?)",
            [(place, f"{PLATFORM}.post.{name}.v1") for place, name in enumerate(METRICS, start=1)],
        )
        posts, wordings, readings = [], [], []
        for number, record in _records(export):
            posts.append((number, record[0], 0, record[6]))
            wordings.append((number, number, 0, record[11], "", record[4], record[8], int(record[5])))
            readings.extend((number, place, int(cell)) for place, cell in enumerate(record[FIRST_METRIC:], start=1))
        connection.executemany(
            "INSERT INTO post (id, account_id, external_id, published_at, published_on) VALUES (?, 1, ?, ?, ?)", posts
        )
        connection.executemany(
            "INSERT INTO post_wording (id, post_id, published_at, kind, title, text, permalink, duration_seconds)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            wordings,
        )
        connection.executemany(
            "INSERT INTO post_read (import_id, wording_id) VALUES (1, ?)", ((post[0],) for post in posts)
        )
        connection.executemany(
            "INSERT INTO post_reading (post_id, metric_id, import_id, value, state) VALUES (?, ?, 1, ?, 'value')",
            readings,
        )
    connection.close()


def sqlite_utils_import(path: Path, export: Path) -> None:
    """Upsert the same rows into the same tables with sqlite-utils, in its own batches."""
    database_of = importlib.import_module("sqlite_utils").Database  # only here, so that the types need not know it

    def readings() -> Iterator[dict[str, Any]]:
        for number, record in _records(export):
            for place, cell in enumerate(record[FIRST_METRIC:], start=1):
                yield {"post_id": number, "metric_id": place, "import_id": 1, "value": int(cell), "state": "value"}

    database = database_of(str(path))
    for pragma in _PRAGMAS:
        database.execute(f"PRAGMA {pragma}")
    database.table("import").upsert_all([_IMPORT], pk="id")
    database.table("metric_name").upsert_all(
        ({"id": place, "key": f"{PLATFORM}.post.{name}.v1"} for place, name in enumerate(METRICS, start=1)), pk="id"
    )
    database.table("post").upsert_all(
        (
            {"id": number, "account_id": 1, "external_id": record[0], "published_at": 0, "published_on": record[6]}
            for number, record in _records(export)
        ),
        pk="id",
    )
    database.table("post_wording").upsert_all(
        (
            {
                "id": number, "post_id": number, "published_at": 0, "kind": record[11], "title": "", "text": record[4],
                "permalink": record[8], "duration_seconds": int(record[5]),
            }
            for number, record in _records(export)
        ),
        pk="id",
    )  # fmt: skip
    database.table("post_read").upsert_all(
        ({"import_id": 1, "wording_id": number} for number, _record in _records(export)), pk=("import_id", "wording_id")
    )
    database.table("post_reading").upsert_all(readings(), pk=("post_id", "metric_id", "import_id"))
    database.conn.commit()
    database.conn.close()
