"""LinkedIn page exports: days, posts and groups of followers and visitors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from smmdesk.core.readings import State
from smmdesk.importers.detection import recognise

ReadFile = Callable[..., Any]
Write = Callable[..., Path]


def values(row: Any) -> dict[str, Any]:
    return {value.metric: value for value in row.values}


def test_linkedin_content_has_days_and_posts(samples: Path, read_file: ReadFile) -> None:
    [path] = samples.glob("linkedin-page/*/*_content_*.xls")
    file = read_file(path)
    assert (len(file.days), len(file.posts)) == (90, 3)
    assert (file.days[0].day, file.days[-1].day) == (date(2025, 12, 23), date(2026, 3, 22))
    post = next(post for post in file.posts if post.external_id == "7424839902095392768")
    assert post.published_on == date(2026, 2, 4)
    assert datetime.fromtimestamp(post.published_at, UTC).date() == date(2026, 2, 4)
    read = values(post)
    assert read["linkedin.post.impressions.v1"].value == 37
    assert read["linkedin.post.ctr.v1"].value == Decimal("0.0270270276814699")
    assert read["linkedin.post.views.v1"].state is State.NOT_APPLICABLE
    assert read["linkedin.post.reposts.v1"].state is State.ZERO


def test_linkedin_groups_are_segments_of_the_export_day_or_the_period(samples: Path, read_file: ReadFile) -> None:
    [followers] = samples.glob("linkedin-page/*/*_followers_*.xls")
    muscat = next(row for row in read_file(followers).segments if row.key == "Muscat, Oman")
    assert (muscat.dimension, muscat.first_day, muscat.last_day) == ("location", date(2026, 3, 24), date(2026, 3, 24))
    assert muscat.values[0].value == 63
    [visitors] = samples.glob("linkedin-page/*/*_visitors_*.xls")
    size = next(row for row in read_file(visitors).segments if row.key == "51-200")
    assert (size.dimension, size.first_day, size.values[0].value) == ("company_size", date(2025, 12, 23), 23)


def test_linkedin_from_a_workbook_without_description_and_with_date_cells(read_file: ReadFile, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.create_sheet("Metrics", 0)
    sheet.append(["Date", "Impressions (total)", "Clicks (total)", "Reactions (total)", "Engagement rate (total)"])
    sheet.append([datetime.fromisoformat("2026-06-01T00:00"), 10, 2, 1, 0.3])
    sheet.append(["06/02/2026", 20, 0, None, 0.05])
    sheet.append(["soon", 20, 0, 1, 0.05])
    path = tmp_path / "page.xlsx"
    book.save(path)
    file = read_file(path)
    assert [row.day for row in file.days] == [date(2026, 6, 1), date(2026, 6, 2)]
    assert file.total("linkedin.impressions.v1") == 30
    assert values(file.days[1])["linkedin.reactions.v1"].state is State.NOT_AVAILABLE
    assert [(row.line, row.column, row.value) for row in file.refused] == [(4, "Date", "soon")]
    assert [question.code for question in recognise(path).questions] == ["read_on"]


def test_linkedin_in_spanish(read_file: ReadFile, write: Write) -> None:
    text = (
        "Fecha,Impresiones (orgánicas),Impresiones totales,Clics (Totales),Reacciones (generales)\n06/01/2026,5,6,1,2\n"
    )
    file = read_file(write(text))
    assert file.reading.recognised.language == "es"
    assert (file.total("linkedin.impressions.v1"), file.total("linkedin.clicks.v1")) == (6, 1)


def test_spanish_names_of_all_columns(read_file: ReadFile, write: Write) -> None:
    days = (
        "Fecha,Impresiones (orgánicas),Impresiones (patrocinadas),Impresiones totales,Clics (Totales),"
        "Reacciones (generales),Reacciones (total),Comentarios (totales),Veces compartido (total),"
        "Tasa de interacción (total)\n06/01/2026,5,1,6,1,2,3,4,7,0.5\n"
    )
    [day] = read_file(write(days)).days
    read = {name.removeprefix("linkedin.").removesuffix(".v1"): value.value for name, value in values(day).items()}
    assert read == {
        "impressions_organic": 5, "impressions_sponsored": 1, "impressions": 6, "clicks": 1, "reactions_organic": 2,
        "reactions": 3, "comments": 4, "reposts": 7, "engagement_rate": Decimal("0.5"),
    }  # fmt: skip
    posts = (
        "Título de la publicación,Enlace de la publicación,Fecha de creación,Impresiones,Visualizaciones,Clics,"
        "Porcentaje de clics,Recomendaciones,Comentarios,Veces compartido,Seguidores,Tasa de interacción\n"
        "Hola,https://www.linkedin.com/feed/update/urn:li:share:7424839902095392768,02/04/2026,37,,1,0.02,2,0,0,,0.08\n"
    )
    file = read_file(write(posts, "posts.csv"))
    read = values(file.posts[0])
    assert len(read) == 9
    assert read["linkedin.post.likes.v1"].value == 2
    assert file.reading.warnings == []
