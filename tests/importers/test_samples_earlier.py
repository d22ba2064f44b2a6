"""Figures of the samples of posts, days and advertisements, each added up or looked up with a bare csv.reader."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from smmdesk.importers.rows import AccountDayRow, PostRow, SegmentRow

# The file, the metric, which row ("" all of them added, "#3" the fourth, else its id, day or name), and the figure.
# Sums stand here for every class of metric: they prove that every cell was read, not that the sum means something.
FIGURES: list[tuple[str, str, str, int | Decimal]] = [
    ("ga4/dates-en-2024/data-export.csv", "ga4.event_count.v1", "", 1003468),
    ("ga4/dates-en-2024/data-export.csv", "ga4.new_users.v1", "", 242119),
    ("ga4/dates-en-2024/data-export.csv", "ga4.total_users.v1", "2023-10-10", 2831),
    ("ga4/dates-en-2024/data-export.csv", "ga4.events_per_user.v1", "2023-12-31", Decimal("4.017307692307693")),
    ("ga4/events-en-2023/data-export.csv", "ga4.event_count.v1", "", 304804),
    ("ga4/events-en-2023/data-export.csv", "ga4.total_users.v1", "page_view", 29418),
    ("ga4/events-en-2023/data-export.csv", "ga4.events_per_user.v1", "page_view", Decimal("4.389160886712906")),
    ("ga4/pages-en-2026/*.csv", "ga4.views.v1", "", 779),
    ("ga4/pages-en-2026/*.csv", "ga4.event_count.v1", "", 1946),
    ("ga4/pages-en-2026/*.csv", "ga4.active_users.v1", "/", 154),
    ("ga4/pages-en-2026/*.csv", "ga4.views_per_user.v1", "/testing", 1),
    ("ga4/snapshot-en-2026/*.csv", "ga4.active_users.v1", "property", 1291),
    ("ga4/snapshot-en-2026/*.csv", "ga4.engagement_time.v1", "property", Decimal("62.347792408985285")),
    ("ga4/snapshot-en-2026/*.csv", "ga4.sessions.v1", "(direct) / (none)", 656),
    ("ga4/snapshot-en-2026/*.csv", "ga4.active_users.v1", "Clifton", 500),
    ("linkedin-page/*/*_content_*.xls", "linkedin.impressions.v1", "", 474),
    ("linkedin-page/*/*_content_*.xls", "linkedin.clicks.v1", "", 36),
    ("linkedin-page/*/*_content_*.xls", "linkedin.reactions.v1", "", 6),
    ("linkedin-page/*/*_content_*.xls", "linkedin.post.impressions.v1", "", 269),
    ("linkedin-page/*/*_followers_*.xls", "linkedin.new_followers.v1", "", 16),
    ("linkedin-page/*/*_followers_*.xls", "linkedin.new_followers_organic.v1", "", 16),
    ("linkedin-page/*/*_followers_*.xls", "linkedin.followers_in_segment.v1", "Muscat, Oman", 63),
    ("linkedin-page/*/*_visitors_*.xls", "linkedin.page_views.v1", "", 122),
    ("linkedin-page/*/*_visitors_*.xls", "linkedin.page_views_mobile.v1", "", 84),
    ("linkedin-page/*/*_visitors_*.xls", "linkedin.page_views_desktop.v1", "", 38),
    ("meta-ads/en-idr-2026/*creative.csv", "meta_ads.impressions.v1", "", 1991270),
    ("meta-ads/en-idr-2026/*creative.csv", "meta_ads.link_clicks.v1", "", 25739),
    ("meta-ads/en-idr-2026/*creative.csv", "meta_ads.conversations.v1", "", 520),
    ("meta-ads/en-idr-2026/*creative.csv", "meta_ads.spend.v1", "120244032115850007", 29),
    ("meta-ads/en-idr-2026/*objective.csv", "meta_ads.spend.v1", "", 1175511),
    ("meta-ads/en-idr-2026/*objective.csv", "meta_ads.purchases.v1", "", 33),
    ("meta-ads/en-idr-2026/*objective.csv", "meta_ads.purchase_value.v1", "", 0),
    ("meta-ads/en-idr-2026/*objective.csv", "meta_ads.ctr_all.v1", "OUTCOME_SALES", Decimal("0.0281108842")),
    ("meta-ads/en-idr-2026/*region.csv", "meta_ads.impressions.v1", "", 117997),
    ("meta-ads/en-idr-2026/*region.csv", "meta_ads.clicks_all.v1", "", 3317),
    ("meta-ads/en-idr-2026/*region.csv", "meta_ads.reach.v1", "West Java", 10931),
    ("meta-ads/en-idr-2026/*region.csv", "meta_ads.spend.v1", "West Java", 201908),
    ("meta-ads/en-uah-2024/*.xlsx", "meta_ads.spend.v1", "", Decimal("77818.01")),
    ("meta-ads/en-uah-2024/*.xlsx", "meta_ads.impressions.v1", "", 3159843),
    ("meta-ads/en-uah-2024/*.xlsx", "meta_ads.results_post_engagement.v1", "", 170932),
    ("meta-ads/en-uah-2024/*.xlsx", "meta_ads.reach.v1", "#0", 16625),
    ("meta-content/fb-en-news-2025/Jan*.csv", "facebook.post.views.v1", "", 15982),
    ("meta-content/fb-en-news-2025/Jan*.csv", "facebook.post.reactions.v1", "", 87),
    ("meta-content/fb-en-news-2025/Jan*.csv", "facebook.post.shares.v1", "", 20),
    ("meta-content/fb-en-news-2025/Jan*.csv", "facebook.post.reach.v1", "939005954986064", 15),
    ("meta-content/fb-en-news-2025/Mar*.csv", "facebook.post.interactions.v1", "", 10),
    ("meta-content/fb-en-news-2025/Mar*.csv", "facebook.post.total_clicks.v1", "", 20),
    ("meta-content/fb-en-news-2025/Mar*.csv", "facebook.post.reach.v1", "960221266197866", 37),
    ("meta-content/fb-en-ngo-2024/*.csv", "facebook.post.impressions.v1", "", 1222284),
    ("meta-content/fb-en-ngo-2024/*.csv", "facebook.post.comments.v1", "", 986),
    ("meta-content/fb-en-ngo-2024/*.csv", "facebook.post.shares.v1", "", 4604),
    ("meta-content/fb-en-ngo-2024/*.csv", "facebook.post.photo_clicks.v1", "1143898660120109", 266),
    ("meta-content/ig-en-creator-2026/*.csv", "instagram.post.comments.v1", "", 1082),
    ("meta-content/ig-en-creator-2026/*.csv", "instagram.post.saves.v1", "", 3255),
    ("meta-content/ig-en-creator-2026/*.csv", "instagram.post.shares.v1", "", 4776),
    ("meta-content/ig-en-creator-2026/*.csv", "instagram.post.reach.v1", "18152734831488724", 8194),
    ("meta-content/ig-en-restaurant-resaved/*.csv", "instagram.post.likes.v1", "", 4535),
    ("meta-content/ig-en-restaurant-resaved/*.csv", "instagram.post.comments.v1", "", 44),
    ("meta-content/ig-en-restaurant-resaved/*.csv", "instagram.post.saves.v1", "", 214),
    ("meta-content/ig-en-restaurant-resaved/*.csv", "instagram.post.views.v1", "18160563013405972", 1085),
    ("meta-content/ig-es-radio-2026-reconstructed/*.csv", "instagram.post.views.v1", "", 122422),
    ("meta-content/ig-es-radio-2026-reconstructed/*.csv", "instagram.post.comments.v1", "", 397),
    ("meta-content/ig-es-radio-2026-reconstructed/*.csv", "instagram.post.follows.v1", "", 49),
    ("meta-content/ig-es-radio-2026-reconstructed/*.csv", "instagram.post.reach.v1", "18143641261476177", 6319),
    ("meta-content/ig-pt-university-2025/*.csv", "instagram.post.comments.v1", "", 1883),
    ("meta-content/ig-pt-university-2025/*.csv", "instagram.post.shares.v1", "", 13590),
    ("meta-content/ig-pt-university-2025/*.csv", "instagram.post.saves.v1", "", 2427),
    ("meta-content/ig-pt-university-2025/*.csv", "instagram.post.reach.v1", "18056084636272180", 21543),
    ("tiktok/business-suite-en-2025/TIKTOK_RAW.csv", "tiktok.likes.v1", "", 7178),
    ("tiktok/business-suite-en-2025/TIKTOK_RAW.csv", "tiktok.shares.v1", "", 1926),
    ("tiktok/business-suite-en-2025/TIKTOK_RAW.csv", "tiktok.new_followers.v1", "", 409),
    ("tiktok/business-suite-en-2025/TIKTOK_RAW.csv", "tiktok.reached_audience.v1", "2025-12-31", 38269),
    ("tiktok/business-suite-en-2025/TIKTOK_VIDEO_RAW.csv", "tiktok.post.likes.v1", "", 7481),
    ("tiktok/business-suite-en-2025/TIKTOK_VIDEO_RAW.csv", "tiktok.post.shares.v1", "", 1985),
    ("tiktok/business-suite-en-2025/TIKTOK_VIDEO_RAW.csv", "tiktok.post.saves.v1", "", 570),
    ("tiktok/creator-en-2026/Content.csv", "tiktok.post.likes.v1", "", 4063),
    ("tiktok/creator-en-2026/Content.csv", "tiktok.post.comments.v1", "", 117),
    ("tiktok/creator-en-2026/Content.csv", "tiktok.post.shares.v1", "", 275),
    ("tiktok/creator-en-2026/FollowerActivity.csv", "tiktok.active_followers.v1", "#0", 491),
    ("tiktok/creator-en-2026/FollowerActivity.csv", "tiktok.active_followers.v1", "#23", 649),
    ("tiktok/creator-en-2026/FollowerActivity.csv", "tiktok.active_followers.v1", "#167", 0),
    ("tiktok/creator-en-2026/FollowerGender.csv", "tiktok.followers_share.v1", "Female", Decimal("0.59")),
    ("tiktok/creator-en-2026/FollowerGender.csv", "tiktok.followers_share.v1", "Male", Decimal("0.41")),
    ("tiktok/creator-en-2026/FollowerGender.csv", "tiktok.followers_share.v1", "Other", 0),
    ("tiktok/creator-en-2026/FollowerHistory.csv", "tiktok.followers_change.v1", "", 4976),
    ("tiktok/creator-en-2026/FollowerHistory.csv", "tiktok.followers.v1", "2026-02-27", 5013),
    ("tiktok/creator-en-2026/FollowerHistory.csv", "tiktok.followers.v1", "2026-01-31", 4998),
    ("tiktok/creator-en-2026/FollowerTopTerritories.csv", "tiktok.followers_share.v1", "US", Decimal("0.462")),
    ("tiktok/creator-en-2026/FollowerTopTerritories.csv", "tiktok.followers_share.v1", "EG", Decimal("0.219")),
    ("tiktok/creator-en-2026/FollowerTopTerritories.csv", "tiktok.followers_share.v1", "Others", Decimal("0.211")),
    ("tiktok/creator-en-2026/Overview.csv", "tiktok.profile_views.v1", "", 9692),
    ("tiktok/creator-en-2026/Overview.csv", "tiktok.likes.v1", "", 23673),
    ("tiktok/creator-en-2026/Overview.csv", "tiktok.video_views.v1", "2026-02-27", 18237),
    ("tiktok/creator-en-2026/Viewers.csv", "tiktok.viewers.v1", "2026-02-27", 15752),
    ("tiktok/creator-en-2026/Viewers.csv", "tiktok.new_viewers.v1", "2026-02-27", 9979),
    ("tiktok/creator-en-2026/Viewers.csv", "tiktok.returning_viewers.v1", "2026-02-27", 5773),
    ("tiktok/overview-en-2026/Overview.csv", "tiktok.video_views.v1", "", 7919),
    ("tiktok/overview-en-2026/Overview.csv", "tiktok.likes.v1", "", 51),
    ("tiktok/overview-en-2026/Overview.csv", "tiktok.profile_views.v1", "2026-04-18", 13),
    ("tiktok/overview-en-2026/Overview.xlsx", "tiktok.video_views.v1", "", 7919),
    ("tiktok/overview-en-2026/Overview.xlsx", "tiktok.likes.v1", "", 51),
    ("tiktok/overview-en-2026/Overview.xlsx", "tiktok.profile_views.v1", "2026-04-18", 13),
    ("tiktok/overview-engb-2026-reconstructed/*.csv", "tiktok.video_views.v1", "", 61540),
    ("tiktok/overview-engb-2026-reconstructed/*.csv", "tiktok.likes.v1", "", 1139),
    ("tiktok/overview-engb-2026-reconstructed/*.csv", "tiktok.shares.v1", "", 282),
    ("tiktok/overview-engb-2026-reconstructed/*.csv", "tiktok.profile_views.v1", "2026-03-14", 32),
    ("youtube/de-manufacturer-2020/Diagrammdaten.csv", "youtube.views.v1", "", 15879),
    ("youtube/de-manufacturer-2020/Diagrammdaten.csv", "youtube.views.v1", "#0", 4),
    ("youtube/de-manufacturer-2020/Diagrammdaten.csv", "youtube.views.v1", "#2927", 7),
    ("youtube/de-manufacturer-2020/Gesamtwerte.csv", "youtube.views.v1", "", 405712),
    ("youtube/de-manufacturer-2020/Gesamtwerte.csv", "youtube.views.v1", "2020-01-01", 1607),
    ("youtube/de-manufacturer-2020/Gesamtwerte.csv", "youtube.views.v1", "2020-12-31", 706),
    ("youtube/de-manufacturer-2020/Tabellendaten.csv", "youtube.post.views.v1", "", 401812),
    ("youtube/de-manufacturer-2020/Tabellendaten.csv", "youtube.post.subscribers.v1", "", 747),
    ("youtube/de-manufacturer-2020/Tabellendaten.csv", "youtube.post.watch_time.v1", "", Decimal("7713.3874")),
    ("youtube/de-manufacturer-2020/Tabellendaten.csv", "youtube.post.impressions.v1", "", 3616943),
    ("youtube/en-chart-resaved/*.csv", "youtube.views.v1", "", 0),
    ("youtube/en-chart-resaved/*.csv", "youtube.views.v1", "#0", 0),
    ("youtube/en-chart-resaved/*.csv", "youtube.views.v1", "#149", 0),
    ("youtube/en-demographics/Viewer_gender.csv", "youtube.views_share.v1", "Female", Decimal("0.3356")),
    ("youtube/en-demographics/Viewer_gender.csv", "youtube.watch_time_share.v1", "Female", Decimal("0.4285")),
    ("youtube/en-demographics/Viewer_gender.csv", "youtube.views_share.v1", "User-specified", Decimal("0.0066")),
    ("youtube/en-demographics/Viewer_gender.csv", "youtube.average_view_duration.v1", "Female", 776),
    ("youtube/en-demographics/viewer_age.csv", "youtube.views_share.v1", "13–17 years", Decimal("0.0061")),
    ("youtube/en-demographics/viewer_age.csv", "youtube.views_share.v1", "65+ years", Decimal("0.1786")),
    ("youtube/en-demographics/viewer_age.csv", "youtube.watch_time_share.v1", "65+ years", Decimal("0.2198")),
    ("youtube/en-geography-2021/Table data.csv", "youtube.views.v1", "", 14344009),
    ("youtube/en-geography-2021/Table data.csv", "youtube.watch_time.v1", "", Decimal("1078604.379")),
    ("youtube/en-geography-2021/Table data.csv", "youtube.views.v1", "US", 2638475),
    ("youtube/en-geography-2021/Totals.csv", "youtube.views.v1", "", 15503810),
    ("youtube/en-geography-2021/Totals.csv", "youtube.views.v1", "2020-12-31", 31964),
    ("youtube/en-geography-2021/Totals.csv", "youtube.views.v1", "2021-12-30", 39142),
    ("youtube/en-music-2025/*.csv", "youtube.post.likes.v1", "", 873),
    ("youtube/en-music-2025/*.csv", "youtube.post.impressions.v1", "", 846287),
    ("youtube/en-music-2025/*.csv", "youtube.post.comments.v1", "", 134),
    ("youtube/en-music-2025/*.csv", "youtube.post.watch_time.v1", "", Decimal("596.3976")),
    ("youtube/it-filename/*.csv", "youtube.subscribers.v1", "", 43624),
    ("youtube/it-filename/*.csv", "youtube.subscribers.v1", "2014-08-23", 1),
    ("youtube/it-filename/*.csv", "youtube.subscribers.v1", "2026-03-02", 16),
    ("youtube/pt-media-2023/Dados da tabela.csv", "youtube.post.views.v1", "", 30226259),
    ("youtube/pt-media-2023/Dados da tabela.csv", "youtube.revenue.v1", "", Decimal("18429.033")),
    ("youtube/pt-media-2023/Dados da tabela.csv", "youtube.post.subscribers.v1", "", 79021),
    ("youtube/pt-media-2023/Dados da tabela.csv", "youtube.post.views.v1", "FOqK1J90kMk", 274),
    ("youtube/pt-media-2023/Dados do gráfico.csv", "youtube.revenue.v1", "", Decimal("3424.912")),
    ("youtube/pt-media-2023/Dados do gráfico.csv", "youtube.revenue.v1", "#443", Decimal("440.62")),
    ("youtube/pt-media-2023/Dados do gráfico.csv", "youtube.revenue.v1", "#899", Decimal("3.196")),
    ("youtube/pt-media-2023/Total.csv", "youtube.revenue.v1", "", Decimal("18472.641")),
    ("youtube/pt-media-2023/Total.csv", "youtube.revenue.v1", "2023-01-01", Decimal("116.764")),
    ("youtube/pt-media-2023/Total.csv", "youtube.revenue.v1", "2023-06-29", Decimal("386.752")),
    ("youtube/pt-university-2025/*.zip", "youtube.post.views.v1", "", 154929),
    ("youtube/pt-university-2025/*.zip", "youtube.post.impressions.v1", "", 1659922),
    ("youtube/pt-university-2025/*.zip", "youtube.post.watch_time.v1", "", Decimal("10171.5055")),
]


def _is(row: Any, which: str) -> bool:
    if isinstance(row, PostRow):
        return row.external_id == which
    if isinstance(row, AccountDayRow):
        return row.day.isoformat() == which
    return isinstance(row, SegmentRow) and (
        row.key == which or (row.first_day is not None and row.first_day.isoformat() == which)
    )


@pytest.mark.parametrize(("pattern", "metric", "which", "figure"), FIGURES)
def test_a_figure_of_a_sample(
    samples: Path, read_file: Callable[..., Any], pattern: str, metric: str, which: str, figure: int | Decimal
) -> None:
    [path] = samples.glob(pattern)
    file = read_file(path, date(2026, 4, 20))
    if not which:
        assert file.total(metric) == figure
        return
    rows = [row for row in file.rows if any(value.metric == metric for value in row.values)]
    chosen = [rows[int(which[1:])]] if which.startswith("#") else [row for row in rows if _is(row, which)]
    assert [value.value for row in chosen[:1] for value in row.values if value.metric == metric] == [figure]


def test_every_sample_of_these_platforms_has_at_least_three(samples: Path) -> None:
    counted: dict[Path, int] = {}
    for pattern, _metric, _which, _figure in FIGURES:
        [path] = samples.glob(pattern)
        counted[path] = counted.get(path, 0) + 1
    folders = ("ga4", "meta-ads", "meta-content", "linkedin-page", "tiktok", "youtube")
    files = {path for folder in folders for path in (samples / folder).rglob("*") if path.is_file()}
    without_figures = {"ga4/dashboard-en-2021", "meta-ads/pt-empty"}  # they have no rows with values
    expected = {
        path
        for path in files
        if str(path.parent.relative_to(samples)) not in without_figures and "competitor" not in path.name
    }
    assert set(counted) == expected
    assert min(counted.values()) >= 3
