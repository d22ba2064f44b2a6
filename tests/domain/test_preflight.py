"""What stands between a month and its report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from smmdesk.core.errors import UserError
from smmdesk.core.periods import Month
from smmdesk.domain.clients import Client
from smmdesk.domain.imports.tables import Import
from smmdesk.domain.ledger.commands import add_ledger_row
from smmdesk.domain.profile import ProfileDraft, update_profile
from smmdesk.domain.reports.commands import save_month_sheet
from smmdesk.domain.reports.preflight import Preflight, Weight, preflight
from smmdesk.domain.reports.rows import KpiDraft
from smmdesk.store.database import transaction

JUNE = Month(2026, 6)
VALUE = {"row": "value", "kind": "booking", "date": "2026-06-10", "amount": "580.00"}
CONFIRMED = {"tier": "confirmed", "confirmed_by": "Anna", "confirmed_on": "2026-07-05", "read_date": "2026-07-05"}
SHEET: dict[str, Any] = {
    "goal": "More bookings",
    "worked": "Films",
    "did_not_work": "Stories",
    "we_change": "Hours",
    "request": "Photos",
}


@pytest.fixture
def hotel(a_client: Callable[..., Client], a_contract: Callable[..., Any]) -> Client:
    """Return a client whose June has everything."""
    client = a_client("Hotel Bar")
    a_contract(client, fee=0)
    add_ledger_row(client.id, {**VALUE, **CONFIRMED, "id": "B1", "quantity": "3"})
    add_ledger_row(client.id, {"row": "cost", "id": "F1", "kind": "fee", "date": "2026-06-01", "amount": "700.00"})
    add_ledger_row(client.id, {"row": "total", "id": "T1", "date": "2026-06-30", "amount": "41250.00"})
    save_month_sheet(client.id, JUNE, **SHEET, kpis=[KpiDraft("Bookings", "ledger.bookings")])
    update_profile(ProfileDraft(name="Ada", language="it"))
    return client


def told(check: Preflight) -> list[tuple[Weight, str]]:
    return [(item.weight, item.word) for item in check.items]


def test_a_month_that_has_everything_has_no_items(hotel: Client) -> None:
    check = preflight(hotel.id, JUNE)
    assert check.items == ()
    assert not check.is_blocked
    assert [kpi.value for kpi in check.kpis] == [3]


def test_a_gate_blocks_and_names_its_row(hotel: Client) -> None:
    add_ledger_row(hotel.id, {**VALUE, "date": "2024-01-01", "month": "2026-06", "tier": "estimated", "id": "OLD"})
    check = preflight(hotel.id, JUNE)
    assert check.is_blocked
    assert (check.items[0].weight, check.items[0].word, check.items[0].item) == (Weight.BLOCKS, "ledger", "E1")


def test_a_running_import_blocks(hotel: Client) -> None:
    with transaction():
        Import.create(
            client=hotel, file_name="june.csv", sha256="0", format="ga4", language="en", state="running",
            read_on=date(2026, 7, 4), imported_at=0, program_version="0",
        )  # fmt: skip
    check = preflight(hotel.id, JUNE)
    assert told(check)[0] == (Weight.BLOCKS, "imports")
    assert "june.csv" in check.items[0].text


def test_what_is_missing_is_named(
    a_client: Callable[..., Client], a_contract: Callable[..., Any], an_account: Callable[..., Any]
) -> None:
    client = a_client("Bar Sport")
    a_contract(client)
    an_account(client, handle="barsport")
    an_account(client, handle="friend", is_guest=True)
    check = preflight(client.id, JUNE)
    texts = " ".join(item.text for item in check.items)
    assert set(told(check)) == {(Weight.MISSING, word) for word in ("ledger", "imports", "sheet", "settings")}
    assert "1 cost is proposed" in texts
    assert "Instagram @barsport" in texts
    assert "friend" not in texts


def test_parts_of_page_1_that_are_empty_are_named(hotel: Client) -> None:
    save_month_sheet(hotel.id, JUNE, goal="More", kpis=[KpiDraft("Calls")])
    check = preflight(hotel.id, JUNE)
    assert [item.text for item in check.items] == [
        "Page 1 leaves out: what worked, what did not, what we change.",
        "“Calls” has no value this month.",
        "Nothing is asked of the client this month.",
    ]


def test_figures_read_too_early_are_told(hotel: Client) -> None:
    add_ledger_row(hotel.id, {**VALUE, **CONFIRMED, "id": "B2", "read_date": "2026-07-02"})
    (item,) = preflight(hotel.id, JUNE).items
    assert (item.weight, item.word) == (Weight.REMARK, "imports")
    assert "before 4 July 2026" in item.text


def test_open_work_is_told(hotel: Client, a_deliverable: Callable[..., Any]) -> None:
    a_deliverable(hotel)
    (item,) = preflight(hotel.id, JUNE).items
    assert (item.weight, item.word) == (Weight.REMARK, "deliverables")


def test_without_the_client_it_says_so(hotel: Client) -> None:
    with pytest.raises(UserError):
        preflight(hotel.id + 99, JUNE)
