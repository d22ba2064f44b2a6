"""Importing: whole or not at all, nothing twice, the newest read wins, undone exactly."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as some

from smmdesk.core.errors import Cancelled, UserError, WorkspaceHeld
from smmdesk.core.periods import Month, local_day
from smmdesk.core.readings import State
from smmdesk.domain.accounts import Account, account_rows
from smmdesk.domain.clients import Client
from smmdesk.domain.files import StoredFile, file_content, keep_file
from smmdesk.domain.imports import staged
from smmdesk.domain.imports.again import preview_again
from smmdesk.domain.imports.commands import finish_import, import_file, import_files, preview_import
from smmdesk.domain.imports.gathering import LocalDays
from smmdesk.domain.imports.queries import ensure_no_running_import, imports_of, refusals_of, running_import
from smmdesk.domain.imports.removal import undo_import, undo_running_imports
from smmdesk.domain.imports.rows import ImportResult
from smmdesk.domain.imports.tables import Import, ImportAccount
from smmdesk.domain.results.queries import posts_of_month
from smmdesk.domain.results.sums import post_months
from smmdesk.importers.rows import (
    AccountDayRow,
    Answers,
    FoundAccount,
    PostRow,
    Question,
    QuestionCode,
    Reading,
    ReadValue,
    Recognised,
    RefusedRow,
    Row,
    SegmentRow,
)
from smmdesk.store.backup import backups
from smmdesk.store.database import OpenWorkspace, connect, database, transaction
from smmdesk.store.lock import WriterLock

CHECKOUT = Path(__file__).resolve().parents[2]
APRIL, MAY, JUNE = date(2026, 4, 3), date(2026, 5, 3), date(2026, 6, 3)
VIEWS, LIKES = "instagram.post.views.v1", "instagram.post.likes.v1"
_HEADER = (
    "Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,Post type,"
    "Data comment,Date,Views,Reach,Likes,Shares,Follows,Comments,Saves"
)
BuildClient = Callable[..., Client]
BuildAccount = Callable[..., Account]


def line(
    number: int, views: object = 100, *, account: str = "111,hotelbar", text: str = "Ciao", day: str = "03/20"
) -> str:
    return (
        f'179000000000000{number:02d},{account},"Hotel Bar",{text},0,{day}/2026 10:00,https://www.instagram.com/p/x{number}/,'
        f"IG image,,Lifetime,{views},80,10,1,0,2,3"
    )


def export(path: Path, *lines: str) -> Path:
    path.write_text("\ufeff" + "\n".join([_HEADER, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def client(a_client: BuildClient, an_account: BuildAccount) -> Client:
    """Make a client with the account of the exports below."""
    made = a_client("Hotel Bar")
    an_account(made, handle="HotelBar")
    return made


def content() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of the workspace, table by table; ids and times of imports are rows like others."""
    tables = database.execute_sql("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    return {
        name: sorted(database.execute_sql(f'SELECT * FROM "{name}"').fetchall(), key=repr)
        for (name,) in tables
        if name != "metric_name"  # the short numbers of metrics stay
    }


def current(metric: str) -> dict[str, Any]:
    """Return the current value of a metric of each post, straight from the tables."""
    rows = database.execute_sql(
        "SELECT p.external_id, r.value FROM post p JOIN post_reading r ON r.post_id = p.id JOIN import i"
        " ON i.id = r.import_id JOIN metric_name m ON m.id = r.metric_id WHERE m.key = ? AND i.state = 'done'"
        " ORDER BY i.read_on, i.id",
        (metric,),
    ).fetchall()
    return {external_id[-2:]: value for external_id, value in rows}


def wordings() -> dict[str, str]:
    rows = database.execute_sql(
        "SELECT p.external_id, w.text FROM post p JOIN post_wording w ON w.post_id = p.id JOIN post_read r"
        " ON r.wording_id = w.id JOIN import i ON i.id = r.import_id WHERE i.state = 'done' ORDER BY i.read_on, i.id"
    ).fetchall()
    return {external_id[-2:]: text for external_id, text in rows}


def counts(result: ImportResult) -> tuple[int, int, int]:
    return result.added, result.updated, result.unchanged


# ------------------------------------------------------------------------------------------------ one file


def test_a_file_comes_in_with_its_original_and_its_account(client: Client, tmp_path: Path) -> None:
    path = export(tmp_path / "posts.csv", line(1), line(2, "", day="03/31"))
    result = import_file(path, client.id, read_on=APRIL)
    assert counts(result) == (2, 0, 0)
    assert (result.format, result.language) == ("meta_content_instagram", "en")
    assert (result.first_day, result.last_day) == (date(2026, 3, 20), date(2026, 3, 31))
    (account,) = result.accounts
    assert (account.handle, account.external_id, account.guest, account.new) == ("HotelBar", "111", False, False)
    assert Account.get_by_id(account.id).external_id == "111"  # found by its handle, it learnt its id
    kept = Import.get_by_id(result.import_id)
    assert (kept.state, kept.staging, kept.read_on) == ("done", "", APRIL)
    assert file_content(kept.file_id) == path.read_bytes()
    assert kept.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert current(VIEWS) == {"01": 100, "02": None}
    assert [one.name for one in tmp_path.glob("*.staging-*")] == []
    (row,) = imports_of(client.id)
    assert (row.accounts, row.data, row.added, row.is_running) == ("HotelBar", 2, 2, False)


def test_the_answer_as_json_has_the_agreed_shape(client: Client, tmp_path: Path) -> None:
    path = export(tmp_path / "posts.csv", line(1), line(2, "many"))
    told = json.loads(json.dumps(import_file(path, client.id, read_on=APRIL).to_json()))
    assert told["accounts"] == [
        {
            "id": 1, "platform": "instagram", "external_id": "111", "handle": "HotelBar", "name": "", "guest": False,
            "new": False, "reason": "",
        }
    ]  # fmt: skip
    assert told["period"] == {"from": "2026-03-20", "to": "2026-03-20"}
    assert told["rows"] == {
        "data": 1, "merged": 0, "total": 0, "footer": 0, "description": 0, "error": 0, "refused": 1,
    }  # fmt: skip
    assert (told["added"], told["updated"], told["unchanged"], told["import_id"]) == (1, 0, 0, 1)
    (refused,) = told["refused"]
    assert (refused["line"], refused["column"], refused["value"]) == (3, "Views", "many")
    assert told["questions"] == []
    assert [one.reason for one in refusals_of(1)] == [refused["reason"]]


def test_the_day_of_a_post_is_that_of_the_clients_clock(
    a_client: BuildClient, an_account: BuildAccount, tmp_path: Path
) -> None:
    path = tmp_path / "posts.csv"
    path.write_text("\ufeff" + _HEADER + "\n" + line(1, day="03/31").replace(" 10:00", " 23:00"), encoding="utf-8")
    days = {}
    for zone in ("Europe/Rome", "America/Los_Angeles", "Asia/Tokyo"):
        made = a_client(zone, timezone=zone)
        an_account(made, handle="hotelbar")
        result = import_file(path, made.id, read_on=APRIL)
        days[zone] = result.first_day
    assert days == {
        "Europe/Rome": date(2026, 4, 1),
        "America/Los_Angeles": date(2026, 3, 31),
        "Asia/Tokyo": date(2026, 4, 1),
    }


@given(
    some.integers(min_value=86_400, max_value=4_102_444_800),
    some.sampled_from(["Europe/Rome", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]),
)
def test_the_fast_days_are_those_of_the_clock(instant: int, zone: str) -> None:
    assert LocalDays(ZoneInfo(zone)).day(instant) == local_day(instant, ZoneInfo(zone)).isoformat()


def test_rows_of_the_same_post_fill_each_others_gaps(client: Client, tmp_path: Path) -> None:
    path = export(tmp_path / "posts.csv", line(1, ""), line(1, 70), line(1, 90))
    result = import_file(path, client.id, read_on=APRIL)
    assert counts(result) == (1, 0, 0)
    assert current(VIEWS) == {"01": 70}  # the first value stands
    assert result.rows.data + result.rows.merged == 3


def test_a_zip_is_one_file(client: Client, tmp_path: Path) -> None:
    first, second = export(tmp_path / "a.csv", line(1)), export(tmp_path / "b.csv", line(2))
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(first, "a.csv")
        archive.write(second, "b.csv")
    result = import_file(path, client.id, read_on=APRIL)
    assert counts(result) == (2, 0, 0)
    assert Import.select().count() == 1


# ------------------------------------------------------------------------------------------------ once only


def test_the_same_file_again_changes_nothing(client: Client, tmp_path: Path) -> None:
    path = export(tmp_path / "posts.csv", line(1), line(2))
    first = import_file(path, client.id, read_on=APRIL)
    before = content()
    renamed = path.rename(tmp_path / "renamed.csv")
    again = import_file(renamed, client.id, read_on=APRIL)
    assert counts(again) == (0, 0, 2)
    assert again.import_id == first.import_id
    assert content() == before


def test_the_same_file_for_another_client_is_another_import(
    client: Client, a_client: BuildClient, an_account: BuildAccount, tmp_path: Path
) -> None:
    path = export(tmp_path / "posts.csv", line(1))
    import_file(path, client.id, read_on=APRIL)
    other = a_client("Another")
    an_account(other, handle="hotelbar")
    assert counts(import_file(path, other.id, read_on=APRIL)) == (1, 0, 0)
    assert StoredFile.select().count() == 1  # the same bytes are kept once


def test_a_later_snapshot_wins_and_the_old_one_stays(client: Client, tmp_path: Path) -> None:
    import_file(export(tmp_path / "a.csv", line(1), line(2), line(3)), client.id, read_on=APRIL)
    later = import_file(
        export(tmp_path / "b.csv", line(1), line(2, 150), line(3, text="Nuovo"), line(4)), client.id, read_on=MAY
    )
    assert counts(later) == (1, 2, 1)
    assert current(VIEWS) == {"01": 100, "02": 150, "03": 100, "04": 100}
    assert wordings() == {"01": "Ciao", "02": "Ciao", "03": "Nuovo", "04": "Ciao"}
    ((readings,),) = database.execute_sql("SELECT count(*) FROM post_reading").fetchall()
    assert readings == 7 * 7  # every import keeps its own, unchanged ones too
    ((kept,),) = database.execute_sql("SELECT count(*) FROM post_wording").fetchall()
    assert kept == 5  # a wording is kept once


def test_an_older_snapshot_overrides_nothing(client: Client, tmp_path: Path) -> None:
    import_file(export(tmp_path / "new.csv", line(1, 200, text="Nuovo")), client.id, read_on=JUNE)
    older = import_file(
        export(tmp_path / "old.csv", line(1, 50, text="Vecchio"), line(2, 60)), client.id, read_on=APRIL
    )
    assert counts(older) == (1, 0, 1)
    assert current(VIEWS) == {"01": 200, "02": 60}
    assert wordings()["01"] == "Nuovo"


def test_of_two_reads_of_one_day_the_later_import_wins(client: Client, tmp_path: Path) -> None:
    import_file(export(tmp_path / "a.csv", line(1, 200)), client.id, read_on=MAY)
    assert counts(import_file(export(tmp_path / "b.csv", line(1, 190)), client.id, read_on=MAY)) == (0, 1, 0)
    assert current(VIEWS) == {"01": 190}


def test_a_real_export_with_unreadable_views_hides_none_of_those_read_before(
    a_client: BuildClient, samples: Path, tmp_path: Path
) -> None:
    """The file of March to April has two columns "Views": which of them is right is not known."""
    client = a_client()
    first, second = sorted((samples / "meta-content" / "fb-en-news-2025").glob("*.csv"))
    import_file(first, client.id, read_on=date(2025, 4, 14), create_accounts=True)
    account = next(row.id for row in account_rows(client.id) if not row.is_guest)
    march = Month(2025, 3)
    before = {post.external_id: post.values["facebook.post.views.v1"].value for post in posts_of_month(account, march)}
    import_file(second, client.id, read_on=date(2025, 4, 15))
    after = {post.external_id: post.values["facebook.post.views.v1"].value for post in posts_of_month(account, march)}
    assert after == before
    assert post_months(account, [march])[march].totals["facebook.post.views.v1"].value == 4_083


def test_a_new_metric_is_a_change(client: Client, tmp_path: Path) -> None:
    without = export(tmp_path / "a.csv", line(1))
    text = without.read_text(encoding="utf-8").replace(",Saves", "").replace(",2,3\n", ",2\n")
    without.write_text(text, encoding="utf-8")
    import_file(without, client.id, read_on=APRIL)
    assert counts(import_file(export(tmp_path / "b.csv", line(1)), client.id, read_on=MAY)) == (0, 1, 0)


# ------------------------------------------------------------------------------------------------ whose file it is


def test_an_account_that_the_client_lacks_is_a_question(a_client: BuildClient, tmp_path: Path) -> None:
    client = a_client()
    path = export(tmp_path / "posts.csv", line(1))
    before = content()
    result = import_file(path, client.id, read_on=APRIL)
    (question,) = result.questions
    assert (question.code, question.choices) == (QuestionCode.NEW_ACCOUNTS, ("Instagram @hotelbar",))
    assert (counts(result), result.import_id, result.exit_code) == ((0, 0, 0), None, 2)
    assert content() == before
    created = import_file(path, client.id, read_on=APRIL, create_accounts=True)
    (account,) = created.accounts
    assert (account.handle, account.name, account.external_id) == ("hotelbar", "Hotel Bar", "111")
    assert (account.new, account.guest) == (True, False)


def test_other_accounts_of_the_file_become_guests(client: Client, tmp_path: Path) -> None:
    path = export(tmp_path / "posts.csv", line(1), line(2, account="999,chefanna"))
    asked = import_file(path, client.id, read_on=APRIL)
    assert asked.questions[0].choices == ("Instagram @chefanna",)
    result = import_file(path, client.id, read_on=APRIL, create_accounts=True)
    assert [(one.handle, one.guest, one.new) for one in result.accounts] == [
        ("HotelBar", False, False),
        ("chefanna", True, True),
    ]
    assert counts(result) == (2, 0, 0)


def test_the_user_says_which_accounts_of_the_file_are_the_clients_own(client: Client, tmp_path: Path) -> None:
    path = export(tmp_path / "posts.csv", line(1), line(2, account="999,bar.due"), line(3, account="888,chefanna"))
    plan = preview_import(path, client.id, create_accounts=True, answers=Answers(APRIL, own_accounts=("999",)))
    assert [(one.handle, one.guest) for one in plan.result.accounts if one.new] == [
        ("bar.due", False),
        ("chefanna", True),
    ]
    answers = Answers(APRIL, own_accounts=("999",))
    with staged.stage_file(path, client.id, create_accounts=True, answers=answers) as prepared:
        import_id = finish_import(prepared).import_id
    assert import_id is not None
    kept = {row.handle: row.is_guest for row in account_rows(client.id)}
    assert kept == {"HotelBar": False, "bar.due": False, "chefanna": True}
    # Read again, the same answer holds.
    assert not preview_again(import_id).has_changes


def test_locations_and_ad_accounts_are_all_the_clients_own(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "GMB insights (Performance Report) - 2026-3-1 - 2026-3-31 - 5af2.csv"
    path.write_text(
        "Store code,Business name,Address,Calls,Directions,Website clicks\n"
        "77,Bar Luna,Via Bari 3,3,4,5\n"
        "78,Bar Sole,Via Roma 1,6,7,8\n",
        encoding="utf-8",
    )
    result = import_file(path, client.id, read_on=APRIL, create_accounts=True)
    assert [(one.external_id, one.guest, one.new) for one in result.accounts] == [
        ("77", False, True),
        ("78", False, True),
    ]


def test_a_known_account_stays_what_it_is(client: Client, an_account: BuildAccount, tmp_path: Path) -> None:
    an_account(client, handle="chefanna", external_id="999", name="Anna")
    path = export(tmp_path / "posts.csv", line(1), line(2, account="999,anna.renamed"))
    result = import_file(path, client.id, read_on=APRIL)
    assert [(one.handle, one.guest) for one in result.accounts] == [("HotelBar", False), ("chefanna", False)]


def test_the_id_counts_more_than_the_handle(client: Client, an_account: BuildAccount, tmp_path: Path) -> None:
    an_account(client, handle="oldname", external_id="111")
    result = import_file(export(tmp_path / "posts.csv", line(1)), client.id, read_on=APRIL)
    assert [one.handle for one in result.accounts] == ["oldname"]


def test_a_handle_whose_id_is_anothers_is_a_new_account(
    a_client: BuildClient, an_account: BuildAccount, tmp_path: Path
) -> None:
    client = a_client()
    an_account(client, handle="hotelbar", external_id="222")
    result = import_file(export(tmp_path / "posts.csv", line(1)), client.id, read_on=APRIL)
    assert result.questions[0].code is QuestionCode.NEW_ACCOUNTS


def test_a_chosen_account_takes_the_files_main_one(
    a_client: BuildClient, an_account: BuildAccount, tmp_path: Path
) -> None:
    client = a_client()
    chosen = an_account(client, handle="", name="Il Bar")
    path = export(tmp_path / "posts.csv", line(1))
    question = import_file(path, client.id, read_on=APRIL).questions[0]
    assert question.guess == "Il Bar"
    result = import_file(path, client.id, read_on=APRIL, account="il bar")
    assert [one.id for one in result.accounts] == [chosen.id]
    assert Account.get_by_id(chosen.id).external_id == "111"


@pytest.mark.parametrize("columns", [{"handle": "another"}, {"handle": "", "name": "x", "external_id": "222"}])
def test_a_chosen_account_that_the_file_contradicts_is_refused(
    a_client: BuildClient, an_account: BuildAccount, tmp_path: Path, columns: dict[str, str]
) -> None:
    client = a_client()
    chosen = an_account(client, **columns)
    with pytest.raises(UserError, match="belongs to Instagram @hotelbar"):
        import_file(export(tmp_path / "posts.csv", line(1)), client.id, read_on=APRIL, account=chosen.id)


def test_an_account_of_another_platform_or_client_is_refused(
    client: Client, an_account: BuildAccount, tmp_path: Path
) -> None:
    path = export(tmp_path / "posts.csv", line(1))
    page = an_account(client, platform="facebook", handle="hotelbar.page")
    with pytest.raises(UserError, match="belongs to Instagram @hotelbar, not to Facebook"):
        import_file(path, client.id, read_on=APRIL, account=page.id)
    foreign = an_account()
    with pytest.raises(UserError, match="does not belong to the client"):
        import_file(path, client.id, read_on=APRIL, account=foreign.id)
    with pytest.raises(UserError, match="no account named"):
        import_file(path, client.id, read_on=APRIL, account="nobody")


def test_a_read_date_in_the_future_is_refused(client: Client, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="future"):
        import_file(export(tmp_path / "posts.csv", line(1)), client.id, read_on=date(2026, 7, 7))


# ------------------------------------------------------------------------------------------------ other kinds of rows


@pytest.fixture
def a_reading(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Path]:
    """Return the builder of a file whose importer hands over the rows given."""

    def build(name: str, rows: Iterable[Row], **facts: Any) -> Path:
        path = tmp_path / name
        path.write_text(name)
        kept = list(rows)
        found = {
            "format": "linkedin_page", "language": "en", "platform": "linkedin", "names_accounts": False,
            "read_on": JUNE, **facts,
        }  # fmt: skip
        accounts = found.pop("accounts", {})
        known.setdefault(path, (Recognised(**found), kept, accounts))
        return path

    known: dict[Path, tuple[Recognised, list[Row], dict[str, FoundAccount]]] = {}

    def read(path: Path, _answers: Answers) -> Reading:
        recognised, rows, accounts = known[path]
        reading = Reading(recognised, iter(rows), accounts=accounts)
        reading.counts.data = sum(not isinstance(row, RefusedRow) for row in rows)
        return reading

    monkeypatch.setattr(staged, "recognise", lambda path: known[path][0])
    monkeypatch.setattr(staged, "read", read)
    return build


def day_row(
    day: int, value: int | Decimal | None, state: State = State.VALUE, account: str | None = None
) -> AccountDayRow:
    return AccountDayRow(account, date(2026, 5, day), (ReadValue("linkedin.impressions.v1", value, state),))


def test_a_file_without_an_account_asks_whose_it_is(
    a_client: BuildClient, an_account: BuildAccount, a_reading: Callable[..., Path]
) -> None:
    client = a_client()
    path = a_reading("days.xls", [day_row(1, 10)])
    (question,) = import_file(path, client.id).questions
    assert (question.code, question.choices, question.guess) == (QuestionCode.ACCOUNT, (), None)
    an_account(client, platform="linkedin", handle="hotel-bar")
    (question,) = import_file(path, client.id).questions
    assert (question.choices, question.guess) == (("hotel-bar",), "hotel-bar")
    second = an_account(client, platform="linkedin", handle="spa")
    (question,) = import_file(path, client.id).questions
    assert (question.choices, question.guess) == (("hotel-bar", "spa"), None)
    told = a_reading("named.xls", [day_row(1, 10)], account_guess="SPA")
    assert import_file(told, client.id).questions[0].guess == "spa"
    page = an_account(client, platform="facebook")
    with pytest.raises(UserError, match="export of LinkedIn"):
        import_file(path, client.id, account=page.id)
    assert counts(import_file(path, client.id, account=second.id)) == (1, 0, 0)


def test_days_are_added_changed_and_left(
    an_account: BuildAccount, a_client: BuildClient, a_reading: Callable[..., Path]
) -> None:
    client = a_client()
    an_account(client, platform="linkedin", handle="bar")
    first = [day_row(1, 10), day_row(2, None, State.NOT_AVAILABLE), day_row(3, 0, State.ZERO), day_row(3, 7)]
    assert counts(import_file(a_reading("a", first, read_on=APRIL), client.id, account="bar")) == (3, 0, 0)
    assert database.execute_sql("SELECT day, value, state FROM account_reading ORDER BY day").fetchall() == [
        ("2026-05-01", 10, "value"),
        ("2026-05-02", None, "not_available"),
        ("2026-05-03", 0, "zero"),
    ]
    second = [day_row(2, 5), day_row(3, 0, State.ZERO), day_row(4, Decimal("1.5"))]
    result = import_file(a_reading("b", second, read_on=MAY), client.id, account="bar")
    assert counts(result) == (1, 1, 1)
    older = import_file(a_reading("c", [day_row(4, 9)], read_on=APRIL), client.id, account="bar")
    assert counts(older) == (0, 0, 1)


def unknown_or(value: int | None, metric: str = "linkedin.impressions.v1") -> tuple[ReadValue, ...]:
    return (ReadValue(metric, value, State.NOT_AVAILABLE if value is None else State.VALUE),)


@pytest.mark.parametrize(
    "row",
    [
        lambda value: AccountDayRow(None, date(2026, 5, 1), unknown_or(value)),
        lambda value: PostRow(
            None, "p", None, date(2026, 5, 1), "", "A", "", "", None, unknown_or(value, "linkedin.post.impressions.v1")
        ),
        lambda value: SegmentRow(
            None, "post", "p", "A", date(2026, 5, 1), date(2026, 5, 2), "", False, unknown_or(value)
        ),
    ],
    ids=["day", "post", "part"],
)
def test_what_a_file_does_not_know_changes_nothing_that_another_knew(
    row: Callable[[int | None], Row], an_account: BuildAccount, a_client: BuildClient, a_reading: Callable[..., Path]
) -> None:
    client = a_client()
    an_account(client, platform="linkedin", handle="bar")

    def brought(name: str, value: int | None, read_on: date) -> tuple[int, int, int]:
        return counts(import_file(a_reading(name, [row(value)], read_on=read_on), client.id, account="bar"))

    assert brought("unknown", None, MAY) == (1, 0, 0)
    assert brought("older", 60, APRIL) == (0, 1, 0)  # news, where the newer file had none
    assert brought("newer", None, JUNE) == (0, 0, 1)


def campaign(name: str, spend: int, first: int | None = 1, last: int | None = 31, currency: str = "EUR") -> SegmentRow:
    days = (date(2026, 5, first) if first else None, date(2026, 5, last) if last else None)
    values = (ReadValue("meta_ads.spend.v1", spend, State.VALUE),)
    return SegmentRow(None, "campaign", name, name, *days, currency, True, values)


def test_parts_are_kept_with_their_period_and_currency(
    an_account: BuildAccount, a_client: BuildClient, a_reading: Callable[..., Path]
) -> None:
    client = a_client()
    an_account(client, platform="meta_ads", handle="ads")
    rows = [campaign("Estate", 100), campaign("Inverno", 50), campaign("Estate", 40, 1, 10)]
    path = a_reading("ads", rows, platform="meta_ads", read_on=APRIL)
    assert counts(import_file(path, client.id, account="ads")) == (3, 0, 0)
    again = a_reading("again", [campaign("Estate", 110), campaign("Inverno", 50)], platform="meta_ads", read_on=MAY)
    assert counts(import_file(again, client.id, account="ads")) == (0, 1, 1)
    in_dollars = [campaign("Inverno", 50, currency="USD")]
    dollars = a_reading("dollars", in_dollars, platform="meta_ads", read_on=JUNE)
    assert counts(import_file(dollars, client.id, account="ads")) == (0, 1, 0)


def test_a_period_that_is_not_said_is_asked_and_taken(
    an_account: BuildAccount, a_client: BuildClient, a_reading: Callable[..., Path]
) -> None:
    client = a_client()
    an_account(client, platform="meta_ads", handle="ads")
    path = a_reading(
        "ads", [campaign("Estate", 100, None, None)], platform="meta_ads",
        questions=(Question(QuestionCode.PERIOD, (), None, "Not said."),),
    )  # fmt: skip
    asked = import_file(path, client.id, account="ads")
    assert [question.code for question in asked.questions] == [QuestionCode.PERIOD]
    period = (date(2026, 5, 1), date(2026, 5, 31))
    answered = import_file(path, client.id, account="ads", period=period)
    assert (answered.first_day, answered.last_day) == period
    assert counts(import_file(path, client.id, account="ads", period=period)) == (0, 0, 1)
    other = (date(2026, 4, 1), date(2026, 4, 30))
    assert counts(import_file(path, client.id, account="ads", period=other)) == (1, 0, 0)


def post(number: int, account: str | None, views: int | None, **columns: Any) -> PostRow:
    facts = {
        "published_at": 1_777_000_000 + number, "published_on": None, "kind": "image", "title": "", "text": "",
        "permalink": "", "duration_seconds": None, **columns,
    }  # fmt: skip
    state = State.VALUE if views is not None else State.NOT_APPLICABLE
    return PostRow(account, f"p{number}", values=(ReadValue(VIEWS, views, state),), **facts)


def test_two_names_of_one_account_are_one(
    an_account: BuildAccount, a_client: BuildClient, a_reading: Callable[..., Path]
) -> None:
    client = a_client()
    an_account(client, handle="bar", external_id="1")
    accounts = {"1": FoundAccount("instagram", "1", "bar", None), "bar": FoundAccount("instagram", None, "bar", None)}
    rows = [
        post(1, "1", 5),
        post(1, "bar", 6),
        post(2, "bar", 7),
        day_row(1, 1, account="1"),
        day_row(1, 2, account="bar"),
    ]
    path = a_reading("two", rows, platform="instagram", names_accounts=True, accounts=accounts)
    result = import_file(path, client.id)
    assert (counts(result), len(result.accounts)) == ((3, 0, 0), 1)
    assert current(VIEWS) == {"p1": 5, "p2": 7}


def test_a_number_beyond_64_bits_stays_exact(
    an_account: BuildAccount, a_client: BuildClient, a_reading: Callable[..., Path]
) -> None:
    client = a_client()
    an_account(client, handle="bar")
    path = a_reading("big", [post(1, None, 10**30)], platform="instagram")
    import_file(path, client.id, account="bar")
    assert database.execute_sql("SELECT value FROM post_reading").fetchall() == [(str(10**30),)]


def test_a_day_without_an_instant_gives_way_to_an_instant(
    an_account: BuildAccount, a_client: BuildClient, a_reading: Callable[..., Path]
) -> None:
    client = a_client()
    an_account(client, handle="bar")

    def days() -> list[tuple[Any, ...]]:
        return database.execute_sql("SELECT published_at, published_on FROM post").fetchall()

    only_day = post(1, None, 5, published_at=None, published_on=date(2026, 3, 31))
    import_file(a_reading("a", [only_day], platform="instagram", read_on=APRIL), client.id, account="bar")
    assert days() == [(None, "2026-03-31")]
    exact = post(1, None, 5, published_at=1_774_996_200)  # 31 March, 22:30 UTC: April in Rome
    second = import_file(a_reading("b", [exact], platform="instagram", read_on=MAY), client.id, account="bar")
    assert days() == [(1_774_996_200, "2026-04-01")]
    third = a_reading("c", [only_day], platform="instagram", read_on=JUNE)
    import_file(third, client.id, account="bar")
    assert days() == [(1_774_996_200, "2026-04-01")]  # an instant is never given up for a day
    undo_import(second.import_id or 0)
    assert days() == [(None, "2026-03-31")]


def test_nothing_kept_is_an_error_and_writes_nothing(
    an_account: BuildAccount, a_client: BuildClient, a_reading: Callable[..., Path]
) -> None:
    client = a_client()
    an_account(client, handle="bar")
    path = a_reading("bad", [RefusedRow(2, "Views", "x", "no number")], platform="instagram")
    before = content()
    result = import_file(path, client.id, account="bar")
    assert (result.error, result.exit_code) == ("No row of “bad” could be kept.", 1)
    assert len(result.refused) == 1
    assert content() == before


# ------------------------------------------------------------------------------------------------ preview, batches


def test_a_dry_run_tells_the_same_and_writes_nothing(client: Client, tmp_path: Path) -> None:
    import_file(export(tmp_path / "a.csv", line(1), line(2)), client.id, read_on=APRIL)
    later = export(tmp_path / "b.csv", line(1, 5), line(2), line(3))
    before = content()
    told = import_file(later, client.id, read_on=MAY, dry_run=True)
    assert (told.dry_run, told.import_id) == (True, None)
    assert content() == before
    assert list(tmp_path.glob("*.staging-*")) == []
    assert counts(import_file(later, client.id, read_on=MAY)) == counts(told) == (1, 1, 1)
    again = import_file(later, client.id, read_on=MAY, dry_run=True)
    assert (counts(again), again.dry_run) == ((0, 0, 3), True)


def test_a_preview_shows_the_first_posts_and_works_for_a_reader(
    client: Client, tmp_path: Path, workspace: OpenWorkspace
) -> None:
    path = export(tmp_path / "a.csv", *(line(number) for number in range(30)))
    workspace.close()
    reader = connect(workspace.path, writable=False)
    plan = preview_import(path, client.id, answers=Answers(read_on=APRIL))
    assert counts(plan.result) == (30, 0, 0)
    assert len(plan.first.posts) == 20
    assert plan.first.posts[0].published_on == date(2026, 3, 20)
    assert plan.first.posts[0].values[0] == ReadValue(VIEWS, 100, State.VALUE)
    with pytest.raises(UserError, match="for reading only"):
        import_file(path, client.id, read_on=APRIL)
    reader.close()


def test_a_batch_is_backed_up_once_and_each_file_is_settled(client: Client, tmp_path: Path) -> None:
    good, more = export(tmp_path / "a.csv", line(1)), export(tmp_path / "b.csv", line(2))
    bad = tmp_path / "notes.txt"
    bad.write_text("Dear Anna,\n")
    asked = export(tmp_path / "c.csv", line(3, account="999,chefanna"))
    results = import_files([bad, asked, good, more], client.id, read_on=APRIL)
    assert [result.exit_code for result in results] == [1, 2, 0, 0]
    assert "notes.txt" in results[0].error
    (copy,) = backups(Path(database.database))
    assert copy.reason == "import"
    reader = apsw.Connection(str(copy.path), flags=apsw.SQLITE_OPEN_READONLY)
    assert reader.execute("SELECT count(*) FROM import").fetchall() == [(0,)]
    reader.close()


def test_a_batch_that_writes_nothing_makes_no_backup(client: Client, tmp_path: Path) -> None:
    path = export(tmp_path / "a.csv", line(1))
    import_files([path], client.id, read_on=APRIL, dry_run=True)
    import_files([export(tmp_path / "c.csv", line(3, account="999,chefanna"))], client.id, read_on=APRIL)
    assert backups(Path(database.database)) == []


def test_progress_counts_what_is_read_and_what_is_moved(client: Client, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    path = export(tmp_path / "a.csv", *(line(number) for number in range(10)))
    import_file(path, client.id, read_on=APRIL, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (10, 10)
    assert told[0][1] is None


def test_a_ledger_sheet_is_handed_to_the_ledger(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text("id,row,date,kind,amount\nF1,cost,2026-06-01,fee,600.00\n", encoding="utf-8")
    told = import_files([path], client.id, dry_run=True)[0]
    assert (told.format, told.added, backups(Path(database.database))) == ("ledger_sheet", 1, [])
    result = import_files([path], client.id)[0]
    assert (result.format, result.added, result.exit_code) == ("ledger_sheet", 1, 0)
    assert len(backups(Path(database.database))) == 1
    undo_import(result.import_id or 0)
    assert Import.select().count() == 0


def test_exports_come_in_after_a_ledger_sheet(client: Client, tmp_path: Path) -> None:
    sheet = tmp_path / "ledger.csv"
    sheet.write_text("id,row,date,kind,amount\nF1,cost,2026-06-01,fee,600.00\n", encoding="utf-8")
    import_files([sheet], client.id)
    path = export(tmp_path / "posts.csv", line(1), line(2))
    assert preview_import(path, client.id, answers=Answers(MAY)).result.added == 2
    assert counts(import_file(path, client.id, read_on=MAY)) == (2, 0, 0)
    assert counts(import_file(path, client.id, read_on=JUNE)) == (0, 0, 2)


# ------------------------------------------------------------------------------------------------ undo


def test_undo_is_exact_in_any_order(client: Client, tmp_path: Path) -> None:
    empty = content()
    files = [
        (export(tmp_path / "a.csv", line(1), line(2)), APRIL),
        (export(tmp_path / "b.csv", line(1, 150, text="Nuovo"), line(3)), MAY),
        (export(tmp_path / "c.csv", line(2, 170), line(3, text="Altro"), line(4)), JUNE),
    ]
    done = [import_file(path, client.id, read_on=day).import_id or 0 for path, day in files]
    undo_import(done[1])
    assert current(VIEWS) == {"01": 100, "02": 170, "03": 100, "04": 100}
    assert wordings() == {"01": "Ciao", "02": "Ciao", "03": "Altro", "04": "Ciao"}
    undo_import(done[0])
    assert current(VIEWS) == {"02": 170, "03": 100, "04": 100}
    undo_import(done[2])
    assert content() == empty


def test_undo_takes_back_days_and_parts(
    an_account: BuildAccount, a_client: BuildClient, a_reading: Callable[..., Path]
) -> None:
    client = a_client()
    an_account(client, platform="linkedin", handle="bar")
    segment = SegmentRow(
        None, "country", "Italia", "Italia", date(2026, 5, 1), date(2026, 5, 31), None, True,
        (ReadValue("linkedin.page_views_in_segment.v1", 9, State.VALUE),),
    )  # fmt: skip
    import_file(a_reading("a", [day_row(1, 10)], read_on=APRIL), client.id, account="bar")
    before = content()
    second = import_file(a_reading("b", [day_row(1, 12), segment], read_on=MAY), client.id, account="bar")
    undo_import(second.import_id or 0)
    assert content() == before


def test_undo_removes_an_account_it_made_unless_somebody_uses_it(a_client: BuildClient, tmp_path: Path) -> None:
    client = a_client()
    path = export(tmp_path / "a.csv", line(1), line(2, account="999,chefanna"))
    result = import_file(path, client.id, read_on=APRIL, create_accounts=True)
    with transaction():
        Account.update(note="keep me").where(Account.handle == "chefanna").execute()
    undo_import(result.import_id or 0)
    assert [row.handle for row in Account.select()] == ["chefanna"]


def test_undo_keeps_a_file_that_proves_something_else(client: Client, tmp_path: Path) -> None:
    path = export(tmp_path / "a.csv", line(1))
    result = import_file(path, client.id, read_on=APRIL)
    with transaction():
        Client.update(logo=keep_file(path.read_bytes(), "logo")).where(Client.id == client.id).execute()
    undo_import(result.import_id or 0)
    assert StoredFile.select().count() == 1


def test_what_is_no_import_cannot_be_undone(client: Client) -> None:
    with pytest.raises(UserError, match="no longer exists"):
        undo_import(99)


# ------------------------------------------------------------------------------------------------ whole or not at all


def test_a_running_import_is_shown_and_stops_figures(client: Client, tmp_path: Path) -> None:
    ensure_no_running_import()
    export_path = export(tmp_path / "a.csv", line(1))
    result = import_file(export_path, client.id, read_on=APRIL)
    with transaction():
        Import.update(state="running").where(Import.id == result.import_id).execute()
    assert running_import() == "a.csv"
    with pytest.raises(WorkspaceHeld, match="being imported") as held:
        ensure_no_running_import()
    assert held.value.exit_code == 3
    assert imports_of(client.id)[0].is_running


@pytest.mark.parametrize("after", range(12))
def test_cancelling_at_any_moment_leaves_all_as_it_was(client: Client, tmp_path: Path, after: int) -> None:
    import_file(export(tmp_path / "a.csv", line(1), line(2)), client.id, read_on=APRIL)
    later = export(tmp_path / "b.csv", line(1, 5, text="Nuovo"), line(3), line(4, account="999,guest"))
    before = content()
    asked = iter(range(100))
    try:
        import_file(later, client.id, read_on=MAY, create_accounts=True, cancelled=lambda: next(asked) >= after)
    except Cancelled:
        assert content() == before
    else:
        assert after >= 3  # it was asked no more often
        assert len(current(VIEWS)) == 4
    assert list(tmp_path.glob("*.staging-*")) == []


def full_at(allowed: int) -> Callable[..., Any]:
    """Return how statements run on a disk that is full at the one of that number."""
    real, used = database.execute_sql, iter(range(1, 1_000_000))

    def run(sql: str, *arguments: Any, **options: Any) -> Any:
        if sql.lstrip()[:6] in ("INSERT", "UPDATE") and next(used) == allowed:
            raise apsw.FullError("database or disk is full")
        return real(sql, *arguments, **options)

    return run


def test_a_failure_at_any_statement_leaves_all_as_it_was(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_file(export(tmp_path / "a.csv", line(1), line(2)), client.id, read_on=APRIL)
    later = export(tmp_path / "b.csv", line(1, 5, text="Nuovo"), line(3, "many"), line(4, account="999,guest"))
    before = content()
    allowed = 0
    while True:
        allowed += 1
        with monkeypatch.context() as patch:
            patch.setattr(database, "execute_sql", full_at(allowed))
            try:
                import_file(later, client.id, read_on=MAY, create_accounts=True)
            except UserError as refusal:
                failed = refusal.title
            else:
                break
        assert failed == "The disk is full."
        undo_running_imports()
        assert content() == before
        assert list(tmp_path.glob("*.staging-*")) == []
    assert allowed > 15
    assert len(current(VIEWS)) == 3


_IMPORT = """
import sys
from datetime import date
from pathlib import Path
from smmdesk.domain.imports import moving
from smmdesk.domain.imports.commands import import_file
from smmdesk.store.opening import open_workspace
moving.ROWS_AT_ONCE = 50
open_workspace(Path(sys.argv[1]))
def progress(done, total):
    if total and done >= 20:
        print("half-way", flush=True)
        sys.stdin.readline()
import_file(Path(sys.argv[2]), int(sys.argv[3]), read_on=date(2026, 5, 3), progress=progress)
"""


def killed_half_way(path: Path, file: Path, client_id: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _IMPORT, str(path), str(file), str(client_id)],
        cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "half-way\n"
    process.kill()
    process.communicate()


def test_a_killed_import_is_invisible_and_undone_by_the_next_start(
    client: Client, tmp_path: Path, workspace: OpenWorkspace
) -> None:
    import_file(export(tmp_path / "a.csv", line(1), line(2)), client.id, read_on=APRIL)
    with transaction():
        Account.update(external_id="111").execute()
    before = content()
    later = export(tmp_path / "b.csv", *(line(number, 500) for number in range(60)))
    path = workspace.path
    workspace.close()
    killed_half_way(path, later, client.id)
    lock = WriterLock(path)
    assert lock.acquire("tests") is None
    connect(path, writable=True, lock=lock)
    ((half,),) = database.execute_sql("SELECT count(*) FROM post").fetchall()
    assert 2 < half < 60
    assert current(VIEWS) == {"01": 100, "02": 100}
    assert running_import() == "b.csv"
    assert len(list(tmp_path.glob("*.staging-*"))) == 1
    assert undo_running_imports() == ["b.csv"]
    assert content() == before
    assert list(tmp_path.glob("*.staging-*")) == []
    assert counts(import_file(later, client.id, read_on=MAY)) == (58, 2, 0)


def test_a_file_that_changes_while_it_is_read_is_not_kept(client: Client, tmp_path: Path) -> None:
    path = export(tmp_path / "a.csv", line(1))
    before = content()
    prepared = staged.stage_file(path, client.id, answers=Answers(read_on=APRIL))
    export(path, line(1, 7))
    with prepared, pytest.raises(UserError, match="changed while it was read"):
        finish_import(prepared)
    assert content() == before


def test_a_staged_file_waits_for_the_writer(client: Client, tmp_path: Path) -> None:
    path = export(tmp_path / "a.csv", line(1))
    with staged.stage_file(path, client.id, answers=Answers(read_on=APRIL)) as prepared:
        assert prepared.result.questions == ()
        assert Import.select().count() == 0
        assert counts(finish_import(prepared)) == (1, 0, 0)
    assert ImportAccount.select().count() == 1


def test_every_chunk_is_small_and_nothing_is_lost_between(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smmdesk.domain.imports.moving.ROWS_AT_ONCE", 30)
    monkeypatch.setattr("smmdesk.domain.imports.comparing._POSTS_AT_ONCE", 7)
    monkeypatch.setattr("smmdesk.domain.imports.removal._POSTS_AT_ONCE", 7)
    monkeypatch.setattr("smmdesk.domain.imports.gathering._BATCH", 7)
    empty = content()
    first = import_file(export(tmp_path / "a.csv", *(line(n, n) for n in range(40))), client.id, read_on=APRIL)
    assert current(VIEWS) == {f"{n:02d}": n for n in range(40)}
    later = [line(n, n + (n % 10 == 0)) for n in range(99)]
    second = import_file(export(tmp_path / "b.csv", *later), client.id, read_on=MAY)
    assert counts(second) == (59, 4, 36)
    undo_import(first.import_id or 0)
    assert current(VIEWS) == {f"{n:02d}": n + (n % 10 == 0) for n in range(99)}
    undo_import(second.import_id or 0)
    with transaction():
        Account.update(external_id="").execute()
    assert content() == empty


def test_instants_beyond_any_calendar_are_told_from_days(client: Client) -> None:
    with pytest.raises(ValueError):
        LocalDays(ZoneInfo("Europe/Rome")).day(10**15)
    start = datetime(2026, 3, 29, tzinfo=UTC)
    days = LocalDays(ZoneInfo("Europe/Rome"))
    for minutes in range(0, 24 * 60, 15):
        instant = int((start + timedelta(minutes=minutes)).timestamp())
        assert days.day(instant) == local_day(instant, ZoneInfo("Europe/Rome")).isoformat()


def test_the_folder_of_the_file_is_never_written(client: Client, tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    folder.mkdir()
    path = export(folder / "a.csv", line(1))
    import_file(path, client.id, read_on=APRIL)
    assert [one.name for one in folder.iterdir()] == ["a.csv"]


def card(path: Path, *titles: str, first: int = 1) -> Path:
    """Write an insights card with two days below each title."""
    blocks = [
        f'"{title}"\n"Date","Primary"\n"2026-05-0{first}T00:00:00","{number}"\n"2026-05-0{first + 1}T00:00:00","5"\n'
        for number, title in enumerate(titles, start=1)
    ]
    path.write_text("sep=,\n" + "\n".join(blocks), encoding="utf-16")
    return path


def days_kept() -> set[tuple[Any, ...]]:
    return set(
        database.execute_sql(
            "SELECT a.platform, m.key, r.day, r.value FROM account_reading r JOIN account a ON a.id = r.account_id"
            " JOIN metric_name m ON m.id = r.metric_id"
        ).fetchall()
    )


def test_a_file_of_an_open_network_asks_for_accounts_of_both(
    a_client: BuildClient, an_account: BuildAccount, tmp_path: Path
) -> None:
    client = a_client()
    path = card(tmp_path / "Reach.csv", "Reach")
    (question,) = import_file(path, client.id, read_on=MAY).questions
    assert (question.code, question.choices, question.guess) == (QuestionCode.ACCOUNT, (), None)
    assert question.platforms == ("facebook", "instagram")
    assert "has no account on Facebook or Instagram" in question.reason
    page = an_account(client, platform="facebook", handle="bar")
    assert import_file(path, client.id, read_on=MAY).questions[0].guess == "facebook:bar"
    profile = an_account(client, platform="instagram", handle="bar")
    (question,) = import_file(path, client.id, read_on=MAY).questions
    assert (question.choices, question.guess) == (("instagram:bar", "facebook:bar"), None)
    assert "does not say whether its numbers are of Facebook or Instagram" in question.reason
    with pytest.raises(UserError, match="export of Facebook or Instagram"):
        import_file(path, client.id, account=an_account(client, platform="linkedin").id, read_on=MAY)
    # Two accounts that both fit answer nothing.
    assert import_file(path, client.id, account=[page.id, profile.id], read_on=MAY).questions
    assert days_kept() == set()
    assert counts(import_file(path, client.id, account=profile.id, read_on=MAY)) == (2, 0, 0)
    assert days_kept() == {
        ("instagram", "instagram.reach.v1", "2026-05-01", 1),
        ("instagram", "instagram.reach.v1", "2026-05-02", 5),
    }


def test_a_guess_of_the_network_chooses_among_the_clients_accounts(
    a_client: BuildClient, an_account: BuildAccount, tmp_path: Path
) -> None:
    client = a_client()
    an_account(client, platform="facebook", handle="bar")
    an_account(client, platform="instagram", handle="chef")
    card(tmp_path / "Follows.csv", "Instagram follows")
    path = card(tmp_path / "Views.csv", "Views")
    (question,) = import_file(path, client.id, read_on=MAY).questions
    assert (question.choices, question.guess) == (("instagram:chef", "facebook:bar"), "instagram:chef")
    assert "“Follows.csv” beside it" in question.reason


def test_a_file_of_two_networks_belongs_to_two_accounts(
    a_client: BuildClient, an_account: BuildAccount, tmp_path: Path
) -> None:
    client = a_client()
    page = an_account(client, platform="facebook", handle="bar")
    profile = an_account(client, platform="instagram", handle="chef")
    path = card(tmp_path / "Follows.csv", "Follows", "Instagram follows")
    asked = import_file(path, client.id, read_on=MAY).questions
    assert [(one.code, one.platforms, one.guess) for one in asked] == [
        (QuestionCode.ACCOUNT, ("facebook",), "facebook:bar"),
        (QuestionCode.ACCOUNT, ("instagram",), "instagram:chef"),
    ]
    (left,) = import_file(path, client.id, account="facebook:bar", read_on=MAY).questions
    assert left.platforms == ("instagram",)
    assert days_kept() == set()
    result = import_file(path, client.id, account=["facebook:bar", "instagram:chef"], read_on=MAY)
    assert counts(result) == (4, 0, 0)
    assert {one.id for one in result.accounts} == {page.id, profile.id}
    both = {
        ("facebook", "facebook.follows.v1", "2026-05-01", 1),
        ("facebook", "facebook.follows.v1", "2026-05-02", 5),
        ("instagram", "instagram.follows.v1", "2026-05-01", 2),
        ("instagram", "instagram.follows.v1", "2026-05-02", 5),
    }
    assert days_kept() == both
    again = import_file(path, client.id, account=[profile.id, page.id], read_on=MAY)
    assert (counts(again), again.import_id) == ((0, 0, 4), result.import_id)
    other = an_account(client, platform="instagram", handle="spa")
    third = import_file(path, client.id, account=[other.id, page.id], read_on=MAY)
    assert counts(third) == (2, 0, 2)
    assert result.import_id is not None
    assert third.import_id is not None
    undo_import(third.import_id)
    assert days_kept() == both
    undo_import(result.import_id)
    assert days_kept() == set()


def test_of_several_chosen_accounts_a_file_takes_that_of_its_platform(
    client: Client, an_account: BuildAccount, tmp_path: Path
) -> None:
    own = Account.get(Account.client == client.id)
    page = an_account(client, platform="facebook", handle="bar")
    path = export(tmp_path / "posts.csv", line(1))
    assert counts(import_file(path, client.id, account=[page.id, own.id], read_on=APRIL)) == (1, 0, 0)


def test_an_account_known_by_its_name_alone_is_found_again(a_client: BuildClient, tmp_path: Path) -> None:
    client = a_client()
    path = tmp_path / "ads.csv"
    header = "Start Date (in UTC),Account Name,Currency,Campaign Name,Campaign ID,Total Spent,Impressions\n"
    for day in (1, 2):
        path.write_text(
            header + f"5/{day}/2026,Hotel Bar,EUR,Summer,11,9.36,100\n5/{day + 1}/2026,Hotel Bar,EUR,Summer,11,1,10\n",
            encoding="utf-8",
        )
        result = import_file(path, client.id, create_accounts=day == 1, read_on=MAY)
        assert result.questions == ()
    assert [row.name for row in Account.select().where(Account.platform == "linkedin_ads")] == ["Hotel Bar"]


def test_every_refused_row_is_kept_however_many_there_are(client: Client, tmp_path: Path) -> None:
    path = export(tmp_path / "june.csv", line(1), *(line(2, "many") for _row in range(7_000)))
    result = import_file(path, client.id, read_on=JUNE)
    assert len(result.refused) == 7_000
    assert result.import_id is not None
    assert database.execute_sql("SELECT count(*), min(line), max(line) FROM import_refusal").fetchall() == [
        (7_000, 3, 7_002)
    ]
    assert {row.reason for row in refusals_of(result.import_id)} == {"This cell is not a number."}


WATCHED = "facebook.post.average_seconds_viewed.v1"


def watched(post: int, value: int | Decimal | None, text: str = "Ciao") -> PostRow:
    found = ReadValue(WATCHED, value, State.NOT_AVAILABLE if value is None else State.VALUE)
    return PostRow(None, f"{post:02d}", None, date(2026, 5, 1), "", "", text, "", None, (found,))


@pytest.fixture
def seconds(
    an_account: BuildAccount, a_client: BuildClient, a_reading: Callable[..., Path]
) -> Callable[..., dict[str, Any]]:
    client = a_client()
    an_account(client, platform="facebook", handle="bar")

    def brought(*rows: PostRow) -> dict[str, Any]:
        path = a_reading("watched", list(rows), platform="facebook", format="meta_content_facebook")
        assert not import_file(path, client.id, account="bar").error
        return current(WATCHED)

    return brought


def test_decimals_and_numbers_beyond_64_bits_are_kept_exactly_beside_plain_ones(
    seconds: Callable[..., dict[str, Any]],
) -> None:
    large = 2**63
    found = seconds(watched(1, Decimal("12.5")), watched(2, large), watched(3, 7), watched(3, None), watched(2, 4))
    assert found == {"01": "12.5", "02": str(large), "03": 7}


def test_later_rows_of_a_post_fill_gaps_with_whatever_they_hold(seconds: Callable[..., dict[str, Any]]) -> None:
    assert seconds(watched(1, None, ""), watched(1, Decimal("12.5")), watched(1, 99, "Later")) == {"01": "12.5"}
    assert wordings() == {"01": "Ciao"}
