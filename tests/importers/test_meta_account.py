"""Followers of Instagram and Facebook accounts: in no export, so written in by hand, and a stock."""

from __future__ import annotations

import pytest

from smmdesk.core.readings import Additivity, Span, total_of
from smmdesk.importers.registry import METRICS


@pytest.mark.parametrize("key", ["instagram.followers.v1", "facebook.followers.v1"])
def test_followers_are_a_stock_of_the_account(key: str) -> None:
    metric = METRICS[key]
    assert (metric.additivity, metric.span, metric.of_posts) == (Additivity.STOCK, Span.MOMENT, False)
    with pytest.raises(ValueError, match="may not be added up"):
        total_of(metric, [100, 110])
