"""Whether the files that were read cover a month whole: a 0 over a part of its days is no 0 of the month.

What a file covers is the period that it says, else from the first to the last day in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from smmdesk.core.periods import Month
from smmdesk.core.readings import Number, State
from smmdesk.domain.results.gaps import Cover, covers_of
from smmdesk.domain.results.queries import post_metrics_of, post_sums
from smmdesk.domain.results.rows import MonthPosts
from smmdesk.domain.results.rules import days_of, missing_days


def open_days(month: Month, covers: Iterable[Cover]) -> tuple[tuple[date, date], ...]:
    """Return the days of a month that no file covers, as spans from first to last."""
    inside = ((max(one.first_day, month.first_day), min(one.last_day, month.last_day)) for one in covers)
    return missing_days(month, {day for first, last in inside for day in days_of(first, last)})


def open_zero(value: Number | None, month: Month, covers: Iterable[Cover]) -> tuple[tuple[date, date], ...]:
    """Return the days that keep a sum of 0 from being a 0 of the month; nothing for every other value."""
    return open_days(month, covers) if value == 0 else ()


def covered_posts(account_id: int, month: Month) -> MonthPosts:
    """Return `post_sums` of a month, each 0 that lacks days of it as not yet complete, also that of no posts at all."""
    found = post_sums(account_id, month)
    zeros = [added.metric for added in found.sums if added.value == 0]
    asked = zeros or ([] if found.count else post_metrics_of(account_id)[:1])
    if not asked:
        return found if found.count else replace(found, state=State.NOT_AVAILABLE)
    covers = covers_of(account_id, asked)
    if not found.count:
        mine = covers.get(asked[0], [])
        days = open_days(month, mine)
        is_wholly_open = days == ((month.first_day, month.last_day),)
        state = State.NOT_AVAILABLE if is_wholly_open else State.NOT_YET_COMPLETE if days else State.ZERO
        return replace(found, state=state)
    sums = tuple(
        replace(added, state=State.NOT_YET_COMPLETE)
        if open_zero(added.value, month, covers.get(added.metric, ()))
        else added
        for added in found.sums
    )
    return replace(found, sums=sums)
