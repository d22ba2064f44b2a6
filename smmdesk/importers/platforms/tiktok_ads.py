"""TikTok Ads reports: campaigns with their cost and clicks, by day where the report has days."""

from __future__ import annotations

import re
from datetime import date

from smmdesk.core.i18n import mark
from smmdesk.core.readings import Additivity, Direction, Metric, Span, Unit
from smmdesk.importers.cells import iso_day, key
from smmdesk.importers.declared import Cells, Dialect, part_table
from smmdesk.importers.records import day_cell
from smmdesk.importers.tables import Context, column

E = Additivity.RATIO
BAD, NEUTRAL = Direction.UP_IS_BAD, Direction.NEUTRAL
MONEY, SHARE = Unit.MONEY, Unit.SHARE


def _metric(
    name: str,
    title: str,
    meaning: str,
    unit: Unit = Unit.COUNT,
    additivity: Additivity = Additivity.FLOW,
    direction: Direction = Direction.UP_IS_GOOD,
) -> Metric:
    return Metric(f"tiktok_ads.{name}.v1", title, meaning, unit, additivity, direction, Span.PERIOD)


METRICS = (
    _metric("spend", mark("Cost"), mark("What the advertisements cost."), MONEY, direction=NEUTRAL),
    _metric("impressions", mark("Impressions"), mark("How often advertisements were on a screen.")),
    _metric("clicks", mark("Clicks (destination)"), mark("Clicks that led to the place advertised.")),
    _metric("clicks_all", mark("Clicks (all)"), mark("All clicks on the advertisements, links and others.")),
    _metric("video_views_2s", mark("2-second video views"), mark("Plays of two seconds or more.")),
    _metric("video_views_6s", mark("6-second video views"), mark("Plays of six seconds or more.")),
    _metric("video_views_full", mark("Complete video views"), mark("Plays to the end.")),
    _metric("paid_likes", mark("Paid likes"), mark("Likes ascribed to the advertisements.")),
    _metric("conversions", mark("Conversions"), mark("Actions that TikTok ascribes to the advertisements.")),
    _metric("ctr", mark("Click-through rate (destination)"), mark("Clicks per impression."), SHARE, E),
    _metric("cpc", mark("Cost per click (destination)"), mark("Cost per click."), MONEY, E, BAD),
    _metric("cpm", mark("Cost per 1,000 impressions"), mark("Cost per 1,000 impressions."), MONEY, E, BAD),
    _metric("cost_per_conversion", mark("Cost per conversion"), mark("Cost per conversion."), MONEY, E, BAD),
)


_TOTAL = re.compile(r"totals?(?: of \d+.*|:.*)?\Z")


def _span(cells: Cells, _context: Context) -> tuple[date, date] | tuple[None, None]:
    if cells.header.place("day") is None:
        return None, None
    day = day_cell(cells.header, "day", cells.raw, iso_day, "YYYY-MM-DD")
    return day, day


def _is_total(cells: Cells) -> bool:
    """Tell whether a record adds the others up: it names nothing but a total, in whichever column stands first."""
    named = [text for field in ("day", "part", "part_id") if (text := key(cells[field]))]
    return len(named) == 1 and bool(_TOTAL.match(named[0]))


# How a ratio is made again from flows of the same account: numerators, denominator, factor.
RATIOS = {
    "tiktok_ads.ctr.v1": (("tiktok_ads.clicks.v1",), "tiktok_ads.impressions.v1", 1),
    "tiktok_ads.cpc.v1": (("tiktok_ads.spend.v1",), "tiktok_ads.clicks.v1", 1),
    "tiktok_ads.cpm.v1": (("tiktok_ads.spend.v1",), "tiktok_ads.impressions.v1", 1000),
    "tiktok_ads.cost_per_conversion.v1": (("tiktok_ads.spend.v1",), "tiktok_ads.conversions.v1", 1),
}


FORMATS = (
    part_table(
        "tiktok_ads",
        "tiktok_ads",
        mark("TikTok Ads report"),
        mark("Cost, clicks, views and conversions by campaign, by day where the report has days."),
        (
            column("day", en="Date"),
            column("part", en="Campaign name"),
            column("part_id", en="Campaign ID"),
            column("status", en="Campaign status"),
            column("objective", en="Objective"),
            column("budget", en="Campaign budget"),
            column("currency", en="Currency"),
            column("spend", metric="tiktok_ads.spend.v1", en="Cost"),
            column("impressions", metric="tiktok_ads.impressions.v1", en="Impressions"),
            column("clicks", metric="tiktok_ads.clicks.v1", en="Clicks (destination)"),
            column("clicks_all", metric="tiktok_ads.clicks_all.v1", en="Clicks (all)"),
            column("video_views_2s", metric="tiktok_ads.video_views_2s.v1", en="2-second video views"),
            column("video_views_6s", metric="tiktok_ads.video_views_6s.v1", en="6-second video views"),
            column("video_views_full", metric="tiktok_ads.video_views_full.v1", en="Video views at 100%"),
            column("paid_likes", metric="tiktok_ads.paid_likes.v1", en="Paid likes"),
            column("conversions", metric="tiktok_ads.conversions.v1", en="Conversions"),
            column("ctr", metric="tiktok_ads.ctr.v1", en="CTR (destination)"),
            column("cpc", metric="tiktok_ads.cpc.v1", en="CPC (destination)"),
            column("cpm", metric="tiktok_ads.cpm.v1", en="CPM"),
            column("cost_per_conversion", metric="tiktok_ads.cost_per_conversion.v1", en="Cost per conversion"),
        ),
        ("part", "spend", "clicks|clicks_all|video_views_2s"),
        dimension="campaign",
        currency=lambda cells: cells["currency"].upper() or None,
        span=_span,
        is_total=_is_total,
        dialect=Dialect(decimals=None, percents=frozenset({"ctr"})),
        asks_period=True,
    ),
)
