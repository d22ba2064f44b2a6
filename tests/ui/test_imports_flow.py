"""The queue of files in the window: one question per account, past imports read again, a watched folder."""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog

from smmdesk.domain.accounts import AccountDraft, account_rows, add_account
from smmdesk.domain.clients import ClientDraft, add_client
from smmdesk.domain.imports.queries import imports_of
from smmdesk.domain.imports.tables import Import
from smmdesk.domain.results.tables import PostReading
from smmdesk.ui import theme
from smmdesk.ui.pages.imports import watching
from smmdesk.ui.pages.imports.batch import batch_of
from smmdesk.ui.pages.imports.watching import Watcher, marks_in, watcher_of
from smmdesk.ui.widgets.text import Button
from tests.ui.test_imports import META, drop, post, press, settle

OVERVIEW = "Date,Video Views,Profile Views,Likes,Comments,Shares\n"


def overview(path: Path, views: int) -> Path:
    """Write a TikTok overview: it names no account."""
    path.parent.mkdir(parents=True, exist_ok=True)
    days = "".join(f'"June {day}","{views + day}","4","3","2","1"\n' for day in range(1, 8))
    path.write_text(OVERVIEW + days, encoding="utf-8-sig")
    os.utime(path, (1_781_000_000, 1_781_000_000))  # 9 June 2026
    return path


@pytest.fixture
def hotel(desk: Any) -> int:
    """Keep a client without any account."""
    with desk.domain():
        return add_client(ClientDraft("Hotel Miramare", "it", "EUR", "Europe/Rome"))


def states(desk: Any) -> dict[str, str]:
    return {row[0]: row[-1] for row in desk.rows("Files")}


def test_one_account_is_added_in_place_for_all_files_of_its_folder(desk: Any, hotel: int, tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    overview(folder / "bar" / "Overview.csv", 10)
    overview(folder / "bar" / "Overview (1).csv", 20)
    overview(folder / "spa" / "Overview (2).csv", 30)
    (folder / "notes.txt").write_text("nothing", encoding="utf-8")
    (folder / "june.csv").write_text(META + post(1), encoding="utf-8-sig")
    desk.open("today", client=hotel)
    drop(desk, folder)
    assert desk.sees("1 ready, 3 need an answer, 1 left out")
    # What asks comes first and is shown.
    assert desk.read("Whose numbers are these?") == "A new account on TikTok …"
    assert desk.field("The same for all 2 files of this account").isChecked()
    desk.type("Handle or name of the new account", "@bar.roma")
    press(desk, "Add the account")
    with desk.domain():
        assert [(row.platform, row.handle) for row in account_rows(hotel)] == [("tiktok", "bar.roma")]
    told = states(desk)
    assert ["Ready" in told[name] for name in ("Overview.csv", "Overview (1).csv")] == [True, True]
    # The other folder's file is not taken for the same account in silence.
    assert "Answer needed" in told["Overview (2).csv"]
    assert desk.window.page.word == "imports"
    desk.pick("Files", "Overview (2).csv")
    assert desk.read("Whose numbers are these?") == "Choose an account …"
    desk.choose("Whose numbers are these?", "TikTok @bar.roma")
    settle(desk)
    press(desk, "Import 4 files")
    with desk.domain():
        assert sorted((row.file_name, row.accounts) for row in imports_of(hotel)) == [
            ("Overview (1).csv", "bar.roma"),
            ("Overview (2).csv", "bar.roma"),
            ("Overview.csv", "bar.roma"),
            ("june.csv", "hotelmiramare"),
        ]


def test_an_answer_is_for_one_file_alone_where_the_box_is_not_ticked(desk: Any, hotel: int, tmp_path: Path) -> None:
    overview(tmp_path / "Overview.csv", 10)
    overview(tmp_path / "Overview (1).csv", 20)
    with desk.domain():
        add_account(hotel, AccountDraft("tiktok", "bar"))
        add_account(hotel, AccountDraft("tiktok", "spa"))
    desk.open("today", client=hotel)
    drop(desk, tmp_path / "Overview.csv", tmp_path / "Overview (1).csv")
    desk.pick("Files", "Overview.csv")
    box = desk.field("The same for all 2 files of this account")
    assert isinstance(box, QCheckBox)
    box.click()
    desk.choose("Whose numbers are these?", "TikTok @spa")
    settle(desk)
    told = states(desk)
    assert ("Ready" in told["Overview.csv"], "Answer needed" in told["Overview (1).csv"]) == (True, True)


def test_a_name_that_is_taken_is_refused_at_its_field(desk: Any, hotel: int, tmp_path: Path) -> None:
    with desk.domain():
        add_account(hotel, AccountDraft("tiktok", "bar"))
        add_account(hotel, AccountDraft("tiktok", "spa"))
    desk.open("today", client=hotel)
    drop(desk, overview(tmp_path / "Overview.csv", 10))
    desk.choose("Whose numbers are these?", "A new account on TikTok …")
    desk.type("Handle or name of the new account", "bar")
    press(desk, "Add the account")
    assert "already has this account" in desk.field("Handle or name of the new account").accessibleDescription()


def test_a_day_said_before_the_account_is_added_is_kept_with_the_name(desk: Any, hotel: int, tmp_path: Path) -> None:
    desk.open("today", client=hotel)
    drop(desk, overview(tmp_path / "Overview.csv", 10), overview(tmp_path / "Overview (1).csv", 20))
    desk.type("Handle or name of the new account", "@bar.roma")
    day = desk.field("On which day was it exported?")
    desk.type("On which day was it exported?", "10/06/2026")
    day.editingFinished.emit()
    settle(desk)
    assert desk.read("Handle or name of the new account") == "@bar.roma"
    press(desk, "Add the account")
    press(desk, "Import 2 files")
    with desk.domain():
        assert [row.read_on for row in imports_of(hotel)] == [date(2026, 6, 10)] * 2


def test_the_client_says_which_named_accounts_are_its_own(desk: Any, hotel: int, tmp_path: Path) -> None:
    path = tmp_path / "june.csv"
    others = post(3, account="999,bar.due,Bar Due") + post(4, account="888,chefanna,Anna")
    path.write_text(META + post(1) + post(2) + others, encoding="utf-8-sig")
    desk.open("today", client=hotel)
    drop(desk, path)
    boxes = {name: desk.field(f"Instagram @{name}") for name in ("hotelmiramare", "bar.due", "chefanna")}
    assert [box.isChecked() for box in boxes.values()] == [True, False, False]
    boxes["bar.due"].setFocus()
    desk.key(Qt.Key.Key_Space)
    settle(desk)
    assert desk.field("Instagram @bar.due") is boxes["bar.due"]
    assert desk.sees("Instagram @chefanna (guest)")
    press(desk, "Import 1 file")
    with desk.domain():
        kept = {row.handle: row.is_guest for row in account_rows(hotel)}
    assert kept == {"hotelmiramare": False, "bar.due": False, "chefanna": True}


def test_every_file_of_the_drop_is_counted(desk: Any, hotel: int, tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "june.csv").write_text(META + post(1), encoding="utf-8-sig")
    (folder / "stand.csv").write_text("Giorno,Passanti\n01/06/2026,12\n02/06/2026,15\n", encoding="utf-8")
    (folder / "notes.txt").write_text("nothing", encoding="utf-8")
    desk.open("today", client=hotel)
    drop(desk, folder)
    assert desk.sees("3 files for Hotel Miramare: 1 ready, 1 to map, 1 left out.")
    assert [row[0] for row in desk.rows("Files")] == ["stand.csv", "june.csv", "notes.txt"]
    press(desk, "Import 1 file")
    # What is imported waits no longer.
    assert desk.window.page.pills.findChildren(Button)[0].text().strip() == "To import 2"


def test_dropped_without_a_client_the_question_has_the_focus(desk: Any, hotel: int, tmp_path: Path) -> None:
    with desk.domain():
        second = add_client(ClientDraft("Bar Roma", "it", "EUR", "Europe/Rome"))
    (tmp_path / "june.csv").write_text(META + post(1), encoding="utf-8-sig")
    desk.open("today")
    drop(desk, tmp_path / "june.csv")
    page = desk.window.page
    # Of several clients none is taken for granted.
    assert page.client_choice.value() is None
    assert not page.client_button.isEnabled()
    assert page.client_choice.input.hasFocus()
    desk.choose("Client", "Bar Roma")
    press(desk, "Read the files")
    assert desk.context.client_id == second
    assert page.files.hasFocus()


def test_alt_n_leads_from_question_to_question(desk: Any, hotel: int, tmp_path: Path) -> None:
    desk.open("today", client=hotel)
    drop(desk, overview(tmp_path / "a" / "A.csv", 1), overview(tmp_path / "b" / "B.csv", 2))
    panel = desk.window.page.panel
    assert panel.file.path.name == "A.csv"
    # The question that is shown is the first one; from inside the panel it goes on, and round.
    seen = []
    for _step in range(3):
        desk.key(Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
        assert panel.isAncestorOf(desk.window.focusWidget())
        seen.append(panel.file.path.name)
    assert seen == ["A.csv", "B.csv", "A.csv"]


def test_alt_n_leads_to_a_table_whose_columns_are_to_be_mapped(desk: Any, hotel: int, tmp_path: Path) -> None:
    unknown = tmp_path / "numbers.csv"
    unknown.write_text("Giorno;Visite;Voti\n01/06/2026;12;3\n02/06/2026;14;5\n", encoding="utf-8")
    damaged = tmp_path / "notes.txt"
    damaged.write_text("nothing", encoding="utf-8")
    desk.open("today", client=hotel)
    drop(desk, overview(tmp_path / "a" / "A.csv", 1), unknown, damaged)
    page = desk.window.page
    seen = []
    for _step in range(3):
        desk.key(Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
        seen.append((page.panel.file.path.name, page.panel.map_button.hasFocus()))
    # What cannot be read at all asks nothing.
    assert seen == [("A.csv", False), ("numbers.csv", True), ("A.csv", False)]
    # Where only columns are to be mapped, the button is there too.
    page.batch.remove(next(one for one in page.batch.files if one.path.name == "A.csv"))
    desk.settle()
    assert page.next_button.isVisible()
    desk.press("Next question")
    assert page.panel.file.path.name == "numbers.csv" and page.panel.map_button.hasFocus()


def test_every_kind_of_row_is_shown_before_it_is_kept(desk: Any, hotel: int, tmp_path: Path) -> None:
    sheet = tmp_path / "ledger.csv"
    sheet.write_text("id,row,date,kind,amount,description\nF1,cost,2026-06-01,fee,700.00,June\n", encoding="utf-8")
    late = tmp_path / "late.csv"
    # 30 June 23:00 by Meta's clock is 1 July 08:00 in Rome.
    late.write_text(META + post(1).replace("06/01/2026 03:00", "06/30/2026 23:00"), encoding="utf-8-sig")
    desk.open("today", client=hotel)
    drop(desk, sheet, late, overview(tmp_path / "Overview.csv", 10))
    desk.pick("Files", "ledger.csv")
    assert desk.rows("The first rows")[0][1:] == ["F1", "June", "700.00"]
    desk.pick("Files", "Overview.csv")
    assert desk.rows("The first days")[0][0] == "1 Jun 2026"
    desk.pick("Files", "late.csv")
    assert desk.rows("The first posts")[0][0] == "1 Jul 2026 (30 Jun there)"
    assert desk.sees("1 post near a month’s end")
    assert desk.sees("The file names it; the client does not have it yet.")


# ------------------------------------------------------------------------------------------------ imports of before


@pytest.fixture
def imported(desk: Any, hotel: int, tmp_path: Path) -> int:
    """Import three posts, one of which is refused, with an earlier version of the program."""
    path = tmp_path / "june.csv"
    path.write_text(META + post(1) + post(2, views="=1+1") + post(3), encoding="utf-8-sig")
    desk.open("today", client=hotel)
    drop(desk, path)
    press(desk, "Import 1 file")
    with desk.prepared():
        Import.update(program_version="0.0").execute()
        # As an earlier version would have misread it.
        PostReading.update(value=1).where(PostReading.value == 120).execute()
    batch_of(desk.context).clear()
    desk.context.changes.emit("imports")
    desk.settle()
    return hotel


def test_a_past_import_is_read_again_after_it_was_shown(desk: Any, imported: int) -> None:
    desk.open("imports", client=imported)
    desk.pick("Imported before", "june.csv")
    assert desk.sees("1 import was read by another version")
    assert desk.sees("version 0.0")
    press(desk, "Read again")
    changes = {row[0]: row[1:4] for row in desk.rows("What would change")}
    assert changes == {"Views": ["–", "2", "–"]}
    assert desk.sees("0 values new, 2 changed, 0 gone.")
    with desk.domain():
        assert PostReading.select().where(PostReading.value == 120).count() == 0
    press(desk, "Keep the new reading")
    assert desk.said[-1] == "1 import holds new readings."
    with desk.domain():
        assert PostReading.select().where(PostReading.value == 120).count() == 2
        assert len(imports_of(imported)) == 1
    assert not desk.sees("was read by another version")


def test_leaving_it_as_it_is_writes_nothing(desk: Any, imported: int) -> None:
    desk.open("imports", client=imported)
    desk.pick("Imported before", "june.csv")
    press(desk, "Read again")
    press(desk, "Leave as it is")
    assert desk.has_button("Read again")
    with desk.domain():
        assert PostReading.select().where(PostReading.value == 120).count() == 0


def test_all_of_another_version_are_read_again_at_once(desk: Any, imported: int) -> None:
    desk.open("imports", client=imported)
    press(desk, "See what would change")
    box = desk.boxes[-1]
    assert box.title == "Keep the new reading of 1 file?"
    assert box.detail == "june.csv: 0 values new, 2 changed, 0 gone."
    desk.answer = True
    press(desk, "See what would change")
    with desk.domain():
        assert PostReading.select().where(PostReading.value == 120).count() == 2


def test_every_class_of_row_is_told_and_the_refused_are_saved(
    desk: Any, imported: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.open("imports", client=imported)
    desk.pick("Imported before", "june.csv")
    assert desk.sees("2 rows read, 1 refused")
    target = tmp_path / "refused.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(target), ""))
    press(desk, "Save the refused rows …")
    (row,) = list(csv.reader(target.read_text("utf-8-sig").splitlines()))[1:]
    assert row[:3] == ["3", "Views", "'=1+1"]
    assert desk.said[-1] == "refused.csv is saved."


def test_a_ledger_sheet_is_undone_from_the_list(desk: Any, hotel: int, tmp_path: Path) -> None:
    sheet = tmp_path / "ledger.csv"
    sheet.write_text("id,row,date,kind,amount\nF1,cost,2026-06-01,fee,700.00\n", encoding="utf-8")
    desk.open("today", client=hotel)
    drop(desk, sheet)
    press(desk, "Import 1 file")
    desk.undo_it()
    with desk.domain():
        assert imports_of(hotel) == []


# ------------------------------------------------------------------------------------------------ a watched folder


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    folder = tmp_path / "Downloads"
    folder.mkdir()
    (folder / "old.csv").write_text(META + post(1), encoding="utf-8-sig")
    return folder


def looked(desk: Any, watcher: Watcher) -> None:
    """Look at the folder as the timer does."""
    watcher.look()
    desk.settle()


def test_new_whole_files_are_told_once_and_nothing_is_imported(desk: Any, hotel: int, downloads: Path) -> None:
    desk.open("imports", client=hotel)
    watcher = watcher_of(desk.context)
    assert watcher.folder is None
    watcher.watch(downloads)
    (downloads / "june.csv").write_text(META + post(2), encoding="utf-8-sig")
    (downloads / "half.csv.crdownload").write_text("x", encoding="utf-8")
    (downloads / "picture.png").write_bytes(b"x")
    growing = downloads / "growing.csv"
    growing.write_text(META, encoding="utf-8-sig")
    looked(desk, watcher)
    assert watcher.words == ""
    growing.write_text(META + post(3), encoding="utf-8-sig")  # still being written
    looked(desk, watcher)
    assert watcher.words == "1 new export in “Downloads”."
    looked(desk, watcher)
    assert watcher.words == "2 new exports in “Downloads”."
    assert desk.said[-1] == watcher.words
    with desk.domain():
        assert imports_of(hotel) == []
    desk.open("imports", client=hotel)
    press(desk, "Look at them")
    assert sorted(row[0] for row in desk.rows("Files")) == ["growing.csv", "june.csv"]
    looked(desk, watcher)
    assert watcher.words == ""
    # The next start knows what was seen.
    again = Watcher(desk.context)
    looked(desk, again)
    looked(desk, again)
    assert again.words == ""
    (downloads / "june.csv").write_text(META + post(2) + post(4), encoding="utf-8-sig")
    looked(desk, again)
    looked(desk, again)
    assert again.words == "1 new export in “Downloads”."


def test_new_files_are_told_where_nothing_was_imported_yet(desk: Any, hotel: int, downloads: Path) -> None:
    page = desk.open("imports", client=hotel)
    assert desk.sees("Nothing was imported yet")
    assert page.next_button.isHidden()
    page.watcher.watch(downloads)
    (downloads / "june.csv").write_text(META + post(2), encoding="utf-8-sig")
    looked(desk, page.watcher)
    looked(desk, page.watcher)
    assert desk.sees("1 new export in “Downloads”.")
    press(desk, "Not these")
    assert desk.sees("Nothing was imported yet")


def test_the_folder_is_chosen_and_left_again(
    desk: Any, hotel: int, downloads: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = desk.open("imports", client=hotel)
    drop(desk, tmp_path / "Downloads" / "old.csv")
    assert desk.sees("No folder is watched")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_arguments: str(downloads))
    press(desk, "Watch a folder …")
    assert desk.context.settings.watched_folder == str(downloads)
    assert desk.sees("New exports are looked for in Downloads.")
    assert page.watch_line.words.toolTip() == theme.plain_tip(str(downloads))
    desk.open("settings")
    assert desk.sees(f"New exports are looked for in {downloads}.")
    desk.open("imports")
    assert page.watcher._system.directories() == [str(downloads)]
    press(desk, "Stop watching")
    assert (desk.context.settings.watched_folder, page.watcher._system.directories()) == ("", [])


def test_the_system_tells_of_a_new_file(
    desk: Any, hotel: int, downloads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "SETTLE_MS", 20)
    desk.open("imports", client=hotel)
    watcher = Watcher(desk.context)
    watcher.watch(downloads)
    (downloads / "june.csv").write_text(META + post(2), encoding="utf-8-sig")
    desk.qtbot.waitUntil(lambda: watcher.words == "1 new export in “Downloads”.", timeout=10_000)
    watcher.take()
    assert watcher.words == ""


def test_files_that_may_be_exports(tmp_path: Path) -> None:
    for name in (
        "a.csv",
        "b.XLSX",
        "c.zip",
        ".hidden.csv",
        "~$b.xlsx",
        "d.csv.part",
        "e.csv.crdownload",
        "f.pdf",
        "g.TXT",
        "h.md",
        "LICENSE",
    ):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "empty.csv").touch()
    (tmp_path / "waits.csv").write_text("x", encoding="utf-8")
    (tmp_path / "waits.csv.part").write_text("x", encoding="utf-8")
    (tmp_path / "folder.csv").mkdir()
    assert sorted(Path(mark.path).name for mark in marks_in(tmp_path)) == ["a.csv", "b.XLSX", "c.zip", "g.TXT"]
    assert marks_in(tmp_path / "nowhere") == set()
