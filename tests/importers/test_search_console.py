"""Search Console: the ZIP as downloaded, single tables in each language, filters that narrow, other exports refused."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from smmdesk.core.errors import UserError
from smmdesk.core.readings import State
from smmdesk.importers.detection import recognise

CHART = "Date,Clicks,Impressions,CTR,Position\n2026-01-07,0,0,,\n2026-01-08,3,80,3.75%,12.5\n"
QUERIES = "Top queries,Clicks,Impressions,CTR,Position\nTotal,3,85,3.53%,7.1\n"
FILTERS = "Filter,Value\nSearch type,Web\nDate,Last 3 months\n"
NAME = "https___www.example.com_-Performance-on-Search-2026-01-10.zip"


def archive(folder: Path, members: dict[str, str], name: str = NAME) -> Path:
    """Return a ZIP with members."""
    path = folder / name
    with zipfile.ZipFile(path, "w") as made:
        for member, text in members.items():
            made.writestr(member, text)
    return path


def values_of(row: Any) -> list[Any]:
    """Return what stands in a row, in the order of the declared columns."""
    return [value.value for value in row.values]


def test_the_zip_is_read_as_it_was_downloaded(tmp_path: Path, read_file: Callable[..., Any]) -> None:
    file = read_file(archive(tmp_path, {"Queries.csv": QUERIES, "Chart.csv": CHART, "Filters.csv": FILTERS}))
    known = file.reading.recognised
    assert (known.format, known.platform, known.read_on) == ("search_console", "search_console", date(2026, 1, 10))
    assert known.period == (date(2026, 1, 7), date(2026, 1, 8))
    assert (known.account_guess, known.questions) == ("www.example.com", ())
    counts = file.reading.counts
    assert (counts.data, counts.description, counts.total, counts.refused) == (3, 2, 0, 0)
    assert file.reading.warnings == []
    [empty, day] = file.days
    assert [value.state for value in empty.values] == [
        State.ZERO,
        State.ZERO,
        State.NOT_APPLICABLE,
        State.NOT_APPLICABLE,
    ]
    assert values_of(day) == [3, 80, Decimal("0.0375"), Decimal("12.5")]
    [query] = file.segments  # "Total" is a query that somebody typed
    assert (query.dimension, query.key, query.title) == ("query", "Total", "Total")


@pytest.mark.parametrize(
    ("header", "format_", "language"),
    [
        ("Top pages,Clicks,Impressions,CTR,Position", "search_console_page", "en"),
        ("Country,Clicks,Impressions,CTR,Position", "search_console_country", "en"),
        ("Search Appearance,Clicks,Impressions,CTR,Position", "search_console_appearance", "en"),
        ("Requêtes les plus fréquentes,Clics,Impressions,CTR,Position", "search_console_query", "fr"),
        ("Appareil,Clics,Impressions,CTR,Position", "search_console_device", "fr"),
        ("Meest uitgevoerde zoekopdrachten,Aantal klikken,Vertoningen,CTR,Positie", "search_console_query", "nl"),
        ("Páginas principales,Clics,Impresiones,CTR,Posición", "search_console_page", "es"),
        ("Query più frequenti,Clic,Impressioni,CTR,Posizione", "search_console_query", "it"),
        ("Häufigste Seiten,Klicks,Impressionen,CTR,Position", "search_console_page", "de"),
        ("Principais consultas,Cliques,Impressões,CTR,Posição", "search_console_query", "pt"),
    ],
)
def test_each_table_in_each_language(
    write: Callable[..., Path], read_file: Callable[..., Any], header: str, format_: str, language: str
) -> None:
    file = read_file(write(f"{header}\nhotel,3,85,3.53%,7.1\n"), period=(date(2026, 1, 1), date(2026, 1, 31)))
    assert (file.reading.recognised.format, file.reading.recognised.language) == (format_, language)
    [row] = file.segments
    assert row.dimension == format_.removeprefix("search_console_")
    assert values_of(row) == [3, 85, Decimal("0.0353"), Decimal("7.1")]
    assert [question.code for question in file.reading.recognised.questions] == ["read_on", "period"]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("Data,Clic,Impressioni,CTR,Posizione", "it"),
        ("Fecha,Clics,Impresiones,CTR,Posición", "es"),
        ("Data,Cliques,Impressões,CTR,Posição", "pt"),
        ("Datum,Aantal klikken,Vertoningen,CTR,Positie", "nl"),
    ],
)
def test_days_in_each_language(
    write: Callable[..., Path], read_file: Callable[..., Any], header: str, language: str
) -> None:
    file = read_file(write(f"{header}\n2026-08-31,2,20,10%,8\n"))
    assert (file.reading.recognised.format, file.reading.recognised.language) == ("search_console", language)
    [row] = file.days
    assert (row.day, values_of(row)) == (date(2026, 8, 31), [2, 20, Decimal("0.1"), 8])


def test_a_comma_that_the_file_proves_is_the_decimal_mark_of_all_its_numbers(
    write: Callable[..., Path], read_file: Callable[..., Any]
) -> None:
    text = 'Consultas principais,Cliques,Impressões,CTR,Posição\nhotel,12,1.234,"5,26%","8,41"\nmar,0,87,"0%","23,7"\n'
    file = read_file(write(text))
    assert values_of(file.segments[0]) == [12, 1234, Decimal("0.0526"), Decimal("8.41")]


def test_the_period_of_an_archive_without_days_comes_from_the_filters(tmp_path: Path) -> None:
    said = archive(
        tmp_path,
        {"Queries.csv": QUERIES, "Filters.csv": 'Filter,Value\nSearch type,Web\nDate,"Jun 1, 2026-Jun 13, 2026"\n'},
    )
    assert recognise(said).period == (date(2026, 6, 1), date(2026, 6, 13))


def test_words_that_are_no_dates_are_shown_with_the_question(tmp_path: Path) -> None:
    known = recognise(archive(tmp_path, {"Queries.csv": QUERIES, "Filters.csv": FILTERS}))
    assert known.period is None
    [question] = known.questions
    assert question.code == "period"
    assert "“Last 3 months”" in question.reason


@pytest.mark.parametrize(
    "line", ["Page,+https://www.example.com/rooms/", "Country,Italy", 'Query,"hotel, rome"', "Search type,Image"]
)
def test_an_export_narrowed_by_a_filter_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(UserError) as refused:
        recognise(archive(tmp_path, {"Chart.csv": CHART, "Filters.csv": f"Filter,Value\n{line}\nDate,Last 28 days\n"}))
    assert line.partition(",")[0] in refused.value.sentence()
    assert "not those of the whole site" in refused.value.sentence()


def test_the_filters_alone_are_refused(write: Callable[..., Path]) -> None:
    with pytest.raises(UserError, match="holds no figures"):
        recognise(write(FILTERS, "Filters.csv"))


@pytest.mark.parametrize(
    "text",
    [
        "Date,Not indexed,Indexed,Impressions\n2026-03-29,188,18,140\n",
        "Fecha,Sin indexar,Indexadas,Impresiones\n2026-03-29,188,18,140\n",
    ],
)
def test_a_chart_of_indexed_pages_is_told_apart_by_its_header(write: Callable[..., Path], text: str) -> None:
    with pytest.raises(UserError, match="not of performance"):
        recognise(write(text, "Chart.csv"))


def test_a_table_cut_at_a_thousand_rows_says_so(write: Callable[..., Path], read_file: Callable[..., Any]) -> None:
    rows = "".join(f"query {number},0,1,0%,9\n" for number in range(1000))
    cut = read_file(write("Top queries,Clicks,Impressions,CTR,Position\n" + rows))
    assert cut.reading.warnings == [
        "Search Console cut “Google Search Console: queries” after 1,000 rows: their sum is not the site's total."
    ]
    whole = read_file(write("Top queries,Clicks,Impressions,CTR,Position\n" + rows.replace("query 7,0,1,0%,9\n", "")))
    assert whole.reading.warnings == []


def test_what_is_no_day_or_number_is_refused_with_its_place(
    write: Callable[..., Path], read_file: Callable[..., Any]
) -> None:
    file = read_file(write(CHART + "yesterday,1,2,50%,3\n2026-01-09,many,2,0%,3\n"))
    assert [(row.line, row.column, row.value) for row in file.refused] == [
        (4, "Date", "yesterday"),
        (5, "Clicks", "many"),
    ]
