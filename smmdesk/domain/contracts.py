"""Contracts: what was agreed with a client, for how long and for what fee."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from peewee import CompositeKey, ForeignKeyField, IntegerField, TextField

from smmdesk.core.errors import UserError
from smmdesk.core.formats import numeric_day
from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.domain import checks
from smmdesk.domain.clients import Client
from smmdesk.domain.types import checked_type, type_order, type_title
from smmdesk.domain.undo import Removed, put_back, take_out
from smmdesk.store.database import Table, transaction
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


# ------------------------------------------------------------------------------------------------------------- rows


@dataclass(frozen=True, slots=True)
class ContractDraft:
    """What a form or the command line says about a contract; the columns mean what they mean in `Contract`.

    `quotas` holds the monthly number of each type; `fee` and `typical_order` are hundredths of the client's currency.
    """

    start: date
    end: date
    fee: int
    quotas: Mapping[str, int] = field(default_factory=dict)
    notice_by: date | None = None
    fee_vat_rate: Decimal = Decimal(0)
    revision_rounds: int = 2
    carry_over_months: int | None = 0
    attribution_rule: str = ""
    look_back_days: int = 90
    margin: Decimal | None = None
    margin_agreed_with: str = ""
    margin_agreed_on: date | None = None
    typical_order: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract as a list shows it and as the delivery of a month is computed from it."""

    id: int
    client_id: int
    start: date
    end: date
    notice_by: date | None
    fee: int
    fee_vat_rate: Decimal
    revision_rounds: int
    carry_over_months: int | None
    attribution_rule: str
    look_back_days: int
    margin: Decimal | None
    margin_agreed_with: str
    margin_agreed_on: date | None
    typical_order: int | None
    note: str
    quotas: tuple[tuple[str, int], ...]

    def days_in(self, month: Month) -> int:
        """Return on how many days of a month the contract is in force."""
        first, last = max(self.start, month.first_day), min(self.end, month.last_day)
        return max((last - first).days + 1, 0)


# ------------------------------------------------------------------------------------------------------------ rules


def checked_contract(draft: ContractDraft) -> ContractDraft:
    """Return a draft as it is kept. Raises UserError, naming the field, for what cannot be kept."""
    start, end = checks.checked_day(draft.start, "start"), checks.checked_day(draft.end, "end")
    if end < start:
        raise UserError(
            _("The contract ends before it starts."),
            _("It starts on {start} and ends on {end}.").format(start=numeric_day(start), end=numeric_day(end)),
            field="end",
        )
    if draft.notice_by is not None and checks.checked_day(draft.notice_by, "notice_by") > end:
        raise UserError(
            _("The last day for notice lies after the contract's end."),
            _("The contract ends on {end}.").format(end=numeric_day(end)),
            field="notice_by",
        )
    quotas: dict[str, int] = {}
    for typed, number in draft.quotas.items():
        kind = checked_type(typed, "quotas")
        if kind in quotas:
            raise UserError(_("A type stands twice: {type}").format(type=type_title(kind)), field="quotas")
        quotas[kind] = checks.checked_count(number, "quotas", largest=1_000)
    return replace(
        draft,
        fee=checks.checked_amount(draft.fee, "fee"),
        fee_vat_rate=checks.checked_percentage(draft.fee_vat_rate, "fee_vat_rate"),
        quotas=quotas,
        revision_rounds=checks.checked_count(draft.revision_rounds, "revision_rounds", largest=100),
        carry_over_months=None
        if draft.carry_over_months is None
        else checks.checked_count(draft.carry_over_months, "carry_over_months", largest=120),
        attribution_rule=checks.checked_line(draft.attribution_rule, "attribution_rule"),
        look_back_days=checks.checked_count(draft.look_back_days, "look_back_days", largest=730),
        margin=None if draft.margin is None else checks.checked_percentage(draft.margin, "margin"),
        margin_agreed_with=checks.checked_line(draft.margin_agreed_with, "margin_agreed_with"),
        typical_order=None
        if draft.typical_order is None
        else checks.checked_amount(draft.typical_order, "typical_order"),
        note=checks.checked_text(draft.note, "note"),
    )


# ---------------------------------------------------------------------------------------------------------- queries


def contract_rows(client_id: int) -> list[ContractRow]:
    """Return a client's contracts, the earliest first."""
    contracts = list(Contract.select().where(Contract.client == client_id).order_by(Contract.start, Contract.id))
    return _rows(contracts)


def contracts_by_client() -> dict[int, list[ContractRow]]:
    """Return every client's contracts by the client's id, the earliest first."""
    found: dict[int, list[ContractRow]] = {}
    for row in _rows(list(Contract.select().order_by(Contract.start, Contract.id))):
        found.setdefault(row.client_id, []).append(row)
    return found


def contract_row(contract_id: int) -> ContractRow:
    """Return one contract. Raises UserError when there is none with this id."""
    return _rows([_contract(contract_id)])[0]


def contract_on(client_id: int, day: date) -> ContractRow | None:
    """Return the contract in force on a day, None where there is none."""
    return next((row for row in contract_rows(client_id) if row.start <= day <= row.end), None)


def contracts_in(client_id: int, month: Month) -> list[ContractRow]:
    """Return the contracts that are in force on some day of a month, the earliest first."""
    return [row for row in contract_rows(client_id) if row.days_in(month)]


def contract_draft(contract_id: int) -> ContractDraft:
    """Return what is kept of a contract as a form edits it. Raises UserError when there is none with this id."""
    row = contract_row(contract_id)
    columns = {column.name: getattr(row, column.name) for column in fields(ContractDraft)}
    return ContractDraft(**{**columns, "quotas": dict(row.quotas)})


def _rows(contracts: Sequence[Contract]) -> list[ContractRow]:
    quotas: dict[int, list[tuple[str, int]]] = {contract.id: [] for contract in contracts}
    for quota in Quota.select().where(Quota.contract.in_(list(quotas))):
        quotas[quota.contract_id].append((quota.type, quota.count))
    plain = [column.name for column in fields(ContractRow) if column.name not in ("client_id", "quotas")]
    return [
        ContractRow(
            **{name: getattr(contract, name) for name in plain},
            client_id=contract.client_id,
            quotas=tuple(sorted(quotas[contract.id], key=lambda quota: type_order(quota[0]))),
        )
        for contract in contracts
    ]


def _contract(contract_id: int) -> Contract:
    contract = Contract.get_or_none(Contract.id == contract_id)
    if contract is None:
        raise UserError(_("This contract no longer exists."))
    return contract


# --------------------------------------------------------------------------------------------------------- commands


def add_contract(client_id: int, draft: ContractDraft) -> int:
    """Keep a new contract and return its id.

    Raises UserError, naming the field, for what cannot be kept and for days on which another contract is in force.
    """
    kept = checked_contract(draft)
    with transaction():
        if not Client.select().where(Client.id == client_id).exists():
            raise UserError(_("This client no longer exists."), field="client")
        _refuse_overlap(client_id, kept.start, kept.end, None)
        contract = Contract.create(client=client_id, **_columns(kept))
        _write_quotas(contract.id, kept.quotas)
        return contract.id


def update_contract(contract_id: int, draft: ContractDraft) -> None:
    """Replace what is kept of a contract. Raises UserError as `add_contract` does."""
    kept = checked_contract(draft)
    with transaction():
        contract = _contract(contract_id)
        _refuse_overlap(contract.client_id, kept.start, kept.end, contract_id)
        Contract.update(**_columns(kept)).where(Contract.id == contract_id).execute()
        Quota.delete().where(Quota.contract == contract_id).execute()
        _write_quotas(contract_id, kept.quotas)


def delete_contract(contract_id: int) -> Removed:
    """Delete a contract with its quotas; return what `restore_contract` needs."""
    with transaction():
        return take_out(_contract(contract_id))


def restore_contract(removed: Removed) -> None:
    """Put a deleted contract back. Raises UserError when another one has taken its days."""
    columns = removed.columns
    start, end = date.fromisoformat(columns["start"]), date.fromisoformat(columns["end"])
    _refuse_overlap(columns["client_id"], start, end, removed.id)
    put_back(removed)


def _columns(draft: ContractDraft) -> dict[str, Any]:
    return {column.name: getattr(draft, column.name) for column in fields(draft) if column.name != "quotas"}


def _write_quotas(contract_id: int, quotas: Mapping[str, int]) -> None:
    for kind, number in quotas.items():
        if number:
            Quota.create(contract=contract_id, type=kind, count=number)


def _refuse_overlap(client_id: int, start: date, end: date, but: int | None) -> None:
    for other in contract_rows(client_id):
        if other.id != but and other.start <= end and start <= other.end:
            raise UserError(
                _("Another contract of this client is in force on some of these days."),
                _("It runs from {start} to {end}.").format(start=numeric_day(other.start), end=numeric_day(other.end)),
                _("End that one earlier, or start this one later."),
                field="start" if other.start <= start else "end",
            )
