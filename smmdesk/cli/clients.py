"""Clients, accounts and contracts on the command line."""

from __future__ import annotations

import argparse
from typing import Any

from smmdesk.cli.session import plain, print_json, print_table, reading, writing
from smmdesk.core.errors import UserError
from smmdesk.core.formats import money, numeric_day
from smmdesk.core.i18n import _
from smmdesk.core.money import cents_text
from smmdesk.domain.accounts import AccountDraft, AccountRow, account_row, account_rows, platform_title
from smmdesk.domain.accounts import add_account as keep_account
from smmdesk.domain.clients import ClientDraft, ClientRow, client_row, client_rows, find_client
from smmdesk.domain.clients import add_client as keep_client
from smmdesk.domain.contracts import ContractDraft, ContractRow, contract_row
from smmdesk.domain.contracts import add_contract as keep_contract
from smmdesk.domain.types import checked_type, type_title


def add_client(options: argparse.Namespace) -> int:
    """Add a client; makes the workspace where there is none."""
    draft = ClientDraft(
        name=options.name,
        language=options.language,
        currency=options.currency,
        timezone=options.timezone,
        address_form=options.address,
        recoverable_vat=options.recoverable_vat,
        is_seasonal=options.seasonal,
        compares_weekdays=options.weekdays,
        engagement_base=options.engagement,
    )
    from smmdesk.domain.clients import checked_client

    checked_client(draft)  # what cannot be kept does not leave an empty workspace behind
    with writing(options, create=True):
        row = client_row(keep_client(draft))
    if options.json:
        print_json(_client_json(row))
    else:
        print(_("{name} was added (client {id}).").format(name=plain(row.name), id=row.id))
    return 0


def list_clients(options: argparse.Namespace) -> int:
    """List the clients."""
    with reading(options):
        rows = client_rows(archived=None if options.archived else False)
    if options.json:
        print_json([_client_json(row) for row in rows])
    elif rows:
        print_table(
            (_("id"), _("name"), _("handle"), _("language"), _("currency"), _("time zone"), _("archived")),
            [
                (
                    str(row.id),
                    row.name,
                    row.slug,
                    f"{row.language} ({row.address_form})" if row.language == "it" else row.language,
                    row.currency,
                    row.timezone,
                    _("yes") if row.is_archived else "",
                )
                for row in rows
            ],
            right=(0,),
        )
    else:
        print(_("There is no client yet."))
    return 0


def add_account(options: argparse.Namespace) -> int:
    """Add an account of a client."""
    with writing(options):
        client = find_client(options.client)
        draft = AccountDraft(platform=options.platform, handle=options.handle, name=options.name)
        row = account_row(keep_account(client.id, draft))
    if options.json:
        print_json(_account_json(row, client))
    else:
        print(
            _("{account} was added to {client} (account {id}).").format(
                account=plain(row.title), client=plain(client.name), id=row.id
            )
        )
    return 0


def list_accounts(options: argparse.Namespace) -> int:
    """List the accounts of one client or of all."""
    with reading(options):
        only = find_client(options.client) if options.client is not None else None
        clients = {row.id: row for row in client_rows(archived=None)}
        rows = account_rows(only.id if only is not None else None)
    if options.json:
        print_json([_account_json(row, clients[row.client_id]) for row in rows])
    elif rows:
        print_table(
            (_("id"), _("client"), _("platform"), _("handle"), _("name"), _("guest")),
            [
                (
                    str(row.id),
                    clients[row.client_id].name,
                    platform_title(row.platform),
                    row.handle,
                    row.name,
                    _("yes") if row.is_guest else "",
                )
                for row in rows
            ],
            right=(0,),
        )
    else:
        print(_("There is no account yet."))
    return 0


def add_contract(options: argparse.Namespace) -> int:
    """Add a contract of a client."""
    quotas: dict[str, int] = {}
    for typed, number in options.quota:
        kind = checked_type(typed, "quotas")
        if kind in quotas:
            raise UserError(_("A type stands twice: {type}").format(type=type_title(kind)), field="quotas")
        quotas[kind] = number
    draft = ContractDraft(
        start=options.start,
        end=options.end,
        fee=options.fee,
        quotas=quotas,
        notice_by=options.notice,
        carry_over_months=options.carry_over,
        look_back_days=options.look_back,
        margin=options.margin,
        margin_agreed_with=options.margin_agreed_with,
        margin_agreed_on=options.margin_agreed_on,
        typical_order=options.typical_order,
    )
    with writing(options):
        client = find_client(options.client)
        row = contract_row(keep_contract(client.id, draft))
    if options.json:
        print_json(_contract_json(row))
    else:
        print(
            _("The contract of {client} was added: {start} to {end}, {fee} a month.").format(
                client=plain(client.name),
                start=numeric_day(row.start),
                end=numeric_day(row.end),
                fee=money(row.fee, client.currency),
            )
        )
    return 0


def _client_json(row: ClientRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "handle": row.slug,
        "language": row.language,
        "address": row.address_form,
        "currency": row.currency,
        "timezone": row.timezone,
        "recoverable_vat": str(row.recoverable_vat),
        "seasonal": row.is_seasonal,
        "weekdays": row.compares_weekdays,
        "engagement": row.engagement_base.value,
        "archived": row.is_archived,
    }


def _account_json(row: AccountRow, client: ClientRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "client": {"id": client.id, "name": client.name},
        "platform": row.platform,
        "handle": row.handle,
        "name": row.name,
        "external_id": row.external_id,
        "guest": row.is_guest,
    }


def _contract_json(row: ContractRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "client_id": row.client_id,
        "start": row.start.isoformat(),
        "end": row.end.isoformat(),
        "notice": row.notice_by.isoformat() if row.notice_by else None,
        "fee": cents_text(row.fee),
        "quotas": dict(row.quotas),
        "carry_over": "unlimited" if row.carry_over_months is None else row.carry_over_months or "none",
        "look_back": row.look_back_days,
        "margin": None if row.margin is None else str(row.margin),
        "typical_order": None if row.typical_order is None else cents_text(row.typical_order),
    }
