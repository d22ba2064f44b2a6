"""Every wording of a header for which there is evidence is known, in every export that is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from smmdesk.importers.cells import key
from smmdesk.importers.registry import FORMATS

# Format and language, and the titles as platforms (or code that reads their files) write them; separated by " | ".
WORDINGS = {
    ("meta_content_instagram", "en"): (
        "Post ID | Account ID | Account username | Account name | Description | Duration (sec) | Duration (secs) | "
        "Publish time | Permalink | Post type | Data comment | Date | Views | Reach | Likes | Shares | Follows | "
        "Comments | Saves"
    ),
    ("meta_content_instagram", "pt"): (
        "Identificação da publicação | Identificação da conta | Nome de usuário da conta | Nome da conta | Descrição | "
        "Duração (segundos) | Horário de publicação | Link permanente | Tipo de publicação | Comentário de dados | "
        "Data | Visualizações | Curtidas | Compartilhamentos | Comentários | Salvamentos | Alcance | Seguimentos | "
        "Identificação do post | Tipo de post | Duração (s)"
    ),
    ("meta_content_instagram", "es"): (
        "identificador de la publicación | Identificador de la cuenta | Nombre de usuario de la cuenta | "
        "Nombre de la cuenta | Descripción | Duración (segundos) | Hora de publicación | Enlace permanente | "
        "Tipo de publicación | Comentario sobre los datos | Fecha | Visualizaciones | Alcance | Me gusta | "
        "Veces que se ha compartido | Seguidores | Comentarios | Veces guardado"
    ),
    ("meta_content_instagram", "sv"): (
        "Publicerings-id | Konto-id | Kontots användarnamn | Kontonamn | Beskrivning | Varaktighet (sek) | "
        "Publiceringstid | Permalänk | Inläggstyp | Datakommentar | Datum | Visningar | Räckvidd | Gilla-markeringar | "
        "Delningar | Följer | Kommentarer | Sparade objekt"
    ),
    ("meta_content_instagram", "it"): (
        "Orario di pubblicazione | Copertura | Mi piace | Commenti | Descrizione | Tipo di post"
    ),
    ("meta_content_stories", "pt"): (
        "Navegação | Respostas | Toques em figurinhas | Visitas ao perfil | Cliques no link"
    ),
    ("meta_content_stories", "en"): "Navigation | Replies | Sticker taps | Profile visits | Link clicks",
    ("meta_content_videos", "en"): (
        "Video asset ID | Universal video ID | Page ID | Page name | Title | Duration (sec) | Publish time | "
        "Custom labels | Data comment | Date | Reach | 3-second video views"
    ),
    ("meta_ads", "en"): (
        "Reporting starts | Reporting ends | Campaign name | Ad name | Campaign delivery | Ad delivery | Ad Set Name | "
        "Attribution setting | Results | Result indicator | Result type | Reach | Impressions | Cost per results | "
        "Amount spent (UAH) | Amount spent (EUR) | Ends | Account name | Region | Month | Frequency | Currency | "
        "Campaign ID | Ad ID | Ad set budget"
    ),
    ("linkedin_content", "en"): (
        "Date | Impressions (organic) | Impressions (sponsored) | Impressions (total) | "
        "Unique impressions (organic) | Clicks (total) | Reactions (total) | Comments (total) | Reposts (total) | "
        "Engagement rate (total)"
    ),
    ("linkedin_followers", "en"): (
        "Date | Sponsored followers | Organic followers | Auto-invited followers | Total followers"
    ),
    ("linkedin_ads", "en"): (
        "Start Date (in UTC) | Account Name | Currency | Campaign Name | Campaign ID | Total Spent | Impressions | "
        "Clicks | Click Through Rate | Average CPM | Average CPC"
    ),
    ("linkedin_ads", "nl"): (
        "Begindatum (in UTC) | Accountnaam | Valuta | Campagne-ID | Campagnenaam | Totaal besteed | Weergaven | "
        "Klikken | Doorklikfrequentie (CTR) | Gemiddelde CPM | Gemiddelde CPC | Conversies"
    ),
    ("x_content", "en"): (
        "Post id | Date | Post text | Post Link | Impressions | Likes | Engagements | Bookmarks | Shares | "
        "New follows | Replies | Reposts | Profile visits | Detail Expands | URL Clicks | Hashtag Clicks | "
        "Permalink Clicks | Link | Share | Detail expands | Url clicks | Hashtag clicks | Permalink clicks"
    ),
    ("x_content", "pt"): (
        "Data | Texto do post | Postar link | Impressões | Curtidas | Engajamentos | Itens salvos | "
        "Compartilhamentos | Novos seguidores | Respostas | Reposts | Visitas ao perfil | Expansões de detalhes | "
        "Cliques de URL | Cliques de hashtag | Cliques de link permanente"
    ),
    ("x_overview", "en"): (
        "Date | Impressions | Likes | Engagements | Bookmarks | Shares | New follows | Unfollows | Replies | Reposts | "
        "Profile visits | Create Post | Video views | Media views"
    ),
    ("x_legacy", "en"): (
        "Tweet id | Tweet permalink | Tweet text | time | impressions | likes | favorites | promoted media engagements"
    ),
    ("x_legacy_days", "en"): "Date | Tweets published",
    ("tiktok_overview", "en"): "Date | Video Views | Profile Views | Likes | Comments | Shares",
    ("tiktok_viewers", "en"): "Date | Total Viewers | New Viewers | Returning Viewers",
    ("tiktok_follower_history", "en"): "Date | Followers | Difference in followers from previous day",
    ("tiktok_follower_activity", "en"): "Date | Hour | Active followers",
    ("tiktok_business_videos", "en"): (
        "Video title | Video link | Post time | Video views | Likes | Comments | Shares | Add to Favorites"
    ),
    ("tiktok_business_days", "en"): (
        "Date | Video views | Reached audience | Profile views | Likes | Shares | Comments | Phone number clicks  | "
        "Leads submission | Net growth | New followers | Lost followers"
    ),
    ("youtube_country", "en"): "Geography | Views | Watch time (hours)",
    ("youtube_city", "en"): "Cities | Views",
    ("youtube_traffic_source", "en"): "Traffic source | Views",
    ("youtube_age", "en"): "Viewer age",
    ("youtube_gender", "en"): "Viewer gender",
    ("youtube_subscription", "en"): "Subscription status",
    ("search_console", "en"): "Date | Clicks | Impressions | CTR | Position",
    ("search_console_query", "en"): "Top queries",
    ("search_console_page", "en"): "Top pages",
    ("search_console_country", "en"): "Country",
    ("search_console_device", "en"): "Device",
    ("search_console_appearance", "en"): "Search Appearance",
    ("search_console_country", "fr"): "Pays",
    ("search_console_device", "fr"): "Appareil",
    ("search_console_coverage", "es"): "Fecha | Sin indexar | Indexadas | Impresiones",
    ("bing_webmaster", "en"): "Date | Clicks | Impressions | Avg. CTR",
    ("meta_content_facebook", "en"): (
        "Post ID | Page ID | Page name | Title | Description | Duration (sec) | Publish time | Caption type | "
        "Permalink | Is crosspost | Is share | Post type | Languages | Custom labels | Funded content status | "
        "Data comment | Date | Impressions | Views | Reach | Reactions, Comments and Shares | "
        "Reactions, comments and shares | Reactions | Comments | Shares | Total clicks | Link Clicks | Other Clicks | "
        "Other clicks | Matched Audience Targeting Consumption (Photo Click) | Seconds viewed | "
        "Average Seconds viewed | 3-second video views"
    ),
    ("meta_content_facebook", "sv"): (
        "Sid-id | Sidnamn | Titel | Typ av undertext | Är korspublicering | Delat | Språk | Anpassade etiketter | "
        "Status för betalinnehåll | Totalt antal klick | Övriga klick | Länkklick"
    ),
    ("meta_content_facebook", "it"): (
        "Orario di pubblicazione | Copertura | Reazioni, commenti e condivisioni | Reazioni | Commenti | "
        "Condivisioni | Titolo | Descrizione"
    ),
    ("meta_content_videos", "es"): (
        "Identificador de la pieza de vídeo | Identificador de vídeo universal | Identificador de la página"
    ),
    ("meta_ads", "it"): (
        "Inizio dei report | Fine dei report | Nome della campagna | Pubblicazione della campagna | "
        "Impostazione di attribuzione | Risultati | Indicatore di risultato | Costo per risultati | "
        "Budget del gruppo di inserzioni | Tipo di budget del gruppo di inserzioni | Importo speso (EUR) | "
        "Impression | Copertura | Fine | Risultati (iniziali) | Indicatore (iniziale) dei risultati | Giorno | "
        "Clic sul link | Interazione con la Pagina | Reazioni al post | Salvataggi del post | "
        "Condivisioni del post | ThruPlay | CTR (percentuale di clic sul link) | CPC (costo per clic sul link) | "
        "CPM (costo per 1.000 impression) | Frequenza"
    ),
    ("meta_ads", "pt"): (
        "Anúncios | CPM (custo por 1.000 impressões) | Impressões | CTR (todos) | Tipo de resultado | "
        "Índice de resultados | Resultados | Configuração de atribuição | Custo por resultado | "
        "Início dos relatórios | Término dos relatórios"
    ),
    ("linkedin_content", "es"): (
        "Fecha | Impresiones (orgánicas) | Impresiones totales | Clics (Totales) | Reacciones (generales) | "
        "Veces compartido (total) | Tasa de interacción (total)"
    ),
    ("tiktok_content", "en"): (
        "Video title | Video link | Post time | Total likes | Total comments | Total shares | Total views | "
        "Total play time | Average watch time | Watched full video | Add to favorites"
    ),
    ("tiktok_business_audience", "en"): (
        "Date | New followers | Total followers | Reached audience | Engaged audience"
    ),
    ("youtube_videos", "it"): (
        "Contenuti | Titolo video | Ora pubblicazione video | Durata | Visualizzazioni | Visualizzazioni \"engaged\" | "
        "Tempo di visualizzazione (ore) | Iscritti | Durata di visualizzazione media"
    ),
    ("youtube_videos", "fr"): "Contenu | Titre de la vidéo | Heure de publication de la vidéo | Durée | Vues",
    ("youtube_videos", "de"): (
        "Video | Videotitel | Veröffentlichungszeitpunkt des Videos | Auf\u00adru\u00adfe | Wiedergabezeit (Stunden) | "
        "Abonnenten | Impressionen | Klickrate der Impressionen (%)"
    ),
    ("youtube_videos", "pt"): (
        "Conteúdo | Título do vídeo | Horário de publicação do vídeo | Visualizações | Visualizações intencionais | "
        "Tempo de exibição (horas) | Inscritos | Impressões | Taxa de cliques de impressões (%) | "
        "Duração média da visualização | Sua receita estimada (BRL) | Receita estimada (USD)"
    ),
    ("youtube_videos", "en"): (
        "Viewed (vs. swiped away) (%) | Stayed to watch (%) | Likes (vs. dislikes) (%) | Likes (vs dislikes) (%) | "
        "Your estimated revenue (USD) | Estimated revenue (USD)"
    ),
    ("search_console_query", "fr"): "Requêtes les plus fréquentes | Clics | Impressions | CTR | Position",
    ("search_console_page", "fr"): "Pages les plus populaires",
    ("search_console_query", "nl"): "Meest uitgevoerde zoekopdrachten | Aantal klikken | Vertoningen | CTR | Positie",
    ("search_console_page", "es"): "Páginas principales | Clics | Impresiones | CTR | Posición",
    ("google_ads", "en"): (
        "Campaign status | Campaign | Budget | Budget name | Budget type | Status | Status reasons | Campaign type | "
        "Impr. | CTR | Currency code | Cost | Clicks | Conv. rate | Conversions | Avg. CPC | Cost / conv."
    ),
    ("google_ads", "pt"): (
        "Status da campanha | Campanha | Orçamento | Código da moeda | Impr. | CTR | Custo | Conversões | CPC méd."
    ),
    ("google_ads", "it"): (
        "Campagna | Stato della campagna | Budget | Costo | Impr. | Clic | Click | CTR | CPC medio | Conversioni | "
        "Costo / conv. | Nome campagna | Stato campagna | Impressioni"
    ),
    ("business_profile", "en"): (
        "Store code | Business name | Address | Labels | Google Search - Mobile | Google Search – Mobile | "
        "Google Search - Desktop | Google Maps - Mobile | Google Maps - Desktop | Calls | Messages | Bookings | "
        "Directions | Website clicks | Food orders | Food menu clicks | Hotel bookings"
    ),
    ("mailchimp", "en"): (
        "Title | Subject | List | Audience | Send Date | Send Weekday | Total Recipients | Successful Deliveries | "
        "Soft Bounces | Hard Bounces | Total Bounces | Times Forwarded | Forwarded Opens | Unique Opens | Open Rate | "
        "Total Opens | "
        "Unique Clicks | Click Rate | Total Clicks | Unsubscribes | Abuse Complaints | Times Liked on Facebook | "
        "Folder Id | Unique Id | Total Orders | Total Gross Sales | Total Revenue"
    ),
    ("tiktok_ads", "en"): (
        "Date | Campaign ID | Campaign name | Campaign status | Objective | Campaign budget | Currency | Cost | "
        "Impressions | Clicks (destination) | Clicks (all) | CTR (destination) | CPC (destination) | CPM | "
        "2-second video views | 6-second video views | Video views at 100% | Paid likes | Conversions | "
        "Cost per conversion"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("format_", "language"), WORDINGS)
def test_each_title_is_known_in_its_language(format_: str, language: str) -> None:
    declared = [one for one in FORMATS if one.key == format_]
    assert declared
    unknown = [
        title
        for title in WORDINGS[format_, language].split(" | ")
        if not any(language in one.fields_of(key(title))[0] for one in declared)
    ]
    assert unknown == []


def test_a_post_table_of_linkedin_in_spanish() -> None:
    titles = "Título de la publicación | Enlace de la publicación | Anunciado por | Fecha de creación | Recomendaciones"
    posts = [one for one in FORMATS if one.key == "linkedin_content"]
    for title in [*titles.split(" | "), "Porcentaje de clics"]:
        assert any("es" in one.fields_of(key(title))[0] for one in posts), title


def test_a_french_table_of_videos_with_french_numbers(
    write: Callable[..., Path], read_file: Callable[..., Any]
) -> None:
    text = (
        "Contenu,Titre de la vidéo,Heure de publication de la vidéo,Durée,Vues,Impressions click-through rate (%)\n"
        'dQw4w9WgXcQ,Lecce,28 sept. 2026,62,44\u202f531,"62,1"\n'
    )
    file = read_file(write(text), period=(date(2026, 9, 1), date(2026, 9, 30)))
    [post] = file.posts
    assert (file.reading.recognised.language, post.published_on) == ("fr", date(2026, 9, 28))
    assert {value.metric.split(".")[2]: value.value for value in post.values} == {
        "views": 44531,
        "ctr": Decimal("0.621"),
    }


def test_an_italian_table_of_videos(write: Callable[..., Path], read_file: Callable[..., Any]) -> None:
    text = (
        'Contenuti,Titolo video,Ora pubblicazione video,Durata,"Visualizzazioni ""engaged""",Visualizzazioni,Iscritti\n'
        "Totale,,,,9,10,1\ndQw4w9WgXcQ,Lecce,6 lug 2026,62,9,10,1\n"
    )
    file = read_file(write(text), period=(date(2026, 7, 1), date(2026, 7, 31)))
    [post] = file.posts
    assert (file.reading.counts.total, post.published_on) == (1, date(2026, 7, 6))
    assert file.total("youtube.post.engaged_views.v1") == 9


def test_an_italian_report_of_advertisements_with_comma_and_an_end_that_is_no_date(
    write: Callable[..., Path], read_file: Callable[..., Any]
) -> None:
    text = (
        "Inizio dei report,Fine dei report,Nome della campagna,Risultati,Indicatore di risultato,Importo speso (EUR),"
        "Impression,Copertura,Fine,Budget del gruppo di inserzioni\n"
        '2026-06-01,2026-06-30,Estate,3,actions:link_click,"1.200,50",300,200,In corso,'
        '"Budget della campagna in uso"\n2026-06-01,2026-06-30,Inverno,2,Acquisti sul sito web,"10,00",30,20,'
        "1970-01-01,5\n"
    )
    file = read_file(write(text))
    assert (file.reading.recognised.language, file.refused) == ("it", [])
    assert file.total("meta_ads.spend.v1") == Decimal("1210.50")
    # results of different kinds stay apart, and none of them is in a common sum
    assert file.total("meta_ads.results_link_clicks.v1") == 3
    assert file.total("meta_ads.results_purchases.v1") == 2
    assert file.total("meta_ads.results.v1") == 0
    assert {(row.first_day, row.last_day) for row in file.segments} == {(date(2026, 6, 1), date(2026, 6, 30))}


@pytest.mark.parametrize("end", ["1970-01-01", "Ongoing", "2026-12-31", ""])
def test_when_an_ad_set_ends_is_no_end_of_the_period(
    write: Callable[..., Path], read_file: Callable[..., Any], end: str
) -> None:
    text = (
        "Reporting starts,Reporting ends,Ad set name,Ad set budget,Amount spent (EUR),Ends\n"
        f"2026-06-01,2026-06-30,Core,Using campaign budget,9.50,{end}\n"
    )
    [row] = read_file(write(text)).segments
    assert (row.first_day, row.last_day, row.currency) == (date(2026, 6, 1), date(2026, 6, 30), "EUR")


@pytest.mark.parametrize(
    ("head", "total", "footer"),
    [
        ("Content,Video title,Video publish time,Duration,Views", "Total", "Showing top 500 results"),
        ("Conteúdo,Título do vídeo,Horário de publicação do vídeo,Duração,Visualizações", "Total",
         "Mostrando os primeiros 500 resultados"),
        ("Video,Videotitel,Veröffentlichungszeitpunkt des Videos,Duration,Auf\u00adru\u00adfe", "Ge\u00adsamt",
         "Die 500 bes\u00adten Er\u00adgeb\u00adnis\u00adse wer\u00adden an\u00adge\u00adzeigt"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("padding", ["", ",,,,"])
def test_a_table_of_videos_that_was_cut_says_so_in_its_language(
    write: Callable[..., Path], read_file: Callable[..., Any], head: str, total: str, footer: str, padding: str
) -> None:
    text = f'{head}\n{total},,,,12\ndQw4w9WgXcQ,Lecce,"Jul 6, 2026",62,10\n{footer}{padding}\n'
    file = read_file(write(text), period=(date(2026, 7, 1), date(2026, 7, 31)))
    counts = file.reading.counts
    assert (counts.data, counts.total, counts.footer, file.refused) == (1, 1, 1, [])
    assert file.total("youtube.post.views.v1") == 10
    assert any("cut this table" in warning for warning in file.reading.warnings)


@pytest.mark.parametrize(
    ("title", "period", "columns", "total"),
    [
        ("Ad report", '"March 27, 2026 - April 23, 2026"', "Ad,Campaign,Currency code,Impr.,Clicks,Cost", "Total: Ads"),
        ("Search terms report", '"March 27, 2026 - April 23, 2026"',
         "Search term,Campaign,Currency code,Impr.,Clicks,Cost", "Total: Account"),
        ("Termos de pesquisa", "27 de março de 2026 - 23 de abril de 2026",
         "Termo de pesquisa,Campanha,Código da moeda,Impr.,Cliques,Custo", "Total: Conta"),
    ],
)  # fmt: skip
def test_every_kind_of_report_of_google_ads(
    write: Callable[..., Path], read_file: Callable[..., Any], title: str, period: str, columns: str, total: str
) -> None:
    cost = '"2,87"' if "Custo" in columns else "2.87"
    text = f"{title}\n{period}\n{columns}\nlecce,Estate,EUR,29,3,{cost}\n{total},,EUR,29,3,{cost}\n"
    file = read_file(write(text))
    assert file.reading.recognised.period == (date(2026, 3, 27), date(2026, 4, 23))
    assert (file.reading.counts.data, file.reading.counts.total, file.refused) == (1, 1, [])
    assert file.total("google_ads.spend.v1") == Decimal("2.87")


@pytest.mark.parametrize(("title", "metric"), [("Key events", "key_events"), ("Conversions", "conversions")])
@pytest.mark.parametrize("heading", ["# Report CSV Export", "# Dashboard report"])
def test_older_titles_of_analytics(
    write: Callable[..., Path], read_file: Callable[..., Any], heading: str, title: str, metric: str
) -> None:
    rule = "# ----------------------------------------"
    text = (
        f"{rule}\n{heading}\n# Account: Hotel\n#  \n{rule}\n#\n# Start date: 20260501\n# End date: 20260531\n"
        f"Country,Active users,{title}\nItaly,10,2.5\n"
    )
    file = read_file(write(text))
    assert file.reading.recognised.period == (date(2026, 5, 1), date(2026, 5, 31))
    assert file.total(f"ga4.{metric}.v1") == Decimal("2.5")  # fractions of credit stay (roi.md 1.3)


def test_the_period_of_a_discovery_report_of_google_stands_in_its_name(
    write: Callable[..., Path], read_file: Callable[..., Any]
) -> None:
    name = "GMB insights (Discovery Report) - 2026-3-1 - 2026-3-31 - 5af2.csv"
    text = (
        "Store code,Business name,Address,Labels,Google Search – Mobile,Calls\n"
        ",,,,How often it was seen in Search on phones,How often somebody called\n"
        "77,Bar Luna,Via Bari 3,,300,4\n"
    )
    file = read_file(write(text, name))
    assert file.reading.recognised.period == (date(2026, 3, 1), date(2026, 3, 31))
    assert (file.reading.counts.data, file.reading.counts.description, file.refused) == (1, 1, [])


def test_a_spanish_report_of_analytics_keeps_its_period(
    write: Callable[..., Path], read_file: Callable[..., Any]
) -> None:
    text = (
        "# ----------------------------------------\n# Exportar informe en formato CSV\n# Cuenta: Hotel\n"
        "# Propiedad: Hotel\n# ----------------------------------------\n#\n# All Users\n"
        "# Fecha de inicio: 20260501\n# Fecha de finalización: 20260531\nCountry,Active users\nItaly,10\n"
    )
    file = read_file(write(text))
    known = file.reading.recognised
    assert (known.language, known.period, known.account_guess) == (
        "es",
        (date(2026, 5, 1), date(2026, 5, 31)),
        "Hotel",
    )
    assert file.total("ga4.active_users.v1") == 10
