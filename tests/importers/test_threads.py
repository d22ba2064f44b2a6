"""Threads has no known export: its metrics are there to be written in by hand."""

from __future__ import annotations

from smmdesk.importers.platforms import threads
from smmdesk.importers.registry import METRICS


def test_its_metrics_are_known_with_their_classes() -> None:
    classes = {key: metric.additivity.value for key, metric in METRICS.items() if metric.platform == "threads"}
    assert classes == {
        "threads.views.v1": "A",
        "threads.post_views.v1": "A",
        "threads.likes.v1": "A",
        "threads.replies.v1": "A",
        "threads.reposts.v1": "A",
        "threads.quotes.v1": "A",
        "threads.followers.v1": "D",
    }
    assert threads.FORMATS == ()


def test_the_views_of_the_account_are_those_of_the_profile() -> None:
    assert METRICS["threads.views.v1"].title == "Profile views"
    assert METRICS["threads.post_views.v1"].title == "Post views"
