"""Definition breaks: days on which a platform changed what a metric counts (roi.md 2.4), as data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from smmdesk.core.i18n import mark


@dataclass(frozen=True, slots=True)
class Break:
    """A change of definition: from `day` on the platform counts otherwise. With `is_month` only its month is known.

    `metrics` are metric keys, or their beginnings before a star (`meta_ads.results*`). `sentence` is an
    English source text with the placeholder `{date}`, marked for translation.
    """

    day: date
    metrics: tuple[str, ...]
    sentence: str
    is_month: bool = False

    def holds_for(self, metric: str) -> bool:
        """Tell whether it changes what a metric counts."""
        return _fits(metric, self.metrics)


BREAKS: tuple[Break, ...] = (
    Break(
        date(2021, 9, 20),
        ("newsletter.post.opens*", "newsletter.post.unique_opens*", "newsletter.post.open_rate*"),
        mark(
            "Apple Mail began to load pictures by itself on {date}, which counts as an opening: opens before and "
            "after are not comparable."
        ),
    ),
    Break(
        date(2024, 8, 1),
        ("instagram.views.*", "instagram.post.views.*", "instagram.impressions*", "instagram.plays*"),
        mark("Instagram changed what it counts in {date}: figures before and after are not comparable."),
        is_month=True,
    ),
    Break(
        date(2024, 11, 1),
        ("facebook.views.*", "facebook.post.views.*"),
        mark("Facebook changed what it counts in {date}: figures before and after are not comparable."),
        is_month=True,
    ),
    Break(
        date(2025, 3, 31),
        ("youtube.views.*", "youtube.post.views.*"),
        mark(
            "YouTube changed on {date} what counts as a view of a Short: figures before and after are not comparable."
        ),
    ),
    Break(
        date(2025, 4, 21),
        ("instagram.impressions*", "instagram.post.impressions*", "instagram.plays*", "instagram.post.plays*"),
        mark("Instagram ended this figure on {date}; what replaced it counts otherwise."),
    ),
    Break(
        date(2025, 11, 15),
        ("facebook.impressions*", "facebook.post.impressions*", "facebook.page_fans*"),
        mark("Facebook ended this figure on {date}; what replaced it counts otherwise."),
    ),
    Break(
        date(2026, 1, 12),
        (
            "meta_ads.purchases*",
            "meta_ads.purchase_value*",
            "meta_ads.roas*",
            "meta_ads.results*",
            "meta_ads.cost_per_result*",
        ),
        mark("Meta changed on {date} which clicks and days count for a result: figures before and after differ."),
    ),
    Break(
        date(2026, 3, 1),
        (
            "meta_ads.purchases*",
            "meta_ads.purchase_value*",
            "meta_ads.roas*",
            "meta_ads.results*",
            "meta_ads.cost_per_result*",
            "meta_ads.link_clicks*",
            "meta_ads.clicks_all*",
            "meta_ads.ctr_*",
            "meta_ads.cpc_*",
        ),
        mark("Meta changed in {date} what counts as a click on an ad: figures before and after differ."),
        is_month=True,
    ),
)


# The first and the last day on which a platform counted a metric so, where the table of roi.md 2.4 gives them.
COUNTED: tuple[tuple[tuple[str, ...], date | None, date | None], ...] = (
    (("instagram.views.*", "instagram.post.views.*"), date(2024, 8, 1), None),
    (("facebook.views.*", "facebook.post.views.*"), date(2024, 11, 1), None),
    (("youtube.engaged_views.*", "youtube.post.engaged_views.*"), date(2025, 3, 31), None),
    (
        ("instagram.impressions*", "instagram.post.impressions*", "instagram.plays*", "instagram.post.plays*"),
        None,
        date(2025, 4, 20),
    ),
    (("facebook.impressions*", "facebook.post.impressions*", "facebook.page_fans*"), None, date(2025, 11, 14)),
)


def counted_between(metric: str) -> tuple[date | None, date | None]:
    """Return the first and the last day on which a platform counted a metric so; None where that is not known."""
    for patterns, since, until in COUNTED:
        if _fits(metric, patterns):
            return since, until
    return None, None


def _fits(metric: str, patterns: tuple[str, ...]) -> bool:
    return any(metric.startswith(pattern[:-1]) if pattern.endswith("*") else metric == pattern for pattern in patterns)


@cache
def breaks_of(metric: str) -> tuple[Break, ...]:
    """Return the breaks of a metric, oldest first."""
    return tuple(sorted((one for one in BREAKS if one.holds_for(metric)), key=lambda one: one.day))


def crossing(metric: str, first: date, last: date) -> tuple[Break, ...]:
    """Return the breaks of a metric that lie inside a span of days: the span holds days before and from it on."""
    return tuple(one for one in breaks_of(metric) if first < one.day <= last)


def parted(metric: str, first: date, last: date) -> tuple[tuple[date, date], ...]:
    """Return a span of days cut at the breaks of a metric: the parts whose days may be put together."""
    edges = [first, *(one.day for one in crossing(metric, first, last))]
    ends = [*(date.fromordinal(edge.toordinal() - 1) for edge in edges[1:]), last]
    return tuple(zip(edges, ends, strict=True))


def crossed_by(metrics: Iterable[str], before: date, after: date) -> Break | None:
    """Return the latest break of any of the metrics between two days, of which one is on each side of it."""
    found = [one for metric in metrics for one in crossing(metric, before, after)]
    return max(found, key=lambda one: one.day, default=None)
