"""The Accounts page: listing, adding, changing, deleting with Undo, guests."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt

from smmdesk.domain.accounts import AccountDraft, account_rows, add_account
from smmdesk.domain.clients import ClientDraft, add_client
from smmdesk.ui import theme


@pytest.fixture
def hotel(desk: Any) -> int:
    """Keep a client with two accounts and a guest."""
    with desk.prepared():
        client = add_client(ClientDraft("Hotel Miramare", "it", "EUR", "Europe/Rome"))
        add_account(client, AccountDraft("instagram", "hotelmiramare", "Miramare", access="Partner access"))
        add_account(client, AccountDraft("facebook", "miramare.rimini"))
        add_account(client, AccountDraft("instagram", "chef.marco", is_guest=True))
    return client


def kept(desk: Any) -> list[str]:
    """Return the handles that are kept."""
    with desk.domain():
        return [row.handle for row in account_rows()]


def test_without_a_client_the_page_leads_to_the_first_one(desk: Any) -> None:
    desk.open("accounts")
    assert desk.sees_empty_page
    assert desk.sees("No client yet")
    desk.press("Add a client")
    assert desk.window.page.word == "clients"
    assert desk.sees("New client")


def test_without_an_account_the_page_offers_to_add_one(desk: Any) -> None:
    with desk.domain():
        client = add_client(ClientDraft("Bar Sport", "it", "EUR", "Europe/Rome"))
    desk.open("accounts", client=client)
    assert desk.sees("No account yet")
    desk.press("Add an account")
    desk.choose("Platform", "TikTok")
    desk.type("Handle", "@barsport")
    desk.press("Save")
    assert desk.said == ["The account is added."]
    assert desk.rows("Accounts")[0][:2] == ["TikTok", "barsport"]
    assert kept(desk) == ["barsport"]


def test_the_list_says_platform_handle_and_access(desk: Any, hotel: int) -> None:
    desk.open("accounts", client=hotel)
    rows = desk.rows("Accounts")
    assert [row[1] for row in rows] == ["hotelmiramare, Miramare", "miramare.rimini", "chef.marco (guest)"]
    assert desk.sees("2 accounts managed. Of 1 nobody wrote down how access is given.")


def test_all_clients_show_whose_account_it_is(desk: Any, hotel: int) -> None:
    with desk.domain():
        other = add_client(ClientDraft("Bar <b>Sport</b> & figli", "it", "EUR", "Europe/Rome"))
        add_account(other, AccountDraft("x", "barsport"))
    desk.open("accounts")
    assert {row[0] for row in desk.rows("Accounts")} == {"Hotel Miramare", "Bar <b>Sport</b> & figli"}
    desk.press("Add an account")
    desk.choose("Client", "Bar <b>Sport</b> & figli")
    desk.type("Handle", "second")
    desk.press("Save")
    with desk.domain():
        assert [row.handle for row in account_rows(other)] == ["second", "barsport"]


def test_guests_can_be_filtered(desk: Any, hotel: int) -> None:
    desk.open("accounts", client=hotel)
    desk.press("Guests 1")
    assert [row[1] for row in desk.rows("Accounts")] == ["chef.marco (guest)"]
    desk.press("Managed by me 2")
    assert len(desk.rows("Accounts")) == 2


def test_a_change_is_saved_in_place(desk: Any, hotel: int) -> None:
    desk.open("accounts", client=hotel)
    desk.pick("Accounts", "miramare.rimini")
    desk.type("Owner", "Nobody knows")
    desk.type("Second factor (2FA)", "Off")
    desk.press("Save")
    with desk.domain():
        row = next(row for row in account_rows(hotel) if row.handle == "miramare.rimini")
    assert (row.owner, row.second_factor) == ("Nobody knows", "Off")
    assert desk.said == ["The account is saved."]
    assert desk.read("Owner") == "Nobody knows"


def test_a_refusal_stands_at_its_field_and_loses_nothing(desk: Any, hotel: int) -> None:
    desk.open("accounts", client=hotel)
    desk.press("Add an account")
    desk.type("Handle", "HotelMiramare")
    desk.type("Note", "typed for minutes")
    desk.press("Save")
    assert desk.sees("The client already has this account.")
    assert "The client already has this account." in desk.field("Handle").accessibleDescription()
    assert desk.read("Note") == "typed for minutes"
    assert len(kept(desk)) == 3
    desk.type("Handle", "another")
    desk.press("Save")
    assert "another" in kept(desk)


def test_another_row_asks_before_it_drops_what_is_typed(desk: Any, hotel: int) -> None:
    desk.open("accounts", client=hotel)
    desk.pick("Accounts", "miramare.rimini")
    desk.type("Name", "half typed")
    desk.pick("Accounts", "chef.marco")
    assert desk.boxes[0].title == "What you typed is not saved yet."
    assert desk.read("Name") == "half typed"
    assert desk.table("Accounts").current_row().handle == "miramare.rimini"
    desk.answer = True
    desk.pick("Accounts", "chef.marco")
    assert desk.read("Handle") == "chef.marco"
    assert desk.read("Name") == ""


def test_deleting_can_be_undone(desk: Any, hotel: int) -> None:
    desk.open("accounts", client=hotel)
    desk.pick("Accounts", "miramare.rimini")
    desk.press("Delete")
    assert desk.said == ["Facebook miramare.rimini is deleted."]
    assert "miramare.rimini" not in kept(desk)
    assert len(desk.rows("Accounts")) == 2
    desk.undo_it()
    assert "miramare.rimini" in kept(desk)
    assert desk.read("Handle") == "miramare.rimini"


def test_the_keys_add_and_delete(desk: Any, hotel: int) -> None:
    desk.open("accounts", client=hotel)
    desk.key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert desk.sees("New account")
    desk.pick("Accounts", "chef.marco")
    desk.table("Accounts").setFocus()
    desk.key(Qt.Key.Key_Delete)
    assert "chef.marco" not in kept(desk)


def test_a_reading_workspace_says_why_nothing_can_be_changed(desk: Any, hotel: int) -> None:
    desk.context.workspace.writable = False
    desk.open("accounts", client=hotel)
    button = desk.button("Add an account")
    assert not button.isEnabled()
    assert "reading only" in button.accessibleDescription()
    desk.pick("Accounts", "miramare.rimini")
    assert desk.field("Handle").isReadOnly()
    assert not desk.has_button("Save")
    assert not desk.has_button("Delete")


def test_what_cannot_be_read_is_said_with_try_again(desk: Any, hotel: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from smmdesk.core.errors import UserError
    from smmdesk.ui.pages import accounts

    real = accounts.account_rows

    def broken(*_args: Any) -> Any:
        raise UserError("The workspace file is damaged.", "Nothing was changed.")

    monkeypatch.setattr(accounts, "account_rows", broken)
    desk.open("accounts", client=hotel)
    assert desk.sees_error_page
    assert desk.sees("The workspace file is damaged.")
    monkeypatch.setattr(accounts, "account_rows", real)
    desk.press("Try again")
    assert len(desk.rows("Accounts")) == 3


@pytest.mark.parametrize("dress", ["light", "dark"])
def test_it_fits_the_smallest_window_in_both_dresses(desk: Any, hotel: int, dress: str) -> None:
    theme.apply(dress)
    page = desk.open("accounts", client=hotel)
    desk.window.resize(*theme.SMALLEST_WINDOW)
    desk.pick("Accounts", "hotelmiramare, ")
    assert desk.window.width() == theme.SMALLEST_WINDOW[0]
    assert page.minimumSizeHint().width() <= theme.SMALLEST_WINDOW[0] - desk.window.side.width()
    assert desk.button("Save").visibleRegion().boundingRect().size() == desk.button("Save").size()
    assert desk.nameless() == []
