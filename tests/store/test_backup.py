"""Copies that can be trusted: whole or absent, known by their hash, thinned with age."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw
import pytest

from smmdesk.core import periods
from smmdesk.core.errors import UserError
from smmdesk.store.backup import (
    back_up,
    back_up_if_changed,
    backup_folder,
    backups,
    thin_backups,
    verify_backup,
)
from smmdesk.store.database import database, read_header, transaction
from smmdesk.store.migrations import SCHEMA
from smmdesk.store.opening import open_workspace
from tests.store.conftest import FailingDisk


def add(key: str) -> None:
    with transaction():
        database.execute_sql("INSERT INTO metric_name (key) VALUES (?)", (key,))


def test_a_copy_is_whole_and_known_by_its_hash(path: Path) -> None:
    open_workspace(path)
    add("a")
    copy = back_up("import")
    assert copy.name == "desk-20260706T093000-import.smmdesk"
    assert copy.parent == path.parent / "desk-backups"
    assert verify_backup(copy)
    header = read_header(copy)
    assert header is not None
    assert header.schema == SCHEMA
    add("b")
    reader = apsw.Connection(str(copy), flags=apsw.SQLITE_OPEN_READONLY)
    assert reader.execute("SELECT key FROM metric_name").fetchall() == [("a",)]
    reader.close()
    (listed,) = backups(path)
    assert (listed.path, listed.reason, listed.made_at) == (copy, "import", periods.now())


def test_one_flipped_bit_is_noticed(path: Path) -> None:
    open_workspace(path)
    copy = back_up("open")
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 1
    copy.write_bytes(content)
    assert not verify_backup(copy)
    copy.with_suffix(".smmdesk.sha256").unlink()
    assert not verify_backup(copy)


def test_a_copy_opens_as_a_workspace(path: Path) -> None:
    opened = open_workspace(path)
    add("a")
    copy = back_up("open")
    opened.close()
    again = open_workspace(copy)
    assert again.writable
    assert database.execute_sql("SELECT key FROM metric_name").fetchall() == [("a",)]


def test_only_a_change_makes_a_new_copy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_workspace(path)
    periods.set_clock(lambda: datetime.fromtimestamp(path.stat().st_mtime, UTC) + timedelta(seconds=1))
    first = back_up_if_changed("open")
    assert first is not None
    assert back_up_if_changed("open") is None
    changed = path.stat().st_mtime + 60
    os.utime(path, (changed, changed))
    periods.set_clock(lambda: datetime.fromtimestamp(changed, UTC) + timedelta(seconds=1))
    assert back_up_if_changed("open") not in (None, first)


@pytest.mark.parametrize("for_ever", [False, True])
def test_a_full_disk_leaves_no_copy_and_no_workspace_touched(disk: FailingDisk, path: Path, for_ever: bool) -> None:
    open_workspace(path)
    add("a")
    before = path.read_bytes()
    disk.start(3, for_ever=for_ever)
    with pytest.raises(UserError, match="backup could not be made") as refusal:
        back_up("import")
    disk.start(0)
    assert "disk is full" in refusal.value.detail
    assert list(backup_folder(path).iterdir()) == []
    assert path.read_bytes() == before
    assert verify_backup(back_up("import"))


def test_a_folder_that_cannot_be_made_is_told(path: Path) -> None:
    open_workspace(path)
    backup_folder(path).write_text("in the way")
    with pytest.raises(UserError, match="backup could not be made"):
        back_up("import")


def test_copies_are_thinned_with_age_and_the_newest_stays(path: Path) -> None:
    folder = backup_folder(path)
    folder.mkdir()
    now = datetime(2026, 7, 6, 9, 30, tzinfo=UTC)

    def copy(at: datetime) -> str:
        name = f"desk-{at.strftime('%Y%m%dT%H%M%S')}-open.smmdesk"
        (folder / name).write_bytes(b"")
        (folder / f"{name}.sha256").write_text("")
        return name

    recent = [copy(now - timedelta(hours=hours)) for hours in (1, 5, 30, 47)]
    same_day = [copy(now - timedelta(days=10, hours=hours)) for hours in (0, 2, 4)]
    same_month = [copy(now - timedelta(days=days)) for days in (60, 62, 64)]
    (folder / "desk-notes.smmdesk").write_text("not ours")
    thin_backups(path, now)
    left = {one.name for one in folder.iterdir() if one.suffix == ".smmdesk"}
    assert left == {*recent, same_day[0], same_month[0], "desk-notes.smmdesk"}
    assert {one.name.removesuffix(".sha256") for one in folder.glob("*.sha256")} == left - {"desk-notes.smmdesk"}


def test_a_name_with_signs_of_a_pattern_finds_its_own_copies(path: Path) -> None:
    odd = path.with_name("desk [1].smmdesk")
    path.rename(odd)
    open_workspace(odd)
    copy = back_up("open")
    assert [one.path for one in backups(odd)] == [copy]
