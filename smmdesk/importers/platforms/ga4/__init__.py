"""Google Analytics 4 exports: reports by date, event or page, snapshots and explorations, many tables in one file."""

from __future__ import annotations

from smmdesk.core.i18n import mark
from smmdesk.importers.platforms.ga4.columns import METRICS
from smmdesk.importers.platforms.ga4.reading import is_empty, read, timing, unknown_titles
from smmdesk.importers.platforms.ga4.sections import find_exploration, find_report, find_visitors
from smmdesk.importers.tables import Format

FORMATS = (
    Format(
        "ga4",
        "ga4",
        mark("Google Analytics 4 report"),
        mark("Users, sessions, views and events by date, page, event, source or place."),
        read=read,
        find=find_report,
        is_empty=is_empty,
        unknown_titles=unknown_titles,
        timing=timing,
        header_languages=("en", "es"),
    ),
    Format(
        "ga4_exploration",
        "ga4",
        mark("Google Analytics 4 exploration"),
        mark("The table of an exploration; its line with the grand total is not added."),
        read=read,
        find=find_exploration,
        is_empty=is_empty,
        unknown_titles=unknown_titles,
        timing=timing,
        header_languages=("en",),
    ),
    Format(
        "ga4_visitors",
        "ga4",
        mark("Google Analytics 4 exploration of single visitors"),
        refusal=mark(
            "“{name}” lists single visitors of a website by their ids: those are no results of this client, so it is "
            "not imported."
        ),
        find=find_visitors,
    ),
)

# How a ratio is made again from flows of the same account: numerators, denominator, factor.
RATIOS = {
    "ga4.engagement_rate.v1": (("ga4.engaged_sessions.v1",), "ga4.sessions.v1", 1),
}

__all__ = ["FORMATS", "METRICS", "RATIOS"]
