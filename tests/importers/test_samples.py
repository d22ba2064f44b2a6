"""Every real sample imports, or is refused for the reason that stands here."""

from __future__ import annotations

import csv
import warnings
import zipfile
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlrd

from smmdesk.core.errors import UserError
from smmdesk.core.readings import State
from smmdesk.importers.detection import recognise
from smmdesk.importers.registry import METRICS
from smmdesk.importers.rows import Answers, ReadValue, RefusedRow, SegmentRow
from tests.importers import test_samples_earlier, test_samples_search, test_samples_social

# format, language, (data, total, footer, description, error); no sample has a record that is refused or merged.
IMPORTED = {
    "bing-webmaster/en-2026/invoicekits-bing.csv": ("bing_webmaster", "en", (22, 0, 0, 0, 0)),
    "google-ads/campaign-en-inr-2025/Campaign report.csv": ("google_ads", "en", (2, 4, 0, 2, 0)),
    "google-ads/campaign-pt-2026/Gráfico_de_série_temporal(2026.05.05-2026.05.15).csv": (
        "google_ads_card",
        "pt",
        (11, 0, 0, 0, 0),
    ),
    "google-ads/campaign-pt-2026/Palavra-chave de pesquisa.csv": ("google_ads", "pt", (17, 0, 0, 2, 0)),
    "google-ads/campaign-pt-2026/Relatório de campanha.csv": ("google_ads", "pt", (3, 3, 0, 2, 0)),
    "google-ads/cards-engb-2026/Devices(2026.02.05-2026.02.10).csv": ("google_ads_card", "en", (4, 0, 0, 0, 0)),
    "google-ads/cards-engb-2026/Networks(2026.02.05-2026.02.10).csv": ("google_ads_card", "en", (2, 0, 0, 0, 0)),
    "google-ads/cards-engb-2026/Time_series(2026.02.05).csv": ("google_ads_card", "en", (24, 0, 0, 0, 0)),
    "google-ads/cards-engb-2026/Time_series(2026.02.05-2026.02.10).csv": ("google_ads_card", "en", (6, 0, 0, 0, 0)),
    "mailchimp/en-2023/campaigns.csv": ("mailchimp", "en", (43, 0, 0, 0, 0)),
    "search-console/en-2026/Chart.csv": ("search_console", "en", (29, 0, 0, 0, 0)),
    "search-console/en-2026/Countries.csv": ("search_console_country", "en", (89, 0, 0, 0, 0)),
    "search-console/en-2026/Devices.csv": ("search_console_device", "en", (3, 0, 0, 0, 0)),
    "search-console/en-2026/Pages.csv": ("search_console_page", "en", (28, 0, 0, 0, 0)),
    "search-console/en-2026/Queries.csv": ("search_console_query", "en", (118, 0, 0, 0, 0)),
    "search-console/fr-2025/Appareils.csv": ("search_console_device", "fr", (3, 0, 0, 0, 0)),
    "search-console/fr-2025/Apparence dans les résultats de recherche.csv": (
        "search_console_appearance",
        "fr",
        (4, 0, 0, 0, 0),
    ),
    "search-console/fr-2025/Dates.csv": ("search_console", "fr", (92, 0, 0, 0, 0)),
    "search-console/fr-2025/Pages.csv": ("search_console_page", "fr", (1000, 0, 0, 0, 0)),
    "search-console/fr-2025/Pays.csv": ("search_console_country", "fr", (241, 0, 0, 0, 0)),
    "search-console/fr-2025/Requêtes.csv": ("search_console_query", "fr", (1000, 0, 0, 0, 0)),
    "ga4/dates-en-2024/data-export.csv": ("ga4", "en", (241, 0, 0, 9, 0)),
    "ga4/events-en-2023/data-export.csv": ("ga4", "en", (39, 0, 0, 9, 0)),
    "ga4/pages-en-2026/Pages_and_screens_Page_path_and_screen_class.csv": ("ga4", "en", (56, 0, 0, 9, 0)),
    "ga4/snapshot-en-2026/Reports_snapshot.csv": ("ga4", "en", (386, 0, 0, 29, 0)),
    "linkedin-creator/it-2026/AnalisiAggregate_2026-06-17_2026-06-23.xlsx": (
        "linkedin_creator",
        "it",
        (63, 0, 0, 1, 0),
    ),
    "linkedin-page/en-ar-2026/دورلي-doorly_content_1774355108388.xls": ("linkedin_content", "en", (93, 0, 0, 2, 0)),
    "linkedin-page/en-ar-2026/دورلي-doorly_followers_1774355119598.xls": (
        "linkedin_followers",
        "en",
        (220, 0, 0, 0, 0),
    ),
    "linkedin-page/en-ar-2026/دورلي-doorly_visitors_1774355114381.xls": ("linkedin_visitors", "en", (103, 0, 0, 0, 0)),
    "meta-ads/en-idr-2026/TTUG-bulan-ini-objective.csv": ("meta_ads", "en", (1, 0, 0, 0, 0)),
    "meta-ads/en-idr-2026/TTUG-bulan-ini-region.csv": ("meta_ads", "en", (34, 0, 0, 0, 0)),
    "meta-ads/en-idr-2026/rmoda-studio-bsd-bulan-ini-ad-creative.csv": ("meta_ads", "en", (92, 1, 0, 0, 0)),
    "meta-ads/en-uah-2024/MH4U-Ads-Feb-11-2021-Mar-11-2024.xlsx": ("meta_ads", "en", (50, 1, 0, 0, 0)),
    "meta-content/fb-en-news-2025/Jan-14-2025_Apr-14-2025_1396269028466733.csv": (
        "meta_content_facebook",
        "en",
        (261, 0, 0, 0, 0),
    ),
    "meta-content/fb-en-news-2025/Mar-18-2025_Apr-14-2025_553302954456165.csv": (
        "meta_content_facebook",
        "en",
        (48, 0, 0, 0, 0),
    ),
    "meta-content/fb-en-ngo-2024/Dec-12-2023_Mar-06-2024_1032418178499222.csv": (
        "meta_content_facebook",
        "en",
        (37, 0, 0, 0, 3),
    ),
    "meta-content/ig-en-creator-2026/May-25-2026_Jun-21-2026_1493633672508178.csv": (
        "meta_content_instagram",
        "en",
        (21, 0, 0, 0, 0),
    ),
    "meta-content/ig-en-restaurant-resaved/INSTAGRAM_RAW.csv": ("meta_content_instagram", "en", (57, 0, 0, 0, 1)),
    "meta-content/ig-es-radio-2026-reconstructed/Post Instagram.csv": ("meta_content_instagram", "es", (8, 0, 0, 0, 0)),
    "meta-content/ig-pt-university-2025/dados 30-06 Apr-01-2025_Jun-30-2025_983340097073313.csv": (
        "meta_content_instagram",
        "pt",
        (149, 0, 0, 0, 0),
    ),
    "meta-insights/fb-en-2025-resaved/Follows.csv": ("meta_insights", "en", (62, 0, 0, 1, 0)),
    "meta-insights/fb-en-2025-resaved/Top content formats.csv": ("meta_insights", "en", (3, 0, 0, 3, 0)),
    "meta-insights/fb-en-2025-resaved/Views.csv": ("meta_insights", "en", (62, 0, 0, 1, 0)),
    "meta-insights/fb-ig-en-2023/Reach (1).csv": ("meta_insights", "en", (2140, 0, 0, 2, 0)),
    "meta-insights/fb-ig-en-2024-resaved/Audience.csv": ("meta_insights", "en", (44, 0, 0, 8, 0)),
    "meta-insights/fb-ig-en-2024-resaved/Reach.csv": ("meta_insights", "en", (484, 0, 0, 2, 0)),
    "meta-insights/fb-ig-en-2024/Follows.csv": ("meta_insights", "en", (471, 0, 0, 2, 0)),
    "meta-insights/fb-ig-en-2024/Visits.csv": ("meta_insights", "en", (484, 0, 0, 2, 0)),
    "meta-insights/ig-en-2026/Audience.csv": ("meta_insights", "en", (8, 0, 0, 3, 0)),
    "meta-insights/ig-en-2026/Follows.csv": ("meta_insights", "en", (20, 0, 0, 1, 0)),
    "meta-insights/ig-en-2026/Interactions.csv": ("meta_insights", "en", (28, 0, 0, 1, 0)),
    "meta-insights/ig-en-2026/Link clicks.csv": ("meta_insights", "en", (28, 0, 0, 1, 0)),
    "meta-insights/ig-en-2026/Reach.csv": ("meta_insights", "en", (28, 0, 0, 1, 0)),
    "meta-insights/ig-en-2026/Views.csv": ("meta_insights", "en", (28, 0, 0, 1, 0)),
    "meta-insights/ig-en-2026/Visits.csv": ("meta_insights", "en", (28, 0, 0, 1, 0)),
    "meta-insights/ig-pt-2024/Formatos do conteúdo mais relevante.csv": ("meta_insights", "pt", (1, 0, 0, 1, 0)),
    "meta-insights/ig-pt-2024/seg_cidades.csv": ("meta_insights", "pt", (10, 0, 0, 1, 0)),
    "meta-insights/ig-pt-2025/Alcance.csv": ("meta_insights", "pt", (366, 0, 0, 1, 0)),
    "meta-insights/ig-pt-2025/Cliques no link.csv": ("meta_insights", "pt", (366, 0, 0, 1, 0)),
    "meta-insights/ig-pt-2025/Interações.csv": ("meta_insights", "pt", (366, 0, 0, 1, 0)),
    "meta-insights/ig-pt-2025/Visitas.csv": ("meta_insights", "pt", (366, 0, 0, 1, 0)),
    "meta-insights/ig-pt-2025/Visualizações.csv": ("meta_insights", "pt", (366, 0, 0, 1, 0)),
    "meta-insights/ig-pt-2025/Público.csv": ("meta_insights", "pt", (8, 0, 0, 3, 0)),
    "meta-insights/ig-pt-2025/Seguidores.csv": ("meta_insights", "pt", (161, 0, 0, 1, 0)),
    "tiktok/business-suite-en-2025/TIKTOK_RAW.csv": ("tiktok_business_days", "en", (62, 0, 0, 0, 0)),
    "tiktok/business-suite-en-2025/TIKTOK_VIDEO_RAW.csv": ("tiktok_business_videos", "en", (51, 0, 0, 0, 0)),
    "tiktok/creator-en-2026/Content.csv": ("tiktok_content", "en", (13, 0, 0, 0, 0)),
    "tiktok/creator-en-2026/FollowerActivity.csv": ("tiktok_follower_activity", "en", (168, 0, 0, 0, 0)),
    "tiktok/creator-en-2026/FollowerGender.csv": ("tiktok_follower_gender", "en", (3, 0, 0, 0, 0)),
    "tiktok/creator-en-2026/FollowerHistory.csv": ("tiktok_follower_history", "en", (365, 0, 0, 0, 0)),
    "tiktok/creator-en-2026/FollowerTopTerritories.csv": ("tiktok_follower_territories", "en", (11, 0, 0, 0, 0)),
    "tiktok/creator-en-2026/Overview.csv": ("tiktok_overview", "en", (365, 0, 0, 0, 0)),
    "tiktok/creator-en-2026/Viewers.csv": ("tiktok_viewers", "en", (365, 0, 0, 0, 0)),
    "tiktok/overview-en-2026/Overview.csv": ("tiktok_overview", "en", (7, 0, 0, 0, 0)),
    "tiktok/overview-en-2026/Overview.xlsx": ("tiktok_overview", "en", (7, 0, 0, 0, 0)),
    "tiktok/overview-engb-2026-reconstructed/Overview_2026-02-10_1773506459_3m_lounge.csv": (
        "tiktok_overview",
        "en",
        (33, 0, 0, 0, 0),
    ),
    "x/content-en-2026/account_analytics_content_2026-08-10_2026-08-16.csv": ("x_content", "en", (40, 0, 0, 0, 0)),
    "x/legacy-en-2022/tweet_activity_metrics_EconomicsShiny_20220201_20220301_en.csv": (
        "x_legacy",
        "en",
        (160, 0, 0, 0, 0),
    ),
    "x/legacy-en-2022-resaved/summary_tweet_activity.csv": ("x_legacy", "en", (673, 0, 0, 0, 0)),
    "x/overview-en-2025/account_overview_analytics.csv": ("x_overview", "en", (7, 0, 0, 0, 0)),
    "youtube/de-manufacturer-2020/Diagrammdaten.csv": ("youtube_chart", "de", (2928, 0, 0, 0, 0)),
    "youtube/de-manufacturer-2020/Gesamtwerte.csv": ("youtube_days", "de", (366, 0, 0, 0, 0)),
    "youtube/de-manufacturer-2020/Tabellendaten.csv": ("youtube_videos", "de", (500, 1, 1, 0, 0)),
    "youtube/en-chart-resaved/Chart data.csv": ("youtube_chart", "en", (150, 0, 0, 0, 0)),
    "youtube/en-demographics/Viewer_gender.csv": ("youtube_gender", "en", (3, 0, 0, 0, 0)),
    "youtube/en-demographics/viewer_age.csv": ("youtube_age", "en", (7, 0, 0, 0, 0)),
    "youtube/en-geography-2021/Table data.csv": ("youtube_country", "en", (201, 1, 0, 0, 0)),
    "youtube/en-geography-2021/Totals.csv": ("youtube_days", "en", (365, 0, 0, 0, 0)),
    "youtube/en-music-2025/Table data.csv": ("youtube_videos", "en", (317, 1, 0, 0, 0)),
    "youtube/it-filename/Totali.csv": ("youtube_days", "en", (4210, 0, 0, 0, 0)),
    "youtube/pt-media-2023/Dados da tabela.csv": ("youtube_videos", "pt", (497, 1, 0, 0, 0)),
    "youtube/pt-media-2023/Dados do gráfico.csv": ("youtube_chart", "pt", (900, 0, 0, 0, 0)),
    "youtube/pt-media-2023/Total.csv": ("youtube_days", "pt", (180, 0, 0, 0, 0)),
    "youtube/pt-university-2025/Conteúdo 2024-06-02_2025-06-02 UFSCar - Universidade Federal de São Carlos.zip": (
        "youtube_videos",
        "pt",
        (2689, 1, 0, 0, 0),
    ),
}

# Beginning of the path: what the sentence says.
REFUSED = {
    "linkedin-page/en-ar-2026/دورلي - doorly_competitor": "it holds other companies' figures",
    "meta-ads/pt-empty/": "but it has no rows with values",
    "search-console/en-2026/Filters": "it holds no figures",
    "search-console/en-2026/Search appearance": "but it has no rows with values",
    "search-console/fr-2025/Filtres": "it holds no figures",
    "ga4/dashboard-en-2021/": "but it has no rows with values",
}

# Totals added up by hand with a bare csv.reader.
TOTALS = [
    ("meta-content/ig-en-creator-2026/*.csv", "instagram.post.views.v1", 541645),
    ("meta-content/ig-en-creator-2026/*.csv", "instagram.post.likes.v1", 31172),
    ("meta-content/ig-pt-university-2025/*.csv", "instagram.post.likes.v1", 69473),
    ("meta-content/ig-pt-university-2025/*.csv", "instagram.post.views.v1", 2599063),
    ("meta-content/ig-es-radio-2026-reconstructed/*.csv", "instagram.post.likes.v1", 2653),
    ("meta-content/ig-es-radio-2026-reconstructed/*.csv", "instagram.post.follows.v1", 49),
    ("meta-content/ig-en-restaurant-resaved/*.csv", "instagram.post.likes.v1", 4535),
    ("meta-content/fb-en-ngo-2024/*.csv", "facebook.post.impressions.v1", 1222284),
    ("meta-content/fb-en-ngo-2024/*.csv", "facebook.post.reactions.v1", 22154),
    ("meta-content/fb-en-news-2025/Jan*.csv", "facebook.post.views.v1", 15982),
    ("meta-content/fb-en-news-2025/Jan*.csv", "facebook.post.link_clicks.v1", 21),
    ("meta-content/fb-en-news-2025/Mar*.csv", "facebook.post.reactions.v1", 8),
    ("meta-ads/en-idr-2026/*region.csv", "meta_ads.spend.v1", 1175511),
    ("meta-ads/en-idr-2026/*creative.csv", "meta_ads.spend.v1", 43475682 // 2),
    ("tiktok/business-suite-en-2025/TIKTOK_VIDEO_RAW.csv", "tiktok.post.views.v1", 538938),
    ("tiktok/business-suite-en-2025/TIKTOK_RAW.csv", "tiktok.video_views.v1", 521491),
    ("tiktok/creator-en-2026/Overview.csv", "tiktok.video_views.v1", 2946198),
    ("tiktok/creator-en-2026/Content.csv", "tiktok.post.views.v1", 537161),
    ("youtube/en-music-2025/*.csv", "youtube.post.views.v1", 74482 - 37504),
    ("youtube/en-geography-2021/Totals.csv", "youtube.views.v1", 15503810),
    ("youtube/en-geography-2021/Table data.csv", "youtube.views.v1", 29847819 - 15503810),
    ("youtube/it-filename/*.csv", "youtube.subscribers.v1", 43624),
]


def test_every_sample_is_expected_here(samples: Path) -> None:
    files = {
        str(path.relative_to(samples)) for path in samples.rglob("*") if path.is_file() and path.name != "README.md"
    }
    assert len(files) == 100
    assert set(IMPORTED) <= files
    assert all(any(name.startswith(start) for start in REFUSED) for name in files - set(IMPORTED))
    assert all(any(name.startswith(start) for name in files) for start in REFUSED)


@pytest.mark.parametrize("name", IMPORTED)
def test_sample_imports(samples: Path, read_file: Callable[..., Any], name: str) -> None:
    file = read_file(samples / name)
    format_, language, (data, total, footer, description, error) = IMPORTED[name]
    counts = file.reading.counts
    assert (file.reading.recognised.format, file.reading.recognised.language) == (format_, language)
    assert (counts.data, counts.total, counts.footer, counts.description, counts.error) == (
        data,
        total,
        footer,
        description,
        error,
    )
    assert (counts.merged, counts.refused, file.refused) == (0, 0, [])
    assert data + total + footer + description + error == _records(samples / name)
    for row in file.rows:
        assert not isinstance(row, RefusedRow)
        assert all(value.metric in METRICS for value in row.values)
        assert all((value.value is not None) == value.state.has_value for value in row.values)
        if isinstance(row, SegmentRow) and row.first_day is not None:
            assert row.last_day is not None
            assert row.first_day <= row.last_day


def _records(path: Path) -> int:
    """Count the records outside the headers with nothing of ours: bare csv, openpyxl and xlrd."""
    if path.suffix == ".xls":
        return sum(sheet.nrows - 1 for sheet in xlrd.open_workbook(str(path)).sheets())
    if path.suffix == ".xlsx":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path)
        if "linkedin-creator" in path.parts:  # its sheets have empty rows between their tables
            return sum(sum(any(row) for row in sheet.iter_rows(values_only=True)) - 1 for sheet in book.worksheets)
        return sum(sheet.max_row - 1 for sheet in book.worksheets)
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return sum(_csv_records(archive.read(name).decode("utf-8-sig"), 1) for name in archive.namelist())
    if "meta-insights" in path.parts:
        return _card_records(path)
    headers = 1
    text = path.read_bytes().decode("utf-8-sig")
    if "ga4" in path.parts:
        lines = [line for line in text.splitlines() if line.strip()]
        headers = sum(before.startswith("#") and not line.startswith("#") for before, line in pairwise(lines))
    if "resaved" in str(path) and path.name == "INSTAGRAM_RAW.csv":
        text = "\n".join(row[0] if row else "" for row in csv.reader(text.splitlines(keepends=True)))
    return _csv_records(text, headers)


def _card_records(path: Path) -> int:
    """Count the titles and rows of insights cards: all but one header below each title, a lone word."""
    data = path.read_bytes()
    text = data.decode("utf-16" if data.startswith(b"\xff\xfe") else "utf-8")
    delimiter = "\t" if text.startswith("sep=\t") else ";" if ";" in text.splitlines()[0] else ","
    rows = [[cell for cell in row if cell] for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter)]
    rows = [row for row in rows if row and not row[0].startswith("sep=")]
    titles = sum(len(row) == 1 and not row[0][0].isdigit() for row in rows)
    return len(rows) - titles


def _csv_records(text: str, headers: int) -> int:
    return sum(any(row) for row in csv.reader(text.splitlines(keepends=True))) - headers


@pytest.mark.parametrize("start", REFUSED)
def test_sample_is_refused_with_its_reason(samples: Path, start: str) -> None:
    files = [path for path in samples.rglob("*") if path.is_file() and str(path.relative_to(samples)).startswith(start)]
    assert files
    for path in files:
        with pytest.raises(UserError) as caught:
            recognise(path)
        assert REFUSED[start] in caught.value.sentence(), path
        assert "\n" not in caught.value.sentence()


@pytest.mark.parametrize(("pattern", "metric", "total"), TOTALS)
def test_totals_of_samples(samples: Path, read_file: Callable[..., Any], pattern: str, metric: str, total: int) -> None:
    [path] = samples.glob(pattern)
    assert read_file(path).total(metric) == total


def test_every_sample_has_three_figures_or_a_reason(samples: Path) -> None:
    """Held over all folders, so that a new one cannot be forgotten by the tests of its platform."""
    figures: dict[str, int] = {}
    for module in (test_samples_earlier, test_samples_search, test_samples_social):
        for pattern, *_rest in module.FIGURES:
            named = [samples / pattern] if (samples / pattern).is_file() else list(samples.glob(pattern))
            for path in named:
                name = str(path.relative_to(samples))
                figures[name] = figures.get(name, 0) + 1
    files = {str(path.relative_to(samples)) for path in samples.rglob("*") if path.is_file()} - {"README.md"}
    lacking = {name for name in files if figures.get(name, 0) < 3 and not any(map(name.startswith, REFUSED))}
    assert lacking == set()
    assert not any(name.startswith(start) for start in REFUSED for name in figures)


def test_files_of_nothing_but_zeros_are_read_whole(samples: Path, read_file: Callable[..., Any]) -> None:
    """Their sums prove nothing: so every row counts, each a zero that was measured (`sort | uniq -c` of the cells)."""
    video = read_file(samples / "youtube/en-chart-resaved/Chart data.csv")
    assert {value for row in video.rows for value in row.values} == {ReadValue("youtube.views.v1", 0, State.ZERO)}
    days = sorted(row.first_day for row in video.rows)
    assert (len(set(days)), days[0], days[-1]) == (150, date(2020, 6, 10), date(2020, 11, 6))
    hours = read_file(samples / "google-ads/cards-engb-2026/Time_series(2026.02.05).csv")
    assert [row.key for row in hours.rows] == [f"{hour:02d} - {(hour + 1) % 24:02d}" for hour in range(24)]
    assert {(value.value, value.state) for row in hours.rows for value in row.values} == {(0, State.ZERO)}


def test_names_do_not_matter(samples: Path, tmp_path: Path) -> None:
    for name in IMPORTED:
        copy = tmp_path / f"renamed{Path(name).suffix}.txt"
        copy.write_bytes((samples / name).read_bytes())
        assert recognise(copy).format == IMPORTED[name][0], name


def test_what_files_say_of_themselves(samples: Path) -> None:
    content = recognise(samples / "tiktok/creator-en-2026/Content.csv")
    assert (content.read_on, content.questions) == (date(2026, 2, 28), ())
    [page] = samples.glob("linkedin-page/*/*_content_*.xls")
    linkedin = recognise(page)
    assert linkedin.read_on == date(2026, 3, 24)
    assert linkedin.period == (date(2025, 12, 23), date(2026, 3, 22))
    assert linkedin.account_guess == "دورلي-doorly"
    [archive] = samples.glob("youtube/pt-university-2025/*.zip")
    youtube = recognise(archive)
    assert youtube.period == (date(2024, 6, 2), date(2025, 6, 1))
    assert youtube.account_guess == "UFSCar - Universidade Federal de São Carlos"
    assert [question.code for question in youtube.questions] == ["read_on"]
    table = recognise(samples / "youtube/pt-media-2023/Dados da tabela.csv")
    assert [question.code for question in table.questions] == ["read_on", "period"]
    assert all(question.reason for question in table.questions)
    pages = recognise(next(samples.glob("ga4/pages-en-2026/*.csv")))
    assert (pages.period, pages.account_guess) == ((date(2026, 2, 24), date(2026, 3, 23)), "Plan Your Recovery - GA4")


def test_reading_twice_gives_the_same(samples: Path, read_file: Callable[..., Any]) -> None:
    path = next(samples.glob("meta-content/fb-en-ngo-2024/*.csv"))
    assert read_file(path).rows == read_file(path).rows == read_file(path, Answers().read_on).rows
