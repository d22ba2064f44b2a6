"""The tables of the ledger."""

from __future__ import annotations

from peewee import CompositeKey, ForeignKeyField, IntegerField, TextField

from smmdesk.domain.accounts import Account
from smmdesk.domain.clients import Client
from smmdesk.domain.contracts import Contract
from smmdesk.domain.files import StoredFile
from smmdesk.domain.imports.tables import Import
from smmdesk.store.database import Table
from smmdesk.store.fields import DayField, ExactField, JsonField, MonthField


class LedgerRow(Table):
    """One row: `row` is value, cost or total; `row_id` the id in the sheet, unique within the client.

    `amount` is signed hundredths of one unit of `quantity`, in `currency`; what was left empty is NULL or empty and
    takes its default when it is computed, never when it is stored. `position` is the order of entry.
    """

    client = ForeignKeyField(Client, on_delete="CASCADE", backref="ledger_rows")
    row_id = TextField()
    position = IntegerField()
    row = TextField()
    date = DayField()
    month = MonthField()
    entered_month = MonthField(null=True)
    kind = TextField(default="")
    description = TextField(default="")
    note = TextField(default="")
    source = TextField(default="")
    read_date = DayField(null=True)
    order_key = TextField(default="")
    tie = TextField(default="")
    quantity = ExactField(null=True)
    amount = IntegerField()
    currency = TextField(default="")
    rate = ExactField(null=True)
    rate_date = DayField(null=True)
    vat = TextField(default="")
    vat_rate = ExactField(null=True)
    margin = ExactField(null=True)
    share = ExactField(null=True)
    probability = ExactField(null=True)
    rule = TextField(default="")
    tier = TextField(default="")
    confirmed_by = TextField(default="")
    confirmed_on = DayField(null=True)
    recoverable_vat = ExactField(null=True)
    spread_months = IntegerField(null=True)
    account_handle = TextField(default="")
    account = ForeignKeyField(Account, null=True, on_delete="SET NULL")
    reverses = TextField(default="")
    origin = TextField(default="typed")
    origin_import = ForeignKeyField(Import, null=True, on_delete="SET NULL")
    origin_contract = ForeignKeyField(Contract, null=True, on_delete="SET NULL")
    sheet_import = ForeignKeyField(Import, null=True, on_delete="SET NULL", backref="ledger_rows")
    entered_at = IntegerField()

    class Meta:
        table_name = "ledger_row"
        indexes = (
            (("client", "row_id"), True),
            (("client", "month"), False),
        )


class LedgerEvidence(Table):
    """A file that proves a ledger row, named as typed."""

    ledger_row = ForeignKeyField(LedgerRow, on_delete="CASCADE", backref="evidence")
    file = ForeignKeyField(StoredFile, on_delete="CASCADE")
    name = TextField()

    class Meta:
        table_name = "ledger_evidence"
        primary_key = CompositeKey("ledger_row", "file")


class LedgerChange(Table):
    """The record of a promotion or another change of a row: when, which column, from what to what."""

    ledger_row = ForeignKeyField(LedgerRow, on_delete="CASCADE", backref="changes")
    changed_at = IntegerField()
    column = TextField(column_name="column_name")
    before = TextField(default="")
    after = TextField(default="")

    class Meta:
        table_name = "ledger_change"


class LedgerReading(Table):
    """What an import said of a ledger row (`said.Said`). Undo puts back what the newest remaining one says."""

    source = ForeignKeyField(Import, on_delete="CASCADE", column_name="import_id", index=False)
    row_id = TextField()
    cells = JsonField(default=dict)

    class Meta:
        table_name = "ledger_reading"
        primary_key = CompositeKey("source", "row_id")
        without_rowid = True
