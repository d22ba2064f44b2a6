"""Declared formats: a new platform is one file (docs/platforms.md), and the three kinds of tables."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from smmdesk.core.readings import State
from smmdesk.importers import detection
from smmdesk.importers.cells import day_month_year
from smmdesk.importers.declared import Cells, Dialect, day_table, part_table, post_table
from smmdesk.importers.records import clock_seconds
from smmdesk.importers.tables import Format, column

CHECKOUT = Path(__file__).resolve().parents[2]

CHIRPER = '''
"""Chirper, a platform that does not exist."""
from smmdesk.core.i18n import mark
from smmdesk.core.readings import Additivity, Metric, Span
from smmdesk.importers.cells import day_month_year
from smmdesk.importers.declared import Dialect, day_table
from smmdesk.importers.tables import column

METRICS = (
    Metric("chirper.chirps.v1", mark("Chirps"), mark("Chirps heard on the day."), span=Span.DAY),
    Metric(
        "chirper.listeners.v1",
        mark("Listeners"),
        mark("People who heard one."),
        additivity=Additivity.UNIQUE,
        span=Span.DAY,
    ),
)
FORMATS = (
    day_table(
        "chirper_days",
        "chirper",
        mark("Chirper: days"),
        mark("Chirps and listeners per day."),
        (
            column("day", en="Date", it="Data"),
            column("chirps", metric="chirper.chirps.v1", en="Chirps", it="Cinguettii"),
            column("listeners", metric="chirper.listeners.v1", en="Listeners", it="Ascoltatori"),
        ),
        ("day", "chirps"),
        dialect=Dialect(day_month_year, "DD/MM/YYYY", decimals=None),
    ),
)
'''

READ_IT = """
import json, sys
from pathlib import Path
import smmdesk.importers.platforms as platforms
platforms.__path__.append(sys.argv[1])  # where the one new file lies: as if it stood in the folder
from smmdesk.importers.detection import formats, read
from smmdesk.importers.registry import METRICS
from smmdesk.importers.rows import Answers
reading = read(Path(sys.argv[2]), Answers())
rows = [[row.day.isoformat(), [str(value.value) for value in row.values]] for row in reading.rows]
print(json.dumps({
    "format": reading.recognised.format, "platform": reading.recognised.platform,
    "language": reading.recognised.language, "rows": rows, "data": reading.counts.data,
    "listed": [one["languages"] for one in formats() if one["format"] == "chirper_days"],
    "class": METRICS["chirper.listeners.v1"].additivity.value,
}))
"""


def test_a_platform_is_one_file(tmp_path: Path) -> None:
    (tmp_path / "added").mkdir()
    (tmp_path / "added" / "chirper.py").write_text(CHIRPER, encoding="utf-8")
    export = tmp_path / "export.csv"
    export.write_text("Data;Cinguettii;Ascoltatori\n03/06/2026;1.200;7\n04/06/2026;5;0\n", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-c", READ_IT, str(tmp_path / "added"), str(export)],
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == {
        "format": "chirper_days",
        "platform": "chirper",
        "language": "it",
        "rows": [["2026-06-03", ["1200", "7"]], ["2026-06-04", ["5", "0"]]],
        "data": 2,
        "listed": [["en", "it"]],
        "class": "B",
    }


def test_the_page_about_it_shows_the_same_file() -> None:
    page = (CHECKOUT / "docs" / "platforms.md").read_text(encoding="utf-8")
    shown = [block.partition("```")[0] for block in page.split("```python\n")[1:]]
    assert len(shown) == 2
    assert all(block in CHIRPER for block in shown)


# ------------------------------------------------------------------------------------------------ the kinds of tables


def reads(monkeypatch: pytest.MonkeyPatch, *formats: Format) -> None:
    """Let the detection know only some formats."""
    module: ModuleType = detection
    monkeypatch.setattr(module, "FORMATS", formats)


def test_days_with_totals_footers_empty_cells_and_accounts(
    monkeypatch: pytest.MonkeyPatch, write: Callable[..., Path], read_file: Callable[..., Any]
) -> None:
    reads(
        monkeypatch,
        day_table(
            "toy",
            "x",
            "Toy",
            "Days.",
            (
                column("account_id", en="Page"),
                column("day", en="Day"),
                column("rate", metric="ga4.engagement_rate.v1", en="Rate"),
                column("time", metric="ga4.session_duration.v1", en="Time"),
            ),
            ("day", "rate"),
            dialect=Dialect(
                decimals=None,
                empty=State.NOT_APPLICABLE,
                percents=frozenset({"rate"}),
                converts={"time": clock_seconds},
            ),
            is_total=lambda cells: cells["day"] == "Sum",
            is_footer=lambda cells: cells["day"].startswith("Note"),
        ),
    )
    text = (
        'Page,Day,Rate,Time\n7,2026-06-01,"12,5%",1:05\n8,2026-06-01,,0:30\n8,2026-06-02,2%,0:00\n,Sum,14%,\n'
        ",Note: all days,,\n8,someday,1%,0:01\n8,2026-06-03,1%,long\n"
    )
    file = read_file(write(text))
    counts = file.reading.counts
    assert (counts.data, counts.total, counts.footer, counts.refused) == (3, 1, 1, 2)
    assert [[value.value for value in row.values] for row in file.days] == [
        [Decimal("0.125"), 65],
        [None, 30],
        [Decimal("0.02"), 0],
    ]
    assert file.days[1].values[0].state is State.NOT_APPLICABLE
    assert [row.account for row in file.days] == ["7", "8", "8"]
    assert list(file.reading.accounts) == ["8", "7"]  # the one with most rows is the file's own
    assert [(row.line, row.column, row.value) for row in file.refused] == [(7, "Day", "someday"), (8, "Time", "long")]


def _id(cells: Cells) -> str:
    if not cells["id"].isdigit():
        raise cells.bad("id", "No id.")
    return cells["id"]


def _instant(text: str) -> datetime:
    day, _space, hour = text.partition(" ")
    return datetime.combine(day_month_year(day), time.fromisoformat(hour))


def test_posts_with_a_clock_and_with_the_instant_of_their_id(
    monkeypatch: pytest.MonkeyPatch, write: Callable[..., Path], read_file: Callable[..., Any]
) -> None:
    columns = (
        column("id", en="Id"),
        column("published", en="When"),
        column("title", en="Title"),
        column("views", metric="instagram.post.views.v1", en="Views"),
    )
    timed = Dialect(instant=_instant, day_form="DD/MM/YYYY HH:MM", zone="Europe/Rome")
    text = "Id,When,Title,Views\n5,01/07/2026 00:30,A,3\n6,yesterday,B,4\nx,01/07/2026 00:30,C,5\n7,,D,6\n"

    reads(monkeypatch, post_table("toy", "x", "Toy", "Posts.", columns, ("id", "views"), identity=_id, dialect=timed))
    file = read_file(write(text))
    assert [(post.external_id, post.title, post.published_at) for post in file.posts] == [
        ("5", "A", int(datetime.fromisoformat("2026-06-30T22:30:00+00:00").timestamp())),
        ("7", "D", None),
    ]
    assert [(row.line, row.column, row.value) for row in file.refused] == [(3, "When", "yesterday"), (4, "Id", "x")]

    by_id = post_table(
        "toy", "x", "Toy", "Posts.", columns, ("id", "views"), identity=_id, instant_of=lambda text: int(text) * 100,
        kind_of=lambda cells: "reel" if cells["title"] == "A" else "post", dialect=timed,
    )  # fmt: skip
    reads(monkeypatch, by_id)
    assert [(post.published_at, post.kind) for post in read_file(write(text)).posts] == [(500, "reel"), (700, "post")]

    plain = post_table(
        "toy", "x", "Toy", "Posts.", columns, ("id", "views"), identity=_id,
        dialect=Dialect(day_month_year, "DD/MM/YYYY"),
    )  # fmt: skip
    reads(monkeypatch, plain)
    [post] = read_file(write("Id,When,Title,Views\n5,01/07/2026,A,3\n")).posts
    assert (post.published_at, post.published_on) == (None, date(2026, 7, 1))


def test_parts_with_an_id_or_only_a_name_and_a_period_of_their_own(
    monkeypatch: pytest.MonkeyPatch, write: Callable[..., Path], read_file: Callable[..., Any]
) -> None:
    reads(
        monkeypatch,
        part_table(
            "toy",
            "x",
            "Toy",
            "Parts.",
            (
                column("part", en="Campaign"),
                column("part_id", en="Number"),
                column("money", en="Money"),
                column("spend", metric="meta_ads.spend.v1", en="Spend"),
            ),
            ("part", "spend"),
            dimension="campaign",
            currency=lambda cells: cells["money"] or None,
            span=lambda cells, _context: (
                (date(2026, 6, 1), date(2026, 6, 30)) if cells["money"] == "EUR" else (None, None)
            ),
        ),
    )
    file = read_file(write("Campaign,Number,Money,Spend\nA,17,EUR,2.50\nB,,USD,3\n,,EUR,4\n"))
    first, second = file.segments
    assert (first.dimension, first.key, first.title, first.weak_key, first.currency) == (
        "campaign",
        "17",
        "A",
        False,
        "EUR",
    )
    assert (first.first_day, first.last_day) == (date(2026, 6, 1), date(2026, 6, 30))
    assert (second.key, second.weak_key, second.first_day, second.last_day) == ("B", True, None, None)
    assert [(row.line, row.column) for row in file.refused] == [(4, "Campaign")]
