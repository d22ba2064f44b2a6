"""Events: what happened on some days and explains a number: a campaign, a giveaway, press, a viral post."""

from __future__ import annotations

from peewee import ForeignKeyField, TextField

from smmdesk.domain.accounts import Account
from smmdesk.domain.clients import Client
from smmdesk.store.database import Table
from smmdesk.store.fields import DayField


class Event(Table):
    """Something that happened to a client, or to one account, from `first_day` to `last_day`, both included."""

    client = ForeignKeyField(Client, on_delete="CASCADE", backref="events", index=False)
    account = ForeignKeyField(Account, null=True, on_delete="CASCADE")
    kind = TextField()
    title = TextField()
    first_day = DayField()
    last_day = DayField()

    class Meta:
        table_name = "event"
        indexes = ((("client", "first_day"), False),)
