"""X account analytics (content, overview, videos) and the tweet activity exports of former Twitter Analytics."""

from __future__ import annotations

from smmdesk.core.i18n import mark
from smmdesk.importers.cells import iso_day
from smmdesk.importers.declared import Dialect, day_table, post_table
from smmdesk.importers.platforms.x.columns import (
    CONTENT,
    LEGACY_DAYS,
    LEGACY_POSTS,
    METRICS,
    OVERVIEW,
    VIDEO_DAYS,
)
from smmdesk.importers.platforms.x.reading import (
    DAY_FORM,
    INSTANT_FORM,
    legacy_timing,
    post_handle,
    post_id,
    post_instant,
    read_videos,
    written_day,
    written_instant,
)
from smmdesk.importers.tables import Format

FORMATS = (
    post_table(
        "x_content",
        "x",
        mark("X account analytics: content"),
        mark("One row per post with its values since publication."),
        CONTENT,
        ("published", "text", "link", "impressions", "engagements"),
        identity=post_id,
        instant_of=post_instant,
        handle_of=post_handle,
        dialect=Dialect(written_day, DAY_FORM),
        names_accounts=True,
    ),
    day_table(
        "x_overview",
        "x",
        mark("X account analytics: overview"),
        mark("Impressions, engagements, follows and others per day."),
        OVERVIEW,
        ("day", "impressions", "engagements", "bookmarks", "unfollows|posts"),
        dialect=Dialect(written_day, DAY_FORM),
    ),
    Format(
        "x_videos",
        "x",
        mark("X account analytics: videos"),
        mark("Views and watch time per day, and the views of each video."),
        VIDEO_DAYS,
        ("day", "video_plays", "watch_time|average_watch_time"),
        read_videos,
    ),
    post_table(
        "x_legacy",
        "x",
        mark("Twitter Analytics: tweet activity"),
        mark("One row per tweet with its values since publication."),
        LEGACY_POSTS,
        ("post_id", "link", "published", "impressions"),
        identity=post_id,
        instant_of=post_instant,
        handle_of=post_handle,
        dialect=Dialect(day_form=INSTANT_FORM, instant=written_instant),
        names_accounts=True,
    ),
    day_table(
        "x_legacy_days",
        "x",
        mark("Twitter Analytics: tweet activity per day"),
        mark("Tweets, impressions, engagements and others per day."),
        LEGACY_DAYS,
        ("day", "posts", "impressions", "engagements"),
        dialect=Dialect(iso_day),
        timing=legacy_timing,
    ),
)

# How a ratio is made again from flows of the same account: numerators, denominator, factor.
RATIOS = {
    "x.engagement_rate.v1": (("x.engagements.v1",), "x.impressions.v1", 1),
}

__all__ = ["FORMATS", "METRICS", "RATIOS"]
