"""Pinterest has no known export: its metrics are there to be written in by hand."""

from __future__ import annotations

from smmdesk.core.readings import Additivity
from smmdesk.importers.platforms import pinterest
from smmdesk.importers.registry import METRICS


def test_its_metrics_are_known_with_their_classes() -> None:
    classes = {key: metric.additivity.value for key, metric in METRICS.items() if metric.platform == "pinterest"}
    assert classes == {
        "pinterest.impressions.v1": "A",
        "pinterest.audience.v1": "B",
        "pinterest.engagements.v1": "A",
        "pinterest.saves.v1": "A",
        "pinterest.pin_clicks.v1": "A",
        "pinterest.outbound_clicks.v1": "A",
        "pinterest.followers.v1": "D",
    }
    assert pinterest.FORMATS == ()
    assert METRICS["pinterest.audience.v1"].additivity is Additivity.UNIQUE
