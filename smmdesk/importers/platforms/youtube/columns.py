"""The columns of YouTube Studio's exports in every language seen, and the metrics that they bring."""

from __future__ import annotations

from smmdesk.core.i18n import mark
from smmdesk.core.readings import Additivity, Direction, Metric, Span, Unit
from smmdesk.importers.tables import Column, column

B, E = Additivity.UNIQUE, Additivity.RATIO
BAD, NEUTRAL = Direction.UP_IS_BAD, Direction.NEUTRAL

_Definition = tuple[str, str, str, Unit, Additivity, Direction]
_UP = Direction.UP_IS_GOOD
_COUNT, _FLOW = Unit.COUNT, Additivity.FLOW

_DEFINITIONS: tuple[_Definition, ...] = (
    ("views", mark("Views"), mark("Plays; of Shorts every start counts."), _COUNT, _FLOW, _UP),
    ("engaged_views", mark("Engaged views"), mark("Plays that lasted a moment; the older count."), _COUNT, _FLOW, _UP),
    ("watch_time", mark("Watch time"), mark("Time watched, in hours."), Unit.HOURS, _FLOW, _UP),
    ("subscribers", mark("Subscribers"), mark("Subscribers gained less subscribers lost."), _COUNT, _FLOW, _UP),
    ("subscribers_gained", mark("Subscribers gained"), mark("New subscribers."), _COUNT, _FLOW, _UP),
    ("subscribers_lost", mark("Subscribers lost"), mark("Subscribers who left."), _COUNT, _FLOW, BAD),
    ("impressions", mark("Impressions"), mark("How often a thumbnail was shown on YouTube."), _COUNT, _FLOW, _UP),
    ("ctr", mark("Impressions click-through rate"), mark("Plays per thumbnail shown."), Unit.SHARE, E, _UP),
    ("average_view_duration", mark("Average view duration"), mark("Time watched per view."), Unit.SECONDS, E, _UP),
    (
        "average_percentage_viewed",
        mark("Average percentage viewed"),
        mark("Share of the video watched per view."),
        Unit.SHARE,
        E,
        _UP,
    ),
    ("unique_viewers", mark("Unique viewers"), mark("Estimated number of people who watched."), _COUNT, B, _UP),
    ("returning_viewers", mark("Returning viewers"), mark("People who watched the channel again."), _COUNT, B, _UP),
    ("views_per_viewer", mark("Average views per viewer"), mark("Views per person."), Unit.DECIMAL, E, _UP),
    ("shares", mark("Shares"), mark("How often the share button was used."), _COUNT, _FLOW, _UP),
    ("likes", mark("Likes"), mark("Likes, less those taken back."), _COUNT, _FLOW, _UP),
    ("dislikes", mark("Dislikes"), mark("Dislikes, less those taken back."), _COUNT, _FLOW, BAD),
    (
        "likes_share",
        mark("Likes against dislikes"),
        mark("Likes as a share of likes and dislikes."),
        Unit.SHARE,
        E,
        _UP,
    ),
    ("comments", mark("Comments"), mark("Comments added, less those removed."), _COUNT, _FLOW, _UP),
    (
        "stayed_share",
        mark("Stayed to watch"),
        mark("Share of Shorts shown that were not swiped away."),
        Unit.SHARE,
        E,
        _UP,
    ),
)
_OF_GROUPS: tuple[_Definition, ...] = (
    (
        "views_share",
        mark("Share of views"),
        mark("Share of the views that belongs to the group."),
        Unit.SHARE,
        E,
        NEUTRAL,
    ),
    (
        "watch_time_share",
        mark("Share of watch time"),
        mark("Share of the watch time that belongs to the group."),
        Unit.SHARE,
        E,
        NEUTRAL,
    ),
    ("revenue", mark("Estimated revenue"), mark("YouTube's own estimate of the revenue."), Unit.MONEY, _FLOW, _UP),
)

METRICS = (
    *(
        Metric(f"youtube.post.{name}.v1", title, meaning, unit, additivity, direction, Span.PERIOD)
        for name, title, meaning, unit, additivity, direction in _DEFINITIONS
    ),
    *(
        Metric(f"youtube.{name}.v1", title, meaning, unit, additivity, direction, Span.DAY)
        for name, title, meaning, unit, additivity, direction in (*_DEFINITIONS, *_OF_GROUPS)
    ),
)

NAMES: dict[str, dict[str, str | tuple[str, ...]]] = {
    "views": {"en": "Views", "pt": "Visualizações", "de": "Aufrufe", "it": "Visualizzazioni", "fr": "Vues"},
    "engaged_views": {"en": "Engaged views", "pt": "Visualizações intencionais", "it": 'Visualizzazioni "engaged"'},
    "watch_time": {
        "en": "Watch time (hours)",
        "pt": "Tempo de exibição (horas)",
        "de": "Wiedergabezeit (Stunden)",
        "it": "Tempo di visualizzazione (ore)",
    },
    "subscribers": {"en": "Subscribers", "pt": "Inscritos", "de": "Abonnenten", "it": "Iscritti"},
    "subscribers_gained": {"en": "Subscribers gained"},
    "subscribers_lost": {"en": "Subscribers lost"},
    "impressions": {"en": "Impressions", "pt": "Impressões", "de": "Impressionen"},
    "ctr": {
        "en": "Impressions click-through rate (%)",
        "pt": "Taxa de cliques de impressões (%)",
        "de": "Klickrate der Impressionen (%)",
    },
    "average_view_duration": {
        "en": "Average view duration",
        "pt": "Duração média da visualização",
        "it": "Durata di visualizzazione media",
    },
    "average_percentage_viewed": {"en": "Average percentage viewed (%)"},
    "unique_viewers": {"en": "Unique viewers"},
    "returning_viewers": {"en": "Returning viewers"},
    "views_per_viewer": {"en": "Average views per viewer"},
    "shares": {"en": "Shares"},
    "likes": {"en": "Likes"},
    "dislikes": {"en": "Dislikes"},
    "likes_share": {"en": ("Likes (vs. dislikes) (%)", "Likes (vs dislikes) (%)")},
    "comments": {"en": "Comments added"},
    "stayed_share": {"en": ("Viewed (vs. swiped away) (%)", "Stayed to watch (%)")},
    "views_share": {"en": "Views (%)"},
    "watch_time_share": {"en": "Watch time (hours) (%)"},
    "revenue": {
        "en": ("Your estimated revenue ({cur})", "Estimated revenue ({cur})"),
        "pt": ("Sua receita estimada ({cur})", "Receita estimada ({cur})"),
    },
}
GROUP_ONLY = ("views_share", "watch_time_share")


def metric_columns(prefix: str, *, groups: bool) -> tuple[Column, ...]:
    """Declare the metric columns; revenue is money and has no metric of posts."""
    return tuple(
        column(name, metric="" if name == "revenue" else f"{prefix}{name}.v1", **names)
        for name, names in NAMES.items()
        if groups or name not in GROUP_ONLY
    )


DAY = column("day", en="Date", pt="Data", de="Datum")
VIDEO = (
    column("video_id", en="Content", pt="Conteúdo", de="Video", it="Contenuti", fr="Contenu"),
    column("title", en="Video title", pt="Título do vídeo", de="Videotitel", it="Titolo video", fr="Titre de la vidéo"),
    column(
        "published",
        en="Video publish time",
        pt="Horário de publicação do vídeo",
        de="Veröffentlichungszeitpunkt des Videos",
        it="Ora pubblicazione video",
        fr="Heure de publication de la vidéo",
    ),
    column("duration", en="Duration", pt="Duração", it="Durata", fr="Durée"),
)
GROUPS = (
    ("country", "Geography"),
    ("age", "Viewer age"),
    ("gender", "Viewer gender"),
    ("city", "Cities"),
    ("traffic_source", "Traffic source"),
    ("subscription", "Subscription status"),
)
