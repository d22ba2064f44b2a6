"""Deliverables as plain rows: what a form says, what a list shows, what a month comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from smmdesk.core.periods import Month


@dataclass(frozen=True, slots=True)
class DeliverableDraft:
    """What a form says about a piece of work; `extra_price` in hundredths (None: given)."""

    month: Month
    type: str
    title: str = ""
    account_id: int | None = None
    due_on: date | None = None
    is_extra: bool = False
    extra_price: int | None = None
    link: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DeliverableRow:
    """A piece of work as a list shows it. `channel` is its account in words, empty without one."""

    id: int
    client_id: int
    client_name: str
    month: Month
    type: str
    title: str
    status: str
    is_on_hold: bool
    is_extra: bool
    extra_price: int | None
    account_id: int | None
    channel: str
    due_on: date | None
    published_on: date | None
    waiting_since: date | None
    approved_by: str
    approved_on: date | None
    cancel_reason: str
    link: str
    note: str
    proof_id: int | None

    @property
    def is_open(self) -> bool:
        """Tell whether there is still something to do."""
        return self.status not in ("published", "cancelled")


@dataclass(frozen=True, slots=True)
class DeliveredRow:
    """A delivered piece of work with its mark on paper. `is_extra`: beyond what was promised."""

    mark: str
    id: int
    type: str
    title: str
    day: date | None
    channel: str
    link: str
    is_extra: bool


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """What one type of work came to in a month.

    promised + carried_in = delivered + carried_out + lapsed; `extra` stands apart. `rows` are the marks of what was
    delivered, extras too.
    """

    type: str
    promised: int = 0
    carried_in: int = 0
    delivered: int = 0
    carried_out: int = 0
    lapsed: int = 0
    extra: int = 0
    rows: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the row in the shape of the figures (roi.md 9.12)."""
        return {
            "type": self.type,
            "promised": self.promised,
            "carried_in": self.carried_in,
            "delivered": self.delivered,
            "carried_out": self.carried_out,
            "extra": self.extra,
            "rows": list(self.rows),
        }
