"""What stands on Today, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from smmdesk.core.periods import Month
from smmdesk.domain.clients import client_row
from smmdesk.domain.contracts import contract_rows
from smmdesk.domain.imports.tables import Import, ImportAccount
from smmdesk.domain.profile import ProfileDraft, update_profile
from smmdesk.domain.reports.commands import save_month_sheet
from smmdesk.domain.today import (
    PLATFORMS_READ,
    Need,
    OpenWork,
    TodayRow,
    contract_needs,
    late_work,
    today_rows,
    waiting_work,
)
from smmdesk.importers.registry import FORMATS
from smmdesk.store.database import transaction

JUNE, JULY = Month(2026, 6), Month(2026, 7)  # the tests' clock stands at 6 July 2026
TODAY = date(2026, 7, 6)


def work(id_: int, status: str = "planned", due: date | None = None, since: date | None = None) -> OpenWork:
    return OpenWork(id_, 1, JULY, f"Piece {id_}", status, due, since)


def needs(rows: list[TodayRow]) -> list[Need]:
    return [row.need for row in rows]


@pytest.fixture
def named(workspace: Any) -> None:
    update_profile(ProfileDraft(name="Giulia Ferri"))


def test_late_is_what_was_due_before_today() -> None:
    rows = [work(1, due=TODAY), work(2, due=date(2026, 7, 5)), work(3, due=date(2026, 6, 30)), work(4)]
    assert [row.id for row in late_work(rows, TODAY)] == [3, 2]


def test_waiting_is_what_is_in_review_the_longest_first() -> None:
    rows = [work(1, "in_review"), work(2, "approved"), work(3, "in_review", since=date(2026, 7, 1))]
    assert [row.id for row in waiting_work(rows)] == [3, 1]


class TestContracts:
    @pytest.fixture
    def check(self, a_client: Callable[..., Any], a_contract: Callable[..., Any]) -> Callable[..., list[TodayRow]]:
        def build(*terms: dict[str, Any]) -> list[TodayRow]:
            client = a_client()
            for one in terms:
                a_contract(client, **one)
            return contract_needs(client_row(client.id), contract_rows(client.id), TODAY)

        return build

    def test_notice_counts_from_thirty_days_before_to_its_day(self, check: Callable[..., Any]) -> None:
        for notice, expected in (
            (date(2026, 8, 5), [Need.NOTICE]),
            (date(2026, 8, 6), []),
            (TODAY, [Need.NOTICE]),
            (date(2026, 7, 5), []),
        ):
            assert needs(check({"notice_by": notice})) == expected

    def test_an_end_without_a_successor(self, check: Callable[..., Any]) -> None:
        ending = {"start": date(2026, 1, 1), "end": date(2026, 8, 1)}
        (row,) = check(ending)
        assert (row.need, row.day, row.days) == (Need.CONTRACT_ENDS, date(2026, 8, 1), 26)
        following = {"start": date(2026, 8, 2), "end": date(2027, 8, 1)}
        assert check(ending, following) == []

    def test_none_in_force(self, check: Callable[..., Any]) -> None:
        assert needs(check()) == [Need.NO_CONTRACT]
        past = {"start": date(2025, 1, 1), "end": date(2025, 12, 31)}
        assert needs(check(past)) == [Need.NO_CONTRACT]
        coming = {"start": date(2026, 8, 1), "end": date(2026, 12, 31)}
        assert check(past, coming) == []


def test_the_platforms_are_those_that_the_importers_read() -> None:
    read = {format_.platform for format_ in FORMATS if format_.read is not None}
    assert read == PLATFORMS_READ


def test_a_desk_without_a_name_says_so(workspace: Any) -> None:
    assert needs(today_rows()) == [Need.PROFILE]


def test_the_most_pressing_comes_first(
    named: None, a_contract: Callable[..., Any], a_deliverable: Callable[..., Any], an_account: Callable[..., Any]
) -> None:
    contract = a_contract(notice_by=date(2026, 7, 20))
    client = contract.client
    an_account(client)
    an_account(client, "website")  # it has no exports
    a_deliverable(client, JULY, due_on=date(2026, 7, 1), title="Late")
    a_deliverable(client, JULY, due_on=date(2026, 7, 2), title="Held", is_on_hold=True)
    a_deliverable(client, JULY, due_on=date(2026, 7, 2), title="Done", status="published")
    a_deliverable(client, JULY, status="in_review", waiting_since=date(2026, 6, 30), title="Waiting")
    rows = today_rows()
    assert needs(rows) == [Need.OVERDUE, Need.APPROVAL, Need.NOTICE, Need.NUMBERS, Need.REPORT]
    late, waiting, _notice, numbers, report = rows
    assert (late.count, late.days, late.names, late.month) == (1, 5, ("Late",), JULY)
    assert (waiting.count, waiting.days) == (1, 6)
    assert (numbers.count, numbers.month) == (1, JUNE)
    assert report.month == JUNE
    assert today_rows(client.id) == rows
    assert today_rows(client.id + 1) == []


def test_numbers_and_sheets_of_the_last_month_settle_it(
    named: None, a_contract: Callable[..., Any], an_account: Callable[..., Any]
) -> None:
    contract = a_contract()
    account = an_account(contract.client)
    with transaction():
        source = Import.create(
            client=contract.client,
            file_name="june.csv",
            sha256="1",
            format="x",
            state="done",
            first_day=date(2026, 6, 3),
            last_day=date(2026, 6, 28),
            imported_at=0,
        )
        ImportAccount.create(source=source, account=account)
    assert needs(today_rows()) == [Need.REPORT]
    save_month_sheet(contract.client.id, JUNE, goal="Direct bookings")
    assert today_rows() == []
    with transaction():
        Import.update(state="running").execute()
    assert needs(today_rows()) == [Need.NUMBERS]


def test_an_archived_client_needs_nothing(named: None, a_client: Callable[..., Any]) -> None:
    a_client(archived_at=1)
    assert today_rows() == []
