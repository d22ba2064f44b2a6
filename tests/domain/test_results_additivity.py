"""For every metric of the registry: no path of the program puts a class B, D, E or F metric together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from smmdesk.core.periods import Month
from smmdesk.core.readings import Additivity, joint_total, total_of
from smmdesk.domain.accounts import Account
from smmdesk.domain.figures import month_figures
from smmdesk.domain.reports.channels import paper_account, paper_content
from smmdesk.domain.results.account_month import account_months
from smmdesk.domain.results.engagement import ENGAGEMENT, INTERACTIONS
from smmdesk.domain.results.histories import metric_history
from smmdesk.domain.results.months import post_history, segment_sums
from smmdesk.domain.results.queries import post_sums
from smmdesk.importers.registry import METRICS, RATIOS
from tests.domain.readings import Readings

JUNE = Month(2026, 6)
# Sums of these that would come out of adding up: over days, over posts, over parts (each a number of its own).
DAYS, POSTS, PARTS = (100_003, 200_009), (300_017, 400_031), (500_057, 600_071)
SUMS = {sum(DAYS), sum(POSTS), sum(PARTS), sum(DAYS) + sum(POSTS)}
NEVER = sorted(key for key in METRICS if METRICS[key].additivity is not Additivity.FLOW)


def numbers(data: Any) -> set[str]:
    """Return every text in a JSON object."""
    if isinstance(data, dict):
        return set().union(*(numbers(value) for value in data.values())) if data else set()
    if isinstance(data, list):
        return set().union(*(numbers(value) for value in data)) if data else set()
    return {str(data)}


@pytest.mark.parametrize("key", NEVER)
def test_the_metric_is_added_up_nowhere(key: str, an_account: Callable[..., Account]) -> None:
    metric = METRICS[key]
    account = an_account(platform=metric.platform)
    readings = Readings(account)
    # The same numbers as days, as posts and as parts of the account: whichever way a metric comes, no sum may come out.
    readings.days(key, date(2026, 6, 10), list(DAYS))
    readings.days(key, date(2026, 5, 10), list(DAYS))
    for place, value in enumerate(PARTS):
        readings.part(key, value, date(2026, 6, 1), date(2026, 6, 30), name=f"part {place}")
    if metric.of_posts:
        name = key.split(".")[2]
        for place, value in enumerate(POSTS):
            readings.post(date(2026, 6, 12) + timedelta(days=place), {name: value})

    with pytest.raises(ValueError, match="may not be added up"):
        total_of(metric, DAYS)
    with pytest.raises(ValueError, match="may not be added up"):
        joint_total([(metric, DAYS[0]), (metric, DAYS[1])])
    assert segment_sums(account.client_id, JUNE, [key]) == []
    assert post_sums(account.id, JUNE).sums == ()
    if metric.of_posts:
        with pytest.raises(ValueError, match="may not be added up"):
            post_history(account.id, key, JUNE)
        assert metric_history(account.id, key, JUNE) is None
    (one,) = account_months(account.client_id, JUNE)
    for compared in one.metrics:
        assert compared.figure.value not in SUMS
        assert compared.base_value not in SUMS
        if metric.additivity not in (Additivity.UNIQUE, Additivity.DAILY_UNIQUE):
            assert compared.figure.bounds is None
    history = metric_history(account.id, key, JUNE)
    for month in () if history is None else history.months:
        assert month.value not in SUMS
    printed = [paper_account(one, JUNE), paper_content(one, JUNE)]
    told = numbers({key: value for key, value in month_figures(account.client_id, JUNE).items() if key != "ledger"})
    # The upper bound of a unique count is the one sum that is printed, and only as a pair.
    bounds = {str(bound) for compared in one.metrics for bound in compared.figure.bounds or ()}
    assert not {str(one) for one in SUMS} & (told - bounds)
    for block in printed:
        if block is not None:
            assert not any(f"value={one}," in repr(block) or f"value={one})" in repr(block) for one in SUMS)


def test_every_metric_has_what_the_registry_promises() -> None:
    for key, metric in METRICS.items():
        platform, *middle, version = key.split(".")
        assert (platform, key) == (metric.platform, metric.key)
        assert middle
        assert version[:1] == "v"
        assert version[1:].isdigit()
        assert metric.title
        assert metric.meaning.endswith((".", "?"))
        assert metric.since is None or metric.until is None or metric.since < metric.until


def test_the_registry_knows_since_when_and_until_when() -> None:
    dates = {key: (METRICS[key].since, METRICS[key].until) for key in METRICS}
    assert dates["instagram.post.views.v1"] == (date(2024, 8, 1), None)
    assert dates["facebook.post.views.v1"] == (date(2024, 11, 1), None)
    assert dates["facebook.post.impressions.v1"] == (None, date(2025, 11, 14))
    assert dates["youtube.engaged_views.v1"] == (date(2025, 3, 31), None)
    assert dates["youtube.post.likes.v1"] == (None, None)


def test_what_is_put_together_on_purpose_are_flows() -> None:
    for rule in INTERACTIONS.values():
        keys = [key for group in rule.of_posts for key in group] + [*rule.also, *rule.of_account]
        assert {METRICS[key].additivity for key in keys} == {Additivity.FLOW}
        assert all(METRICS[key].of_posts for group in rule.of_posts for key in group)
        for below in (rule.reach, rule.views):
            assert not below or METRICS[below].of_posts == bool(rule.of_posts)
    for above, below, _factor in RATIOS.values():
        assert {METRICS[key].additivity for key in (*above, below)} == {Additivity.FLOW}
    assert {metric.additivity for metric in ENGAGEMENT.values()} == {Additivity.RATIO}
