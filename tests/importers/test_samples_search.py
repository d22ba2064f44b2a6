"""Figures of the samples of searches, Google Ads and Mailchimp, each added up or looked up with a bare csv.reader."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from smmdesk.importers.detection import recognise
from smmdesk.importers.rows import AccountDayRow, PostRow

CLICKS, SEEN = "search_console.clicks.v1", "search_console.impressions.v1"
RATE, PLACE = "search_console.ctr.v1", "search_console.position.v1"
SPEND, PAID_CLICKS, CONVERSIONS = "google_ads.spend.v1", "google_ads.clicks.v1", "google_ads.conversions.v1"
BING = "bing-webmaster/en-2026/invoicekits-bing.csv"
EN, FR = "search-console/en-2026/", "search-console/fr-2025/"
PT, CARDS = "google-ads/campaign-pt-2026/", "google-ads/cards-engb-2026/"
SUMMER = "[SEARCH][06.05.26]-BARATAS"

# The file, the metric, which row ("" all of them added, else its id, day or name), and the figure.
FIGURES: list[tuple[str, str, str, int | Decimal | None]] = [
    (BING, "bing_webmaster.clicks.v1", "", 12),
    (BING, "bing_webmaster.impressions.v1", "", 213),
    (BING, "bing_webmaster.ctr.v1", "2026-02-04", Decimal("0.0455")),
    (EN + "Chart.csv", CLICKS, "", 9),
    (EN + "Chart.csv", SEEN, "", 1361),
    (EN + "Chart.csv", PLACE, "2026-02-04", Decimal("51.8")),
    (EN + "Chart.csv", PLACE, "2026-01-07", None),
    (EN + "Chart.csv", RATE, "2026-02-02", Decimal("0.0081")),
    (EN + "Countries.csv", SEEN, "", 1361),
    (EN + "Countries.csv", CLICKS, "United States", 4),
    (EN + "Countries.csv", PLACE, "Kazakhstan", 92),
    (EN + "Devices.csv", SEEN, "Desktop", 1017),
    (EN + "Devices.csv", RATE, "Mobile", Decimal("0.0096")),
    (EN + "Devices.csv", PLACE, "Tablet", Decimal("9.56")),
    (EN + "Pages.csv", CLICKS, "", 9),
    (EN + "Pages.csv", SEEN, "", 1395),  # more than the site's days: the same search may show two pages
    (EN + "Pages.csv", PLACE, "https://invoicekits.com/", 6),
    (EN + "Queries.csv", CLICKS, "", 0),
    (EN + "Queries.csv", SEEN, "", 520),
    (EN + "Queries.csv", PLACE, "invoice vs receipt", Decimal("75.02")),
    (FR + "Appareils.csv", CLICKS, "", 676311),
    (FR + "Appareils.csv", SEEN, "", 38473290),
    (FR + "Appareils.csv", PLACE, "Ordinateur", Decimal("27.67")),
    (FR + "Apparence dans les résultats de recherche.csv", CLICKS, "", 221074),
    (FR + "Apparence dans les résultats de recherche.csv", SEEN, "", 7072056),
    (FR + "Apparence dans les résultats de recherche.csv", RATE, "Extraits de produits", Decimal("0.018")),
    (FR + "Dates.csv", CLICKS, "", 676311),
    (FR + "Dates.csv", SEEN, "", 38473290),
    (FR + "Dates.csv", PLACE, "2024-11-06", Decimal("17.02")),
    (FR + "Pages.csv", CLICKS, "", 636276),
    (FR + "Pages.csv", SEEN, "", 38276123),
    (FR + "Pages.csv", RATE, "https://www.michelinman.com/", Decimal("0.0353")),
    (FR + "Pays.csv", CLICKS, "", 676311),
    (FR + "Pays.csv", SEEN, "États-Unis", 26220503),
    (FR + "Pays.csv", PLACE, "Norfolk (Île de)", Decimal("7.5")),
    (FR + "Requêtes.csv", CLICKS, "", 307179),
    (FR + "Requêtes.csv", SEEN, "", 5688261),
    (FR + "Requêtes.csv", RATE, "michelin 285/70r17", Decimal("0.2073")),
    (
        "google-ads/campaign-en-inr-2025/Campaign report.csv",
        SPEND,
        "",
        Decimal("2565.93"),
    ),  # its own total says 2565.92
    ("google-ads/campaign-en-inr-2025/Campaign report.csv", "google_ads.impressions.v1", "", 46168),
    ("google-ads/campaign-en-inr-2025/Campaign report.csv", "google_ads.interactions.v1", "", 22061),
    (
        "google-ads/campaign-en-inr-2025/Campaign report.csv",
        "google_ads.interaction_rate.v1",
        "MH-m-sand",
        Decimal("0.0953"),
    ),
    (PT + "Relatório de campanha.csv", SPEND, "", Decimal("118.99")),
    (PT + "Relatório de campanha.csv", "google_ads.impressions.v1", "", 519),
    (PT + "Relatório de campanha.csv", PAID_CLICKS, "", 34),
    (PT + "Relatório de campanha.csv", "google_ads.cost_per_conversion.v1", SUMMER, Decimal("8.93")),
    (PT + "Palavra-chave de pesquisa.csv", SPEND, "", Decimal("116.12")),
    (PT + "Palavra-chave de pesquisa.csv", "google_ads.impressions.v1", "", 488),
    (PT + "Palavra-chave de pesquisa.csv", CONVERSIONS, "", 13),
    (PT + "Gráfico_de_série_temporal(2026.05.05-2026.05.15).csv", SPEND, "", Decimal("118.99")),
    (PT + "Gráfico_de_série_temporal(2026.05.05-2026.05.15).csv", CONVERSIONS, "", 14),
    (PT + "Gráfico_de_série_temporal(2026.05.05-2026.05.15).csv", "google_ads.cpc.v1", "2026-05-09", Decimal("4.09")),
    (PT + "Gráfico_de_série_temporal(2026.05.05-2026.05.15).csv", "google_ads.cpc.v1", "2026-05-07", None),
    (CARDS + "Devices(2026.02.05-2026.02.10).csv", SPEND, "", Decimal("139.67")),
    (CARDS + "Devices(2026.02.05-2026.02.10).csv", PAID_CLICKS, "", 91),
    (CARDS + "Devices(2026.02.05-2026.02.10).csv", SPEND, "Mobile Phones", Decimal("135.81")),
    (CARDS + "Networks(2026.02.05-2026.02.10).csv", SPEND, "", Decimal("139.67")),
    (CARDS + "Networks(2026.02.05-2026.02.10).csv", PAID_CLICKS, "Search partners", 84),
    (CARDS + "Networks(2026.02.05-2026.02.10).csv", "google_ads.cpc.v1", "Google Search", Decimal("1.39")),
    (CARDS + "Time_series(2026.02.05).csv", SPEND, "", 0),
    (CARDS + "Time_series(2026.02.05).csv", PAID_CLICKS, "", 0),
    (CARDS + "Time_series(2026.02.05).csv", "google_ads.cpc.v1", "23 - 00", 0),
    (CARDS + "Time_series(2026.02.05-2026.02.10).csv", SPEND, "", Decimal("139.67")),
    (CARDS + "Time_series(2026.02.05-2026.02.10).csv", "google_ads.impressions.v1", "", 299),
    (CARDS + "Time_series(2026.02.05-2026.02.10).csv", SPEND, "2026-02-08", Decimal("28.52")),
    ("mailchimp/en-2023/campaigns.csv", "newsletter.post.recipients.v1", "", 30526),
    ("mailchimp/en-2023/campaigns.csv", "newsletter.post.recipients.v1", "031aae0fbe", 33),
    ("mailchimp/en-2023/campaigns.csv", "newsletter.post.recipients.v1", "4e82b5d0c4", 2396),
]


def _is(row: Any, which: str) -> bool:
    if isinstance(row, PostRow):
        return row.external_id == which
    if isinstance(row, AccountDayRow):
        return row.day.isoformat() == which
    return row.key == which or (row.first_day is not None and row.first_day.isoformat() == which)


@pytest.mark.parametrize(("name", "metric", "which", "figure"), FIGURES)
def test_a_figure_of_a_sample(
    samples: Path, read_file: Callable[..., Any], name: str, metric: str, which: str, figure: int | Decimal | None
) -> None:
    file = read_file(samples / name)
    if not which:
        assert file.total(metric) == figure
        return
    [row] = [row for row in file.rows if _is(row, which)]
    assert [value.value for value in row.values if value.metric == metric] == [figure]


def test_every_sample_of_these_platforms_has_at_least_three(samples: Path) -> None:
    counted: dict[str, int] = {}
    for name, _metric, _which, _figure in FIGURES:
        counted[name] = counted.get(name, 0) + 1
    folders = ("bing-webmaster", "google-ads", "mailchimp", "search-console")
    files = {
        str(path.relative_to(samples))
        for folder in folders
        for path in (samples / folder).rglob("*")
        if path.is_file() and path.stem not in ("Filters", "Filtres", "Search appearance")
    }
    assert set(counted) == files
    assert min(counted.values()) >= 3


def test_the_days_of_newsletters_are_those_of_the_file(samples: Path, read_file: Callable[..., Any]) -> None:
    path = samples / "mailchimp/en-2023/campaigns.csv"
    posts = {post.external_id: post for post in read_file(path).posts}
    assert posts["031aae0fbe"].published_on == date(2023, 6, 1)
    assert posts["44cd368e63"].published_on == date(2025, 2, 12)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        assert {row["Unique Id"] for row in csv.DictReader(stream)} == set(posts)


@pytest.mark.parametrize(("folder", "first", "last"), [
    ("en-2026", date(2026, 1, 7), date(2026, 2, 4)),
    ("fr-2025", date(2024, 11, 6), date(2025, 2, 5)),
])  # fmt: skip
def test_all_tables_of_a_download_in_one_archive(
    samples: Path, tmp_path: Path, read_file: Callable[..., Any], folder: str, first: date, last: date
) -> None:
    path = tmp_path / "https___www.example.com_-Performance-on-Search-2026-02-06.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for member in sorted((samples / "search-console" / folder).iterdir()):
            archive.write(member, member.name)
    known = recognise(path)
    assert (known.format, known.period, known.read_on) == ("search_console", (first, last), date(2026, 2, 6))
    assert known.questions == ()
    file = read_file(path)
    data = {"en-2026": 29 + 89 + 3 + 28 + 118, "fr-2025": 3 + 4 + 92 + 1000 + 241 + 1000}[folder]
    assert (file.reading.counts.data, file.reading.counts.description, file.refused) == (data, 2, [])


def test_the_periods_of_advertisements_come_from_the_files(samples: Path) -> None:
    found = {path.name: recognise(path).period for path in samples.glob("google-ads/*/*.csv")}
    may, february = (date(2026, 5, 5), date(2026, 5, 15)), (date(2026, 2, 5), date(2026, 2, 10))
    assert found == {
        "Campaign report.csv": (date(2025, 7, 8), date(2025, 7, 31)),
        "Relatório de campanha.csv": may,
        "Palavra-chave de pesquisa.csv": may,
        "Gráfico_de_série_temporal(2026.05.05-2026.05.15).csv": may,
        "Devices(2026.02.05-2026.02.10).csv": february,
        "Networks(2026.02.05-2026.02.10).csv": february,
        "Time_series(2026.02.05-2026.02.10).csv": february,
        "Time_series(2026.02.05).csv": (date(2026, 2, 5), date(2026, 2, 5)),
    }
