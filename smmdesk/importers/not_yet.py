"""Exports that are recognised by their header so that they can be called by their name, but are not read."""

from __future__ import annotations

import re

from smmdesk.core.i18n import mark
from smmdesk.importers.cells import key
from smmdesk.importers.tables import Format, Header, Table, column
from smmdesk.importers.text import Damaged

_CARD_DATE = ("date", "data", "fecha", "datum")
_CARD_TITLES = frozenset(
    {
        "reach", "views", "viewers", "follows", "content interactions", "published content", "top content formats",
        "audience", "top cities", "top countries", "age & gender", "age and gender", "top pages",
        "facebook follows", "instagram follows", "facebook visits", "instagram profile visits", "facebook reach",
        "instagram reach", "instagram link clicks", "facebook followers", "instagram followers", "facebook page reach",
        "alcance", "visualizações", "visitas ao perfil do instagram", "seguidores no instagram",
        "interações com o conteúdo", "cliques no link do instagram", "faixa etária e gênero", "conteúdo publicado",
        "principais cidades", "principais países",
    }
)  # fmt: skip
_CARD_DAY = re.compile(r"\d{4}-\d{2}-\d{2}T0[01]:00:00\Z")
_CARD_VALUE_TITLES = (("principais cidades", "valor"), ("top cities", "value"))


def _find_card(table: Table) -> Header | None:
    """Find a card of Business Suite insights: a line with its title, then `Date` and `Primary` or a small table."""
    head = table.head[:6]
    for place, (line, record) in enumerate(head):
        if isinstance(record, Damaged):
            continue
        keys = [word for word in map(key, record) if word]
        if len(keys) == 2 and keys[0] in _CARD_DATE and (keys[1] == "primary" or _has_card_day(table)):
            return Header(line, place, tuple(record), "", {"card": (0, 1, 2)})
        if tuple(keys) in _CARD_VALUE_TITLES:
            return Header(line, place, tuple(record), "", {"card": (0, 1, 2)})
        if len(keys) == 1 and place <= 1 and (keys[0] in _CARD_TITLES) and len(head) > place + 1:
            return Header(line, place, tuple(record), "", {"card": (0, 1)})
    return None


def _has_card_day(table: Table) -> bool:
    return any(cells and _CARD_DAY.match(cells[0].strip()) for _line, cells in table.head)


def _find_creator(table: Table) -> Header | None:
    """Find a sheet of a LinkedIn profile's own export by its name and the shape of its first rows."""
    name = key(table.name.rpartition(":")[2])
    if name in _CREATOR_SHEETS and table.head:
        return Header(table.head[0][0], 0, tuple(table.head[0][1]), "", {"sheet": (0, 1)})
    return None


_CREATOR_SHEETS = frozenset(
    {
        "scoperta",
        "interesse",
        "post principali",
        "discovery",
        "engagement",
        "top posts",
        "demographics",
        "dati demografici",
    }
)


def _find_campaign_manager(table: Table) -> Header | None:
    head = [cells for _line, cells in table.head[:8] if not isinstance(cells, Damaged)]
    first = key(head[0][0]) if head and head[0] else ""
    if any(cells and key(cells[0]) in ("start date (in utc)", "begindatum (in utc)") for cells in head):
        return Header(1, 0, (), "", {"report": tuple(range(5))})
    return Header(1, 0, (), "", {"report": tuple(range(5))}) if first.endswith("performance report (in utc)") else None


FORMATS = (
    Format(
        "linkedin_competitors",
        "linkedin",
        mark("LinkedIn page: competitors"),
        refusal=mark(
            "“{name}” is a LinkedIn competitor export: it holds other companies' figures, which are no results of this "
            "client, so it is not imported."
        ),
        columns=(
            column("page", en="Page"),
            column("followers", en="Total Followers"),
            column("new_followers", en="New Followers"),
            column("engagements", en="Total post engagements"),
            column("posts", en="Total posts"),
        ),
        required=("page", "new_followers", "posts"),
    ),
    Format("linkedin_creator", "linkedin", mark("LinkedIn profile (creator)"), find=_find_creator),
    Format("linkedin_ads", "linkedin_ads", mark("LinkedIn Campaign Manager report"), find=_find_campaign_manager),
    Format("meta_insights", "instagram", mark("Meta Business Suite: insights card"), find=_find_card),
    Format(
        "x_content",
        "x",
        mark("X account analytics: content"),
        columns=(
            column("post_id", en="Post id"),
            column("day", en="Date", pt="Data"),
            column("text", en="Post text", pt="Texto do post"),
            column("link", en=("Post Link", "Link"), pt="Postar link"),
            column("impressions", en="Impressions", pt="Impressões"),
            column("engagements", en="Engagements", pt="Engajamentos"),
            column("likes", en="Likes", pt="Curtidas"),
            column("bookmarks", en="Bookmarks", pt="Itens salvos"),
        ),
        required=("day", "text", "impressions", "engagements"),
    ),
    Format(
        "x_overview",
        "x",
        mark("X account analytics: overview"),
        columns=(
            column("day", en="Date"),
            column("impressions", en="Impressions"),
            column("engagements", en="Engagements"),
            column("likes", en="Likes"),
            column("bookmarks", en="Bookmarks"),
            column("unfollows", en="Unfollows"),
            column("created", en="Create Post"),
            column("reposts", en="Reposts"),
        ),
        required=("day", "impressions", "engagements", "bookmarks"),
    ),
    Format(
        "x_legacy",
        "x",
        mark("Twitter Analytics: tweet activity"),
        columns=(
            column("tweet_id", en="Tweet id"),
            column("link", en="Tweet permalink"),
            column("text", en="Tweet text"),
            column("day", en="Date"),
            column("published", en="Tweets published"),
            column("impressions", en="impressions"),
            column("engagements", en="engagements"),
        ),
        required=("tweet_id|published", "impressions"),
    ),
)
