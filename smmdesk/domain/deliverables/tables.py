"""The table of deliverables."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from smmdesk.domain.accounts import Account
from smmdesk.domain.clients import Client
from smmdesk.domain.files import StoredFile
from smmdesk.store.database import Table
from smmdesk.store.fields import DayField, FlagField, MonthField


class Deliverable(Table):
    """One piece of work: `status` planned, in_production, in_review, approved, published or cancelled.

    `type` is one word or `other:NAME`; `month` the month that it counts for; `extra_price` in hundredths (NULL: given).
    """

    client = ForeignKeyField(Client, on_delete="CASCADE", backref="deliverables")
    month = MonthField()
    type = TextField()
    account = ForeignKeyField(Account, null=True, on_delete="SET NULL")
    title = TextField(default="")
    status = TextField(default="planned")
    is_on_hold = FlagField(default=False)
    is_extra = FlagField(default=False)
    extra_price = IntegerField(null=True)
    due_on = DayField(null=True)
    published_on = DayField(null=True)
    waiting_since = DayField(null=True)
    approved_by = TextField(default="")
    approved_on = DayField(null=True)
    cancel_reason = TextField(default="")
    link = TextField(default="")
    note = TextField(default="")
    proof = ForeignKeyField(StoredFile, null=True, on_delete="SET NULL")

    class Meta:
        table_name = "deliverable"
        indexes = ((("client", "month"), False),)
