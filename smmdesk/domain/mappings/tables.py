"""The table of remembered mappings."""

from __future__ import annotations

from peewee import IntegerField, TextField

from smmdesk.store.database import Table
from smmdesk.store.fields import JsonField


class Mapping(Table):
    """How a file with certain column titles is read; `fingerprint` is made of the titles, `spec` is the mapping.

    For a file without titles the fingerprint is made of the kinds of its columns and the name.
    """

    name = TextField()
    fingerprint = TextField(unique=True)
    spec = JsonField(default=dict)
    changed_at = IntegerField()

    class Meta:
        table_name = "mapping"
