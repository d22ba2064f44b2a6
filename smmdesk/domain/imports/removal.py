"""Taking an import out again: its readings and wordings, and what only it had brought."""

from __future__ import annotations

import secrets
from pathlib import Path
from zoneinfo import ZoneInfo

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.periods import local_day
from smmdesk.domain.accounts import Account
from smmdesk.domain.files import FilePiece, StoredFile
from smmdesk.domain.imports.comparing import on_writer
from smmdesk.domain.imports.rows import import_name
from smmdesk.domain.imports.tables import Import
from smmdesk.domain.imports.withdrawn import put_back_withdrawn
from smmdesk.store.database import current_workspace, database, transaction
from smmdesk.store.references import is_pointed_at
from smmdesk.store.staging import bulk_writing, delete_left_over_staging

_POSTS_AT_ONCE = 8_000
_PIECES_AT_ONCE = 5
_WRITTEN_BY_HAND = ("owner", "my_role", "access", "second_factor", "link", "note")


def undo_import(import_id: int) -> None:
    """Take an import out, exactly: what is current afterwards is what the other imports read.

    While it goes it counts as running; a crash on the way is finished at the next start. Raises UserError where there
    is no such import, or where it is a ledger sheet, whose rows are the ledger's.
    """
    found = Import.get_or_none(Import.id == import_id)
    if found is None:
        raise UserError(_("This import no longer exists."))
    if found.format == "ledger_sheet":
        raise UserError(
            _("A ledger sheet is not undone as a whole."),
            _("Nothing was changed."),
            _("Delete its rows in the ledger."),
        )
    with transaction():
        Import.update(state="running").where(Import.id == import_id).execute()
    remove_import(import_id)


def undo_running_imports(besides: Path | None = None) -> list[str]:
    """Take out what a crash left half-way, delete left-over staging files; return the names of the files undone.

    Only the one writer of the workspace may call this, when it opens it; `besides` is a staging file that is in use.
    """
    names: list[str] = []
    running = on_writer("SELECT id, file_name, format FROM import WHERE state = 'running' ORDER BY id")
    for import_id, name, format_ in running:
        remove_import(import_id)
        names.append(import_name(name, format_))
    delete_left_over_staging(current_workspace().path, besides)
    return names


def remove_import(import_id: int) -> None:
    """Delete an import marked running with all that only it brought, in transactions that readers do not feel."""
    with bulk_writing():
        _remove_posts(import_id)
        _remove_other_readings(import_id)
        _remove_original(import_id)
        with transaction():
            made = _accounts_made_by(import_id)
            put_back_withdrawn(import_id)
            Import.delete().where(Import.id == import_id).execute()
            for account_id in made:
                _delete_unused_account(account_id)


def _remove_posts(import_id: int) -> None:
    # Of a post that is read by this import, the readings go, then the wordings that nothing else read, then the post
    # where no wording is left.
    after = 0
    while True:
        ((posts, last),) = on_writer(
            "SELECT count(*), max(post_id) FROM (SELECT DISTINCT w.post_id FROM post_read r JOIN post_wording w"
            " ON w.id = r.wording_id WHERE r.import_id = ? AND w.post_id > ? ORDER BY w.post_id LIMIT ?)",
            (import_id, after, _POSTS_AT_ONCE),
        )
        if not posts:
            return
        with transaction():
            run = database.execute_sql
            run("CREATE TEMP TABLE IF NOT EXISTS undone (post INTEGER PRIMARY KEY)")
            run("DELETE FROM temp.undone")
            run(
                "INSERT INTO temp.undone SELECT DISTINCT w.post_id FROM post_read r JOIN post_wording w"
                " ON w.id = r.wording_id WHERE r.import_id = ? AND w.post_id > ? AND w.post_id <= ?",
                (import_id, after, last),
            )
            run(
                "DELETE FROM post_reading WHERE post_id IN (SELECT post FROM temp.undone) AND import_id = ?",
                (import_id,),
            )
            run(
                "DELETE FROM post_read WHERE import_id = ? AND wording_id IN"
                " (SELECT id FROM post_wording WHERE post_id IN (SELECT post FROM temp.undone))",
                (import_id,),
            )
            run(
                "DELETE FROM post_wording WHERE post_id IN (SELECT post FROM temp.undone)"
                " AND NOT EXISTS (SELECT 1 FROM post_read r WHERE r.wording_id = post_wording.id)"
            )
            run(
                "DELETE FROM post WHERE id IN (SELECT post FROM temp.undone)"
                " AND NOT EXISTS (SELECT 1 FROM post_wording w WHERE w.post_id = post.id)"
            )
            _set_days_back(import_id)
        after = last


def _set_days_back(import_id: int) -> None:
    """Give the posts that stay the instant and day of their newest wording that has one."""
    ((timezone,),) = database.execute_sql(
        "SELECT c.timezone FROM client c JOIN import i ON i.client_id = c.id WHERE i.id = ?", (import_id,)
    ).fetchall()
    newest = """
        SELECT w.{column} FROM post_wording w JOIN post_read r ON r.wording_id = w.id
        JOIN import i ON i.id = r.import_id
        WHERE w.post_id = p.id AND i.state = 'done' AND w.{column} IS NOT NULL
        ORDER BY i.read_on DESC, i.id DESC LIMIT 1
    """
    changed = database.execute_sql(
        f"""
        SELECT * FROM (
            SELECT p.id, p.published_at AS was_at, p.published_on AS was_on,
                ({newest.format(column="published_at")}) AS at, ({newest.format(column="published_on")}) AS day
            FROM temp.undone u JOIN post p ON p.id = u.post)
        WHERE was_at IS NOT at OR (at IS NULL AND was_on IS NOT day)
        """
    ).fetchall()
    if not changed:
        return
    zone = ZoneInfo(timezone)
    for post_id, _was_at, _was_on, instant, day in changed:
        shown = local_day(instant, zone).isoformat() if instant is not None else day
        database.execute_sql(
            "UPDATE post SET published_at = ?, published_on = ? WHERE id = ?", (instant, shown, post_id)
        )


def _remove_other_readings(import_id: int) -> None:
    with transaction():
        accounts = "SELECT account_id FROM import_account WHERE import_id = ?"
        segments = f"SELECT id FROM segment WHERE account_id IN ({accounts})"
        run = database.execute_sql
        run(f"DELETE FROM account_reading WHERE account_id IN ({accounts}) AND import_id = ?", (import_id, import_id))
        run(f"DELETE FROM segment_reading WHERE segment_id IN ({segments}) AND import_id = ?", (import_id, import_id))
        run(
            f"DELETE FROM segment WHERE account_id IN ({accounts})"
            " AND NOT EXISTS (SELECT 1 FROM segment_reading r WHERE r.segment_id = segment.id)",
            (import_id,),
        )


def _accounts_made_by(import_id: int) -> list[int]:
    made = on_writer("SELECT account_id FROM import_account WHERE import_id = ? AND is_new", (import_id,))
    return [account_id for (account_id,) in made]


def _delete_unused_account(account_id: int) -> None:
    """Delete an account that the import made, unless something else uses it or a person wrote into it."""
    account = Account.get_or_none(Account.id == account_id)
    if (
        account is None
        or any(getattr(account, column) for column in _WRITTEN_BY_HAND)
        or is_pointed_at("account", account_id)
    ):
        return
    account.delete_instance()


def _remove_original(import_id: int) -> None:
    """Delete the original, unless something else uses it: piece by piece, since each is overwritten with zeros."""
    stored = StoredFile.select().join(Import).where(Import.id == import_id).first()
    if stored is None or is_pointed_at("stored_file", stored.id, but=("file_piece", "import")):
        return
    if Import.select().where((Import.file == stored.id) & (Import.id != import_id)).exists():
        return
    with transaction():
        StoredFile.update(sha256=f"incomplete-{secrets.token_hex(16)}").where(StoredFile.id == stored.id).execute()
    ((pieces,),) = on_writer("SELECT count(*) FROM file_piece WHERE file_id = ?", (stored.id,))
    for first in range(0, pieces, _PIECES_AT_ONCE):
        with transaction():
            FilePiece.delete().where(
                (FilePiece.file == stored.id) & FilePiece.position.between(first, first + _PIECES_AT_ONCE - 1)
            ).execute()
    with transaction():
        StoredFile.delete().where(StoredFile.id == stored.id).execute()
