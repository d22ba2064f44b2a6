"""Importing 100,000 posts with twelve metrics: preview, import, later snapshot, undo, memory, and readers beside it."""

from __future__ import annotations

import importlib.util
import multiprocessing
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

from smmdesk.domain.accounts import account_rows
from smmdesk.domain.clients import client_rows
from smmdesk.domain.imports.commands import import_file
from smmdesk.domain.imports.queries import imports_of
from smmdesk.domain.imports.removal import undo_import
from smmdesk.domain.imports.staged import stage_file
from smmdesk.importers.rows import Answers
from smmdesk.store.database import connection
from tests.benchmarks.measuring import Benchmark, Measurement, Unavailable, at_least, at_most
from tests.benchmarks.posts import (
    bare_import,
    bare_reading,
    desk,
    sqlite_utils_import,
    write_export,
)

FIRST_READ, SECOND_READ = date(2026, 5, 1), date(2026, 5, 2)
LARGE = 200 * 1000 * 1000
_LONGEST_WAIT = 100.0
_OF_DAYS = "tiktok.followers.v1"  # a metric of days, of which this account has none
_MOST_MEMORY = 300.0


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _median(ratios: list[tuple[float, float]], what: str) -> Measurement:
    """Return the middle ratio of pairs that were measured in turn, since other work may share the machine."""
    middle = statistics.median(one / other for one, other in ratios)
    shown = "; ".join(f"{one:.2f} s against {other:.2f} s" for one, other in ratios)
    return Measurement(middle, f"{what}: {shown}")


def measure_preview() -> Measurement:
    """Compare a preview, before it is held against what is stored, with `csv.reader` and `int()` of the same file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_export(export := folder / "export.csv")

        def preview() -> None:
            stage_file(export, client, answers=Answers(FIRST_READ), preview=True).discard()

        with desk(folder) as (_path, client):
            pairs = [(_seconds(preview), _seconds(lambda: bare_reading(export))) for _run in range(5)]
    return _median(pairs, "preview against csv.reader + int()")


def _import_against(bare: Callable[[Path, Path], None], runs: int) -> list[tuple[float, float]]:
    pairs = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_export(export := folder / "export.csv")
        for run in range(runs):
            with desk(folder, f"bare{run}") as (path, _client):
                pass
            other = _seconds(lambda at=path: bare(at, export))
            with desk(folder, f"desk{run}") as (_path, client):
                pairs.append((_seconds(lambda of=client: import_file(export, of, read_on=FIRST_READ)), other))
    return pairs


def measure_first() -> Measurement:
    """Compare the import into a fresh workspace with a bare one."""
    return _median(_import_against(bare_import, 3), "import against csv + executemany")


def measure_upsert() -> Measurement:
    """Compare sqlite-utils' upsert of the same rows with the import."""
    if importlib.util.find_spec("sqlite_utils") is None:
        raise Unavailable("sqlite-utils is not installed")
    pairs = [(other, ours) for ours, other in _import_against(sqlite_utils_import, 1)]
    return _median(pairs, "sqlite-utils upsert against the import")


def measure_later() -> Measurement:
    """Compare a later snapshot, a tenth of it changed, with the first one."""
    pairs = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_export(export := folder / "export.csv")
        write_export(later := folder / "later.csv", changed=0.1)
        for run in range(3):
            with desk(folder, f"desk{run}") as (_path, client):
                first = _seconds(lambda of=client: import_file(export, of, read_on=FIRST_READ))
                pairs.append((_seconds(lambda of=client: import_file(later, of, read_on=SECOND_READ)), first))
    return _median(pairs, "later against first")


def measure_undo() -> Measurement:
    """Compare undoing an import with the import."""
    pairs = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_export(export := folder / "export.csv")
        with desk(folder) as (_path, client):
            for _run in range(3):
                first = _seconds(lambda: import_file(export, client, read_on=FIRST_READ))
                pairs.append((_seconds(lambda: undo_import(1)), first))
    return _median(pairs, "undo against import")


def measure_memory() -> Measurement:
    """Measure the most memory that the process holds during an import, a later one and an undo."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_export(export := folder / "export.csv")
        write_export(later := folder / "later.csv", changed=0.1)
        with desk(folder) as (_path, client):
            import_file(export, client, read_on=FIRST_READ)
            first = _peak()
            import_file(later, client, read_on=SECOND_READ)
            undo_import(2)
    return Measurement(_peak(), f"{first:.0f} MB after the first import")


def _peak() -> float:
    """Return the most memory that this process has held, in MB."""
    if sys.platform == "win32":
        raise Unavailable("this system does not tell a process's peak")
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def read_beside(path: str, ready: Connection) -> None:
    """Read from the workspace in a loop until told to stop; send the longest wait in milliseconds and how many."""
    # As the program reads: a page of posts in the order of an index. One that sorts all posts of the account instead
    # takes 75 ms of its own among 300,000, with nothing beside it.
    posts = "SELECT id, published_on FROM post WHERE account_id = 1 ORDER BY published_on DESC LIMIT 50"
    reader = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5, isolation_level=None)
    ready.send(None)
    longest, reads = 0.0, 0
    while not ready.poll():
        started = time.perf_counter()
        reader.execute("SELECT count(*) FROM account").fetchone()
        reader.execute(posts).fetchall()
        longest, reads = max(longest, time.perf_counter() - started), reads + 1
        time.sleep(0.002)
    ready.send((longest * 1000, reads))


def _longest_wait(path: Path, work: Callable[[], None]) -> tuple[float, int]:
    """Return how long (ms) a reader in another process waited at most while work was done, and how often it read."""
    ours, theirs = multiprocessing.Pipe()
    reader = multiprocessing.get_context("spawn").Process(target=read_beside, args=(str(path), theirs))
    reader.start()
    ours.recv()
    work()
    ours.send(None)
    found = ours.recv()
    reader.join()
    return found


def measure_reader() -> Measurement:
    """Measure how long a reader in another process waits at most while two snapshots come in and one goes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_export(export := folder / "export.csv")
        write_export(later := folder / "later.csv", changed=0.1)
        with desk(folder) as (path, client):

            def work() -> None:
                import_file(export, client, read_on=FIRST_READ)
                import_file(later, client, read_on=SECOND_READ)
                undo_import(1)

            longest, reads = _longest_wait(path, work)
    return Measurement(longest, f"the longest of {reads:,} reads beside two imports and an undo")


class _Pages(threading.Thread):
    """The pages of the window that are open while a file comes in, in the same process: how long each waited."""

    def __init__(self, client: int) -> None:
        super().__init__(daemon=True)
        self._client = client
        self._done = threading.Event()
        self.waits: list[float] = []

    def run(self) -> None:
        while not self._done.wait(0.02):
            with connection():
                self.waits.append(_seconds(client_rows))
                self.waits.append(_seconds(lambda: account_rows(self._client)))
                self.waits.append(_seconds(lambda: imports_of(self._client)))

    def stop(self) -> list[float]:
        """End and return the waits in milliseconds, the longest last."""
        self._done.set()
        self.join()
        return sorted(1000 * wait for wait in self.waits)


def _large_export(folder: Path) -> tuple[Path, int]:
    write_export(small := folder / "small.csv", posts=2_000)
    posts = LARGE * 2_000 // small.stat().st_size + 1
    write_export(export := folder / "large.csv", posts=posts)
    return export, posts


def measure_large() -> Measurement:
    """Measure how long a page waits at most while a file of 200 MB comes in, in the same process and beside it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_export(export := folder / "export.csv")
        large, posts = _large_export(folder)
        with desk(folder) as (path, client):
            import_file(export, client, read_on=FIRST_READ)
            before = _peak()
            pages = _Pages(client)
            pages.start()
            beside, _reads = _longest_wait(path, lambda: _came_in(large, client))
            waits = pages.stop()
    middle = waits[len(waits) // 2]
    return Measurement(
        waits[-1],
        f"the longest of {len(waits):,} pages (median {middle:.0f} ms, 99 % in {waits[len(waits) * 99 // 100]:.0f} ms)"
        f" while {posts:,} posts came in; {beside:.0f} ms in another process; memory {before:.0f} MB before,"
        f" {_peak():.0f} MB at most",
    )


def _came_in(export: Path, client: int) -> None:
    assert import_file(export, client, read_on=SECOND_READ).added


BENCHMARKS = (
    Benchmark("preview of 100,000 posts", at_most(4), measure_preview),
    Benchmark("import of 100,000 posts", at_most(3), measure_first),
    Benchmark("sqlite-utils upsert of what an import of 100,000 posts does", at_least(3), measure_upsert),
    Benchmark("import of a later snapshot, 10 % changed", at_most(1.5), measure_later),
    Benchmark("undo of an import of 100,000 posts", at_most(1), measure_undo),
    Benchmark("memory of an import of 100,000 posts", at_most(_MOST_MEMORY, "MB"), measure_memory),
    Benchmark("a reader beside an import waits", at_most(_LONGEST_WAIT, "ms"), measure_reader),
    Benchmark("a page beside an import of 200 MB waits", at_most(_LONGEST_WAIT, "ms"), measure_large),
)
