"""Contracts: what was agreed with a client, for how long and for what fee."""

from __future__ import annotations

from peewee import CompositeKey, ForeignKeyField, IntegerField, TextField

from smmdesk.domain.clients import Client
from smmdesk.store.database import Table
from smmdesk.store.fields import DayField, ExactField


class Contract(Table):
    """An agreement with its dates, monthly fee (hundredths) and rules.

    `carry_over_months` is 0 for none and NULL for unlimited; `margin` a percentage; `typical_order` hundredths, net;
    `fee_vat_rate` the VAT charged on the fee, 0 in the flat-rate scheme.
    """

    client = ForeignKeyField(Client, on_delete="CASCADE", backref="contracts")
    start = DayField()
    end = DayField()
    notice_by = DayField(null=True)
    fee = IntegerField()
    fee_vat_rate = ExactField(default="0")
    revision_rounds = IntegerField(default=2)
    carry_over_months = IntegerField(null=True, default=0)
    attribution_rule = TextField(default="")
    look_back_days = IntegerField(default=90)
    margin = ExactField(null=True)
    margin_agreed_with = TextField(default="")
    margin_agreed_on = DayField(null=True)
    typical_order = IntegerField(null=True)
    note = TextField(default="")

    class Meta:
        table_name = "contract"
        indexes = ((("client", "start"), False),)


class Quota(Table):
    """How many deliverables of a type a contract promises each month; `type` is one word or `other:NAME`."""

    contract = ForeignKeyField(Contract, on_delete="CASCADE", backref="quotas")
    type = TextField()
    count = IntegerField()

    class Meta:
        table_name = "quota"
        primary_key = CompositeKey("contract", "type")
        without_rowid = True
