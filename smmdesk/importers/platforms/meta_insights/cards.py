"""The cards of Meta's insights by their titles, in every language seen, and the metrics that they bring."""

from __future__ import annotations

from dataclasses import dataclass

from smmdesk.core.i18n import mark
from smmdesk.core.readings import Additivity, Direction, Metric, Span, Unit
from smmdesk.importers.cells import key

FACEBOOK, INSTAGRAM = "facebook", "instagram"
NETWORKS = (FACEBOOK, INSTAGRAM)
_B, _D, _E = Additivity.UNIQUE, Additivity.STOCK, Additivity.RATIO
_NEUTRAL = Direction.NEUTRAL


def metric_key(network: str, name: str) -> str:
    """Return the key of a metric of one of the two networks."""
    return f"{network}.{name}.v1"


def _both(
    name: str,
    title: str,
    meaning: str,
    unit: Unit = Unit.COUNT,
    additivity: Additivity = Additivity.FLOW,
    direction: Direction = Direction.UP_IS_GOOD,
    span: Span = Span.DAY,
) -> tuple[Metric, ...]:
    return tuple(
        Metric(metric_key(network, name), title, meaning, unit, additivity, direction, span) for network in NETWORKS
    )


METRICS: tuple[Metric, ...] = (
    *_both(
        "reach",
        mark("Reach"),
        mark("Accounts that saw any content on the day, organic or through advertising."),
        additivity=_B,
    ),
    *_both("views", mark("Views"), mark("How often content was played or shown on the day, repeats included.")),
    *_both("viewers", mark("Viewers"), mark("Accounts that viewed content on the day."), additivity=_B),
    *_both("follows", mark("New follows"), mark("Accounts that began to follow on the day.")),
    Metric(
        "facebook.visits.v1", mark("Page visits"), mark("How often the page was visited on the day."), span=Span.DAY
    ),
    Metric(
        "instagram.profile_visits.v1",
        mark("Profile visits"),
        mark("How often the profile was visited on the day."),
        span=Span.DAY,
    ),
    *_both(
        "content_interactions",
        mark("Content interactions"),
        mark("Reactions, comments, shares, saves and replies on the day."),
    ),
    *_both("link_clicks", mark("Link clicks"), mark("Clicks on the account's links on the day.")),
    *_both(
        "followers",
        mark("Followers"),
        mark("Followers of the account on the day of the export."),
        additivity=_D,
        span=Span.MOMENT,
    ),
    *_both(
        "followers_share",
        mark("Share of followers"),
        mark("Share of the followers that belongs to the group."),
        Unit.SHARE,
        _E,
        _NEUTRAL,
        Span.MOMENT,
    ),
    *_both(
        "views_of_format", mark("Views of the format"), mark("Views of all content of one format."), span=Span.PERIOD
    ),
    *_both(
        "interactions_of_format",
        mark("Interactions with the format"),
        mark("Interactions with all content of one format."),
        span=Span.PERIOD,
    ),
    *_both(
        "published_of_format",
        mark("Published content of the format"),
        mark("Pieces of content of one format that were published."),
        direction=_NEUTRAL,
        span=Span.PERIOD,
    ),
)


@dataclass(frozen=True, slots=True)
class Card:
    """What a title says: the kind of card, and its network where it names one."""

    what: str
    network: str | None
    language: str


# A day's card is called after its metric; ages, cities and countries are shares of the followers.
_TITLES: dict[str, dict[str, dict[str | None, tuple[str, ...]]]] = {
    "reach": {
        "en": {None: ("Reach",), FACEBOOK: ("Facebook reach", "Facebook Page reach"), INSTAGRAM: ("Instagram reach",)},
        "pt": {None: ("Alcance",), FACEBOOK: ("Alcance no Facebook",), INSTAGRAM: ("Alcance do Instagram",)},
    },
    "views": {"en": {None: ("Views",)}, "pt": {None: ("Visualizações",)}},
    "viewers": {"en": {None: ("Viewers",)}},
    "follows": {
        "en": {None: ("Follows",), FACEBOOK: ("Facebook follows",), INSTAGRAM: ("Instagram follows",)},
        "pt": {None: ("Seguidores",), INSTAGRAM: ("Seguidores no Instagram", "Seguidos no Instagram")},
    },
    "visits": {"en": {FACEBOOK: ("Facebook visits",)}, "pt": {FACEBOOK: ("Visitas ao Facebook",)}},
    "profile_visits": {
        "en": {INSTAGRAM: ("Instagram profile visits",)},
        "pt": {INSTAGRAM: ("Visitas ao perfil do Instagram",)},
    },
    "content_interactions": {"en": {None: ("Content interactions",)}, "pt": {None: ("Interações com o conteúdo",)}},
    "link_clicks": {
        "en": {INSTAGRAM: ("Instagram link clicks",)},
        "pt": {FACEBOOK: ("Cliques no link do Facebook",), INSTAGRAM: ("Cliques no link do Instagram",)},
    },
    "followers": {"en": {FACEBOOK: ("Facebook followers",), INSTAGRAM: ("Instagram followers",)}},
    "age_gender": {
        "en": {
            None: ("Age & gender", "Age and gender"),
            FACEBOOK: ("Facebook followers by gender and age",),
            INSTAGRAM: ("Instagram followers by gender and age",),
        },
        "pt": {None: ("Faixa etária e gênero",)},
    },
    "city": {
        "en": {
            None: ("Top cities",),
            FACEBOOK: ("Facebook followers by top cities",),
            INSTAGRAM: ("Instagram followers by top cities",),
        },
        "pt": {None: ("Principais cidades",), INSTAGRAM: ("Seguidores do Instagram pelas principais cidades",)},
    },
    "country": {
        "en": {
            None: ("Top countries",),
            FACEBOOK: ("Facebook followers by top countries",),
            INSTAGRAM: ("Instagram followers by top countries",),
        },
        "pt": {None: ("Principais países",)},
    },
    "published": {"en": {None: ("Published content",)}, "pt": {None: ("Conteúdo publicado",)}},
}
CARDS: dict[str, Card] = {
    key(title): Card(what, network, language)
    for what, languages in _TITLES.items()
    for language, networks in languages.items()
    for network, titles in networks.items()
    for title in titles
}
DAILY = frozenset(
    {"reach", "views", "viewers", "follows", "visits", "profile_visits", "content_interactions", "link_clicks"}
)
GROUPS = frozenset({"city", "country"})
FORMATS_OF: dict[str, str] = {
    "views": "views_of_format",
    "content_interactions": "interactions_of_format",
    "published": "published_of_format",
}

DATES = frozenset({"date", "data", "fecha", "datum"})
PRIMARY = "primary"
VALUES = frozenset({"value", "valor"})
AGES = frozenset({"", "age", "idade"})
GENDERS = {"women": "women", "men": "men", "mulheres": "women", "homens": "men"}
NETWORK_CODES = {"fb_page": FACEBOOK, "ig_account": INSTAGRAM}
# Kinds of posts that only Facebook has.
FACEBOOK_KINDS = frozenset({"links", "text", "multi-photo"})
