"""Taking rows out and putting them back."""

from __future__ import annotations

from typing import Any

import pytest

from smmdesk.core.errors import UserError
from smmdesk.domain.accounts import Account
from smmdesk.domain.clients import Client, Contact
from smmdesk.domain.contracts import Contract, Quota
from smmdesk.domain.deliverables import Deliverable
from smmdesk.domain.undo import put_back, take_out
from smmdesk.store.database import database, transaction

TABLES = (Client, Contact, Contract, Quota, Account, Deliverable)


def content() -> dict[str, list[Any]]:
    return {table.__name__: sorted(table.select().tuples(), key=repr) for table in TABLES}


def test_a_whole_tree_comes_back_to_the_last_value(a_client, a_contract, an_account, a_deliverable):
    client, other = a_client(), a_client()
    a_contract(client, {"post": 12, "reel": 4})
    a_contract(other, {"post": 1})
    account = an_account(client)
    a_deliverable(client, account=account, title="مطعم <b>😀")
    with transaction():
        Contact.create(client=client, name="Carla", decides=True)
    before = content()
    with transaction():
        removed = take_out(client)
    assert removed.id == client.id
    assert [len(rows) for rows in content().values()] == [1, 0, 1, 1, 0, 0]
    put_back(removed)
    assert content() == before
    assert database.execute_sql("PRAGMA foreign_key_check").fetchall() == []


def test_what_pointed_at_a_row_points_at_it_again(an_account, a_deliverable):
    account = an_account()
    pieces = [a_deliverable(account.client, account=account) for _piece in range(3)]
    with transaction():
        removed = take_out(account)
    assert {piece.account_id for piece in Deliverable.select()} == {None}
    put_back(removed)
    assert [Deliverable.get_by_id(piece.id).account_id for piece in pieces] == [account.id] * 3


def test_nothing_is_half_put_back(a_client, a_contract):
    client = a_client()
    contract = a_contract(client, {"post": 12})
    with transaction():
        removed = take_out(contract)
        Contract.insert(**removed.columns).execute()  # somebody took the id
    before = content()
    with pytest.raises(UserError):
        put_back(removed)
    assert content() == before


def test_a_row_whose_parent_is_gone_stays_away(a_client):
    client = a_client()
    with transaction():
        contact = Contact.create(client=client, name="Carla")
        removed = take_out(contact)
        client.delete_instance()
    with pytest.raises(UserError):
        put_back(removed)
    assert Contact.select().count() == 0
