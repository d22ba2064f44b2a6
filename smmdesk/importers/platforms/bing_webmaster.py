"""Bing Webmaster Tools: search performance per day."""

from __future__ import annotations

from datetime import date

from smmdesk.core.i18n import mark
from smmdesk.core.readings import Additivity, Metric, Span, Unit
from smmdesk.importers.cells import month_day_year
from smmdesk.importers.declared import Dialect, day_table
from smmdesk.importers.records import share_of_percent
from smmdesk.importers.tables import column

METRICS = (
    Metric("bing_webmaster.clicks.v1", mark("Clicks"), mark("Clicks in Bing's results."), span=Span.DAY),
    Metric("bing_webmaster.impressions.v1", mark("Impressions"), mark("Showings in Bing's results."), span=Span.DAY),
    Metric(
        "bing_webmaster.ctr.v1", mark("Click-through rate"), mark("Clicks per impression."), Unit.SHARE,
        Additivity.RATIO, span=Span.DAY,
    ),
)  # fmt: skip


def _day(text: str) -> date:
    return month_day_year(text.removesuffix(" 12:00:00 AM"))


# How a ratio is made again from flows of the same account: numerators, denominator, factor.
RATIOS = {
    "bing_webmaster.ctr.v1": (("bing_webmaster.clicks.v1",), "bing_webmaster.impressions.v1", 1),
}


FORMATS = (
    day_table(
        "bing_webmaster",
        "bing_webmaster",
        mark("Bing Webmaster: search performance"),
        mark("Clicks and impressions per day."),
        (
            column("day", en="Date"),
            column("clicks", metric="bing_webmaster.clicks.v1", en="Clicks"),
            column("impressions", metric="bing_webmaster.impressions.v1", en="Impressions"),
            column("ctr", metric="bing_webmaster.ctr.v1", en="Avg. CTR"),
        ),
        ("day", "clicks", "impressions", "ctr"),
        dialect=Dialect(_day, "M/D/YYYY 12:00:00 AM", converts={"ctr": share_of_percent}),
    ),
)
