"""Copies of the workspace that can be trusted: whole, verified, with their own hash, thinned with age."""

from __future__ import annotations

import glob
import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw

from smmdesk.core import periods
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.store.database import current_workspace, database, database_errors

_STAMP = "%Y%m%dT%H%M%S"


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy: when it was made (UTC), why (one word), and whether its hash still holds is for `verify_backup`."""

    path: Path
    made_at: datetime
    reason: str


def backup_folder(workspace: Path) -> Path:
    """Return the folder of a workspace's copies, beside it."""
    return workspace.with_name(f"{workspace.stem}-backups")


def back_up(reason: str) -> Path:
    """Copy the open workspace, verify the copy, write its SHA-256 beside it, and thin out older ones.

    `reason` is one word (open, import, migration, erase). The copy appears whole under its name or not at all.
    Raises UserError when it cannot be made.
    """
    source = current_workspace().path
    folder = backup_folder(source)
    made_at = periods.now().astimezone(UTC)
    target = folder / f"{source.stem}-{made_at.strftime(_STAMP)}-{reason}{source.suffix}"
    temporary = target.with_suffix(".new")
    try:
        folder.mkdir(exist_ok=True)
        temporary.unlink(missing_ok=True)
        with database_errors():
            database.execute_sql("VACUUM INTO ?", (str(temporary),))
        digest = _durable_digest(temporary)
        _check(temporary)
        target.with_suffix(target.suffix + ".sha256").write_text(f"{digest}  {target.name}\n", encoding="utf-8")
        os.replace(temporary, target)
        _sync_folder(folder)
    except (OSError, UserError) as failure:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise UserError(
            _("The backup could not be made."),
            failure.sentence() if isinstance(failure, UserError) else str(failure),
            _("Nothing else was done, so nothing is lost. Free some space or check the folder, then try again."),
        ) from failure
    thin_backups(source, made_at)
    return target


def back_up_if_changed(reason: str) -> Path | None:
    """Copy the open workspace unless the newest copy is younger than its last change; None where nothing was due."""
    source = current_workspace().path
    newest = next(iter(backups(source)), None)
    # A copy carries its time in whole seconds.
    if newest is not None and int(source.stat().st_mtime) <= newest.made_at.timestamp():
        return None
    return back_up(reason)


def backups(workspace: Path) -> list[Backup]:
    """Return the copies of a workspace, newest first."""
    found = []
    for path in backup_folder(workspace).glob(f"{glob.escape(workspace.stem)}-*{workspace.suffix}"):
        stamp, _dash, reason = path.stem.removeprefix(f"{workspace.stem}-").partition("-")
        try:
            made_at = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
        except ValueError:
            continue
        found.append(Backup(path, made_at, reason))
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def verify_backup(path: Path) -> bool:
    """Tell whether a copy is still the one that was made (its SHA-256)."""
    try:
        told = path.with_suffix(path.suffix + ".sha256").read_text(encoding="utf-8").split()[0]
        return told == _digest(path)
    except (OSError, IndexError):
        return False


def thin_backups(workspace: Path, at: datetime) -> None:
    """Keep every copy of two days, one a day for a month, one a month after that; the newest always stays."""
    kept: set[str] = set()
    for place, backup in enumerate(backups(workspace)):
        age = at - backup.made_at
        if place == 0 or age <= timedelta(days=2):
            continue
        slot = backup.made_at.strftime("%Y-%m-%d" if age <= timedelta(days=31) else "%Y-%m")
        if slot in kept:
            backup.path.unlink(missing_ok=True)
            backup.path.with_suffix(backup.path.suffix + ".sha256").unlink(missing_ok=True)
        kept.add(slot)


def _check(path: Path) -> None:
    with database_errors():
        copy = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            (verdict,) = next(copy.execute("PRAGMA quick_check"))
        finally:
            copy.close()
    if verdict != "ok":
        raise UserError(_("The copy is damaged."))


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _durable_digest(path: Path) -> str:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
    return _digest(path)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
