"""The tables of reports."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from smmdesk.domain.clients import Client
from smmdesk.store.database import Table
from smmdesk.store.fields import DayField, ExactField, MonthField


class MonthSheet(Table):
    """What a person writes on page 1 for one client and month."""

    client = ForeignKeyField(Client, on_delete="CASCADE", backref="month_sheets")
    month = MonthField()
    goal = TextField(default="")
    worked = TextField(default="")
    did_not_work = TextField(default="")
    we_change = TextField(default="")
    request = TextField(default="")
    request_by = DayField(null=True)

    class Meta:
        table_name = "month_sheet"
        indexes = ((("client", "month"), True),)


class MonthKpi(Table):
    """One of up to four figures of page 1: a metric, a ledger figure (`ledger.…`), or a value counted by hand.

    `source` is empty for a value counted by hand (`value`), else what it is taken from; `lower_is_better` turns the
    target round; `account_id` narrows a metric to one account.
    """

    sheet = ForeignKeyField(MonthSheet, on_delete="CASCADE", backref="kpis")
    position = IntegerField()
    text = TextField()
    source = TextField(default="")
    account_id = IntegerField(null=True)
    value = ExactField(null=True)
    target = ExactField(null=True)
    unit = TextField(default="")
    lower_is_better = IntegerField(default=0)

    class Meta:
        table_name = "month_kpi"
        indexes = ((("sheet", "position"), True),)
