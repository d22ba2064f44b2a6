"""Who writes to a workspace: one process at a time, and the others learn which."""

from __future__ import annotations

import json
import os
import socket
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from smmdesk.core import periods
from smmdesk.core.i18n import _


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that holds a workspace for writing."""

    program: str
    pid: int
    host: str
    since: str

    @property
    def is_here(self) -> bool:
        """Tell whether the holder runs on this computer."""
        return self.host == socket.gethostname()

    def sentence(self) -> str:
        """Say who holds the workspace and since when, by this machine's clock."""
        if not self.pid:
            return _("Another program on this computer has it open.")
        since = self.since
        try:
            since = datetime.fromisoformat(self.since).astimezone().strftime("%Y-%m-%d %H:%M")
        except ValueError:
            pass
        return _("{program} (process {pid} on {host}) has it open since {since}.").format(
            program=self.program, pid=self.pid, host=self.host, since=since
        )


class WriterLock:
    """The lock beside a workspace (`<file>.lock`) and the text that names its holder (`<file>.lock.json`).

    A text that names another host still counts as held: a local lock does not see other machines (synced folders).
    """

    def __init__(self, workspace: Path) -> None:
        # Not bound to a thread: a window takes the lock in one and gives it back in another.
        self._lock = FileLock(f"{workspace}.lock", thread_local=False)
        self._text = Path(f"{workspace}.lock.json")

    def acquire(self, program: str) -> Holder | None:
        """Take the lock; return None when taken, else who holds it. Raises OSError where the folder is not writable."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return self.holder() or Holder("SMM Desk", 0, socket.gethostname(), "")
        other = self.holder()
        if other is not None and not other.is_here:
            self._lock.release()
            return other
        since = periods.now().astimezone(UTC).isoformat()
        told = {"program": program, "pid": os.getpid(), "host": socket.gethostname(), "since": since}
        try:
            self._text.write_text(json.dumps(told), encoding="utf-8")
        except BaseException:
            self.release()
            raise
        return None

    def release(self) -> None:
        """Give the lock back."""
        if self._lock.is_locked:
            try:
                self._text.unlink(missing_ok=True)
            except OSError:
                pass  # the folder is gone: what stays names this computer and is overwritten by the next holder
            finally:
                self._lock.release()

    def forget(self) -> None:
        """Delete the text that names a holder; only for one on another computer that has it open no more."""
        self._text.unlink(missing_ok=True)

    def holder(self) -> Holder | None:
        """Return who the text beside the workspace names, None where there is no readable one."""
        try:
            told = json.loads(self._text.read_text(encoding="utf-8"))
            return Holder(str(told["program"]), int(told["pid"]), str(told["host"]), str(told["since"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
