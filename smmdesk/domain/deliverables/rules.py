"""The rules of deliverables: what may be kept, and what a month's promise comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, mark
from smmdesk.core.money import round_half_up
from smmdesk.core.periods import Month, months_between
from smmdesk.domain import checks
from smmdesk.domain.contracts import ContractRow
from smmdesk.domain.deliverables.rows import DeliverableDraft, DeliveredRow, DeliveryRow
from smmdesk.domain.types import checked_type, type_order

STATUSES: dict[str, str] = {
    "planned": mark("Planned"),
    "in_production": mark("In production"),
    "in_review": mark("In review"),
    "approved": mark("Approved"),
    "published": mark("Published"),
    "cancelled": mark("Cancelled"),
}


def status_title(status: str) -> str:
    """Return the name of a status in the present language."""
    return _(STATUSES[status])


def checked_deliverable(draft: DeliverableDraft) -> DeliverableDraft:
    """Return a draft as it is kept. Raises UserError, naming the field, for what cannot be kept."""
    if draft.extra_price is not None and not draft.is_extra:
        raise UserError(
            _("Only extra work has a price of its own."),
            _("What was promised is paid by the contract's fee."),
            _("Mark it as extra, or clear the price."),
            field="extra_price",
        )
    return replace(
        draft,
        type=checked_type(draft.type),
        title=checks.checked_line(draft.title, "title", limit=500),
        due_on=None if draft.due_on is None else checks.checked_day(draft.due_on, "due_on"),
        extra_price=None if draft.extra_price is None else checks.checked_amount(draft.extra_price, "extra_price"),
        link=checks.checked_link(draft.link),
        note=checks.checked_text(draft.note, "note"),
    )


def checked_status(status: str) -> str:
    """Return a status. Raises UserError for an unknown one."""
    if status not in STATUSES:
        raise UserError(
            _("This status is not known: {status}").format(status=status[:40] or "–"),
            _("The choices are: {choices}.").format(choices=", ".join(STATUSES)),
            field="status",
        )
    return status


def promised_in(contracts: Sequence[ContractRow], type_: str, month: Month) -> int:
    """Return what the contracts promise of a type in a month: quota × days in force ÷ days of the month, summed.

    Rounded once, half up.
    """
    exact = sum(
        (Fraction(dict(contract.quotas).get(type_, 0) * contract.days_in(month), month.days) for contract in contracts),
        Fraction(0),
    )
    return round_half_up(exact)


@dataclass(slots=True)
class _Leftover:
    """What a month's promise left undone; `last` is the last month in which it can be made up for (None: any)."""

    count: int
    last: Month | None


def delivery_of_type(
    contracts: Sequence[ContractRow], type_: str, done: Mapping[Month, tuple[int, int]], month: Month
) -> DeliveryRow:
    """Return what one type of work came to in a month, with what earlier months left to it.

    `done` holds, for each month, how many pieces were delivered as promised work and how many were marked as extra.
    The oldest leftover is used first, then the month's own promise; what is beyond both is extra, too. A leftover
    keeps the carry-over rule of the contract that promised it (the later one where two share a month), also past that
    contract's end. Nothing is carried into the first contract's first month.
    """
    counted, flagged = done.get(month, (0, 0))
    if not contracts or month < Month.of(contracts[0].start):
        return DeliveryRow(type_, extra=counted + flagged)
    leftovers: list[_Leftover] = []
    row = DeliveryRow(type_)
    for current in months_between(Month.of(contracts[0].start), month):
        counted, flagged = done.get(current, (0, 0))
        promised = promised_in(contracts, type_, current)
        carried_in = sum(leftover.count for leftover in leftovers)
        leftovers.append(_Leftover(promised, _last_month(contracts, type_, current)))
        delivered = min(counted, carried_in + promised)
        _use(leftovers, delivered)
        lapsed = sum(one.count for one in leftovers if one.last is not None and one.last <= current)
        leftovers = [one for one in leftovers if one.count and (one.last is None or one.last > current)]
        row = DeliveryRow(
            type_,
            promised=promised,
            carried_in=carried_in,
            delivered=delivered,
            carried_out=sum(one.count for one in leftovers),
            lapsed=lapsed,
            extra=counted - delivered + flagged,
        )
    return row


def _use(leftovers: list[_Leftover], count: int) -> None:
    for leftover in leftovers:
        used = min(leftover.count, count)
        leftover.count -= used
        count -= used


def _last_month(contracts: Sequence[ContractRow], type_: str, month: Month) -> Month | None:
    promising = [one for one in contracts if one.days_in(month) and type_ in dict(one.quotas)]
    if not promising:
        return month
    rule = promising[-1].carry_over_months
    return None if rule is None else month.plus(rule)


def mark_extras(rows: Sequence[DeliveredRow], summary: Sequence[DeliveryRow]) -> list[DeliveredRow]:
    """Return a month's delivered pieces with the last ones of each type marked as extra where the promise was full."""
    left = {row.type: row.delivered for row in summary}
    marked: list[DeliveredRow] = []
    for row in rows:
        is_extra = row.is_extra or left.get(row.type, 0) == 0
        if not is_extra:
            left[row.type] -= 1
        marked.append(replace(row, is_extra=is_extra))
    return marked


def in_order(rows: Sequence[DeliveryRow]) -> list[DeliveryRow]:
    """Return the types of a month in their usual order, without those of which nothing was promised, owed or done."""
    kept = [row for row in rows if row.promised or row.carried_in or row.delivered or row.extra]
    return sorted(kept, key=lambda row: type_order(row.type))
