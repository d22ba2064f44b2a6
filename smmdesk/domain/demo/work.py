"""The deliverables of an example client: what was delivered, with its links, and what the next month holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from smmdesk.domain.deliverables import (
    DeliverableDraft,
    add_deliverable,
    deliverable_draft,
    deliverable_rows,
    plan_month,
    set_status,
    tick_off,
    update_deliverable,
)
from smmdesk.domain.demo.story import LAST_MONTH, MONTHS, Story, pieces, promised

_NEXT_STATUSES = ("approved", "approved", "in_review", "in_review", "in_production", "in_production")


def add_work(story: Story, client_id: int, accounts: Mapping[str, int], links: Mapping[datetime, str]) -> None:
    """Add what was delivered month by month, and plan the month that has begun."""
    for piece in pieces(story):
        day = piece.at.date()
        made = add_deliverable(
            client_id,
            DeliverableDraft(
                piece.month,
                piece.type,
                piece.title,
                accounts["instagram"],
                due_on=day,
                is_extra=piece.is_extra,
                extra_price=0 if piece.is_extra else None,
            ),
        )
        tick_off(made, published_on=day, link=links[piece.at])
    for month in MONTHS:
        for type_, (title, link) in story.other_work.items():
            count = promised(story, month).get(type_, 0)
            for place in range(count):
                day = month.first_day + timedelta(days=min(6 + 7 * place, month.days - 1))
                # stories are Instagram's; newsletters and articles stand on the client's own site
                account = accounts["instagram"] if type_ == "story" else None
                made = add_deliverable(client_id, DeliverableDraft(month, type_, title, account, due_on=day))
                tick_off(made, published_on=day, link=link.format(month=f"{month}-{place + 1}" if count > 1 else month))
    _plan_next(story, client_id, accounts)


def _plan_next(story: Story, client_id: int, accounts: Mapping[str, int]) -> None:
    month = LAST_MONTH.next
    plan_month(client_id, month)
    captions = story.captions(month)
    rows = deliverable_rows(client_id, month)
    for place, row in enumerate(rows):
        title, _link = story.other_work.get(row.type, (captions[place % len(captions)].title, ""))
        account = accounts["instagram"] if row.type not in ("newsletter", "article") else None
        due = month.first_day + timedelta(days=4 + place * 24 // len(rows))
        draft = replace(deliverable_draft(row.id), title=title, account_id=account, due_on=due)
        update_deliverable(row.id, draft)
        if place < len(_NEXT_STATUSES):
            who = story.contacts[0].name if _NEXT_STATUSES[place] == "approved" else ""
            set_status(row.id, _NEXT_STATUSES[place], on=date(2026, 11, 2), approved_by=who)
