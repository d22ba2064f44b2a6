"""The Clients page: a new client, its five tabs, contacts, contracts, logo, archive with Undo."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt

from smmdesk.core import i18n, periods
from smmdesk.core.errors import UserError
from smmdesk.domain.clients import (
    ClientDraft,
    ContactDraft,
    add_client,
    add_contact,
    archive_client,
    client_draft,
    client_row,
    client_rows,
    contact_rows,
)
from smmdesk.domain.contracts import ContractDraft, add_contract, contract_rows
from smmdesk.ui import main_window, theme
from smmdesk.ui.pages.clients import reading

NAME = "Hotel Miramare"


@pytest.fixture(autouse=True)
def mid_june(own_world: None) -> None:
    """Let it be 18 June 2026."""
    periods.set_clock(lambda: datetime(2026, 6, 18, 9, 30, tzinfo=UTC))


@pytest.fixture
def hotel(desk: Any) -> int:
    """Keep a client with a person and a contract, a second one without, and an archived one."""
    with desk.prepared():
        client = add_client(ClientDraft(NAME, "it", "EUR", "Europe/Rome", brand_color="#0f4c5c"))
        add_contact(client, ContactDraft("Anna Bianchi", decides=True, approves=True))
        quotas = {"post": 8, "other:Menu cards": 1}
        terms = ContractDraft(date(2026, 1, 1), date(2026, 12, 31), 600_00, quotas, carry_over_months=2)
        add_contract(client, terms)
        add_client(ClientDraft("Bar <b>Sport</b> & figli", "en", "CHF", "Europe/Zurich"))
        archive_client(add_client(ClientDraft("Old Mill", "en", "GBP", "Europe/London")))
    return client


def draft(desk: Any, client: int) -> ClientDraft:
    """Return what is kept of a client."""
    with desk.domain():
        return client_draft(client)


def tab(desk: Any, words: str) -> None:
    """Open a tab of the panel."""
    tabs = desk.window.page.tabs
    texts = [tabs.tabText(place) for place in range(tabs.count())]
    tabs.setCurrentIndex(texts.index(words))
    desk.settle()


# --------------------------------------------------------------------------------------------------------- new clients


def test_the_first_client_is_one_button_away_and_becomes_the_current_one(desk: Any) -> None:
    desk.open("clients")
    assert desk.sees_empty_page
    assert desk.sees("No client yet")
    desk.press("Add a client")
    desk.type("Name", "Bar Sport")
    desk.choose("Form of address in Italian", "tu, among acquaintances")
    desk.type("Currency", "CHF")
    desk.type("Time zone", "europe/zurich")
    desk.choose("Engagement rate on", "views or impressions: of the times it was shown")
    desk.press("Save")
    with desk.domain():
        (row,) = client_rows()
    assert (row.engagement_base.value, row.compares_weekdays) == ("views", False)
    assert (row.name, row.address_form, row.currency, row.timezone) == ("Bar Sport", "tu", "CHF", "Europe/Zurich")
    assert desk.context.client_id == row.id
    assert desk.said == ["Bar Sport is added and is now your current client."]
    assert desk.rows("Clients")[0][0] == "Bar Sport"
    assert desk.read("Name") == "Bar Sport"
    assert desk.read("Currency") == "CHF, Swiss Franc"


def test_a_name_is_needed_and_must_be_new(desk: Any, hotel: int) -> None:
    desk.open("clients")
    desk.press("Add a client")
    desk.press("Save")
    assert desk.field("Name").accessibleDescription() == "This is needed."
    desk.type("Name", "hotel miramare")
    desk.type("Legal name", "Miramare s.r.l.")
    desk.press("Save")
    assert desk.sees("There is already a client named hotel miramare.")
    assert desk.read("Legal name") == "Miramare s.r.l."
    desk.type("Name", "Hotel Miramare Riccione")
    desk.press("Save")
    with desk.domain():
        assert "Hotel Miramare Riccione" in [row.name for row in client_rows()]


def test_an_unknown_time_zone_is_refused_with_a_proposal(desk: Any, hotel: int) -> None:
    desk.open("clients", client=hotel)
    desk.type("Time zone", "Europe/Roma")
    desk.press("Save")
    assert desk.sees("Europe/Roma is not a known time zone. Did you mean Europe/Rome?")
    assert draft(desk, hotel).timezone == "Europe/Rome"


def test_giving_up_a_new_client_brings_the_list_back(desk: Any, hotel: int) -> None:
    desk.open("clients")
    desk.key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    desk.type("Name", "Never mind")
    desk.press("Cancel")
    assert not desk.has_field("Name")
    with desk.domain():
        assert len(client_rows(archived=None)) == 3


# ---------------------------------------------------------------------------------------------------------------- list


def test_the_list_says_contract_fee_and_language(desk: Any, hotel: int) -> None:
    desk.open("clients")
    assert desk.rows("Clients") == [
        ["Bar <b>Sport</b> & figli", "none", "–", "English"],
        [NAME, "31 Dec 2026", "€600.00", "Italian"],
    ]
    assert desk.sees("2 clients in work. 1 client has no contract in force.")


def test_choosing_a_client_in_the_list_makes_it_the_current_one(desk: Any, hotel: int) -> None:
    desk.open("clients")
    desk.pick("Clients", NAME)
    assert desk.context.client_id == hotel
    assert desk.read("Name") == NAME


def test_the_choice_at_the_top_is_shown_here(desk: Any, hotel: int) -> None:
    desk.open("clients", client=hotel)
    assert desk.read("Name") == NAME
    desk.context.choose_client(None)
    desk.settle()
    assert not desk.has_field("Name")


def test_archived_clients_stand_behind_their_filter_and_come_back(desk: Any, hotel: int) -> None:
    desk.open("clients")
    desk.press("Archived 1")
    assert [row[0] for row in desk.rows("Clients")] == ["Old Mill"]
    desk.pick("Clients", "Old Mill")
    assert desk.context.client_id is None
    desk.press("Bring back")
    assert desk.said == ["Old Mill is in work again."]
    assert "Old Mill" in [row[0] for row in desk.rows("Clients")]
    assert desk.read("Name") == "Old Mill"


def test_archiving_can_be_undone(desk: Any, hotel: int) -> None:
    desk.open("clients", client=hotel)
    desk.press("Archive")
    assert desk.said == [f"{NAME} is archived. Nothing of it is lost."]
    assert desk.context.client_id is None
    assert NAME not in [row[0] for row in desk.rows("Clients")]
    desk.undo_it()
    with desk.domain():
        assert not client_row(hotel).is_archived
    assert NAME in [row[0] for row in desk.rows("Clients")]


def test_archiving_leaves_the_list_of_those_in_work_however_slow_the_window_reads(
    desk: Any, hotel: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = desk.open("clients", client=hotel)
    is_filled = threading.Event()
    fill = page.fill

    def filled(data: Any) -> None:
        fill(data)
        is_filled.set()

    def after_the_page() -> list[Any]:
        assert is_filled.wait(10)
        return client_rows()

    monkeypatch.setattr(page, "fill", filled)
    monkeypatch.setattr(main_window, "client_rows", after_the_page)
    desk.press("Archive")
    assert desk.context.client_id is None
    assert [row[0] for row in desk.rows("Clients")] == ["Bar <b>Sport</b> & figli"]
    assert not desk.has_button("Bring back")


def test_another_client_asks_before_it_drops_what_is_typed(desk: Any, hotel: int) -> None:
    desk.open("clients", client=hotel)
    desk.type("Legal name", "half typed")
    tab(desk, "Tax")
    desk.type("SDI code", "ABC")
    assert [desk.window.page.tabs.tabText(place) for place in (0, 2)] == ["Profile •", "Tax •"]
    desk.pick("Clients", "Sport")
    assert len(desk.boxes) == 1
    assert desk.context.client_id == hotel
    assert desk.read("SDI code") == "ABC"
    desk.answer = True
    desk.pick("Clients", "Sport")
    assert desk.context.client_id != hotel
    tab(desk, "Profile")
    assert desk.read("Name") == "Bar <b>Sport</b> & figli"
    assert draft(desk, hotel).legal_name == ""


# ---------------------------------------------------------------------------------------------------------------- tabs


def test_each_tab_keeps_its_own_part_only(desk: Any, hotel: int) -> None:
    desk.open("clients", client=hotel)
    desk.type("Legal name", "Miramare di Anna Bianchi & C. s.a.s.")
    tab(desk, "Tax")
    desk.type("Partita IVA", "01114601006")
    desk.type("Share of VAT it recovers", "40")
    desk.press("Save")
    kept = draft(desk, hotel)
    assert (kept.vat_number, kept.recoverable_vat, kept.legal_name) == ("01114601006", Decimal(40), "")
    assert desk.said == ["The client is saved."]
    tab(desk, "Profile •")
    assert desk.read("Legal name") == "Miramare di Anna Bianchi & C. s.a.s."
    desk.press("Save")
    assert draft(desk, hotel).legal_name == "Miramare di Anna Bianchi & C. s.a.s."


@pytest.mark.parametrize(
    ("label", "typed", "said"),
    [
        ("Partita IVA", "01114601007", "This is not a valid partita IVA."),
        ("Codice fiscale", "RSSMRA80A01H501X", "This is not a valid codice fiscale."),
        ("SDI code", "12", "12 is not a valid SDI code."),
        ("Certified e-mail (PEC)", "nobody", "nobody is not an e-mail address."),
        ("EU VAT number", "DE123456789", "This is not a valid EU VAT number."),
        ("Share of VAT it recovers", "120", "120 is not between 0 and 100."),
        ("Share of VAT it recovers", "", "This is needed."),
        ("Country", "Atlantis", "ATLANTIS is not a known country."),
    ],
)
def test_tax_fields_are_refused_at_their_place(desk: Any, hotel: int, label: str, typed: str, said: str) -> None:
    desk.open("clients", client=hotel)
    tab(desk, "Tax")
    before = draft(desk, hotel)
    desk.type(label, typed)
    desk.press("Save")
    assert said.casefold() in desk.field(label).accessibleDescription().casefold()
    assert desk.field(label).property("wrong")
    assert desk.read(label) == typed
    assert draft(desk, hotel) == before


def test_colours_are_previewed_and_kept(desk: Any, hotel: int) -> None:
    page = desk.open("clients", client=hotel)
    tab(desk, "Brand")
    desk.type("Main colour", "#a4281e")
    desk.type("Second colour", "#nonsense")
    desk.press("Save")
    assert desk.sees("This is not a colour.")
    desk.type("Second colour", "#e0a458")
    picture = page.brand.preview.grab().toImage()
    assert picture.pixelColor(picture.width() - 20, 10).name() == "#a4281e"
    desk.press("Save")
    assert (draft(desk, hotel).brand_color, draft(desk, hotel).accent_color) == ("#a4281e", "#e0a458")


def test_a_logo_is_kept_at_once_shown_and_undone(desk: Any, hotel: int, tmp_path: Path) -> None:
    page = desk.open("clients", client=hotel)
    tab(desk, "Brand")
    path = tmp_path / "logo.png"
    Image.new("RGBA", (300, 100), "#0f4c5c").save(path)
    page.brand.logo.choose(path)
    desk.settle()
    with desk.domain():
        first = client_row(hotel).logo_id
    assert first is not None
    assert desk.sees("logo.png")
    assert desk.said[-1] == f"The logo of {NAME} is replaced."
    desk.press("Remove the logo")
    with desk.domain():
        assert client_row(hotel).logo_id is None
    desk.undo_it()
    with desk.domain():
        assert client_row(hotel).logo_id == first


def test_a_broken_logo_is_refused_and_the_old_one_stays(desk: Any, hotel: int, tmp_path: Path) -> None:
    page = desk.open("clients", client=hotel)
    tab(desk, "Brand")
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    page.brand.logo.choose(broken)
    desk.settle()
    assert desk.sees("logo")
    assert page.brand.logo.area.accessibleDescription()
    with desk.domain():
        assert client_row(hotel).logo_id is None


# -------------------------------------------------------------------------------------------------------------- people


def test_people_are_added_changed_and_deleted_with_undo(desk: Any, hotel: int) -> None:
    desk.open("clients", client=hotel)
    tab(desk, "People")
    desk.press("Add a person")
    desk.type("Name", "Luca Neri")
    desk.type("E-mail", "luca")
    desk.tick("Pays the invoices")
    desk.press("Save")
    assert desk.sees("luca is not an e-mail address.")
    desk.type("E-mail", "luca@miramare.example")
    desk.press("Save")
    assert [row[:2] for row in desk.rows("People")] == [["Anna Bianchi", "decides, approves"], ["Luca Neri", "pays"]]
    desk.tick("Is called in a crisis")
    desk.press("Save")
    with desk.domain():
        assert [row.crisis for row in contact_rows(hotel)] == [False, True]
    desk.press("Delete this person")
    assert len(desk.rows("People")) == 1
    desk.undo_it()
    assert [row[0] for row in desk.rows("People")] == ["Anna Bianchi", "Luca Neri"]
    assert desk.said == [
        "The person is added.",
        "The person is saved.",
        "The person is deleted.",
        "The person is back.",
    ]


# ----------------------------------------------------------------------------------------------------------- contracts


def test_the_only_contract_is_shown_in_full(desk: Any, hotel: int) -> None:
    desk.open("clients", client=hotel)
    tab(desk, "Contracts")
    assert desk.rows("Contracts") == [["1 Jan 2026", "31 Dec 2026", "● In force", "€600.00"]]
    assert desk.read("From") == "01/01/2026"
    assert desk.read("What was not delivered") == "Is carried over for some months"
    assert desk.read("For how many months") == "2"
    assert desk.read("Name of the other work") == "Menu cards"


def test_the_next_contract_starts_with_the_terms_of_the_last(desk: Any, hotel: int) -> None:
    desk.open("clients", client=hotel)
    tab(desk, "Contracts")
    desk.press("Add a contract")
    assert (desk.read("From"), desk.read("Until")) == ("01/01/2027", "31/12/2027")
    desk.type("Monthly fee, net", "650")
    desk.choose("What was not delivered", "Is carried over without limit")
    desk.type("Margin agreed", "55")
    desk.type("Margin agreed with", "Anna Bianchi")
    desk.type("Agreed on", "15/12/2026")
    desk.type("Typical order, net", "580")
    desk.press("Save")
    with desk.domain():
        kept = contract_rows(hotel)[1]
    assert (kept.fee, kept.carry_over_months, kept.margin, kept.typical_order) == (650_00, None, Decimal(55), 580_00)
    assert (kept.margin_agreed_with, kept.margin_agreed_on) == ("Anna Bianchi", date(2026, 12, 15))
    assert dict(kept.quotas) == {"post": 8, "other:Menu cards": 1}
    assert [row[2] for row in desk.rows("Contracts")] == ["● In force", "○ Not begun"]


def test_overlapping_contracts_are_refused_at_the_date(desk: Any, hotel: int) -> None:
    desk.open("clients", client=hotel)
    tab(desk, "Contracts")
    desk.press("Add a contract")
    desk.type("From", "01/12/2026")
    desk.press("Save")
    assert "Another contract of this client is in force" in desk.field("From").accessibleDescription()
    assert desk.read("From") == "01/12/2026"
    with desk.domain():
        assert len(contract_rows(hotel)) == 1


def test_quotas_are_added_removed_and_checked(desk: Any, hotel: int) -> None:
    page = desk.open("clients", client=hotel)
    tab(desk, "Contracts")
    quotas = page.agreements.form.field("quotas")
    desk.press("Add a type of work")
    desk.press("Save")
    assert desk.sees("Write how many of each type are promised every month.")
    quotas.set_value({"post": 8, "story": 12})
    quotas.edited.emit()
    desk.press("Save")
    with desk.domain():
        assert dict(contract_rows(hotel)[0].quotas) == {"post": 8, "story": 12}
    desk.press("Remove this type")
    desk.press("Save")
    with desk.domain():
        assert dict(contract_rows(hotel)[0].quotas) == {"story": 12}


def test_deleting_a_contract_can_be_undone(desk: Any, hotel: int) -> None:
    desk.open("clients", client=hotel)
    tab(desk, "Contracts")
    desk.press("Delete this contract")
    assert desk.sees("No contract yet.")
    desk.undo_it()
    with desk.domain():
        (kept,) = contract_rows(hotel)
    assert dict(kept.quotas) == {"post": 8, "other:Menu cards": 1}


# ------------------------------------------------------------------------------------------------------ errors, fitting


def test_a_reading_workspace_says_why_nothing_can_be_changed(desk: Any, hotel: int) -> None:
    desk.context.workspace.writable = False
    page = desk.open("clients", client=hotel)
    for words in ("Add a client", "Archive"):
        assert not desk.button(words).isEnabled()
        assert "reading only" in desk.button(words).accessibleDescription()
    assert desk.field("Name").isReadOnly()
    assert not desk.has_button("Save")
    tab(desk, "Contracts")
    assert not desk.has_button("Delete this contract")
    assert not desk.button("Add a contract").isEnabled()
    tab(desk, "Brand")
    assert not page.brand.logo.area.isEnabled()


def test_what_cannot_be_read_is_said_with_try_again(desk: Any, hotel: int, monkeypatch: pytest.MonkeyPatch) -> None:
    real = reading.client_rows

    def broken(**_options: Any) -> Any:
        raise UserError("The workspace file is damaged.", "Nothing was changed.")

    monkeypatch.setattr(reading, "client_rows", broken)
    desk.open("clients")
    assert desk.sees_error_page
    monkeypatch.setattr(reading, "client_rows", real)
    desk.press("Try again")
    assert len(desk.rows("Clients")) == 2


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("dress", ["light", "dark"])
def test_every_tab_fits_the_smallest_window(desk: Any, hotel: int, dress: str, language: str) -> None:
    i18n.use_language(language)
    theme.apply(dress)
    page = desk.open("clients", client=hotel)
    desk.window.resize(*theme.SMALLEST_WINDOW)
    for place in range(page.tabs.count()):
        page.tabs.setCurrentIndex(place)
        desk.settle()
        assert page.minimumSizeHint().width() <= theme.SMALLEST_WINDOW[0] - desk.window.side.width()
        assert page.tabs.sizeHint().width() <= page.tabs.width()
        assert desk.nameless() == []
    assert desk.window.size().toTuple() == theme.SMALLEST_WINDOW
