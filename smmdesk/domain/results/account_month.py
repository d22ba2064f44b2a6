"""An account in a month: its own metrics with their comparisons, its engagement, its posts, and its growth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from smmdesk.core.periods import Month
from smmdesk.domain.accounts import AccountRow, account_rows
from smmdesk.domain.clients import ClientRow, client_row
from smmdesk.domain.results.compared import ComparedFigure, compared_months
from smmdesk.domain.results.compared_engagement import compared_engagement
from smmdesk.domain.results.coverage import covered_posts
from smmdesk.domain.results.growth import AccountGrowth, growth_of
from smmdesk.domain.results.rows import EngagementFigure, MonthPosts


@dataclass(frozen=True, slots=True)
class AccountMonth:
    """Everything that was read of an account for a month; the engagement rate stands last among the metrics."""

    account: AccountRow
    metrics: tuple[ComparedFigure, ...]
    posts: MonthPosts
    growth: AccountGrowth | None = None

    @property
    def engagement(self) -> ComparedFigure | None:
        """Return the engagement rate, None where the month has none."""
        return next((one for one in self.metrics if isinstance(one.figure, EngagementFigure)), None)

    def read_days(self) -> Iterable[date]:
        """Return the earliest day on which each figure was read."""
        for one in self.metrics:
            if one.figure.oldest_read_on is not None:
                yield one.figure.oldest_read_on
        for added in self.posts.sums:
            if added.oldest_read_on is not None:
                yield added.oldest_read_on


def own_read_days(accounts: Iterable[AccountMonth]) -> list[date]:
    """Return the days on which figures of the client's own accounts were read; guests decide nothing."""
    return [day for one in accounts if not one.account.is_guest for day in one.read_days()]


def account_months(client_id: int, month: Month) -> list[AccountMonth]:
    """Return the accounts of a client with what was read of each for a month, guests too.

    Held against the months that the client's profile asks for, with its engagement rate on the client's base. Raises
    UserError without such a client.
    """
    client = client_row(client_id)
    return [account_month(account, client, month) for account in account_rows(client_id)]


def account_month(account: AccountRow, client: ClientRow, month: Month) -> AccountMonth:
    """Return one account of a client with what was read of it for a month."""
    metrics, figures = compared_months(
        account.id, month, is_seasonal=client.is_seasonal, compares_weekdays=client.compares_weekdays
    )
    engagement = compared_engagement(
        account.id, account.platform, month, client.engagement_base, figures, is_seasonal=client.is_seasonal
    )
    return AccountMonth(
        account,
        (*metrics, *([engagement] if engagement is not None else [])),
        covered_posts(account.id, month),
        None if account.is_guest else growth_of(account.id, month),
    )
