"""Costs that contracts and imports propose, their acceptance and merging; what platforms claim."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from smmdesk.core.errors import UserError
from smmdesk.core.periods import Month
from smmdesk.domain.accounts import Account
from smmdesk.domain.clients import Client
from smmdesk.domain.imports.tables import Import
from smmdesk.domain.ledger.commands import accept_proposal, add_ledger_row, delete_ledger_row, merge_proposal
from smmdesk.domain.ledger.queries import changes_of, ledger_month_of, ledger_row, platform_claims, proposals
from smmdesk.domain.results.tables import MetricName, Segment, SegmentReading
from smmdesk.store.database import transaction

JUNE = Month(2026, 6)
Spend = Callable[..., int]


@pytest.fixture
def client(a_client: Callable[..., Client]) -> Client:
    return a_client("Hotel Bar")


@pytest.fixture
def ads(client: Client, an_account: Callable[..., Account]) -> Account:
    return an_account(client, "meta_ads", "hotelbar")


@pytest.fixture
def an_export(ads: Account, a_file: Callable[..., int]) -> Spend:
    """Return the builder of an import of segments: `name=(first day, last day, value)` per campaign."""

    def build(
        metric: str = "meta_ads.spend.v1",
        dimension: str = "campaign",
        read_on: date = date(2026, 7, 4),
        currency: str = "EUR",
        state: str = "done",
        file: str = "june.csv",
        account: Account | None = None,
        into: int | None = None,
        **values: tuple[str, str, Any],
    ) -> int:
        owner = account or ads
        with transaction():
            name, _made = MetricName.get_or_create(key=metric)
            source = into or Import.create(
                client=owner.client_id,
                file=a_file(file.encode(), file),
                file_name=file,
                sha256=file,
                format="meta_ads",
                read_on=read_on,
                state=state,
                imported_at=1,
            )
            for key, (first, last, value) in values.items():
                segment, _made = Segment.get_or_create(account=owner, dimension=dimension, key=key)
                SegmentReading.create(
                    segment=segment,
                    metric=name,
                    first_day=date.fromisoformat(first),
                    last_day=date.fromisoformat(last),
                    source=source,
                    value=value,
                    state="value",
                    currency=currency,
                )
        return source if isinstance(source, int) else source.id

    return build


WHOLE = ("2026-06-01", "2026-06-30")


def test_the_fee_of_the_contract(client: Client, a_contract: Callable[..., Any]) -> None:
    contract = a_contract(client, fee=700_00, fee_vat_rate=Decimal(22))
    (fee,) = proposals(client.id, JUNE)
    assert (fee.kind, fee.origin, fee.amount, fee.vat_rate, fee.currency) == ("fee", "contract", 700_00, 22, "EUR")
    assert (fee.day, fee.contract_id, fee.twins) == (date(2026, 6, 1), contract.id, ())
    assert proposals(client.id, Month(2027, 1)) == []
    row_id = accept_proposal(client.id, JUNE, fee.key)
    kept = ledger_row(row_id)
    assert (kept.row.id, kept.row.origin, kept.origin_contract_id) == ("fee-2026-06", "contract", contract.id)
    assert ledger_month_of(client.id, JUNE).invested.text == "700.00"
    assert proposals(client.id, JUNE) == []
    assert len(proposals(client.id, JUNE.next)) == 1
    with pytest.raises(UserError):
        accept_proposal(client.id, JUNE, fee.key)
    delete_ledger_row(row_id)
    assert proposals(client.id, JUNE) == [fee]


def test_a_contract_that_begins_in_the_month_and_one_without_a_fee(
    client: Client, a_contract: Callable[..., Any]
) -> None:
    a_contract(client, start=date(2026, 1, 1), end=date(2026, 6, 9), fee=0)
    a_contract(client, start=date(2026, 6, 10), fee=500_00)
    assert [(one.amount, one.day) for one in proposals(client.id, JUNE)] == [(500_00, date(2026, 6, 10))]


def test_spend_of_an_import(client: Client, ads: Account, an_export: Spend) -> None:
    source = an_export(a=(*WHOLE, Decimal("300.10")), b=(*WHOLE, Decimal("9.90")))
    (spend,) = proposals(client.id, JUNE)
    assert (spend.kind, spend.origin, spend.amount, spend.account) == ("ads", "import", 310_00, "hotelbar")
    assert (spend.source, spend.read_date, spend.import_ids) == ("june.csv", date(2026, 7, 4), (source,))
    kept = ledger_row(accept_proposal(client.id, JUNE, spend.key))
    assert (kept.row.id, kept.account_id, kept.origin_import_id) == ("ads-hotelbar-2026-06", ads.id, source)
    assert [file.name for file in kept.evidence] == ["june.csv"]
    assert (kept.row.currency, kept.row.read_date, kept.row.date) == ("", date(2026, 7, 4), date(2026, 6, 30))
    assert proposals(client.id, JUNE) == []


def test_days_add_up_and_only_what_lies_in_the_month(client: Client, an_export: Spend) -> None:
    source = an_export(a=("2026-06-01", "2026-06-01", Decimal("1.005")))
    an_export(into=source, a=("2026-06-02", "2026-06-02", 2), b=("2026-05-20", "2026-06-10", 900))
    an_export(into=source, c=("2026-07-01", "2026-07-01", 50), d=("2026-06-03", "2026-06-03", None))
    (spend,) = proposals(client.id, JUNE)
    assert (spend.amount, spend.day) == (3_01, date(2026, 6, 2))


def test_levels_and_snapshots_are_never_added_up(client: Client, an_export: Spend) -> None:
    an_export(dimension="campaign_age", file="age.csv", x=(*WHOLE, 150), y=(*WHOLE, 161))
    an_export(dimension="ad", x=(*WHOLE, 100), y=(*WHOLE, 210))
    assert [one.amount for one in proposals(client.id, JUNE)] == [310_00]
    an_export(a=(*WHOLE, 300), file="early.csv", read_on=date(2026, 6, 30))
    newest = an_export(a=(*WHOLE, 311), file="late.csv")
    an_export(a=(*WHOLE, 999), file="running.csv", state="running", read_on=date(2026, 7, 5))
    (spend,) = proposals(client.id, JUNE)
    assert (spend.amount, spend.import_ids) == (311_00, (newest,))


def test_a_daily_and_a_monthly_file_of_one_campaign(client: Client, an_export: Spend) -> None:
    an_export(a=("2026-06-01", "2026-06-01", 10), file="daily.csv", read_on=date(2026, 7, 1))
    an_export(a=(*WHOLE, 310), file="month.csv", read_on=date(2026, 7, 2))
    assert [one.amount for one in proposals(client.id, JUNE)] == [310_00]


def test_accounts_and_currencies_stand_apart(
    client: Client, an_account: Callable[..., Account], an_export: Spend
) -> None:
    other = an_account(client, "meta_ads", "bar-ads")
    an_export(a=(*WHOLE, 10), b=(*WHOLE, 0))
    an_export(account=other, currency="USD", a=(*WHOLE, 20), file="usd.csv")
    found = proposals(client.id, JUNE)
    assert [(one.account, one.amount, one.currency) for one in found] == [
        ("hotelbar", 10_00, "EUR"),
        ("bar-ads", 20_00, "USD"),
    ]
    kept = ledger_row(accept_proposal(client.id, JUNE, found[1].key))
    assert (kept.row.currency, kept.account_id, kept.row.account) == ("USD", other.id, "bar-ads")
    assert [gate.code for gate in ledger_month_of(client.id, JUNE).gates] == ["rate_missing"]
    assert [one.account for one in proposals(client.id, JUNE)] == ["hotelbar"]


def test_a_typed_row_is_offered_for_merging(client: Client, an_export: Spend) -> None:
    typed = {"row": "cost", "date": "2026-06-28", "kind": "ads", "amount": "312.00", "account": "hotelbar"}
    twin = add_ledger_row(client.id, typed)
    open_account = add_ledger_row(client.id, {**typed, "account": ""})
    add_ledger_row(client.id, {**typed, "account": "other"})
    add_ledger_row(client.id, {**typed, "kind": "tools"})
    add_ledger_row(client.id, {**typed, "date": "2026-05-28"})
    source = an_export(a=(*WHOLE, 310))
    (spend,) = proposals(client.id, JUNE)
    assert spend.twins == (twin, open_account)
    with pytest.raises(UserError):
        merge_proposal(client.id, JUNE, spend.key, 999)
    merge_proposal(client.id, JUNE, spend.key, twin)
    kept = ledger_row(twin)
    assert (kept.row.amount, kept.row.origin, kept.origin_import_id) == (312_00, "typed", source)
    assert [file.name for file in kept.evidence] == ["june.csv"]
    assert proposals(client.id, JUNE) == []


def test_a_later_snapshot_is_offered_to_the_row_that_was_accepted(client: Client, an_export: Spend) -> None:
    an_export(a=(*WHOLE, 300), read_on=date(2026, 6, 30))
    row_id = accept_proposal(client.id, JUNE, proposals(client.id, JUNE)[0].key)
    an_export(a=(*WHOLE, 300), file="same.csv")
    assert proposals(client.id, JUNE) == []
    newest = an_export(a=(*WHOLE, 310), file="late.csv", read_on=date(2026, 7, 5))
    (spend,) = proposals(client.id, JUNE)
    assert spend.twins == (row_id,)
    merge_proposal(client.id, JUNE, spend.key, row_id, take_amount=True)
    kept = ledger_row(row_id)
    assert (kept.row.amount, kept.origin_import_id) == (310_00, newest)
    assert ("amount", "300.00", "310.00") in [(one.column, one.before, one.after) for one in changes_of(row_id)]
    assert proposals(client.id, JUNE) == []


def test_spend_without_a_currency_is_the_clients(client: Client, an_export: Spend) -> None:
    an_export(currency="", a=(*WHOLE, 10))
    assert [one.currency for one in proposals(client.id, JUNE)] == ["EUR"]


def test_what_platforms_claim(client: Client, an_export: Spend) -> None:
    source = an_export("meta_ads.purchases.v1", a=(*WHOLE, 6), b=(*WHOLE, 3))
    (claim,) = platform_claims(client.id, JUNE)
    assert (claim.platform, claim.count, claim.value, claim.source) == ("meta_ads", 9, None, "june.csv")
    an_export("meta_ads.purchase_value.v1", into=source, a=(*WHOLE, Decimal("480.50")))
    an_export("meta_ads.results_purchases.v1", into=source, a=(*WHOLE, 6), b=(*WHOLE, 4))
    (claim,) = platform_claims(client.id, JUNE)
    assert (claim.count, claim.value, claim.currency, claim.read_date) == (9, 480_50, "EUR", date(2026, 7, 4))
    assert platform_claims(client.id, JUNE.next) == []
    assert proposals(client.id, JUNE) == []


def test_claims_from_results_where_there_is_no_column_of_purchases(client: Client, an_export: Spend) -> None:
    an_export("meta_ads.results_purchases.v1", a=(*WHOLE, 6))
    assert [claim.count for claim in platform_claims(client.id, JUNE)] == [6]
