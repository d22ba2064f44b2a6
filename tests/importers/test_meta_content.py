"""Meta's content exports: Pacific time, doubled and half-translated columns, duplicates, guests, rounded ids."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from smmdesk.core.readings import State
from smmdesk.importers.detection import recognise
from smmdesk.importers.platforms.meta_content.reading import PacificClock, kind_of, repaired_id, shortcode_instant
from smmdesk.importers.rows import FoundAccount

ReadFile = Callable[..., Any]
Write = Callable[..., Path]

IG = (
    "Post ID,Account ID,Account username,Account name,Publish time,Permalink,Post type,Data comment,Date,Views,Reach,"
    "Likes\n"
)
ME = "17841400000000001,bar,Hotel Bar"
LINK = "https://www.instagram.com/p/DYz2HS0M2ks/"
FB = "Post ID,Page ID,Page name,Title,Publish time,Permalink,Post type,Data comment,Date,Views,Reach,Reactions,Views\n"


def utc(year: int, month: int, day: int, hour: int, minute: int = 0) -> int:
    return int(datetime(year, month, day, hour, minute, tzinfo=UTC).timestamp())


def test_publish_times_are_pacific_with_daylight_saving(read_file: ReadFile, write: Write) -> None:
    rows = ["01/31/2026 15:30", "03/31/2026 23:00", "7/1/2026 0:05", "03/31/2026 23:00:59"]
    text = IG + "".join(
        f"1790000000000000{n},{ME},{time},{LINK},IG image,,Lifetime,1,1,1\n" for n, time in enumerate(rows)
    )
    posts = read_file(write(text)).posts
    assert [post.published_at for post in posts] == [
        utc(2026, 1, 31, 23, 30),
        utc(2026, 4, 1, 6),
        utc(2026, 7, 1, 7, 5),
        utc(2026, 4, 1, 6),
    ]


def _link_for(instant: int) -> str:
    number, code = (instant * 1000 - 1_314_220_021_721) << 23, ""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    while number:
        number, place = divmod(number, 64)
        code = alphabet[place] + code
    return f"https://www.instagram.com/bar/reel/{code}/"


@pytest.mark.parametrize("real", [utc(2025, 11, 2, 8, 30), utc(2025, 11, 2, 9, 30)])
def test_the_hour_that_occurs_twice_is_decided_by_the_shortcode(real: int) -> None:
    assert shortcode_instant(_link_for(real)) == real
    assert PacificClock().instant("11/02/2025 01:30", _link_for(real + 120)) == real


def test_the_doubled_hour_without_proof_and_the_missing_hour() -> None:
    assert PacificClock().instant("11/02/2025 01:30") == utc(2025, 11, 2, 8, 30)
    assert PacificClock().instant("11/02/2025 01:30", _link_for(utc(2025, 12, 1, 9))) == utc(2025, 11, 2, 8, 30)
    assert PacificClock().instant("03/08/2026 02:30") == utc(2026, 3, 8, 10, 30)


@given(st.datetimes(datetime.fromisoformat("2011-01-01"), datetime.fromisoformat("2037-12-31")))
def test_pacific_clock_agrees_with_the_time_zone(moment: datetime) -> None:
    text = moment.strftime("%m/%d/%Y %H:%M")
    known = moment.replace(second=0, microsecond=0, fold=0, tzinfo=ZoneInfo("America/Los_Angeles"))
    assert PacificClock().instant(text) == int(known.timestamp())


def test_sample_times_agree_with_the_shortcodes(samples: Path, read_file: ReadFile) -> None:
    for path in samples.glob("meta-content/ig-*/*.csv"):
        posts = read_file(path).posts
        differences = [abs(post.published_at - shortcode_instant(post.permalink)) for post in posts]
        assert sorted(differences)[len(differences) // 2] < 300, path.name


def test_empty_is_not_zero_and_error_rows_are_counted(samples: Path, read_file: ReadFile) -> None:
    [path] = samples.glob("meta-content/fb-en-ngo-2024/*.csv")
    file = read_file(path)
    assert file.reading.counts.error == 3
    with path.open(encoding="utf-8-sig", newline="") as stream:
        plain = {row["Post ID"]: row for row in csv.DictReader(stream)}
    for post in file.posts:
        values = {value.metric: value for value in post.values}
        for title, name in (("Impressions", "impressions"), ("Link Clicks", "link_clicks"), ("Shares", "shares")):
            value, text = values[f"facebook.post.{name}.v1"], plain[post.external_id][title]
            assert value.state is (State.NOT_APPLICABLE if not text else State.ZERO if text == "0" else State.VALUE)
            assert value.value == (int(text) if text else None)
    assert not any(value.metric == "facebook.post.views.v1" for value in file.posts[0].values)


def test_doubled_views_that_are_zero_beside_reach_are_not_available(samples: Path, read_file: ReadFile) -> None:
    [path] = samples.glob("meta-content/fb-en-news-2025/Mar*.csv")
    states = {
        (reading.metric, reading.value is None): reading.state
        for post in read_file(path).posts
        for reading in post.values
        if reading.metric == "facebook.post.views.v1"
    }
    assert states == {("facebook.post.views.v1", True): State.NOT_AVAILABLE}


def test_doubled_views_with_a_number_keep_the_first(read_file: ReadFile, write: Write) -> None:
    row = "{0},100,Bar,t,06/10/2026 10:00,https://www.facebook.com/bar/posts/{0},Photos,,Lifetime,{1},{2},1,{3}\n"
    file = read_file(
        write(FB + row.format(1111111, 40, 30, 7) + row.format(2222222, 0, 0, 0) + row.format(3333333, "", 5, 9))
    )
    assert [post.values[0].value for post in file.posts] == [40, 0, 9]


def test_ragged_rows_are_padded(samples: Path, read_file: ReadFile) -> None:
    [path] = samples.glob("meta-content/fb-en-news-2025/Jan*.csv")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    short = {row[0] for row in rows if len(row) < len(rows[0])}
    assert len(short) == 5
    assert short <= {post.external_id for post in read_file(path).posts}


def test_the_account_with_most_rows_is_the_main_one(samples: Path, read_file: ReadFile) -> None:
    [path] = samples.glob("meta-content/ig-pt-university-2025/*.csv")
    file = read_file(path)
    assert len(file.reading.accounts) == 9
    assert next(iter(file.reading.accounts.values())) == FoundAccount(
        "instagram", "17841407844868491", "ufscaroficial", "UFSCar"
    )
    assert {post.account for post in file.posts} == set(file.reading.accounts)
    assert recognise(path).names_accounts


def test_half_translated_account_columns_fill_one_another(read_file: ReadFile, write: Write) -> None:
    header = (
        "Publicerings-id,Konto-id,Kontots användarnamn,Kontonamn,Publiceringstid,Permalänk,Datum,Visningar,Räckvidd,"
        "Account ID,Account name,Account username\n"
    )
    rows = (
        "17900000000000001,17841400000000001,bar,Hotel Bar,06/10/2026 10:00,x,Livstid,5,4,,,\n"
        "17900000000000002,,,,06/10/2026 10:00,x,Livstid,5,4,17841400000000001,Hotel Bar,bar\n"
        "17900000000000003,,,,06/10/2026 10:00,x,Livstid,5,4,17841400000000002,Guest,guest\n"
    )
    file = read_file(write(header + rows))
    assert file.reading.recognised.language == "sv"
    assert [post.account for post in file.posts] == ["17841400000000001", "17841400000000001", "17841400000000002"]
    assert file.reading.accounts["17841400000000002"] == FoundAccount(
        "instagram", "17841400000000002", "guest", "Guest"
    )


def test_the_same_post_again_is_merged_and_given_again(read_file: ReadFile, write: Write) -> None:
    row = "17900000000000001,{0},06/10/2026 10:00," + LINK + ",IG image,,Lifetime,{1},{2},{3}\n"
    other = "17841400000000002,guest,Guest"
    file = read_file(write(IG + row.format(ME, 10, "", 1) + row.format(ME, "", 8, 1) + row.format(other, 10, 8, 1)))
    assert (file.reading.counts.data, file.reading.counts.merged) == (2, 1)
    assert [[value.value for value in post.values] for post in file.posts] == [[10, None, 1], [None, 8, 1], [10, 8, 1]]


def test_rounded_ids_are_taken_from_the_link_or_refused(read_file: ReadFile, write: Write) -> None:
    row = "{0},100,Bar,t,06/10/2026 10:00,{1},Photos,,Lifetime,1,1,1,1\n"
    good = "https://www.facebook.com/bar/posts/122158399264123456"
    file = read_file(
        write(
            FB
            + row.format("1.22158E+17", good)
            + row.format("1.22158E+17", "https://www.facebook.com/bar/posts/pfbid02")
            + row.format("1.33158E+17", good)
            + row.format("abc", good)
        )
    )
    assert [post.external_id for post in file.posts] == ["122158399264123456"]
    assert [(row.line, row.column, row.value) for row in file.refused] == [
        (3, "Post ID", "1.22158E+17"),
        (4, "Post ID", "1.33158E+17"),
        (5, "Post ID", "abc"),
    ]
    assert "rounded this id" in file.refused[0].reason
    assert repaired_id("1.22158E+17", "https://www.facebook.com/permalink.php?story_fbid=122158399264123456&id=1")


def test_a_workbook_has_rounded_the_ids(read_file: ReadFile, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.create_sheet("Sheet1", 0)
    sheet.append(IG.strip().split(","))
    row = [
        17974697564884257,
        17841400882674637,
        "bar",
        "Hotel Bar",
        "06/10/2026 10:00",
        LINK,
        "IG image",
        "",
        "Lifetime",
    ]
    sheet.append([float(cell) if isinstance(cell, int) else cell for cell in row] + [5, 4, 3])
    sheet.append([float(cell) if isinstance(cell, int) else cell for cell in row[:5]] + ["", "", "", "", 5, 4, 3])
    path = tmp_path / "posts.xlsx"
    book.save(path)
    file = read_file(path)
    assert [(post.external_id, post.account) for post in file.posts] == [("DYz2HS0M2ks", "bar")]
    assert file.reading.accounts["bar"] == FoundAccount("instagram", None, "bar", "Hotel Bar")
    assert [(row.line, row.column, row.value) for row in file.refused] == [(3, "Post ID", "1.79747E+16")]
    assert any("code in their link" in warning for warning in file.reading.warnings)


def test_refused_rows_name_line_column_value_and_reason(read_file: ReadFile, write: Write) -> None:
    row = "{0}," + ME + ",{1}," + LINK + ",IG image,,{2},{3},1,1\n"
    text = (
        IG
        + row.format("17900000000000001", "13/31/2026 10:00", "Lifetime", 1)
        + row.format("17900000000000002", "06/10/2026 10:00", "Lifetime", "many")
        + row.format("17900000000000003", "06/10/2026 10:00", "06/10/2026", 1)
        + row.format("", "06/10/2026 10:00", "Lifetime", 1)
        + row.format("17900000000000004", "06/10/2026 10:00", "Lifetime", 1).replace(ME, ",,")
        + row.format("17900000000000005", "06/10/2026 10:00", "Lifetime", 1)
    )
    file = read_file(write(text))
    assert [(row.line, row.column, row.value) for row in file.refused] == [
        (2, "Publish time", "13/31/2026 10:00"),
        (3, "Views", "many"),
        (4, "Date", "06/10/2026"),
        (5, "Post ID", ""),
        (6, "Account ID", ""),
    ]
    assert all(row.reason.endswith(".") for row in file.refused)
    assert [post.external_id for post in file.posts] == ["17900000000000005"]
    counts = file.reading.counts
    assert (counts.data, counts.refused) == (1, 5)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    ("delimiter", "start"), [(",", ""), (";", ""), ("\t", ""), (";", "sep=;\r\n"), ("\t", "sep=\t\r\n")]
)
def test_resaved_files_read_the_same(
    samples: Path, read_file: ReadFile, write: Write, encoding: str, delimiter: str, start: str
) -> None:
    [path] = samples.glob("meta-content/ig-en-creator-2026/*.csv")
    rows = csv.reader(path.read_text("utf-8-sig").splitlines(keepends=True))
    copy = write("", "copy.csv")
    with copy.open("w", encoding=encoding, newline="") as stream:
        stream.write(start)
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    assert read_file(copy).rows == read_file(path).rows


def test_a_file_saved_twice_as_csv_is_unwrapped(samples: Path, read_file: ReadFile, write: Write) -> None:
    [path] = samples.glob("meta-content/ig-en-creator-2026/*.csv")
    plain = read_file(path)
    copy = write("", "copy.csv")
    with copy.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(
            [line.rstrip("\r\n")] for line in path.read_text("utf-8-sig").splitlines(keepends=True)
        )
    assert [post.external_id for post in read_file(copy).posts] == [post.external_id for post in plain.posts]
    assert [post.values for post in read_file(copy).posts] == [post.values for post in plain.posts]


def test_kinds_in_every_language() -> None:
    words = {
        "reel": ["IG reel", "Reel do Instagram", "Reel de Instagram", "IG-reel", "Reels"],
        "carousel": ["IG carousel", "Carrossel do Instagram", "Secuencia de Instagram"],
        "image": ["IG image", "Imagem do Instagram", "Imagen de Instagram", "Photo", "Photos"],
        "video": ["Videos"],
        "link": ["Links"],
        "text": ["Text"],
        "post": ["", "Something new"],
    }
    assert {kind: [kind_of(word) for word in listed] for kind, listed in words.items()} == {
        kind: [kind] * len(listed) for kind, listed in words.items()
    }


def test_an_italian_file_is_read_as_far_as_its_names_are_known(read_file: ReadFile, write: Write) -> None:
    header = "ID del post,ID dell'account,Nome utente,Nome,Descrizione,Orario di pubblicazione,Link,Tipo di post,Data,"
    text = header + "Visualizzazioni,Copertura,Mi piace,Commenti\n"
    text += f"17900000000000001,{ME},Ciao,06/10/2026 10:00,{LINK},Immagine di Instagram,Totale,50,40,3,2\n"
    text += f"17900000000000002,17841400000000002,guest,Guest,,06/11/2026 10:00,{LINK},Reel,Totale,5,4,1,0\n"
    file = read_file(write(text))
    assert (file.reading.recognised.format, file.reading.recognised.language) == ("meta_content_instagram", "it")
    assert [(post.external_id, post.account, post.kind) for post in file.posts] == [
        ("17900000000000001", "17841400000000001", "image"),
        ("17900000000000002", "17841400000000002", "reel"),
    ]
    assert (file.total("instagram.post.reach.v1"), file.total("instagram.post.likes.v1")) == (44, 4)
    assert next(iter(file.reading.accounts.values())) == FoundAccount(
        "instagram", "17841400000000001", "bar", "Hotel Bar"
    )
    assert any("“Visualizzazioni”" in warning and "not read" in warning for warning in file.reading.warnings)
    assert any("“ID del post”" in warning and "what they hold" in warning for warning in file.reading.warnings)


def test_stories_and_videos(read_file: ReadFile, write: Write) -> None:
    story = IG.replace(",Likes\n", ",Likes,Navigation,Sticker taps\n")
    file = read_file(write(story + f"17900000000000001,{ME},06/10/2026 10:00,{LINK},IG story,,Lifetime,9,8,1,4,2\n"))
    assert file.reading.recognised.format == "meta_content_stories"
    assert file.posts[0].kind == "story"
    assert file.total("instagram.post.sticker_taps.v1") == 2
    video = (
        "Video asset ID,Universal video ID,Page ID,Page name,Title,Duration (sec),Publish time,Date,Reach,"
        "3-second video views\n"
    )
    row = "1234567890123,9,100066300057039,Bar,A film,30,06/10/2026 23:30,Lifetime,50,40\n"
    videos = read_file(write(video + row), read_on=date(2026, 7, 1))
    assert videos.reading.recognised.format == "meta_content_videos"
    [segment] = videos.segments
    assert (segment.dimension, segment.key, segment.first_day, segment.last_day) == (
        "video",
        "1234567890123",
        date(2026, 6, 10),
        date(2026, 7, 1),
    )
