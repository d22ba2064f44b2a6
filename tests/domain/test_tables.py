"""The list of tables: complete, parents before children, as the migrated file has them."""

from __future__ import annotations

from peewee import ForeignKeyField

from smmdesk.domain.tables import TABLES
from smmdesk.store.database import OpenWorkspace, Table, database


def test_every_table_is_listed_once_and_after_its_parents() -> None:
    for place, table in enumerate(TABLES):
        assert table not in TABLES[:place]
        for field in table._meta.sorted_fields:  # pyright: ignore[reportAttributeAccessIssue]
            if isinstance(field, ForeignKeyField) and field.rel_model is not table:
                assert field.rel_model in TABLES[:place], f"{table.__name__}.{field.name}"


def test_the_list_is_what_the_code_declares() -> None:
    declared = {table for table in Table.__subclasses__() if table.__module__.startswith("smmdesk.")}
    assert declared == set(TABLES)


def test_the_migrated_file_has_these_tables_and_no_other(workspace: OpenWorkspace) -> None:
    assert set(database.get_tables()) == {
        table._meta.table_name  # pyright: ignore[reportAttributeAccessIssue]
        for table in TABLES
    }
