"""The Deliverables page: cards that agree with the domain, filters, ticking off, planning, cancelling, proof, Undo."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from smmdesk.core import i18n, periods
from smmdesk.core.errors import UserError
from smmdesk.core.periods import Month
from smmdesk.domain.accounts import AccountDraft, add_account
from smmdesk.domain.clients import ClientDraft, ContactDraft, add_client, add_contact
from smmdesk.domain.contracts import ContractDraft, add_contract
from smmdesk.domain.deliverables import (
    DeliverableDraft,
    add_deliverable,
    deliverable_rows,
    delivery_summary,
    set_status,
    tick_off,
)
from smmdesk.domain.files import file_content
from smmdesk.domain.types import type_title
from smmdesk.ui import theme
from smmdesk.ui.pages.deliverables import reading
from smmdesk.ui.pages.deliverables.cards import DeliveryCards
from smmdesk.ui.widgets.cards import FigureCard

JUNE = Month(2026, 6)
MAY = Month(2026, 5)
MID_JUNE = datetime(2026, 6, 18, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def mid_june(own_world: None) -> None:
    """Let it be 18 June 2026."""
    periods.set_clock(lambda: MID_JUNE)


@pytest.fixture
def hotel(desk: Any) -> int:
    """Keep a client with a contract from May on and a June that is half done; 2 reels came over from May."""
    with desk.prepared():
        client = add_client(ClientDraft("Hotel Miramare", "it", "EUR", "Europe/Rome"))
        add_contact(client, ContactDraft("Anna Bianchi", approves=True))
        add_contract(
            client,
            ContractDraft(date(2026, 5, 1), date(2027, 4, 30), 600_00, {"post": 4, "reel": 2}, carry_over_months=1),
        )
        channel = add_account(client, AccountDraft("instagram", "hotelmiramare"))
        for number in range(4):
            _published(client, MAY, "post", f"May {number}", date(2026, 5, 3))
        _published(client, JUNE, "post", "Quiet rooms", date(2026, 6, 5), channel)
        _published(client, JUNE, "post", "Terrace", date(2026, 6, 9), channel)
        _published(client, JUNE, "reel", "Breakfast", date(2026, 6, 3), channel)
        waiting = add_deliverable(client, DeliverableDraft(JUNE, "post", "Book direct", channel, date(2026, 6, 20)))
        set_status(waiting, "in_review", on=date(2026, 6, 13))
        add_deliverable(client, DeliverableDraft(JUNE, "reel", "Fireworks", channel, date(2026, 6, 15)))
        extra = DeliverableDraft(JUNE, "design", "Flyer", None, date(2026, 6, 8), is_extra=True, extra_price=80_00)
        tick_off(add_deliverable(client, extra), published_on=date(2026, 6, 8))
    return client


def _published(client: int, month: Month, type_: str, title: str, day: date, channel: int | None = None) -> None:
    tick_off(add_deliverable(client, DeliverableDraft(month, type_, title, channel, day)), published_on=day)


def kept(desk: Any, title: str, client: int | None = None) -> Any:
    """Return the deliverable of this title as it is kept."""
    with desk.domain():
        return next((row for row in deliverable_rows(client) if row.title == title), None)


def cards(desk: Any) -> dict[str, str]:
    """Return what the cards say, by their title."""
    found = [one for one in desk.window.findChildren(FigureCard) if one.isVisible()]
    said = [one.accessibleName() for one in found]
    return {words.split(" ", 1)[0]: words for words in said}


def titles(desk: Any) -> list[str]:
    """Return the titles that are listed."""
    return [next(cell for cell in row[1:] if cell) for row in desk.rows("Deliverables")]


# --------------------------------------------------------------------------------------------------------------- empty


def test_without_a_client_the_page_leads_to_the_first_one(desk: Any) -> None:
    desk.open("deliverables")
    assert desk.sees("No client yet")
    desk.press("Add a client")
    assert desk.window.page.word == "clients"


def test_an_empty_month_offers_to_plan_what_is_promised_and_to_undo_it(desk: Any, hotel: int) -> None:
    july = Month(2026, 7)
    desk.open("deliverables", client=hotel, month=july)
    assert desk.sees_empty_page
    assert desk.sees("Nothing is planned for July 2026 yet")
    desk.press("Plan the month")
    assert len(desk.rows("Deliverables")) == 6
    assert desk.said == ["6 deliverables are planned for July 2026."]
    desk.press("Plan the month")
    assert desk.said[-1] == "Everything promised for July 2026 is already in the list."
    desk.open("deliverables", client=hotel, month=JUNE)
    desk.open("deliverables", client=hotel, month=july)
    desk.pick("Deliverables", "Post")
    desk.type("Title", "Already worked on")
    desk.press("Save")
    with desk.domain():
        planned = [row.id for row in deliverable_rows(hotel, july)]
    desk.context.tasks.write(lambda: reading.take_back(planned))
    desk.settle()
    with desk.domain():
        assert [row.title for row in deliverable_rows(hotel, july)] == ["Already worked on"]


def test_undo_takes_the_plan_back(desk: Any, hotel: int) -> None:
    desk.open("deliverables", client=hotel, month=Month(2026, 8))
    desk.press("Plan the month")
    desk.undo_it()
    assert desk.sees_empty_page


def test_without_a_contract_planning_says_why_it_cannot(desk: Any) -> None:
    with desk.domain():
        client = add_client(ClientDraft("Bar Sport", "it", "EUR", "Europe/Rome"))
    desk.open("deliverables", client=client)
    assert desk.sees("No contract is in force, so nothing is promised.")
    button = desk.button("Plan the month")
    assert not button.isEnabled()
    assert "No contract is in force" in button.accessibleDescription()
    desk.press("Add a deliverable")
    desk.type("Title", "A favour")
    desk.press("Save")
    assert titles(desk) == ["A favour"]


# ---------------------------------------------------------------------------------------------------------------- full


def test_the_cards_say_what_the_domain_reckons(desk: Any, hotel: int) -> None:
    desk.open("deliverables", client=hotel)
    with desk.domain():
        summary = {type_title(row.type): row for row in delivery_summary(hotel, JUNE)}
    assert (summary["Reel or video"].promised, summary["Reel or video"].carried_in) == (2, 2)
    said = cards(desk)
    assert said["Post"] == "Post 2 of 4 ◐ 2 to go, 12 days"
    assert said["Reel"] == "Reel or video 1 of 2 + 2 ▲ 3 to go, 12 days"
    assert said["Extra"] == "Extra 1 beyond the promise €80.00 charged"
    done = sum(row.delivered for row in summary.values())
    total = sum(row.promised + row.carried_in for row in summary.values())
    assert desk.sees(f"{done} of {total} delivered. 1 has waited 5 days for approval. 1 is late. 2 came over from May.")


def test_all_clients_add_up_and_say_whose_each_piece_is(desk: Any, hotel: int) -> None:
    with desk.domain():
        other = add_client(ClientDraft("Bar <b>Sport</b>", "it", "CHF", "Europe/Zurich"))
        add_contract(other, ContractDraft(date(2026, 6, 1), date(2026, 12, 31), 100_00, {"post": 3}))
        _published(other, JUNE, "post", "Spritz <i>hour</i>", date(2026, 6, 10))
    desk.open("deliverables")
    assert cards(desk)["Post"].startswith("Post 3 of 7")
    row = next(row for row in desk.rows("Deliverables") if "Spritz <i>hour</i>" in row)
    assert row[1] == "Bar <b>Sport</b>"


def test_types_without_a_place_of_their_own_are_summed_in_the_last_card(desk: Any) -> None:
    quotas = {"post": 2, "story": 2, "reel": 2, "carousel": 2, "newsletter": 1, "article": 1, "seo": 1, "design": 1}
    with desk.domain():
        client = add_client(ClientDraft("Big one", "it", "EUR", "Europe/Rome"))
        add_contract(client, ContractDraft(date(2026, 6, 1), date(2026, 12, 31), 100_00, quotas))
        _published(client, JUNE, "design", "Poster", date(2026, 6, 10))
    page = desk.open("deliverables", client=client)
    desk.window.resize(*theme.SMALLEST_WINDOW)
    desk.settle()
    shown = [one for one in page.findChildren(FigureCard) if one.isVisible()]
    last = shown[-1].accessibleName()
    hidden = len(quotas) - len(shown) + 1
    assert last.startswith(f"{hidden} more types")
    assert "Graphic design: 1 of 1" in shown[-1].accessibleDescription()
    said = " ".join(one.accessibleName() for one in shown)
    assert sum(int(part) for part in _parts_before(said, "of")) == 1
    assert page.findChild(DeliveryCards).width() <= page.width()


def _parts_before(text: str, word: str) -> list[str]:
    words = text.split()
    return [words[place - 1] for place, one in enumerate(words) if one == word and words[place - 1].isdigit()]


def test_the_list_says_status_with_shape_and_what_is_late(desk: Any, hotel: int) -> None:
    desk.open("deliverables", client=hotel)
    status = {row[1]: row[-1] for row in desk.rows("Deliverables")}
    assert status["Quiet rooms"] == "✓ Published"
    assert status["Book direct"] == "◐ In review, 5 days"
    assert status["Fireworks"] == "○ Planned, 3 days late"


def test_filters_count_and_filter(desk: Any, hotel: int) -> None:
    desk.open("deliverables", client=hotel)
    assert desk.has_button("All 6")
    assert not desk.has_button("Cancelled 0")
    desk.press("Published 4")
    assert sorted(titles(desk)) == ["Breakfast", "Flyer", "Quiet rooms", "Terrace"]
    desk.press("All 6")
    desk.type("Find a deliverable", "fire")
    assert titles(desk) == ["Fireworks"]


def test_the_panel_says_who_is_waited_for(desk: Any, hotel: int) -> None:
    desk.open("deliverables", client=hotel)
    desk.pick("Deliverables", "Book direct")
    assert desk.sees("Waiting for Anna Bianchi (approves), since 13 June")


# -------------------------------------------------------------------------------------------------------------- acting


def test_adding_a_deliverable(desk: Any, hotel: int) -> None:
    desk.open("deliverables", client=hotel)
    desk.press("Add a deliverable")
    desk.type("Title", "What we learnt in June")
    desk.choose("Type", "Newsletter")
    desk.choose("Channel", "Instagram @hotelmiramare")
    desk.type("Due", "30/6")
    desk.press("Save")
    row = kept(desk, "What we learnt in June")
    assert (row.type, row.due_on, row.month, row.status) == ("newsletter", date(2026, 6, 30), JUNE, "planned")
    assert row.channel == "Instagram @hotelmiramare"
    assert desk.read("Title") == "What we learnt in June"
    assert desk.said == ["The deliverable is added."]


def test_another_type_has_a_name_of_its_own(desk: Any, hotel: int) -> None:
    desk.open("deliverables", client=hotel)
    desk.press("Add a deliverable")
    desk.choose("Type", "Other")
    desk.press("Save")
    assert desk.sees("Say what the other work is called.")
    desk.type("Name of the other work", "Menu cards")
    desk.type("Title", "Summer menu")
    desk.press("Save")
    assert kept(desk, "Summer menu").type == "other:Menu cards"


def test_one_press_ticks_off_with_link_and_day_and_can_be_undone(desk: Any, hotel: int) -> None:
    desk.open("deliverables", client=hotel)
    desk.pick("Deliverables", "Book direct")
    desk.type("Link", "instagram.com/p/abc")
    desk.press("Mark published")
    row = kept(desk, "Book direct")
    assert (row.status, row.published_on, row.link) == ("published", date(2026, 6, 18), "https://instagram.com/p/abc")
    assert desk.said == ["Published on 18 June."]
    assert cards(desk)["Post"].startswith("Post 3 of 4")
    assert desk.read("Published on") == "18/06/2026"
    desk.undo_it()
    row = kept(desk, "Book direct")
    assert (row.status, row.waiting_since, row.published_on, row.link) == ("in_review", date(2026, 6, 13), None, "")


def test_the_keys_tick_off_and_delete(desk: Any, hotel: int) -> None:
    desk.open("deliverables", client=hotel)
    desk.pick("Deliverables", "Fireworks")
    desk.table("Deliverables").setFocus()
    desk.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert kept(desk, "Fireworks").status == "published"
    desk.table("Deliverables").setFocus()
    desk.key(Qt.Key.Key_Delete)
    assert kept(desk, "Fireworks") is None
    assert desk.said[-1] == "Fireworks is deleted."
    desk.undo_it()
    assert kept(desk, "Fireworks").published_on == date(2026, 6, 18)


def test_a_past_month_is_ticked_off_on_the_day_it_was_due(desk: Any, hotel: int) -> None:
    with desk.domain():
        add_deliverable(hotel, DeliverableDraft(MAY, "reel", "Forgotten", None, date(2026, 5, 20)))
    desk.open("deliverables", client=hotel, month=MAY)
    desk.pick("Deliverables", "Forgotten")
    desk.press("Mark published")
    assert kept(desk, "Forgotten").published_on == date(2026, 5, 20)
    desk.type("Published on", "21/05/2026")
    desk.press("Save")
    assert kept(desk, "Forgotten").published_on == date(2026, 5, 21)


def test_a_cancellation_needs_its_reason_and_can_be_undone(desk: Any, hotel: int) -> None:
    desk.open("deliverables", client=hotel)
    desk.pick("Deliverables", "Fireworks")
    desk.choose("Status", "– Cancelled")
    desk.type("Note", "kept while refused")
    desk.press("Save")
    assert desk.sees("A cancellation needs its reason.")
    assert desk.read("Note") == "kept while refused"
    row = kept(desk, "Fireworks")
    assert (row.status, row.note) == ("planned", "")
    desk.type("Why it is cancelled", "The town forbade them")
    desk.press("Save")
    row = kept(desk, "Fireworks")
    assert (row.status, row.cancel_reason, row.note) == ("cancelled", "The town forbade them", "kept while refused")
    assert desk.sees("The town forbade them")
    desk.undo_it()
    row = kept(desk, "Fireworks")
    assert (row.status, row.cancel_reason, row.note) == ("planned", "", "")


def test_approval_keeps_who_and_when(desk: Any, hotel: int) -> None:
    desk.open("deliverables", client=hotel)
    desk.pick("Deliverables", "Book direct")
    desk.choose("Status", "◕ Approved")
    desk.type("Approved by", "Anna Bianchi")
    desk.type("Approved on", "17/06/2026")
    desk.press("Save")
    row = kept(desk, "Book direct")
    assert (row.status, row.approved_by, row.approved_on) == ("approved", "Anna Bianchi", date(2026, 6, 17))
    assert desk.sees("Approved by Anna Bianchi")


def test_on_hold_stands_beside_the_status(desk: Any, hotel: int) -> None:
    desk.open("deliverables", client=hotel)
    desk.pick("Deliverables", "Fireworks")
    desk.tick("On hold")
    desk.press("Save")
    status = {row[1]: row[-1] for row in desk.rows("Deliverables")}
    assert status["Fireworks"] == "‖ Planned, on hold"
    desk.press("On hold 1")
    assert titles(desk) == ["Fireworks"]


def test_a_price_belongs_to_extra_work_only(desk: Any, hotel: int) -> None:
    desk.open("deliverables", client=hotel)
    desk.pick("Deliverables", "Fireworks")
    assert not desk.has_field("Price of the extra, net")
    desk.tick("Extra work")
    desk.type("Price of the extra, net", "120.50")
    desk.press("Save")
    assert (kept(desk, "Fireworks").is_extra, kept(desk, "Fireworks").extra_price) == (True, 120_50)
    desk.tick("Extra work")
    desk.press("Save")
    assert (kept(desk, "Fireworks").is_extra, kept(desk, "Fireworks").extra_price) == (False, None)


def test_another_month_takes_it_out_of_the_list(desk: Any, hotel: int) -> None:
    desk.open("deliverables", client=hotel)
    desk.pick("Deliverables", "Fireworks")
    desk.choose("Counts for", "July 2026")
    desk.press("Save")
    assert "Fireworks" not in titles(desk)
    assert desk.said == ["The deliverable now counts for July 2026."]
    desk.undo_it()
    assert "Fireworks" in titles(desk)


def test_a_proof_is_kept_shown_and_taken_away(desk: Any, hotel: int, tmp_path: Path) -> None:
    page = desk.open("deliverables", client=hotel)
    desk.pick("Deliverables", "Terrace")
    proof = tmp_path / "page <b>.txt"
    proof.write_bytes(b"as published")
    page.panel.proof.choose(proof)
    desk.settle()
    row = kept(desk, "Terrace")
    with desk.domain():
        assert file_content(row.proof_id) == b"as published"
    assert desk.sees("page <b>.txt")
    desk.press("Remove the proof")
    assert kept(desk, "Terrace").proof_id is None
    desk.undo_it()
    assert kept(desk, "Terrace").proof_id == row.proof_id


def test_a_folder_as_proof_is_refused_at_its_place(desk: Any, hotel: int, tmp_path: Path) -> None:
    page = desk.open("deliverables", client=hotel)
    desk.pick("Deliverables", "Terrace")
    page.panel.proof.choose(tmp_path)
    desk.settle()
    assert desk.sees("is a folder.")
    assert kept(desk, "Terrace").proof_id is None


def test_half_typed_text_is_asked_about_before_the_month_changes(desk: Any, hotel: int) -> None:
    desk.open("deliverables", client=hotel)
    desk.pick("Deliverables", "Fireworks")
    desk.type("Title", "Fireworks from the sea")
    assert not desk.context.choose_month(MAY)
    assert desk.boxes[0].act == "Leave without saving"
    assert desk.read("Title") == "Fireworks from the sea"
    desk.context.changes.emit("deliverables")
    desk.settle()
    assert desk.read("Title") == "Fireworks from the sea"


# --------------------------------------------------------------------------------------------------- errors, languages


def test_a_reading_workspace_says_why_nothing_can_be_changed(desk: Any, hotel: int) -> None:
    desk.context.workspace.writable = False
    desk.open("deliverables", client=hotel)
    desk.pick("Deliverables", "Fireworks")
    for words in ("Add a deliverable", "Plan the month", "Mark published"):
        assert not desk.button(words).isEnabled()
        assert "reading only" in desk.button(words).accessibleDescription()
    assert not desk.has_button("Save")
    desk.table("Deliverables").setFocus()
    desk.key(Qt.Key.Key_Delete)
    assert kept(desk, "Fireworks") is not None


def test_what_cannot_be_read_is_said_with_try_again(desk: Any, hotel: int, monkeypatch: pytest.MonkeyPatch) -> None:
    real = reading.deliverable_rows

    def broken(*_args: Any) -> Any:
        raise UserError("The workspace file is damaged.", "Nothing was changed.")

    monkeypatch.setattr(reading, "deliverable_rows", broken)
    desk.open("deliverables", client=hotel)
    assert desk.sees_error_page
    monkeypatch.setattr(reading, "deliverable_rows", real)
    desk.press("Try again")
    assert len(desk.rows("Deliverables")) == 6


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("dress", ["light", "dark"])
def test_it_fits_the_smallest_window(desk: Any, hotel: int, dress: str, language: str) -> None:
    i18n.use_language(language)
    theme.apply(dress)
    page = desk.open("deliverables", client=hotel)
    desk.window.resize(*theme.SMALLEST_WINDOW)
    desk.table(page.table.accessibleName()).selectRow(0)
    desk.settle()
    assert page.minimumSizeHint().width() <= theme.SMALLEST_WINDOW[0] - desk.window.side.width()
    assert desk.window.size().toTuple() == theme.SMALLEST_WINDOW
    save = page.form.save_button
    assert save.visibleRegion().boundingRect().size() == save.size()
    assert desk.nameless() == []
