"""The staging database: disposable, beside the workspace, attached by the writer and only read inside its writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from smmdesk.core.errors import UserError
from smmdesk.store.database import database, transaction
from smmdesk.store.opening import open_workspace
from smmdesk.store.staging import Staging, attached, delete_left_over_staging
from tests.store.conftest import FailingDisk


def left_over(path: Path) -> list[Path]:
    return sorted(path.parent.glob("*.staging-*"))


def test_rows_go_from_staging_into_the_workspace(path: Path) -> None:
    open_workspace(path)
    with Staging() as staging:
        staging.execute("CREATE TABLE staged (key TEXT)")
        staging.insert("INSERT INTO staged VALUES (?)", [(f"k{number}",) for number in range(100)])
        assert staging.path.parent == path.parent
        staging.close()
        with attached(staging):
            with transaction():
                database.execute_sql("INSERT INTO metric_name (key) SELECT key FROM staged ORDER BY rowid")
            assert database.pragma("cache_size") == -131072
        assert database.pragma("cache_size") == -65536
    assert left_over(path) == []
    assert database.execute_sql("SELECT count(*) FROM metric_name").fetchone() == (100,)
    assert [row[1] for row in database.execute_sql("PRAGMA database_list").fetchall() if row[1] != "temp"] == ["main"]


def test_a_failure_inside_leaves_the_connection_as_it_was(path: Path) -> None:
    open_workspace(path)
    with Staging() as staging:
        staging.close()
        with pytest.raises(RuntimeError, match="stop"), attached(staging):
            raise RuntimeError("stop")
    assert left_over(path) == []
    assert len(database.execute_sql("PRAGMA database_list").fetchall()) == 1


def test_a_preview_writes_nothing_beside_the_workspace_and_cannot_write_it(path: Path) -> None:
    open_workspace(path, write=False)
    before = path.read_bytes()
    with Staging(beside_workspace=False) as staging:
        assert staging.path.parent != path.parent
        with staging.beside_reader():
            assert staging.execute("SELECT count(*) FROM metric_name") == [(0,)]
            with pytest.raises(UserError, match="cannot be written"):
                staging.execute("INSERT INTO metric_name (key) VALUES ('x')")
    assert path.read_bytes() == before
    assert not staging.path.exists()


def test_what_a_crash_left_is_deleted_but_for_what_is_in_use(path: Path) -> None:
    open_workspace(path)
    old = path.with_name(f"{path.name}.staging-abc")
    old.write_bytes(b"")
    other = path.with_name("other.smmdesk.staging-abc")
    other.write_bytes(b"")
    with Staging() as staging:
        delete_left_over_staging(path, staging.path)
        assert left_over(path) == sorted([staging.path, other])
    assert left_over(path) == [other]


def test_a_full_disk_while_staging_has_its_sentence(path: Path, disk: FailingDisk) -> None:
    open_workspace(path)
    with Staging() as staging:
        staging.execute("CREATE TABLE staged (text)")
        staging.execute("PRAGMA cache_size=10")
        disk.start(1, for_ever=True)
        with pytest.raises(UserError, match="disk is full"):
            staging.insert("INSERT INTO staged VALUES (?)", [("x" * 5000,) for _ in range(2000)])
        disk.start(0)
    assert left_over(path) == []
