"""An account in a month: its own metrics with their comparisons, and what its posts came to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from smmdesk.core.periods import Month
from smmdesk.domain.accounts import AccountRow, account_rows
from smmdesk.domain.results.compared import ComparedFigure, compared_metrics
from smmdesk.domain.results.queries import post_sums
from smmdesk.domain.results.rows import MonthPosts


@dataclass(frozen=True, slots=True)
class AccountMonth:
    """Everything that was read of an account for a month."""

    account: AccountRow
    metrics: tuple[ComparedFigure, ...]
    posts: MonthPosts

    def read_days(self) -> Iterable[date]:
        """Return the earliest day on which each figure was read."""
        for one in self.metrics:
            if one.figure.oldest_read_on is not None:
                yield one.figure.oldest_read_on
        for added in self.posts.sums:
            if added.oldest_read_on is not None:
                yield added.oldest_read_on


def account_months(client_id: int, month: Month, *, is_seasonal: bool) -> list[AccountMonth]:
    """Return the accounts of a client with what was read of each for a month, guests too."""
    return [
        AccountMonth(
            account,
            tuple(compared_metrics(account.id, month, is_seasonal=is_seasonal)),
            post_sums(account.id, month),
        )
        for account in account_rows(client_id)
    ]
