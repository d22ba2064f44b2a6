"""Importing 100,000 posts: against a bare csv + executemany of the same rows, a later snapshot, a reader beside it."""

from __future__ import annotations

import csv
import multiprocessing
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

import apsw

from smmdesk.domain.accounts import Account
from smmdesk.domain.clients import Client
from smmdesk.domain.imports.commands import import_file
from smmdesk.domain.imports.removal import undo_import
from smmdesk.store.database import transaction
from smmdesk.store.opening import create_workspace
from tests.benchmarks.measuring import Benchmark, Measurement, at_most

POSTS = 100_000
FIRST_READ, SECOND_READ = date(2026, 5, 1), date(2026, 5, 2)
_HEADER = [
    "Post ID",
    "Account ID",
    "Account username",
    "Account name",
    "Description",
    "Duration (sec)",
    "Publish time",
    "Permalink",
    "Post type",
    "Data comment",
    "Date",
    "Views",
    "Reach",
    "Likes",
    "Shares",
    "Follows",
    "Comments",
    "Saves",
]
_METRICS = ("views", "reach", "likes", "shares", "follows", "comments", "saves")
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
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_INSTAGRAM_EPOCH = 1_314_220_021_721
_READERS_LONGEST_WAIT = 100.0


def write_export(path: Path, changed: float = 0.0) -> None:
    """Write a Meta content export of Instagram, the newest post first; `changed` is the share with other values."""
    dice, others = random.Random(1), random.Random(2)
    start = datetime(2022, 1, 1, 8, tzinfo=UTC)
    with path.open("w", newline="", encoding="utf-8-sig") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(_HEADER)
        for place in range(POSTS, 0, -1):
            instant = start + timedelta(minutes=20 * place)
            number = ((int(instant.timestamp() * 1000) - _INSTAGRAM_EPOCH) << 23) | dice.getrandbits(23)
            code = "".join(_LETTERS[number >> 6 * digit & 63] for digit in range(10, -1, -1))
            values = [dice.randrange(most) for most in (20_000, 15_000, 900, 50, 9, 60, 80)]
            if others.random() < changed:
                values = [value + 1 for value in values]
            shown = (instant - timedelta(hours=8)).strftime("%m/%d/%Y %H:%M")
            writer.writerow(
                [
                    str(17_900_000_000_000_000 + place * 1_000_003 + dice.randrange(1000)), "17841400000000000",
                    "hotelbar", "Hotel Bar", " ".join(dice.choices(_WORDS, k=40)), dice.choice(("0", "15", "30")),
                    shown, f"https://www.instagram.com/p/{code}/", dice.choice(("IG image", "IG reel")), "", "Lifetime",
                    *values,
                ]
            )  # fmt: skip


@contextmanager
def desk(folder: Path, name: str = "desk") -> Iterator[tuple[Path, int]]:
    """Open a fresh workspace with one client and its account."""
    path = folder / f"{name}.smmdesk"
    workspace = create_workspace(path, "bench")
    with transaction():
        client = Client.create(name="Hotel", slug="hotel", language="it", currency="EUR", timezone="Europe/Rome")
        Account.create(client=client, platform="instagram", handle="hotelbar")
    try:
        yield path, client.id
    finally:
        workspace.close()


def bare_import(path: Path, export: Path) -> None:
    """Put the same rows into the same tables and indexes, with the same pragmas, and do nothing else."""
    connection = apsw.Connection(str(path))
    for pragma in (
        "trusted_schema=0", "foreign_keys=1", "cell_size_check=1", "mmap_size=0", "secure_delete=1", "temp_store=2",
        "journal_mode=truncate", "synchronous=full", "fullfsync=1", "cache_size=-131072", "cache_spill=off",
    ):  # fmt: skip
        connection.execute(f"PRAGMA {pragma}")
    with export.open(newline="", encoding="utf-8-sig") as stream, connection:
        records = csv.reader(stream)
        next(records)
        connection.execute(
            "INSERT INTO import (id, client_id, account_id, file_name, sha256, format, language, read_on, state,"
            " staging, counts, warnings, imported_at, program_version)"
            " VALUES (1, 1, 1, '', '', '', '', '2026-05-01', 'done', '', '{}', '[]', 0, '')"
        )
        connection.executemany(
            "INSERT INTO metric_name (id, key) VALUES (?, ?)",
            [(place, f"instagram.post.{name}.v1") for place, name in enumerate(_METRICS, start=1)],
        )
        posts, wordings, readings = [], [], []
        for number, record in enumerate(records, start=1):
            posts.append((number, record[0], 0, record[6]))
            wordings.append((number, number, 0, record[8], "", record[4], record[7], int(record[5])))
            readings.extend((number, place, int(cell)) for place, cell in enumerate(record[11:], start=1))
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


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _bare_seconds(folder: Path, export: Path) -> float:
    with desk(folder, "bare") as (path, _client):
        pass
    return _seconds(lambda: bare_import(path, export))


def measure_first() -> Measurement:
    """Compare the import into a fresh workspace with the bare one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_export(export := folder / "export.csv")
        bare = _bare_seconds(folder, export)
        with desk(folder) as (_path, client):
            ours = _seconds(lambda: import_file(export, client, read_on=FIRST_READ))
    return Measurement(
        ours / bare, f"{ours:.2f} s against {bare:.2f} s for {POSTS:,} posts with {len(_METRICS)} metrics"
    )


def measure_later() -> Measurement:
    """Compare a later snapshot, a tenth of it changed, with the first one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_export(export := folder / "export.csv")
        write_export(later := folder / "later.csv", changed=0.1)
        with desk(folder) as (_path, client):
            first = _seconds(lambda: import_file(export, client, read_on=FIRST_READ))
            second = _seconds(lambda: import_file(later, client, read_on=SECOND_READ))
    return Measurement(second / first, f"{second:.2f} s against {first:.2f} s")


def measure_undo() -> Measurement:
    """Compare undoing an import with the import."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_export(export := folder / "export.csv")
        with desk(folder) as (_path, client):
            first = _seconds(lambda: import_file(export, client, read_on=FIRST_READ))
            undo = _seconds(lambda: undo_import(1))
    return Measurement(undo / first, f"{undo:.2f} s against {first:.2f} s")


def read_beside(path: str, ready: Connection) -> None:
    """Read from the workspace in a loop until told to stop; send the longest wait in milliseconds and how many."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5, isolation_level=None)
    ready.send(None)
    longest, reads = 0.0, 0
    while not ready.poll():
        started = time.perf_counter()
        connection.execute("SELECT count(*) FROM account").fetchone()
        connection.execute("SELECT id, published_on FROM post WHERE account_id = 1 ORDER BY id LIMIT 50").fetchall()
        longest, reads = max(longest, time.perf_counter() - started), reads + 1
        time.sleep(0.002)
    ready.send((longest * 1000, reads))


def measure_reader() -> Measurement:
    """Measure how long a reader in another process waits at most while two snapshots come in and one goes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_export(export := folder / "export.csv")
        write_export(later := folder / "later.csv", changed=0.1)
        with desk(folder) as (path, client):
            ours, theirs = multiprocessing.Pipe()
            reader = multiprocessing.get_context("spawn").Process(target=read_beside, args=(str(path), theirs))
            reader.start()
            ours.recv()
            import_file(export, client, read_on=FIRST_READ)
            import_file(later, client, read_on=SECOND_READ)
            undo_import(1)
            ours.send(None)
            longest, reads = ours.recv()
            reader.join()
    return Measurement(longest, f"the longest of {reads:,} reads beside two imports and an undo")


BENCHMARKS = (
    Benchmark("import of 100,000 posts", at_most(3), measure_first),
    Benchmark("import of a later snapshot, 10 % changed", at_most(1.5), measure_later),
    Benchmark("undo of an import of 100,000 posts", at_most(1), measure_undo),
    Benchmark("a reader beside an import waits", at_most(_READERS_LONGEST_WAIT, "ms"), measure_reader),
)
