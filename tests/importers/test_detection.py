"""What is said about files: one clear sentence for what is no export, questions for what a file leaves open."""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from smmdesk.core.errors import UserError
from smmdesk.importers.detection import formats, read, recognise
from smmdesk.importers.registry import FORMATS, METRICS
from smmdesk.importers.rows import Answers, QuestionCode

Write = Callable[..., Path]

INSTAGRAM = (
    "Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,Post type,"
    "Data comment,Date,Views,Reach,Likes,Shares,Follows,Comments,Saves\n"
)
ROW = "17900000000000001,17841400000000001,bar,Hotel Bar,Hello,0,06/10/2026 10:00,https://www.instagram.com/p/DYz2HS0M2ks/,IG image,,Lifetime,10,5,1,0,0,0,0\n"  # noqa: E501


def sentence(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        recognise(path)
    said = caught.value.sentence()
    assert said
    assert "\n" not in said
    return said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "no text"),
        (b"   \r\n \n", "no text"),
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "a picture"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "a picture"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a picture"),
        (b"\x00\x00\x00\x20ftypisom" + bytes(50), "film"),
        (b"SQLite format 3\x00" + bytes(100), "database"),
        (bytes(range(256)) * 20, "no text and no workbook"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b'{"posts": []}', "JSON"),
        (b"Dear client, here are the numbers.\nThey are good.\n", "no column of it is known"),
        (b"name;surname\nA;B\n", "no column of it is known"),
        (b"PK\x05\x06" + bytes(18), "empty ZIP"),
        (b"PK\x03\x04" + b"broken" * 20, "damaged ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged"),
    ],
)
def test_what_is_no_export_gets_one_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(content)
    assert words in sentence(path)


def test_folder_missing_file_and_special_file(tmp_path: Path) -> None:
    assert "is a folder" in sentence(tmp_path)
    assert "There is no file" in sentence(tmp_path / "none.csv")
    assert "There is no file" in sentence(Path("a\0b.csv"))


@pytest.mark.skipif(sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_file_that_may_not_be_read(write: Write) -> None:
    path = write(INSTAGRAM + ROW)
    path.chmod(0)
    assert "cannot be read" in sentence(path)


def test_the_nearest_format_names_missing_and_unknown_columns(write: Write) -> None:
    said = sentence(
        write("Post ID,Account ID,Account username,Publish time,Reach,Likes,Mood\n1,2,bar,06/10/2026 10:00,5,1,x\n")
    )
    assert "nearest is “Meta Business Suite: Instagram posts”" in said
    assert "Missing columns: “Permalink”" in said
    assert "Unknown columns: “Mood”" in said


def test_a_header_without_rows_is_called_so(write: Write) -> None:
    assert "has no rows with values" in sentence(write(INSTAGRAM))


def test_a_ledger_sheet_is_recognised_and_not_read_as_an_export(write: Write) -> None:
    path = write("id;row;date;amount\n1;cost;2026-06-10;5\n")
    assert recognise(path).format == "ledger_sheet"
    with pytest.raises(UserError, match="ledger sheet"):
        read(path, Answers())


def test_the_read_date_is_asked_with_the_file_date_as_guess(write: Write) -> None:
    path = write(INSTAGRAM + ROW)
    noon = 1_780_000_000
    os.utime(path, (noon, noon))
    [question] = recognise(path).questions
    assert question.code is QuestionCode.READ_ON
    assert question.guess == "2026-05-28"
    assert "last changed" in question.reason


def test_formats_lists_what_is_read_with_its_languages() -> None:
    known = {entry["format"]: entry for entry in formats()}
    assert set(known) >= {
        "meta_content_instagram",
        "meta_content_facebook",
        "meta_ads",
        "linkedin_content",
        "ga4",
        "ledger_sheet",
    }
    assert known["meta_content_instagram"]["languages"] == ["en", "es", "pt", "sv"]
    assert known["youtube_videos"]["languages"] == ["de", "en", "fr", "it", "pt"]
    assert known["ga4"]["languages"] == ["en", "es"]
    assert known["meta_insights"]["languages"] == ["en", "pt"]
    assert all(entry["title"] and entry["holds"] for entry in known.values())


def test_every_declared_metric_exists_and_is_brought_by_some_format() -> None:
    declared = {metric for format_ in FORMATS for metric in format_.metrics.values()}
    assert declared <= set(METRICS)
    for name, metric in METRICS.items():
        assert name.endswith(".v1")
        assert metric.title
        assert metric.meaning.endswith(".")


def test_two_platforms_in_one_archive_are_refused(write: Write, tmp_path: Path) -> None:
    path = tmp_path / "both.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", INSTAGRAM + ROW)
        archive.writestr("b.csv", "Top territories,Distribution\nIT,0.5\n")
    assert "several platforms" in sentence(path)


def test_a_tiktok_archive_is_read_whole_and_says_what_it_left(read_file: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "TikTok.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "../../Overview.csv",
            "Date,Video Views,Profile Views,Likes,Comments,Shares\nMay 1,1,2,3,4,5\nMay 2,x,2,3,4,5\n",
        )
        archive.writestr(
            "Followers_bar/FollowerHistory.csv", "Date,Followers,Difference in followers from previous day\nMay 1,9,1\n"
        )
        archive.writestr("readme.txt", "hello")
    file = read_file(path, date(2026, 6, 1))
    assert file.reading.recognised.format == "tiktok_overview"
    assert [(row.day, len(row.values)) for row in file.days] == [(date(2026, 5, 1), 5), (date(2026, 5, 1), 2)]
    [refused] = file.refused
    assert (refused.line, refused.column, refused.value) == (3, "Video Views", "x")
    assert "Overview.csv" in refused.reason
    assert any("readme.txt" in warning for warning in file.reading.warnings)
    assert not (tmp_path.parent / "Overview.csv").exists()
