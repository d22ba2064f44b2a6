"""TikTok exports: Studio (creator) and business account; days without a year are placed by the file's own order."""

from __future__ import annotations

from smmdesk.core.i18n import mark
from smmdesk.importers.platforms.tiktok.metrics import METRICS
from smmdesk.importers.platforms.tiktok.reading import read_activity, read_days, read_videos, share_reader, timing
from smmdesk.importers.tables import Column, Format, column


def _post(name: str) -> str:
    return f"tiktok.post.{name}.v1"


def _of_day(field: str, english: str, metric: str = "") -> Column:
    return column(field, metric=f"tiktok.{metric or field}.v1", en=english)


_OVERVIEW_DAYS = mark("Views, profile views and reactions per day.")

FORMATS = (
    Format(
        "tiktok_overview",
        "tiktok",
        mark("TikTok Studio: overview"),
        _OVERVIEW_DAYS,
        (
            column("day", en="Date"),
            _of_day("video_views", "Video Views"),
            _of_day("profile_views", "Profile Views"),
            _of_day("likes", "Likes"),
            _of_day("comments", "Comments"),
            _of_day("shares", "Shares"),
        ),
        ("day", "video_views", "profile_views"),
        read_days,
        rank=9,
        timing=timing,
    ),
    Format(
        "tiktok_content",
        "tiktok",
        mark("TikTok Studio: content"),
        mark("One row per video with its values since publication."),
        (
            column("made", en="Time"),
            column("title", en="Video title"),
            column("link", en="Video link"),
            column("published", en="Post time"),
            column("likes", metric=_post("likes"), en="Total likes"),
            column("comments", metric=_post("comments"), en="Total comments"),
            column("shares", metric=_post("shares"), en="Total shares"),
            column("views", metric=_post("views"), en="Total views"),
            column("play_time", metric=_post("play_time"), en="Total play time"),
            column("average_watch_time", metric=_post("average_watch_time"), en="Average watch time"),
            column("watched_full", metric=_post("watched_full"), en="Watched full video"),
            column("saves", metric=_post("saves"), en="Add to favorites"),
        ),
        ("link", "published", "views"),
        read_videos,
        rank=8,
        names_accounts=True,
        timing=timing,
    ),
    Format(
        "tiktok_viewers",
        "tiktok",
        mark("TikTok Studio: viewers"),
        mark("Viewers per day, new and returning."),
        (
            column("day", en="Date"),
            _of_day("viewers", "Total Viewers"),
            _of_day("new_viewers", "New Viewers"),
            _of_day("returning_viewers", "Returning Viewers"),
        ),
        ("day", "viewers"),
        read_days,
        rank=6,
        timing=timing,
    ),
    Format(
        "tiktok_follower_history",
        "tiktok",
        mark("TikTok Studio: follower history"),
        mark("Followers per day."),
        (
            column("day", en="Date"),
            _of_day("followers", "Followers"),
            _of_day("followers_change", "Difference in followers from previous day"),
        ),
        ("day", "followers", "followers_change"),
        read_days,
        rank=7,
        timing=timing,
    ),
    Format(
        "tiktok_follower_activity",
        "tiktok",
        mark("TikTok Studio: follower activity"),
        mark("Active followers by hour of the last seven days."),
        (column("day", en="Date"), column("hour", en="Hour"), _of_day("active_followers", "Active followers")),
        ("day", "hour", "active_followers"),
        read_activity,
        rank=3,
        timing=timing,
    ),
    Format(
        "tiktok_follower_gender",
        "tiktok",
        mark("TikTok Studio: gender of followers"),
        mark("Share of followers by gender."),
        (column("group", en="Gender"), _of_day("share", "Distribution", "followers_share")),
        ("group", "share"),
        share_reader("gender"),
        rank=2,
        timing=timing,
    ),
    Format(
        "tiktok_follower_territories",
        "tiktok",
        mark("TikTok Studio: territories of followers"),
        mark("Share of followers by territory."),
        (column("group", en="Top territories"), _of_day("share", "Distribution", "followers_share")),
        ("group", "share"),
        share_reader("territory"),
        rank=1,
        timing=timing,
    ),
    Format(
        "tiktok_business_videos",
        "tiktok",
        mark("TikTok business account: videos"),
        mark("One row per video with its values since publication."),
        (
            column("title", en="Video title"),
            column("link", en="Video link"),
            column("published", en="Post time"),
            column("views", metric=_post("views"), en="Video views"),
            column("likes", metric=_post("likes"), en="Likes"),
            column("comments", metric=_post("comments"), en="Comments"),
            column("shares", metric=_post("shares"), en="Shares"),
            column("saves", metric=_post("saves"), en="Add to Favorites"),
        ),
        ("link", "published", "views"),
        read_videos,
        rank=8,
        names_accounts=True,
        timing=timing,
    ),
    Format(
        "tiktok_business_days",
        "tiktok",
        mark("TikTok business account: days"),
        mark("Views, audience, reactions and followers per day."),
        (
            column("day", en="Date"),
            _of_day("video_views", "Video views"),
            _of_day("reached_audience", "Reached audience"),
            _of_day("profile_views", "Profile views"),
            _of_day("likes", "Likes"),
            _of_day("shares", "Shares"),
            _of_day("comments", "Comments"),
            _of_day("phone_clicks", "Phone number clicks"),
            _of_day("leads", "Leads submission"),
            _of_day("followers_change", "Net growth"),
            _of_day("new_followers", "New followers"),
            _of_day("lost_followers", "Lost followers"),
        ),
        ("day", "reached_audience", "video_views"),
        read_days,
        rank=9,
        timing=timing,
    ),
    Format(
        "tiktok_business_audience",
        "tiktok",
        mark("TikTok business account: audience"),
        mark("Followers and audience per day."),
        (
            column("day", en="Date"),
            _of_day("new_followers", "New followers"),
            _of_day("followers", "Total followers"),
            _of_day("reached_audience", "Reached audience"),
            _of_day("engaged_audience", "Engaged audience"),
        ),
        ("day", "followers", "reached_audience"),
        read_days,
        rank=7,
        timing=timing,
    ),
)

__all__ = ["FORMATS", "METRICS"]
