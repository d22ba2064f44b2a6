"""Exports that are recognised by their header so that they can be called by their name, but are not read."""

from __future__ import annotations

import re

from smmdesk.core.i18n import mark
from smmdesk.importers.cells import key
from smmdesk.importers.tables import Format, Header, Table, column
from smmdesk.importers.text import Damaged

_ADS_TITLE = re.compile(
    r"(?:campaign|ad|ad group|search terms?|search keyword|keyword) report|relatório d[aeo] .+|"
    r"termos de pesquisa|palavra-chave de pesquisa|search keywords?|search terms"
)
_ADS_PERIOD = re.compile(r".*\d{4}.* - .*\d{4}")


def _find_ads_report(table: Table) -> Header | None:
    """Find a Google Ads report: a line with its kind, a line with its dates, then a wide header."""
    head = table.head[:3]
    if len(head) < 3 or any(isinstance(cells, Damaged) for _line, cells in head):
        return None
    rows = [[cell for cell in cells if cell.strip()] for _line, cells in head]
    title, period = ", ".join(rows[0]), ", ".join(rows[1])
    if len(rows[2]) >= 4 and _ADS_PERIOD.match(period) and len(rows[0]) == 1 and _ADS_TITLE.fullmatch(key(title)):
        return Header(head[2][0], 2, tuple(head[2][1]), "", {"report": tuple(range(5))})
    return None


_CLICKS = column("clicks", en="Clicks", fr="Clics", nl="Aantal klikken", es="Clics", it="Clic")
_IMPRESSIONS = column("impressions", en="Impressions", fr="Impressions", nl="Vertoningen", es="Impresiones")
_POSITION = column("position", en="Position", fr="Position", nl="Positie", es="Posición")
_CTR = column("ctr", en="CTR")

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
    Format(
        "search_console",
        "search_console",
        mark("Google Search Console: performance"),
        columns=(
            column(
                "dimension",
                en=("Top queries", "Top pages", "Country", "Device", "Search Appearance", "Date"),
                fr=(
                    "Requêtes les plus fréquentes",
                    "Pages les plus populaires",
                    "Pays",
                    "Appareil",
                    "Apparence dans les résultats de recherche",
                    "Date",
                ),
                nl="Meest uitgevoerde zoekopdrachten",
                es="Páginas principales",
            ),
            _CLICKS,
            _IMPRESSIONS,
            _CTR,
            _POSITION,
        ),
        required=("clicks", "impressions", "ctr", "position"),
    ),
    Format(
        "search_console_filters",
        "search_console",
        mark("Google Search Console: performance"),
        columns=(column("filter", en="Filter", fr="Filtre"), column("value", en="Value", fr="Valeur")),
        required=("filter", "value"),
    ),
    Format("google_ads", "google_ads", mark("Google Ads report"), find=_find_ads_report),
    Format(
        "google_ads_card",
        "google_ads",
        mark("Google Ads overview card"),
        columns=(
            column(
                "dimension",
                en=("Device", "Network", "Date", "Hour", "Search keyword", "Campaign name"),
                pt=("Data", "Dispositivo", "Rede", "Campanha"),
                it="Nome campagna",
            ),
            column("clicks", en="Clicks", pt="Cliques", it="Clic"),
            column("cost", en="Cost", pt="Custo", it="Costo"),
            column("cpc", en="Avg. CPC", pt="CPC méd."),
            column("impressions", en="Impressions", pt="Impr.", it="Impressioni"),
        ),
        required=("dimension", "clicks", "cost"),
    ),
    Format(
        "mailchimp",
        "newsletter",
        mark("Mailchimp: campaigns"),
        columns=(
            column("title", en="Title"),
            column("subject", en="Subject"),
            column("audience", en=("Audience", "List")),
            column("sent", en="Send Date"),
            column("weekday", en="Send Weekday"),
            column("recipients", en="Total Recipients"),
            column("unique_id", en="Unique Id"),
        ),
        required=("subject", "sent", "unique_id|recipients"),
    ),
    Format(
        "business_profile",
        "business_profile",
        mark("Google Business Profile: performance"),
        columns=(
            column("store", en="Store code"),
            column("business", en="Business name"),
            column("calls", en="Calls"),
            column("directions", en="Directions"),
            column("website", en="Website clicks"),
        ),
        required=("store", "business", "calls|website"),
    ),
    Format(
        "tiktok_ads",
        "tiktok_ads",
        mark("TikTok Ads report"),
        columns=(
            column("campaign", en="Campaign name"),
            column("cost", en="Cost"),
            column("clicks", en="Clicks (destination)"),
            column("ctr", en="CTR (destination)"),
            column("views", en="2-second video views"),
        ),
        required=("campaign", "cost", "clicks|views"),
    ),
)
