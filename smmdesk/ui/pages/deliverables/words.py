"""How the Deliverables page says what it knows: the sentence, the cards, and where one piece of work stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from smmdesk.core import formats
from smmdesk.core.i18n import _, ngettext
from smmdesk.core.periods import Month
from smmdesk.core.status import Status, target_status
from smmdesk.domain.deliverables import DeliverableRow, DeliveryRow
from smmdesk.domain.types import type_title
from smmdesk.ui.widgets.status import DELIVERABLE, GOAL

HOLD_SHAPE = "‖"


@dataclass(frozen=True, slots=True)
class CardData:
    """What one card says."""

    title: str
    figure: str
    rest: str
    words: str
    share: float | None
    tone: str = ""
    tip: str = ""


def days_waiting(row: DeliverableRow, today: date) -> int | None:
    """Return for how many days a piece of work has been in review."""
    return (today - row.waiting_since).days if row.status == "in_review" and row.waiting_since is not None else None


def days_late(row: DeliverableRow, today: date) -> int:
    """Return by how many days an open piece of work has passed its day; 0 where it has not."""
    return max((today - row.due_on).days, 0) if row.is_open and row.due_on is not None else 0


def status_words(row: DeliverableRow, today: date) -> str:
    """Say a status with its shape, and for how long it waits or is late: "◐ In review, 5 days"."""
    said = DELIVERABLE[row.status].text
    waiting, late = days_waiting(row, today), days_late(row, today)
    if row.is_on_hold and row.is_open:
        return _("{status}, on hold").format(status=f"{HOLD_SHAPE} {said.partition(' ')[2]}")
    if waiting:
        return ngettext("{status}, {count} day", "{status}, {count} days", waiting).format(status=said, count=waiting)
    if late and row.status != "in_review":
        return ngettext("{status}, {count} day late", "{status}, {count} days late", late).format(
            status=said, count=late
        )
    return said


def status_tone(row: DeliverableRow, today: date) -> str:
    """Return the tone of a status."""
    if row.is_open and not row.is_on_hold and days_late(row, today) and row.status != "in_review":
        return "bad"
    return DELIVERABLE[row.status].tone


def title_words(row: DeliverableRow) -> str:
    """Return a title, or say that there is none yet."""
    return row.title or _("No title yet")


def sentence(
    rows: Sequence[DeliverableRow], delivery: Sequence[DeliveryRow], month: Month, today: date, has_contract: bool
) -> str:
    """Say how far the month is: delivered of promised, what waits, what came from the month before."""
    said: list[str] = []
    total = sum(row.promised + row.carried_in for row in delivery)
    if total:
        done = sum(row.delivered for row in delivery)
        said.append(_("{done} of {total} delivered.").format(done=done, total=total))
    elif not has_contract:
        said.append(_("No contract is in force, so nothing is promised."))
    waiting = [days for days in (days_waiting(row, today) for row in rows) if days is not None]
    if waiting and max(waiting):
        said.append(
            ngettext(
                "{count} has waited {days} for approval.", "{count} wait for approval, up to {days}.", len(waiting)
            ).format(count=len(waiting), days=_days(max(waiting)))
        )
    elif waiting:
        said.append(
            ngettext("{count} waits for approval.", "{count} wait for approval.", len(waiting)).format(
                count=len(waiting)
            )
        )
    late = sum(bool(days_late(row, today)) and not row.is_on_hold for row in rows)
    if late:
        said.append(ngettext("{count} is late.", "{count} are late.", late).format(count=late))
    carried = sum(row.carried_in for row in delivery)
    if carried:
        said.append(
            ngettext("{count} came over from {month}.", "{count} came over from {month}.", carried).format(
                count=carried, month=formats.month_name(month.previous, year=False)
            )
        )
    return " ".join(said)


def _days(count: int) -> str:
    return ngettext("{count} day", "{count} days", count).format(count=count)


def promise_cards(delivery: Sequence[DeliveryRow], month: Month, today: date) -> tuple[CardData, ...]:
    """Return one card for each type of which something is promised or owed."""
    return tuple(_card(row, month, today) for row in delivery if row.promised + row.carried_in)


def extra_card(delivery: Sequence[DeliveryRow], charged: Sequence[str]) -> CardData | None:
    """Return the card of what was given beyond the promise; `charged` holds what of it is charged, in words."""
    extra = [row for row in delivery if row.extra]
    if not extra:
        return None
    listed = "\n".join(
        _("{type}: {count}").format(type=type_title(row.type), count=formats.number(row.extra)) for row in extra
    )
    words = _("{money} charged").format(money=", ".join(charged)) if charged else _("given, not charged")
    count = sum(row.extra for row in extra)
    return CardData(_("Extra"), formats.number(count), _("beyond the promise"), words, None, "", listed)


def _card(row: DeliveryRow, month: Month, today: date) -> CardData:
    total = row.promised + row.carried_in
    if row.carried_in and row.promised:
        rest = _("of {promised} + {carried}").format(promised=row.promised, carried=row.carried_in)
    else:
        rest = _("of {total}").format(total=total)
    tip = _("Promised {promised}, carried in {carried}, delivered {delivered}, extra {extra}").format(
        promised=row.promised, carried=row.carried_in, delivered=row.delivered, extra=row.extra
    )
    words, tone = _progress(row, month, today)
    share = float(Fraction(row.delivered, total))
    return CardData(type_title(row.type), formats.number(row.delivered), rest, words, share, tone, tip)


def _progress(row: DeliveryRow, month: Month, today: date) -> tuple[str, str]:
    """Return how a type stands, in words with their shape, and its tone."""
    total = row.promised + row.carried_in
    left = total - row.delivered
    if left <= 0:
        return f"{GOAL['met'].shape} {_('all delivered')}", "good"
    if today > month.last_day:
        following = formats.month_name(month.next, year=False)
        if row.lapsed and row.carried_out:
            said = _("{lapsed} lapsed, {count} to {month}").format(
                lapsed=row.lapsed, count=row.carried_out, month=following
            )
        elif row.carried_out:
            said = _("{count} carried to {month}").format(count=row.carried_out, month=following)
        else:
            said = _("{count} not delivered").format(count=left)
        return f"{GOAL['off_track'].shape} {said}", "bad" if row.lapsed else "warn"
    if today < month.first_day:
        return f"{DELIVERABLE['planned'].shape} {_('{count} to go').format(count=left)}", "muted"
    status = target_status(row.delivered, total, elapsed=today.day - 1, total=month.days)
    shown = GOAL[status.value]
    days = month.days - today.day
    said = ngettext("{left} to go, {days} day", "{left} to go, {days} days", days).format(left=left, days=days)
    return f"{shown.shape} {said}", "muted" if status in (Status.ON_TRACK, Status.TOO_EARLY) else shown.tone


def overflow(hidden: Sequence[DeliveryRow]) -> CardData:
    """Return one card for the types that find no place of their own, with all of them under the pointer."""
    done = sum(row.delivered for row in hidden)
    total = sum(row.promised + row.carried_in for row in hidden)
    tip = "\n".join(
        _("{type}: {done} of {total}").format(
            type=type_title(row.type), done=row.delivered, total=row.promised + row.carried_in
        )
        for row in hidden
    )
    title = ngettext("{count} more type", "{count} more types", len(hidden)).format(count=len(hidden))
    words = _("{count} to go").format(count=total - done) if done < total else _("all delivered")
    return CardData(
        title, formats.number(done), _("of {total}").format(total=total), words, float(Fraction(done, total)), "", tip
    )
