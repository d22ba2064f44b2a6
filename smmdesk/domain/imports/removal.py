"""Taking an import out again: its readings and wordings, and what only it had brought."""

from __future__ import annotations

import secrets
from pathlib import Path

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.domain.files import FilePiece, StoredFile
from smmdesk.domain.imports.answers import said_titles
from smmdesk.domain.imports.comparing import on_writer
from smmdesk.domain.imports.rows import import_name
from smmdesk.domain.imports.settling import (
    delete_unused_account,
    gather_unsettled,
    give_accounts_back,
    settle_days,
    settle_titles,
)
from smmdesk.domain.imports.tables import Import
from smmdesk.domain.imports.withdrawn import put_back_withdrawn
from smmdesk.importers.detection import LEDGER_FORMATS
from smmdesk.store.database import current_workspace, database, transaction
from smmdesk.store.references import is_pointed_at
from smmdesk.store.staging import bulk_writing, delete_left_over_staging

_POSTS_AT_ONCE = 8_000
_PIECES_AT_ONCE = 5


def undo_import(import_id: int) -> None:
    """Take an import out, exactly: what is current afterwards is what the other imports read.

    While it goes it counts as running; a crash on the way is finished at the next start. Raises UserError where there
    is no such import, or where it is a ledger sheet and another row hangs on one of its rows.
    """
    found = Import.get_or_none(Import.id == import_id)
    if found is None:
        raise UserError(_("This import no longer exists."))
    with transaction():
        if found.format in LEDGER_FORMATS:
            from smmdesk.domain.ledger.sheet_undo import take_sheet_back  # it hangs on our tables

            take_sheet_back(import_id)
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
    from smmdesk.domain.results.sums import keep_post_months  # it reads our tables

    with bulk_writing():
        _remove_posts(import_id)
        _remove_other_readings(import_id)
        _remove_original(import_id)
        with transaction():
            touched = on_writer("SELECT account_id FROM import_account WHERE import_id = ?", (import_id,))
            unused = give_accounts_back(import_id)
            put_back_withdrawn(import_id)
            Import.delete().where(Import.id == import_id).execute()
            for account_id in unused:
                delete_unused_account(account_id)
        keep_post_months({account_id for (account_id,) in touched} - set(unused))


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
            gather_unsettled(
                "SELECT DISTINCT w.post_id FROM post_read r JOIN post_wording w"
                " ON w.id = r.wording_id WHERE r.import_id = ? AND w.post_id > ? AND w.post_id <= ?",
                (import_id, after, last),
            )
            run(
                "DELETE FROM post_reading WHERE post_id IN (SELECT post FROM temp.unsettled) AND import_id = ?",
                (import_id,),
            )
            run(
                "DELETE FROM post_read WHERE import_id = ? AND wording_id IN"
                " (SELECT id FROM post_wording WHERE post_id IN (SELECT post FROM temp.unsettled))",
                (import_id,),
            )
            run(
                "DELETE FROM post_wording WHERE post_id IN (SELECT post FROM temp.unsettled)"
                " AND NOT EXISTS (SELECT 1 FROM post_read r WHERE r.wording_id = post_wording.id)"
            )
            run(
                "DELETE FROM post WHERE id IN (SELECT post FROM temp.unsettled)"
                " AND NOT EXISTS (SELECT 1 FROM post_wording w WHERE w.post_id = post.id)"
            )
            settle_days(import_id)
        after = last


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
        said = said_titles(Import.select(Import.answers).where(Import.id == import_id).get().answers)
        settle_titles(import_id, dict.fromkeys(said, ""), goes=True)


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
