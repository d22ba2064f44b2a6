"""Who points at a row, as the file's own schema says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smmdesk.store.database import OpenWorkspace, database, transaction
from smmdesk.store.opening import create_workspace
from smmdesk.store.references import Reference, is_pointed_at, key_columns, references_to, rows_of


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[OpenWorkspace]:
    workspace = create_workspace(tmp_path / "desk.smmdesk", "tests")
    with transaction():
        for statement in (
            "CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT)",
            "CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent ON DELETE CASCADE)",
            "CREATE TABLE friend (a TEXT, b TEXT, parent_id INTEGER REFERENCES parent (id), PRIMARY KEY (b, a))",
            "INSERT INTO parent VALUES (7, 'seven'), (8, 'eight')",
            "INSERT INTO friend VALUES ('x', 'y', 7)",
        ):
            database.execute_sql(statement)
    yield workspace
    workspace.close()


def test_the_schema_tells_who_points_at_a_table(opened: OpenWorkspace) -> None:
    assert references_to("parent") == [
        Reference("child", "parent_id", "id", cascades=True),
        Reference("friend", "parent_id", "id", cascades=False),
    ]
    assert references_to("friend") == []
    assert key_columns("friend") == ["b", "a"]


def test_a_row_is_pointed_at_by_the_tables_asked_for(opened: OpenWorkspace) -> None:
    assert is_pointed_at("parent", 7)
    assert not is_pointed_at("parent", 8)
    assert not is_pointed_at("parent", 7, by=("child",))
    assert not is_pointed_at("parent", 7, but=("friend",))


def test_rows_come_by_their_column_names(opened: OpenWorkspace) -> None:
    assert rows_of("SELECT id, name FROM parent WHERE id > ?", [7]) == [{"id": 8, "name": "eight"}]
    assert rows_of("SELECT id FROM parent WHERE 0") == []
