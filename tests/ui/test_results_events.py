"""Events on the page Results: added, changed, deleted, each with Undo, and never lost half typed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from smmdesk.domain.events import event_rows
from tests.ui.results_hands import EVENTS, MONTH, a_hotel, open_view

EVENTS_TABLE = "Events"
ALWAYS = (date(2000, 1, 1), date(2100, 1, 1))


@pytest.fixture
def hotel(desk: Any, tmp_path: Path) -> int:
    return a_hotel(desk, tmp_path, [("2026-06-20", "Terrazza", 3000, 120)], date(2026, 7, 5))


def kept(desk: Any, client: int) -> list[tuple[str, str, date, date, bool]]:
    with desk.domain():
        rows = event_rows(client, *ALWAYS)
    return [(row.title, row.kind.value, row.first_day, row.last_day, row.account_id is None) for row in rows]


def an_event(desk: Any, title: str = "Fiera del turismo") -> None:
    desk.press("Add an event")
    desk.type("What happened", title)
    desk.choose("Kind", "Press or television")
    desk.type("From", "3/6/2026")
    desk.type("To", "5/6/2026")
    desk.choose("Concerns", "The whole client")
    desk.press("Save")
    desk.settle()


def test_an_event_is_added_and_taken_back(desk: Any, hotel: int) -> None:
    open_view(desk, hotel, EVENTS)
    assert desk.sees("Nothing is noted yet.")
    an_event(desk)
    assert kept(desk, hotel) == [("Fiera del turismo", "press", date(2026, 6, 3), date(2026, 6, 5), True)]
    assert [row[:3] for row in desk.rows(EVENTS_TABLE)] == [
        ["3 Jun – 5 Jun 2026", "Fiera del turismo", "Press or television"]
    ]
    desk.undo_it()
    assert kept(desk, hotel) == []


def test_an_event_is_changed_and_the_change_taken_back(desk: Any, hotel: int) -> None:
    open_view(desk, hotel, EVENTS)
    an_event(desk)
    desk.pick(EVENTS_TABLE, "Fiera")
    desk.type("What happened", "Fiera di Rimini")
    desk.press("Save")
    desk.settle()
    assert kept(desk, hotel)[0][0] == "Fiera di Rimini"
    desk.undo_it()
    assert kept(desk, hotel)[0][0] == "Fiera del turismo"


def test_an_event_is_deleted_and_brought_back(desk: Any, hotel: int) -> None:
    open_view(desk, hotel, EVENTS)
    an_event(desk)
    desk.pick(EVENTS_TABLE, "Fiera")
    desk.press("Delete")
    desk.settle()
    assert kept(desk, hotel) == []
    desk.undo_it()
    assert kept(desk, hotel)[0][0] == "Fiera del turismo"


def test_days_that_are_turned_round_are_refused_at_their_field(desk: Any, hotel: int) -> None:
    open_view(desk, hotel, EVENTS)
    desk.press("Add an event")
    desk.type("What happened", "Al contrario")
    desk.type("From", "5/6/2026")
    desk.type("To", "3/6/2026")
    desk.press("Save")
    desk.settle()
    assert desk.sees("The event would end before it begins.")
    assert desk.read("What happened") == "Al contrario"
    assert kept(desk, hotel) == []


def test_half_typed_text_is_asked_about_before_the_view_changes(desk: Any, hotel: int) -> None:
    open_view(desk, hotel, EVENTS)
    desk.press("Add an event")
    desk.type("What happened", "Half")
    page = desk.window.page
    desk.answer = False
    page.tabs.setCurrentIndex(MONTH)
    desk.settle()
    assert page.tabs.currentIndex() == EVENTS
    assert desk.read("What happened") == "Half"
    desk.answer = True
    page.tabs.setCurrentIndex(MONTH)
    desk.settle()
    assert page.tabs.currentIndex() == MONTH


def test_the_keys_of_the_view_lead_to_its_one_button_while_nothing_is_noted(desk: Any, hotel: int) -> None:
    open_view(desk, hotel, MONTH)
    desk.key(Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    assert desk.button("Add an event").hasFocus()
    desk.key(Qt.Key.Key_Return)
    assert desk.field("What happened").hasFocus()
    desk.type("What happened", "Fiera")
    desk.press("Save")
    view = desk.window.page.view(EVENTS)
    view.table.setFocus()
    desk.key(Qt.Key.Key_Delete)
    # The table goes with its last event, the focus does not.
    assert kept(desk, hotel) == []
    assert desk.button("Add an event").hasFocus()
