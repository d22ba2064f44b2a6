"""Accounts: the profiles, pages, channels and properties that I manage for a client."""

from __future__ import annotations

from peewee import ForeignKeyField, TextField

from smmdesk.domain.clients import Client
from smmdesk.store.database import Table
from smmdesk.store.fields import FlagField

class Account(Table):
    """One managed asset of a client. A guest came with collaboration posts and stays out of the channel pages."""

    client = ForeignKeyField(Client, on_delete="CASCADE", backref="accounts")
    platform = TextField()
    handle = TextField(default="")
    name = TextField(default="")
    external_id = TextField(default="")
    is_guest = FlagField(default=False)
    owner = TextField(default="")
    my_role = TextField(default="")
    access = TextField(default="")
    second_factor = TextField(default="")
    link = TextField(default="")
    note = TextField(default="")

    class Meta:
        table_name = "account"
        indexes = ((("client", "platform"), False),)
