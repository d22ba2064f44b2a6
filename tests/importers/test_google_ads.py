"""Google Ads: preamble, totals, localised numbers and days, money with its sign, parts of every level."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from smmdesk.core.readings import State
from smmdesk.importers.detection import recognise

ENGLISH = (
    'Campaign report\n"March 1, 2026 - March 31, 2026"\n'
    "Campaign status,Campaign,Budget,Currency code,Impr.,CTR,Cost,Clicks,Avg. CPC,Conversions,Conv. value\n"
    'Enabled,Summer,15.00,EUR,"25,881",3.45%,"1,234.50",893,1.38,2.50,310.00\n'
    "Paused,Winter, --,EUR,0,0,0.00,0, --,0.00,0.00\n"
    'Total: Campaigns, --, --,EUR,"25,881",3.45%,"1,234.50",893,1.38,2.50,310.00\n'
    'Total: Account,,,EUR,"25,881",3.45%,"1,234.50",893,1.38,2.50,310.00\n'
    'Total: Search,,,EUR,"25,881",3.45%,"1,234.50",893,1.38,2.50,310.00\n'
)


def values_of(row: Any) -> dict[str, Any]:
    """Return the values of a row by the short names of their metrics."""
    return {value.metric.split(".")[1]: value.value for value in row.values}


def test_a_report_is_read_without_its_totals(write: Callable[..., Path], read_file: Callable[..., Any]) -> None:
    file = read_file(write(ENGLISH))
    known, counts = file.reading.recognised, file.reading.counts
    assert (known.format, known.language, known.period) == (
        "google_ads",
        "en",
        (date(2026, 3, 1), date(2026, 3, 31)),
    )
    assert (counts.data, counts.total, counts.description, counts.refused) == (2, 3, 2, 0)
    summer, winter = file.segments
    assert (summer.dimension, summer.key, summer.currency, summer.weak_key) == ("campaign", "Summer", "EUR", True)
    assert values_of(summer) == {
        "spend": Decimal("1234.50"),
        "impressions": 25881,
        "clicks": 893,
        "conversions": Decimal("2.50"),
        "conversion_value": 310,
        "ctr": Decimal("0.0345"),
        "cpc": Decimal("1.38"),
    }
    states = {value.metric: value.state for value in winter.values}
    assert states["google_ads.cpc.v1"] is State.NOT_AVAILABLE
    assert states["google_ads.spend.v1"] is State.ZERO
    assert file.total("google_ads.spend.v1") == Decimal("1234.50")


def test_a_portuguese_report_with_points_between_thousands(
    write: Callable[..., Path], read_file: Callable[..., Any]
) -> None:
    text = (
        "Relatório de campanha\n5 de maio de 2026 - 15 de maio de 2026\n"
        "Campanha,Código da moeda,Impr.,CTR,Custo,Cliques\n"
        'Verão,BRL,1.234,"3,45%","1.118,99",34\nTotal: Conta,BRL,1.234,"3,45%","1.118,99",34\n'
    )
    file = read_file(write(text))
    assert file.reading.recognised.period == (date(2026, 5, 5), date(2026, 5, 15))
    [row] = file.segments
    assert values_of(row) == {
        "spend": Decimal("1118.99"),
        "impressions": 1234,
        "clicks": 34,
        "ctr": Decimal("0.0345"),
    }


@pytest.mark.parametrize(
    ("header", "spend"), [("Campanha,Impr.,Custo", 1234), ("Campaign,Impr.,Cost", Decimal("1.234"))]
)
def test_where_nothing_proves_the_mark_the_language_decides(
    write: Callable[..., Path], read_file: Callable[..., Any], header: str, spend: Decimal
) -> None:
    file = read_file(write(f"Campaign report\n1 March 2026 - 31 March 2026\n{header}\nSummer,1.234,1.234\n"))
    found = values_of(file.segments[0])
    assert found["spend"] == spend
    assert found["impressions"] == 1234  # what is counted has no decimals in any language


def test_an_italian_report(write: Callable[..., Path], read_file: Callable[..., Any]) -> None:
    text = (
        "Report campagna\n1 aprile 2026 - 30 aprile 2026\n"
        "Stato della campagna,Campagna,Budget,Costo,Impr.,Clic,CTR,CPC medio,Conversioni,Costo / conv.\n"
        'Attiva,Estate,"15,00","118,99",519,34,"6,55%","3,50","14,00","8,50"\n'
    )
    file = read_file(write(text))
    assert (file.reading.recognised.format, file.reading.recognised.language) == ("google_ads", "it")
    assert file.reading.recognised.period == (date(2026, 4, 1), date(2026, 4, 30))
    assert values_of(file.segments[0])["spend"] == Decimal("118.99")
    assert file.reading.warnings == []


def test_the_spreadsheet_variant_is_utf_16_with_tabs(write: Callable[..., Path], read_file: Callable[..., Any]) -> None:
    lines = [
        "Campaign report",
        "March 1, 2026 - March 31, 2026",
        "Campaign\tCurrency code\tCost\tClicks",
        "Summer\tEUR\t1,234.50\t893",
        "Total: Account\tEUR\t1,234.50\t893",
    ]
    file = read_file(write("\r\n".join(lines) + "\r\n", encoding="utf-16"))
    assert file.reading.recognised.format == "google_ads"
    assert (file.reading.counts.data, file.reading.counts.total) == (1, 1)
    assert values_of(file.segments[0])["spend"] == Decimal("1234.50")


def test_a_preamble_that_a_spreadsheet_split_at_its_commas(
    write: Callable[..., Path], read_file: Callable[..., Any]
) -> None:
    text = ENGLISH.replace('"March 1, 2026 - March 31, 2026"', "March 1, 2026 - March 31, 2026,,,,,,").replace(
        "Campaign report", "Campaign report,,,,,,,,"
    )
    assert read_file(write(text)).reading.recognised.period == (date(2026, 3, 1), date(2026, 3, 31))


def test_parts_of_every_level_and_their_keys(write: Callable[..., Path], read_file: Callable[..., Any]) -> None:
    head = 'Report\n"March 1, 2026 - March 31, 2026"\n'
    terms = read_file(
        write(
            head + "Search term,Match type,Added/Excluded,Campaign,Ad group,Keyword,Cost,Clicks\n"
            "boat hire,Phrase match,None,Summer,Core,hire,9.00,3\nboat hire,Exact match,None,Summer,Core,hire,1.00,1\n"
            "Total: Search terms, --, --, --, --, --,10.00,4\n"
        )
    )
    assert [(row.dimension, row.key) for row in terms.segments] == [
        ("search_term", "Summer / Core / boat hire / Phrase match"),
        ("search_term", "Summer / Core / boat hire / Exact match"),
    ]
    groups = read_file(
        write(head + "Ad group,Campaign,Cost,Clicks\nCore,Summer,9.00,3\nCore,Winter,1.00,1\nCore,Winter,2.00,1\n")
    )
    assert [(row.dimension, row.key) for row in groups.segments] == [
        ("ad_group", "Summer / Core"),
        ("ad_group", "Winter / Core"),
        ("ad_group", "Winter / Core #2"),
    ]
    ids = read_file(write(head + "Campaign ID,Campaign,Cost,Clicks\n20315,Summer,9.00,3\n"))
    assert [(row.key, row.title, row.weak_key) for row in ids.segments] == [("20315", "Summer", False)]
    devices = read_file(write(head + "Campaign,Device,Cost,Clicks\nSummer,Tablets,9.00,3\n"))
    assert [(row.dimension, row.key, row.title) for row in devices.segments] == [
        ("campaign_device", "Summer / Tablets", "Summer · Tablets")
    ]


def test_days_weeks_and_months_are_the_rows_own_period(
    write: Callable[..., Path], read_file: Callable[..., Any]
) -> None:
    head = 'Campaign report\n"March 4, 2026 - April 10, 2026"\n'
    days = read_file(write(head + "Day,Campaign,Cost,Clicks\n2026-03-04,Summer,9.00,3\nMar 5 2026,Summer,1.00,1\n"))
    assert [(row.first_day, row.last_day) for row in days.segments] == [
        (date(2026, 3, 4), date(2026, 3, 4)),
        (date(2026, 3, 5), date(2026, 3, 5)),
    ]
    weeks = read_file(write(head + "Week,Campaign,Cost,Clicks\n2026-03-02,Summer,9.00,3\n2026-03-09,Summer,1.00,1\n"))
    assert [(row.first_day, row.last_day) for row in weeks.segments] == [
        (date(2026, 3, 4), date(2026, 3, 8)),
        (date(2026, 3, 9), date(2026, 3, 15)),
    ]
    months = read_file(write(head + "Month,Campaign,Cost,Clicks\nMarch 2026,Summer,9.00,3\n2026-04,Summer,1.00,1\n"))
    assert [(row.first_day, row.last_day) for row in months.segments] == [
        (date(2026, 3, 4), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 4, 10)),
    ]
    bad = read_file(write(head + "Day,Campaign,Cost,Clicks\nsome day,Summer,9.00,3\n"))
    assert [(row.line, row.column, row.value) for row in bad.refused] == [(4, "Day", "some day")]


def test_a_series_in_time_is_the_whole_account(write: Callable[..., Path], read_file: Callable[..., Any]) -> None:
    text = (
        "Data,Cliques,CPC méd.,Custo,Conversões\n"
        '"sáb., 9 de mai. de 2026",3,"R$\u00a04,09","R$\u00a01.212,28","0,00"\n'
        '"dom., 10 de mai. de 2026",0,—,"R$\u00a00,00","0,00"\n'
    )
    file = read_file(write(text))
    assert (file.reading.recognised.format, file.reading.recognised.period) == (
        "google_ads_card",
        (date(2026, 5, 9), date(2026, 5, 10)),
    )
    first, second = file.segments
    assert (first.dimension, first.first_day, first.currency) == ("account", date(2026, 5, 9), "BRL")
    assert values_of(first) == {"spend": Decimal("1212.28"), "clicks": 3, "conversions": 0, "cpc": Decimal("4.09")}
    assert values_of(second)["cpc"] is None


def test_hours_of_one_day_take_it_from_the_name_or_ask(
    write: Callable[..., Path], read_file: Callable[..., Any]
) -> None:
    text = "Hour,Clicks,Impressions,Avg. CPC,Cost\n00 - 01,2,9,US$0.50,US$1.00\n23 - 00,0,0,US$0.00,US$0.00\n"
    named = read_file(write(text, "Time_series(2026.02.05).csv"))
    assert named.reading.recognised.period == (date(2026, 2, 5), date(2026, 2, 5))
    assert [(row.dimension, row.key, row.currency) for row in named.segments] == [
        ("hour", "00 - 01", "USD"),
        ("hour", "23 - 00", "USD"),
    ]
    [_read_on, question] = recognise(write(text, "renamed.csv")).questions
    assert question.code == "period"
    assert "name of the file" in question.reason


@pytest.mark.parametrize(
    ("cost", "currency", "amount"),
    [
        ("US$1.92", "USD", Decimal("1.92")),
        ('"£1,000.00"', "GBP", 1000),
        ('"12,28 €"', "EUR", Decimal("12.28")),
        ("-€3.50", "EUR", Decimal("-3.50")),
        ("CHF 7.25", "CHF", Decimal("7.25")),
    ],
)
def test_money_with_its_sign(
    write: Callable[..., Path], read_file: Callable[..., Any], cost: str, currency: str, amount: Decimal
) -> None:
    file = read_file(write(f"Device,Cost,Impressions,Clicks\nTablets,{cost},8,1\n"))
    [row] = file.segments
    assert (row.currency, values_of(row)["spend"]) == (currency, amount)


def test_a_ratio_without_decimals_is_missing_and_a_count_of_zero_is_zero(
    samples: Path, read_file: Callable[..., Any]
) -> None:
    """The file writes `0` for what there was nothing to divide by, `0,00%` and `0,00` for what is nought."""
    [path] = samples.glob("google-ads/campaign-pt-2026/Palavra*.csv")
    rows = {
        row.key.split(" / ")[2]: {v.metric: (v.value, v.state) for v in row.values} for row in read_file(path).segments
    }
    unseen, seen = rows["dedetização cozinha"], rows["barata francesinha"]
    assert unseen["google_ads.impressions.v1"] == (0, State.ZERO)
    assert unseen["google_ads.ctr.v1"] == unseen["google_ads.cpc.v1"] == (None, State.NOT_AVAILABLE)
    assert seen["google_ads.ctr.v1"] == seen["google_ads.spend.v1"] == (0, State.ZERO)
    assert seen["google_ads.cpc.v1"] == seen["google_ads.cost_per_conversion.v1"] == (None, State.NOT_AVAILABLE)


def test_a_bare_dollar_sign_is_no_currency(write: Callable[..., Path], read_file: Callable[..., Any]) -> None:
    file = read_file(write("Device,Cost,Impressions,Clicks\nTablets,$0.48,8,1\n"))
    assert file.segments[0].currency is None
    assert ["“$”" in warning for warning in file.reading.warnings] == [True]


def test_a_part_without_a_name_and_a_number_that_is_none_are_refused(
    write: Callable[..., Path], read_file: Callable[..., Any]
) -> None:
    text = 'Campaign report\n"March 1, 2026 - March 31, 2026"\nCampaign,Cost,Clicks\n --,1.00,2\nSummer,a lot,2\n'
    file = read_file(write(text))
    assert [(row.line, row.column, row.value) for row in file.refused] == [(4, "Campaign", ""), (5, "Cost", "a lot")]


def test_columns_nobody_knows_are_named(write: Callable[..., Path], read_file: Callable[..., Any]) -> None:
    text = 'Campaign report\n"March 1, 2026 - March 31, 2026"\nCampaign,Cost,Clicks,Mood\nSummer,1.00,2,good\n'
    assert read_file(write(text)).reading.warnings == ["Columns that are not read: “Mood”."]
