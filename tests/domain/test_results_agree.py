"""Numbers agree: every figure of the window, of `figures --json` and of the PDF's text, compared one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from smmdesk.core import formats
from smmdesk.core.i18n import language
from smmdesk.core.money import decimal_text, round_half_up
from smmdesk.core.periods import Month
from smmdesk.core.readings import Unit
from smmdesk.documents.data import MetricValue, MonthlyReport
from smmdesk.documents.monthly_report import render_monthly_report
from smmdesk.domain.accounts import Account
from smmdesk.domain.clients import Client, ClientRow, client_row, client_rows
from smmdesk.domain.demo import build_demo
from smmdesk.domain.events import EventDraft, add_event
from smmdesk.domain.figures import month_figures
from smmdesk.domain.reports.build import collect_report
from smmdesk.store.database import OpenWorkspace
from smmdesk.store.opening import open_workspace
from smmdesk.ui.pages.results.months_reading import read_history
from smmdesk.ui.pages.results.reading import FigureLine, read_more, read_results
from tests.documents.reading import text
from tests.domain.readings import Readings

JUNE, OCTOBER = Month(2026, 6), Month(2026, 10)


def digits(shown: str) -> str:
    """Return the digits of a written number, its sign and its decimals, whatever marks the language puts in."""
    return "".join(mark for mark in shown if mark.isdigit())


def is_same(shown: str, value: str | None, unit: str) -> bool:
    """Tell whether a written number is the number of the JSON, rounded to the places that are written."""
    if value is None:
        return not digits(shown)
    if unit in ("hours", "seconds"):
        return bool(digits(shown))
    exact = Fraction(value)
    places = [places for places in (0, 1, 2) if digits(decimal_text(abs(exact), places)) == digits(shown)]
    # What is written with fewer places was rounded from the exact number, the JSON's two places from the same.
    near = [places for places in (0, 1) if abs(_number(shown, places) - abs(exact)) <= Fraction(51, 100) / 10**places]
    return bool(places or (unit == "percent" and near))


def _number(shown: str, places: int) -> Fraction:
    return Fraction(int(digits(shown) or "0"), 10**places)


def points(shown: str) -> Fraction:
    """Return a rate or a change in points as it is written."""
    number = shown.replace("−", "-").partition("%")[0].partition(" ")[0]
    return Fraction(number.replace("+", ""))


def assert_line(line: FigureLine, told: dict[str, Any], unit: str) -> None:
    where = (told["metric"], line.value, told["value"])
    if "bounds" in told:
        assert digits(line.value) == "".join(told["bounds"]), where
        return
    assert is_same(line.value, told["value"], unit), where
    against = told.get("against")
    if against is not None and told["value"] is not None:
        before = line.before.rpartition(" (")[0]
        assert is_same(before, against["value"], unit), (where, line.before, against)
        if against["kind"] == "new":
            assert line.change == "new"
        elif against["kind"] == "points":  # re-adds: the difference of the two rates as they are written
            assert points(line.change) == points(line.value) - points(before), (where, line.before, line.change)
            assert abs(points(line.change) - Fraction(against["change"])) <= Fraction(1, 10), where
        elif against["change"] is not None:
            assert is_same(
                line.change, against["change"].lstrip("-"), unit if against["kind"] == "count" else "percent"
            )
            assert ("-" in against["change"]) == (line.change[:1] in ("-", "−")), (where, line.change)
        if against["value"] is not None:  # a change that is told and is neither good nor bad has no verdict
            assert bool(line.verdict) == (against["verdict"] != "not_comparable" or against["change"] is None), where


def assert_paper(value: MetricValue, told: dict[str, Any], unit: str, paper: str, shown: str) -> None:
    """The report's own value is the JSON's, and stands in the text of the PDF."""
    where = (told["metric"], value.value, told["value"])
    if value.bounds is not None:
        assert [str(one) for one in value.bounds] == told["bounds"], where
    elif value.value is None:
        assert told["value"] is None, where
    else:
        scale = 100 if unit == "percent" else 1
        two = decimal_text(Fraction(value.value) * scale)
        assert Fraction(told["value"]) == Fraction(two) or Fraction(told["value"]) == Fraction(value.value), where
    assert " ".join(shown.split()) in paper, (where, shown)
    assert value.state.value == told["state"]
    against = told.get("against")
    if against is not None and value.comparison is not None:
        assert (str(value.comparison.month), value.comparison.verdict.value) == (against["month"], against["verdict"])
        assert (value.comparison.value is None) == (against["value"] is None)
        assert (value.comparison.change is None) == (against["change"] is None)


def assert_agreement(client: ClientRow, month: Month) -> int:
    """Compare every figure of a client's month; return how many there were."""
    from smmdesk.documents.monthly_report import words

    with language("en"):
        figures = month_figures(client.id, month)
        window = {one.id: one for one in read_results(client.id, month).accounts}
    report: MonthlyReport = collect_report(client.id, month)
    paper = " ".join(text(render_monthly_report(report)).split())
    compared = 0
    for told in figures["accounts"]:
        shown = window[told["id"]]
        with language("en"):
            rate = read_more(shown.row, client, month).rate
        lines = {line.id: line for line in (*shown.figures, *([rate] if rate is not None else []))}
        sums = [{**one, "unit": "count"} for one in told["posts"]["metrics"]]
        assert set(lines) == {one["metric"] for one in [*told["metrics"], *sums]}
        assert shown.posts == told["posts"]["count"]
        for one in told["metrics"]:
            assert_line(lines[one["metric"]], one, one["unit"])
            compared += 1
        for one in sums:
            assert is_same(lines[one["metric"]].value, one["value"], _unit_of(one["metric"])), one
            compared += 1
        account = next(
            (one for one in report.accounts if (one.platform, one.handle) == (told["platform"], told["handle"])), None
        )
        if account is None or told.get("guest"):
            continue
        by_key = {one["metric"]: one for one in [*told["metrics"], *sums]}
        with language(client.language, client.address_form):
            for value in (*account.metrics, *account.post_metrics):
                one = by_key[value.metric.key]
                shown_text = words.metric_value_text(value, client.currency)
                if value.metric.key in lines:
                    has_verdict = bool(words.verdict_text(value))
                    assert has_verdict == bool(lines[value.metric.key].verdict), value.metric.key
                assert_paper(value, one, one["unit"], paper, shown_text)
                compared += 1
        if account.history is not None:
            key = account.history.metric.key
            line = read_history(told["id"], key, month, client)
            assert line is not None and line.chart is not None
            chart = line.chart
            assert [(point.month, point.value) for point in chart.points] == [
                (point.month, None if point.value is None else Fraction(point.value))
                for point in account.history.points
            ]
            assert _json(account.history.points[-1].value) == _json_of(by_key[key]["value"], by_key[key]["unit"])
    with language(client.language, client.address_form):
        for kpi, one in zip(report.sheet.kpis, figures["kpis"], strict=True):
            assert (kpi.value is None) == (one["value"] is None)
            if kpi.value is not None:
                exact = Fraction(kpi.value)
                shown = words.value_text(kpi.value, kpi.unit, client.currency)
                if kpi.unit is Unit.MONEY:  # page 1 tells money in whole units
                    shown = formats.money(round_half_up(exact * 100), client.currency, cents_shown=False)
                assert " ".join(shown.split()) in paper
                assert Fraction(one["value"]) == Fraction(
                    decimal_text(exact * 100 if kpi.unit is Unit.SHARE else exact, 2)
                )
                compared += 1
    return compared


def _unit_of(key: str) -> str:
    from smmdesk.importers.registry import METRICS

    return METRICS[key].unit.value


def _json(value: Any) -> Fraction | None:
    return None if value is None else Fraction(decimal_text(Fraction(value), 2))


def _json_of(value: str | None, unit: str) -> Fraction | None:
    if value is None:
        return None
    exact = Fraction(value)
    return Fraction(decimal_text(exact / 100 if unit == "percent" else exact, 2))


@pytest.fixture(scope="module")
def example_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_demo(tmp_path_factory.mktemp("example"))[0]


@pytest.fixture
def example(example_path: Path) -> Iterator[OpenWorkspace]:
    opened = open_workspace(example_path, write=False)
    yield opened
    opened.close()


@pytest.mark.parametrize("month", [JUNE, OCTOBER], ids=str)
def test_the_example_agrees_with_itself(example: OpenWorkspace, month: Month) -> None:
    counted = {client.name: assert_agreement(client, month) for client in client_rows()}
    assert len(counted) == 3
    assert all(count > 10 for count in counted.values()), counted


# ------------------------------------------------------------------------------------------------- own fixtures


def june(day: int) -> date:
    return date(2026, 6, day)


def test_a_month_with_every_state_agrees(a_client: Callable[..., Client], an_account: Callable[..., Account]) -> None:
    client = a_client("Bar Ò", engagement_base="views")
    page = an_account(client, "linkedin", "bar")
    readings = Readings(page, date(2026, 5, 1), date(2026, 6, 30))
    readings.days("linkedin.clicks.v1", date(2026, 5, 1), [7] * 31 + [11] * 30)
    readings.days("linkedin.reactions.v1", date(2026, 5, 1), [9] * 31 + [4] * 18)
    readings.days("linkedin.comments.v1", date(2026, 5, 1), [1] * 31 + [0] * 30)
    readings.days("linkedin.unique_visitors.v1", june(1), [5, 9, 4] * 10)
    readings.days("linkedin.impressions.v1", date(2026, 5, 1), [333] * 61)
    profile = an_account(client, "instagram", "barbar")
    photos = Readings(profile, june(1), june(30))
    photos.post(june(2), {"likes": 1234, "comments": 7, "saves": None, "reach": 5000, "views": 9999})
    photos.post(june(9), {"likes": 20, "comments": 1, "saves": 3, "reach": None, "views": 777})
    assert assert_agreement(client_row(client.id), JUNE) > 15


def test_a_month_with_a_break_agrees(a_client: Callable[..., Client], an_account: Callable[..., Account]) -> None:
    client = a_client(language="en")
    channel = an_account(client, "youtube", "bar")
    readings = Readings(channel, date(2025, 1, 1), date(2025, 4, 30))
    for name, value in (("views", 10), ("likes", 3), ("comments", 1), ("shares", 1)):
        readings.days(f"youtube.{name}.v1", date(2025, 1, 1), [value] * 120)
    assert assert_agreement(client_row(client.id), Month(2025, 3)) >= 8
    paper = text(render_monthly_report(collect_report(client.id, Month(2025, 3))))
    assert "YouTube changed on 31 March 2025 what counts as a view of a Short" in paper
    assert "1 Mar to 30 Mar: 300" in paper
    assert "31 Mar to 31 Mar: 10" in paper
    assert "counted anew since 31 Mar" in paper


def test_money_and_rates_agree(a_client: Callable[..., Client], an_account: Callable[..., Account]) -> None:
    client = a_client(currency="CHF")
    ads = an_account(client, "meta_ads", "bar")
    readings = Readings(ads, date(2026, 5, 1), date(2026, 6, 30))
    for month, spend in ((5, Decimal("99.50")), (6, Decimal("1234.56"))):
        span = (date(2026, month, 1), Month(2026, month).last_day)
        readings.part("meta_ads.spend.v1", spend, *span, currency="CHF")
        readings.part("meta_ads.link_clicks.v1", 37, *span, currency="CHF")
        readings.part("meta_ads.impressions.v1", 4321, *span, currency="CHF")
        readings.part("meta_ads.ctr_link.v1", Decimal("0.5"), *span, currency="CHF")
        readings.part("meta_ads.reach.v1", 2100, *span, dimension="account", currency="CHF")
    assert assert_agreement(client_row(client.id), JUNE) > 5


def test_growth_is_told_alike(a_client: Callable[..., Client], an_account: Callable[..., Account]) -> None:
    client = a_client(language="en")
    video = an_account(client, "tiktok", "bar")
    readings = Readings(video, date(2026, 5, 1), date(2026, 6, 30))
    values = [1000 + 5 * place + (640 if place >= 45 else 0) for place in range(61)]  # 15 June
    readings.days("tiktok.followers.v1", date(2026, 5, 1), list(values))
    assert assert_agreement(client_row(client.id), JUNE) > 0
    (told,) = month_figures(client.id, JUNE)["accounts"]
    paper = " ".join(text(render_monthly_report(collect_report(client.id, JUNE))).split())
    assert told["growth"]["sentences"][0] == "645 more followers on 15 June; a usual day brings 5."
    assert all(sentence in paper for sentence in told["growth"]["sentences"])
    assert "Healthy growth" in paper
    add_event(client.id, EventDraft("giveaway", "Cena per due", june(14), june(16)))
    paper = " ".join(text(render_monthly_report(collect_report(client.id, JUNE))).split())
    assert "Explained by: Giveaway: Cena per due." in paper
    assert "We did not find a reason" not in paper


def test_a_sum_over_posts_is_called_so_in_window_and_paper(
    a_client: Callable[..., Client], an_account: Callable[..., Account]
) -> None:
    client = a_client(language="en")
    page = an_account(client, "linkedin", "bar")
    readings = Readings(page, date(2026, 5, 1), date(2026, 6, 30))
    readings.days("linkedin.clicks.v1", date(2026, 5, 1), [2] * 31 + [3] * 30)
    readings.post(date(2026, 5, 9), {"impressions": 900, "clicks": 5})
    readings.post(june(2), {"impressions": 1500, "clicks": 8})
    with language("en"):
        (shown,) = read_results(client.id, JUNE).accounts
    figures = {line.title: line.value for line in shown.figures}
    assert (figures["Clicks"], figures["Clicks of posts"], figures["Impressions of posts"]) == ("90", "8", "1,500")
    report = collect_report(client.id, JUNE)
    (account,) = report.accounts
    # What was shown ranks before clicks; yet the chart is of the page's own figure, not of the posts' sum.
    assert account.history is not None and account.history.metric.key == "linkedin.clicks.v1"
    paper = " ".join(text(render_monthly_report(report)).split())
    assert "Impressions of posts 1,500" in paper and "Clicks of posts 8" in paper
    assert "Clicks, last 2 months" in paper


def test_the_chart_is_of_the_posts_sum_where_the_account_has_nothing(
    a_client: Callable[..., Client], an_account: Callable[..., Account]
) -> None:
    client = a_client(language="en")
    readings = Readings(an_account(client, "linkedin", "bar"), date(2026, 5, 1), date(2026, 6, 30))
    readings.post(date(2026, 5, 9), {"impressions": 900, "clicks": 5})
    readings.post(june(2), {"impressions": 1500, "clicks": 8})
    paper = " ".join(text(render_monthly_report(collect_report(client.id, JUNE))).split())
    assert "Impressions of posts, last 2 months" in paper


def test_the_year_stands_beside_a_month_of_another_year(
    a_client: Callable[..., Client], an_account: Callable[..., Account]
) -> None:
    client = a_client(language="en", is_seasonal=True)
    page = an_account(client, "linkedin", "bar")
    readings = Readings(page, date(2025, 6, 1), date(2026, 6, 30))
    readings.days("linkedin.clicks.v1", date(2025, 6, 1), [2] * 395)
    with language("en"):
        (shown,) = read_results(client.id, JUNE).accounts
        (later,) = read_results(client.id, Month(2026, 5)).accounts
    assert [line.before for line in shown.figures] == ["60 (Jun 2025)"]
    assert [line.before for line in later.figures] == ["60 (Apr)"]  # nothing is known of May 2025
    assert "Jun 2025" in text(render_monthly_report(collect_report(client.id, JUNE)))


def test_a_change_without_a_verdict_has_none_in_the_window_either(
    a_client: Callable[..., Client], an_account: Callable[..., Account]
) -> None:
    client = a_client(language="en")
    ads = an_account(client, "meta_ads", "bar")
    readings = Readings(ads, date(2026, 1, 1), date(2026, 6, 30))
    for number, spend in enumerate((100, 101, 102, 103, 104, 300), start=1):
        month = Month(2026, number)
        readings.part("meta_ads.spend.v1", spend, month.first_day, month.last_day)
    with language("en"):
        (shown,) = read_results(client.id, JUNE).accounts
    (line,) = shown.figures
    assert (line.value, line.before, line.verdict) == ("€300", "€104 (May)", "")  # more spent is neither good nor bad
    assert line.change.startswith("+198.1%")
    assert "comparable" not in line.compared
    paper = " ".join(text(render_monthly_report(collect_report(client.id, JUNE))).split())
    channels = paper.partition("Channels")[2].partition("Appendix")[0]
    assert "€300" in channels and "comparable" not in channels
