"""My profile: who I am on the paper that I hand over, and the identity of the workspace itself."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from smmdesk.domain.files import StoredFile
from smmdesk.store.database import Table


class Workspace(Table):
    """The workspace's own identity (one row): `purpose` is `own` or `example`."""

    uuid = TextField()
    purpose = TextField(default="own")
    created_at = IntegerField()

    class Meta:
        table_name = "workspace"


class Profile(Table):
    """The freelancer's name, brand and tax data (one row)."""

    name = TextField(default="")
    trade_name = TextField(default="")
    language = TextField(default="")
    email = TextField(default="")
    phone = TextField(default="")
    website = TextField(default="")
    postal_address = TextField(default="")
    tax_regime = TextField(default="ordinary")
    vat_number = TextField(default="")
    fiscal_code = TextField(default="")
    sdi_code = TextField(default="")
    certified_email = TextField(default="")
    brand_color = TextField(default="")
    logo = ForeignKeyField(StoredFile, null=True, on_delete="SET NULL")

    class Meta:
        table_name = "profile"
