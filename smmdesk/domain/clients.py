"""Clients: the businesses I work for, and the people there."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from smmdesk.domain.files import StoredFile
from smmdesk.store.database import Table
from smmdesk.store.fields import ExactField, FlagField


class Client(Table):
    """A business I work for. `address_form` is voi, tu or Lei; `recoverable_vat` a percentage (100 by default)."""

    name = TextField()
    slug = TextField(unique=True)
    legal_name = TextField(default="")
    language = TextField()
    address_form = TextField(default="voi")
    currency = TextField()
    timezone = TextField()
    is_seasonal = FlagField(default=False)
    recoverable_vat = ExactField(default="100")
    attribution_rule = TextField(default="")
    country = TextField(default="IT")
    vat_number = TextField(default="")
    fiscal_code = TextField(default="")
    sdi_code = TextField(default="")
    certified_email = TextField(default="")
    eu_vat_id = TextField(default="")
    brand_color = TextField(default="")
    accent_color = TextField(default="")
    logo = ForeignKeyField(StoredFile, null=True, on_delete="SET NULL")
    note = TextField(default="")
    archived_at = IntegerField(null=True)

    class Meta:
        table_name = "client"


class Contact(Table):
    """A person at a client; the roles are decides, approves, pays and crisis."""

    client = ForeignKeyField(Client, on_delete="CASCADE", backref="contacts")
    name = TextField()
    email = TextField(default="")
    phone = TextField(default="")
    decides = FlagField(default=False)
    approves = FlagField(default=False)
    pays = FlagField(default=False)
    crisis = FlagField(default=False)

    class Meta:
        table_name = "contact"
