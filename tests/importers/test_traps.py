"""Every trap of formats.md section 1, on a real file or on a real file with one thing changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from smmdesk.core.readings import State

ReadFile = Callable[..., Any]
Write = Callable[..., Path]
Records = list[list[str]]

IG_EN = "meta-content/ig-en-creator-2026/*.csv"
IG_ES = "meta-content/ig-es-radio-2026-reconstructed/*.csv"
IG_PT = "meta-content/ig-pt-university-2025/*.csv"
FB_2025 = "meta-content/fb-en-news-2025/Mar*.csv"
ADS = "meta-ads/en-idr-2026/*creative.csv"
MONTHS = [
    ("January", "enero", "gennaio"),
    ("February", "febrero", "febbraio"),
    ("March", "marzo", "marzo"),
    ("April", "abril", "aprile"),
    ("May", "mayo", "maggio"),
    ("June", "junio", "giugno"),
    ("July", "julio", "luglio"),
    ("August", "agosto", "agosto"),
    ("September", "septiembre", "settembre"),
    ("October", "octubre", "ottobre"),
    ("November", "noviembre", "novembre"),
    ("December", "diciembre", "dicembre"),
]


@pytest.fixture
def records(samples: Path) -> Callable[[str], Records]:
    """Return a function that gives the records of a sample, read by the csv module alone."""

    def of(pattern: str) -> Records:
        [path] = samples.glob(pattern)
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.reader(stream))

    return of


@pytest.fixture
def reread(read_file: ReadFile, write: Write) -> Callable[..., Any]:
    """Return a function that writes records as Meta does and reads them."""

    def run(rows: Records, **how: Any) -> Any:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        return read_file(write("\ufeff" + text.getvalue()), **how)

    return run


def values(row: Any) -> dict[str, Any]:
    return {one.metric.split(".")[-2]: one.value for one in row.values}


def states(row: Any) -> dict[str, State]:
    return {one.metric.split(".")[-2]: one.state for one in row.values}


# ------------------------------------------------------------------------------------------------ 1 to 3


@pytest.mark.parametrize(
    ("written", "in_rome"),
    [
        ("03/31/2026 23:00", "2026-04-01 08:00"),  # both on summer time: the post belongs to April
        ("03/10/2026 16:30", "2026-03-11 00:30"),  # America has changed its clocks, Europe has not: 8 hours
        ("10/28/2025 16:30", "2025-10-29 00:30"),  # Europe has changed back, America has not: 8 hours
        ("12/31/2025 15:00", "2026-01-01 00:00"),  # both on winter time: another year
    ],
)
def test_1_publish_times_are_pacific_whatever_the_account(
    records: Callable[[str], Records], reread: Callable[..., Any], written: str, in_rome: str
) -> None:
    rows = records(IG_ES)[:2]
    rows[1][rows[0].index("Hora de publicación")] = written
    rows[1][rows[0].index("Enlace permanente")] = ""
    [post] = reread(rows).posts
    told = datetime.fromtimestamp(post.published_at, ZoneInfo("Europe/Rome"))
    assert f"{told:%Y-%m-%d %H:%M}" == in_rome


@pytest.mark.parametrize(("pattern", "title"), [(IG_ES, "Hora de publicación"), (IG_PT, "Horário de publicação")])
def test_2_meta_writes_the_month_first_in_every_language(
    records: Callable[[str], Records], reread: Callable[..., Any], pattern: str, title: str
) -> None:
    rows = records(pattern)[:2]
    rows[1][rows[0].index(title)] = "04/05/2026 12:00"  # 5 April, not 4 May
    [post] = reread(rows).posts
    assert datetime.fromtimestamp(post.published_at, UTC) == datetime(2026, 4, 5, 19, tzinfo=UTC)


def test_3_titles_are_known_whatever_the_eye_does_not_see(
    records: Callable[[str], Records], reread: Callable[..., Any]
) -> None:
    rows = records(IG_EN)
    plain = reread(rows)
    rows[0] = [title.upper().replace(" ", "\u00a0 ").replace("I", "I\u00ad\u200b") + "\u202f" for title in rows[0]]
    assert reread(rows).rows == plain.rows


# ------------------------------------------------------------------------------------------------ 4 to 6


def test_4_views_that_stand_twice_as_zero_beside_reach_are_unknown(samples: Path, read_file: ReadFile) -> None:
    [path] = samples.glob(FB_2025)
    file = read_file(path)
    assert {(values(post)["views"], states(post)["views"]) for post in file.posts} == {(None, State.NOT_AVAILABLE)}
    assert min(values(post)["reach"] for post in file.posts) > 0


def test_4_a_title_that_stands_twice_keeps_both_columns_apart(
    records: Callable[[str], Records], reread: Callable[..., Any]
) -> None:
    rows = records(ADS)
    plain = reread(rows)
    again = [[*row, "9"] for row in rows]
    again[0][-1] = "Impressions"  # the last one must not replace the first
    assert [values(row)["impressions"] for row in reread(again).segments] == [
        values(row)["impressions"] for row in plain.segments
    ]


def test_5_account_columns_in_two_languages_fill_one_another(
    records: Callable[[str], Records], reread: Callable[..., Any]
) -> None:
    rows = records(IG_PT)
    plain = reread(rows)
    places = [rows[0].index(title) for title in ("Identificação da conta", "Nome da conta", "Nome de usuário da conta")]
    rows[0] += ["Account ID", "Account name", "Account username"]
    for number, row in enumerate(rows[1:]):
        told = [row[place] for place in places]
        if number % 13:
            row += ["", "", ""]
            continue
        for place in places:
            row[place] = ""
        row += told
    read = reread(rows)
    assert [post.account for post in read.posts] == [post.account for post in plain.posts]
    assert read.reading.accounts == plain.reading.accounts


def test_6_short_records_keep_their_cells_under_their_titles(
    records: Callable[[str], Records], samples: Path, read_file: ReadFile
) -> None:
    pattern = "meta-content/fb-en-news-2025/Jan*.csv"
    rows = records(pattern)
    short = [dict(zip(rows[0], row, strict=False)) for row in rows[1:] if len(row) < len(rows[0])]
    assert len(short) == 5
    [path] = samples.glob(pattern)
    posts = {post.external_id: values(post) for post in read_file(path).posts}
    for row in short:
        assert [posts[row["Post ID"]][name] for name in ("views", "reach", "reactions")] == [
            int(row[title]) for title in ("Views", "Reach", "Reactions")
        ]


# ------------------------------------------------------------------------------------------------ 7 and 8


@pytest.mark.parametrize(
    ("pattern", "metric", "column", "total", "footer"),
    [
        ("youtube/de-manufacturer-2020/Tabellendaten.csv", "youtube.post.views.v1", "Aufrufe", 1, 1),
        ("google-ads/campaign-en-inr-2025/*.csv", "google_ads.impressions.v1", "Impr.", 4, 0),
        (ADS, "meta_ads.spend.v1", "Amount spent (IDR)", 1, 0),
    ],
)
def test_7_totals_and_footers_are_counted_and_never_kept(
    samples: Path,
    records: Callable[[str], Records],
    read_file: ReadFile,
    pattern: str,
    metric: str,
    column: str,
    total: int,
    footer: int,
) -> None:
    [path] = samples.glob(pattern)
    file = read_file(path)
    counts = file.reading.counts
    assert (counts.total, counts.footer) == (total, footer)
    rows = records(pattern)
    start = next(place for place, row in enumerate(rows) if column in [title.replace("\u00ad", "") for title in row])
    place = [title.replace("\u00ad", "") for title in rows[start]].index(column)
    kept = [row for row in rows[start + 1 :] if len(row) > place and row[0] and not row[0].startswith(("Total:", "Ge"))]
    assert file.total(metric) == sum(int(row[place].replace(",", "")) for row in kept)


def test_7_error_records_are_counted_and_no_post(samples: Path, read_file: ReadFile) -> None:
    [path] = samples.glob("meta-content/fb-en-ngo-2024/*.csv")
    file = read_file(path)
    assert (file.reading.counts.error, file.reading.counts.data) == (3, 37)
    assert all(post.external_id for post in file.posts)


def test_8_the_spanish_total_means_lifetime(
    records: Callable[[str], Records], samples: Path, read_file: ReadFile
) -> None:
    rows = records(IG_ES)
    assert {row[rows[0].index("Fecha")] for row in rows[1:]} == {"Total"}
    [path] = samples.glob(IG_ES)
    file = read_file(path)
    assert (len(file.posts), file.reading.counts.total) == (8, 0)


# ------------------------------------------------------------------------------------------------ 9 to 11


@pytest.mark.parametrize("language", ["en", "es", "it"])
def test_9_a_year_of_days_without_a_year(
    records: Callable[[str], Records], reread: Callable[..., Any], language: str
) -> None:
    rows = records("tiktok/creator-en-2026/Overview.csv")
    for row in rows[1:]:
        month, day = row[0].split()
        english, spanish, italian = next(names for names in MONTHS if names[0] == month)
        row[0] = {"en": f"{english} {day}", "es": f"{day} de {spanish}", "it": f"{day} {italian}"}[language]
    days = [row.day for row in reread(rows, read_on=date(2026, 2, 28)).days]
    assert (days[0], days[-1], len(days)) == (date(2025, 2, 28), date(2026, 2, 27), 365)


def test_10_a_dot_is_the_decimal_mark_of_youtube_in_every_language(
    records: Callable[[str], Records], samples: Path, read_file: ReadFile
) -> None:
    pattern = "youtube/pt-media-2023/Dados da tabela.csv"
    rows = records(pattern)
    place = next(place for place, title in enumerate(rows[0]) if "USD" in title)
    plain = [Decimal(row[place]) for row in rows[2:] if len(row) > place and row[place]]
    assert any(-amount.as_tuple().exponent == 3 for amount in plain)  # type: ignore[operator]
    [path] = samples.glob(pattern)
    assert read_file(path).total("youtube.revenue.v1") == sum(plain)


def test_11_a_daily_breakdown_is_refused_by_line_and_reason(
    records: Callable[[str], Records], reread: Callable[..., Any]
) -> None:
    rows = records(IG_EN)[:4]
    views, span = rows[0].index("Views"), rows[0].index("Date")
    daily = [[*rows[0][:views], *rows[0][views + 1 :]]]
    for row in rows[1:]:
        for day in ("05/26/2026", "05/27/2026"):
            told = [*row[:span], day, *row[span + 1 :]]
            daily.append([*told[:views], *told[views + 1 :]])
    file = reread(daily)
    assert file.posts == []
    assert [(row.column, row.value) for row in file.refused] == [("Date", "05/26/2026"), ("Date", "05/27/2026")] * 3


# ------------------------------------------------------------------------------------------------ 12 and 13


def test_12_two_records_of_one_post_are_told_as_one_that_complements_itself(
    records: Callable[[str], Records], reread: Callable[..., Any]
) -> None:
    rows = records("meta-content/fb-en-news-2025/Jan*.csv")[:4]
    reach, shares = rows[0].index("Reach"), rows[0].index("Shares")
    plain = values(reread(rows).posts[0])
    twin = list(rows[1])
    rows[1][reach], twin[shares] = "", ""
    file = reread([*rows, twin])
    first, second = (values(post) for post in file.posts if post.external_id == rows[1][0])
    assert {name: second[name] if first[name] is None else first[name] for name in plain} == plain
    assert (file.reading.counts.data, file.reading.counts.merged) == (3, 1)


def test_12_an_exact_repeat_counts_once(records: Callable[[str], Records], reread: Callable[..., Any]) -> None:
    rows = records(IG_EN)
    file = reread([*rows, rows[1]])
    last = {post.external_id: values(post)["views"] for post in file.posts}
    assert sum(last.values()) == sum(int(row[rows[0].index("Views")]) for row in rows[1:])


def test_12_a_shared_post_is_one_of_each_account(records: Callable[[str], Records], reread: Callable[..., Any]) -> None:
    rows = records(IG_EN)
    other = list(rows[1])
    other[rows[0].index("Account ID")], other[rows[0].index("Account username")] = "17841400000000999", "somebody"
    file = reread([*rows, other])
    assert len([post for post in file.posts if post.external_id == rows[1][0]]) == 2


def test_13_ids_that_a_spreadsheet_rounded_come_from_the_link(
    records: Callable[[str], Records], samples: Path, read_file: ReadFile
) -> None:
    pattern = "x/legacy-en-2022-resaved/*.csv"
    rows = records(pattern)
    links, ids = rows[0].index("Tweet permalink"), rows[0].index("Tweet id")
    assert all("E+" in row[ids] for row in rows[1:])
    [path] = samples.glob(pattern)
    assert {post.external_id for post in read_file(path).posts} == {row[links].rpartition("/")[2] for row in rows[1:]}


# ------------------------------------------------------------------------------------------------ 14 to 17


def test_14_every_line_as_one_quoted_cell_with_captions_over_several_lines(
    records: Callable[[str], Records], read_file: ReadFile, write: Write, samples: Path
) -> None:
    text = io.StringIO()
    for row in records(IG_EN):
        whole = io.StringIO()
        csv.writer(whole, lineterminator="\n").writerow(row)
        for line in whole.getvalue()[:-1].split("\n"):  # a spreadsheet leaves an empty line as it is
            csv.writer(text, lineterminator="\n").writerow([line] if line else [])
    [path] = samples.glob(IG_EN)
    told = [(post.external_id, values(post)) for post in read_file(write(text.getvalue())).posts]
    assert told == [(post.external_id, values(post)) for post in read_file(path).posts]


@pytest.mark.parametrize("mark", [";", "\t"])
def test_14_other_separators_and_line_ends(
    records: Callable[[str], Records], read_file: ReadFile, write: Write, samples: Path, mark: str
) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=mark, lineterminator="\r\n").writerows(records(IG_EN))
    [path] = samples.glob(IG_EN)
    told = [(post.external_id, values(post)) for post in read_file(write(text.getvalue())).posts]
    assert told == [(post.external_id, values(post)) for post in read_file(path).posts]


def test_15_ids_with_a_leading_space_and_cells_that_look_like_formulas(
    records: Callable[[str], Records], read_file: ReadFile, samples: Path, tmp_path: Path
) -> None:
    pattern = "youtube/de-manufacturer-2020/Tabellendaten.csv"
    rows = records(pattern)
    spaced = [row[0] for row in rows[1:] if row[0].startswith(" -")]
    assert spaced
    [path] = samples.glob(pattern)
    known = {post.external_id for post in read_file(path).posts}
    assert {one.strip() for one in spaced} <= known
    assert all(one == one.strip() for one in known)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number, row in enumerate(rows[:4]):
        # A title that begins like a formula stays what it is: nothing is reckoned.
        sheet.append([row[0], "=1+1", *row[2:]] if number > 1 else row)
    book.save(tmp_path / "table.xlsx")
    assert all(post.title != "2" for post in read_file(tmp_path / "table.xlsx").posts)


def test_16_accounts_of_other_people_stand_apart(
    records: Callable[[str], Records], samples: Path, read_file: ReadFile
) -> None:
    rows = records(IG_PT)
    place, views = rows[0].index("Identificação da conta"), rows[0].index("Visualizações")
    plain: dict[str, int] = {}
    for row in rows[1:]:
        plain[row[place]] = plain.get(row[place], 0) + int(row[views])
    assert len(plain) > 1
    [path] = samples.glob(IG_PT)
    found: dict[str, int] = {}
    for post in read_file(path).posts:
        found[post.account] = found.get(post.account, 0) + values(post)["views"]
    assert found == plain


@pytest.mark.parametrize("word", ["undefined", "NAN", "--", " --", "-", "—", "N/A"])
def test_17_words_for_no_data_are_not_available(
    records: Callable[[str], Records], reread: Callable[..., Any], word: str
) -> None:
    rows = records("tiktok/business-suite-en-2025/TIKTOK_RAW.csv")
    rows[1][rows[0].index("Likes")] = word
    day = reread(rows).days[0]
    assert (values(day)["likes"], states(day)["likes"]) == (None, State.NOT_AVAILABLE)


def test_17_empty_is_not_applicable_zero_is_zero_and_a_day_without_a_record_is_nothing(
    records: Callable[[str], Records], reread: Callable[..., Any]
) -> None:
    rows = records(IG_EN)[:2]
    rows[1][rows[0].index("Reach")], rows[1][rows[0].index("Saves")] = "", "0"
    [post] = reread(rows).posts
    assert (states(post)["reach"], states(post)["saves"]) == (State.NOT_APPLICABLE, State.ZERO)
    assert values(post)["reach"] is None
