"""Google Ads: report downloads with their preamble and totals, and the cards of its overview."""

from __future__ import annotations

from dataclasses import replace

from smmdesk.core.i18n import mark
from smmdesk.importers.platforms.google_ads.columns import FIGURES, IGNORED, METRICS, PARTS
from smmdesk.importers.platforms.google_ads.reading import find_report, read, timing
from smmdesk.importers.tables import Format

_PART = "campaign|ad_group|ad|ad_id|keyword|search_term|device|network|hour|day|week|month"
_REPORT = Format(
    "google_ads",
    "google_ads",
    mark("Google Ads report"),
    mark("Cost, clicks and conversions by campaign, ad group, ad, keyword or search term."),
    PARTS + IGNORED + FIGURES,
    (_PART, "spend|impressions|clicks"),
    read,
    timing=timing,
    names_own_accounts=True,
    asks_period=True,
)

FORMATS = (
    replace(_REPORT, find=find_report(_REPORT)),
    # A card has no preamble; so has a report whose first lines somebody took away.
    Format(
        "google_ads_card",
        "google_ads",
        mark("Google Ads overview card"),
        mark("Cost and clicks by day, hour, device, network, keyword or campaign."),
        PARTS + IGNORED + FIGURES,
        (_PART, "spend", "clicks"),
        read,
        timing=timing,
        names_own_accounts=True,
        asks_period=True,
    ),
)

# How a ratio is made again from flows of the same account: numerators, denominator, factor.
RATIOS = {
    "google_ads.ctr.v1": (("google_ads.clicks.v1",), "google_ads.impressions.v1", 1),
    "google_ads.cpc.v1": (("google_ads.spend.v1",), "google_ads.clicks.v1", 1),
    "google_ads.cpm.v1": (("google_ads.spend.v1",), "google_ads.impressions.v1", 1000),
    "google_ads.interaction_rate.v1": (("google_ads.interactions.v1",), "google_ads.impressions.v1", 1),
    "google_ads.cost_per_interaction.v1": (("google_ads.spend.v1",), "google_ads.interactions.v1", 1),
    "google_ads.cost_per_conversion.v1": (("google_ads.spend.v1",), "google_ads.conversions.v1", 1),
    "google_ads.roas.v1": (("google_ads.conversion_value.v1",), "google_ads.spend.v1", 1),
}

__all__ = ["FORMATS", "METRICS", "RATIOS"]
