"""Importing files in the window: dropped, looked at, asked about, imported, undone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent

from smmdesk.core.errors import UserError
from smmdesk.domain.accounts import AccountDraft, account_rows, add_account
from smmdesk.domain.clients import ClientDraft, add_client
from smmdesk.domain.imports.queries import imports_of
from smmdesk.domain.ledger.queries import ledger_rows
from smmdesk.ui import theme
from smmdesk.ui.pages.imports.batch import batch_of

META = (
    "Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,Post type,"
    "Data comment,Date,Views,Reach,Likes,Shares,Follows,Comments,Saves\n"
)
GA4 = "# ----------------------------------------\n# Pages\n# Start date: 20260601\n# End date: 20260630\n"


def post(number: int, *, views: int | str = 120, account: str = "111,hotelmiramare,Hotel Miramare") -> str:
    return (
        f"18{number:015d},{account},A quiet terrace {number},0,06/{number:02d}/2026 03:00,"
        f"https://www.instagram.com/p/{number}/,IG image,,Lifetime,{views},100,9,1,0,2,3\n"
    )


def add_hotel(desk: Any) -> int:
    """Keep a client with an Instagram account."""
    with desk.domain():
        client = add_client(ClientDraft("Hotel Miramare", "it", "EUR", "Europe/Rome"))
        add_account(client, AccountDraft("instagram", "hotelmiramare", "Miramare"))
    return client


@pytest.fixture
def hotel(desk: Any) -> int:
    return add_hotel(desk)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Write an export of three posts, one of which has a number that cannot be read."""
    path = tmp_path / "june.csv"
    path.write_text(META + post(1) + post(2, views="many") + post(3), encoding="utf-8-sig")
    return path


def drop(desk: Any, *paths: Path) -> None:
    """Drop files on the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPoint(5, 5).toPointF(),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    desk.window.dropEvent(event)
    settle(desk)


def settle(desk: Any) -> None:
    """Wait until no file is looked at or imported any more."""
    batch = batch_of(desk.context)
    still = ("waiting", "looking", "queued", "importing")
    desk.settle()
    desk.qtbot.waitUntil(
        lambda: (
            (desk.context.client_id is None or not any(str(one.step) in still for one in batch.files))
            and not desk.context.tasks.busy
        ),
        timeout=20_000,
    )
    desk.settle()


def press(desk: Any, words: str) -> None:
    desk.press(words)
    settle(desk)


def test_a_dropped_file_is_shown_before_anything_is_kept(desk: Any, hotel: int, export: Path) -> None:
    desk.open("today", client=hotel)
    drop(desk, export)
    assert desk.window.page.word == "imports"
    assert desk.window.side._group.checkedButton() is None
    assert desk.rows("Files")[0][0] == "june.csv"
    assert desk.sees("Instagram @hotelmiramare")
    assert desk.sees("2 new") or desk.sees("3 new")
    with desk.domain():
        assert imports_of(hotel) == []
    assert desk.rows("The first posts")[0][1].startswith("A quiet terrace")


def test_import_keeps_the_file_says_so_and_can_be_undone(desk: Any, hotel: int, export: Path) -> None:
    desk.open("today", client=hotel)
    drop(desk, export)
    press(desk, "Import 1 file")
    assert desk.said[-1].startswith("“june.csv” is imported:")
    assert "✓ Imported" in desk.rows("Files")[0][-1]
    with desk.domain():
        assert [row.file_name for row in imports_of(hotel)] == ["june.csv"]
    desk.undo_it()
    with desk.domain():
        assert imports_of(hotel) == []
    assert "Undone" in desk.rows("Files")[0][-1]


def test_the_day_that_the_file_leaves_open_is_asked_in_place(desk: Any, hotel: int, export: Path) -> None:
    desk.open("today", client=hotel)
    drop(desk, export)
    assert desk.read("On which day was it exported?")
    assert desk.sees("it was last changed on this day")
    desk.type("On which day was it exported?", "04/07/2026")
    press(desk, "Import 1 file")
    with desk.domain():
        assert imports_of(hotel)[0].read_on == date(2026, 7, 4)


def test_a_day_ahead_is_refused_at_its_field(desk: Any, hotel: int, export: Path) -> None:
    desk.open("today", client=hotel)
    drop(desk, export)
    desk.field("On which day was it exported?").setFocus()
    desk.type("On which day was it exported?", "04/07/2031")
    desk.key(Qt.Key.Key_Return)
    settle(desk)
    assert "lies in the future" in desk.field("On which day was it exported?").accessibleDescription()
    assert not desk.has_button("Import 1 file")


def test_an_account_that_the_client_lacks_is_made_only_on_import(desk: Any, hotel: int, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text(META + post(1, account="222,barsport,Bar Sport"), encoding="utf-8-sig")
    desk.open("today", client=hotel)
    drop(desk, path)
    # The client's only account of the platform has another handle, so it is not guessed.
    assert desk.read("Whose numbers are these?") == "Create: Instagram @barsport (new)"
    with desk.domain():
        assert len(account_rows(hotel)) == 1
    press(desk, "Import 1 file")
    with desk.domain():
        assert {row.handle for row in account_rows(hotel)} == {"hotelmiramare", "barsport"}


def test_all_clients_asks_first_whose_files_these_are(desk: Any, hotel: int, export: Path) -> None:
    desk.open("today")
    drop(desk, export)
    assert desk.sees("Which client are these files for?")
    assert not desk.has_button("Import 1 file")
    desk.choose("Client", "Hotel Miramare")
    press(desk, "Read the files")
    assert desk.context.client_id == hotel
    assert desk.has_button("Import 1 file")


def test_an_unknown_file_is_said_clearly_and_the_others_go_on(
    desk: Any, hotel: int, export: Path, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("nothing of interest", encoding="utf-8")
    (tmp_path / "empty.csv").write_bytes(b"")
    desk.open("today", client=hotel)
    drop(desk, tmp_path / "notes.txt", tmp_path / "empty.csv", export)
    states = {row[0]: row[-1] for row in desk.rows("Files")}
    assert "Cannot be read" in states["notes.txt"]
    assert "Cannot be read" in states["empty.csv"]
    desk.pick("Files", "empty.csv")
    assert desk.sees("empty.csv")
    assert desk.sees("What can be read: exports of ")
    press(desk, "Import 1 file")
    with desk.domain():
        assert [row.file_name for row in imports_of(hotel)] == ["june.csv"]


def test_a_folder_is_opened_and_a_ledger_sheet_taken_too(desk: Any, hotel: int, tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "june.csv").write_text(META + post(1), encoding="utf-8-sig")
    (folder / ".hidden.csv").write_text("x", encoding="utf-8")
    (folder / "ledger.csv").write_text(
        "id,row,date,kind,amount\nF1,cost,2026-06-01,fee,700.00\nF2,cost,2026-06-31,fee,700.00\n", encoding="utf-8"
    )
    desk.open("today", client=hotel)
    drop(desk, folder)
    assert sorted(row[0] for row in desk.rows("Files")) == ["june.csv", "ledger.csv"]
    desk.pick("Files", "ledger.csv")
    assert desk.rows("Refused rows")[0][:3] == ["3", "date", "2026-06-31"]
    press(desk, "Import 2 files")
    with desk.domain():
        assert [kept.row.id for kept in ledger_rows(hotel)] == ["F1"]
        assert len(imports_of(hotel)) == 2


def test_of_a_folder_only_what_can_be_a_table_is_taken(desk: Any, hotel: int, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    (folder / "script").mkdir(parents=True)
    for name in ("June.CSV", "two.tsv", "three.txt", "four.XLS", "five.xlsx", "six.zip"):
        (folder / name).write_text("Giorno,Passanti\n01/06/2026,12\n", encoding="utf-8")
    left_out = (
        "README.md",
        "notes.md",
        "report.pdf",
        "logo.PNG",
        "letter.docx",
        "script/a.py",
        "script/b.toml",
        "LICENSE",
    )
    for name in left_out:
        (folder / name).write_text("Giorno,Passanti\n01/06/2026,12\n", encoding="utf-8")
    desk.open("today", client=hotel)
    drop(desk, folder)
    assert {row[0] for row in desk.rows("Files")} == {
        "June.CSV", "two.tsv", "three.txt", "four.XLS", "five.xlsx", "six.zip"
    }  # fmt: skip
    assert len(desk.said) == 1
    assert desk.said[0].startswith("8 files are no tables by their endings and were left out (.md, ")
    assert all(ending in desk.said[0] for ending in (".pdf", ".png", ".docx", "no ending", "…"))


def test_a_folder_without_a_table_says_so(desk: Any, hotel: int, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "LICENSE").write_text("free", encoding="utf-8")
    desk.open("today", client=hotel)
    drop(desk, tmp_path / "papers")
    assert desk.said == ["1 file is no table by its ending and was left out (no ending)."]


def test_a_file_that_is_chosen_by_hand_is_always_tried(desk: Any, hotel: int, tmp_path: Path) -> None:
    export = tmp_path / "june.backup"
    export.write_text(META + post(1), encoding="utf-8-sig")
    desk.open("today", client=hotel)
    drop(desk, export)
    assert desk.said == []
    assert [(row[0], row[-1]) for row in desk.rows("Files")] == [("june.backup", "◐ Ready, please check")]


def test_what_is_imported_is_told_in_past_words(desk: Any, hotel: int, export: Path) -> None:
    desk.open("today", client=hotel)
    drop(desk, export)
    assert desk.sees("Brings") and desk.sees("The first posts, as they will be read")
    press(desk, "Import 1 file")
    assert desk.sees("Brought") and desk.sees("The first posts, as they were read")
    assert "Brings" not in desk.texts()
    assert not desk.sees("will be read")


def test_the_same_file_again_brings_nothing_new(desk: Any, hotel: int, export: Path) -> None:
    desk.open("today", client=hotel)
    drop(desk, export)
    press(desk, "Import 1 file")
    drop(desk, export)
    assert "as before" in " ".join(desk.texts())
    press(desk, "Import 1 file")
    with desk.domain():
        assert len(imports_of(hotel)) == 1
    assert desk.undo is None


def test_what_was_imported_before_is_listed_and_can_be_undone(desk: Any, hotel: int, export: Path) -> None:
    desk.open("today", client=hotel)
    drop(desk, export)
    press(desk, "Import 1 file")
    press(desk, "Clear the list")
    desk.press("Imported before 1")
    assert desk.rows("Imported before")[0][1] == "june.csv"
    desk.pick("Imported before", "june.csv")
    desk.press("Undo this import")
    assert desk.boxes[0].title == "Undo the import of “june.csv”?"
    with desk.domain():
        assert len(imports_of(hotel)) == 1
    desk.answer = True
    press(desk, "Undo this import")
    with desk.domain():
        assert imports_of(hotel) == []
    assert desk.sees_empty_page


def test_without_a_client_the_page_leads_to_the_first_one(desk: Any, export: Path) -> None:
    desk.open("today")
    drop(desk, export)
    assert desk.sees("No client yet")
    desk.press("Add a client")
    assert desk.window.page.word == "clients"


def test_a_reading_workspace_takes_no_files(desk: Any, hotel: int, export: Path) -> None:
    desk.context.workspace.writable = False
    desk.open("imports", client=hotel)
    desk.context.import_files([export])
    desk.settle()
    assert desk.boxes[0].title == "Nothing can be imported: this workspace is open for reading only."


def test_a_failing_disk_loses_no_answer(desk: Any, hotel: int, export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from smmdesk.ui.pages.imports import reading

    real = reading.finish_import

    def full(*_args: Any, **_named: Any) -> Any:
        raise UserError("The disk is full.", "What you just did was not saved; everything before it is safe.")

    monkeypatch.setattr(reading, "finish_import", full)
    desk.open("today", client=hotel)
    drop(desk, export)
    desk.type("On which day was it exported?", "04/07/2026")
    press(desk, "Import 1 file")
    assert desk.sees("The disk is full.")
    assert desk.read("On which day was it exported?") == "04/07/2026"
    monkeypatch.setattr(reading, "finish_import", real)
    press(desk, "Import 1 file")
    with desk.domain():
        assert imports_of(hotel)[0].read_on == date(2026, 7, 4)


def test_cancel_leaves_everything_as_it_was(desk: Any, hotel: int, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    rows = "".join(
        f"18{number:015d},111,hotelmiramare,Hotel Miramare,Post,0,06/{number % 28 + 1:02d}/2026 03:00,"
        f"https://www.instagram.com/p/{number}/,IG image,,Lifetime,120,100,9,1,0,2,3\n"
        for number in range(30_000)
    )
    path.write_text(META + rows, encoding="utf-8-sig")
    desk.open("today", client=hotel)
    drop(desk, path)
    begin(desk, "Import 1 file")
    desk.qtbot.waitUntil(lambda: batch_of(desk.context)._job is not None, timeout=5_000)
    job = batch_of(desk.context)._job
    assert job is not None
    job.cancel()
    settle(desk)
    with desk.domain():
        assert imports_of(hotel) == []
    assert any("Nothing of “many.csv” was kept." in one for one in desk.said)
    assert desk.has_button("Import 1 file")


def test_cancel_while_files_are_looked_at_stops_them_all(
    desk: Any, hotel: int, export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from smmdesk.ui.pages.imports import batch as module

    def endless(_path: Path, _client: int, _answers: Any, progress: Any, **_more: Any) -> None:
        progress.stop.wait(10)
        progress.check()

    other = tmp_path / "other.csv"
    other.write_text(META + post(4), encoding="utf-8-sig")
    desk.open("today", client=hotel)
    batch = batch_of(desk.context)
    with monkeypatch.context() as patched:
        patched.setattr(module, "look_at", endless)
        batch.add([export, other])
        desk.qtbot.waitUntil(lambda: batch._job is not None, timeout=5_000)
        assert batch._job is not None
        batch._job.cancel()
        settle(desk)
    desk.context.go("imports")
    desk.settle()
    assert ["Cannot be read" in row[-1] for row in desk.rows("Files")] == [True, True]
    assert desk.sees("You stopped looking at this file.")
    drop(desk, export, other)
    assert ["Ready" in row[-1] for row in desk.rows("Files")] == [True, True]


def begin(desk: Any, words: str) -> None:
    """Press a button without waiting for what it starts."""
    from PySide6.QtTest import QTest

    QTest.mouseClick(desk.button(words), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("dress", ["light", "dark"])
def test_it_fits_the_smallest_window_in_both_dresses(desk: Any, hotel: int, export: Path, dress: str) -> None:
    theme.apply(dress)
    page = desk.open("imports", client=hotel)
    desk.window.resize(*theme.SMALLEST_WINDOW)
    drop(desk, export)
    assert desk.window.width() == theme.SMALLEST_WINDOW[0]
    assert page.minimumSizeHint().width() <= theme.SMALLEST_WINDOW[0] - desk.window.side.width()


def card(path: Path, *titles: str) -> Path:
    """Write an insights card with one day below each title."""
    blocks = [f'"{title}"\n"Date","Primary"\n"2026-06-01T00:00:00","5"\n' for title in titles]
    path.write_text("sep=,\n" + "\n".join(blocks), encoding="utf-16")
    return path


def test_a_card_without_its_network_offers_the_accounts_of_both(desk: Any, hotel: int, tmp_path: Path) -> None:
    with desk.domain():
        page = add_account(hotel, AccountDraft("facebook", "miramarepage", "Miramare"))
    desk.open("today", client=hotel)
    drop(desk, card(tmp_path / "Reach.csv", "Reach"))
    assert desk.sees("does not say whether its numbers are of Facebook or Instagram")
    assert "Answer needed" in desk.rows("Files")[0][-1]
    desk.choose("Whose numbers are these?", "Facebook miramarepage")
    settle(desk)
    press(desk, "Import 1 file")
    with desk.domain():
        assert [row.accounts for row in imports_of(hotel)] == ["miramarepage"]
        assert page in [row.id for row in account_rows(hotel)]


def test_a_file_of_two_networks_asks_for_both_accounts(desk: Any, hotel: int, tmp_path: Path) -> None:
    with desk.domain():
        add_account(hotel, AccountDraft("facebook", "miramarepage", "Miramare"))
        add_account(hotel, AccountDraft("instagram", "miramare.spa", "Spa"))
    desk.open("today", client=hotel)
    drop(desk, card(tmp_path / "Follows.csv", "Follows", "Instagram follows"))
    assert desk.read("Whose numbers are these?") == "Facebook miramarepage"
    assert "Answer needed" in desk.rows("Files")[0][-1]
    desk.choose("And those of the other platform?", "Instagram @miramare.spa")
    settle(desk)
    press(desk, "Import 1 file")
    with desk.domain():
        assert [set(row.accounts.split(", ")) for row in imports_of(hotel)] == [{"miramarepage", "miramare.spa"}]
