"""LinkedIn Campaign Manager: reports in two languages, per day or as one sum, and a period without activity."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from smmdesk.core.errors import UserError
from smmdesk.core.readings import State
from smmdesk.importers.detection import recognise
from smmdesk.importers.registry import METRICS

ReadFile = Callable[..., Any]
Write = Callable[..., Path]

PREAMBLE = (
    "Ad Performance Report (in UTC)\n"
    '"Report Start: September 21, 2026, 12:00 AM"\n"Report End: September 23, 2026, 11:59 PM"\n'
    '"Date Generated: September 24, 2026, 12:40 PM"\n\n'
)
HEADER = (
    "Start Date (in UTC)\tAccount Name\tCurrency\tCampaign Name\tCampaign ID\tAd Name\tAd ID\tTotal Spent\t"
    "Impressions\tClicks\tClick Through Rate\tAverage CPM\tAverage CPC\tViral Clicks\n"
)


def line(day: str, ad: int, spent: str, impressions: str = "1,000", clicks: str = "4") -> str:
    return f"{day}\tBar\teur\tSummer\t11\tAd {ad}\t{ad}\t{spent}\t{impressions}\t{clicks}\t0.4%\t9.36\t-\t0\n"


DAYS = PREAMBLE + HEADER + line("9/21/2026", 1, "9.36") + line("9/22/2026", 1, "1,010.00") + line("9/22/2026", 2, "0")
SUMS = PREAMBLE + HEADER + line("9/21/2026", 1, "55.39") + line("9/21/2026", 2, "0.61")


def values(row: Any) -> dict[str, Any]:
    return {value.metric.removeprefix("linkedin_ads.").removesuffix(".v1"): value for value in row.values}


def test_a_report_per_day(write: Write, read_file: ReadFile) -> None:
    path = write(DAYS, encoding="utf-16")
    recognised = recognise(path)
    assert (recognised.format, recognised.language, recognised.names_accounts) == ("linkedin_ads", "en", True)
    assert (recognised.read_on, recognised.period) == (date(2026, 9, 24), (date(2026, 9, 21), date(2026, 9, 23)))
    assert recognised.questions == ()
    file = read_file(path)
    assert [(row.dimension, row.key, row.title, row.first_day, row.last_day) for row in file.segments] == [
        ("ad", "1", "Ad 1", date(2026, 9, 21), date(2026, 9, 21)),
        ("ad", "1", "Ad 1", date(2026, 9, 22), date(2026, 9, 22)),
        ("ad", "2", "Ad 2", date(2026, 9, 22), date(2026, 9, 22)),
    ]
    read = values(file.segments[1])
    assert read["spend"].value == 1010
    assert read["impressions"].value == 1000
    assert read["ctr"].value == Decimal("0.004")
    assert read["cpc"].state is State.NOT_AVAILABLE
    assert {row.currency for row in file.segments} == {"EUR"}
    assert file.reading.accounts["Bar"].name == "Bar"
    assert file.reading.counts.description == 4
    assert "Columns that are not read: “Viral Clicks”." in file.reading.warnings


def test_one_row_per_ad_is_the_sum_of_the_period(write: Write, read_file: ReadFile) -> None:
    file = read_file(write(SUMS, encoding="utf-16"))
    assert {(row.first_day, row.last_day) for row in file.segments} == {(date(2026, 9, 21), date(2026, 9, 23))}
    assert file.total("linkedin_ads.spend.v1") == 56


def test_one_row_per_ad_of_a_single_day_is_that_day(write: Write, read_file: ReadFile) -> None:
    text = SUMS.replace("Report End: September 23", "Report End: September 21")
    file = read_file(write(text, encoding="utf-16"))
    assert {(row.first_day, row.last_day) for row in file.segments} == {(date(2026, 9, 21), date(2026, 9, 21))}


def test_without_its_first_lines_the_period_is_asked(write: Write, read_file: ReadFile) -> None:
    path = write(SUMS.removeprefix(PREAMBLE))
    assert [question.code for question in recognise(path).questions] == ["read_on", "period"]
    file = read_file(path, period=(date(2026, 9, 21), date(2026, 9, 23)))
    assert {row.last_day for row in file.segments} == {date(2026, 9, 23)}
    days = write(DAYS.removeprefix(PREAMBLE), "days.csv")
    assert [question.code for question in recognise(days).questions] == ["read_on"]
    assert [row.last_day for row in read_file(days).segments] == [
        date(2026, 9, 21),
        date(2026, 9, 22),
        date(2026, 9, 22),
    ]


def test_a_dutch_report(write: Write, read_file: ReadFile) -> None:
    text = (
        "Rapport met advertentieprestaties (in UTC)\n"
        '"Begindatum van rapport: 21 september 2026 00:00"\n"Einddatum van rapport: 23 september 2026 23:59"\n\n'
        "Begindatum (in UTC)\tAccountnaam\tValuta\tCampagne-ID\tCampagnenaam\tTotaal besteed\tWeergaven\tKlikken\t"
        "Doorklikfrequentie (CTR)\tGemiddelde CPM\tGemiddelde CPC\tConversies\n"
        "23-9-2026\tBar\tEUR\t11\tZomer\t1.234,50\t1.234\t5\t0,341%\t9,36\t2\t-\n"
    )
    file = read_file(write(text, encoding="utf-16"))
    assert file.reading.recognised.language == "nl"
    assert file.reading.recognised.period == (date(2026, 9, 21), date(2026, 9, 23))
    [row] = file.segments
    assert (row.dimension, row.key, row.first_day) == ("campaign", "11", date(2026, 9, 23))
    read = values(row)
    assert read["spend"].value == Decimal("1234.5")
    assert read["impressions"].value == 1234
    assert read["ctr"].value == Decimal("0.00341")
    assert read["conversions"].state is State.NOT_AVAILABLE


@pytest.mark.parametrize("text", [PREAMBLE, PREAMBLE + HEADER])
def test_a_period_without_activity_is_refused_in_words(write: Write, text: str) -> None:
    with pytest.raises(UserError) as refused:
        recognise(write(text, encoding="utf-16"))
    assert "LinkedIn Campaign Manager report”, but it has no rows with values" in refused.value.sentence()


def test_another_language_is_called_by_its_columns(write: Write) -> None:
    with pytest.raises(UserError) as refused:
        recognise(write(PREAMBLE + "Data inizio\tNome account\tValuta\tNome campagna\tSpesa totale\n1\t2\t3\t4\t5\n"))
    assert "“Spesa totale”" in refused.value.sentence()


def test_bad_rows_are_refused_with_their_place(write: Write, read_file: ReadFile) -> None:
    text = (
        DAYS + line("21-9-2026", 3, "1") + line("9/23/2026", 3, "one") + "Total\t\t\t\t\t\t\t1,019.36\t3\t12\t\t\t\t\n"
    )
    file = read_file(write(text, encoding="utf-16"))
    assert [(row.line, row.column, row.value) for row in file.refused] == [
        (10, "Start Date (in UTC)", "21-9-2026"),
        (11, "Total Spent", "one"),
    ]
    assert (file.reading.counts.data, file.reading.counts.total) == (3, 1)


def test_a_rounded_id_is_refused(write: Write, read_file: ReadFile) -> None:
    text = DAYS.replace("\tAd 2\t2\t", "\tAd 2\t1.5E+15\t")
    assert [row.column for row in read_file(write(text, encoding="utf-16")).refused] == ["Ad ID"]


def test_money_is_never_a_unique_count_and_rates_are_not_added() -> None:
    assert METRICS["linkedin_ads.spend.v1"].unit == "money"
    assert METRICS["linkedin_ads.spend.v1"].additivity == "A"
    assert {METRICS[f"linkedin_ads.{name}.v1"].additivity for name in ("ctr", "cpm", "cpc")} == {"E"}
