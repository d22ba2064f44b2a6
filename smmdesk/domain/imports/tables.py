"""The tables of imports."""

from __future__ import annotations

from peewee import CompositeKey, ForeignKeyField, IntegerField, TextField

from smmdesk.domain.accounts import Account
from smmdesk.domain.clients import Client
from smmdesk.domain.files import StoredFile
from smmdesk.store.database import Table
from smmdesk.store.fields import DayField, FlagField, JsonField


class Import(Table):
    """One file read at one time. `state` is running or done: what is running is shown and summed nowhere.

    `counts` holds the records by class, `added`, `updated` and `unchanged`; `staging` the name of the staging file
    that belongs to a running import, `answers` what was said about the file, its mapping included, so that it can be
    read again.
    """

    client = ForeignKeyField(Client, on_delete="CASCADE", backref="imports")
    account = ForeignKeyField(Account, null=True, on_delete="SET NULL")
    file = ForeignKeyField(StoredFile, null=True, on_delete="SET NULL")
    file_name = TextField()
    sha256 = TextField(index=True)
    format = TextField()
    language = TextField(default="")
    read_on = DayField(null=True)
    first_day = DayField(null=True)
    last_day = DayField(null=True)
    period_first = DayField(null=True)
    period_last = DayField(null=True)
    state = TextField(default="running")
    staging = TextField(default="")
    counts = JsonField(default=dict)
    warnings = JsonField(default=list)
    answers = JsonField(default=dict)
    imported_at = IntegerField()
    program_version = TextField(default="")

    class Meta:
        table_name = "import"
        indexes = ((("client", "imported_at"), False),)


class ImportRefusal(Table):
    """A record that an import did not keep, with its line, column, value and reason."""

    source = ForeignKeyField(Import, on_delete="CASCADE", column_name="import_id", backref="refusals")
    line = IntegerField()
    column = TextField(column_name="column_name")
    value = TextField()
    reason = TextField()

    class Meta:
        table_name = "import_refusal"


class ImportAccount(Table):
    """The accounts that an import brought something for; `is_new` where the import made the account."""

    source = ForeignKeyField(Import, on_delete="CASCADE", column_name="import_id", backref="accounts")
    account = ForeignKeyField(Account, on_delete="CASCADE")
    is_new = FlagField(default=False)

    class Meta:
        table_name = "import_account"
        primary_key = CompositeKey("source", "account")
        without_rowid = True
