"""Reading the ledger: its rows, a month settled, what imports and contracts propose, what platforms claim."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from peewee import SQL

from smmdesk.core.errors import UserError
from smmdesk.core.formats import numeric_day
from smmdesk.core.i18n import _
from smmdesk.core.money import round_half_up
from smmdesk.core.periods import Month
from smmdesk.core.roi.ledger import Ledger
from smmdesk.core.roi.month import LedgerMonth
from smmdesk.core.roi.reckoning import month_of
from smmdesk.core.roi.rows import Evidence
from smmdesk.core.roi.words import CostKind, Origin, RowType
from smmdesk.domain.clients import Client
from smmdesk.domain.contracts import Contract
from smmdesk.domain.ledger.rows import ChangeRow, EvidenceFile, KeptRow, PlatformClaim, Proposal
from smmdesk.domain.ledger.rules import cells_of, client_terms, contract_terms, is_listed_in, row_of
from smmdesk.domain.ledger.tables import LedgerChange, LedgerRow
from smmdesk.store.database import database, database_errors
from smmdesk.store.fields import read_number

_FILES = SQL(
    """(SELECT json_group_array(json_array(e.file_id, e.name, f.sha256)) FROM
    (SELECT * FROM ledger_evidence WHERE ledger_row_id = t1.id ORDER BY rowid) e
    JOIN stored_file f ON f.id = e.file_id)"""
)

# A level of an advertising account contains the ones behind it: only one of them may be added up.
_LEVELS = ("account", "campaign", "ad_set", "ad")


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
            source=_("Contract {start} to {end}").format(
                start=numeric_day(contract.start), end=numeric_day(contract.end)
            ),
            contract_id=contract.id,
            twins=_twins(costs, CostKind.FEE, None, ""),
        )


def _spend(client_id: int, month: Month, costs: Sequence[KeptRow]) -> Iterable[Proposal]:
    sums = _added_up(client_id, month, ("spend",))
    home = Client.get_by_id(client_id).currency if sums else ""
    for found in sums:
        amount = round_half_up(found.total * 100)
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
            account=found.handle,
            source=found.source,
            read_date=found.read_on,
            import_ids=tuple(found.imports),
            twins=_twins(costs, CostKind.ADS, found.account_id, found.handle),
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
    """Return the purchases that advertising platforms claim for a month, each platform and currency by itself."""
    counts = _by_platform(_added_up(client_id, month, ("purchases", "results_purchases")))
    values = _by_platform(_added_up(client_id, month, ("purchase_value",)))
    claims = []
    for platform, found in sorted(counts.items()):
        worth = values.get(platform, [])
        currencies = {one.currency for one in worth}
        has_value = len(currencies) == 1
        claims.append(
            PlatformClaim(
                platform=platform,
                count=sum((_decimal(one.total) for one in found), Decimal(0)),
                value=sum(round_half_up(one.total * 100) for one in worth) if has_value else None,
                currency=next(iter(currencies)) if has_value else "",
                source=", ".join(dict.fromkeys(one.source for one in found)),
                read_date=max((one.read_on for one in found if one.read_on), default=None),
            )
        )
    return claims


def _by_platform(found: Iterable[_Sum]) -> dict[str, list[_Sum]]:
    platforms: dict[str, list[_Sum]] = defaultdict(list)
    for one in found:
        platforms[one.platform].append(one)
    return platforms


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator


class _Sum:
    """A metric of an account added up over the segments of one level in a month."""

    def __init__(self, account_id: int, platform: str, handle: str, currency: str) -> None:
        self.account_id, self.platform, self.handle, self.currency = account_id, platform, handle, currency
        self.total = Fraction(0)
        self.imports: dict[int, str] = {}
        self.read_on: date | None = None
        self.last_day = date.min

    def add(self, value: Any, import_id: int, file_name: str, read_on: str | None, last_day: str) -> None:
        self.total += Fraction(read_number(value) or 0)
        self.imports[import_id] = file_name
        self.last_day = max(self.last_day, date.fromisoformat(last_day))
        if read_on is not None:
            self.read_on = max(self.read_on or date.min, date.fromisoformat(read_on))

    @property
    def source(self) -> str:
        """Return the names of the files, in the order of their import."""
        return ", ".join(dict.fromkeys(self.imports[import_id] for import_id in sorted(self.imports)))


# Of each segment the readings of the import read last that speaks of the month; periods that reach beyond it are left
# out, as nobody can say which part of them belongs to it.
_SEGMENTS = """
    WITH mine AS (
        SELECT s.id, s.account_id, s.dimension, a.platform, a.handle, a.name FROM segment s
        JOIN account a ON a.id = s.account_id WHERE a.client_id = ?),
    found AS (
        SELECT mine.*, m.key AS metric, r.value, r.currency, r.last_day, i.id AS import_id, i.file_name, i.read_on,
            dense_rank() OVER (PARTITION BY r.segment_id, r.metric_id ORDER BY i.read_on DESC, i.id DESC) AS age
        FROM mine JOIN segment_reading r ON r.segment_id = mine.id
        JOIN metric_name m ON m.id = r.metric_id JOIN import i ON i.id = r.import_id
        WHERE r.first_day >= ? AND r.last_day <= ? AND r.value IS NOT NULL AND i.state = 'done')
    SELECT account_id, platform, handle, name, dimension, metric, currency, value, import_id, file_name, read_on,
        last_day
    FROM found WHERE age = 1 ORDER BY account_id, currency
"""


def _added_up(client_id: int, month: Month, names: Sequence[str]) -> list[_Sum]:
    """Add up a metric per account and currency over the highest level that was imported; the first name found wins."""
    with database_errors():
        rows = database.execute_sql(
            _SEGMENTS, (client_id, month.first_day.isoformat(), month.last_day.isoformat())
        ).fetchall()
    wanted = [row for row in rows if row[5].split(".")[1] in names]
    chosen: dict[int, tuple[int, str]] = {}
    for account_id, _platform, _handle, _name, dimension, metric, *_rest in wanted:
        place = (_level(dimension), names.index(metric.split(".")[1]))
        chosen[account_id] = min(chosen.get(account_id, (99, dimension)), (place[0] * len(names) + place[1], dimension))
    sums: dict[tuple[int, str], _Sum] = {}
    for account_id, platform, handle, name, dimension, metric, currency, value, *reading in wanted:
        place = _level(dimension) * len(names) + names.index(metric.split(".")[1])
        if (place, dimension) != chosen[account_id]:
            continue
        one = sums.setdefault((account_id, currency), _Sum(account_id, platform, handle or name, currency))
        one.add(value, *reading)
    return list(sums.values())


def _level(dimension: str) -> int:
    return _LEVELS.index(dimension) if dimension in _LEVELS else len(_LEVELS)
