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


def test_what_cannot_be_answered_is_refused(told, tmp_path: Path) -> None:
    assert told("--out", tmp_path / "months.pdf")[0] == 1
    assert told("--posts")[0] == 1
    assert told("--account", "nobody")[0] == 1
    assert told("--months", "0")[0] == 1
