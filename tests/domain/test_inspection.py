"""Looking a workspace over."""

from __future__ import annotations

from datetime import date

from smmdesk.domain.files import FilePiece
from smmdesk.domain.imports.tables import Import
from smmdesk.domain.inspection import inspect_workspace
from smmdesk.store.database import database, transaction


def problems() -> dict[str, tuple[str, ...]]:
    return {finding.code: finding.problems for finding in inspect_workspace() if not finding.is_fine}


def test_a_sound_workspace_is_fine(workspace, a_file):
    a_file()
    findings = inspect_workspace()
    assert [finding.code for finding in findings] == ["integrity", "references", "schema", "files", "imports"]
    assert all(finding.is_fine for finding in findings)
    assert findings[3].text.startswith("1 kept file ")


def test_a_changed_file_is_named(workspace, a_file):
    changed, whole = a_file(b"proof", "changed.csv"), a_file(b"other", "whole.csv")
    assert changed != whole
    with transaction():
        FilePiece.update(data=FilePiece.get(FilePiece.file == whole).data).where(FilePiece.file == changed).execute()
    assert list(problems()) == ["files"]
    assert "changed.csv" in problems()["files"][0]


def test_a_foreign_index_and_a_missing_one_are_named(workspace):
    database.execute_sql('DROP INDEX "client_slug"')
    database.execute_sql('CREATE INDEX "mine" ON "client" ("name")')
    found = problems()
    assert list(found) == ["schema"]
    assert any("client_slug" in line for line in found["schema"])
    assert any("mine" in line for line in found["schema"])


def test_an_orphan_is_found(workspace, an_account):
    account = an_account()
    database.execute_sql("PRAGMA foreign_keys = 0")
    database.execute_sql("DELETE FROM client WHERE id = ?", (account.client_id,))
    database.execute_sql("PRAGMA foreign_keys = 1")
    assert list(problems()) == ["references"]
    assert "account" in problems()["references"][0]


def test_an_unfinished_import_is_named(workspace, a_client):
    with transaction():
        Import.create(
            client=a_client(), file_name="june.csv", sha256="0", format="ga4", read_on=date(2026, 7, 1), imported_at=0
        )
    assert "june.csv" in problems()["imports"][0]
