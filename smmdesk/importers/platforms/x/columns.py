"""The columns of X's exports, old and new, and the metrics that they bring."""

from __future__ import annotations

from smmdesk.core.i18n import mark
from smmdesk.core.readings import Additivity, Direction, Metric, Span, Unit
from smmdesk.importers.tables import Column, column

_E = Additivity.RATIO
_BAD, _NEUTRAL = Direction.UP_IS_BAD, Direction.NEUTRAL


def post_key(name: str) -> str:
    """Return the key of a metric of posts."""
    return f"x.post.{name}.v1"


def day_key(name: str) -> str:
    """Return the key of a metric of the account."""
    return f"x.{name}.v1"


def _post(name: str, title: str, meaning: str, unit: Unit = Unit.COUNT, additivity: Additivity | None = None) -> Metric:
    return Metric(post_key(name), title, meaning, unit, additivity or Additivity.FLOW)


def _day(
    name: str,
    title: str,
    meaning: str,
    unit: Unit = Unit.COUNT,
    additivity: Additivity = Additivity.FLOW,
    direction: Direction = Direction.UP_IS_GOOD,
) -> Metric:
    return Metric(day_key(name), title, meaning, unit, additivity, direction, Span.DAY)


METRICS = (
    _post("impressions", mark("Impressions"), mark("How often the post was on a screen.")),
    _post("engagements", mark("Engagements"), mark("All actions on the post, clicks and expansions included.")),
    _post(
        "engagement_rate",
        mark("Engagement rate on impressions"),
        mark("Engagements per impression of the post."),
        Unit.SHARE,
        _E,
    ),
    _post("likes", mark("Likes"), mark("Likes of the post.")),
    _post("replies", mark("Replies"), mark("Replies to the post.")),
    _post("reposts", mark("Reposts"), mark("How often the post was reposted.")),
    _post("bookmarks", mark("Bookmarks"), mark("How often the post was bookmarked.")),
    _post("shares", mark("Shares"), mark("How often the post was sent or its link copied.")),
    _post("follows", mark("New follows"), mark("Accounts that began to follow from the post.")),
    _post("profile_visits", mark("Profile visits"), mark("Visits to the profile from the post.")),
    _post("profile_clicks", mark("Profile clicks"), mark("Clicks on the author's name, handle or picture.")),
    _post("detail_expands", mark("Detail expands"), mark("How often somebody opened the post to see its details.")),
    _post("url_clicks", mark("Link clicks"), mark("Clicks on the link of the post.")),
    _post("hashtag_clicks", mark("Hashtag clicks"), mark("Clicks on hashtags of the post.")),
    _post("permalink_clicks", mark("Permalink clicks"), mark("Clicks on the post's own link.")),
    _post("media_views", mark("Media views"), mark("Views of the picture or video of the post.")),
    _post("media_engagements", mark("Media engagements"), mark("Clicks on the picture or video of the post.")),
    _post("promoted_impressions", mark("Promoted impressions"), mark("Impressions through paid distribution.")),
    _post("promoted_engagements", mark("Promoted engagements"), mark("Engagements through paid distribution.")),
    _day("impressions", mark("Impressions"), mark("Impressions of all posts on the day.")),
    _day("engagements", mark("Engagements"), mark("All actions on posts on the day, clicks and expansions included.")),
    _day(
        "engagement_rate",
        mark("Engagement rate on impressions"),
        mark("Engagements per impression on the day."),
        Unit.SHARE,
        _E,
    ),
    _day("likes", mark("Likes"), mark("Likes on the day.")),
    _day("replies", mark("Replies"), mark("Replies on the day.")),
    _day("reposts", mark("Reposts"), mark("Reposts on the day.")),
    _day("bookmarks", mark("Bookmarks"), mark("Bookmarks on the day.")),
    _day("shares", mark("Shares"), mark("Shares on the day.")),
    _day("new_follows", mark("New follows"), mark("Accounts that began to follow on the day.")),
    _day("unfollows", mark("Unfollows"), mark("Accounts that ceased to follow on the day."), direction=_BAD),
    _day("profile_visits", mark("Profile visits"), mark("Visits to the profile on the day.")),
    _day("profile_clicks", mark("Profile clicks"), mark("Clicks on name, handle or picture on the day.")),
    _day("posts", mark("Posts published"), mark("Posts that were published on the day."), direction=_NEUTRAL),
    _day("video_views", mark("Video views"), mark("Video views of the account's overview on the day.")),
    _day("media_views", mark("Media views"), mark("Views of pictures and videos on the day.")),
    _day("media_engagements", mark("Media engagements"), mark("Clicks on pictures and videos on the day.")),
    _day("detail_expands", mark("Detail expands"), mark("How often somebody opened a post to see its details.")),
    _day("url_clicks", mark("Link clicks"), mark("Clicks on links of posts on the day.")),
    _day("hashtag_clicks", mark("Hashtag clicks"), mark("Clicks on hashtags on the day.")),
    _day("permalink_clicks", mark("Permalink clicks"), mark("Clicks on the posts' own links on the day.")),
    _day("promoted_impressions", mark("Promoted impressions"), mark("Paid impressions on the day.")),
    _day("promoted_engagements", mark("Promoted engagements"), mark("Engagements through paid distribution.")),
    _day("video_plays", mark("Views of videos"), mark("Views of all videos on the day, by the video overview.")),
    _day("watch_time", mark("Watch time"), mark("Time for which videos were played on the day."), Unit.SECONDS),
    _day(
        "average_watch_time",
        mark("Average watch time"),
        mark("Time played per view of a video."),
        Unit.SECONDS,
        _E,
    ),
    _day(
        "completion_rate",
        mark("Completion rate"),
        mark("Share of video views that reached the end."),
        Unit.SHARE,
        _E,
    ),
    Metric("x.views_of_video.v1", mark("Views of the video"), mark("Views of the video since it was uploaded.")),
)

CONTENT: tuple[Column, ...] = (
    column("post_id", en="Post id"),
    column("published", en="Date", pt="Data"),
    column("text", en="Post text", pt="Texto do post"),
    column("link", en=("Post Link", "Link"), pt="Postar link"),
    column("impressions", metric=post_key("impressions"), en="Impressions", pt="Impressões"),
    column("likes", metric=post_key("likes"), en="Likes", pt="Curtidas"),
    column("engagements", metric=post_key("engagements"), en="Engagements", pt="Engajamentos"),
    column("bookmarks", metric=post_key("bookmarks"), en="Bookmarks", pt="Itens salvos"),
    column("shares", metric=post_key("shares"), en=("Shares", "Share"), pt="Compartilhamentos"),
    column("follows", metric=post_key("follows"), en="New follows", pt="Novos seguidores"),
    column("replies", metric=post_key("replies"), en="Replies", pt="Respostas"),
    column("reposts", metric=post_key("reposts"), en="Reposts", pt="Reposts"),
    column("profile_visits", metric=post_key("profile_visits"), en="Profile visits", pt="Visitas ao perfil"),
    column("detail_expands", metric=post_key("detail_expands"), en="Detail Expands", pt="Expansões de detalhes"),
    column("url_clicks", metric=post_key("url_clicks"), en="URL Clicks", pt="Cliques de URL"),
    column("hashtag_clicks", metric=post_key("hashtag_clicks"), en="Hashtag Clicks", pt="Cliques de hashtag"),
    column(
        "permalink_clicks", metric=post_key("permalink_clicks"), en="Permalink Clicks", pt="Cliques de link permanente"
    ),
)

OVERVIEW: tuple[Column, ...] = (
    column("day", en="Date", pt="Data"),
    column("impressions", metric=day_key("impressions"), en="Impressions", pt="Impressões"),
    column("likes", metric=day_key("likes"), en="Likes", pt="Curtidas"),
    column("engagements", metric=day_key("engagements"), en="Engagements", pt="Engajamentos"),
    column("bookmarks", metric=day_key("bookmarks"), en="Bookmarks", pt="Itens salvos"),
    column("shares", metric=day_key("shares"), en=("Shares", "Share"), pt="Compartilhamentos"),
    column("new_follows", metric=day_key("new_follows"), en="New follows", pt="Novos seguidores"),
    column("unfollows", metric=day_key("unfollows"), en="Unfollows", pt="Deixar de seguir"),
    column("replies", metric=day_key("replies"), en="Replies", pt="Respostas"),
    column("reposts", metric=day_key("reposts"), en="Reposts", pt="Reposts"),
    column("profile_visits", metric=day_key("profile_visits"), en="Profile visits", pt="Visitas ao perfil"),
    column("posts", metric=day_key("posts"), en="Create Post", pt="Criar post"),
    column("video_views", metric=day_key("video_views"), en="Video views", pt="Visualizações de vídeo"),
    column("media_views", metric=day_key("media_views"), en="Media views", pt="Visualizações de mídia"),
)

VIDEO_DAYS: tuple[Column, ...] = (
    column("day", en="Date", pt="Data"),
    column("video_plays", metric=day_key("video_plays"), en="Views", pt="Visualizações"),
    column("watch_time", metric=day_key("watch_time"), en="Watch Time (ms)", pt="Tempo de exibição (ms)"),
    column(
        "average_watch_time",
        metric=day_key("average_watch_time"),
        en="Average Watch Time (ms)",
        pt="Tempo médio de exibição (ms)",
    ),
    column("completion_rate", metric=day_key("completion_rate"), en="Completion Rate", pt="Taxa de conclusões"),
)

_LEGACY = (
    ("impressions", ("impressions",)),
    ("engagements", ("engagements",)),
    ("engagement_rate", ("engagement rate",)),
    ("reposts", ("retweets",)),
    ("replies", ("replies",)),
    ("likes", ("likes", "favorites")),
    ("profile_clicks", ("user profile clicks",)),
    ("url_clicks", ("url clicks",)),
    ("hashtag_clicks", ("hashtag clicks",)),
    ("detail_expands", ("detail expands",)),
    ("permalink_clicks", ("permalink clicks",)),
    ("media_views", ("media views",)),
    ("media_engagements", ("media engagements",)),
    ("promoted_impressions", ("promoted impressions",)),
    ("promoted_engagements", ("promoted engagements",)),
)
# Actions on apps and cards that X gave up, and the parts of what was promoted: known, not kept.
_LEGACY_NOT_KEPT = (
    "app opens", "app installs", "email tweet", "dial phone", "promoted engagement rate", "promoted retweets",
    "promoted replies", "promoted likes", "promoted favorites", "promoted user profile clicks", "promoted url clicks",
    "promoted hashtag clicks", "promoted detail expands", "promoted permalink clicks", "promoted app opens",
    "promoted app installs", "promoted follows", "promoted email tweet", "promoted dial phone", "promoted media views",
    "promoted media engagements",
)  # fmt: skip

LEGACY_POSTS: tuple[Column, ...] = (
    column("post_id", en="Tweet id"),
    column("link", en="Tweet permalink"),
    column("text", en="Tweet text"),
    column("published", en="time"),
    *(column(name, metric=post_key(name), en=titles) for name, titles in _LEGACY),
    column("follows", metric=post_key("follows"), en="follows"),
    *(column(name.replace(" ", "_") + "_not_kept", en=name) for name in _LEGACY_NOT_KEPT),
)
LEGACY_DAYS: tuple[Column, ...] = (
    column("day", en="Date"),
    column("posts", metric=day_key("posts"), en="Tweets published"),
    *(column(name, metric=day_key(name), en=titles) for name, titles in _LEGACY),
    column("new_follows", metric=day_key("new_follows"), en="follows"),
    *(column(name.replace(" ", "_") + "_not_kept", en=name) for name in _LEGACY_NOT_KEPT),
)
