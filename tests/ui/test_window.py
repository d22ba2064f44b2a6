"""The window: choosing client and month, going from page to page by keyboard, finding, speaking, leaving."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QTableView, QWidget

from smmdesk.core import i18n
from smmdesk.core.errors import UserError
from smmdesk.core.periods import Month
from smmdesk.core.settings import load_settings
from smmdesk.domain.accounts import AccountDraft, add_account
from smmdesk.domain.clients import ClientDraft, add_client, archive_client
from smmdesk.domain.deliverables.commands import add_deliverable
from smmdesk.domain.deliverables.rows import DeliverableDraft
from smmdesk.ui import tasks as tasks_module
from smmdesk.ui import theme
from smmdesk.ui.main_window import PAGES
from smmdesk.ui.page import Page
from smmdesk.ui.widgets.banner import Banner
from smmdesk.ui.widgets.form import Form

JUNE = Month(2026, 6)
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier

# A screen that is not there can neither raise a list nor give it the keyboard; what is typed is sent to it directly.
drops_down = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def clients(desk: Any) -> dict[str, int]:
    with desk.prepared():
        made = {
            name: add_client(ClientDraft(name, "it", "EUR", "Europe/Rome", brand_color=color))
            for name, color in (("Bar Sport", "#c2410c"), ("Hotel Miramare", ""), ("<b>Bottega</b> & figli", "#0f4c5c"))
        }
        add_account(made["Hotel Miramare"], AccountDraft("instagram", "hotelmiramare"))
        add_deliverable(made["Hotel Miramare"], DeliverableDraft(JUNE, "post", "Terrazza al tramonto"))
    return made


def test_all_pages_are_in_the_side_bar_and_open_by_their_number(desk: Any, clients: dict[str, int]) -> None:
    desk.open("today")
    for number, page in enumerate((page for page in PAGES if page.in_side_bar), start=1):
        desk.key(Qt.Key(Qt.Key.Key_0 + number), CTRL)
        assert desk.window.page.word == page.word
        assert desk.has_button(page.title)
    assert load_settings().page == desk.window.page.word


@drops_down
def test_a_client_is_chosen_from_the_list_by_typing(desk: Any, clients: dict[str, int]) -> None:
    desk.open("today")
    assert desk.window.clients.text().strip() == "All clients"
    desk.window.clients.click()
    popup = desk.window.clients._list
    QTest.keyClicks(popup.line, "mira")
    QTest.keyClick(popup.line, Qt.Key.Key_Return)
    desk.settle()
    assert desk.context.client_id == clients["Hotel Miramare"]
    assert desk.window.clients.accessibleName() == "Client: Hotel Miramare"
    assert load_settings().client_id == clients["Hotel Miramare"]


def test_markup_in_a_name_is_shown_as_it_was_typed(desk: Any, clients: dict[str, int]) -> None:
    desk.open("today", client=clients["<b>Bottega</b> & figli"])
    assert desk.window.clients.text().strip() == "<b>Bottega</b> && figli"  # Qt shows two as one


def test_an_archived_client_is_no_longer_chosen(desk: Any, clients: dict[str, int]) -> None:
    desk.open("today", client=clients["Bar Sport"])
    with desk.domain():
        archive_client(clients["Bar Sport"])
    desk.context.changes.emit("clients")
    desk.settle()
    assert desk.context.client_id is None


@drops_down
def test_months_go_by_keyboard_and_from_the_year(desk: Any, clients: dict[str, int]) -> None:
    desk.open("today")
    desk.key(Qt.Key.Key_Left, ALT)
    assert desk.context.month == Month(2026, 5)
    assert desk.has_button("Month: May 2026")
    desk.key(Qt.Key.Key_Right, ALT)
    desk.key(Qt.Key.Key_Right, ALT)
    assert desk.context.month == Month(2026, 7)
    desk.window.months.open()
    year = desk.window.months._year
    next(one for one in year.findChildren(QAbstractButton) if one.accessibleName() == "February 2026").click()
    desk.settle()
    assert desk.context.month == Month(2026, 2)
    assert load_settings().month == "2026-02"


@drops_down
def test_find_anything(desk: Any, clients: dict[str, int]) -> None:
    desk.open("today", month=Month(2026, 3))
    desk.key(Qt.Key.Key_K, CTRL)
    search = desk.window.search
    assert search.hasFocus()
    QTest.keyClicks(search, "tramonto")
    desk.qtbot.waitUntil(lambda: search._found is not None and search._found.isVisible(), timeout=10_000)
    QTest.keyClick(search, Qt.Key.Key_Return)
    desk.settle()
    assert desk.window.page.word == "deliverables"
    assert desk.context.client_id == clients["Hotel Miramare"]
    assert desk.context.month == JUNE
    assert search.text() == ""


@drops_down
def test_what_is_not_found_is_said(desk: Any, clients: dict[str, int]) -> None:
    desk.open("today")
    search = desk.window.search
    QTest.keyClicks(search, "zzz")
    desk.qtbot.waitUntil(lambda: search._found is not None and search._found.isVisible(), timeout=10_000)
    assert search._found._model.item(0).text() == "Nothing found."
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert not search._found.isVisible()


def test_the_quiet_line_says_and_undoes(desk: Any) -> None:
    desk.open("today")
    undone: list[bool] = []
    desk.context.notify.say("The post is deleted.", lambda: undone.append(True))
    assert desk.window.quiet.text == "The post is deleted."
    desk.press("Undo")
    assert undone == [True]
    assert not desk.window.quiet.isVisible()


def test_the_quiet_line_is_undone_by_its_keys(desk: Any) -> None:
    desk.open("today")
    undone: list[bool] = []
    desk.context.notify.say("The post is deleted.", lambda: undone.append(True))
    assert desk.sees("Alt+Z")
    desk.key(Qt.Key.Key_Z, Qt.KeyboardModifier.AltModifier)
    assert undone == [True] and not desk.window.quiet.isVisible()
    desk.key(Qt.Key.Key_Z, Qt.KeyboardModifier.AltModifier)
    assert undone == [True]
    # Where there is nothing to undo, no keys are named.
    desk.context.notify.say("The file is saved.")
    assert not desk.sees("Alt+Z")
    desk.key(Qt.Key.Key_Z, Qt.KeyboardModifier.AltModifier)
    assert undone == [True]


def test_a_bug_is_told_once_with_a_report_without_data(desk: Any) -> None:
    desk.open("today")

    def break_down() -> None:
        raise ValueError("Hotel Miramare owes 600")

    for _again in range(2):
        desk.context.tasks.read(break_down)
        desk.settle()
    assert len(desk.boxes) == 1
    assert "ValueError" in desk.boxes[0].report
    assert "test_window.py" in desk.boxes[0].report
    assert "Miramare" not in desk.boxes[0].report


def test_a_user_error_without_a_place_gets_a_box(desk: Any) -> None:
    desk.open("today")

    def refuse() -> None:
        raise UserError("The disk is full.", "Everything before it is safe.", "Free some space.")

    desk.context.tasks.write(refuse)
    desk.settle()
    assert [(box.title, box.detail) for box in desk.boxes] == [
        ("The disk is full.", "Everything before it is safe.\nFree some space.")
    ]


def test_work_that_lasts_shows_its_progress_and_can_be_cancelled(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks_module, "SHOWN_AFTER_SECONDS", 0.0)
    desk.open("today")
    started, never = threading.Event(), threading.Event()

    def work(progress: Any) -> None:
        started.set()
        while not never.wait(0.002):  # reading a row takes a moment; without it the window would hardly get a turn
            progress(3, 10, "row 3 of 10")

    desk.context.tasks.write(work, label="Importing", progress=True)
    assert started.wait(10)
    desk.qtbot.waitUntil(lambda: desk.sees("Importing: row 3 of 10"), timeout=10_000)
    assert (desk.window.strip.bar.value(), desk.window.strip.bar.maximum()) == (3, 10)
    desk.press("Cancel")
    assert not desk.window.strip.isVisible()
    assert desk.boxes == []
    # The button went; the focus stays on the page, as the keyboard goes on there.
    assert desk.window.page.isAncestorOf(desk.window.focusWidget())


def test_half_typed_text_is_asked_about(desk: Any, clients: dict[str, int]) -> None:
    desk.open("settings")
    desk.type("Trade name", "Studio Ferri")
    desk.key(Qt.Key.Key_1, CTRL)
    assert desk.window.page.word == "settings"
    assert desk.boxes[0].act == "Leave without saving"
    desk.answer = True
    desk.key(Qt.Key.Key_1, CTRL)
    assert desk.window.page.word == "today"
    desk.key(Qt.Key(Qt.Key.Key_Comma), CTRL)
    assert desk.read("Trade name") == ""


def test_closing_cancels_waits_and_remembers_the_place(desk: Any) -> None:
    desk.open("today")
    gate = threading.Event()
    kept: list[str] = []
    desk.context.tasks.write(gate.wait)
    desk.context.tasks.write(lambda: kept.append("kept"))
    desk.window.close()
    assert desk.window.isVisible()  # the plain writes go to their end first
    gate.set()
    desk.qtbot.waitUntil(lambda: not desk.window.isVisible(), timeout=10_000)
    assert kept == ["kept"]
    assert load_settings().window


def test_files_dropped_anywhere_are_imported(desk: Any, tmp_path: Any) -> None:
    desk.open("today")
    asked: list[Any] = []
    desk.context.files_asked.disconnect()
    desk.context.files_asked.connect(asked.append)
    path = tmp_path / "export.csv"
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)), QUrl("https://example.com/x.csv")])
    event = QDropEvent(
        QPointF(QPoint(5, 5)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    desk.window.dropEvent(event)
    assert asked == [[path]]


def test_a_page_that_cannot_be_read_says_so_and_tries_again(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_client_id: object) -> None:
        raise UserError("The workspace file cannot be reached.", "Everything is safe.", "Check its disk.")

    with monkeypatch.context() as broken:
        broken.setattr("smmdesk.ui.pages.today.read", fail)
        desk.open("today")
        assert desk.sees_error_page
        assert desk.sees("The workspace file cannot be reached.")
        assert desk.boxes == []
    desk.press("Try again")
    assert not desk.sees_error_page


def test_pages_read_again_when_what_they_watch_changes(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.open("today")
    reads: list[str] = []
    original = Page.reload
    monkeypatch.setattr(Page, "reload", lambda page: (reads.append(page.word), original(page)))
    desk.context.changes.emit("reputation")
    assert reads == []
    desk.context.changes.emit("clients")
    desk.settle()
    assert reads == ["today"]
    desk.open("settings")
    reads.clear()
    desk.context.changes.emit("clients")
    assert reads == []  # it is not visible: it reads when it is shown next
    desk.open("today")
    assert reads == ["today"]


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("tones", ["light", "dark"])
def test_language_and_theme_change_at_once(desk: Any, language: str, tones: str) -> None:
    desk.open("settings")
    names = {"it": "Italiano", "en": "English"}
    desk.choose("Language", names[language])
    desk.settle()
    assert i18n.current_language() == language
    settings = desk.window.page
    settings.window_form.field("theme").set_value(tones)
    settings.window_form.field("theme").edited.emit()
    assert theme.is_dark() == (tones == "dark")
    assert (load_settings().language, load_settings().theme) == (language, tones)
    assert desk.window.page.word == "settings"


def test_everything_that_can_be_used_has_a_name(desk: Any, clients: dict[str, int]) -> None:
    for page in PAGES:
        desk.open(page.word, client=clients["Hotel Miramare"])
        nameless = [
            one
            for kind in (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QTableView)
            for one in desk.window.findChildren(kind)
            if one.isVisible()
            and not one.accessibleName()
            and not (isinstance(one, QAbstractButton) and one.text())
            and one.focusPolicy() != Qt.FocusPolicy.NoFocus
            and not one.objectName().startswith("qt_")
        ]
        assert nameless == [], (page.word, [(type(one).__name__, one.objectName()) for one in nameless])


def test_the_tab_key_goes_round_the_whole_window(desk: Any, clients: dict[str, int]) -> None:
    desk.open("settings")
    window = desk.window
    window.activateWindow()
    desk.qtbot.waitUntil(window.isActiveWindow, timeout=10_000)
    window.side.take_focus()
    seen: list[QWidget] = []
    for _step in range(80):
        seen.append(window.focusWidget())
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        if window.focusWidget() is seen[0]:
            break
    assert window.focusWidget() is seen[0], "the tab order never comes back"
    for wanted in (window.clients, window.search, window.page.form.field("name").control):
        assert wanted in seen


def test_the_tab_key_goes_as_one_reads_also_to_what_a_page_makes_when_it_is_filled(
    desk: Any, clients: dict[str, int]
) -> None:
    desk.open("clients")
    window = desk.window
    window.activateWindow()
    desk.qtbot.waitUntil(window.isActiveWindow, timeout=10_000)
    window.search.setFocus()
    seen: list[str] = []
    while not isinstance(window.focusWidget(), QTableView):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        seen.append(window.focusWidget().accessibleName())
    assert seen == ["Add a client", "In work 3", "Find a client", "Clients"]
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Backtab)
    assert window.focusWidget().accessibleName() == "Find a client"


def test_a_page_opened_by_its_number_has_the_focus_and_f6_leads_to_the_side_bar(
    desk: Any, clients: dict[str, int]
) -> None:
    desk.open("today")
    window = desk.window
    window.activateWindow()
    desk.qtbot.waitUntil(window.isActiveWindow, timeout=10_000)
    desk.key(Qt.Key.Key_2, CTRL)
    desk.settle()
    assert window.page.isAncestorOf(window.focusWidget())
    desk.key(Qt.Key.Key_F6)
    assert window.focusWidget().accessibleName() == "Clients"
    desk.key(Qt.Key.Key_F6)
    assert window.page.isAncestorOf(window.focusWidget())


def test_the_focus_stays_on_the_page_when_what_had_it_goes(desk: Any, clients: dict[str, int]) -> None:
    desk.open("clients", client=clients["Hotel Miramare"])
    window = desk.window
    window.activateWindow()
    desk.qtbot.waitUntil(window.isActiveWindow, timeout=10_000)
    page = window.page
    field = next(one for one in page.findChildren(QLineEdit) if one.isVisible() and one.accessibleName() == "Name")
    field.setFocus()
    field.parentWidget().parentWidget().hide()
    assert page.isAncestorOf(window.focusWidget())


def test_a_long_quiet_line_stays_left_of_the_panels_buttons(desk: Any, clients: dict[str, int]) -> None:
    page = desk.open("clients", client=clients["Hotel Miramare"])
    desk.window.resize(*theme.SMALLEST_WINDOW)
    desk.settle()
    desk.context.notify.say("An interrupted import was taken out again: " + "posts.csv, " * 30, undo=lambda: None)
    desk.settle()
    line = desk.window.quiet
    assert line.x() + line.width() <= desk.window.stack.width() / 2
    assert line.y() + line.height() <= desk.window.stack.height()
    assert page.isVisible()


@pytest.mark.parametrize("word", [page.word for page in PAGES])
def test_no_page_is_wider_than_the_smallest_window(desk: Any, clients: dict[str, int], word: str) -> None:
    desk.open(word, client=clients["Hotel Miramare"])
    desk.window.resize(*theme.SMALLEST_WINDOW)
    desk.settle()
    smallest = desk.window.minimumSizeHint()
    assert smallest.width() <= theme.SMALLEST_WINDOW[0], word
    assert desk.window.width() == theme.SMALLEST_WINDOW[0]


class TestReadOnly:
    def test_the_banner_names_who_writes(self, qtbot: Any, workspace: Any) -> None:
        from smmdesk.store.opening import open_workspace
        from tests.ui.conftest import Desk

        workspace.lock._text.write_text(
            '{"program": "SMM Desk", "pid": 7, "host": "studio-pc", "since": "2026-07-06T08:00:00+00:00"}'
        )
        workspace.lock._lock.release()
        held = open_workspace(workspace.path)
        held.release_connection()
        desk = Desk(qtbot, held)
        try:
            desk.open("settings")
            assert not desk.context.writable
            assert desk.window is not None
            texts = [one.accessibleName() for one in desk.window.findChildren(Banner)]
            assert len(texts) == 1
            assert "studio-pc" in texts[0]
            assert not desk.button("Back up now").isEnabled()
            assert not desk.has_button("Save")
            assert all(not form.save_button.isVisible() for form in desk.window.findChildren(Form) if form.save_button)
        finally:
            desk.context.tasks.stop()
