"""Reading deliverables: lists, and what a month's promise came to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import Any

from peewee import JOIN, fn

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.domain.accounts import Account, account_title
from smmdesk.domain.clients import Client
from smmdesk.domain.contracts import contract_rows
from smmdesk.domain.deliverables.rows import DeliverableDraft, DeliverableRow, DeliveredRow, DeliveryRow
from smmdesk.domain.deliverables.rules import delivery_of_type, in_order, mark_extras
from smmdesk.domain.deliverables.tables import Deliverable

_PLAIN = tuple(
    column.name
    for column in fields(DeliverableRow)
    if column.name not in ("client_id", "client_name", "channel", "account_id", "proof_id")
)


def deliverable_rows(
    client_id: int | None = None, month: Month | None = None, *, statuses: Iterable[str] | None = None
) -> list[DeliverableRow]:
    """Return deliverables by day (due, else published; those without a day last), of clients that are not archived.

    None means every client, every month, every status. A client that is named is shown though it is archived.
    """
    query = _joined()
    query = query.where(Client.archived_at.is_null() if client_id is None else Deliverable.client == client_id)
    if month is not None:
        query = query.where(Deliverable.month == month)
    if statuses is not None:
        query = query.where(Deliverable.status.in_(list(statuses)))
    rows = [_row(deliverable) for deliverable in query]
    return sorted(rows, key=lambda row: (row.month, row.due_on or row.published_on or date.max, row.id))


def deliverable_row(deliverable_id: int) -> DeliverableRow:
    """Return one deliverable. Raises UserError when there is none with this id."""
    for deliverable in _joined().where(Deliverable.id == deliverable_id):
        return _row(deliverable)
    raise UserError(_("This deliverable no longer exists."))


def deliverable_draft(deliverable_id: int) -> DeliverableDraft:
    """Return what is kept of a deliverable as a form edits it. Raises UserError when there is none with this id."""
    row = deliverable_row(deliverable_id)
    return DeliverableDraft(**{column.name: getattr(row, column.name) for column in fields(DeliverableDraft)})


def delivered_rows(client_id: int, month: Month) -> list[DeliveredRow]:
    """Return what was delivered in a month, with its marks D1, D2 … in the order of publication."""
    return mark_extras(_published(client_id, month), delivery_summary(client_id, month))


def delivery_summary(client_id: int, month: Month) -> list[DeliveryRow]:
    """Return promised, carried in, delivered, carried out, lapsed and extra of each type of work in a month.

    Counted from the first contract's start; see `rules.delivery_of_type`.
    """
    contracts = contract_rows(client_id)
    done = _done(client_id, month)
    published = _published(client_id, month)
    types = {type_ for contract in contracts for type_, _count in contract.quotas} | set(done)
    rows = []
    for type_ in types:
        row = delivery_of_type(contracts, type_, done.get(type_, {}), month)
        marks = tuple(one.mark for one in published if one.type == type_)
        rows.append(
            DeliveryRow(
                type_, row.promised, row.carried_in, row.delivered, row.carried_out, row.lapsed, row.extra, marks
            )
        )
    return in_order(rows)


def _joined() -> Any:
    return (
        Deliverable.select(Deliverable, Client, Account).join(Client).switch(Deliverable).join(Account, JOIN.LEFT_OUTER)
    )


def _row(deliverable: Deliverable) -> DeliverableRow:
    account = deliverable.account if deliverable.account_id is not None else None
    return DeliverableRow(
        **{name: getattr(deliverable, name) for name in _PLAIN},
        client_id=deliverable.client_id,
        client_name=deliverable.client.name,
        account_id=deliverable.account_id,
        channel=account_title(account.platform, account.handle, account.name) if account is not None else "",
        proof_id=deliverable.proof_id,
    )


def _published(client_id: int, month: Month) -> list[DeliveredRow]:
    rows = deliverable_rows(client_id, month, statuses=["published"])
    ordered = sorted(rows, key=lambda row: (row.published_on or date.max, row.id))
    return [
        DeliveredRow(f"D{place}", row.id, row.type, row.title, row.published_on, row.channel, row.link, row.is_extra)
        for place, row in enumerate(ordered, start=1)
    ]


def _done(client_id: int, until: Month) -> dict[str, dict[Month, tuple[int, int]]]:
    """Return for each type and month how many were delivered as promised and how many as extra."""
    query = (
        Deliverable.select(Deliverable.type, Deliverable.month, Deliverable.is_extra, fn.COUNT(Deliverable.id))
        .where((Deliverable.client == client_id) & (Deliverable.status == "published") & (Deliverable.month <= until))
        .group_by(Deliverable.type, Deliverable.month, Deliverable.is_extra)
        .tuples()
    )
    found: dict[str, dict[Month, tuple[int, int]]] = {}
    rows: list[tuple[str, Month, bool, int]] = list(query)  # pyright: ignore[reportAssignmentType]
    for type_, month, is_extra, number in rows:
        counted, flagged = found.setdefault(type_, {}).get(month, (0, 0))
        found[type_][month] = (counted, flagged + number) if is_extra else (counted + number, flagged)
    return found
