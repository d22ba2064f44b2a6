"""A 0 over a part of a month's days is no 0 of the month: in the table, the figures, the history and on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from smmdesk.core.periods import Month
from smmdesk.core.readings import State
from smmdesk.domain.accounts import Account
from smmdesk.domain.figures import month_figures
from smmdesk.domain.imports.commands import import_file
from smmdesk.domain.reports.channels import paper_account
from smmdesk.domain.results.account_month import account_months
from smmdesk.domain.results.account_table import POSTS, account_table
from smmdesk.domain.results.coverage import open_days, open_zero
from smmdesk.domain.results.gaps import Cover
from smmdesk.domain.results.histories import metric_history
from tests.domain.readings import Readings

JUNE = Month(2026, 6)
LIKES = "instagram.post.likes.v1"
FIRST, LAST = date(2026, 6, 10), date(2026, 6, 25)


@pytest.fixture
def account(an_account: Callable[..., Account]) -> Account:
    return an_account()


def state_in_table(account: Account, key: str, month: Month = JUNE) -> tuple[object, State, str]:
    row = account_table(account.id, account.client_id, JUNE).row_of(key)
    assert row is not None
    cell = next(one for one in row.cells if one.month == month)
    return cell.value, cell.state, cell.reason


def test_which_days_no_file_covers() -> None:
    covers = [Cover(date(2026, 5, 1), date(2026, 6, 2)), Cover(date(2026, 6, 5), date(2026, 6, 28))]
    assert open_days(JUNE, covers) == ((date(2026, 6, 3), date(2026, 6, 4)), (date(2026, 6, 29), date(2026, 6, 30)))
    assert open_days(JUNE, []) == ((date(2026, 6, 1), date(2026, 6, 30)),)
    assert open_zero(0, JUNE, [Cover(date(2026, 6, 1), date(2026, 6, 30))]) == ()
    assert open_zero(3, JUNE, []) == open_zero(None, JUNE, []) == ()


@pytest.mark.parametrize(
    ("first", "last", "state"),
    [(FIRST, LAST, State.NOT_YET_COMPLETE), (date(2026, 6, 1), date(2026, 6, 30), State.ZERO)],
)
def test_a_sum_of_posts(account: Account, first: date, last: date, state: State) -> None:
    Readings(account, first, last).post(date(2026, 6, 12), {"likes": 0, "views": 40})
    assert state_in_table(account, LIKES)[:2] == (0, state)
    assert state_in_table(account, "instagram.post.views.v1")[:2] == (40, State.VALUE)
    (told,) = month_figures(account.client_id, JUNE)["accounts"]
    assert {one["metric"]: one["state"] for one in told["posts"]["metrics"]}[LIKES] == state.value
    history = metric_history(account.id, LIKES, JUNE)
    assert history is not None and (history.months[-1].value, history.months[-1].state) == (0, state)
    (month,) = account_months(account.client_id, JUNE)
    paper = paper_account(month, JUNE)
    assert paper is not None
    assert {line.metric.key: line.state for line in paper.post_metrics}[LIKES] is state


@pytest.mark.parametrize(
    ("first", "last", "state", "told"),
    [
        (FIRST, LAST, State.NOT_YET_COMPLETE, "not_yet_complete"),
        (date(2026, 6, 1), date(2026, 6, 30), State.ZERO, "zero"),
        (date(2026, 5, 1), date(2026, 5, 31), State.NOT_AVAILABLE, "not_available"),
    ],
)
def test_no_posts(account: Account, first: date, last: date, state: State, told: str) -> None:
    Readings(account, date(2026, 4, 1), date(2026, 4, 30)).post(date(2026, 4, 12), {"likes": 3})
    Readings(account, first, last).post(date(2026, 3, 1), {"likes": 3})  # what the other file covers
    value, found, reason = state_in_table(account, POSTS.key)
    assert (value, found) == (None if state is State.NOT_AVAILABLE else 0, state)
    assert ("1 Jun – 9 Jun: no file covers" in reason) == (state is State.NOT_YET_COMPLETE)
    (one,) = month_figures(account.client_id, JUNE)["accounts"]
    assert (one["posts"]["count"], one["posts"]["state"]) == (0, told)
    # And what is said of their likes: nothing was published only where the whole month is known.
    expected = State.NOT_APPLICABLE if state is State.ZERO else State.NOT_AVAILABLE
    assert state_in_table(account, LIKES)[:2] == (None, expected)


@pytest.mark.parametrize(("days", "state"), [(3, State.NOT_YET_COMPLETE), (30, State.ZERO)])
def test_people_who_came_on_no_day_that_was_read(an_account: Callable[..., Account], days: int, state: State) -> None:
    account = an_account(platform="tiktok")
    Readings(account).days("tiktok.viewers.v1", date(2026, 6, 1), [0] * days)
    assert state_in_table(account, "tiktok.viewers.v1")[:2] == (0, state)


@pytest.mark.parametrize(("last", "state"), [(20, State.NOT_YET_COMPLETE), (30, State.ZERO)])
def test_periods_of_a_part_of_the_month(an_account: Callable[..., Account], last: int, state: State) -> None:
    account = an_account(platform="google_ads")
    read = Readings(account)
    read.part("google_ads.conversions.v1", 0, date(2026, 6, 1), date(2026, 6, 10), state=State.ZERO)
    read.part("google_ads.conversions.v1", 0, date(2026, 6, 11), date(2026, 6, last), state=State.ZERO)
    assert state_in_table(account, "google_ads.conversions.v1")[:2] == (0, state)


def test_a_real_file_that_starts_on_the_last_day_of_a_month(an_account: Callable[..., Account], samples: Path) -> None:
    """TikTok's Viewers.csv begins on 28 February 2025: one day, on which nobody came back (read in the file itself)."""
    account = an_account(platform="tiktok")
    path = samples / "tiktok/creator-en-2026/Viewers.csv"
    import_file(path, account.client_id, account=account.id, read_on=date(2026, 2, 28))
    february = Month(2025, 2)
    (told,) = month_figures(account.client_id, february)["accounts"]
    states = {one["metric"]: (one["value"], one["state"]) for one in told["metrics"]}
    assert states["tiktok.returning_viewers.v1"] == ("0", "not_yet_complete")
