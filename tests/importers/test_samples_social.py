"""Figures of the insights cards, the LinkedIn profile and X, worked out from the files with bare csv and openpyxl."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from smmdesk.importers.rows import AccountDayRow, PostRow, RefusedRow

# File, metric, which rows (a day, a month, a part of the account, a post; all where empty), their sum.
FIGURES = [
    ("meta-insights/fb-en-2025-resaved/Follows.csv", "facebook.follows.v1", "", 401),
    ("meta-insights/fb-en-2025-resaved/Follows.csv", "facebook.follows.v1", "2025-12-14", 68),
    ("meta-insights/fb-en-2025-resaved/Follows.csv", "facebook.follows.v1", "2025-11", 67),
    ("meta-insights/fb-en-2025-resaved/Views.csv", "facebook.views.v1", "", 761454),
    ("meta-insights/fb-en-2025-resaved/Views.csv", "facebook.views.v1", "2025-12-14", 100338),
    ("meta-insights/fb-en-2025-resaved/Views.csv", "facebook.views.v1", "2025-11", 153156),
    ("meta-insights/fb-ig-en-2023/Reach (1).csv", "facebook.reach.v1", "", 14313),
    ("meta-insights/fb-ig-en-2023/Reach (1).csv", "facebook.reach.v1", "2021-10-23", 2127),
    ("meta-insights/fb-ig-en-2023/Reach (1).csv", "facebook.reach.v1", "2021-09", 767),
    ("meta-insights/fb-ig-en-2023/Reach (1).csv", "instagram.reach.v1", "", 126490),
    ("meta-insights/fb-ig-en-2023/Reach (1).csv", "instagram.reach.v1", "2021-09-22", 4299),
    ("meta-insights/fb-ig-en-2023/Reach (1).csv", "instagram.reach.v1", "2021-09", 10046),
    ("meta-insights/fb-ig-en-2024-resaved/Reach.csv", "facebook.reach.v1", "", 3897137),
    ("meta-insights/fb-ig-en-2024-resaved/Reach.csv", "facebook.reach.v1", "2024-03-03", 124593),
    ("meta-insights/fb-ig-en-2024-resaved/Reach.csv", "facebook.reach.v1", "2023-11", 291810),
    ("meta-insights/fb-ig-en-2024-resaved/Reach.csv", "instagram.reach.v1", "", 150759),
    ("meta-insights/fb-ig-en-2024-resaved/Reach.csv", "instagram.reach.v1", "2023-11-19", 6322),
    ("meta-insights/fb-ig-en-2024-resaved/Reach.csv", "instagram.reach.v1", "2023-11", 26734),
    ("meta-insights/fb-ig-en-2024/Follows.csv", "facebook.follows.v1", "", 4795),
    ("meta-insights/fb-ig-en-2024/Follows.csv", "facebook.follows.v1", "2023-08-29", 136),
    ("meta-insights/fb-ig-en-2024/Follows.csv", "facebook.follows.v1", "2023-11", 385),
    ("meta-insights/fb-ig-en-2024/Follows.csv", "instagram.follows.v1", "", 1352),
    ("meta-insights/fb-ig-en-2024/Follows.csv", "instagram.follows.v1", "2024-01-15", 87),
    ("meta-insights/fb-ig-en-2024/Follows.csv", "instagram.follows.v1", "2023-11", 128),
    ("meta-insights/fb-ig-en-2024/Visits.csv", "facebook.visits.v1", "", 81434),
    ("meta-insights/fb-ig-en-2024/Visits.csv", "facebook.visits.v1", "2023-10-10", 1568),
    ("meta-insights/fb-ig-en-2024/Visits.csv", "facebook.visits.v1", "2023-11", 9288),
    ("meta-insights/fb-ig-en-2024/Visits.csv", "instagram.profile_visits.v1", "", 7101),
    ("meta-insights/fb-ig-en-2024/Visits.csv", "instagram.profile_visits.v1", "2024-01-15", 240),
    ("meta-insights/fb-ig-en-2024/Visits.csv", "instagram.profile_visits.v1", "2023-11", 823),
    ("meta-insights/ig-en-2026/Follows.csv", "instagram.follows.v1", "", 2736),
    ("meta-insights/ig-en-2026/Follows.csv", "instagram.follows.v1", "2026-06-06", 1147),
    ("meta-insights/ig-en-2026/Follows.csv", "instagram.follows.v1", "2026-06", 2296),
    ("meta-insights/ig-en-2026/Interactions.csv", "instagram.content_interactions.v1", "", 53288),
    ("meta-insights/ig-en-2026/Interactions.csv", "instagram.content_interactions.v1", "2026-06-18", 14543),
    ("meta-insights/ig-en-2026/Interactions.csv", "instagram.content_interactions.v1", "2026-06", 49329),
    ("meta-insights/ig-en-2026/Link clicks.csv", "instagram.link_clicks.v1", "", 9838),
    ("meta-insights/ig-en-2026/Link clicks.csv", "instagram.link_clicks.v1", "2026-06-16", 491),
    ("meta-insights/ig-en-2026/Link clicks.csv", "instagram.link_clicks.v1", "2026-06", 7421),
    ("meta-insights/ig-en-2026/Reach.csv", "instagram.reach.v1", "", 808076),
    ("meta-insights/ig-en-2026/Reach.csv", "instagram.reach.v1", "2026-06-18", 158934),
    ("meta-insights/ig-en-2026/Reach.csv", "instagram.reach.v1", "2026-06", 699736),
    ("meta-insights/ig-en-2026/Views.csv", "instagram.views.v1", "", 1117725),
    ("meta-insights/ig-en-2026/Views.csv", "instagram.views.v1", "2026-06-18", 198697),
    ("meta-insights/ig-en-2026/Views.csv", "instagram.views.v1", "2026-06", 952261),
    ("meta-insights/ig-en-2026/Visits.csv", "instagram.profile_visits.v1", "", 7724),
    ("meta-insights/ig-en-2026/Visits.csv", "instagram.profile_visits.v1", "2026-06-18", 874),
    ("meta-insights/ig-en-2026/Visits.csv", "instagram.profile_visits.v1", "2026-06", 6149),
    ("meta-insights/ig-pt-2025/Alcance.csv", "instagram.reach.v1", "", 180746),
    ("meta-insights/ig-pt-2025/Alcance.csv", "instagram.reach.v1", "2025-05-17", 4578),
    ("meta-insights/ig-pt-2025/Alcance.csv", "instagram.reach.v1", "2025-03", 21056),
    ("meta-insights/ig-pt-2025/Cliques no link.csv", "instagram.link_clicks.v1", "", 101),
    ("meta-insights/ig-pt-2025/Cliques no link.csv", "instagram.link_clicks.v1", "2025-04-22", 16),
    ("meta-insights/ig-pt-2025/Cliques no link.csv", "instagram.link_clicks.v1", "2025-03", 3),
    ("meta-insights/ig-pt-2025/Interações.csv", "instagram.content_interactions.v1", "", 7884),
    ("meta-insights/ig-pt-2025/Interações.csv", "instagram.content_interactions.v1", "2025-05-17", 286),
    ("meta-insights/ig-pt-2025/Interações.csv", "instagram.content_interactions.v1", "2025-03", 701),
    ("meta-insights/ig-pt-2025/Seguidores.csv", "instagram.follows.v1", "", 436),
    ("meta-insights/ig-pt-2025/Seguidores.csv", "instagram.follows.v1", "2025-04-01", 15),
    ("meta-insights/ig-pt-2025/Seguidores.csv", "instagram.follows.v1", "2025-05", 79),
    ("meta-insights/ig-pt-2025/Visitas.csv", "instagram.profile_visits.v1", "", 3937),
    ("meta-insights/ig-pt-2025/Visitas.csv", "instagram.profile_visits.v1", "2025-04-09", 93),
    ("meta-insights/ig-pt-2025/Visitas.csv", "instagram.profile_visits.v1", "2025-03", 295),
    ("meta-insights/ig-pt-2025/Visualizações.csv", "instagram.views.v1", "", 296878),
    ("meta-insights/ig-pt-2025/Visualizações.csv", "instagram.views.v1", "2025-05-17", 10622),
    ("meta-insights/ig-pt-2025/Visualizações.csv", "instagram.views.v1", "2025-03", 31523),
    ("meta-insights/fb-en-2025-resaved/Top content formats.csv", "facebook.views_of_format.v1", "", 761454),
    ("meta-insights/fb-en-2025-resaved/Top content formats.csv", "facebook.views_of_format.v1", "reels", 572681),
    ("meta-insights/fb-en-2025-resaved/Top content formats.csv", "facebook.interactions_of_format.v1", "", 6492),
    ("meta-insights/fb-en-2025-resaved/Top content formats.csv", "facebook.interactions_of_format.v1", "stories", 50),
    ("meta-insights/fb-en-2025-resaved/Top content formats.csv", "facebook.published_of_format.v1", "", 92),
    ("meta-insights/fb-ig-en-2024-resaved/Audience.csv", "facebook.followers.v1", "", 30222),
    ("meta-insights/fb-ig-en-2024-resaved/Audience.csv", "instagram.followers.v1", "", 3098),
    ("meta-insights/fb-ig-en-2024-resaved/Audience.csv", "facebook.followers_share.v1", "35-44|women", Decimal("0.36")),
    ("meta-insights/fb-ig-en-2024-resaved/Audience.csv", "instagram.followers_share.v1", "65+|men", Decimal("0.002")),
    (
        "meta-insights/fb-ig-en-2024-resaved/Audience.csv",
        "facebook.followers_share.v1",
        "Kyiv, Ukraine",
        Decimal("0.153"),
    ),
    (
        "meta-insights/fb-ig-en-2024-resaved/Audience.csv",
        "instagram.followers_share.v1",
        "Lviv, Lviv Oblast, Ukraine",
        Decimal("0.094"),
    ),
    ("meta-insights/fb-ig-en-2024-resaved/Audience.csv", "facebook.followers_share.v1", "Spain", Decimal("0.003")),
    ("meta-insights/ig-en-2026/Audience.csv", "instagram.followers_share.v1", "35-44|men", Decimal("0.177")),
    ("meta-insights/ig-en-2026/Audience.csv", "instagram.followers_share.v1", "New York, NY", Decimal("0.017")),
    ("meta-insights/ig-en-2026/Audience.csv", "instagram.followers_share.v1", "United States", Decimal("0.383")),
    (
        "meta-insights/ig-pt-2024/Formatos do conteúdo mais relevante.csv",
        "instagram.published_of_format.v1",
        "stories",
        287,
    ),
    (
        "meta-insights/ig-pt-2024/Formatos do conteúdo mais relevante.csv",
        "instagram.published_of_format.v1",
        "publicações",
        89,
    ),
    ("meta-insights/ig-pt-2024/Formatos do conteúdo mais relevante.csv", "instagram.published_of_format.v1", "", 376),
    ("meta-insights/ig-pt-2024/seg_cidades.csv", "instagram.followers_share.v1", "Santa Maria, RS", Decimal("0.702")),
    ("meta-insights/ig-pt-2024/seg_cidades.csv", "instagram.followers_share.v1", "Viamão, RS", Decimal("0.005")),
    ("meta-insights/ig-pt-2024/seg_cidades.csv", "instagram.followers_share.v1", "", Decimal("0.788")),
    ("meta-insights/ig-pt-2025/Público.csv", "instagram.followers_share.v1", "18-24|women", Decimal("0.21")),
    ("meta-insights/ig-pt-2025/Público.csv", "instagram.followers_share.v1", "Campinas, SP", Decimal("0.007")),
    ("meta-insights/ig-pt-2025/Público.csv", "instagram.followers_share.v1", "Brasil", Decimal("0.974")),
    ("linkedin-creator/it-2026/*.xlsx", "linkedin.profile_impressions.v1", "2026-06-18", 325),
    ("linkedin-creator/it-2026/*.xlsx", "linkedin.profile_impressions.v1", "2026-06", 795),
    ("linkedin-creator/it-2026/*.xlsx", "linkedin.profile_impressions.v1", "account", 795),
    ("linkedin-creator/it-2026/*.xlsx", "linkedin.profile_members_reached.v1", "account", 327),
    ("linkedin-creator/it-2026/*.xlsx", "linkedin.profile_interactions.v1", "", 22),
    ("linkedin-creator/it-2026/*.xlsx", "linkedin.profile_followers.v1", "2026-06-23", 435),
    ("linkedin-creator/it-2026/*.xlsx", "linkedin.profile_new_followers.v1", "", 8),
    ("linkedin-creator/it-2026/*.xlsx", "linkedin.profile_post_impressions.v1", "7469841042624700416", 109),
    ("linkedin-creator/it-2026/*.xlsx", "linkedin.profile_post_impressions.v1", "", 795),
    ("linkedin-creator/it-2026/*.xlsx", "linkedin.profile_post_interactions.v1", "7473327867024658432", 16),
    ("linkedin-creator/it-2026/*.xlsx", "linkedin.profile_audience_share.v1", "Bologna", Decimal("0.33")),
    (
        "linkedin-creator/it-2026/*.xlsx",
        "linkedin.profile_audience_share.v1",
        "1.001-5.000 dipendenti",
        Decimal("0.15"),
    ),
    ("x/content-en-2026/*.csv", "x.post.impressions.v1", "", 8338),
    ("x/content-en-2026/*.csv", "x.post.engagements.v1", "", 198),
    ("x/content-en-2026/*.csv", "x.post.impressions.v1", "2086793512247320654", 797),
    ("x/content-en-2026/*.csv", "x.post.detail_expands.v1", "", 79),
    ("x/overview-en-2025/*.csv", "x.impressions.v1", "", 24749),
    ("x/overview-en-2025/*.csv", "x.impressions.v1", "2025-08-24", 14795),
    ("x/overview-en-2025/*.csv", "x.unfollows.v1", "", 2),
    ("x/overview-en-2025/*.csv", "x.profile_visits.v1", "", 248),
    ("x/legacy-en-2022/*.csv", "x.post.impressions.v1", "", 37092),
    ("x/legacy-en-2022/*.csv", "x.post.engagements.v1", "", 757),
    ("x/legacy-en-2022/*.csv", "x.post.impressions.v1", "1497181736127635469", 652),
    ("x/legacy-en-2022/*.csv", "x.post.reposts.v1", "", 188),
    ("x/legacy-en-2022-resaved/*.csv", "x.post.impressions.v1", "", 230960),
    ("x/legacy-en-2022-resaved/*.csv", "x.post.impressions.v1", "1474494567173038084", 1108),
    ("x/legacy-en-2022-resaved/*.csv", "x.post.likes.v1", "", 177),
    ("x/legacy-en-2022-resaved/*.csv", "x.post.media_views.v1", "", 2763),
]


def meant(row: Any, which: str) -> bool:
    """Tell whether a row is one of those that a figure is about."""
    if not which:
        return True
    if isinstance(row, AccountDayRow):
        return row.day.isoformat().startswith(which)
    return which == (row.external_id if isinstance(row, PostRow) else row.key)


@pytest.mark.parametrize(("pattern", "metric", "which", "total"), FIGURES)
def test_figures_of_samples(
    samples: Path, read_file: Callable[..., Any], pattern: str, metric: str, which: str, total: object
) -> None:
    [path] = samples.glob(pattern)
    file = read_file(path, platform=metric.partition(".")[0])
    found = [
        value.value
        for row in file.rows
        if not isinstance(row, RefusedRow) and meant(row, which)
        for value in row.values
        if value.metric == metric and value.value is not None
    ]
    assert found
    assert sum(found) == total


def test_every_file_has_three_figures(samples: Path) -> None:
    files = [path for folder in ("meta-insights", "linkedin-creator", "x") for path in (samples / folder).rglob("*.*")]
    counted = dict.fromkeys(files, 0)
    for pattern, _metric, _which, _total in FIGURES:
        [path] = samples.glob(pattern)
        counted[path] += 1
    assert min(counted.values()) >= 3
