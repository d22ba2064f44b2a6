"""What the Deliverables page reads in a worker, and the commands that belong together in one job."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from smmdesk.core import periods
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.domain.accounts import AccountRow, account_rows
from smmdesk.domain.clients import ClientRow, client_rows, contact_rows
from smmdesk.domain.contracts import contracts_by_client
from smmdesk.domain.deliverables import (
    DeliverableDraft,
    DeliverableRow,
    DeliveryRow,
    add_deliverable,
    attach_proof,
    delete_deliverable,
    deliverable_row,
    deliverable_rows,
    delivery_summary,
    plan_month,
    set_on_hold,
    set_status,
    tick_off,
    update_deliverable,
)
from smmdesk.domain.files import file_content, is_picture, kept_name, media_type_of, read_source
from smmdesk.domain.types import type_order
from smmdesk.store.database import transaction

LARGEST_PREVIEW = 10_000_000


@dataclass(frozen=True, slots=True)
class DeliverablesData:
    """What the page shows for a client (or for all) and a month."""

    month: Month
    today: date
    rows: tuple[DeliverableRow, ...]
    delivery: tuple[DeliveryRow, ...]
    clients: dict[int, ClientRow]
    accounts: dict[int, tuple[AccountRow, ...]]
    approvers: dict[int, tuple[str, ...]]
    planned_for: tuple[int, ...]  # the clients with a contract in the month


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a piece of work stands: its status, the day and the words that go with it, and the hold beside it."""

    status: str = "planned"
    on: date | None = None
    approved_by: str = ""
    reason: str = ""
    is_on_hold: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """The proof of delivery that is kept: its name and, where it is a picture, the picture."""

    name: str = ""
    picture: bytes | None = None


def deliverables_data(client_id: int | None, month: Month) -> DeliverablesData:
    """Read a month's deliverables of a client; with None those of every client in work."""
    clients = {row.id: row for row in client_rows(archived=None) if row.id == client_id or not row.is_archived}
    asked = list(clients) if client_id is None else [client_id]
    contracts = contracts_by_client()
    accounts: dict[int, tuple[AccountRow, ...]] = {}
    for row in account_rows(client_id):
        accounts[row.client_id] = (*accounts.get(row.client_id, ()), row)
    return DeliverablesData(
        month,
        periods.today(clients[client_id].timezone if client_id in clients else None),
        tuple(deliverable_rows(client_id, month)),
        added_up(row for one in asked for row in delivery_summary(one, month)),
        clients,
        accounts,
        {one: tuple(row.name for row in contact_rows(one) if row.approves) for one in asked},
        tuple(one for one in asked if any(contract.days_in(month) for contract in contracts.get(one, ()))),
    )


def added_up(rows: Iterable[DeliveryRow]) -> tuple[DeliveryRow, ...]:
    """Return the sums of each type over several clients; of one client its rows unchanged."""
    sums: dict[str, DeliveryRow] = {}
    for row in rows:
        there = sums.get(row.type)
        sums[row.type] = row if there is None else _sum(there, row)
    return tuple(sorted(sums.values(), key=lambda row: type_order(row.type)))


def _sum(one: DeliveryRow, other: DeliveryRow) -> DeliveryRow:
    return DeliveryRow(
        one.type,
        one.promised + other.promised,
        one.carried_in + other.carried_in,
        one.delivered + other.delivered,
        one.carried_out + other.carried_out,
        one.lapsed + other.lapsed,
        one.extra + other.extra,
    )


def kept_proof(proof_id: int | None) -> Proof:
    """Read what is kept as a proof."""
    if proof_id is None:
        return Proof()
    name = kept_name(proof_id)
    if not is_picture(media_type_of(name)):
        return Proof(name)
    content = file_content(proof_id)
    return Proof(name, content if len(content) <= LARGEST_PREVIEW else None)


def standing_of(row: DeliverableRow) -> Standing:
    """Return where a kept piece of work stands."""
    on = {"in_review": row.waiting_since, "approved": row.approved_on, "published": row.published_on}.get(row.status)
    by = row.approved_by if row.status == "approved" else ""
    return Standing(row.status, on, by, row.cancel_reason, row.is_on_hold)


def likely_day(row: DeliverableRow, today: date) -> date:
    """Return the day on which a piece of work was most likely published: today, or when it was due in a past month."""
    if today in row.month or row.due_on is None or row.due_on > today:
        return today
    return row.due_on


# ---------------------------------------------------------------------------------------- several commands in one job


def keep_deliverable(row_id: int | None, client_id: int, draft: DeliverableDraft, standing: Standing) -> int:
    """Keep a piece of work (a new one with None) and where it stands, all of it or nothing; return its id."""
    with transaction():
        if row_id is None:
            row_id = add_deliverable(client_id, draft)
        else:
            update_deliverable(row_id, draft)
        _stand(row_id, standing)
    return row_id


def publish(row_id: int, draft: DeliverableDraft, on: date) -> None:
    """Keep what is typed about a piece of work and tick it off, all of it or nothing."""
    with transaction():
        update_deliverable(row_id, draft)
        tick_off(row_id, published_on=on, link=draft.link)
        set_on_hold(row_id, False)


def bring_back(row: DeliverableRow, draft: DeliverableDraft) -> None:
    """Put a piece of work back to what it was before a change."""
    with transaction():
        update_deliverable(row.id, draft)
        _stand(row.id, standing_of(row))


def _stand(row_id: int, standing: Standing) -> None:
    kept = standing_of(deliverable_row(row_id))
    wanted = (standing.status, standing.on or kept.on, standing.approved_by, standing.reason)
    if wanted != (kept.status, kept.on, kept.approved_by, kept.reason):
        set_status(row_id, standing.status, on=standing.on, approved_by=standing.approved_by, reason=standing.reason)
    if standing.is_on_hold != kept.is_on_hold:
        set_on_hold(row_id, standing.is_on_hold)


def plan_clients(client_ids: Sequence[int], month: Month) -> list[int]:
    """Plan a month's promise of several clients, of all or none; return the ids of what was added."""
    with transaction():
        return [added for client_id in client_ids for added in plan_month(client_id, month)]


def take_back(planned: Sequence[int]) -> None:
    """Take back what was planned, but for what has been worked on meanwhile."""
    with transaction():
        for row in (deliverable_row(one) for one in planned):
            if row.status == "planned" and not (row.title or row.link or row.proof_id):
                delete_deliverable(row.id)


def keep_proof(row_id: int, source: Path | int | None) -> int | None:
    """Keep a file as the proof (a path), the one kept before (its id), or none; return the id of the one before."""
    before = deliverable_row(row_id).proof_id
    if isinstance(source, Path):
        attach_proof(row_id, read_source(source), source.name)
    elif source is not None:
        attach_proof(row_id, file_content(source), kept_name(source))
    else:
        attach_proof(row_id, None)
    return before


def save_copy(file_id: int, path: Path) -> None:
    """Write a kept file to a path that the user chose."""
    try:
        path.write_bytes(file_content(file_id))
    except OSError as failure:
        raise UserError(
            _("{name} could not be written.").format(name=path.name),
            str(failure.strerror or failure),
            _("Choose another folder."),
        ) from failure
