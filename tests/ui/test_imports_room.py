"""The import page where room is scarce: names told apart, nothing cut or covered, the focus never lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QStyle, QStyleOptionComboBox, QStyleOptionViewItem, QWidget

from smmdesk.core import i18n
from smmdesk.ui import theme
from smmdesk.ui.pages.imports import reading
from smmdesk.ui.pages.imports.batch import batch_of
from smmdesk.ui.widgets.text import Button
from tests.ui.test_imports import META, add_hotel, drop, post, press, settle
from tests.ui.test_imports_flow import overview
from tests.ui.test_mapping import SHOP, map_it, previewed, written

WIDE = (1440, 900)
NAMES = (
    "Instagram_posts_of_hotelmiramare_from_2026-06-01_to_2026-06-30.csv",
    "Instagram_posts_of_hotelmiramare_from_2026-05-01_to_2026-05-31.csv",
)


@pytest.fixture
def hotel(desk: Any) -> int:
    return add_hotel(desk)


def opened(desk: Any, hotel: int, size: tuple[int, int] = theme.SMALLEST_WINDOW) -> Any:
    """Open the page in a window of a size."""
    page = desk.open("imports", client=hotel)
    desk.window.resize(*size)
    desk.settle()
    return page


def place(desk: Any, widget: QWidget) -> QRect:
    """Return where a widget stands in the window."""
    return QRect(widget.mapTo(desk.window, widget.rect().topLeft()), widget.size())


def shown(table: Any, row: int) -> str:
    """Return the name in a row as it fits its column."""
    index = table.proxy.index(row, 0)
    option = QStyleOptionViewItem()
    option.textElideMode = table.textElideMode()  # as the table hands it to its delegates
    table.itemDelegateForIndex(index).initStyleOption(option, index)
    room = table.columnWidth(0) - 2 * theme.CELL
    return option.fontMetrics.elidedText(index.data(), option.textElideMode, room)


@pytest.mark.parametrize("size", [theme.SMALLEST_WINDOW, WIDE])
def test_files_with_nearly_the_same_name_can_be_told_apart(
    desk: Any, hotel: int, tmp_path: Path, size: tuple[int, int]
) -> None:
    for name in NAMES:
        (tmp_path / name).write_text(META + post(1), encoding="utf-8-sig")
    page = opened(desk, hotel, size)
    drop(desk, *(tmp_path / name for name in NAMES))
    told = [shown(page.files, row) for row in range(2)]
    assert told[0] != told[1]
    assert all(name.endswith(".csv") and "…" in name for name in told)
    index = page.files.proxy.index(0, 0)
    assert str(tmp_path / page.files.proxy.row_at(0).path.name) in index.data(Qt.ItemDataRole.ToolTipRole)
    assert not page.files.horizontalScrollBar().isVisible()


def test_the_panel_calls_a_file_as_the_list_does(desk: Any, hotel: int, tmp_path: Path) -> None:
    page = opened(desk, hotel)
    drop(desk, overview(tmp_path / "bar" / "Overview.csv", 1), overview(tmp_path / "spa" / "Overview.csv", 2))
    desk.pick("Files", "spa/Overview.csv")
    assert page.panel.heading.text() == "spa/Overview.csv"


@pytest.mark.parametrize("past", [False, True])
def test_why_a_row_is_refused_is_whole_without_a_mouse(desk: Any, hotel: int, tmp_path: Path, past: bool) -> None:
    page = opened(desk, hotel)
    (tmp_path / "june.csv").write_text(META + post(1) + post(2, views="many") + post(3), encoding="utf-8-sig")
    drop(desk, tmp_path / "june.csv")
    if past:
        press(desk, "Import 1 file")
        page.pills.choose("before")
        desk.pick("Imported before", "june.csv")
    table = desk.table("Refused rows")
    why = [column.title for column in table.rows.columns].index("Why")
    index = table.proxy.index(0, why)
    room = table.visualRect(index).adjusted(theme.CELL, 0, -theme.CELL, 0)
    needed = table.fontMetrics().boundingRect(
        QRect(0, 0, room.width(), 10_000), int(Qt.TextFlag.TextWordWrap), index.data()
    )
    assert needed.width() <= room.width() and needed.height() <= room.height()
    assert table.viewport().rect().contains(table.visualRect(index))


def test_no_quiet_line_lies_over_the_watched_folder(desk: Any, hotel: int, tmp_path: Path) -> None:
    page = opened(desk, hotel)
    drop(desk, overview(tmp_path / "Overview.csv", 1))
    desk.context.notify.say("Something was done. " * 20, lambda: None)
    assert desk.window.quiet.isVisible() and page.watch_line.isVisible()
    assert not place(desk, desk.window.quiet).intersects(place(desk, page.watch_line))
    # Nor over what can be pressed below the lists.
    assert not place(desk, desk.window.quiet).intersects(place(desk, page.clear_button))


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_sentence_is_no_narrow_column_beside_the_buttons(
    desk: Any, hotel: int, tmp_path: Path, language: str
) -> None:
    i18n.use_language(language)
    page = opened(desk, hotel)
    ready = tmp_path / "june.csv"
    ready.write_text(META + post(1), encoding="utf-8-sig")
    odd = written(tmp_path, "Giorno;Visite;Voti\n01/06/2026;12;3\n", "odd.csv")
    broken = tmp_path / "notes.txt"
    broken.write_text("nothing", encoding="utf-8")
    drop(desk, ready, odd, broken, overview(tmp_path / "Overview.csv", 1))
    assert all(one.isVisible() for one in (page.next_button, page.choose_button, page.import_button))
    assert page._sentence.height() <= theme.line_height() + theme.XS


@pytest.mark.parametrize("language", ["it", "en"])
def test_no_choice_of_the_mapping_is_cut(desk: Any, hotel: int, tmp_path: Path, language: str) -> None:
    page = opened(desk, hotel)
    drop(desk, written(tmp_path, SHOP, "shop.csv"))
    desk.window.close()
    i18n.use_language(language)
    desk.window = None
    page = opened(desk, hotel)
    desk.context.import_files([tmp_path / "shop.csv"])
    settle(desk)
    page.on_map(batch_of(desk.context).files[0])
    settle(desk)
    previewed(desk)
    fields = [page.mapping.form.field(name).input for name in ("rule1", "rule2", "test1", "kind")]
    for field in fields:
        option = QStyleOptionComboBox()
        field.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = field.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, field).width()
        texts = [field.itemText(place) for place in range(field.count())]
        widest = max(texts, key=field.fontMetrics().horizontalAdvance)
        assert field.fontMetrics().horizontalAdvance(widest) <= room, widest
    page.mapping.form.field("rule2").set_value(None)
    page.mapping.form.field("rule2").edited.emit()
    assert not page.mapping.form.field("values2").isVisible()


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_buttons_of_a_narrow_panel_are_whole(desk: Any, hotel: int, tmp_path: Path, language: str) -> None:
    i18n.use_language(language)
    page = opened(desk, hotel)
    drop(desk, written(tmp_path, SHOP, "shop.csv"))
    page.on_map(batch_of(desk.context).files[0])
    settle(desk)
    previewed(desk)
    page.mapping.form.field("values1").set_value("insta10")
    page.mapping.form.field("values1").edited.emit()
    previewed(desk)
    page.mapping.use()
    settle(desk)

    def are_whole(panel: QWidget) -> bool:
        found = [one for one in panel.findChildren(Button) if one.isVisible() and one.text()]
        return bool(found) and all(one.width() >= one.sizeHint().width() for one in found)

    assert page.panel.map_button.isVisible() and are_whole(page.panel)
    page.on_import()
    settle(desk)
    assert page.panel.undo_button.isVisible() and page.panel.ledger_button.isVisible() and are_whole(page.panel)
    page.pills.choose("before")
    page.past.selectRow(0)
    desk.settle()
    assert page.past_panel.undo_button.isVisible() and are_whole(page.past_panel)


def test_a_window_made_narrow_and_wide_again_looks_as_before(desk: Any, hotel: int, tmp_path: Path) -> None:
    page = opened(desk, hotel, WIDE)
    drop(desk, overview(tmp_path / "Overview.csv", 1))

    def layout() -> tuple[list[int], list[bool]]:
        desk.settle()
        return page.batch_split.sizes(), [page.files.isColumnHidden(one) for one in range(5)]

    before = layout()
    desk.window.resize(*theme.SMALLEST_WINDOW)
    narrow = layout()
    assert narrow[0][1] < before[0][1]
    assert sum(narrow[1]) > sum(before[1])
    desk.window.resize(*WIDE)
    assert layout() == before
    # What was put by hand stays.
    page.batch_split.setSizes([before[0][0] - 50, before[0][1] + 50])
    page.batch_split.splitterMoved.emit(before[0][0] - 50, 1)
    by_hand = page.batch_split.sizes()[1]
    desk.window.resize(WIDE[0] + 60, WIDE[1])
    assert layout()[0][1] == by_hand


def test_the_focus_goes_to_the_files_with_the_button_that_had_it(desk: Any, hotel: int, tmp_path: Path) -> None:
    page = opened(desk, hotel)
    ready = tmp_path / "june.csv"
    ready.write_text(META + post(1), encoding="utf-8-sig")
    drop(desk, ready)
    desk.window.activateWindow()
    page.import_button.setFocus()
    QTest.keyClick(page.import_button, Qt.Key.Key_Return)
    settle(desk)
    assert desk.rows("Files")[0][-1] == "✓ Imported"
    assert page.files.hasFocus()
    # So Enter clears no list.
    desk.key(Qt.Key.Key_Return)
    assert len(desk.rows("Files")) == 1


def test_closing_what_was_read_again_leaves_the_focus_in_the_panel(desk: Any, hotel: int, tmp_path: Path) -> None:
    page = opened(desk, hotel)
    ready = tmp_path / "june.csv"
    ready.write_text(META + post(1), encoding="utf-8-sig")
    drop(desk, ready)
    press(desk, "Import 1 file")
    page.pills.choose("before")
    desk.pick("Imported before", "june.csv")
    desk.window.activateWindow()
    press(desk, "Read again")
    assert page.past_panel.leave_button.hasFocus()
    desk.key(Qt.Key.Key_Return)
    assert page.past_panel.again_button.hasFocus()
    # Its undo asks with words that cannot be mistaken for one another.
    desk.press("Undo this import")
    assert (desk.boxes[-1].act, desk.boxes[-1].keep) == ("Undo this import", "Leave as it is")
    assert page.past.hasFocus() is False  # nothing was undone
    # The list of files waits in the other view: from here it cannot be cleared.
    assert not desk.has_button("Clear the list")


def test_a_folder_is_chosen_without_a_mouse(
    desk: Any, hotel: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "exports"
    overview(folder / "one" / "Overview.csv", 1)
    overview(folder / "two" / "Overview (1).csv", 2)
    page = desk.open("imports", client=hotel)
    assert desk.sees_empty_page
    page.take_focus()
    assert desk.window.focusWidget().text() == "Choose files …"
    assert page._empty.isAncestorOf(desk.window.focusWidget())
    asked = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *given: asked.append(given[2]) or str(folder))
    desk.press("Choose a folder …")
    settle(desk)
    assert sorted(row[0] for row in desk.rows("Files")) == ["Overview (1).csv", "Overview.csv"]
    desk.press("Choose a folder …")
    settle(desk)
    # The next dialog begins where the last one ended.
    assert asked[1] == str(tmp_path)


def test_a_table_without_titles_is_not_read_short_in_silence(desk: Any, hotel: int, tmp_path: Path) -> None:
    opened(desk, hotel)
    drop(desk, written(tmp_path, "2026-06-01;1204;83\n2026-06-02;1310;91\n", "bare.csv"))
    map_it(desk)
    assert desk.sees("3 columns without titles, 2 rows from line 1 on")
    desk.tick("The table has no titles")
    settle(desk)
    previewed(desk)
    assert desk.sees("Line 1 is taken for the titles and not read as a row, but it looks like data.")
    press(desk, "Back to the files")
    batch_of(desk.context).clear()
    drop(desk, written(tmp_path, "Day;2026;Likes\n2026-06-01;1204;83\n", "titled.csv"))
    map_it(desk)
    assert not desk.sees("is taken for the titles")


def test_a_mapped_file_stays_in_view_though_others_ask(desk: Any, hotel: int, tmp_path: Path) -> None:
    page = opened(desk, hotel)
    drop(desk, written(tmp_path, SHOP, "a-shop.csv"), overview(tmp_path / "x" / "Overview.csv", 1))
    desk.pick("Files", "a-shop.csv")
    map_it(desk)
    desk.type("Codes or words", "insta10")
    previewed(desk)
    press(desk, "Use this mapping")
    assert page.panel.file.path.name == "a-shop.csv"


def test_the_first_row_is_marked_when_tab_reaches_the_list(desk: Any, hotel: int, tmp_path: Path) -> None:
    page = opened(desk, hotel)
    drop(desk, overview(tmp_path / "Overview.csv", 1))
    page.files.clear_choice()
    page.choose_button.setFocus()
    page.files.setFocus(Qt.FocusReason.TabFocusReason)
    assert [index.row() for index in page.files.selectionModel().selectedRows()] == [0]


def test_what_brings_nothing_new_is_not_called_ready(desk: Any, hotel: int, tmp_path: Path) -> None:
    opened(desk, hotel)
    ready = tmp_path / "june.csv"
    ready.write_text(META + post(1), encoding="utf-8-sig")
    drop(desk, ready)
    assert desk.sees("1 file for Hotel Miramare: 1 ready.")
    press(desk, "Import 1 file")
    batch_of(desk.context).clear()
    drop(desk, ready)
    assert desk.sees("1 file for Hotel Miramare: 1 with nothing new.")


def test_a_folder_of_too_many_files_says_what_was_taken(
    desk: Any, hotel: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(desk, hotel)
    for number in range(4):
        overview(tmp_path / "many" / f"Overview ({number}).csv", number)
    drop(desk, tmp_path / "many")
    assert len(desk.rows("Files")) == 4 and desk.said == []
    batch_of(desk.context).clear()
    monkeypatch.setattr(reading, "MOST_FILES", 3)
    drop(desk, tmp_path / "many")
    assert len(desk.rows("Files")) == 3
    assert desk.said == ["Only the first 3 files were taken. Drop the others when these are done."]
