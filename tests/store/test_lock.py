"""One process writes; the others learn which."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from smmdesk.core.errors import UserError, WorkspaceHeld
from smmdesk.store.database import transaction
from smmdesk.store.lock import Holder, WriterLock
from smmdesk.store.opening import forget_foreign_holder, open_workspace, require_writer
from tests.store.conftest import Child, kill

_HOLD = """
import sys
from pathlib import Path
from smmdesk.store.opening import open_workspace
opened = open_workspace(Path(sys.argv[1]), program="another window")
print("writable" if opened.writable else "reader", flush=True)
sys.stdin.readline()
opened.close()
"""


def held_by_child(child: Child, path: Path):
    process = child(_HOLD, str(path))
    assert process.stdout is not None
    assert process.stdout.readline() == "writable\n"
    return process


def test_a_second_process_reads_only_and_learns_who_writes(path: Path, child: Child) -> None:
    process = held_by_child(child, path)
    opened = open_workspace(path)
    assert not opened.writable
    assert opened.held_by is not None
    assert (opened.held_by.program, opened.held_by.pid) == ("another window", process.pid)
    assert f"another window (process {process.pid} on {socket.gethostname()})" in opened.held_by.sentence()
    with pytest.raises(WorkspaceHeld, match="Another program") as held, transaction():
        pass
    assert held.value.exit_code == 3
    with pytest.raises(WorkspaceHeld):
        require_writer(opened)


def test_a_reader_needs_no_lock(path: Path, child: Child) -> None:
    held_by_child(child, path)
    opened = open_workspace(path, write=False)
    assert not opened.writable
    assert opened.held_by is None
    with pytest.raises(UserError, match="for reading only"):
        require_writer(opened)


def test_a_killed_process_frees_the_workspace(path: Path, child: Child) -> None:
    kill(held_by_child(child, path))
    assert Path(f"{path}.lock.json").exists()  # the text stays, the lock does not
    opened = open_workspace(path)
    assert opened.writable


def test_a_closed_workspace_leaves_no_name_behind(path: Path) -> None:
    opened = open_workspace(path)
    assert Path(f"{path}.lock.json").exists()
    opened.close()
    assert not Path(f"{path}.lock.json").exists()


def foreign_text(path: Path, host: str = "studio-mac") -> None:
    told = {"program": "SMM Desk", "pid": 7, "host": host, "since": "2026-07-01T08:00:00+00:00"}
    Path(f"{path}.lock.json").write_text(json.dumps(told), encoding="utf-8")


def test_another_computer_still_holds_a_synced_workspace(path: Path) -> None:
    foreign_text(path)
    opened = open_workspace(path)
    assert not opened.writable
    assert opened.held_by == Holder("SMM Desk", 7, "studio-mac", "2026-07-01T08:00:00+00:00")
    assert opened.held_by is not None
    assert "on studio-mac) has it open since 2026-07-01 10:00" in opened.held_by.sentence()
    opened.close()
    assert Path(f"{path}.lock.json").exists()


def test_a_user_may_say_that_the_other_computer_is_gone(path: Path) -> None:
    foreign_text(path)
    forgotten = forget_foreign_holder(path)
    assert forgotten is not None
    assert forgotten.host == "studio-mac"
    assert open_workspace(path).writable


def test_a_holder_on_this_computer_is_not_forgotten(path: Path, child: Child) -> None:
    held_by_child(child, path)
    with pytest.raises(WorkspaceHeld):
        forget_foreign_holder(path)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"program": "x"}', "\x00\x00"])
def test_an_unreadable_text_holds_nothing(path: Path, text: str) -> None:
    Path(f"{path}.lock.json").write_text(text, encoding="utf-8")
    assert open_workspace(path).writable


def test_a_lock_without_a_text_is_still_a_lock(path: Path) -> None:
    first, second = WriterLock(path), WriterLock(path)
    assert first.acquire("one") is None
    Path(f"{path}.lock.json").unlink()
    holder = second.acquire("two")
    assert holder is not None
    assert holder.sentence() == "Another program on this computer has it open."
    first.release()
    assert second.acquire("two") is None
    second.release()


def test_a_text_that_cannot_be_written_leaves_no_lock(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object, **_options: object) -> int:
        raise OSError(28, "No space left on device")

    lock = WriterLock(path)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", full)
        with pytest.raises(OSError, match="No space"):
            lock.acquire("one")
    assert WriterLock(path).acquire("two") is None
