"""Exports through the command line: every real sample, its sums recounted with bare csv, and damaged ones."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from tests.whole.desks import CLIENT, Desk, MakeDesk

PACIFIC = ZoneInfo("America/Los_Angeles")
READ = ["--read-on", "2026-07-05"]
RECORDS = ("data", "merged", "total", "footer", "description", "error", "refused")

INSTAGRAM = "meta-content/ig-en-creator-2026/May-25-2026_Jun-21-2026_1493633672508178.csv"
UNIVERSITY = "meta-content/ig-pt-university-2025/dados 30-06 Apr-01-2025_Jun-30-2025_983340097073313.csv"
NEWS = "meta-content/fb-en-news-2025/Jan-14-2025_Apr-14-2025_1396269028466733.csv"
LINKEDIN = "linkedin-page/en-ar-2026/دورلي-doorly_{}.xls"
ZIP = "youtube/pt-university-2025/Conteúdo 2024-06-02_2025-06-02 UFSCar - Universidade Federal de São Carlos.zip"

# File: format, header language, what the file leaves open, records by class (data first), what is added, first and
# last date. Counted by hand with csv, xlrd and openpyxl; "account" and "period" only a person can answer.
SAMPLES: dict[str, tuple[str, str, set[str], dict[str, int], int, tuple[str, str]]] = {
    INSTAGRAM: ("meta_content_instagram", "en", set(), {"data": 21}, 21, ("2026-05-26", "2026-06-21")),
    UNIVERSITY: ("meta_content_instagram", "pt", set(), {"data": 149}, 149, ("2025-04-01", "2025-06-30")),
    "meta-content/ig-es-radio-2026-reconstructed/Post Instagram.csv":
        ("meta_content_instagram", "es", set(), {"data": 8}, 8, ("2026-02-26", "2026-02-28")),
    "meta-content/ig-en-restaurant-resaved/INSTAGRAM_RAW.csv":
        ("meta_content_instagram", "en", set(), {"data": 57, "error": 1}, 57, ("2025-10-31", "2025-12-31")),
    NEWS: ("meta_content_facebook", "en", set(), {"data": 261}, 261, ("2025-01-14", "2025-04-15")),
    "meta-content/fb-en-news-2025/Mar-18-2025_Apr-14-2025_553302954456165.csv":
        ("meta_content_facebook", "en", set(), {"data": 48}, 48, ("2025-03-18", "2025-04-15")),
    "meta-content/fb-en-ngo-2024/Dec-12-2023_Mar-06-2024_1032418178499222.csv":
        ("meta_content_facebook", "en", set(), {"data": 37, "error": 3}, 37, ("2023-12-12", "2024-03-04")),
    "meta-ads/en-idr-2026/TTUG-bulan-ini-objective.csv":
        ("meta_ads", "en", {"account"}, {"data": 1}, 1, ("2026-01-15", "2026-01-25")),
    "meta-ads/en-idr-2026/TTUG-bulan-ini-region.csv":
        ("meta_ads", "en", {"account"}, {"data": 34}, 34, ("2026-01-15", "2026-01-25")),
    "meta-ads/en-idr-2026/rmoda-studio-bsd-bulan-ini-ad-creative.csv":
        ("meta_ads", "en", {"account"}, {"data": 92, "total": 1}, 92, ("2026-03-26", "2026-04-25")),
    "meta-ads/en-uah-2024/MH4U-Ads-Feb-11-2021-Mar-11-2024.xlsx":
        ("meta_ads", "en", {"account"}, {"data": 50, "total": 1}, 50, ("2023-04-14", "2024-03-11")),
    LINKEDIN.format("content_1774355108388"):
        ("linkedin_content", "en", {"account"}, {"data": 93, "description": 2}, 93, ("2025-12-23", "2026-03-22")),
    LINKEDIN.format("followers_1774355119598"):
        ("linkedin_followers", "en", {"account"}, {"data": 220}, 90, ("2025-12-23", "2026-03-22")),
    LINKEDIN.format("visitors_1774355114381"):
        ("linkedin_visitors", "en", {"account"}, {"data": 103}, 90, ("2025-12-23", "2026-03-22")),
    "tiktok/business-suite-en-2025/TIKTOK_RAW.csv":
        ("tiktok_business_days", "en", {"account"}, {"data": 62}, 62, ("2025-10-31", "2025-12-31")),
    "tiktok/business-suite-en-2025/TIKTOK_VIDEO_RAW.csv":
        ("tiktok_business_videos", "en", set(), {"data": 51}, 51, ("2025-10-31", "2025-12-31")),
    "tiktok/creator-en-2026/Content.csv":
        ("tiktok_content", "en", set(), {"data": 13}, 13, ("2025-04-08", "2026-02-01")),
    "tiktok/creator-en-2026/FollowerActivity.csv":
        ("tiktok_follower_activity", "en", {"account"}, {"data": 168}, 168, ("2026-02-21", "2026-02-27")),
    "tiktok/creator-en-2026/FollowerHistory.csv":
        ("tiktok_follower_history", "en", {"account"}, {"data": 365}, 365, ("2025-02-28", "2026-02-27")),
    "tiktok/creator-en-2026/Overview.csv":
        ("tiktok_overview", "en", {"account"}, {"data": 365}, 365, ("2025-02-28", "2026-02-27")),
    "tiktok/creator-en-2026/Viewers.csv":
        ("tiktok_viewers", "en", {"account"}, {"data": 365}, 365, ("2025-02-28", "2026-02-27")),
    "tiktok/overview-en-2026/Overview.csv":
        ("tiktok_overview", "en", {"account"}, {"data": 7}, 7, ("2026-04-12", "2026-04-18")),
    "tiktok/overview-en-2026/Overview.xlsx":
        ("tiktok_overview", "en", {"account"}, {"data": 7}, 7, ("2026-04-12", "2026-04-18")),
    "tiktok/overview-engb-2026-reconstructed/Overview_2026-02-10_1773506459_3m_lounge.csv":
        ("tiktok_overview", "en", {"account"}, {"data": 33}, 33, ("2026-02-10", "2026-03-14")),
    "youtube/de-manufacturer-2020/Tabellendaten.csv":
        ("youtube_videos", "de", {"account", "period"}, {"data": 500, "total": 1, "footer": 1}, 500,
         ("2011-03-10", "2020-12-24")),
    "youtube/de-manufacturer-2020/Gesamtwerte.csv":
        ("youtube_days", "de", {"account"}, {"data": 366}, 366, ("2020-01-01", "2020-12-31")),
    "youtube/it-filename/Totali.csv":
        ("youtube_days", "en", {"account"}, {"data": 4210}, 4210, ("2014-08-23", "2026-03-02")),
    "youtube/en-geography-2021/Totals.csv":
        ("youtube_days", "en", {"account"}, {"data": 365}, 365, ("2020-12-31", "2021-12-30")),
    "youtube/pt-media-2023/Total.csv":
        ("youtube_days", "pt", {"account"}, {"data": 180}, 180, ("2023-01-01", "2023-06-29")),
    "ga4/dates-en-2024/data-export.csv":
        ("ga4", "en", {"account"}, {"data": 241, "description": 9}, 241, ("2023-07-08", "2024-03-04")),
    "ga4/events-en-2023/data-export.csv":
        ("ga4", "en", {"account"}, {"data": 39, "description": 9}, 39, ("2023-01-01", "2023-12-31")),
    "ga4/pages-en-2026/Pages_and_screens_Page_path_and_screen_class.csv":
        ("ga4", "en", {"account"}, {"data": 56, "description": 9}, 56, ("2026-02-24", "2026-03-23")),
    "google-ads/campaign-pt-2026/Relatório de campanha.csv":
        ("google_ads", "pt", {"account"}, {"data": 3, "total": 3, "description": 2}, 3, ("2026-05-05", "2026-05-15")),
    "google-ads/cards-engb-2026/Time_series(2026.02.05-2026.02.10).csv":
        ("google_ads_card", "en", {"account"}, {"data": 6}, 6, ("2026-02-05", "2026-02-10")),
    "search-console/fr-2025/Dates.csv":
        ("search_console", "fr", {"account"}, {"data": 92}, 92, ("2024-11-06", "2025-02-05")),
    "search-console/en-2026/Queries.csv":
        ("search_console_query", "en", {"account", "period"}, {"data": 118}, 118, ("2026-06-01", "2026-06-30")),
    "mailchimp/en-2023/campaigns.csv":
        ("mailchimp", "en", {"account"}, {"data": 43}, 43, ("2023-06-01", "2025-02-28")),
    "bing-webmaster/en-2026/invoicekits-bing.csv":
        ("bing_webmaster", "en", {"account"}, {"data": 22}, 22, ("2026-01-14", "2026-02-04")),
}  # fmt: skip

NOT_READ = {
    "meta-ads/pt-empty/Relatório-sem-título-mar-16-2022-a-abr-16-2025.zip": "no rows",
    "ga4/dashboard-en-2021/data-export.csv": "no rows",
    "linkedin-page/en-ar-2026/دورلي - doorly_competitor_analytics_1767085167105.xlsx": "competitor",
    "linkedin-creator/it-2026/AnalisiAggregate_2026-06-17_2026-06-23.xlsx": "LinkedIn profile",
    "meta-insights/ig-en-2026/Reach.csv": "insights card",
    "x/content-en-2026/account_analytics_content_2026-08-10_2026-08-16.csv": "X account analytics",
    "search-console/en-2026/Filters.csv": "holds no figures",
}


def answers(desk: Desk, name: str, asked: set[str]) -> list[str]:
    """Answer what a file leaves open, as a person would."""
    if "account" not in asked:
        return ["--create-accounts", *READ]
    folder = name.partition("/")[0]
    platform = {"linkedin-page": "linkedin", "mailchimp": "newsletter"}.get(folder, folder.replace("-", "_"))
    desk.done("account", "add", "--client", CLIENT, "--platform", platform, "--handle", "mine")
    return ["--account", "mine", *READ, *(["--period", "2026-06-01..2026-06-30"] if "period" in asked else [])]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_asks_first_and_is_then_whole(name: str, desk: Desk, samples: Path) -> None:
    kind, language, asked, records, added, period = SAMPLES[name]
    before = desk.workspace.read_bytes()
    code, open_one = desk.take(samples / name)
    codes = {question["code"] for question in open_one["questions"]}
    assert (code, codes - {"read_on"}) == (2, asked or {"new_accounts"})
    assert desk.workspace.read_bytes() == before
    options = answers(desk, name, asked)
    code, one = desk.take(samples / name, *options)
    assert (code, one["format"], one["language"], one["questions"], one["error"]) == (0, kind, language, [], "")
    assert one["rows"] == dict.fromkeys(RECORDS, 0) | records
    assert (one["added"], one["updated"], one["unchanged"]) == (added, 0, 0)
    assert (one["period"]["from"], one["period"]["to"]) == period
    code, again = desk.take(samples / name, *options)
    assert (code, again["added"], again["updated"], again["unchanged"]) == (0, 0, 0, added)


def test_posts_and_days_of_one_archive_are_both_counted(desk: Desk, samples: Path) -> None:
    options = answers(desk, "youtube/", {"account"})
    code, one = desk.take(samples / ZIP, *options)
    assert (code, one["added"], one["rows"]["total"]) == (0, 499 + 365, 1)
    assert desk.take(samples / ZIP, *options)[1]["unchanged"] == 499 + 365


# ------------------------------------------------------------------------------------------ sums, recounted

COLUMNS = {
    "Views": "views", "Visualizações": "views", "Likes": "likes", "Curtidas": "likes", "Comments": "comments",
    "Comentários": "comments", "Shares": "shares", "Compartilhamentos": "shares", "Saves": "saves",
    "Salvamentos": "saves", "Reactions": "reactions", "Impressions": "impressions",
}  # fmt: skip


def recounted(path: Path, zone: ZoneInfo) -> dict[tuple[str, str], tuple[int, dict[str, int]]]:
    """Return posts and sums by account and month of the client's clock, from the bare cells of a Meta export."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        header, *records = csv.reader(stream)
    at = next(header.index(name) for name in ("Publish time", "Horário de publicação") if name in header)
    account = header.index("Account username") if "Account username" in header else 1
    if "Nome de usuário da conta" in header:
        account = header.index("Nome de usuário da conta")
    posts: dict[tuple[str, str], int] = defaultdict(int)
    sums: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for record in records:
        if not record[0]:
            continue
        published = datetime.strptime(record[at], "%m/%d/%Y %H:%M").replace(tzinfo=PACIFIC).astimezone(zone)
        place = (record[account], f"{published:%Y-%m}")
        posts[place] += 1
        for name, text in zip(header, record, strict=False):
            if name in COLUMNS and text:
                sums[place][COLUMNS[name]] += int(text)
    return {place: (count, dict(sums[place])) for place, count in posts.items()}


@pytest.mark.parametrize("zone", ["Europe/Rome", "Pacific/Auckland"])
@pytest.mark.parametrize("name", [INSTAGRAM, UNIVERSITY, NEWS])
def test_the_sums_of_a_month_are_those_of_the_bare_cells(name: str, zone: str, a_desk: MakeDesk, samples: Path) -> None:
    desk = a_desk(timezone=zone)
    assert desk.take(samples / name, "--create-accounts", *READ)[0] == 0
    expected = recounted(samples / name, ZoneInfo(zone))
    for month in sorted({month for _account, month in expected}):
        told = {one["handle"]: one for one in desk.figures(month)[1]["accounts"]}
        for account, one in told.items():
            count, sums = expected.get((account or "100066300057039", month), (0, {}))
            assert one["posts"]["count"] == count, (account, month)
            metrics = {metric["metric"].split(".")[-2]: metric for metric in one["posts"]["metrics"]}
            for metric, amount in sums.items():
                assert metrics[metric]["value"] == str(amount), (account, month, metric)
            assert "reach" not in metrics


def test_guests_are_kept_and_named_as_guests(desk: Desk, samples: Path) -> None:
    _code, one = desk.take(samples / INSTAGRAM, "--create-accounts", *READ)
    assert [(account["handle"], account["guest"]) for account in one["accounts"]] == [
        ("elitravelguy", False), ("caryjack", True),
    ]  # fmt: skip
    _code, figures = desk.figures("2026-05")
    assert [(one["handle"], one.get("guest", False)) for one in figures["accounts"]] == [
        ("elitravelguy", False), ("caryjack", True),
    ]  # fmt: skip


def test_the_clients_own_accounts_are_named_on_the_command_line(desk: Desk) -> None:
    mine = '17841400882674637,bar,"Bar"'
    rows = post(1), post(2).replace(mine, "999,bar.due,Due"), post(3).replace(mine, "888,chefanna,Anna")
    path = export(desk, *rows)
    before = desk.workspace.read_bytes()
    code, one = desk.take(path, "--own", "barr", *READ)
    assert (code, one["import_id"]) == (1, None)
    assert "names no account “barr”" in one["error"]
    assert "Instagram @bar, Instagram @bar.due, Instagram @chefanna" in one["error"]
    assert desk.workspace.read_bytes() == before
    # By handle, with or without @, or by id; those that are not named are guests.
    code, one = desk.take(path, "--own", "@Bar", "--own", "999", *READ)
    assert code == 0
    assert {account["handle"]: account["guest"] for account in one["accounts"]} == {
        "bar": False, "bar.due": False, "chefanna": True,
    }  # fmt: skip
    code, one = desk.take(path, "--own", "chefanna", *READ)
    assert (code, "kept as a guest already" in one["error"]) == (1, True)


def test_the_help_says_how_own_accounts_are_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    _code, out, _err = desk.run("import", "--help")
    assert "--own ACCOUNT an account in the file that is the client’s own, by handle or id" in " ".join(out.split())


def test_of_several_files_each_is_settled_by_itself(desk: Desk, samples: Path) -> None:
    files = [samples / "tiktok/creator-en-2026/Overview.csv", desk.folder / "none.csv", samples / INSTAGRAM]
    code, out, err = desk.run("import", *files, "--client", CLIENT, "--create-accounts", *READ)
    assert code == 2
    assert (len(err.splitlines()), "whose numbers" in err, "none.csv" in err) == (2, True, True)
    assert "added 21" in out


def test_the_file_of_another_account_is_not_mixed_into_mine(desk: Desk, samples: Path) -> None:
    desk.done("account", "add", "--client", CLIENT, "--platform", "instagram", "--handle", "mine")
    before = desk.workspace.read_bytes()
    code, one = desk.take(samples / INSTAGRAM, "--account", "mine", *READ)
    assert (code, "elitravelguy" in one["error"]) == (1, True)
    assert desk.workspace.read_bytes() == before


# ------------------------------------------------------------------------------------------ damage

HEADER = (
    "Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,Post type,"
    "Data comment,Date,Views,Reach,Likes,Shares,Follows,Comments,Saves"
)


def post(number: int, text: str = "x", at: str = "06/10/2026 10:00", views: str = "10", name: str | None = None) -> str:
    name = str(18_000_000_000_000_000 + number) if name is None else name
    link = f"https://www.instagram.com/p/D{number}/"
    return f'{name},17841400882674637,bar,"Bar","{text}",0,"{at}",{link},"IG image",,Lifetime,{views},5,3,1,0,0,0'


def export(desk: Desk, *rows: str, name: str = "posts.csv", header: str = HEADER) -> Path:
    path = desk.folder / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8-sig")
    return path


def views(desk: Desk, month: str = "2026-06") -> tuple[int, Any]:
    (account,) = desk.figures(month)[1]["accounts"]
    found = [one for one in account["posts"]["metrics"] if one["metric"] == "instagram.post.views.v1"]
    return account["posts"]["count"], found[0]["value"] if found else None


def test_bad_records_are_refused_one_by_one_by_their_physical_line(desk: Desk) -> None:
    path = export(
        desk,
        post(1, "one\ntwo\n\nthree"),
        post(2, views="abc"),
        post(3, at="13/45/2026 10:00"),
        post(4, name=""),
        post(5, name="1.8E+16"),
        post(6, at=""),
        post(7),
    )
    code, one = desk.take(path, "--create-accounts", *READ)
    assert (code, one["added"], one["rows"]["data"], one["rows"]["refused"]) == (0, 2, 2, 5)
    assert [(row["line"], row["column"], row["value"]) for row in one["refused"]] == [
        (6, "Views", "abc"), (7, "Publish time", "13/45/2026 10:00"), (8, "Post ID", ""), (9, "Post ID", "1.8E+16"),
        (10, "Publish time", ""),
    ]  # fmt: skip
    assert all(row["reason"] for row in one["refused"])
    assert views(desk) == (2, "20")


def test_the_clock_of_the_client_decides_the_month(desk: Desk) -> None:
    rows = [post(1, at="06/30/2026 15:00"), post(2, at="06/30/2026 14:59"), post(3, at="05/31/2026 15:00")]
    rows += [post(4, at="03/31/2026 14:59"), post(5, at="03/31/2026 15:00"), post(6, at="11/30/2025 15:00")]
    desk.take(export(desk, *rows), "--create-accounts", *READ)
    counted = {month: views(desk, month)[0] for month in ("2025-12", "2026-03", "2026-04", "2026-06", "2026-07")}
    assert counted == {"2025-12": 1, "2026-03": 1, "2026-04": 1, "2026-06": 2, "2026-07": 1}


def test_a_later_snapshot_wins_and_an_older_one_changes_nothing(desk: Desk) -> None:
    desk.take(export(desk, post(1), post(2)), "--create-accounts", "--read-on", "2026-07-01")
    _code, newer = desk.take(export(desk, post(1, views="99"), post(2), post(3), name="b.csv"), *READ)
    assert (newer["added"], newer["updated"], newer["unchanged"]) == (1, 1, 1)
    assert views(desk) == (3, "119")
    _code, older = desk.take(export(desk, post(1, views="50"), post(4), name="c.csv"), "--read-on", "2026-06-20")
    assert (older["added"], older["updated"], older["unchanged"]) == (1, 0, 1)
    assert views(desk) == (4, "129")


def test_a_day_of_reading_before_the_posts_is_doubted(desk: Desk) -> None:
    path = export(desk, post(1))
    for day, doubts in (("2026-06-09", 0), ("2025-07-05", 1)):
        _code, one = desk.take(path, "--create-accounts", "--read-on", day)
        assert (len(one["warnings"]), one["error"]) == (doubts, "")


def test_two_records_of_one_post_are_merged_and_an_empty_cell_is_no_zero(desk: Desk) -> None:
    error = ',,,,,,,,,"An error occurred while computing metadata for content with ID 1.",Lifetime,5,,,,,,'
    path = export(desk, post(1, views=""), post(1), post(2, views=""), error)
    _code, one = desk.take(path, "--create-accounts", *READ)
    assert (one["added"], one["rows"]["data"], one["rows"]["merged"], one["rows"]["error"]) == (2, 2, 1, 1)
    assert views(desk) == (2, "10")
    desk.take(export(desk, post(9, at="04/10/2026 10:00", views=""), name="d.csv"), *READ)
    assert views(desk, "2026-04") == (1, None)


def test_a_dry_run_leaves_every_byte(desk: Desk) -> None:
    path = export(desk, post(1))
    before, names = desk.workspace.read_bytes(), {one.name for one in desk.folder.iterdir()}
    code, one = desk.take(path, "--create-accounts", "--dry-run", *READ)
    assert (code, one["added"], one["dry_run"]) == (0, 1, True)
    assert (desk.workspace.read_bytes(), {one.name for one in desk.folder.iterdir()}) == (before, names)


def test_what_is_no_export_gets_one_sentence(desk: Desk, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    (wrong / "folder").mkdir(parents=True)
    Image.new("RGB", (3, 3)).save(wrong / "picture.png")
    contents = {
        "empty.csv": b"", "bom.csv": b"\xef\xbb\xbf", "binary.csv": bytes(range(256)) * 50, "text.csv": b"hello\nyou\n",
        "line.csv": b"a" * 3_000_000, "data.json": b'{"a": 1}', "page.html": b"<!DOCTYPE html><html>",
        "paper.pdf": b"%PDF-1.7\n", "torn.zip": b"PK\x03\x04junk", "header.csv": HEADER.encode(),
        "near.csv": (HEADER.replace("Post ID", "Beitrags-ID") + "\n" + post(1)).encode(),
    }  # fmt: skip
    for name, content in contents.items():
        (wrong / name).write_bytes(content)
    before = desk.workspace.read_bytes()
    for path in [*wrong.iterdir(), wrong / "missing.csv"]:
        code, _out, err = desk.run("import", path, "--client", CLIENT, "--create-accounts", *READ, "--json")
        assert (code, err.count("\n")) == (1, 1), path.name
        assert path.name in err
        assert "Traceback" not in err and "should not" not in err
    assert "Meta Business Suite: Instagram posts" in desk.take(wrong / "near.csv", *READ)[1]["error"]
    assert desk.workspace.read_bytes() == before
