"""Contracts: dates, quotas, rules, and no two at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from smmdesk.core.errors import UserError
from smmdesk.core.periods import Month
from smmdesk.domain.contracts import (
    ContractDraft,
    add_contract,
    contract_draft,
    contract_on,
    contract_row,
    contract_rows,
    contracts_by_client,
    contracts_in,
    delete_contract,
    restore_contract,
    update_contract,
)
from smmdesk.domain.ledger.tables import LedgerRow
from smmdesk.store.database import transaction

YEAR = ContractDraft(
    start=date(2026, 1, 1),
    end=date(2026, 12, 31),
    fee=700_00,
    quotas={"reel": 4, "post": 12, "other:Menu": 1, "story": 0},
    notice_by=date(2026, 10, 31),
    carry_over_months=None,
    margin=Decimal(55),
    margin_agreed_with="Carla",
    margin_agreed_on=date(2025, 12, 1),
    typical_order=85_00,
)


def test_a_contract_is_kept_with_its_quotas_in_the_usual_order(a_client):
    client = a_client()
    row = contract_row(add_contract(client.id, YEAR))
    assert row.quotas == (("post", 12), ("reel", 4), ("other:Menu", 1))  # a quota of 0 promises nothing
    assert (row.fee, row.margin, row.typical_order, row.carry_over_months) == (700_00, Decimal(55), 85_00, None)
    assert contract_draft(row.id) == replace(YEAR, quotas=dict(row.quotas))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"end": date(2025, 12, 31)}, "end"),
        ({"start": date(206, 1, 1)}, "start"),
        ({"notice_by": date(2027, 1, 1)}, "notice_by"),
        ({"fee": -1}, "fee"),
        ({"quotas": {"post": -1}}, "quotas"),
        ({"quotas": {"tweet": 1}}, "quotas"),
        ({"quotas": {"post": 1, "Post": 2}}, "quotas"),
        ({"margin": Decimal("100.5")}, "margin"),
        ({"margin": Decimal(-1)}, "margin"),
        ({"fee_vat_rate": Decimal(200)}, "fee_vat_rate"),
        ({"look_back_days": -1}, "look_back_days"),
        ({"look_back_days": 731}, "look_back_days"),
        ({"carry_over_months": -1}, "carry_over_months"),
        ({"revision_rounds": -1}, "revision_rounds"),
        ({"typical_order": -1}, "typical_order"),
    ],
)
def test_what_cannot_be_kept_names_its_field(a_client, changes, field):
    client = a_client()
    with pytest.raises(UserError) as refusal:
        add_contract(client.id, replace(YEAR, **changes))
    assert refusal.value.field == field
    assert contract_rows(client.id) == []


def test_two_contracts_at_once_are_refused_with_the_other_ones_days(a_client):
    client = a_client()
    first = add_contract(client.id, replace(YEAR, end=date(2026, 6, 30), notice_by=None))
    with pytest.raises(UserError) as refusal:
        add_contract(client.id, replace(YEAR, start=date(2026, 6, 30)))
    assert refusal.value.field == "start"
    assert "01/01/2026" in refusal.value.detail and "30/06/2026" in refusal.value.detail
    with pytest.raises(UserError) as refusal:
        add_contract(client.id, replace(YEAR, start=date(2025, 1, 1), end=date(2026, 1, 1), notice_by=None))
    assert refusal.value.field == "end"
    second = add_contract(client.id, replace(YEAR, start=date(2026, 7, 1)))
    with pytest.raises(UserError):
        update_contract(first, YEAR)
    update_contract(first, replace(YEAR, end=date(2026, 5, 31), notice_by=None, quotas={"post": 3}))
    assert contract_row(first).quotas == (("post", 3),)
    assert [row.id for row in contract_rows(client.id)] == [first, second]
    add_contract(a_client().id, YEAR)  # another client's contract is no hindrance


def test_which_contract_is_in_force(a_client):
    client = a_client()
    first = add_contract(client.id, replace(YEAR, end=date(2026, 6, 14), notice_by=None))
    second = add_contract(client.id, replace(YEAR, start=date(2026, 6, 20)))
    assert contract_on(client.id, date(2026, 6, 14)).id == first  # pyright: ignore[reportOptionalMemberAccess]
    assert contract_on(client.id, date(2026, 6, 15)) is None
    june = Month(2026, 6)
    assert [(row.id, row.days_in(june)) for row in contracts_in(client.id, june)] == [(first, 14), (second, 11)]
    assert contracts_in(client.id, Month(2027, 1)) == []


def test_a_deleted_contract_comes_back_with_its_quotas_and_what_pointed_at_it(a_client):
    client = a_client()
    made = add_contract(client.id, YEAR)
    with transaction():
        cost = LedgerRow.create(
            client=client, row_id="C1", position=1, row="cost", date=date(2026, 6, 1), month=Month(2026, 6), amount=1,
            origin="contract", origin_contract=made, entered_at=0,
        )  # fmt: skip
    before = contract_row(made)
    removed = delete_contract(made)
    assert contract_rows(client.id) == []
    assert LedgerRow.get_by_id(cost.id).origin_contract_id is None
    restore_contract(removed)
    assert contract_row(made) == before
    assert LedgerRow.get_by_id(cost.id).origin_contract_id == made


def test_a_deleted_contract_stays_away_when_another_took_its_days(a_client):
    client = a_client()
    removed = delete_contract(add_contract(client.id, YEAR))
    add_contract(client.id, replace(YEAR, start=date(2026, 6, 1)))
    with pytest.raises(UserError):
        restore_contract(removed)
    assert len(contract_rows(client.id)) == 1


def test_unknown_ones_are_said_so(workspace):
    calls = [lambda: add_contract(5, YEAR), lambda: update_contract(5, YEAR), lambda: contract_row(5)]
    for call in [*calls, lambda: delete_contract(5)]:
        with pytest.raises(UserError):
            call()


def test_the_contracts_of_every_client_in_one_reading(a_client):
    one, other = a_client(), a_client()
    later = replace(YEAR, start=date(2027, 1, 1), end=date(2027, 12, 31), notice_by=None)
    add_contract(one.id, later)
    add_contract(one.id, YEAR)
    add_contract(other.id, YEAR)
    found = contracts_by_client()
    assert [row.start for row in found[one.id]] == [YEAR.start, later.start]
    assert found[other.id] == contract_rows(other.id)
    a_client()
    assert set(found) == {one.id, other.id}
