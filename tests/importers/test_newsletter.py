"""Newsletters: figures that are written in by hand, each with its class."""

from __future__ import annotations

from smmdesk.core.readings import Additivity, Direction, Unit
from smmdesk.importers.platforms import newsletter
from smmdesk.importers.registry import METRICS


def test_a_month_of_newsletters_can_be_written_in() -> None:
    classes = {
        name: METRICS[f"newsletter.{name}.v1"].additivity
        for name in ("subscribers", "new_subscribers", "delivered", "clicks", "click_through_rate", "open_rate")
    }
    assert classes == {
        "subscribers": Additivity.STOCK,
        "new_subscribers": Additivity.FLOW,
        "delivered": Additivity.FLOW,
        "clicks": Additivity.FLOW,
        "click_through_rate": Additivity.RATIO,
        "open_rate": Additivity.RATIO,
    }


def test_losses_are_bad_and_rates_are_shares() -> None:
    bad = [metric.key for metric in newsletter.METRICS if metric.direction is Direction.UP_IS_BAD]
    assert {key.split(".")[-2] for key in bad} == {
        "bounces",
        "soft_bounces",
        "hard_bounces",
        "unsubscribes",
        "complaints",
    }
    assert all(metric.unit is Unit.SHARE for metric in newsletter.METRICS if metric.additivity is Additivity.RATIO)
