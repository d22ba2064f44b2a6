"""The Settings page: my profile with its errors and Undo, the logo, the window, the workspace and its backups."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QPushButton

from smmdesk.core import i18n
from smmdesk.core.settings import load_settings
from smmdesk.domain.profile import ProfileDraft, profile, profile_logo_id, update_profile
from smmdesk.store.backup import back_up, backups
from smmdesk.ui import theme


def kept(desk: Any) -> ProfileDraft:
    with desk.domain():
        return profile()


def test_my_profile_is_saved_and_undone(desk: Any) -> None:
    with desk.domain():
        update_profile(ProfileDraft(name="Giulia", language="it"))
    desk.open("settings")
    desk.type("Name", "Giulia Ferri")
    desk.choose("Tax regime", "Flat rate (forfettario)")
    desk.type("VAT number (partita IVA)", "12345670157")
    desk.press("Save")
    assert desk.said == ["Your profile is saved."]
    assert kept(desk) == ProfileDraft(
        name="Giulia Ferri", language="it", tax_regime="flat_rate", vat_number="12345670157"
    )
    desk.undo_it()
    assert kept(desk) == ProfileDraft(name="Giulia", language="it")
    assert desk.read("Name") == "Giulia"


def test_a_wrong_check_digit_is_said_at_its_field(desk: Any) -> None:
    desk.open("settings")
    desk.type("VAT number (partita IVA)", "12345670158")
    desk.press("Save")
    field = desk.field("VAT number (partita IVA)")
    assert field.property("wrong")
    assert field.accessibleDescription()
    assert desk.sees(field.accessibleDescription())
    assert kept(desk).vat_number == ""
    assert desk.read("VAT number (partita IVA)") == "12345670158"  # what was typed stays


def test_cancel_brings_back_what_was_kept(desk: Any) -> None:
    with desk.domain():
        update_profile(ProfileDraft(name="Giulia Ferri"))
    desk.open("settings")
    assert not desk.button("Cancel").isEnabled()
    desk.type("Name", "Someone else")
    desk.press("Cancel")
    assert desk.read("Name") == "Giulia Ferri"


def test_the_logo_is_kept_refused_and_removed(desk: Any, tmp_path: Path) -> None:
    page = desk.open("settings")
    good, bad = tmp_path / "logo.png", tmp_path / "notes.png"
    Image.new("RGB", (80, 40), "#0f4c5c").save(good)
    bad.write_text("no picture")
    page.logo.choose(good)
    desk.settle()
    assert desk.sees("logo.png")
    page.logo.choose(bad)
    desk.settle()
    assert desk.sees("cannot be used as a logo")
    with desk.domain():
        assert profile_logo_id() is not None
    desk.press("Remove the logo")
    with desk.domain():
        assert profile_logo_id() is None
    desk.undo_it()
    assert desk.sees("logo.png")


def test_the_workspace_says_where_it_is(desk: Any) -> None:
    desk.open("settings")
    assert desk.sees(str(desk.context.workspace.path))
    assert desk.sees("Your own desk.")


def test_a_backup_is_made_now(desk: Any) -> None:
    desk.open("settings")
    assert desk.sees("None yet")
    desk.press("Back up now")
    (made,) = backups(desk.context.workspace.path)
    assert desk.said == [f"The backup is made and checked: {made.path.name}"]
    assert [row[:2] for row in desk.rows("Backups")] == [["6 Jul, 11:30", "Asked for"]]
    assert desk.button("Back up now").isEnabled()


def test_a_backup_that_cannot_be_made_is_told(desk: Any) -> None:
    desk.open("settings")
    (desk.context.workspace.path.parent / "desk-backups").write_text("in the way")
    desk.press("Back up now")
    assert [box.title for box in desk.boxes] == ["The backup could not be made."]
    assert desk.button("Back up now").isEnabled()


def test_the_language_waits_while_something_is_half_typed(desk: Any) -> None:
    desk.open("settings")
    desk.type("Name", "Giulia")
    desk.choose("Language", "Italiano")
    assert i18n.current_language() == "en"
    assert desk.read("Language") == "As on this computer"
    assert desk.read("Name") == "Giulia"
    desk.answer = True
    desk.choose("Language", "Italiano")
    desk.settle()
    assert i18n.current_language() == "it"
    assert load_settings().language == "it"


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("tones", ["light", "dark"])
def test_it_can_be_shown_in_both_languages_and_themes(desk: Any, language: str, tones: str) -> None:
    i18n.use_language(language)
    theme.apply(tones)
    desk.open("settings")
    assert not desk.window.grab().isNull()


def test_a_profile_that_cannot_be_read_says_so(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_path: Path) -> None:
        raise OSError("gone")

    monkeypatch.setattr("smmdesk.ui.pages.settings.read", fail)
    desk.open("settings")
    assert desk.sees_error_page
    assert len(desk.boxes) == 1
    assert desk.boxes[0].report


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_list_of_backups_is_whole_in_the_smallest_window(desk: Any, language: str) -> None:
    i18n.use_language(language)
    page = desk.open("settings")
    desk.window.resize(*theme.SMALLEST_WINDOW)
    with desk.domain():
        for reason in ("import", "migration", "asked"):
            back_up(reason)
    page.reload()
    desk.settle()
    table = page.backups
    shown = [place for place in range(3) if not table.isColumnHidden(place)]
    assert shown[:2] == [0, 1]  # when and why are what one chooses by
    for row in range(3):
        for place in shown:
            room = table.columnWidth(place) - 2 * theme.CELL
            assert theme.text_width(table.proxy.index(row, place).data()) <= room
    assert sum(table.columnWidth(place) for place in shown) <= table.viewport().width()


def test_the_quiet_line_covers_nothing_that_has_the_focus(desk: Any) -> None:
    page = desk.open("settings")
    desk.window.resize(*theme.SMALLEST_WINDOW)
    page.take_focus()
    desk.settle()
    line = desk.window.quiet
    resting, moved, seen = None, 0, set()
    for _step in range(40):
        desk.context.notify.say("Your profile is saved, with all that belongs to it.", lambda: None)
        desk.key(Qt.Key.Key_Tab)
        focused = desk.window.focusWidget()
        if not page.isAncestorOf(focused):
            continue
        seen.add(focused)
        here = QRect(focused.mapTo(desk.window.stack, focused.rect().topLeft()), focused.size())
        desk.qtbot.waitUntil(lambda here=here: not line.geometry().intersects(here), timeout=10_000)
        assert desk.window.stack.rect().contains(line.geometry())
        resting = max(resting or 0, line.y())
        moved += line.y() < resting
    # The page is long enough that the line would have lain over some of them.
    assert len(seen) > 10 and moved > 0


def test_the_quiet_line_goes_back_when_what_has_the_focus_moves_away(desk: Any) -> None:
    page = desk.open("settings")
    page.take_focus()
    desk.settle()
    line = desk.window.quiet
    desk.context.notify.say("Your profile is saved.")
    resting = line.y()
    stray = QPushButton("Here", desk.window.stack)
    stray.move(line.x(), line.y())
    stray.show()
    stray.setFocus()
    desk.qtbot.waitUntil(lambda: line.y() < resting, timeout=10_000)
    stray.move(line.x(), 0)
    desk.qtbot.waitUntil(lambda: line.y() == resting, timeout=10_000)
