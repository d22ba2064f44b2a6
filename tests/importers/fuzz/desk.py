"""Cases end to end: a scratch workspace into which a file comes whole or not at all, and out of which it goes again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from smmdesk.core.errors import UserError
from smmdesk.domain.accounts import Account
from smmdesk.domain.clients import Client
from smmdesk.domain.imports.commands import import_file
from smmdesk.domain.imports.removal import undo_import
from smmdesk.importers.registry import FORMATS
from smmdesk.importers.rows import PostRow, RefusedRow
from smmdesk.store.database import database, transaction
from smmdesk.store.fields import stored_number
from smmdesk.store.opening import create_workspace
from tests.importers.fuzz.oracle import Verdict, Wrong, check_sentence
from tests.importers.fuzz.seeds import ANSWERS

_NAMES_STAY = frozenset({"metric_name"})  # the workspace's list of metrics may know more than before


class Desk:
    """A workspace with one client, who has an account on every platform."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with transaction():
            self.client = Client.create(
                name="Hotel", slug="hotel", language="it", currency="EUR", timezone="Europe/Rome"
            )
            self.accounts = {
                platform: Account.create(client=self.client, platform=platform, handle="desk-of-the-tests").id
                for platform in sorted({format_.platform for format_ in FORMATS if format_.platform})
            }
        self._empty = self._print()

    def check(self, file: Path, verdict: Verdict) -> bool:
        """Import a file and undo it; return whether it came in. Raises Wrong where half of anything is left."""
        if verdict.reading is None and "ledger sheet" in verdict.refused:
            return False  # its rows are the ledger's, and are not undone with the import
        recognised = verdict.reading.recognised if verdict.reading is not None else None
        asked = recognised is not None and not recognised.names_accounts
        try:
            result = import_file(
                file,
                self.client.id,
                account=self.accounts[recognised.platform] if asked and recognised is not None else None,
                create_accounts=True,
                read_on=ANSWERS.read_on,
                period=ANSWERS.period,
            )
        except UserError as error:
            check_sentence(error)
            # Where a file names its account after all, it may contradict the one that it was given.
            is_named = verdict.reading is not None and verdict.reading.accounts
            if not is_named and any(not isinstance(row, RefusedRow) for row in verdict.rows):
                raise Wrong(f"readable, yet not imported: {error.sentence()[:200]}") from error
            self._check_untouched("a refusal")
            return False
        if result.import_id is None:
            if not (result.questions or result.error):
                raise Wrong("not imported, without a question or an error")
            self._check_untouched("a question" if result.questions else "an error")
            return False
        assert verdict.reading is not None
        self._check_kept(result.import_id, verdict)
        undo_import(result.import_id)
        self._check_untouched("an undo")
        return True

    def _check_kept(self, import_id: int, verdict: Verdict) -> None:
        """Check that what stands in the tables is what was read: the posts, and no number that no row had."""
        assert verdict.reading is not None
        rows = [row for row in verdict.rows if not isinstance(row, RefusedRow)]
        if self._all("SELECT count(*) FROM import WHERE state <> 'done'") != [(0,)]:
            raise Wrong("an import is still marked as running")
        read = {stored_number(value.value) for row in rows for value in row.values if value.value is not None}
        for table in ("post_reading", "account_reading", "segment_reading"):
            kept = {value for (value,) in self._all(f"SELECT DISTINCT value FROM {table} WHERE value IS NOT NULL")}
            if not kept <= read:
                raise Wrong(f"{table} holds {sorted(map(str, kept - read))[:3]}, which no row said")
        posts = {(row.account, row.external_id) for row in rows if isinstance(row, PostRow)}
        ((kept_posts,),) = self._all("SELECT count(*) FROM post")
        if kept_posts > len(posts) or (posts and not kept_posts):
            raise Wrong(f"{len(posts)} posts read, {kept_posts} kept")
        refused = sum(isinstance(row, RefusedRow) for row in verdict.rows)
        ((kept_refusals,),) = self._all("SELECT count(*) FROM import_refusal")
        if kept_refusals != refused:
            raise Wrong(f"{refused} rows refused, {kept_refusals} kept with their reasons")

    def _check_untouched(self, after: str) -> None:
        if self._print() != self._empty:
            raise Wrong(f"{after} left something in {self._differing()}")
        left = [path.name for path in self.path.parent.glob(f"{self.path.name}.staging-*")]
        if left:
            raise Wrong(f"{after} left {left}")

    def _differing(self) -> list[str]:
        now = self._print()
        return [name for name in now if now[name] != self._empty.get(name)]

    def _print(self) -> dict[str, str]:
        """Return a digest of every table."""
        names = [name for (name,) in self._all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
        return {
            name: hashlib.sha256(repr(sorted(map(repr, self._all(f'SELECT * FROM "{name}"')))).encode()).hexdigest()
            for name in names
            if name not in _NAMES_STAY and not name.startswith("sqlite_")
        }

    @staticmethod
    def _all(statement: str) -> list[tuple[Any, ...]]:
        return database.execute_sql(statement).fetchall()


@contextmanager
def scratch_desk(folder: Path) -> Iterator[Desk]:
    """Open a fresh workspace in a folder."""
    path = folder / "fuzz.smmdesk"
    opened = create_workspace(path, "tests")
    database.execute_sql("PRAGMA synchronous = off")  # what a power cut leaves is the store's affair
    try:
        yield Desk(path)
    finally:
        opened.close()
