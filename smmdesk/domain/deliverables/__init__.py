"""Deliverables: the pieces of promised work of a month, planned and ticked off."""

from smmdesk.domain.deliverables.commands import (
    add_deliverable,
    attach_proof,
    delete_deliverable,
    plan_month,
    restore_deliverable,
    set_on_hold,
    set_status,
    tick_off,
    update_deliverable,
)
from smmdesk.domain.deliverables.queries import (
    deliverable_draft,
    deliverable_row,
    deliverable_rows,
    delivered_rows,
    delivery_summary,
)
from smmdesk.domain.deliverables.rows import DeliverableDraft, DeliverableRow, DeliveredRow, DeliveryRow
from smmdesk.domain.deliverables.rules import STATUSES, status_title
from smmdesk.domain.deliverables.tables import Deliverable

__all__ = [
    "STATUSES",
    "Deliverable",
    "DeliverableDraft",
    "DeliverableRow",
    "DeliveredRow",
    "DeliveryRow",
    "add_deliverable",
    "attach_proof",
    "delete_deliverable",
    "deliverable_draft",
    "deliverable_row",
    "deliverable_rows",
    "delivered_rows",
    "delivery_summary",
    "plan_month",
    "restore_deliverable",
    "set_on_hold",
    "set_status",
    "status_title",
    "tick_off",
    "update_deliverable",
]
