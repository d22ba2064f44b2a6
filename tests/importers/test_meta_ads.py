"""Meta Ads exports: total rows, levels and breakdowns, kinds of results, both dialects of numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from smmdesk.core.errors import UserError
from smmdesk.importers.detection import recognise

ReadFile = Callable[..., Any]
Write = Callable[..., Path]

ADS = "Reporting starts,Reporting ends,Campaign name,Results,Result indicator,Impressions,Amount spent (EUR)\n"


def test_the_total_row_is_recognised_by_its_empty_name(read_file: ReadFile, write: Write) -> None:
    text = (
        ADS
        + "2026-06-01,2026-06-30,,5,mixed,300,35.50\n"
        + '2026-06-01,2026-06-30,Summer,3,actions:link_click,200,"1,025.50"\n'
        + "2026-06-01,2026-06-30,Summer,2,Website purchases,100,10\n"
        + "2026-06-01,2026-06-30,,2,Website purchases,100,10\n"
    )
    file = read_file(write(text))
    counts = file.reading.counts
    assert (counts.total, counts.data, counts.refused) == (1, 2, 1)
    assert [(row.key, row.weak_key, row.currency) for row in file.segments] == [
        ("Summer", True, "EUR"),
        ("Summer #2", True, "EUR"),
    ]
    assert file.total("meta_ads.spend.v1") == Decimal("1035.5")
    assert file.total("meta_ads.results_link_clicks.v1") == 3
    assert file.total("meta_ads.results_purchases.v1") == 2
    assert file.total("meta_ads.results.v1") == 0


def test_a_file_without_total_row_keeps_its_first_row(samples: Path, read_file: ReadFile) -> None:
    [path] = samples.glob("meta-ads/en-idr-2026/*objective.csv")
    [row] = read_file(path).segments
    assert (row.dimension, row.key, row.currency) == ("objective", "OUTCOME_SALES", "IDR")
    assert (row.first_day, row.last_day) == (date(2026, 1, 15), date(2026, 1, 25))


def test_the_total_row_equals_the_rows_below_it(samples: Path, read_file: ReadFile) -> None:
    [creative] = samples.glob("meta-ads/en-idr-2026/*creative.csv")
    assert read_file(creative).total("meta_ads.spend.v1") == 21737841
    [workbook] = samples.glob("meta-ads/en-uah-2024/*.xlsx")
    file = read_file(workbook)
    assert file.total("meta_ads.spend.v1") == Decimal("77818.01")
    assert file.total("meta_ads.impressions.v1") == 3159843
    assert {row.currency for row in file.segments} == {"UAH"}
    assert len({row.key for row in file.segments}) == 50


def test_breakdowns_by_day_month_and_region(read_file: ReadFile, write: Write) -> None:
    header = "Account name,Region,Month,Reach,Impressions,Currency,Amount spent (UAH),Reporting starts,Reporting ends\n"
    file = read_file(write(header + "Bar,Kyiv,2024-03-01 - 2024-03-11,5,9,UAH,1.5,2024-02-01,2024-03-11\n"))
    [row] = file.segments
    assert (row.account, row.dimension, row.first_day, row.last_day) == (
        "Bar",
        "region",
        date(2024, 3, 1),
        date(2024, 3, 11),
    )
    assert file.reading.recognised.names_accounts
    daily = "Day,Campaign name,Campaign ID,Impressions,Amount spent (EUR)\n2026-06-03,Summer,120200000000000001,9,1.5\n"
    [day] = read_file(write(daily)).segments
    assert (day.dimension, day.key, day.weak_key, day.first_day) == (
        "campaign",
        "120200000000000001",
        False,
        date(2026, 6, 3),
    )
    assert day.first_day == day.last_day


@pytest.mark.parametrize(
    ("typed", "spent"), [("200,00", 200), ("1.234,56", Decimal("1234.56")), ("200.5", Decimal("200.5"))]
)
def test_italian_ads_in_either_dialect(read_file: ReadFile, write: Write, typed: str, spent: object) -> None:
    text = (
        "Inizio dei report,Fine dei report,Nome della campagna,Pubblicazione della campagna,Risultati,"
        "Indicatore di risultato,Impression,Copertura,Importo speso (EUR),Fine\n"
        f'2026-06-01,2026-06-30,Estate,archived,12,actions:link_click,900,800,"{typed}",Continua\n'
    )
    file = read_file(write(text))
    assert file.reading.recognised.language == "it"
    assert file.total("meta_ads.spend.v1") == spent
    assert file.total("meta_ads.results_link_clicks.v1") == 12


def test_an_empty_report_is_called_so(samples: Path) -> None:
    [path] = samples.glob("meta-ads/pt-empty/*.zip")
    with pytest.raises(UserError, match=r"Meta Ads Manager.*has no rows"):
        recognise(path)
