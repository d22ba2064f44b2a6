"""Planning, moving on, ticking off and taking back deliverables."""

from __future__ import annotations

from datetime import date
from typing import Any

from smmdesk.core import periods
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.domain import checks
from smmdesk.domain.accounts import Account
from smmdesk.domain.clients import Client
from smmdesk.domain.contracts import contract_rows
from smmdesk.domain.deliverables.rows import DeliverableDraft
from smmdesk.domain.deliverables.rules import checked_deliverable, checked_status, promised_in
from smmdesk.domain.deliverables.tables import Deliverable
from smmdesk.domain.files import keep_file
from smmdesk.domain.types import type_order
from smmdesk.domain.undo import Removed, put_back, take_out
from smmdesk.store.database import transaction


def add_deliverable(client_id: int, draft: DeliverableDraft) -> int:
    """Plan a piece of work and return its id. Raises UserError, naming the field, for what cannot be kept."""
    kept = checked_deliverable(draft)
    with transaction():
        if not Client.select().where(Client.id == client_id).exists():
            raise UserError(_("This client no longer exists."), field="client")
        _refuse_foreign_account(client_id, kept.account_id)
        return Deliverable.create(client=client_id, **_columns(kept)).id


def update_deliverable(deliverable_id: int, draft: DeliverableDraft) -> None:
    """Replace what is kept of a piece of work; its status stays.

    Raises UserError, naming the field, for what cannot be kept.
    """
    kept = checked_deliverable(draft)
    with transaction():
        _refuse_foreign_account(_deliverable(deliverable_id).client_id, kept.account_id)
        Deliverable.update(**_columns(kept)).where(Deliverable.id == deliverable_id).execute()


def set_status(
    deliverable_id: int, status: str, *, on: date | None = None, approved_by: str = "", reason: str = ""
) -> None:
    """Move a piece of work to another status, forwards or back.

    `on` is the day (today by the client's clock where none is given) on which it went to review, was approved or was
    published; what no longer holds is cleared. Raises UserError for an unknown status and for a cancellation without
    its reason.
    """
    checked_status(status)
    why = checks.checked_text(reason, "reason")
    who = checks.checked_line(approved_by, "approved_by")
    if status == "cancelled" and not why:
        raise UserError(
            _("A cancellation needs its reason."),
            _("Nothing was changed."),
            _("Write why it will not be delivered; the report can say it."),
            field="reason",
        )
    with transaction():
        deliverable = _deliverable(deliverable_id)
        day = checks.checked_day(on, "on") if on is not None else periods.today(deliverable.client.timezone)
        deliverable.status = status
        deliverable.cancel_reason = why if status == "cancelled" else ""
        deliverable.waiting_since = day if status == "in_review" else None
        if status == "published":
            deliverable.published_on = day
        elif status != "cancelled":
            deliverable.published_on = None
        if status == "approved":
            deliverable.approved_by, deliverable.approved_on = who, day
        elif status in ("planned", "in_production", "in_review"):
            deliverable.approved_by, deliverable.approved_on = "", None
        deliverable.save()


def tick_off(deliverable_id: int, *, published_on: date, link: str = "") -> None:
    """Mark a piece of work as delivered on a day, with the link to it; an empty link leaves the one that is there.

    Raises UserError, naming the field, for a link or a day that cannot be right.
    """
    address = checks.checked_link(link)
    with transaction():
        set_status(deliverable_id, "published", on=published_on)
        if address:
            Deliverable.update(link=address).where(Deliverable.id == deliverable_id).execute()


def set_on_hold(deliverable_id: int, is_on_hold: bool) -> None:
    """Put a piece of work on hold beside its status, or release it."""
    with transaction():
        Deliverable.update(is_on_hold=is_on_hold).where(Deliverable.id == _deliverable(deliverable_id).id).execute()


def attach_proof(deliverable_id: int, content: bytes | None, name: str = "") -> None:
    """Keep a file as the proof of delivery, replacing the one before, or take it away with None."""
    with transaction():
        deliverable = _deliverable(deliverable_id)
        deliverable.proof_id = None if content is None else keep_file(content, checks.checked_name(name))
        deliverable.save()


def delete_deliverable(deliverable_id: int) -> Removed:
    """Delete a piece of work; return what `restore_deliverable` needs."""
    with transaction():
        return take_out(_deliverable(deliverable_id))


def restore_deliverable(removed: Removed) -> None:
    """Put a deleted piece of work back. Raises UserError when that is no longer possible."""
    put_back(removed)


def plan_month(client_id: int, month: Month) -> list[int]:
    """Plan what the contracts promise in a month and is not there yet; return the ids of what was added.

    Repeating it adds nothing: every promised piece of the month counts, planned, delivered or cancelled; extras do
    not. Raises UserError when no contract is in force in the month.
    """
    contracts = [contract for contract in contract_rows(client_id) if contract.days_in(month)]
    if not contracts:
        raise UserError(
            _("No contract is in force in this month."),
            _("What is promised stands in the contract, so nothing was planned."),
            _("Add a contract to the client, or plan single deliverables."),
        )
    types = sorted({type_ for contract in contracts for type_, _count in contract.quotas}, key=type_order)
    added: list[int] = []
    with transaction():
        for type_ in types:
            there = (
                Deliverable.select()
                .where(
                    (Deliverable.client == client_id)
                    & (Deliverable.month == month)
                    & (Deliverable.type == type_)
                    & (Deliverable.is_extra == False)  # noqa: E712
                )
                .count()
            )
            for _missing in range(promised_in(contracts, type_, month) - there):
                added.append(Deliverable.create(client=client_id, month=month, type=type_).id)
    return added


def _deliverable(deliverable_id: int) -> Deliverable:
    deliverable = Deliverable.get_or_none(Deliverable.id == deliverable_id)
    if deliverable is None:
        raise UserError(_("This deliverable no longer exists."))
    return deliverable


def _columns(draft: DeliverableDraft) -> dict[str, Any]:
    return {
        "month": draft.month,
        "type": draft.type,
        "title": draft.title,
        "account": draft.account_id,
        "due_on": draft.due_on,
        "is_extra": draft.is_extra,
        "extra_price": draft.extra_price,
        "link": draft.link,
        "note": draft.note,
    }


def _refuse_foreign_account(client_id: int, account_id: int | None) -> None:
    if account_id is None:
        return
    if not Account.select().where((Account.id == account_id) & (Account.client == client_id)).exists():
        raise UserError(_("This account does not belong to the client."), field="account_id")
