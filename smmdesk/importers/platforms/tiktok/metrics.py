"""The metrics that TikTok's exports bring."""

from __future__ import annotations

from smmdesk.core.i18n import mark
from smmdesk.core.readings import Additivity, Direction, Metric, Span, Unit

B, D, E = Additivity.UNIQUE, Additivity.STOCK, Additivity.RATIO
BAD = Direction.UP_IS_BAD


def _day(
    name: str,
    title: str,
    meaning: str,
    additivity: Additivity = Additivity.FLOW,
    direction: Direction = Direction.UP_IS_GOOD,
) -> Metric:
    return Metric(f"tiktok.{name}.v1", title, meaning, Unit.COUNT, additivity, direction, Span.DAY)


METRICS = (
    Metric("tiktok.post.views.v1", mark("Views"), mark("Plays of the video, of any length.")),
    Metric("tiktok.post.likes.v1", mark("Likes"), mark("Likes of the video.")),
    Metric("tiktok.post.comments.v1", mark("Comments"), mark("Comments on the video.")),
    Metric("tiktok.post.shares.v1", mark("Shares"), mark("How often the video was shared.")),
    Metric("tiktok.post.saves.v1", mark("Saves"), mark("How often the video was added to favourites.")),
    Metric("tiktok.post.play_time.v1", mark("Play time"), mark("Time for which the video was played."), Unit.SECONDS),
    Metric(
        "tiktok.post.average_watch_time.v1",
        mark("Average watch time"),
        mark("Time played per view of the video."),
        Unit.SECONDS,
        E,
    ),
    Metric(
        "tiktok.post.watched_full.v1",
        mark("Watched to the end"),
        mark("Share of views that reached the end."),
        Unit.SHARE,
        E,
    ),
    _day("video_views", mark("Video views"), mark("Plays of all videos on the day.")),
    _day("reached_audience", mark("Reached audience"), mark("Accounts that saw a video on the day."), B),
    _day("engaged_audience", mark("Engaged audience"), mark("Accounts that reacted on the day."), B),
    _day("profile_views", mark("Profile views"), mark("Views of the profile on the day.")),
    _day("likes", mark("Likes"), mark("Likes on the day.")),
    _day("comments", mark("Comments"), mark("Comments on the day.")),
    _day("shares", mark("Shares"), mark("Shares on the day.")),
    _day("phone_clicks", mark("Phone number clicks"), mark("Clicks on the phone number on the day.")),
    _day("leads", mark("Leads"), mark("Lead forms sent on the day.")),
    _day("followers_change", mark("Change of followers"), mark("Followers gained less followers lost on the day.")),
    _day("new_followers", mark("New followers"), mark("Followers gained on the day.")),
    _day("lost_followers", mark("Lost followers"), mark("Followers lost on the day."), direction=BAD),
    _day("viewers", mark("Viewers"), mark("Accounts that watched a video on the day."), B),
    _day("new_viewers", mark("New viewers"), mark("Accounts that watched for the first time."), B),
    _day("returning_viewers", mark("Returning viewers"), mark("Accounts that watched again."), B),
    Metric(
        "tiktok.followers.v1",
        mark("Followers"),
        mark("Followers at the end of the day."),
        additivity=D,
        span=Span.MOMENT,
    ),
    _day("active_followers", mark("Active followers"), mark("Followers active in the hour."), B, Direction.NEUTRAL),
    Metric(
        "tiktok.followers_share.v1",
        mark("Share of followers"),
        mark("Share of the followers that belongs to the group."),
        Unit.SHARE,
        E,
        Direction.NEUTRAL,
        Span.MOMENT,
    ),
)
