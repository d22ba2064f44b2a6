"""Disks that fail and power that goes: what was said to be saved is there, what was not is not, nothing is torn."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import apsw
import pytest

from smmdesk.core.errors import UserError
from smmdesk.store.database import database, transaction
from smmdesk.store.opening import check_integrity, create_workspace, open_workspace
from tests.store.conftest import Child, FailingDisk

ROWS = 3


def operation(number: int) -> None:
    """Save one operation of three rows. Its own number makes it safe to say again: it is never done twice."""
    with transaction():
        known = database.execute_sql("SELECT 1 FROM client WHERE slug = ?", (f"operation-{number}",)).fetchone()
        if known is None:
            for part in range(ROWS):
                database.execute_sql(
                    "INSERT INTO metric_name (key) VALUES (?)", (f"{number} {part} " + "x" * 900 * part,)
                )
            database.execute_sql(
                "INSERT INTO client (name, slug, legal_name, language, address_form, currency, timezone, is_seasonal,"
                " recoverable_vat, attribution_rule, country, vat_number, fiscal_code, sdi_code, certified_email,"
                " eu_vat_id, brand_color, accent_color, note)"
                " VALUES ('', ?, '', '', '', '', '', 0, '', '', '', '', '', '', '', '', '', '', '')",
                (f"operation-{number}",),
            )


def state() -> tuple[int, int]:
    """Return how many operations and rows are in the workspace."""
    ((operations,),) = database.execute_sql("SELECT count(*) FROM client").fetchall()
    ((rows,),) = database.execute_sql("SELECT count(*) FROM metric_name").fetchall()
    return operations, rows


def fails_at_each_call(disk: FailingDisk, path: Path, failure: type[apsw.Error], *, for_ever: bool, step: int) -> None:
    """Let every k-th call of an operation fail, look, and say the operation again."""
    open_workspace(path)
    operation(0)
    done, call = 1, 0
    while True:
        call += step
        disk.start(call, failure, for_ever=for_ever)
        failed = ""
        try:
            operation(done)
        except UserError as refusal:
            failed = refusal.title
        disk.start(0)
        if not failed:
            break
        assert failed in ("The disk is full.", "The workspace file cannot be reached.")
        operations, rows = state()
        assert operations in (done, done + 1)  # told as failed, but durable: the last call of a commit (4.2)
        assert rows == ROWS * operations
        operation(done)
        done += 1
        assert state() == (done, ROWS * done)
    check_integrity()
    assert done > 3


@pytest.mark.parametrize("failure", [apsw.FullError, apsw.IOError])
@pytest.mark.parametrize("for_ever", [False, True])
def test_a_failing_call_loses_and_doubles_nothing(
    disk: FailingDisk, path: Path, failure: type[apsw.Error], for_ever: bool
) -> None:
    fails_at_each_call(disk, path, failure, for_ever=for_ever, step=2)


@pytest.mark.long
@pytest.mark.parametrize("failure", [apsw.FullError, apsw.IOError])
@pytest.mark.parametrize("for_ever", [False, True])
def test_every_failing_call_loses_and_doubles_nothing(
    disk: FailingDisk, path: Path, failure: type[apsw.Error], for_ever: bool
) -> None:
    fails_at_each_call(disk, path, failure, for_ever=for_ever, step=1)


_WRITES = """
import sys
from pathlib import Path
sys.path.insert(0, "tests/store")
from smmdesk.store.opening import open_workspace
from tests.store.test_faults import operation
open_workspace(Path(sys.argv[1]))
for number in range(60):
    operation(number)
    if number % 20 == 19:
        sys.stdin.readline()  # until the reader has seen them
"""


def test_a_reader_beside_a_writer_sees_whole_operations(path: Path, child: Child) -> None:
    process = child(_WRITES, str(path))
    reader = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5, isolation_level=None)
    seen = set()
    while process.poll() is None:
        operations, rows = reader.execute(
            "SELECT (SELECT count(*) FROM client), (SELECT count(*) FROM metric_name)"
        ).fetchone()
        assert rows == ROWS * operations
        if operations % 20 == 0 and operations not in seen and process.stdin is not None and operations:
            process.stdin.write("\n")
            process.stdin.flush()
        seen.add(operations)
    assert process.returncode == 0, process.stderr and process.stderr.read()
    assert {20, 40, 60} <= seen


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 3 MB."""
    if os.name != "posix" or os.getuid() != 0:
        pytest.skip("only root may mount a small disk")
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)], check=False)
    if mounted.returncode:
        pytest.skip("no small disk can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_keeps_the_old_rows_and_takes_small_ones(small_disk: Path) -> None:
    opened = create_workspace(small_disk / "desk.smmdesk")
    operation(0)
    with pytest.raises(UserError, match="disk is full"):
        too_much()
    assert state() == (1, ROWS)
    operation(1)
    assert state() == (2, 2 * ROWS)
    check_integrity()
    opened.close()


def too_much() -> None:
    with transaction():
        for number in range(4000):
            database.execute_sql("INSERT INTO metric_name (key) VALUES (?)", (f"{number} " + "y" * 3000,))


# ------------------------------------------------------------------------------------------------- power cuts


class RecordedFile(apsw.VFSFile):
    """A file whose writes, truncations and syncs are written down."""

    def __init__(self, record: Recorder, name: apsw.URIFilename | str, flags: list[int]) -> None:
        super().__init__(record.under, name, flags)  # pyright: ignore[reportArgumentType]
        self._record = record
        self._name = Path(name if isinstance(name, str) else name.filename()).name

    def xWrite(self, data: bytes, offset: int) -> None:
        self._record.calls.append(("write", self._name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:
        self._record.calls.append(("truncate", self._name, newsize, b""))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:
        self._record.calls.append(("sync", self._name, 0, b""))
        super().xSync(flags)


class Recorder(apsw.VFS):
    """Writes down what is asked of the disk, and when an operation was acknowledged."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, int, bytes]] = []
        self.under = apsw.vfs_names()[0]
        super().__init__("recorder", self.under, makedefault=True)

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        return super().xOpen(name, flags) if name is None else RecordedFile(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self.calls.append(("delete", Path(filename).name, int(syncdir), b""))
        super().xDelete(filename, syncdir)


def apply(files: dict[str, bytearray], call: tuple[str, str, int, bytes]) -> None:
    """Do one recorded call to files in memory."""
    kind, name, place, data = call
    if kind == "delete":
        files.pop(name, None)
        return
    content = files.setdefault(name, bytearray())
    if kind == "truncate":
        del content[place:]
    elif kind == "write":
        if len(content) < place:
            content.extend(bytes(place - len(content)))
        content[place : place + len(data)] = data


def torn(calls: list[tuple[str, str, int, bytes]], dice: random.Random) -> list[tuple[str, str, int, bytes]]:
    """Return some of the unsynced calls, in another order, their writes cut at sectors of 512 bytes."""
    pieces = []
    for kind, name, place, data in calls:
        if kind != "write":
            pieces.append((kind, name, place, data))
            continue
        pieces.extend(
            (kind, name, place + start, data[start : start + 512]) for start in range(0, max(len(data), 1), 512)
        )
    kept = [piece for piece in pieces if dice.random() < 0.5]
    dice.shuffle(kept)
    return kept


def crash_states(
    base: dict[str, bytes], calls: list[tuple[str, str, int, bytes]], seeds: int
) -> Iterator[tuple[int, str, dict[str, bytearray]]]:
    """Yield what the disk may hold after a cut behind each call: synced calls kept, the others all, none or some.

    A file that was never deleted stays in its folder; its content is durable only after its own sync.
    """
    durable = {name: bytearray(content) for name, content in base.items()}
    waiting: list[tuple[str, str, int, bytes]] = []
    for number, call in enumerate(calls):
        if call[0] == "sync":
            rest = []
            for earlier in waiting:
                if earlier[1] == call[1]:
                    apply(durable, earlier)
                else:
                    rest.append(earlier)
            waiting = rest
        else:
            waiting.append(call)
        variants = [("all", waiting), ("none", [])]
        variants += [(f"seed {seed}", torn(waiting, random.Random(seed * 100_003 + number))) for seed in range(seeds)]
        for label, chosen in variants:
            files = {name: bytearray(content) for name, content in durable.items()}
            for one in chosen:
                apply(files, one)
            yield number, label, files


def cut_the_power(tmp_path: Path, operations: int, seeds: int, every: int) -> int:
    """Run operations on a recorded disk, rebuild every crash state and look into it with the stock SQLite."""
    path = tmp_path / "desk.smmdesk"
    create_workspace(path).close()
    base = {path.name: path.read_bytes()}
    recorder = Recorder()
    acknowledged: list[int] = []
    try:
        opened = open_workspace(path)
        for number in range(operations):
            operation(number)
            acknowledged.append(len(recorder.calls))
        opened.close()
    finally:
        recorder.unregister()
    states = 0
    folder = tmp_path / "after"
    folder.mkdir()
    for number, label, files in crash_states(base, recorder.calls, seeds):
        if number % every:
            continue
        states += 1
        for name, content in files.items():
            (folder / name).write_bytes(content)
        for left in folder.iterdir():
            if left.name not in files:
                left.unlink()
        connection = sqlite3.connect(folder / path.name)
        told = f"after call {number}, unsynced: {label}"
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",), told
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == [], told
        held, rows = connection.execute(
            "SELECT (SELECT count(*) FROM client), (SELECT count(*) FROM metric_name)"
        ).fetchone()
        connection.close()
        assert rows == ROWS * held, told
        assert held >= sum(mark <= number + 1 for mark in acknowledged), told
    return states


def test_a_power_cut_tears_nothing_and_loses_nothing_said_to_be_saved(tmp_path: Path) -> None:
    assert cut_the_power(tmp_path, operations=4, seeds=1, every=3) > 50


@pytest.mark.long
def test_no_power_cut_tears_or_loses(tmp_path: Path) -> None:
    assert cut_the_power(tmp_path, operations=25, seeds=4, every=1) > 2_000


def test_the_recorder_notices_a_disk_without_syncs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The simulator proves something: with syncs off the same operations are lost or torn."""
    from smmdesk.store import database as store

    monkeypatch.setitem(store._WRITER, "synchronous", "off")
    with pytest.raises((AssertionError, sqlite3.DatabaseError)):
        cut_the_power(tmp_path, operations=4, seeds=1, every=1)
    with suppress(UserError):
        store.current_workspace().close()
