"""Meta Business Suite content exports: posts of Instagram and Facebook, stories, Facebook videos."""

from __future__ import annotations

from smmdesk.core.i18n import mark
from smmdesk.importers.platforms.meta_content.columns import (
    ACCOUNT,
    FACEBOOK_IGNORED,
    FACEBOOK_METRICS,
    INSTAGRAM_METRICS,
    METRICS,
    PAGE,
    POST,
    STORY_METRICS,
    VIDEO_IGNORED,
    VIDEO_METRICS,
)
from smmdesk.importers.platforms.meta_content.inference import infer_header
from smmdesk.importers.platforms.meta_content.reading import ZONE, read_posts, read_videos
from smmdesk.importers.tables import Format, column

FORMATS = (
    Format(
        "meta_content_stories",
        "instagram",
        mark("Meta Business Suite: Instagram stories"),
        mark("One row per story with its values since publication."),
        POST + ACCOUNT + INSTAGRAM_METRICS + STORY_METRICS,
        ("post_id", "account_id", "published", "navigation|sticker_taps"),
        read_posts,
        names_accounts=True,
        zone=ZONE,
    ),
    Format(
        "meta_content_instagram",
        "instagram",
        mark("Meta Business Suite: Instagram posts"),
        mark("One row per post with its values since publication."),
        POST + ACCOUNT + INSTAGRAM_METRICS,
        ("post_id", "account_id|account_handle", "published", "permalink", "views|reach|likes"),
        read_posts,
        infer=infer_header,
        names_accounts=True,
        zone=ZONE,
    ),
    Format(
        "meta_content_facebook",
        "facebook",
        mark("Meta Business Suite: Facebook posts"),
        mark("One row per post with its values since publication."),
        POST + PAGE + FACEBOOK_METRICS + FACEBOOK_IGNORED,
        ("post_id", "account_id", "published", "permalink", "views|impressions|reach|reactions"),
        read_posts,
        infer=infer_header,
        names_accounts=True,
        zone=ZONE,
    ),
    Format(
        "meta_content_videos",
        "facebook",
        mark("Meta Business Suite: Facebook videos"),
        mark("One row per video with its values since publication."),
        (
            column("video_id", en="Video asset ID", es="Identificador de la pieza de vídeo"),
            column("universal_id", en="Universal video ID", es="Identificador de vídeo universal"),
            column("published", en="Publish time", es="Hora de publicación"),
            column("title", en="Title", es="Título"),
            column("span", en="Date", es="Fecha"),
            *PAGE,
            *VIDEO_METRICS,
            *VIDEO_IGNORED,
        ),
        ("video_id", "account_id", "published"),
        read_videos,
        names_accounts=True,
        zone=ZONE,
    ),
)

__all__ = ["FORMATS", "METRICS"]
