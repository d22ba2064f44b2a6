"""LinkedIn profile (creator) exports: days, members reached, top posts, followers and their groups, from text cells."""

from __future__ import annotations

from smmdesk.core.i18n import mark
from smmdesk.importers.platforms.linkedin_creator.metrics import METRICS, profile_key
from smmdesk.importers.platforms.linkedin_creator.reading import (
    find_totals,
    read_days,
    read_groups,
    read_posts,
    read_totals,
    timing,
)
from smmdesk.importers.tables import Format, column

_TITLE = mark("LinkedIn profile (creator)")
_HOLDS = mark("Impressions, engagements and new followers per day, top posts, followers and their groups.")

FORMATS = (
    Format(
        "linkedin_creator",
        "linkedin",
        _TITLE,
        _HOLDS,
        read=read_totals,
        find=find_totals,
        timing=timing,
        rank=3,
        asks_period=True,
        header_languages=("en", "it", "pt"),
    ),
    Format(
        "linkedin_creator",
        "linkedin",
        _TITLE,
        _HOLDS,
        (
            column("day", en="Date", it="Data", pt="Data"),
            column(
                "impressions", metric=profile_key("impressions"), en="Impressions", it="Impressioni", pt="Impressões"
            ),
            column(
                "interactions",
                metric=profile_key("interactions"),
                en="Engagements",
                it="Interazioni",
                pt="Engajamentos",
            ),
        ),
        ("day", "impressions", "interactions"),
        read_days,
        timing=timing,
        rank=2,
    ),
    Format(
        "linkedin_creator",
        "linkedin",
        _TITLE,
        _HOLDS,
        (
            column("link", en="Post URL", it="URL del post"),
            column("published", en="Post publish date", it="Data di pubblicazione del post"),
            column("interactions", en="Engagements", it="Interazioni"),
            column("impressions", en="Impressions", it="Impressioni"),
        ),
        ("link", "published", "interactions|impressions"),
        read_posts,
        timing=timing,
        asks_period=True,
    ),
    Format(
        "linkedin_creator",
        "linkedin",
        _TITLE,
        _HOLDS,
        (
            column("day", en="Date", it="Data", pt="Data"),
            column(
                "new_followers",
                metric=profile_key("new_followers"),
                en="New followers",
                it="Nuovi follower",
                pt="Novos seguidores",
            ),
        ),
        ("day", "new_followers"),
        read_days,
        timing=timing,
        rank=1,
    ),
    Format(
        "linkedin_creator",
        "linkedin",
        _TITLE,
        _HOLDS,
        (
            column("group", en="Top Demographics", it="Principali dati demografici"),
            column("name", en="Value", it="Valore"),
            column("share", en="Percentage", it="Percentuale"),
        ),
        ("group", "name", "share"),
        read_groups,
        timing=timing,
    ),
)

__all__ = ["FORMATS", "METRICS"]
