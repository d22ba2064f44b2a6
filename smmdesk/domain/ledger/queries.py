"""Reading the ledger: its rows, a month settled, what imports and contracts propose, what platforms claim."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from peewee import SQL

from smmdesk.core.errors import UserError
from smmdesk.core.formats import numeric_day
from smmdesk.core.i18n import _, language
from smmdesk.core.money import round_half_up
from smmdesk.core.periods import Month
from smmdesk.core.roi.ledger import Ledger
from smmdesk.core.roi.month import LedgerMonth
from smmdesk.core.roi.reckoning import month_of
from smmdesk.core.roi.rows import Evidence
from smmdesk.core.roi.words import CostKind, Origin, RowType
from smmdesk.domain.accounts import account_rows
from smmdesk.domain.clients import Client
from smmdesk.domain.contracts import Contract
from smmdesk.domain.imports.rows import import_name
from smmdesk.domain.imports.tables import Import
from smmdesk.domain.ledger.rows import ChangeRow, EvidenceFile, KeptRow, PlatformClaim, Proposal
from smmdesk.domain.ledger.rules import cells_of, client_terms, contract_terms, is_listed_in, row_of
from smmdesk.domain.ledger.tables import LedgerChange, LedgerRow
from smmdesk.domain.results.months import platform_claims_of, spend_of
from smmdesk.domain.results.rows import SegmentSum
from smmdesk.store.database import database_errors, tuples

_FILES = SQL(
    """(SELECT json_group_array(json_array(e.file_id, e.name, f.sha256)) FROM
    (SELECT * FROM ledger_evidence WHERE ledger_row_id = t1.id ORDER BY rowid) e
    JOIN stored_file f ON f.id = e.file_id)"""
)


def ledger_rows(client_id: int, month: Month | None = None) -> list[KeptRow]:
    """Return a client's rows in the order of entry: all, or those that a month's list shows."""
    query = _with_files().where(LedgerRow.client == client_id).order_by(LedgerRow.position, LedgerRow.id)
    with database_errors():
        rows = [_kept(row) for row in query]
    return rows if month is None else [kept for kept in rows if is_listed_in(kept.row, month)]


def ledger_row(ledger_row_id: int) -> KeptRow:
    """Return one row. Raises UserError when there is none with this id."""
    with database_errors():
        for row in _with_files().where(LedgerRow.id == ledger_row_id):
            return _kept(row)
    raise UserError(_("This row of the ledger no longer exists."))


def ledger_cells(ledger_row_id: int) -> dict[str, str]:
    """Return a row as a form edits it: plain text by column, numbers with a dot. Raises UserError as `ledger_row`."""
    return cells_of(ledger_row(ledger_row_id).row)


def changes_of(ledger_row_id: int) -> list[ChangeRow]:
    """Return what was changed of a row since it was entered, the oldest first."""
    query = LedgerChange.select().where(LedgerChange.ledger_row == ledger_row_id).order_by(LedgerChange.id)
    return [ChangeRow(one.changed_at, one.column, one.before, one.after) for one in query]


def settled_ledger(client_id: int) -> Ledger:
    """Return a client's whole ledger with tiers, credit and marks settled. Raises UserError without such a client."""
    with database_errors():
        client = Client.get_or_none(Client.id == client_id)
        if client is None:
            raise UserError(_("This client no longer exists."), field="client")
        contracts = list(Contract.select().where(Contract.client == client_id).order_by(Contract.start, Contract.id))
    rows = [kept.row for kept in ledger_rows(client_id)]
    return Ledger(rows, [contract_terms(contract) for contract in contracts], client_terms(client, contracts))


def ledger_month_of(client_id: int, month: Month) -> LedgerMonth:
    """Return everything that the ledger says of a client's month. Raises UserError without such a client."""
    return month_of(settled_ledger(client_id), month)


def _with_files() -> Any:
    return LedgerRow.select(LedgerRow, _FILES.alias("files"))


def _kept(row: Any) -> KeptRow:
    files = tuple(EvidenceFile(*file) for file in json.loads(row.files))
    return KeptRow(
        id=row.id,
        row=row_of(row, [Evidence(file.name, file.sha256) for file in files]),
        evidence=files,
        account_id=row.account_id,
        origin_import_id=row.origin_import_id,
        origin_contract_id=row.origin_contract_id,
        sheet_import_id=row.sheet_import_id,
        entered_at=row.entered_at,
    )


# ------------------------------------------------------------------------------------------------------- proposals


def proposals(client_id: int, month: Month) -> list[Proposal]:
    """Return the costs that contracts and imports suggest for a month and that are not kept yet: fees, then spend."""
    costs = [kept for kept in ledger_rows(client_id) if kept.row.row is RowType.COST and kept.row.month == month]
    return [*_fees(client_id, month, costs), *_spend(client_id, month, costs)]


def _fees(client_id: int, month: Month, costs: Sequence[KeptRow]) -> Iterable[Proposal]:
    with database_errors():
        contracts = list(
            Contract.select(Contract, Client)
            .join(Client)
            .where(
                (Contract.client == client_id)
                & (Contract.start <= month.last_day)
                & (Contract.end >= month.first_day)
                & (Contract.fee > 0)
            )
            .order_by(Contract.start, Contract.id)
        )
    for contract in contracts:
        if any(kept.origin_contract_id == contract.id for kept in costs):
            continue
        with language(contract.client.language, contract.client.address_form):  # the client reads it in its reports
            source = _("Contract {start} to {end}").format(
                start=numeric_day(contract.start), end=numeric_day(contract.end)
            )
        yield Proposal(
            key=f"contract:{contract.id}",
            kind=CostKind.FEE,
            origin=Origin.CONTRACT,
            month=month,
            day=max(contract.start, month.first_day),
            amount=contract.fee,
            currency=contract.client.currency,
            vat_rate=contract.fee_vat_rate or None,
            account_id=None,
            account="",
            source=source,
            contract_id=contract.id,
            twins=_twins(costs, CostKind.FEE, None, ""),
        )


def _spend(client_id: int, month: Month, costs: Sequence[KeptRow]) -> Iterable[Proposal]:
    sums = spend_of(client_id, month)
    if not sums:
        return
    home, names = Client.get_by_id(client_id).currency, _file_names(sums)
    handles = {account.id: account.handle or account.name for account in account_rows(client_id)}
    for found in sums:
        amount, handle = round_half_up(found.value * 100), handles[found.account_id]
        accepted = [
            kept
            for kept in costs
            if kept.row.kind is CostKind.ADS
            and kept.origin_import_id is not None
            and kept.account_id == found.account_id
            and (kept.origin_import_id in found.imports or (kept.row.amount, kept.row.units) == (amount, 1))
        ]
        if accepted or amount == 0:
            continue
        yield Proposal(
            key=f"import:{found.account_id}:{found.currency or home}",
            kind=CostKind.ADS,
            origin=Origin.IMPORT,
            month=month,
            day=found.last_day,
            amount=amount,
            currency=found.currency or home,
            vat_rate=None,
            account_id=found.account_id,
            account=handle,
            source=_sources(found.imports, names),
            read_date=found.read_on,
            import_ids=found.imports,
            twins=_twins(costs, CostKind.ADS, found.account_id, handle),
        )


def _twins(costs: Sequence[KeptRow], kind: CostKind, account_id: int | None, handle: str) -> tuple[int, ...]:
    """Return the kept rows that may be the same cost: of one kind, and of the same account or of none named."""
    return tuple(
        kept.id
        for kept in costs
        if kept.row.kind is kind
        and (
            not kept.row.account
            or kept.account_id == account_id is not None
            or kept.row.account.casefold() == handle.casefold()
        )
    )


def platform_claims(client_id: int, month: Month) -> list[PlatformClaim]:
    """Return the purchases that advertising platforms claim for a month, each platform by itself.

    What was counted by two definitions stands in two entries. An account that has no column of purchases speaks by
    its results of that kind.
    """
    sums = platform_claims_of(client_id, month)
    names = _file_names(sums)
    counted: dict[tuple[int, date | None], SegmentSum] = {}
    worth: dict[tuple[str, date | None], list[SegmentSum]] = defaultdict(list)
    for found in sorted(sums, key=lambda one: _CLAIMS.index(_name(one))):
        if _name(found) == "purchase_value":
            worth[_platform(found), found.side].append(found)
        else:
            counted.setdefault((found.account_id, found.side), found)
    claims: dict[tuple[str, date | None], list[SegmentSum]] = defaultdict(list)
    for found in counted.values():
        claims[_platform(found), found.side].append(found)
    order = sorted(claims, key=lambda one: (one[0], one[1] or date.min))
    return [_claim(one[0], claims[one], worth[one], names) for one in order]


_CLAIMS = ("purchases", "results_purchases", "purchase_value")


def _claim(
    platform: str, found: Sequence[SegmentSum], worth: Sequence[SegmentSum], names: Mapping[int, str]
) -> PlatformClaim:
    currencies = {one.currency for one in worth}
    has_value = len(currencies) == 1
    return PlatformClaim(
        platform=platform,
        count=sum((Decimal(one.value) for one in found), Decimal(0)),
        value=sum(round_half_up(one.value * 100) for one in worth) if has_value else None,
        currency=currencies.pop() if has_value else "",
        source=_sources({import_id for one in found for import_id in one.imports}, names),
        read_date=max((one.read_on for one in found if one.read_on is not None), default=None),
    )


def _platform(found: SegmentSum) -> str:
    return found.metric.split(".")[0]


def _name(found: SegmentSum) -> str:
    return found.metric.split(".")[1]


def _file_names(sums: Iterable[SegmentSum]) -> dict[int, str]:
    """Return the file names of the imports behind some sums."""
    ids = {import_id for found in sums for import_id in found.imports}
    rows = tuples(Import.select(Import.id, Import.file_name, Import.format).where(Import.id.in_(ids)))
    return {import_id: import_name(name, format_) for import_id, name, format_ in rows}


def _sources(imports: Iterable[int], names: Mapping[int, str]) -> str:
    return ", ".join(dict.fromkeys(names[import_id] for import_id in sorted(imports)))
