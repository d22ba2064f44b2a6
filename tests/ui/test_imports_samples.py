"""A folder with every real export, dropped at once on an empty workspace: a correct preview, only honest questions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from smmdesk.domain.accounts import account_rows
from smmdesk.domain.clients import ClientDraft, add_client
from smmdesk.domain.imports.queries import imports_of
from smmdesk.importers.rows import QuestionCode
from smmdesk.ui.pages.imports.batch import batch_of
from smmdesk.ui.pages.imports.words import state_of
from tests.ui.test_imports import settle

PATIENCE_MS = 300_000


def come_to_rest(desk: Any) -> None:
    """Wait until every file was looked at, or imported."""
    batch = batch_of(desk.context)
    open_steps = ("waiting", "looking", "queued", "importing")
    desk.qtbot.waitUntil(
        lambda: not any(str(one.step) in open_steps for one in batch.files) and not desk.context.tasks.busy,
        timeout=PATIENCE_MS,
    )
    settle(desk)


def press(desk: Any, words: str) -> None:
    desk.button(words).click()
    come_to_rest(desk)


def test_all_samples_at_once_end_in_honest_questions(desk: Any, samples: Path) -> None:
    with desk.domain():
        client = add_client(ClientDraft("Hotel Miramare", "it", "EUR", "Europe/Rome"))
    page = desk.open("imports", client=client)
    batch = batch_of(desk.context)
    desk.context.import_files([samples])
    desk.qtbot.waitUntil(lambda: bool(batch.files), timeout=PATIENCE_MS)
    come_to_rest(desk)
    every = [one for one in samples.rglob("*") if one.is_file() and not one.name.startswith(".")]
    exports = [one for one in every if one.suffix.lower() in (".csv", ".tsv", ".txt", ".xls", ".xlsx", ".zip")]
    assert sorted(one.path for one in batch.files) == sorted(exports)
    # The rest is told, not tried.
    assert any(said.startswith(f"{len(every) - len(exports)} file") for said in desk.said)
    # Every file came to an end: it is ready, it asks, or it says why it cannot be read.
    assert {str(one.step) for one in batch.files} == {"looked", "unreadable"}
    assert all(one.error is not None and one.error.title for one in batch.files if str(one.step) == "unreadable")
    by_name = {(one.path.parent.name, one.path.name): one for one in batch.files}
    named = by_name["ig-en-creator-2026", "May-25-2026_Jun-21-2026_1493633672508178.csv"]
    assert named.can_import
    # By a plain look into the file: 21 posts of two accounts.
    assert named.look is not None
    assert [account.handle for account in named.look.plan.result.accounts] == ["elitravelguy", "caryjack"]
    assert named.look.plan.result.added == 21
    # Files of one account share its question; nothing is asked that the file says.
    asking = batch.open_files
    assert not {code for one in asking for code in one.missing} & {QuestionCode.READ_ON, QuestionCode.NEW_ACCOUNTS}
    together = [one for one in asking if one.path.parent.name == "creator-en-2026"]
    assert len({one.group for one in together}) == 1
    assert len(together) >= 6
    groups = {one.group for one in asking}
    assert len(groups) < len(asking) * 0.7
    # One answer settles all files of a group, and no other.
    before = {id(one) for one in asking} - {id(one) for one in together}
    desk.pick("Files", together[0].path.name)
    assert page.panel.file in together
    desk.type("Handle or name of the new account", "haileytupy2.0")
    press(desk, "Add the account")
    assert [one for one in together if one.missing] == []
    assert {id(one) for one in batch.open_files} == before
    ready = len(batch.importable)
    press(desk, f"Import {ready} files")
    assert {state_of(one).text for one in together} == {"✓ Imported"}
    with desk.domain():
        assert len(imports_of(client)) == ready
        handles = {row.handle for row in account_rows(client) if not row.is_guest}
    assert {"elitravelguy", "vintagerest.bg", "ufscaroficial", "haileytupy2.0"} <= handles
