"""What is said of a file before and after its import: first rows, both days at a month's end, history, refusals."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from smmdesk.core.readings import State
from smmdesk.domain.clients import Client, client_draft, update_client
from smmdesk.domain.imports.commands import import_file, import_files, preview_import
from smmdesk.domain.imports.edges import edge_of, edge_posts
from smmdesk.domain.imports.queries import imports_of, refusals_csv
from smmdesk.domain.imports.tables import Import
from smmdesk.domain.results.history import reading_history
from smmdesk.domain.results.tables import Post
from smmdesk.importers.rows import AccountDayRow, Answers, FoundAccount, PostRow, RefusedRow, SegmentRow
from smmdesk.store.database import database
from tests.domain.import_stories import APRIL, JUNE, MAY, VIEWS, Export, fed_by_hand, value_of, write

BAR = FoundAccount("instagram", "10", "bar", "Bar")
HEADER = (
    "Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,Post type,"
    "Data comment,Date,Views,Reach,Likes,Shares,Follows,Comments,Saves"
)


@pytest.fixture
def client(a_client: Callable[..., Client]) -> int:
    return a_client("Hotel").id


@pytest.fixture
def by_hand() -> Iterator[None]:
    with fed_by_hand():
        yield


def meta(path: Path, *times: str) -> Path:
    lines = [
        f'1790000000000000{n},111,hotelbar,"Hotel Bar",Ciao {n},0,{time},https://www.instagram.com/p/x{n}/,'
        f"IG image,,Lifetime,{n},80,10,1,0,2,3"
        for n, time in enumerate(times, start=1)
    ]
    path.write_text("\ufeff" + "\n".join([HEADER, *lines, ""]), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        # 31 March 2026 23:00 in Los Angeles (UTC-7) is 06:00 UTC of 1 April.
        ("Europe/Rome", (date(2026, 3, 31), date(2026, 4, 1))),
        ("America/Los_Angeles", None),
    ],
)
def test_an_instant_near_a_months_end_has_two_days(zone: str, expected: tuple[date, date] | None) -> None:
    assert edge_of(1_775_023_200, "America/Los_Angeles", zone) == expected


def test_posts_at_a_months_end_show_both_days_and_are_counted(client: int, tmp_path: Path) -> None:
    path = meta(tmp_path / "posts.csv", "03/31/2026 23:00", "03/31/2026 10:00", "03/20/2026 23:00")
    plan = preview_import(path, client, answers=Answers(APRIL), create_accounts=True)
    days = [(post.source_day, post.published_on) for post in plan.first.posts]
    assert days == [
        (date(2026, 3, 31), date(2026, 4, 1)),
        (None, date(2026, 3, 31)),
        (None, date(2026, 3, 21)),
    ]
    assert any(warning.startswith("1 post near a month’s end") for warning in plan.result.warnings)
    result = import_file(path, client, read_on=APRIL, create_accounts=True)
    account = result.accounts[0].id or 0
    (post,) = edge_posts(account, date(2026, 4, 1), date(2026, 4, 30))
    assert (post.source_day, post.day) == (date(2026, 3, 31), date(2026, 4, 1))
    assert Post.get_by_id(post.post_id).external_id.endswith("1")
    assert edge_posts(account, date(2026, 3, 1), date(2026, 3, 31)) == []


def test_another_time_zone_moves_the_posts_that_were_imported_before(client: int, tmp_path: Path) -> None:
    path = meta(tmp_path / "posts.csv", "03/31/2026 23:00", "03/20/2026 10:00")
    import_file(path, client, read_on=APRIL, create_accounts=True)
    assert sorted(str(post.published_on) for post in Post.select()) == ["2026-03-20", "2026-04-01"]
    draft = client_draft(client)
    update_client(client, type(draft)(**{**vars_of(draft), "timezone": "America/Los_Angeles"}))
    assert sorted(str(post.published_on) for post in Post.select()) == ["2026-03-20", "2026-03-31"]
    (row,) = imports_of(client)
    assert (row.first_day, row.last_day) == (date(2026, 3, 20), date(2026, 3, 31))


def vars_of(draft: Any) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in draft.__slots__}


def test_a_preview_has_the_first_rows_of_every_kind_as_plain_data(client: int, tmp_path: Path, by_hand: None) -> None:
    post = PostRow("10", "p1", None, MAY, "reel", "Title", "", "link", None, (value_of(VIEWS, 7),))
    day = AccountDayRow("10", MAY, (value_of("instagram.reach.v1", None),))
    money = value_of("instagram.spend.v1", None)._replace(value=Decimal("1.50"), state=State.VALUE)
    part = SegmentRow("10", "campaign", "c1", "Spring", date(2026, 5, 1), date(2026, 5, 31), "EUR", False, (money,))
    path = write(tmp_path, Export("all.csv", (BAR,), (post, day, part)))
    (result,) = import_files([path], client, read_on=MAY, create_accounts=True, dry_run=True)
    told = json.loads(json.dumps(result.to_json()))["first_rows"]
    assert told["posts"] == [
        {
            "published_on": "2026-05-03", "source_day": None, "kind": "reel", "title": "Title", "permalink": "link",
            "values": {VIEWS: {"value": 7, "state": "value"}},
        }
    ]  # fmt: skip
    assert told["days"] == [
        {"account": "10", "day": "2026-05-03",
         "values": {"instagram.reach.v1": {"value": None, "state": "not_available"}}}
    ]  # fmt: skip
    assert told["parts"] == [
        {
            "dimension": "campaign", "title": "Spring", "from": "2026-05-01", "to": "2026-05-31", "currency": "EUR",
            "values": {"instagram.spend.v1": {"value": "1.50", "state": "value"}},
        }
    ]  # fmt: skip
    assert [account.reason for account in result.accounts] == ["The file names it; the client does not have it yet."]
    done = import_file(path, client, read_on=MAY, create_accounts=True)
    assert "first_rows" not in done.to_json()
    again = preview_import(path, client, answers=Answers(JUNE))
    assert [account.reason for account in again.result.accounts] == ["The file bears its id."]


def test_the_first_rows_of_a_ledger_sheet_are_shown(client: int, tmp_path: Path) -> None:
    sheet = tmp_path / "ledger.csv"
    sheet.write_text("id,row,date,kind,amount\nF1,cost,2026-06-01,fee,600.00\n", encoding="utf-8")
    (result,) = import_files([sheet], client, dry_run=True)
    assert result.to_json()["first_rows"]["ledger"] == [
        {"id": "F1", "row": "cost", "date": "2026-06-01", "kind": "fee", "amount": "600.00", "currency": ""}
    ]
    assert Import.select().count() == 0


def test_every_read_of_a_number_can_be_asked_for(client: int, tmp_path: Path, by_hand: None) -> None:
    def post(views: int | None) -> PostRow:
        return PostRow("10", "p1", None, MAY, "reel", "", "", "", None, (value_of(VIEWS, views),))

    ids = []
    for name, views, read_on in (("b", 9, JUNE), ("a", 7, APRIL), ("c", None, MAY)):
        day = AccountDayRow("10", MAY, (value_of("instagram.reach.v1", views),))
        path = write(tmp_path, Export(name, (BAR,), (post(views), day)))
        ids.append(import_file(path, client, read_on=read_on, create_accounts=True).import_id)
    (post_id,) = database.execute_sql("SELECT id FROM post").fetchone()
    (account_id,) = database.execute_sql("SELECT id FROM account").fetchone()
    found = reading_history(VIEWS, post_id=post_id)
    assert [(one.file_name, one.read_on, one.value, one.is_current) for one in found] == [
        ("a", APRIL, 7, False), ("c", MAY, None, False), ("b", JUNE, 9, True),
    ]  # fmt: skip
    assert [one.import_id for one in found] == [ids[1], ids[2], ids[0]]
    days = reading_history("instagram.reach.v1", account_id=account_id, day=MAY)
    assert [(one.day, one.value, one.state) for one in days] == [
        (MAY, 7, State.VALUE), (MAY, None, State.NOT_AVAILABLE), (MAY, 9, State.VALUE),
    ]  # fmt: skip
    assert reading_history("instagram.never.v1", post_id=post_id) == []
    with pytest.raises(ValueError, match="a post, or an account"):
        reading_history(VIEWS, account_id=account_id)


def test_refused_rows_are_saved_with_defused_cells(client: int, tmp_path: Path, by_hand: None) -> None:
    refused = [
        RefusedRow(2, "Views", "=1+1", "no number"),
        RefusedRow(3, "Views", "-5", "below zero"),
        RefusedRow(4, "=Views", "@user", "no number"),
        RefusedRow(5, "Views", "-5x", "no number"),
    ]
    post = PostRow("10", "p1", None, MAY, "reel", "", "", "", None, (value_of(VIEWS, 7),))
    path = write(tmp_path, Export("a", (BAR,), (post, *refused)))
    result = import_file(path, client, read_on=MAY, create_accounts=True)
    text = refusals_csv(result.import_id or 0).decode("utf-8-sig")
    assert list(csv.reader(text.splitlines()))[1:] == [
        ["2", "Views", "'=1+1", "no number"],
        ["3", "Views", "-5", "below zero"],
        ["4", "'=Views", "'@user", "no number"],
        ["5", "Views", "'-5x", "no number"],
    ]
    (row,) = imports_of(client)
    assert (row.counts.data, row.counts.refused, row.can_read_again, row.is_of_other_version) == (1, 4, True, False)
