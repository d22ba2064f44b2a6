"""The columns of Google Ads' reports and cards in every language seen, and the metrics that they bring."""

from __future__ import annotations

from smmdesk.core.i18n import mark
from smmdesk.core.readings import Additivity, Direction, Metric, Span, Unit
from smmdesk.importers.tables import Column, column

E = Additivity.RATIO
BAD, NEUTRAL = Direction.UP_IS_BAD, Direction.NEUTRAL
MONEY, SHARE, DECIMAL = Unit.MONEY, Unit.SHARE, Unit.DECIMAL


def _metric(
    name: str,
    title: str,
    meaning: str,
    unit: Unit = Unit.COUNT,
    additivity: Additivity = Additivity.FLOW,
    direction: Direction = Direction.UP_IS_GOOD,
) -> Metric:
    return Metric(f"google_ads.{name}.v1", title, meaning, unit, additivity, direction, Span.PERIOD)


METRICS = (
    _metric("spend", mark("Cost"), mark("What the advertisements cost."), MONEY, direction=NEUTRAL),
    _metric("impressions", mark("Impressions"), mark("How often advertisements were shown.")),
    _metric("clicks", mark("Clicks"), mark("Clicks on the advertisements.")),
    _metric("interactions", mark("Interactions"), mark("Clicks, video plays and what else a kind of campaign counts.")),
    _metric(
        "conversions",
        mark("Conversions"),
        mark("Actions that Google ascribes to the advertisements; parts of one may be counted."),
        DECIMAL,
    ),
    _metric(
        "view_conversions",
        mark("View-through conversions"),
        mark("Conversions after an advertisement was shown and not clicked."),
        DECIMAL,
    ),
    _metric(
        "conversion_value",
        mark("Conversion value"),
        mark("Value of the conversions that Google ascribes to the advertisements."),
        MONEY,
    ),
    _metric("ctr", mark("Click-through rate"), mark("Clicks per impression."), SHARE, E),
    _metric("interaction_rate", mark("Interaction rate"), mark("Interactions per impression."), SHARE, E),
    _metric("conversion_rate", mark("Conversion rate"), mark("Conversions per interaction."), SHARE, E),
    _metric("cpc", mark("Average cost per click"), mark("Cost per click."), MONEY, E, BAD),
    _metric("cpm", mark("Cost per 1,000 impressions"), mark("Cost per 1,000 impressions."), MONEY, E, BAD),
    _metric("cost_per_interaction", mark("Average cost"), mark("Cost per interaction."), MONEY, E, BAD),
    _metric("cost_per_conversion", mark("Cost per conversion"), mark("Cost per conversion."), MONEY, E, BAD),
    _metric("roas", mark("Conversion value per cost"), mark("Conversion value per unit spent."), DECIMAL, E),
)

# The kinds of part, the finest first: dimension, the field of the name, the field of the id, the fields of its owners.
LEVELS = (
    ("search_term", "search_term", "", ("campaign", "ad_group")),
    ("keyword", "keyword", "", ("campaign", "ad_group")),
    ("ad", "ad", "ad_id", ("campaign", "ad_group")),
    ("ad_group", "ad_group", "ad_group_id", ("campaign",)),
    ("campaign", "campaign", "campaign_id", ()),
)
BREAKDOWNS = ("device", "network", "hour")
DAYS = ("day", "week", "month")
PERCENTS = ("ctr", "interaction_rate", "conversion_rate")
UNIT_COSTS = ("cpc", "cpm", "cost_per_interaction", "cost_per_conversion")
AMOUNTS = ("spend", "conversion_value", *UNIT_COSTS)

PARTS = (
    column("account_name", en="Account name", pt="Nome da conta"),
    column("account_id", en="Customer ID"),
    column(
        "campaign",
        en=("Campaign", "Campaign name"),
        pt="Campanha",
        it=("Campagna", "Nome campagna", "Nome della campagna"),
    ),
    column("campaign_id", en="Campaign ID"),
    column("ad_group", en=("Ad group", "Ad group name"), pt="Grupo de anúncios", it="Gruppo di annunci"),
    column("ad_group_id", en="Ad group ID"),
    column("ad", en=("Ad name", "Headline 1", "Headline")),
    column("ad_id", en="Ad ID"),
    column("keyword", en=("Search keyword", "Keyword"), pt=("Pesquisar palavra-chave", "Palavra-chave")),
    column("search_term", en="Search term", pt="Termo de pesquisa"),
    column(
        "match_type",
        en=("Match type", "Search keyword match type"),
        pt=("Pesquisar tipo de correspondência de palavra-chave", "Tipo de correspondência"),
    ),
    column("device", en="Device", pt="Dispositivo", it="Dispositivo"),
    column("network", en=("Network", "Network (with search partners)"), pt="Rede", it="Rete"),
    column("hour", en=("Hour", "Hour of the day"), pt="Hora"),
    column("day", en=("Date", "Day"), pt=("Data", "Dia"), it=("Data", "Giorno")),
    column("week", en="Week", pt="Semana", it="Settimana"),
    column("month", en="Month", pt="Mês", it="Mese"),
    column("currency", en="Currency code", pt="Código da moeda", it="Codice valuta"),
)

# Columns that are known and carry nothing that is kept.
IGNORED = (
    column(
        "status",
        en=("Campaign status", "Ad group status", "Ad status", "Search keyword status", "Keyword status"),
        pt=("Status da campanha", "Status da palavra-chave da rede de pesquisa"),
        it=("Stato della campagna", "Stato campagna"),
    ),
    column("state", en="Status", pt="Status"),
    column(
        "reasons",
        en="Status reasons",
        pt=("Motivos do status", "Motivos do status da palavra-chave da rede de pesquisa"),
    ),
    column("budget", en="Budget", pt="Orçamento", it="Budget"),
    column("budget_name", en="Budget name", pt="Nome do orçamento"),
    column("budget_type", en="Budget type", pt="Tipo de orçamento"),
    column("campaign_type", en="Campaign type", pt="Tipo de campanha"),
    column("bid_strategy", en="Bid strategy type", pt="Tipo de estratégia de lances"),
    column("optimization", en="Optimization score", pt="Pontuação de otimização"),
    column("added", en="Added/Excluded"),
)


def _ads(name: str) -> str:
    return f"google_ads.{name}.v1"


FIGURES: tuple[Column, ...] = (
    column("spend", metric=_ads("spend"), en="Cost", pt="Custo", it="Costo"),
    column(
        "impressions",
        metric=_ads("impressions"),
        en=("Impr.", "Impressions"),
        pt=("Impr.", "Impressões"),
        it=("Impr.", "Impressioni"),
    ),
    column("clicks", metric=_ads("clicks"), en="Clicks", pt="Cliques", it=("Clic", "Click")),
    column("interactions", metric=_ads("interactions"), en="Interactions", pt="Interações"),
    column(
        "conversions",
        metric=_ads("conversions"),
        en=("Conversions", "Conv."),
        pt="Conversões",
        it="Conversioni",
    ),
    column("view_conversions", metric=_ads("view_conversions"), en="View-through conv.", pt="Conv. de visualização"),
    column("conversion_value", metric=_ads("conversion_value"), en="Conv. value", pt="Valor conv."),
    column("ctr", metric=_ads("ctr"), en="CTR", pt="CTR", it="CTR"),
    column("interaction_rate", metric=_ads("interaction_rate"), en="Interaction rate", pt="Taxa de interação"),
    column("conversion_rate", metric=_ads("conversion_rate"), en="Conv. rate", pt="Taxa de conv."),
    column("cpc", metric=_ads("cpc"), en="Avg. CPC", pt="CPC méd.", it="CPC medio"),
    column("cpm", metric=_ads("cpm"), en="Avg. CPM", pt="CPM méd."),
    column("cost_per_interaction", metric=_ads("cost_per_interaction"), en="Avg. cost", pt="Custo médio"),
    column(
        "cost_per_conversion",
        metric=_ads("cost_per_conversion"),
        en="Cost / conv.",
        pt="Custo / conv.",
        it="Costo / conv.",
    ),
    column("roas", metric=_ads("roas"), en="Conv. value / cost"),
)
