"""YouTube Studio exports: soft hyphens, totals and footers, ids, revenue, rewritten days, periods."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from smmdesk.core.readings import State
from smmdesk.importers.detection import recognise

ReadFile = Callable[..., Any]
Write = Callable[..., Path]


def values(row: Any) -> dict[str, Any]:
    return {value.metric: value for value in row.values}


def test_soft_hyphens_total_row_footer_and_ids_with_a_leading_space(samples: Path, read_file: ReadFile) -> None:
    file = read_file(samples / "youtube/de-manufacturer-2020/Tabellendaten.csv")
    assert (file.reading.counts.total, file.reading.counts.footer, len(file.posts)) == (1, 1, 500)
    assert any("cut this table" in warning for warning in file.reading.warnings)
    assert "-L31PdnCO7A" in {post.external_id for post in file.posts}
    assert {len(post.external_id) for post in file.posts} == {11}
    first = file.posts[0]
    assert (first.external_id, first.published_on, first.published_at) == ("50KfgObDrEI", date(2011, 8, 19), None)
    assert values(first)["youtube.post.ctr.v1"].value == Decimal("0.0674")


def test_youtube_empty_cells_and_durations(samples: Path, read_file: ReadFile) -> None:
    [path] = samples.glob("youtube/en-music-2025/*.csv")
    posts = {post.external_id: post for post in read_file(path).posts}
    read = values(posts["1geIQxkXYGs"])
    assert read["youtube.post.average_view_duration.v1"].value == 85
    assert read["youtube.post.unique_viewers.v1"].state is State.NOT_AVAILABLE
    assert posts["1geIQxkXYGs"].duration_seconds == 394
    assert posts["1geIQxkXYGs"].title == "March 27, 2021"
    assert {value.state for value in posts["VKld4xC93TY"].values} == {State.NOT_AVAILABLE}


def test_youtube_revenue_is_money_with_three_decimals(samples: Path, read_file: ReadFile) -> None:
    file = read_file(samples / "youtube/pt-media-2023/Total.csv")
    assert file.segments[0].values[0].value == Decimal("116.764")
    assert {row.currency for row in file.segments} == {"USD"}
    assert file.total("youtube.revenue.v1") == Decimal("18472.641")


def test_days_that_a_spreadsheet_rewrote(samples: Path, read_file: ReadFile, write: Write) -> None:
    file = read_file(next(samples.glob("youtube/en-chart-resaved/*.csv")))
    assert (file.segments[0].first_day, file.segments[-1].first_day) == (date(2020, 6, 10), date(2020, 11, 6))
    text = "Date,Views\n" + "".join(f"{day}/06/2026,{day}\n" for day in range(1, 13))
    assert [row.day for row in read_file(write(text)).days] == [date(2026, 6, day) for day in range(1, 13)]
    unclear = read_file(write("Date,Views\n5/5/2026,1\n"))
    assert (len(unclear.days), len(unclear.refused)) == (0, 1)


def test_a_french_table_with_narrow_spaces_and_commas(read_file: ReadFile, write: Write) -> None:
    text = (
        "Contenu,Titre de la vidéo,Heure de publication de la vidéo,Durée,Vues\n"
        "Total,,,,44\u202f530\n"
        'abcdefghij1,Bonjour,"28 sept. 2026",30,"44\u202f531"\n'
    )
    [post] = read_file(write(text), date(2026, 10, 1), (date(2026, 9, 1), date(2026, 9, 30))).posts
    assert (post.published_on, post.values[0].value) == (date(2026, 9, 28), 44531)


def test_a_zip_without_days_takes_its_period_from_its_name(tmp_path: Path, read_file: ReadFile) -> None:
    path = tmp_path / "Geography 2026-05-01_2026-06-01 My channel.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Table data.csv", "Geography,Views\nTotal,5\nIT,5\n")
    recognised = recognise(path)
    assert (recognised.format, recognised.period) == ("youtube_country", (date(2026, 5, 1), date(2026, 6, 1)))
    assert recognised.account_guess == "My channel"
    renamed = tmp_path / "export.zip"
    os.replace(path, renamed)
    assert [question.code for question in recognise(renamed).questions] == ["read_on", "period"]
    assert read_file(renamed).segments[0].key == "IT"
