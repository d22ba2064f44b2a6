"""Schema steps: the present models, every old file brought up, a failing step without a trace."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from playhouse.migrate import SqliteMigrator
from playhouse.schema_diff import diff_models

from smmdesk.core.errors import UserError
from smmdesk.domain.tables import TABLES
from smmdesk.store import migrations
from smmdesk.store.backup import backups
from smmdesk.store.database import APPLICATION_ID, database
from smmdesk.store.opening import check_integrity, create_workspace, open_workspace

OLD = Path(__file__).resolve().parents[1] / "data" / "old_workspaces"
NEWEST = OLD / f"v{migrations.SCHEMA:03d}.smmdesk"


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    lines = list(connection.iterdump())
    connection.close()
    return lines


def with_steps(monkeypatch: pytest.MonkeyPatch, *steps: Callable[[SqliteMigrator], object]) -> None:
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, *steps))
    monkeypatch.setattr(migrations, "SCHEMA", len(migrations.STEPS))


def test_the_steps_make_exactly_the_models(tmp_path: Path) -> None:
    create_workspace(tmp_path / "new.smmdesk")
    assert not any(diff_models(database, TABLES))
    tables = {name for (name,) in database.execute_sql("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert tables == {table._meta.table_name for table in TABLES}
    assert database.pragma("user_version") == migrations.SCHEMA
    assert database.pragma("application_id") == APPLICATION_ID


def test_every_child_of_a_parent_is_found_by_an_index(tmp_path: Path) -> None:
    """Deleting a parent looks for its children: without an index each time through the whole table."""
    create_workspace(tmp_path / "new.smmdesk")
    # Readings point at their import and metric without one: an import is taken out by its posts, metrics stay.
    wanted = {("post_reading", "import_id"), ("account_reading", "import_id"), ("segment_reading", "import_id")}
    missing = set()
    for table in TABLES:
        name = table._meta.table_name
        indexes = [
            [column for _rank, _id, column in database.execute_sql(f"PRAGMA index_info({index[1]})")]
            for index in database.execute_sql(f"PRAGMA index_list({name})").fetchall()
        ]
        for key in database.execute_sql(f"PRAGMA foreign_key_list({name})").fetchall():
            if key[2] != "metric_name" and not any(columns[0] == key[3] for columns in indexes):
                missing.add((name, key[3]))
    assert missing == wanted


@pytest.mark.parametrize("old", sorted(OLD.glob("v*.smmdesk")), ids=lambda path: path.stem)
def test_every_old_workspace_comes_up_with_all_its_rows(tmp_path: Path, old: Path) -> None:
    path = tmp_path / "desk.smmdesk"
    shutil.copyfile(old, path)
    before = {line for line in dump(path) if line.startswith("INSERT")}
    schema = int(old.stem[1:])
    open_workspace(path)
    check_integrity()
    assert not any(diff_models(database, TABLES))
    assert database.execute_sql("PRAGMA foreign_key_check").fetchall() == []
    assert len(backups(path)) == (1 if schema < migrations.SCHEMA else 0)
    if schema == migrations.SCHEMA:
        assert {line for line in dump(path) if line.startswith("INSERT")} == before
    # The golden file holds at least one row of each table that its schema has.
    known = {line.split('"')[1] for line in before}
    counts = {table._meta.table_name: table.select().count() for table in TABLES}
    assert known == {name for name, count in counts.items() if count}
    assert schema < migrations.SCHEMA or 0 not in counts.values(), counts


def test_there_is_a_golden_file_of_every_version_but_newer_ones() -> None:
    assert [path.stem for path in sorted(OLD.glob("v*.smmdesk"))] == [
        f"v{number:03d}" for number in range(1, migrations.SCHEMA + 1)
    ]


def rebuild_client(migrator: SqliteMigrator) -> None:
    """Rebuild a parent table, which outside `migration_context` deletes its children without a word."""
    from peewee import TextField
    from playhouse.migrate import migrate

    migrate(migrator.alter_column_type("client", "note", TextField(default="x")))


def test_a_step_that_rebuilds_a_parent_keeps_the_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "desk.smmdesk"
    shutil.copyfile(NEWEST, path)
    rows = [line for line in dump(path) if line.startswith("INSERT")]
    with_steps(monkeypatch, rebuild_client)
    open_workspace(path)
    assert database.pragma("user_version") == migrations.SCHEMA
    database.close()
    assert sorted(line for line in dump(path) if line.startswith("INSERT")) == sorted(rows)
    (copy,) = backups(path)
    assert copy.reason == "migration"
    assert sqlite3.connect(copy.path).execute("PRAGMA user_version").fetchone() == (migrations.SCHEMA - 1,)


def fail(migrator: SqliteMigrator) -> None:
    migrator.database.execute_sql("ALTER TABLE client ADD COLUMN hobby TEXT")
    migrator.database.execute_sql("DELETE FROM contact")
    raise RuntimeError("broken step")


def orphan(migrator: SqliteMigrator) -> None:
    migrator.database.execute_sql("DELETE FROM client")


@pytest.mark.parametrize(("step", "error"), [(fail, RuntimeError), (orphan, UserError)])
def test_a_failing_step_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: Callable[[SqliteMigrator], object], error: type[Exception]
) -> None:
    path = tmp_path / "desk.smmdesk"
    shutil.copyfile(NEWEST, path)
    rows = dump(path)
    with monkeypatch.context() as patch:
        with_steps(patch, lambda _migrator: None, step)
        with pytest.raises(error):
            open_workspace(path)
    held = sqlite3.connect(path).execute("PRAGMA user_version").fetchone()
    assert held == (migrations.SCHEMA + 1,)  # the step before it holds
    assert dump(path) == rows
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {migrations.SCHEMA}")
    connection.close()
    assert open_workspace(path).writable


def test_a_damaged_old_file_is_not_upgraded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "desk.smmdesk"
    shutil.copyfile(NEWEST, path)
    connection = sqlite3.connect(path)
    ((root,),) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'post'").fetchall()
    connection.close()
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = bytes(4096)
    path.write_bytes(content)
    with_steps(monkeypatch, lambda _migrator: None)
    with pytest.raises(UserError, match="damaged"):
        open_workspace(path)
    assert path.read_bytes() == bytes(content)
    assert backups(path) == []
