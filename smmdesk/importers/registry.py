"""Everything that the importers know: the formats and the metrics that they bring."""

from __future__ import annotations

from collections.abc import Callable

from smmdesk.core.readings import Metric
from smmdesk.importers import ga4, linkedin, meta_ads, meta_content, not_yet, tiktok, youtube
from smmdesk.importers.sources import Source, Timing, plain_timing
from smmdesk.importers.tables import Format

_PLATFORMS = (meta_content, meta_ads, linkedin, tiktok, youtube, ga4)

FORMATS: tuple[Format, ...] = tuple(known for platform in _PLATFORMS for known in platform.FORMATS) + not_yet.FORMATS
METRICS: dict[str, Metric] = {metric.key: metric for platform in _PLATFORMS for metric in platform.METRICS}
TIMINGS: dict[str, Callable[[Source], Timing]] = {
    "linkedin": linkedin.timing,
    "tiktok": tiktok.timing,
    "youtube": youtube.timing,
    "ga4": ga4.timing,
}


def file_timing(source: Source) -> Timing:
    """Return what content and name tell about when a file was exported, its period and its account."""
    return TIMINGS.get(source.main.platform, plain_timing)(source)
