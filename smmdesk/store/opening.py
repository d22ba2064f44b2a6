"""The door to a workspace: whose file it is, who holds it, is it sound, and is its schema ours."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.store.backup import back_up
from smmdesk.store.database import (
    APPLICATION_ID,
    OpenWorkspace,
    connect,
    database,
    database_errors,
    held_error,
    read_header,
)
from smmdesk.store.lock import Holder, WriterLock
from smmdesk.store.migrations import migrate, pending_steps


def is_there(path: Path) -> bool:
    """Tell whether something stands at a path; nothing does where the path itself is impossible (too long)."""
    try:
        return path.exists()
    except OSError:
        return False


def create_workspace(path: Path, program: str = "SMM Desk") -> OpenWorkspace:
    """Make an empty workspace and open it for writing. Raises UserError where a file stands or none can be made."""
    if is_there(path):
        raise UserError(_("A file with this name exists already."), str(path), _("Choose another name."))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        if _is_full(failure):
            raise _disk_full() from failure
        raise UserError(
            _("The folder for the workspace could not be made."),
            f"{path.parent}: {os.strerror(failure.errno or errno.EIO)}.",
            _("Choose a folder that can be written."),
        ) from failure
    try:
        workspace = _connect_as_writer(path, program)
    except OSError as failure:
        if _is_full(failure):
            raise _disk_full() from failure
        raise UserError(
            _("The workspace could not be made in this folder."),
            f"{path.parent}: {os.strerror(failure.errno or errno.EIO)}.",
            _("Choose a folder that can be written."),
        ) from failure
    try:
        migrate(0)
    except BaseException:
        workspace.close()
        for leftover in (path, path.with_name(path.name + "-journal")):
            leftover.unlink(missing_ok=True)
        raise
    return workspace


def open_workspace(path: Path, *, write: bool = True, program: str = "SMM Desk") -> OpenWorkspace:
    """Open a workspace: for writing where this process may, else for reading.

    Refuses what is no workspace or comes from a newer version before a byte is changed. An older schema is checked,
    backed up and upgraded. With `write`, a workspace that another process holds opens for reading only and says who
    holds it (`held_by`). Raises UserError with the reason.
    """
    pending_steps(_known_schema(path))
    if not write:
        return _opened_for_reading(path)
    try:
        workspace = _connect_as_writer(path, program)
    except OSError:
        # No lock can be written in this folder: it is read-only, and so is what we do with it.
        return _opened_for_reading(path)
    if not workspace.writable:
        return _readable(workspace)
    try:
        _refuse_foreign_code()
        schema = _schema()  # asked again: a crash may have left a half-done upgrade that was rolled back just now
        if pending_steps(schema):
            check_integrity()
            if schema:
                back_up("migration")
            migrate(schema)
    except BaseException:
        workspace.close()
        raise
    return workspace


def forget_foreign_holder(path: Path) -> Holder | None:
    """Delete the text by which a program on another computer holds a workspace; return whom it named.

    For a user who knows that nothing there has it open any more (the computer has a new name, or is gone). Raises
    WorkspaceHeld when a program on this computer holds it.
    """
    lock = WriterLock(path)
    holder = lock.acquire("SMM Desk")
    if holder is None:
        lock.release()
        return None
    if holder.is_here:
        raise held_error(holder)
    lock.forget()
    return holder


def require_writer(workspace: OpenWorkspace) -> OpenWorkspace:
    """Return the workspace when it may be written; else close it and raise why not (WorkspaceHeld when held)."""
    if workspace.writable:
        return workspace
    holder = workspace.held_by
    workspace.close()
    if holder is not None:
        raise held_error(holder)
    lock = WriterLock(workspace.path)
    try:  # asked again for its reason: a full disk is not a matter of rights
        if lock.acquire("SMM Desk") is None:
            lock.release()
    except OSError as failure:
        if _is_full(failure):
            raise _disk_full() from failure
    raise UserError(
        _("The workspace is open for reading only."), _("Nothing was changed."), _("Check the rights of its folder.")
    )


def _is_full(failure: OSError) -> bool:
    return failure.errno in (errno.ENOSPC, errno.EDQUOT)


def _disk_full() -> UserError:
    return UserError(_("The disk is full."), _("Nothing was changed."), _("Free some space, then try again."))


def check_integrity() -> None:
    """Run SQLite's own check on the open file. Raises UserError with what was found."""
    with database_errors():
        verdicts = [row[0] for row in database.execute_sql("PRAGMA integrity_check(20)").fetchall()]
    if verdicts != ["ok"]:
        raise UserError(
            _("The workspace file is damaged."),
            "; ".join(str(verdict) for verdict in verdicts[:3]),
            _("Open the newest backup from the folder beside it."),
        )


def _known_schema(path: Path) -> int:
    if not is_there(path):
        raise UserError(_("There is no workspace at this place."), str(path), _("Check the path."))
    if path.is_dir():
        raise UserError(_("This is a folder, not a workspace."), str(path), _("Choose a file that ends in .smmdesk."))
    header = read_header(path)
    if header is None or header.application_id != APPLICATION_ID:
        raise UserError(
            _("This file is not a workspace of SMM Desk."),
            _("{path} was not changed.").format(path=path),
            _("Choose a file that ends in .smmdesk."),
        )
    return header.schema


def _connect_as_writer(path: Path, program: str) -> OpenWorkspace:
    lock = WriterLock(path)
    holder = lock.acquire(program)
    if holder is not None:
        return connect(path, writable=False, held_by=holder)
    try:
        return connect(path, writable=True, lock=lock)
    except BaseException:
        lock.release()
        raise


def _opened_for_reading(path: Path) -> OpenWorkspace:
    _roll_back_crash(path)
    return _readable(connect(path, writable=False))


def _readable(workspace: OpenWorkspace) -> OpenWorkspace:
    try:
        _refuse_foreign_code()
        if pending_steps(_schema()):
            raise UserError(
                _("This workspace comes from an older version."),
                _("Reading alone cannot upgrade it. The file was not changed."),
                _("Open it once in the window, then try again."),
            )
    except BaseException:
        workspace.close()
        raise
    return workspace


def _schema() -> int:
    with database_errors():
        return int(database.pragma("user_version") or 0)


def _roll_back_crash(path: Path) -> None:
    """Let a writer undo what a crash left half-written: a reader can neither read that file nor repair it."""
    journal = path.with_name(path.name + "-journal")
    if not journal.exists() or not journal.stat().st_size:
        return
    try:
        workspace = _connect_as_writer(path, "SMM Desk")
    except OSError:
        return  # a read-only folder: the reader says that it cannot be read
    try:
        _schema()
    finally:
        workspace.close()


def _refuse_foreign_code() -> None:
    """Refuse a file that carries code of its own (views, triggers): a workspace never has any."""
    with database_errors():
        foreign = database.execute_sql(
            "SELECT name FROM sqlite_schema WHERE type IN ('view', 'trigger') LIMIT 1"
        ).fetchone()
    if foreign is not None:
        raise UserError(
            _("This workspace holds something that SMM Desk never puts there."),
            _("It carries a view or trigger named {name}. The file was not changed.").format(name=foreign[0]),
            _("Use a backup, or a file whose origin you know."),
        )
