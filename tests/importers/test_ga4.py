"""Analytics exports: dates, tables within a file, weeks, titles that begin with a hash."""

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


def values(row: Any) -> dict[str, Any]:
    return {value.metric: value for value in row.values}


def test_analytics_dates_and_rates(samples: Path, read_file: ReadFile) -> None:
    [path] = samples.glob("ga4/dates-en-2024/*.csv")
    file = read_file(path)
    assert len({row.day for row in file.days}) == 241
    first = values(file.days[0])
    assert (file.days[0].day, first["ga4.event_count.v1"].value) == (date(2023, 10, 10), 11338)
    assert first["ga4.events_per_user.v1"].value == Decimal("4.280105700264251")


def test_analytics_snapshot_is_read_table_by_table(samples: Path, read_file: ReadFile) -> None:
    [path] = samples.glob("ga4/snapshot-en-2026/*.csv")
    file = read_file(path)
    assert {row.dimension for row in file.segments} == {
        "property", "page_title", "first_source_medium", "source_medium", "city", "audience",
    }  # fmt: skip
    days = file.days
    assert (days[0].day, values(days[0])["ga4.new_users.v1"].value) == (date(2025, 12, 3), 14)
    assert (days[-1].day, len(days)) == (date(2026, 3, 2), 90)
    root = next(row for row in file.segments if row.dimension == "property")
    assert values(root)["ga4.active_users.v1"].value == 1291


def test_analytics_in_spanish_with_weeks_hash_titles_and_odd_rows(read_file: ReadFile, write: Write) -> None:
    text = (
        "# Exportar informe en formato CSV\r\n# Cuenta: Bar\r\n# Propiedad: bar.es\r\n"
        "# Fecha de inicio: 20260601\r\n# Fecha de finalización: 20260610\r\n"
        "Page title and screen class,Views\r\n#1 of bars,7\r\n,2\r\nx,many\r\n\r\n\r\n"
        "# Fecha de inicio: 20260601\r\n# Fecha de finalización: 20260610\r\n"
        "Nth week,Sessions\r\n0000,5\r\n0001,6\r\n"
    )
    file = read_file(write(text))
    assert file.reading.recognised.language == "es"
    assert file.reading.recognised.account_guess == "bar.es"
    assert [(row.key, row.first_day, row.last_day) for row in file.segments] == [
        ("#1 of bars", date(2026, 6, 1), date(2026, 6, 10)),
        ("(not set)", date(2026, 6, 1), date(2026, 6, 10)),
        ("2026-06-01", date(2026, 6, 1), date(2026, 6, 7)),
        ("2026-06-08", date(2026, 6, 8), date(2026, 6, 10)),
    ]
    assert [(row.line, row.column, row.value) for row in file.refused] == [(9, "Views", "many")]
    assert file.reading.counts.description == 7


def test_a_table_of_unknown_columns_is_not_called_empty(read_file: ReadFile, write: Write) -> None:
    head = "# Informe\n# Fecha de inicio: 20260601\n# Fecha de finalización: 20260630\nFecha,Usuarios activos\n"
    with pytest.raises(UserError, match="none of its columns is known: “Fecha”, “Usuarios activos”"):
        read_file(write(head + "20260601,5\n"))
    with pytest.raises(UserError, match="no rows with values"):
        read_file(write(head))


EXPLORATION = (
    "# ----------------------------------------\n# Hotel Sole\n# Free form 1-Tab\n# 20230515-20230521\n"
    "# ----------------------------------------\n\nCountry,Active users,Sessions,\nItaly,10,20,\nSpain,5,6,\n"
    ",15,26,Grand total\n"
)


def test_an_exploration_says_its_total_in_the_last_column(
    write: Callable[..., Path], read_file: Callable[..., Any]
) -> None:
    file = read_file(write(EXPLORATION))
    known, counts = file.reading.recognised, file.reading.counts
    assert (known.format, known.period, known.account_guess) == (
        "ga4_exploration",
        (date(2023, 5, 15), date(2023, 5, 21)),
        "Hotel Sole",
    )
    assert (counts.data, counts.total, counts.refused) == (2, 1, 0)
    assert file.total("ga4.sessions.v1") == 26
    assert {(row.dimension, row.key, row.first_day) for row in file.segments} == {
        ("country", "Italy", date(2023, 5, 15)),
        ("country", "Spain", date(2023, 5, 15)),
    }


def test_an_exploration_of_single_visitors_is_not_kept(write: Callable[..., Path]) -> None:
    text = EXPLORATION.replace("Country,", "App-instance ID,").replace("Italy", "a1b2").replace("Spain", "c3d4")
    with pytest.raises(UserError, match="lists single visitors"):
        recognise(write(text))
