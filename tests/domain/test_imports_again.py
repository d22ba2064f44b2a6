"""Reading an original again: shown before it is written, exchanged exactly, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import apsw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from smmdesk.core.errors import UserError
from smmdesk.domain.accounts import AccountDraft, update_account
from smmdesk.domain.clients import Client
from smmdesk.domain.files import FilePiece
from smmdesk.domain.imports.again import MetricChange, preview_again, read_again
from smmdesk.domain.imports.commands import import_file
from smmdesk.domain.imports.originals import original_of
from smmdesk.domain.imports.tables import Import
from smmdesk.domain.ledger.commands import import_ledger_sheet
from smmdesk.importers.rows import AccountDayRow, FoundAccount, PostRow, RefusedRow, Row
from smmdesk.store.database import database, transaction
from tests.domain.import_stories import (
    APRIL,
    CONTENT,
    JUNE,
    LIKES,
    MAY,
    VIEWS,
    Bench,
    Export,
    exports,
    fed_by_hand,
    identity,
    normal,
    rows_of,
    value_of,
    write,
)

REACH = "instagram.reach.v1"
BuildClient = Callable[..., Client]


@pytest.fixture(scope="module")
def bench(workspace_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(workspace_template, tmp_path_factory.mktemp("stories"))


# ------------------------------------------------------------------------------------------------ the property


@some.composite
def _corrected(draw: some.DrawFn) -> tuple[list[tuple[Export, date]], int, Export]:
    """Return some imports, and one of them as a newer version of the program reads it."""
    files = [_speaking_of_all(draw(exports(place))) for place in range(draw(some.integers(1, 3)))]
    days = [draw(some.sampled_from([APRIL, MAY, JUNE])) for _file in files]
    place = draw(some.integers(0, len(files) - 1))
    accounts = files[place].accounts
    rows = draw(rows_of([identity(one) for one in accounts] or [None]))
    other = _speaking_of_all(Export(files[place].name, accounts, tuple(rows)))
    return list(zip(files, days, strict=True)), place, other


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(_corrected())
def test_reading_again_makes_what_the_newer_program_would_have_made(
    bench: Bench, story: tuple[list[tuple[Export, date]], int, Export]
) -> None:
    play(bench, story)


@pytest.mark.long
@settings(max_examples=1_000, suppress_health_check=[HealthCheck.too_slow])
@given(_corrected())
def test_reading_again_makes_what_the_newer_program_would_have_made_many_times(
    bench: Bench, story: tuple[list[tuple[Export, date]], int, Export]
) -> None:
    play(bench, story)


def _speaking_of_all(file: Export) -> Export:
    """Let a file have a row for each account that it names: reading again is about readings."""
    rows = [
        AccountDayRow(identity(one) if one else None, date(2026, 5, 9), (value_of(REACH, 3),))
        for one in file.accounts or [None]
    ]
    return replace(file, rows=(*file.rows, *rows))


def play(bench: Bench, story: tuple[list[tuple[Export, date]], int, Export]) -> None:
    files, place, other = story
    with fed_by_hand():
        with bench.workspace() as client:
            ids = [bench.take(client, file, read_on) for file, read_on in files]
            import_id = ids[place]
            assert import_id is not None
            before = normal()
            untouched = preview_again(import_id)
            assert not untouched.has_changes
            assert normal() == before
            CONTENT[other.name] = other
            told = preview_again(import_id)
            assert normal() == before
            done = read_again(import_id)
            assert done.metrics == told.metrics
            found = normal()
            assert preview_again(import_id).has_changes is False
        with bench.workspace() as client:
            for number, (file, read_on) in enumerate(files):
                bench.take(client, other if number == place else file, read_on)
            expected = normal()
    for name in expected:
        assert found[name] == expected[name], name


# ------------------------------------------------------------------------------------------------ one by one

BAR = FoundAccount("instagram", "10", "bar", "Bar")


@pytest.fixture
def client(a_client: BuildClient) -> int:
    return a_client("Hotel").id


@pytest.fixture(autouse=True)
def by_hand() -> Iterator[None]:
    with fed_by_hand():
        yield


def a_post(number: int, views: int | None = 7, text: str = "") -> PostRow:
    return PostRow("10", f"p{number}", None, MAY, "post", "", text, "", None, (value_of(VIEWS, views),))


def file_of(*rows: Row) -> Export:
    return Export("posts.csv", (BAR,), rows)


def brought(client: int, folder: Path, *rows: Row, read_on: date = MAY) -> int:
    result = import_file(write(folder, file_of(*rows)), client, read_on=read_on, create_accounts=True)
    assert result.import_id is not None
    return result.import_id


def test_what_would_change_is_told_metric_by_metric(client: int, tmp_path: Path) -> None:
    import_id = brought(client, tmp_path, a_post(1), a_post(2), a_post(3), RefusedRow(5, "Views", "many", "no number"))
    with transaction():
        Import.update(program_version="0.1").execute()
    likes = a_post(2)._replace(values=(value_of(VIEWS, 8), value_of(LIKES, 4)))
    CONTENT["posts.csv"] = file_of(a_post(1, text="Ciao"), likes, a_post(4))
    told = preview_again(import_id)
    assert told.metrics == (
        MetricChange(LIKES, added=1, changed=0, unchanged=0, gone=0),
        MetricChange(VIEWS, added=1, changed=1, unchanged=1, gone=1),
    )
    assert (told.worded, told.posts_gone, told.kept_now, told.refused_now) == (2, 1, 1, ())
    assert (told.version_before, told.has_changes, told.can_accept) == ("0.1", True, True)
    assert told.to_json()["metrics"][0] == {"metric": LIKES, "added": 1, "changed": 0, "unchanged": 0, "gone": 0}
    assert [row.program_version for row in Import.select()] == ["0.1"]


def test_the_import_keeps_its_place_in_the_order_of_reads(client: int, tmp_path: Path) -> None:
    first = brought(client, tmp_path, a_post(1, 5), read_on=MAY)
    second = brought(client, tmp_path, a_post(1, 6), read_on=JUNE)
    CONTENT["posts.csv"] = file_of(a_post(1, 50, text="Ciao"))
    read_again(first)
    values = database.execute_sql("SELECT import_id, value FROM post_reading ORDER BY import_id").fetchall()
    assert values == [(first, 50), (second, 6)]
    row = Import.get_by_id(first)
    assert (row.read_on, row.state, row.answers["create_accounts"]) == (MAY, "done", True)


def test_an_account_that_was_renamed_since_is_known_again(client: int, tmp_path: Path) -> None:
    handle_only = FoundAccount("instagram", None, "bar", "")
    row = a_post(1)._replace(account="bar")
    path = write(tmp_path, Export("posts.csv", (handle_only,), (row,)))
    result = import_file(path, client, read_on=MAY, create_accounts=True)
    account = result.accounts[0].id
    assert account is not None and result.import_id is not None
    update_account(account, AccountDraft("instagram", "bar.roma"))
    told = preview_again(result.import_id)
    assert not told.has_changes
    assert [one.new for one in told.result.accounts] == [False]


def test_a_file_that_names_nobody_is_read_again_for_the_account_that_was_answered(
    client: int, an_account: Callable[..., Any], tmp_path: Path
) -> None:
    account = an_account(Client.get_by_id(client), handle="bar")
    an_account(Client.get_by_id(client), handle="spa")
    path = write(tmp_path, Export("days.csv", (), (AccountDayRow(None, MAY, (value_of(REACH, 3),)),)))
    result = import_file(path, client, read_on=MAY, account="bar")
    assert Import.get_by_id(result.import_id).answers == {
        "accounts": [account.id], "read_on": "2026-05-03", "file": {"accounts": [], "titles": {}},
    }  # fmt: skip
    CONTENT["days.csv"] = Export("days.csv", (), (AccountDayRow(None, MAY, (value_of(REACH, 4),)),))
    told = read_again(result.import_id or 0)
    assert told.metrics == (MetricChange(REACH, added=0, changed=1, unchanged=0, gone=0),)
    assert database.execute_sql("SELECT account_id, value FROM account_reading").fetchall() == [(account.id, 4)]


def test_the_original_comes_back_byte_for_byte_in_pieces(
    client: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smmdesk.domain.imports.originals.PIECE_SIZE", 1_000)
    path = write(tmp_path, file_of(a_post(1)))
    content = b"Views;Likes\n" * 1_000 + bytes(range(256))
    path.write_bytes(content)
    result = import_file(path, client, read_on=MAY, create_accounts=True)
    pieces = [len(piece.data) for piece in FilePiece.select()]
    assert (len(pieces), sum(pieces) < len(content) / 5) == (13, True)
    with original_of(result.import_id or 0) as back:
        assert (back.name, back.read_bytes()) == ("posts.csv", content)
    assert not back.exists()
    with transaction():
        FilePiece.delete().where(FilePiece.position == 3).execute()
    with pytest.raises(UserError, match="damaged"), original_of(result.import_id or 0):
        pass


def test_what_cannot_be_read_again_says_why(client: int, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no longer exists"):
        preview_again(99)
    sheet = tmp_path / "ledger.csv"
    sheet.write_text("id,row,date,kind,amount\nF1,cost,2026-06-01,fee,600.00\n", encoding="utf-8")
    ledger = import_ledger_sheet(sheet, client).import_id
    with pytest.raises(UserError, match="ledger sheet is not read again"):
        preview_again(ledger or 0)
    import_id = brought(client, tmp_path, a_post(1))
    with transaction():
        Import.update(file=None).where(Import.id == import_id).execute()
    with pytest.raises(UserError, match="was not kept"):
        read_again(import_id)


def test_nothing_is_exchanged_for_a_reading_without_rows(client: int, tmp_path: Path) -> None:
    import_id = brought(client, tmp_path, a_post(1))
    before = normal()
    CONTENT["posts.csv"] = file_of(RefusedRow(2, "Views", "many", "no number"))
    told = read_again(import_id)
    assert (told.can_accept, told.result.error) == (False, "No row of “posts.csv” could be kept.")
    assert normal() == before


def test_a_failure_at_any_statement_leaves_the_old_readings(
    client: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = brought(client, tmp_path, a_post(1), a_post(2), RefusedRow(5, "Views", "many", "no number"))
    before = normal()
    other = FoundAccount("instagram", "11", "guest", "")
    guest = a_post(5)._replace(account="11")
    CONTENT["posts.csv"] = Export("posts.csv", (BAR, other), (a_post(1, 70, text="Ciao"), a_post(4), guest))
    real, failures = database.execute_sql, 0
    for allowed in range(1, 500):
        used = iter(range(1, 1_000_000))

        def run(sql: str, *arguments: Any, at: int = allowed, done: Iterator[int] = used, **options: Any) -> Any:
            if sql.lstrip()[:6] in ("INSERT", "UPDATE", "DELETE") and next(done) == at:
                raise apsw.FullError("database or disk is full")
            return real(sql, *arguments, **options)

        with monkeypatch.context() as patch:
            patch.setattr(database, "execute_sql", run)
            try:
                read_again(import_id)
            except UserError:
                failures += 1
            else:
                break
        assert normal() == before
    assert failures > 20
    assert normal() != before
    assert preview_again(import_id).has_changes is False
    assert list(tmp_path.glob("*.staging-*")) == []
