"""Definition breaks: which metrics they hold for, and where they cut a span of days."""

from __future__ import annotations

from datetime import date

import pytest

from smmdesk.core.breaks import BREAKS, breaks_of, crossed_by, crossing, parted


def test_the_dates_are_those_of_the_table() -> None:
    assert [one.day.isoformat() for one in BREAKS] == [
        "2021-09-20", "2024-08-01", "2024-11-01", "2025-03-31", "2025-04-21", "2025-11-15", "2026-01-12", "2026-03-01",
    ]  # fmt: skip
    assert all("{date}" in one.sentence for one in BREAKS)


@pytest.mark.parametrize(
    ("metric", "days"),
    [
        ("youtube.views.v1", ["2025-03-31"]),
        ("youtube.post.views.v1", ["2025-03-31"]),
        ("youtube.engaged_views.v1", []),
        ("youtube.views_per_viewer.v1", []),
        ("youtube.views_share.v1", []),
        ("instagram.post.views.v1", ["2024-08-01"]),
        ("meta_ads.results_leads.v1", ["2026-01-12", "2026-03-01"]),
        ("meta_ads.spend.v1", []),
        ("meta_ads.link_clicks.v1", ["2026-03-01"]),
    ],
)
def test_a_metric_has_its_own_breaks(metric: str, days: list[str]) -> None:
    assert [one.day.isoformat() for one in breaks_of(metric)] == days


def test_a_break_on_the_first_day_cuts_nothing() -> None:
    metric = "youtube.views.v1"
    assert crossing(metric, date(2025, 3, 31), date(2025, 4, 30)) == ()
    assert crossing(metric, date(2025, 3, 1), date(2025, 3, 30)) == ()
    assert len(crossing(metric, date(2025, 3, 1), date(2025, 3, 31))) == 1


def test_a_span_is_cut_where_the_counting_changed() -> None:
    assert parted("youtube.views.v1", date(2025, 3, 1), date(2025, 4, 2)) == (
        (date(2025, 3, 1), date(2025, 3, 30)),
        (date(2025, 3, 31), date(2025, 4, 2)),
    )
    assert parted("youtube.likes.v1", date(2025, 3, 1), date(2025, 4, 2)) == ((date(2025, 3, 1), date(2025, 4, 2)),)


def test_the_latest_of_several_is_named() -> None:
    found = crossed_by(["meta_ads.spend.v1", "meta_ads.roas.v1"], date(2025, 12, 1), date(2026, 4, 1))
    assert found is not None
    assert found.day == date(2026, 3, 1)
    assert crossed_by(["meta_ads.spend.v1"], date(2025, 12, 1), date(2026, 4, 1)) is None
