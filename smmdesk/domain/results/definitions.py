"""Which posts and days were counted by one definition, so that they may be put together or ranked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from smmdesk.core.breaks import Break, breaks_of, crossing
from smmdesk.domain.results.rows import PostLine


def breaks_between(metric: str, posts: Iterable[PostLine]) -> tuple[Break, ...]:
    """Return the changes of a metric's definition that lie between the days on which posts were published."""
    days = [post.published_on for post in posts if post.published_on is not None]
    return crossing(metric, min(days), max(days)) if days else ()


def of_one_definition(posts: Iterable[PostLine], *metrics: str) -> list[PostLine]:
    """Return those posts that were published since the latest change of the metrics' definitions among them."""
    chosen = list(posts)
    days = [post.published_on for post in chosen if post.published_on is not None]
    changes = [change.day for key in metrics for change in (crossing(key, min(days), max(days)) if days else ())]
    if not changes:
        return chosen
    since = max(changes)
    return [post for post in chosen if post.published_on is not None and post.published_on >= since]


def side_of(metric: str, day: date) -> date | None:
    """Return the day of the latest change of definition up to a day: figures of one side may be put together."""
    return max((change.day for change in breaks_of(metric) if change.day <= day), default=None)
