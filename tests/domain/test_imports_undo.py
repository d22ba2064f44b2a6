"""Undo at any time and in any order: what is left is what the remaining imports alone would have made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from smmdesk.core.errors import UserError
from smmdesk.core.periods import Month
from smmdesk.domain.accounts import Account, AccountDraft, account_draft, add_account, update_account
from smmdesk.domain.clients import Client
from smmdesk.domain.files import StoredFile
from smmdesk.domain.imports.commands import import_file
from smmdesk.domain.imports.queries import imports_of
from smmdesk.domain.imports.removal import undo_import
from smmdesk.domain.imports.tables import Import
from smmdesk.domain.ledger.commands import add_ledger_row, attach_evidence, import_ledger_sheet, update_ledger_row
from smmdesk.domain.ledger.queries import changes_of, ledger_rows
from smmdesk.domain.ledger.tables import LedgerReading
from smmdesk.domain.results import sums
from smmdesk.domain.results.queries import post_metrics_of
from smmdesk.domain.results.rules import is_summed_over_posts
from smmdesk.domain.results.sums import post_months
from smmdesk.domain.results.tables import KeptMonth, Post, Segment
from smmdesk.importers.registry import METRICS
from smmdesk.importers.rows import FoundAccount, PostRow, Row, SegmentRow
from smmdesk.store.database import transaction
from tests.domain.import_stories import (
    APRIL,
    JUNE,
    MAY,
    VIEWS,
    Bench,
    Export,
    Sheet,
    fed_by_hand,
    normal,
    stories,
    value_of,
    write,
)  # fmt: skip

BuildClient = Callable[..., Client]


@pytest.fixture(scope="module")
def bench(workspace_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(workspace_template, tmp_path_factory.mktemp("stories"))


def sums_are_kept() -> None:
    for account in Account.select():
        _path, made_of = sums.imports_state(account.id)
        kept = {row.month: row for row in KeptMonth.select().where(KeptMonth.account == account)}
        days = [post.published_on for post in Post.select().where(Post.account == account)]
        assert set(kept) == {Month.of(day) for day in days if day is not None}
        assert {row.made_of for row in kept.values()} <= {made_of}
        summed = tuple(key for key in post_metrics_of(account.id) if is_summed_over_posts(METRICS[key]))
        for month, found in post_months(account.id, kept).items():
            assert found == sums._added_up(account.id, month, summed)


def play(bench: Bench, story: list[tuple[str, Any, Any]]) -> None:
    """Play a story, then only what is left of it, and compare; what is kept of the sums is what they are."""
    with fed_by_hand(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sums, "MANY_POSTS", 0)
        with bench.workspace() as client:
            imported: list[tuple[int, Export | Sheet, date] | None] = []
            for act, what, read_on in story:
                if act == "import":
                    new = bench.take(client, what, read_on)
                    imported.append((new, what, read_on) if new is not None else None)
                elif (chosen := imported[what]) is not None:
                    undo_import(chosen[0])
                    imported[what] = None
            left = [one for one in imported if one is not None]
            told = normal()
            sums_are_kept()
            assert [row.id for row in reversed(imports_of(client))] == [one[0] for one in left]
        with bench.workspace() as client:
            for _id, file, read_on in left:
                assert bench.take(client, file, read_on) is not None
            expected = normal()
    for name in expected:
        assert told[name] == expected[name], name


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(stories())
def test_what_is_left_is_what_the_others_alone_would_have_made(bench: Bench, story: list[tuple[str, Any, Any]]) -> None:
    play(bench, story)


@pytest.mark.long
@settings(max_examples=1_000, suppress_health_check=[HealthCheck.too_slow])
@given(stories())
def test_what_is_left_is_what_the_others_would_have_made_many_times(
    bench: Bench, story: list[tuple[str, Any, Any]]
) -> None:
    play(bench, story)


def test_what_a_sheet_lacked_of_an_undone_one_is_a_record_of_its_moment(bench: Bench) -> None:
    play(
        bench,
        [
            ("import", Sheet("first.csv", (("r1", 1, "", ""), ("own0", 5, "", ""))), APRIL),
            ("import", Sheet("second.csv", (("r1", 1, "", ""), ("own2", 5, "", ""))), APRIL),
            ("undo", 0, None),
        ],
    )


# ------------------------------------------------------------------------------------------------ one by one


@pytest.fixture
def client(a_client: BuildClient) -> int:
    return a_client("Hotel").id


def named(external_id: str | None, handle: str, name: str = "") -> FoundAccount:
    return FoundAccount("instagram", external_id, handle, name)


def brought(client: int, folder: Path, name: str, read_on: date, account: FoundAccount, *rows: Row) -> int:
    with fed_by_hand():
        path = write(folder, Export(name, (account,), rows))
        result = import_file(path, client, read_on=read_on, create_accounts=True)
    assert result.import_id is not None
    return result.import_id


def a_post(owner: str, views: int = 7) -> PostRow:
    return PostRow(owner, "p1", None, MAY, "post", "", "", "", None, (value_of(VIEWS, views),))


def a_part(owner: str, title: str) -> SegmentRow:
    value = (value_of("instagram.spend.v1", 5),)
    return SegmentRow(owner, "campaign", "c1", title, date(2026, 5, 1), date(2026, 5, 31), "EUR", False, value)


def test_an_account_forgets_the_id_that_only_the_undone_import_taught_it(client: int, tmp_path: Path) -> None:
    account = add_account(client, AccountDraft("instagram", "bar"))
    first = brought(client, tmp_path, "a", APRIL, named("10", "bar"), a_post("10"))
    second = brought(client, tmp_path, "b", MAY, named("10", "bar"), a_post("10"))
    undo_import(first)
    assert account_draft(account).external_id == "10"  # the second says it too
    undo_import(second)
    assert account_draft(account).external_id == ""


def test_an_id_typed_by_hand_since_stays(client: int, tmp_path: Path) -> None:
    account = add_account(client, AccountDraft("instagram", "bar"))
    first = brought(client, tmp_path, "a", APRIL, named("10", "bar"), a_post("10"))
    update_account(account, AccountDraft("instagram", "bar", external_id="99"))
    undo_import(first)
    assert account_draft(account).external_id == "99"


def test_an_account_passes_to_the_next_import_that_names_it(client: int, tmp_path: Path) -> None:
    first = brought(client, tmp_path, "a", APRIL, named("10", "bar", "Bar"), a_post("10"))
    second = brought(client, tmp_path, "b", MAY, named("10", "bar.roma", "Bar Roma"), a_post("10"))
    undo_import(first)
    (account,) = Account.select()
    assert (account.handle, account.name) == ("bar.roma", "Bar Roma")
    undo_import(second)
    assert Account.select().count() == 0


def test_a_part_has_the_title_of_the_newest_read_that_is_left(client: int, tmp_path: Path) -> None:
    brought(client, tmp_path, "a", MAY, named("10", "bar"), a_part("10", "Spring"))
    second = brought(client, tmp_path, "b", JUNE, named("10", "bar"), a_part("10", "Summer"))
    brought(client, tmp_path, "c", APRIL, named("10", "bar"), a_part("10", "Winter"))
    assert Segment.get().title == "Summer"
    undo_import(second)
    assert Segment.get().title == "Spring"


# ------------------------------------------------------------------------------------------------ ledger sheets


def sheet(client: int, folder: Path, name: str, *rows: str) -> int:
    (folder / "a.pdf").write_bytes(b"a.pdf")
    path = folder / name
    path.write_text("\n".join(["id,row,date,kind,tier,amount,note,evidence,reverses", *rows, ""]), encoding="utf-8")
    result = import_ledger_sheet(path, client)
    assert result.import_id is not None
    return result.import_id


def amounts(client: int) -> dict[str, int]:
    return {kept.row.id: kept.row.amount for kept in ledger_rows(client)}


COST = "{id},cost,2026-06-01,other,,{amount},{note},,"


def cost(row_id: str, amount: str, note: str = "") -> str:
    return COST.format(id=row_id, amount=amount, note=note)


def test_a_sheet_goes_as_a_whole_and_rows_return_to_what_the_sheet_before_said(client: int, tmp_path: Path) -> None:
    sheet(client, tmp_path, "a.csv", cost("F1", "10.00"), cost("F2", "20.00"))
    second = sheet(client, tmp_path, "b.csv", cost("F2", "25.00"), cost("F3", "30.00"))
    third = sheet(client, tmp_path, "c.csv", cost("F2", "26.00"), cost("F4", "40.00"))
    undo_import(second)
    assert amounts(client) == {"F1": 1000, "F2": 2600, "F4": 4000}
    (row,) = [kept for kept in ledger_rows(client) if kept.row.id == "F2"]
    assert [(one.column, one.before, one.after) for one in changes_of(row.id)] == [("amount", "20.00", "26.00")]
    undo_import(third)
    assert amounts(client) == {"F1": 1000, "F2": 2000}
    assert changes_of(row.id) == []


def test_a_row_that_was_typed_before_the_sheet_is_given_back(client: int, tmp_path: Path) -> None:
    add_ledger_row(client, {"id": "F1", "row": "cost", "date": "2026-06-01", "amount": "9.00", "kind": "other"})
    only = sheet(client, tmp_path, "a.csv", cost("F1", "10.00", "from the sheet"))
    undo_import(only)
    (kept,) = ledger_rows(client)
    assert (kept.row.amount, kept.row.note, kept.sheet_import_id) == (900, "", None)


def test_what_was_changed_by_hand_since_is_not_touched(client: int, tmp_path: Path) -> None:
    sheet(client, tmp_path, "a.csv", cost("F1", "10.00"), cost("F2", "20.00"))
    second = sheet(client, tmp_path, "b.csv", cost("F1", "11.00"), cost("F3", "30.00"), cost("F4", "40.00"))
    rows = {kept.row.id: kept.id for kept in ledger_rows(client)}
    update_ledger_row(rows["F1"], {"note": "checked with Anna"})
    update_ledger_row(rows["F3"], {"amount": "31.00"})
    attach_evidence(rows["F4"], b"a receipt", "receipt.pdf")
    undo_import(second)
    assert amounts(client) == {"F1": 1100, "F2": 2000, "F3": 3100, "F4": 4000}
    assert LedgerReading.select().where(LedgerReading.source == second).count() == 0


def test_undo_takes_the_evidence_of_the_sheet_with_it(client: int, tmp_path: Path) -> None:
    only = sheet(client, tmp_path, "a.csv", "B1,value,2026-06-01,booking,measured,10.00,,a.pdf,")
    assert StoredFile.select().count() == 2
    undo_import(only)
    assert (StoredFile.select().count(), Import.select().count(), ledger_rows(client)) == (0, 0, [])


def test_a_sheet_whose_row_is_taken_back_by_another_cannot_be_undone(client: int, tmp_path: Path) -> None:
    only = sheet(client, tmp_path, "a.csv", "B1,value,2026-06-01,booking,measured,10.00,,a.pdf,")
    taken_back = {
        "id": "R1", "row": "value", "date": "2026-06-09", "amount": "-10.00", "tier": "measured", "reverses": "B1",
    }  # fmt: skip
    add_ledger_row(client, taken_back)
    before = normal()
    with pytest.raises(UserError, match="take back rows that it brought: R1") as refused:
        undo_import(only)
    assert refused.value.hint == "Delete those first, or undo the import that brought them."
    assert normal() == before


def test_a_sheet_of_an_earlier_version_is_refused_with_the_reason(client: int, tmp_path: Path) -> None:
    only = sheet(client, tmp_path, "a.csv", cost("F1", "10.00"))
    with transaction():
        LedgerReading.delete().execute()
    with pytest.raises(UserError, match="earlier version"):
        undo_import(only)
    assert amounts(client) == {"F1": 1000}
