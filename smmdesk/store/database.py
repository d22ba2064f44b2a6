"""The one connection to the workspace: opening with its checks, transactions, and what went wrong in words."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import apsw
from peewee import Model, PeeweeException
from playhouse.apsw_ext import APSWDatabase

from smmdesk.core.errors import UserError, WorkspaceHeld
from smmdesk.core.i18n import _
from smmdesk.store.lock import Holder, WriterLock

APPLICATION_ID = 0x534D4D44  # "SMMD"

# Reliability.md 4.3: nothing acknowledged is lost, nothing deleted stays readable, nothing foreign runs.
_SAFETY = {
    "trusted_schema": 0,
    "foreign_keys": 1,
    "cell_size_check": 1,
    "mmap_size": 0,
    "secure_delete": 1,
    "temp_store": 2,
}
_WRITER = {**_SAFETY, "journal_mode": "truncate", "synchronous": "full", "fullfsync": 1, "cache_size": -65536}
_READER = {**_SAFETY, "query_only": 1, "cache_size": -16384}

BUSY_SECONDS = 5
_BUSY_POLL = 0.002


def wait_in_turn() -> Callable[[int], bool]:
    """Return the busy handler of a connection: ask again every few milliseconds, for `BUSY_SECONDS` at most.

    SQLite's own sleeps longer each time, up to 100 ms, long after the lock is gone; a writer that sleeps so until a
    reader has left keeps all others out meanwhile.
    """
    until = 0.0

    def is_worth_waiting(asked: int) -> bool:
        nonlocal until
        now = time.monotonic()
        if asked == 0:
            until = now + BUSY_SECONDS
        if now >= until:
            return False
        time.sleep(_BUSY_POLL)
        return True

    return is_worth_waiting


class _Workspace(APSWDatabase):
    """The workspace's database: each of its connections waits in turn."""

    def _add_conn_hooks(self, conn: apsw.Connection) -> None:
        conn.set_busy_handler(wait_in_turn())
        super()._add_conn_hooks(conn)


database = _Workspace(None)


class Table(Model):
    """The parent of every table of the workspace."""

    if TYPE_CHECKING:
        # What peewee adds while the program runs: the id, the column behind a foreign key (`client_id`), the options.
        id: Any
        Meta: Any

        def __getattr__(self, name: str) -> Any: ...
        def __setattr__(self, name: str, value: Any) -> None: ...

    else:

        class Meta:
            database = database
            legacy_table_names = False


@dataclass(slots=True)
class OpenWorkspace:
    """A workspace that is open in this process. `held_by` says why it is open for reading only, if it is."""

    path: Path
    writable: bool
    held_by: Holder | None = None
    lock: WriterLock | None = None

    def release_connection(self) -> None:
        """Close the connection of this thread and keep the lock: the window's workers open their own."""
        database.close()

    def close(self) -> None:
        """Close the connection of this thread and give the lock back."""
        global _open
        try:
            database.close()
        finally:
            if self.lock is not None:
                self.lock.release()
            _open = None


_open: OpenWorkspace | None = None


def current_workspace() -> OpenWorkspace:
    """Return the workspace that is open. Raises UserError when none is."""
    if _open is None:
        raise UserError(_("No workspace is open."))
    return _open


def is_writable() -> bool:
    """Tell whether this process may write to the open workspace."""
    return _open is not None and _open.writable


def connect(
    path: Path, *, writable: bool, lock: WriterLock | None = None, held_by: Holder | None = None
) -> OpenWorkspace:
    """Point the tables at a workspace file and connect this thread.

    `workspaces.open_workspace` is the door for everybody else: it checks, locks and upgrades first.
    """
    global _open
    flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE if writable else apsw.SQLITE_OPEN_READONLY
    database.init(str(path), pragmas=_WRITER if writable else _READER, timeout=BUSY_SECONDS, flags=flags)
    with database_errors():
        database.connect()
    if writable and database.connection().readonly("main"):
        # The file itself is read-only: SQLite then opens it for reading without a word.
        database.close()
        return connect(path, writable=False, lock=lock, held_by=held_by)
    _open = OpenWorkspace(path, writable, held_by, lock)
    return _open


@contextmanager
def transaction() -> Iterator[None]:
    """Run a block as one write: all of it or nothing.

    Raises WorkspaceHeld when this process opened the file for reading only, and UserError with the true cause when
    the file cannot be written (full disk, locked, read-only, damaged).
    """
    workspace = current_workspace()
    if not workspace.writable:
        if workspace.held_by is not None:
            raise held_error(workspace.held_by)
        raise UserError(
            _("The workspace is open for reading only."),
            _("Nothing was changed."),
            _("Check the rights of its folder."),
        )
    with database_errors(), database.atomic("IMMEDIATE"):
        yield


@contextmanager
def connection() -> Iterator[None]:
    """Give a worker thread its own connection for the length of a block, and close it afterwards."""
    with database_errors(), database.connection_context():
        yield


@contextmanager
def interruptible(is_stopped: Callable[[], bool]) -> Iterator[None]:
    """Let a statement of this thread's connection end at once when `is_stopped` says so (SQLite: interrupted)."""
    driver = database.connection()
    driver.set_progress_handler(is_stopped, 10_000)
    try:
        yield
    finally:
        driver.set_progress_handler(None, 10_000)


def tuples(query: Any) -> list[tuple[Any, ...]]:
    """Run a query and return its rows as plain tuples (peewee's own types know only whole rows of a table)."""
    with database_errors():
        return list(query.tuples())


def held_error(holder: Holder) -> WorkspaceHeld:
    """Return the error that says who holds the workspace."""
    return WorkspaceHeld(
        _("Another program is writing to this workspace."),
        holder.sentence() + " " + _("Nothing was changed."),
        _("Close it there, then try again."),
    )


@contextmanager
def database_errors() -> Iterator[None]:
    """Turn the driver's errors into sentences that name the true cause."""
    try:
        yield
    except (PeeweeException, apsw.Error) as failure:
        spoken = _in_words(failure)
        if spoken is None:
            raise
        raise spoken from failure


def _chain(failure: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while failure is not None and id(failure) not in seen:
        seen.add(id(failure))
        yield failure
        failure = failure.__cause__ or failure.__context__


def _in_words(failure: BaseException) -> UserError | None:
    # peewee hides the cause of a failed commit behind "no transaction is active": the whole chain is read.
    text = " | ".join(f"{type(one).__name__}: {one}".lower() for one in _chain(failure))
    if "fullerror" in text or "disk is full" in text:
        return UserError(
            _("The disk is full."),
            _("What you just did was not saved; everything before it is safe."),
            _("Free some space, then try again."),
        )
    if "readonly" in text:
        return UserError(
            _("The workspace cannot be written."),
            _("What you just did was not saved; everything before it is safe."),
            _("Check the rights of the file and of its folder."),
        )
    if "busyerror" in text or "database is locked" in text:
        return WorkspaceHeld(
            _("The workspace is busy."),
            _("Another program is writing to it. Nothing was changed."),
            _("Try again in a moment."),
        )
    if "corrupterror" in text or "malformed" in text or "notadberror" in text or "not a database" in text:
        return UserError(
            _("The workspace file is damaged."),
            _("Nothing was changed."),
            _("Open the newest backup from the folder beside it."),
        )
    if "cantopenerror" in text or "ioerror" in text:
        return UserError(
            _("The workspace file cannot be reached."),
            _("What you just did was not saved; everything before it is safe."),
            _("Check that its folder and its disk are there."),
        )
    return None


@dataclass(frozen=True, slots=True)
class Header:
    """What a file says of itself before it is opened: whose it is, and which schema it has."""

    application_id: int
    schema: int


_MAGIC = b"SQLite format 3\x00"


def read_header(path: Path) -> Header | None:
    """Read application id and schema number without changing a byte; None where the file is no SQLite database.

    The schema is asked of SQLite only for a workspace, through a connection that cannot write. Raises UserError where
    the file cannot be read or is damaged, WorkspaceHeld where another process keeps it locked.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(100)
    except OSError as failure:
        raise UserError(
            _("The workspace file cannot be read."),
            str(failure.strerror or failure),
            _("Check the rights of the file."),
        ) from failure
    if len(head) < 100 or not head.startswith(_MAGIC):
        return None
    written = Header(int.from_bytes(head[68:72]), int.from_bytes(head[60:64]))
    if written.application_id != APPLICATION_ID:
        return written
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    with database_errors():
        reader = apsw.Connection(f"file:{quote(str(path))}?mode=ro", flags=flags)
        try:
            reader.set_busy_handler(wait_in_turn())
            (schema,) = next(reader.execute("PRAGMA user_version"))
            return Header(APPLICATION_ID, int(schema))
        except apsw.ReadOnlyError:
            # A crash left a journal to be rolled back, which takes a writer: `opening` asks again after that.
            return written
        finally:
            reader.close()
