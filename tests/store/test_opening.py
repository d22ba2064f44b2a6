"""The door: every wrong file gets its sentence and keeps its bytes; every crash is repaired without a question."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import apsw
import pytest

from smmdesk.core.errors import UserError, WorkspaceHeld
from smmdesk.store import migrations
from smmdesk.store.database import APPLICATION_ID, database, read_header, transaction
from smmdesk.store.lock import WriterLock
from smmdesk.store.opening import check_integrity, create_workspace, open_workspace, require_writer
from tests.store.conftest import CHECKOUT, Child, kill


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def beside(path: Path) -> set[str]:
    """Return what stands beside a workspace but its lock."""
    return {one.name for one in path.parent.iterdir() if one != path and not one.name.endswith(".lock")} - {"home"}


def fill(path: Path, rows: int = 3_000) -> None:
    opened = open_workspace(path)
    with transaction():
        for number in range(rows):
            database.execute_sql("INSERT INTO metric_name (key) VALUES (?)", (f"metric number {number}",))
    opened.close()


@pytest.mark.parametrize("write", [True, False])
def test_a_newer_workspace_is_refused_with_every_byte_in_place(path: Path, write: bool) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    before, names = digest(path), beside(path)
    with pytest.raises(UserError, match="newer version") as refusal:
        open_workspace(path, write=write)
    assert "schema 999" in refusal.value.detail
    assert digest(path) == before
    assert beside(path) == names


def other_program(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = wal")
    connection.execute("PRAGMA application_id = 77")
    connection.execute("CREATE TABLE note (text)")
    connection.close()


@pytest.mark.parametrize("write", [True, False])
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(other_program, id="another program's database"),
        pytest.param(lambda path: sqlite3.connect(path).execute("VACUUM").connection.close(), id="an empty database"),
        pytest.param(lambda path: path.write_text("Dear Anna,\n" * 40), id="a text"),
        pytest.param(lambda path: path.write_bytes(b""), id="an empty file"),
        pytest.param(lambda path: path.write_bytes(b"SQLite format 3\x00"), id="the first bytes only"),
        pytest.param(lambda path: path.write_bytes(os.urandom(5000)), id="random bytes"),
    ],
)
def test_what_is_no_workspace_is_refused_untouched(tmp_path: Path, make, write: bool) -> None:
    path = tmp_path / "other.smmdesk"
    make(path)
    before, names = digest(path), beside(path)
    with pytest.raises(UserError, match="not a workspace"):
        open_workspace(path, write=write)
    assert digest(path) == before
    assert beside(path) == names


def test_a_folder_and_a_missing_file_have_their_sentences(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="folder, not a workspace"):
        open_workspace(tmp_path)
    with pytest.raises(UserError, match="no workspace at this place"):
        open_workspace(tmp_path / "nothing.smmdesk")
    assert not (tmp_path / "nothing.smmdesk").exists()


def test_a_new_workspace_never_overwrites(path: Path) -> None:
    before = digest(path)
    with pytest.raises(UserError, match="exists already"):
        create_workspace(path)
    assert digest(path) == before


def test_a_workspace_that_cannot_be_made_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_migrator: object) -> None:
        database.execute_sql("CREATE TABLE half (id)")
        raise RuntimeError("broken step")

    monkeypatch.setattr(migrations, "STEPS", (broken,))
    target = tmp_path / "new.smmdesk"
    with pytest.raises(RuntimeError, match="broken step"):
        create_workspace(target)
    assert not target.exists()
    assert create_workspace_after_failure(target, monkeypatch)


def create_workspace_after_failure(target: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.undo()
    return create_workspace(target).writable


def test_a_zeroed_page_is_found_and_the_file_kept(path: Path) -> None:
    fill(path)
    content = bytearray(path.read_bytes())
    root = sqlite3.connect(path).execute("SELECT rootpage FROM sqlite_schema WHERE name = 'metric_name'").fetchone()[0]
    content[(root - 1) * 4096 : root * 4096] = bytes(4096)
    path.write_bytes(content)
    before = digest(path)
    opened = open_workspace(path)
    with pytest.raises(UserError, match="damaged") as refusal:
        check_integrity()
    assert "backup" in refusal.value.hint
    with pytest.raises(UserError, match="damaged"), transaction():
        database.execute_sql("SELECT count(*) FROM metric_name").fetchall()
    opened.close()
    assert digest(path) == before


@pytest.mark.parametrize("keep", [100, 4096, 20_000])
def test_a_truncated_file_is_a_damaged_one(path: Path, keep: int) -> None:
    fill(path)
    path.write_bytes(path.read_bytes()[:keep])
    before = digest(path)
    with pytest.raises(UserError, match=r"damaged|not a workspace"):
        opened_and_checked(path)
    assert digest(path) == before


def opened_and_checked(path: Path) -> None:
    open_workspace(path)
    check_integrity()


@pytest.mark.parametrize(
    "code", ["CREATE VIEW metric AS SELECT 1", "CREATE TRIGGER t AFTER INSERT ON client BEGIN SELECT 1; END"]
)
@pytest.mark.parametrize("write", [True, False])
def test_a_file_with_code_of_its_own_is_refused(path: Path, code: str, write: bool) -> None:
    connection = sqlite3.connect(path)
    connection.execute(code)
    connection.close()
    before = digest(path)
    with pytest.raises(UserError, match="never puts there"):
        open_workspace(path, write=write)
    assert digest(path) == before


def test_code_in_an_old_file_does_not_run_while_it_is_upgraded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TRIGGER t AFTER INSERT ON metric_name BEGIN DELETE FROM metric_name; END")
    connection.close()
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, lambda _migrator: pytest.fail("the step ran")))
    monkeypatch.setattr(migrations, "SCHEMA", len(migrations.STEPS))
    with pytest.raises(UserError, match="never puts there"):
        open_workspace(path)


_WRITE_HALF = """
import sys
from pathlib import Path
from smmdesk.store.database import database, transaction
from smmdesk.store.opening import open_workspace
open_workspace(Path(sys.argv[1]))
database.execute_sql("PRAGMA cache_size=10")  # the pages go to the file before the commit
with transaction():
    for number in range(30_000):
        database.execute_sql("INSERT INTO metric_name (key) VALUES (?)", (f"half {number}",))
    print("half-way", flush=True)
    sys.stdin.readline()
"""


@pytest.mark.parametrize("write", [True, False])
def test_a_crash_half_way_is_repaired_by_the_next_start(path: Path, child: Child, write: bool) -> None:
    fill(path, 50)
    process = child(_WRITE_HALF, str(path))
    assert process.stdout is not None
    assert process.stdout.readline() == "half-way\n"
    kill(process)
    assert path.with_name(path.name + "-journal").stat().st_size
    header = read_header(path)
    assert header is not None
    assert header.application_id == APPLICATION_ID
    opened = open_workspace(path, write=write)
    assert opened.writable is write
    check_integrity()
    assert database.execute_sql("SELECT count(*) FROM metric_name").fetchone() == (50,)


@pytest.mark.long
def test_kill_at_any_moment_leaves_the_old_or_the_new_state(path: Path, child: Child) -> None:
    fill(path, 50)
    held = 50
    for round_ in range(25):
        process = child(
            _WRITE_HALF.replace("range(30_000)", "range(2_000)").replace("half {", f"r{round_} {{"), str(path)
        )
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.15 + 0.01 * round_)
        kill(process)
        opened = open_workspace(path)
        check_integrity()
        ((now,),) = database.execute_sql("SELECT count(*) FROM metric_name").fetchall()
        opened.close()
        assert now in (held, held + 2_000)
        held = now


_BUSY = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.readline()
connection.execute("ROLLBACK")
"""


def test_a_file_that_another_program_keeps_locked_is_busy_not_foreign(
    path: Path, child: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smmdesk.store.database.BUSY_SECONDS", 0)
    process = child(_BUSY, str(path))
    assert process.stdout is not None
    assert process.stdout.readline() == "locked\n"
    with pytest.raises(WorkspaceHeld, match="busy"):
        open_workspace(path)
    process.communicate("\n")
    assert open_workspace(path).writable


def test_whoever_waits_for_a_lock_asks_often(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = apsw.Connection(str(path))  # locks bind within a process only through one library
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 40:
            other.execute("ROLLBACK")

    opened = open_workspace(path)
    monkeypatch.setattr("smmdesk.store.database.time.sleep", sleep)
    for lock, ask in (
        ("BEGIN EXCLUSIVE", lambda: database.execute_sql("SELECT count(*) FROM metric_name").fetchone()),
        ("BEGIN IMMEDIATE", lambda: fill_one("a metric")),
    ):
        slept.clear()
        other.execute(lock)
        ask()
        assert len(slept) == 40
        assert max(slept) <= 0.005
    opened.close()
    other.close()


def fill_one(key: str) -> None:
    with transaction():
        database.execute_sql("INSERT INTO metric_name (key) VALUES (?)", (key,))


_READ_ONLY = """
import os, sys
from pathlib import Path
from smmdesk.core.errors import UserError
from smmdesk.store.database import database, transaction
from smmdesk.store.opening import open_workspace, require_writer
if os.getuid() == 0:  # root may write anywhere: become somebody else, with everything loaded
    os.setgid(65534)
    os.setuid(65534)
opened = open_workspace(Path(sys.argv[1]))
print(opened.writable, opened.held_by, database.execute_sql("SELECT count(*) FROM metric_name").fetchone()[0])
try:
    with transaction():
        print("wrote")
except UserError as refusal:
    print(refusal.title)
"""


@pytest.mark.skipif(os.name != "posix", reason="rights of files are another thing there")
@pytest.mark.parametrize("what", ["folder", "file"])
def test_a_read_only_place_opens_for_reading(what: str) -> None:
    # Not under pytest's own folder, which another user may not enter.
    with tempfile.TemporaryDirectory() as stick:
        read_only_place(Path(stick), what)


def read_only_place(folder: Path, what: str) -> None:
    path = folder / "desk.smmdesk"
    create_workspace(path).close()
    fill(path, 5)
    before = digest(path)
    for one in folder.iterdir():
        if one != path:
            one.unlink()
    folder.chmod(0o555 if what == "folder" else 0o777)
    path.chmod(0o444)
    result = subprocess.run(
        [sys.executable, "-c", _READ_ONLY, str(path)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    folder.chmod(0o755)
    assert result.stdout.splitlines() == ["False None 5", "The workspace is open for reading only."], result.stderr
    assert digest(path) == before


def test_a_schema_of_an_older_program_is_not_read_beside_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, lambda _migrator: None))
    monkeypatch.setattr(migrations, "SCHEMA", len(migrations.STEPS))
    with pytest.raises(UserError, match="older version"):
        open_workspace(path, write=False)


def test_the_settings_of_a_writer_are_those_that_lose_nothing(path: Path) -> None:
    open_workspace(path)
    found = {
        name: database.pragma(name)
        for name in (
            "journal_mode", "synchronous", "foreign_keys", "trusted_schema", "secure_delete", "mmap_size",
            "cell_size_check", "temp_store",
        )
    }  # fmt: skip
    assert found == {
        "journal_mode": "truncate",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "secure_delete": 1,
        "mmap_size": 0,
        "cell_size_check": 1,
        "temp_store": 2,
    }


def test_a_reader_cannot_write_even_by_plain_sql(path: Path) -> None:
    open_workspace(path, write=False)
    with pytest.raises(apsw.ReadOnlyError):
        database.connection().execute("INSERT INTO metric_name (key) VALUES ('x')")


def test_an_impossible_path_is_answered_in_words(path: Path) -> None:
    impossible = path.with_name("a" * 300)
    with pytest.raises(UserError, match="no workspace at this place"):
        open_workspace(impossible)
    with pytest.raises(UserError, match="could not be made"):
        create_workspace(impossible)


FAILURES = [
    (errno.ENOSPC, "The disk is full", "The disk is full"),
    (errno.EROFS, "could not be made", "for reading only"),
    (errno.EACCES, "could not be made", "for reading only"),
]


@pytest.mark.parametrize(("number", "new", "existing"), FAILURES)
def test_where_no_lock_can_be_written_the_reason_is_named(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int, new: str, existing: str
) -> None:
    def failing(_lock: WriterLock, _program: str) -> None:
        raise OSError(number, os.strerror(number))

    before, made = digest(path), path.with_name("new.smmdesk")
    monkeypatch.setattr(WriterLock, "acquire", failing)
    with pytest.raises(UserError, match=new):
        create_workspace(made)
    with pytest.raises(UserError, match=existing):
        require_writer(open_workspace(path))
    assert (made.exists(), digest(path)) == (False, before)
