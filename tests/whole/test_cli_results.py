"""`smmdesk results`: thirteen months, posts and days of a client's accounts, printed, as JSON, or in a file."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from smmdesk.cli import main
from tests.ui.results_hands import an_export

NOTHING = ""


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    """Return what runs `results` on a workspace with one imported account: (exit code, stdout, stderr)."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        code = main([str(one) for one in arguments])
        out = capsys.readouterr()
        return code, out.out, out.err

    desk = tmp_path / "desk.smmdesk"
    where = ("--workspace", desk)
    run("client", "add", "Hotel", "--language", "it", "--currency", "EUR", "--timezone", "Europe/Rome", *where)
    export = an_export(tmp_path / "june.csv", [("2026-06-20", "Uno", 3000, 120), ("2026-06-02", "Due", 1500, 0)])
    run("import", export, "--client", "hotel", "--create-accounts", "--read-on", "2026-07-05", *where)
    return lambda *arguments: run("results", "--client", "hotel", "--month", "2026-06", *arguments, *where)


def test_a_person_reads_the_last_months(told) -> None:
    code, out, err = told()
    assert (code, err) == (0, NOTHING)
    views = next(line for line in out.splitlines() if line.startswith("Views of posts"))
    assert views.split() == ["Views", "of", "posts", "–", "–", "4,500"]


def test_programs_get_every_month_with_state_and_reason(told) -> None:
    _code, out, _err = told("--json")
    (account,) = json.loads(out)
    views = next(one for one in account["metrics"] if one["metric"] == "instagram.post.views.v1")
    assert len(views["months"]) == 13
    assert (views["months"][-1]["value"], views["months"][-1]["state"]) == (4500, "value")
    assert (views["months"][0]["value"], views["months"][0]["state"]) == (None, "not_available")
    assert views["months"][0]["reason"]


def test_the_engagement_rate_says_what_it_is_made_of(told) -> None:
    _code, out, _err = told("--json")
    (account,) = json.loads(out)
    rate = account["metrics"][-1]
    assert (rate["metric"], rate["title"]) == ("instagram.engagement_on_reach.v1", "Engagement rate on reach")
    june, may = rate["months"][-1], rate["months"][-2]
    # likes 120 + 0, and for each of the two posts 1 share, 2 comments and 3 saves: 132; reach 1,500 + 750
    assert (june["value"], june["unit"], june["state"]) == ("5.8666666667", "percent", "value")
    made_of = june["engagement"]
    assert made_of["interactions"] == [
        "instagram.post.likes.v1", "instagram.post.comments.v1", "instagram.post.shares.v1", "instagram.post.saves.v1",
    ]  # fmt: skip
    assert (made_of["numerator_value"], made_of["denominator"]) == (132, "instagram.post.reach.v1")
    assert made_of["denominator_value"] is None  # a unique count is never told as a sum
    assert (made_of["posts"], made_of["left_out"]) == (2, 0)
    assert (may["value"], may["state"], "engagement" in may) == (None, "not_available", False)


def test_the_rate_stands_in_the_table_and_the_file(told, tmp_path: Path) -> None:
    _code, out, _err = told()
    assert next(line for line in out.splitlines() if line.startswith("Engagement rate on reach")).split()[-1] == "5.9%"
    told("--out", tmp_path / "months.csv")
    with (tmp_path / "months.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = [line for line in csv.DictReader(stream) if line["Figure"] == "Engagement rate on reach"]
    assert (lines[-1]["Value"], lines[-1]["Unit"]) == ("5.8666666667", "percent")


def test_posts_and_months_are_written(told, tmp_path: Path) -> None:
    assert told("--posts", "--out", tmp_path / "posts.csv")[0] == 0
    with (tmp_path / "posts.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.DictReader(stream))
    assert [(line["Text"], line["Likes"], line["Likes: state"]) for line in lines] == [
        ("Uno", "120", "value"), ("Due", "0", "zero"),
    ]  # fmt: skip
    code, _out, err = told("--out", tmp_path / "months.xlsx")
    assert (code, err.strip()) == (0, "months.xlsx is written.")
    assert (tmp_path / "months.xlsx").read_bytes().startswith(b"PK")


def test_a_zero_over_a_part_of_a_month_never_looks_like_a_zero(told, tmp_path: Path) -> None:
    # The file holds posts from 2 to 20 June: likes of 120 and 0; every post has 0 follows.
    _code, out, _err = told()
    line = next(line for line in out.splitlines() if line.startswith("Follows"))
    assert line.split()[-2:] == ["…", "0"] and "… not complete yet" in out
    (account,) = json.loads(told("--json")[1])
    follows = next(one for one in account["metrics"] if one["metric"] == "instagram.post.follows.v1")["months"][-1]
    assert (follows["value"], follows["state"]) == (0, "not_yet_complete")
    assert follows["reason"] == (
        "1 Jun: the export starts on 2 June 2026; 21 Jun – 30 Jun: the export ends on 20 June 2026"
    )
    told("--out", tmp_path / "months.csv")
    with (tmp_path / "months.csv").open(encoding="utf-8-sig", newline="") as stream:
        (last,) = [one for one in csv.DictReader(stream) if one["Figure"] == "Follows" and one["Month"] == "2026-06"]
    assert (last["Value"], last["State"]) == ("0", "not_yet_complete")


def test_what_cannot_be_answered_is_refused(told, tmp_path: Path) -> None:
    assert told("--out", tmp_path / "months.pdf")[0] == 1
    assert told("--posts")[0] == 1
    assert told("--account", "nobody")[0] == 1
    assert told("--months", "0")[0] == 1
