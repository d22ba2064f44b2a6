"""The staging database: where a worker puts what it parsed, beside the workspace, until the writer moves it in.

It is disposable, so nothing in it is made durable; whatever is left over after a crash is deleted at the next start.
"""

from __future__ import annotations

import ctypes
import glob
import secrets
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import apsw
from peewee import PeeweeException

from smmdesk.store.database import current_workspace, database, database_errors

SCHEMA_NAME = "staged"
_PRAGMAS = (
    "PRAGMA page_size=8192",
    "PRAGMA journal_mode=off",
    "PRAGMA synchronous=off",
    "PRAGMA temp_store=2",
    "PRAGMA trusted_schema=0",
    "PRAGMA cache_size=-32768",
)
# An import keeps every page it touches in memory until its commit: a spill would lock readers out (reliability.md 4.2).
_IMPORT = ("PRAGMA main.cache_size=-131072", "PRAGMA main.cache_spill=off")
_NORMAL = ("PRAGMA main.cache_spill=on", "PRAGMA main.cache_size=-65536", "PRAGMA shrink_memory")


class Staging:
    """A staging database, open in the thread that made it; leaving the block closes and deletes it.

    It stands beside the workspace, so that it fits where the workspace fits. `in_memory_of` a reader it lies in the
    system's folder for temporary files instead: a preview writes nothing beside the workspace.
    """

    def __init__(self, *, beside_workspace: bool = True) -> None:
        token = secrets.token_hex(6)
        if beside_workspace:
            workspace = current_workspace().path
            self.path = workspace.with_name(f"{workspace.name}.staging-{token}")
        else:
            self.path = Path(tempfile.gettempdir()) / f"smmdesk.staging-{token}"
        with database_errors():
            flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_URI
            connection = apsw.Connection(str(self.path), flags=flags)
            for pragma in (*_PRAGMAS, "BEGIN"):
                connection.execute(pragma)
        self._connection: apsw.Connection | None = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.delete()

    def execute(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows."""
        assert self._connection is not None
        with database_errors():
            return list(self._connection.execute(statement, values))

    def insert(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement once for each row."""
        assert self._connection is not None
        with database_errors():
            self._connection.executemany(statement, rows)

    def commit(self) -> None:
        """End what was put in so far, so that another connection may read it."""
        assert self._connection is not None
        if not self._connection.getautocommit():
            self.execute("COMMIT")

    def close(self) -> None:
        """Close this thread's connection; the file stays for the writer."""
        if self._connection is not None:
            with suppress(apsw.Error):
                if not self._connection.getautocommit():
                    self._connection.execute("COMMIT")
            self._connection.close(True)
            self._connection = None

    def delete(self) -> None:
        """Close and delete the file."""
        self.close()
        delete_staging_file(self.path)

    @contextmanager
    def beside_reader(self) -> Iterator[None]:
        """Let statements of this staging database read the workspace too; the workspace cannot be written by them."""
        self.commit()
        self.execute("ATTACH ? AS desk", (f"file:{quote(str(current_workspace().path))}?mode=ro",))
        try:
            yield
        finally:
            self.execute("DETACH desk")


@contextmanager
def attached(staging: Staging) -> Iterator[None]:
    """Attach a closed staging database to the writer's connection, with the caches of an import.

    Runs outside any transaction; inside one the staging database is only read.
    """
    with bulk_writing():
        database.execute_sql(f"ATTACH ? AS {SCHEMA_NAME}", (str(staging.path),))
        try:
            for pragma in ("journal_mode=off", "synchronous=off", "secure_delete=0", "cache_size=-65536"):
                database.execute_sql(f"PRAGMA {SCHEMA_NAME}.{pragma}")
            yield
        finally:
            # The connection may be gone with the disk that it stood on: then there is nothing to put back.
            with suppress(apsw.Error, PeeweeException):
                database.execute_sql(f"DETACH {SCHEMA_NAME}")


@contextmanager
def bulk_writing() -> Iterator[None]:
    """Give the writer's connection the caches of an import for the length of a block, outside any transaction."""
    for pragma in _IMPORT:
        database.execute_sql(pragma)
    try:
        yield
    finally:
        with suppress(apsw.Error, PeeweeException):
            for pragma in _NORMAL:
                database.execute_sql(pragma)
        _give_memory_back()


def _give_memory_back() -> None:
    """Return freed memory to the system: the C library of Linux keeps an import's 140 MB of pages to itself else."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


def delete_staging_file(path: Path) -> None:
    """Delete a staging file; where another program still holds it (Windows), the next start does."""
    for leftover in (path, path.with_name(path.name + "-journal")):
        with suppress(OSError):
            leftover.unlink(missing_ok=True)


def delete_left_over_staging(workspace: Path, besides: Path | None = None) -> None:
    """Delete the staging files beside a workspace but one that is in use. Only the one writer may call this."""
    for path in workspace.parent.glob(f"{glob.escape(workspace.name)}.staging-*"):
        if path != besides:
            delete_staging_file(path)
