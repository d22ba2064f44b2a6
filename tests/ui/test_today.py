"""The Today page: its lines lead to the place where they are solved, empty, done and full."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from smmdesk.core import i18n
from smmdesk.core.periods import Month
from smmdesk.domain.accounts import AccountDraft, add_account
from smmdesk.domain.clients import ClientDraft, add_client
from smmdesk.domain.contracts import ContractDraft, add_contract
from smmdesk.domain.deliverables.tables import Deliverable
from smmdesk.domain.profile import ProfileDraft, update_profile
from smmdesk.domain.reports.commands import save_month_sheet
from smmdesk.ui import theme

JUNE, JULY = Month(2026, 6), Month(2026, 7)  # the tests' clock stands at 6 July 2026
TABLE = "What needs you now"


@pytest.fixture
def hotel(desk: Any) -> int:
    """Keep a client with a contract near its notice date, late and waiting work, an account without numbers."""
    with desk.prepared():
        update_profile(ProfileDraft(name="Giulia Ferri"))
        client = add_client(ClientDraft("Hotel Miramare", "it", "EUR", "Europe/Rome", brand_color="#0f4c5c"))
        add_contract(client, ContractDraft(date(2026, 1, 1), date(2026, 12, 31), 600_00, notice_by=date(2026, 7, 20)))
        add_account(client, AccountDraft("instagram", "hotelmiramare"))
        for title, status, due, since in (
            ("Terrazza", "planned", date(2026, 7, 1), None),
            ("Colazione", "in_production", date(2026, 7, 4), None),
            ("Offerta", "in_review", None, date(2026, 7, 1)),
            ("Pronta", "published", date(2026, 6, 1), None),
        ):
            Deliverable.create(
                client=client, month=JULY, type="post", title=title, status=status, due_on=due, waiting_since=since
            )
    return client


def test_a_new_desk_begins_with_a_client(desk: Any) -> None:
    desk.open("today")
    assert desk.sees_empty_page
    assert desk.sees("Begin with a client")
    desk.press("Add a client")
    assert desk.window.page.word == "clients"


def test_each_line_says_what_for_whom_and_why_now(desk: Any, hotel: int) -> None:
    desk.open("today")
    assert desk.rows(TABLE) == [
        ["2 deliverables late", "Hotel Miramare", "Due 5 days ago: Terrazza, Colazione", "Deliverables →"],
        ["1 waits for approval", "Hotel Miramare", "For 5 days: Offerta", "Deliverables →"],
        ["Notice date near", "Hotel Miramare", "Notice can be given until 20 July 2026", "Clients →"],
        [
            "1 account without numbers",
            "Hotel Miramare",
            "Nothing imported for June 2026: Instagram @hotelmiramare",
            "Accounts →",
        ],
        [
            "Report of June not begun",
            "Hotel Miramare",
            "Page 1 has no goal, no figures and no words yet",
            "Reports →",
        ],
    ]
    assert desk.sees("5 things need you, with 1 client.")
    assert desk.window.side._buttons["today"].accessibleName() == "Today, 5"


def test_a_line_leads_to_the_place_with_client_and_month(desk: Any, hotel: int) -> None:
    page = desk.open("today", month=Month(2026, 3))
    page.solve(page.table.proxy.row_at(0))
    desk.settle()
    assert desk.window.page.word == "deliverables"
    assert desk.context.client_id == hotel
    assert desk.context.month == JULY


def test_what_is_solved_leaves_the_list(desk: Any, hotel: int) -> None:
    desk.open("today")
    with desk.domain():
        save_month_sheet(hotel, JUNE, goal="Più prenotazioni dirette")
    desk.context.changes.emit("reports")
    desk.settle()
    assert "Report of June not begun" not in [row[0] for row in desk.rows(TABLE)]


def test_the_chosen_client_narrows_the_list(desk: Any, hotel: int) -> None:
    with desk.domain():
        other = add_client(ClientDraft("Bar Sport", "it", "EUR", "Europe/Rome"))
    desk.open("today", client=other)
    assert [row[:2] for row in desk.rows(TABLE)] == [["No contract in force", "Bar Sport"]]


def test_nothing_to_do_is_said(desk: Any) -> None:
    with desk.prepared():
        update_profile(ProfileDraft(name="Giulia Ferri"))
        client = add_client(ClientDraft("Bar Sport", "it", "EUR", "Europe/Rome"))
        add_contract(client, ContractDraft(date(2026, 7, 1), date(2027, 6, 30), 600_00))
    desk.open("today")
    assert desk.sees_empty_page
    assert desk.sees("Nothing needs you now.")


def test_a_missing_name_is_the_profiles_matter(desk: Any) -> None:
    with desk.domain():
        add_client(ClientDraft("Bar Sport", "it", "EUR", "Europe/Rome"))
    page = desk.open("today")
    assert ["Your name is missing", "You"] in [row[:2] for row in desk.rows(TABLE)]
    page.table.select("profile-0-")
    page.solve(page.table.current_row())
    assert desk.window.page.word == "settings"


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("tones", ["light", "dark"])
def test_it_can_be_shown_in_both_languages_and_themes(desk: Any, hotel: int, language: str, tones: str) -> None:
    i18n.use_language(language)
    theme.apply(tones)
    page = desk.open("today")
    assert len(page.table.proxy.shown_rows()) == 5
    assert not desk.window.grab().isNull()
