"""What the tests of the store stand on: real files, real other processes, and a place where input and output fail."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import apsw
import pytest

from smmdesk.store import database as store
from smmdesk.store.opening import create_workspace

CHECKOUT = Path(__file__).resolve().parents[2]
Child = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(autouse=True)
def nothing_left_open() -> Iterator[None]:
    """Close whatever a test leaves open, so that the next one starts with nothing."""
    yield
    with suppress(Exception):
        store.current_workspace().close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Make a workspace, close it and return its path."""
    made = tmp_path / "desk.smmdesk"
    create_workspace(made, "tests").close()
    return made


@pytest.fixture
def child() -> Iterator[Child]:
    """Start another Python process on the checkout; killed at the end of the test."""
    started: list[subprocess.Popen[str]] = []

    def start(code: str, *arguments: str, **options: object) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
            **options,  # pyright: ignore[reportArgumentType, reportCallIssue]
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def kill(process: subprocess.Popen[str]) -> None:
    """End a process as a power cut of one program would: at once."""
    process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    process.wait()


class FailingFile(apsw.VFSFile):
    """A file whose k-th write, truncation or sync fails."""

    def __init__(self, disk: FailingDisk, name: str | apsw.URIFilename, flags: list[int]) -> None:
        super().__init__(disk.under, name, flags)  # pyright: ignore[reportArgumentType]
        self._disk = disk

    def xWrite(self, data: bytes, offset: int) -> None:
        self._disk.count()
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:
        self._disk.count()
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:
        self._disk.count()
        super().xSync(flags)


class FailingDisk(apsw.VFS):
    """The disk under every connection while it is there: its calls are counted, those chosen fail."""

    def __init__(self) -> None:
        self.calls = 0
        self.fails_at = 0
        self.for_ever = False
        self.failure: type[apsw.Error] = apsw.FullError
        self.under = apsw.vfs_names()[0]
        super().__init__("failing", self.under, makedefault=True)

    def count(self) -> None:
        """Count a call and fail where this one was chosen."""
        self.calls += 1
        if self.fails_at and (self.calls == self.fails_at or (self.for_ever and self.calls > self.fails_at)):
            raise self.failure

    def start(self, fails_at: int, failure: type[apsw.Error] = apsw.FullError, *, for_ever: bool = False) -> None:
        """Begin to count; the call of that number fails, and with `for_ever` all after it."""
        self.calls, self.fails_at, self.failure, self.for_ever = 0, fails_at, failure, for_ever

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        if name is None:
            return super().xOpen(name, flags)
        return FailingFile(self, name, flags)


@pytest.fixture
def disk() -> Iterator[FailingDisk]:
    """Put a disk that can fail under every connection opened in the test."""
    failing = FailingDisk()
    yield failing
    failing.start(0)
    with suppress(Exception):
        store.current_workspace().close()
    failing.unregister()
    assert apsw.vfs_names()[0] == failing.under
